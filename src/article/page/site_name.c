#include "article/page/site_name.h"

#include "article/page/page.h"
#include "article/page/title.h"

enum { MIN_NAME = 3, MAX_NAME = 60, /* bytes */ MAX_PIECES = 8 };

/* What is looked for: <title> and the pieces of it that may be the name, folded. */
struct names {
    struct nd_str title, first, last, article;
};

/* Links to first pages that name what is on them, in lower case. */
static bool is_section(struct nd_str folded) {
    static const struct nd_str words[] = {
        ND_STR_INIT("home"),     ND_STR_INIT("news"),        ND_STR_INIT("blog"),
        ND_STR_INIT("start"),    ND_STR_INIT("aktuell"),     ND_STR_INIT("aktuelles"),
        ND_STR_INIT("forum"),    ND_STR_INIT("nachrichten"), ND_STR_INIT("noticias"),
        ND_STR_INIT("notícias"), ND_STR_INIT("notizie"),     ND_STR_INIT("actualités"),
        ND_STR_INIT("nieuws"),   ND_STR_INIT("aktualności"), ND_STR_INIT("nyheter"),
        ND_STR_INIT("новости"),  ND_STR_INIT("главная"),     ND_STR_INIT("ana sayfa"),
        ND_STR_INIT("haberler"), ND_STR_INIT("ニュース"),    ND_STR_INIT("新闻"),
        ND_STR_INIT("首页"),     ND_STR_INIT("뉴스"),        ND_STR_INIT("أخبار")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_eq(folded, words[i]))
            return true;
    return false;
}

static bool has_letter(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (nd_char_is_alpha(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0xC3)
            return true;
    return false;
}

static bool is_name(const struct names *names, struct nd_str text, struct nd_arena *arena) {
    struct nd_str folded;

    if (text.len < MIN_NAME || text.len > MAX_NAME ||
        nd_boilerplate_find_on_page(text) != ND_BOILERPLATE_NONE)
        return false;
    folded = nd_title_fold(text, arena);
    if (nd_str_eq(folded, names->article) || is_section(folded) || !has_letter(folded))
        return false;
    return nd_str_eq(folded, names->first) || nd_str_eq(folded, names->last) ||
           (nd_str_starts(names->title, folded) &&
            nd_str_starts(nd_str_skip(names->title, folded.len), ND_STR(": ")));
}

static struct nd_str find_link(const struct nd_block *block, const struct names *names,
                               struct nd_arena *arena) {
    for (const struct nd_link *link = block->links; link != NULL; link = link->next)
        if (!link->is_image && nd_title_is_home(link->url) && is_name(names, nd_str_trim(link->text), arena))
            return nd_text_on_one_line(nd_str_trim(link->text), arena);
    return ND_STR_NONE;
}

void nd_site_name_set(struct nd_record_builder *builder) {
    struct nd_article *article = builder->article;
    struct nd_arena *arena = builder->arena;
    struct nd_str title = nd_text_on_one_line(builder->document->title, arena), pieces[MAX_PIECES];
    struct names names = {.title = nd_title_fold(title, arena),
                          .article = nd_title_fold(article->title, arena)};
    size_t count;

    if (article->provider_name.ptr != NULL || title.len == 0)
        return;
    count = nd_page_title_pieces(title, pieces, MAX_PIECES);
    if (count > 1) {
        names.first = nd_title_fold(pieces[0], arena);
        names.last = nd_title_fold(pieces[count - 1], arena);
    }
    for (const struct nd_block *b = builder->document->blocks.first; b != NULL; b = b->next) {
        struct nd_str name = find_link(b, &names, arena);
        if (name.ptr == NULL)
            continue;
        article->provider_name = name;
        nd_record_source(builder, "provider", "html:title");
        return;
    }
}
