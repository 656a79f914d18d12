/* C linkage for the one function of CLD2 that is used. */
#ifndef ARTICLE_CLD2_SHIM_H
#define ARTICLE_CLD2_SHIM_H

#ifdef __cplusplus
extern "C" {
#endif

/* A static language code for plain UTF-8 text, or NULL; percent of the text that is in it. */
const char *nd_cld2_detect(const char *text, int length, int *is_reliable, int *percent);

#ifdef __cplusplus
}
#endif

#endif
