/*
 * The article stage: a generic document in, article records out. It knows what news looks like: the names
 * keys go by, the sections of a digest, the furniture of a web page, what a title is. Every field that was
 * not simply there says where it came from (provenance). Records live in the arena of the file.
 */
#ifndef NEWSDEX_ARTICLE_H
#define NEWSDEX_ARTICLE_H

#include "newsdex/item.h"

enum { ND_UID_LENGTH = 21 };

enum nd_shape {
    ND_SHAPE_FRONT_MATTER,
    ND_SHAPE_DIGEST,
    ND_SHAPE_MARKDOWN,
    ND_SHAPE_HTML,
    ND_SHAPE_TEXT,
    ND_SHAPE_RECORD,
    ND_SHAPE_CHILD /* part of an article that is an issue of several */
};

/* What a list member is to the article; all are searched as topics. */
enum nd_role { ND_TOPIC, ND_KEYWORD, ND_THEME };

struct nd_name {
    struct nd_str text;
    struct nd_name *next;
};

struct nd_names {
    struct nd_name *first, *last;
    size_t count;
};

struct nd_image {
    struct nd_str url;
    int64_t width, height; /* pixels, 0 when unknown */
    struct nd_image *next;
};

struct nd_provenance {
    const char *field;    /* a field name of the record */
    struct nd_str source; /* "front-matter:title", "first-line", "section:Summary", "url", "detected" ... */
    struct nd_provenance *next;
};

/* Of the lines an entry was read from; all zero when they are not known. */
struct nd_lines_hash {
    uint64_t high, low;
};

/* Three-valued answers of front matter. */
enum nd_flag { ND_UNKNOWN, ND_NO, ND_YES };

/*
 * The record. A field that is not known has ptr NULL. The same struct serves what another article says about
 * an article (a reference): then path and body are absent and related is empty.
 */
struct nd_article {
    enum nd_shape shape;
    struct nd_str uid;          /* nd_uid_of_article; of references: absent */
    struct nd_str path;         /* of the file; bytes, as the file system has them */
    struct nd_str part;         /* what in the file, when that holds many articles; otherwise absent */
    struct nd_str part_key;     /* what the file knows it by, which stays when it moves there; or absent */
    uint64_t ordinal;           /* which of them, from 1; 0 when the file is the article */
    uint32_t line;              /* on which it begins there; 0 when unknown */
    uint64_t start, length;     /* of a child: its bytes in the text of the file; length 0: all of it */
    struct nd_str parent;       /* of a child: the uid of the article it is part of; otherwise absent */
    struct nd_str key;          /* the file's name without folder and ending; of references: what they name */
    struct nd_str url;          /* canonical, for identity */
    struct nd_str original_url; /* as written */
    struct nd_str title, excerpt, body, furniture; /* body of a file: never absent, perhaps empty */
    struct nd_str published_at;                    /* RFC 3339, UTC, or a bare date */
    struct nd_str language;                        /* BCP 47 */
    struct nd_str provider_name, provider_domain;
    struct nd_str category, type;
    struct nd_names authors;  /* names of people or bodies, without "by" and addresses */
    struct nd_names names[3]; /* by enum nd_role */
    struct nd_image *images, *last_image;
    struct nd_article *related, *last_related;
    size_t related_count;
    const struct nd_value *quality, *heat; /* numbers, or NULL */
    enum nd_flag is_published;
    struct nd_value *metadata; /* a map; never NULL */
    struct nd_provenance *provenance, *last_provenance;
    struct nd_article *next;     /* of related entries, and of children */
    struct nd_lines_hash lines;  /* of related entries: equal for what equal lines said */
    struct nd_article *children; /* articles it is an issue of, whose text is none of its body, by next */
    size_t child_count;
};

/*
 * What is remembered from one article to the next, so that an entry which many of them repeat is understood
 * once: at most some ten MB. Changes no record. For one thread at a time.
 */
struct nd_reference_cache;

struct nd_reference_cache *nd_reference_cache_new(void);
void nd_reference_cache_free(struct nd_reference_cache *memory);

/*
 * Makes the record of one file. text is decoded (source stage); path names the file. Never fails: whatever
 * text comes, an article comes out, and what was wrong with it stands in problems. Views text, which must
 * live as long as the record. memory may be NULL.
 */
void nd_article_read(struct nd_str text, struct nd_str path, struct nd_arena *arena,
                     struct nd_reference_cache *memory, struct nd_problems *problems,
                     struct nd_article *article);

/* What another file says of the article, which is kept beside its text. */
struct nd_beside {
    struct nd_item item;         /* fields alone */
    struct nd_str name;          /* of the file: what the provenance of its fields begins with */
    struct nd_problems problems; /* of reading it */
    struct nd_beside *next;
};

/* What is to be known besides of a file. */
struct nd_article_file {
    struct nd_str path;
    const struct nd_beside *beside; /* for fields that the file does not say itself; or NULL */
    bool is_whole;                  /* it stays one article, whatever it is an issue of */
};

/* The same for such a file. */
void nd_article_read_file(struct nd_str text, const struct nd_article_file *file, struct nd_arena *arena,
                          struct nd_reference_cache *memory, struct nd_problems *problems,
                          struct nd_article *article);
/*
 * True when item tells of an article, but for its text: it has none, or the same, which is taken out of its
 * fields.
 */
bool nd_article_is_metadata(struct nd_item *item, struct nd_str text, struct nd_arena *arena);

/* What tells an article from all others on any machine. part: which of a file with many, a key; or absent. */
struct nd_identity {
    struct nd_str url, key, title, published_at, part;
};

/*
 * The uid of an article, ended by a NUL: a letter for the rule and 100 bits of XXH3-128 in 20 digits of
 * base 32. It is made of the identity of the url, or where that is none or only names a site, of the file's
 * name with the part, or with the title and the day. It depends on nothing else, so that two articles may
 * have the same; the index tells them apart by "~2", "~3" behind it, in order of path.
 */
void nd_uid_of_article(const struct nd_identity *identity, char uid[ND_UID_LENGTH + 1]);
/* The same for what is pointed to by "url", "key" or "title". That of a url is the uid of the article there.
 */
void nd_uid_of_target(struct nd_str kind, struct nd_str name, char uid[ND_UID_LENGTH + 1]);
/* True when text has the form of a uid, with or without "~2". */
bool nd_uid_is(struct nd_str text);

/* The same for a record of a file that holds many, which must live as long. Sets neither ordinal nor line. */
void nd_article_read_item(const struct nd_item *item, struct nd_str path, struct nd_arena *arena,
                          struct nd_reference_cache *memory, struct nd_problems *problems,
                          struct nd_article *article);
/* True when the names of the fields say nothing, so that those the looks of the file suggest are taken. */
bool nd_article_guesses(const struct nd_item *item);
/* Whether the guess of that number is used: all, or what no name says of title, url and date. */
bool nd_article_uses_guess(const struct nd_item *item, size_t guess);
/* True when item has what every article has, a title or a text: otherwise it is data. */
bool nd_article_is_item(const struct nd_item *item);

const char *nd_shape_name(enum nd_shape shape);
const char *nd_role_name(enum nd_role role);

/*
 * The record as one JSON object without a line end: the schema of "newsdex parse" (newsdex(5)). encoding may
 * be absent.
 */
void nd_article_write_json(const struct nd_article *article, struct nd_str encoding,
                           const struct nd_problems *problems, struct nd_buf *out);

/* The metadata or provenance alone, as the database stores them; nothing is appended when they are empty. */
void nd_article_write_metadata(const struct nd_article *article, struct nd_buf *out);
void nd_article_write_provenance(const struct nd_article *article, struct nd_buf *out);

/* What an article says of another, as the database keeps it. */
void nd_article_write_reference(const struct nd_article *reference, struct nd_buf *out);

/* The name by which a file or relative link is known: without folder, ending and fragment; absent when empty.
 */
struct nd_str nd_article_key(struct nd_str path, struct nd_arena *arena);

/*
 * A URL in the form two spellings of one address share: RFC 3986 normalisation (section 6.2.2), scheme and
 * host in lower case, no default port, no fragment, no tracking parameters, no "/" alone as path difference.
 * Absent when s is no absolute http, https or ftp URL with a host.
 */
struct nd_str nd_url_canonical(struct nd_str s, struct nd_arena *arena);
/*
 * Appends what the addresses of one article share whose pages cannot be told apart: http and https, with and
 * without www., m., amp., "/amp", "?amp=1", the last slash or an index page are one. For comparing alone.
 */
void nd_url_identity(struct nd_str canonical, struct nd_buf *out);
/* The host of a canonical URL without "www."; absent if there is none. */
struct nd_str nd_url_domain(struct nd_str canonical);

/* The BCP 47 code of text, by what it says; absent when unsure. Looks at its first characters only. */
struct nd_str nd_language_detect(struct nd_str text);
/* Loads what detecting needs, which the first nd_language_detect would do as well, but could not report. */
enum nd_status nd_language_open(struct nd_error *err) ND_MUST_CHECK;
/*
 * The tag of RFC 5646 for one as people write it, or the name of a language: "zh_cn" is zh-CN, "jp" ja,
 * "French" fr. Absent when s stands for no language.
 */
struct nd_str nd_language_normalise(struct nd_str s, struct nd_arena *arena);

/* The excerpt a body without front matter gives: its first paragraph that may begin a text, or else the
 * first; on one line, shortened; absent when there is none. */
struct nd_str nd_article_excerpt_of(struct nd_str body, struct nd_arena *arena);
/* Of a text the sentence in which the bytes from start to end stand, or sentences; no more than a paragraph.
 */
struct nd_str nd_text_sentence_around(struct nd_str text, size_t start, size_t end);

#endif
