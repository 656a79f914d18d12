/*
 * Which of two programs is faster? Runs both in turn, many times, their output into a pipe that is read and
 * thrown away, and prints the median wall-clock times in microseconds and the median of the ratios of the
 * pairs: what else the machine does meanwhile hits both alike.
 *
 *     alternate REPEATS LABEL PROGRAM ARGUMENT... -- PROGRAM ARGUMENT...
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { MAX_REPEATS = 100000 };

static void fail(const char *what) {
    perror(what);
    exit(2);
}

static double microseconds(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static pid_t start(char **arguments, int output) {
    posix_spawn_file_actions_t actions;
    pid_t pid;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    if (posix_spawnp(&pid, arguments[0], &actions, NULL, arguments, environ) != 0)
        fail(arguments[0]);
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

/* Microseconds from start to end; a program that fails or prints nothing is not worth timing. */
static double run(char **arguments) {
    static char bytes[65536];
    int ends[2], status;
    ssize_t length, total = 0;
    double begun = microseconds();
    pid_t pid;

    if (pipe(ends) != 0)
        fail("pipe");
    pid = start(arguments, ends[1]);
    close(ends[1]);
    while ((length = read(ends[0], bytes, sizeof bytes)) > 0)
        total += length;
    close(ends[0]);
    if (waitpid(pid, &status, 0) != pid)
        fail("waitpid");
    if (status != 0 || total == 0) {
        fprintf(stderr, "alternate: %s: wait status %d, %zd bytes of output\n", arguments[0], status, total);
        exit(2);
    }
    return microseconds() - begun;
}

static int ascending(const void *a, const void *b) {
    const double *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static double median(double *values, int count) {
    qsort(values, (size_t)count, sizeof *values, ascending);
    return values[count / 2];
}

int main(int argc, char **argv) {
    static double first[MAX_REPEATS], second[MAX_REPEATS], ratios[MAX_REPEATS];
    int repeats = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 0, separator = 3;
    double ratio;

    while (separator < argc && strcmp(argv[separator], "--") != 0)
        separator++;
    if (repeats < 1 || repeats > MAX_REPEATS || separator == 3 || separator + 1 >= argc) {
        fprintf(stderr, "usage: alternate REPEATS LABEL PROGRAM ARGUMENT... -- PROGRAM ARGUMENT...\n");
        return 2;
    }
    argv[separator] = NULL;
    for (int i = 0; i < repeats; i++) {
        first[i] = run(argv + 3);
        second[i] = run(argv + separator + 1);
        ratios[i] = first[i] / second[i];
    }
    ratio = median(ratios, repeats);
    printf("%-36s %8.2f ms %8.2f ms  %5.2f\n", argv[2], median(first, repeats) / 1e3,
           median(second, repeats) / 1e3, ratio);
    return 0;
}
