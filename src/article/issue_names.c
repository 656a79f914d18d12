/* How issues call themselves, in their titles, addresses and names of files, and who wrote what they tell of.
 */
#include "article/issue.h"

enum { MAX_TITLE = 300 /* bytes of a title that are looked at */ };

/* Words by which they do. */
static const struct nd_str names[] = {
    ND_STR_INIT("newsletter"),
    ND_STR_INIT("digest"),
    ND_STR_INIT("weekly"),
    ND_STR_INIT("roundup"),
    ND_STR_INIT("round-up"),
    ND_STR_INIT("this week in"),
    ND_STR_INIT("press review"),
    ND_STR_INIT("review of the press"),
    ND_STR_INIT("link list"),
    ND_STR_INIT("briefing"),
    ND_STR_INIT("revue de presse"),
    ND_STR_INIT("infolettre"),
    ND_STR_INIT("lettre d'information"),
    ND_STR_INIT("presseschau"),
    ND_STR_INIT("pressespiegel"),
    ND_STR_INIT("wochenrückblick"),
    ND_STR_INIT("rassegna stampa"),
    ND_STR_INIT("revista de prensa"),
    ND_STR_INIT("resumen de prensa"),
    ND_STR_INIT("boletín"),
    ND_STR_INIT("revista de imprensa"),
    ND_STR_INIT("persoverzicht"),
    ND_STR_INIT("nieuwsbrief"),
    ND_STR_INIT("przegląd prasy"),
    ND_STR_INIT("обзор прессы"),
    ND_STR_INIT("дайджест"),
    ND_STR_INIT("nyhetsbrev"),
    ND_STR_INIT("nyhedsbrev"),
    ND_STR_INIT("uutiskirje"),
    ND_STR_INIT("hírlevél"),
    ND_STR_INIT("bülten"),
    ND_STR_INIT("bollettino"),
    ND_STR_INIT("boletim"),
    ND_STR_INIT("rundbrief"),
    ND_STR_INIT("news summary"),
    ND_STR_INIT("morning brief"),
    ND_STR_INIT("daily brief"),
    ND_STR_INIT("рассылка"),
    ND_STR_INIT("نشرة"),
    ND_STR_INIT("新闻摘要"),
    ND_STR_INIT("新聞摘要"),
    ND_STR_INIT("뉴스레터"),
    ND_STR_INIT("メルマガ"),
    ND_STR_INIT("周刊"),
    ND_STR_INIT("週刊"),
    ND_STR_INIT("周报"),
    ND_STR_INIT("ニュースレター"),
};

bool nd_issue_is_named(struct nd_str title) {
    title = nd_str_slice(title, 0, MAX_TITLE);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t at = 0; at + names[i].len <= title.len; at++)
            if (nd_str_starts_nocase(nd_str_skip(title, at), names[i]))
                return true;
    return false;
}

struct nd_str nd_issue_author(struct nd_str text) {
    static const struct nd_str words[] = {ND_STR_INIT("by "),   ND_STR_INIT("von "), ND_STR_INIT("par "),
                                          ND_STR_INIT("por "),  ND_STR_INIT("di "),  ND_STR_INIT("door "),
                                          ND_STR_INIT("av "),   ND_STR_INIT("af "),  ND_STR_INIT("от "),
                                          ND_STR_INIT("przez ")};
    enum { MOST_WORDS = 7 };
    size_t blanks = 0;

    text = nd_str_trim(text);
    if (nd_text_ends_sentence(text) || nd_str_find_char(text, '(') != SIZE_MAX)
        return ND_STR_NONE;
    for (size_t i = 0; i < text.len; i++)
        blanks += text.ptr[i] == ' ';
    for (size_t i = 0; i < sizeof words / sizeof *words && blanks <= MOST_WORDS; i++) {
        struct nd_str name = nd_str_skip(text, words[i].len);
        bool is_small = name.len > 0 && name.ptr[0] >= 'a' && name.ptr[0] <= 'z';
        if (nd_str_starts(text, words[i]) && name.len > 2 &&
            (i == 0 ? !is_small || blanks == 1 : !is_small && blanks > 1))
            return name;
    }
    return ND_STR_NONE;
}
