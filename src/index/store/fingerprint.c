#include "index/store/fingerprint.h"

#include <string.h>

static void add_number(struct nd_buf *buf, uint64_t number) {
    memcpy(nd_buf_reserve(buf, sizeof number), &number, sizeof number);
    buf->len += sizeof number;
}

/* Absent and empty differ: the length of what is absent is that of no string. */
static void add_text(struct nd_buf *buf, struct nd_str text) {
    add_number(buf, text.ptr == NULL ? UINT64_MAX : text.len);
    if (text.len > 0)
        nd_buf_add(buf, text);
}

static void add_value(struct nd_buf *buf, const struct nd_value *value) {
    add_number(buf, value == NULL ? UINT64_MAX : (uint64_t)value->type);
    if (value == NULL)
        return;
    add_number(buf, value->count);
    add_text(buf, value->text);
    if (value->type == ND_BOOL)
        add_number(buf, value->as.boolean);
    else if (value->type == ND_INT || value->type == ND_REAL)
        add_number(buf, (uint64_t)value->as.integer); /* the bits of either */
    for (const struct nd_value *v = value->first; v != NULL; v = v->next) {
        add_text(buf, v->key);
        add_value(buf, v);
    }
}

static void add_lists(struct nd_buf *buf, const struct nd_article *reference) {
    for (int role = ND_TOPIC; role <= ND_THEME; role++) {
        add_number(buf, reference->names[role].count);
        for (const struct nd_name *n = reference->names[role].first; n != NULL; n = n->next)
            add_text(buf, n->text);
    }
    for (const struct nd_image *image = reference->images; image != NULL; image = image->next) {
        add_text(buf, image->url);
        add_number(buf, (uint64_t)image->width);
        add_number(buf, (uint64_t)image->height);
    }
}

XXH128_hash_t nd_fingerprint(const struct nd_article *reference, struct nd_buf *buf) {
    const struct nd_str texts[] = {reference->key,      reference->url,           reference->original_url,
                                   reference->title,    reference->excerpt,       reference->published_at,
                                   reference->language, reference->provider_name, reference->provider_domain,
                                   reference->category, reference->type};

    nd_buf_clear(buf);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        add_text(buf, texts[i]);
    add_number(buf, (uint64_t)reference->is_published);
    add_value(buf, reference->quality);
    add_value(buf, reference->heat);
    add_value(buf, reference->metadata);
    add_lists(buf, reference);
    return XXH3_128bits(buf->ptr, buf->len);
}
