#include "document/html/html.h"

#include "document/html/html_kinds.h"
#include "document/html/tag.h"
#include "newsdex/limits.h"

#include <string.h>

/*
 * libgumbo is linear for ordinary documents, but many of its steps look through the stack of open elements or
 * the list of active formatting elements (HTML, section 13.2.4), and it compares each attribute of a tag with
 * all before it, and with those of other elements where it merges elements or counts equal ones. So the two
 * are played through here with the names of the tags alone, and what the steps would cost is added up. In
 * doubt an element counts as open.
 */

/* Rough nanoseconds, measured with libgumbo 0.10.1. */
enum { BYTE_COST = 75, TAG_COST = 450, DEPTH_COST = 3, ATTRIBUTE_COST = 5, CLONE_COST = 600 };
enum { COMPARED_BYTES = 8 }; /* in one of them */

enum { SAME_FORMATTING = 3 }; /* equal active elements beyond this are forgotten */

struct element {
    GumboTag tag;
    uint64_t hash; /* of the name, when the tag is unknown */
};

/* Some attributes: how many, and the bytes that are looked at when two are compared. */
struct attributes {
    size_t count, bytes;
};

struct active {
    GumboTag tag;
    uint64_t hash; /* of the attributes */
    struct attributes attributes;
    bool is_open; /* still on the stack of open elements */
};

struct stack {
    struct element open[ND_MAX_HTML_DEPTH];
    size_t depth;
    unsigned count[GUMBO_TAG_LAST + 1]; /* of each element on the stack */
    struct active formatting[ND_MAX_HTML_FORMATTING];
    size_t formatting_count, dormant; /* dormant ones are not open */
    bool has_no_end[GUMBO_TAG_LAST + 1];
    bool is_unended[GUMBO_TAG_LAST + 1]; /* its last tag was no end tag: html.c looks for some in the text */
    struct attributes merged[2]; /* of <html> and <body>: those of all such tags, as if all differed */
    uint64_t work;
    const char *reason;
    const char *copied;  /* up to here the text is in lean, or left out */
    struct nd_buf *lean; /* what the parser needs of it */
    bool is_uncertain;   /* from here on the parser may see tags where there are none here, or the reverse */
};

static bool is_one_of(GumboTag tag, const GumboTag *tags, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (tags[i] == tag)
            return true;
    return false;
}

#define IS_ONE_OF(tag, ...)                                                                                  \
    is_one_of(tag, (const GumboTag[]){__VA_ARGS__},                                                          \
              sizeof((const GumboTag[]){__VA_ARGS__}) / sizeof(GumboTag))

static bool is_kind(GumboTag tag, unsigned kind) {
    return (kinds[tag] & kind) != 0;
}

/* Every attribute of one is looked for among those of the other. */
static void compare_attributes(struct stack *stack, struct attributes a, struct attributes b) {
    stack->work += (uint64_t)ATTRIBUTE_COST * a.count * b.count +
                   ((uint64_t)a.count * b.bytes + (uint64_t)b.count * a.bytes) / COMPARED_BYTES;
}

static void push(struct stack *stack, GumboTag tag, uint64_t hash) {
    if (stack->depth == ND_MAX_HTML_DEPTH) {
        stack->reason = "its elements are nested too deeply";
        return;
    }
    stack->open[stack->depth++] = (struct element){tag, hash};
    stack->count[tag]++;
}

/* A formatting element that is popped by the end of another stays active. */
static void make_dormant(struct stack *stack, GumboTag tag) {
    for (size_t i = stack->formatting_count; i-- > 0;)
        if (stack->formatting[i].tag == tag && stack->formatting[i].is_open) {
            stack->formatting[i].is_open = false;
            stack->dormant++;
            return;
        }
}

static void pop_to(struct stack *stack, size_t depth) {
    while (stack->depth > depth) {
        GumboTag tag = stack->open[--stack->depth].tag;
        stack->count[tag]--;
        if (is_kind(tag, FORMATTING))
            make_dormant(stack, tag);
    }
}

/*
 * The place of the innermost open element of this name that is not behind one of the kind barrier; SIZE_MAX
 * when there is none. hash is 0 but for unknown elements; versions of libgumbo differ in whether they compare
 * names.
 */
static size_t find(struct stack *stack, GumboTag tag, uint64_t hash, unsigned barrier) {
    if (stack->count[tag] == 0)
        return SIZE_MAX;
    for (size_t i = stack->depth; i-- > 0;) {
        stack->work += DEPTH_COST;
        if (stack->open[i].tag == tag) {
            if (stack->open[i].hash != hash)
                stack->reason = "its elements do not match";
            return i;
        }
        if (is_kind(stack->open[i].tag, barrier))
            break;
    }
    return SIZE_MAX;
}

static void pop_through(struct stack *stack, GumboTag tag, unsigned barrier) {
    size_t at = find(stack, tag, 0, barrier);

    if (at != SIZE_MAX)
        pop_to(stack, at);
}

/* Elements that were closed from outside are opened again before what follows. */
static void reconstruct(struct stack *stack) {
    for (size_t i = 0; i < stack->formatting_count && stack->dormant > 0 && stack->reason == NULL; i++) {
        if (stack->formatting[i].is_open)
            continue;
        stack->formatting[i].is_open = true;
        stack->dormant--;
        push(stack, stack->formatting[i].tag, 0);
        stack->work += CLONE_COST;
    }
}

static void forget_active(struct stack *stack, size_t at) {
    stack->dormant -= !stack->formatting[at].is_open;
    stack->formatting_count--;
    memmove(stack->formatting + at, stack->formatting + at + 1,
            (stack->formatting_count - at) * sizeof *stack->formatting);
}

static size_t find_active(const struct stack *stack, GumboTag tag) {
    size_t at = stack->formatting_count;

    while (at-- > 0)
        if (stack->formatting[at].tag == tag)
            return at;
    return SIZE_MAX;
}

/* Takes one element off the stack and leaves those inside it. */
static void remove_element(struct stack *stack, size_t at) {
    stack->count[stack->open[at].tag]--;
    stack->depth--;
    memmove(stack->open + at, stack->open + at + 1, (stack->depth - at) * sizeof *stack->open);
}

/* The adoption agency: blocks inside the element that ends stay open. */
static void end_formatting(struct stack *stack, GumboTag tag) {
    size_t at = find(stack, tag, 0, SCOPE), active = find_active(stack, tag);
    bool has_block = false;

    if (active == SIZE_MAX || (at == SIZE_MAX && stack->count[tag] > 0))
        return;
    forget_active(stack, active);
    if (at == SIZE_MAX)
        return;
    for (size_t i = at; i < stack->depth; i++)
        has_block |= is_kind(stack->open[i].tag, SPECIAL);
    stack->work += DEPTH_COST * (stack->depth - at);
    if (!has_block)
        pop_to(stack, at + 1);
    else
        stack->work += (uint64_t)CLONE_COST * 8;
    remove_element(stack, at);
}

static void start_formatting(struct stack *stack, const struct nd_tag *tag) {
    struct active latest = {
        tag->id, nd_str_hash(tag->attributes), {tag->attribute_count, tag->attributes.len}, true};
    size_t same = 0, oldest = 0;

    if (tag->id == GUMBO_TAG_A || tag->id == GUMBO_TAG_NOBR)
        end_formatting(stack, tag->id);
    reconstruct(stack);
    push(stack, tag->id, 0);
    for (size_t i = stack->formatting_count; i-- > 0;) {
        if (stack->formatting[i].tag != tag->id)
            continue;
        compare_attributes(stack, stack->formatting[i].attributes, latest.attributes);
        if (stack->formatting[i].hash == latest.hash) {
            same++;
            oldest = i;
        }
    }
    if (same >= SAME_FORMATTING)
        forget_active(stack, oldest);
    if (stack->formatting_count == ND_MAX_HTML_FORMATTING) {
        stack->reason = "too many elements such as <b> and <font> are not closed";
        return;
    }
    stack->formatting[stack->formatting_count++] = latest;
}

/* Where elements of tables go: what is open inside the present row or cell ends. Outside tables they are
 * ignored. */
static void start_table_part(struct stack *stack, GumboTag tag) {
    size_t table = find(stack, GUMBO_TAG_TABLE, 0, 0), keep = table;

    if (table == SIZE_MAX)
        return;
    for (size_t i = table + 1; i < stack->depth; i++) {
        GumboTag open = stack->open[i].tag;
        if (IS_ONE_OF(open, GUMBO_TAG_TBODY, GUMBO_TAG_THEAD, GUMBO_TAG_TFOOT) &&
            IS_ONE_OF(tag, GUMBO_TAG_TR, GUMBO_TAG_TD, GUMBO_TAG_TH))
            keep = i;
        if (open == GUMBO_TAG_TR && IS_ONE_OF(tag, GUMBO_TAG_TD, GUMBO_TAG_TH))
            keep = i;
    }
    stack->work += DEPTH_COST * (stack->depth - table);
    pop_to(stack, keep + 1);
    push(stack, tag, 0);
}

/* The end of a part of a table reaches through everything but another table. */
static void end_table_part(struct stack *stack, GumboTag tag) {
    for (size_t i = stack->depth; i-- > 0 && stack->count[tag] > 0;) {
        stack->work += DEPTH_COST;
        if (stack->open[i].tag == tag) {
            pop_to(stack, i);
            return;
        }
        if (IS_ONE_OF(stack->open[i].tag, GUMBO_TAG_TABLE, GUMBO_TAG_TEMPLATE))
            return;
    }
}

/* The item that a new one ends: of this name, with nothing but inline elements, div and p in between. */
static void end_item(struct stack *stack, GumboTag tag) {
    for (size_t i = stack->depth; i-- > 0 && stack->count[tag] > 0;) {
        GumboTag open = stack->open[i].tag;
        stack->work += DEPTH_COST;
        if (open == tag) {
            pop_to(stack, i);
            return;
        }
        if (is_kind(open, SPECIAL) && !IS_ONE_OF(open, GUMBO_TAG_DIV, GUMBO_TAG_P, GUMBO_TAG_ADDRESS))
            return;
    }
}

/* What SVG and MathML have inside that holds HTML again. */
static GumboTag root_of_point(GumboTag tag) {
    if (IS_ONE_OF(tag, GUMBO_TAG_FOREIGNOBJECT, GUMBO_TAG_DESC, GUMBO_TAG_TITLE))
        return GUMBO_TAG_SVG;
    if (IS_ONE_OF(tag, GUMBO_TAG_MI, GUMBO_TAG_MO, GUMBO_TAG_MN, GUMBO_TAG_MS, GUMBO_TAG_MTEXT))
        return GUMBO_TAG_MATH;
    return GUMBO_TAG_UNKNOWN;
}

/* True in SVG and MathML, except where they hold HTML again. */
static bool is_foreign(struct stack *stack) {
    GumboTag root = GUMBO_TAG_UNKNOWN; /* that would make an element already passed one that holds HTML */

    if (stack->count[GUMBO_TAG_SVG] + stack->count[GUMBO_TAG_MATH] == 0)
        return false;
    for (size_t i = stack->depth; i-- > 0;) {
        GumboTag open = stack->open[i].tag;
        stack->work += DEPTH_COST;
        if (IS_ONE_OF(open, GUMBO_TAG_SVG, GUMBO_TAG_MATH))
            return open != root;
        if (root == GUMBO_TAG_UNKNOWN)
            root = root_of_point(open);
    }
    return false;
}

/* Ordinary HTML ends a drawing or formula; false when the element belongs to it. */
static bool leave_foreign(struct stack *stack, GumboTag tag) {
    if (!is_kind(tag, BREAKOUT))
        return false;
    pop_through(stack, stack->count[GUMBO_TAG_SVG] > 0 ? GUMBO_TAG_SVG : GUMBO_TAG_MATH, 0);
    return true;
}

/* Elements whose end tag may be left out. */
static void end_implied(struct stack *stack) {
    while (stack->depth > 0 &&
           IS_ONE_OF(stack->open[stack->depth - 1].tag, GUMBO_TAG_DD, GUMBO_TAG_DT, GUMBO_TAG_LI,
                     GUMBO_TAG_OPTION, GUMBO_TAG_OPTGROUP, GUMBO_TAG_P, GUMBO_TAG_RP, GUMBO_TAG_RT))
        pop_to(stack, stack->depth - 1);
}

static void start_html_element(struct stack *stack, GumboTag id, uint64_t hash) {
    if (id == GUMBO_TAG_LI)
        end_item(stack, id);
    if (id == GUMBO_TAG_OPTION && stack->depth > 0 && stack->open[stack->depth - 1].tag == id)
        pop_to(stack, stack->depth - 1);
    if (IS_ONE_OF(id, GUMBO_TAG_DD, GUMBO_TAG_DT)) {
        end_item(stack, GUMBO_TAG_DD);
        end_item(stack, GUMBO_TAG_DT);
    }
    if (IS_ONE_OF(id, GUMBO_TAG_RP, GUMBO_TAG_RT) && find(stack, GUMBO_TAG_RUBY, 0, SCOPE) != SIZE_MAX)
        end_implied(stack);
    if (!is_kind(id, BLOCK) && !IS_ONE_OF(id, GUMBO_TAG_FORM, GUMBO_TAG_TABLE))
        reconstruct(stack);
    else if (id != GUMBO_TAG_TABLE && stack->count[GUMBO_TAG_BUTTON] == 0)
        pop_through(stack, GUMBO_TAG_P, SCOPE);
    push(stack, id, hash);
}

static uint64_t name_hash(const struct nd_tag *tag) {
    return tag->id == GUMBO_TAG_UNKNOWN ? nd_str_hash(tag->name) : 0;
}

/* The attributes of <html> and <body> are added to those of the first of them, wherever they stand. */
static void merge_attributes(struct stack *stack, const struct nd_tag *tag) {
    struct attributes *merged = &stack->merged[tag->id == GUMBO_TAG_BODY];

    compare_attributes(stack, *merged, (struct attributes){tag->attribute_count, tag->name_bytes});
    merged->count += tag->attribute_count;
    merged->bytes += tag->name_bytes;
}

static void start_element(struct stack *stack, const struct nd_tag *tag) {
    GumboTag id = tag->id;
    uint64_t hash = name_hash(tag);

    stack->work += DEPTH_COST * stack->depth;
    if (IS_ONE_OF(id, GUMBO_TAG_HTML, GUMBO_TAG_BODY))
        merge_attributes(stack, tag);
    if (id == GUMBO_TAG_ANNOTATION_XML)
        stack->reason = "it has formulas with markup in them";
    if (is_foreign(stack) && !leave_foreign(stack, id)) {
        if (!nd_str_ends(tag->attributes, ND_STR("/")))
            push(stack, id, hash);
        return;
    }
    if ((nd_tag_traits(id) & ND_TAG_VOID) != 0 ||
        IS_ONE_OF(id, GUMBO_TAG_HTML, GUMBO_TAG_HEAD, GUMBO_TAG_BODY))
        return;
    if (is_kind(id, TABLE_PART))
        start_table_part(stack, id);
    else if (is_kind(id, FORMATTING))
        start_formatting(stack, tag);
    else
        start_html_element(stack, id, hash);
}

/* The end of an item does not reach out of a list inside it, nor that of a paragraph out of a button. */
static bool blocks_item_end(const struct stack *stack, GumboTag tag, size_t at) {
    for (size_t i = at + 1; i < stack->depth; i++) {
        GumboTag open = stack->open[i].tag;
        if (tag == GUMBO_TAG_LI && IS_ONE_OF(open, GUMBO_TAG_OL, GUMBO_TAG_UL))
            return true;
        if (tag == GUMBO_TAG_P && open == GUMBO_TAG_BUTTON)
            return true;
    }
    return false;
}

static void end_element(struct stack *stack, const struct nd_tag *tag) {
    bool is_scoped =
        is_kind(tag->id, BLOCK | SCOPE) || tag->id == GUMBO_TAG_BUTTON || tag->id == GUMBO_TAG_FORM;
    size_t at;

    stack->work += DEPTH_COST * stack->depth;
    if (is_kind(tag->id, FORMATTING)) {
        end_formatting(stack, tag->id);
        return;
    }
    if (tag->id == GUMBO_TAG_TABLE || is_kind(tag->id, TABLE_PART)) {
        end_table_part(stack, tag->id);
        return;
    }
    at = find(stack, tag->id, name_hash(tag), is_scoped ? SCOPE : SPECIAL);
    if (at == SIZE_MAX)
        return;
    if (tag->id == GUMBO_TAG_FORM)
        remove_element(stack, at);
    else if (!blocks_item_end(stack, tag->id, at))
        pop_to(stack, at);
}

/* True when the parser ends raw content there, too: length bytes into rest. "<!--<script>" in scripts makes
 * it pass over an end. */
static bool is_end_certain(struct nd_str rest, size_t length, const struct nd_tag *tag) {
    size_t at = SIZE_MAX, end = length + tag->name.len + 2; /* behind "</script" */

    if (tag->id == GUMBO_TAG_SCRIPT)
        at = nd_str_find(nd_str_slice(rest, 0, length), ND_STR("<!--"));
    for (; at < length; at++)
        if (nd_str_starts_nocase(nd_str_skip(rest, at), ND_STR("<script")))
            return false;
    return end < rest.len && nd_char_is_one_of(rest.ptr[end], ">/ \t\n");
}

/* Scripts and styles are often half of a page, and nobody reads them in the tree. rest begins with one of
 * length bytes; it is left out, but for its ends of lines. */
static void leave_out(struct stack *stack, struct nd_str rest, size_t length) {
    nd_buf_add(stack->lean, nd_str_of(stack->copied, (size_t)(rest.ptr - stack->copied)));
    for (size_t i = 0; i < length; i++)
        if (rest.ptr[i] == '\n' || rest.ptr[i] == '\r')
            nd_buf_add_char(stack->lean, rest.ptr[i]);
    stack->copied = rest.ptr + length;
}

/* In choices and drawings it depends on much whether content is markup. Without tags it is the same. */
static bool has_tags(struct nd_str rest, const struct nd_tag *tag) {
    enum { MAX_END_TAG = 16 };
    size_t end = nd_str_find_char(rest, '<');

    return end == SIZE_MAX || nd_tag_content(nd_str_slice(rest, end, end + MAX_END_TAG), tag->id) != 0;
}

/* How much of rest, behind a start tag, is no markup. */
static size_t raw_content(struct stack *stack, struct nd_str rest, const struct nd_tag *tag) {
    size_t length;

    stack->is_unended[tag->id] = !tag->is_end;
    stack->is_uncertain |= IS_ONE_OF(tag->id, GUMBO_TAG_XMP, GUMBO_TAG_PLAINTEXT, GUMBO_TAG_FRAMESET);
    if (tag->is_end || (nd_tag_traits(tag->id) & ND_TAG_RAW) == 0)
        return 0;
    if (stack->count[GUMBO_TAG_SELECT] + stack->count[GUMBO_TAG_SVG] + stack->count[GUMBO_TAG_MATH] > 0) {
        stack->is_uncertain = stack->is_uncertain || has_tags(rest, tag);
        return 0;
    }
    length = stack->has_no_end[tag->id] ? SIZE_MAX : nd_tag_content(rest, tag->id);
    stack->has_no_end[tag->id] = length == SIZE_MAX;
    if (length == SIZE_MAX)
        return rest.len;
    stack->is_uncertain = stack->is_uncertain || !is_end_certain(rest, length, tag);
    if (!stack->is_uncertain && !stack->is_unended[GUMBO_TAG_NOSCRIPT] &&
        !stack->is_unended[GUMBO_TAG_VIDEO] && !stack->is_unended[GUMBO_TAG_AUDIO] &&
        !stack->is_unended[GUMBO_TAG_CANVAS] && IS_ONE_OF(tag->id, GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE))
        leave_out(stack, rest, length);
    return length;
}

/* Takes the tag at the beginning of rest; returns how much of rest is done with. */
static size_t take_tag(struct stack *stack, struct nd_str rest) {
    struct attributes own;
    struct nd_tag tag;
    size_t length = nd_tag_scan_strict(rest, &tag);

    if (length == 0)
        return 1;
    own = (struct attributes){tag.attribute_count, tag.name_bytes};
    stack->work += TAG_COST;
    compare_attributes(stack, own, own);
    stack->is_uncertain |= nd_str_starts(rest, ND_STR("<![CDATA["));
    if (tag.is_comment)
        return length;
    if (tag.is_end)
        end_element(stack, &tag);
    else
        start_element(stack, &tag);
    return length + raw_content(stack, nd_str_skip(rest, length), &tag);
}

static bool has_text(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (!nd_char_is_blank(s.ptr[i]))
            return true;
    return false;
}

bool nd_html_is_affordable(struct nd_str *text, struct nd_buf *lean, const char **reason) {
    struct stack stack = {.work = (uint64_t)text->len * BYTE_COST, .copied = text->ptr, .lean = lean};

    for (struct nd_str rest = *text;
         rest.len > 0 && stack.reason == NULL && stack.work <= ND_MAX_HTML_WORK;) {
        size_t length = nd_str_find_char(rest, '<');
        length = length == SIZE_MAX ? rest.len : length;
        if (stack.dormant > 0 && has_text(nd_str_slice(rest, 0, length)))
            reconstruct(&stack);
        rest = nd_str_skip(rest, length);
        if (rest.len > 0)
            rest = nd_str_skip(rest, take_tag(&stack, rest));
    }
    if (stack.reason == NULL && stack.work > ND_MAX_HTML_WORK)
        stack.reason = "it is too long or too involved";
    *reason = stack.reason;
    if (stack.reason != NULL || stack.copied == text->ptr)
        return stack.reason == NULL;
    nd_buf_add(lean, nd_str_skip(*text, (size_t)(stack.copied - text->ptr)));
    *text = nd_buf_str(lean);
    return true;
}
