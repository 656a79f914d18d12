/* C linkage for what is used of CLD2, which is loaded by the first call. */
#ifndef ARTICLE_TEXT_CLD2_SHIM_H
#define ARTICLE_TEXT_CLD2_SHIM_H

#ifdef __cplusplus
extern "C" {
#endif

/* False when the library or what is needed of it is missing. */
int nd_cld2_is_there(void);
/* A static language code for plain UTF-8 text, or NULL; percent of the text that is in it. */
const char *nd_cld2_detect(const char *text, int length, int *is_reliable, int *percent);

#ifdef __cplusplus
}
#endif

#endif
