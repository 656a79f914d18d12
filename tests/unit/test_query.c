/* What is read from a query: tables of text, tree and canonical spelling. */
#include "newsdex/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

struct example {
    const char *text, *tree, *printed; /* printed: NULL when the same as text */
};

static void dump_children(const struct nd_query_node *node, struct nd_buf *out);

/* w(word) p(prefix) q(phrase) q5(proximity), t. e. k. b. for the fields; composites in brackets. */
static void dump_node(const struct nd_query_node *node, struct nd_buf *out) {
    static const char *const fields[] = {"", "t.", "e.", "k.", "b."};
    static const char *const names[] = {"", "", "AND", "OR", "NOT"};

    if (node->type > ND_Q_PHRASE) {
        nd_buf_addf(out, "%s[", names[node->type]);
        dump_children(node, out);
        nd_buf_add_char(out, ']');
        return;
    }
    nd_buf_add_z(out, fields[node->field]);
    nd_buf_add_char(out, node->type == ND_Q_PHRASE ? 'q' : node->is_prefix ? 'p' : 'w');
    if (node->distance > 0)
        nd_buf_addf(out, "%d", node->distance);
    nd_buf_add_char(out, '(');
    nd_buf_add(out, node->text);
    nd_buf_add_char(out, ')');
}

static void dump_children(const struct nd_query_node *node, struct nd_buf *out) {
    for (const struct nd_query_node *child = node->first; child != NULL; child = child->next) {
        if (child != node->first)
            nd_buf_add_char(out, ' ');
        dump_node(child, out);
    }
}

static void dump_filters(const struct nd_filter *filter, struct nd_buf *out) {
    static const char *const names[] = {"provider", "lang", "topic", "author", "type",    "category",
                                        "path",     "url",  "tag",   "note",   "arrival", "date"};

    for (; filter != NULL; filter = filter->next) {
        nd_buf_addf(out, " {%s%s=", filter->is_excluded ? "!" : "", names[filter->type]);
        nd_buf_add(out, filter->text);
        if (filter->type == ND_FILTER_DATE)
            nd_buf_addf(out, "%s,%s", filter->from, filter->until);
        nd_buf_add_char(out, '}');
    }
}

static void dump(const struct nd_query *query, struct nd_buf *out) {
    nd_buf_clear(out);
    if (query->root == NULL)
        nd_buf_add_char(out, '-');
    else
        dump_node(query->root, out);
    dump_filters(query->filters, out);
}

static void check_text(struct nd_str text, const char *tree, const char *printed, bool any) {
    struct nd_query_settings settings = {.any = any, .today = {.year = 2023, .month = 8, .day = 31}};
    struct nd_arena *arena = nd_arena_new();
    struct nd_query *query = nd_query_parse(text, &settings, arena), *again;
    struct nd_buf out = {0};

    dump(query, &out);
    assert_string_equal(out.ptr, tree);
    nd_buf_clear(&out);
    nd_query_print(query, &out);
    assert_string_equal(nd_buf_str(&out).ptr, printed);
    settings.any = false;
    again = nd_query_parse(nd_str_from(printed), &settings, arena);
    assert_true(nd_query_equal(query, again));
    nd_buf_free(&out);
    nd_arena_free(arena);
}

static void check(const struct example *examples, size_t count, bool any) {
    for (size_t i = 0; i < count; i++) {
        const char *printed = examples[i].printed == NULL ? examples[i].text : examples[i].printed;
        check_text(nd_str_from(examples[i].text), examples[i].tree, printed, any);
    }
}

#define CHECK(examples) check(examples, sizeof(examples) / sizeof *(examples), false)

/* Ordinary strings of which a raw full-text engine refuses most. */
static void everyday(void **state) {
    static const struct example examples[] = {
        {"real-time", "w(real-time)", NULL},
        {"gpt-4", "w(gpt-4)", NULL},
        {"COVID-19", "w(COVID-19)", NULL},
        {"a -b", "AND[w(a) NOT[w(b)]]", NULL},
        {"-x", "AND[NOT[w(x)]]", NULL},
        {"don't", "w(don't)", NULL},
        {"AT&T", "w(AT&T)", NULL},
        {"U.S.", "w(U.S.)", NULL},
        {"C++", "w(C++)", NULL},
        {"what?", "w(what?)", NULL},
        {"50%", "w(50%)", NULL},
        {"a/b", "w(a/b)", NULL},
        {"a,b", "w(a,b)", NULL},
        {"@x", "w(@x)", NULL},
        {"#ai", "w(#ai)", NULL},
        {"", "-", NULL},
        {"AND", "q(AND)", "\"AND\""},
        {"NOT x", "AND[q(NOT) w(x)]", "\"NOT\" x"},
        {"x OR", "AND[w(x) q(OR)]", "x \"OR\""},
        {"(a OR b", "OR[w(a) w(b)]", "a OR b"},
        {"title:", "w(title:)", NULL},
        {"\"open", "q(open)", "\"open\""},
        {"foo:bar", "w(foo:bar)", NULL},
        {"*", "-", ""},
        {"l\u2019iran", "w(l\u2019iran)", NULL},
        {"x or y", "AND[w(x) w(or) w(y)]", NULL},
        {"rock & roll", "AND[w(rock) w(&) w(roll)]", NULL},
        {"x ++", "AND[w(x) w(++)]", NULL},
        {"foo\"bar\"", "AND[w(foo) q(bar)]", "foo \"bar\""},
        {"\"1.0.21\" 2026.4.10", "AND[q(1.0.21) w(2026.4.10)]", NULL},
        {"IDOLM@STER", "w(IDOLM@STER)", NULL},
        {"\u6771\u4EAC\u90FD\u306E\u5929\u6C17", "w(\u6771\u4EAC\u90FD\u306E\u5929\u6C17)", NULL},
        {"don't C++ \"open (x foo:bar AND", "AND[w(don't) w(C++) q(open (x foo:bar AND)]",
         "don't C++ \"open (x foo:bar AND\""},
    };

    (void)state;
    CHECK(examples);
}

static void operators(void **state) {
    static const struct example examples[] = {
        {"x a OR b y", "AND[w(x) OR[w(a) w(b)] w(y)]", "x (a OR b) y"},
        {"a AND b OR c", "AND[w(a) OR[w(b) w(c)]]", "a (b OR c)"},
        {"a | b|c || d", "OR[w(a) w(b) w(c) w(d)]", "a OR b OR c OR d"},
        {"| a | ) |", "w(a)", "a"},
        {"(a b) OR c", "OR[AND[w(a) w(b)] w(c)]", NULL},
        {"((a) (b (c d)))", "AND[w(a) w(b) w(c) w(d)]", "a b c d"},
        {"a OR (b OR (c))", "OR[w(a) w(b) w(c)]", "a OR b OR c"},
        {"a))) b ((c ()", "AND[w(a) w(b) w(c)]", "a b c"},
        {"x NOT y", "AND[w(x) NOT[w(y)]]", "x -y"},
        {"x AND NOT y", "AND[w(x) NOT[w(y)]]", "x -y"},
        {"(NOT b) AND a", "AND[w(a) NOT[w(b)]]", "a -b"},
        {"x NOT -y NOT (NOT z)", "AND[w(x) w(y) w(z)]", "x y z"},
        {"OR a", "AND[q(OR) w(a)]", "\"OR\" a"},
        {"a NOT", "AND[w(a) q(NOT)]", "a \"NOT\""},
        {"a AND NOT", "AND[w(a) q(NOT)]", "a \"NOT\""},
        {"a OR OR b", "AND[OR[w(a) q(OR)] w(b)]", "(a OR \"OR\") b"},
        {"a (OR) b", "AND[w(a) q(OR) w(b)]", "a \"OR\" b"},
        {"-OR AND* title:NOT", "AND[p(AND) t.w(NOT) NOT[q(OR)]]", "AND* title:NOT -\"OR\""},
        {"a - b", "AND[w(a) w(b)]", "a b"},
        {"--force -*-x -) -", "AND[w(force) NOT[w(x)]]", "force -x"},
        {"-\"a b\" -(c d) e-", "AND[w(e-) NOT[q(a b)] NOT[AND[w(c) w(d)]]]", "e- -\"a b\" -(c d)"},
    };

    (void)state;
    CHECK(examples);
}

static void complements(void **state) {
    static const struct example examples[] = {
        {"-a -b", "AND[NOT[w(a)] NOT[w(b)]]", NULL},
        {"-(a OR b) c", "AND[w(c) NOT[w(a)] NOT[w(b)]]", "c -a -b"},
        {"-(a b)", "AND[NOT[AND[w(a) w(b)]]]", NULL},
        {"-(-a)", "w(a)", "a"},
        {"-(-a -b)", "OR[w(a) w(b)]", "a OR b"},
        {"a OR -b", "AND[NOT[AND[w(b) NOT[w(a)]]]]", "-(b -a)"},
        {"x (a OR -b)", "AND[w(x) NOT[AND[w(b) NOT[w(a)]]]]", "x -(b -a)"},
        {"-a OR -b", "AND[NOT[AND[w(a) w(b)]]]", "-(a b)"},
        {"x (-a -b)", "AND[w(x) NOT[w(a)] NOT[w(b)]]", "x -a -b"},
        {"(a -b) OR c", "OR[AND[w(a) NOT[w(b)]] w(c)]", NULL},
    };

    (void)state;
    CHECK(examples);
}

static void phrases(void **state) {
    static const struct example examples[] = {
        {"\"exact  \t phrase\"", "q(exact phrase)", "\"exact phrase\""},
        {"\"two words\"~5", "q5(two words)", NULL},
        {"\"a\"~99999999999999999999 \"b\"~ \"c\"~0 \"d\" ~4", "AND[q1000(a) q(b) q(c) q(d) w(~4)]",
         "\"a\"~1000 \"b\" \"c\" \"d\" ~4"},
        {"\u201Cexact phrase\u201D\u00AB\u00A0le monde\u00A0\u00BB\u201Eso\u201C",
         "AND[q(exact phrase) q(le monde) q(so)]", "\"exact phrase\" \"le monde\" \"so\""},
        {"\u201Csay \"hello\" now\u201D~3", "q3(say hello now)", "\"say hello now\"~3"},
        {"\u00AB open \u201C x", "AND[w(open) w(x)]", "open x"},
        {"\"\" \" \" \"\"~5 x", "w(x)", "x"},
        {"12\" screen", "AND[w(12) q(screen)]", "12 \"screen\""},
        {"pre* a*b M*A*S*H *x ** y", "AND[p(pre) w(a*b) w(M*A*S*H) w(x) w(y)]", "pre* a*b M*A*S*H x y"},
        {"Qwen-7*", "p(Qwen-7)", NULL},
        {"a\u3000b\u00A0c\u200Bd\x01"
         "e\x7F",
         "AND[w(a) w(b) w(c) w(d) w(e)]", "a b c d e"},
        {"bad\xC3 \"\xFF x\" \xE2\x80", "AND[w(bad\xC3) q(\xFF x) w(\xE2\x80)]", NULL},
    };

    (void)state;
    CHECK(examples);
    check_text(ND_STR("a\0b \"c\0\0d\""), "AND[w(a) w(b) q(c d)]", "a b \"c d\"", false);
}

static void fields(void **state) {
    static const struct example examples[] = {
        {"title:qwen excerpt:a topic:b body:c", "AND[t.w(qwen) e.w(a) k.w(b) b.w(c)]", NULL},
        {"TITLE:x intitle:y summary:z topics:t keywords:u themes:v intext:w",
         "AND[t.w(x) t.w(y) e.w(z) k.w(t) k.w(u) k.w(v) b.w(w)]",
         "title:x title:y excerpt:z topic:t topic:u topic:v body:w"},
        {"title:\"a b\"~2 -title:pre*", "AND[t.q2(a b) NOT[t.p(pre)]]", NULL},
        {"title:(a OR b -c body:d)", "AND[OR[t.w(a) t.w(b)] b.w(d) NOT[t.w(c)]]",
         "(title:a OR title:b) body:d -title:c"},
        {"title: foo", "AND[w(title:) w(foo)]", NULL},
        {"title:-x title:*y title:- title:\"\"", "AND[t.w(x) t.w(y) w(title:-)]", "title:x title:y title:-"},
        {"title:body:x title:lang:fr", "AND[t.w(body:x) t.w(lang:fr)]", NULL},
        {"foo:\"a b\" foo:(c)", "AND[w(foo:) q(a b) w(foo:) w(c)]", "foo: \"a b\" foo: c"},
        {"topic:(=x) topic:=", "AND[k.q(=x) w(topic:=)]", "topic:\"=x\" topic:="},
    };

    (void)state;
    CHECK(examples);
}

static void filters(void **state) {
    static const struct example examples[] = {
        {"provider:\"South China Morning Post\" -lang:fr x",
         "w(x) {provider=South China Morning Post} {!lang=fr}",
         "x provider:\"South China Morning Post\" -lang:fr"},
        {"site:a.com DOMAIN:b.com language:de type:t category:c path:2023/* url:http://x/?a=b",
         "- {provider=a.com} {provider=b.com} {lang=de} {type=t} {category=c} {path=2023/*} "
         "{url=http://x/?a=b}",
         "provider:a.com provider:b.com lang:de type:t category:c path:2023/* url:http://x/?a=b"},
        {"provider:\u00ABLe Monde\u00BB", "- {provider=Le Monde}", "provider:\"Le Monde\""},
        {"lang:fr OR lang:de OR lang:it", "- {lang=fr} {lang=de} {lang=it}", "lang:fr lang:de lang:it"},
        {"tag:Read -tags:\"to do\" arrival:12 arrival:x -arrival:\"1 2\"",
         "AND[w(arrival:x) NOT[AND[w(arrival:) q(1 2)]]] {tag=Read} {!tag=to do} {arrival=12}",
         "arrival:x -(arrival: \"1 2\") tag:Read -tag:\"to do\" arrival:12"},
        {"NOTE:Ask -note:\"to do\" note:* note:", "w(note:) {note=Ask} {!note=to do} {note=*}",
         "note: note:Ask -note:\"to do\" note:*"},
        {"a lang:fr OR b", "OR[w(a) w(b)] {lang=fr}", "a OR b lang:fr"},
        {"x NOT lang:fr -(lang:de) -(-lang:it)", "w(x) {!lang=fr} {!lang=de} {lang=it}",
         "x -lang:fr -lang:de lang:it"},
        {"lang: lang:\"\" provider:(x)", "AND[w(lang:) w(lang:) w(provider:) w(x)]",
         "lang: lang: provider: x"},
        {"topic:=\"Machine Learning\" -topic:=ai", "- {topic=Machine Learning} {!topic=ai}", NULL},
        {"path:\"a (b)\" path:\"c|d\" path:\"e\"f", "w(f) {path=a (b)} {path=c|d} {path=e}",
         "f path:\"a (b)\" path:\"c|d\" path:e"},
        {"lang:-fr url:\"=x", "- {lang=-fr} {url==x}", "lang:-fr url:=x"},
    };

    (void)state;
    CHECK(examples);
}

static void date_filters(void **state) {
    static const struct example examples[] = {
        {"after:2023-07 before:2023-08-15", "- {date=2023-07-01,} {date=,2023-08-15}",
         "after:2023-07-01 before:2023-08-15"},
        {"since:2023 until:2023-08-15", "- {date=2023-01-01,} {date=,2023-08-16}",
         "after:2023-01-01 before:2023-08-16"},
        {"before:2023 until:2023", "- {date=,2023-01-01} {date=,2024-01-01}",
         "before:2023-01-01 before:2024-01-01"},
        {"-date:2023-07..2023-08", "- {!date=2023-07-01,2023-09-01}", "-date:2023-07-01..2023-08-31"},
        {"date:today", "- {date=2023-08-31,2023-09-01}", "date:2023-08-31"},
        {"after:7d before:yesterday", "- {date=2023-08-24,} {date=,2023-08-30}",
         "after:2023-08-24 before:2023-08-30"},
        {"after:\"26 July 2023\"", "- {date=2023-07-26,}", "after:2023-07-26"},
        {"after:someday* before:x", "AND[p(after:someday) w(before:x)]", NULL},
        {"-after:\"some day\"", "AND[NOT[AND[w(after:) q(some day)]]]", "-(after: \"some day\")"},
        {"title:(after:someday)", "t.w(after:someday)", "title:after:someday"},
        {"until:9999 date:.. after:..2023", "AND[w(until:9999) w(date:..) w(after:..2023)]", NULL},
        {"date:9999-12-31", "- {date=9999-12-31,}", "after:9999-12-31"},
    };

    (void)state;
    CHECK(examples);
}

static void any_word(void **state) {
    static const struct example examples[] = {
        {"a b c -x", "AND[OR[w(a) w(b) w(c)] NOT[w(x)]]", "(a OR b OR c) -x"},
        {"a b", "OR[w(a) w(b)]", "a OR b"},
        {"a AND b c", "OR[AND[w(a) w(b)] w(c)]", "(a b) OR c"},
        {"(a b) c AND d lang:fr", "OR[AND[w(a) w(b)] AND[w(c) w(d)]] {lang=fr}", "(a b) OR (c d) lang:fr"},
        {"-a -b", "AND[NOT[w(a)] NOT[w(b)]]", NULL},
        {"a OR b c", "OR[w(a) w(b) w(c)]", "a OR b OR c"},
        {"a", "w(a)", NULL},
        {"NATO AND EU UN", "OR[AND[w(NATO) w(EU)] w(UN)]", "(NATO EU) OR UN"},
        {"PHASE AND GAIN OF BANDS", "OR[w(PHASE) w(GAIN) w(OF) w(BANDS)]", "PHASE OR GAIN OR OF OR BANDS"},
        {"COUNTRIES NOT IN NATO OR EU", "OR[w(COUNTRIES) w(IN) w(NATO) w(EU)]",
         "COUNTRIES OR IN OR NATO OR EU"},
        {"NOT FOR SALE OR RENT", "OR[w(FOR) w(SALE) w(RENT)]", "FOR OR SALE OR RENT"},
        {"(PHASE AND GAIN) OF BANDS", "OR[AND[w(PHASE) w(GAIN)] w(OF) w(BANDS)]",
         "(PHASE GAIN) OR OF OR BANDS"},
        {"PHASE AND GAIN OF bands", "OR[AND[w(PHASE) w(GAIN)] w(OF) w(bands)]",
         "(PHASE GAIN) OR OF OR bands"},
    };

    (void)state;
    check(examples, sizeof examples / sizeof *examples, true);
}

static void added_filters(void **state) {
    struct nd_query_settings settings = {.today = {.year = 2023, .month = 8, .day = 31}};
    struct nd_arena *arena = nd_arena_new();
    struct nd_query *query = nd_query_parse(ND_STR("x"), NULL, arena);
    struct nd_buf out = {0};

    (void)state;
    assert_true(nd_query_add_filter(query, ND_STR("topic"), ND_STR("Machine Learning"), &settings, arena));
    assert_true(nd_query_add_filter(query, ND_STR("lang"), ND_STR(" fr\n"), NULL, arena));
    assert_true(nd_query_add_filter(query, ND_STR("After"), ND_STR("1y"), &settings, arena));
    assert_false(nd_query_add_filter(query, ND_STR("after"), ND_STR("1y"), NULL, arena));
    assert_false(nd_query_add_filter(query, ND_STR("before"), ND_STR("soon"), &settings, arena));
    assert_false(nd_query_add_filter(query, ND_STR("type"), ND_STR(" "), &settings, arena));
    assert_false(nd_query_add_filter(query, ND_STR("title"), ND_STR("x"), &settings, arena));
    assert_false(nd_query_add_filter(query, ND_STR(""), ND_STR("x"), &settings, arena));
    nd_query_print(query, &out);
    assert_string_equal(out.ptr, "x topic:=\"Machine Learning\" lang:fr after:2022-08-31");
    nd_buf_free(&out);
    nd_arena_free(arena);
}

static bool has_letter(void *context, const struct nd_query_node *leaf) {
    (void)context;
    for (size_t i = 0; i < leaf->text.len; i++)
        if (nd_char_is_alpha(leaf->text.ptr[i]))
            return true;
    return false;
}

static void pruned(void **state) {
    static const struct example examples[] = {
        {"rock & roll", "AND[w(rock) w(roll)]", NULL},
        {"& a", "w(a)", NULL},
        {"a OR & OR b", "OR[w(a) w(b)]", NULL},
        {"x -&", "w(x)", NULL},
        {"x -(& a)", "AND[w(x) NOT[w(a)]]", NULL},
        {"x -(& a OR b)", "AND[w(x) NOT[w(a)] NOT[w(b)]]", NULL},
        {"(& -b) OR c", "AND[NOT[AND[w(b) NOT[w(c)]]]]", NULL},
        {"& -? lang:fr", "- {lang=fr}", NULL},
        {"(x OR &) (y z)", "AND[w(x) w(y) w(z)]", NULL},
    };
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf out = {0};

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct nd_query *query = nd_query_parse(nd_str_from(examples[i].text), NULL, arena);
        nd_query_prune(query, has_letter, NULL);
        dump(query, &out);
        assert_string_equal(out.ptr, examples[i].tree);
        assert_true(query->root == NULL || query->root->next == NULL);
    }
    nd_buf_free(&out);
    nd_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everyday),     cmocka_unit_test(operators), cmocka_unit_test(complements),
        cmocka_unit_test(phrases),      cmocka_unit_test(fields),    cmocka_unit_test(filters),
        cmocka_unit_test(date_filters), cmocka_unit_test(any_word),  cmocka_unit_test(added_filters),
        cmocka_unit_test(pruned),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
