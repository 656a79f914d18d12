#include "source/mac.h"

#include "newsdex/utf8.h"

#include <string.h>

enum { DIFFERENCES = 6 };

/* What has another meaning than in Mac OS Roman (the tables of Apple at unicode.org, ICELAND.TXT and
 * TURKISH.TXT). */
static const struct variant {
    const char *encoding;
    uint32_t characters[DIFFERENCES][2];
} variants[] = {
    {ND_SOURCE_MAC_ICELANDIC,
     {{0x2020, 0xDD}, {0x2039, 0xD0}, {0x203A, 0xF0}, {0xFB01, 0xDE}, {0xFB02, 0xFE}, {0x2021, 0xFD}}},
    {ND_SOURCE_MAC_TURKISH,
     {{0x2044, 0x11E}, {0x20AC, 0x11F}, {0x2039, 0x130}, {0x203A, 0x131}, {0xFB01, 0x15E}, {0xFB02, 0x15F}}},
};

static const struct variant *find_variant(const char *encoding) {
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        if (strcmp(variants[i].encoding, encoding) == 0)
            return &variants[i];
    return NULL;
}

const char *nd_source_mac_base(const char *encoding) {
    return find_variant(encoding) == NULL ? encoding : "MACINTOSH";
}

void nd_source_mac_finish(struct nd_buf *text, const char *encoding) {
    const struct variant *variant = find_variant(encoding);
    struct nd_str in = nd_buf_str(text);
    struct nd_buf out = {0};
    uint32_t c;

    if (variant == NULL)
        return;
    for (size_t at = 0; at < in.len;) {
        at += nd_utf8_decode(nd_str_skip(in, at), &c);
        for (size_t i = 0; i < DIFFERENCES; i++)
            if (variant->characters[i][0] == c) {
                c = variant->characters[i][1];
                break;
            }
        nd_utf8_add(&out, c);
    }
    nd_buf_free(text);
    *text = out;
}
