/*
 * What a reference says as one number, so that the same thing said by many articles is looked up in memory
 * and becomes JSON once. Private to the index stage.
 */
#ifndef INDEX_STORE_FINGERPRINT_H
#define INDEX_STORE_FINGERPRINT_H

#include "newsdex/article.h"

#include <xxhash.h>

/* Two references have the same one if and only if nd_article_write_reference writes the same of both, as far
 * as 128 bits can tell. buf is working space. */
XXH128_hash_t nd_fingerprint(const struct nd_article *reference, struct nd_buf *buf);

#endif
