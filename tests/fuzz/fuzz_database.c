/*
 * A database that is damaged as the input says (tests/damage.h), in everything that is done with one:
 * searched, shown, counted, verified, written to, ingested into, rebuilt. Whatever it holds, all of this
 * ends, with a sentence where it failed; and what was rebuilt is sound.
 */
#include "../damage.h"

#include "newsdex/ingest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[64];
static struct nd_buf sound;

static void remove_files(void) {
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[sizeof path + 16];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

static void make_sound(void) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    sqlite3 *db = NULL;
    struct stat st;
    FILE *file;

    snprintf(path, sizeof path, "/dev/shm/newsdex-database-%ld", (long)getpid());
    atexit(remove_files);
    any_query_require(sqlite3_open(path, &db) == SQLITE_OK, "a file is made");
    damage_run(db, "PRAGMA page_size = 1024; VACUUM");
    sqlite3_close(db);
    any_query_require(nd_index_open(path, ND_INDEX_WRITE, 0, &index, &err) == ND_OK, "a database is made");
    for (int round = 0; round < 2; round++) { /* the second replaces what the first put */
        any_query_require(nd_index_begin(index, &err) == ND_OK, "a transaction begins");
        for (size_t i = 0; i < ANY_QUERY_TEXTS; i++)
            any_query_put(index, i, arena);
        any_query_require(nd_index_commit(index, &err) == ND_OK, "it ends");
    }
    any_query_require(nd_index_finish(index, &err) == ND_OK, "the database is complete");
    nd_index_close(index);
    db = damage_open(path);
    damage_run(db, "PRAGMA journal_mode = DELETE");
    sqlite3_close(db);
    file = fopen(path, "rb");
    any_query_require(file != NULL && stat(path, &st) == 0, "there is a file");
    sound.len = fread(nd_buf_reserve(&sound, (size_t)st.st_size), 1, (size_t)st.st_size, file);
    fclose(file);
    nd_arena_free(arena);
}

static void restore(void) {
    FILE *file;

    remove_files();
    file = fopen(path, "wb");
    any_query_require(file != NULL && fwrite(sound.ptr, 1, sound.len, file) == sound.len && fclose(file) == 0,
                      "the sound database is written");
}

/* Every byte of a text is there. */
static void touch(struct nd_str text) {
    volatile unsigned sum = 0;

    for (size_t i = 0; i < text.len; i++)
        sum += (unsigned char)text.ptr[i];
}

static void expect(enum nd_status status, const struct nd_error *err) {
    any_query_require(status == ND_OK || err->message[0] != '\0', "what fails says why");
    any_query_require(status != ND_CANCELLED, "nobody interrupted it");
}

static enum nd_status take_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    (void)context;
    (void)err;
    touch(hit->path), touch(hit->url), touch(hit->title), touch(hit->published_at), touch(hit->language);
    touch(hit->provider_name), touch(hit->provider_domain), touch(hit->snippet), touch(hit->explanation);
    for (size_t i = 0; i < hit->mark_count; i++)
        any_query_require(hit->marks[i].start <= hit->marks[i].end && hit->marks[i].end <= hit->snippet.len,
                          "marks are within the snippet");
    return ND_OK;
}

static enum nd_status take_facet(void *context, const struct nd_facet *facet, struct nd_error *err) {
    (void)context;
    (void)err;
    touch(facet->value);
    return ND_OK;
}

static enum nd_status take_problem(void *context, const struct nd_stored_problem *problem,
                                   struct nd_error *err) {
    (void)context;
    (void)err;
    touch(problem->path), touch(problem->level), touch(problem->code), touch(problem->message);
    return ND_OK;
}

static void take_fault(void *context, struct nd_str fault) {
    (void)context;
    touch(fault);
}

/* After the full-text index was made anew. */
static void take_no_damage(void *context, struct nd_str fault) {
    (void)context;
    any_query_require(!nd_str_starts(fault, ND_STR("the full-text index is damaged")),
                      "a new index is sound");
}

static void ask(struct nd_index *index, struct nd_str text, uint8_t how, struct nd_arena *arena) {
    struct nd_query_settings settings = {.any = (how & 1) != 0,
                                         .today = {.year = 2023, .month = 8, .day = 31}};
    struct nd_buf explanation = {0}, advice = {0};
    struct nd_search_options options = {.any = settings.any,
                                        .references = (how & 2) != 0,
                                        .snippets = true,
                                        .context = 1 + how % 40,
                                        .limit = (how & 4) != 0 ? 20 : 0,
                                        .sort = (how & 8) != 0 ? ND_SORT_NEWEST : ND_SORT_DEFAULT,
                                        .explain = (how & 16) != 0 ? &explanation : NULL};
    struct nd_facet_receiver receiver = {.take = take_facet};
    struct nd_error err = ND_ERROR_INIT;
    int64_t count;

    expect(nd_index_search(index, nd_query_parse(text, &settings, arena), &options, take_hit, NULL, &count,
                           &err),
           &err);
    options.explain = NULL;
    expect(nd_index_search_count(index, nd_query_parse(text, &settings, arena), &options, &count, &err),
           &err);
    expect(nd_index_advise(index, nd_query_parse(text, &settings, arena), &options, &advice, &err), &err);
    expect(nd_index_facets(index, nd_query_parse(text, &settings, arena), &options,
                           (enum nd_facet_field)(how % ND_FACETS), &receiver, &err),
           &err);
    nd_buf_free(&explanation);
    nd_buf_free(&advice);
}

static void read_all(uint8_t how) {
    static const char *const queries[] = {"qwen",
                                          "the cranes run",
                                          "c* -qwen",
                                          "models OR 模型",
                                          "\"open models\"",
                                          "title:cranes \"of the\"~4",
                                          "lang:en cranes",
                                          "-qwen",
                                          "lang:zh",
                                          "date:2023",
                                          "topic:=\"Open Models\" type:article",
                                          "zzzz",
                                          "provider:example path:news",
                                          "url:example * the"};
    struct nd_arena *arena = nd_arena_new();
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    enum nd_status status = nd_index_open(path, ND_INDEX_READ, 0, &index, &err);
    bool is_sound;

    expect(status, &err);
    for (size_t i = 0; i < 4 && status == ND_OK; i++)
        ask(index, nd_str_from(queries[(how + i * 5) % (sizeof queries / sizeof *queries)]),
            (uint8_t)(how * 7 + i * 31), arena);
    for (int64_t id = 0; id < 12 && status == ND_OK; id++) {
        struct nd_stored_article stored;
        expect(nd_index_show(index, id < 10 ? id : ND_FIRST_REFERENCE + id - 10, arena, &stored, &err), &err);
        touch(stored.article.title), touch(stored.article.body), touch(stored.metadata),
            touch(stored.quality);
    }
    if (status == ND_OK)
        expect(nd_index_problems(index, ND_STR_NONE, take_problem, NULL, &err), &err);
    nd_index_close(index);
    index = NULL;
    status = nd_index_open(path, ND_INDEX_VERIFY, 0, &index, &err);
    expect(status, &err);
    if (status == ND_OK && (how & 1) != 0)
        expect(nd_index_verify(index, take_fault, NULL, &is_sound, &err), &err);
    nd_index_close(index);
    nd_arena_free(arena);
}

/* Some articles are replaced, one is new, one goes; any of it may be refused. */
static enum nd_status change(struct nd_index *index, struct nd_arena *arena, struct nd_error *err) {
    enum nd_status status = nd_index_begin(index, err);
    bool removed;

    for (size_t i = 0; i < 5 && status == ND_OK; i++) {
        struct nd_problems problems;
        struct nd_article article;
        struct nd_index_input input = {.article = &article, .problems = &problems};
        enum nd_change kind;
        nd_problems_init(&problems, arena);
        input.path = nd_arena_printf(arena, "/news/2023/%zu.md", i * 2);
        nd_article_read(nd_str_from(any_query_texts[i]), input.path, arena, NULL, &problems, &article);
        status = nd_index_put(index, &input, &kind, err);
    }
    if (status == ND_OK)
        status = nd_index_remove(index, 2, ND_STR("/news/2023/1.md"), &removed, err);
    return status == ND_OK ? nd_index_commit(index, err) : status;
}

static void write_all(uint8_t how) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    struct nd_index_file files[16];
    struct nd_index_page page = {.from = ND_STR(""), .until = ND_STR("\x7f"), .files = files, .max = 16};
    enum nd_status status = nd_index_open(path, ND_INDEX_WRITE, 0, &index, &err);
    int64_t won;

    if (status == ND_OK)
        status = nd_index_files(index, &page, arena, &err);
    if (status == ND_OK)
        status = change(index, arena, &err);
    if (status != ND_OK && index != NULL)
        nd_index_rollback(index);
    if (status == ND_OK)
        status = nd_index_finish(index, &err);
    if (status == ND_OK && (how & 3) == 0)
        status = nd_index_optimize(index, &won, &err);
    expect(status, &err);
    nd_index_close(index);
    nd_arena_free(arena);
}

static char folder[sizeof path + 16];

static void name_news(size_t number, char name[sizeof folder + 16]) {
    snprintf(name, sizeof folder + 16, "%s/%zu.md", folder, number);
}

static void remove_news(void) {
    char name[sizeof folder + 16];

    for (size_t i = 0; i < ANY_QUERY_TEXTS; i += 3) {
        name_news(i, name);
        unlink(name);
    }
    rmdir(folder);
}

/* A folder of a few articles, some of which the database knows under other paths. */
static void make_news(void) {
    char name[sizeof folder + 16];

    snprintf(folder, sizeof folder, "%s.news", path);
    any_query_require(mkdir(folder, 0700) == 0, "there is a folder");
    atexit(remove_news);
    for (size_t i = 0; i < ANY_QUERY_TEXTS; i += 3) {
        FILE *file;
        name_news(i, name);
        file = fopen(name, "wb");
        any_query_require(file != NULL && fputs(any_query_texts[i], file) >= 0 && fclose(file) == 0,
                          "the news are written");
    }
}

/* As newsdex ingest does it; how chooses what. */
static void ingest_all(uint8_t how) {
    struct nd_str root = nd_str_from(folder);
    struct nd_ingest_options options = {.roots = &root,
                                        .root_count = 1,
                                        .jobs = 1,
                                        .max_size = ND_MAX_FILE,
                                        .force = (how & 8) != 0,
                                        .remove_missing = (how & 16) != 0};
    struct nd_ingest_totals totals;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    bool is_foreign = false, is_sound;
    enum nd_status status = nd_index_open(path, ND_INDEX_WRITE, 0, &index, &err);

    if (status == ND_OK)
        status = nd_index_is_foreign(index, &is_foreign, &err);
    if (index != NULL && (is_foreign || (how & 32) != 0)) {
        err = (struct nd_error)ND_ERROR_INIT;
        status = nd_index_rebuild(index, &err);
        if (status == ND_OK && nd_index_verify(index, take_no_damage, NULL, &is_sound, &err) != ND_OK)
            any_query_require(err.status != ND_DB, "a rebuilt database can be verified");
    }
    if (status == ND_OK)
        status = nd_ingest(index, &options, NULL, NULL, &totals, &err);
    expect(status, &err);
    nd_index_close(index);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint8_t how = size > 0 ? data[size - 1] : 0;

    any_query_text = ND_STR("(a damaged database)");
    if (sound.len == 0)
        make_sound(), make_news();
    restore();
    damage(path, data, size);
    read_all(how);
    if ((how & 4) != 0)
        ingest_all(how);
    write_all(how);
    read_all((uint8_t)(how + 1));
    return 0;
}
