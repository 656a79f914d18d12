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
    {"also", ND_HINT_RELATED},
    {"anzeige*", ND_HINT_AD},
    {"archiv*", ND_HINT_RELATED},
    {"article*", ND_HINT_ARTICLE},
    {"artikel*", ND_HINT_ARTICLE},
    {"aside", ND_HINT_SIDE},
    {"auteur*", ND_HINT_META},
    {"author*", ND_HINT_META},
    {"autor*", ND_HINT_META},
    {"avatar", ND_HINT_COMMENT},
    {"banner*", ND_HINT_AD},
    {"beitrag*", ND_HINT_ARTICLE},
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
    {"btn", ND_HINT_SHARE},
    {"button*", ND_HINT_SHARE},
    {"byline", ND_HINT_META | ND_HINT_DATE},
    {"caption*", ND_HINT_CAPTION},
    {"card*", ND_HINT_RELATED},
    {"carousel", ND_HINT_RELATED},
    {"cart", ND_HINT_AD},
    {"cat", ND_HINT_META},
    {"categor*", ND_HINT_META},
    {"chapo", ND_HINT_LEAD},
    {"comment*", ND_HINT_COMMENT},
    {"commercial", ND_HINT_AD},
    {"consent*", ND_HINT_NOTICE},
    {"contact", ND_HINT_FRAME},
    {"contenido", ND_HINT_CONTENT},
    {"content", ND_HINT_CONTENT},
    {"contenu", ND_HINT_CONTENT},
    {"cookie*", ND_HINT_NOTICE},
    {"copy", ND_HINT_CONTENT},
    {"copyright", ND_HINT_FRAME},
    {"copytext", ND_HINT_CONTENT},
    {"credit*", ND_HINT_CAPTION},
    {"date*", ND_HINT_META | ND_HINT_DATE},
    {"datum", ND_HINT_META | ND_HINT_DATE},
    {"deck", ND_HINT_LEAD},
    {"dek", ND_HINT_LEAD},
    {"detail*", ND_HINT_ARTICLE},
    {"dialog", ND_HINT_NOTICE},
    {"disclaimer", ND_HINT_NOTICE},
    {"discuss*", ND_HINT_COMMENT},
    {"disqus", ND_HINT_COMMENT},
    {"dropdown", ND_HINT_NAV},
    {"entry", ND_HINT_ARTICLE},
    {"excerpt", ND_HINT_LEAD},
    {"facebook", ND_HINT_SHARE},
    {"fb", ND_HINT_SHARE},
    {"feature*", ND_HINT_RELATED},
    {"fig*", ND_HINT_CAPTION},
    {"follow*", ND_HINT_SHARE},
    {"foot*", ND_HINT_FRAME},
    {"form", ND_HINT_NOTICE},
    {"foto*", ND_HINT_CAPTION},
    {"fuss*", ND_HINT_FRAME},
    {"galler*", ND_HINT_CAPTION},
    {"gdpr", ND_HINT_NOTICE},
    {"grid*", ND_HINT_RELATED},
    {"guestbook", ND_HINT_COMMENT},
    {"head", ND_HINT_FRAME},
    {"header*", ND_HINT_FRAME},
    {"heading", ND_HINT_TITLE},
    {"headline*", ND_HINT_TITLE},
    {"hentry", ND_HINT_ARTICLE},
    {"image*", ND_HINT_CAPTION},
    {"img", ND_HINT_CAPTION},
    {"info*", ND_HINT_META},
    {"inhalt*", ND_HINT_CONTENT},
    {"intro*", ND_HINT_LEAD},
    {"kicker", ND_HINT_META},
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
    {"marginal*", ND_HINT_SIDE},
    {"masthead", ND_HINT_FRAME},
    {"media", ND_HINT_CAPTION},
    {"menu*", ND_HINT_NAV},
    {"meta*", ND_HINT_META | ND_HINT_DATE},
    {"modal*", ND_HINT_NOTICE},
    {"module", ND_HINT_SIDE},
    {"more", ND_HINT_RELATED},
    {"most*", ND_HINT_RELATED},
    {"nav*", ND_HINT_NAV},
    {"news", ND_HINT_ARTICLE},
    {"newsletter*", ND_HINT_NOTICE},
    {"next*", ND_HINT_RELATED},
    {"outbrain", ND_HINT_AD},
    {"overlay", ND_HINT_NOTICE},
    {"page", ND_HINT_CONTENT},
    {"pager", ND_HINT_NAV},
    {"paginat*", ND_HINT_NAV},
    {"partner*", ND_HINT_AD},
    {"paywall*", ND_HINT_NOTICE},
    {"photo*", ND_HINT_CAPTION},
    {"pinterest", ND_HINT_SHARE},
    {"popular*", ND_HINT_RELATED},
    {"popup", ND_HINT_NOTICE},
    {"post", ND_HINT_ARTICLE},
    {"postbody", ND_HINT_BODY},
    {"posted", ND_HINT_META | ND_HINT_DATE},
    {"posts", ND_HINT_RELATED},
    {"prev*", ND_HINT_RELATED},
    {"print*", ND_HINT_SHARE},
    {"product*", ND_HINT_AD},
    {"profile", ND_HINT_META},
    {"promo*", ND_HINT_AD},
    {"prose", ND_HINT_CONTENT},
    {"publish*", ND_HINT_META | ND_HINT_DATE},
    {"rail", ND_HINT_SIDE},
    {"rating*", ND_HINT_SHARE},
    {"recent*", ND_HINT_RELATED},
    {"recommend*", ND_HINT_RELATED},
    {"regist*", ND_HINT_NOTICE},
    {"relat*", ND_HINT_RELATED},
    {"repl*", ND_HINT_COMMENT},
    {"respond*", ND_HINT_COMMENT},
    {"right", ND_HINT_SIDE},
    {"search*", ND_HINT_NOTICE},
    {"secondary", ND_HINT_SIDE},
    {"share*", ND_HINT_SHARE},
    {"sharing", ND_HINT_SHARE},
    {"shop*", ND_HINT_AD},
    {"side*", ND_HINT_SIDE},
    {"signup", ND_HINT_NOTICE},
    {"similar", ND_HINT_RELATED},
    {"sitemap", ND_HINT_NAV},
    {"skip*", ND_HINT_NAV},
    {"slid*", ND_HINT_RELATED},
    {"social*", ND_HINT_SHARE},
    {"source*", ND_HINT_META},
    {"sponsor*", ND_HINT_AD},
    {"standfirst", ND_HINT_LEAD},
    {"story", ND_HINT_ARTICLE},
    {"sub", ND_HINT_NAV},
    {"subline", ND_HINT_LEAD},
    {"submenu", ND_HINT_NAV},
    {"subscri*", ND_HINT_NOTICE},
    {"subtitle", ND_HINT_LEAD},
    {"summary", ND_HINT_LEAD},
    {"tab", ND_HINT_NAV},
    {"taboola", ND_HINT_AD},
    {"tabs", ND_HINT_NAV},
    {"tag", ND_HINT_META},
    {"tags", ND_HINT_META},
    {"teaser*", ND_HINT_RELATED},
    {"text*", ND_HINT_CONTENT},
    {"thread", ND_HINT_COMMENT},
    {"time*", ND_HINT_META | ND_HINT_DATE},
    {"titel", ND_HINT_TITLE},
    {"title", ND_HINT_TITLE},
    {"titre", ND_HINT_TITLE},
    {"tool*", ND_HINT_SHARE},
    {"top", ND_HINT_FRAME},
    {"topbar", ND_HINT_NAV},
    {"trending", ND_HINT_RELATED},
    {"tweet*", ND_HINT_SHARE},
    {"twitter", ND_HINT_SHARE},
    {"user*", ND_HINT_COMMENT},
    {"video*", ND_HINT_CAPTION},
    {"vote*", ND_HINT_SHARE},
    {"warenkorb", ND_HINT_AD},
    {"werbung", ND_HINT_AD},
    {"widget*", ND_HINT_SIDE},
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
            element->is_archive = nd_str_starts(value, ND_STR("wm-ipp"));
        } else if (strcmp(attribute->name, "role") == 0) {
            read_role(nd_str_trim(value), element);
        } else if (strcmp(attribute->name, "itemprop") == 0 &&
                   (nd_str_eq_nocase(value, ND_STR("articleBody")) ||
                    nd_str_eq_nocase(value, ND_STR("text")))) {
            element->hints |= ND_HINT_BODY;
        }
    }
}
