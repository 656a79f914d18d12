#include "index/store/likeness.h"

#include "newsdex/alloc.h"
#include "newsdex/date.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum {
    STRETCH = 16,           /* bytes */
    ENOUGH = 200,           /* bytes of text that tell what it is about */
    LOOKED_FOR = 64 * 1024, /* bytes of text of the shorter one */
    LOOKED_AT = 4 * LOOKED_FOR,
    TITLE_PART = 12, /* bytes a title needs to be known in a longer one */
    DAY = 10
};

/* Shares of the shorter text that are in the longer: hardly changed, mostly kept, rewritten. */
static const double same = .8, most = .5, some = .3;

void nd_likeness_fini(struct nd_likeness *likeness) {
    nd_buf_free(&likeness->title);
    nd_buf_free(&likeness->text);
    nd_buf_free(&likeness->day);
    nd_buf_free(&likeness->fragment);
    free(likeness->stretches);
    *likeness = (struct nd_likeness){0};
}

/* General punctuation (U+2000 to U+207F), and what lies from U+0080 to U+00BF: of no meaning here. */
static size_t mark_length(const unsigned char *at, size_t left) {
    if (left >= 2 && at[0] == 0xC2)
        return 2;
    return left >= 3 && at[0] == 0xE2 && (at[1] == 0x80 || at[1] == 0x81) ? 3 : 0;
}

/* Letters and digits alone, until out has so many bytes. */
static void add_plain(struct nd_buf *out, struct nd_str text, size_t most_bytes) {
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    char *to;
    size_t count = 0, room;

    if (text.len == 0 || out->len >= most_bytes)
        return;
    room = most_bytes - out->len < text.len ? most_bytes - out->len : text.len;
    to = nd_buf_reserve(out, room);
    for (size_t i = 0; i < text.len && count < room; i++) {
        size_t mark = bytes[i] < 0x80 ? 0 : mark_length(bytes + i, text.len - i);
        if (mark > 0)
            i += mark - 1;
        else if (bytes[i] >= 0x80 || nd_char_is_alpha(text.ptr[i]) || nd_char_is_digit(text.ptr[i]))
            to[count++] = nd_char_lower(text.ptr[i]);
    }
    out->len += count;
}

void nd_likeness_set(struct nd_likeness *likeness, const struct nd_likeness_source *source) {
    size_t mark = nd_str_find_char(source->address, '#');

    nd_buf_clear(&likeness->title);
    nd_buf_clear(&likeness->text);
    nd_buf_clear(&likeness->day);
    nd_buf_clear(&likeness->fragment);
    add_plain(&likeness->title, source->title, LOOKED_FOR);
    add_plain(&likeness->text, source->excerpt, LOOKED_AT / 2);
    add_plain(&likeness->text, source->body, LOOKED_AT);
    nd_buf_add(&likeness->day, nd_str_slice(source->published_at, 0, DAY));
    if (mark != SIZE_MAX)
        nd_buf_add(&likeness->fragment, nd_str_skip(source->address, mark + 1));
    free(likeness->stretches);
    likeness->stretches = NULL;
}

/* Where the stretch is in the table, or belongs. 0 stands for no stretch. */
static size_t place_of(const struct nd_likeness *likeness, uint32_t hash) {
    size_t at = hash & (likeness->room - 1);

    while (likeness->stretches[at] != 0 && likeness->stretches[at] != hash)
        at = (at + 1) & (likeness->room - 1);
    return at;
}

static uint32_t hash_at(const struct nd_buf *text, size_t at) {
    uint32_t hash = (uint32_t)XXH3_64bits(text->ptr + at, STRETCH);

    return hash == 0 ? 1 : hash;
}

static void make_table(struct nd_likeness *likeness) {
    likeness->room = 64;
    while (likeness->room < 2 * likeness->text.len)
        likeness->room *= 2;
    likeness->stretches = nd_alloc_array(likeness->room, sizeof *likeness->stretches);
    for (size_t i = 0; i + STRETCH <= likeness->text.len; i++) {
        uint32_t hash = hash_at(&likeness->text, i);
        likeness->stretches[place_of(likeness, hash)] = hash;
    }
}

/* How much of the other's text is in the fuller's; all of none is. */
static double share_of(struct nd_likeness *fuller, const struct nd_likeness *other) {
    size_t end = other->text.len < LOOKED_FOR ? other->text.len : LOOKED_FOR, known = 0, i;

    if (end < STRETCH)
        return nd_str_find(nd_buf_str(&fuller->text), nd_buf_str(&other->text)) != SIZE_MAX ? 1 : 0;
    if (fuller->stretches == NULL)
        make_table(fuller);
    for (i = 0; i + STRETCH <= end; i++)
        known += fuller->stretches[place_of(fuller, hash_at(&other->text, i))] != 0;
    return (double)known / (double)i;
}

/* The same, or one with more around it, such as the name of the site. */
static bool are_titles_alike(const struct nd_likeness *a, const struct nd_likeness *b) {
    struct nd_str x = nd_buf_str(&a->title), y = nd_buf_str(&b->title);

    if (x.len == 0 || y.len == 0)
        return false;
    if (x.len < y.len) {
        struct nd_str longer = y;
        y = x;
        x = longer;
    }
    return nd_str_eq(x, y) || (y.len >= TITLE_PART && nd_str_find(x, y) != SIZE_MAX);
}

/* Of different days; the next one may be the same elsewhere. */
static bool are_of_other_days(const struct nd_likeness *a, const struct nd_likeness *b) {
    struct nd_date x, y;
    int64_t apart;

    if (a->day.len < DAY || b->day.len < DAY || !nd_date_parse(nd_buf_str(&a->day), &x) ||
        !nd_date_parse(nd_buf_str(&b->day), &y))
        return false;
    apart = nd_date_to_days(x.year, x.month, x.day) - nd_date_to_days(y.year, y.month, y.day);
    return apart < -1 || apart > 1;
}

/* Of other days, or of other places on the page. */
static bool are_told_apart(const struct nd_likeness *a, const struct nd_likeness *b) {
    return are_of_other_days(a, b) || (a->fragment.len > 0 && b->fragment.len > 0 &&
                                       !nd_str_eq(nd_buf_str(&a->fragment), nd_buf_str(&b->fragment)));
}

bool nd_likeness_is_plain(struct nd_likeness *fuller, const struct nd_likeness *other) {
    if (are_told_apart(fuller, other))
        return false;
    if (are_titles_alike(fuller, other))
        return share_of(fuller, other) >= some;
    return other->text.len >= ENOUGH && share_of(fuller, other) >= same;
}

bool nd_likeness_is_open(struct nd_likeness *fuller, const struct nd_likeness *other) {
    bool is_short = other->text.len < ENOUGH;
    double share = share_of(fuller, other);

    if (share >= most && (!is_short || are_titles_alike(fuller, other)))
        return true;
    return !are_told_apart(fuller, other) && (is_short || share >= some);
}
