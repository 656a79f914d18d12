/*
 * What a reader of a format is: a row of the table in formats.c. Private to the container stage.
 *
 * sniff looks at the beginning of a file, at most ND_CONTAINER_HEAD bytes. open is called once at the
 * beginning and may pass over what stands before the first record. next finds where the next record ends and
 * takes it off the stream. read makes an item of a decoded record; many threads call it at the same time, so
 * that it changes nothing of the reader.
 */
#ifndef CONTAINER_FORMAT_H
#define CONTAINER_FORMAT_H

#include "container/stream.h"
#include "newsdex/container.h"
#include "newsdex/limits.h"

struct nd_reader; /* of one file: each format has its own */

/* What next found: the record is of bytes [from, from + length) of the rest, of which taken are done with. */
struct nd_cut {
    size_t from, length, taken;
    bool is_cut;          /* the file ends in it */
    bool is_open;         /* with ND_END: the file ends before what stands around its records does */
    struct nd_str remark; /* on the whole file, known at its last record; lives as long as the reader */
    bool remark_is_note;  /* nothing is wrong: something was left out that is no article */
    struct nd_str around; /* see nd_record; lives as long as the reader */
};

/* How far a record is passed over that is too large to be held; all zero at its beginning. */
struct nd_pass {
    size_t depth;
    bool is_begun, in_quotes, is_escaped, is_behind_colon;
    char before;     /* of a row: the sign before */
    bool needs_more; /* set by pass: what it left may be the beginning of a mark; more is wanted behind it */
};

/* What open may leave with the stream, for formats that can do more. */
struct nd_hooks {
    /*
     * How many bytes of piece still belong to a record that is too large to be held and of which piece goes
     * on; all of them when it does not end there. Or NULL.
     */
    size_t (*pass)(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state);
    /* What is to be said of the whole file behind its last record. Or NULL. */
    void (*report)(const struct nd_reader *reader, struct nd_problems *problems);
    /*
     * How many bytes before the end of a file have an effect on where records end, because it ends; where
     * nothing is kept from one record to the next but what open finds. 0: such a reader has to see all of the
     * file.
     */
    uint64_t window;
};

/* For pass, where a record ends behind </NAME>. */
size_t nd_pass_element(struct nd_str name, struct nd_str piece, struct nd_pass *state);
/* The same of values of JSON. */
size_t nd_json_pass_piece(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state);
/* Of rows. */
extern const struct nd_hooks nd_csv_hooks;

/* What the files of a format are, and what read gets of a record. */
enum nd_format_kind {
    ND_FORMAT_TEXT,     /* many articles, or data: its first records are looked at; read gets decoded text */
    ND_FORMAT_ARTICLES, /* many articles for sure; read gets decoded text */
    ND_FORMAT_BYTES,    /* the same; read gets bytes as they are and decodes them itself */
    ND_FORMAT_SINGLE    /* the same of a file that is one article, in a notation of its own: a mail */
};

struct nd_format {
    const char *name;
    bool (*sniff)(struct nd_str head, bool is_whole);
    struct nd_reader *(*open)(struct nd_stream *stream, struct nd_arena *arena);
    /* ND_OK; ND_END: there are no more; ND_TOO_BIG: more bytes are needed, call again with them, without
     * those that are taken. */
    enum nd_status (*next)(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut);
    bool (*read)(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item);
    struct nd_str (*note)(const struct nd_reader *reader); /* or NULL */
    enum nd_format_kind kind;
};

extern const struct nd_format nd_format_mail, nd_format_mail_digest, nd_format_mbox, nd_format_csv,
    nd_format_json, nd_format_feed, nd_format_opml, nd_format_bookmarks, nd_format_reuters, nd_format_trec,
    nd_format_nexis, nd_format_europresse, nd_format_proquest, nd_format_proquest_mail, nd_format_factiva,
    nd_format_factiva_xml, nd_format_factiva_text;
extern const struct nd_format nd_format_ghost, nd_format_dump;
extern const struct nd_format nd_format_warc, nd_format_arc, nd_format_empty;
extern const struct nd_format nd_format_nitf, nd_format_newsml, nd_format_newsml_g2, nd_format_tei,
    nd_format_trafilatura, nd_format_rcv1, nd_format_iptc7901, nd_format_xml;
extern const struct nd_format nd_format_enex, nd_format_stackexchange, nd_format_mediawiki, nd_format_ris,
    nd_format_nbib, nd_format_refer, nd_format_bibtex, nd_format_endnote, nd_format_pubmed, nd_format_dblp,
    nd_format_jats, nd_format_chat, nd_format_telegram, nd_format_series, nd_format_yaml, nd_format_latex,
    nd_format_wikipage, nd_format_html_table, nd_format_json_columns, nd_format_clippings, nd_format_labels,
    nd_format_oai, nd_format_mods, nd_format_marc, nd_format_scanned, nd_format_docbook, nd_format_disqus,
    nd_format_conll, nd_format_zotero, nd_format_livejournal, nd_format_tumblr, nd_format_sms,
    nd_format_story, nd_format_gutenberg, nd_format_bundle, nd_format_marked, nd_format_toutiao,
    nd_format_science;

/* The first of the table that takes a file beginning with head, or NULL. */
const struct nd_format *nd_format_find(struct nd_str head, bool is_whole);

/* json_language.c: texts take the place of maps that hold them; in several languages the first is read, which
 * is told. */
void nd_json_settle_forms(struct nd_value *map, struct nd_arena *arena, struct nd_problems *problems,
                          uint32_t line);
/* True for "en", "pt-BR", as texts are kept below. */
bool nd_json_is_language(struct nd_str key);
/* json.c: the item of an object that is a record. */
bool nd_json_read_record(struct nd_str object, uint32_t line, struct nd_arena *arena,
                         struct nd_problems *problems, struct nd_item *item);
/* Makes map the fields of item; what known formats mean by their keys is said by its aliases. */
void nd_json_dialect(struct nd_value *map, struct nd_arena *arena, struct nd_item *item);
/* json_reference.c: the same of a reference; false when map is none. */
bool nd_json_reference(struct nd_value *map, struct nd_arena *arena, struct nd_item *item);
/* json_social.c: of a bookmark as Pinboard and Delicious write it, also in XML. */
void nd_json_bookmark(const struct nd_value *map, struct nd_item *item);
/* The same of a post on a network. */
bool nd_json_social(struct nd_value *map, struct nd_arena *arena, struct nd_item *item);
/* json_paper.c: the same of a paper in a catalogue of research. */
bool nd_json_paper(struct nd_value *map, struct nd_arena *arena, struct nd_item *item);
/* json_reading.c: the same of an item that a reader of feeds keeps, and of a message. */
bool nd_json_reading(struct nd_value *map, struct nd_arena *arena, struct nd_item *item);
/*
 * json_export.c: of what people take away from networks; around is what stands around the list, or NULL.
 * False when map is none; what is no article is left out, which *left_out tells then.
 */
bool nd_json_export(struct nd_value *map, const struct nd_value *around, struct nd_arena *arena,
                    struct nd_item *item, struct nd_str *left_out);
/* json_visit.c: of what a browser asked for and got; what is no page is left out as well. */
bool nd_json_visit(const struct nd_value *map, uint32_t line, struct nd_arena *arena,
                   struct nd_problems *problems, struct nd_item *item, struct nd_str *left_out);
/* json_comment.c: of what readers write, and of what nothing else is known for. */
void nd_json_comment(struct nd_value *map, struct nd_arena *arena, struct nd_item *item);
/* json_notebook.c: of a notebook, which is a text of its own; false when map is none. */
bool nd_json_notebook(const struct nd_value *map, struct nd_arena *arena, struct nd_item *item);
/* json_pass.c: behind blanks and commas from at on. */
size_t nd_json_pass(struct nd_str text, size_t at);
/* Behind the key at at and its colon: where its value begins; SIZE_MAX if there is none. */
size_t nd_json_pass_key(struct nd_str text, size_t at, struct nd_str *key);
/* json_wrapping.c: what stands before the JSON of a callback, an assignment or a browser's page; 0: nothing.
 */
size_t nd_json_wrapping(struct nd_str text);
/* What such a page has for & and <, as it was. */
struct nd_str nd_json_without_references(struct nd_str text, struct nd_arena *arena);

#endif
