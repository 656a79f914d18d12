// CLD2 has a C++ interface only; this is all the C++ there is.
#include "article/cld2_shim.h"

#include <cstdio>

#include <cld2/public/compact_lang_det.h>

extern "C" const char *nd_cld2_detect(const char *text, int length, int *is_reliable, int *percent) {
    bool reliable = false;
    CLD2::Language top[3];
    int percents[3], bytes = 0;
    const CLD2::Language language =
        CLD2::DetectLanguageSummary(text, length, true, top, percents, &bytes, &reliable);

    *is_reliable = reliable;
    *percent = percents[0];
    return language == CLD2::UNKNOWN_LANGUAGE ? nullptr : CLD2::LanguageCode(language);
}
