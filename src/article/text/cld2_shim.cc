// CLD2 has a C++ interface only; this is all the C++ there is.
#include "article/text/cld2_shim.h"

#include <cstdio>

#include <dlfcn.h>

#include <cld2/public/compact_lang_det.h>

namespace {

using Detect = CLD2::Language(const char *, int, bool, CLD2::Language *, int *, int *, bool *);
using Code = const char *(CLD2::Language);

struct Functions {
    Detect *detect;
    Code *code;
};

#ifdef ND_CLD2_SONAME
// The names are those the Itanium C++ ABI, section 5.1, gives to the two types above; that the header still
// has functions of these types, the compiler checks here.
static_assert(sizeof(static_cast<Detect *>(&CLD2::DetectLanguageSummary)) > 0, "");
static_assert(sizeof(static_cast<Code *>(&CLD2::LanguageCode)) > 0, "");

Functions load() {
    void *library = dlopen(ND_CLD2_SONAME, RTLD_NOW | RTLD_LOCAL);
    Functions found = {nullptr, nullptr};

    if (library == nullptr)
        return found;
    found.detect = reinterpret_cast<Detect *>(
        dlsym(library, "_ZN4CLD221DetectLanguageSummaryEPKcibPNS_8LanguageEPiS4_Pb"));
    found.code = reinterpret_cast<Code *>(dlsym(library, "_ZN4CLD212LanguageCodeENS_8LanguageE"));
    return found;
}
#else
Functions load() {
    return {&CLD2::DetectLanguageSummary, &CLD2::LanguageCode};
}
#endif

// Loaded once, by whichever thread comes first.
const Functions &functions() {
    static const Functions loaded = load();

    return loaded;
}

} // namespace

extern "C" int nd_cld2_is_there(void) {
    return functions().detect != nullptr && functions().code != nullptr;
}

extern "C" const char *nd_cld2_detect(const char *text, int length, int *is_reliable, int *percent) {
    bool reliable = false;
    CLD2::Language top[3];
    int percents[3] = {0, 0, 0}, bytes = 0;

    if (!nd_cld2_is_there())
        return nullptr;
    const CLD2::Language language = functions().detect(text, length, true, top, percents, &bytes, &reliable);
    *is_reliable = reliable;
    *percent = percents[0];
    return language == CLD2::UNKNOWN_LANGUAGE ? nullptr : functions().code(language);
}
