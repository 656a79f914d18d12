/*
 * What people write in several ways is found in all of them: an article a spelling, and a query a spelling
 * finds them all; a word beside it does not. Occurrences and the marks of snippets are the bytes of the
 * spelling.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "write_index.h"

#include "newsdex/query.h"

enum { SPELLINGS = 5 };

struct family {
    const char *language, *spellings[SPELLINGS], *other; /* other: a text that none of them finds */
    bool is_one_way;                                     /* the first finds all, not the other way round */
};

static const struct family families[] = {
    {"en", {"wifi", "wi-fi", "Wi‑Fi", "WIFI"}, "wide fish", false},
    {"en", {"email", "e-mail", "emails", "e-mails"}, "mail male", false},
    {"en", {"covid19", "covid-19", "COVID‐19"}, "covid 20 1", false},
    {"en", {"F16", "F-16"}, "f 15", false},
    {"en", {"covid 19", "covid-19", "covid19"}, "covid 20", true},
    {"en", {"F 16", "F16", "F-16"}, "f 15", true},
    {"en", {"10 pm", "10pm"}, "9 pm", true},
    {"en", {"USA", "U.S.A.", "U.S.A"}, "us", false},
    {"en", {"US", "U.S."}, "usual", true},
    {"en", {"Ph.D.", "PhD", "Ph.D"}, "PhDs philosophy", false},
    {"es", {"EE.UU.", "EEUU", "ee.uu."}, "UU EE", false},
    {"es", {"EEUU", "EE. UU.", "EE.UU."}, "UU EE", true},
    {"es", {"JJOO", "JJ. OO.", "JJ.OO."}, "JJ OO JJ. O.", true},
    {"el", {"ΗΠΑ", "Η.Π.Α.", "Η.Π.Α"}, "Η.Ο.Α.", false},
    {"ru", {"СССР", "С.С.С.Р."}, "ССР", false},
    {"en", {"wi fi", "wifi", "wi-fi"}, "wi", true},
    {"en", {"web site", "website", "web-site"}, "web", true},
    {"en", {"e mail", "e-mail", "email", "emails"}, "mail", true},
    {"en", {"post war", "postwar", "post-war"}, "post", true},
    {"de", {"Klima Schutz", "Klimaschutz", "Klima-Schutz"}, "Schutz", true},
    {"fr", {"week end", "week-end", "weekend"}, "end", true},
    {"es", {"ex presidente", "expresidente", "ex-presidente"}, "presidente", true},
    {"en", {"article", "article(s)", "articles"}, "particle", true},
    {"de", {"Lehrerinnen", "Lehrer(innen)"}, "Lehrer", false},
    {"fr", {"étudiants", "étudiant(e)s", "étudiant"}, "étude", true},
    {"en", {"U.N.", "UN", "u.n."}, "UNO", false},
    {"he", {"צה״ל", "צהל"}, "צה", false},
    {"he", {"צהל", "צה״ל", "צה\"ל"}, "צה", true},
    {"he", {"ג׳ורג׳", "ג'ורג'"}, "גרגר", false},
    {"uz", {"O'zbekiston", "O`zbekiston", "Oʻzbekiston"}, "O stan", false},
    {"en", {"iPhone15", "iPhone-15"}, "iPhone 14", false},
    {"en", {"100km", "100-km"}, "100 miles", false},
    {"en", {"10000", "10,000", "10.000", "10 000", "10'000"}, "10 0000 100", false},
    {"de", {"1234567", "1.234.567", "1 234 567", "1,234,567"}, "123 4567", false},
    {"hi", {"1234567", "12,34,567", "1,234,567"}, "12 345", false},
    {"en", {"12345.5", "12,345.5", "12.345,5"}, "12 346", false},
    {"en", {"2.14.3", "v2.14.3", "V2.14.3"}, "2.14.4 v2.13.3", false},
    {"de",
     {"Lehrerinnen", "Lehrer:innen", "Lehrer*innen", "Lehrer_innen", "Lehrer/innen"},
     "Kollegen",
     false},
    {"de", {"Kollegin", "Kolleg:in", "Kolleg*in"}, "Kollegium", false},
    {"fr", {"étudiantes", "étudiant·e·s", "étudiant.e.s", "étudiant-e-s"}, "études", false},
    {"ca", {"col·lecció", "collecció", "col‧lecció"}, "colador", false},
    {"fa", {"می‌گوید", "می گوید", "ميگويد"}, "گفت", true},
    {"fa", {"کتاب", "کتاب‌های", "كتاب"}, "مدرسه", true},
    {"he", {"ירושלים", "לירושלים", "בירושלים", "ומירושלים", "שבירושלים"}, "תל", true},
    {"he", {"לירושלים", "ירושלים", "בירושלים"}, "תל", false},
    {"he", {"ארה\"ב", "ארה״ב", "ארהב"}, "ארה", false},
    {"he", {"שבירושלים", "ירושלים"}, "תל", true},
    {"ar", {"القدس", "والقدس", "بالقدس", "للقدس", "قدس"}, "مدينة", true},
    {"ar", {"والحكومة", "الحكومة", "حكومة", "بالحكومة"}, "مدينة", false},
    {"hi", {"क़लम", "कलम"}, "कमल", false},
    {"hi", {"फ़िल्म", "फिल्म"}, "फल", false},
    {"hi", {"हिन्दी", "हिंदी"}, "हाथ", false},
    {"hi", {"चाँद", "चांद"}, "चादर", false},
    {"de", {"Müller", "Mueller", "MÜLLER"}, "Mühle", false},
    {"da", {"Århus", "Aarhus"}, "Arv", false},
    {"vi", {"hòa", "hoà"}, "hóa", false},
    {"vi", {"Thúy", "Thuý"}, "Thùy", false},
    {"zh", {"台湾经济", "臺灣經濟", "台灣经济"}, "经台济湾", false},
    {"zh-TW", {"電腦軟體", "电脑软体"}, "電體", false},
    {"zh", {"面", "麵"}, "米", false},
    {"ja", {"東京大学", "東京大学院"}, "大阪大学", true},
    {"ja", {"サーバー", "サーバ"}, "サーカス", false},
    {"ja", {"メールアドレス", "メール アドレス", "メール・アドレス"}, "アドレス メール", true},
    {"ja", {"りんご", "リンゴ"}, "りす", true},
    {"zh", {"唐纳德·特朗普", "唐纳德特朗普", "唐纳德•特朗普"}, "特朗普", true},
    {"ko", {"고속도로", "고속 도로"}, "고속버스", false},
    {"ko", {"인공지능", "인공 지능"}, "지능 검사", false},
    {"th", {"กรุงเทพฯ", "กรุงเทพ"}, "กรุง", false},
    {"ja", {"メール・アドレス", "メールアドレス"}, "メール", true},
};

enum { FAMILIES = sizeof families / sizeof *families };

/* What the query found: the numbers of the articles, and what of them is marked. */
struct found {
    bool articles[SPELLINGS + 1];
    char occurrences[SPELLINGS + 1][64], marks[SPELLINGS + 1][64];
};

static void build(const char *path, const struct family *family) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_index *index = open_index(path, ND_INDEX_WRITE);
    struct nd_error err = ND_ERROR_INIT;

    check_ok(nd_index_begin(index, &err), &err);
    for (int i = 0; i <= SPELLINGS; i++) {
        struct nd_article article = {.path = nd_arena_printf(arena, "/n/%d.txt", i),
                                     .language = nd_str_from(family->language),
                                     .metadata = nd_value_new(arena, ND_MAP)};
        const char *text = i == SPELLINGS ? family->other : family->spellings[i];
        if (text == NULL)
            continue;
        article.body = nd_arena_printf(arena, "zzz %s zzz", text);
        put_article(index, &article, NULL, arena);
    }
    check_ok(nd_index_commit(index, &err), &err);
    nd_index_close(index);
    nd_arena_free(arena);
}

static enum nd_status take_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    struct found *found = context;
    int number = hit->path.ptr[3] - '0';

    (void)err;
    assert_true(number >= 0 && number <= SPELLINGS);
    found->articles[number] = true;
    assert_true(hit->occurrence_count > 0);
    snprintf(found->occurrences[number], sizeof found->occurrences[number], "%.*s",
             (int)hit->occurrences[0].keyword.len, hit->occurrences[0].keyword.ptr);
    assert_true(hit->mark_count > 0);
    snprintf(found->marks[number], sizeof found->marks[number], "%.*s",
             (int)(hit->marks[hit->mark_count - 1].end - hit->marks[0].start),
             hit->snippet.ptr + hit->marks[0].start);
    return ND_OK;
}

static void search(struct nd_index *index, const char *text, bool any, struct found *found) {
    struct nd_search_options options = {.context = 30, .snippets = true, .occurrences = 2, .any = any};
    struct nd_query_settings settings = {.any = any};
    struct nd_arena *arena = nd_arena_new();
    struct nd_query *query = nd_query_parse(nd_str_from(text), &settings, arena);
    struct nd_error err = ND_ERROR_INIT;
    int64_t count;

    *found = (struct found){0};
    check_ok(nd_index_search(index, query, &options, take_hit, found, &count, &err), &err);
    nd_arena_free(arena);
}

/* Marks may be fewer bytes than the spelling only where a part of a word is asked for. */
static bool is_marked(const char *marked, const char *spelling) {
    return strcmp(marked, spelling) == 0 || strstr(spelling, marked) == spelling;
}

static void check(const struct family *family, const struct found *found, const char *query) {
    for (int i = 0; i < SPELLINGS && family->spellings[i] != NULL; i++) {
        if (!found->articles[i])
            fail_msg("\"%s\" does not find \"%s\"", query, family->spellings[i]);
        if (!is_marked(found->occurrences[i], family->spellings[i]))
            fail_msg("\"%s\" in \"%s\": \"%s\" occurs", query, family->spellings[i], found->occurrences[i]);
        if (!is_marked(found->marks[i], family->spellings[i]))
            fail_msg("\"%s\" in \"%s\": \"%s\" is marked", query, family->spellings[i], found->marks[i]);
    }
    if (found->articles[SPELLINGS])
        fail_msg("\"%s\" finds \"%s\"", query, family->other);
}

static void every_spelling_finds_the_others(void **state) {
    (void)state;
    for (size_t i = 0; i < FAMILIES; i++) {
        struct found found;
        struct nd_index *index;
        char path[64];
        new_path(path);
        build(path, &families[i]);
        index = open_index(path, ND_INDEX_READ);
        for (int k = 0; k < (families[i].is_one_way ? 1 : SPELLINGS) && families[i].spellings[k] != NULL;
             k++) {
            search(index, families[i].spellings[k], false, &found);
            check(&families[i], &found, families[i].spellings[k]);
        }
        nd_index_close(index);
        assert_sound(path);
        remove_database(path);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_spelling_finds_the_others)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
