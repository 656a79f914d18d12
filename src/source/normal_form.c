#include "source/normal_form.h"

#include "newsdex/alloc.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

enum {
    SHORT = 2048,   /* bytes of a piece for which there is room on the stack */
    DECOMPOSED = 2, /* characters that a byte becomes at most: U+01D5 has two, and is three */
    MAX_PARTS = 4,  /* characters of a canonical decomposition */
    KNOWN = 64
};

/* The decomposition of a character met before: the same few make up a text. */
struct known {
    uint32_t c;
    utf8proc_ssize_t count;
    utf8proc_int32_t parts[MAX_PARTS];
};

static const utf8proc_option_t options = (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE);

static void add_long(struct nd_buf *out, struct nd_str text) {
    utf8proc_uint8_t *normal = NULL;
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &normal, options);

    if (length == UTF8PROC_ERROR_NOMEM)
        nd_alloc_exhausted();
    nd_buf_add(out, length >= 0 ? nd_str_of((const char *)normal, (size_t)length) : text);
    free(normal);
}

static const struct known *decompose_one(uint32_t c, struct known *known) {
    struct known *slot = &known[c % KNOWN];
    int bound = 0;

    if (slot->c != c || slot->count == 0) {
        slot->c = c;
        slot->count = utf8proc_decompose_char((utf8proc_int32_t)c, slot->parts, MAX_PARTS, options, &bound);
    }
    return slot;
}

/* The canonical decomposition, not yet in order; -1 when text is not what it should be. */
static utf8proc_ssize_t decompose(struct nd_str text, utf8proc_int32_t *characters) {
    struct known known[KNOWN] = {{0}};
    utf8proc_ssize_t count = 0;
    size_t length;
    uint32_t c;

    for (; text.len > 0; text = nd_str_skip(text, length)) {
        const struct known *one;
        length = nd_utf8_decode(text, &c);
        one = decompose_one(c, known);
        if (one->count < 0 || one->count > MAX_PARTS)
            return -1;
        for (utf8proc_ssize_t i = 0; i < one->count; i++)
            characters[count++] = one->parts[i];
    }
    return count;
}

/* Marks with the same class stay in order, those with a lower one go in front of those with a higher one. */
static void order_marks(utf8proc_int32_t *characters, utf8proc_ssize_t count) {
    unsigned short classes[SHORT * DECOMPOSED + 4];

    for (utf8proc_ssize_t i = 0; i < count; i++) {
        utf8proc_int32_t moved = characters[i];
        unsigned short class = (unsigned short)utf8proc_get_property(moved)->combining_class;
        utf8proc_ssize_t at = i;
        for (; class > 0 && at > 0 && classes[at - 1] > class; at--) {
            classes[at] = classes[at - 1];
            characters[at] = characters[at - 1];
        }
        classes[at] = class;
        characters[at] = moved;
    }
}

void nd_source_add_normal_form(struct nd_buf *out, struct nd_str text) {
    utf8proc_int32_t characters[SHORT * DECOMPOSED + 4];
    utf8proc_ssize_t count;

    if (text.len > SHORT) {
        add_long(out, text);
        return;
    }
    count = decompose(text, characters);
    if (count >= 0) {
        order_marks(characters, count);
        count = utf8proc_reencode(characters, count, options);
    }
    nd_buf_add(out, count >= 0 ? nd_str_of((const char *)characters, (size_t)count) : text);
}
