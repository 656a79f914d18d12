/*
 * The document stage: decoded text in, a generic document out. It knows notations (YAML, TOML, JSON front
 * matter; markdown, HTML, plain text) and nothing about news. Everything lives in the caller's arena or in
 * the text that was handed in. No input is an error: what cannot be read as metadata stays body text, and
 * every loss or guess becomes a problem.
 */
#ifndef NEWSDEX_DOCUMENT_H
#define NEWSDEX_DOCUMENT_H

#include "newsdex/problem.h"
#include "newsdex/str.h"
#include "newsdex/value.h"

enum nd_markup { ND_PLAIN, ND_MARKDOWN, ND_HTML };

enum nd_block_type {
    ND_HEADING,   /* level 1 to 6 */
    ND_PARAGRAPH, /* text may contain '\n' where the source asks for a line break */
    ND_LIST_ITEM, /* level: nesting, from 1; ordinal: its number in an ordered list, otherwise 0 */
    ND_QUOTE,     /* a paragraph inside a quotation; level: nesting, from 1 */
    ND_CODE,      /* verbatim lines */
    ND_TABLE,     /* rows */
    ND_RULE       /* a thematic break, no text */
};

struct nd_link {
    struct nd_str url;  /* as written */
    struct nd_str text; /* readable */
    bool is_image;
    struct nd_link *next;
};

struct nd_table_row {
    struct nd_str *cells; /* readable text */
    size_t count;
    struct nd_table_row *next;
};

/* What an element of HTML is, as far as it matters to the text in it. */
enum nd_element_kind {
    ND_ELEMENT_OTHER,
    ND_ELEMENT_P,
    ND_ELEMENT_ITEM, /* of a list */
    ND_ELEMENT_CELL, /* of a table that lays out the page */
    ND_ELEMENT_ARTICLE,
    ND_ELEMENT_MAIN,
    ND_ELEMENT_HEADER,
    ND_ELEMENT_FOOTER,
    ND_ELEMENT_ASIDE,
    ND_ELEMENT_NAV,
    ND_ELEMENT_FORM,
    ND_ELEMENT_FIGURE,
    ND_ELEMENT_ADDRESS
};

/* What the names say that a page gives to its elements: classes, ids, roles, microdata. Never more than a
 * hint. */
enum nd_hint {
    ND_HINT_BODY = 1 << 0,     /* "entry-content", itemprop="articleBody" */
    ND_HINT_ARTICLE = 1 << 1,  /* "post", "story" */
    ND_HINT_CONTENT = 1 << 2,  /* "content", "text" */
    ND_HINT_LEAD = 1 << 3,     /* "intro", "standfirst" */
    ND_HINT_TITLE = 1 << 4,    /* "headline" */
    ND_HINT_META = 1 << 5,     /* "byline", "tags", "date" */
    ND_HINT_CAPTION = 1 << 6,  /* "caption", "gallery" */
    ND_HINT_COMMENT = 1 << 7,  /* "comments", "reply" */
    ND_HINT_NAV = 1 << 8,      /* "menu", "breadcrumb" */
    ND_HINT_FRAME = 1 << 9,    /* "header", "footer" */
    ND_HINT_SIDE = 1 << 10,    /* "sidebar", "widget" */
    ND_HINT_RELATED = 1 << 11, /* "teaser", "popular" */
    ND_HINT_SHARE = 1 << 12,   /* "social", "print" */
    ND_HINT_AD = 1 << 13,      /* "sponsored", "shop" */
    ND_HINT_NOTICE = 1 << 14   /* "cookie", "newsletter", "login" */
};
/* Those above; some of the words for META say more. */
enum { ND_HINTS = 15, ND_HINT_DATE = 1 << ND_HINTS };

/* An element of HTML that begins and ends on a line of its own. Lives as long as the blocks. */
struct nd_element {
    const struct nd_element *parent; /* NULL: none around it */
    enum nd_element_kind kind;
    unsigned hints;     /* of enum nd_hint */
    uint32_t index;     /* from 0, in reading order: parents come before their children */
    uint32_t signature; /* equal for elements of one kind that have the same classes */
    bool is_furniture;  /* it, or one around it, is no part of the text by its tag, role or name */
    bool is_linked;     /* it is inside a link */
    bool is_entry; /* the text of an entry, by microformats2 (h-entry) or a program that copies texts to read
                    */
    bool is_archive; /* put into the page by an archive of the web */
};

/* One block of text in reading order; nesting is flattened. text is readable: no markup, entities decoded. */
struct nd_block {
    enum nd_block_type type;
    int level, ordinal;
    uint32_t line;             /* of the file, from 1; 0 when unknown */
    struct nd_str text;        /* tables: empty; so it is where there are only images, which are in links */
    struct nd_str emphasised;  /* the first strong or emphasised run, when there is one */
    size_t buttons;            /* HTML: bytes of text in buttons, where there are two or more */
    size_t kicker;             /* HTML headings: bytes of text that stand above the heading proper */
    struct nd_link *links;     /* in order */
    struct nd_table_row *rows; /* tables: the first row is the header */
    const struct nd_element *element; /* HTML: the innermost around it; otherwise NULL */
    struct nd_block *next;
};

struct nd_blocks {
    struct nd_block *first, *last;
    size_t count;
    const struct nd_value *tags; /* markdown: "#harbour" of note keepers, without the sign; a list, or NULL */
};

/* What a page shows in an element that it names for who wrote something: of its article, a comment, a teaser.
 */
struct nd_author_mark {
    struct nd_str text;               /* its lines, ND_MAX_AUTHOR_MARK bytes at most */
    const struct nd_block *behind;    /* the last block before it, or NULL */
    const struct nd_element *element; /* the innermost around it, or itself; or NULL */
    bool is_name;                     /* it is said that there is a name in it and nothing else */
    struct nd_author_mark *next;
};

enum nd_notation { ND_NO_FRONT_MATTER, ND_YAML, ND_TOML, ND_JSON };

struct nd_document {
    enum nd_notation notation;
    const struct nd_value *front_matter; /* a map, or NULL when there is none or nothing could be saved */
    const struct nd_value *header; /* a map: "Title: …" lines above a text without front matter; or NULL */
    enum nd_markup markup;
    struct nd_str body;  /* the text behind the front matter, as written but for references in plain text */
    uint32_t body_line;  /* the line of the file on which body begins, from 1 */
    struct nd_str title; /* HTML: the <title>, otherwise ND_STR_NONE */
    const struct nd_value *head; /* HTML: what it says of itself, see nd_html_head; otherwise NULL */
    struct nd_blocks blocks;
    uint32_t elements;                    /* HTML: how many there are around the blocks */
    const struct nd_author_mark *authors; /* HTML: in order; NULL when there are none */
};

/* What nd_blocks_html finds beside the text. */
struct nd_html_page {
    struct nd_str title; /* the text of <title>, or ND_STR_NONE */
    uint32_t elements;   /* how many there are around the blocks */
    struct nd_author_mark *authors, *last_author;
    size_t author_count;
};

/*
 * Entries that need not be read again: maps in the block list of one key of the front matter, known by the
 * lines they are made of and the column (from 1) where these begin. The reader makes a map without members
 * of each. Only for a key whose list the caller reads with regard to that.
 */
struct nd_known_entries {
    bool (*is_list)(struct nd_str key);
    /* What is known, or NULL; *nodes: values and keys in the entry, which count towards the limit. */
    const void *(*find)(void *context, struct nd_str lines, uint32_t column, size_t *nodes);
    void *context;
};

/* Reads text (valid UTF-8, LF line ends, no NUL) into *document. The ending of path, which may be absent,
 * tells reStructuredText, AsciiDoc and Org that nothing else does. known may be NULL. */
void nd_document_read(struct nd_str text, struct nd_str path, const struct nd_known_entries *known,
                      struct nd_arena *arena, struct nd_problems *problems, struct nd_document *document);

/*
 * What a file says that has nothing but fields: YAML, TOML or the header of a text, with or without the lines
 * that front matter stands between. NULL when it is none.
 */
const struct nd_value *nd_document_read_fields(struct nd_str text, struct nd_arena *arena,
                                               struct nd_problems *problems);

/* The same for a body alone, which begins on line: fills markup, body, blocks and what goes with them. */
void nd_document_read_body(struct nd_str body, uint32_t line, struct nd_arena *arena,
                           struct nd_problems *problems, struct nd_document *document);

/* The same for one that is known to be markdown, and for plain text, whatever it looks like. */
void nd_document_read_markdown(struct nd_str body, uint32_t line, struct nd_arena *arena,
                               struct nd_problems *problems, struct nd_document *document);
void nd_document_read_plain(struct nd_str body, uint32_t line, struct nd_arena *arena,
                            struct nd_document *document);

/*
 * Finds what body is written in by looking at it: HTML when it begins with a tag that only HTML has, markdown
 * when it has enough unmistakable signs of it, otherwise plain text. Never looks at a file name.
 */
enum nd_markup nd_detect_markup(struct nd_str body);

/* The three readers of bodies. line is the file's line on which body begins. Blocks are appended. */
void nd_blocks_markdown(struct nd_str body, uint32_t line, struct nd_arena *arena,
                        struct nd_problems *problems, struct nd_blocks *blocks);
/* page may be NULL, for what is only part of a page: then its blocks know no elements. */
void nd_blocks_html(struct nd_str body, uint32_t line, struct nd_arena *arena, struct nd_problems *problems,
                    struct nd_blocks *blocks, struct nd_html_page *page);
/*
 * What a page of HTML says of itself where no reader sees it, in order, as a map that may repeat its keys;
 * NULL when there is nothing. meta:NAME is the content of <meta> with that name, property or itemprop, in
 * lower case; html:lang, html:canonical are what they are called; html:saved-from is where a program says
 * that it has the page from; html:time is a <time datetime> that can only
 * be that of the article; html:unseen is the markup in <noscript> and <noframes>, html:state a script that
 * may hold an object, html:scripts says that there are scripts or frames; json-ld is the tree of a script of
 * that type (a list under the key @graph).
 */
const struct nd_value *nd_html_head(struct nd_str body, struct nd_arena *arena, struct nd_problems *problems);
/* Plain text: paragraphs separated by blank lines or by an indented first line; line ends inside are kept. */
void nd_blocks_plain(struct nd_str body, uint32_t line, struct nd_arena *arena, struct nd_blocks *blocks);

/* The text of a tiddler (TiddlyWiki) as markdown. */
struct nd_str nd_wiki_tiddler(struct nd_str text, struct nd_arena *arena);
/* "market [[fresh fish]]", its list of tags, with commas. */
struct nd_str nd_wiki_tags(struct nd_str tags, struct nd_arena *arena);

/* Adds an empty block of this type at the end. */
struct nd_block *nd_blocks_add(struct nd_blocks *blocks, struct nd_arena *arena, enum nd_block_type type);
/* Adds a block that is in no list, or of whose list nothing is wanted any more behind it. */
void nd_blocks_append(struct nd_blocks *blocks, struct nd_block *block);

/*
 * Appends the blocks from first up to but not including end (NULL: to the last) as readable text: blank lines
 * between blocks, except from one list item to the next; "- " before list items (the number, if ordered);
 * rows of tables on lines of their own with " | " between cells. No line end at the end.
 */
void nd_blocks_text(const struct nd_block *first, const struct nd_block *end, struct nd_buf *out);

/* Readable text of a snippet that may contain HTML tags and entities ("AT&amp;T <b>up</b>"), on one line. */
struct nd_str nd_html_inline(struct nd_str snippet, struct nd_arena *arena);

/*
 * Appends the character that the reference at the beginning of s (s.ptr[0] is '&') stands for, by HTML's name
 * or by number, and returns the length of the reference; 0 when there is none.
 */
size_t nd_entity_decode(struct nd_str s, struct nd_buf *out);
/* Appends s with all references decoded. */
void nd_entity_decode_all(struct nd_str s, struct nd_buf *out);

/*
 * What a mail program writes above a letter that it forwards, prints or saves as text, with nothing but a
 * line that says so before it: Subject, Date, author or provider, From, To and Cc. *text goes behind it,
 * *number to its last line. NULL when there is none.
 */
struct nd_value *nd_header_read_letter(struct nd_str *text, uint32_t *number, struct nd_arena *arena);
/* Whether who sends ("Name <address>") sends for a house: no name of a person stands in the address. */
bool nd_header_is_publisher(struct nd_str from);

#endif
