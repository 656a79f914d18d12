#include "article/record.h"

/* The names of the sections of digests. Compared without case, bullets and colons. */

static const struct {
    struct nd_str name;
    enum nd_section section;
} sections[] = {
    {ND_STR_INIT("summary"), ND_SECTION_SUMMARY},
    {ND_STR_INIT("abstract"), ND_SECTION_SUMMARY},
    {ND_STR_INIT("tl;dr"), ND_SECTION_SUMMARY},
    {ND_STR_INIT("résumé"), ND_SECTION_SUMMARY},
    {ND_STR_INIT("Résumé"), ND_SECTION_SUMMARY},
    {ND_STR_INIT("zusammenfassung"), ND_SECTION_SUMMARY},
    {ND_STR_INIT("riassunto"), ND_SECTION_SUMMARY},
    {ND_STR_INIT("sommario"), ND_SECTION_SUMMARY},
    {ND_STR_INIT("resumen"), ND_SECTION_SUMMARY},
    {ND_STR_INIT("resumo"), ND_SECTION_SUMMARY},
    {ND_STR_INIT("摘要"), ND_SECTION_SUMMARY},
    {ND_STR_INIT("要約"), ND_SECTION_SUMMARY},
    {ND_STR_INIT("keywords"), ND_SECTION_KEYWORDS},
    {ND_STR_INIT("key words"), ND_SECTION_KEYWORDS},
    {ND_STR_INIT("tags"), ND_SECTION_KEYWORDS},
    {ND_STR_INIT("mots-clés"), ND_SECTION_KEYWORDS},
    {ND_STR_INIT("mots clés"), ND_SECTION_KEYWORDS},
    {ND_STR_INIT("schlüsselwörter"), ND_SECTION_KEYWORDS},
    {ND_STR_INIT("schlagwörter"), ND_SECTION_KEYWORDS},
    {ND_STR_INIT("stichwörter"), ND_SECTION_KEYWORDS},
    {ND_STR_INIT("parole chiave"), ND_SECTION_KEYWORDS},
    {ND_STR_INIT("palabras clave"), ND_SECTION_KEYWORDS},
    {ND_STR_INIT("palavras-chave"), ND_SECTION_KEYWORDS},
    {ND_STR_INIT("关键词"), ND_SECTION_KEYWORDS},
    {ND_STR_INIT("キーワード"), ND_SECTION_KEYWORDS},
    {ND_STR_INIT("themes"), ND_SECTION_THEMES},
    {ND_STR_INIT("topics"), ND_SECTION_THEMES},
    {ND_STR_INIT("thèmes"), ND_SECTION_THEMES},
    {ND_STR_INIT("themen"), ND_SECTION_THEMES},
    {ND_STR_INIT("temi"), ND_SECTION_THEMES},
    {ND_STR_INIT("temas"), ND_SECTION_THEMES},
    {ND_STR_INIT("主题"), ND_SECTION_THEMES},
    {ND_STR_INIT("テーマ"), ND_SECTION_THEMES},
    {ND_STR_INIT("closest"), ND_SECTION_CLOSEST},
    {ND_STR_INIT("similar"), ND_SECTION_CLOSEST},
    {ND_STR_INIT("related"), ND_SECTION_CLOSEST},
    {ND_STR_INIT("see also"), ND_SECTION_CLOSEST},
    {ND_STR_INIT("proches"), ND_SECTION_CLOSEST},
    {ND_STR_INIT("articles proches"), ND_SECTION_CLOSEST},
    {ND_STR_INIT("ähnliche"), ND_SECTION_CLOSEST},
    {ND_STR_INIT("verwandte"), ND_SECTION_CLOSEST},
    {ND_STR_INIT("simili"), ND_SECTION_CLOSEST},
    {ND_STR_INIT("correlati"), ND_SECTION_CLOSEST},
    {ND_STR_INIT("similares"), ND_SECTION_CLOSEST},
    {ND_STR_INIT("相关"), ND_SECTION_CLOSEST},
    {ND_STR_INIT("other"), ND_SECTION_OTHER},
    {ND_STR_INIT("autre"), ND_SECTION_OTHER},
    {ND_STR_INIT("autres"), ND_SECTION_OTHER},
    {ND_STR_INIT("sonstiges"), ND_SECTION_OTHER},
    {ND_STR_INIT("altro"), ND_SECTION_OTHER},
    {ND_STR_INIT("otros"), ND_SECTION_OTHER},
    {ND_STR_INIT("其他"), ND_SECTION_OTHER},
};

/* Without blanks, bullets, emphasis marks and the colon around a label. */
static struct nd_str bare_label(struct nd_str s) {
    static const char edges[] = "*-+#:_ \t|>";

    for (;;) {
        struct nd_str before = s;
        s = nd_str_trim(s);
        if (nd_str_starts(s, ND_STR("•")))
            s = nd_str_skip(s, sizeof "•" - 1);
        if (nd_str_ends(s, ND_STR("：")))
            s.len -= sizeof "：" - 1;
        if (s.len > 0 && nd_str_find_char(nd_str_of(edges, sizeof edges - 1), s.ptr[0]) != SIZE_MAX)
            s = nd_str_skip(s, 1);
        if (s.len > 0 && nd_str_find_char(nd_str_of(edges, sizeof edges - 1), s.ptr[s.len - 1]) != SIZE_MAX)
            s.len--;
        if (s.len == before.len)
            return s;
    }
}

enum nd_section nd_section_find(struct nd_str heading) {
    heading = bare_label(heading);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (nd_str_eq_nocase(heading, sections[i].name))
            return sections[i].section;
    return ND_SECTION_NONE;
}
