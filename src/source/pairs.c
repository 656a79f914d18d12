#include "newsdex/pairs.h"

#include "newsdex/source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

static const struct nd_str text_ends[] = {
    ND_STR_INIT(".md"),   ND_STR_INIT(".markdown"), ND_STR_INIT(".txt"),   ND_STR_INIT(".text"),
    ND_STR_INIT(".html"), ND_STR_INIT(".htm"),      ND_STR_INIT(".xhtml"), ND_STR_INIT(".rst"),
    ND_STR_INIT(".adoc"), ND_STR_INIT(".asciidoc"), ND_STR_INIT(".org"),   ND_STR_INIT(".textile"),
    ND_STR_INIT(".wiki"), ND_STR_INIT(".mdx"),      ND_STR_INIT(".gmi"),   ND_STR_INIT(".mdown"),
    ND_STR_INIT(".mkd"),  ND_STR_INIT(".TXT"),      ND_STR_INIT(".HTM"),   ND_STR_INIT(".vtt"),
    ND_STR_INIT(".srt"),  ND_STR_INIT(".sbv")};
/* What stands before the ending of what is said in a film. */
static const struct nd_str languages[] = {
    ND_STR_INIT(".en"),      ND_STR_INIT(".de"),      ND_STR_INIT(".fr"),      ND_STR_INIT(".es"),
    ND_STR_INIT(".it"),      ND_STR_INIT(".pt"),      ND_STR_INIT(".nl"),      ND_STR_INIT(".ru"),
    ND_STR_INIT(".uk"),      ND_STR_INIT(".pl"),      ND_STR_INIT(".tr"),      ND_STR_INIT(".ar"),
    ND_STR_INIT(".fa"),      ND_STR_INIT(".hi"),      ND_STR_INIT(".ja"),      ND_STR_INIT(".ko"),
    ND_STR_INIT(".zh"),      ND_STR_INIT(".zh-Hans"), ND_STR_INIT(".zh-Hant"), ND_STR_INIT(".sv"),
    ND_STR_INIT(".da"),      ND_STR_INIT(".no"),      ND_STR_INIT(".fi"),      ND_STR_INIT(".el"),
    ND_STR_INIT(".cs"),      ND_STR_INIT(".ro"),      ND_STR_INIT(".id"),      ND_STR_INIT(".vi"),
    ND_STR_INIT(".en-orig"), ND_STR_INIT(".en-US"),   ND_STR_INIT(".en-GB"),   ND_STR_INIT(".pt-BR")};
static const struct nd_str metadata_ends[] = {
    ND_STR_INIT(".json"),         ND_STR_INIT(".yaml"),         ND_STR_INIT(".yml"),
    ND_STR_INIT(".toml"),         ND_STR_INIT(".meta"),         ND_STR_INIT(".metadata"),
    ND_STR_INIT(".JSON"),         ND_STR_INIT(".xml"),          ND_STR_INIT("-meta.txt"),
    ND_STR_INIT("_meta.txt"),     ND_STR_INIT(".meta.txt"),     ND_STR_INIT("-metadata.txt"),
    ND_STR_INIT("_metadata.txt"), ND_STR_INIT(".metadata.txt"), ND_STR_INIT("_info.txt"),
    ND_STR_INIT(".info.txt")};
/* What may stand before those, behind the name that both have; nothing is the first. */
static const struct nd_str infixes[] = {
    ND_STR_INIT(""),      ND_STR_INIT(".info"),     ND_STR_INIT(".meta"),     ND_STR_INIT(".metadata"),
    ND_STR_INIT("_meta"), ND_STR_INIT("_metadata"), ND_STR_INIT("-metadata"), ND_STR_INIT(".11tydata"),
    ND_STR_INIT("-meta"), ND_STR_INIT("-info"),     ND_STR_INIT("_info")};
static const struct nd_str folder_names[] = {ND_STR_INIT("metadata"), ND_STR_INIT("meta"),
                                             ND_STR_INIT("info"), ND_STR_INIT("article"),
                                             ND_STR_INIT("post")};

enum {
    TEXT_ENDS = sizeof text_ends / sizeof *text_ends,
    METADATA_ENDS = sizeof metadata_ends / sizeof *metadata_ends,
    FIRST_OF_FILMS = TEXT_ENDS - 3,
    LANGUAGES = sizeof languages / sizeof *languages,
    INFIXES = sizeof infixes / sizeof *infixes,
    FOLDER_NAMES = sizeof folder_names / sizeof *folder_names
};

/* The first ending of a list that the name has behind something, or count. */
static size_t end_of(struct nd_str name, const struct nd_str *ends, size_t count) {
    size_t i = 0;
    char last = name.len > 0 ? name.ptr[name.len - 1] : '\0';

    while (i < count &&
           (last != ends[i].ptr[ends[i].len - 1] || name.len <= ends[i].len || !nd_str_ends(name, ends[i])))
        i++;
    return i;
}

/* Less the ending it has. */
static struct nd_str stem_of(struct nd_str name, const struct nd_str *ends, size_t count) {
    size_t end = end_of(name, ends, count);

    return end == count ? name : nd_str_slice(name, 0, name.len - ends[end].len);
}

struct nd_str nd_source_text_stem(struct nd_str path) {
    return stem_of(path, text_ends, TEXT_ENDS);
}

bool nd_pair_is_table(struct nd_str name) {
    static const struct nd_str ends[] = {ND_STR_INIT(".csv"), ND_STR_INIT(".tsv"), ND_STR_INIT(".jsonl"),
                                         ND_STR_INIT(".ndjson")};

    return end_of(name, ends, sizeof ends / sizeof *ends) < sizeof ends / sizeof *ends;
}

static bool is_of_folder(struct nd_str stem) {
    for (size_t i = 0; i < FOLDER_NAMES; i++)
        if (nd_str_eq(stem, folder_names[i]))
            return true;
    return false;
}

void nd_pair_note(struct nd_pair_names *names, struct nd_str name) {
    size_t end = end_of(name, metadata_ends, METADATA_ENDS);
    struct nd_str stem = stem_of(name, metadata_ends, METADATA_ENDS);

    if (end < METADATA_ENDS) {
        names->metadata++;
        names->metadata_ends |= 1u << end;
        for (size_t i = 0; i < INFIXES; i++)
            names->infixes |= (unsigned)nd_str_ends(stem, infixes[i]) << i;
        if (is_of_folder(stem) && names->of_folder++ == 0)
            names->folder_metadata = name;
    } else if ((end = end_of(name, text_ends, TEXT_ENDS)) < TEXT_ENDS) {
        names->text_ends |= 1u << end;
        if (names->texts++ == 0)
            names->text = name;
    }
}

void nd_pair_fini(struct nd_pair_names *names) {
    nd_buf_free(&names->scratch);
}

/* What was found so far, and how often. */
struct search {
    struct nd_pair_names *names;
    struct nd_buf *found;
    size_t count;
};

static void look_for(struct search *search, struct nd_str stem, struct nd_str infix, struct nd_str end) {
    struct nd_buf *name = &search->names->scratch;

    nd_buf_clear(name);
    nd_buf_add(name, stem);
    nd_buf_add(name, infix);
    nd_buf_add(name, end);
    if (!search->names->has(search->names->context, nd_buf_str(name)) || search->count++ > 0)
        return;
    nd_buf_clear(search->found);
    nd_buf_add(search->found, nd_buf_str(name));
}

/* The texts that metadata of that name may be those of: "x.md" of "x.json", "x.md.json", "x.info.json", and
 * "x.en.vtt" of that. */
static void find_texts(struct search *search, struct nd_str name) {
    struct nd_str stem = stem_of(name, metadata_ends, METADATA_ENDS);

    for (size_t i = 0; i < INFIXES; i++) {
        struct nd_str bare = nd_str_slice(stem, 0, stem.len - infixes[i].len);
        if (stem.len <= infixes[i].len || !nd_str_ends(stem, infixes[i]))
            continue;
        if (end_of(bare, text_ends, TEXT_ENDS) < TEXT_ENDS)
            look_for(search, bare, ND_STR(""), ND_STR(""));
        for (size_t k = 0; k < TEXT_ENDS; k++) {
            if ((search->names->text_ends & 1u << k) == 0)
                continue;
            look_for(search, bare, ND_STR(""), text_ends[k]);
            for (size_t l = 0; k >= FIRST_OF_FILMS && l < LANGUAGES; l++)
                look_for(search, bare, languages[l], text_ends[k]);
        }
    }
}

/* The metadata that may be those of a text of that name: "x.json" and "x.md.json" of "x.md". */
static void find_metadata(struct search *search, struct nd_str name) {
    struct nd_str stem = stem_of(name, text_ends, TEXT_ENDS);

    if (end_of(name, text_ends, TEXT_ENDS) >= FIRST_OF_FILMS)
        stem = stem_of(stem, languages, LANGUAGES);
    for (size_t i = 0; i < INFIXES; i++)
        for (size_t k = 0; k < METADATA_ENDS; k++) {
            if ((search->names->infixes & 1u << i) == 0 || (search->names->metadata_ends & 1u << k) == 0)
                continue;
            look_for(search, stem, infixes[i], metadata_ends[k]);
            look_for(search, name, infixes[i], metadata_ends[k]);
        }
}

static size_t find(struct nd_pair_names *names, struct nd_str name, bool is_metadata, struct nd_buf *found) {
    struct search search = {names, found, 0};

    (is_metadata ? find_texts : find_metadata)(&search, name);
    return search.count;
}

/* The other one of a folder with one text, and one file that has the name of metadata. */
static bool find_in_folder(const struct nd_pair_names *names, struct nd_str name, struct nd_buf *found) {
    bool is_text = nd_str_eq(name, names->text);

    if (names->texts != 1 || names->of_folder != 1 || (!is_text && !nd_str_eq(name, names->folder_metadata)))
        return false;
    nd_buf_clear(found);
    nd_buf_add(found, is_text ? names->folder_metadata : names->text);
    return true;
}

bool nd_pair_find(struct nd_pair_names *names, struct nd_str name, struct nd_buf *found, bool *is_metadata) {
    struct nd_buf back = {0};
    bool is_only = false;
    size_t count;

    if (names->texts == 0 || names->metadata == 0)
        return false;
    *is_metadata = end_of(name, metadata_ends, METADATA_ENDS) < METADATA_ENDS;
    if (!*is_metadata && end_of(name, text_ends, TEXT_ENDS) == TEXT_ENDS)
        return false;
    count = find(names, name, *is_metadata, found);
    if (count == 1) /* and what was found has no other one */
        is_only = find(names, nd_buf_str(found), !*is_metadata, &back) == 1;
    else if (count == 0)
        is_only =
            find_in_folder(names, name, found) && find(names, nd_buf_str(found), !*is_metadata, &back) == 0;
    nd_buf_free(&back);
    return is_only;
}

bool nd_pair_holds_parts(const struct nd_pair_names *names, struct nd_str folder) {
    static const struct nd_str ends[] = {
        ND_STR_INIT("_files/"),     ND_STR_INIT("-Dateien/"),   ND_STR_INIT("_fichiers/"),
        ND_STR_INIT("_archivos/"),  ND_STR_INIT("_file/"),      ND_STR_INIT("_arquivos/"),
        ND_STR_INIT("_ficheiros/"), ND_STR_INIT("_bestanden/"), ND_STR_INIT("-filer/"),
        ND_STR_INIT("_pliki/"),     ND_STR_INIT("_soubory/"),   ND_STR_INIT("_tiedostot/"),
        ND_STR_INIT(".files/")}; /* in several languages */
    static const struct nd_str pages[] = {ND_STR_INIT(".html"), ND_STR_INIT(".htm"), ND_STR_INIT(".xhtml")};
    struct nd_buf page = {0};
    bool is_there = false;

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        for (size_t k = 0; k < sizeof pages / sizeof *pages && nd_str_ends(folder, ends[i]) && !is_there;
             k++) {
            nd_buf_clear(&page);
            nd_buf_add(&page, nd_str_slice(folder, 0, folder.len - ends[i].len));
            nd_buf_add(&page, pages[k]);
            is_there = names->has(names->context, nd_buf_str(&page));
        }
    nd_buf_free(&page);
    return is_there;
}

bool nd_pair_is_there(int fd, const char *name, struct nd_file_stamp *stamp) {
    struct stat st;

    *stamp = (struct nd_file_stamp){.mtime_ns = 1};
    if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno != ENOENT;
    *stamp = nd_file_stamp_of(&st);
    return S_ISREG(st.st_mode);
}
