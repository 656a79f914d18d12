#include "container/xml.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"

#define XML_DTD 1 /* what the header asks for before it names the limits on entities */
#include <expat.h>
#include <stdlib.h>

enum {
    MAX_EXPANSION = 4,            /* text that declared entities make of a byte, */
    EXPANSION_BASE = 1024 * 1024, /* and of a short one */
    MAX_OPEN = 200000,            /* elements without a node: Expat keeps something of each */
    MANY = 10000,                 /* elements, from which on names are counted */
    PIECE = 256 * 1024,           /* Expat gets so much at once, of which it makes a copy */
    LONG_TEXT = 64 * 1024,        /* text that is not copied */
    KEPT_NAMES = 64,              /* names of which there is one copy, by their hashes */
    NAME_BITS = 1 << 21           /* of a set of hashes */
};

struct reading {
    XML_Parser parser;
    struct nd_arena *arena;
    struct nd_xml_node *root, *current;
    struct nd_buf text;  /* since the last tag */
    uint32_t text_line;  /* where it begins */
    uint32_t first_line; /* of what is parsed */
    size_t depth, nodes; /* that are open; that were made */
    size_t ignored;      /* elements open that have no node */
    size_t starts;       /* tags that open one */
    size_t text_bytes, max_text_bytes;
    bool is_limited;  /* some had no node */
    bool has_outside; /* text refers to another file */
    bool is_expanded; /* more text than what was written can mean */
    bool is_too_deep; /* more open elements than there is memory for */
    unsigned char
        *names; /* a bit for the hash of each that was met; NULL: of few elements none are counted */
    size_t name_count;
    struct nd_str kept[KEPT_NAMES];
};

static uint32_t current_line(const struct reading *reading) {
    XML_Size line = XML_GetCurrentLineNumber(reading->parser);

    return reading->first_line + (line > 0 ? (uint32_t)line - 1 : 0);
}

static struct nd_xml_node *add_node(struct reading *reading, uint32_t line) {
    struct nd_xml_node *node = nd_arena_alloc(reading->arena, 1, sizeof *node), *parent = reading->current;

    node->line = line;
    node->parent = parent;
    reading->nodes++;
    if (parent == NULL)
        return node;
    if (parent->last == NULL)
        parent->first = node;
    else
        parent->last->next = node;
    parent->last = node;
    return node;
}

static void end_text(struct reading *reading) {
    struct nd_arena *arena = reading->arena;

    if (reading->text.len > 0 && reading->current != NULL)
        add_node(reading, reading->text_line)->text = reading->text.len < LONG_TEXT
                                                          ? nd_arena_str(arena, nd_buf_str(&reading->text))
                                                          : nd_arena_take(arena, &reading->text);
    nd_buf_clear(&reading->text);
}

/* Most elements and attributes have one of few names. */
static struct nd_str keep_name(struct reading *reading, const XML_Char *name) {
    struct nd_str written = nd_str_from(name), *kept = &reading->kept[nd_str_hash(written) % KEPT_NAMES];

    if (kept->ptr == NULL || !nd_str_eq(*kept, written))
        *kept = nd_arena_str(reading->arena, written);
    return *kept;
}

static const struct nd_xml_attribute *read_attributes(struct reading *reading, const XML_Char **pairs) {
    struct nd_xml_attribute *all;
    size_t count = 0;

    while (pairs[2 * count] != NULL)
        count++;
    if (count == 0)
        return NULL;
    all = nd_arena_alloc(reading->arena, count, sizeof *all);
    for (size_t i = 0; i < count; i++) {
        all[i].name = keep_name(reading, pairs[2 * i]);
        all[i].value = nd_arena_str(reading->arena, nd_str_from(pairs[2 * i + 1]));
        all[i].next = i + 1 < count ? &all[i + 1] : NULL;
    }
    return all;
}

/* Expat has a table of all names, and of each more than its bytes. */
static void count_name(struct reading *reading, const XML_Char *name) {
    size_t bit = (size_t)nd_str_hash(nd_str_from(name)) % NAME_BITS;
    unsigned char mask = (unsigned char)(1 << bit % 8);

    if ((reading->names[bit / 8] & mask) != 0)
        return;
    reading->names[bit / 8] |= mask;
    if (++reading->name_count > ND_MAX_XML_NAMES)
        (void)XML_StopParser(reading->parser, XML_FALSE);
}

static void count_names(struct reading *reading, const XML_Char *name, const XML_Char **attributes) {
    if (reading->names == NULL)
        reading->names = nd_alloc_array(NAME_BITS / 8, 1);
    count_name(reading, name);
    for (; attributes[0] != NULL; attributes += 2)
        count_name(reading, attributes[0]);
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes) {
    struct reading *reading = data;
    struct nd_xml_node *node;

    if (++reading->starts > MANY)
        count_names(reading, name, attributes);
    if (reading->ignored > 0 || reading->depth >= ND_MAX_XML_DEPTH || reading->nodes >= ND_MAX_XML_NODES) {
        reading->is_limited = true;
        if (reading->ignored++ >= MAX_OPEN) {
            reading->is_too_deep = true;
            (void)XML_StopParser(reading->parser, XML_FALSE);
        }
        return;
    }
    end_text(reading);
    node = add_node(reading, current_line(reading));
    node->name = keep_name(reading, name);
    node->attributes = read_attributes(reading, attributes);
    node->is_cut = true;
    if (reading->root == NULL)
        reading->root = node;
    reading->current = node;
    reading->depth++;
}

static void XMLCALL on_end(void *data, const XML_Char *name) {
    struct reading *reading = data;

    (void)name;
    if (reading->ignored > 0) {
        reading->ignored--;
        return;
    }
    end_text(reading);
    reading->current->is_cut = false;
    reading->current = reading->current->parent;
    reading->depth--;
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length) {
    struct reading *reading = data;

    reading->text_bytes += (size_t)length;
    if (reading->text_bytes > reading->max_text_bytes) {
        reading->is_expanded = true;
        (void)XML_StopParser(reading->parser, XML_FALSE);
        return;
    }
    if (reading->text.len == 0)
        reading->text_line = current_line(reading);
    nd_buf_add(&reading->text, nd_str_of(text, (size_t)length));
}

/* A name that is declared where we do not look: it stays as written. */
static void XMLCALL on_skipped(void *data, const XML_Char *name, int is_parameter) {
    struct reading *reading = data;

    if (is_parameter != 0)
        return;
    on_text(reading, "&", 1);
    on_text(reading, name, (int)nd_str_from(name).len);
    on_text(reading, ";", 1);
}

static int XMLCALL on_outside(XML_Parser parser, const XML_Char *context, const XML_Char *base,
                              const XML_Char *system, const XML_Char *public) {
    struct reading *reading = XML_GetUserData(parser);

    (void)context, (void)base, (void)system, (void)public;
    reading->has_outside = true;
    return XML_STATUS_OK;
}

static void *allocate(size_t size) {
    return nd_alloc_resize(NULL, size, 1);
}

static void *resize(void *memory, size_t size) {
    return nd_alloc_resize(memory, size, 1);
}

/* Expat copies what it gets, and looks again at the beginning of a tag or comment whose end it has not seen:
 * it gets at least as much more each time, so that all of that stays linear. */
static enum XML_Error parse_pieces(XML_Parser parser, struct nd_str text) {
    size_t at = 0, length = PIECE;

    do {
        XML_Index done;
        length = length < text.len - at ? length : text.len - at;
        if (XML_Parse(parser, text.ptr + at, (int)length, at + length == text.len) != XML_STATUS_OK)
            return XML_GetErrorCode(parser);
        at += length;
        done = XML_GetCurrentByteIndex(parser);
        length = done < 0 || at - (size_t)done < PIECE ? PIECE : at - (size_t)done;
    } while (at < text.len);
    return XML_ERROR_NONE;
}

static enum XML_Error parse(struct reading *reading, struct nd_str text) {
    static const XML_Memory_Handling_Suite memory = {allocate, resize, free};
    enum XML_Error error;

    reading->parser = XML_ParserCreate_MM("UTF-8", &memory, NULL);
    if (reading->parser == NULL)
        nd_alloc_exhausted();
    XML_SetUserData(reading->parser, reading);
    XML_SetElementHandler(reading->parser, on_start, on_end);
    XML_SetCharacterDataHandler(reading->parser, on_text);
    XML_SetSkippedEntityHandler(reading->parser, on_skipped);
    XML_SetExternalEntityRefHandler(reading->parser, on_outside);
    (void)XML_UseForeignDTD(reading->parser,
                            XML_TRUE); /* names that are not declared are skipped, no error */
    (void)XML_SetBillionLaughsAttackProtectionMaximumAmplification(reading->parser, MAX_EXPANSION);
    (void)XML_SetBillionLaughsAttackProtectionActivationThreshold(reading->parser, EXPANSION_BASE);
    reading->max_text_bytes = EXPANSION_BASE + text.len * MAX_EXPANSION;
    error = parse_pieces(reading->parser, text);
    end_text(reading);
    return error;
}

static void report(const struct reading *reading, enum XML_Error error, struct nd_problems *problems) {
    uint32_t line = current_line(reading), column = (uint32_t)XML_GetCurrentColumnNumber(reading->parser) + 1;

    if (reading->is_expanded || error == XML_ERROR_AMPLIFICATION_LIMIT_BREACH)
        nd_problems_add(problems, ND_P_XML_LIMIT, line, column,
                        "entities that stand for more text than there is; the rest is not read");
    else if (reading->is_too_deep)
        nd_problems_add(problems, ND_P_XML_LIMIT, line, column,
                        "XML: elements nested more than %d deep; the rest is not read", (int)MAX_OPEN);
    else if (reading->name_count > ND_MAX_XML_NAMES)
        nd_problems_add(problems, ND_P_XML_LIMIT, line, column,
                        "XML: more than %d names of elements and attributes; the rest is not read",
                        (int)ND_MAX_XML_NAMES);
    else if (error == XML_ERROR_NO_ELEMENTS && reading->root != NULL)
        nd_problems_add(problems, ND_P_XML_SYNTAX, line, column,
                        "XML: it ends before its elements do; what is there was read");
    else if (error != XML_ERROR_NONE)
        nd_problems_add(problems, ND_P_XML_SYNTAX, line, column, "XML: %s; %s", XML_ErrorString(error),
                        reading->root == NULL ? "nothing was read" : "what comes before was read");
    if (reading->is_limited && !reading->is_too_deep)
        nd_problems_add(problems, ND_P_XML_LIMIT, reading->first_line, 0,
                        "XML: more than %d elements, or nested more than %d deep; of the rest only the text "
                        "was read",
                        ND_MAX_XML_NODES, ND_MAX_XML_DEPTH);
    if (reading->has_outside)
        nd_problems_add(problems, ND_P_XML_SYNTAX, reading->first_line, 0,
                        "XML: text of another file is referred to, and was not fetched");
}

/* At the first tag: blanks, a byte order mark and the declaration, whose encoding is no longer true. */
static struct nd_str at_first_tag(struct nd_str text, uint32_t *line) {
    struct nd_str all = text;
    size_t end;

    text =
        nd_str_skip(text, nd_str_find_char(text, '<') == SIZE_MAX ? text.len : nd_str_find_char(text, '<'));
    if (nd_str_starts(text, ND_STR("<?xml ")) && (end = nd_str_find(text, ND_STR("?>"))) != SIZE_MAX)
        text = nd_str_skip(text, end + 2);
    for (size_t i = 0; i < all.len - text.len; i++)
        *line += all.ptr[i] == '\n';
    return text;
}

/* Up to the reference that is one too many. */
static struct nd_str without_excess(struct nd_str text, uint32_t line, struct nd_problems *problems) {
    size_t count = 0, at = 0, found;

    for (; count <= ND_MAX_XML_REFERENCES; count++, at += found + 1)
        if ((found = nd_str_find_char(nd_str_skip(text, at), '&')) == SIZE_MAX)
            return text;
    nd_problems_add(problems, ND_P_XML_LIMIT, line, 0,
                    "XML: more than %d references to characters; the rest is not read",
                    (int)ND_MAX_XML_REFERENCES);
    return nd_str_slice(text, 0, at - 1);
}

/* Reads text once; *error is what it ended with. */
static struct reading read_once(struct nd_str text, uint32_t line, bool keep_declared, struct nd_arena *arena,
                                enum XML_Error *error) {
    struct reading reading = {.arena = arena, .first_line = line};
    struct nd_buf repaired = {0};

    if (nd_xml_repair(text, keep_declared, &repaired))
        text = nd_buf_str(&repaired);
    *error = parse(&reading, text);
    nd_buf_free(&repaired);
    nd_buf_free(&reading.text);
    free(reading.names);
    return reading;
}

struct nd_xml_node *nd_xml_read(struct nd_str text, uint32_t line, struct nd_arena *arena,
                                struct nd_problems *problems) {
    bool may_declare;
    struct reading reading;
    enum XML_Error error;

    text = at_first_tag(text, &line);
    text = without_excess(text, line, problems);
    may_declare = nd_str_find(nd_str_slice(text, 0, ND_CONTAINER_HEAD), ND_STR("<!ENTITY")) != SIZE_MAX;
    reading = read_once(text, line, may_declare, arena, &error);
    if (may_declare && reading.root == NULL) { /* broken declarations */
        XML_ParserFree(reading.parser);
        reading = read_once(text, line, false, arena, &error);
    }
    report(&reading, error, problems);
    XML_ParserFree(reading.parser);
    return reading.root;
}
