#include "container/mail.h"

static int hex_of(char c) {
    if (nd_char_is_digit(c))
        return c - '0';
    c = nd_char_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The length of "=" and the line end behind it, with blanks between them; 0: it is none. */
static size_t soft_break(struct nd_str s) {
    size_t i = 1;

    while (i < s.len && (s.ptr[i] == ' ' || s.ptr[i] == '\t'))
        i++;
    if (i < s.len && s.ptr[i] == '\r')
        i++;
    if (i == s.len)
        return i;
    return s.ptr[i] == '\n' ? i + 1 : s.ptr[i - 1] == '\r' ? i : 0;
}

void nd_mail_add_quoted(struct nd_str s, bool is_word, struct nd_buf *out) {
    while (s.len > 0) {
        size_t at = 0, length = 1;
        while (at < s.len && s.ptr[at] != '=' && !(is_word && s.ptr[at] == '_'))
            at++;
        nd_buf_add(out, nd_str_slice(s, 0, at));
        s = nd_str_skip(s, at);
        if (s.len == 0)
            return;
        if (s.ptr[0] == '_') {
            nd_buf_add_char(out, ' ');
        } else if (s.len > 2 && hex_of(s.ptr[1]) >= 0 && hex_of(s.ptr[2]) >= 0) {
            nd_buf_add_char(out, (char)(unsigned char)(hex_of(s.ptr[1]) << 4 | hex_of(s.ptr[2])));
            length = 3;
        } else if (is_word || (length = soft_break(s)) == 0) {
            nd_buf_add_char(out, '=');
            length = 1;
        }
        s = nd_str_skip(s, length);
    }
}

/* What a digit of base64 stands for, or -1. */
static int digit_of(char c) {
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (nd_char_is_digit(c))
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static bool has_other_than_base64(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (digit_of(s.ptr[i]) < 0 && s.ptr[i] != '=' && !nd_char_is_blank(s.ptr[i]))
            return true;
    return false;
}

void nd_mail_add_base64(struct nd_str s, struct nd_buf *out) {
    unsigned bits = 0;
    int held = 0;

    nd_buf_reserve(out, s.len / 4 * 3 + 3);
    for (size_t i = 0; i < s.len; i++) {
        int digit = digit_of(s.ptr[i]);
        if (s.ptr[i] == '=') {
            held = 0;
            continue;
        }
        if (digit < 0)
            continue;
        bits = (bits << 6 | (unsigned)digit) & 0xffffff;
        held += 6;
        if (held >= 8) {
            held -= 8;
            nd_buf_add_char(out, (char)(unsigned char)(bits >> held & 0xff));
        }
    }
}

/* A list's footer was put behind the text without regard to how that is written, or none of it is: lines that
 * are no base64, and what follows them, stay as they are. */
static void add_base64_and_rest(struct nd_str body, struct nd_buf *out) {
    struct nd_str rest = body, before = body, line;

    while (nd_str_next_line(&rest, &line) && !has_other_than_base64(line))
        before = rest;
    nd_mail_add_base64(nd_str_slice(body, 0, body.len - before.len), out);
    if (before.len > 0 && before.len < body.len)
        nd_buf_add_char(out, '\n');
    nd_buf_add(out, before);
}

/* Bytes of lines of up to 45, a length before each (POSIX, uuencode). */
static void add_uuencoded(struct nd_str body, struct nd_buf *out) {
    struct nd_str line;
    bool is_begun = false;

    while (nd_str_next_line(&body, &line) && !nd_str_eq(line, ND_STR("end"))) {
        size_t length = line.len == 0 ? 0 : (size_t)((unsigned char)line.ptr[0] - ' ') & 63;
        if (!is_begun) {
            is_begun = nd_str_starts(line, ND_STR("begin "));
            continue;
        }
        for (size_t i = 1; i + 3 < line.len && length > 0; i += 4) {
            unsigned bits = 0;
            for (size_t k = 0; k < 4; k++)
                bits = bits << 6 | (((unsigned)(unsigned char)line.ptr[i + k] - ' ') & 63);
            for (unsigned shift = 16; length > 0 && shift <= 16; shift -= 8, length--)
                nd_buf_add_char(out, (char)(unsigned char)(bits >> shift & 0xff));
        }
    }
}

enum transfer { AS_WRITTEN, QUOTED, BASE64, UUENCODED };

/* People write "quoted-printable;", "Quoted_Printable", "base-64"; "8bits", "7-bit" and all else say nothing.
 */
static enum transfer transfer_of(struct nd_str encoding, struct nd_arena *arena) {
    struct nd_str name = nd_mail_token(encoding, arena);

    if (nd_str_starts(name, ND_STR("quoted")))
        return QUOTED;
    if (nd_str_starts(name, ND_STR("base")))
        return BASE64;
    return nd_str_starts(name, ND_STR("x-uu")) || nd_str_starts(name, ND_STR("uue")) ? UUENCODED : AS_WRITTEN;
}

void nd_mail_add_transferred(struct nd_str body, struct nd_str encoding, struct nd_arena *arena,
                             struct nd_buf *out) {
    switch (transfer_of(encoding, arena)) {
    case QUOTED:
        nd_mail_add_quoted(body, false, out);
        break;
    case BASE64:
        add_base64_and_rest(body, out);
        break;
    case UUENCODED:
        add_uuencoded(body, out);
        break;
    default:
        nd_buf_add(out, body);
    }
}

bool nd_mail_is_as_written(struct nd_str encoding, struct nd_arena *arena) {
    return transfer_of(encoding, arena) == AS_WRITTEN;
}

/* A line of format=flowed: how deep it is quoted, its text, and whether the next one belongs to it. */
struct flowed {
    size_t depth;
    struct nd_str text;
    bool is_open;
};

static struct flowed look_at(struct nd_str line) {
    struct flowed flowed = {0};

    while (flowed.depth < line.len && line.ptr[flowed.depth] == '>')
        flowed.depth++;
    flowed.text = nd_str_skip(line, flowed.depth);
    if (nd_str_starts(flowed.text, ND_STR(" "))) /* stuffed */
        flowed.text = nd_str_skip(flowed.text, 1);
    flowed.is_open = nd_str_ends(flowed.text, ND_STR(" ")) && !nd_str_eq(flowed.text, ND_STR("-- "));
    return flowed;
}

struct nd_str nd_mail_unflow(struct nd_str text, bool has_delsp, struct nd_arena *arena) {
    struct flowed before = {0};
    struct nd_buf out = {0};
    struct nd_str line;
    bool is_first = true;

    while (nd_str_next_line(&text, &line)) {
        struct flowed flowed = look_at(line);
        bool is_joined =
            before.is_open && before.depth == flowed.depth && !nd_str_eq(flowed.text, ND_STR("-- "));
        if (!is_joined && !is_first)
            nd_buf_add_char(&out, '\n');
        for (size_t i = 0; !is_joined && i < flowed.depth; i++)
            nd_buf_add_char(&out, '>');
        if (!is_joined && flowed.depth > 0)
            nd_buf_add_char(&out, ' ');
        if (flowed.is_open && has_delsp)
            flowed.text.len--;
        nd_buf_add(&out, flowed.text);
        before = flowed;
        is_first = false;
    }
    return nd_arena_take(arena, &out);
}
