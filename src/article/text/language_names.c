/* Languages by their names, as press databases write them: in English, French, German, Spanish and
 * themselves. */
#include "article/text/language_names.h"

#include "article/text/language_codes.h"

/* Capitals beyond ASCII stand beside small letters. */
static const struct {
    const char *code, *names[10];
} languages[] = {
    {"en", {"english", "anglais", "englisch", "inglés", "INGLÉS", "ingles", "inglese", "inglês", "engels"}},
    {"fr",
     {"french", "français", "FRANÇAIS", "francais", "französisch", "FRANZÖSISCH", "francés", "francese",
      "frans"}},
    {"de", {"german", "allemand", "deutsch", "alemán", "ALEMÁN", "tedesco", "duits", "alemão"}},
    {"es",
     {"spanish", "espagnol", "spanisch", "español", "ESPAÑOL", "espanol", "castellano", "spagnolo",
      "spaans"}},
    {"it", {"italian", "italien", "italienisch", "italiano", "italiaans"}},
    {"pt", {"portuguese", "portugais", "portugiesisch", "portugués", "português", "PORTUGUÊS", "portoghese"}},
    {"nl", {"dutch", "néerlandais", "NÉERLANDAIS", "niederländisch", "nederlands", "neerlandés", "olandese"}},
    {"da", {"danish", "danois", "dänisch", "dansk", "danés"}},
    {"sv", {"swedish", "suédois", "schwedisch", "svenska", "sueco"}},
    {"no", {"norwegian", "norvégien", "norwegisch", "norsk", "noruego"}},
    {"fi", {"finnish", "finnois", "finnisch", "suomi", "finlandés"}},
    {"pl", {"polish", "polonais", "polnisch", "polski", "polaco"}},
    {"cs", {"czech", "tchèque", "tschechisch", "čeština", "checo"}},
    {"hu", {"hungarian", "hongrois", "ungarisch", "magyar", "húngaro"}},
    {"ru", {"russian", "russe", "russisch", "русский", "РУССКИЙ", "ruso"}},
    {"uk", {"ukrainian", "ukrainien", "ukrainisch", "українська", "ucraniano"}},
    {"el", {"greek", "grec", "griechisch", "ελληνικά", "griego"}},
    {"tr", {"turkish", "turc", "türkisch", "TÜRKISCH", "türkçe", "turco"}},
    {"ar", {"arabic", "arabe", "arabisch", "العربية", "árabe"}},
    {"he", {"hebrew", "hébreu", "hebräisch", "עברית", "hebreo"}},
    {"ja", {"japanese", "japonais", "japanisch", "日本語", "japonés"}},
    {"zh",
     {"chinese", "chinois", "chinesisch", "中文", "chino", "simplified chinese", "traditional chinese"}},
    {"ko", {"korean", "coréen", "koreanisch", "한국어", "coreano"}},
    {"ca", {"catalan", "katalanisch", "català", "catalán"}},
    {"ro", {"romanian", "roumain", "rumänisch", "română", "rumano"}},
    {"id", {"indonesian", "indonésien", "indonesisch", "bahasa indonesia"}},
    {"ms", {"malay", "malais", "malaiisch", "bahasa melayu"}},
    {"vi", {"vietnamese", "vietnamien", "vietnamesisch", "tiếng việt"}},
    {"th", {"thai", "thaï", "thailändisch", "ไทย"}},
    {"hi", {"hindi", "हिन्दी"}},
    {"bn", {"bengali", "bangla", "বাংলা"}},
    {"fa", {"persian", "farsi", "فارسی"}},
    {"ur", {"urdu", "اردو"}},
    {"ta", {"tamil", "தமிழ்"}},
    {"te", {"telugu", "తెలుగు"}},
    {"mr", {"marathi", "मराठी"}},
    {"gu", {"gujarati", "ગુજરાતી"}},
    {"sw", {"swahili", "kiswahili"}},
    {"hr", {"croatian", "kroatisch", "hrvatski"}},
    {"sr", {"serbian", "serbisch", "српски", "srpski"}},
    {"bs", {"bosnian", "bosnisch", "bosanski"}},
    {"sl", {"slovenian", "slovene", "slowenisch", "slovenščina"}},
    {"sk", {"slovak", "slowakisch", "slovenčina"}},
    {"bg", {"bulgarian", "bulgarisch", "български"}},
    {"mk", {"macedonian", "mazedonisch", "македонски"}},
    {"sq", {"albanian", "albanisch", "shqip"}},
    {"et", {"estonian", "estnisch", "eesti"}},
    {"lv", {"latvian", "lettisch", "latviešu"}},
    {"lt", {"lithuanian", "litauisch", "lietuvių"}},
    {"is", {"icelandic", "isländisch", "íslenska"}},
    {"ga", {"irish", "gaeilge"}},
    {"cy", {"welsh", "cymraeg"}},
    {"eu", {"basque", "baskisch", "euskara"}},
    {"gl", {"galician", "galicisch", "galego"}},
    {"af", {"afrikaans"}},
    {"tl", {"tagalog", "filipino"}},
    {"az", {"azerbaijani", "azərbaycanca"}},
    {"kk", {"kazakh", "қазақша"}},
    {"uz", {"uzbek", "oʻzbekcha"}},
    {"ka", {"georgian", "georgisch", "ქართული"}},
    {"hy", {"armenian", "armenisch", "հայերեն"}},
    {"ne", {"nepali", "नेपाली"}},
    {"si", {"sinhala", "sinhalese", "සිංහල"}},
    {"km", {"khmer", "ខ្មែរ"}},
    {"lo", {"lao"}},
    {"my", {"burmese"}},
    {"am", {"amharic", "አማርኛ"}},
    {"so", {"somali", "soomaali"}},
    {"ha", {"hausa"}},
    {"yo", {"yoruba"}},
    {"ig", {"igbo"}},
    {"zu", {"zulu"}},
    {"ku", {"kurdish", "kurdî"}},
    {"ps", {"pashto"}},
    {"mn", {"mongolian", "монгол"}},
    {"be", {"belarusian", "weißrussisch", "belarussisch", "беларуская"}},
};

/* "English; Spanish" and "Englisch (Original)" begin with what counts. */
static struct nd_str first_name(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == ';' || s.ptr[i] == ',' || s.ptr[i] == '(' || s.ptr[i] == '/')
            return nd_str_trim(nd_str_slice(s, 0, i));
    return nd_str_trim(s);
}

struct nd_str nd_language_of_name(struct nd_str name) {
    name = first_name(name);
    for (size_t i = 0; i < sizeof languages / sizeof *languages && name.len > 2; i++)
        for (size_t k = 0; k < sizeof languages[i].names / sizeof *languages[i].names; k++)
            if (nd_str_eq_nocase(nd_str_from(languages[i].names[k]), name))
                return nd_str_from(languages[i].code);
    return name.len == 3 ? nd_language_of_code(name) : ND_STR_NONE;
}
