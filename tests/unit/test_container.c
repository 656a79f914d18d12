/* Records of containers: their places, and that no damage in one of them reaches the others. */
#include "container/draft.h"
#include "newsdex/container.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX = 1024 * 1024 };

static unsigned seed = 1;

static unsigned random_below(unsigned limit) {
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % limit;
}

/* A field as people may write one: delimiters, quotes and line ends in it. */
static void add_random_field(struct nd_buf *plain) {
    static const char signs[] = "ab,;\"\n \tc|";

    for (unsigned n = random_below(12); n > 0; n--)
        nd_buf_add_char(plain, signs[random_below(sizeof signs - 1)]);
    nd_buf_add_char(plain, 'x');
}

static void add_quoted(struct nd_buf *out, struct nd_str field) {
    nd_buf_add_char(out, '"');
    for (size_t i = 0; i < field.len; i++) {
        if (field.ptr[i] == '"')
            nd_buf_add_char(out, '"');
        nd_buf_add_char(out, field.ptr[i]);
    }
    nd_buf_add_char(out, '"');
}

/* Whatever stands in fields, quoted as RFC 4180 wants it, is read again, and every record is where it says.
 */
static void csv_reads_what_was_written(void **state) {
    (void)state;
    for (int round = 0; round < 300; round++) {
        struct nd_arena *arena = nd_arena_new();
        struct nd_buf file = {0};
        struct nd_str fields[20][2];
        struct nd_container *container = NULL;
        struct nd_error err = ND_ERROR_INIT;
        struct nd_problems problems;
        struct nd_record record;
        size_t rows = 2 + random_below(18), row = 0;
        char delimiter = ",;\t"[random_below(3)];

        nd_problems_init(&problems, arena);
        nd_buf_addf(&file, "title%ctext\n", delimiter);
        for (size_t i = 0; i < rows; i++)
            for (size_t k = 0; k < 2; k++) {
                struct nd_buf plain = {0};
                add_random_field(&plain);
                fields[i][k] = nd_arena_str(arena, nd_buf_str(&plain));
                nd_buf_free(&plain);
                add_quoted(&file, fields[i][k]);
                nd_buf_add_char(&file, k == 0 ? delimiter : '\n');
            }
        assert_int_equal(nd_container_open_bytes(nd_buf_str(&file), true, MAX, &container, &err), ND_OK);
        while (nd_container_next(container, &record, &err) == ND_OK) {
            struct nd_item item;
            assert_true(nd_container_read(container, record.bytes, &record, arena, &problems, &item));
            assert_memory_equal(file.ptr + record.offset, record.bytes.ptr, record.bytes.len);
            assert_true(nd_str_eq(nd_value_text(nd_value_get(item.fields, ND_STR("title"))), fields[row][0]));
            assert_true(nd_str_eq(nd_value_text(nd_value_get(item.fields, ND_STR("text"))), fields[row][1]));
            row++;
            assert_int_equal(record.ordinal, row);
        }
        assert_int_equal(row, rows);
        nd_container_close(container);
        nd_buf_free(&file);
        nd_arena_free(arena);
    }
}

/* Counts the records of a file read through a pipe of small pieces, as a large file is. */
static size_t count_in_file(struct nd_str bytes) {
    FILE *file = tmpfile();
    struct nd_container *container = NULL;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_record record;
    size_t count = 0;
    uint64_t end = 0;

    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    rewind(file);
    assert_int_equal(nd_container_open(fileno(file), MAX, &container, &err), ND_OK);
    while (nd_container_next(container, &record, &err) == ND_OK) {
        assert_true(record.offset >= end);
        end = record.offset + record.bytes.len;
        assert_true(end <= bytes.len);
        assert_memory_equal(bytes.ptr + record.offset, record.bytes.ptr, record.bytes.len);
        count++;
    }
    nd_container_close(container);
    fclose(file);
    return count;
}

/* More than is read at a time: records that lie across the pieces, lines counted all the way. */
static void long_files_are_read_in_pieces(void **state) {
    struct nd_buf lines = {0}, array = {0}, table = {0};

    (void)state;
    nd_buf_add_z(&array, "[");
    nd_buf_add_z(&table, "title,text\n");
    for (int i = 0; i < 5000; i++) {
        nd_buf_addf(&lines, "{\"title\": \"Number %d\", \"text\": \"%0*d\"}\n", i, 10 + i % 400, i);
        nd_buf_addf(&array, "%s{\"title\": \"Number %d\", \"text\": \"%0*d\"}", i > 0 ? ",\n" : "", i,
                    10 + i % 400, i);
        nd_buf_addf(&table, "Number %d,\"%0*d\nand a second line\"\n", i, 10 + i % 400, i);
    }
    nd_buf_add_z(&array, "]");
    assert_int_equal(count_in_file(nd_buf_str(&lines)), 5000);
    assert_int_equal(count_in_file(nd_buf_str(&array)), 5000);
    assert_int_equal(count_in_file(nd_buf_str(&table)), 5000);
    nd_buf_free(&lines);
    nd_buf_free(&array);
    nd_buf_free(&table);
}

/* However JSON is cut off, the whole records before are all there, and reading never fails. */
static void cut_json_keeps_what_is_there(void **state) {
    static const char text[] = "[{\"title\": \"a\\\"b\", \"n\": [1, 2.5e3, null, {\"x\": \"\\u00e4\"}]},\n"
                               " {\"title\": \"second\", \"deep\": {\"a\": [[[]]]}}, {\"title\": \"third\"}]";

    (void)state;
    for (size_t length = 12; length < sizeof text; length++) {
        struct nd_arena *arena = nd_arena_new();
        struct nd_container *container = NULL;
        struct nd_error err = ND_ERROR_INIT;
        struct nd_problems problems;
        struct nd_record record;
        struct nd_item item;
        size_t count = 0;

        nd_problems_init(&problems, arena);
        assert_int_equal(nd_container_open_bytes(nd_str_of(text, length), true, MAX, &container, &err),
                         ND_OK);
        while (nd_container_next(container, &record, &err) == ND_OK) {
            assert_true(nd_container_read(container, record.bytes, &record, arena, &problems, &item));
            count += !record.is_cut;
        }
        for (const char *at = strstr(text, "},\n"); at != NULL; at = strstr(at + 1, "}, {\"title"))
            count -= length > (size_t)(at - text);
        assert_int_equal(count, length >= sizeof text - 2);
        nd_container_close(container);
        nd_arena_free(arena);
    }
}

/* A page that is larger than it may be and does not say how long it is ends with the next record. */
static void large_pages_without_length_are_passed_over(void **state) {
    static const char head[] =
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://harbour.example/\r\n",
                      page[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>A page</p>\r\n";
    static const char *const lengths[] = {"", "Content-Length: 18446744073709551615\r\n",
                                          "Content-Length: -1\r\n"};

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct nd_buf file = {0};
        nd_buf_addf(&file, "%s\r\n%s\r\n%s%s\r\n%s", head, page, head, lengths[i], page);
        while (file.len < MAX + MAX / 2)
            nd_buf_add_z(&file, "<p>one of many lines</p>\n");
        nd_buf_addf(&file, "\r\n%s\r\n%s", head, page);
        assert_int_equal(count_in_file(nd_buf_str(&file)), 3);
        nd_buf_free(&file);
    }
}

/* The rows behind one that is too large are there, although its quotes were too far from each other. */
static void rows_behind_a_large_one_are_read(void **state) {
    struct nd_buf file = {0};

    (void)state;
    nd_buf_add_z(
        &file, "title,url,text\nFirst,https://harbour.example/1,a text\nSecond,https://harbour.example/2,\"");
    while (file.len < 9 * MAX)
        nd_buf_add_z(&file, "words, without any quotes, of a long text ");
    nd_buf_add_z(&file,
                 "\"\nThird,https://harbour.example/3,a text\nFourth,https://harbour.example/4,\"a text\"\n");
    assert_int_equal(count_in_file(nd_buf_str(&file)), 4);
    nd_buf_free(&file);
}

/* Heads that do not end, one behind the other, are not read again from each of them on. */
static void heads_without_end_take_no_time(void **state) {
    struct nd_buf file = {0};

    (void)state;
    nd_buf_add_z(&file,
                 "WARC/1.0\nWARC-Type: response\nWARC-Target-URI: https://harbour.example/\n\n<html>\n\n");
    for (int i = 0; i < 400000; i++)
        nd_buf_add_z(&file, "WARC/1.0\n");
    assert_int_equal(count_in_file(nd_buf_str(&file)), 1);
    nd_buf_free(&file);
}

/* Whole characters, up to the limit; one byte more is told. */
static void texts_in_notations_are_bounded(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_problems problems;
    struct nd_buf text = {0};
    struct nd_str bounded;

    (void)state;
    nd_problems_init(&problems, arena);
    nd_buf_add_char(&text, 'a');
    while (text.len < ND_MAX_NOTATION - 1)
        nd_buf_add_z(&text, "\u00E9");
    nd_buf_add_char(&text, 'b');
    assert_int_equal(text.len, ND_MAX_NOTATION);
    assert_int_equal(nd_draft_bounded(nd_buf_str(&text), 1, &problems).len, ND_MAX_NOTATION);
    assert_int_equal(problems.count, 0);
    nd_buf_cut(&text, text.len - 1);
    nd_buf_add_z(&text, "\u00E9");
    bounded = nd_draft_bounded(nd_buf_str(&text), 1, &problems);
    assert_int_equal(bounded.len, ND_MAX_NOTATION - 1);
    assert_true(nd_utf8_valid(bounded, NULL));
    assert_int_equal(problems.count, 1);
    nd_buf_free(&text);
    nd_arena_free(arena);
}

static void what_is_no_container(void **state) {
    static const char *const texts[] = {
        "A line, with a comma.\nAnother line without.\nA third, with two, commas.\n",
        "---\ntitle: a, b\ntags: c, d\n---\nText, text.\n",
        "{\"title\": \"front matter\"}\n\nA text behind it, of several words.\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "",
        "[1, 2, 3]",
        "{\"a\": 1}",
        "<p>a, b</p>\n<p>c, d</p>\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct nd_container *container = NULL;
        struct nd_error err = ND_ERROR_INIT;
        assert_int_equal(nd_container_open_bytes(nd_str_from(texts[i]), true, MAX, &container, &err),
                         ND_NOT_FOUND);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_reads_what_was_written),
        cmocka_unit_test(long_files_are_read_in_pieces),
        cmocka_unit_test(cut_json_keeps_what_is_there),
        cmocka_unit_test(large_pages_without_length_are_passed_over),
        cmocka_unit_test(rows_behind_a_large_one_are_read),
        cmocka_unit_test(heads_without_end_take_no_time),
        cmocka_unit_test(texts_in_notations_are_bounded),
        cmocka_unit_test(what_is_no_container),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
