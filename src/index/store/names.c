#include "index/store/names.h"

#include "index/fulltext/number_sort.h"
#include "index/store/fingerprint.h"
#include "index/store/store.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* The key under which a pair is remembered: both parts with a byte between them that neither has. */
static struct nd_str pair_key(struct nd_index *index, struct nd_str a, struct nd_str b) {
    char *key = nd_arena_bytes(index->scratch, a.len + b.len + 1);

    if (a.len > 0)
        memcpy(key, a.ptr, a.len);
    key[a.len] = '\n';
    if (b.len > 0)
        memcpy(key + a.len + 1, b.ptr, b.len);
    return nd_str_of(key, a.len + b.len + 1);
}

/* The id a statement finds, or ND_END. */
static enum nd_status find_id(struct nd_index *index, sqlite3_stmt *stmt, int64_t *id, struct nd_error *err) {
    enum nd_status status = nd_sql_step(index, stmt, err);

    if (status == ND_OK)
        *id = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    return status;
}

static enum nd_status insert_id(struct nd_index *index, sqlite3_stmt *stmt, int64_t *id,
                                struct nd_error *err) {
    enum nd_status status = nd_sql_run(index, stmt, err);

    *id = sqlite3_last_insert_rowid(index->db);
    return status;
}

static struct nd_str or_empty(struct nd_str s) {
    return s.ptr == NULL ? ND_STR("") : s;
}

enum nd_status nd_names_provider(struct nd_index *index, struct nd_str name, struct nd_str domain,
                                 int64_t *id, struct nd_error *err) {
    static const enum nd_sql which[] = {ND_SQL_PROVIDER_FIND, ND_SQL_PROVIDER_INSERT};
    struct nd_str key = pair_key(index, name, domain);
    enum nd_status status = ND_END;

    *id = 0;
    if ((name.ptr == NULL && domain.ptr == NULL) || nd_map_get(index->store->providers, key, id))
        return ND_OK;
    for (int i = 0; i < 2 && status == ND_END; i++) {
        sqlite3_stmt *stmt = nd_sql(index, which[i], err);
        if (stmt == NULL)
            return err->status;
        nd_sql_bind_str(stmt, ":name", or_empty(name));
        nd_sql_bind_str(stmt, ":domain", or_empty(domain));
        status = i == 0 ? find_id(index, stmt, id, err) : insert_id(index, stmt, id, err);
    }
    if (status == ND_OK)
        nd_map_put(index->store->providers, key, *id);
    return status;
}

/* What has one name. Topics and authors are also looked up as they are folded. */
struct kind {
    enum nd_sql find, insert;
    bool is_folded;
};
static const struct kind topic_kind = {ND_SQL_TOPIC_FIND, ND_SQL_TOPIC_INSERT, true};
static const struct kind author_kind = {ND_SQL_AUTHOR_FIND, ND_SQL_AUTHOR_INSERT, true};
static const struct kind provenance_kind = {ND_SQL_PROVENANCE_FIND, ND_SQL_PROVENANCE_INSERT, false};

/* The id of the row that has the name, made when there is none. */
static enum nd_status find_name(struct nd_index *index, const struct kind *kind, struct nd_map *known,
                                struct nd_str name, int64_t *id, struct nd_error *err) {
    sqlite3_stmt *stmt;
    enum nd_status status;

    if (nd_map_get(known, name, id))
        return ND_OK;
    stmt = nd_sql(index, kind->find, err);
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_str(stmt, ":name", name);
    status = find_id(index, stmt, id, err);
    if (status == ND_END) {
        stmt = nd_sql(index, kind->insert, err);
        if (stmt == NULL)
            return err->status;
        nd_sql_bind_str(stmt, ":name", name);
        if (kind->is_folded)
            nd_sql_bind_str(stmt, ":folded", nd_casefold(name, index->scratch));
        status = insert_id(index, stmt, id, err);
    }
    if (status == ND_OK)
        nd_map_put(known, name, *id);
    return status;
}

enum nd_status nd_names_provenance(struct nd_index *index, struct nd_str record, int64_t *id,
                                   struct nd_error *err) {
    *id = 0;
    return record.len == 0 ? ND_OK
                           : find_name(index, &provenance_kind, index->store->provenances, record, id, err);
}

enum nd_status nd_names_drop_provenances(struct nd_index *index, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_PROVENANCE_DROP_UNUSED, err);

    nd_map_clear(index->store->provenances);
    return stmt == NULL ? err->status : nd_sql_run(index, stmt, err);
}

static enum nd_status add_topic(struct nd_index *index, int64_t article_id, enum nd_role role,
                                int64_t position, struct nd_str name, struct nd_error *err) {
    int64_t id = 0;
    enum nd_status status = find_name(index, &topic_kind, index->store->topics, name, &id, err);
    sqlite3_stmt *stmt = status == ND_OK ? nd_sql(index, ND_SQL_ARTICLE_TOPIC_INSERT, err) : NULL;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":article", article_id);
    nd_sql_bind_str(stmt, ":role", nd_str_from(nd_role_name(role)));
    nd_sql_bind_int(stmt, ":position", position);
    nd_sql_bind_int(stmt, ":topic", id);
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_names_topics(struct nd_index *index, int64_t article_id, const struct nd_article *article,
                               struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (int role = ND_TOPIC; role <= ND_THEME; role++) {
        int64_t position = 0;
        for (const struct nd_name *n = article->names[role].first; n != NULL && status == ND_OK; n = n->next)
            status = add_topic(index, article_id, (enum nd_role)role, position++, n->text, err);
    }
    return status;
}

enum nd_status nd_names_authors(struct nd_index *index, int64_t article_id, const struct nd_article *article,
                                struct nd_error *err) {
    enum nd_status status = ND_OK;
    int64_t position = 0;

    for (const struct nd_name *n = article->authors.first; n != NULL && status == ND_OK; n = n->next) {
        int64_t id = 0;
        sqlite3_stmt *stmt;
        status = find_name(index, &author_kind, index->store->authors, n->text, &id, err);
        stmt = status == ND_OK ? nd_sql(index, ND_SQL_ARTICLE_AUTHOR_INSERT, err) : NULL;
        if (stmt == NULL)
            return err->status;
        nd_sql_bind_int(stmt, ":article", article_id);
        nd_sql_bind_int(stmt, ":position", position++);
        nd_sql_bind_int(stmt, ":author", id);
        status = nd_sql_run(index, stmt, err);
    }
    return status;
}

/* Addresses of one article are one target. */
static struct nd_str url_identity(struct nd_index *index, struct nd_str url) {
    struct nd_buf identity = {0};

    nd_url_identity(url, &identity);
    return nd_arena_take(index->scratch, &identity);
}

/* What a reference names: its URL, else its key, else nothing but its title. */
static struct nd_str target_name(struct nd_index *index, const struct nd_article *reference,
                                 const char **kind) {
    *kind = reference->url.ptr != NULL ? "url" : reference->key.ptr != NULL ? "key" : "title";
    if (reference->url.ptr != NULL)
        return url_identity(index, reference->url);
    return reference->key.ptr != NULL ? reference->key : nd_casefold(reference->title, index->scratch);
}

/* The target of that name and whether it has been resolved, or ND_END. */
static enum nd_status find_target(struct nd_index *index, const char *kind, struct nd_str name, int64_t *id,
                                  bool *is_settled, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_TARGET_FIND, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_str(stmt, ":kind", nd_str_from(kind));
    nd_sql_bind_str(stmt, ":name", name);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK) {
        *id = sqlite3_column_int64(stmt, 0);
        *is_settled = sqlite3_column_int(stmt, 1) == 0;
    }
    sqlite3_reset(stmt);
    return status;
}

static enum nd_status invalidate(struct nd_index *index, int64_t target, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_TARGET_DIRTY, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", target);
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_names_invalidate(struct nd_index *index, const char *kind, struct nd_str name,
                                   struct nd_error *err) {
    bool is_settled = false;
    int64_t target = 0;
    enum nd_status status;

    if (name.ptr == NULL)
        return ND_OK;
    if (kind[0] == 'u')
        name = url_identity(index, name);
    status = find_target(index, kind, name, &target, &is_settled, err);
    if (status == ND_OK && is_settled)
        status = invalidate(index, target, err);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_names_invalidate_links(struct nd_index *index, int64_t article_id, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_TARGETS_OF_ARTICLE, err);
    int64_t *targets = NULL;
    size_t count = 0, capacity = 0;
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", article_id);
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK) {
        targets = nd_alloc_grow(targets, &capacity, count + 1, sizeof *targets);
        targets[count++] = sqlite3_column_int64(stmt, 0);
    }
    status = status == ND_END ? ND_OK : status;
    for (size_t i = 0; i < count && status == ND_OK; i++)
        status = invalidate(index, targets[i], err);
    free(targets);
    return status;
}

static enum nd_status insert_target(struct nd_index *index, const char *kind, struct nd_str name, int64_t *id,
                                    struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_TARGET_INSERT, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_str(stmt, ":kind", nd_str_from(kind));
    nd_sql_bind_str(stmt, ":name", name);
    return insert_id(index, stmt, id, err);
}

/* The id of a target, made if need be; afterwards it is marked as to be resolved. */
static enum nd_status open_target(struct nd_index *index, const char *kind, struct nd_str name, int64_t *id,
                                  struct nd_error *err) {
    struct nd_str key = pair_key(index, nd_str_from(kind), name);
    bool is_settled = false;
    enum nd_status status;

    if (nd_map_get(index->store->targets, key, id))
        return ND_OK;
    status = find_target(index, kind, name, id, &is_settled, err);
    if (status == ND_END)
        status = insert_target(index, kind, name, id, err);
    else if (status == ND_OK && is_settled)
        status = invalidate(index, *id, err);
    if (status == ND_OK)
        nd_map_put(index->store->targets, key, *id);
    return status;
}

static enum nd_status open_mention(struct nd_index *index, int64_t target, const struct nd_article *reference,
                                   int64_t *id, struct nd_error *err) {
    struct nd_buf record = {0};
    enum nd_status status = ND_DB;
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_MENTION_FIND, err);
    int64_t hash;

    nd_article_write_reference(reference, &record);
    hash = (int64_t)XXH3_64bits(record.ptr, record.len);
    if (stmt == NULL)
        goto out;
    nd_sql_bind_int(stmt, ":target", target);
    nd_sql_bind_int(stmt, ":hash", hash);
    status = find_id(index, stmt, id, err);
    if (status != ND_END)
        goto out;
    status = ND_DB;
    stmt = nd_sql(index, ND_SQL_MENTION_INSERT, err);
    if (stmt == NULL)
        goto out;
    nd_sql_bind_int(stmt, ":target", target);
    nd_sql_bind_int(stmt, ":hash", hash);
    nd_sql_bind_str(stmt, ":record", nd_buf_str(&record));
    status = insert_id(index, stmt, id, err);
out:
    nd_buf_free(&record);
    return status;
}

enum { ID_BITS = 31 }; /* of a pair of ids that is remembered as one number */

static void remember_mention(struct nd_index *index, struct nd_str key, int64_t target, int64_t mention) {
    if (target >> ID_BITS == 0 && mention >> ID_BITS == 0)
        nd_map_put(index->store->mentions, key, target << ID_BITS | mention);
}

/* Equal for two references only if they say the same. */
static struct nd_lines_hash fingerprint(struct nd_index *index, const struct nd_article *reference) {
    XXH128_hash_t hash;

    if ((reference->lines.high | reference->lines.low) != 0)
        return reference->lines;
    hash = nd_fingerprint(reference, &index->store->fingerprint);
    return (struct nd_lines_hash){hash.high64, hash.low64};
}

/* The target and mention of a reference; those met lately are known by all that the reference says. */
static enum nd_status find_mention(struct nd_index *index, const struct nd_article *reference,
                                   int64_t *target, int64_t *mention, struct nd_error *err) {
    struct nd_lines_hash hash = fingerprint(index, reference);
    struct nd_str key = nd_str_of((const char *)&hash, sizeof hash), name;
    enum nd_status status;
    const char *kind;
    int64_t pair;

    if (nd_map_get(index->store->mentions, key, &pair)) {
        *target = pair >> ID_BITS;
        *mention = pair & (((int64_t)1 << ID_BITS) - 1);
        return ND_OK;
    }
    name = target_name(index, reference, &kind);
    status = open_target(index, kind, name, target, err);
    if (status == ND_OK)
        status = open_mention(index, *target, reference, mention, err);
    if (status == ND_OK)
        remember_mention(index, key, *target, *mention);
    return status;
}

/* What links point to and what they say there. */
struct link {
    int64_t target, mention;
};

/* Adds one link, or ND_LINKS_AT_ONCE, of consecutive positions. */
static enum nd_status add_links(struct nd_index *index, int64_t article_id, int64_t position,
                                const struct link *links, int count, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, count == 1 ? ND_SQL_LINK_INSERT : ND_SQL_LINKS_INSERT, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bound(
        sqlite3_bind_int64(stmt, 1, article_id)); /* by number: links are most of the rows there are */
    nd_sql_bound(sqlite3_bind_int64(stmt, 2, position));
    for (int i = 0; i < count; i++) {
        nd_sql_bound(sqlite3_bind_int64(stmt, 3 + 2 * i, links[i].target));
        nd_sql_bound(sqlite3_bind_int64(stmt, 4 + 2 * i, links[i].mention));
    }
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_names_links(struct nd_index *index, int64_t article_id, const struct nd_article *article,
                              struct nd_error *err) {
    struct link links[ND_LINKS_AT_ONCE];
    enum nd_status status = ND_OK;
    int64_t position = 0;
    int count = 0;

    for (const struct nd_article *r = article->related; r != NULL && status == ND_OK; r = r->next) {
        status = find_mention(index, r, &links[count].target, &links[count].mention, err);
        if (status != ND_OK || ++count < ND_LINKS_AT_ONCE)
            continue;
        status = add_links(index, article_id, position, links, count, err);
        position += count;
        count = 0;
    }
    for (int i = 0; i < count && status == ND_OK; i++)
        status = add_links(index, article_id, position + i, &links[i], 1, err);
    return status;
}

/* What is noted of a name: its kind, as ND_SQL_NAMES_OF numbers them, and its id. */
enum { KINDS = 3, KIND_SHIFT = 56, MOST_ORPHANS = 1 << 16 };

/* So many names were left that to look at all of them is no more work. */
static void note_orphan(struct nd_store *store, uint64_t kind, uint64_t id) {
    if (store->orphan_count == MOST_ORPHANS) {
        store->orphan_count = nd_number_sort_set(store->orphans, store->orphan_count);
        store->has_any_orphan = store->has_any_orphan || store->orphan_count > MOST_ORPHANS / 2;
    }
    store->has_any_orphan = store->has_any_orphan || id >> KIND_SHIFT != 0;
    if (store->has_any_orphan)
        return;
    store->orphans = nd_alloc_grow(store->orphans, &store->orphan_capacity, store->orphan_count + 1,
                                   sizeof *store->orphans);
    store->orphans[store->orphan_count++] = kind << KIND_SHIFT | id;
}

enum nd_status nd_names_leave(struct nd_index *index, int64_t article_id, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_NAMES_OF, err);
    enum nd_status status;

    index->store->has_orphans = true;
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", article_id);
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK)
        note_orphan(index->store, (uint64_t)sqlite3_column_int64(stmt, 0),
                    (uint64_t)sqlite3_column_int64(stmt, 1));
    return status == ND_END ? ND_OK : status;
}

static enum nd_status drop_noted(struct nd_index *index, struct nd_error *err) {
    static const enum nd_sql which[KINDS] = {ND_SQL_PROVIDER_DROP, ND_SQL_TOPIC_DROP, ND_SQL_AUTHOR_DROP};
    struct nd_store *store = index->store;
    enum nd_status status = ND_OK;

    store->orphan_count = nd_number_sort_set(store->orphans, store->orphan_count);
    for (size_t i = 0; i < store->orphan_count && status == ND_OK; i++) {
        uint64_t kind = store->orphans[i] >> KIND_SHIFT, id = store->orphans[i] ^ kind << KIND_SHIFT;
        status = nd_sql_run_id(index, which[kind], (int64_t)id, err);
    }
    return status;
}

static enum nd_status drop_all(struct nd_index *index, struct nd_error *err) {
    static const enum nd_sql which[KINDS] = {ND_SQL_PROVIDER_DROP_UNUSED, ND_SQL_TOPIC_DROP_UNUSED,
                                             ND_SQL_AUTHOR_DROP_UNUSED};
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < KINDS && status == ND_OK; i++) {
        sqlite3_stmt *stmt = nd_sql(index, which[i], err);
        status = stmt == NULL ? err->status : nd_sql_run(index, stmt, err);
    }
    return status;
}

enum nd_status nd_names_tidy(struct nd_index *index, struct nd_error *err) {
    enum nd_status status = index->store->has_any_orphan ? drop_all(index, err) : drop_noted(index, err);

    nd_map_clear(index->store->topics);
    nd_map_clear(index->store->authors);
    nd_map_clear(index->store->providers);
    return status;
}
