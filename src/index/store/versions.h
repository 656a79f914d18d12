/*
 * Versions of one article: records with the same address, as a feed that is saved every day, a page and the
 * feed that names it, two exports of one archive. The fullest answers; the others stay in the tables, with a
 * row of the table version each, but leave the full-text index. What is decided depends on the records of the
 * address alone, not on the order in which they came. Private to the folder.
 */
#ifndef INDEX_STORE_VERSIONS_H
#define INDEX_STORE_VERSIONS_H

#include "index/db/statement.h"

/*
 * Decides about all addresses of which a record came, changed or went; before their uids are given
 * (nd_identity_number). Within a transaction; nothing happens where no two records share an address.
 */
enum nd_status nd_versions_settle(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

#endif
