/* Every cap in one place. Sizes are bytes unless a name says otherwise. */
#ifndef NEWSDEX_LIMITS_H
#define NEWSDEX_LIMITS_H

enum {
    ND_MAX_FILE = 64 * 1024 * 1024,        /* default of --max-size: larger files are reported, not read */
    ND_MAX_FILE_EVER = 1024 * 1024 * 1024, /* what --max-size may ask for; libcmark gives up beyond it */
    ND_MAX_FRONT_MATTER = 4 * 1024 * 1024, /* beyond it the block is body text; real ones reach 143 KB */
    ND_MAX_YAML_DEPTH = 64,                /* nested collections; libyaml is quadratic in depth */
    ND_MAX_YAML_NODES = 200000,            /* values of one front matter, aliases expanded */
    ND_MAX_YAML_ANCHORS = 1000,            /* different anchors of one front matter */
    ND_REPEATED_BASE = 64 * 1024, /* bytes of a record that aliases and the keys of table rows may repeat, */
    ND_REPEATED_FACTOR = 4,       /* and this many for each byte of the front matter or the tables */
    ND_MAX_YAML_DIRECTIVES = 16,  /* lines beginning with '%'; libyaml is quadratic in them */
    ND_MAX_MARKDOWN_DEPTH = 100,  /* nested blocks that are rendered with structure */
    ND_MAX_HTML_DEPTH = 400,      /* nested elements that are descended into */
    ND_MAX_HTML_TREE = 96 * 1024 * 1024,      /* memory for the tree of one document, */
    ND_HTML_TREE_BASE = 1024 * 1024,          /* of which it may have this much, */
    ND_HTML_TREE_FACTOR = 128,                /* and this much for each byte */
    ND_MAX_HTML_WORK = 1000000000,            /* estimated nanoseconds of libgumbo for one document */
    ND_MAX_FLAT_LINKS = 100000,               /* links and pictures of HTML read without its structure */
    ND_MAX_HTML_FORMATTING = 64,              /* <b>, <a>, <font>… that are open at the same time */
    ND_MAX_AUTHOR_MARKS = 200,                /* elements of a page that are named for who wrote something */
    ND_MAX_AUTHOR_MARK = 200,                 /* bytes of what one of them shows */
    ND_MAX_HTML_HEAD = 1000,                  /* <meta> and the like of one document that are looked at */
    ND_MAX_MARKDOWN_WORK = 1000000000,        /* estimated nanoseconds of libcmark for one document */
    ND_MARKDOWN_PIECE = 256 * 1024,           /* markdown longer than this is parsed in pieces; */
    ND_MAX_MARKDOWN_PIECE = 8 * 1024 * 1024,  /* pieces are longer where single blocks are, up to this, */
    ND_MAX_MARKDOWN_PIECE_WORK = 60000000,    /* and this: roughly, a nanosecond is a byte of the tree */
    ND_MAX_MARKDOWN_DEFINITIONS = 256 * 1024, /* definitions of links that hold for all pieces */
    ND_MAX_TAGS = 1000,                       /* "#harbour" of a text that become topics */
    ND_MAX_BLOCKS = 200000,                   /* blocks of one body; what follows goes into the last one */
    ND_MAX_PASSAGES = 20000,       /* blocks of a page in which an article is looked for among menus */
    ND_MAX_FURNITURE_NODES = 2000, /* of an HTML element named as furniture; a larger one holds the page */
    ND_MAX_METADATA_FILE = 4 * 1024 * 1024,   /* kept beside a text; larger ones are data */
    ND_MAX_METADATA_TABLE = 32 * 1024 * 1024, /* that has a row for each of many texts */
    ND_MAX_TABLES_BESIDE = 4, /* in a folder, that may name the texts in it; where there are more none does */
    ND_MAX_HEADER_LINES = 200,       /* "Name: value" lines above a text; a longer list is no header */
    ND_MAX_HEADER_VALUE = 64 * 1024, /* bytes of several lines of one name there; more is none either */
    ND_MAX_REFERENCE_TEXT = 4 * 1024 * 1024, /* plain text in which character references are replaced */
    ND_MAX_DATA_CELL = 300,                  /* longest cell of a table of data that has no header cells */
    ND_MAX_TITLE_CHARS = 120,                /* characters of a title made from a sentence */
    ND_MAX_EXCERPT_CHARS = 500,              /* characters of an excerpt made from body text */
    ND_MAX_TOKEN = 128,                      /* bytes of one index token; longer words are cut */
    ND_MAX_STRETCH = 256 * 1024,             /* text without a blank or sign that is normalised in one */
    ND_MAX_DIRECTORY_DEPTH = 128,            /* folders below a root */
    ND_MAX_QUERY = 64 * 1024,                /* bytes of a query that are looked at */
    ND_MAX_QUERY_TERMS = 1024,               /* terms of a query that are looked at */
    ND_MAX_QUERY_DEPTH = 64,                 /* nested parentheses that are honoured */
    ND_MAX_QUERY_SAVED = 1000,               /* saved queries that a query may stand for, one in another */
    ND_MAX_QUERY_DISTANCE = 1000,            /* words between those of "a b"~N; larger N are read as this */
    ND_PREFIX_WORK = 4000000,                /* words in articles that a query's prefixes may stand for, */
    ND_PREFIX_PASSES = 3,                    /* and so many times those of all articles besides */
    ND_MAX_PHRASE_WORDS = 64,                /* words of a phrase that are looked for, from the first on */
    ND_CONTAINER_HEAD = 64 * 1024,           /* of a file in which it is looked for what format it has */
    ND_MAX_CSV_COLUMNS = 1000,               /* columns of a table that have names of their own */
    ND_MAX_CSV_FIELD = 8 * 1024 * 1024,      /* a quote that is not closed within that is no quote */
    ND_MAX_MAIL_DEPTH = 32,                  /* nested parts of a mail */
    ND_MAX_MAIL_PARTS = 10000,               /* parts of a mail that are looked at */
    ND_MAX_PARTS = 20000,                    /* articles of a press review or newsletter that is one text */
    ND_MAX_LIST = 100000,                    /* members of a list that a reader of containers makes */
    ND_MAX_NAMES = 20000,                    /* topics, keywords, themes or authors of an article */
    ND_MAX_JSON_DEPTH = 64,                  /* nested lists and maps of a record */
    ND_MAX_JSON_NODES = 200000,              /* values of a record that are taken apart */
    /* Bytes of a text in LaTeX or the like, of a page of a wiki, of one whose templates are taken out. */
    ND_MAX_NOTATION = 16 * 1024 * 1024,
    ND_MAX_XML_DEPTH = 256,                /* nested elements of a record */
    ND_MAX_XML_NODES = 500000,             /* elements and texts of a record that are told apart */
    ND_MAX_XML_NAMES = 250000,             /* names of elements and attributes of a record */
    ND_MAX_XML_REFERENCES = 1000000,       /* "&amp;" and the like, each of which costs as much as a tag */
    ND_INFLATED_FREE = 1024 * 1024 * 1024, /* what is packed may come to that much; beyond it */
    ND_INFLATED_FACTOR = 200,              /* so many bytes for each of the file, or it is left */
    ND_MAX_MEMBERS = 1000000,              /* files of an archive */
    ND_MAX_NESTED = 4,                     /* archives in archives */
    ND_CONVERTER_SECONDS = 60,     /* for a program of --filter and one file, and as many of the processor */
    ND_CONVERTER_MEGABYTES = 2048, /* of memory for each of its processes */
    ND_MAX_TAG_NAME = 200,         /* bytes of the name of a tag or a saved query */
    ND_MAX_NOTE = 1024 * 1024,     /* bytes of a note on an article */
    ND_MAX_ARTICLE_CELLS = 250000, /* pairs of values of one article that are counted, */
    ND_MAX_CELLS = 4000000,        /* and different ones of all articles */
    ND_MAX_PROBLEMS = 100          /* problems kept for one file */
};

#endif
