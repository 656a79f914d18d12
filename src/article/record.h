/*
 * What the builders of records share: setting fields together with where they came from, and the pieces of
 * text from which titles and excerpts are made. Private to the article stage.
 */
#ifndef ARTICLE_RECORD_H
#define ARTICLE_RECORD_H

#include "article/seen.h"
#include "newsdex/article.h"
#include "newsdex/date.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

struct nd_main_text; /* page/main_text.h */
struct nd_issue_part;

enum {
    ND_LONG_LINE_CHARS = 120 /* lines longer than this on average are paragraphs, shorter ones are wrapped */
};

/* Everything a builder of a record works with. */
struct nd_record_builder {
    struct nd_arena *arena;
    struct nd_reference_cache *cache; /* or NULL */
    struct nd_problems *problems;
    const struct nd_document *document;
    const struct nd_block *title;    /* of a page: the block that is its title, or NULL */
    const struct nd_main_text *main; /* of a whole page, of HTML or as text; otherwise NULL */
    struct nd_blocks furniture;      /* of a page: what is none of its text */
    const char *cut_by;              /* how it was found */
    size_t links;                    /* of a page that is but a list of these, their number */
    const struct nd_block *credits;  /* below a text: where lines begin that say whose it is, or NULL */
    struct nd_issue_part *issue;     /* articles it is an issue of, or NULL (issue.h) */
    bool is_paper;                   /* the text was on pages, and is none of a page of the web */
    bool is_whole;                   /* what those are is not asked */
    struct nd_article *article;
    const struct nd_item *item;     /* a record of a container, or NULL */
    const struct nd_beside *beside; /* what is kept beside the file, or NULL */
    struct nd_str item_body;        /* its body as written, and the line on which it begins */
    uint32_t item_line;
    bool is_plain_body, is_markdown_body;           /* which it is known to be */
    struct nd_str site_language, site_language_key; /* of the feed a record comes in */
    const char *origin; /* what provenance of fields begins with: "front-matter", "section", "header" */
    bool is_reference;  /* the record is of what another article says */
    struct nd_seen names[3], authors, related, images;
    const struct nd_value *fields;   /* the map whose keys are being read, or NULL */
    struct nd_date_reading doubt;    /* a date that may be either of two days, */
    const struct nd_value *doubtful; /* and where it was said, or NULL */
    struct nd_date day_beside; /* what a source says besides its name, under that key; year 0: nothing */
    struct nd_str day_key;
    struct nd_str day_without_year; /* that the text begins with, behind a place */
    bool is_creation;               /* the date of front matter is that on which the file was made */
    bool is_doubt_shown;            /* in the text of a page, so that no field holds it */
    bool has_more_names;            /* than a list may have */
};

/* Notes the source of a field; the printf-made text lives in the arena. */
void nd_record_source(struct nd_record_builder *builder, const char *field, const char *format, ...)
    ND_PRINTF(3, 4);
/* The same for a key of what is being read: "front-matter:KEY". */
void nd_record_source_key(struct nd_record_builder *builder, const char *field, struct nd_str key);
bool nd_record_has_source(const struct nd_article *article, const char *field);
/* Where a field came from, or absent. */
struct nd_str nd_record_source_of(const struct nd_article *article, const char *field);

/* Adds a name unless the list, of which seen knows the members, has it already (ASCII case ignored), or has
 * ND_MAX_NAMES, which is reported. */
void nd_record_add_to(struct nd_record_builder *builder, struct nd_names *names, struct nd_seen *seen,
                      struct nd_str name);
/* "harbour" of "#harbour", as networks and note keepers have it. */
struct nd_str nd_record_untagged(const struct nd_record_builder *builder, struct nd_str name);
/* The same to the list of a role, without the sign of a tag. */
void nd_record_add_name(struct nd_record_builder *builder, enum nd_role role, struct nd_str name);
/* The names of one string with commas between them. */
void nd_record_add_names(struct nd_record_builder *builder, enum nd_role role, struct nd_str list);
/* Adds those who wrote it, of one string as bylines and keys have them: "By A B and C D", "[[A B]]; C D". */
void nd_record_add_authors(struct nd_record_builder *builder, struct nd_str list);
/* Adds an image; of one that is there already only the size is taken over, if none was known. False when a
 * size was not. */
bool nd_record_add_image(struct nd_record_builder *builder, struct nd_image *image);
/*
 * Adds what the article says of another; dropped when it names nothing, the article itself, or something the
 * list has already.
 */
void nd_record_add_related(struct nd_record_builder *builder, struct nd_article *reference);

/* The body from blocks first up to end. */
void nd_record_set_body(struct nd_record_builder *builder, const struct nd_block *first,
                        const struct nd_block *end);
/* One line: runs of blanks and line ends become a space. Returns s itself when there is nothing to do. */
struct nd_str nd_text_on_one_line(struct nd_str s, struct nd_arena *arena);
/* s without the marks of inline markdown: `code`, **strong**, *emphasis*, [text](link). */
struct nd_str nd_text_unmarked(struct nd_str s, struct nd_arena *arena);
/* Without the sign of a list or of a quotation that it begins with; of a list the first item. */
struct nd_str nd_text_without_bullet(struct nd_str text);
/* The first sentence of text (its end included), at most a paragraph. */
struct nd_str nd_text_first_sentence(struct nd_str text);
/* True when text ends as a sentence does: . ! ? 。 … possibly behind a quote or bracket. */
bool nd_text_ends_sentence(struct nd_str text);
/* True when a line is no title but signs alone, or how data begins: "[", "<?xml version=…". */
bool nd_text_is_data(struct nd_str line);
/* True when the first character behind blanks is a small letter. */
bool nd_text_begins_small(struct nd_str text);
/* True when text begins with words, whatever the case of the letters of either, of all alphabets. */
bool nd_text_begins_with(struct nd_str text, struct nd_str words);
/* s in lower case, as far as size bytes of out have room for it; a character may take more bytes than before.
 */
struct nd_str nd_text_lower(struct nd_str s, char *out, size_t size);
/* False for most that does not, by the first byte alone; for long lists. */
static inline bool nd_text_may_begin_with(struct nd_str text, struct nd_str words) {
    return text.len > 0 && words.len > 0 &&
           (nd_char_lower(text.ptr[0]) == nd_char_lower(words.ptr[0]) ||
            (unsigned char)(text.ptr[0] & words.ptr[0]) >= 0x80);
}
/* As teasers do: the beginning of a text, and dots. */
bool nd_text_is_cut_off(struct nd_str s);
/* True when a sentence ends somewhere in text. */
bool nd_text_has_sentence(struct nd_str text);
/* False where no digit of any script can be in text; cheap. */
bool nd_text_may_have_number(struct nd_str text);
/* s cut to at most max characters with … behind it, or s itself. */
struct nd_str nd_text_shorten(struct nd_str s, size_t max, struct nd_arena *arena);

/* Sets title from the first sentence of text, excerpt from a paragraph, where they are still missing. */
void nd_record_title_from_sentence(struct nd_record_builder *builder, struct nd_str text);
/* An excerpt that is the beginning of the body, cut off, gives way to the first paragraph, unless that says
 * less. */
void nd_record_renew_excerpt(struct nd_record_builder *builder);
void nd_record_excerpt_from(struct nd_record_builder *builder, struct nd_str paragraph, const char *source);
/* The next paragraph of a text: the lines up to an empty one, where they are wrapped, else one of them. Goes
 * behind it in *rest; false at the end. */
bool nd_text_next_paragraph(struct nd_str *rest, struct nd_str *paragraph);
/* The first block that reads like a sentence rather than a label, from first up to end; NULL if there is
 * none. */
const struct nd_block *nd_text_first_paragraph(const struct nd_block *first, const struct nd_block *end);

/* beside.c: fills what the file has not said itself from what is kept beside it, if anything is. */
void nd_beside_read(struct nd_record_builder *builder);

/* Fills the record from front matter; what has no field goes to metadata. */
void nd_fields_read(struct nd_record_builder *builder, const struct nd_value *map);
/* dates.c: published_at, if it is still missing. */
void nd_record_set_date(struct nd_record_builder *builder, const struct nd_date *date, const char *source);
/* Puts it in the place of what metadata said, which stays among the metadata. */
void nd_record_replace_date(struct nd_record_builder *builder, const struct nd_date *date,
                            const char *source);
/* url and original_url, where there is no url yet, from an address that is one. */
void nd_record_set_url(struct nd_record_builder *builder, struct nd_str address, const char *source);
/* published_at, if it is still missing, from a date written somewhere in text (a path, a URL). */
void nd_record_date_from(struct nd_record_builder *builder, struct nd_str text, const char *source);
/* The same from names of files and folders, from the URL and what else is an address in front matter. A day
 * without a year is of the year or month that is known otherwise, or is reported. */
void nd_record_date_from_addresses(struct nd_record_builder *builder);
/* Sets a day within the year or month that was set, or, if there was none, that folders say: "path, source".
 */
void nd_record_refine_date(struct nd_record_builder *builder, const struct nd_date *date, const char *source);
/* A date that a page shows and that may be another day as well, with the text it was read from. */
void nd_record_doubt_date(struct nd_record_builder *builder, const struct nd_date_reading *reading,
                          struct nd_str text, const char *source);
/* Decides what may be two days by the language of the article, or reports it. */
void nd_record_settle_date(struct nd_record_builder *builder);

/* Control characters in every field become blanks, which is reported; a title of nothing else is none. */
void nd_record_clean(struct nd_record_builder *builder);
/* The same for provenance and for a title from the name of the file, when both are known. */
void nd_record_clean_sources(struct nd_record_builder *builder);

/* title, if it is still missing, from the heading of the document that can be its title. */
void nd_record_title_from_heading(struct nd_record_builder *builder);

/* The shapes. A digest is recognised by its sections. */
bool nd_digest_is(const struct nd_document *document);
void nd_digest_read(struct nd_record_builder *builder);
void nd_markdown_read(struct nd_record_builder *builder); /* also the body behind front matter, and HTML */
/* A list of fields below a heading that says so: read, and taken out of the blocks. */
void nd_markdown_read_fields(struct nd_record_builder *builder, struct nd_document *document);
void nd_text_read(struct nd_record_builder *builder);
/* Of the body of an item: a first line that reads like one, which stays in the body. */
void nd_text_title_of_body(struct nd_record_builder *builder);

/* The section of a digest a heading opens, by its name in any known language. */
enum nd_section {
    ND_SECTION_NONE,
    ND_SECTION_SUMMARY,
    ND_SECTION_KEYWORDS,
    ND_SECTION_THEMES,
    ND_SECTION_CLOSEST,
    ND_SECTION_OTHER
};
enum nd_section nd_section_find(struct nd_str heading);

/* What a line of a scraped page announces. */
enum nd_boilerplate {
    ND_BOILERPLATE_NONE,
    ND_BOILERPLATE_RELATED, /* teasers of other articles follow */
    ND_BOILERPLATE_END,     /* nothing of the article follows */
    ND_BOILERPLATE_MORE,    /* "Continue reading": the teaser before it is complete */
    ND_BOILERPLATE_TOOL,    /* a button or link: share, print, menu, advertisement */
    ND_BOILERPLATE_NOTICE   /* cookies, copyright, newsletters */
};
enum nd_boilerplate nd_boilerplate_find(struct nd_str line);
/* The same with the labels that say something only among others: "Share", "Comments (3)", "Anzeige". */
enum nd_boilerplate nd_boilerplate_find_on_page(struct nd_str line);
/* True for the text of a notice about the site rather than the world. */
bool nd_boilerplate_is_notice(struct nd_str text);

#endif
