#include "newsdex/query.h"
#include "newsdex/similar.h"
#include "newsdex/utf8.h"
#include "query/capitals.h"
#include "query/label.h"
#include "query/lexer.h"

enum { MOST_NOTES = 4 };

struct notes {
    const struct nd_date *today;
    struct nd_buf *out;
    size_t count;
    bool is_in_capitals; /* all of the query */
};

/* What a word is read as, in the end of every note. */
static const char as_words[] = "is looked for as words";

static bool is_letter(char c) {
    return nd_char_is_alpha(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* The length of a name with a colon and a value behind it, as fields are written; 0 when there is none. */
static size_t name_length(struct nd_str word, bool has_more) {
    static const char *const endings[] = {"in", "innen", "e", "r", "n", "er"}; /* Lehrer:innen */
    size_t length = 0;
    struct nd_str value;

    while (length < word.len && is_letter(word.ptr[length]))
        length++;
    if (length < 2 || length == word.len || word.ptr[length] != ':')
        return 0;
    value = nd_str_skip(word, length + 1);
    if (value.len == 0)
        return has_more ? length : 0;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (nd_str_eq_nocase(value, nd_str_from(endings[i])))
            return 0;
    return value.ptr[0] == '/' || value.ptr[0] == ':' ? 0 : length;
}

static void note_field(struct notes *notes, struct nd_str name) {
    struct nd_str closest = nd_label_closest(name);

    nd_buf_addf(notes->out, "\"%.*s:\" is no field and %s; ", (int)name.len, name.ptr, as_words);
    if (closest.len > 0)
        nd_buf_addf(notes->out, "%.*s is one\n", (int)closest.len, closest.ptr);
    else
        nd_buf_add_z(notes->out,
                     "fields are title: excerpt: topic: body: author: provider: lang: type: category: path:"
                     " url: tag: note: saved: date: after: before:\n");
}

/* A / at both ends, or what only patterns have. */
static bool is_pattern(struct nd_str word) {
    static const char *const signs[] = {".*", ".+", "\\d", "\\w", "\\b", "\\s", "[a-z", "[0-9", "[A-Z"};

    if (word.len > 2 && word.ptr[0] == '/' && word.ptr[word.len - 1] == '/')
        return nd_str_find_char(nd_str_slice(word, 1, word.len - 1), '/') == SIZE_MAX;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nd_str_find(word, nd_str_from(signs[i])) != SIZE_MAX)
            return true;
    return word.len > 2 && word.ptr[0] == '^';
}

/* A sign between letters. */
static char find_wildcard(struct nd_str word) {
    static const char of_addresses[] = "/.=&";

    for (size_t i = 0; of_addresses[i] != '\0'; i++)
        if (nd_str_find_char(word, of_addresses[i]) != SIZE_MAX)
            return '\0';
    for (size_t i = 0; i + 1 < word.len; i++)
        if ((word.ptr[i] == '*' || word.ptr[i] == '?') && i > 0 && is_letter(word.ptr[i + 1]) &&
            is_letter(word.ptr[i - 1]))
            return word.ptr[i];
    return '\0';
}

static bool is_gendered(struct nd_str word) {
    size_t star = nd_str_find_char(word, '*');
    struct nd_str rest = nd_str_skip(word, star == SIZE_MAX ? word.len : star + 1);

    return nd_str_eq_nocase(rest, ND_STR("in")) || nd_str_eq_nocase(rest, ND_STR("innen")) ||
           (rest.len == 1 && nd_str_find_char(ND_STR("rnseoax"), rest.ptr[0]) != SIZE_MAX);
}

/* Operators of other programs, and what is written here instead. */
struct foreign {
    struct nd_str sign;
    bool is_beginning; /* of a word: NEAR/5 */
    const char *advice;
};

static const struct foreign foreigns[] = {
    {ND_STR_INIT("NEAR"), false, "words near each other are \"a b\"~5"},
    {ND_STR_INIT("NEAR/"), true, "words near each other are \"a b\"~5"},
    {ND_STR_INIT("W/"), true, "words near each other are \"a b\"~5"},
    {ND_STR_INIT("AROUND"), false, "words near each other are \"a b\"~5"},
    {ND_STR_INIT("ADJ"), false, "words behind each other are \"a b\""},
    {ND_STR_INIT("UND"), false, "AND, OR and NOT are operators"},
    {ND_STR_INIT("ODER"), false, "AND, OR and NOT are operators"},
    {ND_STR_INIT("NICHT"), false, "AND, OR and NOT are operators"},
    {ND_STR_INIT("ET"), false, "AND, OR and NOT are operators"},
    {ND_STR_INIT("OU"), false, "AND, OR and NOT are operators"},
    {ND_STR_INIT("SAUF"), false, "AND, OR and NOT are operators"},
    {ND_STR_INIT("И"), false, "AND, OR and NOT are operators"},
    {ND_STR_INIT("ИЛИ"), false, "AND, OR and NOT are operators"},
    {ND_STR_INIT("НЕ"), false, "AND, OR and NOT are operators"},
    {ND_STR_INIT("!"), true, "what shall not be there is -word"},
    {ND_STR_INIT("–"), true, "what shall not be there is -word, with a hyphen"},
    {ND_STR_INIT("−"), true, "what shall not be there is -word, with a hyphen"},
    {ND_STR_INIT("~"), true, "~N stands behind quotation marks only"},
};

/* Words in capitals are operators only beside others. */
static const char *find_foreign(const struct notes *notes, struct nd_str word) {
    size_t tail = word.len;

    for (size_t i = 0; i < sizeof foreigns / sizeof *foreigns; i++) {
        const struct foreign *foreign = &foreigns[i];
        bool is_it = foreign->is_beginning
                         ? word.len > foreign->sign.len && nd_str_starts(word, foreign->sign)
                         : !notes->is_in_capitals && nd_str_eq(word, foreign->sign);
        if (is_it)
            return foreign->advice;
    }
    while (tail > 0 && nd_char_is_digit(word.ptr[tail - 1]))
        tail--;
    if (tail > 1 && word.ptr[tail - 1] == '~')
        return "~N stands behind quotation marks only";
    return tail > 1 && tail < word.len && word.ptr[tail - 1] == '^' ? "words have no weights" : NULL;
}

/* "author=Roe": how other programs write "author:Roe"; absent where it is none of our fields. */
static struct nd_str field_of_equation(struct nd_str word, struct nd_arena *arena) {
    struct nd_str name = nd_str_slice(word, 0, nd_str_find_char(word, '='));

    if (name.len == word.len || name.len + 1 == word.len)
        return ND_STR_NONE;
    name = nd_arena_printf(arena, "%.*s:", (int)name.len, name.ptr);
    return nd_label_find(name) == NULL ? ND_STR_NONE : name;
}

/* A field that an equals sign stands behind; true when it is one. */
static bool note_equation(struct notes *notes, struct nd_str word) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_str field = field_of_equation(word, arena);

    if (field.len > 0)
        nd_buf_addf(notes->out, "\"%.*s\" %s: the field is %.*s\n", (int)word.len, word.ptr, as_words,
                    (int)field.len, field.ptr);
    nd_arena_free(arena);
    return field.len > 0;
}

static void note_word(struct notes *notes, const struct nd_lexeme *lexeme, bool has_more) {
    struct nd_str word = lexeme->written;
    size_t name = name_length(word, has_more);
    char wildcard = find_wildcard(word);
    const char *advice = find_foreign(notes, word);

    if (advice != NULL)
        nd_buf_addf(notes->out, "\"%.*s\" %s: %s\n", (int)word.len, word.ptr, as_words, advice);
    else if (nd_label_find(word) != NULL) /* label and blank */
        nd_buf_addf(notes->out, "\"%.*s\" %s: what it is about has to stand directly behind it\n",
                    (int)word.len, word.ptr, as_words);
    else if (is_pattern(word))
        nd_buf_addf(notes->out, "\"%.*s\" %s: there are no regular expressions, but word*\n", (int)word.len,
                    word.ptr, as_words);
    else if (wildcard != '\0' && !is_gendered(word))
        nd_buf_addf(notes->out, "\"%.*s\" %s: %s\n", (int)word.len, word.ptr, as_words,
                    wildcard == '*' ? "a * stands for letters at the end of a word only"
                                    : "a ? stands for no letter");
    else if (name > 0)
        note_field(notes, nd_str_slice(word, 0, name));
    else if (!note_equation(notes, word))
        return;
    notes->count++;
}

/* "2024..2023" is read, but may be a mistake. */
static bool is_backwards(struct nd_str text, const struct nd_date *today) {
    size_t dots = nd_str_find(text, ND_STR(".."));
    char from[ND_DATE_MAX], until[ND_DATE_MAX], ignored[ND_DATE_MAX];

    return dots != SIZE_MAX && nd_query_dates(nd_str_slice(text, 0, dots), today, from, ignored) &&
           nd_query_dates(nd_str_skip(text, dots + 2), today, ignored, until) && strcmp(from, until) >= 0;
}

/* A filter whose value makes no sense; of dates only, since any text may be part of the others. */
static void note_date(struct notes *notes, const struct nd_lexeme *lexeme) {
    struct nd_arena *arena = nd_arena_new();

    if (nd_label_make_filter(lexeme->label, lexeme->text, notes->today, arena) == NULL) {
        nd_buf_addf(
            notes->out,
            "\"%.*s%.*s\" has no date and %s; dates are 2023, 2023-07, 2023-07-26, A..B, >=A, 7d, today\n",
            (int)lexeme->label->name.len, lexeme->label->name.ptr, (int)lexeme->text.len, lexeme->text.ptr,
            as_words);
        notes->count++;
    } else if (is_backwards(lexeme->text, notes->today)) {
        nd_buf_addf(notes->out, "\"%.*s%.*s\" ends before it begins and is read the other way round\n",
                    (int)lexeme->label->name.len, lexeme->label->name.ptr, (int)lexeme->text.len,
                    lexeme->text.ptr);
        notes->count++;
    }
    nd_arena_free(arena);
}

/* The lexer passes over stars that belong to nothing. */
static void note_leading_star(struct notes *notes, struct nd_str text) {
    for (size_t i = 0; i + 1 < text.len; i++)
        if (text.ptr[i] == '*' && (i == 0 || text.ptr[i - 1] == ' ') && is_letter(text.ptr[i + 1])) {
            nd_buf_add_z(notes->out,
                         "a * before a word is passed over: it stands for letters at the end only\n");
            notes->count++;
            return;
        }
}

/* NOT in a sentence would hide what follows it; the other two change little where all words must be there. */
static void note_sentence(struct notes *notes, struct nd_str text, bool any) {
    struct nd_lexer lexer = {text};
    struct nd_lexeme lexeme;
    bool has_not = false, has_any = false;

    if (!nd_capitals_are_sentence(text))
        return;
    for (nd_lexer_next(&lexer, &lexeme); lexeme.type != ND_LEX_END; nd_lexer_next(&lexer, &lexeme)) {
        has_any |= nd_capitals_are_keyword(lexeme.text);
        has_not |= nd_str_eq(lexeme.text, ND_STR("NOT"));
    }
    if (!(any ? has_any : has_not))
        return;
    nd_buf_add_z(notes->out,
                 any ? "AND, OR and NOT are passed over in a sentence in capitals\n"
                     : "\"NOT\" leaves out articles with what follows it; in small letters it is a word\n");
    notes->count++;
}

/* Without anything before it NOT is a word: nothing is there to leave it out of. */
static void note_first_not(struct notes *notes, struct nd_str text) {
    struct nd_lexer lexer = {text};
    struct nd_lexeme lexeme;

    nd_lexer_next(&lexer, &lexeme);
    if (lexeme.type != ND_LEX_WORD || notes->is_in_capitals || !nd_str_eq(lexeme.written, ND_STR("NOT")) ||
        nd_str_trim(lexer.rest).len == 0)
        return;
    nd_buf_add_z(notes->out,
                 "\"NOT\" at the beginning is looked for as a word: all without a word is -word\n");
    notes->count++;
}

/* A star alone is how all articles are asked for elsewhere. */
static bool has_signs(struct nd_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (nd_str_find_char(ND_STR("()|\""), text.ptr[i]) != SIZE_MAX)
            return true;
    return false;
}

/* What is open at the end is closed there, which may be far from where it was meant to be. */
static void note_unpaired(struct notes *notes, struct nd_str text) {
    struct nd_lexer lexer = {text};
    struct nd_lexeme lexeme;
    const char *end = text.ptr + text.len;
    bool is_empty = true, is_quote_open = false, is_closed_twice = false;
    size_t open = 0;

    for (nd_lexer_next(&lexer, &lexeme); lexeme.type != ND_LEX_END; nd_lexer_next(&lexer, &lexeme)) {
        is_empty = is_empty && nd_str_trim(lexeme.text).len == 0;
        is_quote_open |= lexeme.type == ND_LEX_QUOTE && lexeme.text.ptr + lexeme.text.len == end;
        is_closed_twice |= lexeme.type == ND_LEX_CLOSE && open == 0;
        open += lexeme.type == ND_LEX_OPEN;
        open -= lexeme.type == ND_LEX_CLOSE && open > 0;
    }
    if (is_empty && has_signs(text))
        nd_buf_add_z(notes->out, "nothing in the query can be searched for: it stands for all articles\n");
    else if (is_quote_open)
        nd_buf_add_z(notes->out, "a quotation mark is not closed: all that follows it is one phrase\n");
    else if (open > 0)
        nd_buf_add_z(notes->out, "a ( is not closed: its group goes to the end of the query\n");
    else if (is_closed_twice)
        nd_buf_add_z(notes->out, "a ) that closes nothing is passed over\n");
    else
        return;
    notes->count++;
}

void nd_query_notes(struct nd_str text, const struct nd_query_settings *settings, struct nd_buf *out) {
    struct nd_lexer lexer = {text};
    struct notes notes = {&settings->today, out, 0, !nd_capitals_have_small(text)};
    struct nd_lexeme lexeme;

    note_sentence(&notes, text, settings->any);
    note_first_not(&notes, text);
    note_leading_star(&notes, text);
    note_unpaired(&notes, text);
    for (nd_lexer_next(&lexer, &lexeme); lexeme.type != ND_LEX_END && notes.count < MOST_NOTES;
         nd_lexer_next(&lexer, &lexeme)) {
        bool has_more = lexer.rest.len > 0 && lexer.rest.ptr[0] == '"';
        if (lexeme.label != NULL && lexeme.label->is_filter && lexeme.label->filter == ND_FILTER_DATE)
            note_date(&notes, &lexeme);
        else if (lexeme.type == ND_LEX_WORD && lexeme.label == NULL)
            note_word(&notes, &lexeme, has_more);
    }
}
