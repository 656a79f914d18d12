/* Numbers in order. Private to the index stage. */
#ifndef INDEX_FULLTEXT_NUMBER_SORT_H
#define INDEX_FULLTEXT_NUMBER_SORT_H

#include <stddef.h>
#include <stdint.h>

/* room is for as many; the sorted ones are in one of the two, which is returned. */
uint64_t *nd_number_sort(uint64_t *numbers, uint64_t *room, size_t count);
/* Where they are. */
void nd_number_sort_bag(uint64_t *numbers, size_t count);
/* The same; leaves each once, and returns how many these are. */
size_t nd_number_sort_set(uint64_t *numbers, size_t count);

#endif
