#include "article/page/name_line.h"

#include "article/page/page.h"
#include "article/page/person.h"
#include "newsdex/utf8.h"

#include <utf8proc.h>

enum { MAX_LINE = 80, MOST_WORDS = 3, LEAST_TEXT = 80 /* bytes of what stands below */ };

/* First names that are common and mean nothing else: no towns, months, flowers or verbs. Between blanks. */
static const char given_names[] =
    " aaron adam adrian agnieszka aisha alan alberto alejandro alejandra alessandro alexandra alexandre "
    "alfredo "
    "alice alicia amanda amélie amy ana anders andrea andreas andrei andrew andrzej angela anita anna anne "
    "annette anthony anton antoine antonio antónio barbara beatriz benjamin bernard bernd birgit bob brian "
    "bruno "
    "camille carla carlos carmen caroline catherine cecilia charles christian christina christine christoph "
    "christophe christopher claire claudia clara cristina daniel daniela danielle david deborah denis denise "
    "dennis dieter dimitri dirk dmitri dominik dominique dorothy douglas edward eduardo ekaterina elena "
    "elisa "
    "elisabeth elizabeth emily emma emmanuel eric erica erik erika ernst eva fabio fatima felipe felix "
    "fernando "
    "filip flavia francesca francesco francisco franz françois françoise frederik friedrich gabriel gabriela "
    "gary georg george georges gerald gerard gianni giovanni giulia giuseppe gregory guillaume guido gustavo "
    "hannah hans harald heather heike heinz helen helena hélène helmut henri henrik henry herbert hugo "
    "ingrid "
    "irene isabel isabelle ivan jacob jacques jakub jan jana janet jane javier jean jeffrey jennifer jens "
    "jeremy "
    "jérôme jessica joan joana joanna joão joaquín joe johan johann johanna johannes john jon jonas jonathan "
    "jorge josé josef joseph joshua juan judith julia julian julie julien jürgen karen karin karl katarzyna "
    "kate "
    "katharina katherine kathleen katja katrin keith kelly kenneth kerstin kevin klaus krzysztof lars larry "
    "laura laurent lena leonardo linda lisa lorenzo louise luca lucas lucía lucie luigi luís luis lukas "
    "lukasz "
    "magdalena manuel manuela marc marcel marcelo marco marcos marcus margaret margarita maria maría mariana "
    "marie marina mario markus marta martha martin martina mary mateusz mathieu matteo matthew matthias "
    "maurice "
    "mauro megan mehmet melissa michael michał michel michele michelle miguel mikael mikhail monica monika "
    "mustafa nadia nancy natalia natalie nathalie nathan nicholas nicola nicolas nicole nils nikolai nina "
    "nora "
    "olga oliver olivia olivier oscar pablo pamela paola paolo patricia patrick paul paula paulo pavel pedro "
    "peter petra philip philippe pierre piotr rachel rafael rainer ralf raúl rebecca renate ricardo richard "
    "rita robert roberta roberto rodrigo roger roland ronald ruth ryan sabine samuel sandra sara sarah sean "
    "sebastian sébastien sergei sergio sharon silvia simon simone sofia sonia sophie stefan stefania stefano "
    "stephanie stephen steven susan susanne svetlana sylvie tatiana teresa theresa thierry thomas tim "
    "timothy "
    "tobias tom tomasz ulrich ulrike ursula uwe valentina valérie vanessa vera véronique vincent vladimir "
    "walter werner wiebke wolfgang xavier yann yasmin yves zoe "
    "александр александра алексей анастасия андрей анна антон борис валентина василий вера виктор владимир "
    "галина дарья дмитрий евгений евгения екатерина елена иван игорь ирина кирилл константин ксения людмила "
    "максим марина мария михаил надежда наталья никита николай оксана олег ольга павел пётр роман светлана "
    "сергей татьяна юлия юрий ";

/* What somebody is, behind the name. */
static const struct nd_str jobs[] = {
    ND_STR_INIT("writer"),        ND_STR_INIT("reporter"),        ND_STR_INIT("correspondent"),
    ND_STR_INIT("columnist"),     ND_STR_INIT("contributor"),     ND_STR_INIT("journalist"),
    ND_STR_INIT("redakteur"),     ND_STR_INIT("redakteurin"),     ND_STR_INIT("reporterin"),
    ND_STR_INIT("korrespondent"), ND_STR_INIT("korrespondentin"), ND_STR_INIT("journalistin"),
    ND_STR_INIT("journaliste"),   ND_STR_INIT("correspondant"),   ND_STR_INIT("correspondante"),
    ND_STR_INIT("periodista"),    ND_STR_INIT("corresponsal"),    ND_STR_INIT("redactora"),
    ND_STR_INIT("redactor"),      ND_STR_INIT("giornalista"),     ND_STR_INIT("corrispondente"),
    ND_STR_INIT("jornalista"),    ND_STR_INIT("correspondente"),  ND_STR_INIT("repórter"),
    ND_STR_INIT("verslaggever"),  ND_STR_INIT("redacteur"),       ND_STR_INIT("dziennikarz"),
    ND_STR_INIT("dziennikarka"),  ND_STR_INIT("корреспондент"),   ND_STR_INIT("журналист")};

static struct nd_str lower(struct nd_str s, struct nd_arena *arena) {
    struct nd_buf out = {0};
    uint32_t c;

    for (size_t i = 0; i < s.len;) {
        i += nd_utf8_decode(nd_str_skip(s, i), &c);
        nd_utf8_add(&out, (uint32_t)utf8proc_tolower((utf8proc_int32_t)c));
    }
    return nd_arena_take(arena, &out);
}

/* "Staff Writer", "Northshore Post Reporter", "unsere Korrespondentin": a few words, the last of them a job.
 */
static bool is_job(struct nd_str s, struct nd_arena *arena) {
    enum { MAX_JOB = 50 };
    size_t blank;

    if (s.len == 0 || s.len > MAX_JOB || nd_str_find_char(s, ',') != SIZE_MAX)
        return false;
    blank = nd_str_rfind_char(s, ' ');
    s = lower(blank == SIZE_MAX ? s : nd_str_skip(s, blank + 1), arena);
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++)
        if (nd_str_eq(s, jobs[i]))
            return true;
    return false;
}

static bool is_letter_of_name(uint32_t c) {
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);

    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LM) || c == '\'' || c == '-' ||
           c == 0x2019;
}

/* Two or three words of letters that begin large; "M." amid them. *last is the last of them. */
static bool are_words_of_name(struct nd_str s, struct nd_str *last) {
    size_t words = 0;

    for (; s.len > 0; words++) {
        size_t blank = nd_str_find_char(s, ' ');
        struct nd_str word = nd_str_slice(s, 0, blank);
        bool is_initial = words > 0 && blank != SIZE_MAX && word.len <= 3 && nd_str_ends(word, ND_STR("."));
        uint32_t c = 0;
        if (word.len == 0 || words == MOST_WORDS)
            return false;
        nd_utf8_decode(word, &c);
        if (utf8proc_category((utf8proc_int32_t)c) != UTF8PROC_CATEGORY_LU)
            return false;
        for (size_t i = 0; i < word.len - is_initial;) {
            i += nd_utf8_decode(nd_str_skip(word, i), &c);
            if (!is_letter_of_name(c))
                return false;
        }
        *last = word;
        s = blank == SIZE_MAX ? ND_STR_NONE : nd_str_skip(s, blank + 1);
    }
    return words >= 2 && last->len > 2;
}

static bool has_given_name(struct nd_str name, struct nd_arena *arena) {
    struct nd_str first = lower(nd_str_slice(name, 0, nd_str_find_char(name, ' ')), arena);

    first = nd_str_slice(first, 0, nd_str_find_char(first, '-'));
    return nd_str_find(nd_str_from(given_names),
                       nd_arena_printf(arena, " %.*s ", (int)first.len, first.ptr)) != SIZE_MAX;
}

/* "Mira Holt | March 5, 2024", "Mira Holt – 05.03.2024": up to a stroke, behind which there is a day. */
static struct nd_str before_day(struct nd_str line) {
    static const struct nd_str signs[] = {ND_STR_INIT(" | "), ND_STR_INIT(" – "), ND_STR_INIT(" — "),
                                          ND_STR_INIT(" · "), ND_STR_INIT(" • "), ND_STR_INIT(" - "),
                                          ND_STR_INIT(", ")};
    struct nd_date date;

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t at = nd_str_find(line, signs[i]);
        if (at != SIZE_MAX && nd_dateline_find(nd_str_skip(line, at + signs[i].len), &date))
            return nd_str_slice(line, 0, at);
    }
    return line;
}

static bool has(struct nd_str s, struct nd_str word) {
    for (size_t at = 0; at + word.len <= s.len; at++)
        if (nd_char_lower(s.ptr[at]) == nd_char_lower(word.ptr[0]) &&
            nd_str_starts_nocase(nd_str_skip(s, at), word))
            return true;
    return false;
}

struct nd_str nd_name_line_find(struct nd_str line, struct nd_str body, struct nd_arena *arena) {
    struct nd_str name, last = ND_STR_NONE;
    size_t comma, at;

    line = nd_str_trim(line);
    if (line.len == 0 || line.len > MAX_LINE)
        return ND_STR_NONE;
    comma = nd_str_find(line, ND_STR(", "));
    if (comma != SIZE_MAX && is_job(nd_str_skip(line, comma + 2), arena) &&
        are_words_of_name(nd_str_slice(line, 0, comma), &last))
        return nd_str_slice(line, 0, comma);
    name = before_day(line);
    if (!are_words_of_name(name, &last) || !has_given_name(name, arena))
        return ND_STR_NONE;
    at = (size_t)(line.ptr + line.len - body.ptr);
    body = (uintptr_t)line.ptr >= (uintptr_t)body.ptr && at <= body.len ? nd_str_skip(body, at) : body;
    return !has(body, last) ? name : ND_STR_NONE;
}

void nd_name_line_read(struct nd_record_builder *builder) {
    const struct nd_article *article = builder->article;
    struct nd_str body = article->body, line, second, rest, last, name;
    struct nd_date date;

    if (article->authors.count > 0 || article->title.len == 0 || builder->document->markup == ND_HTML)
        return;
    rest = body;
    if (!nd_str_next_line(&rest, &line) || line.len > MAX_LINE)
        return;
    second = nd_str_trim(nd_str_slice(rest, 0, nd_str_find_char(rest, '\n')));
    if (second.len > 0 && !nd_dateline_find(second, &date) && !is_job(second, builder->arena))
        return;
    name = nd_name_line_find(line, body, builder->arena);
    if (name.ptr == NULL && is_job(second, builder->arena) && are_words_of_name(nd_str_trim(line), &last))
        name = nd_str_trim(line);
    if (name.ptr == NULL || rest.len < LEAST_TEXT || has(article->title, name))
        return;
    nd_person_add(builder, name);
    if (article->authors.count > 0)
        nd_record_source(builder, "authors", "name-line");
    if (nd_str_starts(article->excerpt, name))
        builder->article->excerpt = nd_article_excerpt_of(
            second.len > 0 ? nd_str_skip(rest, (size_t)(second.ptr - rest.ptr) + second.len) : rest,
            builder->arena);
}
