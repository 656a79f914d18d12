#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/analysis.h"
#include "newsdex/limits.h"

#include <stdio.h>
#include <string.h>

/* Tokens as text: positions apart by blanks, tokens of one position by slashes, ~ accented form, ^ stem. */
struct document_case {
    const char *language, *text, *tokens;
};

static const struct document_case document_cases[] = {
    {"en", "state-of-the-art e-mails", "state/stateoftheart of the art e/emails/^email mails/^mail"},
    {"", "a-b-c-d-e wi‑fi 2024-03-05 F-16", "a b c d e wi/wifi fi 2024 03 05 f/f16 16"},
    {"de", "Lehrer:innen Kolleg_innen Mark:info a/b",
     "lehrer/^lehr/lehrerinnen/^lehrerinn/<nnirerhel innen/^inn kolleg/kolleginnen/^kolleginn/<nnigellok "
     "innen/^inn mark info a b"},
    {"fr", "étudiant·e·s étudiant.e.s l'avant-garde.",
     "etudiant/~étudiant/^etudi/etudiantes/~étudiantes e s etudiant/~étudiant/^etudi/etudiantes/~étudiantes "
     "e s avant/l/avantgarde/^avantgard garde/^gard"},
    {"hi", "क़लम फ़िल्म चाँद अन्न", "कलम फिल्म चांद अन्न"},
    {"en", "The U.S. economy's running models", "the u/us s economy/^economi running/^run models/^model"},
    {"en", "Meta's Meta’s META", "meta meta meta"},
    {"en", "don't dont we'll I'm they've", "dont dont we i they"},
    {"en", "O'Reilly's 90's 1'000 covid19 AT&T C++",
     "oreilly/^oreilli/reilly/^reilli 90 1000 covid19 at t c"},
    {"", "running L’Ironie café", "running ironie/l cafe/~café"},
    {"fr", "L’ironie des modèles d'Œuvre", "ironie/^iron/l des/^de modeles/~modèles/^model oeuvre/^oeuvr/d"},
    {"fr", "l' d' aujourd'hui qu'il vive l'Europe",
     "l d aujourdhui/aujourd/hui il/qu vive/^viv europe/^europ/l"},
    {"fr", "d'l'eau Jusqu’à thé the", "d eau/l a/~à/jusqu the/~thé the"},
    {"fr", "l'ـ ـ", "l"},
    {"it", "dell'anno un'altra città c'è sull’isola",
     "anno/dell altra/un citta/~città/^citt e/~è/c isola/^isol/sull"},
    {"es", "Los niños españoles ¿mañana?",
     "los ninos/~niños/^nin espanoles/~españoles/^espanol manana/~mañana/^manan"},
    {"pt", "ações econômicas não", "acoes/~ações/^aco economicas/~econômicas/^econom nao/~não/^na"},
    {"ca", "l'home d'Espanya", "home/^hom/l espanya/^espany/d"},
    {"ro", "naţiunilor națiunilor", "natiunilor/~națiunilor/^natiun natiunilor/~națiunilor/^natiun"},
    {"de", "Straße STRASSE Häuser Größe",
     "strasse/^strass strasse/^strass hauser/~häuser/^haus grosse/~grösse/^gross"},
    {"nl", "foto's huizen", "foto huizen/^huiz"},
    {"da", "søerne Ærø blåbær", "soerne/^soern aero blabaer/~blåbaer"},
    {"sv", "flickorna Åsa", "flickorna/^flick asa/~åsa"},
    {"nb", "bøkene fjorder", "bokene/^bok fjorder/^fjord"},
    {"fi", "talossa äidin", "talossa/^talo aidin/~äidin/^aid"},
    {"hu", "könyvek őrült", "konyvek/~könyvek/^konyv orult/~őrült/^orul"},
    {"tr", "Türkiye'nin IŞIK İstanbul kitapları",
     "turkiyenin/~türkiyenin/^turkiye/turkiye/~türkiye/^turki/nin isik/~ișik istanbul kitaplari/^kitap"},
    {"pl", "Łódź źródło żółw", "lodz/~lódź zrodlo/~źródlo zolw/~żólw"},
    {"cs", "Příliš žluťoučký kůň", "prilis/~příliš zlutoucky/~žluťoučký kun/~kůň"},
    {"vi", "Việt Nam đường", "viet/~việt nam duong/~dường"},
    {"is", "Þingvellir Ísland Ólafur", "thingvellir island/~ísland olafur/~ólafur"},
    {"ru",
     "Ёлки мой за\xCC\x81"
     "мок новости",
     "елки/^елк мой/^мо замок/~за\xCC\x81"
     "мок новости/^новост"},
    {"uk", "м'ясо Київ їжак", "мясо/ясо київ їжак"},
    {"sr", "новости novosti", "новости/^novost novosti/^novost"},
    {"el", "Ἀθῆναι ιστορίας ΟΔΟΣ", "αθηναι/~ἀθῆναι/^αθηνα ιστοριασ/~ιστορίασ/^ιστορι οδοσ/^οδ"},
    {"ar", "الكِتَاب مدرسة أحمد ٢٠٢٣ عــلى", "الكتاب/^كتاب مدرسه/^مدرس احمد 2023 علي"},
    {"fa",
     "می\xE2\x80\x8C"
     "شود ۱۴۰۲ کتاب",
     "ميشود/مي/شود 1402 كتاب"},
    {"he", "שָׁלוֹם עולם", "שלום עולם"},
    {"yi", "ייִדיש", "יידיש/^ייד"},
    {"hi", "हिन्दी समाचारों क्षेत्र", "हिंदी/^हिंद समाचारों/^समाचार क्षेत्र"},
    {"bn", "বাংলা খবর", "বাংলা খবর"},
    {"ta", "செய்திகள்", "செய்திகள்/^செய்தி"},
    {"hy", "նորություններ", "նորություններ/^նոր"},
    {"ka", "საქართველო", "საქართველო"},
    {"am", "ኢትዮጵያ ዜና።", "ኢትዮጵያ ዜና"},
    {"ja", "東京都の天気、データベース", "東京 京都 都の の天 天気/気 デー ータ タベ ベー ース/ス"},
    {"ja", "ｶﾞｷﾞ ガギ が", "ガギ/ギ ガギ/ギ が"},
    {"zh", "中国2023年AI发展 人", "中国/国 2023 年 ai 发展/展 人"},
    {"ko", "한국어 뉴스 가", "한국 국어/어 뉴스/스 가"},
    {"th", "ภาษาไทย ข่าว 2566", "ภาษ าษา ษาไ าไท ไทย/ทย/ย ข่า ่าว/าว/ว 2566"},
    {"lo", "ພາສາລາວ", "ພາສ າສາ ສາລ າລາ ລາວ/າວ/ວ"},
    {"km", "ភាសាខ្មែរ", "ភាស ាសា សាខ ាខ្ ខ្ម ្មែ មែរ/ែរ/រ"},
    {"my", "မြန်မာ", "မြန ြန် န်မ ်မာ/မာ/ာ"},
    {"",
     "🚀 🇫🇷🇩🇪 👩\xE2\x80\x8D"
     "🚀 € © ☺\xEF\xB8\x8F"
     "",
     "🚀 🇫🇷 🇩🇪 👩 🚀 ☺"},
    {"", "5㎏ ﬁn ＡＢＣ ™ ㌔ x² ①", "5kg fin abc tm キロ/ロ x2 1"},
    {"", "Qurʾan Hawaiʻi Qur'an rock'n'roll", "quran hawaii/hawai quran/qur/an rock roll/n"},
    {"",
     "soft\xC2\xAD"
     "hyphen zero\xE2\x80\x8B"
     "width snake_case",
     "softhyphen zero width snake case"},
    {"",
     "... --- ' ’’ \xCC\x81"
     "",
     ""},
};

struct query_case {
    const char *language, *text;
    bool is_exact;
    const char *forms; /* a star ends a position that is a prefix */
};

static const struct query_case query_cases[] = {
    {"", "Qwen-7B", false, "qwen 7b | qwen7b"},
    {"", "Qwen-7B", true, "qwen 7b"},
    {"en", "e-mails", false, "e/^e mails/^mail/mail | emails/^email/email"},
    {"", "a-b-c-d", false, "a b c d | abcd"},
    {"", "a-b-c-d-e", false, "a b c d e"},
    {"", "f16", false, "f16 | f 16"},
    {"", "100km", false, "100km | 100 km"},
    {"", "a1b2", false, "a1b2"},
    {"", "2024-03-05", false, "2024 03 05"},
    {"", "10000", false, "10000 | 10 000"},
    {"", "10.000", false, "10 000 | 10000 | v10 000"},
    {"", "1234567,5", false, "1234567 5 | 1 234 567 5 | 12 34 567 5"},
    {"", "1,234,567.5", false, "1 234 567 5 | 12 34 567 5 | 1234567 5"},
    {"", "12,34,567", false, "12 34 567 | 1 234 567 | 1234567"},
    {"", "999", false, "999"},
    {"", "0044", false, "0044"},
    {"", "1,23", false, "1 23"},
    {"", "2.14.3", false, "2 14 3 | v2 14 3"},
    {"", "v2.14.3", false, "v2 14 3 | 2 14 3"},
    {"de", "Lehrer:innen", true, "lehrer innen"},
    {"", "Lehrer:innen", false, "lehrer innen | lehrerinnen"},
    {"", "Lehrer:info", false, "lehrer info"},
    {"", "étudiant·e·s", false, "~étudiant e s | ~étudiantes"},
    {"", "étudiant.e.s", false, "~étudiant e s | ~étudiantes"},
    {"", "U.S.", false, "u s"},
    {"en", "U.S.", false, "u/^u s/^s"},
    {"en", "U.S.A.", false, "u/^u s/^s a/^a | usa/^usa"},
    {"", "a.m", false, "a m | am"},
    {"", "2.a.b", false, "2 a b | 2 ab"},
    {"", "צה״ל", true, "צה ל"},
    {"", "ג׳ורג׳", true, "גורג"},
    {"", "O`zbek", false, "ozbek"},
    {"", "फ़िल्म", false, "फिल्म"},
    {"", "हिन्दी", false, "हिंदी"},
    {"", "चाँद", false, "चांद"},
    {"", "अन्न", false, "अन्न"},
    {"de", "Müller", false, "~müller/^mull/mull/mueller"},
    {"de", "Mueller", false, "mueller/^muell/muell/~müller"},
    {"de", "Mueller", true, "mueller"},
    {"", "Mueller", false, "mueller"},
    {"", "hòa", false, "~hòa/~hoà"},
    {"", "Thuý", false, "~thuý/~thúy"},
    {"", "hoàn", false, "~hoàn"},
    {"", "サーバー", false, "サー ーバ バー | サー ーバ"},
    {"", "コピー", false, "コピ ピー"},
    {"", "メール・アドレス", false, "メー ール アド ドレ レス | メー ール ルア アド ドレ レス"},
    {"fr", "modèles", false, "~modèles/^model/model"},
    {"fr", "modeles", false, "modeles/^model/model"},
    {"fr", "modèles", true, "~modèles"},
    {"fr", "thé", false, "~thé/^the"},
    {"fr", "l'ironie", false, "ironie/^iron/iron"},
    {"fr", "l'", false, "l/^l"},
    {"fr", "l", false, "l/^l"},
    {"fr", "vive l'Europe", false, "vive/^viv/viv europe/^europ/europ"},
    {"en", "models", false, "models/^model/model"},
    {"en", "model", false, "model/^model"},
    {"en", "computerized", false, "computerized/^computer"}, /* computer itself stems to comput */
    {"en", "résumés", false, "~résumés/^resume/resume"},
    {"en", "exposés", false, "~exposés/^expose/expose"},      /* though exposes would stem to expos */
    {"es", "franceses", false, "franceses/^frances/frances"}, /* francés, which is its own stem */
    {"en", "don't", false, "dont/^dont"},
    {"en", "dont", false, "dont/^dont"},
    {"en", "Meta’s", false, "meta/^meta"},
    {"en", "Meta", false, "meta/^meta"},
    {"en", "2023", false, "2023 | 2 023"},
    {"de", "Häuser", false, "~häuser/^haus/haus/haeuser"},
    {"de", "Straße", false, "strasse/^strass/strass"},
    {"tr", "IŞIK", false, "~ișik/^isik"},
    {"ja", "東京", false, "東京/东京"},
    {"ja", "京", false, "京*"},
    {"ja", "東京都", false, "東京/东京 京都"},
    {"ja", "京 abc", false, "京 abc"},
    {"ja", "iPhone用", false, "iphone 用*"},
    {"th", "ไทย", false, "ไทย"},
    {"th", "ไท", false, "ไท*"},
    {"th", "ก", false, "ก*"},
    {"", "🚀", false, "🚀"},
    {"", "O'Reilly", false, "oreilly"},
    {"", "+-* ", false, ""},
};

static void show(struct nd_buf *out, struct nd_str form) {
    if (form.len > 0 && form.ptr[0] == ND_MARK_REVERSED) {
        nd_buf_add_char(out, '<');
        form = nd_str_skip(form, 1);
    } else if (form.len > 0 && (form.ptr[0] == ND_MARK_STEM || form.ptr[0] == ND_MARK_ACCENTED)) {
        nd_buf_add_char(out, form.ptr[0] == ND_MARK_STEM ? '^' : '~');
        form = nd_str_skip(form, 1);
    }
    nd_buf_add(out, form);
}

static enum nd_status show_token(void *context, const struct nd_token *token) {
    struct nd_buf *out = context;

    assert_true(token->text.len > 0 && token->text.len <= ND_MAX_TOKEN);
    assert_true(token->start < token->end);
    assert_true(out->len > 0 || !token->is_colocated);
    if (out->len > 0)
        nd_buf_add_char(out, token->is_colocated ? '/' : ' ');
    show(out, token->text);
    return ND_OK;
}

static enum nd_status show_offsets(void *context, const struct nd_token *token) {
    nd_buf_addf(context, "%zu-%zu ", token->start, token->end);
    return ND_OK;
}

/* One analyser for all cases, so that the cache has its part in the test. */
static struct nd_analyser *analyser;

static void assert_document(const char *language, struct nd_str text, nd_token_sink *sink,
                            const char *expected) {
    struct nd_buf tagged = {NULL, 0, 0}, out = {NULL, 0, 0};

    nd_language_tag(nd_str_from(language), &tagged);
    nd_buf_add(&tagged, text);
    assert_int_equal(nd_analyse_document(analyser, nd_buf_str(&tagged), sink, &out), ND_OK);
    assert_string_equal(out.ptr == NULL ? "" : out.ptr, expected);
    nd_buf_free(&out);
    nd_buf_free(&tagged);
}

static void documents_give_their_tokens(void **state) {
    (void)state;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < sizeof document_cases / sizeof document_cases[0]; i++)
            assert_document(document_cases[i].language, nd_str_from(document_cases[i].text), show_token,
                            document_cases[i].tokens);
}

static void show_way(struct nd_buf *out, const struct nd_query_position *position) {
    for (; position != NULL; position = position->next) {
        for (size_t i = 0; i < position->count; i++) {
            if (i > 0)
                nd_buf_add_char(out, '/');
            show(out, position->forms[i]);
        }
        nd_buf_add_z(out, position->is_prefix ? "*" : "");
        nd_buf_add_z(out, position->next != NULL ? " " : "");
    }
}

static void assert_query(const struct query_case *query) {
    struct nd_str language = nd_str_from(query->language);
    struct nd_query_options options = {query->is_exact, &language, language.len > 0 ? 1 : 0};
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf out = {NULL, 0, 0};
    const struct nd_query_position *position =
        nd_analyse_query(analyser, nd_str_from(query->text), &options, arena);

    for (; position != NULL; position = position->instead) {
        show_way(&out, position);
        nd_buf_add_z(&out, position->instead != NULL ? " | " : "");
    }
    assert_string_equal(out.ptr == NULL ? "" : out.ptr, query->forms);
    nd_buf_free(&out);
    nd_arena_free(arena);
}

static void queries_give_their_forms(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof query_cases / sizeof query_cases[0]; i++)
        assert_query(&query_cases[i]);
}

static void several_languages_give_several_stems(void **state) {
    struct nd_str languages[] = {ND_STR_INIT("en"), ND_STR_INIT("fr"), ND_STR_INIT("zh"), ND_STR_INIT("tr")};
    struct nd_query_options options = {false, languages, 4};
    struct nd_arena *arena = nd_arena_new();
    struct nd_query_position *position = nd_analyse_query(analyser, ND_STR("Nations"), &options, arena);

    (void)state;
    assert_non_null(position);
    assert_null(position->next);
    assert_true(nd_str_eq(position->forms[0], ND_STR("nations")));
    assert_true(nd_str_eq(position->forms[1], ND_STR("\x01"
                                                     "nation")));
    assert_true(nd_str_eq(position->forms[2], ND_STR("nation")));
    assert_true(nd_str_eq(position->forms[3], ND_STR("\x01"
                                                     "nations")));
    assert_int_equal(position->count, 4);
    assert_int_equal(position->start, 0);
    assert_int_equal(position->end, 7);
    nd_arena_free(arena);
}

static void offsets_are_those_of_the_text(void **state) {
    (void)state;
    assert_document("", ND_STR("ab, cd"), show_offsets, "0-2 4-6 ");
    assert_document("en", ND_STR("cats"), show_offsets, "12-16 12-16 ");
    assert_document("", ND_STR("l'eau"), show_offsets, "2-5 0-1 ");
    assert_document("", ND_STR("Meta's x"), show_offsets, "0-4 7-8 ");
    assert_document("", ND_STR("東京都"), show_offsets, "0-6 0-6 3-9 6-9 ");
    assert_document("", ND_STR("a \xE1\x84\x80\xE1\x85\xA1\xE1\x84\x82\xE1\x85\xA1 b"), show_offsets,
                    "0-1 2-14 8-14 15-16 ");
    assert_document("", ND_STR("x½ y"), show_offsets, "0-3 1-3 4-5 ");
}

static void ill_formed_bytes_separate_words(void **state) {
    (void)state;
    assert_document("",
                    ND_STR("ab\xFF"
                           "cd\xC3"),
                    show_token, "ab cd");
    assert_document("",
                    ND_STR("ab\xED\xA0\x80"
                           "cd"),
                    show_token, "ab cd");
    assert_document("", ND_STR("ab\0cd"), show_token, "ab cd");
    assert_document("", ND_STR("\xE6\x9D\xB1\xE4\xBA"), show_token, "東/东");
    assert_document("", ND_STR("don'\xFFt"), show_token, "don t");
    assert_document("", ND_STR_NONE, show_token, "");
}

static void long_words_are_cut_between_characters(void **state) {
    char text[600], expected[600];

    (void)state;
    for (size_t length = ND_MAX_TOKEN - 1; length <= ND_MAX_TOKEN + 1; length++) {
        memset(text, 'a', length);
        memset(expected, 'a', length);
        expected[length > ND_MAX_TOKEN ? ND_MAX_TOKEN : length] = '\0';
        assert_document("", nd_str_of(text, length), show_token, expected);
    }
    for (size_t i = 0; i < 300; i++)
        memcpy(text + 2 * i, "ж", 2);
    memcpy(expected, text, ND_MAX_TOKEN);
    expected[ND_MAX_TOKEN] = '\0';
    assert_document("", nd_str_of(text, 600), show_token, expected);
}

static void language_tags_round_trip(void **state) {
    static const char *const codes[] = {"fr", "pt-br", "zh-hant", "abcdefghijk"};
    struct nd_buf buf = {NULL, 0, 0};
    char code[12];

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        nd_buf_clear(&buf);
        nd_language_tag(nd_str_from(codes[i]), &buf);
        nd_buf_add_z(&buf, "text");
        assert_true(nd_str_eq(nd_language_tag_skip(nd_buf_str(&buf), code), ND_STR("text")));
        assert_string_equal(code, codes[i]);
    }
    nd_buf_clear(&buf);
    nd_language_tag(ND_STR_NONE, &buf);
    assert_int_equal(buf.len, 0);
    nd_language_tag(ND_STR("fr"), &buf);
    assert_string_equal(buf.ptr, "\xF3\xA0\x80\x81\xF3\xA0\x81\xA6\xF3\xA0\x81\xB2");
    assert_true(nd_str_eq(nd_language_tag_skip(ND_STR("plain"), code), ND_STR("plain")));
    assert_string_equal(code, "");
    nd_buf_free(&buf);
}

static enum nd_status stop_at_once(void *context, const struct nd_token *token) {
    (void)token;
    ++*(int *)context;
    return ND_CANCELLED;
}

static void stopping_sinks_end_it(void **state) {
    int calls = 0;

    (void)state;
    assert_int_equal(nd_analyse_document(analyser, ND_STR("a b c"), stop_at_once, &calls), ND_CANCELLED);
    assert_int_equal(nd_analyse_document(analyser, ND_STR("東京都"), stop_at_once, &calls), ND_CANCELLED);
    assert_int_equal(calls, 2);
}

static void function_words_are_known_by_language(void **state) {
    struct nd_str fr = ND_STR_INIT("fr"), no = ND_STR_INIT("nn-NO"),
                  both[] = {ND_STR_INIT("xx"), ND_STR_INIT("en")};

    (void)state;
    assert_true(nd_function_words_have(ND_STR("dans"), &fr, 1));
    assert_true(nd_function_words_have(ND_STR("a"), &fr, 1));
    assert_true(nd_function_words_have(ND_STR("ikkje"), &no, 1));
    assert_true(nd_function_words_have(ND_STR("the"), both, 2));
    assert_false(nd_function_words_have(ND_STR("the"), both, 1));
    assert_false(nd_function_words_have(ND_STR("the"), NULL, 0));
    assert_false(nd_function_words_have(ND_STR("ironie"), &fr, 1));
    assert_false(nd_function_words_have(ND_STR("le la"), &fr, 1));
    assert_false(nd_function_words_have(ND_STR(""), &fr, 1));
}

static void stemmers_are_known_by_language(void **state) {
    (void)state;
    assert_true(nd_stem_has_language(ND_STR("pt-BR")));
    assert_true(nd_stem_has_language(ND_STR("EN")));
    assert_false(nd_stem_has_language(ND_STR("az")));
    assert_false(nd_stem_has_language(ND_STR("ja")));
    assert_false(nd_stem_has_language(ND_STR("")));
    assert_false(nd_stem_has_language(ND_STR("e")));
}

/* How far tokens cover a text without a gap, and how many words there are. */
struct cover {
    size_t end, count;
};

static enum nd_status add_cover(void *context, const struct nd_token *token) {
    struct cover *cover = context;

    assert_true(token->start <= cover->end);
    cover->end = token->end > cover->end ? token->end : cover->end;
    cover->count += !token->is_colocated;
    return ND_OK;
}

static size_t count_covering(struct nd_str unit, struct nd_str tail, size_t size) {
    struct cover cover = {0, 0};
    struct nd_buf text = {0};

    while (text.len < size)
        nd_buf_add(&text, unit);
    nd_buf_add(&text, tail);
    assert_int_equal(nd_analyse_words(analyser, nd_buf_str(&text), add_cover, &cover), ND_OK);
    assert_int_equal(cover.end, text.len);
    nd_buf_free(&text);
    return cover.count;
}

/* They are normalised piece by piece; what is not longer than the limit is one. */
static void nothing_is_lost_of_long_stretches(void **state) {
    static const char *const units[] = {"\u0e01\u0e33", "\ufb01",       "\uff76\uff9e",
                                        "\ufdfa",       "\u1100\u1161", "\u0e01"};
    struct nd_str half = ND_STR("\u00bd"), thai = ND_STR("\u0e01"), a = ND_STR("a"), none = ND_STR("");
    size_t halves = ND_MAX_STRETCH / 2;

    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        assert_true(count_covering(nd_str_from(units[i]), none, 3 * ND_MAX_STRETCH) > 0);
    assert_int_equal(count_covering(half, none, ND_MAX_STRETCH), halves + 1);
    assert_int_equal(count_covering(half, none, ND_MAX_STRETCH + 1), halves + 3);
    assert_int_equal(count_covering(a, half, ND_MAX_STRETCH - 1), 2);
    assert_int_equal(count_covering(a, half, ND_MAX_STRETCH), 3);
    assert_int_equal(count_covering(thai, none, 3 * ND_MAX_STRETCH), ND_MAX_STRETCH - 2);
}

static int open_analyser(void **state) {
    (void)state;
    analyser = nd_analyser_new();
    return 0;
}

static int close_analyser(void **state) {
    (void)state;
    nd_analyser_free(analyser);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_give_their_tokens),
        cmocka_unit_test(queries_give_their_forms),
        cmocka_unit_test(several_languages_give_several_stems),
        cmocka_unit_test(offsets_are_those_of_the_text),
        cmocka_unit_test(ill_formed_bytes_separate_words),
        cmocka_unit_test(long_words_are_cut_between_characters),
        cmocka_unit_test(language_tags_round_trip),
        cmocka_unit_test(stopping_sinks_end_it),
        cmocka_unit_test(function_words_are_known_by_language),
        cmocka_unit_test(stemmers_are_known_by_language),
        cmocka_unit_test(nothing_is_lost_of_long_stretches),
    };

    return cmocka_run_group_tests(tests, open_analyser, close_analyser);
}
