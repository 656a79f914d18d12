/*
 * Runs the program again and again, each time with another call of it failing (tests/fault/inject.c), and
 * compares what it says and what it leaves with a run in which nothing failed. Include it behind cmocka.h.
 * ND_LONG=1 lets every single call of a small corpus fail, of allocations with the same innermost calls on
 * the stack the first three, and many of a large one; otherwise a few fail, from a random one on.
 */
#ifndef TESTS_INJECTION_H
#define TESTS_INJECTION_H

#include "newsdex/alloc.h"
#include "newsdex/index.h"
#include "newsdex/limits.h"
#include "newsdex/source.h"
#include "sanitizer.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    FEW_TRIALS = 12,
    MANY_TRIALS = 500,
    MAX_SECONDS = 120,
    TOLD_FAILURES = 12,
    SAME_SITE = 3,
    NEVER = 1000000000
};

/* A folder of its own: news/ is what is ingested, before.db what older files gave, after.db what all of them
 * give; n.db is worked on. */
struct bench {
    char folder[64];
    struct nd_buf dump_before, dump_after;   /* everything */
    struct nd_buf files_before, files_after; /* the files and their articles alone */
    bool is_small;                           /* few enough calls for each to fail */
    long trials;
    int failures;
};

/* What is run, and on which database: "before.db", "after.db" or NULL for none. */
struct command {
    const char *arguments; /* for the shell; $news is the folder */
    const char *database;
    bool is_writing;
};

struct fault {
    const char *kind;
    int error; /* 0: a part of the bytes */
    bool is_lasting;
};

struct outcome {
    int status; /* of exit, or 1000 and the signal */
    long calls; /* of the kind that was to fail */
    struct nd_buf out, err;
    struct nd_buf ids; /* of the files; of what others are judged against */
};

static inline void read_whole(const struct bench *bench, const char *name, struct nd_buf *bytes) {
    char path[128];
    struct nd_file_stamp stamp;
    struct nd_error err = ND_ERROR_INIT;

    snprintf(path, sizeof path, "%s/%s", bench->folder, name);
    nd_buf_clear(bytes);
    assert_int_equal(nd_source_read(path, ND_MAX_FILE_EVER, bytes, &stamp, &err), ND_OK);
}

/* Runs a script with $here, $news and the program's environment; returns the status as in struct outcome. */
static inline int run_script(const struct bench *bench, const char *script) {
    int status = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        char path[128];
        snprintf(path, sizeof path, "%s/news", bench->folder);
        setenv("here", bench->folder, 1);
        setenv("news", path, 1);
        alarm(MAX_SECONDS);
        execl("/bin/sh", "sh", "-c", script, (char *)NULL);
        _exit(127);
    }
    while (waitpid(child, &status, 0) < 0)
        assert_int_equal(errno, EINTR);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

/* Runs the command on n.db while call at of a kind fails. */
static inline void run_faulty(const struct bench *bench, const struct command *command,
                              const struct fault *fault, long at, struct outcome *outcome) {
    struct nd_buf script = {0}, count = {0};

    /* Without other programs: there are very many of these runs. */
    nd_buf_add_z(&script, "printf '\\0\\0\\0\\0\\0\\0\\0\\0' > \"$here/count\"; NEWSDEX_DB=\"$here/n.db\"");
    nd_buf_addf(&script, " ND_COUNT=\"$here/count\" ND_INJECT='%s %ld %d %s'", fault->kind, at, fault->error,
                fault->is_lasting ? "lasting" : "once");
    if (at == NEVER)
        nd_buf_add_z(&script, " ND_SITES=\"$here/sites\"");
    nd_buf_addf(&script,
                " LD_PRELOAD=\"$here/inject.so\" exec \"${NEWSDEX:-./newsdex}\" %s > \"$here/out\" 2> "
                "\"$here/err\"",
                command->arguments);
    outcome->status = run_script(bench, script.ptr);
    read_whole(bench, "out", &outcome->out);
    read_whole(bench, "err", &outcome->err);
    read_whole(bench, "count", &count);
    assert_int_equal(count.len, sizeof outcome->calls);
    memcpy(&outcome->calls, count.ptr, sizeof outcome->calls);
    nd_buf_free(&script);
    nd_buf_free(&count);
}

static inline void free_outcome(struct outcome *outcome) {
    nd_buf_free(&outcome->out);
    nd_buf_free(&outcome->err);
    nd_buf_free(&outcome->ids);
}

/* Makes n.db what another database of the folder is; NULL: there is none. */
static inline void put_database(const struct bench *bench, const char *from) {
    static const char *const parts[] = {"n.db", "n.db-wal", "n.db-shm", "n.db-journal"};
    struct nd_buf bytes = {0};
    char path[128];
    FILE *file;

    for (size_t i = sizeof parts / sizeof *parts; i-- > 0;) {
        snprintf(path, sizeof path, "%s/%s", bench->folder, parts[i]);
        assert_true(unlink(path) == 0 || errno == ENOENT);
    }
    if (from == NULL)
        return;
    read_whole(bench, from, &bytes);
    assert_non_null(file = fopen(path, "wb"));
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
    nd_buf_free(&bytes);
}

static inline int add_row(void *context, int count, char **values, char **names) {
    struct nd_buf *buf = context;

    (void)names;
    for (int i = 0; i < count; i++)
        nd_buf_addf(buf, "%s|", values[i] == NULL ? "NULL" : values[i]);
    nd_buf_add_char(buf, '\n');
    return 0;
}

/* What statements say of n.db; nothing when there are no tables yet. */
static inline void ask(const struct bench *bench, const char *statements, struct nd_buf *out) {
    char path[128];
    sqlite3 *db = NULL;

    nd_buf_clear(out);
    snprintf(path, sizeof path, "%s/n.db", bench->folder);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK)
        (void)sqlite3_exec(db, statements, add_row, out, NULL);
    sqlite3_close(db);
}

static inline void dump(const struct bench *bench, struct nd_buf *out) {
    struct nd_buf script = {0};
    struct nd_file_stamp stamp;
    struct nd_error err = ND_ERROR_INIT;

    assert_int_equal(nd_source_read("tests/fault/dump.sql", ND_MAX_FILE, &script, &stamp, &err), ND_OK);
    ask(bench, script.ptr, out);
    nd_buf_free(&script);
}

static inline void dump_files(const struct bench *bench, struct nd_buf *out) {
    ask(bench,
        "SELECT file.path, file.encoding, article.shape, article.url, article.title, article.excerpt, "
        "article.body,"
        " article.language, article.published_at, provenance.record, article.metadata FROM file"
        " LEFT JOIN article ON article.file_id = file.id"
        " LEFT JOIN provenance ON provenance.id = provenance_id ORDER BY file.path",
        out);
}

static inline void add_finding(void *context, struct nd_str text) {
    nd_buf_add(context, text);
    nd_buf_add_char(context, '\n');
}

static inline void list_ids(const struct bench *bench, struct nd_buf *out) {
    ask(bench, "SELECT id, path FROM file ORDER BY id", out);
}

/* Adds what is wrong with n.db; nothing when it is whole, or not there yet. */
static inline void verify(const struct bench *bench, struct nd_buf *findings) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    char path[128];
    enum nd_status status;
    bool is_sound = false;

    snprintf(path, sizeof path, "%s/n.db", bench->folder);
    status = nd_index_open(path, ND_INDEX_VERIFY, 0, &index, &err);
    if (status == ND_NOT_FOUND)
        return;
    if (status == ND_OK)
        status = nd_index_verify(index, add_finding, findings, &is_sound, &err);
    nd_index_close(index);
    if (status == ND_OK && is_sound)
        status = nd_index_verify_words(path, add_finding, findings, &err);
    if (status != ND_OK)
        add_finding(findings, nd_str_from(err.message));
}

static inline bool is_same(const struct nd_buf *a, const struct nd_buf *b) {
    return nd_str_eq(nd_buf_str(a), nd_buf_str(b));
}

static inline bool is_start(const struct command *command, const struct nd_buf *found,
                            const struct nd_buf *before) {
    return command->database == NULL ? found->len == 0 : is_same(found, before);
}

/* The next ingest has to make n.db complete. */
static inline void judge_next_ingest(const struct bench *bench, struct nd_buf *findings) {
    static const struct command ingest = {"ingest -q -j1 \"$news\"", NULL, true};
    static const struct fault none = {"none", 0, false};
    struct outcome again = {0};
    struct nd_buf found = {0};

    run_faulty(bench, &ingest, &none, NEVER, &again);
    if (again.status != 0)
        nd_buf_addf(findings, "the next ingest: status %d: %s", again.status, again.err.ptr);
    verify(bench, findings);
    dump(bench, &found);
    if (!is_same(&found, &bench->dump_after))
        nd_buf_add_z(findings, "the next ingest does not make it complete\n");
    free_outcome(&again);
    nd_buf_free(&found);
}

/* Adds what is wrong with n.db after a fault: it has to be whole, with all of the last batch or nothing of
 * it. */
static inline void judge_database(const struct bench *bench, const struct command *command,
                                  bool is_batch_whole, struct nd_buf *findings) {
    struct nd_buf found = {0};
    bool is_unchanged;

    verify(bench, findings);
    dump_files(bench, &found);
    if (is_batch_whole && !is_start(command, &found, &bench->files_before) &&
        !is_same(&found, &bench->files_after))
        nd_buf_add_z(findings, "a part of a batch was committed\n");
    dump(bench, &found);
    is_unchanged = is_start(command, &found, &bench->dump_before);
    if (!is_unchanged || rand() % 8 == 0)
        judge_next_ingest(bench, findings);
    nd_buf_free(&found);
}

/* Adds what is wrong with the outcome of a fault to findings; good is what came without one. */
typedef void judge_outcome(const struct bench *bench, const struct command *command,
                           const struct outcome *good, const struct outcome *outcome,
                           struct nd_buf *findings);

static inline void try_one(struct bench *bench, const struct command *command, const struct fault *fault,
                           long at, judge_outcome *judge, const struct outcome *good) {
    struct outcome outcome = {0};
    struct nd_buf findings = {0};

    put_database(bench, command->database);
    run_faulty(bench, command, fault, at, &outcome);
    bench->trials++;
    if (outcome.status >= 1000)
        nd_buf_addf(&findings, "ended by signal %d\n", outcome.status - 1000);
    judge(bench, command, good, &outcome, &findings);
    if (findings.len > 0 && bench->failures++ < TOLD_FAILURES)
        print_error("# %s: %s %ld fails (%s%s): status %d\n# said: %s# found: %s", command->arguments,
                    fault->kind, at, fault->error == 0 ? "in part" : strerror(fault->error),
                    fault->is_lasting ? ", lasting" : "", outcome.status,
                    outcome.err.len == 0 ? "nothing\n" : outcome.err.ptr, findings.ptr);
    free_outcome(&outcome);
    nd_buf_free(&findings);
}

/* Where the allocations of a run came from: 8 bytes each. */
static inline void read_sites(const struct bench *bench, struct nd_buf *sites) {
    if (run_script(bench, "test -s \"$here/sites\"") == 0)
        read_whole(bench, "sites", sites);
    assert_int_equal(run_script(bench, "rm -f \"$here/sites\""), 0);
}

/* Whether enough of what came from the same place was tried. */
static inline bool is_known_site(const struct nd_buf *sites, long at) {
    size_t end = (size_t)at * 8, known = 0;

    for (size_t i = 0; i + 8 < end && end <= sites->len; i += 8)
        known += memcmp(sites->ptr + i, sites->ptr + end - 8, 8) == 0;
    return known >= SAME_SITE;
}

/* Lets the calls of a kind fail one after the other: all, or a number of them. */
static inline void try_calls(struct bench *bench, const struct command *command, const struct fault *fault,
                             long trials, judge_outcome *judge) {
    struct outcome good = {0};
    struct nd_buf sites = {0};
    long step = 1, first = 1, before = bench->trials;

    put_database(bench, command->database);
    run_faulty(bench, command, fault, NEVER, &good);
    if (good.status > 1)
        fail_msg("%s: status %d without a fault: %s", command->arguments, good.status, good.err.ptr);
    list_ids(bench, &good.ids);
    read_sites(bench, &sites);
    if (getenv("ND_LONG") != NULL)
        trials = bench->is_small && !fault->is_lasting ? good.calls : MANY_TRIALS;
    if (good.calls > trials) {
        step = (good.calls + trials - 1) / trials;
        first += rand() % step;
    }
    if (getenv("ND_LONG") != NULL)
        printf("# %s: %ld calls of kind %s, every %ld\n", command->arguments, good.calls, fault->kind, step);
    for (long at = first; at <= good.calls; at += step)
        if (step > 1 || !is_known_site(&sites, at))
            try_one(bench, command, fault, at, judge, &good);
    if (getenv("ND_LONG") != NULL)
        printf("# of these %ld tried\n", bench->trials - before);
    nd_buf_free(&sites);
    free_outcome(&good);
}

/* After the last try_calls of a test. */
static inline void conclude(struct bench *bench) {
    long trials = bench->trials;
    int failures = bench->failures;

    bench->trials = bench->failures = 0;
    printf("# %ld faults\n", trials);
    assert_true(trials > 0);
    assert_int_equal(failures, 0);
}

/* Files of every kind there is, some of them later than the database they come to. */
static const char corpus_script[] =
    "set -e; mkdir \"$news\" \"$news/a\" \"$news/b\"; cp seeds/* \"$news\"\n"
    "for f in tests/golden/digest/* tests/golden/encoding/* tests/golden/file-name/* "
    "tests/golden/front-matter/*"
    " tests/golden/html/* tests/golden/markdown/* tests/golden/scraped/* tests/golden/text/*; do\n"
    "  case $f in *.expected) ;; *) [ -d \"$f\" ] || cp \"$f\" \"$news/b\" ;; esac; done\n"
    "iconv -f UTF-8 -t GB18030 seeds/*-zh.md > \"$news/b/gb18030.md\"\n"
    "iconv -f UTF-8 -t EUC-JP > \"$news/b/euc-jp.txt\" <<'END'\n"
    "\xe6\x96\xb0\xe8\x81\x9e\xe3\x81\xae\xe8\xa6\x8b\xe5\x87\xba\xe3\x81\x97\xe3\x81\xa7\xe3\x81\x99\xe3\x80"
    "\x82"
    "\xe4\xbb\x8a\xe6\x97\xa5\xe3\x81\xae\xe3\x83\x8b\xe3\x83\xa5\xe3\x83\xbc\xe3\x82\xb9\xe3\x81\xaf\xe9\x95"
    "\xb7"
    "\xe3\x81\x8f\xe3\x81\xaa\xe3\x81\x84\xe3\x80\x82\nEND\n"
    "printf 'Une d\\351p\\352che \\340 lire\\n' > \"$news/a/short.txt\"\n"
    "printf 'The ferry runs again after the flood.\\n' | tee \"$news/a/pair.md\" > \"$news/a/row.txt\"\n"
    "echo '{\"title\": \"Ferry\", \"date\": \"2024-03-05\"}' > \"$news/a/pair.json\"\n"
    "printf 'file,title,date\\nrow.txt,Ferry,2024-03-06\\nnone.txt,Bridge,2024-03-07\\n' > "
    "\"$news/a/table.csv\"\n"
    "cp -r \"$news\" \"$here/all\"\n"
    "for f in \"$news\"/b/*; do echo 'Older.' >> \"$f\"; done; rm \"$news\"/*.md \"$news\"/b/c*\n"
    "cp -r \"$here/all/b\" \"$news/gone\"; cp \"$here\"/all/b/l* \"$news/a\"\n"
    "sleep 0.01; NEWSDEX_DB=\"$here/before.db\" \"${NEWSDEX:-./newsdex}\" ingest -q \"$news\" 2> "
    "\"$here/err\" ||"
    " [ $? -eq 1 ]\n"
    "rm -r \"$news\"; cp -r \"$here/all\" \"$news\"\n"
    "NEWSDEX_DB=\"$here/after.db\" \"${NEWSDEX:-./newsdex}\" ingest -q \"$news\" 2> \"$here/err\" || [ $? "
    "-eq 1 "
    "]\n";

/* A file of each kind, so that there are few enough calls for each to fail; one.db and other.db have the
 * half. */
static const char small_corpus_script[] =
    "set -e; mkdir \"$news\"\n"
    "printf -- '---\\ntitle: Open ports\\ndate: 2021-05-03\\ntags: [Qwen, Meta]\\nrelated:\\n"
    "- url: http://a.example/1\\n  title: One\\n---\\nThe ports open again in spring.\\n' > \"$news/a.md\"\n"
    "printf '<!DOCTYPE html><title>Qwen</title><body><h1>Qwen</h1><p>A model opens to all.<p>Meta follows.' >"
    " \"$news/b.html\"\n"
    "printf '{\"title\": \"Ein Hafen\", \"body\": \"Der Hafen ist offen.\"}\\n"
    "{\"title\": \"Two\", \"body\": \"Second\"}\\n' > \"$news/c.jsonl\"\n"
    "NEWSDEX_DB=\"$here/before.db\" \"${NEWSDEX:-./newsdex}\" ingest -q \"$news\"\n"
    "printf 'Ferry runs again\\n\\nAfter the flood the boat crosses again. It is open.\\n' > "
    "\"$news/d.txt\"\n"
    "mv \"$news/b.html\" \"$news/e.html\"\n"
    "printf '{\"title\": \"Three\", \"body\": \"Third\"}\\n' >> \"$news/c.jsonl\"\n"
    "NEWSDEX_DB=\"$here/after.db\" \"${NEWSDEX:-./newsdex}\" ingest -q \"$news\"\n"
    "NEWSDEX_DB=\"$here/one.db\" \"${NEWSDEX:-./newsdex}\" ingest -q \"$news\"/[ad]*\n"
    "NEWSDEX_DB=\"$here/other.db\" \"${NEWSDEX:-./newsdex}\" ingest -q \"$news\"/[ce]*\n";

/* At a place without blanks, which LD_PRELOAD takes for the end of a name. */
static const char link_script[] =
    "ln -s \"$(realpath \"${ND_BUILD:-build/release}\")/tests/fault/inject.so\" \"$here/inject.so\"\n";

static inline int set_up_corpus(void **state, const char *script) {
    struct bench *bench = nd_alloc_array(1, sizeof *bench);
    const char *folder = getenv("TMPDIR");
    unsigned seed = getenv("CI") == NULL ? (unsigned)time(NULL) : 1; /* there the same each time */

    if (getenv("ND_SEED") != NULL)
        seed = (unsigned)strtoul(getenv("ND_SEED"), NULL, 10);
    srand(seed);
    printf("# ND_SEED=%u\n", seed);
    *state = bench;
    assert_in_range(snprintf(bench->folder, sizeof bench->folder, "%s/newsdex-inject-XXXXXX",
                             folder == NULL ? "/tmp" : folder),
                    1, sizeof bench->folder - 1);
    if (mkdtemp(bench->folder) == NULL || run_script(bench, link_script) != 0 ||
        run_script(bench, script) != 0)
        return 1;
    put_database(bench, "before.db");
    dump(bench, &bench->dump_before);
    dump_files(bench, &bench->files_before);
    put_database(bench, "after.db");
    dump(bench, &bench->dump_after);
    dump_files(bench, &bench->files_after);
    return bench->files_before.len == 0 || is_same(&bench->files_before, &bench->files_after);
}

static inline int set_up(void **state) {
    return set_up_corpus(state, corpus_script);
}

static inline int set_up_small(void **state) {
    int status = set_up_corpus(state, small_corpus_script);

    ((struct bench *)*state)->is_small = true;
    return status;
}

static inline int tear_down(void **state) {
    struct bench *bench = *state;

    if (run_script(bench, "rm -rf \"$here\"") != 0)
        return 1;
    nd_buf_free(&bench->dump_before);
    nd_buf_free(&bench->dump_after);
    nd_buf_free(&bench->files_before);
    nd_buf_free(&bench->files_after);
    free(bench);
    return 0;
}

#endif
