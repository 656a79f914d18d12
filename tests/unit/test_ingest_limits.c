/*
 * The memory of newsdex ingest does not depend on the words of a text: of texts in which each is another, in
 * scripts with and without spaces, and in every form a text can have. make check-long makes them as large as
 * a file may be. NEWSDEX is the newsdex to test.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/limits.h"
#include "newsdex/str.h"
#include "newsdex/utf8.h"
#include "sanitizer.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SHORT_FILE = 12 * 1024 * 1024 };
/* Resident, that any ingest may need, and bytes for each of the file. */
enum { BASE_MEGABYTES = 110, FACTOR = 3 };

/* Appends the word of that number. */
typedef void add_word(struct nd_buf *text, uint32_t number);

static void add_latin(struct nd_buf *text, uint32_t number) {
    for (uint32_t rest = number * 2654435761u; rest > 0; rest /= 26)
        nd_buf_add_char(text, (char)('a' + rest % 26));
    nd_buf_add_char(text, number % 12 == 11 ? '\n' : ' ');
}

/* So that every two that meet are another pair. */
static void add_run(struct nd_buf *text, uint32_t first, uint32_t count, uint32_t number) {
    uint32_t random = number * 2654435761u;

    for (int i = 0; i < 8; i++) {
        char bytes[4];
        random = random * 1664525u + 1013904223u;
        nd_buf_add(text, nd_str_of(bytes, nd_utf8_encode(first + (random >> 8) % count, bytes)));
    }
}

static void add_unspaced(struct nd_buf *text, uint32_t first, uint32_t count, uint32_t number) {
    add_run(text, first, count, number);
    if (number % 12 == 11)
        nd_buf_add_char(text, '\n');
}

static void add_han(struct nd_buf *text, uint32_t number) {
    add_unspaced(text, 0x4e00, 20000, number);
}

static void add_thai(struct nd_buf *text, uint32_t number) {
    add_unspaced(text, 0xe01, 46, number);
}

/* In one line, without a blank. */
static void add_han_run(struct nd_buf *text, uint32_t number) {
    add_run(text, 0x4e00, 20000, number);
}

/* Of which some, as SARA AM, decompose. */
static void add_thai_run(struct nd_buf *text, uint32_t number) {
    add_run(text, 0xe01, 46, number);
}

/* A sign of which normal form is eighteen letters. */
static void add_long_sign(struct nd_buf *text, uint32_t number) {
    (void)number;
    nd_buf_add_z(text, "\ufdfa");
}

static void add_marked(struct nd_buf *text, uint32_t number) {
    nd_buf_add_z(text, number == 100000 ? "e\u0301" : "abcdefgh");
}

static const struct text {
    const char *name, *head, *line, *end; /* line: what stands before each but the first */
    add_word *add;
    bool is_short; /* also in make check */
} texts[] = {
    {"words", "", "", "", add_latin, true},
    {"Han", "", "", "", add_han, true},
    {"Thai", "", "", "", add_thai, false},
    {"Han in one line", "", "", "", add_han_run, true},
    {"Thai in one line", "", "", "", add_thai_run, true},
    {"a sign that expands", "", "", "", add_long_sign, true},
    {"a line with one mark", "", "", "", add_marked, true},
    {"a page", "<!DOCTYPE html><title>T</title><body>\n", "<p>", "", add_latin, false},
    {"a string of JSON", "{\"title\": \"T\", \"body\": \"", "\\n", "\"}", add_latin, true},
    {"front matter", "---\ntitle: T\nbody: |\n  ", "  ", "---\n", add_latin, false},
    {"a mail", "From: a@b.example\nSubject: T\nMessage-ID: <1@b.example>\n\n", "", "", add_latin, false},
    {"emphasis", "# T\n\n", "*a* ", "", add_latin, false},
};

static void fill(const struct text *text, size_t size, struct nd_buf *out) {
    bool is_json = strcmp(text->line, "\\n") == 0;

    nd_buf_clear(out);
    nd_buf_add_z(out, text->head);
    for (uint32_t i = 0; out->len + 256 < size; i++) {
        text->add(out, i);
        if (out->ptr[out->len - 1] != '\n')
            continue;
        if (is_json)
            nd_buf_cut(out, out->len - 1);
        nd_buf_add_z(out, text->line);
    }
    if (!is_json && out->ptr[out->len - 1] != '\n')
        nd_buf_add_char(out, '\n');
    nd_buf_add_z(out, text->end);
}

/* Ingests the file into a new database beside it; returns the megabytes that were resident. */
static size_t ingest(const char *folder, int *status) {
    char database[128], path[128];
    struct rusage usage;
    pid_t child;

    snprintf(database, sizeof database, "%s/n.db", folder);
    snprintf(path, sizeof path, "%s/text", folder);
    child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execl(getenv("NEWSDEX"), "newsdex", "ingest", "-q", "-j1", "--db", database, path, (char *)NULL);
        _exit(127);
    }
    assert_true(child > 0);
    assert_int_equal(wait4(child, status, 0, &usage), child);
    unlink(database);
    return (size_t)usage.ru_maxrss / 1024;
}

static bool check_text(const struct text *text, size_t size, const char *folder) {
    struct nd_buf bytes = {NULL, 0, 0};
    char path[128];
    FILE *file;
    int status = 0;
    size_t megabytes, most = BASE_MEGABYTES + FACTOR * (size >> 20);

    snprintf(path, sizeof path, "%s/text", folder);
    file = fopen(path, "wb");
    assert_non_null(file);
    fill(text, size, &bytes);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
    nd_buf_free(&bytes);
    megabytes = ingest(folder, &status);
    unlink(path);
    print_message("# %s: %zu MB, at most %zu\n", text->name, megabytes, most);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 && megabytes <= most;
}

static void memory_of_texts(void **state) {
    char folder[] = "/tmp/newsdex-memory-XXXXXX";
    bool is_long = getenv("ND_LONG") != NULL;
    size_t bad = 0;

    (void)state;
#ifdef HAS_SANITIZER
    print_message("# not run: a sanitizer needs memory\n");
    return;
#endif
    if (getenv("NEWSDEX") == NULL) {
        print_message("# not run: $NEWSDEX says which newsdex to test\n");
        return;
    }
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (is_long || texts[i].is_short)
            bad += !check_text(&texts[i], is_long ? ND_MAX_FILE : SHORT_FILE, folder);
    rmdir(folder);
    assert_int_equal(bad, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(memory_of_texts)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
