/* Any text of a mail: in a mailbox, its "From " lines quoted, it is the same as alone, and so is the next
 * one. */
#include "container/mail.h"

#include "newsdex/container.h"
#include "newsdex/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct nd_str fields_of(const struct nd_item *item, struct nd_arena *arena) {
    struct nd_buf out = {0};
    struct nd_json json = {&out, false};

    nd_json_value(&json, item->fields);
    nd_buf_add(&out, item->document);
    return nd_arena_take(arena, &out);
}

/* The mail behind an envelope, as mboxrd has it. */
static void add_to_box(struct nd_str mail, struct nd_buf *box) {
    struct nd_mail_header header;

    nd_mail_header_read(mail, &header);
    nd_buf_add_z(box, "From a@b.example Sat Mar  2 08:00:00 2024\n");
    for (size_t i = 0; i < mail.len; i++) {
        size_t signs = 0;
        bool is_begin = i >= header.length && mail.ptr[i - 1] == '\n';
        while (is_begin && i + signs < mail.len && mail.ptr[i + signs] == '>')
            signs++;
        if (is_begin && nd_str_starts(nd_str_skip(mail, i + signs), ND_STR("From ")))
            nd_buf_add_char(box, '>');
        nd_buf_add_char(box, mail.ptr[i]);
    }
    nd_buf_add_z(box, "\n\n");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct nd_str begin =
        ND_STR_INIT("Content-Length: -\nMessage-ID: <1@b.example>\nMIME-Version: 1.0\n");
    struct nd_arena *arena = nd_arena_new();
    struct nd_container *box = NULL;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_buf text = {0}, bytes = {0};
    struct nd_mail_header header;
    struct nd_problems problems;
    struct nd_record record;
    struct nd_item alone = {0}, boxed;
    struct nd_str mail;
    int count = 0;

    nd_problems_init(&problems, arena);
    nd_buf_add(&text, begin);
    nd_buf_add(&text, nd_str_of((const char *)data, size));
    mail = nd_str_trim_right(nd_buf_str(&text));
    nd_mail_header_read(mail, &header);
    nd_mail_read(mail, 1, arena, &problems, &alone);
    for (int i = 0; i < 2; i++)
        add_to_box(mail, &bytes);
    if (nd_container_open_bytes(nd_buf_str(&bytes), true, bytes.len + 1, &box, &err) == ND_OK)
        while (header.is_ended && nd_container_next(box, &record, &err) == ND_OK) {
            if (!nd_container_read(box, record.bytes, &record, arena, &problems, &boxed) ||
                !nd_str_eq(fields_of(&alone, arena), fields_of(&boxed, arena)))
                abort();
            count++;
        }
    if (header.is_ended && count != 2)
        abort();
    nd_container_close(box);
    nd_buf_free(&text);
    nd_buf_free(&bytes);
    nd_arena_free(arena);
    return 0;
}
