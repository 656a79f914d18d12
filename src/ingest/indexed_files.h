/*
 * The files the index knows at and below the roots, in step with the walk: one ordered pass over the file
 * table instead of a query a file. What the walk passes over is missing. Private to the ingest stage.
 *
 * There is one order for all of it, that of the bytes of whole paths, in which a folder has a '/' at its end:
 * the walk, the roots and the table follow it, so that "a-b/x" comes before "a/x" in each.
 */
#ifndef INGEST_INDEXED_FILES_H
#define INGEST_INDEXED_FILES_H

#include "newsdex/index.h"

struct nd_indexed_files;

/* A file that the walk did not meet. */
struct nd_missing {
    int64_t id;
    struct nd_str path;
    uint64_t size;
    bool has_hash;   /* it has been read at some time */
    size_t root_len; /* of the root it lies at or below, with the '/' of a folder */
    size_t met_len;  /* of the deepest folder above it below which the walk met anything, with '/' */
};

/* roots are borrowed; index may be NULL: it knows nothing. */
struct nd_indexed_files *nd_indexed_files_open(struct nd_index *index, const struct nd_roots *roots);
void nd_indexed_files_close(struct nd_indexed_files *files);
/*
 * The walk met path: *file is what the index knows of it, valid until the next call, or NULL. Paths must come
 * in byte order, each once; ND_IO when they do not, since what is missing could not be told then.
 */
enum nd_status nd_indexed_files_find(struct nd_indexed_files *files, struct nd_str path,
                                     const struct nd_index_file **file, struct nd_error *err) ND_MUST_CHECK;
/* After the last path: everything that was passed over, in byte order; lives as long as files. */
enum nd_status nd_indexed_files_missing(struct nd_indexed_files *files, const struct nd_missing **missing,
                                        size_t *count, struct nd_error *err) ND_MUST_CHECK;

#endif
