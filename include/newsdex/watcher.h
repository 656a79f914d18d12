/*
 * Waits for changes in files and folders (inotify(7)). Folders are watched with all below them, hidden ones
 * left out as when they are walked; those that come later are watched from then on. It tells that something
 * has changed, not what: who is told walks the folders, so that nothing is missed between the two. Part of
 * the source stage.
 */
#ifndef NEWSDEX_WATCHER_H
#define NEWSDEX_WATCHER_H

#include "newsdex/status.h"
#include "newsdex/str.h"

struct nd_watcher;

/*
 * The roots are absolute and outlive the watcher. A root that is not there is looked for by
 * nd_watcher_restore. Of the database, and what SQLite keeps beside it, nothing is told.
 */
struct nd_watcher *nd_watcher_new(const struct nd_str *roots, size_t count, struct nd_str database);
void nd_watcher_free(struct nd_watcher *watcher);
/* ND_IO when the system refuses, as when there are more folders than may be watched. */
enum nd_status nd_watcher_start(struct nd_watcher *watcher, struct nd_error *err) ND_MUST_CHECK;
/* To be polled for reading. */
int nd_watcher_fd(const struct nd_watcher *watcher);
/* Takes what has happened; *has_changed is set when some of it matters. Never waits. */
enum nd_status nd_watcher_read(struct nd_watcher *watcher, bool *has_changed,
                               struct nd_error *err) ND_MUST_CHECK;
/* Watches roots that were gone; *has_changed is set when one is there again. *is_whole: none is missing. */
enum nd_status nd_watcher_restore(struct nd_watcher *watcher, bool *has_changed, bool *is_whole,
                                  struct nd_error *err) ND_MUST_CHECK;

#endif
