#include "document/markdown/markdown.h"

#include "newsdex/bytes.h"
#include "newsdex/limits.h"

/*
 * libcmark 0.30.2 takes time in proportion to what it reads, but the proportion differs a hundredfold, and
 * two things are quadratic: blank lines inside nested lists, and links between images that are never closed.
 * What parsing will cost is added up here line by line, generously: code counts as text, and a line that
 * could be taken for a list item is one.
 */

/* Rough nanoseconds. */
enum { BYTE_COST = 3, LINE_COST = 350, DEPTH_COST = 25, ITEM_COST = 230, IMAGE_COST = 3 };

enum { MAX_MARKERS = ND_MAX_MARKDOWN_DEPTH };

struct scan {
    struct nd_markdown_scan result;
    size_t indents[MAX_MARKERS]; /* by nesting: the column on which the content of an open list item begins */
    size_t depth;
    uint64_t images, closed; /* of the present paragraph: "![" and "](" or "][" */
};

static void refuse(struct scan *scan, const char *reason) {
    if (scan->result.reason == NULL)
        scan->result.reason = reason;
}

/* The length of a list marker and one blank at offset at, 0 when there is none. */
static size_t list_marker(struct nd_str line, size_t at) {
    size_t i = at;

    if (i < line.len && nd_char_is_one_of(line.ptr[i], "-*+"))
        i++;
    else {
        while (i < line.len && i - at < 9 && nd_char_is_digit(line.ptr[i]))
            i++;
        if (i == at || i == line.len || (line.ptr[i] != '.' && line.ptr[i] != ')'))
            return 0;
        i++;
    }
    return i == line.len ? i - at : nd_char_is_blank(line.ptr[i]) ? i + 1 - at : 0;
}

/* "- - - -" is a rule. */
static bool is_rule(struct nd_str line) {
    char c;

    if (line.len == 0 || !nd_char_is_one_of(line.ptr[0], "-*_"))
        return false;
    c = line.ptr[0];
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] != c && !nd_char_is_blank(line.ptr[i]))
            return false;
    return true;
}

static void open_item(struct scan *scan, size_t column, size_t content) {
    while (scan->depth > 0 && scan->indents[scan->depth - 1] > column)
        scan->depth--;
    if (scan->depth == MAX_MARKERS)
        refuse(scan, "its lists are nested too deeply");
    else
        scan->indents[scan->depth++] = content;
}

/* Reads the markers in front of a line that put it into quotations and lists; returns what follows them. */
static struct nd_str read_markers(struct scan *scan, struct nd_str line) {
    size_t i = 0, quotes = 0, column = 0, length;

    for (;;) {
        for (; i < line.len && nd_char_is_blank(line.ptr[i]); i++)
            column += line.ptr[i] == '\t' ? 4 - column % 4 : 1;
        if (i < line.len && line.ptr[i] == '>') {
            length = 1;
            scan->result.work += DEPTH_COST;
            if (++quotes > ND_MAX_MARKDOWN_DEPTH)
                refuse(scan, "its quotations are nested too deeply");
        } else if ((length = list_marker(line, i)) > 0 && !is_rule(nd_str_skip(line, i))) {
            scan->result.work += ITEM_COST;
            open_item(scan, column, column + length);
        } else {
            break;
        }
        i += length;
        column += length;
        if (scan->result.reason != NULL)
            break;
    }
    return nd_str_skip(line, i);
}

static void end_paragraph(struct scan *scan) {
    scan->result.work += IMAGE_COST * scan->images * scan->closed;
    scan->images = scan->closed = 0;
}

/* True when all of eight bytes are blanks, small letters or of characters beyond ASCII. */
static bool costs_nothing(const char *at) {
    uint64_t word = nd_bytes_load(at), low = nd_bytes_low(word);

    return ((word | nd_bytes_reach(low, 'a') | ~nd_bytes_differ(low, ' ')) & ND_BYTES_OF(0x80)) ==
           ND_BYTES_OF(0x80);
}

/* Adds up what characters cost that begin or end something inline, or at which libcmark cuts the text. */
static void read_inline(struct scan *scan, struct nd_str line) {
    static const unsigned short cost[256] = {
        ['*'] = 500, ['_'] = 500,  ['['] = 500, ['&'] = 400,  ['<'] = 400, ['!'] = 400, [']'] = 300,
        ['`'] = 300, ['\\'] = 200, ['"'] = 200, ['\''] = 200, ['.'] = 200, ['>'] = 100,
    };

    for (size_t i = 0, stop; i < line.len; i = stop) {
        stop = line.len - i < sizeof(uint64_t) ? line.len : i + sizeof(uint64_t);
        if (stop - i == sizeof(uint64_t) && costs_nothing(line.ptr + i))
            continue;
        for (; i < stop; i++) {
            unsigned more = cost[(unsigned char)line.ptr[i]];
            if (more == 0)
                continue;
            scan->result.work += more;
            scan->closed += line.ptr[i] == ']';
            scan->images += line.ptr[i] == '!' && i + 1 < line.len && line.ptr[i + 1] == '[';
        }
    }
}

static void read_line(struct scan *scan, struct nd_str line) {
    size_t columns;

    scan->result.work += LINE_COST + BYTE_COST * line.len;
    line = read_markers(scan, line);
    if (line.len == 0) {
        end_paragraph(scan);
        scan->result.work += DEPTH_COST * scan->depth;
        return;
    }
    if (!scan->result.has_tables && nd_char_is_one_of(line.ptr[0], "|-:"))
        scan->result.has_tables = nd_table_is_delimiter(line, &columns);
    read_inline(scan, line);
}

struct nd_markdown_scan nd_markdown_scan(struct nd_str body) {
    struct scan scan = {.result = {NULL, 0, false, 0}};
    struct nd_str line;

    while (scan.result.reason == NULL && nd_str_next_line(&body, &line)) {
        scan.result.line++;
        read_line(&scan, line);
        if (scan.result.work + IMAGE_COST * scan.images * scan.closed > ND_MAX_MARKDOWN_WORK)
            refuse(&scan, "it is too long or too involved");
    }
    return scan.result;
}
