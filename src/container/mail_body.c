/*
 * The parts of a mail (RFC 2046): which of them are its text. Others are counted and not read.
 */
#include "container/mail.h"

#include "container/mail_parts.h"
#include "newsdex/limits.h"
#include "newsdex/source.h"

enum {
    MAX_META = 1024,   /* bytes of a page in which it says its charset */
    STUB_OF = 3,       /* a text is a stub of a page that shows so many times as much */
    MAX_KINDS = 6,     /* kinds of attachments that are named */
    MAX_KIND_NAME = 60 /* bytes of such a name */
};

/* A text as it was found. */
struct piece {
    struct nd_str text, encoding;
    bool is_html;
    uint32_t line;
    struct piece *next;
};

struct pieces {
    struct piece *first, *last;
    size_t weight;    /* characters that one sees */
    size_t addresses; /* and those of addresses in plain text */
    bool has_html;
};

struct walk {
    struct nd_arena *arena;
    struct nd_problems *problems;
    struct nd_mail_body *page; /* of a web archive, or NULL */
    size_t parts, attachments, frames;
    struct {
        struct nd_str name;
        size_t count;
    } kinds[MAX_KINDS];
    bool is_deep, is_many, is_cut;
};

/* Where a part stands: how deep, on which line, what it is when it says nothing, and whether others beside it
 * say the same. */
struct place {
    int depth;
    uint32_t line;
    struct nd_str type;
    bool is_form;
};

static void append(struct pieces *pieces, const struct pieces *more) {
    if (more->first == NULL)
        return;
    if (pieces->last == NULL)
        pieces->first = more->first;
    else
        pieces->last->next = more->first;
    pieces->last = more->last;
    pieces->weight += more->weight;
    pieces->addresses += more->addresses;
    pieces->has_html = pieces->has_html || more->has_html;
}

static void count_attachment(struct walk *walk, struct nd_str type) {
    walk->attachments++;
    for (size_t i = 0; i < MAX_KINDS; i++) {
        if (walk->kinds[i].count > 0 && !nd_str_eq(walk->kinds[i].name, type))
            continue;
        walk->kinds[i].name = type;
        walk->kinds[i].count++;
        return;
    }
}

/* The charset a page says it is in. */
static struct nd_str charset_of_page(struct nd_str page) {
    struct nd_str head = nd_str_slice(page, 0, MAX_META), name;
    size_t at = nd_str_find(head, ND_STR("charset=")), end = 0;

    if (at == SIZE_MAX)
        return ND_STR_NONE;
    name = nd_str_skip(head, at + 8);
    while (name.len > 0 && (name.ptr[0] == '"' || name.ptr[0] == '\''))
        name = nd_str_skip(name, 1);
    while (end < name.len && nd_str_find_char(ND_STR("\"' />;"), name.ptr[end]) == SIZE_MAX)
        end++;
    return nd_str_slice(name, 0, end);
}

/* What was wrong is said of the line on which the part begins. */
static void pass_on(struct walk *walk, const struct nd_problems *problems, uint32_t line) {
    for (const struct nd_problem *p = problems->first; p != NULL; p = p->next)
        nd_problems_add(walk->problems, p->code, line, 0, "%.*s", (int)p->message.len, p->message.ptr);
}

/* Characters that are neither blanks nor of addresses: newsletters write more of these than of text. */
static size_t weight_of_text(struct nd_str text, size_t *addresses) {
    size_t weight = 0;

    while (text.len > 0) {
        size_t at = nd_str_find(text, ND_STR("http"));
        struct nd_str before = nd_str_slice(text, 0, at);
        for (size_t i = 0; i < before.len; i++)
            weight += !nd_char_is_blank(before.ptr[i]);
        text = nd_str_skip(text, before.len);
        for (; text.len > 0 && !nd_char_is_blank(text.ptr[0]); ++*addresses)
            text = nd_str_skip(text, 1);
    }
    return weight;
}

/* The same of a page: what stands outside of tags, scripts and styles. */
static size_t weight_of_page(struct nd_str page) {
    size_t weight = 0;

    while (page.len > 0) {
        size_t at = nd_str_find_char(page, '<');
        struct nd_str before = nd_str_slice(page, 0, at), end = ND_STR(">");
        for (size_t i = 0; i < before.len; i++)
            weight += !nd_char_is_blank(before.ptr[i]);
        page = nd_str_skip(page, before.len);
        if (nd_str_starts_nocase(page, ND_STR("<style")))
            end = ND_STR("</style");
        else if (nd_str_starts_nocase(page, ND_STR("<script")))
            end = ND_STR("</script");
        at = nd_str_find(page, end);
        page = nd_str_skip(page, at == SIZE_MAX ? page.len : at + end.len);
    }
    return weight;
}

static bool looks_like_page(struct nd_str text) {
    text = nd_str_trim(text);
    return nd_str_starts_nocase(text, ND_STR("<!doctype html")) ||
           nd_str_starts_nocase(text, ND_STR("<html"));
}

/* Decodes the bytes of a part, which are where they came from or in text. Most need it not, and stay there.
 */
static bool decode(struct walk *walk, struct nd_str bytes, struct nd_buf *text, struct nd_str charset,
                   struct piece *piece) {
    struct nd_problems problems;

    piece->text = bytes;
    piece->encoding = ND_STR("UTF-8");
    if (!nd_source_is_decoded(bytes, charset)) {
        nd_problems_init(&problems, walk->arena);
        if (text->len == 0)
            nd_buf_add(text, bytes);
        if (nd_source_decode_piece(text, charset, &piece->encoding, &problems) != ND_OK)
            return false;
        pass_on(walk, &problems, piece->line);
        piece->text = ND_STR("");
    }
    if (text->len > 0)
        piece->text = nd_arena_take(walk->arena, text);
    return true;
}

/* Reads the text of a part; false when it is none. */
static bool read_text(struct walk *walk, const struct nd_mail_header *header, struct nd_str body,
                      struct piece *piece) {
    struct nd_str type = header->values[ND_MAIL_CONTENT_TYPE], charset, flowed, delsp;
    struct nd_str transfer = header->values[ND_MAIL_CONTENT_TRANSFER_ENCODING];
    struct nd_buf text = {0};
    bool is_text;

    if (!nd_mail_is_as_written(transfer, walk->arena)) {
        nd_mail_add_transferred(body, transfer, walk->arena, &text);
        body = nd_buf_str(&text);
    }
    charset = nd_mail_parameter(type, "charset", walk->arena);
    if (charset.len == 0 && piece->is_html)
        charset = charset_of_page(body);
    charset = nd_source_charset(nd_arena_str(walk->arena, charset), walk->arena);
    is_text = decode(walk, body, &text, charset, piece);
    nd_buf_free(&text);
    if (!is_text)
        return false;
    flowed = nd_mail_parameter(type, "format", walk->arena);
    delsp = nd_mail_parameter(type, "delsp", walk->arena);
    piece->is_html = piece->is_html || looks_like_page(piece->text);
    if (!piece->is_html && nd_str_eq_nocase(flowed, ND_STR("flowed")))
        piece->text = nd_mail_unflow(piece->text, nd_str_eq_nocase(delsp, ND_STR("yes")), walk->arena);
    return true;
}

static bool is_signature(struct nd_str type) {
    return nd_str_eq(type, ND_STR("application/pgp-signature")) ||
           nd_str_eq(type, ND_STR("application/pkcs7-signature")) ||
           nd_str_eq(type, ND_STR("application/x-pkcs7-signature"));
}

static bool is_mail(struct nd_str type) {
    return nd_str_eq(type, ND_STR("message/rfc822")) || nd_str_eq(type, ND_STR("message/global"));
}

static void keep_page(struct walk *walk, const struct nd_mail_header *header, const struct piece *piece) {
    struct nd_str location = nd_mail_unfold(header->values[ND_MAIL_CONTENT_LOCATION], walk->arena);

    *walk->page = (struct nd_mail_body){piece->text, piece->encoding, true, piece->line, location};
}

static void append_piece(struct pieces *pieces, struct piece *piece) {
    struct pieces one = {.first = piece, .last = piece, .has_html = piece->is_html};

    one.weight = piece->is_html ? weight_of_page(piece->text) : weight_of_text(piece->text, &one.addresses);
    append(pieces, &one);
}

/* Text, with the marks of a notation that reads as text. */
static bool is_written_text(struct nd_str type) {
    static const struct nd_str types[] = {ND_STR_INIT("text/plain"),      ND_STR_INIT("text/markdown"),
                                          ND_STR_INIT("text/x-markdown"), ND_STR_INIT("text/x-rst"),
                                          ND_STR_INIT("text/x-org"),      ND_STR_INIT("text/asciidoc")};

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (nd_str_eq(type, types[i]))
            return true;
    return false;
}

/* A part that is no multipart. */
static void read_leaf(struct walk *walk, const struct nd_mail_header *header, struct nd_str body,
                      const struct place *place, struct pieces *pieces) {
    struct nd_str disposition = nd_mail_token(header->values[ND_MAIL_CONTENT_DISPOSITION], walk->arena);
    struct piece *piece = nd_arena_alloc(walk->arena, 1, sizeof *piece);
    bool is_enriched = nd_str_eq(place->type, ND_STR("text/enriched")) ||
                       nd_str_eq(place->type, ND_STR("text/richtext")),
         is_text = is_enriched || is_written_text(place->type);

    piece->line = place->line + header->line_count;
    piece->is_html = nd_str_eq(place->type, ND_STR("text/html")) ||
                     nd_str_eq(place->type, ND_STR("application/xhtml+xml"));
    if (walk->page != NULL && walk->page->text.ptr != NULL) {
        walk->frames += piece->is_html;
        return;
    }
    if ((!is_text && !piece->is_html) || (walk->page != NULL && !piece->is_html) ||
        (place->depth > 0 && nd_str_eq(disposition, ND_STR("attachment"))) ||
        !read_text(walk, header, body, piece)) {
        if (walk->page == NULL && !is_signature(place->type) &&
            !(place->is_form && nd_str_starts(place->type, ND_STR("text/"))))
            count_attachment(walk, nd_str_slice(place->type, 0, MAX_KIND_NAME));
        return;
    }
    if (is_enriched && !piece->is_html)
        piece->text = nd_mail_enriched(piece->text, walk->arena);
    if (walk->page != NULL)
        keep_page(walk, header, piece);
    else if (nd_str_trim(piece->text).len > 0)
        append_piece(pieces, piece);
}

/* Of several forms of the same: the text, unless it is a stub of the page. */
struct choice {
    struct pieces text, page;
};

static void consider(struct choice *choice, const struct pieces *form) {
    if (form->first == NULL)
        return;
    if (form->has_html)
        choice->page = *form;
    else if (choice->text.first == NULL)
        choice->text = *form;
}

/* More addresses than words are those of links that the page has under its words. */
static const struct pieces *choose(const struct choice *choice) {
    bool is_stub = choice->text.weight * STUB_OF < choice->page.weight ||
                   (choice->page.first != NULL && choice->text.addresses > choice->text.weight);

    return choice->text.first == NULL || is_stub ? &choice->page : &choice->text;
}

static void read_part(struct walk *walk, struct nd_str part, struct place place, struct pieces *pieces);

/* The forms of an alternative; what goes with a page, its pictures, is no attachment. */
static void read_parts(struct walk *walk, struct nd_mail_parts *parts, const struct place *place,
                       struct pieces *pieces) {
    bool is_alternative = nd_str_eq(place->type, ND_STR("multipart/alternative"));
    bool is_related = nd_str_eq(place->type, ND_STR("multipart/related"));
    struct nd_str text = ND_STR("text/plain"), mail = ND_STR("message/rfc822"), part;
    struct choice choice = {0};

    for (size_t i = 0; nd_mail_next_part(parts, &part); i++) {
        struct place inside = {place->depth + 1, place->line + parts->line,
                               nd_str_eq(place->type, ND_STR("multipart/digest")) ? mail : text,
                               is_alternative};
        struct pieces form = {0};
        if (walk->parts == ND_MAX_MAIL_PARTS) {
            walk->is_many = true;
            break;
        }
        if (is_related && i > 0 && walk->page == NULL && nd_mail_is_picture(part))
            continue;
        read_part(walk, part, inside, &form);
        if (is_alternative)
            consider(&choice, &form);
        else
            append(pieces, &form);
    }
    if (is_alternative)
        append(pieces, choose(&choice));
    walk->is_cut = walk->is_cut || (place->depth == 0 && !parts->is_closed && !walk->is_many);
}

/* A mail in a mail: what its header says, as programs write it above what they send on, and its body. */
static void read_mail(struct walk *walk, const struct nd_mail_header *outer, struct nd_str mail,
                      struct place place, struct pieces *pieces) {
    static const enum nd_mail_field shown[] = {ND_MAIL_FROM, ND_MAIL_DATE, ND_MAIL_TO, ND_MAIL_SUBJECT};
    struct piece *above = nd_arena_alloc(walk->arena, 1, sizeof *above);
    struct nd_mail_header header;
    struct nd_buf text = {0};

    if (outer->values[ND_MAIL_CONTENT_TRANSFER_ENCODING].len > 0) {
        nd_mail_add_transferred(mail, outer->values[ND_MAIL_CONTENT_TRANSFER_ENCODING], walk->arena, &text);
        mail = nd_arena_take(walk->arena, &text);
        text = (struct nd_buf){0};
    }
    nd_mail_header_read(mail, &header);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (header.values[shown[i]].len > 0) {
            nd_buf_add(&text, nd_mail_field_name(shown[i]));
            nd_buf_add_z(&text, ": ");
            nd_buf_add(&text, nd_mail_words(header.values[shown[i]], ND_STR_NONE, walk->arena));
            nd_buf_add_char(&text, '\n');
        }
    *above = (struct piece){.encoding = ND_STR("UTF-8"), .line = place.line};
    above->text = nd_arena_take(walk->arena, &text);
    if (above->text.len > 0)
        append_piece(pieces, above);
    place.depth++;
    place.type = ND_STR("text/plain");
    read_part(walk, mail, place, pieces);
}

static void read_part(struct walk *walk, struct nd_str part, struct place place, struct pieces *pieces) {
    struct nd_mail_header header;
    struct nd_mail_parts parts;
    struct nd_str type, body;

    walk->parts++;
    nd_mail_header_read(part, &header);
    body = nd_str_skip(part, header.length);
    type = nd_mail_token(header.values[ND_MAIL_CONTENT_TYPE], walk->arena);
    if (nd_str_find_char(type, '/') != SIZE_MAX)
        place.type = type;
    if (nd_str_starts(place.type, ND_STR("multipart/")) || is_mail(place.type)) {
        if (place.depth >= ND_MAX_MAIL_DEPTH) {
            walk->is_deep = true;
            return;
        }
        if (is_mail(place.type) && walk->page == NULL) {
            place.line += header.line_count;
            read_mail(walk, &header, body, place, pieces);
            return;
        }
        if (nd_mail_parts_begin(&parts, &header, body, walk->arena)) {
            place.line += header.line_count;
            read_parts(walk, &parts, &place, pieces);
            return;
        }
        place.type = ND_STR("text/plain"); /* nothing divides it */
    }
    read_leaf(walk, &header, body, &place, pieces);
}

/* What is no page, between pages. */
static void add_as_page(struct nd_buf *out, struct nd_str text) {
    nd_buf_add_z(out, "<p>");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '<')
            nd_buf_add_z(out, "&lt;");
        else if (text.ptr[i] == '&')
            nd_buf_add_z(out, "&amp;");
        else if (text.ptr[i] == '\n')
            nd_buf_add_z(out, nd_str_starts(nd_str_skip(text, i + 1), ND_STR("\n")) ? "</p><p>" : "<br>");
        else
            nd_buf_add_char(out, text.ptr[i]);
    }
    nd_buf_add_z(out, "</p>");
}

static void join(const struct pieces *pieces, struct nd_arena *arena, struct nd_mail_body *body) {
    struct nd_buf text = {0};

    *body = (struct nd_mail_body){.encoding = ND_STR("UTF-8"), .is_html = pieces->has_html};
    if (pieces->first == NULL)
        return;
    body->text = pieces->first->text;
    body->encoding = pieces->first->encoding;
    body->line = pieces->first->line;
    if (pieces->first == pieces->last)
        return;
    for (const struct piece *piece = pieces->first; piece != NULL; piece = piece->next) {
        if (pieces->has_html && !piece->is_html)
            add_as_page(&text, piece->text);
        else
            nd_buf_add(&text, piece->text);
        nd_buf_add_z(&text, pieces->has_html ? "\n" : "\n\n");
    }
    body->text = nd_arena_take(arena, &text);
}

static void report_attachments(const struct walk *walk) {
    struct nd_buf kinds = {0};
    size_t named = 0;

    for (size_t i = 0; i < MAX_KINDS && walk->kinds[i].count > 0; i++) {
        nd_buf_add_z(&kinds, i == 0 ? "" : ", ");
        if (walk->kinds[i].count > 1)
            nd_buf_addf(&kinds, "%zu ", walk->kinds[i].count);
        nd_buf_add(&kinds, walk->kinds[i].name);
        named += walk->kinds[i].count;
    }
    if (named < walk->attachments)
        nd_buf_add_z(&kinds, ", others");
    nd_problems_add(walk->problems, ND_P_ATTACHMENT, 0, 0, "%zu attachment%s not read: %s", walk->attachments,
                    walk->attachments == 1 ? "" : "s", kinds.ptr);
    nd_buf_free(&kinds);
}

static void report(const struct walk *walk, uint32_t line) {
    if (walk->attachments > 0)
        report_attachments(walk);
    if (walk->frames > 0)
        nd_problems_add(walk->problems, ND_P_ATTACHMENT, 0, 0, "%zu page%s inside the page not read",
                        walk->frames, walk->frames == 1 ? "" : "s");
    if (walk->is_deep)
        nd_problems_add(walk->problems, ND_P_RECORD, line, 0,
                        "parts of a mail nested more than %d deep; these are not read", ND_MAX_MAIL_DEPTH);
    if (walk->is_many)
        nd_problems_add(walk->problems, ND_P_RECORD, line, 0,
                        "a mail of more than %d parts; the rest is not read", ND_MAX_MAIL_PARTS);
    if (walk->is_cut)
        nd_problems_add(walk->problems, ND_P_RECORD, line, 0,
                        "the mail ends inside its parts; what is there was read");
}

void nd_mail_body_read(struct nd_str mail, uint32_t line, bool is_archive, struct nd_arena *arena,
                       struct nd_problems *problems, struct nd_mail_body *body) {
    struct walk walk = {.arena = arena, .problems = problems, .page = is_archive ? body : NULL};
    struct pieces pieces = {0};

    *body = (struct nd_mail_body){.encoding = ND_STR("UTF-8")};
    read_part(&walk, mail, (struct place){0, line, ND_STR("text/plain"), false}, &pieces);
    if (!is_archive)
        join(&pieces, arena, body);
    report(&walk, line);
}
