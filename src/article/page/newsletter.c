/*
 * What tells a letter that was sent to many, and was saved as a page or in markdown, from a text about
 * letters: a link to its place on the web above it, or the reason why one receives it below.
 */
#include "article/page/newsletter.h"

#include "article/page/boilerplate.h"
#include "article/page/letter.h"

enum {
    MAX_LINE = 400,    /* bytes; a longer block is about more than the letter */
    HEAD = 5,          /* blocks at the beginning among which the way to the browser is looked for */
    TAIL = 14,         /* blocks at the end, for the reason */
    MAX_LINK = 80,     /* of the link to the web, */
    MAX_QUESTION = 60, /* and of what may stand beside it, */
    MAX_SIGNS = 12     /* or beside several links */
};

/* Phrases in lower case. */
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
static const struct nd_strs all_reasons = {reasons, sizeof reasons / sizeof *reasons};

/* Links of a letter cannot be those of a site; some have marks that the sender forgot to fill in. */
static bool is_elsewhere(struct nd_str url) {
    return nd_str_starts_nocase(url, ND_STR("http")) || nd_str_starts_nocase(url, ND_STR("mailto:")) ||
           (url.len > 0 && (url.ptr[0] == '*' || url.ptr[0] == '{' || url.ptr[0] == '%'));
}

/* The way to the browser is a link, alone or behind a question. */
static bool is_view(const struct nd_block *block) {
    size_t linked = 0, links = 0;
    bool has = false;

    if (block->type == ND_HEADING || block->text.len == 0 || block->text.len > MAX_LINE / 2)
        return false;
    for (const struct nd_link *link = block->links; link != NULL; link = link->next) {
        linked += link->is_image ? 0 : link->text.len;
        links += !link->is_image;
        has = has || (!link->is_image && link->text.len <= MAX_LINK && is_elsewhere(link->url) &&
                      nd_letter_leads_to_web(link->text));
    }
    return has && block->text.len <= linked + (links == 1 ? MAX_QUESTION : MAX_SIGNS);
}

static bool is_reason(const struct nd_block *block) {
    return block->type != ND_HEADING && block->text.len > 0 && block->text.len <= MAX_LINE &&
           nd_boilerplate_has(block->text, &all_reasons);
}

bool nd_newsletter_is(const struct nd_blocks *blocks) {
    size_t at = 0;

    for (const struct nd_block *b = blocks->first; b != NULL; b = b->next, at++)
        if ((at < HEAD && is_view(b)) || (at > 0 && blocks->count - at <= TAIL && is_reason(b)))
            return true;
    return false;
}
