/*
 * Inputs over others: what those pack. Each takes over the input below. Private to the container stage.
 */
#ifndef CONTAINER_UNPACK_H
#define CONTAINER_UNPACK_H

#include "container/input.h"

/* True when bytes begin as a file of gzip, bzip2, xz or zstd does. */
bool nd_unpack_is_packed(struct nd_str head);
/* What from packs, however often; from itself when it packs nothing. */
struct nd_input *nd_unpack(struct nd_input *from);

/* gzip (RFC 1952): all members, one behind the other. */
struct nd_input *nd_gunzip(struct nd_input *from);
/* bzip2, xz, zstd by way of libarchive. */
struct nd_input *nd_filter(struct nd_input *from);
/*
 * A SQLite database: the rows of its tables that have a title and a text, as JSON Lines. Its bytes as they
 * are when there is no such table. from is all of the file, or gives it all.
 */
struct nd_input *nd_database_rows(struct nd_input *from);
/* True when bytes begin as a SQLite database of somebody else does. */
bool nd_database_is(struct nd_str head);

#endif
