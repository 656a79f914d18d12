#include "newsdex/source.h"

#include "source/mac.h"

#include <iconv.h>
#include <string.h>

enum { MAX_NAME = 40 };

/* What a name says nothing by: UTF-8 shows itself, ASCII with other bytes is a lie. */
static const char *const empty_names[] = {
    "utf-8",        "utf8",      "unicode-1-1-utf-8", "us-ascii", "ascii", "ansi_x3.4-1968",
    "unknown-8bit", "x-unknown", "unknown",           "default",  "8bit",  "binary"};

/* What is called by the first name is in practice written in the second (WHATWG Encoding, section 4.2). */
static const char *const meanings[][2] = {{"iso-8859-1", "WINDOWS-1252"},
                                          {"iso8859-1", "WINDOWS-1252"},
                                          {"iso_8859-1", "WINDOWS-1252"},
                                          {"latin1", "WINDOWS-1252"},
                                          {"l1", "WINDOWS-1252"},
                                          {"cp-1252", "WINDOWS-1252"},
                                          {"x-cp1252", "WINDOWS-1252"},
                                          {"ansi", "WINDOWS-1252"},
                                          {"iso-8859-9", "WINDOWS-1254"},
                                          {"iso-8859-11", "CP874"},
                                          {"tis-620", "CP874"},
                                          {"iso-8859-8-i", "ISO-8859-8"},
                                          {"gb2312", "GB18030"},
                                          {"gbk", "GB18030"},
                                          {"x-gbk", "GB18030"},
                                          {"cp936", "GB18030"},
                                          {"euc-kr", "CP949"},
                                          {"ks_c_5601-1987", "CP949"},
                                          {"ksc5601", "CP949"},
                                          {"korean", "CP949"},
                                          {"shift_jis", "WINDOWS-31J"},
                                          {"shift-jis", "WINDOWS-31J"},
                                          {"sjis", "WINDOWS-31J"},
                                          {"x-sjis", "WINDOWS-31J"},
                                          {"big5", "CP950"},
                                          {"x-x-big5", "CP950"},
                                          {"x-mac-roman", "MACINTOSH"},
                                          {"x-mac-icelandic", ND_SOURCE_MAC_ICELANDIC},
                                          {"x-mac-turkish", ND_SOURCE_MAC_TURKISH},
                                          {"x-mac-cyrillic", "MAC-UK"},
                                          {"x-mac-ukrainian", "MAC-UK"},
                                          {"x-mac-ce", "MAC-CENTRALEUROPE"},
                                          {"hz-gb-2312", "HZ-GB-2312"},

                                          {"unicode-1-1-utf-7", "UTF-7"},
                                          {"iso-2022-jp", "ISO-2022-JP-2"},
                                          {"x-windows-1251", "WINDOWS-1251"}};

static bool is_name(struct nd_str name) {
    if (name.len == 0 || name.len > MAX_NAME)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!nd_char_is_alpha(name.ptr[i]) && !nd_char_is_digit(name.ptr[i]) &&
            nd_str_find_char(ND_STR("-_.:"), name.ptr[i]) == SIZE_MAX)
            return false;
    return true;
}

static struct nd_str upper(struct nd_str name, struct nd_arena *arena) {
    struct nd_buf out = {0};

    for (size_t i = 0; i < name.len; i++)
        nd_buf_add_char(&out, name.ptr[i] >= 'a' && name.ptr[i] <= 'z' ? (char)(name.ptr[i] - 'a' + 'A')
                                                                       : name.ptr[i]);
    return nd_arena_take(arena, &out);
}

struct nd_str nd_source_charset(struct nd_str name, struct nd_arena *arena) {
    iconv_t converter;

    name = nd_str_trim(name);
    if (!is_name(name))
        return ND_STR_NONE;
    for (size_t i = 0; i < sizeof empty_names / sizeof *empty_names; i++)
        if (nd_str_eq_nocase(name, nd_str_from(empty_names[i])))
            return ND_STR_NONE;
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (nd_str_eq_nocase(name, nd_str_from(meanings[i][0])))
            return nd_str_from(meanings[i][1]);
    name = upper(name, arena);
    converter = iconv_open("UTF-8", name.ptr);
    if (converter == (iconv_t)-1)
        return ND_STR_NONE;
    iconv_close(converter);
    return name;
}
