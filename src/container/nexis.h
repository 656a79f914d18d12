/*
 * LexisNexis: marks that part the articles of an export, and labels of their fields. Private to the container
 * stage.
 */
#ifndef CONTAINER_NEXIS_H
#define CONTAINER_NEXIS_H

#include "container/press_lines.h"

enum nd_nexis_place {
    ND_NEXIS_NONE, /* no label */
    ND_NEXIS_HEAD, /* above the text, */
    ND_NEXIS_BODY, /* at its beginning, */
    ND_NEXIS_TAIL, /* below it, */
    ND_NEXIS_LONG  /* and there perhaps with several paragraphs */
};

struct nd_nexis_label {
    struct nd_str key, value; /* "LENGTH" and what stands behind its colon */
    const char *meaning;      /* for src/article/field_names.c, or NULL */
    enum nd_nexis_place place;
};

/* Reads a label at the beginning of a line: in capitals, or, in the newer exports, with a capital first. */
bool nd_nexis_label(struct nd_str line, bool is_capital, struct nd_nexis_label *label);
/* The same of one that is not known, for lines among fields that are. */
bool nd_nexis_is_like_label(struct nd_str line, struct nd_nexis_label *label);
/* "12 of 340 DOCUMENTS", "Dokument 12 von 340", alone in text. */
bool nd_nexis_mark(struct nd_str text, size_t *number, size_t *total);
/* True for the line below the last of an article in the newer exports. */
bool nd_nexis_is_end(struct nd_str line);
/* True for "Copyright …" and "All Rights Reserved". */
bool nd_nexis_is_notice(struct nd_str line);

/* Makes the fields of an article; is_marked: its first line is a mark. */
bool nd_nexis_read(const struct nd_press_lines *lines, bool is_marked, const struct nd_record *record,
                   struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item);

#endif
