/* The words a line begins with that says who wrote an article: "By …", "Text & photos: …", in many languages.
 */
#include "article/page/byline.h"

/* In lower case, the longest first; what begins with them and goes on in small letters is a sentence. */
static const struct nd_str marks[] = {
    ND_STR_INIT("par notre envoyée spéciale "),
    ND_STR_INIT("संवाददाता: "),
    ND_STR_INIT("dalla nostra corrispondente "),
    ND_STR_INIT("von unserem korrespondenten "),
    ND_STR_INIT("von unserer korrespondentin "),
    ND_STR_INIT("เรื่องโดย "),
    ND_STR_INIT("par notre envoyé spécial "),
    ND_STR_INIT("dal nostro corrispondente "),
    ND_STR_INIT("रिपोर्टर: "),
    ND_STR_INIT("par notre correspondante "),
    ND_STR_INIT("เขียนโดย "),
    ND_STR_INIT("door onze correspondent "),
    ND_STR_INIT("par notre correspondant "),
    ND_STR_INIT("von unserer redakteurin "),
    ND_STR_INIT("door onze verslaggever "),
    ND_STR_INIT("रिपोर्ट: "),
    ND_STR_INIT("propos recueillis par "),
    ND_STR_INIT("von unserem redakteur "),
    ND_STR_INIT("dalla nostra inviata "),
    ND_STR_INIT("door onze redactrice "),
    ND_STR_INIT("เรื่อง : "),
    ND_STR_INIT("door onze redacteur "),
    ND_STR_INIT("veröffentlicht von "),
    ND_STR_INIT("журналист: "),
    ND_STR_INIT("เรื่อง: "),
    ND_STR_INIT("dal nostro inviato "),
    ND_STR_INIT("द्वारा "),
    ND_STR_INIT("texte et photos : "),
    ND_STR_INIT("записала "),
    ND_STR_INIT("bài và ảnh: "),
    ND_STR_INIT("een artikel van "),
    ND_STR_INIT("ein artikel von "),
    ND_STR_INIT("ein beitrag von "),
    ND_STR_INIT("ein bericht von "),
    ND_STR_INIT("eingestellt von "),
    ND_STR_INIT("geschreven door "),
    ND_STR_INIT("geschrieben von "),
    ND_STR_INIT("un artículo de "),
    ND_STR_INIT("γράφει η "),
    ND_STR_INIT("γράφει ο "),
    ND_STR_INIT("κείμενο: "),
    ND_STR_INIT("خبرنگار: "),
    ND_STR_INIT("گزارشگر: "),
    ND_STR_INIT("un articolo di "),
    ND_STR_INIT("написал "),
    ND_STR_INIT("ライター／"),
    ND_STR_INIT("ライター："),
    ND_STR_INIT("写真・文／"),
    ND_STR_INIT("取材・文／"),
    ND_STR_INIT("取材・文："),
    ND_STR_INIT("取材・文＝"),
    ND_STR_INIT("文・写真："),
    ND_STR_INIT("構成・文／"),
    ND_STR_INIT("an article by "),
    ND_STR_INIT("phóng viên: "),
    ND_STR_INIT("pubblicato da "),
    ND_STR_INIT("publicado por "),
    ND_STR_INIT("recueilli par "),
    ND_STR_INIT("un article de "),
    ND_STR_INIT("un articol de "),
    ND_STR_INIT("από την "),
    ND_STR_INIT("από τον "),
    ND_STR_INIT("ditulis oleh "),
    ND_STR_INIT("erstellt von "),
    ND_STR_INIT("gepostet von "),
    ND_STR_INIT("kirjoittanut "),
    ND_STR_INIT("opracowanie: "),
    ND_STR_INIT("published by "),
    ND_STR_INIT("rédigé par "),
    ND_STR_INIT("um artigo de "),
    ND_STR_INIT("verfasst von "),
    ND_STR_INIT("ライター:"),
    ND_STR_INIT("取材・文/"),
    ND_STR_INIT("取材・文="),
    ND_STR_INIT("本報記者 "),
    ND_STR_INIT("本报记者 "),
    ND_STR_INIT("artikel von "),
    ND_STR_INIT("escrito por "),
    ND_STR_INIT("opracowała "),
    ND_STR_INIT("publié par "),
    ND_STR_INIT("připravila "),
    ND_STR_INIT("redacción: "),
    ND_STR_INIT("reportagem: "),
    ND_STR_INIT("rozmawiała "),
    ND_STR_INIT("toimittaja: "),
    ND_STR_INIT("текст: "),
    ND_STR_INIT("إعداد: "),
    ND_STR_INIT("به قلم "),
    ND_STR_INIT("تحرير: "),
    ND_STR_INIT("تحریر: "),
    ND_STR_INIT("تقرير: "),
    ND_STR_INIT("گزارش: "),
    ND_STR_INIT("글·사진 "),
    ND_STR_INIT("article by "),
    ND_STR_INIT("articol de "),
    ND_STR_INIT("escrit per "),
    ND_STR_INIT("interview: "),
    ND_STR_INIT("opracował "),
    ND_STR_INIT("posté par "),
    ND_STR_INIT("připravil "),
    ND_STR_INIT("redaktion: "),
    ND_STR_INIT("redação: "),
    ND_STR_INIT("rozmawiał "),
    ND_STR_INIT("scritto da "),
    ND_STR_INIT("skrevet af "),
    ND_STR_INIT("skrevet av "),
    ND_STR_INIT("skriven av "),
    ND_STR_INIT("written by "),
    ND_STR_INIT("écrit par "),
    ND_STR_INIT("كتبت - "),
    ND_STR_INIT("a cura di "),
    ND_STR_INIT("napisala: "),
    ND_STR_INIT("posted by "),
    ND_STR_INIT("redactor: "),
    ND_STR_INIT("reporter: "),
    ND_STR_INIT("wartawan: "),
    ND_STR_INIT("пише: "),
    ND_STR_INIT("כתבה: "),
    ND_STR_INIT("โดย "),
    ND_STR_INIT("기자명 "),
    ND_STR_INIT("laporan: "),
    ND_STR_INIT("muhabir: "),
    ND_STR_INIT("napisao: "),
    ND_STR_INIT("scris de "),
    ND_STR_INIT("story by "),
    ND_STR_INIT("tekst af "),
    ND_STR_INIT("tekst av "),
    ND_STR_INIT("testo di "),
    ND_STR_INIT("text von "),
    ND_STR_INIT("texte de "),
    ND_STR_INIT("texto de "),
    ND_STR_INIT("words by "),
    ND_STR_INIT("بقلم "),
    ND_STR_INIT("كتب - "),
    ND_STR_INIT("كتبت "),
    ND_STR_INIT("取材／"),
    ND_STR_INIT("執筆／"),
    ND_STR_INIT("執筆："),
    ND_STR_INIT("執筆＝"),
    ND_STR_INIT("撰文："),
    ND_STR_INIT("著者："),
    ND_STR_INIT("記者："),
    ND_STR_INIT("记者："),
    ND_STR_INIT("escribe "),
    ND_STR_INIT("napsala "),
    ND_STR_INIT("teksti: "),
    ND_STR_INIT("text av "),
    ND_STR_INIT("text by "),
    ND_STR_INIT("texte : "),
    ND_STR_INIT("כתב: "),
    ND_STR_INIT("haber: "),
    ND_STR_INIT("napsal "),
    ND_STR_INIT("oprac. "),
    ND_STR_INIT("piše: "),
    ND_STR_INIT("tekst: "),
    ND_STR_INIT("testo: "),
    ND_STR_INIT("texte: "),
    ND_STR_INIT("texto: "),
    ND_STR_INIT("words: "),
    ND_STR_INIT("yazan: "),
    ND_STR_INIT("írta: "),
    ND_STR_INIT("από "),
    ND_STR_INIT("της "),
    ND_STR_INIT("του "),
    ND_STR_INIT("των "),
    ND_STR_INIT("מאת "),
    ND_STR_INIT("كتب "),
    ND_STR_INIT("執筆:"),
    ND_STR_INIT("記者 "),
    ND_STR_INIT("记者 "),
    ND_STR_INIT("bài: "),
    ND_STR_INIT("text: "),
    ND_STR_INIT("文●"),
    ND_STR_INIT("文・"),
    ND_STR_INIT("文／"),
    ND_STR_INIT("文＝"),
    ND_STR_INIT("door "),
    ND_STR_INIT("oleh "),
    ND_STR_INIT("par "),
    ND_STR_INIT("por "),
    ND_STR_INIT("vom "),
    ND_STR_INIT("von "),
    ND_STR_INIT("文 "),
    ND_STR_INIT("文/"),
    ND_STR_INIT("文="),
    ND_STR_INIT("글 "),
    ND_STR_INIT("af "),
    ND_STR_INIT("av "),
    ND_STR_INIT("by "),
    ND_STR_INIT("di "),
};

/* What one does for an article, as it is said before a colon; the first of them is writing. */
static const struct nd_str writing[] = {
    ND_STR_INIT("text"),   ND_STR_INIT("texte"), ND_STR_INIT("texto"), ND_STR_INIT("textos"),
    ND_STR_INIT("testo"),  ND_STR_INIT("testi"), ND_STR_INIT("tekst"), ND_STR_INIT("teksti"),
    ND_STR_INIT("текст"),  ND_STR_INIT("words"), ND_STR_INIT("story"), ND_STR_INIT("interview"),
    ND_STR_INIT("κείμενο")};
static const struct nd_str others[] = {
    ND_STR_INIT("foto"),           ND_STR_INIT("fotos"),      ND_STR_INIT("photo"),
    ND_STR_INIT("photos"),         ND_STR_INIT("bild"),       ND_STR_INIT("bilder"),
    ND_STR_INIT("bilde"),          ND_STR_INIT("foto's"),     ND_STR_INIT("fotoğraf"),
    ND_STR_INIT("kuvat"),          ND_STR_INIT("kuva"),       ND_STR_INIT("фото"),
    ND_STR_INIT("zdjęcia"),        ND_STR_INIT("images"),     ND_STR_INIT("pictures"),
    ND_STR_INIT("photography"),    ND_STR_INIT("video"),      ND_STR_INIT("illustration"),
    ND_STR_INIT("illustrationen"), ND_STR_INIT("grafik"),     ND_STR_INIT("fotografie"),
    ND_STR_INIT("fotografía"),     ND_STR_INIT("φωτογραφίες")};
static const struct nd_str joints[] = {
    ND_STR_INIT("&"),  ND_STR_INIT("und"), ND_STR_INIT("and"), ND_STR_INIT("et"),
    ND_STR_INIT("y"),  ND_STR_INIT("e"),   ND_STR_INIT("och"), ND_STR_INIT("og"),
    ND_STR_INIT("en"), ND_STR_INIT("i"),   ND_STR_INIT("и"),   ND_STR_INIT("ja"),
    ND_STR_INIT("ve"), ND_STR_INIT("/"),   ND_STR_INIT("+"),   ND_STR_INIT("και")};

#define IS_AMONG(word, words) is_among(word, words, sizeof(words) / sizeof *(words))

static bool is_among(struct nd_str word, const struct nd_str *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_eq(word, words[i]))
            return true;
    return false;
}

/* The next word of line from *at on, or one sign; *at goes behind it and the blanks there. */
static struct nd_str next_word(struct nd_str line, size_t *at) {
    static const struct nd_str signs = ND_STR_INIT(" :&/+,");
    size_t from = *at, to = from;
    struct nd_str word;

    while (to < line.len && nd_str_find_char(signs, line.ptr[to]) == SIZE_MAX)
        to++;
    word = nd_str_slice(line, from, to == from && to < line.len ? to + 1 : to);
    for (*at = from + word.len; *at < line.len && line.ptr[*at] == ' ';)
        ++*at;
    return word;
}

/* "text & photos: ", "fotos und text: ": bytes up to behind the colon, or 0. */
static size_t roles_of(struct nd_str folded) {
    enum { MAX_ROLES = 4 };
    bool is_writing = false;
    size_t at = 0;

    for (int i = 0; i < MAX_ROLES; i++) {
        struct nd_str word = next_word(folded, &at);
        if (IS_AMONG(word, writing))
            is_writing = true;
        else if (!IS_AMONG(word, others))
            return 0;
        word = next_word(folded, &at);
        if (nd_str_eq(word, ND_STR(":")))
            return is_writing && i > 0 ? at : 0;
        if (!IS_AMONG(word, joints))
            return 0;
    }
    return 0;
}

/* Words for who wrote something: before a name, with a colon or without, or alone above it. */
static const struct nd_str nouns[] = {
    ND_STR_INIT("autor"),      ND_STR_INIT("autorin"),  ND_STR_INIT("autoren"),     ND_STR_INIT("autorinnen"),
    ND_STR_INIT("auteur"),     ND_STR_INIT("auteurs"),  ND_STR_INIT("auteure"),     ND_STR_INIT("autrice"),
    ND_STR_INIT("autore"),     ND_STR_INIT("autori"),   ND_STR_INIT("autores"),     ND_STR_INIT("autora"),
    ND_STR_INIT("autorzy"),    ND_STR_INIT("autorka"),  ND_STR_INIT("autoři"),      ND_STR_INIT("автор"),
    ND_STR_INIT("авторы"),     ND_STR_INIT("автори"),   ND_STR_INIT("авторка"),     ND_STR_INIT("аутор"),
    ND_STR_INIT("szerző"),     ND_STR_INIT("yazar"),    ND_STR_INIT("kirjoittaja"), ND_STR_INIT("forfatter"),
    ND_STR_INIT("författare"), ND_STR_INIT("skribent"), ND_STR_INIT("συντάκτης"),   ND_STR_INIT("الكاتب"),
    ND_STR_INIT("نویسنده"),    ND_STR_INIT("लेखक"),      ND_STR_INIT("लेखिका"),       ND_STR_INIT("লেখক"),
    ND_STR_INIT("tác giả"),    ND_STR_INIT("penulis"),  ND_STR_INIT("ผู้เขียน"),       ND_STR_INIT("autorius"),
    ND_STR_INIT("autors"),     ND_STR_INIT("ავტორი"),   ND_STR_INIT("egilea"),      ND_STR_INIT("höfundur"),
    ND_STR_INIT("作者"),       ND_STR_INIT("저자")};

/* Others, that are parts of sentences and names where they have no colon and are not alone. */
static const struct nd_str labels[] = {ND_STR_INIT("author"),
                                       ND_STR_INIT("authors"),
                                       ND_STR_INIT("written by"),
                                       ND_STR_INIT("geschrieben von"),
                                       ND_STR_INIT("escrito por"),
                                       ND_STR_INIT("écrit par"),
                                       ND_STR_INIT("scritto da"),
                                       ND_STR_INIT("von"),
                                       ND_STR_INIT("by"),
                                       ND_STR_INIT("por"),
                                       ND_STR_INIT("par"),
                                       ND_STR_INIT("di"),
                                       ND_STR_INIT("door"),
                                       ND_STR_INIT("av"),
                                       ND_STR_INIT("af"),
                                       ND_STR_INIT("oleh"),
                                       ND_STR_INIT("โดย"),
                                       ND_STR_INIT("بقلم"),
                                       ND_STR_INIT("מאת"),
                                       ND_STR_INIT("文"),
                                       ND_STR_INIT("글"),
                                       ND_STR_INIT("γράφει ο"),
                                       ND_STR_INIT("γράφει η"),
                                       ND_STR_INIT("verfasst von"),
                                       ND_STR_INIT("geschreven door"),
                                       ND_STR_INIT("skrevet av"),
                                       ND_STR_INIT("skrevet af"),
                                       ND_STR_INIT("skriven av"),
                                       ND_STR_INIT("napisane przez"),
                                       ND_STR_INIT("napsal"),
                                       ND_STR_INIT("napsala"),
                                       ND_STR_INIT("yazan"),
                                       ND_STR_INIT("ditulis oleh"),
                                       ND_STR_INIT("được viết bởi"),
                                       ND_STR_INIT("執筆者"),
                                       ND_STR_INIT("投稿者"),
                                       ND_STR_INIT("글쓴이"),
                                       ND_STR_INIT("scris de"),
                                       ND_STR_INIT("írta"),
                                       ND_STR_INIT("kirjoittanut"),
                                       ND_STR_INIT("γράφτηκε από"),
                                       ND_STR_INIT("נכתב על ידי"),
                                       ND_STR_INIT("كتبه"),
                                       ND_STR_INIT("نوشته شده توسط"),
                                       ND_STR_INIT("publicado por"),
                                       ND_STR_INIT("rédigé par"),
                                       ND_STR_INIT("posted by"),
                                       ND_STR_INIT("publié par"),
                                       ND_STR_INIT("написано")};

/* The length of one of words at the beginning of folded, or 0. */
static size_t begins_with(struct nd_str folded, const struct nd_str *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (folded.len > 0 && folded.ptr[0] == words[i].ptr[0] && nd_str_starts(folded, words[i]) &&
            (folded.len == words[i].len ||
             nd_str_find_char(ND_STR(" :"), folded.ptr[words[i].len]) != SIZE_MAX ||
             nd_str_starts(nd_str_skip(folded, words[i].len), ND_STR("："))))
            return words[i].len;
    return 0;
}

/* "autor ines calder", "auteur : ", "作者：": bytes up to the name. */
static size_t noun_of(struct nd_str folded) {
    size_t noun = begins_with(folded, nouns, sizeof nouns / sizeof *nouns),
           length = noun > 0 ? noun : begins_with(folded, labels, sizeof labels / sizeof *labels), colon;

    colon = length;
    while (colon < folded.len && folded.ptr[colon] == ' ')
        colon++;
    if (nd_str_starts(nd_str_skip(folded, colon), ND_STR(":")))
        colon++;
    else if (nd_str_starts(nd_str_skip(folded, colon), ND_STR("：")))
        colon += 3;
    else
        return noun == 0 || colon == folded.len ? 0 : colon;
    while (colon < folded.len && folded.ptr[colon] == ' ')
        colon++;
    return length == 0 || colon == folded.len ? 0 : colon;
}

bool nd_byline_is_label(struct nd_str folded) {
    folded = nd_str_trim(folded);
    if (nd_str_ends(folded, ND_STR(":")))
        folded = nd_str_trim_right(nd_str_slice(folded, 0, folded.len - 1));
    else if (nd_str_ends(folded, ND_STR("：")))
        folded.len -= 3;
    return IS_AMONG(folded, nouns) || IS_AMONG(folded, labels);
}

size_t nd_byline_label(struct nd_str folded) {
    enum { MAX_WORDS = 3 };
    size_t at = 0;

    for (int words = 0; words <= MAX_WORDS && at < folded.len; words++) {
        struct nd_str word = next_word(folded, &at);
        if (nd_str_eq(word, ND_STR(":")))
            return words > 0 && at < folded.len ? at : 0;
        if (IS_AMONG(word, others) || nd_str_eq(word, ND_STR(",")))
            return 0;
    }
    return 0;
}

size_t nd_byline_mark(struct nd_str folded) {
    size_t length = noun_of(folded);

    for (size_t i = 0; length == 0 && i < sizeof marks / sizeof *marks; i++)
        if (folded.len > 0 && folded.ptr[0] == marks[i].ptr[0] && nd_str_starts(folded, marks[i]))
            length = marks[i].len;
    return length > 0 ? length : roles_of(folded);
}

/* Behind the number of minutes. */
static const struct nd_str reading_times[] = {ND_STR_INIT("min read"),
                                              ND_STR_INIT("minute read"),
                                              ND_STR_INIT("minutes read"),
                                              ND_STR_INIT("mins read"),
                                              ND_STR_INIT("min. read"),
                                              ND_STR_INIT("min de lecture"),
                                              ND_STR_INIT("minutes de lecture"),
                                              ND_STR_INIT("min. de lecture"),
                                              ND_STR_INIT("min de lectura"),
                                              ND_STR_INIT("minutos de lectura"),
                                              ND_STR_INIT("min. de lectura"),
                                              ND_STR_INIT("min de leitura"),
                                              ND_STR_INIT("minutos de leitura"),
                                              ND_STR_INIT("min lesezeit"),
                                              ND_STR_INIT("min. lesezeit"),
                                              ND_STR_INIT("minuten lesezeit"),
                                              ND_STR_INIT("min di lettura"),
                                              ND_STR_INIT("minuti di lettura"),
                                              ND_STR_INIT("min leestijd"),
                                              ND_STR_INIT("min. leestijd"),
                                              ND_STR_INIT("minuten leestijd"),
                                              ND_STR_INIT("min läsning"),
                                              ND_STR_INIT("min czytania"),
                                              ND_STR_INIT("мин чтения"),
                                              ND_STR_INIT("мин. чтения"),
                                              ND_STR_INIT("мин на чтение"),
                                              ND_STR_INIT("хв читання"),
                                              ND_STR_INIT("dk okuma"),
                                              ND_STR_INIT("分钟阅读"),
                                              ND_STR_INIT("分で読め"),
                                              ND_STR_INIT("دقائق للقراءة"),
                                              ND_STR_INIT("دقيقة للقراءة"),
                                              ND_STR_INIT("دقائق قراءة"),
                                              ND_STR_INIT("דקות קריאה"),
                                              ND_STR_INIT("דק' קריאה"),
                                              ND_STR_INIT("دقیقه مطالعه"),
                                              ND_STR_INIT("분 소요"),
                                              ND_STR_INIT("분 분량"),
                                              ND_STR_INIT("λεπτά ανάγνωσης"),
                                              ND_STR_INIT("λεπτό ανάγνωσης"),
                                              ND_STR_INIT("min čtení"),
                                              ND_STR_INIT("minut čtení"),
                                              ND_STR_INIT("min čítania"),
                                              ND_STR_INIT("perc olvasás"),
                                              ND_STR_INIT("perces olvasmány"),
                                              ND_STR_INIT("min lukuaika"),
                                              ND_STR_INIT("min lukea"),
                                              ND_STR_INIT("min de citit"),
                                              ND_STR_INIT("minute de citit"),
                                              ND_STR_INIT("phút đọc"),
                                              ND_STR_INIT("menit baca"),
                                              ND_STR_INIT("menit membaca"),
                                              ND_STR_INIT("นาทีในการอ่าน"),
                                              ND_STR_INIT("मिनट पढ़"),
                                              ND_STR_INIT("min lesetid"),
                                              ND_STR_INIT("min læsetid"),
                                              ND_STR_INIT("min čitanja"),
                                              ND_STR_INIT("мин. за четене"),
                                              ND_STR_INIT("min. skaitymo"),
                                              ND_STR_INIT("分钟读完"),
                                              ND_STR_INIT("分鐘閱讀"),
                                              ND_STR_INIT("minuten gelesen"),
                                              ND_STR_INIT("분 읽기")};

bool nd_byline_has_reading_time(struct nd_str folded) {
    if (!nd_text_may_have_number(folded))
        return false;
    for (size_t i = 0; i < sizeof reading_times / sizeof *reading_times; i++)
        if (nd_str_find(folded, reading_times[i]) != SIZE_MAX)
            return true;
    return false;
}
