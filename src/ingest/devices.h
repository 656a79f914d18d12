/*
 * Which devices the files of a run lie on, compared with the last run. A disk that is not mounted, or another
 * one in its place, looks like a folder whose files are gone; the number of the device tells. Numbers change
 * when a machine starts anew, so a change counts only where none of the known files was met any more. Private
 * to the ingest stage.
 */
#ifndef INGEST_DEVICES_H
#define INGEST_DEVICES_H

#include "newsdex/index.h"

struct nd_devices;

/* Reads what the last run wrote down; index may be NULL. ND_OK or an error, *devices is to be closed always.
 */
enum nd_status nd_devices_open(struct nd_index *index, struct nd_devices **devices,
                               struct nd_error *err) ND_MUST_CHECK;
void nd_devices_close(struct nd_devices *devices);
/* The walk met a file. */
void nd_devices_met(struct nd_devices *devices, const struct nd_walk_entry *entry, bool is_known);
/*
 * Whether the place of a missing file is on another device than the file was. *folder is then the one to
 * tell, with its '/', and what the next run compares with stays as it is.
 */
bool nd_devices_is_elsewhere(struct nd_devices *devices, struct nd_str path, struct nd_str *folder);
/* True when something has changed that is to be written down: */
bool nd_devices_has_news(struct nd_devices *devices, const struct nd_roots *roots);
/* Writes it, within a transaction. */
enum nd_status nd_devices_save(struct nd_devices *devices, const struct nd_roots *roots,
                               struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

#endif
