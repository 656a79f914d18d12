/* Days that tables and exports have in three fields: "Year", "Month" and "Day". */
#include "article/fields.h"

#include "newsdex/field_words.h"

enum { FIRST_YEAR = 1500, LAST_YEAR = 2200, MAX_MONTH = 24 /* bytes of its name */ };

/* Their names in the languages of tables, folded. */
static const struct nd_str years[] = {
    ND_STR_INIT("year"),    ND_STR_INIT("yyyy"),         ND_STR_INIT("jahr"),
    ND_STR_INIT("année"),   ND_STR_INIT("annee"),        ND_STR_INIT("año"),
    ND_STR_INIT("ano"),     ND_STR_INIT("anno"),         ND_STR_INIT("jaar"),
    ND_STR_INIT("år"),      ND_STR_INIT("rok"),          ND_STR_INIT("год"),
    ND_STR_INIT("рік"),     ND_STR_INIT("yıl"),          ND_STR_INIT("tahun"),
    ND_STR_INIT("năm"),     ND_STR_INIT("年"),           ND_STR_INIT("연도"),
    ND_STR_INIT("年份"),    ND_STR_INIT("السنة"),        ND_STR_INIT("publicationyear"),
    ND_STR_INIT("pubyear"), ND_STR_INIT("yearpublished")};
static const struct nd_str months[] = {ND_STR_INIT("month"),    ND_STR_INIT("mm"),
                                       ND_STR_INIT("monat"),    ND_STR_INIT("mois"),
                                       ND_STR_INIT("mes"),      ND_STR_INIT("mês"),
                                       ND_STR_INIT("mese"),     ND_STR_INIT("maand"),
                                       ND_STR_INIT("måned"),    ND_STR_INIT("månad"),
                                       ND_STR_INIT("miesiąc"),  ND_STR_INIT("měsíc"),
                                       ND_STR_INIT("месяц"),    ND_STR_INIT("місяць"),
                                       ND_STR_INIT("ay"),       ND_STR_INIT("bulan"),
                                       ND_STR_INIT("tháng"),    ND_STR_INIT("月"),
                                       ND_STR_INIT("월"),       ND_STR_INIT("月份"),
                                       ND_STR_INIT("الشهر"),    ND_STR_INIT("publicationmonth"),
                                       ND_STR_INIT("pubmonth"), ND_STR_INIT("monthpublished")};
static const struct nd_str days[] = {ND_STR_INIT("day"),
                                     ND_STR_INIT("dd"),
                                     ND_STR_INIT("tag"),
                                     ND_STR_INIT("jour"),
                                     ND_STR_INIT("día"),
                                     ND_STR_INIT("dia"),
                                     ND_STR_INIT("giorno"),
                                     ND_STR_INIT("dag"),
                                     ND_STR_INIT("dzień"),
                                     ND_STR_INIT("den"),
                                     ND_STR_INIT("день"),
                                     ND_STR_INIT("gün"),
                                     ND_STR_INIT("hari"),
                                     ND_STR_INIT("tanggal"),
                                     ND_STR_INIT("ngày"),
                                     ND_STR_INIT("日"),
                                     ND_STR_INIT("일"),
                                     ND_STR_INIT("اليوم"),
                                     ND_STR_INIT("publicationday"),
                                     ND_STR_INIT("pubday"),
                                     ND_STR_INIT("publicationdayofmonth"),
                                     ND_STR_INIT("daypublished")};

/* The member of map whose name is among those; NULL: none, or more than a number or word. */
static const struct nd_value *member(const struct nd_value *map, const struct nd_str *names, size_t count) {
    char out[ND_FIELD_NAME];

    for (const struct nd_value *v = map->first; v != NULL; v = v->next) {
        struct nd_str key = nd_field_word_fold(v->key, out);
        for (size_t i = 0; i < count; i++)
            if (nd_str_eq(key, names[i]))
                return nd_value_is_scalar(v) ? v : NULL;
    }
    return NULL;
}

#define MEMBER(map, names) member(map, names, sizeof(names) / sizeof *(names))

static int number_of(const struct nd_value *value, uint64_t least, uint64_t most) {
    uint64_t number;

    return value != NULL && nd_str_to_uint(nd_str_trim(nd_value_text(value)), &number) && number >= least &&
                   number <= most
               ? (int)number
               : 0;
}

/* "3", "03", "March": 0 when it is none. */
static int month_of(const struct nd_value *value, struct nd_arena *arena) {
    struct nd_str name = value == NULL ? ND_STR_NONE : nd_str_trim(nd_value_text(value));
    struct nd_date_reading reading;
    int number = number_of(value, 1, 12);

    if (number > 0 || name.len < 3 || name.len > MAX_MONTH || nd_str_has_digit(name))
        return number;
    name = nd_arena_printf(arena, "%.*s 2000", (int)name.len, name.ptr);
    return nd_date_read(name, &reading) && !reading.has_rest && reading.date.day == 0 ? reading.date.month
                                                                                      : 0;
}

const struct nd_value *nd_field_date_of_parts(const struct nd_value *map, struct nd_arena *arena,
                                              struct nd_date *date) {
    const struct nd_value *year = MEMBER(map, years), *month = year == NULL ? NULL : MEMBER(map, months);

    *date = (struct nd_date){.year = number_of(year, FIRST_YEAR, LAST_YEAR)};
    if (date->year == 0 || month == NULL)
        return NULL;
    date->month = month_of(month, arena);
    date->day = number_of(MEMBER(map, days), 1, 31);
    return date->month > 0 && (date->day == 0 || nd_date_is_real(date->year, date->month, date->day)) ? year
                                                                                                      : NULL;
}
