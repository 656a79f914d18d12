/*
 * Archives: members one after the other, in the order they are stored. What lies among articles and is none
 * is passed over and counted: folders, hidden files, what an operating system puts beside them. Names are
 * only names: nothing is written anywhere. Private to the container stage.
 */
#ifndef CONTAINER_ARCHIVE_H
#define CONTAINER_ARCHIVE_H

#include "container/input.h"
#include "newsdex/arena.h"
#include "newsdex/kind.h"
#include "newsdex/problem.h"

/* What was passed over, in a file and all archives in it. */
struct nd_passed_over {
    size_t folders, links, hidden, empty, locked, too_deep, kinds[ND_KINDS];
    const char *converters[ND_KINDS]; /* of the first of each, if it is known */
};
void nd_passed_over_report(const struct nd_passed_over *passed, struct nd_problems *problems);

struct nd_archive;
enum { ND_ARCHIVE_HEAD = 512 /* bytes by which one is known */ };

/* zip, tar (POSIX 1003.1, also without "ustar") and 7z; not what is a zip but a document of an office
 * program.
 */
bool nd_archive_is(struct nd_str head);
/* The input is the caller's, and is read when the first member is asked for. passed is added to. */
struct nd_archive *nd_archive_new(struct nd_input *input, struct nd_passed_over *passed);
void nd_archive_free(struct nd_archive *archive);
/*
 * The next member that is a file: its name, as UTF-8 without control characters, and its bytes, both until
 * the next call. False behind the last, and where the archive goes wrong.
 */
bool nd_archive_next(struct nd_archive *archive, struct nd_str *name, struct nd_input **member);
/* errno when what ended it was a failure to read; otherwise 0. */
int nd_archive_error(const struct nd_archive *archive);
/* What ended it early, as a sentence in the archive; "" when nothing did. */
const char *nd_archive_fault(const struct nd_archive *archive);

#endif
