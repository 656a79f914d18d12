#include "article/plain_furniture.h"

#include "article/page/page.h"

enum {
    MIN_ARTICLE_BYTES = 200, /* what must stand before furniture for it to be believed */
    MAX_BEHIND_END = 250,    /* bytes of an address for questions, with the mark above it */
    MAX_END_LINE = 64        /* bytes of the mark's line */
};

/* Where the furniture begins in body, or SIZE_MAX: at a line that announces it, behind enough of an article.
 */
static size_t find_furniture(struct nd_str body) {
    struct nd_str rest = body, line;

    for (;;) {
        size_t start = body.len - rest.len;
        if (!nd_str_next_line(&rest, &line))
            return SIZE_MAX;
        if (start < MIN_ARTICLE_BYTES)
            continue;
        switch (nd_boilerplate_find(line)) {
        case ND_BOILERPLATE_RELATED:
        case ND_BOILERPLATE_END:
            return start;
        default:
            break;
        }
    }
}

/* Bytes of the sign around the word of an end that s begins with, or 0. */
static size_t sign_at(struct nd_str s) {
    static const struct nd_str wide[] = {ND_STR_INIT("–"), ND_STR_INIT("—"), ND_STR_INIT("（"),
                                         ND_STR_INIT("）"), ND_STR_INIT("。")};

    if (s.len == 0 || nd_char_is_one_of(s.ptr[0], "-*#()/+<>_[]~=. "))
        return s.len > 0;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (nd_str_starts(s, wide[i]))
            return wide[i].len;
    return 0;
}

/* "###", "-30-", "– Ende –", "ENDS": with which releases and reports say that they end. A word in small
 * letters has signs around it. */
static bool is_end_mark(struct nd_str line) {
    static const struct nd_str words[] = {
        ND_STR_INIT("30"),    ND_STR_INIT("ENDS"),  ND_STR_INIT("END"),    ND_STR_INIT("Ends"),
        ND_STR_INIT("ends"),  ND_STR_INIT("End"),   ND_STR_INIT("Ende"),   ND_STR_INIT("ENDE"),
        ND_STR_INIT("Fin"),   ND_STR_INIT("FIN"),   ND_STR_INIT("FINE"),   ND_STR_INIT("Fine"),
        ND_STR_INIT("FIM"),   ND_STR_INIT("Fim"),   ND_STR_INIT("EINDE"),  ND_STR_INIT("Einde"),
        ND_STR_INIT("SLUT"),  ND_STR_INIT("Slut"),  ND_STR_INIT("KONIEC"), ND_STR_INIT("Koniec"),
        ND_STR_INIT("KONEC"), ND_STR_INIT("КОНЕЦ"), ND_STR_INIT("Конец"),  ND_STR_INIT("SON"),
        ND_STR_INIT("以上"),  ND_STR_INIT("完"),    ND_STR_INIT("끝"),
    };
    struct nd_str word = nd_str_trim(line);
    size_t signs = 0, hashes = 0;

    if (word.len == 0 || word.len > 32)
        return false;
    for (size_t length; (length = sign_at(word)) > 0; word = nd_str_skip(word, length), signs++)
        hashes += word.ptr[0] == '#';
    if (word.len == 0)
        return hashes >= 3 && nd_str_find_char(line, '-') == SIZE_MAX;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct nd_str rest = nd_str_skip(word, words[i].len);
        if (!nd_str_starts(word, words[i]) ||
            (signs == 0 && words[i].ptr[1] >= 'a' && words[i].ptr[1] <= 'z') ||
            (signs == 0 && nd_char_is_digit(word.ptr[0])))
            continue;
        for (size_t length; (length = sign_at(rest)) > 0;)
            rest = nd_str_skip(rest, length);
        if (rest.len == 0)
            return true;
    }
    return false;
}

/* Where the last line is that says so, from byte from on; SIZE_MAX: nowhere. */
static size_t last_end_mark(struct nd_str body, size_t from) {
    struct nd_str rest = nd_str_skip(body, from), line;
    size_t found = SIZE_MAX;

    while (nd_str_next_line(&rest, &line))
        if (line.len <= MAX_END_LINE && is_end_mark(line))
            found = (size_t)(line.ptr - body.ptr);
    return found;
}

/* Where the text says that it ends, if it says so once and no more stands behind than whom to ask; SIZE_MAX:
 * nowhere. Notes to editors are worth finding. */
static size_t find_end_mark(struct nd_str body) {
    size_t from = body.len > MAX_BEHIND_END ? body.len - MAX_BEHIND_END : 0, found;

    while (from > 0 && body.ptr[from - 1] != '\n')
        from--;
    found = last_end_mark(body, from);
    if (found == SIZE_MAX || found < MIN_ARTICLE_BYTES / 2 || body.len - found > found ||
        body.len - found > MAX_BEHIND_END || last_end_mark(nd_str_slice(body, 0, found), 0) != SIZE_MAX)
        return SIZE_MAX;
    return found;
}

static void add_teaser(struct nd_record_builder *builder, struct nd_str title, struct nd_str excerpt) {
    struct nd_article *reference = nd_arena_alloc(builder->arena, 1, sizeof *reference);

    reference->metadata = nd_value_new(builder->arena, ND_MAP);
    reference->title = nd_text_on_one_line(title, builder->arena);
    if (excerpt.len > 0)
        reference->excerpt = nd_text_on_one_line(excerpt, builder->arena);
    nd_record_add_related(builder, reference);
}

/* Teasers: a line with the title, lines with the excerpt, "Continue reading". Anything else stays furniture.
 */
static void read_teasers(struct nd_record_builder *builder, struct nd_str furniture) {
    struct nd_str rest = furniture, line, title = ND_STR_NONE, excerpt = ND_STR_NONE;

    while (nd_str_next_line(&rest, &line)) {
        enum nd_boilerplate kind = nd_boilerplate_find(line);
        line = nd_str_trim(line);
        if (kind == ND_BOILERPLATE_END)
            return;
        if (kind == ND_BOILERPLATE_MORE && title.len > 0)
            add_teaser(builder, title, excerpt);
        if (kind != ND_BOILERPLATE_NONE) {
            title = excerpt = ND_STR_NONE;
        } else if (line.len > 0 && title.len == 0) {
            title = line;
        } else if (line.len > 0 && excerpt.ptr == NULL) {
            excerpt = line;
        } else if (line.len > 0) {
            excerpt.len = (size_t)(line.ptr - excerpt.ptr) + line.len;
        }
    }
}

void nd_plain_furniture_cut(struct nd_record_builder *builder, struct nd_str body) {
    struct nd_article *article = builder->article;
    size_t at = find_furniture(body);

    if (at == SIZE_MAX)
        at = find_end_mark(body);
    if (at != SIZE_MAX) {
        article->furniture = nd_str_trim(nd_str_skip(body, at));
        body = nd_str_slice(body, 0, at);
        nd_record_source(builder, "furniture", "marker");
        read_teasers(builder, article->furniture);
    }
    article->body = nd_str_trim(body);
}
