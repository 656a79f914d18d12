/* Control characters (C0, C1, DEL) get into no field of a record, by whatever escape they are written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "newsdex/article.h"
#include "newsdex/source.h"
#include "newsdex/utf8.h"

/* %E: where an escape is put, as the notation writes it. */
struct kind {
    const char *path, *escape, *text;
};

static const struct kind kinds[] = {
    {"a.md", "\\u%04X",
     "---\ntitle: \"A %E b\"\nexcerpt: \"E %E\"\nurl: \"https://a.org/%E\"\ntags: [\"t %E\"]\n"
     "author: \"By %E Name\"\n\"k %E\": {\"deep %E\": [\"v %E\"]}\nprovider: {name: \"p %E\"}\n"
     "image: \"https://a.org/%E.png\"\nrelated:\n  - title: \"R %E\"\n    url: \"https://b.org/r%E\"\n"
     "    note: \"n %E\"\n---\n\nText of it.\n"},
    {"a.md", "\\u%04X",
     "+++\ntitle = \"A %E b\"\ntags = [\"t %E\"]\n\"k %E\" = \"v %E\"\n[extra]\nx = \"y "
     "%E\"\n+++\n\nText.\n"},
    {"a.md", "\\u%04x",
     "{\"title\": \"A %E b\", \"tags\": [\"t %E\"], \"k %E\": {\"x\": \"y %E\"}}\n\nText.\n"},
    {"a.html", "&#%u;",
     "<html><head><title>A %E b</title><meta name=description content=\"D %E e\">"
     "<meta name=keywords content=\"k %E\"><link rel=canonical href=\"https://a.org/%E\">"
     "<meta property=\"og:x%E\" content=\"v %E\"></head><body><article><h1>A %E b</h1>"
     "<p>Words %E of the text.</p></article></body></html>\n"},
    {"a.md", "&#%u;", "# A %E b\n\nFirst %E paragraph of the text, [link](/%E).\n"},
    {"a.html", "\\u%04x",
     "<html><head><script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"headline\": \"A %E b\","
     "\"keywords\": [\"k %E\"], \"author\": {\"name\": \"N %E\"}, \"x\": \"y %E\"}</script></head>"
     "<body><p>Words of the text.</p></body></html>\n"},
    {"a%E.txt", "", "Some text under a title.\n"},
};

static struct nd_str filled(const char *text, const char *escape, uint32_t c, struct nd_arena *arena) {
    struct nd_buf out = {0};
    struct nd_str result;
    char utf8[4];

    for (const char *at = text; *at != '\0'; at++) {
        if (at[0] != '%' || at[1] != 'E') {
            nd_buf_add_char(&out, *at);
            continue;
        }
        if (strcmp(escape, "\\u%04X") == 0)
            nd_buf_addf(&out, "\\u%04X", c);
        else if (strcmp(escape, "\\u%04x") == 0)
            nd_buf_addf(&out, "\\u%04x", c);
        else if (*escape != '\0')
            nd_buf_addf(&out, "&#%u;", c);
        else if (c < 0x80)
            nd_buf_add_char(&out, (char)c);
        else
            nd_buf_add(&out, nd_str_of(utf8, nd_utf8_encode(c, utf8)));
        at++;
    }
    result = nd_arena_str(arena, nd_buf_str(&out));
    nd_buf_free(&out);
    return result;
}

static void fail_at(const struct kind *kind, uint32_t c, const char *json) {
    fail_msg("U+%04X by %s in %s is in the record:\n%s\nmade of\n%s", c, kind->escape, kind->path, json,
             kind->text);
}

/* In JSON C0 is an escape other than \n and \t, DEL and C1 are themselves. The path stays as it is. */
static void has_none(const struct kind *kind, uint32_t c, const char *json) {
    for (const char *at = json; *at != '\0'; at++) {
        unsigned char b = (unsigned char)*at;
        if (b == '\\' && (strchr("bfr", at[1]) != NULL || strncmp(at + 1, "u00", 3) == 0))
            fail_at(kind, c, json);
        if (b < 0x20 || b == 0x7f || (b == 0xC2 && (unsigned char)at[1] < 0xA0))
            fail_at(kind, c, json);
        if (b == '\\')
            at++;
    }
}

static size_t reports(const struct nd_problems *problems) {
    size_t count = 0;

    for (const struct nd_problem *p = problems->first; p != NULL; p = p->next)
        count += p->code == ND_P_CONTROL_BYTES;
    return count;
}

/* The same article twice with what is remembered of its references, which must change nothing. */
static void check_one(const struct kind *kind, uint32_t c, struct nd_arena *arena) {
    struct nd_reference_cache *cache = nd_reference_cache_new();
    struct nd_str path = filled(kind->path, "", c, arena), text = filled(kind->text, kind->escape, c, arena);
    bool is_common = c == '\r' || c == '\f' || c == '\v' || c == '\n' || c == '\t' || c == 0;
    bool is_reference = kind->escape[0] == '&'; /* mostly read as a blank or as windows-1252 already */
    size_t counts[2];

    for (int i = 0; i < 2; i++) {
        struct nd_buf json = {0};
        struct nd_problems problems;
        struct nd_article article;
        nd_problems_init(&problems, arena);
        nd_article_read(text, path, arena, cache, &problems, &article);
        article.path = ND_STR("a");
        nd_article_write_json(&article, ND_STR_NONE, &problems, &json);
        has_none(kind, c, json.ptr);
        counts[i] = reports(&problems);
        nd_buf_free(&json);
    }
    assert_int_equal(counts[0], counts[1]);
    if (!is_common && !is_reference && counts[0] != 1)
        fail_msg("U+%04X in %s reported %zu times", c, kind->text, counts[0]);
    nd_reference_cache_free(cache);
}

static void test_no_field_has_one(void **state) {
    struct nd_arena *arena = nd_arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (uint32_t c = 1; c < 0xA0; c = c == 0x1f ? 0x7f : c + 1) {
            check_one(&kinds[i], c, arena);
            nd_arena_reset(arena);
        }
    nd_arena_free(arena);
}

/* What is near them stays: no-break space, guillemets, tabs and line ends. */
static void test_others_stay(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_problems problems;
    struct nd_article article;

    (void)state;
    nd_problems_init(&problems, arena);
    nd_article_read(ND_STR("---\ntitle: \"\\u00A0x \\u00AB\\u00FF\\u2028\"\nk: \"a\\tb\\nc\"\n---\n\nText\n"),
                    ND_STR("a.md"), arena, NULL, &problems, &article);
    assert_int_equal(reports(&problems), 0);
    assert_non_null(strstr(nd_arena_printf(arena, "%.*s", (int)article.title.len, article.title.ptr).ptr,
                           "x \xC2\xAB\xC3\xBF"));
    assert_true(nd_str_eq(nd_value_text(nd_value_get(article.metadata, ND_STR("k"))), ND_STR("a\tb\nc")));
    nd_arena_free(arena);
}

static void test_raw(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf text = {0};
    struct nd_problems problems;
    struct nd_str encoding;

    (void)state;
    nd_problems_init(&problems, arena);
    assert_int_equal(nd_source_decode(ND_STR("a\xC2\x9B"
                                             "31mb \xC2\xA0\xC2\xAB\n"),
                                      &text, &encoding, &problems),
                     ND_OK);
    assert_true(nd_str_eq(nd_buf_str(&text), ND_STR("a 31mb \xC2\xA0\xC2\xAB\n")));
    assert_int_equal(reports(&problems), 1);
    nd_buf_free(&text);
    nd_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_field_has_one),
                                       cmocka_unit_test(test_others_stay), cmocka_unit_test(test_raw)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
