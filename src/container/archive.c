#include "container/archive.h"

#include "container/libarchive.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <stdio.h>
#include <stdlib.h>

enum { TAR_BLOCK = 512, TAR_SUM = 148, TAR_SUM_LENGTH = 8, TAR_MAGIC = 257 };

struct nd_archive {
    struct nd_input member; /* the bytes of the member at hand */
    const struct nd_libarchive *library;
    struct archive *archive;
    struct nd_libarchive_source source;
    struct nd_input *loaded; /* all of it in memory, where members are found by going to and fro */
    struct nd_buf bytes;
    struct nd_passed_over *passed;
    struct nd_arena *names;
    size_t members;
    bool is_opened, is_done;
    char fault[ND_INPUT_FAULT];
};

/* The checksum of a header (POSIX.1-2017, pax, "ustar Interchange Format"): also of tars older than that. */
static bool is_tar(struct nd_str head) {
    unsigned sum = 0, said = 0;
    size_t i = TAR_SUM;

    if (head.len < TAR_BLOCK || head.ptr[0] == '\0')
        return false;
    for (size_t k = 0; k < TAR_BLOCK; k++)
        sum += k - TAR_SUM < TAR_SUM_LENGTH ? ' ' : (unsigned char)head.ptr[k];
    while (i < TAR_SUM + TAR_SUM_LENGTH && head.ptr[i] == ' ')
        i++;
    for (; i < TAR_SUM + TAR_SUM_LENGTH && head.ptr[i] >= '0' && head.ptr[i] <= '7'; i++)
        said = said * 8 + (unsigned)(head.ptr[i] - '0');
    return sum == said;
}

/* Not one of articles: an office document, a book, a program. */
static bool is_document(struct nd_str zip) {
    enum nd_kind kind = nd_kind_of_binary(zip, ND_STR_NONE);

    return kind == ND_KIND_OFFICE || kind == ND_KIND_BOOK || kind == ND_KIND_PROGRAM;
}

static bool is_7z(struct nd_str head) {
    return nd_str_starts(head, ND_STR("7z\xbc\xaf\x27\x1c"));
}

static bool is_zip(struct nd_str head) {
    return nd_str_starts(head, ND_STR("PK\x03\x04")) || nd_str_starts(head, ND_STR("PK\x05\x06")) ||
           nd_str_starts(head, ND_STR("PK00PK\x03\x04"));
}

bool nd_archive_is(struct nd_str head) {
    return is_7z(head) || (is_zip(head) && !is_document(head)) || is_tar(head);
}

static ssize_t read_member(struct nd_input *input, char *to, size_t room) {
    struct nd_archive *archive = (struct nd_archive *)input;
    ssize_t n = nd_libarchive_read(archive->library, archive->archive, &archive->source, to, room);

    if (archive->source.is_doubtful && input->fault[0] == '\0')
        nd_input_note(input, "damaged, as its checksum tells; it was read as it is");
    if (n >= 0)
        return n;
    input->error = archive->source.input->error;
    if (input->error != 0)
        return -1;
    nd_input_fail(input, "damaged or cut off; what comes before was read");
    return 0;
}

static const struct nd_input_type member_type = {read_member, NULL, NULL};

struct nd_archive *nd_archive_new(struct nd_input *input, struct nd_passed_over *passed) {
    struct nd_archive *archive = nd_alloc_array(1, sizeof *archive);

    nd_input_init(&archive->member, &member_type, input);
    archive->member.from = NULL; /* not to be closed with it */
    archive->source.input = input;
    archive->passed = passed;
    archive->names = nd_arena_new();
    return archive;
}

void nd_archive_free(struct nd_archive *archive) {
    if (archive == NULL)
        return;
    if (archive->archive != NULL)
        archive->library->read_free(archive->archive);
    if (archive->loaded != NULL)
        nd_input_close(archive->loaded);
    nd_buf_free(&archive->member.peeked);
    nd_buf_free(&archive->source.bytes);
    nd_buf_free(&archive->bytes);
    nd_arena_free(archive->names);
    free(archive);
}

/* The list of a 7z is at its end: where one cannot go back it is read into memory first. */
static bool load(struct nd_archive *archive) {
    struct nd_input *input = archive->source.input;
    ssize_t n = 1;

    if (!is_7z(nd_input_peek(input, 8)) || nd_input_can_seek(input))
        return true;
    while (n > 0 && archive->bytes.len <= ND_MAX_FILE) {
        n = nd_input_read(input, nd_buf_reserve(&archive->bytes, TAR_BLOCK * TAR_BLOCK),
                          TAR_BLOCK * TAR_BLOCK);
        archive->bytes.len += n > 0 ? (size_t)n : 0;
    }
    if (n > 0)
        snprintf(archive->fault, sizeof archive->fault,
                 "a 7z inside of another file, larger than %d bytes: not read", ND_MAX_FILE);
    archive->loaded = nd_input_of_bytes(nd_buf_str(&archive->bytes), true);
    archive->source.input = archive->loaded;
    return n <= 0;
}

static void open_archive(struct nd_archive *archive) {
    const char *why;
    int error;

    archive->is_opened = true;
    archive->library = nd_libarchive(&why, &error);
    if (archive->library == NULL) {
        snprintf(archive->fault, sizeof archive->fault, "%s", why);
        archive->source.input->error = error; /* what is in it is not gone */
        return;
    }
    if (!load(archive))
        return;
    archive->archive = archive->library->read_new();
    if (archive->archive == NULL)
        nd_alloc_exhausted();
    archive->library->format_tar(archive->archive);
    archive->library->format_zip(archive->archive);
    archive->library->format_7zip(archive->archive);
    if (!nd_libarchive_open(archive->library, archive->archive, &archive->source))
        snprintf(archive->fault, sizeof archive->fault, "the archive cannot be read: %s",
                 archive->library->error_string(archive->archive));
}

/* In the locale of C libarchive gives names as they are; where they are no UTF-8 that is seen. */
static struct nd_str name_of(struct nd_archive *archive, struct archive_entry *entry) {
    const char *name = archive->library->pathname_utf8(entry);
    struct nd_buf out = {0};

    if (name == NULL)
        name = archive->library->pathname(entry);
    if (name == NULL || name[0] == '\0')
        return nd_arena_printf(archive->names, "member %zu", archive->members);
    nd_utf8_repair(nd_str_from(name), &out);
    for (size_t i = 0; i < out.len; i++)
        if ((unsigned char)out.ptr[i] < ' ' || out.ptr[i] == '\x7f')
            out.ptr[i] = '?';
    return nd_arena_take(archive->names, &out);
}

/* A name with a dot before it, of the file or of a folder; "__MACOSX" holds such of macOS. */
static bool is_hidden(struct nd_str name) {
    while (name.len > 0) {
        size_t slash = nd_str_find_char(name, '/');
        struct nd_str part = nd_str_slice(name, 0, slash);
        if (nd_str_eq(part, ND_STR("__MACOSX")) ||
            (nd_str_starts(part, ND_STR(".")) && !nd_str_eq(part, ND_STR(".")) &&
             !nd_str_eq(part, ND_STR(".."))))
            return true;
        name = nd_str_skip(name, slash == SIZE_MAX ? name.len : slash + 1);
    }
    return false;
}

/* Whether there is something to read; counts it when there is not. */
static bool is_file(struct nd_archive *archive, struct archive_entry *entry, struct nd_str name) {
    const struct nd_libarchive *library = archive->library;
    unsigned type = library->filetype(entry);
    size_t *count = NULL;

    if (type == AE_IFDIR || nd_str_ends(name, ND_STR("/")))
        count = &archive->passed->folders;
    else if ((type != AE_IFREG && type != 0) || library->hardlink(entry) != NULL)
        count = &archive->passed->links;
    else if (is_hidden(name))
        count = &archive->passed->hidden;
    else if (library->is_encrypted(entry))
        count = &archive->passed->locked;
    if (count != NULL)
        ++*count;
    return count == NULL;
}

/* The header of the next member, whatever it is; false when there is none. */
static bool next_entry(struct nd_archive *archive, struct archive_entry **entry) {
    int result;

    if (!archive->is_opened)
        open_archive(archive);
    if (archive->is_done || archive->fault[0] != '\0')
        return false;
    archive->source.block = ND_STR_NONE;
    result = archive->library->next_header(archive->archive, entry);
    archive->is_done = result == ARCHIVE_EOF;
    if (result == ARCHIVE_EOF)
        return false;
    if (result < ARCHIVE_WARN) {
        const char *what = archive->library->error_string(archive->archive);
        snprintf(archive->fault, sizeof archive->fault,
                 "behind %zu members the archive is damaged or cut off%s%s", archive->members,
                 what == NULL ? "" : ": ", what == NULL ? "" : what);
        return false;
    }
    if (archive->members == ND_MAX_MEMBERS) {
        snprintf(archive->fault, sizeof archive->fault, "more than %d members; the rest is not read",
                 ND_MAX_MEMBERS);
        return false;
    }
    archive->members++;
    return true;
}

bool nd_archive_next(struct nd_archive *archive, struct nd_str *name, struct nd_input **member) {
    struct archive_entry *entry;

    while (next_entry(archive, &entry)) {
        nd_arena_reset(archive->names);
        *name = name_of(archive, entry);
        if (!is_file(archive, entry, *name))
            continue;
        nd_buf_clear(&archive->member.peeked);
        archive->member.peeked_at = 0;
        archive->member.fault[0] = '\0';
        archive->member.goes_on = false;
        archive->source.is_doubtful = false;
        *member = &archive->member;
        return true;
    }
    return false;
}

int nd_archive_error(const struct nd_archive *archive) {
    return archive->source.input->error;
}

const char *nd_archive_fault(const struct nd_archive *archive) {
    return archive->fault;
}

static void add_count(struct nd_buf *list, size_t count, const char *one, const char *many) {
    if (count > 0)
        nd_buf_addf(list, "%s%zu %s", list->len > 0 ? ", " : "", count, count == 1 ? one : many);
}

static void add_kinds(struct nd_buf *list, const struct nd_passed_over *passed, bool are_unconverted) {
    for (int i = 0; i < ND_KINDS; i++) {
        enum nd_kind kind = (enum nd_kind)i;
        if (passed->kinds[i] == 0 || nd_kind_is_unconverted(kind) != are_unconverted)
            continue;
        add_count(list, passed->kinds[i], nd_kind_name(kind, false), nd_kind_name(kind, true));
        if (are_unconverted && passed->converters[i] != NULL)
            nd_buf_addf(list, " (%s)", passed->converters[i]);
    }
}

void nd_passed_over_report(const struct nd_passed_over *passed, struct nd_problems *problems) {
    struct nd_buf list = {0};

    add_count(&list, passed->folders, "folder", "folders");
    add_count(&list, passed->hidden, "hidden file", "hidden files");
    add_count(&list, passed->links, "link", "links");
    add_count(&list, passed->empty, "empty file", "empty files");
    add_kinds(&list, passed, false);
    if (list.len > 0)
        nd_problems_add(problems, ND_P_LEFT_OUT, 0, 0, "members that are no articles: %s", list.ptr);
    nd_buf_clear(&list);
    add_kinds(&list, passed, true);
    if (list.len > 0)
        nd_problems_add(problems, ND_P_UNCONVERTED, 0, 0,
                        "members that only other programs read (--filter): %s", list.ptr);
    nd_buf_free(&list);
    if (passed->locked > 0)
        nd_problems_add(problems, ND_P_PACKED, 0, 0, "%zu member%s encrypted, not read", passed->locked,
                        passed->locked == 1 ? " is" : "s are");
    if (passed->too_deep > 0)
        nd_problems_add(problems, ND_P_PACKED, 0, 0, "%zu archive%s inside of %d others, not read",
                        passed->too_deep, passed->too_deep == 1 ? " is" : "s are", ND_MAX_NESTED);
}
