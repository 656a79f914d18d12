#include "newsdex/field_words.h"
#include "newsdex/utf8.h"

#include <pthread.h>
#include <stdlib.h>
#include <utf8proc.h>

enum { MOST_WORDS = 1300 /* test_article asks for the last */ };

static const struct {
    struct nd_str key;
    const char *words; /* a blank between two */
} lists[] = {
    {ND_STR_INIT("preamble"), "chapo chapô vorspann zusammenfassung entradilla resumen resumo résumé "
                              "riassunto sommario samenvatting 摘要"},
    {ND_STR_INIT("bodytext"), "texto texte testo tekst contenido conteúdo contenu contenuto inhalt cuerpo "
                              "corpo corps treść текст 正文 内容 內容 内文 內文 全文 本文 본문"},
    {ND_STR_INIT("articleurl"), "enlace ligação lien adresse collegamento ссылка 链接 連結 リンク 原文链接 "
                                "原文鏈接 原文地址 原文連結 文章链接 网页链接 元記事 원문링크"},
    {ND_STR_INIT("creator"), "auteur auteurs autor autores autore autorin verfasser автор 作者 記者 记者 "
                             "autori publishedbylines bylines"},
    {ND_STR_INIT("fulltitle"),
     "titre titel titolo dctitle dctermstitle ヘッドライン titulo título titular überschrift schlagzeile "
     "tytuł kop заголовок 标题 "
     "標題 "
     "タイトル 제목 "
     "judul başlık baslik tiêuđề tieude العنوان عنوان शीर्षक শিরোনাম otsikko cím titlu titulek "
     "nadpis τίτλος наслов naslov заглавие назва כותרת overskrift tittel titulli titullo "
     "หัวข้อข่าว หัวข้อ 題名 見出し 新闻标题 新聞標題 표제 기사제목 títol izenburua teideal teitl virsraksts "
     "antraštė "
     "pealkiri tajuk kichwa heading headlinetext newsheadline headlinemain titletext newsheading "
     "maintitle webheadline headlinetitle शीर्षकः தலைப்பு శీర్షిక ശീർഷകം ಶೀರ್ಷಿಕೆ വലക്കെട്ട് تيتر "
     "تیتر سرخط სათაური վերնագիր sarlavha başlığı 題目 название pagetitle displaytitle"},
    {ND_STR_INIT("html"),
     "news document leadparagraph isi isiberita konten içerik icerik metin haber nộidung noidung "
     "النص نص المحتوى المتن متن सामग्री पाठ বিষয়বস্তু teksti leipäteksti brödtext szöveg tartalom "
     "conținut continut obsah κείμενο περιεχόμενο текстновости содержание садржај sadržaj tekstas "
     "sisältö zawartość съдържание текстстатті зміст תוכן גוף เนื้อหา เนื้อหาข่าว 記事 記事本文 新闻内容 "
     "기사본문 기사내용 contingut edukia saturs turinys sisu kandungan maudhui articletext fulltextcontent "
     "ctext newstext storytext storybody mainbody maincontent textbody bodycontent fullarticle "
     "fullcontent cleantext cleanedtext rawcontent bodyplain selftext textfull 微博正文 微博内容 review "
     "reviewtext reviewbody "
     "myreview conteudo "
     "corpodotexto fließtext artikeltext volltext textoplano textodelanoticia notícia noticia "
     "nouvelle متنخبر خبر message cooked articlehtml yandexfulltext "
     "turbocontent children blocks cells contentelements paragraphs components cards htmlcontent "
     "contentmarkdown story "
     "commentbody commenttext commentcontent textoriginal textdisplay speech longdescription descriptionlong "
     "berita artikel 文章 내용 مضمون טקסט"},
    {ND_STR_INIT("lexical"),
     "bodymarkdown contentmd bodymd markdown rawmarkdown markdowncontent ocr ocrtext ocreng "
     "ocrfulltext transcript transcription listcontent posts messages conversation conversations dialogue "
     "utterances segments"},
    {ND_STR_INIT("customexcerpt"),
     "dcdescription dctermsabstract tiivistelma tiivistelmä ingress sammendrag resumé streszczenie shrnutí "
     "perex összefoglaló "
     "rezumat περίληψη аннотация описание опис ringkasan özet ozet tómtắt mota môtả ملخص सारांश "
     "תקציר สรุป 概要 要約 요약 resum deskripsi descripción descrição descripcion descricao beschreibung "
     "omschrijving descrizione leadtext trailtext shortdesc snippet subheadline subheading deck "
     "bajada copete sommaire accroche 简介 خلاصه tomtat intro lede synopsis blurb summarytext résume resume"},
    {ND_STR_INIT("datum"),
     "fecha data дата 日期 "
     "tanggal tanggalterbit tarih ngày ngayđăng ngàyđăng ngàyxuấtbản التاريخ تاريخ تاريخالنشر "
     "تاریخ दिनांक तारीख তারিখ päivämäärä päiväys paivamaara publicerad publiceringsdatum "
     "datumpublicering dátum dată datapublikacji datumvydání ημερομηνία датапубликации датум "
     "датапублікації תאריך วันที่ 日付 公開日 発行日 发布时间 發布時間 发布日期 時間 时间 날짜 작성일 게시일 "
     "julkaistu dato "
     "publisert utgivet erscheinungsdatum veröffentlicht veröffentlichungsdatum veröffentlichtam "
     "veroeffentlicht publikationsdatum fechapublicacion fechadepublicación fechapublicación "
     "fechadepublicacion datapublicacao datapublicação datadepublicação datepublication "
     "datedepublication dateparution datapubblicazione datadipubblicazione publicatiedatum datepub "
     "dateofpublication pubdatetime pubtimestamp posted postedat postedon dateposted firstpublished "
     "firstpublishedat firstpublishedon datepublishedat releasedate newsdate storydate publishedtimestamp "
     "publicationdatetime "
     "datepubliée displaydate firstpublishdate versioncreated time createdutc erstellt timecreated isodate "
     "publishdatetime publishedutc datepublishedutc publishts publishedts publishat pubdateiso dateiso "
     "posttime printdate issuedate 日時"},
    {ND_STR_INIT("published"),
     "publié publiéle publicado publicadoel publicadoem pubblicato pubblicatoil gepubliceerd "
     "gepubliceerdop opublikowano опубликовано опубліковано erschienen erschienenam parule objavljeno "
     "ilmestynyt megjelent zveřejněno publikované yayınlanma yayınlanmatarihi"},
    {ND_STR_INIT("createdat"),
     "erstelltam angelegtam créé crééle creado creadoel criado criadoem creato creatoil aangemaakt "
     "aangemaaktop skapad oprettet opprettet luotu utworzono vytvořeno создано створено 创建时间 创建于 "
     "建立時間 作成日 作成日時 생성일 생성일시 oluşturulma timestamp createdtimestampusec createdate "
     "createtime"},
    {ND_STR_INIT("href"),
     "loc tautan bağlantı baglanti liênkết lienket الرابط رابط लिंक লিঙ্ক länk lank linkki hivatkozás "
     "odkaz σύνδεσμος ссылканановость адрес посилання קישור ลิงก์ ลิงค์ 網址 网址 링크 주소 enllaç adres "
     "adreslink endereço endereco dirección direccion indirizzo webadresse internetadresse "
     "webadres readmore newslink articlelink storyurl storylink posturl weblink fullurl finalurl "
     "requestedurl respondedurl linkurl linkofnews documentidentifier lenke osoite legătură legatura لینک "
     "pageurl"},
    {ND_STR_INIT("writtenby"),
     "autora auteure autrice penulis wartawan yazar muhabir tácgiả tacgia phóngviên الكاتب كاتب الصحفي लेखक "
     "লেখক "
     "författare kirjoittaja toimittaja szerző forfatter journalist redakteur schrijver autoři "
     "συντάκτης συγγραφέας автора автори журналист кореспондент מחבר כתב ผู้เขียน ผู้สื่อข่าว 著者 "
     "執筆者 기자 작성자 저자 escritor periodista jornalista giornalista redactor rédacteur journaliste "
     "reporter authorname authornames newsauthor bylineoriginal userdisplayname authordisplayname "
     "commentauthor commenter correspondent by influencer credits 撰稿人 "
     "نویسنده авторы المؤلف columnist"},
    {ND_STR_INIT("source"),
     "fuente fonte quelle bron źródło источник 来源 來源 sumber kaynak nguồn nguon المصدر مصدر स्रोत সূত্র "
     "källa lähde forrás kilde zdroj πηγή джерело извор מקור แหล่งที่มา 出典 출처 sursa منبع"},
    {ND_STR_INIT("sourcehostname"),
     "gazete الصحيفة صحيفة tidning "
     "lehti noviny εφημερίδα газета издание แหล่งข่าว "
     "新聞 媒体 媒體 报纸 언론사 신문사 publication newspaper outlet mediaoutlet "
     "newsoutlet "
     "site paper medianame sourcename sourcetitle publishername publicationname newssource newspapername "
     "sitetitle zeitung zeitschrift periódico periodico diario jornal veículo giornale testata "
     "krant dagblad gazeta źródłonazwa ziar quelletitel روزنامه"},
    {ND_STR_INIT("category"),
     "kategori rubrika ressort rubrique chuyênmục chuyenmuc danhmục القسم قسم التصنيف श्रेणी বিভাগ "
     "osasto avdelning rovat kategoria kategorie κατηγορία категория рубрика раздел категорія "
     "קטגוריה หมวดหมู่ カテゴリ カテゴリー 类别 類別 分类 分類 栏目 카테고리 섹션 categoria catégorie "
     "categoría sección "
     "seccion seção secao sezione sectie categorie secţiune secțiune kategorija categorías دسته تصنيف"},
    {ND_STR_INIT("slashsection"), "sectionname categoryname desk newsdesk kicker"},
    {ND_STR_INIT("documenttags"),
     "thẻ etiketler etiquetas étiquettes schlagworte schlagwörter stichworte stichwörter tagy "
     "štítky słowakluczowe avainsanat nyckelord kulcsszavak trefwoorden palavraschave "
     "palavraschaves palabrasclave motsclés motscles parolechiave ключевыеслова 标签 標籤 關鍵詞 关键词 "
     "キーワード "
     "タグ 태그 키워드 taglist hashtags taxonomy topiclist newstopic newstopics desfacet orgfacet perfacet "
     "geofacet temas kategoriler теги تگ תגיות từkhóa tukhoa subjectterms"},
    {ND_STR_INIT("picture"),
     "kuva bild bildurl resim gambar foto fotos hìnhảnh ảnh الصورة صورة चित्र ছবি kép zdjęcie "
     "obrázek εικόνα изображение фото картинка תמונה รูปภาพ 写真 画像 图片 圖片 이미지 사진 imagen imágenes "
     "imagem imagens imatge immagine immagini afbeelding bilde billede obraz urltoimage img imgurl "
     "imgsrc imagelink imagesrc pictures pictureurl photo photos photourl mainimage leadimage "
     "teaserimage titleimage imageuri previewpicture illustration vignette miniature"},
    {ND_STR_INIT("metalang"),
     "sprache idioma langue lingua taal språk kieli język jazyk bahasa dil ngônngữ اللغة भाषा "
     "γλώσσα язык мова 语言 語言 言語 언어 languagecode langcode inlanguage"},
};

struct word {
    struct nd_str name, key;
};

static struct word words[MOST_WORDS];
static size_t word_count;
static pthread_once_t words_once = PTHREAD_ONCE_INIT;

static int compare(const void *a, const void *b) {
    const struct word *x = a, *y = b;

    return nd_str_cmp(x->name, y->name);
}

static void sort_words(void) {
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (struct nd_str rest = nd_str_from(lists[i].words); rest.len > 0 && word_count < MOST_WORDS;) {
            size_t end = nd_str_find_char(rest, ' ');
            end = end == SIZE_MAX ? rest.len : end;
            words[word_count++] = (struct word){nd_str_slice(rest, 0, end), lists[i].key};
            rest = nd_str_skip(rest, end + 1);
        }
    qsort(words, word_count, sizeof *words, compare);
}

struct nd_str nd_field_word_fold(struct nd_str name, char out[ND_FIELD_NAME]) {
    static const bool is_left_out[256] = {
        ['-'] = true, ['_'] = true, [':'] = true, [' '] = true, ['\0'] = true};
    size_t length = 0, step;

    for (size_t i = 0; i < name.len; i += step) {
        uint32_t c;
        step = 1;
        if (is_left_out[(unsigned char)name.ptr[i]])
            continue;
        if (length + 4 > ND_FIELD_NAME)
            return ND_STR_NONE;
        if ((unsigned char)name.ptr[i] < 0x80) {
            out[length++] = nd_char_lower(name.ptr[i]);
            continue;
        }
        step = nd_utf8_decode(nd_str_skip(name, i), &c);
        length += nd_utf8_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)c), out + length);
    }
    return nd_str_of(out, length);
}

struct nd_str nd_field_word(struct nd_str folded) {
    struct word wanted = {folded, ND_STR_NONE};
    const struct word *found;

    (void)pthread_once(&words_once, sort_words);
    found = bsearch(&wanted, words, word_count, sizeof *words, compare);
    return found == NULL ? ND_STR_NONE : found->key;
}
