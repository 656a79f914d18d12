/*
 * Records a line that are torn: a program that died while it wrote, a half line that was written anew. What
 * is left of such a record must not take those behind it along.
 */
#include "container/format.h"
#include "container/json_find.h"
#include "newsdex/json.h"

enum { LINES_AHEAD = 16, DEEPEST = 64 };

/* What may follow behind a part of a value (RFC 8259, sections 4 and 5). */
enum follows { NO_OBJECT, ONE_OBJECT, OBJECTS };

static enum follows what_follows(struct nd_str line) {
    uint64_t lists = 0; /* a bit for each bracket that is open, set for [ */
    unsigned depth = 0;
    bool in_quotes = false;
    char last = '\0';

    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        if (in_quotes && c == '\\') {
            i++;
        } else if (c == '"') {
            in_quotes = !in_quotes;
            last = c;
        } else if (!in_quotes && !nd_char_is_blank(c)) {
            last = c;
            if (c == '{' || c == '[') {
                lists = lists << 1 | (c == '[');
                depth++;
            } else if ((c == '}' || c == ']') && depth > 0) {
                lists >>= 1;
                depth--;
            }
        }
    }
    if (in_quotes)
        return NO_OBJECT;
    if (depth > DEEPEST || ((lists & 1) != 0 && (last == '[' || last == ',')))
        return OBJECTS;
    return last == ':' ? ONE_OBJECT : NO_OBJECT;
}

static struct nd_str line_at(struct nd_str text, size_t at) {
    struct nd_str rest = nd_str_skip(text, at);

    return nd_str_slice(rest, 0, nd_str_find_char(rest, '\n'));
}

/* The object line begins with is all of it, but for what parts it from others. */
static bool is_whole(struct nd_str line) {
    size_t length = nd_json_skip(line);

    return length != SIZE_MAX &&
           nd_json_pass(line, length) >= line.len - (nd_str_ends(line, ND_STR("]")) ? 1 : 0);
}

/* The first key of an object, which may begin with a bracket too many. */
static bool find_key(struct nd_str object, struct nd_str *key) {
    size_t at = 0;

    while (nd_json_sign_at(object, at) == '{')
        at = nd_json_pass(object, at + 1);
    return at > 0 && nd_json_pass_key(object, at, key) != SIZE_MAX;
}

/*
 * Whether lines from at on begin with an object that has this key first, until most of them were one object
 * from end to end. *is_cut: the last that was looked at may go on behind text.
 */
static bool has_records(struct nd_str text, size_t at, struct nd_str first, int most, bool *is_cut) {
    struct nd_str key = ND_STR_NONE;

    for (int lines = 1; lines <= LINES_AHEAD && at < text.len; lines++) {
        struct nd_str line = line_at(text, at), object = nd_str_trim(line);
        *is_cut = at + line.len == text.len;
        at += line.len + 1;
        if (object.len == 0)
            continue;
        if (!find_key(object, &key) || !nd_str_eq(key, first))
            return false;
        if (is_whole(object) && --most == 0)
            return true;
    }
    return false;
}

size_t nd_json_torn(struct nd_str text, size_t at, size_t length, bool is_end, bool *needs_more) {
    struct nd_str line, first = ND_STR_NONE;
    size_t next;
    enum follows follows;
    bool is_cut = false, is_torn;

    *needs_more = false;
    if (nd_json_sign_at(text, at) != '{' ||
        (length != SIZE_MAX && nd_str_find_char(nd_str_slice(text, at, at + length), '\n') == SIZE_MAX))
        return length; /* before the line's end is looked for: there may be none in the file */
    line = line_at(text, at);
    next = at + line.len + 1;
    if (next >= text.len || !find_key(line, &first))
        return length;
    follows = what_follows(line);
    if (follows == ONE_OBJECT && is_end && length == SIZE_MAX)
        follows = NO_OBJECT;
    is_torn = has_records(text, next, first, follows == ONE_OBJECT ? 2 : 1, &is_cut);
    if (follows == OBJECTS && is_torn && length != SIZE_MAX)
        return length; /* a list of such */
    *needs_more = !is_end && ((is_cut && !is_torn) || (follows == OBJECTS && is_torn));
    return is_torn && !*needs_more ? line.len : length;
}
