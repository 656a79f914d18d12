#include "container/dump.h"

enum { MOST_COLUMNS = 400 };

enum nd_dump_statement nd_dump_kind(struct nd_str text) {
    if (nd_str_starts_nocase(text, ND_STR("CREATE TABLE ")))
        return ND_DUMP_CREATE;
    if (nd_str_starts_nocase(text, ND_STR("INSERT INTO ")) ||
        nd_str_starts_nocase(text, ND_STR("INSERT IGNORE INTO ")) ||
        nd_str_starts_nocase(text, ND_STR("REPLACE INTO ")))
        return ND_DUMP_INSERT;
    return nd_str_starts_nocase(text, ND_STR("COPY ")) ? ND_DUMP_COPY : ND_DUMP_OTHER;
}

/* Behind the string or quoted name at the beginning of text; SIZE_MAX: it does not end. */
static size_t quoted_length(struct nd_str text, bool has_backslashes) {
    char quote = text.ptr[0] == '[' ? ']' : text.ptr[0];

    for (size_t i = 1; i < text.len; i++) {
        bool is_escape = text.ptr[i] == '\\' && has_backslashes && quote != '`';
        bool is_end = text.ptr[i] == quote,
             is_doubled = is_end && i + 1 < text.len && text.ptr[i + 1] == quote;
        if (is_end && !is_doubled)
            return i + 1;
        i += is_escape || is_doubled;
    }
    return SIZE_MAX;
}

static bool is_quote(char c) {
    return c == '\'' || c == '"' || c == '`';
}

/* What begins with two hyphens, a hash, or a slash and a star; 0: it is none, SIZE_MAX: it does not end. */
static size_t comment_length(struct nd_str text) {
    bool is_line = nd_str_starts(text, ND_STR("--")) || nd_str_starts(text, ND_STR("#"));
    size_t end;

    if (!is_line && !nd_str_starts(text, ND_STR("/*")))
        return 0;
    end = is_line ? nd_str_find_char(text, '\n') : nd_str_find(text, ND_STR("*/"));
    return end == SIZE_MAX ? SIZE_MAX : end + (is_line ? 1 : 2);
}

size_t nd_dump_statement_length(struct nd_str text, bool has_backslashes) {
    size_t at = 0, length = comment_length(text);

    if (length > 0)
        return length;
    while (at < text.len && nd_char_is_blank(text.ptr[at]))
        at++;
    if (at > 0)
        return at;
    for (; at < text.len; at += length) {
        length = 1;
        if (text.ptr[at] == ';')
            return at + 1;
        if (is_quote(text.ptr[at]))
            length = quoted_length(nd_str_skip(text, at), has_backslashes);
        else if (text.ptr[at] == '-' || text.ptr[at] == '/')
            length = comment_length(nd_str_skip(text, at));
        if (length == SIZE_MAX)
            return SIZE_MAX;
        length += length == 0;
    }
    return SIZE_MAX;
}

/* Passes over what stands before a name or sign. */
static size_t pass_blanks(struct nd_str text, size_t at) {
    while (at < text.len && nd_char_is_blank(text.ptr[at]))
        at++;
    return at;
}

/* The name at *at, which is moved behind it: `posts`, "posts", [posts], public.posts. */
static struct nd_str take_name(struct nd_str text, size_t *at) {
    struct nd_str rest = nd_str_skip(text, *at = pass_blanks(text, *at));
    size_t length = 0;

    if (rest.len > 0 && (is_quote(rest.ptr[0]) || rest.ptr[0] == '[')) {
        length = quoted_length(rest, false);
        *at += length == SIZE_MAX ? rest.len : length;
        rest = length == SIZE_MAX ? ND_STR_NONE : nd_str_slice(rest, 1, length - 1);
    } else {
        while (length < rest.len && !nd_char_is_blank(rest.ptr[length]) &&
               !nd_char_is_one_of(rest.ptr[length], "(),;."))
            length++;
        *at += length;
        rest = nd_str_slice(rest, 0, length);
    }
    if (*at < text.len && text.ptr[*at] == '.') { /* behind the schema */
        ++*at;
        return take_name(text, at);
    }
    return rest;
}

/* The name of the table, and where it ends. */
static struct nd_str table_name(struct nd_str statement, size_t *at) {
    static const struct nd_str words[] = {
        ND_STR_INIT("CREATE"),  ND_STR_INIT("TABLE"),  ND_STR_INIT("IF"),     ND_STR_INIT("NOT"),
        ND_STR_INIT("EXISTS"),  ND_STR_INIT("INSERT"), ND_STR_INIT("IGNORE"), ND_STR_INIT("INTO"),
        ND_STR_INIT("REPLACE"), ND_STR_INIT("COPY")};

    for (;;) {
        struct nd_str name = take_name(statement, at);
        bool is_word = false;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            is_word = is_word || nd_str_eq_nocase(name, words[i]);
        if (!is_word)
            return name;
    }
}

size_t nd_dump_head_length(struct nd_str text) {
    size_t at = 0, end;

    (void)table_name(text, &at);
    at = pass_blanks(text, at);
    if (at < text.len && text.ptr[at] == '(') {
        end = nd_dump_row_length(nd_str_skip(text, at), false);
        if (end == SIZE_MAX)
            return SIZE_MAX;
        at = pass_blanks(text, at + end);
    }
    if (at + 6 >= text.len)
        return SIZE_MAX;
    return nd_str_starts_nocase(nd_str_skip(text, at), ND_STR("VALUES")) ? at + 6 : at;
}

/* What declares no column. */
static bool is_constraint(struct nd_str name) {
    static const struct nd_str words[] = {
        ND_STR_INIT("PRIMARY"), ND_STR_INIT("KEY"),      ND_STR_INIT("UNIQUE"),  ND_STR_INIT("CONSTRAINT"),
        ND_STR_INIT("INDEX"),   ND_STR_INIT("FULLTEXT"), ND_STR_INIT("SPATIAL"), ND_STR_INIT("CHECK"),
        ND_STR_INIT("FOREIGN"), ND_STR_INIT("EXCLUDE")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_eq_nocase(name, words[i]))
            return true;
    return false;
}

/* Behind the comma that ends a column of a declaration, or at the bracket that ends all. */
static size_t pass_column(struct nd_str text, size_t at) {
    size_t depth = 0, length;

    for (; at < text.len; at += length) {
        char c = text.ptr[at];
        length = 1;
        if (is_quote(c))
            length = quoted_length(nd_str_skip(text, at), true);
        if (length == SIZE_MAX)
            return text.len;
        if (depth == 0 && (c == ',' || c == ')'))
            return c == ',' ? at + 1 : at;
        depth += c == '(';
        depth -= c == ')';
    }
    return at;
}

/* Counts the columns, and stores them where table has room for them; of declarations when is_declared. */
static size_t read_columns(struct nd_str text, size_t at, bool is_declared, struct nd_str *columns) {
    size_t count = 0;

    for (at++; at < text.len && text.ptr[at] != ')' && count < MOST_COLUMNS; at = pass_column(text, at)) {
        struct nd_str name = take_name(text, &at);
        if (name.len == 0 || (is_declared && is_constraint(name)))
            continue;
        if (columns != NULL)
            columns[count] = name;
        count++;
    }
    return count;
}

void nd_dump_read_table(struct nd_str statement, enum nd_dump_statement kind, struct nd_dump_table *table,
                        struct nd_arena *arena) {
    bool is_declared = kind == ND_DUMP_CREATE;
    size_t at = 0;

    table->name = table_name(statement, &at);
    at = pass_blanks(statement, at);
    if (at >= statement.len || statement.ptr[at] != '(')
        return;
    table->count = read_columns(statement, at, is_declared, NULL);
    table->columns = nd_arena_alloc(arena, table->count + 1, sizeof *table->columns);
    (void)read_columns(statement, at, is_declared, table->columns);
}

/* "post_title", "article_title" and "title". */
static bool is_one_of(struct nd_str name, const char *const *names) {
    static const struct nd_str prefixes[] = {ND_STR_INIT("post_"),  ND_STR_INIT("article_"),
                                             ND_STR_INIT("news_"),  ND_STR_INIT("entry_"),
                                             ND_STR_INIT("story_"), ND_STR_INIT("page_")};

    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (nd_str_starts_nocase(name, prefixes[i]))
            name = nd_str_skip(name, prefixes[i].len);
    for (; *names != NULL; names++)
        if (nd_str_eq_nocase(name, nd_str_from(*names)))
            return true;
    return false;
}

bool nd_dump_has_articles(const struct nd_dump_table *table) {
    static const char *const titles[] = {"title", "headline", "subject", "titre",
                                         "titel", "titulo",   "titolo",  NULL};
    static const char *const texts[] = {"content", "body",     "text",    "bodytext", "fulltext",
                                        "html",    "story",    "article", "maintext", "texte",
                                        "texto",   "contents", NULL};
    bool has_title = false, has_text = false;

    for (size_t i = 0; i < table->count; i++) {
        has_title = has_title || is_one_of(table->columns[i], titles);
        has_text = has_text || is_one_of(table->columns[i], texts);
    }
    return has_title && has_text;
}

bool nd_dump_is_other_kind(struct nd_str kind) {
    static const struct nd_str others[] = {ND_STR_INIT("revision"),      ND_STR_INIT("attachment"),
                                           ND_STR_INIT("nav_menu_item"), ND_STR_INIT("custom_css"),
                                           ND_STR_INIT("oembed_cache"),  ND_STR_INIT("customize_changeset")};

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (nd_str_eq(kind, others[i]))
            return true;
    return nd_str_starts(kind, ND_STR("wp_"));
}

size_t nd_dump_row_length(struct nd_str text, bool has_backslashes) {
    size_t depth = 0, length;

    for (size_t at = 0; at < text.len; at += length) {
        length = 1;
        if (is_quote(text.ptr[at]))
            length = quoted_length(nd_str_skip(text, at), has_backslashes);
        if (length == SIZE_MAX)
            return SIZE_MAX;
        depth += text.ptr[at] == '(';
        if (text.ptr[at] == ')' && --depth == 0)
            return at + 1;
    }
    return SIZE_MAX;
}

static bool next_of_line(struct nd_dump_cells *cells, struct nd_str *cell, bool *is_string) {
    struct nd_str rest = nd_str_skip(cells->row, cells->at);
    size_t end = nd_str_find_char(rest, '\t');

    if (cells->at > cells->row.len)
        return false;
    *cell = nd_str_slice(rest, 0, end);
    *is_string = !nd_str_eq(*cell, ND_STR("\\N"));
    if (!*is_string)
        *cell = ND_STR_NONE;
    cells->at = end == SIZE_MAX ? cells->row.len + 1 : cells->at + end + 1;
    return true;
}

static bool ends_cell(char c) {
    return c == ',' || c == ')';
}

bool nd_dump_next_cell(struct nd_dump_cells *cells, struct nd_str *cell, bool *is_string) {
    struct nd_str row = cells->row, rest;
    size_t end, at = cells->at;

    if (cells->is_line)
        return next_of_line(cells, cell, is_string);
    at = pass_blanks(row, at + (at < row.len && (row.ptr[at] == '(' || row.ptr[at] == ',')));
    if (at >= row.len || row.ptr[at] == ')')
        return false;
    rest = nd_str_skip(row, at);
    for (end = 0; end < rest.len && rest.ptr[end] != '\'' && !ends_cell(rest.ptr[end]);)
        end++; /* _binary '…', E'…' and N'…' have something before the quote */
    *is_string = end < rest.len && rest.ptr[end] == '\'';
    if (*is_string) {
        bool has_backslashes = cells->has_backslashes || (end > 0 && (rest.ptr[end - 1] | 0x20) == 'e');
        size_t length = quoted_length(nd_str_skip(rest, end), has_backslashes);
        *cell = nd_str_slice(rest, end + 1, length == SIZE_MAX ? rest.len : end + length - 1);
        end = length == SIZE_MAX ? rest.len : end + length;
    } else {
        *cell = nd_str_trim(nd_str_slice(rest, 0, end));
        if (nd_str_eq_nocase(*cell, ND_STR("NULL")))
            *cell = ND_STR_NONE;
    }
    cells->at = pass_blanks(row, at + end);
    while (cells->at < row.len && !ends_cell(row.ptr[cells->at])) /* "::text" */
        cells->at++;
    return true;
}

static char escaped(char c) {
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\n';
    case '0':
    case 'b':
    case 'Z':
        return ' ';
    default:
        return c;
    }
}

struct nd_str nd_dump_text(struct nd_str cell, const struct nd_dump_cells *cells, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, cell.len + 1);
    size_t length = 0;

    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.ptr[i];
        if (c == '\\' && (cells->has_backslashes || cells->is_line) && i + 1 < cell.len) {
            char next = cell.ptr[++i];
            if (next == 'r' && i + 2 < cell.len && cell.ptr[i + 1] == '\\' && cell.ptr[i + 2] == 'n')
                continue; /* one end of a line */
            out[length++] = escaped(next);
            continue;
        }
        i += c == '\'' && !cells->is_line && i + 1 < cell.len && cell.ptr[i + 1] == '\'';
        out[length++] = c;
    }
    return nd_str_of(out, length);
}
