/*
 * Tables of metadata: "metadata.csv" with a row for each text beside it, or in a folder below, that names the
 * file. A row that names one there is not an article of its own but fields of that file's. Private to the
 * ingest stage.
 *
 * A table is read by the worker that first needs it and looked up by all; what it says depends on it and on
 * which files there are. Some are held at once; one that was let go is read again when it is wanted.
 */
#ifndef INGEST_CATALOGUE_H
#define INGEST_CATALOGUE_H

#include "newsdex/ingest.h"

/*
 * Of a text the rows that name it are added to its metadata, and to its hash; of a table the rows that name a
 * file are put into parsed->catalogue, and into the hash; is_told when all do. Called when the bytes and
 * their hash are known. ND_IO when a table, or a folder it may speak of, cannot be read now.
 */
enum nd_status nd_catalogue_look(struct nd_parsed *parsed, struct nd_str path,
                                 struct nd_error *err) ND_MUST_CHECK;

#endif
