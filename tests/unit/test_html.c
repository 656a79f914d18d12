/* HTML: pages, newsletters, snippets, and what tries to take forever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document/html/html.h"
#include "dump_blocks.h"
#include "newsdex/limits.h"

#include <string.h>

static void test_structure(void **state) {
    static const struct block_case cases[] = {
        {"", ""},
        {"a", "p a\n"},
        {"<h1>a</h1><h3> b <p>c<p>d", "h1 a\nh3 b\nh3 c\nh3 d\n"},
        {"<p>a\n b<p>c<br>d<br><br>e", "p a b\np c\\nd\np e\n"},
        {"<div>a<div>b</div>c</div>", "p a\np b\np c\n"},
        {"<ul><li>a<li><p>b<p>c<ul><li>d</ul></ul>e", "1- a\n1- b\np c\n2- d\np e\n"},
        {"<ol start=3><li>a<li value=7>b<li>c</ol>", "1.3 a\n1.7 b\n1.8 c\n"},
        {"<blockquote>a<blockquote>b</blockquote></blockquote>c", ">1 a\n>2 b\np c\n"},
        {"<pre>\n a\n  b\n</pre>", "code  a\\n  b\n"},
        {"a<hr>b", "p a\nrule\np b\n"},
        {"中\n文 <b>a</b>\n b", "p 中文 a b *a*\n"},
        {"&lt;&eacute;&#x4e2d;&amp;amp;", "p <é中&amp;\n"},
    };

    (void)state;
    CHECK_CASES(ND_HTML, cases);
}

static void test_links(void **state) {
    static const struct block_case cases[] = {
        {"<a href=u>a <b>b</b></a> c", "p a b c *b* [a b](u)\n"},
        {"<a name=x>a</a>", "p a\n"},
        {"<a href=u><img src=v alt='x  y'></a>", "p ![x y](v) [x y](u)\n"},
        {"<a href=u><div>a</div><div>b</div></a>", "p a [a](u)\np b\n"},
        {"<img src='data:x' data-src=v><img src=w width=1 height=1>", "p ![](v)\n"},
    };

    (void)state;
    CHECK_CASES(ND_HTML, cases);
}

static void test_unseen(void **state) {
    static const struct block_case cases[] = {
        {"<head><title>t</title><style>a</style></head>b", "p b\n"},
        {"a<script>b</script><style>c</style><template>d</template><noscript>e</noscript>", "p a\n"},
        {"a<svg><text>b</text><title>c</title></svg>d", "p ad\n"},
        {"<!--[if mso]><p>a</p><![endif]--><!--[if !mso]><!-->b<!--<![endif]-->", "p b\n"},
        {"<p hidden>a</p><p style='color:red; DISPLAY : none !important'>b</p>c", "p c\n"},
        {"<div style='max-height:0;overflow:hidden'>a</div><i aria-hidden=true>b</i>c", "p c\n"},
        {"<div style='visibility:hidden'>a</div><div style='opacity:0'>b</div>", "p b\n"},
        {"<div style='font-size:0px'>a<div style='font-size:9px'>b</div>c", "p b\n"},
        {"a&nbsp;&zwnj;&nbsp;&zwnj;&#8203; &#847;&shy;b", "p a b\n"},
        {"\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE \xE2\x80\x8B", "p \xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE\n"},
        {"{% raw %}a{% endraw %} {{ b }}c", "p a c\n"},
        {"<pre>{{ a }}</pre>", "code {{ a }}\n"},
    };

    (void)state;
    CHECK_CASES(ND_HTML, cases);
}

/* Scripts and styles do not reach the parser, wherever they end; what only looks like one does. */
static void test_scripts(void **state) {
    static const struct block_case cases[] = {
        {"a<script>'<p>b</p>'</script>c", "p ac\n"},
        {"a<SCRIPT type=x>if (b</p>c) {}</ScRiPt>d<style>e{}</STYLE>f", "p adf\n"},
        {"a<script>b</scripty></script >c<script>d</script/>e", "p ace\n"},
        {"a<script>b", "p a\n"},
        {"a<script></script><script>b</script>c", "p ac\n"},
        {"a<script><!--\n<script>b</script>c\n--></script>d", "p ad\n"},
        {"a<style><!--\np {}\n--></style>b", "p ab\n"},
        {"a<script>'</script<style>'</script>b<style>c</style>d", "p abd\n"},
        {"a<script><!--<script></script><style>--></script>b<style>c</style>d", "p abd\n"},
        {"a<select><script>'</select><style>'</script></select>b<style>c</style>d", "p abd\n"},
        {"a<!--<script>-->b<!--</script>-->c", "p abc\n"},
        {"<p title='<script>'>a</p></script>b", "p a\np b\n"},
        {"<xmp>a<script>b</script></xmp>c", "p a<script>b</script>c\n"},
        {"<plaintext>a<style>b</style>", "p a<style>b</style>\n"},
        {"<textarea><script>a</textarea>b<script>c</script>d", "p bd\n"},
        {"<svg><style><g></style></svg>a<style>b</style>c", "p ac\n"},
        {"<select><script>a</script></select>b", "p b\n"},
        {"<p>a<noscript><style>b</style>c</noscript>d<script>'</noscript>'</script>e", "p ade\n"},
        {"<p>a<script>{{ \"</script>b[c d=1]e<style>[/c]{{</style>f", "p abef\n"},
    };
    struct nd_arena *arena = nd_arena_new();
    struct nd_blocks blocks = {0};

    (void)state;
    CHECK_CASES(ND_HTML, cases);
    nd_blocks_html(ND_STR("<p>a</p>\n<script>\n\nb\n</script>\n<p>c</p>"), 1, arena, NULL, &blocks, NULL);
    assert_int_equal(blocks.last->line, 6);
    nd_arena_free(arena);
}

/* Tags and pieces of them, one after the other by chance. */
static void add_soup(struct nd_buf *out, uint32_t *seed) {
    static const char *const pieces[] = {
        "<script>",    "</script>",   "<script>",    "</script>",    "<style>",     "</style>",
        "</script",    "</script ",   "<scr",        "<!--",         "-->",         "<!--",
        "--!>",        "<![CDATA[",   "]]>",         "<script/>",    "</script/>",  "<textarea>",
        "</textarea>", "<title>",     "</title>",    "<svg>",        "</svg>",      "<math>",
        "<mi>",        "<desc>",      "<noscript>",  "</noscript>",  "<plaintext>", "<xmp>",
        "</xmp>",      "<template>",  "</template>", "<iframe>",     "</iframe>",   "<frameset>",
        "<noframes>",  "</noframes>", "<select>",    "</select>",    "<table>",     "<td>",
        "</table>",    "<p title=\"", "<p title='",  "\"",           "'",           ">",
        "<",           "<video>",     "</video>",    "<h1>",         "</h1>",       "<li>",
        "<b>",         "</b>",        "\n",          "&lt;/script>", "<colgroup>",  "</p>",
        "<body>",      "</body>",     "<?"};

    for (int i = 0; i < 24; i++) {
        *seed = *seed * 1664525 + 1013904223;
        if ((*seed >> 8) % 3 == 0)
            nd_buf_addf(out, "w%d ", i);
        else
            nd_buf_add_z(out, pieces[(*seed >> 12) % (sizeof pieces / sizeof *pieces)]);
    }
}

/* Behind a section of CDATA nothing is left out: the text must be the same without it. */
static void test_soup(void **state) {
    uint32_t seed = 1;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct nd_arena *arena = nd_arena_new();
        struct nd_buf body = {NULL, 0, 0}, lean = {NULL, 0, 0}, whole = {NULL, 0, 0};
        struct nd_blocks blocks[2] = {{.first = NULL}, {.first = NULL}};
        struct nd_problems problems;
        nd_buf_add_z(&body, "<![CDATA[>");
        add_soup(&body, &seed);
        read_body(ND_HTML, nd_buf_str(&body), arena, &problems, &blocks[0]);
        read_body(ND_HTML, nd_str_skip(nd_buf_str(&body), strlen("<![CDATA[>")), arena, &problems,
                  &blocks[1]);
        dump_blocks(&blocks[0], &whole);
        dump_blocks(&blocks[1], &lean);
        if (!nd_str_eq(nd_buf_str(&whole), nd_buf_str(&lean)))
            fail_msg("%s\ngave\n%.*s\ninstead of\n%.*s", body.ptr, (int)lean.len, lean.ptr, (int)whole.len,
                     whole.ptr);
        nd_buf_free(&body);
        nd_buf_free(&lean);
        nd_buf_free(&whole);
        nd_arena_free(arena);
    }
}

static void test_tables(void **state) {
    static const struct block_case cases[] = {
        {"<table><tr><th>a<th>b<tr><td>c<td>d</table>", "table |a|b |c|d\n"},
        {"<table><tr><th>a<th>b<tr><td><p>c</p><p><a href=u>d</a></p><td></table>e",
         "table [d](u) |a|b |c d|\np e\n"},
        {"<table><tr><td>a<td>1<tr><td>b<td>2</table>", "table |a|1 |b|2\n"},
        {"<table role=presentation><tr><td>a<td>1<tr><td>b<td>2</table>", "p a\np 1\np b\np 2\n"},
        {"<table><tr><td><table><tr><td>a</table><td>b<tr><td>c<td>d</table>", "p a\np b\np c\np d\n"},
        {"<table><tr><td>a</table>", "p a\n"},
        {"<table><caption>a</caption><tr><th>b<th>c<tr><td>d<td>e</table>", "table |a b|c |d|e\n"},
    };

    (void)state;
    CHECK_CASES(ND_HTML, cases);
}

static void test_title(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_blocks blocks = {.first = NULL};
    struct nd_problems problems;
    struct nd_html_page page;

    (void)state;
    nd_problems_init(&problems, arena);
    nd_blocks_html(ND_STR("<title> a &amp;\n b </title><title>c</title>d"), 1, arena, &problems, &blocks,
                   &page);
    assert_true(nd_str_eq(page.title, ND_STR("a & b")));
    nd_blocks_html(ND_STR("<title> </title>d"), 1, arena, &problems, &blocks, &page);
    assert_null(page.title.ptr);
    nd_arena_free(arena);
}

#define LONG                                                                                                 \
    "A sentence that is long enough to be taken for the text of an article, and then goes on for a while, "  \
    "until there can be no doubt that it is one."

static void test_furniture(void **state) {
    static const struct {
        const char *html, *text, *furniture;
    } cases[] = {
        {"<nav>a</nav><p>" LONG "</p><footer>b</footer><aside>c</aside>d", LONG "\n\nd", "a\n\nb\n\nc"},
        {"<article><aside>a</aside><p>" LONG "<footer>b</footer><nav>c</nav></article>", "a\n\n" LONG "\n\nb",
         "c"},
        {"<p>" LONG "</p><div class='x Share-links'>a</div><div class=shareholders>b</div>", LONG "\n\nb",
         "a"},
        {"<p>" LONG "</p><div id=cookie-banner>a<p>b</div>c", LONG "\n\nc", "a\n\nb"},
        {"<div class=sidebar-left><h1>a</h1><p>" LONG "</p></div>", "a\n\n" LONG, ""},
        {"<div role=navigation>a</div>b<span class=menu>c</span><p>" LONG, "bc\n\n" LONG, "a"},
        {"<table><tr><td class=menu>a<td>" LONG "</table>", "a\n\n" LONG, ""},
        {"<nav>a<article>b</article></nav><p>" LONG, LONG, "a\n\nb"},
        {"<footer>a<footer>b</footer>c</footer><p>" LONG, LONG, "a\n\nb\n\nc"},
    };
    struct nd_arena *arena = nd_arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nd_blocks blocks = {.first = NULL};
        struct nd_buf parts[2] = {{0}, {0}}; /* text, furniture */
        struct nd_problems problems;
        struct nd_html_page page;
        nd_problems_init(&problems, arena);
        nd_blocks_html(nd_str_from(cases[i].html), 1, arena, &problems, &blocks, &page);
        for (const struct nd_block *b = blocks.first; b != NULL; b = b->next) {
            struct nd_buf *part = &parts[b->element->is_furniture];
            nd_buf_add_z(part, part->len > 0 ? "\n\n" : "");
            nd_buf_add(part, b->text);
        }
        for (int part = 0; part < 2; part++) {
            nd_buf_add_char(&parts[part], '\0');
            assert_string_equal(parts[part].ptr, part == 0 ? cases[i].text : cases[i].furniture);
            nd_buf_free(&parts[part]);
        }
    }
    nd_arena_free(arena);
}

/* What a page says of itself, "key=text" for each; <tree> for what is no text. */
static void test_head(void **state) {
    static const char *const cases[][2] = {
        {"<p>a</p>", ""},
        {"<html lang=fr><meta name=Author content=' a &amp; b '>", "html:lang=fr\nmeta:author=a & b\n"},
        {"<meta property=og:title name=x content=a><meta content=b><meta name=c content=''>",
         "meta:og:title=a\n"},
        {"<meta itemprop=a content='{{ b }}'><meta name=a content='{% c %}'>", ""},
        {"<!-- <meta name=a content=b> --><title><meta name=a content=b></title>", ""},
        {"<link rel=stylesheet href=a><link rel=Canonical href=b>", "html:canonical=b\n"},
        {"<time>a</time><time datetime=b>", "html:time=b\n"},
        {"<time datetime=a><time datetime=b>", ""},
        {"<time datetime=a><article><time datetime=b><time datetime=c>", "html:time=b\n"},
        {"<article><time datetime=b></article><article><time datetime=c>", ""},
        {"<time datetime=a><time datetime=b pubdate><time datetime=c pubdate>", "html:time=b\n"},
        {"<script type=application/ld+json>{\"a\": 1}</script>", "json-ld=<tree>\n"},
        {"<script type=application/ld+json> [1] </script><script>{\"a\": 1}</script>",
         "json-ld=<tree>\nhtml:scripts=\n"},
        {"<script type=application/ld+json>a: b</script><script type=application/ld+json>{\"a\": 1}", ""},
    };
    struct nd_arena *arena = nd_arena_new();
    struct nd_problems problems;

    (void)state;
    nd_problems_init(&problems, arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct nd_value *head = nd_html_head(nd_str_from(cases[i][0]), arena, &problems);
        struct nd_buf out = {0};
        nd_buf_add_z(&out, "");
        for (const struct nd_value *v = head == NULL ? NULL : head->first; v != NULL; v = v->next)
            nd_buf_addf(&out, "%.*s=%.*s\n", (int)v->key.len, v->key.ptr,
                        v->type == ND_STRING ? (int)v->text.len : 6,
                        v->type == ND_STRING ? v->text.ptr : "<tree>");
        assert_string_equal(out.ptr, cases[i][1]);
        nd_buf_free(&out);
    }
    assert_int_equal(problems.count, 0);
    nd_arena_free(arena);
}

static void test_head_limit(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf text = {0};
    struct nd_problems problems;

    (void)state;
    for (size_t count = ND_MAX_HTML_HEAD; count <= ND_MAX_HTML_HEAD + 1; count++) {
        nd_buf_clear(&text);
        for (size_t i = 0; i < count; i++)
            nd_buf_add_z(&text, "<meta name=a content=b>");
        nd_problems_init(&problems, arena);
        assert_int_equal(nd_html_head(nd_buf_str(&text), arena, &problems)->count, ND_MAX_HTML_HEAD);
        assert_int_equal(problems.count, count - ND_MAX_HTML_HEAD);
    }
    nd_buf_free(&text);
    nd_arena_free(arena);
}

static void test_inline(void **state) {
    static const char *const cases[][2] = {
        {"", ""},
        {"plain  text", "plain  text"},
        {"AT&amp;T <b>up</b>", "AT&T up"},
        {"a < b, <3, <foo>, 1 <2 & 3 &amp 4 &bogus;", "a < b, <3, <foo>, 1 <2 & 3 &amp 4 &bogus;"},
        {"<p>a</p><p>b<br/>c</p>", "a b c"},
        {"a\nb\n", "a b"},
        {"<script>x</script>a<!-- b -->c<![CDATA[d & e]]>", "acd & e"},
        {"&#8217;&#x2019;&#146;&#0;&#xD800;", "’’’\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"<a href=\"x>y\">z</a>", "z"},
    };
    struct nd_arena *arena = nd_arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nd_str text = nd_html_inline(nd_str_from(cases[i][0]), arena);
        if (!nd_str_eq(text, nd_str_from(cases[i][1])))
            fail_msg("%s gave %.*s", cases[i][0], (int)text.len, text.ptr);
    }
    nd_arena_free(arena);
}

static size_t read_deep(const char *piece, size_t count, struct nd_str *first) {
    static struct nd_arena *arena;
    struct nd_blocks blocks = {.first = NULL};
    struct nd_problems problems;
    struct nd_buf text = {NULL, 0, 0};

    nd_arena_free(arena);
    arena = first == NULL ? NULL : nd_arena_new();
    if (arena == NULL)
        return 0;
    fill(&text, "", piece, count * strlen(piece));
    nd_buf_add_z(&text, "a");
    read_body(ND_HTML, nd_buf_str(&text), arena, &problems, &blocks);
    *first = blocks.first->text;
    nd_buf_free(&text);
    return problems.count;
}

static void test_limits(void **state) {
    struct nd_str text = ND_STR_NONE;

    (void)state;
    assert_int_equal(read_deep("<div>", ND_MAX_HTML_DEPTH, &text), 0);
    assert_int_equal(read_deep("<div>", ND_MAX_HTML_DEPTH + 1, &text), 1);
    assert_true(nd_str_eq(text, ND_STR("a")));
    assert_int_equal(read_deep("<p><li><td><option>", 10000, &text), 0);
    assert_int_equal(read_deep("<p><b c=1><i><font><u><s><em>", 20, &text), 0);
    assert_int_equal(read_deep("<b a><b b><b c><b d><b e><b f><p>", 20, &text), 0);
    assert_int_equal(read_deep(NULL, 0, NULL), 0);
}

/* What is no tag stays in the text beside it, also when the structure is not read; blocks know their lines.
 */
static void test_flat(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_blocks blocks = {.first = NULL};

    (void)state;
    nd_blocks_html_flat(ND_STR("<p>\na < b </3 <? c\n<p\n>f<!-- g\n<p> --><br>h <i class=j\n<b>k</b></p>"
                               "<p>l <3 <!m <"),
                        1, arena, &blocks, NULL);
    assert_true(nd_str_eq(blocks.first->text, ND_STR("a < b </3 <? c")));
    assert_int_equal(blocks.first->line, 1);
    assert_true(nd_str_eq(blocks.first->next->text, ND_STR("f\nh <i class=j k")));
    assert_int_equal(blocks.first->next->line, 4);
    assert_true(nd_str_eq(blocks.last->text, ND_STR("l <3 <!m <")));
    assert_int_equal(blocks.last->line, 6);
    nd_arena_free(arena);
}

/* Of a table whose tree would take too much memory the text is left. */
static void test_large_tree(void **state) {
    struct nd_buf text = {NULL, 0, 0};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct nd_arena *arena = nd_arena_new();
        struct nd_blocks blocks = {.first = NULL};
        struct nd_problems problems;
        fill(&text, "<table>", "<tr><td>a<td>b", (size_t)ND_MAX_HTML_TREE / (i == 0 ? 200 : 40));
        read_body(ND_HTML, nd_buf_str(&text), arena, &problems, &blocks);
        assert_int_equal(problems.count, i);
        assert_true(i == 0 ||
                    nd_str_ends(problems.first->message, ND_STR("structure: it needs too much memory")));
        assert_int_equal(blocks.first->type, i == 0 ? ND_TABLE : ND_PARAGRAPH);
        nd_arena_free(arena);
    }
    nd_buf_free(&text);
}

/* What was slow in libgumbo or would be here; each piece fills a megabyte. */
static void test_time(void **state) {
    static const char *const pieces[] = {
        "<b>",         "<a>",          "<a href=x>", "<div>",      "<p>a",         "<b><p>a",
        "<i><p>x</b>", "<table>",      "<table>a",   "<table><b>", "<ul><li>",     "<b></p>",
        "<svg><b>",    "<b><div></b>", "<button>",   "<select>",   "<template>",   "</p>",
        "<!--",        "<!A",          "<![CDATA[",  "<a \"",      "<a b=",        "<",
        "&",           "&#",           "<script>",   "<isindex>",  "<svg>",        "<object></div>",
        "<x></y>",     "<title>",      "{% raw %}",  "<pre>{{",    "\xE2\x80\x8D",
    };
    struct nd_buf text = {NULL, 0, 0};

    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        fill(&text, "", pieces[i], 1000000);
        check_time(ND_HTML, &text, 10);
    }
    nd_buf_clear(&text);
    for (int i = 0; text.len < 1000000; i++)
        nd_buf_addf(&text, "%s%d", i == 0 ? "<a " : " a", i);
    nd_buf_add_z(&text, ">b");
    check_time(ND_HTML, &text, 10);
    nd_buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_structure),  cmocka_unit_test(test_links),      cmocka_unit_test(test_unseen),
        cmocka_unit_test(test_scripts),    cmocka_unit_test(test_soup),       cmocka_unit_test(test_tables),
        cmocka_unit_test(test_title),      cmocka_unit_test(test_furniture),  cmocka_unit_test(test_inline),
        cmocka_unit_test(test_head),       cmocka_unit_test(test_head_limit), cmocka_unit_test(test_limits),
        cmocka_unit_test(test_large_tree), cmocka_unit_test(test_flat),       cmocka_unit_test(test_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
