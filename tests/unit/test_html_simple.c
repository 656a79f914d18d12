/* HTML that is read without a tree because it is simple gives the blocks that a tree would give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document/html/html.h"
#include "dump_blocks.h"

#include <string.h>

enum { ROUNDS = 60000, PIECES = 14 };

static unsigned seed = 1;

static unsigned pick(unsigned limit) {
    seed = seed * 1103515245 + 12345;
    return (seed >> 8) % limit;
}

static const char *const elements[] = {"div", "p",  "p",  "p", "blockquote", "ul", "li", "h2",
                                       "h3",  "ol", "em", "a", "strong",     "b",  "i"};
static const char *const words[] = {"A ship ",
                                    "came in.",
                                    "\n",
                                    " ",
                                    "salt &amp; amber",
                                    "&nbsp;",
                                    "&#8217;s",
                                    "<br>",
                                    "日本",
                                    "Two\nlines",
                                    "<img src=\"a.png\" alt=\"A\">",
                                    "<br/>",
                                    "&bad;"};

/* Most are well formed, as feeds are. */
static void add_element(struct nd_buf *out, int depth) {
    const char *name = elements[pick(sizeof elements / sizeof *elements)];

    nd_buf_addf(out, "<%s%s>", name, strcmp(name, "a") == 0 ? " href=\"https://a.example/?a=1&amp;b\"" : "");
    for (unsigned i = 0, count = pick(4); i < count && out->len < 4000; i++) {
        if (depth < 5 && pick(2) == 0)
            add_element(out, depth + 1);
        else
            nd_buf_add_z(out, words[pick(sizeof words / sizeof *words)]);
    }
    if (pick(60) > 0)
        nd_buf_addf(out, "</%s>", name);
}

static void dump(const struct nd_blocks *blocks, struct nd_buf *out) {
    for (const struct nd_block *b = blocks->first; b != NULL; b = b->next) {
        nd_buf_addf(out, "%u ", (unsigned)b->line);
        dump_block(b, out);
        nd_buf_add_char(out, '\n');
    }
}

static void both_ways_are_one(void **state) {
    size_t simple = 0;

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct nd_arena *arena = nd_arena_new();
        struct nd_buf html = {0}, a = {0}, b = {0};
        struct nd_blocks tree = {0}, flat = {0};
        struct nd_problems problems;

        nd_problems_init(&problems, arena);
        for (unsigned i = 0, count = 1 + pick(PIECES); i < count; i++)
            add_element(&html, 0);
        if (nd_html_is_simple(nd_buf_str(&html))) {
            simple++;
            nd_blocks_html(nd_buf_str(&html), 1, arena, &problems, &tree, NULL);
            nd_blocks_html_flat(nd_buf_str(&html), 1, arena, &flat, NULL);
            dump(&tree, &a);
            dump(&flat, &b);
            nd_buf_add_char(&a, '\0');
            nd_buf_add_char(&b, '\0');
            if (strcmp(a.ptr, b.ptr) != 0)
                print_message("%.*s\n", (int)html.len, html.ptr);
            assert_string_equal(a.ptr, b.ptr);
        }
        nd_buf_free(&html);
        nd_buf_free(&a);
        nd_buf_free(&b);
        nd_arena_free(arena);
    }
    assert_true(simple > ROUNDS / 100);
}

static void what_needs_a_tree_is_not_simple(void **state) {
    static const char *const others[] = {"<p>a<p>b</p>",
                                         "<p><div>a</div></p>",
                                         "<p style=\"display:none\">a</p>",
                                         "<p hidden>a</p>",
                                         "<table></table>",
                                         "<a href=b>a<a>b</a></a>",
                                         "<p>a</b></p>",
                                         "<b>a<p>b</p></b>",
                                         "<!-- a --><p>b</p>",
                                         "<p>a",
                                         "<ul>a<p>b</p></ul>",
                                         "<p class=\"a\">b</p>",
                                         "<script>a</script>",
                                         "<p>a</p></div>",
                                         "<img src=a hidden>",
                                         "<p>1 <2</p>"};

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(nd_html_is_simple(nd_str_from(others[i])));
    assert_true(nd_html_is_simple(ND_STR("<div><p>A <em>ship</em><br/>came in.</p></div>")));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_ways_are_one),
                                       cmocka_unit_test(what_needs_a_tree_is_not_simple)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
