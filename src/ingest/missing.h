/*
 * What becomes of a known file that the walk did not meet: it is gone, and so is its article, unless there is
 * reason to think that it was only out of reach. Private to the ingest stage.
 *
 * Out of reach is what lies below something that could not be read or found, in a folder in which not one
 * name is left, or on another device than it was: a disk that is not mounted looks like that. Whoever knows
 * better says so (nd_ingest_options.remove_missing).
 */
#ifndef INGEST_MISSING_H
#define INGEST_MISSING_H

#include "ingest/devices.h"
#include "ingest/indexed_files.h"

struct nd_absences;

/* Files of a folder that were kept. */
struct nd_absence {
    struct nd_str folder;
    const char *why;    /* goes behind the folder in a sentence */
    bool is_unreadable; /* whether it is gone cannot be told at all */
    bool is_protected;  /* the walk came upon it, and told of it */
    int64_t count;
};

/* devices is borrowed. */
struct nd_absences *nd_absences_new(struct nd_devices *devices);
void nd_absences_free(struct nd_absences *absences);
/* Whether anything lies at path and below it cannot be told; with its '/', below it only. */
void nd_absences_protect(struct nd_absences *absences, struct nd_str path, const char *why,
                         bool is_unreadable);
/* Why the article of a missing file has to be kept, for the caller to count; NULL when it is gone. After the
 * walk. */
struct nd_absence *nd_absences_find(struct nd_absences *absences, const struct nd_missing *missing,
                                    bool remove_missing);
/* The folders in the order in which they were found. */
const struct nd_absence *nd_absences_at(const struct nd_absences *absences, size_t at);

#endif
