/*
 * A random tree of files below t: articles that point to each other, tables of some, links, pipes and what is
 * no article, under names that sort in every way; and random edits of it.
 */
#ifndef TESTS_UNIT_RANDOM_TREE_H
#define TESTS_UNIT_RANDOM_TREE_H

#include "newsdex/str.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATHS = 400, MAX_PATH = 512 };

static uint64_t state;
static long edits; /* counts up: every file gets a time of its own */

static unsigned pick(unsigned count) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)(state >> 33) % count;
}

/* Names that sort around "a/" in every way. */
static const char *const names[] = {"a",
                                    "a-b",
                                    "a.txt",
                                    "a b",
                                    "a0",
                                    "A",
                                    "b",
                                    "ab",
                                    "a!",
                                    ".h",
                                    "\xff",
                                    "a\nb",
                                    "-a",
                                    "~",
                                    "\xC3\xA9",
                                    "c",
                                    "a'\"%",
                                    "a,b",
                                    "B",
                                    "a\\b",
                                    "a\x01",
                                    "z",
                                    "a-",
                                    "a.",
                                    "*",
                                    "b.md",
                                    ".h.md",
                                    "a.json",
                                    "a.yaml",
                                    "b.md.json",
                                    "metadata.json",
                                    "b.txt",
                                    "a.md",
                                    "t.csv",
                                    "u.jsonl"};

enum { NAMES = sizeof names / sizeof *names };

static struct {
    char text[PATHS][MAX_PATH];
    bool is_folder[PATHS];
    size_t count;
} tree;

static void list_below(const char *folder) {
    DIR *dir = opendir(folder);
    struct dirent *entry;

    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL && tree.count < PATHS) {
        struct stat st;
        char *path = tree.text[tree.count];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (snprintf(path, MAX_PATH, "%s/%s", folder, entry->d_name) >= MAX_PATH || lstat(path, &st) != 0)
            continue;
        tree.is_folder[tree.count++] = S_ISDIR(st.st_mode);
        if (S_ISDIR(st.st_mode))
            list_below(path);
    }
    closedir(dir);
}

static int compare_paths(const void *a, const void *b) {
    return strcmp(a, b);
}

/* Everything below t, in an order that does not depend on the file system. */
static void list_tree(void) {
    tree.count = 0;
    list_below("t");
    qsort(tree.text, tree.count, MAX_PATH, compare_paths);
    for (size_t i = 0; i < tree.count; i++) {
        struct stat st;
        tree.is_folder[i] = lstat(tree.text[i], &st) == 0 && S_ISDIR(st.st_mode);
    }
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw) {
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void remove_all(const char *path) {
    (void)nftw(path, remove_one, 32, FTW_DEPTH | FTW_PHYS);
}

/* Of a few sentences the first ones, so that many texts are the beginning of another; or the same from
 * elsewhere on. */
static void write_text(FILE *file) {
    static const char *const sentences[] = {
        "A ship came into the harbour this morning, two days later than the owners had said it would.",
        "Nobody was on the quay but the pilot, who had been told to wait there and would rather not have.",
        "The cargo is flax, timber and four hundred barrels of something of which the papers say nothing.",
        "Asked about them, the captain said that he had signed for barrels and that barrels he had brought.",
        "The town will decide in spring whether the old crane is repaired or sold to whoever asks for it."};

    for (unsigned at = pick(2) * 2, end = at + pick(4); at < end && at < 5; at++)
        fprintf(file, "%s ", sentences[at]);
}

/* Words of one of a few texts: some of it, with some words of it replaced. */
static void write_words(FILE *file) {
    unsigned base = pick(3), length = 20 + pick(60), from = pick(3) == 0 ? pick(40) : 0,
             edits_in = pick(4) * pick(4);

    for (unsigned i = from; i < from + length; i++)
        if (pick(length) < edits_in)
            fprintf(file, "other%u ", pick(1000));
        else
            fprintf(file, "word%ux%u ", base, i);
    fputc('\n', file);
}

/* An article that may be a copy of others, with a date or without. */
static void write_copy(FILE *file) {
    fprintf(file, "---\ntitle: Copy %u\n", pick(5));
    if (pick(3) != 0)
        fprintf(file, "date: 2023-0%u-1%u\n", 1 + pick(3), pick(3));
    fputs("---\n", file);
    write_words(file);
}

/* One of a few texts of one provider, or most of it, often with a sentence that is learned of all of them. */
static void write_learned(FILE *file, unsigned base) {
    unsigned length = 30 + 3 * pick(4);

    fprintf(file, "---\ntitle: Learned %u\nurl: http://l.example/%u\n---\n\n", base, base);
    for (unsigned i = 0; i < length; i++)
        fprintf(file, "learned%ux%u ", base, i);
    if (pick(4) != 0)
        fputs("\n\nSubscribe to the harbour letter, all of you, and never miss what happens at the quays.",
              file);
    fputc('\n', file);
}

/* A table of a few articles, some alike, some damaged, that point nowhere but may be pointed to. */
static void write_table(FILE *file) {
    fprintf(file, "id,title,url,text,author,tags\n");
    for (unsigned rows = pick(7) + 2; rows > 0; rows--)
        switch (pick(8)) {
        case 0:
            fprintf(file, "%u,only two\n", pick(4));
            break;
        case 1:
            fprintf(file, ",No key %u,,\"Text of %u.\nAnd more.\",,t%u\n", pick(2), pick(3), pick(4));
            break;
        case 2:
            fprintf(file, "%u,Long %u,,", pick(5), pick(3));
            write_words(file);
            break;
        default:
            fprintf(file, "%u,%s %u,http://e.example/%u,\"", pick(5), pick(2) == 0 ? "Row" : "Article",
                    pick(3), pick(8));
            write_text(file);
            fprintf(file, "Text %u of it.\",Ann Author %u,t%u\n", pick(3), pick(3), pick(4));
        }
}

/* One of a few mails, each known by its number, of which some say the same beside it. */
static void write_mail(FILE *file) {
    fprintf(file,
            "From: Ines <ines@e.example>\nSubject: Mail %u\nDate: Thu, 2 Jan 2020 10:00:00 +0000\n"
            "Message-ID: <%u@e.example>\n\n",
            pick(2), pick(3));
    write_text(file);
    fprintf(file, "Text %u of it.\n", pick(3));
}

/* The text of an issue as it stands in JSON, with addresses that others have as well. */
static void write_issue_line(FILE *file) {
    fprintf(file, "{\"id\": %u, \"title\": \"Weekly %u\", \"text\": \"What was new.", pick(9), pick(3));
    for (unsigned items = 1 + pick(6); items > 0; items--) {
        fprintf(file, "\\n\\n## [Item %u](http://e.example/%u)\\n\\n", pick(6), pick(8));
        write_text(file);
        fprintf(file, "Text %u of it.", pick(3));
    }
    fputs("\"}\n", file);
}

/* A few lines of JSON, of which the last may break off; behind others when the file is added to. */
static void write_lines(FILE *file) {
    for (unsigned lines = pick(5) + 1; lines > 0; lines--)
        if (pick(3) == 0)
            write_issue_line(file);
        else
            fprintf(file, "{\"id\": %u, \"title\": \"Line %u\", \"text\": \"Text %u of it.\"}\n", pick(9),
                    pick(3), pick(3));
    if (pick(4) == 0)
        fputs("{\"id\": 9, \"title\": \"It", file);
}

/* An issue of some items, some of them alike, with the addresses of articles and without; or too few. */
static void write_issue(FILE *file) {
    fprintf(file, "---\ntitle: Weekly %u\ntags: [t%u]\n---\n\nText %u of it.\n\n", pick(2), pick(3), pick(2));
    for (unsigned items = 1 + pick(6); items > 0; items--) {
        fprintf(file, "## [Item %u](http://e.example/%u)\n\n", pick(6), pick(8));
        write_text(file);
        fprintf(file, "Text %u of it.\n\n", pick(3));
    }
}

/* What is known of a text, maybe with a text or without anything that an article has. */
static void write_metadata(FILE *file) {
    bool is_json = pick(3) != 0;

    fprintf(file, is_json ? "{\"number\": %u" : "number: %u\n", pick(3));
    if (pick(6) != 0)
        fprintf(file, is_json ? ", \"title\": \"Kept %u\"" : "title: Kept %u\n", pick(4));
    if (pick(2) == 0)
        fprintf(file, is_json ? ", \"url\": \"http://e.example/%u\"" : "url: http://e.example/%u\n", pick(8));
    if (pick(4) == 0)
        fprintf(file, is_json ? ", \"text\": \"Text %u of it.\"" : "date: 2024-01-0%u\n", 1 + pick(3));
    fputs(is_json ? "}\n" : "", file);
}

/* A table that names texts, in a folder below as well, of which some are there. */
static void write_list(FILE *file) {
    static const char *const texts[] = {"a.txt", "b.md", "a/b.md", "b.txt", "a.md", "b"};
    bool is_json = pick(3) == 0;

    if (!is_json)
        fprintf(file, "%s,title,url%s\n", pick(2) == 0 ? "file" : "id", pick(4) == 0 ? ",text" : "");
    for (unsigned rows = pick(4) + 2; rows > 0; rows--)
        if (is_json)
            fprintf(file, "{\"file\": \"%s\", \"title\": \"Named %u\"}\n", texts[pick(6)], pick(4));
        else
            fprintf(file, "%s,Named %u,http://e.example/%u%s\n", texts[pick(6)], pick(4), pick(8),
                    pick(4) == 0 ? ",Text of it." : "");
}

/* One of a few articles that point to each other, metadata, an issue, a mail, a table of some, or nothing
 * that is one.
 */
static void write_file(const char *path) {
    unsigned n = pick(23);
    struct timespec times[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};
    struct stat st;
    FILE *file;

    if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode)) /* a FIFO would be waited for */
        return;
    file = fopen(path, n == 10 && pick(2) == 0 ? "a" : "w");
    if (file == NULL)
        return;
    if ((strstr(path, ".csv") != NULL || strstr(path, ".jsonl") != NULL) && pick(4) != 0) {
        write_list(file);
    } else if (n < 6) {
        fprintf(
            file,
            "---\ntitle: Article %u\nurl: http://e.example/%u\ntags: [t%u]\nrelated:\n  - {title: R%u, url: "
            "\"http://e.example/%u\"}\n",
            n, pick(5), pick(3), pick(4), pick(8));
        if (pick(4) == 0)
            fprintf(file, "date: 2024-05-0%u\n", 1 + pick(5));
        fprintf(file, "---\n");
        write_text(file);
        fprintf(file, "Text %u of it.\n", pick(3));
    } else if (n < 7)
        write_mail(file);
    else if (n < 8)
        fprintf(file, "Harbour %u\n\nA ship came in number %u today.\n", pick(3), pick(3));
    else if (n < 10)
        write_table(file);
    else if (n < 11)
        write_lines(file);
    else if (n < 15)
        write_copy(file);
    else if (n < 17)
        write_issue(file);
    else if (n < 20)
        write_metadata(file);
    else if (n < 22)
        write_learned(file, pick(7));
    else
        fputs(pick(2) == 0 ? "" : "%PDF-1.4 \x01\x02\x03", file);
    fclose(file);
    times[1].tv_nsec = ++edits;
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

/* A folder with as many articles as it takes to learn something. */
static void make_learned(const char *folder) {
    struct timespec times[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};

    (void)mkdir(folder, 0700);
    for (unsigned i = 0; i < 7; i++) {
        char path[MAX_PATH + 8];
        FILE *file;
        snprintf(path, sizeof path, "%s/%u", folder, i);
        file = fopen(path, "w");
        if (file == NULL)
            return;
        write_learned(file, i);
        fclose(file);
        times[1].tv_nsec = ++edits;
        assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    }
}

/* The lines of a file behind the first, in the other direction. */
static void turn_round(const char *path) {
    static char text[1 << 14];
    struct timespec times[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};
    FILE *file = fopen(path, "r");
    size_t length = file == NULL ? 0 : fread(text, 1, sizeof text - 1, file), first;

    if (file == NULL)
        return;
    fclose(file);
    text[length] = '\0';
    first = strcspn(text, "\n") + 1;
    file = fopen(path, "w");
    if (file == NULL)
        return;
    fwrite(text, 1, first < length ? first : length, file);
    for (size_t end = length, at; end > first; end = at) {
        for (at = end - 1; at > first && text[at - 1] != '\n'; at--)
            ;
        fwrite(text + at, 1, end - at, file);
    }
    fclose(file);
    times[1].tv_nsec = ++edits;
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void make_thing(const char *path) {
    unsigned kind = pick(12);

    if (kind < 7)
        write_file(path);
    else if (kind < 10)
        pick(4) == 0 ? make_learned(path) : (void)mkdir(path, 0700);
    else if (kind == 10)
        (void)!symlink(pick(2) == 0 ? "a" : "nowhere", path);
    else
        (void)mkfifo(path, 0600);
}

/* A path that may be there or not. */
static void pick_path(char *path) {
    size_t at = pick((unsigned)tree.count + 1);

    if (at < tree.count && pick(2) == 0) {
        snprintf(path, MAX_PATH, "%s", tree.text[at]);
        return;
    }
    while (at < tree.count && !tree.is_folder[at])
        at++;
    snprintf(path, MAX_PATH, "%.400s/%s", at < tree.count ? tree.text[at] : "t", names[pick(NAMES)]);
}

/* The other case for the first letter of the last name. */
static void swap_case(const char *path, char *other) {
    char *name;

    snprintf(other, MAX_PATH, "%s", path);
    name = strrchr(other, '/') + 1;
    *name = (char)(*name ^ ((*name | 0x20) >= 'a' && (*name | 0x20) <= 'z' ? 0x20 : 0));
}

static void edit_once(void) {
    char path[MAX_PATH], other[MAX_PATH];
    struct stat st;

    list_tree();
    pick_path(path);
    switch (pick(9)) {
    case 0:
    case 1:
    case 2:
        make_thing(path);
        break;
    case 3:
        if (lstat(path, &st) == 0 && S_ISREG(st.st_mode))
            pick(3) == 0 ? turn_round(path) : write_file(path);
        break;
    case 4:
        remove_all(path);
        break;
    case 5:
        pick_path(other);
        (void)rename(path, other);
        break;
    case 6:
        swap_case(path, other);
        if (strcmp(path, other) != 0)
            (void)rename(path, other);
        break;
    case 7: /* something else of the same name */
        remove_all(path);
        make_thing(path);
        break;
    default: /* a copy, another name for the same file, or a touch */
        pick_path(other);
        if (lstat(path, &st) == 0 && S_ISREG(st.st_mode))
            (void)!link(path, other);
    }
}

static void edit(unsigned count) {
    while (count-- > 0)
        edit_once();
}

#endif
