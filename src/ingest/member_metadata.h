/*
 * Texts in an archive and the metadata kept beside them in it: "a.json" with "a.txt", a row of "metadata.csv"
 * or "posts.csv" with the text it names. As for files in folders their contents decide; but a text is known
 * by its beginning here, and metadata with a text of their own stay articles. Private to the ingest stage.
 *
 * Members come in any order, so that the archive is gone through before its records are: by names, and only
 * where these suggest metadata for those, and for the beginnings of their texts.
 */
#ifndef INGEST_MEMBER_METADATA_H
#define INGEST_MEMBER_METADATA_H

#include "newsdex/container.h"
#include "newsdex/ingest.h"

struct nd_member_metadata;

/* Of the archive that fd is, which stands at its beginning before and after, or of its bytes when that is -1.
 * NULL when it has none. */
struct nd_member_metadata *nd_member_metadata_find(int fd, struct nd_str bytes);
void nd_member_metadata_free(struct nd_member_metadata *all);
/* True when that record is metadata of another member; all may be NULL, here and below. */
bool nd_member_metadata_is_told(const struct nd_member_metadata *all, const struct nd_record *record);
/* A number for what is kept beside a member: when that is another, so is the record. 0: nothing is. */
uint64_t nd_member_metadata_seed(const struct nd_member_metadata *all, struct nd_str member);
/* What is kept beside a member, in the arena; or NULL. */
const struct nd_beside *nd_member_metadata_of(const struct nd_member_metadata *all, struct nd_str member,
                                              struct nd_arena *arena);
/* How many members, or rows, were read with others. */
void nd_member_metadata_report(const struct nd_member_metadata *all, struct nd_problems *problems);

#endif
