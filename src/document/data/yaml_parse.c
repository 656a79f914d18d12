#include "document/data/yaml.h"

#include "document/front_matter.h"
#include "newsdex/alloc.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <string.h>
#include <yaml.h>

enum { ANCHOR_CHAINS = 64, VALUE_BYTES = 8 /* around a value */ };

/* A collection that is still open. */
struct level {
    struct nd_value *node;
    struct nd_str key; /* maps: the key whose value comes next */
    bool has_key;
};

struct anchor {
    struct nd_str name;
    struct nd_value *node;
    struct anchor *next;
};

struct reader {
    yaml_parser_t parser;
    struct nd_arena *arena;
    struct nd_problems *problems;
    uint32_t first_line;
    struct level levels[ND_MAX_YAML_DEPTH];
    size_t depth;
    struct anchor *anchors[ANCHOR_CHAINS];
    size_t anchor_count;
    size_t alias_bytes; /* that aliases may still stand for */
    struct nd_yaml_result *result;
};

/* A copy without NUL, which "\0" can bring in and no text here has. */
static struct nd_str copy_bytes(struct reader *reader, const yaml_char_t *bytes, size_t length) {
    struct nd_str raw = nd_str_of((const char *)bytes, length), copy;
    struct nd_buf text = {0};
    size_t at;

    if (nd_str_find_char(raw, '\0') == SIZE_MAX)
        return nd_arena_str(reader->arena, raw);
    while ((at = nd_str_find_char(raw, '\0')) != SIZE_MAX) {
        nd_buf_add(&text, nd_str_slice(raw, 0, at));
        nd_utf8_add(&text, ND_UTF8_BAD);
        raw = nd_str_skip(raw, at + 1);
    }
    nd_buf_add(&text, raw);
    copy = nd_arena_str(reader->arena, nd_buf_str(&text));
    nd_buf_free(&text);
    return copy;
}

static void stop(struct reader *reader, const char *why, bool is_limit, yaml_mark_t mark) {
    if (reader->result->why != NULL)
        return;
    reader->result->why = why;
    reader->result->is_limit = is_limit;
    reader->result->line = reader->first_line + (uint32_t)mark.line;
    reader->result->column = (uint32_t)mark.column + 1;
}

static void count_nodes(struct reader *reader, size_t more, yaml_mark_t mark) {
    reader->result->nodes += more;
    if (reader->result->nodes > ND_MAX_YAML_NODES)
        stop(reader, "too many values", true, mark);
}

static struct nd_value *new_node(struct reader *reader, enum nd_value_type type, yaml_mark_t mark) {
    struct nd_value *node = nd_value_new(reader->arena, type);

    node->line = reader->first_line + (uint32_t)mark.line;
    node->column = (uint32_t)mark.column + 1;
    count_nodes(reader, 1, mark);
    return node;
}

/* The place in its chain where the anchor of this name is, or NULL stands. */
static struct anchor **find_anchor(struct reader *reader, struct nd_str name) {
    struct anchor **link = &reader->anchors[nd_str_hash(name) % ANCHOR_CHAINS];

    while (*link != NULL && !nd_str_eq((*link)->name, name))
        link = &(*link)->next;
    return link;
}

/* A name may be used again; from then on it means the new node. */
static void remember_anchor(struct reader *reader, const yaml_char_t *name, struct nd_value *node,
                            yaml_mark_t mark) {
    struct nd_str text = nd_str_from((const char *)name);
    struct anchor **link;

    if (name == NULL)
        return;
    link = find_anchor(reader, text);
    if (*link == NULL) {
        if (++reader->anchor_count > ND_MAX_YAML_ANCHORS) {
            stop(reader, "too many anchors", true, mark);
            return;
        }
        *link = nd_arena_alloc(reader->arena, 1, sizeof **link);
        (*link)->name = nd_arena_str(reader->arena, text);
    }
    (*link)->node = node;
}

/* What a finished tree is made of. */
struct weight {
    size_t nodes, bytes; /* bytes: about as many as it is written in */
    size_t height;       /* collections in a row */
};

/* Looks at no more than about limit values. */
static struct weight weigh(const struct nd_value *node, size_t limit) {
    struct weight weight = {1, node->key.len + node->text.len + VALUE_BYTES, 0}, below;

    for (const struct nd_value *v = node->first; v != NULL && weight.nodes < limit; v = v->next) {
        below = weigh(v, limit - weight.nodes);
        weight.nodes += below.nodes;
        weight.bytes += below.bytes;
        weight.height = below.height > weight.height ? below.height : weight.height;
    }
    weight.height += node->type == ND_LIST || node->type == ND_MAP;
    return weight;
}

/* What an alias stands for counts as if it were written there. */
static void count_alias(struct reader *reader, const struct nd_value *node, yaml_mark_t mark) {
    struct weight weight = weigh(node, ND_MAX_YAML_NODES);

    count_nodes(reader, weight.nodes, mark);
    if (weight.bytes > reader->alias_bytes)
        stop(reader, "aliases stand for too much", true, mark);
    else
        reader->alias_bytes -= weight.bytes;
    if (reader->depth + weight.height > ND_MAX_YAML_DEPTH)
        stop(reader, "nested too deeply", true, mark);
}

/* A map key must be text; a collection as a key is written "?". */
static void attach(struct reader *reader, struct nd_value *node) {
    struct level *level;

    if (reader->depth == 0) {
        if (reader->result->root == NULL)
            reader->result->root = node;
        return;
    }
    level = &reader->levels[reader->depth - 1];
    if (level->node->type == ND_LIST) {
        nd_value_add(level->node, node);
    } else if (!level->has_key) {
        level->key = node->text.ptr == NULL ? ND_STR("?") : node->text;
        level->has_key = true;
    } else {
        nd_value_put(level->node, level->key, node);
        level->has_key = false;
    }
}

static void on_alias(struct reader *reader, const yaml_event_t *event) {
    struct anchor *anchor = *find_anchor(reader, nd_str_from((const char *)event->data.alias.anchor));
    struct nd_value *node;

    if (anchor == NULL) {
        stop(reader, "alias of an unknown anchor", false, event->start_mark);
        return;
    }
    for (size_t i = 0; i < reader->depth; i++)
        if (reader->levels[i].node == anchor->node) {
            stop(reader, "alias inside its own anchor", false, event->start_mark);
            return;
        }
    count_alias(reader, anchor->node, event->start_mark);
    if (reader->result->why != NULL)
        return;
    node = nd_value_new(reader->arena, ND_NULL);
    *node = *anchor->node; /* members are shared, the place among siblings is not */
    node->next = NULL;
    node->key = ND_STR_NONE;
    attach(reader, node);
}

/* Keys, half of all scalars, need no node unless something refers to them. */
static bool is_plain_key(const struct reader *reader, const yaml_event_t *event) {
    const struct level *level = reader->depth == 0 ? NULL : &reader->levels[reader->depth - 1];

    return level != NULL && level->node->type == ND_MAP && !level->has_key &&
           event->data.scalar.anchor == NULL;
}

static void on_scalar(struct reader *reader, const yaml_event_t *event) {
    struct nd_str text = copy_bytes(reader, event->data.scalar.value, event->data.scalar.length);
    const char *tag = (const char *)event->data.scalar.tag;
    struct nd_value *node;

    if (is_plain_key(reader, event)) {
        count_nodes(reader, 1, event->start_mark);
        reader->levels[reader->depth - 1].key = text;
        reader->levels[reader->depth - 1].has_key = true;
        return;
    }
    node = new_node(reader, ND_STRING, event->start_mark);
    node->text = text;
    if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
        (tag == NULL || strcmp(tag, YAML_STR_TAG) != 0))
        nd_yaml_type_plain(node, text);
    remember_anchor(reader, event->data.scalar.anchor, node, event->start_mark);
    attach(reader, node);
}

static void on_open(struct reader *reader, const yaml_event_t *event, enum nd_value_type type,
                    const yaml_char_t *anchor) {
    struct nd_value *node;

    if (reader->depth == ND_MAX_YAML_DEPTH) {
        stop(reader, "nested too deeply", true, event->start_mark);
        return;
    }
    node = new_node(reader, type, event->start_mark);
    remember_anchor(reader, anchor, node, event->start_mark);
    attach(reader, node);
    reader->levels[reader->depth++] = (struct level){.node = node};
}

static void copy_members(struct reader *reader, const struct nd_value *from, struct nd_value *to) {
    for (const struct nd_value *v = from->first; v != NULL; v = v->next) {
        struct nd_value *copy = nd_value_new(reader->arena, v->type);
        *copy = *v;
        copy->next = NULL;
        nd_value_put(to, v->key, copy);
    }
}

/*
 * "<<" takes in the members of a map or of several, the first of which counts most; the map's own keys count
 * more than all of them (yaml.org/type/merge.html). The copies are no more than the alias was counted for.
 */
static void merge(struct reader *reader, struct nd_value *map) {
    struct nd_value own = *map;
    const struct nd_value *source = nd_value_get(map, ND_STR("<<"));
    struct nd_value **reversed;
    size_t at;

    if (source == NULL || (source->type != ND_MAP && source->type != ND_LIST))
        return;
    map->first = map->last = NULL;
    map->count = 0;
    if (source->type == ND_MAP) {
        copy_members(reader, source, map);
    } else {
        reversed = nd_arena_alloc(reader->arena, source->count + 1, sizeof *reversed);
        at = source->count;
        for (struct nd_value *v = source->first; v != NULL; v = v->next)
            reversed[--at] = v;
        for (; at < source->count; at++)
            if (reversed[at]->type == ND_MAP)
                copy_members(reader, reversed[at], map);
    }
    for (struct nd_value *v = own.first, *next; v != NULL; v = next) {
        next = v->next;
        v->next = NULL;
        if (v != source)
            nd_value_add(map, v);
    }
    nd_value_drop_repeats(map, NULL);
}

static void on_close(struct reader *reader) {
    struct level *level = &reader->levels[--reader->depth];

    if (level->node->type != ND_MAP)
        return;
    nd_value_drop_repeats(level->node, reader->problems);
    merge(reader, level->node);
}

/* Handles one event; false at the end of the document. */
static bool on_event(struct reader *reader, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        on_alias(reader, event);
        break;
    case YAML_SCALAR_EVENT:
        on_scalar(reader, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        on_open(reader, event, ND_LIST, event->data.sequence_start.anchor);
        break;
    case YAML_MAPPING_START_EVENT:
        on_open(reader, event, ND_MAP, event->data.mapping_start.anchor);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        on_close(reader);
        break;
    case YAML_DOCUMENT_END_EVENT:
    case YAML_STREAM_END_EVENT:
        return false;
    default:
        break;
    }
    return reader->result->why == NULL;
}

/* Where libyaml gave up: at the opening quote rather than at the end of the text when one is never closed. */
static void stop_at_error(struct reader *reader, struct nd_str block) {
    const yaml_parser_t *parser = &reader->parser;
    yaml_mark_t mark = parser->problem_mark;
    struct nd_str before = nd_str_slice(block, 0, parser->problem_offset), line;

    if (parser->error == YAML_MEMORY_ERROR)
        nd_alloc_exhausted();
    if (parser->error == YAML_READER_ERROR) {
        mark = (yaml_mark_t){0, 0, 0};
        for (struct nd_str rest = before; nd_str_next_line(&rest, &line) && rest.len > 0;)
            mark.line++;
        line = nd_str_skip(before, nd_str_rfind_char(before, '\n') + 1);
        mark.column = nd_utf8_count(line);
        mark.line += before.len > 0 && line.len == 0;
    } else if (parser->context != NULL && strcmp(parser->context, "while scanning a quoted scalar") == 0) {
        mark = parser->context_mark;
    }
    stop(reader, parser->problem == NULL ? "cannot be read" : parser->problem, false, mark);
}

/* libyaml compares every %TAG directive with all before it. */
static bool has_too_many_directives(struct nd_str block) {
    struct nd_str line;
    size_t count = 0;

    while (nd_str_next_line(&block, &line) && count <= ND_MAX_YAML_DIRECTIVES)
        count += line.len > 0 && line.ptr[0] == '%';
    return count > ND_MAX_YAML_DIRECTIVES;
}

void nd_yaml_parse(struct nd_str block, uint32_t first_line, struct nd_arena *arena,
                   struct nd_problems *problems, struct nd_yaml_result *result) {
    struct reader reader = {.arena = arena, .problems = problems, .first_line = first_line, .result = result};
    yaml_event_t event;
    bool more = true;

    *result = (struct nd_yaml_result){.line = first_line, .column = 1};
    reader.alias_bytes = ND_REPEATED_BASE + ND_REPEATED_FACTOR * block.len;
    if (block.len == 0) /* libyaml takes no NULL */
        return;
    if (has_too_many_directives(block))
        stop(&reader, "too many directives", true, (yaml_mark_t){0, 0, 0});
    if (result->why != NULL)
        return;
    if (!yaml_parser_initialize(&reader.parser))
        nd_alloc_exhausted();
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)block.ptr, block.len);
    while (more) {
        if (!yaml_parser_parse(&reader.parser, &event)) {
            stop_at_error(&reader, block);
            break;
        }
        more = on_event(&reader, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&reader.parser);
    if (result->why != NULL)
        result->root = NULL;
}
