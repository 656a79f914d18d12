#include "cli/cli.h"

#include <string.h>

enum { LONGEST = 16 };

static int least(int a, int b, int c) {
    int d = a < b ? a : b;

    return d < c ? d : c;
}

/* Letters that are missing, too many, wrong or exchanged with the next (optimal string alignment). */
static int distance(const char *a, const char *b) {
    int rows[LONGEST + 1][LONGEST + 1];
    int m = (int)strlen(a), n = (int)strlen(b);

    for (int i = 0; i <= m; i++)
        for (int k = 0; k <= n; k++) {
            if (i == 0 || k == 0) {
                rows[i][k] = i + k;
                continue;
            }
            rows[i][k] =
                least(rows[i - 1][k] + 1, rows[i][k - 1] + 1, rows[i - 1][k - 1] + (a[i - 1] != b[k - 1]));
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] &&
                rows[i - 2][k - 2] + 1 < rows[i][k])
                rows[i][k] = rows[i - 2][k - 2] + 1;
        }
    return rows[m][n];
}

const char *nd_cli_similar(const struct nd_command *commands, const char *name) {
    const char *best = NULL;
    int nearest = 3;

    if (strlen(name) > LONGEST || strlen(name) < 2)
        return NULL;
    for (const struct nd_command *c = commands; c->name != NULL; c++) {
        int d = strncmp(c->name, name, strlen(name)) == 0 ? 1 : distance(name, c->name);
        if (d < nearest && d * 2 < (int)strlen(c->name) + 1) {
            nearest = d;
            best = c->name;
        }
    }
    return best;
}
