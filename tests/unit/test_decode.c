/* Decoding: whatever bytes come in, UTF-8 in NFC with LF comes out, and what was guessed or lost is reported.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/source.h"
#include "newsdex/utf8.h"
#include "source/normal_form.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

struct decoded {
    struct nd_arena *arena;
    struct nd_problems problems;
    enum nd_status status;
    struct nd_buf text, listing;
    struct nd_str encoding;
};

static void decode(struct nd_str bytes, struct decoded *decoded) {
    memset(decoded, 0, sizeof *decoded);
    decoded->arena = nd_arena_new();
    nd_problems_init(&decoded->problems, decoded->arena);
    decoded->status = nd_source_decode(bytes, &decoded->text, &decoded->encoding, &decoded->problems);
    for (const struct nd_problem *p = decoded->problems.first; p != NULL; p = p->next)
        nd_buf_addf(&decoded->listing, "%s%s %u:%u", p == decoded->problems.first ? "" : "; ",
                    nd_problem_name(p->code), p->line, p->column);
}

static void free_decoded(struct decoded *decoded) {
    nd_buf_free(&decoded->text);
    nd_buf_free(&decoded->listing);
    nd_arena_free(decoded->arena);
}

static void check(struct nd_str bytes, const char *text, const char *encoding, const char *problems) {
    struct decoded decoded;

    decode(bytes, &decoded);
    assert_int_equal(decoded.status, ND_OK);
    assert_string_equal(nd_buf_str(&decoded.text).ptr, text);
    assert_int_equal(decoded.text.len, strlen(text));
    assert_true(nd_str_eq_nocase(decoded.encoding, nd_str_from(encoding)));
    assert_string_equal(nd_buf_str(&decoded.listing).ptr, problems);
    free_decoded(&decoded);
}

/* text in the named encoding, behind mark. */
static void encode(const char *text, const char *encoding, struct nd_str mark, struct nd_buf *out) {
    iconv_t converter = iconv_open(encoding, "UTF-8");
    char *copy = strdup(text), *in = copy;
    size_t left = strlen(text), room = left * 4;
    char *to;

    assert_true(converter != (iconv_t)-1);
    nd_buf_clear(out);
    nd_buf_add(out, mark);
    to = nd_buf_reserve(out, room);
    assert_int_equal(iconv(converter, &in, &left, &to, &room), 0);
    out->len = (size_t)(to - out->ptr);
    iconv_close(converter);
    free(copy);
}

static void test_utf8(void **state) {
    (void)state;
    check(ND_STR(""), "", "UTF-8", "");
    check(ND_STR("caf\xC3\xA9\n"), "caf\xC3\xA9\n", "UTF-8", "");
    check(ND_STR("\xEF\xBB\xBFx"), "x", "UTF-8", "");
    check(ND_STR("\xEF\xBB\xBF\xEF\xBB\xBFx"), "x", "UTF-8", "");
    check(ND_STR("x\xEF\xBB\xBFy"), "x\xEF\xBB\xBFy", "UTF-8", "");
}

static void test_utf16_and_utf32(void **state) {
    static const char text[] =
        "\xC3\x89t\xC3\xA9: \xE4\xB8\x80, 1,5 \xE2\x82\xAC \xF0\x9F\x98\x80, and enough of plain words\n";
    static const struct {
        struct nd_str mark;
        const char *encoding;
    } cases[] = {
        {ND_STR_INIT("\xFF\xFE"), "UTF-16LE"},     {ND_STR_INIT(""), "UTF-16LE"},
        {ND_STR_INIT("\xFE\xFF"), "UTF-16BE"},     {ND_STR_INIT(""), "UTF-16BE"},
        {ND_STR_INIT("\xFF\xFE\0\0"), "UTF-32LE"}, {ND_STR_INIT(""), "UTF-32LE"},
        {ND_STR_INIT("\0\0\xFE\xFF"), "UTF-32BE"}, {ND_STR_INIT(""), "UTF-32BE"},
    };
    struct nd_buf bytes = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encode(text, cases[i].encoding, cases[i].mark, &bytes);
        check(nd_buf_str(&bytes), text, cases[i].encoding, "");
    }
    nd_buf_free(&bytes);
    check(ND_STR("\xFF\xFE"), "", "UTF-16LE", "");
    check(ND_STR("\xFF\xFE"
                 "a\0\x00\xD8"
                 "b\0c"),
          "a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD",
          "UTF-16LE", "invalid-bytes 0:0");
    check(ND_STR("\xFF\xFE\0\0"
                 "a\0\0\0\0\0\x11\0b\0\0\0"),
          "a\xEF\xBF\xBD"
          "b",
          "UTF-32LE", "invalid-bytes 0:0");
    check(ND_STR("\xFF\xFE\r\0\n\0\0\0x\0"), "\n x", "UTF-16LE", "control-bytes 2:0");
}

static const struct {
    const char *encoding, *name, *text;
} sentences[] = {
    {"ISO-8859-1", "WINDOWS-1252",
     "Le gouvernement a d\xC3\xA9"
     "cid\xC3\xA9 hier soir d'all\xC3\xA9ger les r\xC3\xA8gles; l'\xC3\xA9t\xC3\xA9 sera "
     "tr\xC3\xA8s chaud \xC3\xA0 Paris, o\xC3\xB9 les \xC3\xA9l\xC3\xA8ves se sont rassembl\xC3\xA9s.\n"},
    {"WINDOWS-1252", "WINDOWS-1252",
     "Die Pr\xC3\xBC"
     "fung kostet 5 \xE2\x82\xAC, sagte der Minister: \xE2\x80\x9EWir m\xC3\xBCssen \xC3\xBC"
     "ber die "
     "Gr\xC3\xB6\xC3\x9F"
     "e der H\xC3\xA4user sprechen\xE2\x80\x9C \xE2\x80\x93 und \xC3\xBC"
     "ber sch\xC3\xB6ne Stra\xC3\x9F"
     "en.\n"},
    {"KOI8-R", "KOI8-R",
     "\xD0\x9F\xD1\x80\xD0\xB0\xD0\xB2\xD0\xB8\xD1\x82\xD0\xB5\xD0\xBB\xD1\x8C\xD1\x81\xD1\x82\xD0\xB2"
     "\xD0\xBE "
     "\xD1\x81\xD0\xBE\xD0\xBE\xD0\xB1\xD1\x89\xD0\xB8\xD0\xBB\xD0\xBE \xD0\xBE "
     "\xD0\xBD\xD0\xBE\xD0\xB2\xD1\x8B\xD1\x85 "
     "\xD0\xBF\xD1\x80\xD0\xB0\xD0\xB2\xD0\xB8\xD0\xBB\xD0\xB0\xD1\x85 \xD0\xB4\xD0\xBB\xD1\x8F "
     "\xD0\xBC\xD0\xB0\xD0\xBB\xD1\x8B\xD1\x85 "
     "\xD0\xBF\xD1\x80\xD0\xB5\xD0\xB4\xD0\xBF\xD1\x80\xD0\xB8\xD1\x8F\xD1\x82\xD0\xB8\xD0\xB9.\n"},
    {"WINDOWS-1251", "WINDOWS-1251",
     "\xD0\x9F\xD1\x80\xD0\xB0\xD0\xB2\xD0\xB8\xD1\x82\xD0\xB5\xD0\xBB\xD1\x8C\xD1\x81\xD1\x82\xD0\xB2"
     "\xD0\xBE "
     "\xD1\x81\xD0\xBE\xD0\xBE\xD0\xB1\xD1\x89\xD0\xB8\xD0\xBB\xD0\xBE \xD0\xBE "
     "\xD0\xBD\xD0\xBE\xD0\xB2\xD1\x8B\xD1\x85 "
     "\xD0\xBF\xD1\x80\xD0\xB0\xD0\xB2\xD0\xB8\xD0\xBB\xD0\xB0\xD1\x85.\n"},
    {"SHIFT_JIS", "WINDOWS-31J",
     "\xE6\x94\xBF\xE5\xBA\x9C\xE3\x81\xAF\xE6\x98\xA8\xE6\x97\xA5\xE3\x80\x81\xE6\x96\xB0\xE3\x81\x97"
     "\xE3\x81\x84\xE8\xA6\x8F\xE5\x89\x87"
     "\xE3\x82\x92\xE7\x99\xBA\xE8\xA1\xA8\xE3\x81\x97\xE3\x81\xBE\xE3\x81\x97\xE3\x81\x9F\xE3\x80\x82"
     "\xE3\x82\xB3\xE3\x83\xB3\xE3\x83\x94"
     "\xE3\x83\xA5\xE3\x83\xBC\xE3\x82\xBF\xE3\x81\xAE\xE8\xA9\xB1\xE3\x81\xA7\xE3\x81\x99\xE3\x80\x82"
     "\n"},
    {"GBK", "GB18030",
     "\xE6\x94\xBF\xE5\xBA\x9C\xE6\x98\xA8\xE5\xA4\xA9\xE5\xAE\xA3\xE5\xB8\x83\xE4\xBA\x86\xE6\x96\xB0"
     "\xE7\x9A\x84\xE4\xBA\xBA\xE5\xB7\xA5"
     "\xE6\x99\xBA\xE8\x83\xBD\xE7\xAE\xA1\xE7\x90\x86\xE5\x8A\x9E\xE6\xB3\x95\xEF\xBC\x8C\xE5\xB0\x86"
     "\xE4\xBA\x8E\xE5\x85\xAB\xE6\x9C\x88"
     "\xE7\x94\x9F\xE6\x95\x88\xE3\x80\x82\n"},
    {"BIG5", "BIG5",
     "\xE6\x94\xBF\xE5\xBA\x9C\xE6\x98\xA8\xE5\xA4\xA9\xE5\xAE\xA3\xE5\xB8\x83\xE4\xBA\x86\xE6\x96\xB0"
     "\xE7\x9A\x84\xE4\xBA\xBA\xE5\xB7\xA5"
     "\xE6\x99\xBA\xE6\x85\xA7\xE7\xAE\xA1\xE7\x90\x86\xE8\xBE\xA6\xE6\xB3\x95\xEF\xBC\x8C\xE5\xB0\x87"
     "\xE6\x96\xBC\xE5\x85\xAB\xE6\x9C\x88"
     "\xE7\x94\x9F\xE6\x95\x88\xE3\x80\x82\n"},
};

static void test_detected_encodings(void **state) {
    struct nd_buf bytes = {0};

    (void)state;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        struct decoded decoded;
        encode(sentences[i].text, sentences[i].encoding, ND_STR(""), &bytes);
        decode(nd_buf_str(&bytes), &decoded);
        assert_string_equal(decoded.text.ptr, sentences[i].text);
        assert_true(nd_str_eq_nocase(decoded.encoding, nd_str_from(sentences[i].name)));
        assert_int_equal(decoded.problems.count, 1);
        assert_int_equal(decoded.problems.first->code, ND_P_ENCODING);
        free_decoded(&decoded);
    }
    nd_buf_free(&bytes);
}

/* Long plain ASCII before the first byte that tells must not hide it from the detector. */
static void test_late_evidence(void **state) {
    static const char word[] =
        "\xCE\xB7 \xCE\xBA\xCF\x85\xCE\xB2\xCE\xAD\xCF\x81\xCE\xBD\xCE\xB7\xCF\x83\xCE\xB7 "
        "\xCE\xB1\xCE\xBD\xCE\xB1\xCE\xBA\xCE\xBF\xCE\xAF\xCE\xBD\xCF\x89\xCF\x83\xCE\xB5 "
        "\xCE\xBD\xCE\xAD\xCE\xBF\xCF\x85\xCF\x82 \xCE\xBA\xCE\xB1\xCE\xBD\xCF\x8C\xCE\xBD\xCE\xB5\xCF\x82 "
        "\xCE\xB3\xCE\xB9\xCE\xB1 \xCF\x84\xCE\xB7\xCE\xBD \xCE\xB1\xCE\xB3\xCE\xBF\xCF\x81\xCE\xAC\n";
    struct nd_buf bytes = {0}, text = {0};
    struct decoded decoded;

    (void)state;
    for (int i = 0; i < 3000; i++)
        nd_buf_add_z(&text, "Plain words, nothing else, go on.\n");
    for (int i = 0; i < 20; i++)
        nd_buf_add_z(&text, word);
    encode(text.ptr, "ISO-8859-7", ND_STR(""), &bytes);
    decode(nd_buf_str(&bytes), &decoded);
    assert_string_equal(decoded.text.ptr, text.ptr);
    assert_int_equal(decoded.problems.first->line, 3001);
    assert_int_equal(decoded.problems.first->column, 1);
    free_decoded(&decoded);
    nd_buf_free(&bytes);
    nd_buf_free(&text);
}

#define GOOD                                                                                                 \
    "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3"   \
    "\xA9\xC3\xA9"
#define BAD "\xEF\xBF\xBD"

/* Unicode 15, section 3.9: one U+FFFD for each maximal subpart. */
static void test_damaged_utf8(void **state) {
    (void)state;
    check(ND_STR(GOOD "a\x80z"), GOOD "a" BAD "z", "UTF-8", "invalid-bytes 1:30");
    check(ND_STR(GOOD "\xC3"), GOOD BAD, "UTF-8", "invalid-bytes 1:29");
    check(ND_STR(GOOD "\n\xE2\x82z"), GOOD "\n" BAD "z", "UTF-8", "invalid-bytes 2:1");
    check(ND_STR(GOOD "\xF0\x9F\x98z"), GOOD BAD "z", "UTF-8", "invalid-bytes 1:29");
    check(ND_STR(GOOD "\xC0\xAF"), GOOD BAD BAD, "UTF-8", "invalid-bytes 1:29");
    check(ND_STR(GOOD "\xED\xA0\x80"), GOOD BAD BAD BAD, "UTF-8", "invalid-bytes 1:29");
    check(ND_STR(GOOD "\xF4\x90"), GOOD BAD BAD, "UTF-8", "invalid-bytes 1:29");
    check(ND_STR(GOOD "\xE1\x80\xE2\xF0\x91\x92"), GOOD BAD BAD BAD, "UTF-8", "invalid-bytes 1:29");
    check(ND_STR(GOOD BAD "\xFF"), GOOD BAD BAD, "UTF-8", "invalid-bytes 1:32");
}

static struct nd_str unhex(struct nd_str hex, struct nd_buf *out) {
    unsigned nibbles = 1;

    nd_buf_clear(out);
    for (size_t i = 0; i < hex.len; i++) {
        const char *digit = strchr("0123456789abcdef", nd_char_lower(hex.ptr[i]));
        if (digit == NULL)
            continue;
        nibbles = nibbles << 4 | (unsigned)(digit - "0123456789abcdef");
        if (nibbles > 0xFF) {
            nd_buf_add_char(out, (char)(nibbles & 0xFF));
            nibbles = 1;
        }
    }
    return nd_buf_str(out);
}

/* "number:invalid hex:bytes:skipped:replaced" of utf8tests.txt, when ND_UTF8_TESTS says where that is. */
static void test_utf8_reference(void **state) {
    const char *path = getenv("ND_UTF8_TESTS");
    FILE *file = path == NULL ? NULL : fopen(path, "r");
    struct nd_buf in = {0}, expected = {0}, out = {0};
    char line[4096];

    (void)state;
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        struct nd_str rest = nd_str_trim(nd_str_from(line)), fields[5];
        size_t count = 0, colon;
        for (; count < 4 && (colon = nd_str_find_char(rest, ':')) != SIZE_MAX;
             rest = nd_str_skip(rest, colon + 1))
            fields[count++] = nd_str_slice(rest, 0, colon);
        fields[count] = rest;
        if (line[0] == '#' || count != 4 || !nd_str_eq(fields[1], ND_STR("invalid hex")))
            continue;
        nd_buf_clear(&out);
        assert_true(nd_utf8_repair(unhex(fields[2], &in), &out) > 0);
        unhex(fields[4], &expected);
        assert_string_equal(nd_buf_str(&out).ptr, nd_buf_str(&expected).ptr);
    }
    if (file != NULL)
        fclose(file);
    nd_buf_free(&in);
    nd_buf_free(&expected);
    nd_buf_free(&out);
}

static void test_lines_and_controls(void **state) {
    (void)state;
    check(ND_STR("a\r\nb\rc\nd\r\r\n\ne\r"), "a\nb\nc\nd\n\n\ne\n", "UTF-8", "");
    check(ND_STR("one line\nand a\0NUL in it\n"), "one line\nand a NUL in it\n", "UTF-8",
          "control-bytes 2:0");
    check(ND_STR("bell\a esc\x1b del\x7f tab\t ff\f vt\v"), "bell  esc  del  tab\t ff\f vt ", "UTF-8",
          "control-bytes 1:0");
}

static void test_normalisation(void **state) {
    (void)state;
    check(ND_STR("e\xCC\x81"), "\xC3\xA9", "UTF-8", "");
    check(ND_STR("\xE2\x84\xAB"), "\xC3\x85", "UTF-8", "");
    check(ND_STR("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"), "\xED\x95\x9C", "UTF-8", "");
    check(ND_STR("\xED\x95\x98\xE1\x86\xAB"), "\xED\x95\x9C", "UTF-8", "");
    check(ND_STR("q\xCC\x87\xCC\xA3"), "q\xCC\xA3\xCC\x87", "UTF-8", "");
    check(ND_STR("\xE3\x81\x8B\xE3\x82\x99"), "\xE3\x81\x8C", "UTF-8", "");
    check(ND_STR("\xE0\xA7\x87\xE0\xA6\xBE"), "\xE0\xA7\x8B", "UTF-8", "");
    check(ND_STR("\xE0\xA4\x95\xE0\xA4\xBC \xE0\xA5\x98"),
          "\xE0\xA4\x95\xE0\xA4\xBC \xE0\xA4\x95\xE0\xA4\xBC", "UTF-8", "");
    check(ND_STR("\xEF\xAC\x81 \xEF\xBC\xA1 \xC2\xB2 \xE2\x80\xA6"),
          "\xEF\xAC\x81 \xEF\xBC\xA1 \xC2\xB2 \xE2\x80\xA6", "UTF-8", "");
    check(ND_STR("\xC3\xA9 \xE6\x9D\xB1\xE4\xBA\xAC \xED\x95\x9C \xE1\xBA\xA1"),
          "\xC3\xA9 \xE6\x9D\xB1\xE4\xBA\xAC \xED\x95\x9C \xE1\xBA\xA1", "UTF-8", "");
}

static void check_binary(struct nd_str bytes) {
    struct decoded decoded;

    decode(bytes, &decoded);
    assert_int_equal(decoded.status, ND_BAD_INPUT);
    assert_int_equal(decoded.text.len, 0);
    assert_string_equal(nd_buf_str(&decoded.listing).ptr, "binary 0:0");
    free_decoded(&decoded);
}

static void test_binary(void **state) {
    struct nd_buf noise = {0};
    uint32_t seed = 1;

    (void)state;
    check_binary(ND_STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
    check_binary(ND_STR("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n"));
    check_binary(ND_STR("PK\x03\x04\x14\0\0\0\x08\0"));
    check_binary(ND_STR("SQLite format 3\0\x10\0\x01\x01"));
    check_binary(ND_STR("\0\0\0\0\0\0\0\0\0\0\0\0"));
    check_binary(
        ND_STR("RIFF\x66\xf2\0\0WEBPVP8 \x5a\xf2 some bytes that look like a text, and go on like one"));
    check_binary(
        ND_STR("BM6\x10\x0e\0\0\0\0\0 padding padding padding padding padding padding padding padding"));
    for (int i = 0; i < 4096; i++) {
        seed = seed * 1664525 + 1013904223;
        nd_buf_add_char(&noise, (char)(seed >> 24));
    }
    check_binary(nd_buf_str(&noise));
    noise.ptr[0] = '\xFF';
    noise.ptr[1] = '\xFE';
    check_binary(nd_buf_str(&noise));
    nd_buf_free(&noise);
}

/* Data of no kind we know is told by most of it, not by the beginning alone; a text that ends in a hole is
 * one. */
static void test_binary_behind_a_plain_beginning(void **state) {
    struct nd_buf bytes = {0};
    struct decoded decoded;
    uint32_t seed = 1;

    (void)state;
    for (int i = 0; i < 1024; i++)
        nd_buf_add(&bytes, ND_STR("palette "));
    for (int i = 0; i < 65536; i++) {
        seed = seed * 1664525 + 1013904223;
        nd_buf_add_char(&bytes, (char)(seed >> 24));
    }
    check_binary(nd_buf_str(&bytes));
    nd_buf_cut(&bytes, 8192);
    for (int i = 0; i < 6000; i++)
        nd_buf_add_char(&bytes, '\0');
    decode(nd_buf_str(&bytes), &decoded);
    assert_int_equal(decoded.status, ND_OK);
    assert_string_equal(nd_buf_str(&decoded.listing).ptr, "invalid-bytes 1:0");
    free_decoded(&decoded);
    nd_buf_free(&bytes);
}

static void test_short_text_is_no_binary(void **state) {
    (void)state;
    check(ND_STR("x"), "x", "UTF-8", "");
    check(ND_STR("a\x01"), "a ", "UTF-8", "control-bytes 1:0");
    check(ND_STR("\0"), " ", "UTF-8", "control-bytes 1:0");
    check(ND_STR("\xE9t\xE9"), "\xC3\xA9t\xC3\xA9", "WINDOWS-1252", "encoding 1:1");
    check(ND_STR("GIF8 is a format"), "GIF8 is a format", "UTF-8", "");
    check(ND_STR("SQLite format 3 explained"), "SQLite format 3 explained", "UTF-8", "");
}

/* Marks of several classes in any order, what composes and what does not, against libutf8proc. */
static void test_normal_form(void **state) {
    static const uint32_t characters[] = {'a',     'e',   ' ',    0x300,  0x301,  0x327,  0x323,  0x345,
                                          0x3b1,   0x1d5, 0x1f82, 0x212b, 0x1100, 0x1161, 0x11a8, 0xac00,
                                          0x5d0,   0x5b0, 0x64b,  0x651,  0x915,  0x93c,  0x958,  0x1d15e,
                                          0x1d165, 0xe38, 0x302a, 0x3099, 0x304b, 0xfb2c};
    uint32_t draw = 7;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct nd_buf text = {0}, ours = {0};
        utf8proc_uint8_t *theirs = NULL;
        for (int left = round % 60; left >= 0; left--) {
            draw = draw * 1664525u + 1013904223u;
            nd_utf8_add(&text, characters[(draw >> 8) % (sizeof characters / sizeof *characters)]);
        }
        assert_true(utf8proc_map((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &theirs,
                                 (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE)) >= 0);
        nd_source_add_normal_form(&ours, nd_buf_str(&text));
        assert_string_equal(ours.ptr, (const char *)theirs);
        nd_buf_free(&text);
        nd_buf_free(&ours);
        free(theirs);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_utf16_and_utf32),
        cmocka_unit_test(test_detected_encodings),
        cmocka_unit_test(test_late_evidence),
        cmocka_unit_test(test_damaged_utf8),
        cmocka_unit_test(test_utf8_reference),
        cmocka_unit_test(test_lines_and_controls),
        cmocka_unit_test(test_normalisation),
        cmocka_unit_test(test_binary),
        cmocka_unit_test(test_binary_behind_a_plain_beginning),
        cmocka_unit_test(test_normal_form),
        cmocka_unit_test(test_short_text_is_no_binary),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
