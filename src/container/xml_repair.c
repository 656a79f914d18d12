/* What stops expat and no reader of XML since: characters by HTML's names, and "&" that is only that. */
#include "container/xml.h"

#include "newsdex/document.h"

/* XML 1.0, section 4.6: what needs no declaration. */
static bool is_predefined(struct nd_str s) {
    return nd_str_starts(s, ND_STR("&amp;")) || nd_str_starts(s, ND_STR("&lt;")) ||
           nd_str_starts(s, ND_STR("&gt;")) || nd_str_starts(s, ND_STR("&quot;")) ||
           nd_str_starts(s, ND_STR("&apos;"));
}

/* Line ends and tabs by their numbers: as characters they would be blanks. */
static bool is_blank_by_number(struct nd_str s) {
    static const struct nd_str blanks[] = {ND_STR_INIT("&#9;"),  ND_STR_INIT("&#x9;"), ND_STR_INIT("&#10;"),
                                           ND_STR_INIT("&#xA;"), ND_STR_INIT("&#xa;"), ND_STR_INIT("&#13;"),
                                           ND_STR_INIT("&#xD;"), ND_STR_INIT("&#xd;")};

    for (size_t i = 0; nd_str_starts(s, ND_STR("&#")) && i < sizeof blanks / sizeof *blanks; i++)
        if (nd_str_starts(s, blanks[i]))
            return true;
    return false;
}

/* The length of "&name;" at the beginning of s when name may be one that is declared; otherwise 0. */
static size_t named_reference(struct nd_str s) {
    enum { LONGEST = 64 };
    size_t i = 1;

    while (i < s.len && i < LONGEST &&
           (nd_char_is_alpha(s.ptr[i]) || nd_char_is_digit(s.ptr[i]) || s.ptr[i] == '.' || s.ptr[i] == '-' ||
            s.ptr[i] == '_'))
        i++;
    return i > 1 && i < s.len && s.ptr[i] == ';' && !nd_char_is_digit(s.ptr[1]) ? i + 1 : 0;
}

/* Appends what is meant by the "&" that s begins with; returns how much of s that is. */
static size_t add_reference(struct nd_str s, bool keep_declared, struct nd_buf *out) {
    size_t before = out->len, length = is_predefined(s) || is_blank_by_number(s)
                                           ? nd_str_find_char(s, ';') + 1
                                           : nd_entity_decode(s, out);
    char c = out->len - before == 1 ? out->ptr[before] : '\0';

    if (length > 0 && out->len == before) { /* as it is */
        nd_buf_add(out, nd_str_slice(s, 0, length));
        return length;
    }
    if (length > 0 && (c == '<' || c == '&' || c == '"' || c == '\'' || c == '>')) {
        nd_buf_cut(out, before);
        nd_buf_addf(out, "&#%d;", c);
    }
    if (length > 0)
        return length;
    length = keep_declared ? named_reference(s) : 0;
    nd_buf_add(out, length > 0 ? nd_str_slice(s, 0, length) : ND_STR("&amp;"));
    return length > 0 ? length : 1;
}

static size_t behind(struct nd_str s, const char *end) {
    size_t at = nd_str_find(s, nd_str_from(end));

    return at == SIZE_MAX ? s.len : at + nd_str_from(end).len;
}

/* <!DOCTYPE … [ … ]>, where every quote and bracket counts. */
static size_t doctype_length(struct nd_str s) {
    bool is_inside = false;
    char quote = '\0';

    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (is_inside && c == '<' && nd_str_starts(nd_str_skip(s, i), ND_STR("<!--")))
            i += behind(nd_str_skip(s, i), "-->") - 1;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '[' || c == ']')
            is_inside = c == '[';
        else if (c == '>' && !is_inside)
            return i + 1;
    }
    return s.len;
}

/* How much of s has no references in it, if it does not begin with one. */
static size_t without_references(struct nd_str s) {
    if (s.ptr[0] != '<') {
        size_t i = 1;
        while (i < s.len && s.ptr[i] != '<' && s.ptr[i] != '&')
            i++;
        return i;
    }
    if (nd_str_starts(s, ND_STR("<![CDATA[")))
        return behind(s, "]]>");
    if (nd_str_starts(s, ND_STR("<!--")))
        return behind(s, "-->");
    if (nd_str_starts(s, ND_STR("<?")))
        return behind(s, "?>");
    if (nd_str_starts(s, ND_STR("<!DOCTYPE")))
        return doctype_length(s);
    return 1;
}

/* Its line ends stay. */
static void add_blank(struct nd_str s, struct nd_buf *out) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '\n')
            nd_buf_add_char(out, '\n');
}

bool nd_xml_repair(struct nd_str text, bool keep_declared, struct nd_buf *out) {
    size_t from = 0, at = 0; /* what is behind from has not been added */
    bool is_changed = false;

    while (at < text.len) {
        struct nd_str rest = nd_str_skip(text, at);
        bool is_doctype = !keep_declared && nd_str_starts(rest, ND_STR("<!DOCTYPE"));
        size_t before, length = without_references(rest);
        if (rest.ptr[0] != '&' && !is_doctype) {
            at += length;
            continue;
        }
        nd_buf_add(out, nd_str_slice(text, from, at));
        before = out->len;
        if (is_doctype)
            add_blank(nd_str_slice(rest, 0, length), out);
        else
            length = add_reference(rest, keep_declared, out);
        is_changed =
            is_changed || !nd_str_eq(nd_str_skip(nd_buf_str(out), before), nd_str_slice(rest, 0, length));
        at += length;
        from = at;
    }
    if (is_changed)
        nd_buf_add(out, nd_str_skip(text, from));
    else
        nd_buf_clear(out);
    return is_changed;
}
