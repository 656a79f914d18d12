/*
 * Files that belong together by their names: a text and the metadata kept beside it, in a folder or an
 * archive. The source stage says what names say; whether it is so the content decides, which the ingest stage
 * looks at.
 */
#ifndef NEWSDEX_PAIRS_H
#define NEWSDEX_PAIRS_H

#include "newsdex/source.h"

/* The names of a folder: has and context are set by the caller, the rest is of nd_pair_note. */
struct nd_pair_names {
    bool (*has)(const void *context, struct nd_str name); /* a file of that name is there */
    const void *context;
    size_t texts, metadata, of_folder;   /* how many have such names: "metadata.json" is that of a folder */
    struct nd_str text, folder_metadata; /* the first of them */
    unsigned text_ends, metadata_ends, infixes; /* which there are, a bit each */
    struct nd_buf scratch;
};

/* True for the name of a table: "metadata.csv". */
bool nd_pair_is_table(struct nd_str name);
void nd_pair_note(struct nd_pair_names *names, struct nd_str name);
/*
 * True for the folder a browser saves beside a page that is there, with what is in it: pictures, styles,
 * frames. The name ends in '/'.
 */
bool nd_pair_holds_parts(const struct nd_pair_names *names, struct nd_str folder);
void nd_pair_fini(struct nd_pair_names *names);
/*
 * Sets found to the name of the only file that belongs with name, and *is_metadata where name is that of the
 * metadata of the two. False when there is none, or more than one.
 */
bool nd_pair_find(struct nd_pair_names *names, struct nd_str name, struct nd_buf *found, bool *is_metadata);
/* Whether name in the folder fd is a regular file; one that cannot be looked at now is taken for one, with a
 * stamp that no file has, and reading it says more. */
bool nd_pair_is_there(int fd, const char *name, struct nd_file_stamp *stamp);

#endif
