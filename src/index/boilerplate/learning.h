/*
 * Which lines are boilerplate: how many articles of its place have a line, and how many of these are articles
 * of their own (newsdex/boilerplate.h). Private to the folder.
 */
#ifndef INDEX_BOILERPLATE_LEARNING_H
#define INDEX_BOILERPLATE_LEARNING_H

#include "index/boilerplate/raw_text.h"
#include "index/copies/key_index.h"

/* How many articles must have a line in a place of so many. */
uint64_t nd_learning_least(uint64_t articles);

/* What was read of articles, for as long as there is room. */
struct nd_learning;
struct nd_learning *nd_learning_new(struct nd_index *index);
void nd_learning_free(struct nd_learning *learning);

/* Whether least of the articles of these entries of the index of keys are each another one. */
enum nd_status nd_learning_are_apart(struct nd_learning *learning, const uint64_t *entries, size_t count,
                                     uint64_t least, bool *are, struct nd_error *err) ND_MUST_CHECK;

#endif
