/*
 * result.h - what a command found or did, as data. A command fills one in; main() has it shown in the
 * format that was asked for (format.h). Everything lives in the session's arena.
 *
 *	struct next_result *next = arena_alloc(&s->arena, sizeof(*next));
 *	...
 *	result_is_next(ret, next);
 *	return 0;		// the exit status
 */
#ifndef REPORT_RESULT_H
#define REPORT_RESULT_H

#include "act/readiness.h"
#include "ledger/aside.h"
#include "ledger/record.h"
#include "records/render.h"

enum result_kind {
	RESULT_NONE, /* everything was said on the way */
#define RESULT(TAG, name) RESULT_##TAG,
#include "report/results.h"
#undef RESULT
	RESULT_COUNT
};

struct result {
	enum result_kind kind;
	const void *data;      /* of the kind's struct below */
	struct findings *said; /* for the person, whatever the format; NULL: nothing */
};

struct act_result {
	const char *command;		/* as it was typed: "complete" */
	const char *step, *environment; /* NULL where the act has none */
	const struct ledger_view *ledger;
	const struct receipt *receipt; /* NULL: refused, or only planned */
	struct findings *refused;      /* why; empty where it was recorded */
	const char *plan;	       /* what would be done; NULL: no plan was asked for */
};

struct status_result {
	const struct readiness *readiness;
	const struct ledger_view *ledger;
	struct rendered owed; /* records that `owed_by` has not got as the ledger has them */
	const char *owed_by;
	/* What happened, and is in no record: contested in the ledger, or only in this clone. */
	struct contested_fact *contested;
	struct aside_event *aside;
	size_t contested_count, aside_count;
};

struct next_result {
	const char *environment;
	const struct step_view *step; /* NULL: all is done */
};

struct show_result {
	const char *environment;
	const struct step_view *step;
};

/* result_is_status(): makes it one of that kind. */
#define RESULT(TAG, name)                                                     \
	static inline void result_is_##name(struct result *ret,               \
					    const struct name##_result *data) \
	{                                                                     \
		ret->kind = RESULT_##TAG;                                     \
		ret->data = data;                                             \
	}
#include "report/results.h"
#undef RESULT

/* The name of its schema: schemas/output/<name>.yaml. NULL: RESULT_NONE. */
const char *result_name(enum result_kind kind);

#endif
