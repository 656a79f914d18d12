#include "source/file_name.h"

enum { MAX_ENDING = 16 /* bytes; none is longer */ };

/* Endings of names, a blank around each. */
static const struct {
    enum nd_file_name_kind kind;
    const char *list;
} endings[] = {
    {ND_NAME_OF_TEXT, " md markdown mdown mkd mdx qmd txt text rst org adoc textile json jsonl csv tsv"
                      " eml mbox sgml rtf "},
    {ND_NAME_OF_PAGE,
     " html htm xhtml xml jinja jinja2 j2 njk twig liquid tmpl tpl template mako tt erb ejs hbs mustache"
     " phtml jsp aspx cshtml plist csproj drawio ep tt webc ftl vm webmanifest "},
    {ND_NAME_OF_TEMPLATE, " haml slim pug jade xsl xslt "},
    {ND_NAME_OF_STYLE, " css scss sass less "},
    {ND_NAME_OF_SCRIPT, " js mjs cjs jsx ts tsx map "},
    {ND_NAME_OF_SETTINGS,
     " yml yaml toml ini cfg conf lock tf tfvars hcl properties env prisma bru pem rproj "},
    {ND_NAME_OF_SOURCE,
     " c h cc cpp cxx hh hpp cs java kt kts scala go rs py rb php swift dart lua jl hs"
     " elm ml mli ex exs erl clj zig nim vue svelte sh bash zsh fish ps1 bat sql proto"
     " graphql gradle cmake mk coffee r pl pm groovy cmd awk el f90 pas asm dockerfile "
     "xsd jsonnet libsonnet dot gv puml plantuml dhall fs fsx vb nix cr purs rkt scm lisp tcl vhd sol zon po "
     "pot sln sbt "},
};

struct nd_str nd_file_name(struct nd_str path) {
    size_t slash = nd_str_rfind_char(path, '/');

    return nd_str_skip(path, slash == SIZE_MAX ? 0 : slash + 1);
}

/* Names that say what a file is by their beginning: Dockerfile, Dockerfile.web. */
static bool has_program_name(struct nd_str name) {
    static const char *const begins[] = {"Dockerfile",  "Containerfile", "Makefile", "GNUmakefile",
                                         "Jenkinsfile", "Vagrantfile",   "Procfile", "Gemfile",
                                         "Guardfile",   "Rakefile",      "Podfile"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        struct nd_str begin = nd_str_from(begins[i]);
        if (nd_str_starts(name, begin) && (name.len == begin.len || name.ptr[begin.len] == '.'))
            return true;
    }
    return false;
}

enum nd_file_name_kind nd_file_name_kind(struct nd_str path) {
    struct nd_str name = nd_file_name(path);
    size_t dot = nd_str_rfind_char(name, '.');
    char ending[MAX_ENDING + 3] = " ";

    if (dot != SIZE_MAX && name.len - dot - 1 <= MAX_ENDING) {
        size_t length = 1;
        for (size_t i = dot + 1; i < name.len; i++)
            ending[length++] = nd_char_lower(name.ptr[i]);
        ending[length++] = ' ';
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
            if (nd_str_find(nd_str_from(endings[i].list), nd_str_of(ending, length)) != SIZE_MAX)
                return endings[i].kind;
    }
    return has_program_name(name) ? ND_NAME_OF_SOURCE : ND_NAME_OF_ANY;
}
