/*
 * Org (The Org Manual, Document Structure and Markup) as markdown, line for line: headlines, links, emphasis
 * and blocks are written as markdown has them; drawers, comments, keywords and planning lines are left out.
 * What is not understood stays as it is.
 */
#include "document/org.h"

#include "document/front_matter.h"
#include "newsdex/header_names.h"
#include "newsdex/limits.h"

enum {
    MAX_SPAN = 300,         /* bytes of emphasis */
    MAX_DRAWER = 16 * 1024, /* the same of a drawer */
    MAX_NAME = 24,
    MAX_LEVEL = 6
};

/* What is looked for ahead and was not there is not looked for again before until. */
struct ahead {
    const char *found, *until;
};

static bool is_sign_before(struct nd_str s, size_t at) {
    return at == 0 || nd_char_is_blank(s.ptr[at - 1]) || nd_char_is_one_of(s.ptr[at - 1], "-('\"{[|");
}

static bool is_sign_behind(struct nd_str s, size_t at) {
    return at >= s.len || nd_char_is_blank(s.ptr[at]) || nd_char_is_one_of(s.ptr[at], "-.,;:!?')}\"[]|\\");
}

/* "*text*" and its like at at; the length of it, or 0. Markers touch the text within. */
static size_t span_at(struct nd_str line, size_t at) {
    struct nd_str rest = nd_str_slice(nd_str_skip(line, at + 1), 0, MAX_SPAN);
    size_t end = nd_str_find_char(rest, line.ptr[at]);

    if (end == SIZE_MAX || end == 0 || nd_char_is_blank(rest.ptr[0]) || nd_char_is_blank(rest.ptr[end - 1]) ||
        !is_sign_before(line, at) || !is_sign_behind(line, at + end + 2))
        return 0;
    return end + 2;
}

static void write_span(struct nd_str span, struct nd_buf *out) {
    const char *mark = span.ptr[0] == '*'                         ? "**"
                       : span.ptr[0] == '/' || span.ptr[0] == '_' ? "*"
                       : span.ptr[0] == '=' || span.ptr[0] == '~' ? "`"
                                                                  : "";

    nd_buf_add_z(out, mark);
    nd_buf_add(out, nd_str_slice(span, 1, span.len - 1));
    nd_buf_add_z(out, mark);
}

static bool leads_out(struct nd_str target) {
    return nd_str_starts(target, ND_STR("http://")) || nd_str_starts(target, ND_STR("https://")) ||
           nd_str_starts(target, ND_STR("mailto:"));
}

/* "[[target][text]]" or "[[target]]", rest's first "]]" being at end; the length of it. */
static size_t write_link(struct nd_str rest, size_t end, struct nd_buf *out) {
    struct nd_str target, text;
    size_t middle;

    target = nd_str_slice(rest, 2, end);
    middle = nd_str_find(target, ND_STR("]["));
    text = middle == SIZE_MAX ? target : nd_str_skip(target, middle + 2);
    target = nd_str_slice(target, 0, middle);
    if (leads_out(target)) {
        nd_buf_add_char(out, '[');
        nd_buf_add(out, text);
        nd_buf_add_z(out, "](<");
        nd_buf_add(out, target);
        nd_buf_add_z(out, ">)");
    } else if (middle != SIZE_MAX || !nd_str_starts(target, ND_STR("file:"))) {
        nd_buf_add(out, text);
    }
    return end + 2;
}

/* A link or the mark of a note, which is left out; the length of it, or 0. *has_ends: whether there may be a
 * "]]" or "]" ahead. */
static size_t write_bracket(struct nd_str rest, bool has_ends[2], struct nd_buf *out) {
    bool is_link = nd_str_starts(rest, ND_STR("[["));
    size_t end;

    if (!has_ends[is_link] || (!is_link && !nd_str_starts(rest, ND_STR("[fn:"))))
        return 0;
    end = is_link ? nd_str_find(rest, ND_STR("]]")) : nd_str_find_char(rest, ']');
    has_ends[is_link] = end != SIZE_MAX;
    if (end == SIZE_MAX)
        return 0;
    return is_link ? write_link(rest, end, out) : end + 1;
}

static void write_text(struct nd_str line, struct nd_buf *out) {
    bool has_ends[2] = {true, true};

    for (size_t at = 0; at < line.len;) {
        struct nd_str rest = nd_str_skip(line, at);
        size_t length = 0;
        if (line.ptr[at] == '[')
            length = write_bracket(rest, has_ends, out);
        else if (nd_char_is_one_of(line.ptr[at], "*/_=~+") && (length = span_at(line, at)) > 0)
            write_span(nd_str_slice(rest, 0, length), out);
        if (length == 0) {
            if (nd_char_is_one_of(line.ptr[at], "*_`")) /* markdown would take it for a mark */
                nd_buf_add_char(out, '\\');
            nd_buf_add_char(out, line.ptr[at]);
            length = 1;
        }
        at += length;
    }
}

/* "** TODO [#A] The words  :tag:other:" */
static void write_headline(struct nd_str line, size_t stars, struct nd_buf *out) {
    static const struct nd_str words[] = {ND_STR_INIT("TODO "), ND_STR_INIT("DONE "), ND_STR_INIT("NEXT "),
                                          ND_STR_INIT("WAITING "), ND_STR_INIT("CANCELLED ")};
    size_t blank;

    line = nd_str_trim(nd_str_skip(line, stars));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_starts(line, words[i]))
            line = nd_str_trim(nd_str_skip(line, words[i].len));
    if (nd_str_starts(line, ND_STR("[#")) && line.len > 4 && line.ptr[3] == ']')
        line = nd_str_trim(nd_str_skip(line, 4));
    blank = nd_str_rfind_char(line, ' ');
    if (blank != SIZE_MAX && line.len > blank + 3 && line.ptr[blank + 1] == ':' &&
        line.ptr[line.len - 1] == ':')
        line = nd_str_trim(nd_str_slice(line, 0, blank));
    for (size_t i = 0; i <= stars && i < MAX_LEVEL; i++)
        nd_buf_add_char(out, '#');
    nd_buf_add_char(out, ' ');
    write_text(line, out);
}

/* "|---+---|" */
static bool write_rule(struct nd_str line, struct nd_buf *out) {
    if (!nd_str_starts(line, ND_STR("|-")))
        return false;
    for (size_t i = 0; i < line.len; i++)
        nd_buf_add_char(out, line.ptr[i] == '+' ? '|' : line.ptr[i]);
    return true;
}

/* Where the next ":END:" below stands, as far as a drawer may reach. */
static bool finds_end(struct nd_str rest, struct ahead *end) {
    const char *until = rest.ptr + (rest.len < MAX_DRAWER ? rest.len : MAX_DRAWER);
    struct nd_str line;

    if (end->found != NULL && end->found >= rest.ptr)
        return end->found < until;
    end->found = NULL;
    if (end->until > rest.ptr)
        rest = nd_str_skip(rest, (size_t)(end->until - rest.ptr));
    while (rest.len > 0 && rest.ptr < until && nd_str_next_line(&rest, &line)) {
        if (nd_str_eq_nocase(nd_str_trim(line), ND_STR(":END:"))) {
            end->found = line.ptr;
            return true;
        }
        end->until = rest.ptr;
    }
    return false;
}

/* ":PROPERTIES:" or another drawer, with its end not far below. */
static bool begins_drawer(struct nd_str line, struct nd_str rest, struct ahead *end) {
    if (line.len < 3 || line.ptr[0] != ':' || line.ptr[line.len - 1] != ':')
        return false;
    for (size_t i = 1; i + 1 < line.len; i++)
        if (!nd_char_is_alpha(line.ptr[i]))
            return false;
    return finds_end(rest, end);
}

static bool is_planning(struct nd_str line) {
    return nd_str_starts(line, ND_STR("SCHEDULED: ")) || nd_str_starts(line, ND_STR("DEADLINE: ")) ||
           nd_str_starts(line, ND_STR("CLOSED: "));
}

static bool is_item(struct nd_str line) {
    return nd_str_starts(line, ND_STR("- ")) || nd_str_starts(line, ND_STR("+ ")) ||
           (line.len > 2 && nd_char_is_digit(line.ptr[0]));
}

static void write_line(struct nd_str whole, struct nd_buf *out) {
    struct nd_str line = nd_str_trim(whole);
    size_t stars = 0;

    while (stars < whole.len && whole.ptr[stars] == '*')
        stars++;
    if (stars > 0 && stars < whole.len && whole.ptr[stars] == ' ')
        write_headline(whole, stars, out);
    else if (nd_str_starts(line, ND_STR("#+")) || nd_str_starts(line, ND_STR("# ")) || is_planning(line) ||
             write_rule(line, out))
        return;
    else
        write_text(is_item(line) ? whole : line, out);
}

struct nd_str nd_org_to_markdown(struct nd_str text, struct nd_buf *out) {
    bool is_code = false, is_drawer = false;
    struct ahead end = {NULL, NULL};
    struct nd_str line;

    nd_buf_reserve(out, text.len);
    while (nd_str_next_line(&text, &line)) {
        struct nd_str word = nd_str_trim(line);
        bool is_block = nd_str_starts_nocase(word, ND_STR("#+begin_src")) ||
                        nd_str_starts_nocase(word, ND_STR("#+begin_example")) ||
                        nd_str_starts_nocase(word, ND_STR("#+end_src")) ||
                        nd_str_starts_nocase(word, ND_STR("#+end_example"));
        if (is_block) {
            is_code = nd_str_starts_nocase(word, ND_STR("#+begin"));
            nd_buf_add_z(out, "```");
        } else if (is_code) {
            nd_buf_add(out, line);
        } else if (is_drawer || begins_drawer(word, text, &end)) {
            is_drawer = !nd_str_eq_nocase(word, ND_STR(":END:"));
        } else {
            write_line(line, out);
        }
        nd_buf_add_char(out, '\n');
    }
    return nd_buf_str(out);
}

/* "#+NAME: value"; false when line is nothing of the kind. */
static bool split_keyword(struct nd_str line, struct nd_str *name, struct nd_str *value) {
    size_t colon = nd_str_find_char(line, ':');

    if (!nd_str_starts(line, ND_STR("#+")) || colon == SIZE_MAX || colon < 3 || colon > MAX_NAME)
        return false;
    *name = nd_str_slice(line, 2, colon);
    for (size_t i = 0; i < name->len; i++)
        if (!nd_char_is_alpha(name->ptr[i]) && !nd_char_is_one_of(name->ptr[i], "-_"))
            return false;
    *value = nd_str_trim(nd_str_skip(line, colon + 1));
    return true;
}

/* ":library:town:" */
static struct nd_str tags_of(struct nd_str value, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, value.len + 1);

    if (value.len < 3 || value.ptr[0] != ':')
        return value;
    for (size_t i = 0; i < value.len; i++)
        out[i] = value.ptr[i] == ':' ? ',' : value.ptr[i];
    return nd_str_of(out + 1, value.len - 2);
}

/* Keywords of a whole document that nothing but Org has: a title may be missing among them. */
static bool is_of_document(struct nd_str name) {
    static const struct nd_str names[] = {
        ND_STR_INIT("title"),    ND_STR_INIT("date"),       ND_STR_INIT("author"), ND_STR_INIT("filetags"),
        ND_STR_INIT("language"), ND_STR_INIT("options"),    ND_STR_INIT("email"),  ND_STR_INIT("startup"),
        ND_STR_INIT("keywords"), ND_STR_INIT("description")};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(name, names[i]))
            return true;
    return false;
}

/* ":EXPORT_DATE: 2024-03-05", a property of a headline that is the document (ox-hugo and its like). */
static bool add_property(struct nd_str line, struct nd_value *fields, struct nd_arena *arena) {
    size_t end = nd_str_find_char(nd_str_skip(line, 1), ':');
    struct nd_str name = nd_str_slice(line, 1, end == SIZE_MAX ? 1 : end + 1), export = ND_STR("EXPORT_");
    struct nd_str value = nd_str_trim(nd_str_skip(line, end == SIZE_MAX ? line.len : end + 2));

    if (!nd_str_starts(line, ND_STR(":")) || name.len == 0 || nd_str_find_char(name, ' ') != SIZE_MAX)
        return false;
    if (nd_str_starts_nocase(name, export))
        name = nd_str_skip(name, export.len);
    if (nd_str_starts_nocase(name, ND_STR("hugo_")))
        name = nd_str_skip(name, 5);
    return value.len == 0 || nd_header_put(fields, name, value, arena) != NULL;
}

/* A headline with its properties, where nothing stands above: the title and fields of all below it. */
static struct nd_value *read_headline(struct nd_str *text, uint32_t *number, struct nd_arena *arena) {
    struct nd_value *fields = nd_value_new(arena, ND_MAP);
    struct nd_str rest = *text, headline = ND_STR(""), line = ND_STR("");
    struct nd_buf title = {0};
    uint32_t lines = 2;

    if (!nd_str_next_line(&rest, &headline) || !nd_str_starts(headline, ND_STR("* ")) ||
        headline.len > ND_MAX_EXCERPT_CHARS || !nd_str_next_line(&rest, &line) ||
        !nd_str_eq_nocase(nd_str_trim(line), ND_STR(":PROPERTIES:")))
        return NULL;
    write_headline(headline, 1, &title);
    (void)nd_header_put(fields, ND_STR("title"), nd_str_trim(nd_str_skip(nd_arena_take(arena, &title), 3)),
                        arena);
    for (; nd_str_next_line(&rest, &line) && lines < ND_MAX_HEADER_LINES; lines++) {
        line = nd_str_trim(line);
        if (nd_str_eq_nocase(line, ND_STR(":END:"))) {
            *text = rest;
            *number += lines + 1;
            return nd_str_trim(rest).len > 0 ? fields : NULL;
        }
        if (!add_property(line, fields, arena))
            return NULL;
    }
    return NULL;
}

/* ":ROAM_REFS: https://…", by which Org-roam knows what a note is about; absent where it is no address. */
static struct nd_str address_of(struct nd_str property) {
    struct nd_str name = ND_STR(":ROAM_REFS:"), value = nd_str_trim(nd_str_skip(property, name.len));

    value = nd_str_slice(value, 0, nd_str_find_char(value, ' '));
    return nd_str_starts_nocase(property, name) && nd_str_starts(value, ND_STR("http")) ? value : ND_STR_NONE;
}

/* What a value says whose links are "[[target][text]]" or "[[target]]": their texts, parted by commas. */
static struct nd_str texts_of(struct nd_str value, struct nd_arena *arena) {
    struct nd_buf out = {0};

    while (value.len > 0) {
        size_t open = nd_str_find(value, ND_STR("[[")), middle, end;
        struct nd_str link = nd_str_skip(value, open == SIZE_MAX ? value.len : open + 2);
        end = nd_str_find(link, ND_STR("]]"));
        nd_buf_add(&out, nd_str_slice(value, 0, end == SIZE_MAX ? value.len : open));
        if (end == SIZE_MAX)
            break;
        value = nd_str_skip(link, end + 2);
        link = nd_str_slice(link, 0, end);
        middle = nd_str_find(link, ND_STR("]["));
        nd_buf_add(&out, nd_str_skip(link, middle == SIZE_MAX ? 0 : middle + 2));
        if (nd_str_starts(nd_str_trim(value), ND_STR("[[")))
            nd_buf_add_z(&out, ", ");
    }
    return nd_str_trim(nd_arena_take(arena, &out));
}

/* "- tags :: [[id:…][Harbours]]" above the text, as notes of Org-roam have it. */
static bool add_term(struct nd_str line, struct nd_value *fields, struct nd_arena *arena) {
    size_t sign = nd_str_find(line, ND_STR(" :: "));
    struct nd_str name = nd_str_trim(nd_str_slice(line, 2, sign == SIZE_MAX ? 2 : sign));

    return nd_str_starts(line, ND_STR("- ")) && nd_header_is_field(name) &&
           nd_header_put(fields, name, texts_of(nd_str_skip(line, sign + 4), arena), arena) != NULL;
}

struct nd_value *nd_org_read_header(struct nd_str *text, uint32_t *number, struct nd_arena *arena) {
    struct nd_value *fields = nd_value_new(arena, ND_MAP);
    struct nd_str rest = *text, before = rest, line, name, value, source = ND_STR_NONE;
    bool is_document = false, is_drawer = false;
    struct ahead end = {NULL, NULL};
    uint32_t lines = 0;

    while (lines < ND_MAX_HEADER_LINES && nd_str_next_line(&rest, &line)) {
        line = nd_str_trim(line);
        if (is_drawer || begins_drawer(line, rest, &end)) {
            is_drawer = !nd_str_eq_nocase(line, ND_STR(":END:"));
            if (source.len == 0)
                source = address_of(line);
        } else if (split_keyword(line, &name, &value)) {
            if (nd_str_eq_nocase(name, ND_STR("filetags")))
                value = tags_of(value, arena);
            if (value.len > 0 && nd_header_put(fields, name, value, arena) == NULL)
                return NULL;
            is_document = is_document || (is_of_document(name) && value.len > 0);
        } else if (line.len > 0 && !nd_str_starts(line, ND_STR("# ")) &&
                   (!is_document || !add_term(line, fields, arena))) {
            break;
        }
        before = rest;
        lines++;
    }
    if (!is_document)
        return lines == 0 ? read_headline(text, number, arena) : NULL;
    if (source.len > 0 && nd_value_get(fields, ND_STR("url")) == NULL)
        (void)nd_header_put(fields, ND_STR("url"), source, arena);
    *text = before;
    *number += lines;
    return fields;
}
