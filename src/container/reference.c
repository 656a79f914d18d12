#include "container/reference.h"

/* "Holt, Jr., Mira", as BibTeX has it, for "Holt, Mira, Jr." */
static bool is_suffix(struct nd_str name) {
    static const struct nd_str suffixes[] = {ND_STR_INIT("Jr"),  ND_STR_INIT("Jr."), ND_STR_INIT("Sr"),
                                             ND_STR_INIT("Sr."), ND_STR_INIT("II"),  ND_STR_INIT("III"),
                                             ND_STR_INIT("IV")};

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (nd_str_eq_nocase(name, suffixes[i]))
            return true;
    return false;
}

struct nd_str nd_reference_name(struct nd_str name, struct nd_arena *arena) {
    size_t comma = nd_str_find_char(name, ','), second;
    struct nd_str last = nd_str_trim(nd_str_slice(name, 0, comma)), first, suffix = ND_STR_NONE;

    if (comma == SIZE_MAX)
        return nd_str_trim(name);
    first = nd_str_trim(nd_str_skip(name, comma + 1));
    second = nd_str_find_char(first, ',');
    if (second != SIZE_MAX) {
        suffix = nd_str_trim(nd_str_skip(first, second + 1));
        first = nd_str_trim(nd_str_slice(first, 0, second));
    }
    if (is_suffix(first)) {
        struct nd_str given = suffix;
        suffix = first;
        first = given;
    }
    if (first.len == 0)
        return suffix.len == 0 ? last
                               : nd_arena_printf(arena, "%.*s %.*s", (int)last.len, last.ptr, (int)suffix.len,
                                                 suffix.ptr);
    return nd_arena_printf(arena, "%.*s %.*s%s%.*s", (int)first.len, first.ptr, (int)last.len, last.ptr,
                           suffix.len > 0 ? " " : "", (int)suffix.len, suffix.ptr);
}

/* The number of up to two digits at the beginning of *rest, of which it and a slash are taken; 0: none. */
static uint64_t take_part(struct nd_str *rest) {
    size_t slash = nd_str_find_char(*rest, '/');
    uint64_t number;

    if (!nd_str_to_uint(nd_str_trim(nd_str_slice(*rest, 0, slash)), &number) || number > 31)
        number = 0;
    *rest = slash == SIZE_MAX ? ND_STR_NONE : nd_str_skip(*rest, slash + 1);
    return number;
}

static bool is_year(struct nd_str text) {
    uint64_t number;

    return text.len == 4 && nd_str_to_uint(text, &number);
}

static bool has_year(struct nd_str date) {
    for (size_t i = 0; i + 4 <= date.len; i++)
        if (is_year(nd_str_slice(date, i, i + 4)))
            return true;
    return false;
}

struct nd_str nd_reference_date(struct nd_str date, struct nd_str year, struct nd_arena *arena) {
    size_t slash;
    struct nd_str rest;
    uint64_t month, day;

    date = nd_str_trim(date);
    year = nd_str_slice(nd_str_trim(year), 0, 4);
    if (date.len == 0)
        return year;
    if (!has_year(date))
        return is_year(year)
                   ? nd_arena_printf(arena, "%.*s %.*s", (int)date.len, date.ptr, (int)year.len, year.ptr)
                   : date;
    slash = nd_str_find_char(date, '/');
    if (slash == SIZE_MAX || !is_year(nd_str_slice(date, 0, slash)))
        return date;
    rest = nd_str_skip(date, slash + 1);
    month = take_part(&rest);
    day = take_part(&rest);
    if (month == 0)
        return nd_str_slice(date, 0, slash);
    return day == 0 ? nd_arena_printf(arena, "%.4s-%02u", date.ptr, (unsigned)month)
                    : nd_arena_printf(arena, "%.4s-%02u-%02u", date.ptr, (unsigned)month, (unsigned)day);
}

struct nd_str nd_reference_doi(struct nd_str doi, struct nd_arena *arena) {
    size_t begin = nd_str_find(doi, ND_STR("10.")), end;

    doi = nd_str_skip(doi, begin == SIZE_MAX ? doi.len : begin);
    for (end = 0; end < doi.len && !nd_char_is_blank(doi.ptr[end]);)
        end++;
    doi = nd_str_slice(doi, 0, end);
    return nd_str_find_char(doi, '/') == SIZE_MAX
               ? ND_STR_NONE
               : nd_arena_printf(arena, "https://doi.org/%.*s", (int)doi.len, doi.ptr);
}
