/* The tree of an XML document: what is in it, what is forgiven, what is refused. */
#include "container/xml.h"

#include "newsdex/limits.h"
#include "sanitizer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <time.h>

static struct nd_arena *arena;
static struct nd_problems problems;

static int begin(void **state) {
    (void)state;
    arena = nd_arena_new();
    nd_problems_init(&problems, arena);
    return 0;
}

static int end(void **state) {
    (void)state;
    nd_arena_free(arena);
    return 0;
}

static const struct nd_xml_node *read_text(const char *text) {
    return nd_xml_read(nd_str_from(text), 1, arena, &problems);
}

static void assert_text(struct nd_str text, const char *expected) {
    assert_non_null(text.ptr);
    assert_string_equal(nd_arena_str(arena, text).ptr, expected);
}

static void is_a_tree(void **state) {
    const struct nd_xml_node *root = read_text(
                                 "\n<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n"
                                 "<!-- <x> -->\n<rss a='1' x:b=\"&lt;2&gt;\">\n<item>one <b>two</b> "
                                 "three</item>\n<dc:date>x</dc:date><item/></rss>"),
                             *item = nd_xml_child(root, "item");

    (void)state;
    assert_int_equal(problems.count, 0);
    assert_true(nd_xml_is(root, "rss"));
    assert_int_equal(root->line, 4);
    assert_text(nd_xml_attribute(root, "a"), "1");
    assert_text(nd_xml_attribute(root, "x:b"), "<2>");
    assert_text(nd_xml_attribute(root, "*:b"), "<2>");
    assert_null(nd_xml_attribute(root, "b").ptr);
    assert_int_equal(item->line, 5);
    assert_text(nd_xml_text(item, arena), "one two three");
    assert_text(nd_xml_text(nd_xml_child(root, "dc:date"), arena), "x");
    assert_text(nd_xml_text(nd_xml_child(root, "*:date"), arena), "x");
    assert_null(nd_xml_child(root, "date"));
    assert_text(nd_xml_text(nd_xml_at(root, "item/b"), arena), "two");
    assert_null(nd_xml_at(root, "item/b/c"));
    item = nd_xml_sibling(item, "item");
    assert_text(nd_xml_text(item, arena), "");
    assert_false(nd_xml_has_elements(item));
    assert_null(nd_xml_sibling(item, "item"));
    assert_text(nd_xml_text(nd_xml_find(root, root, "b"), arena), "two");
    assert_null(nd_xml_text(NULL, arena).ptr);
}

/* Input, text of its first element. */
static void forgives(void **state) {
    static const char *const cases[][2] = {
        {"<a>x &nbsp; &eacute;&hellip;</a>", "x \u00a0 é…"},
        {"<a>AT&T &unknown; &#8211; &#x3c; &#150; &#10;x</a>", "AT&T &unknown; – < – \nx"},
        {"<a>&lt;p&gt; &amp;amp; &quot;</a>", "<p> &amp; \""},
        {"<a><![CDATA[R&D &nbsp; <b>]]> &amp; &copy;</a>", "R&D &nbsp; <b> & ©"},
        {"<!DOCTYPE a [<!ENTITY me 'My'> <!ENTITY co \"Company\">]><a>&co;, &other;</a>", "Company, &other;"},
        {"<!DOCTYPE a [<!ENTITY me 'My & self'>]><a>&me;</a>", "&me;"},
        {"<!DOCTYPE nitf SYSTEM \"nitf.dtd\"><nitf>&other; x</nitf>", "&other; x"},
        {"<!DOCTYPE a PUBLIC \"x\" \"y\" [<!-- ' --> <!ENTITY f SYSTEM \"/etc/passwd\">]><a>x&f;y</a>", "xy"},
        {"<?xml version=\"9\" encoding=\"latin\" ?><a>é</a>", "é"},
        {"<a>one <b>two", "one two"},
        {"<a>one <b>two</a>", "one two"},
        {"<a>one</a> <a>two</a>", "one"},
        {"<p:a q:c='&'>x</p:a>", "x"},
        {"\xef\xbb\xbf  <a>x</a>", "x"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct nd_xml_node *root = read_text(cases[i][0]);
        if (root == NULL)
            fail_msg("%s", cases[i][0]);
        assert_text(nd_xml_text(root, arena), cases[i][1]);
    }
}

static void says_where_it_breaks(void **state) {
    const struct nd_xml_node *root =
        nd_xml_read(ND_STR("<a>\n<b>x</b>\n<c>y</b>\nz</a>"), 10, arena, &problems);

    (void)state;
    assert_int_equal(problems.count, 1);
    assert_int_equal(problems.first->code, ND_P_XML_SYNTAX);
    assert_int_equal(problems.first->line, 12);
    assert_false(nd_xml_child(root, "b")->is_cut);
    assert_true(nd_xml_child(root, "c")->is_cut);
    assert_text(nd_xml_text(nd_xml_child(root, "c"), arena), "y");
    assert_null(read_text(" no XML "));
    assert_null(read_text(""));
    assert_int_equal(problems.count, 3);
}

static void gives_html(void **state) {
    static const struct nd_xml_rename renames[] = {{"head", "h2"}, {"hi", "em"},        {"note", NULL},
                                                   {"div", ""},    {"@target", "href"}, {NULL, NULL}};
    const struct nd_xml_node *root;

    (void)state;
    root = read_text(
        "<a xmlns:h='u'><h:p class='x &amp; \"y\"' xmlns='v'>1 &lt; 2<h:br/>AT&amp;T</h:p><h:td/></a>");
    assert_text(nd_xml_markup(root, NULL, arena),
                "<p class=\"x &amp; &quot;y&quot;\">1 &lt; 2<br>AT&amp;T</p><td></td>");
    root = read_text(
        "<a><div><head>T</head><p><hi>b</hi><note>no <p>x</p></note> <ref target='u'>c</ref></p></div>d</a>");
    assert_text(nd_xml_markup(root, renames, arena), "<h2>T</h2><p><em>b</em> <ref href=\"u\">c</ref></p>d");
    assert_text(nd_xml_markup(read_text("<a> <![CDATA[<p>AT&amp;T</p>]]> </a>"), NULL, arena),
                "<p>AT&amp;T</p>");
    assert_text(nd_xml_markup(read_text("<a>AT&amp;T</a>"), NULL, arena), "AT&T");
}

static void add_times(struct nd_buf *out, const char *text, size_t times) {
    while (times-- > 0)
        nd_buf_add_z(out, text);
}

static void bounds_depth(void **state) {
    struct nd_buf text = {0};
    const struct nd_xml_node *root, *deepest;
    size_t depth = 0;

    (void)state;
    add_times(&text, "<a>", 100000);
    add_times(&text, "x", 1);
    add_times(&text, "</a>", 100000);
    root = nd_xml_read(nd_buf_str(&text), 1, arena, &problems);
    for (deepest = root; deepest->name.ptr != NULL; deepest = deepest->first)
        depth++;
    assert_int_equal(depth, ND_MAX_XML_DEPTH);
    assert_text(nd_xml_text(root, arena), "x");
    assert_int_equal(problems.count, 1);
    assert_int_equal(problems.first->code, ND_P_XML_LIMIT);
    nd_buf_clear(&text);
    add_times(&text, "<a>", 300000); /* what Expat would keep of them is not to be had */
    nd_problems_init(&problems, arena);
    (void)nd_xml_read(nd_buf_str(&text), 1, arena, &problems);
    assert_int_equal(problems.count, 1);
    assert_true(
        nd_str_ends(problems.first->message, ND_STR("nested more than 200000 deep; the rest is not read")));
    nd_buf_free(&text);
}

static void bounds_elements(void **state) {
    struct nd_buf text = {0};
    const struct nd_xml_node *root;
    size_t count = 0;

    (void)state;
    add_times(&text, "<a>", 1);
    add_times(&text, "<b/>", ND_MAX_XML_NODES + 10);
    add_times(&text, "end</a>", 1);
    root = nd_xml_read(nd_buf_str(&text), 1, arena, &problems);
    for (const struct nd_xml_node *n = root; n != NULL; n = nd_xml_walk(root, n))
        count++;
    assert_int_equal(count, ND_MAX_XML_NODES + 1);
    assert_text(nd_xml_text(root, arena), "end");
    assert_int_equal(problems.first->code, ND_P_XML_LIMIT);
    nd_buf_free(&text);
}

/* At the limit all is read, one beyond it the rest is not, which is told. */
static void bounds_references_and_names(void **state) {
    struct nd_buf text = {0};
    const struct nd_xml_node *root;

    (void)state;
    for (int more = 0; more < 2; more++) {
        nd_problems_init(&problems, arena);
        nd_buf_clear(&text);
        add_times(&text, "<a>", 1);
        add_times(&text, "&lt;", (size_t)(ND_MAX_XML_REFERENCES + more));
        add_times(&text, "end</a>", 1);
        root = nd_xml_read(nd_buf_str(&text), 1, arena, &problems);
        assert_int_equal(nd_xml_text(root, arena).len, ND_MAX_XML_REFERENCES + (more ? 0 : 3));
        assert_int_equal(problems.count, more * 2); /* it ends before the element does */
        assert_int_equal(more == 0 || problems.first->code == ND_P_XML_LIMIT, 1);
    }
    nd_problems_init(&problems, arena);
    nd_buf_clear(&text);
    add_times(&text, "<a>", 1);
    for (int i = 0; i < 2 * ND_MAX_XML_NAMES; i++)
        nd_buf_addf(&text, "<b%d c%d=''/>", i, i);
    add_times(&text, "end</a>", 1);
    root = nd_xml_read(nd_buf_str(&text), 1, arena, &problems);
    assert_text(nd_xml_text(root, arena), "");
    assert_true(nd_str_find(problems.first->message, ND_STR("names of elements and attributes")) != SIZE_MAX);
    nd_buf_free(&text);
}

/* Entities of entities, and one long one very often. */
static void refuses_laughter(void **state) {
    struct nd_buf text = {0};

    (void)state;
    nd_buf_addf(&text, "<!DOCTYPE a [<!ENTITY l0 \"lol\">");
    for (int i = 1; i < 30; i++)
        nd_buf_addf(&text, "<!ENTITY l%d \"&l%d;&l%d;&l%d;&l%d;\">", i, i - 1, i - 1, i - 1, i - 1);
    nd_buf_addf(&text, "]><a>&l29;</a>");
    assert_non_null(nd_xml_read(nd_buf_str(&text), 1, arena, &problems));
    assert_int_equal(problems.first->code, ND_P_XML_LIMIT);
    nd_buf_clear(&text);
    nd_buf_addf(&text, "<!DOCTYPE a [<!ENTITY l \"");
    add_times(&text, "0123456789", 10000);
    nd_buf_addf(&text, "\">]><a>");
    add_times(&text, "&l;", 100000);
    nd_buf_addf(&text, "</a>");
    assert_non_null(nd_xml_read(nd_buf_str(&text), 1, arena, &problems));
    assert_int_equal(problems.last->code, ND_P_XML_LIMIT);
    assert_int_equal(problems.count, 2);
    assert_true(nd_arena_used(arena) < 16 * 1024 * 1024);
    nd_buf_free(&text);
}

/* What grows with the square of its length somewhere, if anything does. */
static void takes_linear_time(void **state) {
#ifdef HAS_SANITIZER
    static const double limit = 15;
#else
    static const double limit = 1.5;
#endif
    static const struct {
        const char *before, *repeated, *after;
    } cases[] = {
        {"<a>", "&", "</a>"},
        {"<a>", "&x;", "</a>"},
        {"<a>", "&#1;&nbsp;", "</a>"},
        {"<a x='", "&amp;&", "'/>"},
        {"<a>", "<![CDATA[", "]]></a>"},
        {"<a>", "<!-- & -->", "</a>"},
        {"<a>", "<?x &", "?></a>"},
        {"<a>", "<", ""},
        {"<!DOCTYPE a [", "<!-- [ ", "--> ]><a/>"},
        {"<a ", "x:", "='1'/>"},
        {"<a>", "<!DOCTYPE ", "</a>"},
        {"<a>", "<b>x</b>", "</a>"},
        {"<!DOCTYPE a [", "<!ENTITY x 'y'>", "]><a>&x;&z;</a>"},
        {"<a>", "x\n", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nd_buf text = {0};
        clock_t from = clock();
        double seconds;
        nd_buf_add_z(&text, cases[i].before);
        add_times(&text, cases[i].repeated, 300000);
        nd_buf_add_z(&text, cases[i].after);
        (void)nd_xml_text(nd_xml_read(nd_buf_str(&text), 1, arena, &problems), arena);
        nd_buf_free(&text);
        seconds = (double)(clock() - from) / CLOCKS_PER_SEC;
        if (seconds > limit)
            fail_msg("%s took %.1f s", cases[i].repeated, seconds);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(is_a_tree, begin, end),
        cmocka_unit_test_setup_teardown(forgives, begin, end),
        cmocka_unit_test_setup_teardown(says_where_it_breaks, begin, end),
        cmocka_unit_test_setup_teardown(gives_html, begin, end),
        cmocka_unit_test_setup_teardown(bounds_depth, begin, end),
        cmocka_unit_test_setup_teardown(bounds_elements, begin, end),
        cmocka_unit_test_setup_teardown(bounds_references_and_names, begin, end),
        cmocka_unit_test_setup_teardown(refuses_laughter, begin, end),
        cmocka_unit_test_setup_teardown(takes_linear_time, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
