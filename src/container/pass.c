/*
 * Where a record ends that is too large to be held, seen piece by piece.
 */
#include "container/format.h"

/* A JSON value, perhaps behind its key: it ends with its last bracket or, without brackets, before a comma or
 * with its line. */
size_t nd_json_pass_piece(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state) {
    (void)reader;
    for (size_t i = 0; i < piece.len; i++) {
        char c = piece.ptr[i];
        if (!state->is_begun && (c == ',' || nd_char_is_blank(c)))
            continue;
        state->is_begun = true;
        if (state->is_escaped) {
            state->is_escaped = false;
            continue;
        }
        if (state->in_quotes) {
            state->is_escaped = c == '\\';
            state->in_quotes = c != '"';
            continue;
        }
        state->in_quotes = c == '"';
        state->depth += c == '{' || c == '[';
        if ((c == '}' || c == ']') && state->depth > 0 && --state->depth == 0)
            return i + 1;
        if (state->depth == 0 && (c == ',' || (c == '\n' && !state->is_behind_colon)))
            return i;
        if (!nd_char_is_blank(c))
            state->is_behind_colon = c == ':';
    }
    return piece.len;
}

/* A quote opens where a field begins, or goes on with one that was doubled. */
static bool opens_quotes(char before) {
    return before == '\0' || nd_str_find_char(ND_STR(",;|\t\""), before) != SIZE_MAX;
}

/* A row of a table. A quote that is not closed for long is none, and the one that would close it opens no
 * other. */
static size_t pass_row(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state) {
    (void)reader;
    for (size_t i = 0; i < piece.len; i++) {
        char c = piece.ptr[i];
        if (!state->is_begun && nd_char_is_blank(c))
            continue;
        state->is_begun = true;
        if (c == '"') {
            state->in_quotes = !state->in_quotes && opens_quotes(state->before);
            state->depth = 0;
        } else if (state->in_quotes && ++state->depth > ND_MAX_CSV_FIELD) {
            state->in_quotes = false;
        } else if (c == '\n' && !state->in_quotes) {
            return i + 1;
        }
        state->before = c;
    }
    return piece.len;
}

size_t nd_pass_element(struct nd_str name, struct nd_str piece, struct nd_pass *state) {
    size_t at = 0, begin, close;

    while ((begin = nd_str_find_char(nd_str_skip(piece, at), '<')) != SIZE_MAX) {
        struct nd_str tag = nd_str_skip(piece, at += begin);
        bool is_short = tag.len < name.len + 3;
        if (is_short) {
            state->needs_more = true;
            return at;
        }
        if (tag.ptr[1] == '/' && nd_str_starts_nocase(nd_str_skip(tag, 2), name) &&
            (tag.ptr[name.len + 2] == '>' || nd_char_is_blank(tag.ptr[name.len + 2]))) {
            close = nd_str_find_char(tag, '>');
            state->needs_more = close == SIZE_MAX;
            return close == SIZE_MAX ? at : at + close + 1;
        }
        at++;
    }
    return piece.len;
}

const struct nd_hooks nd_csv_hooks = {pass_row, NULL, 2 * (uint64_t)ND_MAX_CSV_FIELD};
