/* The text of an article that is a field among others, whatever form it has there. */
#include "article/fields.h"
#include "newsdex/json.h"
#include "newsdex/limits.h"

/* Content managers keep the text among the fields, with nothing below them. */
static bool is_text_in_front_matter(const struct nd_record_builder *builder, const struct nd_value *value) {
    enum { LEAST = 80 }; /* bytes; what is shorter, and of a line that is no sentence, says something else */
    struct nd_str text = nd_str_trim(value->text);
    bool has_words = nd_str_find_char(text, ' ') != SIZE_MAX;

    for (size_t i = 0; i < text.len && !has_words; i++)
        has_words = (unsigned char)text.ptr[i] >= 0xE0; /* where words have no blanks between them */
    return builder->document->notation != ND_NO_FRONT_MATTER && builder->document->blocks.first == NULL &&
           value->type == ND_STRING && has_words &&
           (text.len >= LEAST || nd_str_find_char(text, '\n') != SIZE_MAX || nd_text_ends_sentence(text));
}

/* Reports what interfaces that give the beginning of a text write where it breaks off, and takes it away:
 * "[+2034 chars]" of NewsAPI, "[2034 chars]" of GNews. */
static struct nd_str without_mark(struct nd_record_builder *builder, const struct nd_value *value,
                                  struct nd_str text) {
    struct nd_str kept = nd_str_trim_right(text), end = ND_STR(" chars]"), number;
    size_t open = nd_str_rfind_char(kept, '[');
    uint64_t count;

    if (!nd_str_ends(kept, end) || open == SIZE_MAX)
        return text;
    number = nd_str_slice(kept, open + 1, kept.len - end.len);
    if (nd_str_starts(number, ND_STR("+")))
        number = nd_str_skip(number, 1);
    if (!nd_str_to_uint(number, &count))
        return text;
    nd_problems_add(builder->problems, ND_P_NO_TEXT, value->line, value->column,
                    "its text breaks off: %.*s more characters are said to be missing", (int)number.len,
                    number.ptr);
    return nd_str_trim_right(nd_str_slice(kept, 0, open));
}

/* Several texts in one field, as collections for summaries have them, become paragraphs, which is told. */
static struct nd_str without_bars(struct nd_record_builder *builder, const struct nd_value *value,
                                  struct nd_str text) {
    const struct nd_str mark = ND_STR("|||||");
    struct nd_buf out = {0};
    size_t at, count = 1;

    if (nd_str_find(text, mark) == SIZE_MAX)
        return text;
    while ((at = nd_str_find(text, mark)) != SIZE_MAX) {
        struct nd_str piece = nd_str_trim(nd_str_slice(text, 0, at));
        nd_buf_addf(&out, "%.*s\n\n", (int)piece.len, piece.ptr);
        text = nd_str_skip(text, at + mark.len);
        count += nd_str_trim(text).len > 0;
    }
    nd_buf_add(&out, nd_str_trim(text));
    nd_problems_add(builder->problems, ND_P_RECORD, value->line, value->column,
                    "%zu texts one behind the other in \"%.*s\" (|||||), read as one", count,
                    (int)value->key.len, value->key.ptr);
    return nd_arena_take(builder->arena, &out);
}

/* What editors keep as JSON in a string; under its own name it is nothing else. */
static const struct nd_value *written_out(struct nd_record_builder *builder, const struct nd_value *value) {
    struct nd_str text = value->type == ND_STRING ? nd_str_trim(value->text) : ND_STR_NONE;
    const struct nd_value *read;
    size_t length;
    bool is_repaired = false;

    if (!nd_str_starts(text, ND_STR("{\"")) && !nd_str_starts(text, ND_STR("[{\"")))
        return value;
    read = nd_json_read(text, value->line, builder->arena, &length, &is_repaired);
    if (read != NULL && length == text.len && !is_repaired && nd_field_is_pieces(read))
        return read;
    return nd_str_eq_nocase(value->key, ND_STR("lexical")) ? nd_value_new(builder->arena, ND_NULL) : value;
}

/* "20200305101112000": a time as TiddlyWiki writes it. */
static bool is_tiddler_time(const struct nd_value *value) {
    struct nd_str text = nd_value_text(value);

    for (size_t i = 0; i < text.len; i++)
        if (!nd_char_is_digit(text.ptr[i]))
            return false;
    return text.len == 17;
}

/* One of an export of TiddlyWiki, whose text is in its notation unless it says otherwise. */
static bool is_tiddler(const struct nd_record_builder *builder, const struct nd_value *text) {
    const struct nd_value *fields = builder->fields;
    struct nd_str type = nd_str_trim(nd_value_text(nd_value_get(fields, ND_STR("type"))));

    return builder->item != NULL && text->type == ND_STRING && nd_str_eq(text->key, ND_STR("text")) &&
           text->text.len <= ND_MAX_NOTATION && nd_value_get(fields, ND_STR("title")) != NULL &&
           (is_tiddler_time(nd_value_get(fields, ND_STR("created"))) ||
            is_tiddler_time(nd_value_get(fields, ND_STR("modified")))) &&
           (type.len == 0 || nd_str_eq(type, ND_STR("text/vnd.tiddlywiki")));
}

bool nd_field_body(struct nd_record_builder *builder, const struct nd_value *value,
                   struct nd_value **leftover) {
    const struct nd_value *written = value;
    struct nd_str text;

    (void)leftover;
    if (builder->is_reference || (builder->item == NULL && !is_text_in_front_matter(builder, value)))
        return false;
    value = written_out(builder, value);
    if (nd_field_is_pieces(value))
        text = nd_field_pieces(value, builder->arena);
    else
        text = nd_field_main_form(value)->type == ND_STRING ? nd_value_text(nd_field_main_form(value))
                                                            : ND_STR_NONE;
    if (nd_str_trim(text).len == 0) {
        if (value->count > 0)
            nd_problems_add(builder->problems, ND_P_NO_TEXT, written->line, written->column,
                            "no text found in \"%.*s\"; kept as metadata", (int)written->key.len,
                            written->key.ptr);
        return false;
    }
    builder->item_body = without_bars(builder, value, without_mark(builder, value, text));
    if (is_tiddler(builder, written)) {
        builder->item_body = nd_wiki_tiddler(builder->item_body, builder->arena);
        builder->is_markdown_body = true;
    }
    builder->item_line = value->line;
    return true;
}

/* What says of itself that it has no markup, and may look as if it had: quoted lines, programs. */
bool nd_field_plain_body(struct nd_record_builder *builder, const struct nd_value *value,
                         struct nd_value **leftover) {
    builder->is_plain_body = nd_field_body(builder, value, leftover);
    return builder->is_plain_body;
}

bool nd_field_markdown_body(struct nd_record_builder *builder, const struct nd_value *value,
                            struct nd_value **leftover) {
    builder->is_markdown_body = nd_field_body(builder, value, leftover);
    return builder->is_markdown_body;
}

bool nd_field_highlights(struct nd_record_builder *builder, const struct nd_value *value,
                         struct nd_value **leftover) {
    return builder->item != NULL && value->type == ND_STRING &&
           nd_str_find_char(nd_str_trim(value->text), ' ') != SIZE_MAX &&
           nd_field_excerpt(builder, value, leftover);
}

bool nd_field_body_in_sections(struct nd_record_builder *builder, const struct nd_value *value,
                               struct nd_value **leftover) {
    const struct nd_value *first = value->type == ND_LIST ? value->first : NULL;

    return first != NULL && first->type == ND_MAP && nd_field_is_pieces(value) &&
           nd_field_body(builder, value, leftover);
}

/* The longest text in a value or in what it holds, and its key; what is written as data is none. */
static void find_longest(const struct nd_value *value, struct nd_str key, int depth,
                         const struct nd_value **longest, struct nd_str *longest_key) {
    enum { DEEPEST = 8 };

    if (value->type == ND_STRING && !nd_str_starts(value->text, ND_STR("[")) &&
        !nd_str_starts(value->text, ND_STR("{")) &&
        (*longest == NULL || value->text.len > (*longest)->text.len)) {
        *longest = value;
        *longest_key = key;
    }
    for (const struct nd_value *v = value->first; v != NULL && depth < DEEPEST; v = v->next)
        find_longest(v, v->key.len > 0 ? v->key : key, depth + 1, longest, longest_key);
}

void nd_record_tell_missing(struct nd_record_builder *builder) {
    enum { LEAST = 200, LEAST_WORDS = 20 }; /* bytes; what is shorter says something else */
    const struct nd_value *longest = NULL;
    struct nd_str key = ND_STR_NONE;
    size_t words = 0;

    if (builder->article->body.len > 0 || builder->article->shape == ND_SHAPE_HTML ||
        (builder->item == NULL && builder->document->blocks.first != NULL))
        return;
    find_longest(builder->article->metadata, key, 0, &longest, &key);
    if (longest == NULL || longest->text.len < LEAST)
        return;
    for (size_t i = 0; i < longest->text.len; i++)
        words += longest->text.ptr[i] == ' ' || (unsigned char)longest->text.ptr[i] >= 0xE0;
    if (words >= LEAST_WORDS)
        nd_problems_add(builder->problems, ND_P_NO_TEXT, longest->line, longest->column,
                        "no text by its name; \"%.*s\", which is kept as metadata, may be it", (int)key.len,
                        key.ptr);
}
