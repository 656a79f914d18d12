#include "document/html/html.h"

#include <string.h>

/*
 * The words in the names that pages give to their elements, and what they hint at. Names are split where
 * marks or capitals part them: "entry-content", "relatedPosts". A word that ends in '*' may go on. Sorted by
 * bytes.
 */
static const struct {
    const char *word;
    unsigned hints;
} words[] = {
    {"abo", ND_HINT_NOTICE},
    {"abonn*", ND_HINT_NOTICE},
    {"about", ND_HINT_META},
    {"abstract", ND_HINT_LEAD},
    {"action*", ND_HINT_SHARE},
    {"actualit*", ND_HINT_ARTICLE},
    {"ad", ND_HINT_AD},
    {"addthis", ND_HINT_SHARE},
    {"addtoany", ND_HINT_SHARE},
    {"ads", ND_HINT_AD},
    {"adsense", ND_HINT_AD},
    {"adv", ND_HINT_AD},
    {"advert*", ND_HINT_AD},
    {"affiliate", ND_HINT_AD},
    {"ajanlo*", ND_HINT_RELATED},
    {"ajanlott", ND_HINT_RELATED},
    {"also", ND_HINT_RELATED},
    {"annonce*", ND_HINT_AD},
    {"annons*", ND_HINT_AD},
    {"anzeige*", ND_HINT_AD},
    {"archiv*", ND_HINT_RELATED},
    {"ariane", ND_HINT_NAV},
    {"artibody", ND_HINT_BODY},
    {"article*", ND_HINT_ARTICLE},
    {"articolo", ND_HINT_ARTICLE},
    {"articulo", ND_HINT_ARTICLE},
    {"artigo", ND_HINT_ARTICLE},
    {"artikel*", ND_HINT_ARTICLE},
    {"artikkeli", ND_HINT_ARTICLE},
    {"artykul*", ND_HINT_ARTICLE},
    {"aside", ND_HINT_SIDE},
    {"assina*", ND_HINT_NOTICE},
    {"auteur*", ND_HINT_META},
    {"author*", ND_HINT_META},
    {"autor*", ND_HINT_META},
    {"avatar", ND_HINT_COMMENT},
    {"bagikan", ND_HINT_SHARE},
    {"bajada", ND_HINT_LEAD},
    {"banner*", ND_HINT_AD},
    {"beitrag*", ND_HINT_ARTICLE},
    {"benzer", ND_HINT_RELATED},
    {"bild*", ND_HINT_CAPTION},
    {"bio", ND_HINT_META},
    {"blog", ND_HINT_ARTICLE},
    {"blogpost", ND_HINT_ARTICLE},
    {"body", ND_HINT_CONTENT},
    {"bookmark*", ND_HINT_SHARE},
    {"bottom", ND_HINT_FRAME},
    {"box", ND_HINT_SIDE},
    {"brand*", ND_HINT_FRAME},
    {"breadcrumb*", ND_HINT_NAV},
    {"briciole", ND_HINT_NAV},
    {"btn", ND_HINT_SHARE},
    {"button*", ND_HINT_SHARE},
    {"byline", ND_HINT_META | ND_HINT_DATE},
    {"cabecalho", ND_HINT_FRAME},
    {"cabecera", ND_HINT_FRAME},
    {"caption*", ND_HINT_CAPTION},
    {"card*", ND_HINT_RELATED},
    {"carousel", ND_HINT_RELATED},
    {"cart", ND_HINT_AD},
    {"cat", ND_HINT_META},
    {"categor*", ND_HINT_META},
    {"chapeau", ND_HINT_LEAD},
    {"chapo", ND_HINT_LEAD},
    {"cikk", ND_HINT_ARTICLE},
    {"clanek", ND_HINT_ARTICLE},
    {"comentario*", ND_HINT_COMMENT},
    {"comment*", ND_HINT_COMMENT},
    {"commercial", ND_HINT_AD},
    {"compart*", ND_HINT_SHARE},
    {"condivid*", ND_HINT_SHARE},
    {"consent*", ND_HINT_NOTICE},
    {"contact", ND_HINT_FRAME},
    {"contenido", ND_HINT_CONTENT},
    {"content", ND_HINT_CONTENT},
    {"contenu", ND_HINT_CONTENT},
    {"contenuto", ND_HINT_CONTENT},
    {"conteudo", ND_HINT_CONTENT},
    {"cookie*", ND_HINT_NOTICE},
    {"copete", ND_HINT_LEAD},
    {"copy", ND_HINT_CONTENT},
    {"copyright", ND_HINT_FRAME},
    {"copytext", ND_HINT_CONTENT},
    {"corpo", ND_HINT_CONTENT},
    {"correlat*", ND_HINT_RELATED},
    {"credit*", ND_HINT_CAPTION},
    {"cuerpo", ND_HINT_CONTENT},
    {"daohang", ND_HINT_NAV},
    {"date*", ND_HINT_META | ND_HINT_DATE},
    {"dato", ND_HINT_META | ND_HINT_DATE},
    {"datum", ND_HINT_META | ND_HINT_DATE},
    {"deck", ND_HINT_LEAD},
    {"dek", ND_HINT_LEAD},
    {"delen", ND_HINT_SHARE},
    {"detail*", ND_HINT_ARTICLE},
    {"dialog", ND_HINT_NOTICE},
    {"disclaimer", ND_HINT_NOTICE},
    {"discuss*", ND_HINT_COMMENT},
    {"disqus", ND_HINT_COMMENT},
    {"dropdown", ND_HINT_NAV},
    {"entradilla", ND_HINT_LEAD},
    {"entry", ND_HINT_ARTICLE},
    {"excerpt", ND_HINT_LEAD},
    {"facebook", ND_HINT_SHARE},
    {"fb", ND_HINT_SHARE},
    {"feature*", ND_HINT_RELATED},
    {"fecha", ND_HINT_META | ND_HINT_DATE},
    {"fenxiang", ND_HINT_SHARE},
    {"fig*", ND_HINT_CAPTION},
    {"follow*", ND_HINT_SHARE},
    {"foot*", ND_HINT_FRAME},
    {"form", ND_HINT_NOTICE},
    {"foto*", ND_HINT_CAPTION},
    {"fuss*", ND_HINT_FRAME},
    {"galler*", ND_HINT_CAPTION},
    {"gdpr", ND_HINT_NOTICE},
    {"gerelateerd*", ND_HINT_RELATED},
    {"grid*", ND_HINT_RELATED},
    {"guanggao", ND_HINT_AD},
    {"guestbook", ND_HINT_COMMENT},
    {"head", ND_HINT_FRAME},
    {"header*", ND_HINT_FRAME},
    {"heading", ND_HINT_TITLE},
    {"headline*", ND_HINT_TITLE},
    {"hentry", ND_HINT_ARTICLE},
    {"honbun", ND_HINT_BODY},
    {"icerik", ND_HINT_CONTENT},
    {"iklan", ND_HINT_AD},
    {"ilgili", ND_HINT_RELATED},
    {"image*", ND_HINT_CAPTION},
    {"img", ND_HINT_CAPTION},
    {"info*", ND_HINT_META},
    {"ingress*", ND_HINT_LEAD},
    {"inhalt*", ND_HINT_CONTENT},
    {"inhoud", ND_HINT_CONTENT},
    {"innehall", ND_HINT_CONTENT},
    {"inscri*", ND_HINT_NOTICE},
    {"intro*", ND_HINT_LEAD},
    {"kanren", ND_HINT_RELATED},
    {"kapcsolodo", ND_HINT_RELATED},
    {"kicker", ND_HINT_META},
    {"kiji", ND_HINT_ARTICLE},
    {"komentar*", ND_HINT_COMMENT},
    {"kommentar*", ND_HINT_COMMENT},
    {"kopf*", ND_HINT_FRAME},
    {"label*", ND_HINT_META},
    {"lang*", ND_HINT_NAV},
    {"latest", ND_HINT_RELATED},
    {"lead*", ND_HINT_LEAD},
    {"left", ND_HINT_SIDE},
    {"legal", ND_HINT_NOTICE},
    {"like*", ND_HINT_SHARE},
    {"link*", ND_HINT_RELATED},
    {"list*", ND_HINT_RELATED},
    {"login*", ND_HINT_NOTICE},
    {"logo*", ND_HINT_FRAME},
    {"main*", ND_HINT_CONTENT},
    {"mainos*", ND_HINT_AD},
    {"manchet*", ND_HINT_LEAD},
    {"marginal*", ND_HINT_SIDE},
    {"masthead", ND_HINT_FRAME},
    {"media", ND_HINT_CAPTION},
    {"megoszt*", ND_HINT_SHARE},
    {"menu*", ND_HINT_NAV},
    {"meta*", ND_HINT_META | ND_HINT_DATE},
    {"migas", ND_HINT_NAV},
    {"modal*", ND_HINT_NOTICE},
    {"module", ND_HINT_SIDE},
    {"more", ND_HINT_RELATED},
    {"most*", ND_HINT_RELATED},
    {"nav*", ND_HINT_NAV},
    {"news", ND_HINT_ARTICLE},
    {"newsletter*", ND_HINT_NOTICE},
    {"next*", ND_HINT_RELATED},
    {"obsah", ND_HINT_CONTENT},
    {"outbrain", ND_HINT_AD},
    {"overlay", ND_HINT_NOTICE},
    {"page", ND_HINT_CONTENT},
    {"pager", ND_HINT_NAV},
    {"paginat*", ND_HINT_NAV},
    {"partage*", ND_HINT_SHARE},
    {"partner*", ND_HINT_AD},
    {"paylas*", ND_HINT_SHARE},
    {"paywall*", ND_HINT_NOTICE},
    {"perex", ND_HINT_LEAD},
    {"photo*", ND_HINT_CAPTION},
    {"pinglun", ND_HINT_COMMENT},
    {"pinterest", ND_HINT_SHARE},
    {"popular*", ND_HINT_RELATED},
    {"popup", ND_HINT_NOTICE},
    {"post", ND_HINT_ARTICLE},
    {"postbody", ND_HINT_BODY},
    {"posted", ND_HINT_META | ND_HINT_DATE},
    {"posts", ND_HINT_RELATED},
    {"powiazane", ND_HINT_RELATED},
    {"prenumer*", ND_HINT_NOTICE},
    {"prev*", ND_HINT_RELATED},
    {"print*", ND_HINT_SHARE},
    {"product*", ND_HINT_AD},
    {"profile", ND_HINT_META},
    {"promo*", ND_HINT_AD},
    {"prose", ND_HINT_CONTENT},
    {"pubblicit*", ND_HINT_AD},
    {"publicid*", ND_HINT_AD},
    {"publish*", ND_HINT_META | ND_HINT_DATE},
    {"rail", ND_HINT_SIDE},
    {"ranking", ND_HINT_RELATED},
    {"rating*", ND_HINT_SHARE},
    {"reactie*", ND_HINT_COMMENT},
    {"recent*", ND_HINT_RELATED},
    {"recommend*", ND_HINT_RELATED},
    {"regist*", ND_HINT_NOTICE},
    {"reklam*", ND_HINT_AD},
    {"relacionad*", ND_HINT_RELATED},
    {"relat*", ND_HINT_RELATED},
    {"repl*", ND_HINT_COMMENT},
    {"respond*", ND_HINT_COMMENT},
    {"right", ND_HINT_SIDE},
    {"rodape", ND_HINT_FRAME},
    {"search*", ND_HINT_NOTICE},
    {"secondary", ND_HINT_SIDE},
    {"share*", ND_HINT_SHARE},
    {"sharing", ND_HINT_SHARE},
    {"shop*", ND_HINT_AD},
    {"side*", ND_HINT_SIDE},
    {"signup", ND_HINT_NOTICE},
    {"similar", ND_HINT_RELATED},
    {"sisalto", ND_HINT_CONTENT},
    {"sitemap", ND_HINT_NAV},
    {"skip*", ND_HINT_NAV},
    {"slid*", ND_HINT_RELATED},
    {"social*", ND_HINT_SHARE},
    {"sommario", ND_HINT_LEAD},
    {"source*", ND_HINT_META},
    {"souvisejici", ND_HINT_RELATED},
    {"sponsor*", ND_HINT_AD},
    {"standfirst", ND_HINT_LEAD},
    {"statya", ND_HINT_ARTICLE},
    {"story", ND_HINT_ARTICLE},
    {"sub", ND_HINT_NAV},
    {"subline", ND_HINT_LEAD},
    {"submenu", ND_HINT_NAV},
    {"subscri*", ND_HINT_NOTICE},
    {"subtitle", ND_HINT_LEAD},
    {"sumario", ND_HINT_LEAD},
    {"summary", ND_HINT_LEAD},
    {"suscrip*", ND_HINT_NOTICE},
    {"tab", ND_HINT_NAV},
    {"taboola", ND_HINT_AD},
    {"tabs", ND_HINT_NAV},
    {"tag", ND_HINT_META},
    {"tags", ND_HINT_META},
    {"tanggal", ND_HINT_META | ND_HINT_DATE},
    {"tarih", ND_HINT_META | ND_HINT_DATE},
    {"teaser*", ND_HINT_RELATED},
    {"teilen", ND_HINT_SHARE},
    {"tekst*", ND_HINT_CONTENT},
    {"telegram", ND_HINT_SHARE},
    {"testo", ND_HINT_CONTENT},
    {"text*", ND_HINT_CONTENT},
    {"thread", ND_HINT_COMMENT},
    {"ticker*", ND_HINT_RELATED},
    {"time*", ND_HINT_META | ND_HINT_DATE},
    {"titel", ND_HINT_TITLE},
    {"title", ND_HINT_TITLE},
    {"titre", ND_HINT_TITLE},
    {"tool*", ND_HINT_SHARE},
    {"top", ND_HINT_FRAME},
    {"topbar", ND_HINT_NAV},
    {"trending", ND_HINT_RELATED},
    {"tresc", ND_HINT_CONTENT},
    {"tuijian", ND_HINT_RELATED},
    {"tweet*", ND_HINT_SHARE},
    {"twitter", ND_HINT_SHARE},
    {"udostepnij", ND_HINT_SHARE},
    {"user*", ND_HINT_COMMENT},
    {"verwandt*", ND_HINT_RELATED},
    {"video*", ND_HINT_CAPTION},
    {"vorspann", ND_HINT_LEAD},
    {"vote*", ND_HINT_SHARE},
    {"warenkorb", ND_HINT_AD},
    {"wenzhang", ND_HINT_ARTICLE},
    {"werbe*", ND_HINT_AD},
    {"werbung", ND_HINT_AD},
    {"whatsapp", ND_HINT_SHARE},
    {"widget*", ND_HINT_SIDE},
    {"xiangguan", ND_HINT_RELATED},
    {"yorum*", ND_HINT_COMMENT},
    {"zhengwen", ND_HINT_BODY},
};
enum { WORDS = sizeof words / sizeof *words, MAX_WORD = 16, MAX_NAMES = 512 /* bytes of names looked at */ };

static const struct {
    const char *role;
    enum nd_element_kind kind;
    unsigned hints;
} roles[] = {
    {"main", ND_ELEMENT_MAIN, 0},
    {"article", ND_ELEMENT_ARTICLE, 0},
    {"navigation", ND_ELEMENT_NAV, ND_HINT_NAV},
    {"menu", ND_ELEMENT_NAV, ND_HINT_NAV},
    {"menubar", ND_ELEMENT_NAV, ND_HINT_NAV},
    {"complementary", ND_ELEMENT_ASIDE, ND_HINT_SIDE},
    {"contentinfo", ND_ELEMENT_FOOTER, ND_HINT_FRAME},
    {"banner", ND_ELEMENT_HEADER, ND_HINT_FRAME},
    {"search", ND_ELEMENT_FORM, ND_HINT_NOTICE},
    {"dialog", ND_ELEMENT_OTHER, ND_HINT_NOTICE},
    {"alertdialog", ND_ELEMENT_OTHER, ND_HINT_NOTICE},
};

/* word, of length bytes in lower case, beside an entry of the table: as strcmp has it, 0 when it matches. */
static int compare(const char *word, size_t length, const char *entry) {
    for (size_t i = 0; i < length; i++) {
        if (entry[i] == '*')
            return 0;
        if (word[i] != entry[i])
            return (unsigned char)word[i] < (unsigned char)entry[i] ? -1 : 1;
    }
    return entry[length] == '\0' || entry[length] == '*' ? 0 : -1;
}

static unsigned hints_of_word(const char *word, size_t length) {
    size_t low = 0, high = WORDS;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(word, length, words[middle].word);
        if (order == 0)
            return words[middle].hints;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

/* "post" beside "content" in one name is the text of the article, and more than both. */
static unsigned together(unsigned hints) {
    bool is_body = (hints & ND_HINT_ARTICLE) != 0 && (hints & ND_HINT_CONTENT) != 0;

    return is_body ? hints | ND_HINT_BODY : hints;
}

/* The hints of a list of names. */
static unsigned hints_of(struct nd_str names) {
    unsigned hints = 0, of_name = 0;
    char word[MAX_WORD];
    size_t length = 0;

    names = nd_str_slice(names, 0, MAX_NAMES);
    for (size_t i = 0; i <= names.len; i++) {
        char c = i < names.len ? names.ptr[i] : ' ';
        bool is_capital = c >= 'A' && c <= 'Z' && i > 0 && names.ptr[i - 1] >= 'a' && names.ptr[i - 1] <= 'z';
        if (length > 0 && (is_capital || !nd_char_is_alpha(c))) {
            of_name |= hints_of_word(word, length);
            length = 0;
        }
        if (nd_char_is_alpha(c) && length < MAX_WORD)
            word[length++] = nd_char_lower(c);
        if (!nd_char_is_blank(c))
            continue;
        hints |= together(of_name);
        of_name = 0;
    }
    return hints;
}

static enum nd_element_kind kind_of(GumboTag tag) {
    switch (tag) {
    case GUMBO_TAG_P:
        return ND_ELEMENT_P;
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DT:
        return ND_ELEMENT_ITEM;
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
        return ND_ELEMENT_CELL;
    case GUMBO_TAG_ARTICLE:
        return ND_ELEMENT_ARTICLE;
    case GUMBO_TAG_MAIN:
        return ND_ELEMENT_MAIN;
    case GUMBO_TAG_HEADER:
        return ND_ELEMENT_HEADER;
    case GUMBO_TAG_FOOTER:
        return ND_ELEMENT_FOOTER;
    case GUMBO_TAG_ASIDE:
        return ND_ELEMENT_ASIDE;
    case GUMBO_TAG_NAV:
        return ND_ELEMENT_NAV;
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FIELDSET:
        return ND_ELEMENT_FORM;
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FIGCAPTION:
        return ND_ELEMENT_FIGURE;
    case GUMBO_TAG_ADDRESS:
        return ND_ELEMENT_ADDRESS;
    default:
        return ND_ELEMENT_OTHER;
    }
}

static void read_role(struct nd_str role, struct nd_element *element) {
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (nd_str_eq_nocase(role, nd_str_from(roles[i].role))) {
            if (roles[i].kind != ND_ELEMENT_OTHER)
                element->kind = roles[i].kind;
            element->hints |= roles[i].hints;
        }
}

/* FNV-1a (Fowler, Noll, Vo). */
static uint32_t hash(uint32_t hash, struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.ptr[i]) * 16777619;
    return hash;
}

void nd_html_describe(const GumboElement *html, struct nd_element *element) {
    element->kind = kind_of(html->tag);
    element->signature = 2166136261u ^ (uint32_t)html->tag;
    for (unsigned i = 0; i < html->attributes.length; i++) {
        const GumboAttribute *attribute = html->attributes.data[i];
        struct nd_str value = nd_str_from(attribute->value);
        if (strcmp(attribute->name, "class") == 0) {
            element->hints |= hints_of(value);
            element->is_entry = element->is_entry || nd_str_has_word(value, ND_STR("e-content"));
            element->signature = hash(element->signature, value);
        } else if (strcmp(attribute->name, "id") == 0) {
            element->hints |= hints_of(value);
            element->is_entry = element->is_entry || nd_str_starts(value, ND_STR("readability-page-"));
            element->is_archive =
                nd_str_starts(value, ND_STR("wm-ipp")) || nd_str_ends(value, ND_STR("google-cache-hdr"));
        } else if (strcmp(attribute->name, "role") == 0) {
            read_role(nd_str_trim(value), element);
        } else if (strcmp(attribute->name, "itemprop") == 0 &&
                   (nd_str_eq_nocase(value, ND_STR("articleBody")) ||
                    nd_str_eq_nocase(value, ND_STR("text")))) {
            element->hints |= ND_HINT_BODY;
        }
    }
}
