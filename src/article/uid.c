#include "newsdex/article.h"

#include <xxhash.h>

enum { DIGIT_BITS = 5, FIRST_RULE = 'a', DAY_LENGTH = 10 };

/* The hash of the parts, each ended by a line end, as digits of Crockford's base 32. */
static void write_uid(const struct nd_str *parts, size_t count, char uid[ND_UID_LENGTH + 1]) {
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    struct nd_buf text = {0};
    XXH128_canonical_t hash;
    unsigned bits = 0;
    int held = 0;
    size_t at = 0;

    for (size_t i = 0; i < count; i++) {
        nd_buf_add(&text, parts[i]);
        nd_buf_add_char(&text, '\n');
    }
    XXH128_canonicalFromHash(&hash, XXH3_128bits(text.ptr, text.len));
    nd_buf_free(&text);
    uid[0] = FIRST_RULE;
    for (size_t i = 1; i < ND_UID_LENGTH; i++) {
        if (held < DIGIT_BITS) {
            bits = bits << 8 | hash.digest[at++];
            held += 8;
        }
        held -= DIGIT_BITS;
        uid[i] = digits[bits >> held & ((1 << DIGIT_BITS) - 1)];
    }
    uid[ND_UID_LENGTH] = '\0';
}

/* The address of a whole site is given for any of its articles. */
static bool names_one_article(struct nd_str url) {
    size_t host = nd_str_find(url, ND_STR("://")), path;

    if (host == SIZE_MAX)
        return false;
    url = nd_str_skip(url, host + 3);
    path = nd_str_find_char(url, '/');
    if (path == SIZE_MAX)
        return nd_str_find_char(url, '?') != SIZE_MAX;
    return path + 1 < url.len;
}

void nd_uid_of_article(const struct nd_identity *identity, char uid[ND_UID_LENGTH + 1]) {
    struct nd_str day = nd_str_slice(identity->published_at, 0, DAY_LENGTH);
    struct nd_buf url = {0};

    nd_url_identity(identity->url, &url);
    if (names_one_article(nd_buf_str(&url)))
        nd_uid_of_target(ND_STR("url"), identity->url, uid);
    else if (identity->part.len > 0) /* which a container promises to be of one article */
        write_uid((struct nd_str[]){ND_STR("part"), identity->key, identity->part}, 3, uid);
    else
        write_uid((struct nd_str[]){ND_STR("file"), identity->key, identity->title, day}, 4, uid);
    nd_buf_free(&url);
}

void nd_uid_of_target(struct nd_str kind, struct nd_str name, char uid[ND_UID_LENGTH + 1]) {
    struct nd_buf url = {0};

    if (nd_str_eq(kind, ND_STR("url"))) {
        nd_url_identity(name, &url);
        name = nd_buf_str(&url);
    }
    write_uid((struct nd_str[]){kind, name}, 2, uid);
    nd_buf_free(&url);
}

bool nd_uid_is(struct nd_str text) {
    if (text.len < ND_UID_LENGTH || text.ptr[0] != FIRST_RULE)
        return false;
    for (size_t i = 1; i < ND_UID_LENGTH; i++)
        if (!nd_char_is_digit(text.ptr[i]) && (text.ptr[i] < 'a' || text.ptr[i] > 'z'))
            return false;
    return text.len == ND_UID_LENGTH || text.ptr[ND_UID_LENGTH] == '~';
}
