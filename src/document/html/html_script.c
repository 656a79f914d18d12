/*
 * What scripts of a page are told about it: many sites hand the day of publication to their own programs and
 * those of others who count readers, and nowhere else. It counts only where all that is said of the kind is
 * the same day: lists of other articles have days of theirs.
 */
#include "document/html/html.h"

#include "newsdex/date.h"

enum { MAX_NAME = 32, MAX_VALUE = 40, STEM = 4 /* bytes */ };

/* In lower case, without marks. */
static const struct nd_str names[] = {ND_STR_INIT("datepublished"),
                                      ND_STR_INIT("publisheddate"),
                                      ND_STR_INIT("publishdate"),
                                      ND_STR_INIT("publishedat"),
                                      ND_STR_INIT("publishedon"),
                                      ND_STR_INIT("publishtime"),
                                      ND_STR_INIT("publishedtime"),
                                      ND_STR_INIT("publisheddatetime"),
                                      ND_STR_INIT("publishdatetime"),
                                      ND_STR_INIT("firstpublished"),
                                      ND_STR_INIT("firstpublishedat"),
                                      ND_STR_INIT("articlepublishdate"),
                                      ND_STR_INIT("datefirstpublished"),
                                      ND_STR_INIT("firstpublishdate"),
                                      ND_STR_INIT("firstpublisheddate"),
                                      ND_STR_INIT("publicationdate"),
                                      ND_STR_INIT("publicationdatetime"),
                                      ND_STR_INIT("articlepublicationdate"),
                                      ND_STR_INIT("originalpublishdate"),
                                      ND_STR_INIT("articledatepublished"),
                                      ND_STR_INIT("publishingdate"),
                                      ND_STR_INIT("cmspublishingdate"),
                                      ND_STR_INIT("publishedatutc"),
                                      ND_STR_INIT("publisheddateutc"),
                                      ND_STR_INIT("pubdate"),
                                      ND_STR_INIT("articlepubdate"),
                                      ND_STR_INIT("datepublication"),
                                      ND_STR_INIT("fechapublicacion"),
                                      ND_STR_INIT("datapublicacao")};

static bool is_name_char(char c) {
    return nd_char_is_alpha(c) || c == '_' || c == '-';
}

static bool is_name(struct nd_str word) {
    char plain[MAX_NAME];
    size_t length = 0;

    for (size_t i = 0; i < word.len; i++) {
        if (!nd_char_is_alpha(word.ptr[i]))
            continue;
        if (length == MAX_NAME)
            return false;
        plain[length++] = nd_char_lower(word.ptr[i]);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq(nd_str_of(plain, length), names[i]))
            return true;
    return false;
}

static size_t skip(struct nd_str s, size_t at, const char *chars) {
    while (at < s.len && nd_str_find_char(nd_str_from(chars), s.ptr[at]) != SIZE_MAX)
        at++;
    return at;
}

/* What stands in quotes behind a name and a colon. */
static struct nd_str value_behind(struct nd_str s, size_t at) {
    size_t from, sign = skip(s, at, "\"'\\ \t\n");

    if (sign == s.len || (s.ptr[sign] != ':' && s.ptr[sign] != '=' && s.ptr[sign] != ','))
        return ND_STR_NONE;
    from = skip(s, sign + 1, "\\ \t\n");
    for (at = from; at < s.len && nd_char_is_digit(s.ptr[at]); at++)
        continue;
    if (at - from == 10 || at - from == 13) /* seconds or milliseconds since 1970 */
        return nd_str_slice(s, from, at);
    if (from == s.len || (s.ptr[from] != '"' && s.ptr[from] != '\''))
        return ND_STR_NONE;
    for (at = from + 1; at < s.len && at - from < MAX_VALUE; at++)
        if (s.ptr[at] == '"' || s.ptr[at] == '\'' || s.ptr[at] == '\\')
            return nd_str_slice(s, from + 1, at);
    return ND_STR_NONE;
}

/* Where something begins that all names have: publish, public, pubdate. */
static size_t next_stem(struct nd_str s) {
    for (size_t at = 0, next; (next = nd_str_find(nd_str_skip(s, at), ND_STR("ub"))) != SIZE_MAX;
         at += next + 2) {
        struct nd_str rest = nd_str_skip(s, at + next + 2);
        if (nd_str_starts(rest, ND_STR("li")) || nd_str_starts_nocase(rest, ND_STR("da")) ||
            nd_str_starts(rest, ND_STR("_da")))
            return at + next;
    }
    return SIZE_MAX;
}

bool nd_html_script_date(struct nd_str script, struct nd_str *found) {
    struct nd_date known = {0}, date;
    size_t at = 0, next;

    if (found->ptr != NULL && !nd_date_parse(*found, &known))
        return false;
    while ((next = next_stem(nd_str_skip(script, at))) != SIZE_MAX) {
        size_t from = at + next, to = from + STEM;
        struct nd_str value;
        while (from > 0 && is_name_char(script.ptr[from - 1]) && to - from < MAX_NAME)
            from--;
        while (to < script.len && is_name_char(script.ptr[to]) && to - from < MAX_NAME)
            to++;
        at = to;
        value = is_name(nd_str_slice(script, from, to)) ? value_behind(script, to) : ND_STR_NONE;
        if (value.len == 0 || !nd_date_parse(value, &date))
            continue;
        if (found->ptr != NULL &&
            (date.year != known.year || date.month != known.month || date.day != known.day))
            return false;
        if (found->ptr == NULL)
            *found = value;
        known = date;
    }
    return true;
}

struct nd_str nd_html_script_text(struct nd_str text) {
    enum { MAX_COMMENT_SIGN = 40 /* bytes above JSON-LD */ };
    size_t end;

    text = nd_str_trim(text);
    if (!nd_str_starts(text, ND_STR("<!--")) && !nd_str_starts(text, ND_STR("<![CDATA[")) &&
        !nd_str_starts(text, ND_STR("//")) && !nd_str_starts(text, ND_STR("/*")))
        return text;
    for (size_t i = 0; i < text.len && i < MAX_COMMENT_SIGN; i++)
        if (text.ptr[i] == '{' ||
            (text.ptr[i] == '[' && (i == 0 || text.ptr[i - 1] != '!') &&
             !nd_str_starts(nd_str_skip(text, i), ND_STR("[CDATA[")) && text.ptr[i - 1] != 'A')) {
            text = nd_str_skip(text, i);
            break;
        }
    for (end = text.len; end > 0 && text.ptr[end - 1] != '}' && text.ptr[end - 1] != ']';)
        end--;
    while (nd_str_ends(nd_str_trim(nd_str_slice(text, 0, end)), ND_STR("]]")) && text.ptr[0] == '{')
        end = nd_str_rfind_char(nd_str_slice(text, 0, end), '}') + 1;
    return nd_str_slice(text, 0, end);
}
