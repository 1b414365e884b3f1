/* What the files of render share. */
#ifndef RECORDS_RENDER_INTERNAL_H
#define RECORDS_RENDER_INTERNAL_H

#include "records/render.h"

/* A record that is left alone; `done` may be NULL. Strings live in the ledger's arena. */
void rendered_left(const struct ledger *l, struct rendered *done, const char *path,
		   const char *fix, const char *detail);
/* What cannot be read or written, as a link or a folder in its place, is left alone: 0. Else -1. */
int render_unwritten(const struct ledger *l, struct rendered *done, const char *path,
		     struct err *err);
void rendered_absent(const struct ledger *l, struct rendered *done, const char *path,
		     const char *detail);

/* The same for one whose edits are in no commit: the way out takes them back. */
void rendered_edited(const struct ledger *l, struct rendered *done, const char *path,
		     const char *detail);

/* Writes and stages one record (or says that it differs) and notes it `as`: detail, since, edited. */
int render_file(const struct ledger *l, struct rendered *done, const char *path,
		struct bytes text, struct rendered_item as, struct err *err);

/* Has HEAD (or what is looked at instead of the work tree) these bytes there? Then nobody loses
 * what he wrote when others take their place. */
int render_is_committed(const struct ledger *l, const struct rendered *done, const char *path,
			struct bytes text, bool *ret, struct err *err);

/* Is there a place to look at? A bare repository has no work tree. */
bool render_has_place(const struct ledger *l, const struct rendered *done);
/* A file there; *ret_found false and no bytes when there is none. */
int render_read(const struct ledger *l, const struct rendered *done, const char *path,
		struct bytes *ret, bool *ret_found, struct err *err);

/* Event 0 is none: no record rests on the genesis. */
static inline void unseen_add(struct arena *a, struct rendered_events *list, uint64_t sequence)
{
	if (sequence)
		*ARENA_PUSH(a, list->items, list->count) = sequence;
}

/* Each file of the ledger's folder of logs or of checkpoints, which have months in them. */
int render_each(const struct ledger *l, const struct rendered *done, const char *folder,
		tree_image_fn *fn, void *context, struct err *err);

#endif
