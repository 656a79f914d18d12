#include "source/normal_form.h"

#include "newsdex/alloc.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

enum {
    SHORT = 2048,  /* bytes of a piece for which there is room on the stack */
    DECOMPOSED = 2 /* characters that a byte becomes at most: U+01D5 has two, and is three */
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

/* The canonical decomposition, not yet in order; -1 when text is not what it should be. */
static utf8proc_ssize_t decompose(struct nd_str text, utf8proc_int32_t *characters) {
    utf8proc_ssize_t count = 0;
    size_t length;
    int bound = 0;
    uint32_t c;

    for (; text.len > 0; text = nd_str_skip(text, length)) {
        utf8proc_ssize_t more;
        length = nd_utf8_decode(text, &c);
        more = utf8proc_decompose_char((utf8proc_int32_t)c, characters + count, 4, options, &bound);
        if (more < 0 || more > 4)
            return -1;
        count += more;
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
