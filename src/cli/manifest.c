#include "cli/cli.h"

#include "newsdex/alloc.h"
#include "newsdex/index.h"
#include "newsdex/json.h"

#include <stdio.h>
#include <xxhash.h>

bool nd_manifest_open(struct nd_cli *cli, struct nd_manifest *manifest) {
    const char *path = nd_cli_value(cli, "manifest");

    if (path == NULL)
        return true;
    if (!nd_cli_file_open(cli, path, &manifest->file))
        return false;
    manifest->is_wanted = true;
    manifest->state = XXH3_createState();
    if (manifest->state == NULL)
        nd_alloc_exhausted();
    (void)XXH3_128bits_reset(manifest->state);
    return true;
}

void nd_manifest_add(struct nd_manifest *manifest, struct nd_str line) {
    manifest->articles++;
    manifest->bytes += (int64_t)line.len;
    if (!manifest->is_wanted)
        return;
    (void)XXH3_128bits_update(manifest->state, line.ptr, line.len);
    manifest->sum += XXH3_64bits(line.ptr, line.len);
}

static void add_integer(struct nd_json *json, const char *name, int64_t number) {
    nd_json_key(json, nd_str_from(name));
    nd_json_integer(json, number);
}

static void add_text(struct nd_json *json, const char *name, const char *text) {
    nd_json_key(json, nd_str_from(name));
    nd_json_string(json, nd_str_from(text));
}

static void write_json(const struct nd_manifest *manifest, int status, struct nd_buf *out) {
    static const char *const levels[] = {"notes", "warnings", "errors"};
    struct nd_json json = {out, false};
    XXH128_canonical_t canonical;
    char text[2 * sizeof canonical.digest + 1];

    nd_json_open(&json, '{');
    add_integer(&json, "schema", 1);
    add_text(&json, "newsdex", ND_VERSION);
    add_integer(&json, "reader", ND_READER);
    if (manifest->shard != NULL)
        add_text(&json, "shard", manifest->shard);
    add_integer(&json, "status", status);
    add_integer(&json, "files", manifest->files);
    add_integer(&json, "failed", manifest->failed);
    add_integer(&json, "articles", manifest->articles);
    for (int level = ND_NOTE; level <= ND_ERROR; level++)
        add_integer(&json, levels[level], manifest->problems[level]);
    add_integer(&json, "bytes", manifest->bytes);
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(manifest->state));
    for (size_t i = 0; i < sizeof canonical.digest; i++)
        snprintf(text + 2 * i, 3, "%02x", canonical.digest[i]);
    add_text(&json, "xxh128", text);
    snprintf(text, sizeof text, "%016llx", (unsigned long long)manifest->sum);
    add_text(&json, "sum", text);
    nd_json_close(&json, '}');
    nd_buf_add_char(out, '\n');
}

bool nd_manifest_close(struct nd_manifest *manifest, bool is_whole, int status) {
    struct nd_buf out = {0};
    bool is_good = is_whole && fflush(stdout) == 0 && !ferror(stdout);

    if (!manifest->is_wanted)
        return true;
    if (is_good) {
        write_json(manifest, status, &out);
        nd_output_write(manifest->file.stream, nd_buf_str(&out));
        is_good = nd_cli_file_commit(&manifest->file);
    } else {
        nd_cli_file_drop(&manifest->file);
    }
    nd_buf_free(&out);
    XXH3_freeState(manifest->state);
    return is_good || !is_whole || ferror(stdout); /* which is told elsewhere */
}
