/* internal.h - what was asked of a view before, and need not be asked again. */
#ifndef LEDGER_INTERNAL_H
#define LEDGER_INTERNAL_H

#include "base/compat.h"

struct view_memo {
	bool followed; /* the remote was asked for what its events name: governed.c */
};

#endif
