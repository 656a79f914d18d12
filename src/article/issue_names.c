/* How issues call themselves, in their titles, addresses and names of files. */
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
