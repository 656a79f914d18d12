/*
 * The source stage: from paths to decoded text. It walks folders in byte order of the full path, reads files
 * within a size limit, finds out how they are encoded and hands on valid UTF-8 in NFC with LF line ends and
 * no NUL. It knows nothing of articles.
 */
#ifndef NEWSDEX_SOURCE_H
#define NEWSDEX_SOURCE_H

#include "newsdex/problem.h"
#include "newsdex/str.h"

struct nd_file_stamp {
    uint64_t size;    /* bytes */
    int64_t mtime_ns; /* nanoseconds since 1970 */
};

struct stat;
struct nd_file_stamp nd_file_stamp_of(const struct stat *st);
/*
 * That of a file which is read together with another: the later time, whose last 30 bits are made of all that
 * is known of both, so that a change of either gives another stamp. The size is its own.
 */
struct nd_file_stamp nd_file_stamp_with(struct nd_file_stamp own, struct nd_file_stamp other);

enum nd_walk_kind {
    ND_WALK_FILE,   /* a regular file to read */
    ND_WALK_PROBLEM /* something that cannot be read; problem and message say why */
};

struct nd_walk_entry {
    enum nd_walk_kind kind;
    struct nd_str path;   /* absolute, NUL-terminated, valid until the next call */
    struct nd_str beside; /* of files: the only one beside it, NUL-terminated, that belongs with it by its
                             name, metadata and their text; or absent */
    bool is_metadata;     /* of those two it has the name of the metadata */
    struct nd_str tables; /* of texts below a folder root: tables that may name it, in its folder and the one
                             above, a NUL behind each */
    bool is_table;        /* it may be such a table */
    size_t root_len;      /* of texts and tables: bytes of path that are its root, with '/' */
    struct nd_file_stamp others; /* of texts and tables: what there is of tables, of folders of texts; zero
                                    where nothing is */
    struct nd_file_stamp stamp;  /* with that of the one beside it, and of others */
    uint64_t device;             /* of files: st_dev */
    enum nd_problem_code problem;
    struct nd_str message;
    int error;         /* of problems: errno of a folder that could not be opened, or 0 */
    bool is_directory; /* of problems: nothing is known of what lies below path */
    int root_error;    /* errno of a root that cannot be found; otherwise 0 */
};

/* A path as it was given. */
struct nd_root {
    struct nd_str path; /* absolute, links resolved as far as it is there; a folder has '/' at the end */
    struct nd_str link; /* the path without the link that its last name may be; absent if it has no name */
    int error;          /* errno of looking for it, or 0 */
};

/* Roots in byte order of their paths; one comes again for each link by which it was given. */
struct nd_roots {
    const struct nd_root *items;
    size_t count;
};

/* Looks for the given paths, in any order, a few system calls each; everything lives in the arena. */
struct nd_roots nd_source_roots(const struct nd_str *paths, size_t count, struct nd_arena *arena);

/* Whether path, as a walk gives it, was given itself, and not a folder above it alone. */
bool nd_source_is_root(const struct nd_roots *roots, struct nd_str path);

/* The absolute path with symbolic links resolved; of what is not there, the folders that are, and the rest as
 * given. */
struct nd_str nd_source_absolute(struct nd_str path, struct nd_arena *arena);

/*
 * Which files to leave out and which to take: globs as in gitignore(5). "*" and "?" stand for anything but a
 * '/', "[a-z]" and "[!a-z]" for a character in and not in the set, "**" for any number of folders, '\\' for
 * the character behind it. A pattern with a '/' before its end matches the path below the root, any other one
 * a name; one that ends in '/' matches folders only. '!' in front turns it round. The last that matches
 * counts.
 */
struct nd_patterns;

enum nd_verdict { ND_UNDECIDED, ND_TAKEN, ND_LEFT_OUT };

struct nd_patterns *nd_patterns_new(void);
void nd_patterns_free(struct nd_patterns *patterns);
/* False when there is nothing in the pattern that could match. */
bool nd_patterns_add(struct nd_patterns *patterns, struct nd_str glob, bool is_include) ND_MUST_CHECK;
/* path: below the root, without a '/' at its end. Folders that are left out need not be looked into. patterns
 * may be NULL: none. */
enum nd_verdict nd_patterns_judge(const struct nd_patterns *patterns, struct nd_str path, bool is_folder);
/* What to do with a file on which no pattern says anything, nor on a folder above it. */
bool nd_patterns_take_others(const struct nd_patterns *patterns);

/* Of what they say; 0 for none. */
uint64_t nd_patterns_hash(const struct nd_patterns *patterns);
/* What they say of a file below a root, and of the folders above it. */
bool nd_patterns_take_file(const struct nd_patterns *patterns, struct nd_str path);

/* The path of what has the name of a text without its ending, otherwise the path. */
struct nd_str nd_source_text_stem(struct nd_str path);

struct nd_walk;

/*
 * Starts a walk over roots, which are borrowed; those inside other roots are visited once. Hidden files and
 * folders (names beginning with a dot) are left out unless they are roots themselves; symbolic links below a
 * root are reported, never followed, not even when they have just taken the place of something else. A root
 * that cannot be found or read is an ND_WALK_PROBLEM entry. Patterns, borrowed, may be NULL; they apply to
 * what is below roots, and to roots that are files by their names.
 */
struct nd_walk *nd_walk_open(const struct nd_roots *roots, const struct nd_patterns *patterns);
/* The next entry, or ND_END. Paths come in byte order and once, but for roots with a root_error. */
enum nd_status nd_walk_next(struct nd_walk *walk, struct nd_walk_entry *entry) ND_MUST_CHECK;
void nd_walk_close(struct nd_walk *walk);

/*
 * Opens a regular file for reading without following any symbolic link, also one in place of a folder: paths
 * are of nd_source_absolute or a walk, where there were none. ND_NOT_FOUND, ND_BAD_INPUT (a link or no
 * regular file; never waits for a FIFO) or ND_IO with the reason in err. The caller closes *fd.
 */
enum nd_status nd_source_open(const char *path, int *fd, struct nd_error *err) ND_MUST_CHECK;

/*
 * Reads a whole file opened like that, at most max bytes, into bytes (cleared first); ND_TOO_BIG besides.
 * stamp is of the moment of opening, so that a change while it is being read is seen the next time.
 */
enum nd_status nd_source_read(const char *path, size_t max, struct nd_buf *bytes, struct nd_file_stamp *stamp,
                              struct nd_error *err) ND_MUST_CHECK;
/* The same from an open descriptor such as standard input. */
enum nd_status nd_source_read_fd(int fd, size_t max, struct nd_buf *bytes,
                                 struct nd_error *err) ND_MUST_CHECK;

/*
 * Turns the bytes in text into text: UTF-8 with or without BOM, UTF-16 and UTF-32 by BOM or by their pattern
 * of zeros, encodings of 7 bits by their escape sequences or signs, otherwise what libuchardet thinks it is,
 * Windows-1252 at last. UTF-8 in which nothing is to be changed stays where it is, without a copy. *encoding
 * is a static IANA name or lives in the arena of problems. ND_BAD_INPUT for binary data, ND_IO when a
 * converter could not be loaded (a problem says why).
 */
enum nd_status nd_source_decode_in_place(struct nd_buf *text, struct nd_str *encoding,
                                         struct nd_problems *problems) ND_MUST_CHECK;
/*
 * The same for a piece of a file whose encoding (NUL-terminated) was found in its beginning: what is no UTF-8
 * is read as that, and nothing is said about it. Wide characters and encodings of 7 bits are taken on trust.
 */
enum nd_status nd_source_decode_piece(struct nd_buf *text, struct nd_str assumed, struct nd_str *encoding,
                                      struct nd_problems *problems) ND_MUST_CHECK;
/* Whether records can only be found when all of a file has been decoded, which begins with text in encoding:
 * a sign of ASCII in its bytes may be half of a character. */
bool nd_source_is_of_the_whole(struct nd_str encoding);
/*
 * What a mail or a page means that says it is written in name: the encoding (NUL-terminated) to assume above.
 * Absent where the name is unknown or says nothing, as "us-ascii" does beside bytes that are none.
 */
struct nd_str nd_source_charset(struct nd_str name, struct nd_arena *arena);
/* The same from bytes that stay, into text (cleared first). */
enum nd_status nd_source_decode(struct nd_str bytes, struct nd_buf *text, struct nd_str *encoding,
                                struct nd_problems *problems) ND_MUST_CHECK;
/* Without a copy where nothing is to be changed: *text is bytes then, otherwise in buf. */
enum nd_status nd_source_decode_view(struct nd_str bytes, struct nd_buf *buf, struct nd_str *text,
                                     struct nd_str *encoding, struct nd_problems *problems) ND_MUST_CHECK;
/* Whether nd_source_decode_piece() leaves bytes as they are. */
bool nd_source_is_decoded(struct nd_str bytes, struct nd_str assumed);

#endif
