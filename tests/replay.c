/*
 * Runs a fuzz harness over files without the fuzzer, as a TAP test for each folder: the harness' own corpus
 * (tests/fuzz/corpus/<harness>), the golden inputs and the sample corpus. Each file is given whole and cut in
 * half, since half a construct is what parsers trip over.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_SIZE = 1 << 20, MAX_PATH = 4096, MAX_DEPTH = 4, QUERIES = 8 };

/* Of a folder every nth file is taken. */
static int nth = 1;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is expected of an input is a record, all alike: of those the inputs have some. */
static int is_expectation(const char *name) {
    const char *dot = strrchr(name, '.');

    return dot != NULL && strcmp(dot, ".expected") == 0;
}

/* A harness that finds its property broken aborts, and prove sees that. */
static int run_file(const char *path) {
    FILE *file = fopen(path, "rb");
    uint8_t *data = file == NULL ? NULL : malloc(MAX_SIZE);
    size_t size;

    if (data == NULL) {
        if (file != NULL)
            fclose(file);
        return 0;
    }
    size = fread(data, 1, MAX_SIZE, file);
    fclose(file);
    fprintf(stderr, "# %s\n", path);
    LLVMFuzzerTestOneInput(data, size);
    LLVMFuzzerTestOneInput(data, size / 2);
    free(data);
    return 1;
}

/* The same ones on every machine. */
static int is_chosen(const char *name) {
    unsigned sum = 0;

    while (*name != '\0')
        sum = sum * 31 + (unsigned char)*name++;
    return sum % (unsigned)nth == 0;
}

static int run_folder(const char *path, int depth) {
    DIR *folder = depth > MAX_DEPTH ? NULL : opendir(path);
    struct dirent *entry;
    int count = 0;

    if (folder == NULL)
        return 0;
    while ((entry = readdir(folder)) != NULL) {
        char name[MAX_PATH];
        struct stat st;
        if (entry->d_name[0] == '.' || is_expectation(entry->d_name) ||
            snprintf(name, sizeof name, "%s/%s", path, entry->d_name) >= (int)sizeof name)
            continue;
        if (stat(name, &st) == 0 && S_ISDIR(st.st_mode))
            count += run_folder(name, depth + 1);
        else if (is_chosen(entry->d_name))
            count += run_file(name);
    }
    closedir(folder);
    return count;
}

int main(int argc, char **argv) {
    const char *slash = strrchr(argv[0], '/'), *self = slash == NULL ? argv[0] : slash + 1;
    char own[MAX_PATH];
    const char *folders[] = {own, "seeds", "tests/golden"};
    /* To a database any bytes are the same kind of damage, and each takes long. */
    int folder_count = strcmp(self, "fuzz_database") == 0 ? 2 : 3;

    /* The names of the files are for a run by hand: which one was it? */
    if (argc < 2 && freopen("/dev/null", "w", stderr) == NULL)
        return 2;
    snprintf(own, sizeof own, "tests/fuzz/corpus/%s", self);
    printf("1..%d\n", folder_count);
    for (int i = 0; i < folder_count; i++) {
        /* Whatever a text is, to a search it is a query of many words, and most of the time of all harnesses.
         */
        if (i == 2 && strcmp(self, "fuzz_search") == 0)
            nth = QUERIES;
        int count = run_folder(folders[i], 0);
        printf("ok %d - %s: %d files of %s\n", i + 1, self, count, folders[i]);
    }
    return 0;
}
