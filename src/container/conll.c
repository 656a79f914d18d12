/*
 * Texts in columns, a word a line and a blank line behind each sentence, as shared tasks have them
 * (CoNLL-2003, CoNLL-U, HIPE): the words are put together again. "-DOCSTART-", "# newdoc" or "#
 * hipe2022:document_id = …" begins a text; without one the file is one. What comments above its words say of
 * it are its fields: "# meta::title = …", "# hipe2022:date = …".
 */
#include "container/draft.h"
#include "container/format.h"

enum {
    LOOKED_AT = 60,
    LEAST = 8,
    LONGEST = 1000, /* bytes of a line */
    MAX_ID = 200,
    MAX_NAME = 60
};

struct nd_reader {
    bool is_done;
};

static struct nd_str without_mark(struct nd_str text) {
    return nd_str_skip(text, nd_str_starts(text, ND_STR("\xef\xbb\xbf")) ? 3 : 0);
}

/* "# hipe2022:document_id = NZZ-1798": the name without what it is one of, and the value. */
static bool split_comment(struct nd_str line, struct nd_str *name, struct nd_str *value, bool *is_qualified) {
    size_t sign = nd_str_starts(line, ND_STR("# ")) ? nd_str_find(line, ND_STR(" = ")) : SIZE_MAX, colon;

    if (sign == SIZE_MAX || sign > MAX_NAME)
        return false;
    *name = nd_str_trim(nd_str_slice(line, 2, sign));
    *value = nd_str_trim(nd_str_skip(line, sign + 3));
    colon = nd_str_rfind_char(*name, ':');
    *is_qualified = colon != SIZE_MAX;
    *name = nd_str_skip(*name, *is_qualified ? colon + 1 : 0);
    return name->len > 0 && value->len > 0;
}

static bool names_text(struct nd_str name) {
    return nd_str_eq(name, ND_STR("newdoc id")) || nd_str_eq(name, ND_STR("document_id")) ||
           nd_str_eq(name, ND_STR("doc_id"));
}

static bool begins_text(struct nd_str line) {
    struct nd_str name, value;
    bool is_qualified;

    return nd_str_starts(line, ND_STR("-DOCSTART-")) || nd_str_starts(line, ND_STR("# newdoc")) ||
           (split_comment(line, &name, &value, &is_qualified) && names_text(name));
}

/* "TOKEN	NE-COARSE-LIT	…": the names of the columns, above everything. */
static bool names_columns(struct nd_str line) {
    static const char *const names[] = {"TOKEN", "WORD", "FORM"};
    struct nd_str first = nd_str_slice(line, 0, nd_str_find_char(line, '\t'));

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (first.len < line.len && nd_str_eq_nocase(first, nd_str_from(names[i])))
            return true;
    return false;
}

/* The next column of a line, which are parted by tabs or blanks; false behind the last. */
static bool next_column(struct nd_str *line, struct nd_str *column) {
    size_t end = 0;

    *line = nd_str_trim(*line);
    while (end < line->len && !nd_char_is_blank(line->ptr[end]))
        end++;
    *column = nd_str_slice(*line, 0, end);
    *line = nd_str_skip(*line, end);
    return column->len > 0;
}

/* "O", "B-LOC", "I-PER", "_": what words are marked as, in the last column. */
static bool is_mark(struct nd_str mark) {
    return nd_str_eq(mark, ND_STR("O")) || nd_str_eq(mark, ND_STR("_")) ||
           (mark.len > 2 && mark.ptr[1] == '-' &&
            nd_str_find_char(ND_STR("BIESLU"), mark.ptr[0]) != SIZE_MAX);
}

/* "person", "NoSpaceAfter": a mark of no scheme, which counts beside others that are known. */
static bool is_name(struct nd_str mark) {
    for (size_t i = 0; i < mark.len; i++)
        if (!nd_char_is_alpha(mark.ptr[i]) && !nd_char_is_one_of(mark.ptr[i], "-|"))
            return false;
    return mark.len >= 3;
}

enum word_line { NO_WORD, NAMED_WORD, MARKED_WORD };

/* A word and its marks; *columns how many. */
static enum word_line word_line_of(struct nd_str line, size_t *columns) {
    struct nd_str column, second = ND_STR_NONE, last = ND_STR_NONE;

    *columns = 0;
    if (line.len > LONGEST)
        return NO_WORD;
    for (; next_column(&line, &column); last = column) {
        ++*columns;
        second = *columns == 2 ? column : second;
    }
    if ((*columns >= 2 && is_mark(last)) || (*columns > 3 && is_mark(second) && is_name(last)) ||
        (*columns == 10 && nd_str_starts(last, ND_STR("SpaceAfter="))))
        return MARKED_WORD;
    return *columns == 2 && is_name(last) ? NAMED_WORD : NO_WORD;
}

static bool sniff(struct nd_str head, bool is_whole) {
    size_t words = 0, named = 0, others = 0, columns, usual = 0;
    bool is_said;
    enum word_line kind;
    struct nd_str line, first = ND_STR("");

    (void)is_whole;
    head = nd_str_trim(without_mark(head));
    (void)nd_str_next_line(&(struct nd_str){head.ptr, head.len}, &first);
    is_said = begins_text(first) || nd_str_starts(first, ND_STR("# sent_id")) || names_columns(first);
    if (names_columns(first))
        head = nd_str_skip(head, first.len);
    while (words + named + others < LOOKED_AT && nd_str_next_line(&head, &line)) {
        if (head.len == 0 || nd_str_trim(line).len == 0 || begins_text(line) ||
            nd_str_starts(line, ND_STR("# ")))
            continue;
        kind = word_line_of(line, &columns);
        if (kind != NO_WORD && (usual == 0 || columns == usual)) {
            usual = columns;
            words += kind == MARKED_WORD;
            named += kind == NAMED_WORD;
        } else {
            others++;
        }
        if ((others > 4 && others * 10 > words) || (words + named == 0 && !is_said) || named > words * 3 + 20)
            return false; /* as most texts are told by */
    }
    return (is_said ? words > 2 : words >= LEAST) && others * 10 <= words && named <= words * 3;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_str rest = nd_stream_rest(stream);

    struct nd_str line = ND_STR("");

    nd_stream_take(stream, rest.len - without_mark(rest).len);
    rest = nd_stream_rest(stream);
    if (nd_str_next_line(&(struct nd_str){rest.ptr, rest.len}, &line) && names_columns(line))
        nd_stream_take(stream, line.len);
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    struct nd_str text = rest, line;
    bool has_words = false;
    size_t end = rest.len;

    while (nd_str_next_line(&text, &line)) {
        if (has_words && begins_text(line)) {
            end = (size_t)(line.ptr - rest.ptr);
            break;
        }
        has_words = has_words || (nd_str_trim(line).len > 0 && !nd_str_starts(line, ND_STR("# ")) &&
                                  !nd_str_starts(line, ND_STR("-DOCSTART-")));
    }
    if (end == rest.len && !is_end)
        return ND_TOO_BIG;
    if (reader->is_done || !has_words)
        return ND_END;
    reader->is_done = end == rest.len;
    cut->length = nd_str_trim_right(nd_str_slice(rest, 0, end)).len;
    cut->taken = end;
    return ND_OK;
}

/* Whether a blank stands between what was written and a word. */
static bool is_parted(struct nd_str before, struct nd_str word) {
    static const struct nd_str close[] = {
        ND_STR_INIT("."), ND_STR_INIT(","),  ND_STR_INIT(";"),   ND_STR_INIT(":"),
        ND_STR_INIT("!"), ND_STR_INIT("?"),  ND_STR_INIT(")"),   ND_STR_INIT("]"),
        ND_STR_INIT("%"), ND_STR_INIT("'s"), ND_STR_INIT("n't"), ND_STR_INIT("…"),
        ND_STR_INIT("»"), ND_STR_INIT("”"),  ND_STR_INIT("'re"), ND_STR_INIT("'ll")};

    for (size_t i = 0; i < sizeof close / sizeof *close; i++)
        if (nd_str_eq(word, close[i]))
            return false;
    return before.len > 0 && !nd_str_ends(before, ND_STR("(")) && !nd_str_ends(before, ND_STR("[")) &&
           !nd_str_ends(before, ND_STR("«")) && !nd_str_ends(before, ND_STR("“")) &&
           !nd_str_ends(before, ND_STR("\n"));
}

/* What is being put together. */
struct writing {
    struct nd_buf out;
    bool is_joined;             /* no blank before the next word */
    bool is_begun, is_numbered; /* a word was read; they stand behind numbers, as in CoNLL-U */
    bool has_sentence;          /* "# text = …" said it all */
    uint64_t until;             /* words up to this number are parts of one that was written */
};

/* In CoNLL-U the word stands behind its number, which may be that of several: "3-4". */
static void write_word(struct writing *writing, struct nd_str line) {
    struct nd_str first, word, column, last = ND_STR_NONE, rest = line, two[2] = {ND_STR_NONE, ND_STR_NONE};
    size_t columns = 0, dash;
    uint64_t number = 0;

    for (; next_column(&rest, &column); last = column, columns++)
        if (columns == 1 || columns == 2)
            two[columns - 1] = column;
    if (!next_column(&line, &first))
        return;
    if (!writing->is_begun)
        writing->is_numbered = columns == 10 && nd_char_is_digit(first.ptr[0]) &&
                               !(nd_str_eq(two[0], ND_STR("O")) && nd_str_eq(two[1], ND_STR("O")));
    writing->is_begun = true;
    word = first;
    dash = nd_str_find_char(first, '-');
    if (writing->is_numbered && nd_str_to_uint(nd_str_slice(first, 0, dash), &number)) {
        (void)next_column(&line, &word);
        if (dash == SIZE_MAX && number <= writing->until)
            return;
        if (dash != SIZE_MAX)
            (void)nd_str_to_uint(nd_str_skip(first, dash + 1), &writing->until);
    } else if (writing->is_numbered) {
        return; /* an empty node: "8.1" */
    }
    if (!writing->is_joined && is_parted(nd_buf_str(&writing->out), word))
        nd_buf_add_char(&writing->out, ' ');
    nd_buf_add(&writing->out, word);
    writing->is_joined = nd_str_find(last, ND_STR("SpaceAfter=No")) != SIZE_MAX ||
                         nd_str_find(last, ND_STR("NoSpaceAfter")) != SIZE_MAX;
}

/* "# text = Der Kai wächst." */
static void write_comment(struct writing *writing, struct nd_str line) {
    struct nd_str said = ND_STR("# text = ");

    if (nd_str_starts(line, ND_STR("# newpar")) && writing->out.len > 0)
        nd_buf_add_z(&writing->out, "\n\n");
    if (!nd_str_starts(line, said))
        return;
    if (is_parted(nd_buf_str(&writing->out), ND_STR("")))
        nd_buf_add_char(&writing->out, ' ');
    nd_buf_add(&writing->out, nd_str_trim(nd_str_skip(line, said.len)));
    writing->has_sentence = true;
}

/* What a comment above the words of a text says of it; false: it is of a sentence. */
static bool put_comment(struct nd_draft *made, struct nd_str comment, struct nd_str *id, uint32_t line) {
    static const struct {
        const char *name, *meaning;
    } known[] = {{"title", "title"},      {"headline", "title"},
                 {"author", "author"},    {"date", "date"},
                 {"dateCreated", "date"}, {"language", "language"},
                 {"lang", "language"},    {"sourceURL", "url"},
                 {"url", "url"},          {"publication_title", "source"},
                 {"newspaper", "source"}};
    struct nd_str name, value;
    const char *meaning = NULL;
    bool is_qualified;

    if (!split_comment(comment, &name, &value, &is_qualified))
        return false;
    if (names_text(name)) {
        *id = nd_str_slice(value, 0, MAX_ID);
        nd_draft_put(made, "newdoc", *id, NULL, line);
        return true;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known && meaning == NULL; i++)
        meaning = nd_str_eq(name, nd_str_from(known[i].name)) ? known[i].meaning : NULL;
    if (meaning != NULL || is_qualified)
        nd_draft_put(made, nd_arena_str(made->arena, name).ptr, value, meaning, line);
    return meaning != NULL || is_qualified;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct writing writing = {.is_joined = false};
    struct nd_str line, id = ND_STR_NONE;
    struct nd_draft made;
    uint32_t number = record->line;

    (void)reader, (void)problems;
    nd_draft_begin(&made, arena);
    for (; nd_str_next_line(&text, &line); number++) {
        if (writing.out.len == 0 && put_comment(&made, line, &id, number))
            continue;
        if (nd_str_trim(line).len == 0) {
            writing.has_sentence = writing.is_joined = false;
            writing.until = 0;
        } else if (nd_str_starts(line, ND_STR("# "))) {
            write_comment(&writing, line);
        } else if (!begins_text(line) && !writing.has_sentence) {
            write_word(&writing, line);
        }
    }
    nd_draft_put(&made, "text", nd_arena_take(arena, &writing.out), "text/plain", record->line);
    nd_draft_end(&made, item);
    item->key = id;
    return made.fields->count > 0;
}

const struct nd_format nd_format_conll = {
    .name = "conll", .sniff = sniff, .open = open, .next = next, .read = read, .kind = ND_FORMAT_ARTICLES};
