/*
 * Encoded words (RFC 2047) and lists of addresses, as they are and not only as they should be.
 */
#include "container/mail.h"

#include "newsdex/source.h"
#include "newsdex/utf8.h"

enum { MAX_VALUE = 64 * 1024, MAX_CHARSET = 60 };

/* The bytes of words of one charset that follow each other: a character may be divided between two of them.
 */
struct words {
    struct nd_buf text, bytes;
    struct nd_str charset;
    struct nd_arena *arena;
};

/* A mailer cut the subject and then encoded it: the last character is not whole. */
static void cut_tail(struct nd_buf *bytes) {
    size_t bad;

    if (!nd_utf8_valid(nd_buf_str(bytes), &bad) && bad > 0 && bytes->len - bad < 4 &&
        (unsigned char)bytes->ptr[bad] >= 0xC2)
        nd_buf_cut(bytes, bad);
}

/* Adds bytes in charset to the text; what they cannot be becomes U+FFFD. */
static void flush(struct words *words) {
    struct nd_problems problems; /* that a word is damaged shows */
    struct nd_str encoding;
    struct nd_buf copy = {0};

    if (words->bytes.len == 0)
        return;
    nd_problems_init(&problems, words->arena);
    if (nd_str_eq_nocase(words->charset, ND_STR("utf-8")))
        cut_tail(&words->bytes);
    nd_buf_add(&copy, nd_buf_str(&words->bytes));
    if (nd_source_decode_piece(&copy, nd_source_charset(words->charset, words->arena), &encoding,
                               &problems) == ND_OK)
        nd_buf_add(&words->text, nd_buf_str(&copy));
    else
        nd_utf8_repair(nd_buf_str(&words->bytes), &words->text);
    nd_buf_free(&copy);
    nd_buf_clear(&words->bytes);
}

/* Bytes in another charset than those before begin anew. */
static void add_bytes(struct words *words, struct nd_str charset, struct nd_str bytes) {
    if (!nd_str_eq_nocase(charset, words->charset))
        flush(words);
    words->charset = charset;
    nd_buf_add(&words->bytes, bytes);
}

/* Reads the encoded word at the beginning of s into words; its length, or 0. One without an end goes to that
 * of s. */
static size_t add_word(struct words *words, struct nd_str s) {
    struct nd_str rest = nd_str_skip(s, 2), charset, text;
    size_t mark = nd_str_find_char(nd_str_slice(rest, 0, MAX_CHARSET), '?'), end;
    struct nd_buf decoded = {0};
    char kind;

    if (mark == SIZE_MAX || mark == 0 || mark + 2 >= rest.len || rest.ptr[mark + 2] != '?')
        return 0;
    charset = nd_str_slice(rest, 0, mark);
    kind = nd_char_lower(rest.ptr[mark + 1]);
    if (nd_str_find_char(charset, ' ') != SIZE_MAX || (kind != 'q' && kind != 'b'))
        return 0;
    charset = nd_str_slice(charset, 0, nd_str_find_char(charset, '*'));
    text = nd_str_skip(rest, mark + 3);
    end = nd_str_find(text, ND_STR("?="));
    text = nd_str_slice(text, 0, end);
    if (kind == 'q')
        nd_mail_add_quoted(text, true, &decoded);
    else
        nd_mail_add_base64(text, &decoded);
    add_bytes(words, charset, nd_buf_str(&decoded));
    nd_buf_free(&decoded);
    return (size_t)(text.ptr + text.len - s.ptr) + (end == SIZE_MAX ? 0 : 2);
}

struct nd_str nd_mail_words(struct nd_str value, struct nd_str charset, struct nd_arena *arena) {
    struct words words = {.arena = arena, .charset = charset};
    bool is_behind_word = false;

    value = nd_str_slice(nd_mail_unfold(value, arena), 0, MAX_VALUE);
    while (value.len > 0) {
        size_t at = nd_str_find(value, ND_STR("=?")), length;
        struct nd_str before = nd_str_slice(value, 0, at);
        bool is_gap = is_behind_word && nd_str_trim(before).len == 0;

        if (at == SIZE_MAX) {
            add_bytes(&words, charset, value);
            break;
        }
        if (!is_gap)
            add_bytes(&words, charset, before);
        value = nd_str_skip(value, at);
        length = add_word(&words, value);
        is_behind_word = length > 0;
        if (length == 0) {
            add_bytes(&words, charset, nd_str_slice(value, 0, 2));
            length = 2;
        }
        value = nd_str_skip(value, length);
    }
    flush(&words);
    nd_buf_free(&words.bytes);
    for (size_t i = 0; i < words.text.len; i++)
        if (words.text.ptr[i] == '\n' || words.text.ptr[i] == '\t')
            words.text.ptr[i] = ' ';
    return nd_str_trim(nd_arena_take(arena, &words.text));
}

/* What of a mailbox has been passed over. */
struct mailbox {
    struct nd_buf name, address, comment;
};

/* The length of the quoted string, comment, address in <> or encoded word at the beginning of s, or 0. */
static size_t piece_length(struct nd_str s) {
    char end = s.ptr[0] == '"' ? '"' : s.ptr[0] == '(' ? ')' : s.ptr[0] == '<' ? '>' : '\0';
    size_t depth = 0;

    if (nd_str_starts(s, ND_STR("=?"))) {
        size_t close = nd_str_find(nd_str_slice(s, 0, MAX_VALUE), ND_STR("?="));
        struct nd_str word = nd_str_slice(s, 0, close);
        return close == SIZE_MAX || nd_str_find_char(word, ' ') != SIZE_MAX ? 0 : close + 2;
    }
    for (size_t i = 0; end != '\0' && i < s.len; i++) {
        if (s.ptr[i] == '\\')
            i++;
        else if (s.ptr[i] == '(' && end == ')')
            depth++;
        else if (i > 0 && s.ptr[i] == end && (end != ')' || --depth == 0))
            return i + 1;
    }
    return 0;
}

/* Adds s without the backslashes before escaped characters. */
static void add_unescaped(struct nd_buf *out, struct nd_str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\\' && i + 1 < s.len)
            i++;
        nd_buf_add_char(out, s.ptr[i]);
    }
}

static void add_piece(struct mailbox *mailbox, struct nd_str piece) {
    struct nd_str inside = nd_str_slice(piece, 1, piece.len - 1);

    if (piece.ptr[0] == '"')
        add_unescaped(&mailbox->name, inside);
    else if (piece.ptr[0] == '(')
        add_unescaped(&mailbox->comment, inside);
    else if (piece.ptr[0] == '<')
        nd_buf_add(&mailbox->address, inside);
    else
        nd_buf_add(&mailbox->name, piece);
}

/* "a@b (Name)", "a at b (Name)" and "a@b" have the address where the name would be. */
static void settle(struct mailbox *mailbox, struct nd_arena *arena, struct nd_mail_address *address) {
    struct nd_str name = nd_str_trim(nd_arena_take(arena, &mailbox->name)),
                  comment = nd_str_trim(nd_arena_take(arena, &mailbox->comment)),
                  found = nd_str_trim(nd_arena_take(arena, &mailbox->address));
    size_t at = nd_str_find(name, ND_STR(" at "));

    if (found.len == 0 && nd_str_find_char(name, '@') != SIZE_MAX &&
        nd_str_find_char(name, ' ') == SIZE_MAX) {
        found = name;
        name = ND_STR_NONE;
    } else if (found.len == 0 && at != SIZE_MAX && comment.len > 0) {
        found = nd_arena_printf(arena, "%.*s@%s", (int)at, name.ptr, name.ptr + at + 4);
        name = ND_STR_NONE;
    }
    if (name.len == 0)
        name = comment;
    if (name.len > 2 && name.ptr[0] == '\'' && nd_str_ends(name, ND_STR("'")))
        name = nd_str_slice(name, 1, name.len - 1);
    if (nd_str_eq(name, found))
        name = ND_STR_NONE;
    *address = (struct nd_mail_address){name.len == 0 ? ND_STR_NONE : name, found};
}

bool nd_mail_next_address(struct nd_str *list, struct nd_arena *arena, struct nd_mail_address *address) {
    struct mailbox mailbox = {0};
    struct nd_str rest = nd_str_trim(nd_str_slice(*list, 0, MAX_VALUE));
    bool is_any = rest.len > 0;
    size_t budget = 8; /* pieces that do not end: each was looked for up to the end */

    while (rest.len > 0) {
        size_t length =
            budget > 0 && nd_str_find_char(ND_STR("\"(<="), rest.ptr[0]) != SIZE_MAX ? piece_length(rest) : 0;
        bool has_address = mailbox.address.len > 0 || memchr(mailbox.name.ptr == NULL ? "" : mailbox.name.ptr,
                                                             '@', mailbox.name.len) != NULL;
        if (length > 0) {
            add_piece(&mailbox, nd_str_slice(rest, 0, length));
            rest = nd_str_skip(rest, length);
            continue;
        }
        if (rest.ptr[0] == ';' || (rest.ptr[0] == ',' && has_address))
            break;
        budget -= budget > 0 && nd_str_find_char(ND_STR("\"(<"), rest.ptr[0]) != SIZE_MAX;
        nd_buf_add_char(&mailbox.name, rest.ptr[0]);
        rest = nd_str_skip(rest, 1);
    }
    *list = nd_str_skip(rest, 1);
    settle(&mailbox, arena, address);
    return is_any;
}
