/* Records of MARCXML and MarcXchange (ISO 25577), in MARC 21 and in UNIMARC. Private to the container stage.
 */
#ifndef CONTAINER_MARC_H
#define CONTAINER_MARC_H

#include "container/draft.h"

/* True for text that has such records in it. */
bool nd_marc_is_in(struct nd_str head);
/* What the fields of a record mean; those that mean nothing are metadata under their numbers. */
void nd_marc_put(struct nd_draft *made, const struct nd_xml_node *record);

#endif
