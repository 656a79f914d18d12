/*
 * The words of an article for its vector: hashes of their stems, each with what it counts before it is known
 * how rare it is. Private to the index stage.
 */
#ifndef INDEX_STORIES_READING_H
#define INDEX_STORIES_READING_H

#include "index/stories/vectors.h"

struct nd_story_reader;

struct nd_story_reader *nd_story_reader_new(struct nd_index *index, const struct nd_story_tuning *tuning);
void nd_story_reader_free(struct nd_story_reader *reader);

/* What is read of an article; title, excerpt and body begin with the tag of their language. */
struct nd_story_text {
    struct nd_str title, excerpt, body, language;
};
/* Sets the entries, in no order, and the text of item; they live in the arena. */
void nd_story_reader_read(struct nd_story_reader *reader, const struct nd_story_text *text,
                          struct nd_arena *arena, struct nd_story_item *item);

#endif
