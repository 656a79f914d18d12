/* Small tables of numbers and addresses, in which nothing is said. */
#include "newsdex/kind.h"
#include "source/prose.h"

enum { LEAST_DELIMITERS = 3 /* in a row of a table of data */ };

/* How many delimiters of a line stand outside of quotes; *has_number: a cell begins with a digit or has an
 * '@'. */
static size_t count_cells(struct nd_str line, char delimiter, bool *has_number) {
    size_t count = 0;
    bool in_quotes = false, begins = true;

    *has_number = false;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        *has_number = *has_number || (begins && nd_char_is_digit(c)) || c == '@';
        begins = c == delimiter && !in_quotes;
        count += begins;
        in_quotes = in_quotes != (c == '"');
    }
    return count;
}

/* "post_id,timestamp,email": words without blanks, none of them empty. */
static bool is_row_of_names(struct nd_str line, char delimiter) {
    bool is_empty = true;

    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        if (c == delimiter ? is_empty
                           : !nd_char_is_alpha(c) && c != '_' && (is_empty || !nd_char_is_digit(c)))
            return false;
        is_empty = c == delimiter;
    }
    return !is_empty;
}

enum nd_kind nd_kind_of_table(struct nd_str text) {
    struct nd_str rest = nd_str_trim(text), line = ND_STR("");
    char delimiter;
    size_t columns, least, rows = 0;
    bool has_number;

    if (!nd_str_next_line(&rest, &line))
        return ND_KIND_NONE;
    delimiter = nd_str_find_char(line, '\t') != SIZE_MAX  ? '\t'
                : nd_str_find_char(line, ';') != SIZE_MAX ? ';'
                                                          : ',';
    columns = count_cells(line, delimiter, &has_number);
    least = nd_str_find_char(text, '@') != SIZE_MAX ? 1 : LEAST_DELIMITERS; /* who reads a letter */
    if (columns < least || !is_row_of_names(line, delimiter))
        return ND_KIND_NONE;
    for (; nd_str_next_line(&rest, &line); rows++)
        if (nd_str_trim(line).len > 0 &&
            (count_cells(line, delimiter, &has_number) != columns || !has_number))
            return ND_KIND_NONE;
    return rows > 0 && !nd_prose_is_in(text) ? ND_KIND_DATA : ND_KIND_NONE;
}
