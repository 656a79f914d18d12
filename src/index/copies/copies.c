#include "index/copies/copies.h"

#include "index/copies/copy_rows.h"
#include "index/copies/sketch_log.h"
#include "newsdex/copies.h"

void nd_copies_put(struct nd_index *index, int64_t id, const struct nd_sketch *sketch) {
    struct nd_sketch_event event = {.is_put = true, .id = id};

    if (sketch == NULL || sketch->text == 0 || id >= ND_FIRST_REFERENCE)
        return;
    event.sketch = *sketch;
    nd_sketch_log_add(&index->sketch_log, &event);
}

/* Whoever followed it, or shared its text, has to be looked at. */
static enum nd_status release(struct nd_index *index, int64_t id, const struct nd_copy_row *row,
                              struct nd_error *err) {
    bool is_text_of_lead = true;
    enum nd_status status = nd_copy_drop(index, id, err);

    if (status == ND_OK)
        status = nd_copy_release(index, id, 0, err);
    if (status == ND_OK && row->lead_id == 0 && row->text_id != id) /* a lead may have waited for it alone */
        return nd_copy_tidy(index, row->text_id, err);
    if (status != ND_OK || row->lead_id == 0 || row->lead_id == id)
        return status;
    status = nd_copy_is_of_text(index, row->lead_id, row->text_id, &is_text_of_lead, err);
    if (status == ND_OK && is_text_of_lead && row->text_id == id)
        return nd_copy_release(index, row->lead_id, 0, err);
    if (status == ND_OK && !is_text_of_lead)
        status = nd_copy_release(index, row->lead_id, row->text_id, err);
    return status == ND_OK ? nd_copy_tidy(index, row->lead_id, err) : status;
}

enum nd_status nd_copies_forget(struct nd_index *index, int64_t id, const struct nd_sketch *sketch,
                                struct nd_error *err) {
    struct nd_sketch_event event = {.is_put = false, .id = id};
    struct nd_copy_row row;
    enum nd_status status;

    if (sketch == NULL || sketch->text == 0 || id >= ND_FIRST_REFERENCE)
        return ND_OK;
    status = nd_copy_row(index, id, &row, err);
    event.sketch = *sketch;
    nd_sketch_log_add(&index->sketch_log, &event);
    return status == ND_OK ? release(index, id, &row, err) : status == ND_END ? ND_OK : status;
}

/* Of databases that are merged each keeps its order, and what is across is looked at all the same. */
enum nd_status nd_copies_reorder(struct nd_index *index, struct nd_error *err) {
    return index->side_count > 0 ? ND_OK : nd_sql_run_id(index, ND_SQL_COPY_RELEASE_UNNUMBERED, 0, err);
}

int64_t nd_index_common_texts(const struct nd_index *index, int64_t *id) {
    *id = index->common_text;
    return index->common_texts;
}

enum nd_status nd_copies_clear(struct nd_index *index, struct nd_error *err) {
    static const char script[] = "DELETE FROM sketch WHERE first < 2147483648; DELETE FROM copy; DELETE FROM "
                                 "state WHERE name = 'sketches'";

    nd_buf_clear(&index->sketch_log);
    return nd_sql_script(index, script, err);
}

enum nd_status nd_copies_flush(struct nd_index *index, struct nd_error *err) {
    enum nd_status status =
        index->sketch_log.len == 0 ? ND_OK : nd_sketch_log_write(index, &index->sketch_log, err);

    nd_buf_clear(&index->sketch_log);
    return status;
}
