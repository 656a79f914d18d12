/*
 * What surrounds the text of a letter that was sent to many: "View this email in your browser" above it, and
 * below it why one receives it and how to be rid of it. A letter has too little around it to be taken for a
 * page, so its furniture is known by its words, and only at both ends.
 */
#include "article/page/newsletter.h"

#include <utf8proc.h>

enum {
    MAX_LINE = 400,    /* bytes; a longer block is about more than the letter */
    HEAD = 5,          /* blocks at the beginning among which the way to the browser is looked for */
    TAIL = 14,         /* blocks at the end among which the rest begins */
    MAX_LINK = 80,     /* of a link that is furniture, */
    MAX_QUESTION = 60, /* and of what may stand beside the way to the browser */
    BUFFER = 1024
};

/* Phrases in lower case. */
static const struct nd_str views[] = {
    ND_STR_INIT("in your browser"),    ND_STR_INIT("view in browser"),
    ND_STR_INIT("view online"),        ND_STR_INIT("view this email"),
    ND_STR_INIT("view web version"),   ND_STR_INIT("web version of this"),
    ND_STR_INIT("im browser"),         ND_STR_INIT("webversion"),
    ND_STR_INIT("online-version"),     ND_STR_INIT("dans votre navigateur"),
    ND_STR_INIT("dans le navigateur"), ND_STR_INIT("version en ligne"),
    ND_STR_INIT("en tu navegador"),    ND_STR_INIT("en su navegador"),
    ND_STR_INIT("en el navegador"),    ND_STR_INIT("no seu navegador"),
    ND_STR_INIT("no navegador"),       ND_STR_INIT("nel browser"),
    ND_STR_INIT("nel tuo browser"),    ND_STR_INIT("in uw browser"),
    ND_STR_INIT("in je browser"),      ND_STR_INIT("in de browser"),
    ND_STR_INIT("i din webbläsare"),   ND_STR_INIT("i webbläsaren"),
    ND_STR_INIT("i din browser"),      ND_STR_INIT("i nettleseren"),
    ND_STR_INIT("w przeglądarce"),     ND_STR_INIT("v prohlížeči"),
    ND_STR_INIT("в браузере"),         ND_STR_INIT("у браузері"),
    ND_STR_INIT("ブラウザで"),         ND_STR_INIT("在浏览器中"),
    ND_STR_INIT("在瀏覽器中"),
};
static const struct nd_str reasons[] = {
    ND_STR_INIT("you are receiving this"),
    ND_STR_INIT("you're receiving this"),
    ND_STR_INIT("you’re receiving this"),
    ND_STR_INIT("you received this email"),
    ND_STR_INIT("this email was sent to"),
    ND_STR_INIT("this message was sent to"),
    ND_STR_INIT("sie erhalten diese"),
    ND_STR_INIT("du erhältst diese"),
    ND_STR_INIT("diese e-mail wurde an"),
    ND_STR_INIT("vous recevez ce"),
    ND_STR_INIT("cet e-mail a été envoyé"),
    ND_STR_INIT("has recibido este"),
    ND_STR_INIT("recibes este"),
    ND_STR_INIT("recibe este correo"),
    ND_STR_INIT("está recebendo este"),
    ND_STR_INIT("recebeu este e"),
    ND_STR_INIT("ricevi questa"),
    ND_STR_INIT("hai ricevuto questa"),
    ND_STR_INIT("u ontvangt deze"),
    ND_STR_INIT("je ontvangt deze"),
    ND_STR_INIT("du får det här"),
    ND_STR_INIT("du modtager denne"),
    ND_STR_INIT("otrzymujesz t"),
    ND_STR_INIT("вы получили это письмо"),
    ND_STR_INIT("ви отримали цей лист"),
};
/* Those that only a link says. */
static const struct nd_str ways_out[] = {
    ND_STR_INIT("unsubscribe"),
    ND_STR_INIT("update your preferences"),
    ND_STR_INIT("manage your preferences"),
    ND_STR_INIT("email preferences"),
    ND_STR_INIT("abmelden"),
    ND_STR_INIT("abbestellen"),
    ND_STR_INIT("austragen"),
    ND_STR_INIT("se désabonner"),
    ND_STR_INIT("désinscri"),
    ND_STR_INIT("désabonnement"),
    ND_STR_INIT("darse de baja"),
    ND_STR_INIT("date de baja"),
    ND_STR_INIT("cancelar suscripción"),
    ND_STR_INIT("cancelar la suscripción"),
    ND_STR_INIT("cancelar inscrição"),
    ND_STR_INIT("cancelar a inscrição"),
    ND_STR_INIT("cancelar assinatura"),
    ND_STR_INIT("annulla l'iscrizione"),
    ND_STR_INIT("annulla iscrizione"),
    ND_STR_INIT("disiscri"),
    ND_STR_INIT("uitschrijven"),
    ND_STR_INIT("afmelden"),
    ND_STR_INIT("avsluta prenumeration"),
    ND_STR_INIT("avregistrera"),
    ND_STR_INIT("afmeld"),
    ND_STR_INIT("meld deg av"),
    ND_STR_INIT("wypisz"),
    ND_STR_INIT("zrezygnuj"),
    ND_STR_INIT("odhlásit"),
    ND_STR_INIT("отписаться"),
    ND_STR_INIT("відписатися"),
    ND_STR_INIT("配信停止"),
    ND_STR_INIT("退订"),
    ND_STR_INIT("取消订阅"),
};

static struct nd_str lower(struct nd_str s, char out[BUFFER]) {
    size_t length = 0;

    for (size_t i = 0; i < s.len && length + 4 <= BUFFER;) {
        uint32_t c;
        i += nd_utf8_decode(nd_str_skip(s, i), &c);
        length += nd_utf8_encode(
            c == '\n' || c == 0xA0 ? ' ' : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c), out + length);
    }
    return nd_str_of(out, length);
}

static bool has_any(struct nd_str text, const struct nd_str *phrases, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_find(text, phrases[i]) != SIZE_MAX)
            return true;
    return false;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Links of a letter cannot be those of a site; some have marks that the sender forgot to fill in. */
static bool is_elsewhere(struct nd_str url) {
    return nd_str_starts_nocase(url, ND_STR("http")) || nd_str_starts_nocase(url, ND_STR("mailto:")) ||
           (url.len > 0 && (url.ptr[0] == '*' || url.ptr[0] == '{' || url.ptr[0] == '%'));
}

/* True when a link says one of phrases; *around receives the bytes beside the links. */
static bool has_link(const struct nd_block *block, const struct nd_str *phrases, size_t count,
                     size_t *around) {
    size_t linked = 0;
    bool has = false;
    char out[BUFFER];

    for (const struct nd_link *link = block->links; link != NULL; link = link->next) {
        if (link->is_image)
            continue;
        linked += link->text.len;
        has = has || (link->text.len <= MAX_LINK && is_elsewhere(link->url) &&
                      has_any(lower(link->text, out), phrases, count));
    }
    *around = linked >= block->text.len ? 0 : block->text.len - linked;
    return has;
}

/* The way to the browser is a link, alone or behind a question. */
static bool is_view(const struct nd_block *block) {
    size_t around = 0;

    return block->type != ND_HEADING && block->text.len > 0 && block->text.len <= MAX_LINE / 2 &&
           has_link(block, views, COUNT(views), &around) && around <= MAX_QUESTION;
}

static bool is_short(const struct nd_block *block) {
    return block->type != ND_HEADING && block->text.len > 0 && block->text.len <= MAX_LINE;
}

static bool is_reason(const struct nd_block *block) {
    char out[BUFFER];

    return is_short(block) && has_any(lower(block->text, out), reasons, COUNT(reasons));
}

static bool is_way_out(const struct nd_block *block) {
    size_t around;

    return is_short(block) && has_link(block, ways_out, COUNT(ways_out), &around);
}

static bool begins_with_view(const struct nd_blocks *blocks) {
    size_t at = 0;

    for (const struct nd_block *b = blocks->first; b != NULL && at < HEAD; b = b->next, at++)
        if (is_view(b))
            return true;
    return false;
}

/*
 * Where the end of a letter begins; NULL when it has none. All behind it must be as short as furniture is. A
 * link that ends a subscription may also be what a page is about: something else must say that it is a
 * letter.
 */
static struct nd_block *find_end(const struct nd_blocks *blocks) {
    bool is_letter = begins_with_view(blocks);
    struct nd_block *end = NULL;
    size_t at = 0, text = 0;

    for (struct nd_block *block = blocks->first; block != NULL; block = block->next, at++) {
        bool is_last = blocks->count - at <= TAIL;
        is_letter = is_letter || (is_last && is_reason(block));
        if (block->text.len > MAX_LINE || block->rows != NULL)
            end = NULL;
        else if (end == NULL && text > 0 && is_last && (is_reason(block) || is_way_out(block)))
            end = block;
        text += block->text.len;
    }
    return is_letter ? end : NULL;
}

static void append(struct nd_blocks *blocks, struct nd_block *block) {
    if (blocks->last == NULL)
        blocks->first = block;
    else
        blocks->last->next = block;
    blocks->last = block;
    blocks->count++;
    block->next = NULL;
}

bool nd_newsletter_is(const struct nd_document *document) {
    return begins_with_view(&document->blocks) || find_end(&document->blocks) != NULL;
}

bool nd_newsletter_part(struct nd_document *document, struct nd_blocks *furniture) {
    const struct nd_block *end = find_end(&document->blocks);
    struct nd_blocks text = {.tags = document->blocks.tags}, head = {0}, tail = {0};
    bool is_behind = false;
    struct nd_block *next;
    size_t at = 0;

    for (struct nd_block *block = document->blocks.first; block != NULL; block = next, at++) {
        bool is_above = at < HEAD && is_view(block);
        next = block->next;
        is_behind = is_behind || block == end;
        append(is_behind ? &tail : is_above ? &head : &text, block);
    }
    document->blocks = text;
    if (head.first == NULL && tail.first == NULL)
        return false;
    if (head.first != NULL) {
        head.last->next = furniture->first;
        furniture->last = furniture->first == NULL ? head.last : furniture->last;
        furniture->first = head.first;
        furniture->count += head.count;
    }
    for (struct nd_block *block = tail.first; block != NULL; block = next) {
        next = block->next;
        append(furniture, block);
    }
    return true;
}
