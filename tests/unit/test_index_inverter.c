/*
 * What the full-text index is made of before it is in the database: numbers of variable length, and runs,
 * compared with lists made the simple way.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "write_index.h"

#include "index/fulltext/varint.h"
#include "newsdex/analysis.h"
#include "newsdex/inverter.h"

/* FTS5's form, from the description in SQLite's file format, section 1.6. */
static size_t put_simply(unsigned char *p, uint64_t value) {
    unsigned char digits[10];
    size_t count = 0, length;

    if (value >> 56 != 0) {
        for (size_t i = 0; i < 8; i++)
            p[i] = (unsigned char)(0x80 | (value >> (8 + 7 * (7 - i)) & 0x7f));
        p[8] = (unsigned char)value;
        return 9;
    }
    do
        digits[count++] = (unsigned char)(value & 0x7f);
    while ((value >>= 7) != 0);
    length = count;
    while (count-- > 0)
        *p++ = (unsigned char)(digits[count] | (count > 0 ? 0x80 : 0));
    return length;
}

static void check_number(uint64_t value) {
    unsigned char bytes[ND_VARINT_MAX + 1], expected[ND_VARINT_MAX];
    size_t length;
    uint64_t back;

    memset(bytes, 0xaa, sizeof bytes);
    length = nd_varint_put(bytes, value);
    assert_int_equal(length, put_simply(expected, value));
    assert_memory_equal(bytes, expected, length);
    assert_int_equal(bytes[length], 0xaa);
    assert_int_equal(nd_varint_get(bytes, bytes + sizeof bytes, &back), length);
    assert_true(back == value);
    assert_int_equal(nd_varint_get(bytes, bytes + length, &back), length);
    assert_true(back == value);
    /* Cut off, it takes what is there and is nothing. */
    for (size_t cut = 1; cut < length; cut++) {
        assert_int_equal(nd_varint_get(bytes, bytes + cut, &back), cut);
        assert_true(back == 0);
    }
    assert_int_equal(nd_varint_get(bytes, bytes, &back), 1);
    assert_true(back == 0);
}

static void numbers(void **state) {
    (void)state;
    check_number(0);
    check_number(UINT64_MAX);
    for (unsigned bit = 0; bit < 64; bit++)
        for (uint64_t near = 0; near < 5; near++)
            check_number(((uint64_t)1 << bit) + near - 2);
    for (int i = 0; i < 100000; i++) {
        uint64_t value = (uint64_t)draw(1u << 28) << 36 ^ (uint64_t)draw(1u << 28) << 14 ^ draw(1u << 14);
        check_number(value >> draw(64));
    }
}

/* A list made the simple way: everything that was told, one after the other. */
struct told {
    char *text;
    size_t length;
    uint32_t article, place;
    size_t number;
};

struct ledger {
    struct told *items;
    size_t count, capacity;
    uint32_t article, column, length;
    bool is_deleted;
};

static enum nd_status tell(void *context, const struct nd_token *token) {
    struct ledger *ledger = context;
    struct told *told;

    ledger->items = nd_alloc_grow(ledger->items, &ledger->capacity, ledger->count + 1, sizeof *ledger->items);
    told = &ledger->items[ledger->count];
    if (!token->is_colocated || ledger->length == 0)
        ledger->length++;
    *told = (struct told){.length = token->text.len,
                          .article = ledger->article,
                          .place = ledger->column << ND_COLUMN_SHIFT | (ledger->length - 1),
                          .number = ledger->count++};
    told->text = nd_alloc_array(token->text.len + 1, 1);
    memcpy(told->text, token->text.ptr, token->text.len);
    return ND_OK;
}

static int by_term(const void *a, const void *b) {
    const struct told *x = a, *y = b;
    size_t shorter = x->length < y->length ? x->length : y->length;
    int order = memcmp(x->text, y->text, shorter);

    if (order == 0)
        order = (x->length > y->length) - (x->length < y->length);
    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

/* The list of the term at *at of the ledger; moves behind it. */
static void write_list(const struct ledger *ledger, size_t *at, const bool *is_deleted, struct nd_buf *out) {
    const struct told *first = &ledger->items[*at], *told = first;
    uint32_t article = UINT32_MAX, column = 0, place = 0;
    unsigned char bytes[ND_VARINT_MAX];

    nd_buf_clear(out);
    for (; *at < ledger->count; told = &ledger->items[++*at]) {
        if (told->length != first->length || memcmp(told->text, first->text, first->length) != 0)
            break;
        if (told->article != article) {
            if (out->len > 0)
                nd_buf_add_char(out, '\0');
            nd_buf_add(out, nd_str_of((char *)bytes, put_simply(bytes, told->article - article)));
            article = told->article;
            column = place = 0;
        }
        if (is_deleted[article])
            continue;
        if (told->place >> ND_COLUMN_SHIFT != column) {
            column = told->place >> ND_COLUMN_SHIFT;
            place = column << ND_COLUMN_SHIFT;
            nd_buf_add_char(out, 1);
            nd_buf_add_char(out, (char)column);
        }
        nd_buf_add(out, nd_str_of((char *)bytes, put_simply(bytes, told->place - place + 2)));
        place = told->place;
    }
    nd_buf_add_char(out, '\0');
}

static void check_run(const struct nd_run *run, struct ledger *ledger, const bool *is_deleted) {
    struct nd_run_term term;
    struct nd_buf list = {0};
    size_t at = 0, told = 0;

    qsort(ledger->items, ledger->count, sizeof *ledger->items, by_term);
    while (nd_run_next(run, &at, &term)) {
        assert_true(told < ledger->count);
        assert_true(nd_str_eq(term.term, nd_str_of(ledger->items[told].text, ledger->items[told].length)));
        write_list(ledger, &told, is_deleted, &list);
        assert_int_equal(term.list.len, list.len);
        assert_memory_equal(term.list.ptr, list.ptr, list.len);
    }
    assert_int_equal(told, ledger->count);
    for (size_t i = 0; i < ledger->count; i++)
        free(ledger->items[i].text);
    ledger->count = 0;
    nd_buf_free(&list);
}

/* Short articles and long ones, so that lists grow from nothing over many blocks. */
static void runs(void **state) {
    struct nd_inverter *inverter = nd_inverter_new();
    struct nd_analyser *analyser = nd_analyser_new();
    struct nd_arena *arena = nd_arena_new();
    struct ledger ledger = {0};
    struct nd_run run = {0};
    bool is_deleted[300];

    (void)state;
    draw_state = 5;
    for (int round = 0; round < 12; round++) {
        uint32_t articles = round == 3 ? 0 : round % 4 == 0 ? 300 : draw(40);
        for (uint32_t i = 0; i < articles; i++) {
            uint32_t lengths[ND_COLUMNS];
            struct nd_columns columns = {0};
            ledger.article = i;
            is_deleted[i] = draw(5) == 0;
            for (uint32_t column = 0; column < ND_COLUMNS; column++)
                columns.texts[column] = drawn_text(arena, draw(3) == 0 ? 0 : draw(30) > 0 ? draw(30) : 5000);
            (is_deleted[i] ? nd_inverter_add_deleted : nd_inverter_add)(inverter, analyser, &columns,
                                                                        lengths);
            for (ledger.column = 0; ledger.column < ND_COLUMNS; ledger.column++) {
                ledger.length = 0;
                assert_int_equal(nd_analyse_document(analyser, columns.texts[ledger.column], tell, &ledger),
                                 ND_OK);
                assert_int_equal(ledger.length, lengths[ledger.column]);
            }
        }
        assert_int_equal(nd_inverter_count(inverter), articles);
        nd_inverter_finish(inverter, &run);
        assert_int_equal(run.articles, articles);
        check_run(&run, &ledger, is_deleted);
        nd_arena_reset(arena);
    }
    nd_buf_free(&run.bytes);
    free(ledger.items);
    nd_arena_free(arena);
    nd_analyser_free(analyser);
    nd_inverter_free(inverter);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers), cmocka_unit_test(runs)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
