/* URLs: what is the same address, and that the quick way to see it agrees with the full parse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "article/text/url.h"

static const struct {
    const char *given, *canonical; /* NULL: no web address */
} urls[] = {
    {"https://example.org/a", "https://example.org/a"},
    {"  https://example.org/a \n", "https://example.org/a"},
    {"HTTPS://EXAMPLE.Org/A", "https://example.org/A"},
    {"http://example.org", "http://example.org/"},
    {"http://example.org/", "http://example.org/"},
    {"http://example.org:80/a", "http://example.org/a"},
    {"https://example.org:443/a", "https://example.org/a"},
    {"https://example.org:80/a", "https://example.org:80/a"},
    {"ftp://example.org:21/a", "ftp://example.org/a"},
    {"http://example.org:/a", "http://example.org/a"},
    {"https://example.org/a#part", "https://example.org/a"},
    {"https://example.org/a/../b/./c", "https://example.org/b/c"},
    {"https://example.org/../a", "https://example.org/a"},
    {"https://example.org/a/", "https://example.org/a/"},
    {"https://example.org/%7euser", "https://example.org/~user"},
    {"https://example.org/a%2fb", "https://example.org/a%2Fb"},
    {"https://example.org/100%", "https://example.org/100%25"},
    {"https://example.org/a b", "https://example.org/a%20b"},
    {"https://example.org/caf\xC3\xA9", "https://example.org/caf%C3%A9"},
    {"https://example.org/caf%c3%a9", "https://example.org/caf%C3%A9"},
    {"https://example.org/a?utm_source=x&id=7&utm_medium=y", "https://example.org/a?id=7"},
    {"https://example.org/a?fbclid=1", "https://example.org/a"},
    {"https://example.org/a?gclid=1&b=2", "https://example.org/a?b=2"},
    {"https://example.org/a?mc_cid=1&mc_eid=2", "https://example.org/a"},
    {"https://example.org/a?UTM_Source=x", "https://example.org/a"},
    {"https://example.org/a?utm=x", "https://example.org/a?utm=x"},
    {"https://example.org/a?b=1&amp;utm_source=x&#38;c=2", "https://example.org/a?b=1&c=2"},
    {"https://example.org/a?s=09", "https://example.org/a"},
    {"https://example.org/a?s=boat", "https://example.org/a?s=boat"},
    {"https://example.org/a?", "https://example.org/a"},
    {"https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"},
    {"https://user@example.org/a", "https://user@example.org/a"},
    {"http://[::1]:8080/a", NULL},
    {"/relative/path", NULL},
    {"//example.org/a", NULL},
    {"mailto:a@example.org", NULL},
    {"javascript:alert(1)", NULL},
    {"https://", NULL},
    {"https:///a", NULL},
    {"", NULL},
};

static void test_canonical(void **state) {
    struct nd_arena *arena = nd_arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct nd_str got = nd_url_canonical(nd_str_from(urls[i].given), arena), again;
        if (strstr(urls[i].given, "[::1]") != NULL) { /* the spelling of IPv6 is the library's */
            assert_non_null(got.ptr);
            continue;
        }
        if (!nd_str_eq(got, nd_str_from(urls[i].canonical)) ||
            (got.ptr == NULL) != (urls[i].canonical == NULL))
            fail_msg("%s gives %.*s", urls[i].given, (int)got.len, got.ptr == NULL ? "" : got.ptr);
        again = nd_url_canonical(got, arena);
        assert_true(got.ptr == NULL || nd_str_eq(again, got));
    }
    nd_arena_free(arena);
}

/* Of each line all are addresses of one article. */
static const char *const same[][8] = {
    {"https://tide.example/2024/ferry", "http://tide.example/2024/ferry",
     "https://www.tide.example/2024/ferry", "https://m.tide.example/2024/ferry/",
     "https://amp.tide.example/2024/ferry", "https://tide.example/2024/ferry?amp=1",
     "https://tide.example/2024/ferry/amp/", "https://tide.example/2024/ferry/index.html"},
    {"https://tide.example/a?id=7", "http://www.tide.example/a/?id=7&amp",
     "https://tide.example/a?outputType=amp&id=7", "https://tide.example/a?id=7&amp;utm_source=x"},
    {"https://en.wikipedia.org/wiki/Ferry", "https://en.m.wikipedia.org/wiki/Ferry"},
    {"https://tide.example/news/old-boat", "https://tide.example/news/old-boat/amp",
     "https://mobile.tide.example/news/old-boat"},
    {"https://blog.example/2010/05/fog.html", "http://blog.example/2010/05/fog.html?m=1",
     "https://blog.example/2010/05/fog.html?s=20"},
    {"https://tide.example/", "http://www.tide.example", "https://tide.example/index.php",
     "https://tide.example/default.aspx"},
};

/* No two of a line are. */
static const char *const different[][8] = {
    {"https://tide.example/guitar", "https://tide.example/guitar/amp", "https://tide.example/amp/guitar"},
    {"https://m.de/a", "https://www.de/a", "https://amp.dev/a", "https://de/a"},
    {"https://tide.example/a", "https://tide.example/A", "https://tide.example/a.html",
     "https://tide.example/a/b", "https://tide.example/a?page=2", "https://tide.example/a?amp=2",
     "https://tide.example/a?s=boats"},
    {"https://tide.example/index.php?id=1", "https://tide.example/index.php?id=2", "https://tide.example/"},
    {"https://tide.example/a", "https://tide.example:8080/a", "https://blog.tide.example/a",
     "https://www2.tide.example/a"},
    {"https://tide.example/page/1", "https://tide.example/page/2", "https://tide.example/page"},
    {"https://tide.example/index-of-boats", "https://tide.example/my-index.html", "https://tide.example/"},
    {"https://tide.example/?p=1", "https://tide.example/?p=2", "https://tide.example/?m=1&p=3"},
};

static void identify(const char *url, struct nd_arena *arena, struct nd_buf *out) {
    nd_buf_clear(out);
    nd_url_identity(nd_url_canonical(nd_str_from(url), arena), out);
}

static void test_identity(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf one = {0}, other = {0};

    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        for (size_t k = 1; k < 8 && same[i][k] != NULL; k++) {
            identify(same[i][0], arena, &one);
            identify(same[i][k], arena, &other);
            if (!nd_str_eq(nd_buf_str(&one), nd_buf_str(&other)))
                fail_msg("%s and %s are two", same[i][0], same[i][k]);
        }
    for (size_t i = 0; i < sizeof different / sizeof *different; i++)
        for (size_t k = 1; k < 8 && different[i][k] != NULL; k++)
            for (size_t n = 0; n < k; n++) {
                identify(different[i][k], arena, &one);
                identify(different[i][n], arena, &other);
                if (nd_str_eq(nd_buf_str(&one), nd_buf_str(&other)))
                    fail_msg("%s and %s are one", different[i][n], different[i][k]);
            }
    nd_buf_free(&one);
    nd_buf_free(&other);
    nd_arena_free(arena);
}

/* Whatever the quick way calls plain, the full parse leaves as it is. */
static void test_plain_agrees_with_parse(void **state) {
    static const char *const pieces[] = {"a", "A",   "0",        ".",           "..",   "/", "//", "-", "_",
                                         "~", "%41", "%",        ":",           ":80",  "@", "?",  "#", "&",
                                         "=", " ",   "\xC3\xA9", "example.org", "www.", "+", "!"};
    enum { PIECES = sizeof pieces / sizeof *pieces };
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf url = {0};
    uint32_t seed = 1;
    size_t plain = 0;

    (void)state;
    for (size_t round = 0; round < 200000; round++) {
        nd_buf_clear(&url);
        seed = seed * 1664525u + 1013904223u;
        nd_buf_add_z(&url, (seed >> 8) % 2 == 0 ? "http://" : "https://e.org/");
        for (size_t i = 0; i < 1 + round % 6; i++) {
            seed = seed * 1664525u + 1013904223u;
            nd_buf_add_z(&url, pieces[(seed >> 8) % PIECES]);
        }
        if (!nd_url_is_plain(nd_buf_str(&url)))
            continue;
        plain++;
        if (!nd_str_eq(nd_url_parse_canonical(nd_buf_str(&url), arena), nd_buf_str(&url)))
            fail_msg("%s is not plain", url.ptr);
        if (round % 1000 == 0)
            nd_arena_reset(arena);
    }
    assert_true(plain > 1000);
    nd_buf_free(&url);
    nd_arena_free(arena);
}

static void test_domain(void **state) {
    static const struct {
        const char *url, *domain;
    } cases[] = {
        {"https://www.example.org/a", "example.org"},
        {"http://example.org:8080/", "example.org"},
        {"https://user:pass@news.example.org/", "news.example.org"},
        {"https://www2.example.org/", "www2.example.org"},
        {"no address", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(nd_str_eq(nd_url_domain(nd_str_from(cases[i].url)), nd_str_from(cases[i].domain)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_canonical),
        cmocka_unit_test(test_identity),
        cmocka_unit_test(test_plain_agrees_with_parse),
        cmocka_unit_test(test_domain),
    };

    return cmocka_run_group_tests_name("article URLs", tests, NULL, NULL);
}
