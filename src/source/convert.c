#include "source/convert.h"

#include "newsdex/alloc.h"
#include "newsdex/utf8.h"
#include "source/mac.h"
#include "source/seven_bit.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

bool nd_source_is_wide(const char *encoding) {
    return strncmp(encoding, "UTF-16", 6) == 0 || strncmp(encoding, "UTF-32", 6) == 0;
}

enum nd_status nd_source_convert(struct nd_buf *text, const char *encoding, size_t *bad,
                                 struct nd_problems *problems) {
    const char *unfolded = nd_source_seven_bit_unfold(text, encoding);
    iconv_t converter = iconv_open("UTF-8", nd_source_mac_base(unfolded));
    size_t left = text->len, step = nd_source_is_wide(encoding) ? (encoding[4] == '3' ? 4 : 2) : 1;
    struct nd_buf converted = {0};
    char *next = text->ptr;
    bool is_flushed = false;

    if (converter == (iconv_t)-1 && errno == ENOMEM)
        nd_alloc_exhausted();
    if (converter == (iconv_t)-1) {
        nd_buf_clear(text);
        nd_problems_add(problems, ND_P_UNREADABLE, 0, 0, "the converter from %s cannot be loaded", encoding);
        return ND_IO;
    }
    while (left > 0 || !is_flushed) {
        char *out = nd_buf_reserve(&converted, left * 2 + 64);
        size_t room = converted.cap - converted.len - 1, before = room;
        size_t result;

        is_flushed = left == 0;
        result = iconv(converter, is_flushed ? NULL : &next, &left, &out, &room);
        converted.len += before - room;
        if (is_flushed || result != (size_t)-1 || errno == E2BIG)
            continue;
        nd_utf8_add(&converted, ND_UTF8_BAD);
        (*bad)++;
        step = step > left ? left : step;
        next += step;
        left -= step;
    }
    nd_buf_reserve(&converted, 0)[0] = '\0';
    iconv_close(converter);
    nd_buf_free(text);
    *text = converted;
    nd_source_mac_finish(text, encoding);
    return ND_OK;
}
