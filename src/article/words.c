#include "article/record.h"

/* The tables of names: sections of digests, furniture of pages. Compared without case, bullets and colons. */

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

static const struct {
    struct nd_str line;
    enum nd_furniture furniture;
    bool is_prefix;
} furniture[] = {
    {ND_STR_INIT("related posts"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("related articles"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("related stories"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("you may also like"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("you might also like"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("more from this author"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("articles similaires"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("articles liés"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("sur le même sujet"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("à lire aussi"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("vous aimerez aussi"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("ähnliche beiträge"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("Ähnliche Beiträge"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("Ähnliche Artikel"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("verwandte beiträge"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("das könnte dich auch interessieren"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("das könnte sie auch interessieren"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("articoli correlati"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("articoli simili"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("potrebbe interessarti anche"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("entradas relacionadas"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("artículos relacionados"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("noticias relacionadas"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("artigos relacionados"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("posts relacionados"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("gerelateerde berichten"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("powiązane artykuły"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("podobne wpisy"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("похожие записи"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("相关文章"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("相关阅读"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("相關文章"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("関連記事"), ND_FURNITURE_RELATED, false},
    {ND_STR_INIT("leave a reply"), ND_FURNITURE_END, true},
    {ND_STR_INIT("leave a comment"), ND_FURNITURE_END, true},
    {ND_STR_INIT("post a comment"), ND_FURNITURE_END, false},
    {ND_STR_INIT("add a comment"), ND_FURNITURE_END, false},
    {ND_STR_INIT("your email address will not be published"), ND_FURNITURE_END, true},
    {ND_STR_INIT("laisser un commentaire"), ND_FURNITURE_END, true},
    {ND_STR_INIT("laissez un commentaire"), ND_FURNITURE_END, true},
    {ND_STR_INIT("votre adresse e-mail ne sera pas publiée"), ND_FURNITURE_END, true},
    {ND_STR_INIT("schreibe einen kommentar"), ND_FURNITURE_END, true},
    {ND_STR_INIT("schreiben sie einen kommentar"), ND_FURNITURE_END, true},
    {ND_STR_INIT("kommentar schreiben"), ND_FURNITURE_END, false},
    {ND_STR_INIT("deine e-mail-adresse wird nicht veröffentlicht"), ND_FURNITURE_END, true},
    {ND_STR_INIT("ihre e-mail-adresse wird nicht veröffentlicht"), ND_FURNITURE_END, true},
    {ND_STR_INIT("lascia un commento"), ND_FURNITURE_END, true},
    {ND_STR_INIT("il tuo indirizzo email non sarà pubblicato"), ND_FURNITURE_END, true},
    {ND_STR_INIT("deja una respuesta"), ND_FURNITURE_END, true},
    {ND_STR_INIT("deja un comentario"), ND_FURNITURE_END, true},
    {ND_STR_INIT("tu dirección de correo electrónico no será publicada"), ND_FURNITURE_END, true},
    {ND_STR_INIT("deixe um comentário"), ND_FURNITURE_END, true},
    {ND_STR_INIT("deixe uma resposta"), ND_FURNITURE_END, true},
    {ND_STR_INIT("geef een reactie"), ND_FURNITURE_END, true},
    {ND_STR_INIT("dodaj komentarz"), ND_FURNITURE_END, true},
    {ND_STR_INIT("добавить комментарий"), ND_FURNITURE_END, true},
    {ND_STR_INIT("发表评论"), ND_FURNITURE_END, false},
    {ND_STR_INIT("发表回复"), ND_FURNITURE_END, false},
    {ND_STR_INIT("コメントを残す"), ND_FURNITURE_END, false},
    {ND_STR_INIT("continue reading"), ND_FURNITURE_MORE, true},
    {ND_STR_INIT("read more"), ND_FURNITURE_MORE, false},
    {ND_STR_INIT("lire la suite"), ND_FURNITURE_MORE, true},
    {ND_STR_INIT("en savoir plus"), ND_FURNITURE_MORE, false},
    {ND_STR_INIT("weiterlesen"), ND_FURNITURE_MORE, true},
    {ND_STR_INIT("mehr lesen"), ND_FURNITURE_MORE, false},
    {ND_STR_INIT("continua a leggere"), ND_FURNITURE_MORE, true},
    {ND_STR_INIT("leggi tutto"), ND_FURNITURE_MORE, false},
    {ND_STR_INIT("leer más"), ND_FURNITURE_MORE, true},
    {ND_STR_INIT("seguir leyendo"), ND_FURNITURE_MORE, true},
    {ND_STR_INIT("leia mais"), ND_FURNITURE_MORE, true},
    {ND_STR_INIT("continue lendo"), ND_FURNITURE_MORE, true},
    {ND_STR_INIT("lees verder"), ND_FURNITURE_MORE, true},
    {ND_STR_INIT("czytaj dalej"), ND_FURNITURE_MORE, true},
    {ND_STR_INIT("читать далее"), ND_FURNITURE_MORE, true},
    {ND_STR_INIT("阅读全文"), ND_FURNITURE_MORE, false},
    {ND_STR_INIT("继续阅读"), ND_FURNITURE_MORE, false},
    {ND_STR_INIT("続きを読む"), ND_FURNITURE_MORE, false},
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

enum nd_furniture nd_furniture_find(struct nd_str line) {
    if (line.len > 200)
        return ND_FURNITURE_NONE;
    line = bare_label(line);
    for (size_t i = 0; i < sizeof furniture / sizeof *furniture; i++)
        if (furniture[i].is_prefix ? nd_str_starts_nocase(line, furniture[i].line)
                                   : nd_str_eq_nocase(line, furniture[i].line))
            return furniture[i].furniture;
    return ND_FURNITURE_NONE;
}
