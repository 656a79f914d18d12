#include "newsdex/analysis.h"
#include "newsdex/utf8.h"

#include <string.h>

/* The tag characters U+E0020 to U+E007E mirror ASCII; all begin with the same two bytes in UTF-8. */
enum { TAG_BEGIN = 0xE0001, TAG_FIRST = 0xE0020, TAG_LAST = 0xE007E, TAG_BASE = 0xE0000, CODE_MAX = 11 };

void nd_language_tag(struct nd_str code, struct nd_buf *out) {
    if (code.len == 0)
        return;
    nd_utf8_add(out, TAG_BEGIN);
    for (size_t i = 0; i < code.len && i < CODE_MAX; i++) {
        char c = nd_char_lower(code.ptr[i]);
        if (!nd_char_is_alpha(c) && !nd_char_is_digit(c) && c != '-')
            return;
        nd_utf8_add(out, TAG_BASE + (uint32_t)(unsigned char)c);
    }
}

struct nd_str nd_language_tag_skip(struct nd_str text, char code[12]) {
    size_t count = 0, length;
    uint32_t c;

    memset(code, 0, CODE_MAX + 1);
    if (text.len < 4 || (unsigned char)text.ptr[0] != 0xF3)
        return text;
    length = nd_utf8_decode(text, &c);
    if (c != TAG_BEGIN)
        return text;
    for (text = nd_str_skip(text, length); text.len > 0; text = nd_str_skip(text, length)) {
        length = nd_utf8_decode(text, &c);
        if (c < TAG_FIRST || c > TAG_LAST)
            break;
        if (count < CODE_MAX)
            code[count++] = (char)(c - TAG_BASE);
    }
    return text;
}
