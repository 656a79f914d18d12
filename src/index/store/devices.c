#include "index/db/state.h"

#include "newsdex/alloc.h"

#include <stdlib.h>

#define NAME "device:"
#define AWAY " away"

enum nd_status nd_index_devices(struct nd_index *index, struct nd_arena *arena,
                                struct nd_index_devices *devices, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_DEVICES, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK) {
        struct nd_index_device device = {.folder = nd_str_skip(nd_sql_str(stmt, 0, arena), sizeof NAME - 1)};
        struct nd_str value = nd_sql_str(stmt, 1, arena);
        device.is_away = nd_str_ends(value, ND_STR(AWAY));
        if (!nd_str_to_uint(nd_str_slice(value, 0, nd_str_find_char(value, ' ')), &device.number))
            continue;
        devices->items =
            nd_alloc_grow(devices->items, &devices->capacity, devices->count + 1, sizeof *devices->items);
        devices->items[devices->count++] = device;
    }
    return status == ND_END ? ND_OK : status;
}

static struct nd_str name_of(struct nd_index *index, struct nd_str folder) {
    return nd_arena_printf(index->scratch, NAME "%.*s", (int)folder.len, folder.ptr);
}

enum nd_status nd_index_put_device(struct nd_index *index, const struct nd_index_device *device,
                                   struct nd_error *err) {
    nd_arena_reset(index->scratch);
    return nd_state_put(index, name_of(index, device->folder),
                        nd_arena_printf(index->scratch, "%llu%s", (unsigned long long)device->number,
                                        device->is_away ? AWAY : ""),
                        err);
}

enum nd_status nd_index_drop_device(struct nd_index *index, struct nd_str folder, struct nd_error *err) {
    nd_arena_reset(index->scratch);
    return nd_state_drop(index, name_of(index, folder), err);
}
