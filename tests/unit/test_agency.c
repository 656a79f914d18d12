/* Files of news agencies: versions, whatever their order and number, and that none takes long. */
#include "newsdex/container.h"

#include "sanitizer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <time.h>

enum { MAX = 64 * 1024 * 1024 };

/* Reads all records; returns how many are items, and the text of field of the last one. */
static size_t read_all(struct nd_str bytes, const char *field, char *last, size_t size) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_container *container = NULL;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_problems problems;
    struct nd_record record;
    size_t count = 0;

    nd_problems_init(&problems, arena);
    assert_int_equal(nd_container_open_bytes(bytes, true, MAX, &container, &err), ND_OK);
    while (nd_container_next(container, &record, &err) == ND_OK) {
        struct nd_item item;
        struct nd_str text;
        if (!nd_container_read(container, record.bytes, &record, arena, &problems, &item))
            continue;
        text = nd_value_text(nd_value_get(item.fields, nd_str_from(field)));
        (void)snprintf(last, size, "%.*s", (int)text.len, text.ptr == NULL ? "" : text.ptr);
        count++;
    }
    nd_container_close(container);
    nd_arena_free(arena);
    return count;
}

/* Each of ten items in versions 1 to 7, in an order that is none: of each the seventh is left. */
static void last_version_counts(void **state) {
    struct nd_buf text = {0};
    char last[8];

    (void)state;
    nd_buf_add_z(&text, "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>");
    for (int i = 0; i < 70; i++) {
        int item = i * 37 % 70;
        nd_buf_addf(&text, "<newsItem guid='g%d' version='%d'><itemMeta/></newsItem>\n", item % 10,
                    item / 10 + 1);
    }
    nd_buf_add_z(&text, "</itemSet></newsMessage>");
    assert_int_equal(read_all(nd_buf_str(&text), "version", last, sizeof last), 10);
    assert_string_equal(last, "7");
    nd_buf_free(&text);
}

static void takes_linear_time(void **state) {
    static const struct {
        const char *before, *repeated, *after;
    } cases[] = {
        {"<newsMessage>", "<newsItem guid='a' version='1'>", ""},
        {"<NewsML>", "<NewsItem>", ""},
        {"<NewsML><NewsItem><NewsComponent>", "<ContentItem><DataContent>x</DataContent></ContentItem>", ""},
        {"<NewsML><NewsItem>", "<NewsComponent><Role/><ContentItem><DataContent>x", ""},
        {"<nitf><head>", "<meta name='a' content='b'/>", "</head></nitf>"},
        {"<nitf><body><body.head>", "<byline>", ""},
        {"<nitf>", "<body><body.content><p>x</p></body.content></body>", "</nitf>"},
        {"<teiCorpus>", "<TEI><text/></TEI>", ""},
        {"<a><b><title>x</title><text>y</text>", "<c>", ""},
        {"<a><b><title>x</title><text>y</text>", "<c>d</c>", "</b></a>"},
        {"eca00075 3 i 510    dpa 1003\n", "=\n", ""},
        {"eca00075 3 i 510    dpa 1003\n", "eca00075 3 i 510\n", ""},
        {"{\"uri\": \"urn:x\", \"headlines\": [", "{\"value\": \"x\"},", "]}"},
    };
#ifdef HAS_SANITIZER
    static const double limit = 30;
#else
    static const double limit = 3;
#endif

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nd_buf text = {0};
        clock_t from = clock();
        char last[8];
        double seconds;
        nd_buf_add_z(&text, cases[i].before);
        for (int n = 0; n < 50000; n++)
            nd_buf_add_z(&text, cases[i].repeated);
        nd_buf_add_z(&text, cases[i].after);
        (void)read_all(nd_buf_str(&text), "title", last, sizeof last);
        nd_buf_free(&text);
        seconds = (double)(clock() - from) / CLOCKS_PER_SEC;
        if (seconds > limit)
            fail_msg("%s took %.1f s", cases[i].repeated, seconds);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(last_version_counts),
        cmocka_unit_test(takes_linear_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
