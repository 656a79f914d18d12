#include "newsdex/kind.h"

#include "source/code.h"
#include "source/file_name.h"
#include "source/prose.h"
#include "source/scan.h"
#include "source/settings.h"

#include <string.h>

enum {
    LOOKED_AT = 64 * 1024,
    HEADER_SIZE = 64,
    POINTER_SIZE = 1024,
    LICENCE_HEAD = 1200,
    MANIFEST_HEAD = 8 * 1024,
    SELECTOR_WORDS = 8,
};

static const struct {
    const char *one, *many, *article;
} names[ND_KINDS] = {
    [ND_KIND_NONE] = {"file", "files", "a file"},
    [ND_KIND_PICTURE] = {"picture", "pictures", "a picture"},
    [ND_KIND_SOUND] = {"sound", "sounds", "a sound"},
    [ND_KIND_VIDEO] = {"video", "videos", "a video"},
    [ND_KIND_FONT] = {"font", "fonts", "a font"},
    [ND_KIND_PDF] = {"PDF document", "PDF documents", "a PDF document"},
    [ND_KIND_OFFICE] = {"office document", "office documents", "an office document"},
    [ND_KIND_BOOK] = {"electronic book", "electronic books", "an electronic book"},
    [ND_KIND_ARCHIVE] = {"archive", "archives", "an archive"},
    [ND_KIND_TABLE] = {"binary table", "binary tables", "a binary table"},
    [ND_KIND_DATABASE] = {"database", "databases", "a database"},
    [ND_KIND_PROGRAM] = {"program", "programs", "a program"},
    [ND_KIND_BINARY] = {"other binary file", "other binary files", "binary data"},
    [ND_KIND_LFS_POINTER] = {"git LFS pointer", "git LFS pointers",
                             "a git LFS pointer: the file itself was not fetched"},
    [ND_KIND_STYLE_SHEET] = {"style sheet", "style sheets", "a style sheet"},
    [ND_KIND_SCRIPT] = {"script", "scripts", "a script"},
    [ND_KIND_SOURCE] = {"file of program source", "files of program source", "program source"},
    [ND_KIND_TEMPLATE] = {"template of pages", "templates of pages", "a template of pages"},
    [ND_KIND_SETTINGS] = {"file of settings", "files of settings", "a file of settings"},
    [ND_KIND_ROBOTS] = {"robots.txt", "robots.txt", "a robots.txt"},
    [ND_KIND_LICENCE] = {"licence", "licences", "a licence"},
    [ND_KIND_DATA] = {"file of data", "files of data", "data without a sentence in it"},
    [ND_KIND_METADATA] = {"file of metadata read with its text", "files of metadata read with their texts",
                          "metadata"},
};

/*
 * How files begin. Those that a text may begin with as well count once the bytes are known to be none. The
 * converter is a command for --filter where it has {} in it, otherwise a program whose outcome is to be
 * ingested.
 */
static const struct magic {
    struct nd_str bytes;
    size_t at;
    enum nd_kind kind;
    bool is_certain;
    const char *converter;
} magics[] = {
    {ND_STR_INIT("\x89PNG"), 0, ND_KIND_PICTURE, true, NULL},
    {ND_STR_INIT("\xff\xd8\xff"), 0, ND_KIND_PICTURE, true, NULL},
    {ND_STR_INIT("GIF8"), 0, ND_KIND_PICTURE, false, NULL},
    {ND_STR_INIT("WEBP"), 8, ND_KIND_PICTURE, false, NULL},
    {ND_STR_INIT("BM"), 0, ND_KIND_PICTURE, false, NULL},
    {ND_STR_INIT("II*\0"), 0, ND_KIND_PICTURE, false, NULL},
    {ND_STR_INIT("MM\0*"), 0, ND_KIND_PICTURE, false, NULL},
    {ND_STR_INIT("\0\0\1\0"), 0, ND_KIND_PICTURE, false, NULL},
    {ND_STR_INIT("8BPS"), 0, ND_KIND_PICTURE, false, NULL},
    {ND_STR_INIT("gimp xcf"), 0, ND_KIND_PICTURE, false, NULL},
    {ND_STR_INIT("\xff\x0a"), 0, ND_KIND_PICTURE, false, NULL},
    {ND_STR_INIT("ftypavif"), 4, ND_KIND_PICTURE, false, NULL},
    {ND_STR_INIT("ftyphei"), 4, ND_KIND_PICTURE, false, NULL},
    {ND_STR_INIT("ftypmif1"), 4, ND_KIND_PICTURE, false, NULL},
    {ND_STR_INIT("ftypM4A"), 4, ND_KIND_SOUND, false, NULL},
    {ND_STR_INIT("ID3"), 0, ND_KIND_SOUND, false, NULL},
    {ND_STR_INIT("OggS"), 0, ND_KIND_SOUND, false, NULL},
    {ND_STR_INIT("fLaC"), 0, ND_KIND_SOUND, false, NULL},
    {ND_STR_INIT("MThd"), 0, ND_KIND_SOUND, false, NULL},
    {ND_STR_INIT("WAVE"), 8, ND_KIND_SOUND, false, NULL},
    {ND_STR_INIT("\xff\xfb"), 0, ND_KIND_SOUND, false, NULL},
    {ND_STR_INIT("\xff\xf3"), 0, ND_KIND_SOUND, false, NULL},
    {ND_STR_INIT("ftyp"), 4, ND_KIND_VIDEO, false, NULL},
    {ND_STR_INIT("AVI "), 8, ND_KIND_VIDEO, false, NULL},
    {ND_STR_INIT("\x1a\x45\xdf\xa3"), 0, ND_KIND_VIDEO, true, NULL},
    {ND_STR_INIT("FLV\1"), 0, ND_KIND_VIDEO, false, NULL},
    {ND_STR_INIT("wOFF"), 0, ND_KIND_FONT, false, NULL},
    {ND_STR_INIT("wOF2"), 0, ND_KIND_FONT, false, NULL},
    {ND_STR_INIT("OTTO"), 0, ND_KIND_FONT, false, NULL},
    {ND_STR_INIT("ttcf"), 0, ND_KIND_FONT, false, NULL},
    {ND_STR_INIT("\0\1\0\0\0"), 0, ND_KIND_FONT, false, NULL},
    {ND_STR_INIT("%PDF-"), 0, ND_KIND_PDF, true, "pdftotext {} -"},
    {ND_STR_INIT("%!PS"), 0, ND_KIND_PDF, true, "ps2ascii {}"},
    {ND_STR_INIT("\xd0\xcf\x11\xe0"), 0, ND_KIND_OFFICE, true, "soffice --cat {}"},
    {ND_STR_INIT("{\\rtf"), 0, ND_KIND_OFFICE, true, "pandoc -f rtf -t html {}"},
    {ND_STR_INIT("word/"), 30, ND_KIND_OFFICE, false, "pandoc -f docx -t html {}"},
    {ND_STR_INIT("xl/"), 30, ND_KIND_OFFICE, false, "soffice --cat {}"},
    {ND_STR_INIT("ppt/"), 30, ND_KIND_OFFICE, false, "soffice --cat {}"},
    {ND_STR_INIT("[Content_Types].xml"), 30, ND_KIND_OFFICE, false, "pandoc -t html {}"},
    {ND_STR_INIT("_rels/.rels"), 30, ND_KIND_OFFICE, false, "pandoc -t html {}"},
    {ND_STR_INIT("docProps/"), 30, ND_KIND_OFFICE, false, "pandoc -t html {}"},
    {ND_STR_INIT("BOOKMOBI"), 60, ND_KIND_BOOK, true, "ebook-convert"},
    {ND_STR_INIT("AT&TFORM"), 0, ND_KIND_BOOK, true, "djvutxt {}"},
    {ND_STR_INIT("ITSF\3\0"), 0, ND_KIND_BOOK, true, "extract_chmLib"},
    {ND_STR_INIT("PAR1\x15"), 0, ND_KIND_TABLE, true, "duckdb"},
    {ND_STR_INIT("ARROW1\0\0"), 0, ND_KIND_TABLE, true, "duckdb"},
    {ND_STR_INIT("FEA1\0"), 0, ND_KIND_TABLE, true, "duckdb"},
    {ND_STR_INIT("Obj\1"), 0, ND_KIND_TABLE, true, "avro-tools"},
    {ND_STR_INIT("ORC"), 0, ND_KIND_TABLE, false, "orc-contents"},
    {ND_STR_INIT("\x89HDF\r\n\x1a\n"), 0, ND_KIND_TABLE, true, "h5dump"},
    {ND_STR_INIT("bplist00"), 0, ND_KIND_ARCHIVE, true,
     "textutil -convert html -stdout {}"}, /* Safari's pages */
    {ND_STR_INIT("!BDN"), 0, ND_KIND_ARCHIVE, true, "readpst"},
    {ND_STR_INIT("ZIM\x04"), 0, ND_KIND_ARCHIVE, true, "zimdump"},
    {ND_STR_INIT("META-INF/MANIFEST.MF"), 30, ND_KIND_PROGRAM, false, NULL}, /* JAR File Specification */
    {ND_STR_INIT("META-INF/PK\x03\x04"), 30, ND_KIND_PROGRAM, false, NULL},
    {ND_STR_INIT("META-INF/\xfe\xca"), 30, ND_KIND_PROGRAM, false, NULL},
    {ND_STR_INIT("AndroidManifest.xml"), 30, ND_KIND_PROGRAM, false, NULL},
    {ND_STR_INIT("PK\x03\x04"), 0, ND_KIND_ARCHIVE, true, NULL},
    {ND_STR_INIT("PK\x05\x06"), 0, ND_KIND_ARCHIVE, true, NULL},
    {ND_STR_INIT("\x1f\x8b"), 0, ND_KIND_ARCHIVE, true, NULL},
    {ND_STR_INIT("BZh"), 0, ND_KIND_ARCHIVE, false, NULL},
    {ND_STR_INIT("\xfd\x37zXZ"), 0, ND_KIND_ARCHIVE, true, NULL},
    {ND_STR_INIT("\x28\xb5\x2f\xfd"), 0, ND_KIND_ARCHIVE, true, NULL},
    {ND_STR_INIT("\x04\x22\x4d\x18"), 0, ND_KIND_ARCHIVE, true, "lz4"},
    {ND_STR_INIT("\x1f\x9d"), 0, ND_KIND_ARCHIVE, true, "uncompress"},
    {ND_STR_INIT("LZIP\1"), 0, ND_KIND_ARCHIVE, true, "lzip"},
    {ND_STR_INIT("]\0\0"), 0, ND_KIND_ARCHIVE, true, "unlzma"},
    {ND_STR_INIT("7z\xbc\xaf\x27\x1c"), 0, ND_KIND_ARCHIVE, true, NULL},
    {ND_STR_INIT("Rar!\x1a\x07"), 0, ND_KIND_ARCHIVE, true, "unrar"},
    {ND_STR_INIT("ustar"), 257, ND_KIND_ARCHIVE, false, NULL},
    {ND_STR_INIT("MSCF\0"), 0, ND_KIND_ARCHIVE, true, "cabextract"},
    {ND_STR_INIT("SQLite format 3\0"), 0, ND_KIND_DATABASE, true, "sqlite3"},
    {ND_STR_INIT("\177ELF"), 0, ND_KIND_PROGRAM, true, NULL},
    {ND_STR_INIT("MZ"), 0, ND_KIND_PROGRAM, false, NULL},
    {ND_STR_INIT("!<arch>\n"), 0, ND_KIND_PROGRAM, false, NULL},
    {ND_STR_INIT("\0asm"), 0, ND_KIND_PROGRAM, false, NULL},
    {ND_STR_INIT("\xca\xfe\xba\xbe"), 0, ND_KIND_PROGRAM, false, NULL},
    {ND_STR_INIT("\xcf\xfa\xed\xfe"), 0, ND_KIND_PROGRAM, false, NULL},
};

#define PACKED_APPLICATION "\x4b\x2c\x28\xc8\xc9\x4c\x4e\x2c\xc9\xcc\xcf\xd3"
static const char from_epub[] = "pandoc -f epub -t html {}";

/*
 * Zip files that are one document: how the name of their first member begins, and what stands soon behind
 * that. A mimetype may be packed (deflate with fixed codes), or have other fields than its name before it.
 */
static const struct package {
    struct nd_str member, bytes;
    struct magic magic;
} packages[] = {
    {ND_STR_INIT("mimetype"),
     ND_STR_INIT("application/epub"),
     {.kind = ND_KIND_BOOK, .converter = from_epub}},
    {ND_STR_INIT("mimetype"),
     ND_STR_INIT(PACKED_APPLICATION "\x4f"),
     {.kind = ND_KIND_BOOK, .converter = from_epub}},
    {ND_STR_INIT("mimetype"),
     ND_STR_INIT("application/vnd.oasis.opendocument.text"),
     {.kind = ND_KIND_OFFICE, .converter = "pandoc -f odt -t html {}"}},
    {ND_STR_INIT("mimetype"),
     ND_STR_INIT(PACKED_APPLICATION "\x2f\xcb\x4b\xd1\xcb\x4f\x2c\xce\x2c\xd6\xcb\x2f\x48\xcd\x4b\xc9\x4f\x2e"
                                    "\xcd\x4d\x2b\xd1\x2b\x49\xad\x28"),
     {.kind = ND_KIND_OFFICE, .converter = "pandoc -f odt -t html {}"}},
    {ND_STR_INIT("mimetype"),
     ND_STR_INIT("application/"),
     {.kind = ND_KIND_OFFICE, .converter = "soffice --cat {}"}},
    {ND_STR_INIT("mimetype"),
     ND_STR_INIT(PACKED_APPLICATION),
     {.kind = ND_KIND_OFFICE, .converter = "soffice --cat {}"}},
    {ND_STR_INIT("META-INF/"), ND_STR_INIT("container.xml"), {.kind = ND_KIND_BOOK, .converter = from_epub}},
};

static const struct magic *find_package(struct nd_str head) {
    enum { NAME = 30, SOON = 160 }; /* APPNOTE.TXT 4.3.7: a local file header */

    if (!nd_str_starts(head, ND_STR("PK\x03\x04")))
        return NULL;
    head = nd_str_slice(head, NAME, head.len < NAME + SOON ? head.len : NAME + SOON);
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++)
        if (nd_str_starts(head, packages[i].member) && nd_str_find(head, packages[i].bytes) != SIZE_MAX)
            return &packages[i].magic;
    return NULL;
}

static const struct magic *find_magic(struct nd_str head, bool is_certain) {
    const struct magic *package = is_certain ? NULL : find_package(head);

    if (package != NULL)
        return package;
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if ((magics[i].is_certain || !is_certain) && head.len > magics[i].at &&
            nd_str_starts(nd_str_skip(head, magics[i].at), magics[i].bytes))
            return &magics[i];
    return NULL;
}

static bool has_control(struct nd_str head) {
    for (size_t i = 0; i < head.len; i++)
        if (nd_source_scan_is_binary(head.ptr[i]))
            return true;
    return false;
}

enum nd_kind nd_kind_of_bytes(struct nd_str head) {
    const struct magic *magic = find_magic(head, !has_control(nd_str_slice(head, 0, HEADER_SIZE)));

    return magic == NULL ? ND_KIND_NONE : magic->kind;
}

enum nd_kind nd_kind_of_binary(struct nd_str head, struct nd_str path) {
    const struct magic *magic = find_magic(head, false);

    if (magic != NULL)
        return magic->kind;
    return nd_file_name_kind(path) == ND_NAME_OF_TEXT || nd_file_name_kind(path) == ND_NAME_OF_PAGE
               ? ND_KIND_NONE
               : ND_KIND_BINARY;
}

/* Three lines that git-lfs(1) puts in the place of a file: version, oid, size. */
static bool is_lfs_pointer(struct nd_str text) {
    return text.len <= POINTER_SIZE &&
           nd_str_starts(text, ND_STR("version https://git-lfs.github.com/spec/")) &&
           nd_str_find(text, ND_STR("\noid sha256:")) != SIZE_MAX;
}

/* What Joplin's raw export has beside the notes, which are of type 1: notebooks, tags, which note has which.
 */
static bool is_of_joplin(struct nd_str text) {
    enum { MOST = 8 * 1024, LAST = 24 };
    struct nd_str end = nd_str_skip(text, text.len > LAST ? text.len - LAST : 0), mark = ND_STR("\ntype_: ");
    size_t at = nd_str_find(end, mark), id = nd_str_find(text, ND_STR("\n\nid: "));
    uint64_t type;

    return at != SIZE_MAX && text.len <= MOST && nd_str_to_uint(nd_str_skip(end, at + mark.len), &type) &&
           type != 1 &&
           (nd_str_starts(text, ND_STR("id: ")) ||
            (id != SIZE_MAX && nd_str_find_char(nd_str_slice(text, 0, id), '\n') == SIZE_MAX));
}

/* The first element is svg: only declarations and comments stand before it. */
static bool is_svg(struct nd_str text) {
    while (text.len > 1 && text.ptr[0] == '<' && !nd_char_is_alpha(text.ptr[1])) {
        bool is_comment = nd_str_starts(text, ND_STR("<!--"));
        size_t end = nd_str_find(text, is_comment ? ND_STR("-->") : ND_STR(">"));
        text = nd_str_trim(nd_str_skip(text, end == SIZE_MAX ? text.len : end + (is_comment ? 3 : 1)));
    }
    return nd_str_starts(text, ND_STR("<svg")) && text.len > 4 && !nd_char_is_alpha(text.ptr[4]);
}

/* A file that Jekyll is to put variables into begins with a header that says nothing. */
static struct nd_str without_empty_header(struct nd_str text) {
    struct nd_str rest = text, line;

    if (!nd_str_next_line(&rest, &line) || !nd_str_eq(nd_str_trim(line), ND_STR("---")))
        return text;
    while (nd_str_next_line(&rest, &line)) {
        line = nd_str_trim(line);
        if (nd_str_eq(line, ND_STR("---")))
            return nd_str_trim(rest);
        if (line.len > 0 && line.ptr[0] != '#')
            break;
    }
    return text;
}

/* No sentence: of signs that selectors have, and not many words in a row. */
static bool is_selector(struct nd_str text) {
    bool is_rule = nd_str_starts(text, ND_STR("@")), has_attribute = nd_str_find_char(text, '[') != SIZE_MAX;
    size_t words = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (nd_char_is_alpha(c) || nd_char_is_digit(c) || nd_char_is_one_of(c, "-_#.:*>+~[]\"'()|^$@%\\&/!"))
            words += i == 0 || nd_char_is_blank(text.ptr[i - 1]) || text.ptr[i - 1] == ',';
        else if (c == ',')
            words = 0;
        else if (!nd_char_is_blank(c) && (c != '=' || !has_attribute))
            return false;
        if (words > SELECTOR_WORDS && !is_rule)
            return false;
    }
    return text.len > 0;
}

/* name: value */
static bool is_declaration(struct nd_str text) {
    size_t colon = nd_str_find_char(text, ':');
    struct nd_str name = nd_str_trim(nd_str_slice(text, 0, colon == SIZE_MAX ? 0 : colon));

    for (size_t i = 0; i < name.len; i++)
        if (!nd_char_is_alpha(name.ptr[i]) && !nd_char_is_one_of(name.ptr[i], "-_*$@"))
            return false;
    return name.len > 0 && !nd_str_starts(nd_str_skip(text, colon + 1), ND_STR("//"));
}

/* Rules from beginning to end (CSS Syntax Level 3, section 5): a selector, and in braces name: value; or
 * rules. */
static bool is_style_sheet(struct nd_str text, bool is_cut) {
    size_t declarations = 0, depth = 0, from = 0;

    if (nd_str_find_char(text, '{') == SIZE_MAX) /* as most texts are */
        return false;
    text = nd_code_skip_comments(text);
    for (size_t i = 0; i < text.len; i++) {
        struct nd_str before;
        char c = text.ptr[i];
        if (c == '/' && i + 1 < text.len && text.ptr[i + 1] == '*') {
            i = text.len - nd_code_skip_comments(nd_str_skip(text, i)).len - 1;
            from = depth == 0 ? i + 1 : from;
            continue;
        }
        if (c != '{' && c != '}' && c != ';')
            continue;
        before = nd_str_trim(nd_str_slice(text, from, i));
        from = i + 1;
        if ((c == '{' && !is_selector(before)) || (c == '}' && depth == 0) ||
            (c == ';' && depth == 0 && !nd_str_starts(before, ND_STR("@"))))
            return false;
        declarations += c != '{' && depth > 0 && is_declaration(before);
        depth = c == '{' ? depth + 1 : c == '}' ? depth - 1 : depth;
    }
    return declarations > 0 && (is_cut || (depth == 0 && nd_str_trim(nd_str_skip(text, from)).len == 0));
}

/* What programs are made of and how: JSON with a key that no article has; keys and certificates. */
static bool is_of_program(struct nd_str text) {
    static const char *const keys[] = {"\"devDependencies\"",
                                       "\"dependencies\": {",
                                       "\"compilerOptions\"",
                                       "\"lockfileVersion\"",
                                       "\"peerDependencies\"",
                                       "\"start_url\"", /* Web Application Manifest (W3C) */
                                       "\"$schema\": \"http://json-schema.org/",
                                       "\"$schema\": \"https://json-schema.org/"};
    struct nd_str line;

    if (nd_str_starts(text, ND_STR("{")))
        return nd_prose_has_any(nd_str_slice(text, 0, MANIFEST_HEAD), keys, sizeof keys / sizeof *keys);
    return nd_str_starts(text, ND_STR("-----BEGIN ")) && nd_str_next_line(&text, &line) &&
           (nd_str_find(line, ND_STR("CERTIFICATE")) != SIZE_MAX ||
            nd_str_find(line, ND_STR(" KEY")) != SIZE_MAX);
}

/* What stands around the pages of an electronic book (EPUB 3.3, OCF and package documents). */
static bool is_of_book(struct nd_str text) {
    static const char *const namespaces[] = {"urn:oasis:names:tc:opendocument:xmlns:container",
                                             "http://www.idpf.org/2007/opf"};

    if (nd_str_starts(text, ND_STR("<")))
        return nd_prose_has_any(nd_str_slice(text, 0, MANIFEST_HEAD), namespaces,
                                sizeof namespaces / sizeof *namespaces);
    return nd_str_starts(text, ND_STR("application/")) && text.len < 100 &&
           nd_str_find_char(text, ' ') == SIZE_MAX && nd_str_find_char(text, '\n') == SIZE_MAX;
}

/* RFC 9309: nothing but its four fields and comments. */
static bool is_robots(struct nd_str text) {
    static const char *const fields[] = {
        "user-agent:", "disallow:", "allow:", "sitemap:", "crawl-delay:", "host:"};
    bool has_agent = false;
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        bool is_field = false;
        line = nd_str_trim(line);
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            is_field = is_field || nd_str_starts_nocase(line, nd_str_from(fields[i]));
        has_agent = has_agent || nd_str_starts_nocase(line, nd_str_from(fields[0]));
        if (line.len > 0 && line.ptr[0] != '#' && !is_field)
            return false;
    }
    return has_agent;
}

/* Under the name of one the words of any; under another name those that licences in use begin with. */
static bool is_licence(struct nd_str text, struct nd_str path) {
    static const char *const words[] = {"icense",   "ICENSE",    "icence",    "ICENCE",
                                        "opyright", "COPYRIGHT", "permission"};
    static const char *const begins[] = {"Permission is hereby granted, free of charge",
                                         "Redistribution and use in source and binary forms",
                                         "GNU GENERAL PUBLIC LICENSE",
                                         "GNU LESSER GENERAL PUBLIC LICENSE",
                                         "GNU AFFERO GENERAL PUBLIC LICENSE",
                                         "GNU Free Documentation License",
                                         "Apache License\n",
                                         "Mozilla Public License Version",
                                         "SIL OPEN FONT LICENSE",
                                         "Creative Commons Legal Code",
                                         "Permission to use, copy, modify, and/or distribute",
                                         "This is free and unencumbered software"};
    static const char *const files[] = {"license", "licence", "copying", "unlicense", "notice"};
    struct nd_str name = nd_file_name(path), head = nd_str_slice(text, 0, LICENCE_HEAD);

    if (text.len == 0 || nd_char_is_one_of(text.ptr[0], "-+{<")) /* a page about one */
        return false;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct nd_str file = nd_str_from(files[i]), end = nd_str_skip(name, file.len);
        if (nd_str_starts_nocase(name, file) && (end.len == 0 || nd_char_is_one_of(end.ptr[0], ".-_")))
            return nd_prose_has_any(head, words, sizeof words / sizeof *words);
    }
    return nd_prose_has_any(nd_str_slice(text, 0, LICENCE_HEAD / 4), begins,
                            sizeof begins / sizeof *begins) &&
           nd_str_find(text, ND_STR("AS IS")) != SIZE_MAX;
}

enum nd_kind nd_kind_of_unknown(struct nd_str text) {
    text = nd_str_trim(text);
    if (text.len == 0 || !nd_char_is_one_of(text.ptr[0], "{[<") || nd_prose_is_in(text))
        return ND_KIND_NONE;
    return ND_KIND_DATA;
}

/* What stands beside the pages of a web archive (WACZ): a list of its files, and where in them each page is.
 */
static bool is_of_web_archive(struct nd_str text, struct nd_str path) {
    static const struct nd_str endings[] = {ND_STR_INIT(".cdx"), ND_STR_INIT(".cdxj"), ND_STR_INIT(".idx")};
    struct nd_str name = nd_file_name(path);

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (nd_str_ends(name, endings[i]))
            return !nd_prose_is_in(text);
    return nd_str_starts(name, ND_STR("datapackage")) && nd_str_ends(name, ND_STR(".json")) &&
           (nd_str_find(text, ND_STR("\"resources\"")) != SIZE_MAX ||
            nd_str_find(text, ND_STR("\"signedData\"")) != SIZE_MAX);
}

enum nd_kind nd_kind_of_text(struct nd_str text, struct nd_str path) {
    enum nd_file_name_kind name = nd_file_name_kind(path);
    bool is_cut = text.len > LOOKED_AT;
    struct nd_str rest;

    if (is_lfs_pointer(text))
        return ND_KIND_LFS_POINTER;
    text = nd_str_trim(nd_str_slice(text, 0, LOOKED_AT));
    if (is_svg(text))
        return ND_KIND_PICTURE;
    if (is_of_joplin(text) || is_of_program(text) || is_of_book(text))
        return ND_KIND_SETTINGS;
    if (is_robots(text))
        return ND_KIND_ROBOTS;
    if (nd_str_starts(text, ND_STR("BEGIN:VCALENDAR")) || nd_str_starts(text, ND_STR("BEGIN:VCARD")))
        return ND_KIND_DATA;
    if (is_of_web_archive(text, path))
        return ND_KIND_DATA;
    if (is_licence(text, path))
        return ND_KIND_LICENCE;
    rest = name == ND_NAME_OF_STYLE || name == ND_NAME_OF_SCRIPT ? without_empty_header(text) : text;
    if (is_style_sheet(rest, is_cut) || (name == ND_NAME_OF_STYLE && nd_code_is_script(rest, true)))
        return ND_KIND_STYLE_SHEET;
    if (nd_code_is_script(rest, name == ND_NAME_OF_SCRIPT))
        return ND_KIND_SCRIPT;
    if (name == ND_NAME_OF_TEMPLATE || (name == ND_NAME_OF_PAGE && nd_code_is_template(text)))
        return ND_KIND_TEMPLATE;
    if ((name == ND_NAME_OF_SOURCE && nd_code_is_source(text)) ||
        (name != ND_NAME_OF_TEXT && nd_str_starts(text, ND_STR("#!/"))))
        return ND_KIND_SOURCE;
    return (name == ND_NAME_OF_SETTINGS && nd_settings_are(text)) ||
                   (name == ND_NAME_OF_ANY && nd_settings_are_ini(text)) ||
                   (nd_str_starts(nd_file_name(path), ND_STR("requirements")) &&
                    nd_settings_are_requirements(text))
               ? ND_KIND_SETTINGS
               : ND_KIND_NONE;
}

const char *nd_kind_name(enum nd_kind kind, bool is_many) {
    return is_many ? names[kind].many : names[kind].one;
}

const char *nd_kind_article(enum nd_kind kind) {
    return names[kind].article;
}

bool nd_kind_is_binary(enum nd_kind kind) {
    return kind != ND_KIND_NONE && kind < ND_KIND_LFS_POINTER;
}

bool nd_kind_is_unconverted(enum nd_kind kind) {
    return kind >= ND_KIND_PDF && kind <= ND_KIND_TABLE;
}

const char *nd_kind_converter(struct nd_str head, struct nd_str path) {
    const struct magic *magic = find_magic(head, false);
    size_t dot = nd_str_rfind_char(path, '.');
    char first = dot == SIZE_MAX || dot + 1 == path.len ? '\0' : nd_char_lower(path.ptr[dot + 1]);

    /* slides and tables begin with the same parts as texts do (ECMA-376, part 2) */
    if (magic != NULL && magic->kind == ND_KIND_OFFICE && (first == 'p' || first == 'x') &&
        strncmp(magic->converter, "pandoc -t", sizeof "pandoc -t" - 1) == 0)
        return "soffice --cat {}";
    return magic == NULL ? NULL : magic->converter;
}
