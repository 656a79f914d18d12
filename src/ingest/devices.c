#include "ingest/devices.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <sys/stat.h>

/* Known files of a folder of the last run were met on that device now. */
struct sighting {
    size_t folder;
    uint64_t number;
};

struct nd_devices {
    struct nd_arena *arena;
    struct nd_index_devices last, now;
    bool *is_last_kept,
        *is_now_kept;   /* something below is missing because of a change: it stays written down */
    bool *is_last_away; /* and the whole folder is what has changed */
    struct sighting *sightings;
    size_t sighting_count, sighting_capacity, sighting;
    uint64_t number; /* of the file met last */
    bool has_met;
    struct { /* the answer given last: missing files come one after the other */
        struct nd_str asked, folder;
        uint64_t number;
    } above;
};

enum nd_status nd_devices_open(struct nd_index *index, struct nd_devices **out, struct nd_error *err) {
    struct nd_devices *devices = nd_alloc_array(1, sizeof *devices);
    enum nd_status status = ND_OK;

    *out = devices;
    devices->arena = nd_arena_new();
    if (index != NULL)
        status = nd_index_devices(index, devices->arena, &devices->last, err);
    devices->is_last_away = nd_alloc_array(devices->last.count + 1, sizeof *devices->is_last_away);
    devices->is_last_kept = nd_alloc_array(devices->last.count + 1, sizeof *devices->is_last_kept);
    return status;
}

void nd_devices_close(struct nd_devices *devices) {
    if (devices == NULL)
        return;
    nd_arena_free(devices->arena);
    free(devices->last.items);
    free(devices->now.items);
    free(devices->is_last_kept);
    free(devices->is_last_away);
    free(devices->is_now_kept);
    free(devices->sightings);
    free(devices);
}

/* The deepest folder of the list that path lies below, or list->count. */
static size_t find_folder(const struct nd_index_devices *list, struct nd_str path) {
    size_t best = list->count;

    for (size_t i = 0; i < list->count; i++)
        if (nd_str_starts(path, list->items[i].folder) &&
            (best == list->count || list->items[i].folder.len > list->items[best].folder.len))
            best = i;
    return best;
}

/* The folder above path, with its '/'; nothing above "/". */
static struct nd_str folder_above(struct nd_str path) {
    size_t slash = path.len == 0 ? SIZE_MAX : nd_str_rfind_char(nd_str_slice(path, 0, path.len - 1), '/');

    return nd_str_slice(path, 0, slash == SIZE_MAX ? 0 : slash + 1);
}

/* The device of the deepest folder above path that exists; *folder is this one. False when it cannot be said.
 */
static bool look_above(struct nd_devices *devices, struct nd_str path, struct nd_str *folder,
                       uint64_t *number) {
    struct nd_str asked = folder_above(path);
    struct stat st;
    bool is_there = false;

    if (devices->above.asked.len == 0 || !nd_str_eq(asked, devices->above.asked)) {
        asked = nd_arena_str(devices->arena, asked);
        for (*folder = asked; folder->len > 0 && !is_there;
             *folder = is_there ? *folder : folder_above(*folder))
            is_there = stat(nd_arena_str(devices->arena, *folder).ptr, &st) == 0;
        if (!is_there)
            return false;
        devices->above.asked = asked;
        devices->above.folder = *folder;
        devices->above.number = st.st_dev;
    }
    *folder = devices->above.folder;
    *number = devices->above.number;
    return true;
}

/* The topmost folder from which down to folder all is on that device: where it is mounted. */
static struct nd_str mount_of(struct nd_devices *devices, struct nd_str folder, uint64_t number) {
    struct stat st;

    while (folder.len > 1) {
        struct nd_str above = folder_above(folder);
        if (stat(nd_arena_str(devices->arena, above).ptr, &st) != 0 || st.st_dev != number)
            break;
        folder = above;
    }
    return folder;
}

static void add_now(struct nd_devices *devices, struct nd_str path, uint64_t number) {
    struct nd_str mount = mount_of(devices, folder_above(path), number);

    for (size_t i = 0; i < devices->now.count; i++)
        if (nd_str_eq(devices->now.items[i].folder, mount))
            return;
    devices->now.items = nd_alloc_grow(devices->now.items, &devices->now.capacity, devices->now.count + 1,
                                       sizeof *devices->now.items);
    devices->now.items[devices->now.count++] =
        (struct nd_index_device){nd_arena_str(devices->arena, mount), number, false};
}

static bool is_sighting(const struct nd_devices *devices, size_t i, size_t folder, uint64_t number) {
    return i < devices->sighting_count && devices->sightings[i].folder == folder &&
           devices->sightings[i].number == number;
}

static bool has_sighting(const struct nd_devices *devices, size_t folder, uint64_t number) {
    for (size_t i = 0; i < devices->sighting_count; i++)
        if (is_sighting(devices, i, folder, number))
            return true;
    return false;
}

void nd_devices_met(struct nd_devices *devices, const struct nd_walk_entry *entry, bool is_known) {
    size_t folder;

    if (!devices->has_met || entry->device != devices->number)
        add_now(devices, entry->path, entry->device);
    devices->has_met = true;
    devices->number = entry->device;
    if (!is_known)
        return;
    folder = find_folder(&devices->last, entry->path);
    if (folder == devices->last.count || is_sighting(devices, devices->sighting, folder, entry->device) ||
        has_sighting(devices, folder, entry->device))
        return;
    devices->sightings = nd_alloc_grow(devices->sightings, &devices->sighting_capacity,
                                       devices->sighting_count + 1, sizeof *devices->sightings);
    devices->sighting = devices->sighting_count++;
    devices->sightings[devices->sighting] = (struct sighting){folder, entry->device};
}

bool nd_devices_is_elsewhere(struct nd_devices *devices, struct nd_str path, struct nd_str *folder) {
    size_t last = find_folder(&devices->last, path);
    uint64_t number;

    if (last == devices->last.count || !look_above(devices, path, folder, &number) ||
        devices->last.items[last].number == number ||
        (!devices->last.items[last].is_away && has_sighting(devices, last, number)))
        return false;
    *folder = mount_of(devices, *folder, number);
    devices->is_last_kept[last] = true;
    if (folder->len <= devices->last.items[last].folder.len) {
        *folder = devices->last.items[last].folder;
        devices->is_last_away[last] = true;
    }
    if (devices->is_now_kept == NULL)
        devices->is_now_kept = nd_alloc_array(devices->now.count + 1, sizeof *devices->is_now_kept);
    for (size_t i = 0; i < devices->now.count; i++)
        if (devices->now.items[i].folder.len >= folder->len &&
            nd_str_starts(path, devices->now.items[i].folder))
            devices->is_now_kept[i] = true;
    return true;
}

/* The entry of that folder, or NULL. */
static const struct nd_index_device *find_same(const struct nd_index_devices *list, struct nd_str folder) {
    for (size_t i = 0; i < list->count; i++)
        if (nd_str_eq(list->items[i].folder, folder))
            return &list->items[i];
    return NULL;
}

static bool is_below_root(struct nd_str folder, const struct nd_roots *roots) {
    for (size_t i = 0; i < roots->count; i++)
        if (nd_str_ends(roots->items[i].path, ND_STR("/")) && nd_str_starts(folder, roots->items[i].path))
            return true;
    return false;
}

static bool is_new(const struct nd_devices *devices, size_t i) {
    const struct nd_index_device *now = &devices->now.items[i],
                                 *last = find_same(&devices->last, now->folder);

    return (devices->is_now_kept == NULL || !devices->is_now_kept[i]) &&
           (last == NULL || last->number != now->number || last->is_away);
}

/* What the walk covered without coming upon it any more. */
static bool is_over(const struct nd_devices *devices, size_t i, const struct nd_roots *roots) {
    return !devices->is_last_kept[i] && find_same(&devices->now, devices->last.items[i].folder) == NULL &&
           is_below_root(devices->last.items[i].folder, roots);
}

static bool is_newly_away(const struct nd_devices *devices, size_t i) {
    return devices->is_last_away[i] && !devices->last.items[i].is_away;
}

bool nd_devices_has_news(struct nd_devices *devices, const struct nd_roots *roots) {
    for (size_t i = 0; i < devices->now.count; i++)
        if (is_new(devices, i))
            return true;
    for (size_t i = 0; i < devices->last.count; i++)
        if (is_over(devices, i, roots) || is_newly_away(devices, i))
            return true;
    return false;
}

enum nd_status nd_devices_save(struct nd_devices *devices, const struct nd_roots *roots,
                               struct nd_index *index, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < devices->now.count && status == ND_OK; i++)
        if (is_new(devices, i))
            status = nd_index_put_device(index, &devices->now.items[i], err);
    for (size_t i = 0; i < devices->last.count && status == ND_OK; i++) {
        struct nd_index_device device = devices->last.items[i];
        device.is_away = true;
        if (is_newly_away(devices, i))
            status = nd_index_put_device(index, &device, err);
        else if (is_over(devices, i, roots))
            status = nd_index_drop_device(index, device.folder, err);
    }
    return status;
}
