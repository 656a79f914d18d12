#include "article/page/sign_off.h"

#include "article/page/agency_names.h"
#include "article/page/person.h"

enum {
    LAST_BYTES = 1500, /* of the body, among which it stands */
    LAST_LINES = 8,
    MAX_LINE = 500, /* bytes */
    MAX_NAMES = 200 /* bytes of what stands behind one mark */
};

/* What stands before the names of those who wrote, as agencies have it in their languages; in lower case. */
static const struct nd_str marks[] = {
    ND_STR_INIT("reporting by "),
    ND_STR_INIT("reporting and writing by "),
    ND_STR_INIT("writing and reporting by "),
    ND_STR_INIT("reported by "),
    ND_STR_INIT("writing by "),
    ND_STR_INIT("written by "),
    ND_STR_INIT("reporte de "),
    ND_STR_INIT("reportaje de "),
    ND_STR_INIT("información de "),
    ND_STR_INIT("reportagem de "),
    ND_STR_INIT("reportagem por "),
    ND_STR_INIT("reportage de "),
    ND_STR_INIT("reportage par "),
    ND_STR_INIT("rédigé par "),
    ND_STR_INIT("bericht von "),
    ND_STR_INIT("geschrieben von "),
    ND_STR_INIT("verslaggeving door "),
    ND_STR_INIT("redazione di "),
    ND_STR_INIT("rapportering av "),
    ND_STR_INIT("additional reporting by "),
    ND_STR_INIT("with reporting by "),
    ND_STR_INIT("with additional reporting by "),
    ND_STR_INIT("con la colaboración de "),
    ND_STR_INIT("con información de "),
    ND_STR_INIT("com a colaboração de "),
    ND_STR_INIT("com colaboração de "),
    ND_STR_INIT("colaborou "),
    ND_STR_INIT("colaboraram "),
    ND_STR_INIT("avec la contribution de "),
    ND_STR_INIT("avec la collaboration de "),
    ND_STR_INIT("con la collaborazione di "),
    ND_STR_INIT("ha collaborato "),
    ND_STR_INIT("hanno collaborato "),
    ND_STR_INIT("mitarbeit: "),
    ND_STR_INIT("unter mitarbeit von "),
    ND_STR_INIT("mit material von "),
    ND_STR_INIT("met medewerking van "),
    ND_STR_INIT("m.m.v. "),
    ND_STR_INIT("med bidrag fra "),
    ND_STR_INIT("współpraca: "),
    ND_STR_INIT("spolupráce: "),
};

/* What stands behind the names of those who helped; a line that begins with the names ends in it. */
static const struct nd_str tails[] = {
    ND_STR_INIT(" contributed to this "),   ND_STR_INIT(" contributed to the report"),
    ND_STR_INIT(" also contributed"),       ND_STR_INIT(" contributed reporting"),
    ND_STR_INIT(" contributed from "),      ND_STR_INIT(" contribuyó a est"),
    ND_STR_INIT(" contribuyeron a est"),    ND_STR_INIT(" contribuyó con est"),
    ND_STR_INIT(" contribuyeron con est"),  ND_STR_INIT(" colaboró en est"),
    ND_STR_INIT(" colaboraron en est"),     ND_STR_INIT(" contribuiu para est"),
    ND_STR_INIT(" contribuíram para est"),  ND_STR_INIT(" colaborou para est"),
    ND_STR_INIT(" a contribué à ce"),       ND_STR_INIT(" ont contribué à ce"),
    ND_STR_INIT(" ha contribuito a quest"), ND_STR_INIT(" hanno contribuito a quest"),
    ND_STR_INIT(" hat zu diesem "),         ND_STR_INIT(" haben zu diesem "),
    ND_STR_INIT(" trug zu diesem "),        ND_STR_INIT(" trugen zu diesem "),
    ND_STR_INIT(" droeg bij aan dit "),     ND_STR_INIT(" droegen bij aan dit "),
    ND_STR_INIT(" werkte mee aan dit "),    ND_STR_INIT(" werkten mee aan dit "),
    ND_STR_INIT(" bidro til denne "),       ND_STR_INIT(" bidrog till "),
};

/* What they are, before their names. */
static const struct nd_str jobs[] = {
    ND_STR_INIT("writers "),        ND_STR_INIT("writer "),        ND_STR_INIT("reporters "),
    ND_STR_INIT("reporter "),       ND_STR_INIT("journalists "),   ND_STR_INIT("journalist "),
    ND_STR_INIT("correspondents "), ND_STR_INIT("correspondent "), ND_STR_INIT("researcher "),
    ND_STR_INIT("producer "),       ND_STR_INIT("editor "),        ND_STR_INIT("video journalist "),
    ND_STR_INIT("periodistas "),    ND_STR_INIT("periodista "),    ND_STR_INIT("corresponsal "),
    ND_STR_INIT("reportera "),      ND_STR_INIT("reportero "),     ND_STR_INIT("redactora "),
    ND_STR_INIT("redactor "),       ND_STR_INIT("jornalistas "),   ND_STR_INIT("jornalista "),
    ND_STR_INIT("journalistes "),   ND_STR_INIT("journaliste "),   ND_STR_INIT("correspondants "),
    ND_STR_INIT("giornalisti "),    ND_STR_INIT("giornalista "),   ND_STR_INIT("journalisten "),
    ND_STR_INIT("verslaggever "),   ND_STR_INIT("korrespondent "), ND_STR_INIT("korrespondentin "),
};

/* What ends the names besides a bracket or a semicolon: a point and another role behind a comma. */
static const struct nd_str ends[] = {
    ND_STR_INIT(";"),
    ND_STR_INIT(")"),
    ND_STR_INIT(". "),
    ND_STR_INIT(", editing by "),
    ND_STR_INIT(", edited by "),
    ND_STR_INIT(", writing by "),
    ND_STR_INIT(", additional reporting "),
    ND_STR_INIT(", report"),
    ND_STR_INIT(", with additional "),
    ND_STR_INIT(", editado por "),
    ND_STR_INIT(", edición de "),
    ND_STR_INIT(", edição de "),
    ND_STR_INIT(", traducido por "),
    ND_STR_INIT(", rédigé par "),
    ND_STR_INIT(", édité par "),
    ND_STR_INIT(", version française "),
    ND_STR_INIT(", avec "),
    ND_STR_INIT(", bearbeitet von "),
    ND_STR_INIT(", redigiert von "),
    ND_STR_INIT(", geschrieben von "),
    ND_STR_INIT(", bewerkt door "),
    ND_STR_INIT(" | "),
};

/* Before a place in which somebody reported, and between two names. */
static const struct nd_str in_places[] = {ND_STR_INIT(" in "),    ND_STR_INIT(" en "),  ND_STR_INIT(" em "),
                                          ND_STR_INIT(" à "),     ND_STR_INIT(" aus "), ND_STR_INIT(" from "),
                                          ND_STR_INIT(" desde "), ND_STR_INIT(" a ")};
static const struct nd_str joins[] = {ND_STR_INIT(", "),  ND_STR_INIT(" and "), ND_STR_INIT(" y "),
                                      ND_STR_INIT(" e "), ND_STR_INIT(" et "),  ND_STR_INIT(" und "),
                                      ND_STR_INIT(" & ")};

/* Where the first of words stands in s, small letters or capitals; *length of it. */
static size_t find_any(struct nd_str s, const struct nd_str *words, size_t count, size_t *length) {
    bool begins[256] = {false}; /* one of them, in small letters */

    for (size_t i = 0; i < count; i++)
        begins[(unsigned char)words[i].ptr[0]] = true;
    for (size_t at = 0; at < s.len; at++)
        for (size_t i = 0; i < count && begins[(unsigned char)nd_char_lower(s.ptr[at])]; i++)
            if (nd_str_starts_nocase(nd_str_skip(s, at), words[i])) {
                *length = words[i].len;
                return at;
            }
    return SIZE_MAX;
}

#define FIND_ANY(s, words, length) find_any(s, words, sizeof(words) / sizeof *(words), length)

/* "The Associated Press", "Europa Press", "NBC News": a house and nobody who works there. */
static bool is_house(struct nd_str s) {
    static const struct nd_str words[] = {
        ND_STR_INIT("press"),   ND_STR_INIT("news"),     ND_STR_INIT("times"),   ND_STR_INIT("post"),
        ND_STR_INIT("agency"),  ND_STR_INIT("agencias"), ND_STR_INIT("service"), ND_STR_INIT("today"),
        ND_STR_INIT("network"), ND_STR_INIT("journal"),  ND_STR_INIT("herald"),  ND_STR_INIT("tribune"),
        ND_STR_INIT("media"),   ND_STR_INIT("presse"),   ND_STR_INIT("wire"),    ND_STR_INIT("staff"),
        ND_STR_INIT("globe"),   ND_STR_INIT("street"),   ND_STR_INIT("radio"),   ND_STR_INIT("television")};
    struct nd_str word, rest = s;

    if (nd_agency_name_length(s) > 0)
        return true;
    while (rest.len > 0) {
        size_t blank = nd_str_find_char(rest, ' ');
        word = nd_str_slice(rest, 0, blank);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (nd_str_eq_nocase(word, words[i]))
                return true;
        rest = blank == SIZE_MAX ? ND_STR_NONE : nd_str_skip(rest, blank + 1);
    }
    return nd_str_starts_nocase(s, ND_STR("the "));
}

/* Two to four words with capitals, or one of a writing without: what can be told of a name. */
static bool is_name(struct nd_str s) {
    enum { MOST_WORDS = 5 };
    size_t words = 0, small = 0;

    if (s.len == 0 || (s.ptr[0] >= 'a' && s.ptr[0] <= 'z') || nd_str_has_digit(s) ||
        nd_str_find_char(s, '@') != SIZE_MAX)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (i == 0 || s.ptr[i - 1] == ' ') {
            words++;
            small += s.ptr[i] >= 'a' && s.ptr[i] <= 'z';
        }
    return words >= 2 && words <= MOST_WORDS && small + 2 <= words && !is_house(s);
}

/* "in Oslo", "em Lisboa" behind a comma. */
static bool begins_with_place(struct nd_str piece) {
    for (size_t i = 0; i < sizeof in_places / sizeof *in_places; i++)
        if (nd_str_starts(piece, nd_str_skip(in_places[i], 1)))
            return true;
    return false;
}

/* Appends the names of list to out, "Ines Calder in New York, Jon Sund and Mai Linh in Hanoi": behind a place
 * and a comma may stand another place, so that a name there has its own. None of a list that does not begin
 * with one, or has anything else; is_sure: what else there is is an office. */
static void add_names(struct nd_str list, bool is_sure, struct nd_buf *out) {
    bool is_first = true, may_be_place = false, had_place = false;
    size_t before = out->len;

    while (list.len > 0 && list.len <= MAX_NAMES) {
        size_t length = 0, place_length, at = FIND_ANY(list, joins, &length);
        struct nd_str piece = nd_str_trim(nd_str_slice(list, 0, at));
        size_t place = FIND_ANY(piece, in_places, &place_length);
        struct nd_str name = nd_str_trim(nd_str_slice(piece, 0, place));
        if (is_name(name) && (!may_be_place || place != SIZE_MAX))
            nd_buf_addf(out, "%s%.*s", out->len == 0 ? "" : ", ", (int)name.len, name.ptr);
        else if (is_first || !(is_sure || may_be_place || begins_with_place(piece))) {
            out->len = before;
            return;
        }
        had_place = had_place || place != SIZE_MAX;
        may_be_place = had_place && at != SIZE_MAX && list.ptr[at] == ',';
        is_first = false;
        list = at == SIZE_MAX ? ND_STR_NONE : nd_str_skip(list, at + length);
    }
}

/* The names in a line that says who wrote: it, or what stands behind a semicolon in it, begins with a mark.
 */
static void read_line(struct nd_str line, struct nd_buf *out) {
    bool is_sure = nd_str_starts(line, ND_STR("(")) || nd_str_find_char(line, ';') != SIZE_MAX;

    while (line.len > 0 && nd_char_is_one_of(line.ptr[0], "(*_[ \t"))
        line = nd_str_skip(line, 1);
    while (line.len > 0) {
        size_t length, end;
        struct nd_str rest = ND_STR_NONE;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (nd_str_starts_nocase(line, marks[i]))
                rest = nd_str_skip(line, marks[i].len);
        if (rest.ptr != NULL) {
            end = FIND_ANY(rest, ends, &length);
            add_names(nd_str_trim(nd_str_slice(rest, 0, end)), is_sure, out);
        } else if (out->len == 0 && !is_sure) {
            return;
        }
        end = FIND_ANY(line, ends, &length);
        line = end == SIZE_MAX ? ND_STR_NONE : nd_str_trim(nd_str_skip(line, end + 1));
    }
}

/* "CNN's Mira Holt", "de The Associated Press Mira Holt". */
static struct nd_str without_house(struct nd_str names) {
    static const struct nd_str words[] = {ND_STR_INIT("de "), ND_STR_INIT("da "),  ND_STR_INIT("di "),
                                          ND_STR_INIT("of "), ND_STR_INIT("der "), ND_STR_INIT("the ")};
    static const struct nd_str owners[] = {ND_STR_INIT("'s "), ND_STR_INIT("’s ")};
    struct nd_str behind = names;
    size_t length, at = FIND_ANY(names, owners, &length);

    if (at != SIZE_MAX)
        return nd_str_skip(names, at + length);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_starts_nocase(behind, words[i]))
            behind = nd_str_skip(behind, words[i].len);
    length = nd_agency_name_length(behind);
    return length > 0 ? nd_str_trim(nd_str_skip(behind, length)) : names;
}

/* "Associated Press writers Mira Holt in Oslo and Jon Berg contributed to this report.": the names between
 * what they are and what they did; the agency or newspaper stands before or between the two. */
static void read_helpers(struct nd_str line, struct nd_buf *out) {
    enum { MOST_BEHIND = 80 };
    size_t length, tail, at;
    struct nd_str names;

    while (line.len > 0 && nd_char_is_one_of(line.ptr[0], "(*_[—- \t"))
        line = nd_str_skip(line, 1);
    tail = FIND_ANY(line, tails, &length);
    if (tail == SIZE_MAX || line.len - tail > MOST_BEHIND)
        return;
    names = nd_str_slice(line, 0, tail);
    for (struct nd_str rest = names; (at = FIND_ANY(rest, jobs, &length)) != SIZE_MAX; rest = names)
        names = nd_str_skip(rest, at + length);
    names = without_house(names);
    add_names(nd_str_trim(names), false, out);
}

void nd_sign_off_read(struct nd_record_builder *builder) {
    struct nd_str body = builder->article->body;
    struct nd_buf names = {0};

    if (builder->article->authors.count > 0)
        return;
    body = nd_str_trim(nd_str_skip(body, body.len > LAST_BYTES ? body.len - LAST_BYTES : 0));
    for (int lines = 0; lines < LAST_LINES && body.len > 0 && names.len == 0;) {
        size_t at = nd_str_rfind_char(body, '\n');
        struct nd_str line = nd_str_trim(nd_str_skip(body, at == SIZE_MAX ? 0 : at));
        body = nd_str_slice(body, 0, at == SIZE_MAX ? 0 : at);
        lines += line.len > 0;
        if (line.len <= MAX_LINE)
            read_line(line, &names);
        if (line.len <= MAX_LINE && names.len == 0)
            read_helpers(line, &names);
    }
    if (names.len > 0)
        nd_person_add(builder, nd_arena_str(builder->arena, nd_buf_str(&names)));
    if (builder->article->authors.count > 0)
        nd_record_source(builder, "authors", "sign-off");
    nd_buf_free(&names);
}
