/*
 * Segments in FTS5's format: on pages of any size, with lists that cross them, long terms and high ids, FTS5
 * reads what was written, merges it and is continued where it stopped.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "write_index.h"

#include "index/fulltext/segment_merge.h"
#include "index/fulltext/segment_writer.h"
#include "index/fulltext/varint.h"

enum { TERMS = 70, TERM_SIZE = 160, ROUNDS = 14, LONG_ROUNDS = 80 };

static int rounds(void) {
    return getenv("ND_LONG") == NULL ? ROUNDS : LONG_ROUNDS;
}

/* An index and beside it what it has to say, in a table. */
struct bench {
    char path[64];
    struct nd_index *index;
    sqlite3 *model;
    sqlite3_stmt *drop, *add, *find;
    struct nd_buf expected, found;
};

static sqlite3_stmt *prepare(sqlite3 *db, const char *text) {
    sqlite3_stmt *stmt;

    assert_int_equal(sqlite3_prepare_v2(db, text, -1, &stmt, NULL), SQLITE_OK);
    return stmt;
}

static void open_bench(struct bench *bench) {
    *bench = (struct bench){0};
    new_path(bench->path);
    bench->index = open_index(bench->path, ND_INDEX_WRITE);
    assert_int_equal(sqlite3_open(":memory:", &bench->model), SQLITE_OK);
    run_sql(bench->model, "CREATE TABLE place (term, doc, col, offset);"
                          "CREATE INDEX place_term ON place (term, doc)");
    bench->drop = prepare(bench->model, "DELETE FROM place WHERE term = ?1 AND doc = ?2");
    bench->add = prepare(bench->model, "INSERT INTO place VALUES (?1, ?2, ?3, ?4)");
    bench->find = prepare(bench->model, "SELECT 1 FROM place WHERE term = ?1 AND doc = ?2");
}

static void close_bench(struct bench *bench) {
    sqlite3_finalize(bench->drop);
    sqlite3_finalize(bench->add);
    sqlite3_finalize(bench->find);
    sqlite3_close(bench->model);
    nd_index_close(bench->index);
    remove_database(bench->path);
    nd_buf_free(&bench->expected);
    nd_buf_free(&bench->found);
}

static int run_with(sqlite3_stmt *stmt, const char *term, uint32_t doc, uint32_t place) {
    int code;

    sqlite3_bind_text(stmt, 1, term, -1, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 2, doc);
    if (sqlite3_bind_parameter_count(stmt) > 2) {
        sqlite3_bind_int(stmt, 3, (int)(place >> ND_COLUMN_SHIFT));
        sqlite3_bind_int(stmt, 4, (int)(place & ND_PLACE_MASK));
    }
    code = sqlite3_step(stmt);
    sqlite3_reset(stmt);
    return code;
}

/* The model, FTS5 and newsdex agree; FTS5 finds the pages and keys in order. */
static void assert_agree(struct bench *bench) {
    nd_buf_clear(&bench->expected);
    add_rows(bench->model, "SELECT term, doc, col, offset FROM place ORDER BY 1, 2, 3, 4", &bench->expected);
    run_foreign(bench->path, "INSERT INTO article_fts (article_fts) VALUES ('integrity-check')");
    dump_by_fts5(bench->path, &bench->found);
    assert_same(&bench->expected, &bench->found);
    dump_by_newsdex(bench->path, &bench->found);
    assert_same(&bench->expected, &bench->found);
}

static void set_page_size(struct bench *bench, int size) {
    char script[128];

    snprintf(script, sizeof script, "REPLACE INTO article_fts_config (k, v) VALUES ('pgsz', %d)", size);
    run_foreign(bench->path, script);
}

static void begin(struct bench *bench) {
    struct nd_error err = ND_ERROR_INIT;

    check_ok(nd_index_begin(bench->index, &err), &err);
}

static void commit(struct bench *bench) {
    struct nd_error err = ND_ERROR_INIT;

    check_ok(nd_index_commit(bench->index, &err), &err);
}

/* A posting of the article with so many places, which replaces what there was. */
static void add_posting(struct bench *bench, struct nd_segment_writer *writer, const char *term, uint32_t doc,
                        size_t count) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_buf list = {0};
    uint32_t *places = nd_alloc_array(count + 1, sizeof *places), place = 0;
    size_t kept = 0;
    bool is_known = run_with(bench->find, term, doc, 0) == SQLITE_ROW;

    run_with(bench->drop, term, doc, 0);
    for (size_t i = 0; i < count; i++) {
        uint32_t step = draw(30) > 0 ? 1 + draw(200) : 1 + draw(1u << 24);
        if (place >> ND_COLUMN_SHIFT < ND_COLUMNS - 1 && draw(9) == 0)
            place = ((place >> ND_COLUMN_SHIFT) + 1) << ND_COLUMN_SHIFT | draw(3);
        else if ((place & ND_PLACE_MASK) + step < ND_PLACE_MASK)
            place += i == 0 ? step - 1 : step;
        else
            break;
        places[i] = place;
        run_with(bench->add, term, doc, place);
        kept++;
    }
    nd_postings_encode(places, kept, &list);
    check_ok(nd_segment_writer_add(writer, doc, is_known || list.len == 0 || draw(4) == 0, nd_buf_str(&list),
                                   &err),
             &err);
    free(places);
    nd_buf_free(&list);
}

static int by_name(const void *a, const void *b) {
    return strcmp(a, b);
}

/* Terms that share beginnings, some of them long; in order, each once. */
static size_t draw_terms(char terms[TERMS][TERM_SIZE]) {
    size_t kept = 0, count = 1 + draw(TERMS);

    for (size_t i = 0; i < count; i++) {
        size_t length = draw(12) == 0 ? 100 + draw(ND_MAX_TOKEN - 100) : 1 + draw(4);
        memset(terms[i], 'a', length);
        for (size_t k = draw(2) > 0 ? 0 : length - 1; k < length; k++)
            terms[i][k] = (char)('a' + draw(3));
        terms[i][length] = '\0';
    }
    qsort(terms, count, TERM_SIZE, by_name);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp(terms[kept - 1], terms[i]) != 0)
            memmove(terms[kept++], terms[i], TERM_SIZE);
    return kept;
}

static uint32_t draw_step(void) {
    uint32_t kind = draw(40);

    return kind < 30 ? 1 + draw(3) : kind < 39 ? 1 + draw(300) : 1 + draw(1u << 26);
}

static void begin_term(struct nd_segment_writer *writer, const char *term) {
    struct nd_buf key = {0};

    nd_buf_addf(&key, "%c%s", ND_SEGMENT_MAIN, term);
    nd_segment_writer_term(writer, nd_buf_str(&key));
    nd_buf_free(&key);
}

static void add_segment(struct bench *bench, struct nd_segment_list *segment_list,
                        struct nd_segment_writer *writer) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_segment segment;

    check_ok(nd_segment_writer_finish(writer, &segment, &err), &err);
    nd_segment_writer_fini(writer);
    if (segment.last > 0)
        nd_segment_list_add(segment_list, segment);
    check_ok(nd_segment_list_write(bench->index, segment_list, &err), &err);
}

static void write_segment(struct bench *bench) {
    static char terms[TERMS][TERM_SIZE];
    size_t count = draw_terms(terms);
    struct nd_error err = ND_ERROR_INIT;
    struct nd_segment_list segment_list;
    struct nd_segment_writer writer;

    check_ok(nd_segment_list_read(bench->index, &segment_list, &err), &err);
    check_ok(nd_segment_writer_open(&writer, bench->index, nd_segment_list_free_id(&segment_list), &err),
             &err);
    for (size_t i = 0; i < count; i++) {
        /* The highest id there can be is among them. */
        uint32_t doc = draw(30) == 0 ? UINT32_MAX - 3 : draw(3) > 0 ? draw(9) : 1000000000 + draw(9);
        uint32_t docs = draw(8) == 0 ? 0 : draw(10) > 0 ? draw(6) : draw(200);
        begin_term(&writer, terms[i]);
        for (; docs > 0 && doc > 0; docs--) {
            uint32_t step = draw_step();
            add_posting(bench, &writer, terms[i], doc,
                        draw(10) == 0   ? 0
                        : draw(20) == 0 ? draw(500)
                                        : 1 + draw(5));
            doc = doc > UINT32_MAX - step ? 0 : doc + step;
        }
    }
    add_segment(bench, &segment_list, &writer);
    nd_segment_list_free(&segment_list);
}

static void merge_some(struct bench *bench) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_segment_list segment_list;
    size_t first, count;

    check_ok(nd_segment_list_read(bench->index, &segment_list, &err), &err);
    if (segment_list.count > 0) {
        first = draw((uint32_t)segment_list.count);
        count = 1 + draw((uint32_t)(segment_list.count - first));
        check_ok(nd_segment_merge(bench->index, &segment_list, first, count, draw(4), &err), &err);
    }
    nd_segment_list_free(&segment_list);
}

/* What a merge leaves that was killed. */
static void leave_pages(struct bench *bench) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_segment_list segment_list;
    struct nd_segment_writer writer;

    check_ok(nd_segment_list_read(bench->index, &segment_list, &err), &err);
    check_ok(nd_segment_writer_open(&writer, bench->index, nd_segment_list_free_id(&segment_list), &err),
             &err);
    begin_term(&writer, "left");
    for (uint32_t doc = 1 + draw(2000); doc > 0; doc--)
        check_ok(nd_segment_writer_add(&writer, 3000 - doc, false, ND_STR("\3"), &err), &err);
    nd_segment_writer_fini(&writer);
    nd_segment_list_free(&segment_list);
}

static void pages_of_any_size(void **state) {
    static const int sizes[] = {32, 33, 40, 64, 200, 4050, 65536, 31, 3, 0, -7, 1 << 20};
    struct bench bench;

    (void)state;
    draw_state = 3;
    open_bench(&bench);
    for (int round = rounds(); round > 0; round--) {
        set_page_size(&bench, sizes[draw(sizeof sizes / sizeof *sizes)]);
        begin(&bench);
        if (draw(4) == 0)
            leave_pages(&bench);
        for (uint32_t left = 1 + draw(3); left > 0; left--)
            write_segment(&bench);
        if (draw(3) == 0)
            merge_some(&bench);
        commit(&bench);
        assert_agree(&bench);
    }
    close_bench(&bench);
}

/* A group after the other, in transactions of their own; on such pages it takes little to be large. */
static void large_segments_become_few(void **state) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_segment_list list;
    struct bench bench;
    size_t before;

    (void)state;
    draw_state = 13;
    open_bench(&bench);
    set_page_size(&bench, 32);
    run_sql(bench.model, "BEGIN");
    begin(&bench);
    for (int i = 0; i < 100; i++)
        write_segment(&bench);
    commit(&bench);
    run_sql(bench.model, "COMMIT");
    begin(&bench);
    check_ok(nd_segment_list_read(bench.index, &list, &err), &err);
    before = list.count;
    check_ok(nd_segment_merge_newest(bench.index, &list, 4, &err), &err);
    print_message("%zu segments become %zu\n", before, list.count);
    assert_true(list.count > 1 && list.count < before / 4);
    nd_segment_list_free(&list);
    commit(&bench);
    assert_agree(&bench);
    close_bench(&bench);
}

/* One list so long that pages are full of it, and of nothing but it. */
static void large_pages(void **state) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_segment_list segment_list;
    struct nd_segment_writer writer;
    struct bench bench;

    (void)state;
    open_bench(&bench);
    set_page_size(&bench, 65536);
    begin(&bench);
    check_ok(nd_segment_list_read(bench.index, &segment_list, &err), &err);
    check_ok(nd_segment_writer_open(&writer, bench.index, 1, &err), &err);
    begin_term(&writer, "a");
    run_sql(bench.model, "BEGIN");
    for (uint32_t doc = 1; doc < 15000; doc++)
        add_posting(&bench, &writer, "a", doc * 140000, 3);
    for (char term[] = "b0000"; term[1] < '5'; term[1]++)
        for (term[4] = '0'; term[4] <= '9'; term[4]++) {
            begin_term(&writer, term);
            add_posting(&bench, &writer, term, 1, 3000);
        }
    run_sql(bench.model, "COMMIT");
    add_segment(&bench, &segment_list, &writer);
    nd_segment_list_free(&segment_list);
    commit(&bench);
    assert_agree(&bench);
    close_bench(&bench);
}

/* Levels in which FTS5 is in the middle of a merge, and segments that have run empty. */
static void look_at_structure(struct bench *bench, uint64_t *merging, uint64_t *empty, uint64_t *segments) {
    sqlite3 *db = open_foreign(bench->path);
    sqlite3_stmt *stmt = prepare(db, "SELECT block FROM article_fts_data WHERE id = 10");
    const unsigned char *p, *end;
    uint64_t levels, written, count, merges;

    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    p = sqlite3_column_blob(stmt, 0);
    end = p + sqlite3_column_bytes(stmt, 0);
    p += 4;
    *merging = *empty = 0;
    p += nd_varint_get(p, end, &levels);
    p += nd_varint_get(p, end, segments);
    p += nd_varint_get(p, end, &written);
    for (; levels > 0; levels--) {
        p += nd_varint_get(p, end, &merges);
        p += nd_varint_get(p, end, &count);
        *merging += merges > 0;
        for (; count > 0; count--) {
            uint64_t id, first, last;
            p += nd_varint_get(p, end, &id);
            p += nd_varint_get(p, end, &first);
            p += nd_varint_get(p, end, &last);
            *empty += last == 0;
        }
    }
    assert_ptr_equal(p, end);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
}

/* What newsdex then writes, finishes or lets be, must leave the same. */
static void unfinished_merges(void **state) {
    uint64_t merging, empty, segments, met_merging = 0, met_empty = 0;
    struct nd_error err = ND_ERROR_INIT;
    int64_t won;
    struct bench bench;

    (void)state;
    draw_state = 8;
    open_bench(&bench);
    set_page_size(&bench, 40);
    run_foreign(bench.path, "INSERT INTO article_fts (article_fts, rank) VALUES ('usermerge', 2)");
    for (int round = rounds(); round > 0; round--) {
        begin(&bench);
        write_segment(&bench);
        commit(&bench);
        for (uint32_t left = draw(4); left > 0; left--)
            run_foreign(bench.path, "INSERT INTO article_fts (article_fts, rank) VALUES ('merge', 1)");
        look_at_structure(&bench, &merging, &empty, &segments);
        met_merging += merging;
        met_empty += empty;
        assert_agree(&bench);
        if (draw(3) == 0) {
            begin(&bench);
            merge_some(&bench);
            commit(&bench);
        } else if (draw(4) == 0) {
            check_ok(nd_index_optimize(bench.index, &won, &err), &err);
        }
        assert_agree(&bench);
        if (draw(6) == 0)
            run_foreign(bench.path, "INSERT INTO article_fts (article_fts) VALUES ('optimize')");
    }
    print_message("%d levels amid a merge, %d empty segments\n", (int)met_merging, (int)met_empty);
    assert_true(met_merging > 2);
    assert_true(met_empty > 0);
    close_bench(&bench);
}

/* As many segments as FTS5 allows: another article still finds a place. */
static void as_many_as_may_be(void **state) {
    uint64_t merging, empty, segments;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_arena *arena = nd_arena_new();
    struct nd_segment_list segment_list;
    struct nd_article article;
    struct bench bench;

    (void)state;
    open_bench(&bench);
    begin(&bench);
    check_ok(nd_segment_list_read(bench.index, &segment_list, &err), &err);
    for (uint32_t i = 0; i < ND_STRUCTURE_SEGMENTS; i++) {
        struct nd_segment_writer writer;
        check_ok(nd_segment_writer_open(&writer, bench.index, nd_segment_list_free_id(&segment_list), &err),
                 &err);
        begin_term(&writer, i % 2 == 0 ? "even" : "odd");
        add_posting(&bench, &writer, i % 2 == 0 ? "even" : "odd", 100 + i / 3, 2);
        add_segment(&bench, &segment_list, &writer);
    }
    nd_segment_list_free(&segment_list);
    commit(&bench);
    look_at_structure(&bench, &merging, &empty, &segments);
    assert_int_equal(segments, ND_STRUCTURE_SEGMENTS);
    assert_agree(&bench);
    begin(&bench);
    article = (struct nd_article){.metadata = nd_value_new(arena, ND_MAP),
                                  .path = ND_STR("/none/1.txt"),
                                  .key = ND_STR("1"),
                                  .title = ND_STR("Odd"),
                                  .body = ND_STR("")};
    put_article(bench.index, &article, NULL, arena);
    commit(&bench);
    run_with(bench.add, "odd", 1, ND_COLUMN_TITLE << ND_COLUMN_SHIFT);
    look_at_structure(&bench, &merging, &empty, &segments);
    assert_int_equal(segments, 1);
    assert_agree(&bench);
    nd_arena_free(arena);
    close_bench(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_of_any_size), cmocka_unit_test(large_segments_become_few),
        cmocka_unit_test(large_pages),       cmocka_unit_test(unfinished_merges),
        cmocka_unit_test(as_many_as_may_be),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
