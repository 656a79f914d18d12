/*
 * What mail programs write above a letter that they forward, print or save as text, in the language of who
 * does: "Von: …", "Gesendet: …", "An: …", "Betreff: …", maybe below a line that says so.
 */
#include "document/header.h"

#include "newsdex/document.h"
#include "newsdex/limits.h"

enum { MAX_MARK = 80, LEAST_LINES = 3, MAX_LETTER_LINES = 12 };

enum role { FROM, SENT, TO, CC, SUBJECT, ROLES, OTHER = ROLES, NONE };

static const struct {
    enum role role;
    const char *names; /* between bars */
} words[] = {
    {FROM,
     "|From|Von|De|Da|Van|Från|Fra|Lähettäjä|Od|Feladó|От|От кого|Від|Από|Kimden|Gönderen|Dari|Từ|Expéditeur|"
     "Absender|Remitente|Mittente|De la|发件人|寄件者|寄件人|差出人|보낸 사람|보낸사람|من|מאת|प्रेषक|จาก|"},
    {SENT,
     "|Sent|Date|Gesendet|Datum|Envoyé|Envoyé le|Enviado|Enviado el|Enviada em|Enviado em|Fecha|Data|Inviato|"
     "Verzonden|Skickat|Sendt|Dato|Lähetetty|Päivämäärä|Wysłano|Odesláno|Odoslané|Küldve|Dátum|Отправлено|"
     "Дата|"
     "Надіслано|Στάλθηκε|Ημερομηνία|Gönderildi|Gönderme Tarihi|Tarih|Trimis|Terkirim|Tanggal|Ngày|Đã gửi|"
     "发送时间|发送日期|日期|寄件日期|日期時間|送信日時|日付|보낸 날짜|날짜|تاريخ "
     "الإرسال|التاريخ|נשלח|תאריך|दिनांक|วันที่|"},
    {TO, "|To|An|À|A|Para|Aan|Till|Til|Vastaanottaja|Do|Komu|Címzett|Кому|Προς|Kime|Către|Kepada|Đến|Tới|"
         "收件人|收件者|宛先|받는 사람|받는사람|إلى|אל|प्रति|ถึง|Empfänger|Destinataire|Destinatario|"},
    {CC, "|Cc|Kopie|Kopia|Kopi|Kopio|Копия|Копія|Bilgi|Másolat|抄送|副本|참조|نسخة|עותק|สำเนา|"},
    {SUBJECT,
     "|Subject|Betreff|Objet|Oggetto|Asunto|Assunto|Onderwerp|Ämne|Emne|Aihe|Temat|Předmět|Predmet|Tárgy|"
     "Тема|Θέμα|Konu|Subiect|Perihal|Subjek|Chủ đề|主题|主旨|件名|제목|الموضوع|נושא|विषय|เรื่อง|"},
    {OTHER,
     "|Bcc|Reply-To|Antwort an|Attachments|Attachment|Anlagen|Anlage|Anhänge|Pièces jointes|Pièce jointe|"
     "Datos adjuntos|Adjuntos|Anexos|Anexo|Allegati|Bijlagen|Bijlage|Bifogade filer|Vedhæftede "
     "filer|Vedlegg|"
     "Liitteet|Załączniki|Přílohy|Prílohy|Mellékletek|Вложения|Вкладення|Συνημμένα|Ekler|附件|添付ファイル|"
     "첨부 파일|المرفقات|Importance|Wichtigkeit|Priority|Priorität|Importancia|Importância|Priorità|Priorité|"
     "Prioriteit|Prioritet|Prioridade|Prioridad|Ważność|Důležitost|Važnost|Важность|Önem|重要性|重要度|"
     "Sensitivity|Vertraulichkeit|Categories|Kategorien|Catégories|Flag|Kennzeichnung|"},
};

/* The role of a name that programs put before a sign, which may be strong: "*Von:*". */
static enum role role_of(struct nd_str name) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct nd_str rest = nd_str_skip(nd_str_from(words[i].names), 1);
        while (rest.len > 0) {
            size_t end = nd_str_find_char(rest, '|');
            if (nd_str_eq_nocase(nd_str_slice(rest, 0, end), name))
                return words[i].role;
            rest = nd_str_skip(rest, end + 1);
        }
    }
    return NONE;
}

static struct nd_str without_stars(struct nd_str s) {
    s = nd_str_trim(s);
    while (s.len > 0 && s.ptr[0] == '*')
        s = nd_str_skip(s, 1);
    while (s.len > 0 && s.ptr[s.len - 1] == '*')
        s.len--;
    return nd_str_trim(s);
}

/* Where the sign behind the name stands, and how long it is; SIZE_MAX: there is none. */
static size_t find_sign(struct nd_str line, size_t *length) {
    static const struct nd_str wide = ND_STR_INIT("：");
    size_t colon = nd_str_find_char(line, ':'), other = nd_str_find(nd_str_slice(line, 0, colon), wide);

    *length = other == SIZE_MAX ? 1 : wide.len;
    return other == SIZE_MAX ? colon : other;
}

static struct nd_str name_of(struct nd_str line) {
    size_t length;

    return without_stars(nd_str_slice(line, 0, find_sign(line, &length)));
}

static enum role split(struct nd_str line, struct nd_str *value) {
    size_t length, sign = find_sign(line, &length);

    if (sign == SIZE_MAX)
        return NONE;
    *value = without_stars(nd_str_skip(line, sign + length));
    return role_of(name_of(line));
}

/* "---------- Forwarded message ---------", "Anfang der weitergeleiteten Nachricht:" */
static bool is_mark(struct nd_str line) {
    line = nd_str_trim(line);
    return line.len <= MAX_MARK && ((nd_str_starts(line, ND_STR("--")) && nd_str_ends(line, ND_STR("--"))) ||
                                    nd_str_ends(line, ND_STR(":")));
}

/* The lines of the block, by role, and those of no matter; true when it is one, *rest behind the blank line
 * that ends it. */
static bool read_block(struct nd_str *rest, uint32_t *number, struct nd_str *values, struct nd_value *others,
                       struct nd_arena *arena) {
    struct nd_str line, value;
    size_t lines = 0;

    while (nd_str_next_line(rest, &line) && nd_str_trim(line).len > 0) {
        enum role role = split(line, &value);
        ++*number;
        if (role == NONE || lines++ == MAX_LETTER_LINES || (role != OTHER && values[role].ptr != NULL))
            return false;
        if (role == OTHER)
            (void)nd_header_put(others, name_of(line), value, arena);
        else
            values[role] = value;
    }
    ++*number;
    return lines >= LEAST_LINES && values[FROM].len > 0 && values[SUBJECT].len > 0 && values[SENT].len > 0;
}

bool nd_header_is_publisher(struct nd_str from) {
    static const struct nd_str names[] = {
        ND_STR_INIT("news"),    ND_STR_INIT("newsletter"), ND_STR_INIT("noreply"),   ND_STR_INIT("no-reply"),
        ND_STR_INIT("info"),    ND_STR_INIT("redaktion"),  ND_STR_INIT("redaction"), ND_STR_INIT("presse"),
        ND_STR_INIT("press"),   ND_STR_INIT("boletin"),    ND_STR_INIT("hello"),     ND_STR_INIT("hola"),
        ND_STR_INIT("contact"), ND_STR_INIT("editor")};
    struct nd_str address = nd_str_skip(from, nd_str_rfind_char(from, '<') + 1);

    address = nd_str_slice(address, 0, nd_str_find_char(address, '@'));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(address, names[i]))
            return true;
    return false;
}

static void put(struct nd_value *fields, const char *key, struct nd_str value, struct nd_arena *arena) {
    if (value.len > 0 && value.len <= ND_MAX_EXCERPT_CHARS * 4)
        (void)nd_header_put(fields, nd_str_from(key), value, arena);
}

struct nd_value *nd_header_read_letter(struct nd_str *text, uint32_t *number, struct nd_arena *arena) {
    struct nd_str values[ROLES] = {{NULL, 0}}, rest = *text, line, from, name;
    struct nd_value *fields;
    uint32_t at = *number;

    for (from = rest; nd_str_next_line(&rest, &line) && (nd_str_trim(line).len == 0 || is_mark(line)) &&
                      split(line, &name) == NONE && at - *number < LEAST_LINES;
         from = rest)
        at++;
    rest = from;
    fields = nd_value_new(arena, ND_MAP);
    if (!read_block(&rest, &at, values, fields, arena) || nd_str_trim(rest).len == 0)
        return NULL;
    name = nd_str_trim(nd_str_slice(values[FROM], 0, nd_str_find_char(values[FROM], '<')));
    put(fields, "Subject", values[SUBJECT], arena);
    put(fields, "Date", values[SENT], arena);
    if (nd_str_find_char(name, '@') == SIZE_MAX)
        put(fields, nd_header_is_publisher(values[FROM]) ? "provider" : "author", name, arena);
    put(fields, "From", values[FROM], arena);
    put(fields, "To", values[TO], arena);
    put(fields, "Cc", values[CC], arena);
    *text = rest;
    *number = at;
    return fields;
}
