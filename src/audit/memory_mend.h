/*
 * memory_mend.h - what is remembered outside the repository, put right where it is damaged: a power
 * cut leaves an empty file, and no command that would compare with it can go on.
 */
#ifndef AUDIT_MEMORY_MEND_H
#define AUDIT_MEMORY_MEND_H

#include "ledger/ledger.h"

/*
 * After a whole verification that ended at `view`, in a clone that has joined. What can be read is
 * left as it is, whatever it says: else this would be the way to rewind a ledger unnoticed. fn is
 * told what was mended.
 */
typedef void memory_mended_fn(const char *what, void *context);
int memory_mend(const struct ledger *l, struct ledger_view *view, memory_mended_fn *fn,
		void *context, struct err *err);

#endif
