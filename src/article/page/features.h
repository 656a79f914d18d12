/* Features: named numbers from about 0 to 1, in the order of their weights. Private to the article stage. */
#ifndef ARTICLE_PAGE_FEATURES_H
#define ARTICLE_PAGE_FEATURES_H

#include <stddef.h>

struct nd_features {
    float *values;
    const char **names; /* NULL, or where to note what they are called */
    size_t count;
};

static inline void nd_features_add(struct nd_features *features, const char *name, double value) {
    if (features->names != NULL)
        features->names[features->count] = name;
    features->values[features->count++] = (float)value;
}

/* value in parts of the most that counts. */
static inline double nd_features_at_most(double value, double most) {
    return (value < most ? value : most) / most;
}

#endif
