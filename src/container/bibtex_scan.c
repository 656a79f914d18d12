#include "container/bibtex.h"

static size_t pass_blanks(struct nd_str text, size_t at) {
    while (at < text.len && nd_char_is_blank(text.ptr[at]))
        at++;
    return at;
}

/* "@article{", "@string (": behind the bracket, or SIZE_MAX; *type is the word. */
static size_t begin_entry(struct nd_str text, struct nd_str *type) {
    size_t at = 1;

    if (text.len == 0 || text.ptr[0] != '@')
        return SIZE_MAX;
    while (at < text.len && nd_char_is_alpha(text.ptr[at]))
        at++;
    *type = nd_str_slice(text, 1, at);
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
        at++;
    return type->len > 0 && at < text.len && (text.ptr[at] == '{' || text.ptr[at] == '(') ? at + 1 : SIZE_MAX;
}

/* Where the brackets are closed that are open in text from at on; or where a line begins another entry. */
static size_t find_close(struct nd_str text, size_t at, char close, bool *is_open) {
    struct nd_str type;
    size_t depth = 0, line = at;
    bool in_quotes = false;

    *is_open = false;
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '\n')
            line = pass_blanks(text, at + 1);
        if (c == '@' && at == line && begin_entry(nd_str_skip(text, at), &type) != SIZE_MAX) {
            *is_open = true;
            return at;
        }
        if (c == '\\') {
            at++;
        } else if (c == '"' && depth == 0) {
            in_quotes = !in_quotes;
        } else if (c == '{') {
            depth++;
        } else if (c == close && depth == 0 && !in_quotes) {
            return at;
        } else if (c == '}' && depth > 0) {
            depth--;
        }
    }
    *is_open = true;
    return SIZE_MAX;
}

static void take_key(struct nd_bibtex_entry *entry) {
    size_t comma = nd_str_find_char(entry->fields, ','), equals = nd_str_find_char(entry->fields, '=');

    if (nd_str_eq_nocase(entry->type, ND_STR("string")) || nd_str_eq_nocase(entry->type, ND_STR("comment")) ||
        nd_str_eq_nocase(entry->type, ND_STR("preamble")))
        return;
    if (comma < equals || equals == SIZE_MAX) {
        entry->key = nd_str_trim(nd_str_slice(entry->fields, 0, comma));
        entry->fields = nd_str_skip(entry->fields, comma == SIZE_MAX ? entry->fields.len : comma + 1);
    } else {
        entry->key = ND_STR("");
    }
}

enum nd_status nd_bibtex_next(struct nd_str text, size_t from, bool is_end, struct nd_bibtex_entry *entry) {
    *entry = (struct nd_bibtex_entry){.from = from};
    for (size_t at = from, found; (found = nd_str_find_char(nd_str_skip(text, at), '@')) != SIZE_MAX;) {
        struct nd_str rest = nd_str_skip(text, at += found);
        size_t inner = begin_entry(rest, &entry->type), close;
        entry->from = at++;
        if (inner == SIZE_MAX)
            continue;
        close = find_close(rest, inner, rest.ptr[inner - 1] == '{' ? '}' : ')', &entry->is_open);
        if (close == SIZE_MAX && !is_end)
            return ND_TOO_BIG;
        entry->fields = nd_str_slice(rest, inner, close);
        entry->end = close == SIZE_MAX ? text.len : entry->from + close + !entry->is_open;
        take_key(entry);
        return ND_OK;
    }
    return is_end ? ND_END : ND_TOO_BIG;
}

/* Behind what begins at at: braces, quotes, or one sign. */
static size_t pass_piece(struct nd_str text, size_t at) {
    char first = text.ptr[at++];
    size_t depth = 0;

    if (first != '{' && first != '"')
        return at;
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '\\')
            at++;
        else if (c == '{')
            depth++;
        else if (depth == 0 && c == (first == '{' ? '}' : '"'))
            return at + 1;
        else if (c == '}' && depth > 0)
            depth--;
    }
    return text.len;
}

bool nd_bibtex_field(struct nd_str *fields, struct nd_bibtex_field *field) {
    struct nd_str text = *fields;
    size_t at = 0, equals;

    while (at < text.len && (nd_char_is_blank(text.ptr[at]) || text.ptr[at] == ','))
        at++;
    equals = nd_str_find_char(nd_str_skip(text, at), '=');
    if (equals == SIZE_MAX)
        return false;
    field->name = nd_str_trim(nd_str_slice(text, at, at + equals));
    text = nd_str_skip(text, at + equals + 1);
    for (at = 0; at < text.len && text.ptr[at] != ',';)
        at = pass_piece(text, at);
    field->value = nd_str_trim(nd_str_slice(text, 0, at));
    *fields = nd_str_skip(text, at + 1);
    return true;
}

bool nd_bibtex_piece(struct nd_str *value, struct nd_str *piece, bool *is_word) {
    struct nd_str text = *value;
    size_t at = 0, end;

    while (at < text.len && (nd_char_is_blank(text.ptr[at]) || text.ptr[at] == '#'))
        at++;
    if (at == text.len)
        return false;
    *is_word = text.ptr[at] != '{' && text.ptr[at] != '"';
    if (!*is_word) {
        char close = text.ptr[at] == '{' ? '}' : '"';
        end = pass_piece(text, at);
        *piece = nd_str_slice(text, at + 1, end);
        if (nd_str_ends(*piece, nd_str_of(&close, 1)))
            piece->len--;
    } else {
        for (end = at; end < text.len && text.ptr[end] != '#' && !nd_char_is_blank(text.ptr[end]);)
            end++;
        *piece = nd_str_slice(text, at, end);
    }
    *value = nd_str_skip(text, end);
    return true;
}
