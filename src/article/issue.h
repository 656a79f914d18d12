/*
 * Which texts are issues: newsletters, press reviews, link lists with comments, whose parts are stories of
 * their own. Private to the article stage.
 *
 * A part is known by what all of its kind have: a heading (or a line in bold, one that is a link and
 * nothing else, or a title in bold that the text follows at once), a text of its own below, and one address
 * elsewhere that is the heading or stands alone on a line. An issue has three or more of them with different
 * titles and addresses, which are most of the headings of their kind and hold a good part of the text; and
 * its addresses are of several sites, or it says that it is one. Subheads of an ordinary article have no
 * address of their own; those of a list of changes have all the same one.
 */
#ifndef ARTICLE_ISSUE_H
#define ARTICLE_ISSUE_H

#include "article/record.h"

struct nd_issue_part {
    struct nd_block *head; /* its blocks follow each other up to last, and lead nowhere behind that */
    struct nd_block *text; /* the first of its text, up to the same */
    uint32_t end_line;     /* of what follows them, or 0: they are the last */
    struct nd_str title;   /* without the number before it */
    const struct nd_block *section; /* the heading above those of its kind, or NULL */
    const struct nd_link *link;     /* to what it tells of */
    struct nd_issue_part *next;
};

/*
 * The parts of an issue, in order, taken out of the blocks of the document with the headings below which
 * nothing is left; NULL when it is none. Linear in the blocks.
 */
struct nd_issue_part *nd_issue_take(struct nd_record_builder *builder, struct nd_document *document);

/* True when title has a word by which issues call themselves: "newsletter", "Presseschau", "дайджест". */
bool nd_issue_is_named(struct nd_str title);

/* Who wrote it, in the text behind a title that is a link: "[Low water](…) by Mira Holt"; absent when that
 * says nothing. */
struct nd_str nd_issue_author(struct nd_str text);

#endif
