#include "index/fulltext/number_sort.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { BYTE_VALUES = 256, FEW = 48 };

/* One pass of a radix sort, by a byte. */
static void sort_by_byte(const uint64_t *from, uint64_t *to, size_t count, int shift) {
    size_t starts[BYTE_VALUES] = {0}, next = 0;

    for (size_t i = 0; i < count; i++)
        starts[from[i] >> shift & 0xff]++;
    for (size_t i = 0; i < BYTE_VALUES; i++) {
        size_t here = starts[i];
        starts[i] = next;
        next += here;
    }
    for (size_t i = 0; i < count; i++)
        to[starts[from[i] >> shift & 0xff]++] = from[i];
}

uint64_t *nd_number_sort(uint64_t *numbers, uint64_t *room, size_t count) {
    uint64_t different = 0;

    for (size_t i = 1; i < count; i++)
        different |= numbers[i] ^ numbers[0];
    for (int shift = 0; shift < 64; shift += 8)
        if ((different >> shift & 0xff) != 0) {
            uint64_t *sorted = room;
            sort_by_byte(numbers, room, count, shift);
            room = numbers;
            numbers = sorted;
        }
    return numbers;
}

static void sort_few(uint64_t *numbers, size_t count) {
    for (size_t i = 1; i < count; i++) {
        uint64_t moved = numbers[i];
        size_t at = i;
        for (; at > 0 && numbers[at - 1] > moved; at--)
            numbers[at] = numbers[at - 1];
        numbers[at] = moved;
    }
}

void nd_number_sort_bag(uint64_t *numbers, size_t count) {
    uint64_t *room, *sorted;

    if (count <= FEW) {
        sort_few(numbers, count);
        return;
    }
    room = nd_alloc_array(count, sizeof *room);
    sorted = nd_number_sort(numbers, room, count);
    if (sorted == room)
        memcpy(numbers, room, count * sizeof *numbers);
    free(room);
}

size_t nd_number_sort_set(uint64_t *numbers, size_t count) {
    size_t kept = 0;

    nd_number_sort_bag(numbers, count);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || numbers[kept - 1] != numbers[i])
            numbers[kept++] = numbers[i];
    return kept;
}
