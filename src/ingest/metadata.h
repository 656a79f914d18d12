/*
 * Texts and the metadata kept beside them: two files, one article. What their names suggest (source stage)
 * their contents decide, and both come to the same decision, whichever is looked at. Private to the ingest
 * stage.
 */
#ifndef INGEST_METADATA_H
#define INGEST_METADATA_H

#include "newsdex/ingest.h"

/*
 * Looks whether the file at path, whose bytes and hash are in parsed, and the one beside it are one article:
 * then metadata or is_told is set, and the hash is that of both. The stamp is that of both in any case. With
 * a max_size of 0 nothing is looked at. ND_IO when the other file cannot be read now; one that may not be
 * read is told by itself.
 */
enum nd_status nd_metadata_look(struct nd_parsed *parsed, struct nd_str path, size_t max_size,
                                struct nd_error *err) ND_MUST_CHECK;
/* The fields of such a file; false when its bytes are those of none. */
bool nd_metadata_read(struct nd_str bytes, struct nd_arena *arena, struct nd_problems *problems,
                      struct nd_item *item);
/* True when bytes are those of one text, and not of a file of many, of one that is left out. */
bool nd_metadata_is_text(struct nd_str bytes, struct nd_str path, struct nd_arena *arena);
/* Copies all that item views into the arena. */
void nd_metadata_own(struct nd_item *item, struct nd_arena *arena);
/* Makes the hash of parsed one of it and of bytes; seed: what these are. */
void nd_metadata_hash(struct nd_parsed *parsed, struct nd_str bytes, uint64_t seed);
/* What is said of a file that is_told. */
void nd_metadata_say(struct nd_parsed *parsed);

#endif
