/* What a multipart (RFC 2046, section 5.1) is divided into. Private to the container stage. */
#ifndef CONTAINER_MAIL_PARTS_H
#define CONTAINER_MAIL_PARTS_H

#include "container/mail.h"

struct nd_mail_parts {
    struct nd_str mark; /* what its parts are divided by: "--" and the boundary */
    struct nd_str rest; /* behind the line that the next part begins with */
    const char *start;  /* of all */
    uint32_t line;      /* of the part, counted from that of all */
    bool is_closed;     /* the last one was ended as it should be */
};

/* Finds the first part in body; false when there is none. */
bool nd_mail_parts_begin(struct nd_mail_parts *parts, const struct nd_mail_header *header, struct nd_str body,
                         struct nd_arena *arena);
bool nd_mail_next_part(struct nd_mail_parts *parts, struct nd_str *part);
/* True for the pictures of a page. */
bool nd_mail_is_picture(struct nd_str part);

#endif
