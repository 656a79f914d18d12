/*
 * Feeds, and exports of blogs in their form: RSS 0.9x and 2.0 (with WordPress' WXR), RSS 1.0 (RDF), Atom
 * (with Blogger's). Private to the container stage.
 *
 * Elements are known by the prefixes that are usual, "dc:creator", whatever prefix a file writes: the
 * namespace that its first tags declare decides, and an undeclared prefix is taken at its word. expat is not
 * asked for namespaces: it would refuse what declares none, and a record that was cut out has lost those of
 * its file.
 */
#ifndef CONTAINER_FEED_H
#define CONTAINER_FEED_H

#include "container/feed_scan.h"
#include "container/format.h"
#include "container/xml.h"

enum nd_feed_kind { ND_FEED_RSS, ND_FEED_ATOM, ND_FEED_WXR, ND_FEED_BLOGGER };

/* A prefix as the file writes it, and the usual one of its namespace. */
struct nd_feed_prefix {
    struct nd_str written, usual;
    const struct nd_feed_prefix *next;
};

/* Somebody who writes, by the name that records have for him. */
struct nd_feed_author {
    struct nd_str login, name;
    struct nd_feed_author *next;
};

/* What stands around the records and holds for all of them; texts are UTF-8. Absent where it is not said. */
struct nd_feed_channel {
    struct nd_str title, link, base, language;
    struct nd_feed_author *authors;              /* of WordPress */
    struct nd_feed_author *people, *last_person; /* who wrote all of it, by name, in order */
};

/* How many records of an export are no articles, by what they call themselves. */
enum { ND_FEED_KINDS = 8 };
struct nd_feed_left_out {
    struct nd_str names[ND_FEED_KINDS];
    size_t counts[ND_FEED_KINDS], kinds;
    size_t comments; /* inside of articles */
};

struct nd_reader {
    enum nd_feed_kind kind;
    struct nd_str root, record; /* names of elements as written */
    struct nd_str declarations; /* of entities; or absent */
    bool has_refused;           /* there are such as would not be bounded */
    const struct nd_feed_prefix *prefixes;
    struct nd_feed_channel channel;
    struct nd_feed_scan scan; /* what is known of the rest */
    struct nd_feed_left_out left_out;
    bool is_done, is_closed;
    size_t behind; /* records behind the end */
    struct nd_arena *arena;
};

/* feed_channel.c: what text, which is the beginning of the file, says of the whole. */
void nd_feed_channel_read(struct nd_reader *reader, struct nd_str text, struct nd_arena *arena);
/* The same for the namespaces that the attributes of a tag declare. */
const struct nd_feed_prefix *nd_feed_prefixes(struct nd_str attributes, enum nd_feed_kind kind,
                                              const struct nd_feed_prefix *known, struct nd_arena *arena);
/* The name of an element with its usual prefix; node may be NULL, otherwise what it declares counts. */
struct nd_str nd_feed_name(const struct nd_reader *reader, struct nd_str written,
                           const struct nd_xml_node *node, struct nd_arena *arena);
/* An address as seen from base (RFC 3986, section 5.2, without its dots). */
struct nd_str nd_feed_resolve(struct nd_str base, struct nd_str reference, struct nd_arena *arena);

/* feed_kinds.c: false when a record of an export is no article, which is counted. */
bool nd_feed_take(struct nd_reader *reader, struct nd_str record);
/* What was left out, as a sentence; absent when nothing. */
struct nd_str nd_feed_left_out_text(const struct nd_feed_left_out *all, struct nd_arena *arena);

/* feed_item.c: the fields of a record. */
bool nd_feed_item_read(const struct nd_reader *reader, struct nd_str text, uint32_t line,
                       struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item);

#endif
