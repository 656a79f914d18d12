/* Plain Old Documentation (perlpod, perlpodspec) as markdown. Private to the document stage. */
#ifndef DOCUMENT_POD_H
#define DOCUMENT_POD_H

#include "newsdex/bytes.h"
#include "newsdex/str.h"

/* True when lines of text are commands of POD: "=head1 Name". */
bool nd_pod_is(struct nd_str text);

/* Writes text, line for line, into out. */
void nd_pod_to_markdown(struct nd_str text, struct nd_buf *out);

#endif
