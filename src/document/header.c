/*
 * What stands above a text without being front matter: "Title: …" lines of Pelican, MultiMarkdown and mail
 * (RFC 5322, section 2.2, with folded lines), ".. title: …" of Nikola, also in an HTML comment, "title=…" of
 * JBake down to its "~~~~~~", "title:: …" of Logseq and Dataview, the title and the field list of
 * reStructuredText, or its post directive. Whatever the text below is written in.
 */
#include "document/front_matter.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <utf8proc.h>

enum { MAX_NAME = 40 /* bytes of a field's name */, MAX_NAME_WORDS = 4 };

#define POST ND_STR(".. post::")

/* How one kind writes its lines. */
struct style {
    struct nd_str mark; /* before every line */
    char sign;          /* between name and value */
    struct nd_str end;  /* the line that ends it; absent: a blank one */
    bool is_double;     /* the sign is written twice, and no title is needed: the file's name is it */
};

/* Letters of any script, digits and a few signs. */
static bool is_name(struct nd_str name) {
    if (name.len == 0 || name.len > MAX_NAME || (!nd_char_is_alpha(name.ptr[0]) && (name.ptr[0] & 0x80) == 0))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!nd_char_is_alpha(name.ptr[i]) && !nd_char_is_digit(name.ptr[i]) && (name.ptr[i] & 0x80) == 0 &&
            nd_str_find_char(ND_STR("-_."), name.ptr[i]) == SIZE_MAX)
            return false;
    return true;
}

/* Whether name is one of words, which are in lower case, each between two bars. */
static bool is_among(struct nd_str name, const char *words) {
    char key[2 * MAX_NAME + 8] = "|";
    size_t length = 1;

    if (name.len == 0 || name.len > MAX_NAME)
        return false;
    for (size_t i = 0; i < name.len;) {
        uint32_t c;
        i += nd_utf8_decode(nd_str_skip(name, i), &c);
        length += nd_utf8_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)c), key + length);
    }
    key[length++] = '|';
    return nd_str_find(nd_str_from(words), nd_str_of(key, length)) != SIZE_MAX;
}

/* "Base Header Level", as MultiMarkdown has them behind a first name. */
static bool are_names(struct nd_str name) {
    size_t words = 0, end;

    for (; name.len > 0 && words < MAX_NAME_WORDS; words++, name = nd_str_skip(name, end + 1)) {
        end = nd_str_find_char(name, ' ');
        end = end < name.len ? end : name.len;
        if (!is_name(nd_str_slice(name, 0, end)) || !(name.ptr[0] >= 'A' && name.ptr[0] <= 'Z'))
            return false;
    }
    return words > 0 && name.len == 0;
}

/* What says of a text whence it is, of whom or when: two of these make a header without a title. */
static bool is_known(struct nd_str name) {
    return is_among(
        name,
        "|url|source|link|quelle|adresse|lien|fuente|enlace|fonte|collegamento|ligação|bron|källa|kilde|"
        "źródło|zdroj|odkaz|источник|ссылка|джерело|посилання|来源|來源|链接|連結|出典|リンク|출처|링크|"
        "date|created|published|updated|modified|datum|erstellt|erstellt am|veröffentlicht|fecha|creado|"
        "creado el|publicado|data|criado|criado em|creato|creato il|pubblicato|créé|créé le|publié|"
        "publié le|aangemaakt|gepubliceerd|dato|oprettet|opprettet|skapad|publicerad|vytvořeno|utworzono|"
        "opublikowano|дата|создано|опубликовано|створено|日期|创建时间|日付|作成日|작성일|날짜|tarih|"
        "created at|created time|updated at|date created|date published|source url|"
        "author|authors|autor|autorin|autores|autora|auteur|auteurs|auteure|autore|autrice|författare|"
        "forfatter|автор|автори|作者|著者|저자|yazar|"
        "tags|keywords|schlagworte|schlagwörter|stichwörter|étiquettes|mots-clés|etiquetas|etichette|"
        "trefwoorden|taggar|tagi|štítky|теги|метки|标签|標籤|タグ|태그|etiketler|");
}

static bool names_title(struct nd_str name) {
    return is_among(name,
                    "|subject|title|headline|titel|überschrift|betreff|titre|título|titulo|titolo|"
                    "tytuł|titulek|otsikko|rubrik|overskrift|заголовок|标题|標題|タイトル|제목|başlık|");
}

/* Adds what more is said of a field; false when that is too much for one. */
static bool join(struct nd_value *field, const char *between, struct nd_str more, struct nd_arena *arena) {
    if (field->text.len + more.len > ND_MAX_HEADER_VALUE)
        return false;
    field->text =
        nd_arena_printf(arena, "%.*s%s%.*s", (int)field->text.len, field->text.len > 0 ? field->text.ptr : "",
                        field->text.len > 0 ? between : "", (int)more.len, more.len > 0 ? more.ptr : "");
    return true;
}

struct nd_value *nd_header_put(struct nd_value *fields, struct nd_str name, struct nd_str value,
                               struct nd_arena *arena) {
    for (struct nd_value *v = fields->first; v != NULL; v = v->next)
        if (nd_str_eq_nocase(v->key, name))
            return join(v, names_title(name) ? " " : ", ", value, arena) ? v : NULL;
    nd_value_put(fields, name, nd_value_string(arena, value));
    return fields->last;
}

static bool is_end(const struct style *style, struct nd_str line) {
    if (style->end.ptr == NULL)
        return nd_str_trim(line).len == 0;
    return nd_str_starts(nd_str_trim(line), style->end);
}

/* "[[work/Lind|Lind]], team": links of notes are the names they lead to, without folders. */
static struct nd_str without_brackets(struct nd_str text, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, text.len + 1);
    size_t length = 0, open = SIZE_MAX;
    bool is_alias = false;

    for (size_t i = 0; i < text.len; i++) {
        struct nd_str rest = nd_str_skip(text, i);
        if (nd_str_starts(rest, ND_STR("[[")) || nd_str_starts(rest, ND_STR("]]"))) {
            open = rest.ptr[0] == '[' ? length : SIZE_MAX;
            is_alias = false;
            i++;
        } else if (open != SIZE_MAX && rest.ptr[0] == '/') {
            length = open;
        } else {
            is_alias = is_alias || (open != SIZE_MAX && rest.ptr[0] == '|');
            if (!is_alias)
                out[length++] = rest.ptr[0];
        }
    }
    return nd_str_of(out, length);
}

/* Adds what a line says; false when it is no line of a header. */
static bool add_line(const struct style *style, struct nd_str line, struct nd_value *fields,
                     struct nd_value **last, struct nd_arena *arena) {
    struct nd_str text = nd_str_trim(line), name;
    size_t sign;

    if (*last != NULL && line.len > 0 && nd_char_is_blank(line.ptr[0]) &&
        (style->mark.len == 0 || !nd_str_starts(line, style->mark))) /* folded */
        return join(*last, " ", text, arena);
    if (!nd_str_starts(line, style->mark))
        return style->mark.len > 0 && text.len == 0;
    text = nd_str_trim(nd_str_skip(line, style->mark.len));
    sign = nd_str_find_char(text, style->sign);
    name = nd_str_slice(text, 0, sign);
    if (sign == SIZE_MAX || !(is_name(name) || (style->sign == ':' && is_known(name)) ||
                              (fields->count > 0 && style->sign == ':' && are_names(name))))
        return false;
    text = nd_str_skip(text, sign + 1);
    if (style->is_double &&
        (text.len == 0 || text.ptr[0] != style->sign || (text.len > 1 && !nd_char_is_blank(text.ptr[1]))))
        return false;
    text = nd_str_trim(nd_str_skip(text, style->is_double));
    *last = nd_header_put(fields, name, style->is_double ? without_brackets(text, arena) : text, arena);
    return *last != NULL;
}

static struct nd_value *read_lines_as(const struct style *style, struct nd_value *fields, struct nd_str *rest,
                                      uint32_t *number, struct nd_arena *arena) {
    struct nd_value *last = NULL;
    bool has_title = false;
    struct nd_str line;

    for (int lines = 0; nd_str_next_line(rest, &line); lines++, ++*number) {
        if (is_end(style, line)) {
            size_t known = 0;
            for (const struct nd_value *v = fields->first; v != NULL; v = v->next) {
                has_title = has_title || (names_title(v->key) && v->text.len > 0);
                known += is_known(v->key) && v->text.len > 0;
            }
            has_title = has_title || (known >= 2 && known == fields->count);
            return (style->is_double || (has_title && fields->count >= 2)) && nd_str_trim(*rest).len > 0
                       ? fields
                       : NULL;
        }
        if (lines == ND_MAX_HEADER_LINES || line.len > ND_MAX_EXCERPT_CHARS * 4 ||
            !add_line(style, line, fields, &last, arena))
            return NULL;
    }
    return NULL;
}

static struct nd_value *read_lines(const struct style *style, struct nd_str *rest, uint32_t *number,
                                   struct nd_arena *arena) {
    return read_lines_as(style, nd_value_new(arena, ND_MAP), rest, number, arena);
}

/* A line of one sign that may stand above or below a title of this length. */
static bool is_adornment(struct nd_str line, size_t length) {
    line = nd_str_trim_right(line);
    if (line.len < 3 || line.len < length ||
        nd_str_find_char(ND_STR("=-#~^*+\"'`:."), line.ptr[0]) == SIZE_MAX)
        return false;
    for (size_t i = 1; i < line.len; i++)
        if (line.ptr[i] != line.ptr[0])
            return false;
    return true;
}

/* Columns, but for signs that are twice as wide: an upper bound of what the line below may lack. */
static size_t characters(struct nd_str s) {
    size_t count = 0;

    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return count;
}

/* ":name: value" of a field list (docutils, reStructuredText Markup Specification). */
static bool add_field(struct nd_str line, struct nd_value *fields, struct nd_value **last,
                      struct nd_arena *arena) {
    struct nd_str text = nd_str_trim(line);
    size_t end;

    if (*last != NULL && line.len > 0 && nd_char_is_blank(line.ptr[0]))
        return join(*last, " ", text, arena);
    if (text.len < 3 || line.ptr[0] != ':' || (end = nd_str_find_char(nd_str_skip(text, 1), ':')) == SIZE_MAX)
        return false;
    if (!is_name(nd_str_slice(text, 1, 1 + end)) || (end + 2 < text.len && text.ptr[end + 2] != ' '))
        return false;
    *last =
        nd_header_put(fields, nd_str_slice(text, 1, 1 + end), nd_str_trim(nd_str_skip(text, end + 2)), arena);
    return *last != NULL;
}

/*
 * ".. post:: 6 May 2019" of ABlog and its options, ":tags: sea" in lines that are indented. Numbers count
 * what is shown of the text, and say nothing of it.
 */
static bool read_post(struct nd_str directive, struct nd_value *fields, struct nd_str *rest, uint32_t *number,
                      struct nd_arena *arena) {
    struct nd_value *last = NULL, *option;
    struct nd_str line, before = *rest, date = nd_str_trim(nd_str_skip(directive, POST.len));
    uint64_t count;

    if (date.len > 0)
        (void)nd_header_put(fields, ND_STR("date"), date, arena);
    for (int lines = 0; lines < ND_MAX_HEADER_LINES && nd_str_next_line(rest, &line); lines++) {
        if (line.len == 0 || !nd_char_is_blank(line.ptr[0]) || nd_str_trim(line).len == 0)
            break;
        option = nd_value_new(arena, ND_MAP);
        if (line.len > ND_MAX_EXCERPT_CHARS * 4 || !add_field(nd_str_trim(line), option, &last, arena))
            return false;
        last = NULL;
        if (!nd_str_to_uint(option->first->text, &count) &&
            nd_header_put(fields, option->first->key, option->first->text, arena) == NULL)
            return false;
        before = *rest;
        ++*number;
    }
    *rest = before;
    return nd_str_trim(*rest).len > 0;
}

/* The title, the line below it and maybe one above; absent when there are others. */
static struct nd_str read_title(struct nd_str *rest, uint32_t *number) {
    struct nd_str line = ND_STR(""), title, below;

    while (nd_str_next_line(rest, &line) && nd_str_trim(line).len == 0)
        ++*number;
    if (is_adornment(line, 0)) {
        ++*number;
        (void)nd_str_next_line(rest, &line);
    }
    title = nd_str_trim(line);
    if (title.len == 0 || title.len > ND_MAX_EXCERPT_CHARS || !nd_str_next_line(rest, &below) ||
        !is_adornment(below, characters(title)))
        return ND_STR_NONE;
    *number += 2;
    return title;
}

/* ".. author:: Mira Holt" of Tinkerer, a line each; what is said without a value is about the page. */
static bool add_directive(struct nd_str line, struct nd_value *fields, struct nd_arena *arena) {
    size_t sign = nd_str_find(line, ND_STR(":: "));
    struct nd_str name = nd_str_slice(line, 3, sign), value;

    line = nd_str_trim(line);
    if (sign == SIZE_MAX)
        return nd_str_ends(line, ND_STR("::")) && is_name(nd_str_slice(line, 3, line.len - 2));
    value = nd_str_trim(nd_str_skip(line, sign + 3));
    return (is_known(name) || is_among(name, "|categories|category|summary|")) &&
           nd_header_put(fields, name, value, arena) != NULL;
}

/* "```{post} 6 May 2019" of ABlog in markdown, with options below. */
static bool read_fenced_post(struct nd_value *fields, struct nd_str *rest, uint32_t *number,
                             struct nd_arena *arena) {
    struct nd_str line = ND_STR(""), fence = ND_STR("```{post}");
    struct nd_value *last = NULL;

    if (!nd_str_next_line(rest, &line) || !nd_str_starts(line, fence))
        return false;
    line = nd_str_trim(nd_str_skip(line, fence.len));
    if (line.len > 0)
        (void)nd_header_put(fields, ND_STR("date"), line, arena);
    for (int lines = 0; lines < ND_MAX_HEADER_LINES && nd_str_next_line(rest, &line); lines++) {
        *number += 1;
        if (nd_str_eq(nd_str_trim(line), ND_STR("```"))) {
            *number += 1;
            return nd_str_trim(*rest).len > 0;
        }
        if (nd_str_trim(line).len > 0 && !add_field(line, fields, &last, arena))
            return false;
    }
    return false;
}

/* A title, then a field list or a post directive. */
static struct nd_value *read_rest(struct nd_str *rest, uint32_t *number, struct nd_arena *arena) {
    struct nd_value *fields = nd_value_new(arena, ND_MAP), *last = NULL;
    struct nd_str line, title = read_title(rest, number);
    size_t lines = 0;

    if (title.ptr == NULL)
        return NULL;
    (void)nd_header_put(fields, ND_STR("title"), title, arena);
    for (; nd_str_next_line(rest, &line); lines++, ++*number) {
        if (nd_str_trim(line).len == 0 && fields->count == 1)
            continue;
        if (fields->count == 1 && nd_str_starts(line, POST))
            return read_post(line, fields, rest, number, arena) ? fields : NULL;
        if (nd_str_starts(line, ND_STR(".. ")) && add_directive(line, fields, arena))
            continue;
        if (nd_str_trim(line).len == 0)
            return nd_str_trim(*rest).len > 0 ? fields : NULL;
        if (lines == ND_MAX_HEADER_LINES || line.len > ND_MAX_EXCERPT_CHARS * 4 ||
            !add_field(line, fields, &last, arena))
            return NULL;
    }
    return NULL;
}

/* A post directive, then the title. */
static struct nd_value *read_posted(struct nd_str *rest, uint32_t *number, struct nd_arena *arena) {
    struct nd_value *fields = nd_value_new(arena, ND_MAP);
    struct nd_str line = ND_STR(""), title;

    while (nd_str_next_line(rest, &line) && nd_str_trim(line).len == 0)
        ++*number;
    if (!read_post(line, fields, rest, number, arena))
        return NULL;
    title = read_title(rest, number);
    if (title.ptr == NULL || nd_str_trim(*rest).len == 0)
        return NULL;
    (void)nd_header_put(fields, ND_STR("title"), title, arena);
    return fields;
}

/* "# Title", then lines of fields that end in a blank one: exports of notes. Two must be known ones. */
static struct nd_value *read_headed(const struct style *mail, const struct style *page, struct nd_str *rest,
                                    uint32_t *number, struct nd_arena *arena) {
    static const struct style indented = {ND_STR_INIT("    "), ':', {NULL, 0}, false}; /* Yarle's */
    struct nd_str line = ND_STR_NONE, title, first = ND_STR_NONE, fields_from;
    struct nd_value *fields, *all;
    size_t known = 0;

    while (nd_str_next_line(rest, &line) && nd_str_trim(line).len == 0)
        ++*number;
    title = nd_str_trim(nd_str_skip(line, 2));
    if (!nd_str_starts(line, ND_STR("# ")) || title.len == 0 || title.len > ND_MAX_EXCERPT_CHARS)
        return NULL;
    for (fields_from = *rest, ++*number; nd_str_next_line(rest, &first) && nd_str_trim(first).len == 0;
         fields_from = *rest)
        ++*number;
    *rest = fields_from;
    all = nd_value_new(arena, ND_MAP);
    (void)nd_header_put(all, ND_STR("title"), title, arena);
    if (nd_str_starts(first, ND_STR("```{post}")))
        return read_fenced_post(all, rest, number, arena) ? all : NULL;
    if (nd_str_starts(first, indented.mark))
        mail = &indented;
    fields = read_lines_as(nd_str_find(first, ND_STR(":: ")) < nd_str_find_char(first, ' ') ? page : mail,
                           all, rest, number, arena);
    for (const struct nd_value *v = fields == NULL ? NULL : fields->first; v != NULL; v = v->next)
        known += is_known(v->key) && v->text.len > 0;
    return known >= 2 ? fields : NULL;
}

struct nd_value *nd_header_read_inline(struct nd_str *text, uint32_t *number, struct nd_arena *arena) {
    static const struct style page = {{NULL, 0}, ':', {NULL, 0}, true};
    struct nd_str rest = *text, before = rest, line = ND_STR("");
    uint32_t at = *number;
    struct nd_value *fields;

    while (nd_str_next_line(&rest, &line) && nd_str_trim(line).len == 0) {
        before = rest;
        at++;
    }
    if (nd_str_find(line, ND_STR("::")) == SIZE_MAX)
        return NULL;
    fields = read_lines(&page, &before, &at, arena);
    if (fields != NULL) {
        *text = before;
        *number = at + 1;
    }
    return fields;
}

struct nd_value *nd_header_read(struct nd_str *text, uint32_t *number, enum nd_header_text *below,
                                struct nd_arena *arena) {
    static const struct style mail = {{NULL, 0}, ':', {NULL, 0}, false};
    static const struct style page = {{NULL, 0}, ':', {NULL, 0}, true};
    static const struct style nikola = {ND_STR_INIT(".. "), ':', {NULL, 0}, false};
    static const struct style comment = {ND_STR_INIT(".. "), ':', ND_STR_INIT("-->"), false};
    static const struct style jbake = {{NULL, 0}, '=', ND_STR_INIT("~~~~~~"), false};
    const struct style *style = &mail;
    struct nd_str rest = *text, line, before = rest;
    uint32_t at = *number;
    struct nd_value *fields;

    while (nd_str_next_line(&rest, &line) && nd_str_trim(line).len == 0) {
        before = rest;
        at++;
    }
    if (nd_str_starts(line, ND_STR(".. "))) {
        style = &nikola;
    } else if (nd_str_eq(nd_str_trim(line), ND_STR("<!--"))) {
        style = &comment;
        before = rest;
        at++;
    } else if (nd_str_find_char(line, '=') < nd_str_find_char(line, ':')) {
        style = &jbake;
    }
    if (style == &mail && nd_str_find(line, ND_STR(":: ")) < nd_str_find_char(line, ' '))
        style = &page;
    fields = read_lines(style, &before, &at, arena);
    *below = fields == NULL     ? ND_HEADER_ANY
             : style == &nikola ? ND_HEADER_REST
             : style == &page   ? ND_HEADER_NOTES
                                : ND_HEADER_ANY;
    if (fields == NULL && (style == &mail || is_adornment(line, 0) || nd_str_starts(line, POST))) {
        before = *text;
        at = *number;
        fields = (nd_str_starts(line, POST) ? read_posted : read_rest)(&before, &at, arena);
        *below = fields == NULL ? ND_HEADER_ANY : ND_HEADER_REST;
    }
    if (fields == NULL && nd_str_starts(line, ND_STR("# "))) {
        before = *text;
        at = *number;
        fields = read_headed(&mail, &page, &before, &at, arena);
        *below = fields == NULL ? ND_HEADER_ANY : ND_HEADER_NOTES;
    }
    if (fields != NULL) {
        *text = before;
        *number = at + 1;
    }
    return fields;
}
