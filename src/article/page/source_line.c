#include "article/page/source_line.h"

#include <string.h>

enum {
    NEAR_BEGIN = 4, /* blocks, the title among them */
    NEAR_END = 8,
    LEAST_TEXT = 100, /* bytes of a paragraph that is none of the lines above it */
    MAX_LABEL = 48,   /* bytes */
    MAX_LINE = 240,   /* without the address */
    HOST_BEHIND = 8   /* where one begins at the latest: "https://" */
};

/* Words for the place where a text stood first. They begin the line. */
static const char *const original[] = {"original url",
                                       "original link",
                                       "original article",
                                       "original post",
                                       "original source",
                                       "original page",
                                       "original story",
                                       "original/source",
                                       "original:",
                                       "originally published",
                                       "originally posted",
                                       "originally appeared",
                                       "originally written",
                                       "first published",
                                       "first appeared",
                                       "this article was originally",
                                       "this post was originally",
                                       "this story was originally",
                                       "this article first appeared",
                                       "permalink",
                                       "url of this page",
                                       "url of this article",
                                       "find this article at",
                                       "find this article online",
                                       "this article can be found at",
                                       "url dieser seite",
                                       "url dieses artikels",
                                       "diesen artikel finden sie",
                                       "dieser artikel ist abrufbar",
                                       "adresse des artikels",
                                       "adresse de cet article",
                                       "url de cet article",
                                       "url de l'article",
                                       "retrouvez cet article",
                                       "dirección de esta página",
                                       "url de este artículo",
                                       "url de la noticia",
                                       "endereço desta página",
                                       "url desta notícia",
                                       "url da notícia",
                                       "indirizzo di questa pagina",
                                       "url di questo articolo",
                                       "url van dit artikel",
                                       "адрес статьи",
                                       "адрес страницы",
                                       "адрес материала",
                                       "haberin adresi",
                                       "رابط الخبر",
                                       "رابط المقال",
                                       "本文地址",
                                       "本文网址",
                                       "本文链接",
                                       "本文網址",
                                       "この記事のurl",
                                       "기사 주소",
                                       "canonical url",
                                       "canonical link",
                                       "article url",
                                       "article link",
                                       "link to article",
                                       "link to the article",
                                       "link to original",
                                       "link to the original",
                                       "read the original",
                                       "read original",
                                       "view original",
                                       "view the original",
                                       "cross-posted from",
                                       "crossposted from",
                                       "reposted from",
                                       "republished from",
                                       "syndicated from",
                                       "originalartikel",
                                       "original-artikel",
                                       "artikel im original",
                                       "zum originalartikel",
                                       "link zum artikel",
                                       "link zum original",
                                       "zuerst erschienen",
                                       "ursprünglich erschienen",
                                       "ursprünglich veröffentlicht",
                                       "article original",
                                       "lien original",
                                       "lien vers l'article",
                                       "lien de l'article",
                                       "lire l'article original",
                                       "initialement publié",
                                       "publié initialement",
                                       "publié à l'origine",
                                       "artículo original",
                                       "enlace original",
                                       "enlace al artículo",
                                       "publicado originalmente",
                                       "originalmente publicado",
                                       "artigo original",
                                       "link original",
                                       "link do artigo",
                                       "articolo originale",
                                       "link originale",
                                       "link all'articolo",
                                       "pubblicato originariamente",
                                       "origineel artikel",
                                       "link naar artikel",
                                       "oorspronkelijk verschenen",
                                       "oryginalny artykuł",
                                       "link do artykułu",
                                       "původní článek",
                                       "eredeti cikk",
                                       "оригинал",
                                       "ссылка на статью",
                                       "ссылка на оригинал",
                                       "посилання на статтю",
                                       "orijinal haber",
                                       "haberin linki",
                                       "الرابط الأصلي",
                                       "المقال الأصلي",
                                       "原文",
                                       "元記事",
                                       "首发于",
                                       "首發於",
                                       "原载于",
                                       "オリジナル記事",
                                       "원문",
                                       "轉載自",
                                       "转载自",
                                       "本文转自",
                                       "转自"};

/* Words that may as well name what a text cites. They are the whole line, but for the address. */
static const char *const source[] = {"source",   "source url", "source link", "url",       "uri",
                                     "link",     "address",    "web",         "website",   "via",
                                     "from",     "quelle",     "quellen-url", "adresse",   "source originale",
                                     "fuente",   "enlace",     "fonte",       "bron",      "källa",
                                     "länk",     "kilde",      "lenke",       "lähde",     "linkki",
                                     "źródło",   "zdroj",      "odkaz",       "forrás",    "sursa",
                                     "источник", "ссылка",     "джерело",     "посилання", "izvor",
                                     "извор",    "πηγή",       "kaynak",      "bağlantı",  "المصدر",
                                     "الرابط",   "מקור",       "स्रोत",        "nguồn",     "sumber",
                                     "tautan",   "แหล่งที่มา",    "出典",        "リンク",    "来源",
                                     "來源",     "链接",       "網址",        "출처",      "링크"};

struct nd_str nd_source_line_address(struct nd_str text) {
    size_t at = nd_str_find(text, ND_STR("http")), end = 0;

    text = at == SIZE_MAX ? ND_STR_NONE : nd_str_skip(text, at);
    while (end < text.len && !nd_char_is_blank(text.ptr[end]) &&
           nd_str_find_char(ND_STR("<>()[]\""), text.ptr[end]) == SIZE_MAX)
        end++;
    return nd_str_slice(text, 0, end);
}

/* The words are whole: no letter goes on behind them, in scripts that part words. */
static bool begins_with(struct nd_str line, struct nd_str words) {
    bool has_parts = words.len > 0 && (unsigned char)words.ptr[0] < 0xe0;

    return nd_text_begins_with(line, words) &&
           (!has_parts || words.len == line.len || !nd_char_is_alpha(line.ptr[words.len]));
}

static bool says_original(struct nd_str line) {
    for (size_t i = 0; i < sizeof original / sizeof *original; i++)
        if (begins_with(line, nd_str_from(original[i])))
            return true;
    return false;
}

/* The label alone: what is left of it are signs. */
static bool says_source(struct nd_str label) {
    static const struct nd_str signs[] = {ND_STR_INIT(":"), ND_STR_INIT("："), ND_STR_INIT("-"),
                                          ND_STR_INIT("–"), ND_STR_INIT("|"),  ND_STR_INIT("→")};

    label = nd_str_trim(label);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nd_str_ends(label, signs[i]))
            label = nd_str_trim(nd_str_slice(label, 0, label.len - signs[i].len));
    for (size_t i = 0; i < sizeof source / sizeof *source; i++)
        if (label.len == strlen(source[i]) && nd_text_begins_with(label, nd_str_from(source[i])))
            return true;
    return false;
}

/* The only address of a block: that of its links, or one in the text. */
static struct nd_str only_address(const struct nd_block *block) {
    struct nd_str url = ND_STR_NONE;

    for (const struct nd_link *link = block->links; link != NULL; link = link->next) {
        if (link->is_image || (url.len > 0 && !nd_str_eq(url, link->url)))
            return ND_STR_NONE;
        url = link->url;
    }
    return url.len > 0 ? url : nd_source_line_address(block->text);
}

/* What stands before the address, or before the text of its link. */
static struct nd_str label_of(const struct nd_block *block, struct nd_str url) {
    size_t at = nd_str_find(block->text, block->links == NULL ? url : block->links->text);
    return nd_str_slice(block->text, 0, at == 0 ? block->text.len : at);
}

/* An address names more than a site. */
static bool is_page(struct nd_str url) {
    struct nd_str path = nd_str_skip(url, HOST_BEHIND); /* and a part of the host */
    size_t slash = nd_str_find_char(path, '/');

    return nd_str_starts_nocase(url, ND_STR("http")) && slash != SIZE_MAX && slash + 1 < path.len;
}

static bool is_line(const struct nd_block *block, struct nd_str url) {
    return (block->type == ND_PARAGRAPH || block->type == ND_QUOTE || block->type == ND_LIST_ITEM) &&
           block->text.len < MAX_LINE + url.len;
}

/* A heading that is nothing but a link leads to what it is the title of. */
static bool is_linked_title(const struct nd_block *block, struct nd_str title) {
    return block->type == ND_HEADING && nd_str_eq_nocase(nd_str_trim(block->text), title) &&
           block->links != NULL && block->links->next == NULL &&
           nd_str_eq(nd_str_trim(block->links->text), nd_str_trim(block->text));
}

/* A line of text is nothing but url; below the title, if that is its first line. */
static bool stands_alone(struct nd_str text, struct nd_str url, bool has_title) {
    struct nd_str line;

    if (has_title)
        (void)nd_str_next_line(&text, &line);
    while (nd_str_next_line(&text, &line))
        if (nd_str_eq(nd_str_trim(line), url))
            return true;
    return false;
}

bool nd_source_line_is_address(struct nd_str line) {
    line = nd_str_trim(line);
    return line.len > HOST_BEHIND && nd_str_starts_nocase(line, ND_STR("http")) &&
           nd_source_line_address(line).len == line.len && is_page(line);
}

/* Where a block stands, and what is known of its document. */
struct place {
    bool is_above;       /* only lines like it stand before it */
    bool is_below_title; /* or in the lines of it, which begin with it */
    bool has_title;
    bool is_alone;   /* right above who wrote it, or below a text that has no other address */
    bool is_list;    /* several texts end in an address of their own */
    bool is_own;     /* of somebody who wrote front matter, or a page */
    bool is_printed; /* above the text of a page, written out as for a printer */
};

static bool leads_to_it(const struct nd_block *block, struct nd_str title, struct nd_str url,
                        struct place place) {
    struct nd_str label = label_of(block, url);

    if (!is_page(url))
        return false;
    if (place.is_above && !place.is_own && is_linked_title(block, title))
        return true;
    if (!is_line(block, url))
        return false;
    if (says_original(nd_str_trim(block->text)))
        return true;
    if (place.is_printed)
        return (label.len <= MAX_LABEL && says_source(label)) || nd_source_line_is_address(block->text);
    if (place.is_own || (!place.is_above && !place.is_alone))
        return false;
    return (label.len <= MAX_LABEL && says_source(label)) ||
           (place.is_below_title && !place.is_list && stands_alone(block->text, url, place.has_title));
}

/* Another block has a line that is nothing but an address: the text is a list of what is elsewhere. */
static bool has_other_line(const struct nd_block *block) {
    for (block = block->next; block != NULL; block = block->next) {
        struct nd_str rest = block->text, line;
        if (nd_source_line_address(rest).len <= HOST_BEHIND)
            continue;
        while (nd_str_next_line(&rest, &line))
            if (nd_source_line_is_address(line))
                return true;
    }
    return false;
}

/* How many blocks have an address, 2 at most. */
static int count_addresses(const struct nd_document *document) {
    int count = 0;

    for (const struct nd_block *block = document->blocks.first; block != NULL && count < 2;
         block = block->next)
        count += (block->links != NULL && !block->links->is_image) ||
                 nd_source_line_address(block->text).len > HOST_BEHIND;
    return count;
}

void nd_source_line_read(struct nd_record_builder *builder, const struct nd_document *document) {
    struct place place = {.is_above = true,
                          .is_own = document->front_matter != NULL || document->markup == ND_HTML};
    bool is_page = document->markup == ND_HTML && document->front_matter == NULL;
    const struct nd_block *before = NULL;
    size_t i = 0;

    for (const struct nd_block *block = document->blocks.first; block != NULL;
         before = block, block = block->next, i++) {
        struct nd_str url;
        place.is_above = place.is_above && i < NEAR_BEGIN;
        if (!place.is_above && i + NEAR_END < document->blocks.count)
            continue;
        place.has_title = i == 0;
        place.is_below_title =
            i == 0 || (i == 1 && (before->type == ND_HEADING || document->markup == ND_PLAIN));
        url = only_address(block);
        place.is_alone =
            !place.is_above && url.len > 0 &&
            ((builder->credits != NULL && (block == builder->credits || block->next == builder->credits)) ||
             (!place.is_own && count_addresses(document) == 1));
        place.is_printed = is_page && place.is_above;
        if (is_page && !nd_str_eq(nd_source_line_address(block->text), url))
            url = ND_STR_NONE;
        place.is_list = url.len > 0 && place.is_below_title && has_other_line(block);
        if (url.len > 0 && leads_to_it(block, builder->article->title, url, place)) {
            nd_record_set_url(builder, url, "link");
            return;
        }
        place.is_above = place.is_above && (block->type == ND_HEADING || block->text.len < LEAST_TEXT);
    }
}
