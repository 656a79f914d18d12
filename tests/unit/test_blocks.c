/* Bodies in markdown and plain text: what blocks they give, and how long the worst of them take. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document/markdown/markdown.h"
#include "dump_blocks.h"
#include "newsdex/limits.h"

#include <string.h>

static void test_markdown_blocks(void **state) {
    static const struct block_case cases[] = {
        {"", ""},
        {"\n \n", ""},
        {"# One\n\nTwo\nthree\n", "h1 One\np Two three\n"},
        {"One\n===\n\nTwo\n---\n\n---\n", "h1 One\nh2 Two\nrule\n"},
        {"* a\n* b\n  * c\n\n    d\n", "1- a\n1- b\n2- c\np d\n"},
        {"3. a\n4. b\n\n0. c\n", "1.3 a\n1.4 b\n1.5 c\n"},
        {"0) a\n1) b\n", "1.1 a\n1.2 b\n"},
        {"> a\n>> b\n", ">1 a\n>2 b\n"},
        {"> - a\n", "1- a\n"},
        {"> [!NOTE]\n> a\n> b\n", ">1 a b\n"},
        {"> [!NOTE] a\n>\n> [!TIP] b\n", ">1 a\n>1 [!TIP] b\n"},
        {"> [!1] a\n\n[!NOTE]\n", ">1 [!1] a\np [!NOTE]\n"},
        {"```\n# a\n\nb *c*\n```\n", "code # a\\n\\nb *c*\n"},
        {"a\n\n    b\n    c\n", "p a\ncode b\\nc\n"},
        {"- ```\n  a\n  ```\n\n  b\n", "code a\n1- b\n"},
    };

    (void)state;
    CHECK_CASES(ND_MARKDOWN, cases);
}

static void test_markdown_text(void **state) {
    static const struct block_case cases[] = {
        {"AT&amp;T &copy; \\*a\\* `b < c`", "p AT&T © *a* b < c\n"},
        {"a  \nb\\\nc", "p a\\nb\\nc\n"},
        {"中文\n中文\nabc\n中文", "p 中文中文 abc 中文\n"},
        {"한국\n어", "p 한국 어\n"},
        {"a **b *c* d** *e*", "p a b c d e *b c d*\n"},
        {"# __A B__, from ([1](u))", "h1 A B, from (1) *A B* [1](u)\n"},
        {"[a *b*](u \"t\") <http://c.d>", "p a b http://c.d *b* [a b](u) [http://c.d](http://c.d)\n"},
        {"[a][r]\n\n[r]: http://x/ 'T'\n", "p a [a](http://x/)\n"},
        {"a ![b *c*](d) e", "p a e ![b c](d)\n"},
        {"![b](d)", "p ![b](d)\n"},
        {"[![b](d)](e)", "p ![b](d) [b](e)\n"},
        {"- ![b](d)\n", "1- ![b](d)\n"},
        {"a<br>b <b>c</b> <!-- d -->e", "p a\\nb c e *c*\n"},
        {"<a href='u?a=1&amp;b=2'>c</a> <img src=v alt=w>", "p c [c](u?a=1&b=2) ![w](v)\n"},
        {"a <script>b</script> c", "p a c\n"},
        {"a <b and 1 < 2", "p a <b and 1 < 2\n"},
        {"中**《文》**中 **文。**中", "p 中《文》中 文。中 *《文》*\n"},
        {"4 ** 2 ** 1, a**b**", "p 4 ** 2 ** 1, ab *b*\n"},
    };

    (void)state;
    CHECK_CASES(ND_MARKDOWN, cases);
}

static void test_html_in_markdown(void **state) {
    static const struct block_case cases[] = {
        {"<p>a</p>\n\nb\n", "p a\np b\n"},
        {"<div>\n\n*a*\n\n</div>\n", "p a *a*\n"},
        {"<!-- a\n\nb -->\n\nc\n", "p c\n"},
        {"<script>\na\n\nb\n</script>\n\nc\n", "p c\n"},
        {"<details>\n<summary>a</summary>\nb\n</details>\n", "p a\np b\n"},
        {"<div style='display: none'>a</div>\n", ""},
        {"<table><tr><th>a<th>b<tr><td>c<td>d</table>\n", "table |a|b |c|d\n"},
    };

    (void)state;
    CHECK_CASES(ND_MARKDOWN, cases);
}

static void test_tables(void **state) {
    static const struct block_case cases[] = {
        {"| a | b |\n|---|:-:|\n| c | d |\n", "table |a|b |c|d\n"},
        {"a | b\n--|--\nc | d\ne\n", "table |a|b |c|d |e|\n"},
        {"|a|\n|-|\n|b|\n", "table |a |b\n"},
        {"x\ny\n|a|b|\n|-|-|\n|c|d|\n", "p x y\ntable |a|b |c|d\n"},
        {"|a|b|\n|-|-|\n|c|\n|d|e|f|\n||g|\n", "table |a|b |c| |d|e|f ||g\n"},
        {"|a|b|\n|-|-|\n|c\\|d|`e|f`|\n|`\\|`|\\\\|\n", "table |a|b |c|d|e|f |||\\\n"},
        {"|a|b|\n|-|-|\n|**c** <br>d|[e](f) ![g](h)|\n", "table [e](f) ![g](h) |a|b |c d|e\n"},
        {"|a|b|\n|-|-|\n|# c|1. d #|\n|- e|> f|\n", "table |a|b |# c|1. d # |- e|> f\n"},
        {"|`a`|C #|\n|-|-|\n|##|*b*|\n", "table |a|C # |##|b\n"},
        {"> |a|b|\n> |-|-|\n> |c|d|\n", "table |a|b |c|d\n"},
        {"- x\n  |a|b|\n  |-|-|\n  |c|d|\n", "1- x\ntable |a|b |c|d\n"},
        {"- |a|b|\n  |-|-|\n", "table |a|b\n"},
        {"a\n|-|-|\n", "p a |-|-|\n"},
        {"|a|b|\n|x|-|\n", "p |a|b| |x|-|\n"},
        {"```\n|a|b|\n|-|-|\n```\n", "code |a|b|\\n|-|-|\n"},
    };

    (void)state;
    CHECK_CASES(ND_MARKDOWN, cases);
}

static void test_templates(void **state) {
    static const struct block_case cases[] = {
        {"{% include a.html b=\"c\" %}\nd\n", "p d\n"},
        {"a {% raw %}{{ b }}{% endraw %} c", "p a {{ b }} c\n"},
        {"a {% comment %}b\nc{% endcomment %}d", "p a d\n"},
        {"{% highlight c %}\n{{ x }}\n{% endhighlight %}\n", "code {{ x }}\n"},
        {"[a]({{ site.url }}/b) [c]({% post_url 2020-01-01-d %})", "p a c [a](/b) [c](2020-01-01-d)\n"},
        {"[a]({{< ref \"b.md\" >}}) {{< figure src=\"c_d_e\" >}}f", "p a f [a](b.md)\n"},
        {"{{% note %}}\na\n{{% /note %}}\n", "p a\n"},
        {"`{{ a }}` {{ b }}\n\n    {{ c }}\n\n```\n{% d %}\n```\n",
         "p {{ a }}\ncode {{ c }}\ncode {% d %}\n"},
        {"# a {#b}\n\nc\n{: .d}\n\n[e](f){:target=\"_blank\"} {x}\n", "h1 a\np c\np e {x} [e](f)\n"},
        {"a {{ b\n\nc }} {% d", "p a {{ b\np c }} {% d\n"},
    };

    (void)state;
    CHECK_CASES(ND_MARKDOWN, cases);
}

static void test_plain(void **state) {
    static const struct block_case cases[] = {
        {"", ""},
        {"a\nb\n\n\nc", "p a\\nb\np c\n"},
        {"  a \n\t b\n \n\xC2\xA0\nc", "p a\\nb\np c\n"},
        {"\xE3\x80\x80\xE3\x80\x80"
         "中\n# * a\n",
         "p 中\\n# * a\n"},
    };

    (void)state;
    CHECK_CASES(ND_PLAIN, cases);
}

static void test_lines(void **state) {
    static const char body[] = "{% x %}\n# a\n\nb\n| c | d |\n|---|---|\n\n- e\n\n<p>f\n<p>g\n";
    static const uint32_t lines[] = {11, 13, 14, 17, 19, 20};
    struct nd_arena *arena = nd_arena_new();
    struct nd_blocks blocks = {.first = NULL};
    struct nd_problems problems;
    size_t i = 0;

    (void)state;
    nd_problems_init(&problems, arena);
    nd_blocks_markdown(ND_STR(body), 10, arena, &problems, &blocks);
    for (const struct nd_block *block = blocks.first; block != NULL; block = block->next)
        assert_int_equal(block->line, lines[i++]);
    assert_int_equal(i, sizeof lines / sizeof *lines);
    nd_arena_free(arena);
}

static void test_readable_text(void **state) {
    static const char body[] = "# a\n\n![x](y)\n\n- b\n- c\n\n1. d\n\n---\n\n|e|f|\n|-|-|\n|g||\n";
    struct nd_arena *arena = nd_arena_new();
    struct nd_blocks blocks = {.first = NULL};
    struct nd_problems problems;
    struct nd_buf out = {NULL, 0, 0};

    (void)state;
    read_body(ND_MARKDOWN, ND_STR(body), arena, &problems, &blocks);
    nd_blocks_text(blocks.first, NULL, &out);
    assert_string_equal(out.ptr, "a\n\n- b\n- c\n1. d\n\ne | f\ng | ");
    nd_buf_clear(&out);
    nd_blocks_text(blocks.first->next, blocks.last, &out);
    assert_string_equal(out.ptr, "- b\n- c\n1. d");
    nd_buf_clear(&out);
    nd_blocks_text(NULL, NULL, &out);
    assert_int_equal(out.len, 0);
    nd_buf_free(&out);
    nd_arena_free(arena);
}

static void test_guess(void **state) {
    static const struct {
        const char *body;
        enum nd_markup markup;
    } cases[] = {
        {"", ND_PLAIN},
        {"Just a sentence.\n\nAnd * another one *.\n", ND_PLAIN},
        {"1. One thing\n\nfollowed by # something, 2 * 3 * 4, a_b_c.\n", ND_PLAIN},
        {"Not much\n# more\n\nRequired fields are marked *\n", ND_PLAIN},
        {"# A heading\n\nRequired fields are marked *\n", ND_MARKDOWN},
        {"Menu\n\n\xE2\x80\xA2 a\n\xE2\x80\xA2 b\n\nx[i](y) = __init__.py, __name__\n", ND_PLAIN},
        {"a < b, <3 and x <y\n", ND_PLAIN},
        {"## One\n\ntext\n\n## Two\n", ND_MARKDOWN},
        {"See [this](https://example.org/x).\n", ND_MARKDOWN},
        {"{% include x.html %}\n\ntext\n", ND_MARKDOWN},
        {"See [this\npage](/x).\n", ND_MARKDOWN},
        {"![a](b.png)\n", ND_MARKDOWN},
        {"```\na\n```\n", ND_MARKDOWN},
        {"**a b** and **c**\n", ND_MARKDOWN},
        {"|a|b|\n|-|-|\n", ND_MARKDOWN},
        {"See [a][1].\n\n[1]: http://example.org/\n", ND_MARKDOWN},
        {"<p>a</p>", ND_HTML},
        {"\n<!-- x -->\n<!DOCTYPE html>\n<title>a</title>", ND_HTML},
        {"<html><body># a\n\n[b](http://c/)", ND_HTML},
        {"<div align=center>\n\n# a\n\n[b](http://c/)\n\n</div>\n", ND_MARKDOWN},
        {"A text<br>with <i>tags</i> and <b>more</b>.\n", ND_MARKDOWN},
        {"A text</p><p>with</p><p>paragraphs</p>", ND_HTML},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (nd_detect_markup(nd_str_from(cases[i].body)) != cases[i].markup)
            fail_msg("guessed wrong: %s", cases[i].body);
}

/* What was slow in libcmark or would be here; each piece fills a megabyte. */
static void test_time(void **state) {
    static const char *const pieces[][2] = {
        {"", ">"},
        {"", "> "},
        {"", "- "},
        {"", "* "},
        {"", "1. "},
        {"", "["},
        {"", "!["},
        {"", "![[]()"},
        {"", "[]("},
        {"", "[a]("},
        {"", "*a **a "},
        {"", "*a_ "},
        {"", "`"},
        {"", "`a``"},
        {"", "<"},
        {"", "<!--"},
        {"", "<![CDATA["},
        {"", "<!A"},
        {"", "<a "},
        {"", "&"},
        {"", "\\"},
        {"", "a\n"},
        {"", "\n"},
        {"", "[a]: b\n"},
        {"", "{%"},
        {"", "{{"},
        {"", "{% raw %}"},
        {"", "{: }"},
        {"", "|-|\n"},
        {"a|b\n", "-|"},
        {"|a|b|\n|-|-|\n|", "` `` "},
        {"", "<div style=a>\n\n"},
        {"a\n", "<p>b\n"},
    };
    struct nd_buf text = {NULL, 0, 0};

    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        fill(&text, pieces[i][0], pieces[i][1], 1000000);
        check_time(ND_MARKDOWN, &text, 10);
    }
    fill(&text, "", "|a", 20000);
    nd_buf_add_z(&text, "\n");
    for (size_t i = 0; i < 10000; i++)
        nd_buf_add_z(&text, "|-");
    nd_buf_add_z(&text, "\n");
    while (text.len < 1000000)
        nd_buf_add_z(&text, "|a\n");
    check_time(ND_MARKDOWN, &text, 10);
    fill(&text, "", "- ", 2 * ND_MAX_MARKDOWN_DEPTH);
    nd_buf_add_z(&text, "a\n");
    while (text.len < 1000000)
        nd_buf_add_char(&text, '\n');
    check_time(ND_MARKDOWN, &text, 10);
    nd_buf_free(&text);
}

static void test_depth(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf text = {NULL, 0, 0};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct nd_blocks blocks = {.first = NULL};
        struct nd_problems problems;
        fill(&text, "", "> ", 2 * (ND_MAX_MARKDOWN_DEPTH + i));
        nd_buf_add_z(&text, "a");
        read_body(ND_MARKDOWN, nd_buf_str(&text), arena, &problems, &blocks);
        assert_int_equal(problems.count, i);
        assert_int_equal(blocks.first->type, i == 0 ? ND_QUOTE : ND_PARAGRAPH);
    }
    for (size_t i = 0; i < 2; i++) {
        struct nd_blocks blocks = {.first = NULL};
        struct nd_problems problems;
        fill(&text, "", "- ", 2 * (ND_MAX_MARKDOWN_DEPTH + i));
        nd_buf_add_z(&text, "a");
        read_body(ND_MARKDOWN, nd_buf_str(&text), arena, &problems, &blocks);
        assert_int_equal(problems.count, i);
        assert_int_equal(blocks.first->level, i == 0 ? ND_MAX_MARKDOWN_DEPTH : 0);
    }
    nd_buf_free(&text);
    nd_arena_free(arena);
}

/* Everything that goes on over several lines, with blank lines in it where that is possible. */
static const char *const long_blocks[] = {
    "[a] and [b] and [c] and [D e] and [f]\n\n",
    "1. one\n2. two\n\n   more\n\n       code\n\n9. three\n   - a\n\n     b\n   - c\n\n1. four\n",
    "1) other\nlazy\n\n[b]: <http://b&amp;/?x&lt=1> 'b'\n1) list\n\n",
    "- a\n\n- b\n  1. x\n  2. y\n\n  3. z\n-\n\n  ```\n- not\n\na list\n  ```\n* other\n+ other\n\n",
    "- ```\n  code\n\n  [c]: code\n  ```\n\n  ~~~\n\noutside\n\n",
    "~~~~ x\n[a]: code\n\n```\n~~~\n\n# code\n~~~~\n# heading\nlong\nheading\n===\n",
    "<!-- a\n\n- b\n\n```\n--> c\n\n<div>\n<pre>\n\n*d*\n</pre>\n</div>\n<pre>\n\n*e*\n</pre>\n",
    "> a\n> b\nlazy\n>\n> [c]: /c\\<d\n> - x\n>\n>   y\n\n> 3. z\n",
    "    code\n\n\n    code\n\n---\n***\n- - -\n",
    "text\n| a | [b] |\n|---|---|\n| `c` | d |\n\n- x\n  |a|b|\n  |-|-|\n  |c|d|\n",
    "[a]: first\n[a]: second\n[d E]:\n  /de\n  'title\n  of it'\n[f]: <> garbage\n[x](y) [z]: no\n\n",
};

static void dump_in_pieces(struct nd_str body, size_t size, struct nd_buf *out) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_blocks blocks = {.first = NULL};
    struct nd_problems problems;

    nd_problems_init(&problems, arena);
    nd_buf_clear(out);
    nd_blocks_markdown_in_pieces(body, size, 1, arena, &problems, &blocks);
    for (const struct nd_block *block = blocks.first; block != NULL; block = block->next) {
        nd_buf_addf(out, "%u ", (unsigned)block->line);
        dump_block(block, out);
    }
    assert_int_equal(problems.count, 0);
    nd_arena_free(arena);
}

/* Read in pieces of any size, from any block on, a text has the blocks of the whole. */
static void test_pieces(void **state) {
    const size_t count = sizeof long_blocks / sizeof *long_blocks;
    struct nd_buf text = {NULL, 0, 0}, whole = {NULL, 0, 0}, pieces = {NULL, 0, 0};

    (void)state;
    for (size_t step = 1; step < count; step++) {
        nd_buf_clear(&text);
        for (size_t i = 0; i < 3 * count; i++)
            nd_buf_add_z(&text, long_blocks[i * step % count]);
        dump_in_pieces(nd_buf_str(&text), SIZE_MAX, &whole);
        for (size_t size = 0; size < text.len + 2; size += 1 + size / 9) {
            dump_in_pieces(nd_buf_str(&text), size, &pieces);
            if (!nd_str_eq(nd_buf_str(&pieces), nd_buf_str(&whole)))
                fail_msg("in pieces of %zu bytes\n%s\ngave\n%s\ninstead of\n%s", size, text.ptr, pieces.ptr,
                         whole.ptr);
        }
    }
    nd_buf_free(&text);
    nd_buf_free(&whole);
    nd_buf_free(&pieces);
}

/* A block that is too long for one piece makes the whole plain text, without what was read before it. */
static void test_long_block(void **state) {
    static const size_t lengths[] = {ND_MAX_MARKDOWN_PIECE / 2, ND_MAX_MARKDOWN_PIECE};
    struct nd_buf text = {NULL, 0, 0};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct nd_arena *arena = nd_arena_new();
        struct nd_blocks blocks = {.first = NULL};
        struct nd_problems problems;
        fill(&text, "", "# a\n\n- b\n\n", 2 * ND_MARKDOWN_PIECE);
        while (text.len < 2 * ND_MARKDOWN_PIECE + lengths[i])
            nd_buf_add_z(&text, "some words ");
        read_body(ND_MARKDOWN, nd_buf_str(&text), arena, &problems, &blocks);
        assert_int_equal(problems.count, i);
        assert_int_equal(blocks.first->type, i == 0 ? ND_HEADING : ND_PARAGRAPH);
        nd_arena_free(arena);
    }
    nd_buf_free(&text);
}

/* Templates are taken out of a text of so many bytes; that they stay in a longer one is told. */
static void test_long_text(void **state) {
    struct nd_buf text = {NULL, 0, 0};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct nd_arena *arena = nd_arena_new();
        struct nd_blocks blocks = {.first = NULL};
        struct nd_problems problems;
        fill(&text, "{% x %}a\n\n", "some words of it\n\n", ND_MAX_NOTATION - 32);
        while (text.len < ND_MAX_NOTATION + i)
            nd_buf_add_char(&text, 'z');
        read_body(ND_MARKDOWN, nd_buf_str(&text), arena, &problems, &blocks);
        assert_int_equal(problems.count, i);
        assert_int_equal(blocks.first->text.len, i == 0 ? 1 : 8);
        nd_arena_free(arena);
    }
    nd_buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markdown_blocks),
        cmocka_unit_test(test_markdown_text),
        cmocka_unit_test(test_html_in_markdown),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_templates),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_readable_text),
        cmocka_unit_test(test_guess),
        cmocka_unit_test(test_time),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_long_block),
        cmocka_unit_test(test_long_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
