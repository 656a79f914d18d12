#include "document/markdown/markdown_pieces.h"

#include "document/markdown/markdown.h"
#include "newsdex/limits.h"
#include "newsdex/map.h"

/*
 * Once a block of CommonMark is followed by another, nothing that comes later changes it. So the last block
 * of a piece, which may go on behind its end, is left to the next piece, and all others are what they are in
 * the whole. The same holds for the items of a list. What a block is depends on nothing in front of it,
 * except the numbers of list items, and the definitions links refer to.
 *
 * libcmark does not tell the definitions it found. They are got out of it by links: in front of each piece
 * goes a paragraph "[label]" for every label a line of the piece may define, and those that became links
 * were defined. All definitions then go in front of each piece that is read.
 */

enum { MAX_LABELS = 65536 }; /* that are remembered, not to repeat definitions */

static size_t start_line(cmark_node *node) {
    return (size_t)cmark_node_get_start_line(node);
}

/* At least size bytes from the front of s, to the end of a line. */
static struct nd_str whole_lines(struct nd_str s, size_t size) {
    size_t end;

    if (size >= s.len)
        return s;
    end = nd_str_find_char(nd_str_skip(s, size), '\n');
    return end == SIZE_MAX ? s : nd_str_slice(s, 0, size + end + 1);
}

static size_t count_lines(struct nd_str s) {
    struct nd_str line;
    size_t count = 0;

    while (nd_str_next_line(&s, &line))
        count++;
    return count;
}

/* The offset in s of its line with this index. */
static size_t offset_of_line(struct nd_str s, size_t index) {
    struct nd_str rest = s, line;

    while (index-- > 0 && nd_str_next_line(&rest, &line))
        ;
    return s.len - rest.len;
}

static void close_tree(struct nd_pieces *pieces) {
    if (pieces->tree != NULL)
        nd_cmark_arena_close(&pieces->memory, pieces->tree);
    pieces->tree = NULL;
}

static void open_tree(struct nd_pieces *pieces) {
    pieces->before = pieces->front_lines;
    pieces->tree = nd_cmark_arena_open(&pieces->memory, nd_buf_str(&pieces->front), pieces->text);
}

/* Blank lines and definitions alone: the offset behind the last blank line, 0 when there is none. */
static size_t behind_blank_line(struct nd_str s) {
    while (s.len > 1 && (s.ptr[s.len - 1] != '\n' || s.ptr[s.len - 2] != '\n'))
        s.len--;
    return s.len > 1 ? s.len : 0;
}

/* The last block of the tree, or the last item of the list that is its last block. */
static cmark_node *uncertain_node(struct nd_pieces *pieces) {
    cmark_node *last = cmark_node_last_child(pieces->tree), *item;

    if (last == NULL || start_line(last) <= pieces->before)
        return NULL;
    item = cmark_node_get_type(last) == CMARK_NODE_LIST ? cmark_node_last_child(last) : NULL;
    pieces->is_list_cut = item != NULL && cmark_node_previous(item) != NULL;
    return pieces->is_list_cut ? item : last;
}

/* Ends the piece where its tree is certain; false when nothing in it is. */
static bool cut(struct nd_pieces *pieces) {
    cmark_node *node;
    size_t end;

    pieces->is_list_cut = false;
    node = uncertain_node(pieces);
    if (node == NULL)
        end = behind_blank_line(pieces->text);
    else
        end = offset_of_line(pieces->text, start_line(node) - pieces->before - 1);
    if (end == 0)
        return false;
    pieces->text = nd_str_slice(pieces->text, 0, end);
    if (node != NULL) {
        cmark_node_unlink(node);
        cmark_node_free(node);
    }
    return true;
}

/* Pieces of the usual size never are. */
static bool is_too_long(const struct nd_pieces *pieces) {
    struct nd_str text = pieces->text;

    return text.len / 2 > pieces->size &&
           (text.len > ND_MAX_MARKDOWN_PIECE || nd_markdown_scan(text).work > ND_MAX_MARKDOWN_PIECE_WORK);
}

/* Goes on to what is behind the present piece. */
static void go_on(struct nd_pieces *pieces) {
    close_tree(pieces);
    pieces->line += count_lines(pieces->text);
    pieces->rest = nd_str_skip(pieces->rest, pieces->text.len);
    pieces->text = whole_lines(pieces->rest, pieces->size);
    pieces->is_within_list = pieces->is_list_cut;
}

/* Makes the present piece, of which nothing is certain, twice as long. */
static void take_more(struct nd_pieces *pieces) {
    close_tree(pieces);
    pieces->text = whole_lines(pieces->rest, 2 * pieces->text.len);
}

/* The length of a label, in which there are no brackets; SIZE_MAX when it does not end. */
static size_t label_length(struct nd_str s) {
    for (size_t i = 0; i < s.len && s.ptr[i] != '['; i++) {
        if (s.ptr[i] == ']')
            return i;
        i += s.ptr[i] == '\\';
    }
    return SIZE_MAX;
}

/* "[label]:" behind nothing but what begins lists and quotations. */
static bool is_definition(struct nd_str line, struct nd_str *label) {
    size_t i = 0, end;

    while (i < line.len && nd_char_is_one_of(line.ptr[i], " \t>-+*.)0123456789"))
        i++;
    if (i == line.len || line.ptr[i] != '[')
        return false;
    line = nd_str_skip(line, i + 1);
    end = label_length(line);
    *label = nd_str_trim(nd_str_slice(line, 0, end));
    return end != SIZE_MAX && end + 1 < line.len && line.ptr[end + 1] == ':' && label->len > 0;
}

static bool has_definitions(struct nd_str text) {
    struct nd_str line, label;

    if (nd_str_find(text, ND_STR("]:")) == SIZE_MAX)
        return false;
    while (nd_str_next_line(&text, &line))
        if (is_definition(line, &label))
            return true;
    return false;
}

/* Puts a paragraph in front of the present piece for each label that it may define. */
static void write_questions(struct nd_pieces *pieces) {
    struct nd_str rest = pieces->text, line, label;

    nd_buf_clear(&pieces->front);
    pieces->front_lines = 0;
    while (nd_str_next_line(&rest, &line)) {
        if (!is_definition(line, &label))
            continue;
        nd_buf_add_char(&pieces->front, '[');
        nd_buf_add(&pieces->front, label);
        nd_buf_add_z(&pieces->front, "]\n\n");
        pieces->front_lines += 2;
    }
}

/* The definitions that were found. */
struct definitions {
    struct nd_map *labels;
    struct nd_buf text, key;
    size_t count;
};

/* True the first time, by the letters of ASCII; for others a second definition does no harm. */
static bool is_new(struct definitions *definitions, struct nd_str label) {
    struct nd_buf *key = &definitions->key;
    int64_t number;

    nd_buf_clear(key);
    for (size_t i = 0; i < label.len; i++)
        nd_buf_add_char(key, nd_char_lower(label.ptr[i]));
    if (nd_map_get(definitions->labels, nd_buf_str(key), &number))
        return false;
    nd_map_put(definitions->labels, nd_buf_str(key), 0);
    return true;
}

/* Adds a definition that means the same as the one that was found. */
static void add_definition(struct definitions *definitions, struct nd_str label, struct nd_str url) {
    struct nd_buf *text = &definitions->text;

    if (text->len + label.len + url.len > ND_MAX_MARKDOWN_DEFINITIONS ||
        nd_str_find_char(url, '\n') != SIZE_MAX || !is_new(definitions, label))
        return;
    nd_buf_add_char(text, '[');
    nd_buf_add(text, label);
    nd_buf_add_z(text, "]: <");
    for (size_t i = 0; i < url.len; i++) {
        if (nd_char_is_one_of(url.ptr[i], "<>\\&"))
            nd_buf_add_char(text, '\\');
        nd_buf_add_char(text, url.ptr[i]);
    }
    nd_buf_add_z(text, ">\n\n");
    definitions->count++;
}

/* Reads the answers to the questions in front of the present piece. */
static void read_answers(struct nd_pieces *pieces, struct definitions *definitions) {
    cmark_node *node = cmark_node_first_child(pieces->tree), *link;
    struct nd_str rest = pieces->text, line, label;

    while (nd_str_next_line(&rest, &line) && node != NULL && start_line(node) <= pieces->before) {
        if (!is_definition(line, &label))
            continue;
        link = cmark_node_first_child(node);
        if (link != NULL && cmark_node_get_type(link) == CMARK_NODE_LINK)
            add_definition(definitions, label, nd_str_from(cmark_node_get_url(link)));
        node = cmark_node_next(node);
    }
}

/* Walks once over the whole for its definitions, and puts them in front of all pieces to come. */
static void collect_definitions(const struct nd_pieces *whole, struct nd_pieces *pieces) {
    struct definitions definitions = {nd_map_new(MAX_LABELS), {NULL, 0, 0}, {NULL, 0, 0}, 0};

    pieces->is_asking = true;
    while (nd_pieces_next(pieces))
        read_answers(pieces, &definitions);
    nd_pieces_fini(pieces);
    *pieces = *whole;
    pieces->front = definitions.text;
    pieces->front_lines = 2 * definitions.count;
    nd_buf_free(&definitions.key);
    nd_map_free(definitions.labels);
}

void nd_pieces_init(struct nd_pieces *pieces, struct nd_str text, size_t size) {
    const struct nd_pieces whole = {.rest = text, .text = ND_STR(""), .size = size};

    *pieces = whole;
    if (text.len <= size)
        return;
    if (has_definitions(text))
        collect_definitions(&whole, pieces);
    if (pieces->size < 4 * pieces->front.len) /* or most of the time would go into definitions */
        pieces->size = 4 * pieces->front.len;
}

/* What of the front is not taken for a definition is no part of the text. */
static void drop_front(struct nd_pieces *pieces) {
    cmark_node *node;

    while ((node = cmark_node_first_child(pieces->tree)) != NULL && start_line(node) <= pieces->before) {
        cmark_node_unlink(node);
        cmark_node_free(node);
    }
}

/* Parses the present piece and cuts it; false when nothing of it is certain. */
static bool read_piece(struct nd_pieces *pieces) {
    if (pieces->is_asking)
        write_questions(pieces);
    open_tree(pieces);
    if (pieces->text.len < pieces->rest.len && !cut(pieces))
        return false;
    if (!pieces->is_asking)
        drop_front(pieces);
    return true;
}

bool nd_pieces_next(struct nd_pieces *pieces) {
    go_on(pieces);
    while (pieces->rest.len > 0 && !pieces->is_refused) {
        pieces->is_refused = is_too_long(pieces);
        if (pieces->is_refused || read_piece(pieces))
            break;
        take_more(pieces);
    }
    return pieces->rest.len > 0 && !pieces->is_refused;
}

void nd_pieces_fini(struct nd_pieces *pieces) {
    close_tree(pieces);
    nd_cmark_arena_fini(&pieces->memory);
    nd_buf_free(&pieces->front);
}
