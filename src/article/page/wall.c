#include "article/page/wall.h"

#include "article/page/boilerplate.h"
#include "article/page/page.h"

enum {
    MOST_TEXT = 2000, /* bytes; a longer text says more */
    LEAST_WORDS = 6   /* of a paragraph that says anything */
};

/* What is agreed to, and the words for agreeing; both must be there. In lower case. */
static const struct nd_str matters[] = {ND_STR_INIT("cookie"),
                                        ND_STR_INIT("çerez"),
                                        ND_STR_INIT("クッキー"),
                                        ND_STR_INIT("файлы cookie"),
                                        ND_STR_INIT("ملفات تعريف الارتباط"),
                                        ND_STR_INIT("tracking")};
static const struct nd_str askings[] = {ND_STR_INIT("our partners"),
                                        ND_STR_INIT("your consent"),
                                        ND_STR_INIT("accept all"),
                                        ND_STR_INIT("personenbezogene"),
                                        ND_STR_INIT("zustimmung"),
                                        ND_STR_INIT("einwilligung"),
                                        ND_STR_INIT("nos partenaires"),
                                        ND_STR_INIT("consentement"),
                                        ND_STR_INIT("nuestros socios"),
                                        ND_STR_INIT("consentimiento"),
                                        ND_STR_INIT("nossos parceiros"),
                                        ND_STR_INIT("consentimento"),
                                        ND_STR_INIT("nostri partner"),
                                        ND_STR_INIT("consenso"),
                                        ND_STR_INIT("onze partners"),
                                        ND_STR_INIT("toestemming"),
                                        ND_STR_INIT("zgod"),
                                        ND_STR_INIT("соглас"),
                                        ND_STR_INIT("rıza"),
                                        ND_STR_INIT("موافق"),
                                        ND_STR_INIT("同意")};
/* What is said to programs. */
static const struct nd_str gates[] = {
    ND_STR_INIT("verify you are human"),  ND_STR_INIT("are you a robot"), ND_STR_INIT("not a robot"),
    ND_STR_INIT("checking your browser"), ND_STR_INIT("unusual traffic"), ND_STR_INIT("enable cookies"),
    ND_STR_INIT("kein roboter"),          ND_STR_INIT("pas un robot"),    ND_STR_INIT("no eres un robot"),
    ND_STR_INIT("não é um robô"),         ND_STR_INIT("вы не робот"),     ND_STR_INIT("ロボットではない")};

#define LIST(array) (&(struct nd_strs){array, sizeof(array) / sizeof *(array)})

static bool asks(struct nd_str text) {
    return (nd_boilerplate_has(text, LIST(matters)) && nd_boilerplate_has(text, LIST(askings))) ||
           nd_boilerplate_has(text, LIST(gates));
}

bool nd_wall_is(const struct nd_blocks *blocks) {
    size_t length = 0;
    bool is_any = false;

    for (const struct nd_block *b = blocks->first; b != NULL; b = b->next) {
        struct nd_paragraph paragraph;
        length += b->text.len;
        if (b->rows != NULL || length > MOST_TEXT)
            return false;
        nd_paragraph_look(b, &paragraph);
        if (paragraph.words < LEAST_WORDS || b->type == ND_HEADING)
            continue;
        if (!asks(b->text))
            return false;
        is_any = true;
    }
    return is_any;
}
