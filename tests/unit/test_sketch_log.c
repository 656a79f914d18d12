/* What copies are looked for by is taken in slices after a first load, and as a whole after anything else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "index/copies/sketch_log.h"

#include "newsdex/index.h"

#include <stdlib.h>
#include <unistd.h>

enum { ROW_EVENTS = 10, ROWS = 6 };

struct seen {
    int64_t ids[4 * ROW_EVENTS * ROWS];
    size_t count;
};

static enum nd_status see(void *context, const struct nd_sketch_event *event, struct nd_error *err) {
    struct seen *seen = context;

    (void)err;
    seen->ids[seen->count++] = event->is_put ? event->id : -event->id;
    return ND_OK;
}

static void add_row(struct nd_index *index, int64_t first, bool is_put) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_buf row = {0};

    for (int64_t i = 0; i < ROW_EVENTS; i++)
        nd_sketch_log_add(&row, &(struct nd_sketch_event){is_put, first + i, {.text = 1, .words = 40}});
    assert_int_equal(nd_sketch_log_write(index, &row, &err), ND_OK);
    nd_buf_free(&row);
}

/* Rows of ids that rise, and behind them one more that begins with last; 0: none. */
static struct nd_index *open_log(int64_t last, bool is_put) {
    char path[] = "/tmp/newsdex-sketch-XXXXXX";
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;

    close(mkstemp(path));
    assert_int_equal(nd_index_open(path, ND_INDEX_WRITE, 0, &index, &err), ND_OK);
    unlink(path);
    assert_int_equal(nd_index_begin(index, &err), ND_OK);
    for (int64_t i = 0; i < ROWS; i++)
        add_row(index, 1 + i * ROW_EVENTS, true);
    if (last > 0)
        add_row(index, last, is_put);
    return index;
}

static struct nd_sketch_slice begin(struct nd_index *index, uint64_t most, struct seen *seen) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_sketch_slice slice;

    seen->count = 0;
    assert_int_equal(nd_sketch_log_begin(index, most, &slice, see, seen, &err), ND_OK);
    return slice;
}

static void first_load(void **state) {
    struct nd_index *index = open_log(0, true);
    struct nd_error err = ND_ERROR_INIT;
    struct seen seen;
    struct nd_sketch_slice slice;
    int64_t next = 1;
    size_t slices = 0;

    (void)state;
    do {
        slice = begin(index, ROW_EVENTS + 1, &seen);
        for (int again = 0; again < 2; again++) {
            for (size_t i = 0; i < seen.count; i++)
                assert_int_equal(seen.ids[i], next + (int64_t)i);
            seen.count = 0;
            assert_int_equal(nd_sketch_log_read(index, &slice, see, &seen, &err), ND_OK);
            assert_int_equal(seen.count, 2 * ROW_EVENTS);
        }
        next += (int64_t)seen.count;
        assert_int_equal(nd_sketch_log_clear(index, &slice, &err), ND_OK);
        slices++;
    } while (!slice.is_all);
    assert_int_equal(slices, ROWS / 2);
    assert_int_equal(next, ROWS * ROW_EVENTS + 1);
    assert_true(begin(index, 1, &seen).is_all);
    assert_int_equal(seen.count, 0);
    nd_index_rollback(index);
    nd_index_close(index);
}

static void few_events(void **state) {
    struct nd_index *index = open_log(0, true);
    struct seen seen;

    (void)state;
    assert_true(begin(index, ROWS * ROW_EVENTS, &seen).is_all);
    assert_int_equal(seen.count, ROWS * ROW_EVENTS);
    nd_index_rollback(index);
    nd_index_close(index);
}

/* Articles that come once more, or go, in a slice or behind it. */
static void other_events(void **state) {
    static const struct {
        int64_t last;
        bool is_put;
    } cases[] = {{1, true}, {ROW_EVENTS * ROWS, true}, {1, false}, {1000, false}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (uint64_t most = 1; most < (ROWS + 1) * ROW_EVENTS; most += 7) {
            struct nd_index *index = open_log(cases[i].last, cases[i].is_put);
            struct nd_error err = ND_ERROR_INIT;
            struct seen seen;
            struct nd_sketch_slice slice = begin(index, most, &seen);
            assert_true(slice.is_all);
            assert_int_equal(seen.count, (ROWS + 1) * ROW_EVENTS);
            for (int64_t k = 0; k < ROWS * ROW_EVENTS; k++)
                assert_int_equal(seen.ids[k], k + 1);
            assert_int_equal(nd_sketch_log_clear(index, &slice, &err), ND_OK);
            begin(index, most, &seen);
            assert_int_equal(seen.count, 0);
            nd_index_rollback(index);
            nd_index_close(index);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_load),
        cmocka_unit_test(few_events),
        cmocka_unit_test(other_events),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
