#include "index/boilerplate/raw_text.h"

#include "index/boilerplate/cuts.h"

#include <stdio.h>
#include <xxhash.h>

void nd_raw_text_place(struct nd_raw_text *raw, struct nd_str provider_name, struct nd_str provider_domain,
                       struct nd_str path, int64_t container) {
    size_t slash = nd_str_rfind_char(path, '/');
    char number[24];
    struct nd_str place = provider_domain.len > 0 ? provider_domain : provider_name, name;

    raw->place_kind = ND_STR("provider");
    raw->container = place.len == 0 ? container : 0;
    name = place;
    if (place.len == 0 && container != 0) { /* its path may change without its parts being read again */
        raw->place_kind = ND_STR("file");
        place = path;
        name = nd_str_of(number, (size_t)snprintf(number, sizeof number, "%lld", (long long)container));
    } else if (place.len == 0) {
        raw->place_kind = ND_STR("folder");
        place = slash == SIZE_MAX ? ND_STR("") : nd_str_slice(path, 0, slash + 1);
        name = place;
    }
    raw->place = place;
    raw->scope = place.len == 0
                     ? 0
                     : XXH3_64bits_withSeed(name.ptr, name.len, (unsigned char)raw->place_kind.ptr[1]) | 1;
}

/* Columns of ND_SQL_RAW_TEXT. */
enum {
    TITLE,
    BODY,
    EXCERPT,
    FURNITURE,
    PROVENANCE,
    NAME,
    DOMAIN,
    PATH,
    CONTAINER,
    IS_VERSION,
    CUTS,
    LENGTH,
    OLD_EXCERPT,
    OLD_PROVENANCE
};

/* What there was of furniture before ends with a line end. */
static bool split_furniture(struct nd_str furniture, int64_t length, struct nd_str *before,
                            struct nd_str *cut) {
    size_t at = (size_t)length;

    if (length < 0 || (uint64_t)length > furniture.len ||
        (length > 0 && (at == furniture.len || furniture.ptr[at] != '\n')))
        return false;
    *before = length == 0 ? ND_STR_NONE : nd_str_slice(furniture, 0, at);
    *cut = nd_str_skip(furniture, length == 0 ? 0 : at + 1);
    return true;
}

static void restore(sqlite3_stmt *stmt, struct nd_arena *arena, struct nd_raw_text *raw) {
    struct nd_str furniture, cut;
    struct nd_buf body = {0};

    raw->cuts = nd_arena_str(
        arena, nd_str_of(sqlite3_column_blob(stmt, CUTS), (size_t)sqlite3_column_bytes(stmt, CUTS)));
    raw->is_damaged =
        !split_furniture(raw->furniture, sqlite3_column_int64(stmt, LENGTH), &furniture, &cut) ||
        !nd_cuts_undo(raw->cuts, raw->body, cut, &body);
    if (raw->is_damaged) {
        nd_buf_free(&body);
        return;
    }
    raw->body = nd_arena_take(arena, &body);
    raw->furniture = furniture;
    raw->excerpt = nd_sql_str(stmt, OLD_EXCERPT, arena);
    raw->provenance = nd_sql_str(stmt, OLD_PROVENANCE, arena);
}

enum nd_status nd_raw_text_read(struct nd_index *index, int64_t id, struct nd_arena *arena,
                                struct nd_raw_text *raw, struct nd_error *err) {
    sqlite3_stmt *stmt;
    struct nd_str path;
    enum nd_status status = nd_sql_row(index, ND_SQL_RAW_TEXT, id, &stmt, err);

    if (status != ND_OK)
        return status;
    *raw = (struct nd_raw_text){.title = nd_sql_str(stmt, TITLE, arena)};
    raw->body = nd_sql_str(stmt, BODY, arena);
    raw->excerpt = nd_sql_str(stmt, EXCERPT, arena);
    raw->furniture = nd_sql_str(stmt, FURNITURE, arena);
    raw->provenance = nd_sql_str(stmt, PROVENANCE, arena);
    raw->is_version = sqlite3_column_int(stmt, IS_VERSION) != 0;
    nd_raw_text_place(raw, nd_sql_str(stmt, NAME, arena), nd_sql_str(stmt, DOMAIN, arena),
                      nd_sql_str(stmt, PATH, arena), sqlite3_column_int64(stmt, CONTAINER));
    if (sqlite3_column_type(stmt, CUTS) != SQLITE_NULL)
        restore(stmt, arena, raw);
    path = nd_sql_str(stmt, PATH, arena);
    sqlite3_reset(stmt);
    return raw->is_damaged
               ? nd_error_set(err, ND_DB,
                              "%s: what was learned to be no text of article %lld cannot be put back; newsdex"
                              " ingest --force %.*s reads it again",
                              index->path, (long long)id, (int)path.len, path.ptr)
               : ND_OK;
}
