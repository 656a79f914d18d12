#include "source/declared.h"

/* Names that are declared, and that of the converter. */
static const struct {
    struct nd_str name;
    const char *charset;
} charsets[] = {
    {ND_STR_INIT("iso-8859-1"), "ISO-8859-1"},
    {ND_STR_INIT("latin1"), "ISO-8859-1"},
    {ND_STR_INIT("iso-8859-2"), "ISO-8859-2"},
    {ND_STR_INIT("iso-8859-3"), "ISO-8859-3"},
    {ND_STR_INIT("iso-8859-4"), "ISO-8859-4"},
    {ND_STR_INIT("iso-8859-5"), "ISO-8859-5"},
    {ND_STR_INIT("iso-8859-6"), "ISO-8859-6"},
    {ND_STR_INIT("iso-8859-7"), "ISO-8859-7"},
    {ND_STR_INIT("iso-8859-8"), "ISO-8859-8"},
    {ND_STR_INIT("iso-8859-9"), "WINDOWS-1254"},
    {ND_STR_INIT("iso-8859-10"), "ISO-8859-10"},
    {ND_STR_INIT("iso-8859-13"), "ISO-8859-13"},
    {ND_STR_INIT("iso-8859-14"), "ISO-8859-14"},
    {ND_STR_INIT("iso-8859-15"), "ISO-8859-15"},
    {ND_STR_INIT("iso-8859-16"), "ISO-8859-16"},
    {ND_STR_INIT("windows-1250"), "WINDOWS-1250"},
    {ND_STR_INIT("cp1250"), "WINDOWS-1250"},
    {ND_STR_INIT("windows-1251"), "WINDOWS-1251"},
    {ND_STR_INIT("cp1251"), "WINDOWS-1251"},
    {ND_STR_INIT("windows-1252"), "WINDOWS-1252"},
    {ND_STR_INIT("cp1252"), "WINDOWS-1252"},
    {ND_STR_INIT("windows-1253"), "WINDOWS-1253"},
    {ND_STR_INIT("windows-1254"), "WINDOWS-1254"},
    {ND_STR_INIT("windows-1255"), "WINDOWS-1255"},
    {ND_STR_INIT("windows-1256"), "WINDOWS-1256"},
    {ND_STR_INIT("windows-1257"), "WINDOWS-1257"},
    {ND_STR_INIT("windows-1258"), "WINDOWS-1258"},
    {ND_STR_INIT("windows-874"), "WINDOWS-874"},
    {ND_STR_INIT("tis-620"), "WINDOWS-874"},
    {ND_STR_INIT("koi8-r"), "KOI8-R"},
    {ND_STR_INIT("koi8-u"), "KOI8-U"},
    {ND_STR_INIT("macintosh"), "MACINTOSH"},
    {ND_STR_INIT("gb2312"), "GB18030"},
    {ND_STR_INIT("gbk"), "GB18030"},
    {ND_STR_INIT("gb18030"), "GB18030"},
    {ND_STR_INIT("big5"), "BIG5-HKSCS"},
    {ND_STR_INIT("big5-hkscs"), "BIG5-HKSCS"},
    {ND_STR_INIT("shift_jis"), "SHIFT_JIS"},
    {ND_STR_INIT("shift-jis"), "SHIFT_JIS"},
    {ND_STR_INIT("x-sjis"), "SHIFT_JIS"},
    {ND_STR_INIT("euc-jp"), "EUC-JP"},
    {ND_STR_INIT("euc-kr"), "EUC-KR"},
    {ND_STR_INIT("ks_c_5601-1987"), "EUC-KR"},
};

enum { LONGEST_DECLARATION = 200 };

/* encoding="…" in <?xml … ?> at the beginning. */
static struct nd_str declared_name(struct nd_str bytes) {
    struct nd_str text = nd_str_trim(nd_str_slice(bytes, 0, LONGEST_DECLARATION));
    size_t at;

    text = nd_str_slice(text, 0, nd_str_find(text, ND_STR("?>")));
    if (!nd_str_starts(text, ND_STR("<?xml")) || (at = nd_str_find(text, ND_STR("encoding"))) == SIZE_MAX)
        return ND_STR_NONE;
    text = nd_str_trim(nd_str_skip(text, at + 8));
    if (text.len == 0 || text.ptr[0] != '=')
        return ND_STR_NONE;
    text = nd_str_trim(nd_str_skip(text, 1));
    if (text.len == 0 || (text.ptr[0] != '"' && text.ptr[0] != '\''))
        return ND_STR_NONE;
    at = nd_str_find_char(nd_str_skip(text, 1), text.ptr[0]);
    return nd_str_trim(nd_str_slice(nd_str_skip(text, 1), 0, at));
}

struct nd_str nd_source_declared_charset(struct nd_str bytes) {
    struct nd_str name = declared_name(bytes);

    for (size_t i = 0; name.len > 0 && i < sizeof charsets / sizeof *charsets; i++)
        if (nd_str_eq_nocase(name, charsets[i].name))
            return nd_str_from(charsets[i].charset);
    return ND_STR_NONE;
}
