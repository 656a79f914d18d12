#include "index/store/version_group.h"

#include "index/boilerplate/raw_text.h"
#include "index/store/likeness.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/utf8.h"

#include <stdlib.h>

enum { MOST_LEADS = 16 }; /* different things of one address that are told apart */

/* The members that answer so far. */
struct leads {
    size_t members[MOST_LEADS];
    struct nd_likeness likenesses[MOST_LEADS];
    size_t count;
};

static enum nd_status read_member(struct nd_index *index, int64_t id, struct nd_likeness *likeness,
                                  struct nd_error *err) {
    sqlite3_stmt *stmt;
    struct nd_likeness_source source;
    struct nd_raw_text raw;
    enum nd_status status;

    nd_arena_reset(index->scratch);
    status = nd_sql_row(index, ND_SQL_VERSION_TEXT, id, &stmt, err);
    if (status != ND_OK)
        return status == ND_END
                   ? nd_error_set(err, ND_DB, "%s: damaged: no article %lld", index->path, (long long)id)
                   : status;
    source.title = nd_casefold(nd_sql_str(stmt, 0, index->scratch), index->scratch);
    source.published_at = nd_sql_str(stmt, 1, index->scratch);
    source.address = nd_sql_str(stmt, 2, index->scratch);
    sqlite3_reset(stmt);
    status = nd_raw_text_read(index, id, index->scratch, &raw, err); /* whatever is learned */
    if (status != ND_OK)
        return status;
    source.excerpt = raw.excerpt;
    source.body = raw.body;
    nd_likeness_set(likeness, &source);
    return ND_OK;
}

/* The first lead the record is plainly like, or the number of leads. */
static size_t find_lead(struct leads *leads, const struct nd_likeness *record) {
    size_t i = 0;

    while (i < leads->count && !nd_likeness_is_plain(&leads->likenesses[i], record))
        i++;
    return i;
}

/* Each with the first it is plainly like; ND_END when too many are like none. */
static enum nd_status join_plain(struct nd_index *index, struct nd_version_group *group, struct leads *leads,
                                 struct nd_error *err) {
    struct nd_likeness record = {0};
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < group->count && status == ND_OK; i++) {
        struct nd_version_member *member = &group->members[i];
        size_t at;
        if (!member->is_named)
            continue;
        status = read_member(index, member->id, &record, err);
        at = status == ND_OK ? find_lead(leads, &record) : 0;
        if (status == ND_OK && at == MOST_LEADS)
            status = ND_END;
        if (status != ND_OK)
            continue;
        if (at == leads->count) {
            leads->members[leads->count] = i;
            leads->likenesses[leads->count++] = record;
            record = (struct nd_likeness){0};
        }
        member->lead = leads->members[at];
    }
    nd_likeness_fini(&record);
    return status;
}

static int by_file(const void *a, const void *b) {
    const struct nd_version_member *x = a, *y = b;

    if (x->file_id != y->file_id)
        return x->file_id < y->file_id ? -1 : 1;
    return x->lead < y->lead ? -1 : x->lead > y->lead;
}

/* True when some file has different things under the address. */
static bool is_shared(const struct nd_version_group *group) {
    struct nd_version_member *members = nd_alloc_array(group->count, sizeof *members);
    size_t count = 0;
    bool is_found = false;

    for (size_t i = 0; i < group->count; i++)
        if (group->members[i].is_named)
            members[count++] = group->members[i];
    qsort(members, count, sizeof *members, by_file);
    for (size_t i = 1; i < count && !is_found; i++)
        is_found = members[i].file_id == members[i - 1].file_id && members[i].lead != members[i - 1].lead;
    free(members);
    return is_found;
}

/* Leads that may be of one article follow the first of them, and what follows them does, too. */
static void join_open(struct nd_version_group *group, struct leads *leads) {
    for (size_t i = 1; i < leads->count; i++)
        for (size_t k = 0; k < i; k++) {
            struct nd_version_member *first = &group->members[leads->members[k]];
            if (first->lead != leads->members[k] ||
                !nd_likeness_is_open(&leads->likenesses[k], &leads->likenesses[i]))
                continue;
            group->members[leads->members[i]].lead = leads->members[k];
            break;
        }
    for (size_t i = 0; i < group->count; i++)
        group->members[i].lead = group->members[group->members[i].lead].lead;
}

static void part_all(struct nd_version_group *group) {
    for (size_t i = 0; i < group->count; i++)
        group->members[i].lead = i;
}

static int by_fullness(const void *a, const void *b) {
    const struct nd_version_member *x = a, *y = b;

    if (x->characters != y->characters)
        return x->characters > y->characters ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

/* The fullest first, by what their files have: what answers is cut, and its versions are not. */
static enum nd_status sort(struct nd_index *index, struct nd_version_group *group, struct nd_error *err) {
    struct nd_raw_text raw;
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < group->count && status == ND_OK; i++) {
        struct nd_version_member *member = &group->members[i];
        member->place = i;
        if (!member->is_cut)
            continue;
        nd_arena_reset(index->scratch);
        status = nd_raw_text_read(index, member->id, index->scratch, &raw, err);
        if (status == ND_OK)
            member->characters = (int64_t)nd_utf8_count(raw.body);
    }
    qsort(group->members, group->count, sizeof *group->members, by_fullness);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_version_group_decide(struct nd_index *index, struct nd_version_group *group,
                                       struct nd_error *err) {
    struct leads *leads;
    enum nd_status status;

    if (group->count < 2) {
        part_all(group);
        return ND_OK;
    }
    status = sort(index, group, err);
    part_all(group);
    if (status != ND_OK)
        return status;
    leads = nd_alloc_array(1, sizeof *leads);
    status = join_plain(index, group, leads, err);
    if (status == ND_END)
        part_all(group);
    else if (status == ND_OK && leads->count > 1 && !is_shared(group))
        join_open(group, leads);
    for (size_t i = 0; i < leads->count; i++)
        nd_likeness_fini(&leads->likenesses[i]);
    free(leads);
    return status == ND_END ? ND_OK : status;
}
