/*
 * Mails (RFC 5322) and what they are made of (MIME, RFC 2045 to 2047 and 2231), as bytes: the pieces of one
 * mail may be in several encodings. Private to the container stage. Everything is a view of the bytes or
 * lives in the arena; every function takes time in proportion to the bytes it is given.
 */
#ifndef CONTAINER_MAIL_H
#define CONTAINER_MAIL_H

#include "newsdex/document.h"
#include "newsdex/item.h"
#include "newsdex/problem.h"

/* The fields of headers that are looked at. */
enum nd_mail_field {
    ND_MAIL_FROM,
    ND_MAIL_SENDER,
    ND_MAIL_REPLY_TO,
    ND_MAIL_TO,
    ND_MAIL_CC,
    ND_MAIL_SUBJECT,
    ND_MAIL_DATE,
    ND_MAIL_MESSAGE_ID,
    ND_MAIL_IN_REPLY_TO,
    ND_MAIL_REFERENCES,
    ND_MAIL_KEYWORDS,
    ND_MAIL_COMMENTS,
    ND_MAIL_ORGANIZATION,
    ND_MAIL_NEWSGROUPS,
    ND_MAIL_LIST_ID,
    ND_MAIL_LIST_ARCHIVE,
    ND_MAIL_ARCHIVED_AT,
    ND_MAIL_SNAPSHOT,
    ND_MAIL_CONTENT_LANGUAGE,
    ND_MAIL_KEPT, /* those before are metadata */
    ND_MAIL_LIST_POST = ND_MAIL_KEPT,
    ND_MAIL_LIST_UNSUBSCRIBE,
    ND_MAIL_MAILING_LIST,
    ND_MAIL_PRECEDENCE,
    ND_MAIL_MIME_VERSION,
    ND_MAIL_RECEIVED,
    ND_MAIL_RETURN_PATH,
    ND_MAIL_DELIVERED_TO,
    ND_MAIL_CONTENT_TYPE,
    ND_MAIL_CONTENT_TRANSFER_ENCODING,
    ND_MAIL_CONTENT_DISPOSITION,
    ND_MAIL_CONTENT_ID,
    ND_MAIL_CONTENT_LOCATION,
    ND_MAIL_CONTENT_LENGTH,
    ND_MAIL_LINES,
    ND_MAIL_NNTP_HOST,
    ND_MAIL_FIELDS
};

struct nd_mail_header {
    struct nd_str values[ND_MAIL_FIELDS]; /* of the first of each name, as written, folded; or absent */
    uint32_t lines[ND_MAIL_FIELDS];       /* where they stand, from 0 */
    size_t length;                        /* bytes, the blank line behind it included */
    uint32_t line_count;                  /* lines of these */
    bool is_ended;                        /* by a blank line, not by one that is none of a header */
    bool has_envelope;                    /* "From a@b Sat Mar  2 08:00:00 2024" above it */
};

/* The name of a field as it is usually written. */
struct nd_str nd_mail_field_name(enum nd_mail_field field);
/* Reads the header that bytes begin with; ">From " lines in it, and a "From " line above, are passed over. */
void nd_mail_header_read(struct nd_str bytes, struct nd_mail_header *header);
/* True when line begins as a field of a header does: a name and a colon. */
bool nd_mail_is_field(struct nd_str line);
/* True when there are enough signs of a mail in a header: two that only mails have, or one and who wrote it.
 */
bool nd_mail_is_header(const struct nd_mail_header *header);
/* The same of what bytes, the beginning of a file or all of it, begin with. */
bool nd_mail_begins(struct nd_str bytes, bool is_whole);
/* A value on one line. */
struct nd_str nd_mail_unfold(struct nd_str value, struct nd_arena *arena);
/* "text/plain" of "Text/Plain; charset=…", in lower case; absent when there is no value. */
struct nd_str nd_mail_token(struct nd_str value, struct nd_arena *arena);
/* The value of a parameter behind the token (RFC 2045, section 5.1; RFC 2231, section 3), or absent. */
struct nd_str nd_mail_parameter(struct nd_str value, const char *name, struct nd_arena *arena);

/*
 * The text of a value: encoded words (RFC 2047) decoded, broken ones as far as can be, and other bytes that
 * are none of ASCII read in charset, which may be absent. On one line.
 */
struct nd_str nd_mail_words(struct nd_str value, struct nd_str charset, struct nd_arena *arena);

struct nd_mail_address {
    struct nd_str name, address; /* raw words, without quotes; either may be absent */
};
/* Cuts the next mailbox off a list (RFC 5322, section 3.4, and older ways); false at its end. */
bool nd_mail_next_address(struct nd_str *list, struct nd_arena *arena, struct nd_mail_address *address);

/* Undo quoted-printable (RFC 2045, section 6.7; in words: RFC 2047, section 4.2) and base64, passing over
 * what is neither. */
void nd_mail_add_quoted(struct nd_str s, bool is_word, struct nd_buf *out);
void nd_mail_add_base64(struct nd_str s, struct nd_buf *out);
/* Undoes a Content-Transfer-Encoding, however its name is written; what it gives is added to out. */
void nd_mail_add_transferred(struct nd_str body, struct nd_str encoding, struct nd_arena *arena,
                             struct nd_buf *out);
/* Whether that is body itself. */
bool nd_mail_is_as_written(struct nd_str encoding, struct nd_arena *arena);
/* Joins the lines of format=flowed (RFC 3676). */
struct nd_str nd_mail_unflow(struct nd_str text, bool has_delsp, struct nd_arena *arena);
/* The text of text/enriched (RFC 1896) and of text/richtext (RFC 1341): a line end is a blank, more than one
 * begin a paragraph; tags go with what they are given in <param>. */
struct nd_str nd_mail_enriched(struct nd_str text, struct nd_arena *arena);

/* What was found to read in a mail. */
struct nd_mail_body {
    struct nd_str text, encoding; /* absent: nothing */
    bool is_html;
    uint32_t line;          /* of the file, on which it begins */
    struct nd_str location; /* Content-Location of the page of a web archive */
};
/*
 * Finds the body of the mail, whose first line is that of the file: its text parts, or the HTML where these
 * are stubs of it; with is_archive the HTML page that the others belong to. What is left out is told.
 */
void nd_mail_body_read(struct nd_str mail, uint32_t line, bool is_archive, struct nd_arena *arena,
                       struct nd_problems *problems, struct nd_mail_body *body);

/*
 * What a program has written above a letter that the body is and nothing else, as fields; body is what stands
 * behind it then. Otherwise NULL, and body as it was.
 */
struct nd_value *nd_mail_read_forwarded(struct nd_mail_body *body, struct nd_arena *arena);

/* True for the header of a page that was saved with what belongs to it (MHTML, RFC 2557). */
bool nd_mail_is_archive(const struct nd_mail_header *header, struct nd_str body);
/* Makes an item of a mail, or of a saved page. */
void nd_mail_read(struct nd_str mail, uint32_t line, struct nd_arena *arena, struct nd_problems *problems,
                  struct nd_item *item);
/* The bytes behind the "From " line at the beginning, or all of them. */
struct nd_str nd_mail_without_envelope(struct nd_str bytes);
/* The offset behind from of the "From " line of the next mail in bytes, or SIZE_MAX. */
size_t nd_mail_next_envelope(struct nd_str bytes, size_t from);

#endif
