/*
 * An article as its file has it: what was learned to be furniture (newsdex/boilerplate.h) is in its body
 * again. Private to the index stage.
 */
#ifndef INDEX_BOILERPLATE_RAW_TEXT_H
#define INDEX_BOILERPLATE_RAW_TEXT_H

#include "index/db/statement.h"

struct nd_raw_text {
    struct nd_str title, excerpt, body, furniture, provenance;
    struct nd_str cuts;  /* what is cut out of the body now, see boilerplate/cuts.h; absent when nothing is */
    uint64_t scope;      /* whose articles it is compared with; 0: with none */
    struct nd_str place; /* the scope's name, and what it is: "provider", "file", "folder" */
    struct nd_str place_kind;
    int64_t container; /* the file of many, where that is the scope; else 0 */
    bool is_version;   /* another answers for it */
    bool is_damaged;   /* what was cut out cannot be put back */
};

/* What belongs together: of a provider, else of a file of many (0: it is a file of its own), else of a
 * folder. Sets scope, place, place_kind and container. */
void nd_raw_text_place(struct nd_raw_text *raw, struct nd_str provider_name, struct nd_str provider_domain,
                       struct nd_str path, int64_t container);
/* Everything lives in the arena. ND_END when there is no such article; ND_DB, with is_damaged set and the
 * text as it is stored, when what was cut out of it is not all there. */
enum nd_status nd_raw_text_read(struct nd_index *index, int64_t id, struct nd_arena *arena,
                                struct nd_raw_text *raw, struct nd_error *err) ND_MUST_CHECK;

#endif
