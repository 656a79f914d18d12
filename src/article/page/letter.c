/*
 * What newsletters have around their text: above, or below, the way to the same letter on the web, at the end
 * the way out of the list and why one is on it.
 */
#include "article/page/letter.h"

#include "article/page/boilerplate.h"
#include "article/page/source_line.h"

enum {
    NEAR_BEGIN = 8,  /* blocks in which the way to the web stands above the text */
    NEAR_END = 16,   /* and below */
    MAX_LINE = 240,  /* bytes of a line that is nothing but that */
    LEAST_TEXT = 140 /* bytes that are left at least */
};

static const struct nd_str web_phrases[] = {
    ND_STR_INIT("in your browser"),
    ND_STR_INIT("in a browser"),
    ND_STR_INIT("in browser"),
    ND_STR_INIT("in the browser"),
    ND_STR_INIT("view online"),
    ND_STR_INIT("read online"),
    ND_STR_INIT("view it online"),
    ND_STR_INIT("read it online"),
    ND_STR_INIT("view this post on the web"),
    ND_STR_INIT("on the web at"),
    ND_STR_INIT("web version"),
    ND_STR_INIT("online version"),
    ND_STR_INIT("as a web page"),
    ND_STR_INIT("as a webpage"),
    ND_STR_INIT("im browser"),
    ND_STR_INIT("online lesen"),
    ND_STR_INIT("online ansehen"),
    ND_STR_INIT("online-version"),
    ND_STR_INIT("webversion"),
    ND_STR_INIT("web-version"),
    ND_STR_INIT("online-ansicht"),
    ND_STR_INIT("votre navigateur"),
    ND_STR_INIT("le navigateur"),
    ND_STR_INIT("un navigateur"),
    ND_STR_INIT("version en ligne"),
    ND_STR_INIT("lire en ligne"),
    ND_STR_INIT("version web"),
    ND_STR_INIT("tu navegador"),
    ND_STR_INIT("su navegador"),
    ND_STR_INIT("el navegador"),
    ND_STR_INIT("ver en línea"),
    ND_STR_INIT("versión web"),
    ND_STR_INIT("versión online"),
    ND_STR_INIT("no navegador"),
    ND_STR_INIT("seu navegador"),
    ND_STR_INIT("versão online"),
    ND_STR_INIT("nel browser"),
    ND_STR_INIT("nel tuo browser"),
    ND_STR_INIT("versione web"),
    ND_STR_INIT("versione online"),
    ND_STR_INIT("in uw browser"),
    ND_STR_INIT("in je browser"),
    ND_STR_INIT("bekijk online"),
    ND_STR_INIT("webversie"),
    ND_STR_INIT("online versie"),
    ND_STR_INIT("w przeglądarce"),
    ND_STR_INIT("wersja online"),
    ND_STR_INIT("v prohlížeči"),
    ND_STR_INIT("i webbläsare"),
    ND_STR_INIT("i din webbläsare"),
    ND_STR_INIT("i nettleser"),
    ND_STR_INIT("i din browser"),
    ND_STR_INIT("selaimessa"),
    ND_STR_INIT("böngészőben"),
    ND_STR_INIT("tarayıcıda"),
    ND_STR_INIT("tarayıcınızda"),
    ND_STR_INIT("в браузере"),
    ND_STR_INIT("у браузері"),
    ND_STR_INIT("веб-верси"),
    ND_STR_INIT("στον browser"),
    ND_STR_INIT("ブラウザで"),
    ND_STR_INIT("ブラウザー"),
    ND_STR_INIT("ウェブで"),
    ND_STR_INIT("在浏览器"),
    ND_STR_INIT("在瀏覽器"),
    ND_STR_INIT("网页版"),
    ND_STR_INIT("브라우저에서"),
    ND_STR_INIT("في المتصفح"),
    ND_STR_INIT("בדפדפן"),
};

static const struct nd_str leaving_phrases[] = {
    ND_STR_INIT("unsubscribe"),

    ND_STR_INIT("update your preferences"),
    ND_STR_INIT("manage your preferences"),
    ND_STR_INIT("manage preferences"),
    ND_STR_INIT("email preferences"),
    ND_STR_INIT("mailing preferences"),
    ND_STR_INIT("receiving this email"),
    ND_STR_INIT("receiving this newsletter"),
    ND_STR_INIT("you received this"),
    ND_STR_INIT("this email was sent to"),
    ND_STR_INIT("this message was sent to"),
    ND_STR_INIT("abbestellen"),
    ND_STR_INIT("newsletter abmelden"),
    ND_STR_INIT("abmelden"),
    ND_STR_INIT("abzubestellen"),
    ND_STR_INIT("austragen"),
    ND_STR_INIT("sie erhalten diese"),
    ND_STR_INIT("du erhältst diese"),
    ND_STR_INIT("diese e-mail wurde"),
    ND_STR_INIT("désabonner"),
    ND_STR_INIT("désinscrire"),
    ND_STR_INIT("désinscription"),
    ND_STR_INIT("désabonnement"),
    ND_STR_INIT("vous recevez c"),
    ND_STR_INIT("darse de baja"),
    ND_STR_INIT("darte de baja"),
    ND_STR_INIT("cancelar suscripción"),
    ND_STR_INIT("cancelar la suscripción"),
    ND_STR_INIT("cancelar tu suscripción"),
    ND_STR_INIT("recibes este"),
    ND_STR_INIT("recibe este"),
    ND_STR_INIT("cancelar inscrição"),
    ND_STR_INIT("cancelar a inscrição"),
    ND_STR_INIT("cancelar a subscrição"),
    ND_STR_INIT("descadastr"),
    ND_STR_INIT("recebeu este"),
    ND_STR_INIT("cancella l'iscrizione"),
    ND_STR_INIT("annulla l'iscrizione"),
    ND_STR_INIT("annullare l'iscrizione"),
    ND_STR_INIT("disiscri"),
    ND_STR_INIT("cancellarti"),
    ND_STR_INIT("ricevi questa"),
    ND_STR_INIT("afmelden"),
    ND_STR_INIT("uitschrijven"),
    ND_STR_INIT("ontvangt deze"),
    ND_STR_INIT("wypisz się"),
    ND_STR_INIT("zrezygn"),
    ND_STR_INIT("odhlásit"),
    ND_STR_INIT("avregistrera"),
    ND_STR_INIT("avsluta prenumeration"),
    ND_STR_INIT("avmeld"),
    ND_STR_INIT("afmeld"),
    ND_STR_INIT("peruuta tilau"),
    ND_STR_INIT("leiratkoz"),
    ND_STR_INIT("dezabon"),
    ND_STR_INIT("aboneliğ"),
    ND_STR_INIT("отписаться"),
    ND_STR_INIT("отказаться от рассылки"),
    ND_STR_INIT("відписатися"),
    ND_STR_INIT("διαγραφή"),
    ND_STR_INIT("配信停止"),
    ND_STR_INIT("配信を停止"),
    ND_STR_INIT("登録解除"),
    ND_STR_INIT("購読解除"),
    ND_STR_INIT("退订"),
    ND_STR_INIT("取消订阅"),
    ND_STR_INIT("取消訂閱"),
    ND_STR_INIT("수신거부"),
    ND_STR_INIT("수신 거부"),
    ND_STR_INIT("إلغاء الاشتراك"),
    ND_STR_INIT("הסרה מרשימת"),
};

/* What stands above the way out: whoever wrote the letter asks for more readers. */
static const struct nd_str asking_phrases[] = {
    ND_STR_INIT("thanks for reading"),
    ND_STR_INIT("thank you for reading"),
    ND_STR_INIT("subscribe for free"),
    ND_STR_INIT("to receive new posts"),
    ND_STR_INIT("reader-supported"),
    ND_STR_INIT("forwarded this"),
    ND_STR_INIT("read in the app"),
    ND_STR_INIT("refer a friend"),
    ND_STR_INIT("danke fürs lesen"),
    ND_STR_INIT("danke für's lesen"),
    ND_STR_INIT("kostenlos abonnieren"),
    ND_STR_INIT("weitergeleitet worden"),
    ND_STR_INIT("newsletter weiterempfehlen"),
    ND_STR_INIT("merci d'avoir lu"),
    ND_STR_INIT("merci d’avoir lu"),
    ND_STR_INIT("merci de votre lecture"),
    ND_STR_INIT("abonnez-vous gratuitement"),
    ND_STR_INIT("gracias por leer"),
    ND_STR_INIT("suscríbete gratis"),
    ND_STR_INIT("obrigado por ler"),
    ND_STR_INIT("grazie per aver letto"),
    ND_STR_INIT("iscriviti gratuitamente"),
    ND_STR_INIT("bedankt voor het lezen"),
    ND_STR_INIT("tack för att du läste"),
    ND_STR_INIT("dzięki za przeczytanie"),
    ND_STR_INIT("спасибо за чтение"),
    ND_STR_INIT("спасибо, что читаете"),
    ND_STR_INIT("okuduğunuz için teşekkür"),
    ND_STR_INIT("お読みいただきありがとう"),
    ND_STR_INIT("感谢阅读"),
    ND_STR_INIT("感謝閱讀"),
};

static const struct nd_strs asking = {asking_phrases, sizeof asking_phrases / sizeof *asking_phrases};
static const struct nd_strs web = {web_phrases, sizeof web_phrases / sizeof *web_phrases};
static const struct nd_strs leaving = {leaving_phrases, sizeof leaving_phrases / sizeof *leaving_phrases};

bool nd_letter_leads_to_web(struct nd_str text) {
    return text.len <= MAX_LINE && nd_boilerplate_has(text, &web);
}

/* The address block leads to, if that is the letter on the web. */
static struct nd_str web_address(const struct nd_block *block) {
    struct nd_str text = block->text, url = nd_source_line_address(text);

    for (const struct nd_link *link = block->links; link != NULL; link = link->next)
        if (!link->is_image && nd_letter_leads_to_web(link->text))
            return link->url;
    /* an address may be longer than a line */
    text.len -= url.len;
    if (url.len > 0 && nd_str_ends(block->text, url) && nd_letter_leads_to_web(text))
        return url;
    if (!nd_letter_leads_to_web(block->text))
        return ND_STR_NONE;
    return block->links != NULL && !block->links->is_image ? block->links->url : url;
}

/* Who only writes about leaving gives no way to do it. */
static bool is_leaving(const struct nd_block *block) {
    return (block->links != NULL || block->text.len <= MAX_LINE / 2 ||
            nd_source_line_address(block->text).len > 0) &&
           nd_boilerplate_has(block->text, &leaving);
}

/* A button, or a line that asks for readers. */
static bool is_asking(const struct nd_block *block) {
    return block->type != ND_HEADING && block->text.len <= MAX_LINE &&
           (nd_boilerplate_has(block->text, &asking) ||
            nd_boilerplate_find_on_page(block->text) == ND_BOILERPLATE_TOOL);
}

/*
 * The number of the block with which the end begins: the first in the last third that leads out of the list,
 * and what asks for readers directly above it.
 */
static size_t end_of_text(const struct nd_blocks *blocks) {
    size_t i = 0, length = 0, asks = SIZE_MAX;

    for (const struct nd_block *b = blocks->first; b != NULL; b = b->next, i++) {
        if (i >= blocks->count - blocks->count / 3 - 1 && length >= LEAST_TEXT && is_leaving(b))
            return asks < i ? asks : i;
        if (length < LEAST_TEXT || !is_asking(b))
            asks = SIZE_MAX;
        else if (asks == SIZE_MAX)
            asks = i;
        length += b->text.len;
    }
    return blocks->count;
}

/* "** The heading" above a line of signs, as programs that send letters write what was a heading in HTML. */
static void settle_heading(struct nd_block *block) {
    enum { LEAST_RULE = 20 };
    struct nd_str rest = block->text, words = ND_STR(""), line = ND_STR("");
    size_t signs = 0;

    if (block->type != ND_PARAGRAPH || !nd_str_starts(rest, ND_STR("** ")) ||
        !nd_str_next_line(&rest, &words) || !nd_str_next_line(&rest, &line) || rest.len > 0)
        return;
    while (signs < line.len && line.ptr[signs] == line.ptr[0] && (line.ptr[0] == '-' || line.ptr[0] == '='))
        signs++;
    if (signs < LEAST_RULE || signs < line.len)
        return;
    block->type = ND_HEADING;
    block->level = 2;
    block->text = nd_str_trim(nd_str_skip(words, 3));
}

void nd_letter_part(struct nd_record_builder *builder, struct nd_document *document) {
    struct nd_blocks text = {0};
    struct nd_block *next;
    size_t end = end_of_text(&document->blocks), count = document->blocks.count, i = 0;

    for (struct nd_block *block = document->blocks.first; block != NULL; block = next, i++) {
        bool is_near = i < NEAR_BEGIN || i + NEAR_END >= count;
        struct nd_str url = is_near ? web_address(block) : ND_STR_NONE;
        next = block->next;
        if (document->markup == ND_PLAIN)
            settle_heading(block);
        if (url.len > 0)
            nd_record_set_url(builder, url, "web-version");
        nd_blocks_append(i >= end || url.len > 0 || (i < NEAR_BEGIN && nd_letter_leads_to_web(block->text))
                             ? &builder->furniture
                             : &text,
                         block);
    }
    document->blocks = text;
    if (builder->furniture.first != NULL && builder->cut_by == NULL)
        builder->cut_by = "letter";
}

enum { MOST_BELOW = 1200 /* bytes that may belong to a signature */ };

static bool is_long_rule(struct nd_str line, char sign) {
    enum { LEAST_RULE = 20 };
    size_t signs = 0;

    while (signs < line.len && line.ptr[signs] == sign)
        signs++;
    return signs >= LEAST_RULE && signs == line.len;
}

/* "-- " (RFC 3676, section 4.3), or the long line that programs for lists draw; so many bytes may belong to
 * it. */
static size_t signature_of(struct nd_str text) {
    enum { ALONE = 300 };
    struct nd_str line = ND_STR("");

    (void)nd_str_next_line(&text, &line);
    line = nd_str_trim(line);
    if (!nd_str_eq(line, ND_STR("--")) && !is_long_rule(line, '_'))
        return 0;
    return text.len == 0 ? ALONE : MOST_BELOW;
}

/* The last mail of a digest has a rule above what its list puts below, and "End of Quay Digest" above stars.
 */
static bool is_end_of_digest(const struct nd_block *block, size_t more) {
    enum { MOST = 300 };
    struct nd_str next = block->next == NULL ? ND_STR_NONE : block->next->text;

    return is_long_rule(block->text, '-') && next.len > 0 &&
           (more <= signature_of(next) ||
            (more <= MOST && is_long_rule(nd_str_skip(next, nd_str_rfind_char(next, '\n') + 1), '*')));
}

/* Where in the text of a block, behind which more bytes follow, a signature begins that goes on to the end of
 * all; SIZE_MAX: nowhere. */
static size_t find_signature(const struct nd_block *block, size_t more) {
    struct nd_str rest = block->text, line;

    if (is_end_of_digest(block, more))
        return 0;
    for (const struct nd_block *b = block->next; b != NULL && more <= MOST_BELOW; b = b->next)
        if (is_long_rule(nd_str_slice(b->text, 0, nd_str_find_char(b->text, '\n')), '-'))
            return SIZE_MAX;            /* another text begins there */
    if (rest.len + more > MOST_BELOW) { /* from the first line on that is near enough to the end */
        rest = nd_str_skip(rest, rest.len + more - MOST_BELOW - 1);
        (void)nd_str_next_line(&rest, &line);
    }
    for (struct nd_str from = rest; nd_str_next_line(&rest, &line); from = rest)
        if (from.len + more <= signature_of(from))
            return block->text.len - from.len;
    return SIZE_MAX;
}

/* What stands from at on in the text of a block becomes one of its own, behind it. */
static struct nd_block *split(struct nd_block *block, size_t at, struct nd_arena *arena) {
    struct nd_block *rest = nd_arena_alloc(arena, 1, sizeof *rest);

    *rest = *block;
    rest->text = nd_str_skip(block->text, at);
    rest->links = NULL; /* all stay with the text */
    block->text = nd_str_trim_right(nd_str_slice(block->text, 0, at));
    return rest;
}

void nd_letter_part_signature(struct nd_record_builder *builder, struct nd_document *document) {
    struct nd_blocks text = {0};
    struct nd_block *next;
    size_t length = 0, passed = 0;
    bool is_end = false;

    for (const struct nd_block *b = document->blocks.first; b != NULL; b = b->next)
        length += b->text.len;
    for (struct nd_block *block = document->blocks.first; block != NULL; block = next) {
        size_t at = is_end ? 0 : find_signature(block, length - passed - block->text.len);
        next = block->next;
        passed += block->text.len;
        if (at != SIZE_MAX && at > 0) {
            struct nd_block *rest = split(block, at, builder->arena);
            nd_blocks_append(&text, block);
            block = rest;
        }
        is_end = is_end || (at != SIZE_MAX && (at > 0 || text.first != NULL));
        nd_blocks_append(is_end ? &builder->furniture : &text, block);
    }
    document->blocks = text;
    if (is_end && builder->cut_by == NULL)
        builder->cut_by = "signature";
}

/* "> ", at the beginning of a line. */
static bool is_quoted(struct nd_str text) {
    struct nd_str line;

    while (nd_str_next_line(&text, &line))
        if (nd_str_starts(line, ND_STR(">")))
            return true;
    return false;
}

/* "On Monday Jon wrote:" above what is quoted. */
static bool announces_quote(const struct nd_block *block) {
    return nd_str_ends(block->text, ND_STR(":")) && block->next != NULL &&
           (block->next->type == ND_QUOTE || is_quoted(block->next->text));
}

const struct nd_block *nd_letter_answer(const struct nd_block *paragraph) {
    const struct nd_block *found = paragraph;

    while (found != NULL && (is_quoted(found->text) || announces_quote(found)))
        found = nd_text_first_paragraph(found->next, NULL);
    return found == NULL ? paragraph : found;
}
