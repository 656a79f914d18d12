#include "index/db/grams.h"
#include "index/search/filter.h"
#include "index/search/searcher.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"

#include <stdlib.h>
#include <string.h>

static struct nd_str text_of(sqlite3_value *value) {
    const char *bytes = (const char *)sqlite3_value_text(value);

    return nd_str_of(bytes, bytes == NULL ? 0 : (size_t)sqlite3_value_bytes(value));
}

static bool is_ascii(struct nd_str text) {
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] >= 0x80)
            return false;
    return true;
}

/* True when text contains part; ASCII case ignored. Every byte of every path comes by here. */
static bool contains(struct nd_str text, struct nd_str part) {
    char low, high;

    if (part.len == 0 || part.len > text.len)
        return part.len == 0;
    low = nd_char_lower(part.ptr[0]);
    high = nd_char_is_alpha(low) ? (char)(low - 'a' + 'A') : low;
    for (const char *p = text.ptr, *last = p + text.len - part.len; p <= last; p++)
        if ((*p == low || *p == high) && nd_str_eq_nocase(nd_str_of(p, part.len), part))
            return true;
    return false;
}

/* instr(lower(text), lower(part)) > 0, in a quarter of the time. */
static void answer_contains(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    sqlite3_result_int(context, contains(text_of(values[0]), text_of(values[1])));
}

/* Keeps what was folded for the rows to come. */
static void keep(sqlite3_context *context, struct nd_str folded) {
    char *copy = nd_alloc_array(folded.len + 1, 1);

    memcpy(copy, folded.ptr, folded.len);
    sqlite3_set_auxdata(context, 1, copy, free);
}

/* As contains(), and where what is looked for is not ASCII also with both case folded: systems write the same
 * name composed or decomposed. */
static void answer_path_contains(sqlite3_context *context, int count, sqlite3_value **values) {
    struct nd_str path = text_of(values[0]), part = text_of(values[1]), folded;
    bool is_in = contains(path, part);

    (void)count;
    if (!is_in && !is_ascii(part)) {
        struct nd_arena *arena = nd_arena_new();
        const char *kept = sqlite3_get_auxdata(context, 1);
        folded = kept == NULL ? nd_casefold(part, arena) : nd_str_from(kept);
        is_in = contains(is_ascii(path) ? path : nd_casefold(path, arena), folded);
        if (kept == NULL)
            keep(context, folded);
        nd_arena_free(arena);
    }
    sqlite3_result_int(context, is_in);
}

/* A text as nd_filter_text gives what to look for in it. */
static void answer_folded(sqlite3_context *context, int count, sqlite3_value **values) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_str folded = nd_casefold(text_of(values[0]), arena);

    (void)count;
    sqlite3_result_text64(context, folded.ptr, folded.len, SQLITE_TRANSIENT, SQLITE_UTF8);
    nd_arena_free(arena);
}

static bool may_have(sqlite3_value *row, struct nd_str part) {
    const char *bits = sqlite3_value_blob(row);

    return nd_grams_may_have(nd_str_of(bits, bits == NULL ? 0 : (size_t)sqlite3_value_bytes(row)), part);
}

/* Whether a row of the table gram may have a text. */
static void answer_may_have(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    sqlite3_result_int(context, may_have(values[0], text_of(values[1])));
}

/* The same of a part of a path: rows have the bytes of paths, which may write it in another way. */
static void answer_path_may_have(sqlite3_context *context, int count, sqlite3_value **values) {
    struct nd_str part = text_of(values[1]);

    (void)count;
    sqlite3_result_int(context, !is_ascii(part) || may_have(values[0], part));
}

enum nd_status nd_filter_open(struct nd_index *index, struct nd_error *err) {
    static const struct {
        const char *name;
        int count;
        void (*answer)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {{"newsdex_contains", 2, answer_contains},
                     {"newsdex_path_contains", 2, answer_path_contains},
                     {"newsdex_folded", 1, answer_folded},
                     {"newsdex_may_have", 2, answer_may_have},
                     {"newsdex_path_may_have", 2, answer_path_may_have}};

    for (; index != NULL; index = index->beside) {
        if (index->searcher->can_filter)
            continue;
        for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
            if (sqlite3_create_function(index->db, functions[i].name, functions[i].count,
                                        SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                        functions[i].answer, NULL, NULL) != SQLITE_OK)
                return nd_sql_error(index, err);
        index->searcher->can_filter = true;
    }
    return ND_OK;
}
