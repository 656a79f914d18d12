#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "index/store/likeness.h"

#include <stdio.h>

static const char first[] =
    "The ferry to the island sails again from Monday, the shipping office said in the morning. It had been "
    "laid "
    "up since the storm tore off its ramp in autumn, and islanders had to take the mail boat with the cows. "
    "The new ramp comes from a yard on the other coast and cost twice what had been planned. ";
static const char second[] =
    "Nine goats were counted on the northern hills, three more than last year and all of them white. The "
    "shepherd "
    "says that he has no explanation, and that those who did the counting drink less than he does himself. "
    "The council will hear both sides in spring, and the goats not at all. ";

struct record {
    const char *title, *excerpt, *body, *day, *address;
};

static struct nd_str text_of(const char *text) {
    return text == NULL ? ND_STR_NONE : nd_str_from(text);
}

static void set(struct nd_likeness *likeness, const struct record *record) {
    nd_likeness_set(likeness, &(struct nd_likeness_source){.title = text_of(record->title),
                                                           .excerpt = text_of(record->excerpt),
                                                           .body = text_of(record->body),
                                                           .published_at = text_of(record->day),
                                                           .address = text_of(record->address)});
}

static void check(struct record fuller, struct record other, bool is_plain, bool is_open, int line) {
    struct nd_likeness a = {0}, b = {0};

    set(&a, &fuller);
    set(&b, &other);
    if (nd_likeness_is_plain(&a, &b) != is_plain)
        fail_msg("line %d: plainly %s", line, is_plain ? "not alike" : "alike");
    if (nd_likeness_is_open(&a, &b) != is_open)
        fail_msg("line %d: %s apart", line, is_open ? "told" : "not told");
    nd_likeness_fini(&a);
    nd_likeness_fini(&b);
}

#define ONE(fuller, other) check(fuller, other, true, true, __LINE__)
#define OPEN(fuller, other) check(fuller, other, false, true, __LINE__)
#define TWO(fuller, other) check(fuller, other, false, false, __LINE__)
#define R(name, ...) ((struct record){.title = (name), __VA_ARGS__})

static void titles(void **state) {
    char both[1024];

    (void)state;
    snprintf(both, sizeof both, "%s%s", first, second);
    ONE(R("ferry sails", .body = both), R("ferry sails", .body = first));
    ONE(R("ferry sails again | island news", .body = both), R("Ferry sails again", .body = first));
    ONE(R("\"ferry\" – sails  again!", .body = both), R("ferry sails again", .body = first));
    ONE(R("ferry sails", .body = both), R("ferry sails", .body = NULL)); /* a line of a list */
    ONE(R("ferry sails", .excerpt = "Of the ferry.", .body = both), R("ferry sails", .body = "Of the ferry"));
    OPEN(R("ferry sails", .body = both), R("ferry sails", .body = "A teaser in other words."));
    OPEN(R("ferry sails", .body = both), R("goats", .body = NULL));
    OPEN(R("day 1", .body = "A."), R("day 1 and 2", .body = "B.")); /* too short to be known in the other */
    OPEN(R(NULL, .body = NULL), R(NULL, .body = NULL));
}

static void texts(void **state) {
    char both[1024], edited[1024];

    (void)state;
    snprintf(both, sizeof both, "%s%s", first, second);
    ONE(R("one", .body = both), R("other", .body = first)); /* with another headline */
    TWO(R("one", .body = first), R("one", .body = second));
    TWO(R("one", .body = first), R("other", .body = second));
    snprintf(edited, sizeof edited, "%.100s%s", second, first); /* a third of it is new */
    OPEN(R("one", .body = both + 120), R("other", .body = edited));
    ONE(R("one", .body = both + 120), R("one", .body = edited));
}

static void scripts(void **state) {
    static const char chinese[] =
        "岛上的渡轮将从星期一起重新开航，航运局今天上午表示。自从秋天的风暴撕裂了舷梯以来，渡轮一直停运，"
        "岛民不得不乘坐只能载十一个人的邮船。新的舷梯来自对岸的一家造船厂，造价是原计划的两倍。";
    static const char other[] =
        "北部山上数出了九只山羊，比去年多三只，而且全部都是白色的。牧羊人说他对此没有任何解释，"
        "而且清点的人喝得比他少。镇上将在春天决定是否修理旧起重机，或者把它卖给任何想要的人。";

    (void)state;
    ONE(R("渡轮", .body = chinese), R("渡轮", .body = chinese));
    ONE(R("渡轮", .body = chinese), R("山羊", .body = chinese));
    TWO(R("渡轮", .body = chinese), R("渡轮", .body = other));
}

static void days_and_places(void **state) {
    (void)state;
    TWO(R("word of the day", .body = "Halyard: a rope.", .day = "2024-05-06"),
        R("word of the day", .body = "Bilge: below.", .day = "2024-05-08T10:00:00Z"));
    ONE(R("ferry", .body = first, .day = "2024-05-06T23:00:00Z"),
        R("ferry", .body = first, .day = "2024-05-07"));
    ONE(R("ferry", .body = first, .day = "2024-05"), R("ferry", .body = first, .day = "2024-05-07"));
    OPEN(R("ferry", .body = first, .day = "2024-05-06"), R("ferry", .body = first, .day = "2024-05-09"));
    TWO(R("glossary", .body = "Jib: a sail.", .address = "https://isle.example/g#jib"),
        R("glossary", .body = "Rig: masts.", .address = "https://isle.example/g#rig"));
    ONE(R("ferry", .body = first, .address = "https://isle.example/f#comments"),
        R("ferry", .body = first, .address = "https://isle.example/f"));
}

/* Of what is very long the beginning is looked at, and what is used again forgets what it was. */
static void long_and_again(void **state) {
    struct nd_buf text = {0};
    struct nd_likeness a = {0}, b = {0};

    (void)state;
    while (text.len < 1 << 20)
        nd_buf_addf(&text, "%zu %s", text.len, text.len % 2 == 0 ? first : second);
    for (int i = 0; i < 3; i++) {
        set(&a, &R("long", .body = text.ptr));
        set(&b, &R("short", .body = text.ptr + 1000));
        assert_true(nd_likeness_is_plain(&a, &b));
        set(&b, &R("short", .body = "Nothing of it."));
        assert_false(nd_likeness_is_plain(&a, &b));
    }
    nd_likeness_fini(&a);
    nd_likeness_fini(&b);
    nd_buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(titles), cmocka_unit_test(texts),
                                       cmocka_unit_test(scripts), cmocka_unit_test(days_and_places),
                                       cmocka_unit_test(long_and_again)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
