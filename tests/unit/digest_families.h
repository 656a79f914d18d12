/* Families of digests, and of issues: newsletters, press reviews and lists of links. */
#ifndef TESTS_UNIT_DIGEST_FAMILIES_H
#define TESTS_UNIT_DIGEST_FAMILIES_H

#include "families.h"

#define DIGEST "# **T**\n\n## Summary\n\nx\n\n## Keywords\n\n"

/* Of files that are issues of many articles. */
static const struct family issue_families[] = {
    {"# Weekly\n\n", "## [Title @](http://a@.b/c)\n\nA text of it.\n\n", NULL},
    {"# Weekly\n\n", "## [Title @](http://a.b/@)\n\nA text of it.\n\n---\n", NULL},
    {"# Weekly\n\n", "[Title @](http://a.b/@)\n\nA text of it.\n\n", NULL},
    {"# Weekly\n\n", "[Title](http://a.b/@)\n\n", NULL},
    {"# Weekly\n\n", "**Title @**\n\nA text of it.\n\n[x](http://a.b/@)\n\n", NULL},
    {"# Weekly\n\n", "**Title @** A text of it.\n\n[x](http://a.b/@)\n\n", NULL},
    {"# Weekly\n\n", "# S@\n\n## T@\n\n### U@\n\n**V@**\n\nA text of it.\n\n[x](http://a.b/@)\n\n", NULL},
    {"# Weekly\n\n## A title\n\nA text of it.\n\n", "[x@](http://a.b/@)\n\n", NULL},
    {"# Weekly\n\n## A title\n\nA text of it.\n\n", "[x](http://a.b/) ", "\n\n## B\n\n## C\n"},
    {"---\ntitle: Weekly\ntopics: [" WIDE ", " WIDE "1, " WIDE "2, " WIDE "3]\n---\n",
     "## [Title @](http://a.b/@)\n\nA text of it.\n\n", NULL},
};

static const struct family digest_families[] = {
    {DIGEST, "a@, ", NULL},
    {DIGEST, "- a@\n", NULL},
    {DIGEST, "a@\n\n", NULL},
    {DIGEST, "a, ", NULL},
    {DIGEST, ",", NULL},
    {DIGEST, "\n\n## Summary\n\nx\n", NULL},
    {DIGEST, "\n\n## S@\n\nx\n", NULL},
    {DIGEST, "\n\n## S@\n\n|a|b|\n|-|-|\n|c|d|\n", NULL},
    {DIGEST, "\n\n## S\n\n|a|b|\n|-|-|\n|c|d|\n", NULL},
    {DIGEST "\n\n## Themes\n\n", "- a@\n", NULL},
    {DIGEST "\n\n## Closest\n\n", "- [a@](b@)\n", NULL},
    {DIGEST "\n\n## Closest\n\n", "- [a](http://a.b/@)\n", NULL},
    {DIGEST "\n\n## Closest\n\n", "[a@](b@) ", NULL},
    {DIGEST "\n\n## Closest\n\n", "- [a](b)\n", NULL},
    {DIGEST "\n\n[a]: http://a.b/" WIDE WIDE WIDE "\n\n## Closest\n\n", "- [a] [b@](c@)\n", NULL},
    {DIGEST "\n\n[a]: http://a.b/" WIDE WIDE WIDE "\n\n", "[a]", NULL},
    {DIGEST "\n\n## Data\n\n|" WIDE WIDE WIDE WIDE "|\n|-|\n", "|b|\n", NULL},
    {DIGEST "\n\n## Other\n\n", "- k@: v\n", NULL},
    {DIGEST "\n\n## Other\n\n", "- k: v\n", NULL},
    {DIGEST "\n\n## Other\n\n", "- topics: v@\n", NULL},
    {DIGEST "\n\n## Data\n\n|a|b|\n|-|-|\n", "|c|d|\n", NULL},
    {DIGEST "\n\n## Data\n\n|a|b|c|d|e|f|g|h|i|j|k|l|m|n|\n|-|-|-|-|-|-|-|-|-|-|-|-|-|-|\n", "|\n", NULL},
    {DIGEST "\n\n## Data\n\n", "|a@", NULL},
    {DIGEST "\n\n## Data\n\n", "|a@", "|-"},
    {DIGEST
     "\n\n## Data\n\n|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|\n|-|\n",
     "|b|\n", NULL},
};

#endif
