/* The main text of a page: nothing is lost, nothing changes its order, and pages keep their article. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "article/page/main_text.h"

#define SENTENCE                                                                                             \
    "The council decided on Monday that the old bridge will be rebuilt in stone, and that nobody has to "    \
    "pay "                                                                                                   \
    "for crossing it while the work goes on. "

static const char *const pieces[] = {
    "<div>",
    "</div>",
    "<div class=sidebar>",
    "<ul class=\"menu main\">",
    "<li><a href=a>",
    "</a>",
    "</ul>",
    "<nav>",
    "</nav>",
    "<p>",
    SENTENCE,
    "Share",
    "Comments",
    "<h1>",
    "</h1>",
    "<h2>Title</h2>",
    "<article>",
    "</article>",
    "<table><tr><td>",
    "</td><td>",
    "</table>",
    "<table><tr><th>a<th>b<tr><td>1<td>2</table>",
    "<footer>",
    "</footer>",
    "<img src=a.png>",
    "<hr>",
    "© 2020",
    "<section class=entry-content>",
    "</section>",
    "<form>",
    "</form>",
    "word ",
    "<br><br>",
    "<a href=b>link</a> ",
};

static void make_page(uint32_t *state, struct nd_buf *page) {
    for (int i = 0; i < 60; i++) {
        *state = *state * 1664525u + 1013904223u;
        nd_buf_add_z(page, pieces[(*state >> 16) % (sizeof pieces / sizeof *pieces)]);
    }
}

/* Every block with text is in one of the parts, and both are in the order of the page. */
static void test_nothing_is_lost(void **context) {
    uint32_t state = 7;

    (void)context;
    for (int round = 0; round < 2000; round++) {
        struct nd_arena *arena = nd_arena_new();
        struct nd_buf page = {0};
        struct nd_document document;
        struct nd_problems problems;
        struct nd_blocks furniture;
        const struct nd_block *all[200], *text, *other;
        size_t count = 0, i;
        make_page(&state, &page);
        nd_problems_init(&problems, arena);
        nd_document_read(nd_buf_str(&page), ND_STR_NONE, NULL, arena, &problems, &document);
        for (const struct nd_block *b = document.blocks.first; b != NULL && count < 200; b = b->next)
            all[count++] = b;
        nd_main_text_part(&document, nd_main_text_read(&document, ND_STR_NONE, ND_STR_NONE, arena), arena,
                          &furniture);
        text = document.blocks.first;
        other = furniture.first;
        for (i = 0; i < count; i++)
            if (text == all[i])
                text = text->next;
            else if (other == all[i])
                other = other->next;
            else
                break;
        if (i < count || text != NULL || other != NULL || document.blocks.count + furniture.count != count)
            fail_msg("%s: block %zu of %zu is out of place", page.ptr, i, count);
        nd_buf_free(&page);
        nd_arena_free(arena);
    }
}

#define MENU                                                                                                 \
    "<div id=top><a href=/>Home</a></div><ul class=menu><li><a href=/a>Politics</a><li><a href=/b>Economy "  \
    "and "                                                                                                   \
    "markets</a><li><a href=/c>Sport</a><li><a href=/d>Contact</a></ul>"
#define FOOT "<div class=footer><a href=/i>Imprint</a> <a href=/p>Privacy</a><p>© 2021 The Gazette</p></div>"

static void check_part(const char *html, const char *kept, const char *cut) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_document document;
    struct nd_problems problems;
    struct nd_blocks furniture;
    struct nd_buf text = {0}, other = {0};

    nd_problems_init(&problems, arena);
    nd_document_read(nd_str_from(html), ND_STR_NONE, NULL, arena, &problems, &document);
    nd_main_text_part(&document, nd_main_text_read(&document, ND_STR_NONE, ND_STR_NONE, arena), arena,
                      &furniture);
    nd_blocks_text(document.blocks.first, NULL, &text);
    nd_blocks_text(furniture.first, NULL, &other);
    if (nd_str_find(nd_buf_str(&text), nd_str_from(kept)) == SIZE_MAX ||
        nd_str_find(nd_buf_str(&other), nd_str_from(cut)) == SIZE_MAX)
        fail_msg("%s\ngave\n%.*s\nand\n%.*s", html, (int)text.len, text.ptr, (int)other.len, other.ptr);
    nd_buf_free(&text);
    nd_buf_free(&other);
    nd_arena_free(arena);
}

static void test_parts(void **state) {
    (void)state;
    check_part("<!doctype html><body>" MENU "<div><h1>The bridge</h1><p>" SENTENCE SENTENCE
               "<p>" SENTENCE SENTENCE "</div>" FOOT,
               SENTENCE, "Politics");
    check_part("<!doctype html><body>" MENU "<div><h1>The bridge</h1><p>" SENTENCE SENTENCE
               "<p>" SENTENCE SENTENCE "</div>" FOOT,
               SENTENCE, "The Gazette");
    check_part("<!doctype html><body><table><tr><td>" MENU "<td><font>" SENTENCE SENTENCE "<br><br>" SENTENCE
               "</font></table>" FOOT,
               SENTENCE, "Economy");
    /* No page around it: everything stays. */
    check_part("<p>One line.</p><p><a href=a>Two.</a></p>", "Two.", "");
    /* All that is there stands in an aside: that is the text. */
    check_part("<p>a</p><aside>" SENTENCE SENTENCE "</aside>", SENTENCE, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_lost),
        cmocka_unit_test(test_parts),
    };

    return cmocka_run_group_tests_name("main text", tests, NULL, NULL);
}
