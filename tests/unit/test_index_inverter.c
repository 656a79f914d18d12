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

#include "index/fulltext/run.h"
#include "index/fulltext/varint.h"
#include "newsdex/analysis.h"

#include <signal.h>
#include <sys/resource.h>

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
    struct nd_run_reader reader;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_run_term term;
    struct nd_buf list = {0};
    size_t told = 0;

    qsort(ledger->items, ledger->count, sizeof *ledger->items, by_term);
    assert_int_equal(nd_run_pieces(run), 1);
    nd_run_reader_open(&reader, run, 0);
    while (nd_run_next(&reader, &term, &err) == ND_OK) {
        assert_true(told < ledger->count);
        assert_true(nd_str_eq(term.term, nd_str_of(ledger->items[told].text, ledger->items[told].length)));
        write_list(ledger, &told, is_deleted, &list);
        assert_int_equal(term.list.len, list.len);
        assert_memory_equal(term.list.ptr, list.ptr, list.len);
    }
    nd_run_reader_close(&reader);
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
    nd_run_free(&run);
    free(ledger.items);
    nd_arena_free(arena);
    nd_analyser_free(analyser);
    nd_inverter_free(inverter);
}

static void expand_list(const struct nd_run_term *term, struct ledger *ledger) {
    const unsigned char *p = (const unsigned char *)term->list.ptr, *end = p + term->list.len;
    uint32_t place = 0;
    uint64_t value;

    p += nd_varint_get(p, end, &value);
    ledger->article = (uint32_t)value - 1;
    for (p += nd_varint_get(p, end, &value); p <= end; p += nd_varint_get(p, end, &value)) {
        struct nd_token token = {.text = term->term};
        if (value == 0 && p < end) { /* another article */
            p += nd_varint_get(p, end, &value);
            ledger->article += (uint32_t)value;
            place = 0;
            continue;
        }
        if (value == 0)
            break;
        if (value == 1) {
            p += nd_varint_get(p, end, &value);
            place = (uint32_t)value << ND_COLUMN_SHIFT;
            continue;
        }
        place += (uint32_t)value - 2;
        ledger->column = place >> ND_COLUMN_SHIFT;
        ledger->length = place & ND_PLACE_MASK; /* tell() counts one more */
        assert_int_equal(tell(ledger, &token), ND_OK);
    }
}

/* All that a run says, a place a row. */
static void expand(const struct nd_run *run, struct ledger *ledger) {
    for (size_t piece = 0; piece < nd_run_pieces(run); piece++) {
        struct nd_run_reader reader;
        struct nd_run_term term;
        struct nd_error err = ND_ERROR_INIT;
        struct nd_buf last = {0};
        nd_run_reader_open(&reader, run, piece);
        while (nd_run_next(&reader, &term, &err) == ND_OK) {
            assert_true(last.len == 0 || nd_str_cmp(nd_buf_str(&last), term.term) < 0);
            nd_buf_clear(&last);
            nd_buf_add(&last, term.term);
            expand_list(&term, ledger);
        }
        assert_int_equal(err.status, ND_OK);
        nd_run_reader_close(&reader);
        nd_buf_free(&last);
    }
    qsort(ledger->items, ledger->count, sizeof *ledger->items, by_term);
}

static void invert_all(struct nd_inverter *inverter, const struct nd_columns *columns, uint32_t count,
                       struct nd_run *run) {
    struct nd_analyser *analyser = nd_analyser_new();

    for (uint32_t i = 0; i < count; i++) {
        uint32_t lengths[ND_COLUMNS];
        nd_inverter_add(inverter, analyser, &columns[i], lengths);
    }
    nd_inverter_finish(inverter, run);
    nd_analyser_free(analyser);
}

static void compare_ledgers(struct ledger *whole, struct ledger *parts) {
    assert_int_equal(parts->count, whole->count);
    for (size_t i = 0; i < whole->count; i++) {
        const struct told *a = &whole->items[i], *b = &parts->items[i];
        assert_true(a->length == b->length && memcmp(a->text, b->text, a->length) == 0);
        assert_int_equal(b->article, a->article);
        assert_int_equal(b->place, a->place);
        free(a->text);
        free(b->text);
    }
    free(whole->items);
    free(parts->items);
}

/* What is put aside in pieces says the same as what is not, also where no file can be written. */
static void pieces(void **state) {
    enum { ARTICLES = 30 };
    struct nd_arena *arena = nd_arena_new();
    struct nd_columns columns[ARTICLES];

    (void)state;
    draw_state = 9;
    for (uint32_t i = 0; i < ARTICLES; i++)
        for (uint32_t column = 0; column < ND_COLUMNS; column++)
            columns[i].texts[column] = drawn_text(arena, draw(3) == 0 ? 0 : draw(20) > 0 ? draw(50) : 20000);
    for (uint32_t i = 0; i < ARTICLES; i++)
        columns[i].language = ND_STR("");
    for (int round = 0; round < 6; round++) {
        struct rlimit before, limit;
        struct nd_inverter *inverter = nd_inverter_new();
        struct ledger whole = {0}, parts = {0};
        struct nd_run run = {0};
        invert_all(inverter, columns, ARTICLES, &run);
        expand(&run, &whole);
        nd_inverter_limit(inverter, 1000 + draw(60000));
        assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
        limit = (struct rlimit){round % 2 == 0 ? before.rlim_cur : draw(3) * 20000, before.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        invert_all(inverter, columns, ARTICLES, &run);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_true(nd_run_pieces(&run) > 2);
        expand(&run, &parts);
        compare_ledgers(&whole, &parts);
        nd_run_free(&run);
        nd_inverter_free(inverter);
    }
    nd_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers), cmocka_unit_test(runs),
                                       cmocka_unit_test(pieces)};

    signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
