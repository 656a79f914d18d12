#include "article/page/page_date_words.h"

#include "article/record.h"

/* Words that stand before a date of publication. */
static const struct nd_str labels[] = {
    ND_STR_INIT("published"),    ND_STR_INIT("posted"),       ND_STR_INIT("date"),
    ND_STR_INIT("datum"),        ND_STR_INIT("erstellt"),     ND_STR_INIT("veröffentlicht"),
    ND_STR_INIT("eingestellt"),  ND_STR_INIT("publiziert"),   ND_STR_INIT("erschienen"),
    ND_STR_INIT("gepostet"),     ND_STR_INIT("publié"),       ND_STR_INIT("paru le"),
    ND_STR_INIT("mis en ligne"), ND_STR_INIT("pubblicato"),   ND_STR_INIT("data"),
    ND_STR_INIT("publicado"),    ND_STR_INIT("postado"),      ND_STR_INIT("fecha"),
    ND_STR_INIT("gepubliceerd"), ND_STR_INIT("geplaatst"),    ND_STR_INIT("publicerad"),
    ND_STR_INIT("publisert"),    ND_STR_INIT("publiceret"),   ND_STR_INIT("udgivet"),
    ND_STR_INIT("julkaistu"),    ND_STR_INIT("opublikowano"), ND_STR_INIT("dodano"),
    ND_STR_INIT("zveřejněno"),   ND_STR_INIT("publikováno"),  ND_STR_INIT("közzétéve"),
    ND_STR_INIT("megjelent"),    ND_STR_INIT("publicat"),     ND_STR_INIT("postat"),
    ND_STR_INIT("objavljeno"),   ND_STR_INIT("објављено"),    ND_STR_INIT("опубликовано"),
    ND_STR_INIT("опубліковано"), ND_STR_INIT("публикувано"),  ND_STR_INIT("дата"),
    ND_STR_INIT("δημοσιεύτηκε"), ND_STR_INIT("δημοσίευση"),   ND_STR_INIT("yayın"),
    ND_STR_INIT("ngày đăng"),    ND_STR_INIT("diterbitkan"),  ND_STR_INIT("dipublikasikan"),
    ND_STR_INIT("تاريخ النشر"),  ND_STR_INIT("نشر في"),       ND_STR_INIT("تاریخ انتشار"),
    ND_STR_INIT("פורסם"),        ND_STR_INIT("प्रकाशित"),      ND_STR_INIT("প্রকাশ"),
    ND_STR_INIT("เผยแพร่"),       ND_STR_INIT("발행"),         ND_STR_INIT("입력"),
    ND_STR_INIT("등록"),         ND_STR_INIT("게시"),         ND_STR_INIT("発表"),
    ND_STR_INIT("公開"),         ND_STR_INIT("掲載"),         ND_STR_INIT("投稿日"),
    ND_STR_INIT("配信"),         ND_STR_INIT("发布"),         ND_STR_INIT("發布"),
    ND_STR_INIT("发表"),         ND_STR_INIT("發表"),         ND_STR_INIT("pressemitteilung"),
    ND_STR_INIT("author:"),      ND_STR_INIT("autor:"),       ND_STR_INIT("autorin:"),
    ND_STR_INIT("auteur:"),      ND_STR_INIT("autore:"),      ND_STR_INIT("forfatter:"),
    ND_STR_INIT("автор:"),       ND_STR_INIT("written by"),   ND_STR_INIT("geschrieben von"),
    ND_STR_INIT("verfasst von")};

/* Words before the dates of readers and clocks. */
static const struct nd_str others[] = {
    ND_STR_INIT("registriert"),
    ND_STR_INIT("registered"),
    ND_STR_INIT("mitglied seit"),
    ND_STR_INIT("member since"),
    ND_STR_INIT("joined"),
    ND_STR_INIT("dabei seit"),
    ND_STR_INIT("inscrit"),
    ND_STR_INIT("anmeldedatum"),
    ND_STR_INIT("aktuelle zeit"),
    ND_STR_INIT("current time"),
    ND_STR_INIT("it is "),
    ND_STR_INIT("copyright"),
    ND_STR_INIT("©"),
};

/* Words before the days on which people were born and died, also as terms of a list. */
static const struct nd_str lives[] = {
    ND_STR_INIT("born"),
    ND_STR_INIT("geboren"),
    ND_STR_INIT("geburt"),
    ND_STR_INIT("gestorben"),
    ND_STR_INIT("date of birth"),
    ND_STR_INIT("birth date"),
    ND_STR_INIT("died"),
    ND_STR_INIT("naissance"),
    ND_STR_INIT("date de naissance"),
    ND_STR_INIT("né le"),
    ND_STR_INIT("née le"),
    ND_STR_INIT("nacimiento"),
    ND_STR_INIT("fecha de nacimiento"),
    ND_STR_INIT("nacido"),
    ND_STR_INIT("nascimento"),
    ND_STR_INIT("data de nascimento"),
    ND_STR_INIT("nascita"),
    ND_STR_INIT("data di nascita"),
    ND_STR_INIT("nato il"),
    ND_STR_INIT("nata il"),
    ND_STR_INIT("geboortedatum"),
    ND_STR_INIT("urodz"),
    ND_STR_INIT("data urodzenia"),
    ND_STR_INIT("дата рождения"),
    ND_STR_INIT("родился"),
    ND_STR_INIT("родилась"),
    ND_STR_INIT("doğum"),
    ND_STR_INIT("تاريخ الميلاد"),
    ND_STR_INIT("الميلاد"),
    ND_STR_INIT("जन्म"),
    ND_STR_INIT("出生"),
    ND_STR_INIT("逝世"),
    ND_STR_INIT("生年月日"),
    ND_STR_INIT("生誕"),
    ND_STR_INIT("출생"),
    ND_STR_INIT("생년월일"),
};

/* Words before what is said of a book, whose author is that of no page. */
static const struct nd_str books[] = {
    ND_STR_INIT("isbn"),         ND_STR_INIT("verlag:"),       ND_STR_INIT("publisher:"),
    ND_STR_INIT("seiten:"),      ND_STR_INIT("seitenzahl"),    ND_STR_INIT("éditeur"),
    ND_STR_INIT("éditions"),     ND_STR_INIT("editorial:"),    ND_STR_INIT("editora:"),
    ND_STR_INIT("editore:"),     ND_STR_INIT("uitgeverij"),    ND_STR_INIT("wydawnictwo"),
    ND_STR_INIT("издательство"), ND_STR_INIT("видавництво"),   ND_STR_INIT("yayınevi"),
    ND_STR_INIT("出版社"),       ND_STR_INIT("출판사"),        ND_STR_INIT("förlag"),
    ND_STR_INIT("forlag:"),      ND_STR_INIT("nakladatelství")};

/* How sentences begin that say when a text was published, or last changed; where a word must follow behind
 * the date, that. */
const struct nd_date_sentence nd_page_date_sentences[] = {
    {ND_STR_INIT("entry was posted"), ND_STR_INIT(""), false},
    {ND_STR_INIT("posted on"), ND_STR_INIT(""), false},
    {ND_STR_INIT("published on"), ND_STR_INIT(""), false},
    {ND_STR_INIT("first published"), ND_STR_INIT(""), false},
    {ND_STR_INIT("veröffentlicht am"), ND_STR_INIT(""), false},
    {ND_STR_INIT("erstellt am"), ND_STR_INIT(""), false},
    {ND_STR_INIT("geschrieben am"), ND_STR_INIT(""), false},
    {ND_STR_INIT("gepostet am"), ND_STR_INIT(""), false},
    {ND_STR_INIT("eingestellt am"), ND_STR_INIT(""), false},
    {ND_STR_INIT("wurde am"), ND_STR_INIT("gepostet"), false},
    {ND_STR_INIT("wurde am"), ND_STR_INIT("veröffentlicht"), false},
    {ND_STR_INIT("wurde am"), ND_STR_INIT("geschrieben"), false},
    {ND_STR_INIT("wurde am"), ND_STR_INIT("erstellt"), false},
    {ND_STR_INIT("publié le"), ND_STR_INIT(""), false},
    {ND_STR_INIT("posté le"), ND_STR_INIT(""), false},
    {ND_STR_INIT("publicado el"), ND_STR_INIT(""), false},
    {ND_STR_INIT("publicado em"), ND_STR_INIT(""), false},
    {ND_STR_INIT("pubblicato il"), ND_STR_INIT(""), false},
    {ND_STR_INIT("geplaatst op"), ND_STR_INIT(""), false},
    {ND_STR_INIT("gepubliceerd op"), ND_STR_INIT(""), false},
    {ND_STR_INIT("page was last"), ND_STR_INIT(""), true},
    {ND_STR_INIT("last edited on"), ND_STR_INIT(""), true},
    {ND_STR_INIT("last modified on"), ND_STR_INIT(""), true},
    {ND_STR_INIT("last updated on"), ND_STR_INIT(""), true},
    {ND_STR_INIT("zuletzt am"), ND_STR_INIT(""), true},
    {ND_STR_INIT("zuletzt geändert"), ND_STR_INIT(""), true},
    {ND_STR_INIT("zuletzt aktualisiert"), ND_STR_INIT(""), true},
    {ND_STR_INIT("dernière modification"), ND_STR_INIT(""), true},
    {ND_STR_INIT("última modificación"), ND_STR_INIT(""), true},
    {ND_STR_INIT("última edición"), ND_STR_INIT(""), true},
    {ND_STR_INIT("ultima modifica"), ND_STR_INIT(""), true},
    {ND_STR_INIT("laatst bewerkt"), ND_STR_INIT(""), true},
    {ND_STR_INIT("por última vez"), ND_STR_INIT(""), true},
    {ND_STR_INIT("pela última vez"), ND_STR_INIT(""), true},
    {ND_STR_INIT("per l'ultima volta"), ND_STR_INIT(""), true},
    {ND_STR_INIT("ostatnio edytowan"), ND_STR_INIT(""), true},
    {ND_STR_INIT("ostatnio zmodyfikowan"), ND_STR_INIT(""), true},
    {ND_STR_INIT("naposledy editována"), ND_STR_INIT(""), true},
    {ND_STR_INIT("senast redigera"), ND_STR_INIT(""), true},
    {ND_STR_INIT("redigerades senast"), ND_STR_INIT(""), true},
    {ND_STR_INIT("sist redigert"), ND_STR_INIT(""), true},
    {ND_STR_INIT("sidst redigeret"), ND_STR_INIT(""), true},
    {ND_STR_INIT("viimeksi muutettu"), ND_STR_INIT(""), true},
    {ND_STR_INIT("utolsó módosítás"), ND_STR_INIT(""), true},
    {ND_STR_INIT("в последний раз была отредактирована"), ND_STR_INIT(""), true},
    {ND_STR_INIT("востаннє відредагован"), ND_STR_INIT(""), true},
    {ND_STR_INIT("τελευταία επεξεργασία"), ND_STR_INIT(""), true},
    {ND_STR_INIT("آخر تعديل"), ND_STR_INIT(""), true},
    {ND_STR_INIT("נערך לאחרונה"), ND_STR_INIT(""), true},
    {ND_STR_INIT("最后修订于"), ND_STR_INIT(""), true},
    {ND_STR_INIT("最後修訂"), ND_STR_INIT(""), true},
    {ND_STR_INIT("最終更新"), ND_STR_INIT(""), true},
};

const size_t nd_page_date_sentence_count = sizeof nd_page_date_sentences / sizeof *nd_page_date_sentences;

static bool begins_with_any(struct nd_str line, const struct nd_str *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_text_may_begin_with(line, words[i]) && nd_text_begins_with(line, words[i]))
            return true;
    return false;
}

bool nd_page_date_words_publish(struct nd_str line) {
    return begins_with_any(line, labels, sizeof labels / sizeof *labels);
}

bool nd_page_date_words_life(struct nd_str line) {
    return begins_with_any(line, lives, sizeof lives / sizeof *lives);
}

bool nd_page_date_words_other(struct nd_str line) {
    return begins_with_any(line, others, sizeof others / sizeof *others) || nd_page_date_words_life(line);
}

bool nd_page_date_words_book(struct nd_str line) {
    return begins_with_any(line, books, sizeof books / sizeof *books);
}
