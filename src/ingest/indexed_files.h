/*
 * The files the index knows below the roots, in step with the walk: one ordered pass over the file table
 * instead of a query a file. What the walk passes over is missing. Private to the ingest stage.
 */
#ifndef INGEST_INDEXED_FILES_H
#define INGEST_INDEXED_FILES_H

#include "newsdex/index.h"

struct nd_indexed_files;

struct nd_indexed_files *nd_indexed_files_open(struct nd_index *index, const struct nd_str *roots,
                                               size_t count);
void nd_indexed_files_close(struct nd_indexed_files *known);
/* The known file of that path, or NULL. Paths must come in byte order; valid until the next call. */
enum nd_status nd_indexed_files_find(struct nd_indexed_files *known, struct nd_str path,
                                     const struct nd_index_file **file, struct nd_error *err) ND_MUST_CHECK;
/* Nothing is known of what lies at or below path: it is not missing. */
void nd_indexed_files_protect(struct nd_indexed_files *known, struct nd_str path);

typedef enum nd_status nd_missing_sink(void *context, const struct nd_index_file *file);
typedef void nd_kept_sink(void *context, struct nd_str root, struct nd_str why);
/*
 * Hands over every missing file. A root that could not be read, or under which nothing at all was found
 * although the index knows files there, keeps its files, and kept is told why.
 */
enum nd_status nd_indexed_files_missing(struct nd_indexed_files *known, nd_missing_sink *missing,
                                        nd_kept_sink *kept, void *context,
                                        struct nd_error *err) ND_MUST_CHECK;

#endif
