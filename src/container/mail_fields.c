/*
 * What the header of a mail says, as fields: who wrote it, when, and where it stands. Whether a person wrote
 * it or a newsletter sent it is told by what the sender's software says about itself, not by the text.
 */
#include "container/mail.h"

#include "newsdex/document.h"

enum { MAX_FROM = 20, MAX_ALIASES = 6 };

/* What a mail is being made into. */
struct making {
    const struct nd_mail_header *header;
    struct nd_str charset; /* of bytes of the header that are none of ASCII; or absent */
    struct nd_arena *arena;
    struct nd_value *map;
    struct nd_item_alias *aliases;
    size_t alias_count;
    uint32_t line;
    bool is_letter;
};

static struct nd_str value_of(const struct making *making, enum nd_mail_field field) {
    return nd_mail_words(making->header->values[field], making->charset, making->arena);
}

static bool has(const struct nd_mail_header *header, enum nd_mail_field field) {
    return nd_str_trim(header->values[field]).len > 0;
}

static void put(struct making *making, enum nd_mail_field field, struct nd_value *value) {
    value->line = making->line + making->header->lines[field];
    nd_value_put(making->map, nd_mail_field_name(field), value);
}

static void call(struct making *making, enum nd_mail_field field, const char *meaning) {
    making->aliases[making->alias_count++] =
        (struct nd_item_alias){nd_mail_field_name(field), nd_str_from(meaning)};
}

static bool contains(struct nd_str value, const char *sign) {
    return nd_str_find(value, nd_str_from(sign)) != SIZE_MAX;
}

/* "list.example.org" of "The list <list.example.org>". */
static struct nd_str list_name(struct nd_str list_id) {
    size_t open = nd_str_rfind_char(list_id, '<');

    list_id = nd_str_skip(list_id, open == SIZE_MAX ? 0 : open + 1);
    return nd_str_trim(nd_str_slice(list_id, 0, nd_str_find_char(list_id, '>')));
}

/* True when it was sent to the address of its list: who may write there is one of those who read it. */
static bool is_to_list(struct nd_str recipients, struct nd_str list, struct nd_arena *arena) {
    struct nd_mail_address address;

    for (int i = 0; i < MAX_FROM && list.len > 0 && nd_mail_next_address(&recipients, arena, &address); i++) {
        size_t at = nd_str_find_char(address.address, '@');
        if (at != SIZE_MAX && address.address.len == list.len && list.ptr[at] == '.' &&
            nd_str_eq_nocase(nd_str_slice(address.address, 0, at), nd_str_slice(list, 0, at)) &&
            nd_str_eq_nocase(nd_str_skip(address.address, at + 1), nd_str_skip(list, at + 1)))
            return true;
    }
    return false;
}

/* Addresses that nobody answers from. */
static bool is_automatic(struct nd_str address) {
    static const char *const names[] = {"noreply",    "no-reply",     "no_reply",
                                        "donotreply", "do-not-reply", "newsletter"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_starts_nocase(address, nd_str_from(names[i])))
            return true;
    return false;
}

/* On a list that can be written to, people write; who sends in bulk otherwise is a publisher. */
static bool is_newsletter(const struct making *making, struct nd_str address) {
    const struct nd_mail_header *header = making->header;
    struct nd_str post = header->values[ND_MAIL_LIST_POST],
                  precedence = nd_mail_token(header->values[ND_MAIL_PRECEDENCE], making->arena),
                  list = list_name(header->values[ND_MAIL_LIST_ID]);

    if (contains(post, "mailto:") || has(header, ND_MAIL_MAILING_LIST) || has(header, ND_MAIL_IN_REPLY_TO) ||
        nd_str_eq(precedence, ND_STR("list")) ||
        is_to_list(header->values[ND_MAIL_TO], list, making->arena) ||
        is_to_list(header->values[ND_MAIL_CC], list, making->arena))
        return false;
    return list.len > 0 || has(header, ND_MAIL_LIST_UNSUBSCRIBE) || nd_str_eq(precedence, ND_STR("bulk")) ||
           is_automatic(address);
}

/* A list that sends in the name of others says so: "Mira Holt via The List". */
static struct nd_str without_list(struct nd_str name) {
    size_t at = nd_str_find(name, ND_STR(" via "));

    return at == SIZE_MAX || at == 0 ? name : nd_str_trim(nd_str_slice(name, 0, at));
}

/* "harbourletter" of "Harbour Letter" and of "harbour-letter": letters and digits of ASCII. */
static struct nd_str folded(struct nd_str name, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, name.len + 1);
    size_t length = 0;

    for (size_t i = 0; i < name.len; i++)
        if (nd_char_is_alpha(name.ptr[i]) || nd_char_is_digit(name.ptr[i]) ||
            (unsigned char)name.ptr[i] >= 0x80)
            out[length++] = nd_char_lower(name.ptr[i]);
    return nd_str_of(out, length);
}

/* True when the list or the sender's address is called so. */
static bool is_called(const struct making *making, struct nd_str name, struct nd_str address) {
    struct nd_str id = making->header->values[ND_MAIL_LIST_ID], list = list_name(id),
                  shown = nd_mail_words(nd_str_slice(id, 0, nd_str_find_char(id, '<')), making->charset,
                                        making->arena),
                  wanted = folded(name, making->arena);

    list = folded(nd_str_slice(list, 0, nd_str_find_char(list, '.')), making->arena);
    address = folded(nd_str_slice(address, 0, nd_str_find_char(address, '@')), making->arena);
    return wanted.len > 0 && (nd_str_eq(wanted, list) || nd_str_eq(wanted, address) ||
                              nd_str_eq(wanted, folded(shown, making->arena)));
}

/* "Mira Holt from Harbour Letter": which of the two the letter is called by, its address tells; the other one
 * wrote it. */
static struct nd_str without_writer(struct making *making, struct nd_str name, struct nd_str address) {
    static const struct nd_str signs[] = {ND_STR_INIT(" from "), ND_STR_INIT(" at "),  ND_STR_INIT(" von "),
                                          ND_STR_INIT(" de "),   ND_STR_INIT(" van "), ND_STR_INIT(" di "),
                                          ND_STR_INIT(" del "),  ND_STR_INIT(" @ "),   ND_STR_INIT(" | "),
                                          ND_STR_INIT(" - "),    ND_STR_INIT(" – "),   ND_STR_INIT(" / "),
                                          ND_STR_INIT(", "),     ND_STR_INIT(": "),    ND_STR_INIT(" · ")};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t at = nd_str_find(name, signs[i]);
        struct nd_str left = nd_str_slice(name, 0, at), right = nd_str_skip(name, at + signs[i].len);
        bool is_right;
        if (at == SIZE_MAX || at == 0)
            continue;
        is_right = is_called(making, right, address);
        if (!is_right && !is_called(making, left, address))
            continue;
        nd_value_put(making->map, ND_STR("author"), nd_value_string(making->arena, is_right ? left : right));
        return is_right ? right : left;
    }
    return name;
}

/* "The Port Post <news@portpost.example>", a house and no person: its domain is called as it is, and the
 * address is none of a person. */
static bool is_house(const struct making *making, const struct nd_mail_address *address) {
    struct nd_str name = nd_mail_words(address->name, making->charset, making->arena), wanted,
                  domain = nd_str_skip(address->address, nd_str_find_char(address->address, '@') + 1);
    bool is_named = nd_str_starts_nocase(name, ND_STR("The "));

    wanted = folded(nd_str_skip(name, is_named ? 4 : 0), making->arena);
    if (wanted.len == 0 || domain.len == address->address.len ||
        !(is_named || nd_str_find_char(name, ' ') == SIZE_MAX || nd_header_is_publisher(address->address)))
        return false;
    while (domain.len > 0) {
        struct nd_str label = nd_str_slice(domain, 0, nd_str_find_char(domain, '.'));
        domain = nd_str_skip(domain, label.len + 1);
        if (domain.len > 0 && nd_str_eq(folded(label, making->arena), wanted))
            return true;
    }
    return false;
}

/* A person without a name goes by the address; a publisher has at least its domain. */
static struct nd_value *sender(struct making *making, const struct nd_mail_address *address,
                               bool is_newsletter) {
    struct nd_value *map = nd_value_new(making->arena, ND_MAP);
    struct nd_str name = nd_mail_words(address->name, making->charset, making->arena),
                  place = nd_mail_words(address->address, making->charset, making->arena);
    size_t at = nd_str_rfind_char(place, '@');

    if (has(making->header, ND_MAIL_LIST_ID))
        name = without_list(name);
    if (is_newsletter)
        name = without_writer(making, name, place);
    if (name.len > 0 || (place.len > 0 && !is_newsletter))
        nd_value_put(map, ND_STR("name"), nd_value_string(making->arena, name.len > 0 ? name : place));
    if (place.len > 0)
        nd_value_put(map, ND_STR("address"), nd_value_string(making->arena, place));
    if (at != SIZE_MAX)
        nd_value_put(map, ND_STR("domain"), nd_value_string(making->arena, nd_str_skip(place, at + 1)));
    return map;
}

static void put_from(struct making *making, bool is_forwarded) {
    struct nd_str rest = nd_mail_unfold(making->header->values[ND_MAIL_FROM], making->arena);
    struct nd_value *list = nd_value_new(making->arena, ND_LIST);
    struct nd_mail_address address;
    bool is_of_house = false;

    while (list->count < MAX_FROM && nd_mail_next_address(&rest, making->arena, &address)) {
        if (address.name.len + address.address.len == 0)
            continue;
        if (list->count == 0) {
            making->is_letter = is_newsletter(making, address.address);
            is_of_house = making->is_letter || is_house(making, &address);
        }
        nd_value_add(list, sender(making, &address, making->is_letter));
    }
    if (list->count == 0)
        return;
    call(making, ND_MAIL_FROM, is_forwarded ? "saved" : is_of_house ? "provider" : "author");
    put(making, ND_MAIL_FROM, list->count == 1 || is_of_house ? list->first : list);
}

/* The first web address of "<https://…>, <mailto:…>". */
static struct nd_str web_address(struct nd_str value) {
    size_t at = nd_str_find(value, ND_STR("http")), end = 0;

    value = at == SIZE_MAX ? ND_STR_NONE : nd_str_skip(value, at);
    while (end < value.len && value.ptr[end] != '>' && value.ptr[end] != ',' &&
           !nd_char_is_blank(value.ptr[end]))
        end++;
    return nd_str_slice(value, 0, end);
}

/* The archive of a list is that of all its mails: one alone is meant where its identity or number is there.
 */
static bool is_of_one(struct nd_str url, struct nd_str id) {
    struct nd_str last =
        nd_str_skip(url, nd_str_rfind_char(url, '/') == SIZE_MAX ? 0 : nd_str_rfind_char(url, '/'));

    if (id.len > 0 && nd_str_find(url, id) != SIZE_MAX)
        return true;
    for (size_t i = 1; i < last.len; i++)
        if (!nd_char_is_digit(last.ptr[i]))
            return false;
    return last.len > 1;
}

static struct nd_str without_brackets(struct nd_str id) {
    id = nd_str_trim(id);
    if (nd_str_starts(id, ND_STR("<")))
        id = nd_str_slice(nd_str_skip(id, 1), 0, nd_str_find_char(nd_str_skip(id, 1), '>'));
    return nd_str_trim(id);
}

/* False for the address of a whole site. */
static bool has_path(struct nd_str url) {
    size_t host = nd_str_find(url, ND_STR("//"));
    struct nd_str rest = nd_str_skip(url, host == SIZE_MAX ? url.len : host + 2);

    return nd_str_skip(rest, nd_str_find_char(rest, '/')).len > 1;
}

/* Newsletters that cannot be answered say there where a letter stands. */
static void put_post(struct making *making) {
    struct nd_str post = web_address(value_of(making, ND_MAIL_LIST_POST));

    if (!making->is_letter || post.len == 0 || !has_path(post))
        return;
    put(making, ND_MAIL_LIST_POST, nd_value_string(making->arena, post));
    call(making, ND_MAIL_LIST_POST, "url");
}

static void put_addresses(struct making *making, struct nd_str id) {
    struct nd_str at = web_address(value_of(making, ND_MAIL_ARCHIVED_AT)),
                  archive = web_address(value_of(making, ND_MAIL_LIST_ARCHIVE));

    if (at.len > 0) {
        put(making, ND_MAIL_ARCHIVED_AT, nd_value_string(making->arena, at));
        call(making, ND_MAIL_ARCHIVED_AT, "url");
    } else
        put_post(making);
    if (archive.len > 0) {
        put(making, ND_MAIL_LIST_ARCHIVE, nd_value_string(making->arena, archive));
        if (at.len == 0 && is_of_one(archive, id))
            call(making, ND_MAIL_LIST_ARCHIVE, "url");
    }
}

static void put_fields(struct making *making, struct nd_str id) {
    for (enum nd_mail_field field = 0; field < ND_MAIL_KEPT; field++) {
        struct nd_str value;
        if (field == ND_MAIL_FROM || field == ND_MAIL_ARCHIVED_AT || field == ND_MAIL_LIST_ARCHIVE ||
            field == ND_MAIL_SNAPSHOT)
            continue;
        value = value_of(making, field);
        if (value.len > 0)
            put(making, field, nd_value_string(making->arena, value));
    }
    if (has(making->header, ND_MAIL_CONTENT_LANGUAGE))
        call(making, ND_MAIL_CONTENT_LANGUAGE, "language");
    put_addresses(making, id);
}

/* A saved page is an article of its own: what its header says is by whom and when it was saved. */
static void put_page(struct making *making, const struct nd_mail_body *body, struct nd_item *item) {
    struct nd_str place = web_address(value_of(making, ND_MAIL_SNAPSHOT));

    item->format = "mhtml";
    item->document = body->text;
    if (place.len == 0)
        place = web_address(value_of(making, ND_MAIL_CONTENT_LOCATION));
    if (place.len == 0)
        place = web_address(body->location);
    if (place.len > 0) {
        put(making, ND_MAIL_SNAPSHOT, nd_value_string(making->arena, place));
        call(making, ND_MAIL_SNAPSHOT, "url");
    }
    call(making, ND_MAIL_DATE, "saved");
    call(making, ND_MAIL_SUBJECT, "saved");
    put_fields(making, ND_STR_NONE);
}

/* A mail that is a forwarded one and nothing else: that one is the article, and who sent it on, and when, is
 * none of it. */
static bool take_forwarded(struct making *making, struct nd_mail_body *body) {
    static const struct nd_str names[][2] = {{ND_STR_INIT("Subject"), ND_STR_INIT("title")},
                                             {ND_STR_INIT("Date"), ND_STR_INIT("date")},
                                             {ND_STR_INIT("From"), ND_STR_INIT("Forwarded from")},
                                             {ND_STR_INIT("To"), ND_STR_INIT("Forwarded to")},
                                             {ND_STR_INIT("Cc"), ND_STR_INIT("Forwarded cc")}};
    struct nd_value *fields = nd_mail_read_forwarded(body, making->arena), *next;

    if (fields == NULL)
        return false;
    for (struct nd_value *v = fields->first; v != NULL; v = next) {
        struct nd_str key = v->key;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            key = nd_str_eq(v->key, names[i][0]) ? names[i][1] : key;
        next = v->next;
        nd_value_put(making->map, key, nd_value_string(making->arena, v->text));
    }
    call(making, ND_MAIL_SUBJECT, "saved");
    call(making, ND_MAIL_DATE, "saved");
    return true;
}

static void put_body(struct making *making, const struct nd_mail_body *body) {
    struct nd_value *value = nd_value_string(making->arena, body->text);

    value->line = body->line;
    if (nd_str_trim(body->text).len > 0)
        nd_value_put(making->map, body->is_html ? ND_STR("text/html") : ND_STR("text/plain"), value);
}

bool nd_mail_is_archive(const struct nd_mail_header *header, struct nd_str body) {
    struct nd_str from = nd_str_trim(header->values[ND_MAIL_FROM]),
                  type = nd_str_trim(header->values[ND_MAIL_CONTENT_TYPE]);

    if (has(header, ND_MAIL_SNAPSHOT))
        return true;
    if (has(header, ND_MAIL_MESSAGE_ID) || has(header, ND_MAIL_RECEIVED) || has(header, ND_MAIL_TO) ||
        (!nd_str_starts_nocase(type, ND_STR("multipart/related")) &&
         !nd_str_starts_nocase(type, ND_STR("text/html"))))
        return false;
    return nd_str_starts(from, ND_STR("<Saved by")) || nd_str_starts(from, ND_STR("Saved by")) ||
           has(header, ND_MAIL_CONTENT_LOCATION) ||
           nd_str_find(nd_str_slice(body, 0, 2048), ND_STR("\nContent-Location:")) != SIZE_MAX;
}

void nd_mail_read(struct nd_str mail, uint32_t line, struct nd_arena *arena, struct nd_problems *problems,
                  struct nd_item *item) {
    struct nd_mail_header header;
    struct nd_mail_body body = {0};
    struct making making = {
        .header = &header, .arena = arena, .map = nd_value_new(arena, ND_MAP), .line = line};
    bool is_archive;

    nd_mail_header_read(mail, &header);
    making.charset = nd_mail_parameter(header.values[ND_MAIL_CONTENT_TYPE], "charset", arena);
    making.aliases = nd_arena_alloc(arena, MAX_ALIASES, sizeof *making.aliases);
    is_archive = nd_mail_is_archive(&header, nd_str_skip(mail, header.length));
    nd_mail_body_read(mail, line, is_archive, arena, problems, &body);
    if (is_archive && body.text.len > 0) {
        put_page(&making, &body, item);
    } else {
        item->key = without_brackets(value_of(&making, ND_MAIL_MESSAGE_ID));
        put_from(&making, take_forwarded(&making, &body));
        put_fields(&making, item->key);
        put_body(&making, &body);
        if (item->key.len == 0)
            item->key = ND_STR_NONE;
    }
    item->encoding = body.encoding;
    item->fields = making.map;
    item->aliases = making.aliases;
    item->alias_count = making.alias_count;
    item->is_plain = true;
    item->is_letter = making.is_letter;
}
