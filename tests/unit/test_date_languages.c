/* Dates in the languages of the world: spellings of CLDR's and programs' own, and the names of months of
 * glibc. */
#include "newsdex/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOCALES "/usr/share/i18n/locales"

/* "2024-03-05", or two with a bar between them. */
static void describe(struct nd_str text, char *out, size_t size) {
    struct nd_date_reading reading;
    char date[ND_DATE_MAX], other[ND_DATE_MAX] = "";

    if (!nd_date_read(text, &reading)) {
        snprintf(out, size, "none");
        return;
    }
    nd_date_format(&reading.date, date);
    if (reading.other.year != 0)
        nd_date_format(&reading.other, other);
    snprintf(out, size, "%s%s%s%s", date, other[0] == '\0' ? "" : "|", other,
             reading.has_rest ? " and more" : "");
}

static void spellings(void **state) {
    FILE *file = fopen("tests/unit/dates.tsv", "r");
    char line[512], got[128];
    int count = 0, wrong = 0;

    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        char *want = strchr(line, '\t');
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || want == NULL)
            continue;
        *want++ = '\0';
        describe(nd_str_from(line), got, sizeof got);
        if (strcmp(got, want) != 0) {
            print_error("%s: %s instead of %s\n", line, got, want);
            wrong++;
        }
        count++;
    }
    fclose(file);
    assert_int_equal(wrong, 0);
    assert_true(count >= 650);
}

/* The next string of a locale file from *at on, "<U0161>" decoded; false behind the last of the keyword. */
static bool next_string(const char **at, char *out, size_t size) {
    const char *from = *at;
    size_t length = 0;

    while (*from != '"' && *from != '\0')
        if (*from++ == '\n' && from[-2] != '/')
            return false;
    if (*from++ == '\0')
        return false;
    while (*from != '"' && *from != '\0' && length + 8 < size) {
        if (from[0] == '<' && from[1] == 'U') {
            char *end;
            unsigned long c = strtoul(from + 2, &end, 16);
            if (c < 0x80) {
                out[length++] = (char)c;
            } else if (c < 0x800) {
                out[length++] = (char)(0xC0 | c >> 6);
                out[length++] = (char)(0x80 | (c & 63));
            } else {
                out[length++] = (char)(0xE0 | c >> 12);
                out[length++] = (char)(0x80 | (c >> 6 & 63));
                out[length++] = (char)(0x80 | (c & 63));
            }
            from = end + 1;
        } else {
            out[length++] = *from++;
        }
    }
    out[length] = '\0';
    *at = from + 1;
    return true;
}

struct tally {
    int names, read, wrong;
};

static void try_months(const char *locale, const char *text, const char *keyword, struct tally *tally) {
    /* Croatian writes a point behind the day; of four of its names, which are Polish and Czech too, the other
     * month is right. */
    bool is_croatian = strncmp(locale, "hr_", 3) == 0;
    char name[160], date[256], want[ND_DATE_MAX];
    const char *at = strstr(text, keyword);

    at = at == NULL ? NULL : at + 1;
    for (int month = 1; at != NULL && month <= 12 && next_string(&at, name, sizeof name); month++) {
        struct nd_date_reading reading;
        char got[ND_DATE_MAX];
        snprintf(date, sizeof date, is_croatian ? "5. %s 2024" : "5 %s 2024", name);
        snprintf(want, sizeof want, "2024-%02d-05", month);
        tally->names++;
        if (!nd_date_read(nd_str_from(date), &reading))
            continue;
        tally->read++;
        nd_date_format(is_croatian && reading.other.year != 0 ? &reading.other : &reading.date, got);
        if (strcmp(got, want) != 0) {
            print_message("%s: %s is %s\n", locale, date, got);
            tally->wrong++;
        }
    }
}

static char *read_file(const char *name) {
    char path[512];
    FILE *file;
    char *text;
    size_t length;

    snprintf(path, sizeof path, LOCALES "/%s", name);
    file = fopen(path, "r");
    if (file == NULL)
        return NULL;
    text = calloc(1, 1024 * 1024);
    length = text == NULL ? 0 : fread(text, 1, 1024 * 1024 - 1, file);
    (void)length;
    fclose(file);
    return text;
}

/* Of languages whose names are in the table; whatever the locale, no name may be another month's. */
static void months_of_glibc(void **state) {
    static const char languages[] =
        "af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr gl gu he hi hr hu hy "
        "id is it ka kk kn ky lt lv mk ml mr ms nb ne nl nn pa pl pt ro ru sk sl sq sr sv sw "
        "ta te tr uk uz ";
    DIR *folder = opendir(LOCALES);
    struct tally all = {0, 0, 0};

    (void)state;
    if (folder == NULL) {
        print_message("skipped: there is no " LOCALES "\n");
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char language[8];
        char *text;
        snprintf(language, sizeof language, "%.*s ", (int)strcspn(entry->d_name, "_"), entry->d_name);
        if (strchr(entry->d_name, '_') == NULL || strstr(languages, language) == NULL ||
            strchr(entry->d_name, '@') != NULL || (text = read_file(entry->d_name)) == NULL)
            continue;
        try_months(entry->d_name, text, "\nmon ", &all);
        try_months(entry->d_name, text, "\nalt_mon ", &all);
        try_months(entry->d_name, text, "\nabmon ", &all);
        free(text);
    }
    closedir(folder);
    print_message("%d of %d names read\n", all.read, all.names);
    assert_int_equal(all.wrong, 0);
    assert_true(all.names > 1000);
    assert_true(all.read * 100 >= all.names * 90);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(spellings), cmocka_unit_test(months_of_glibc)};

    return cmocka_run_group_tests_name("dates of the world", tests, NULL, NULL);
}
