/* gate_internal.h - what the files of the gate share. */
#ifndef ENGINE_GATE_INTERNAL_H
#define ENGINE_GATE_INTERNAL_H

#include "gate/gate.h"
#include "model/runbook.h"
#include "repo/snapshot.h"

#define PARENTS_MAX 64 /* of one commit */

struct gate {
	struct session *session;
	struct arena *arena; /* the session's */
	enum door door;
	struct ledger_view *ledger; /* NULL: none */
	const struct runbook *runbook;
	bool adopted, in_hook;
	struct facts_spec spec;
	struct facts_ledger held;
	bool held_records, held_entries; /* which parts of `held` are filled in */
	const char *ask_owner;
	const char *const *governed; /* patterns */
	size_t governed_count;
	struct oid *tips; /* commits from which the rules bind */
	size_t tip_count;
};

/* gate_facts.c: fills in gate->spec from a runbook, or from conventions where it is NULL. */
int gate_spec(struct gate *gate, const struct runbook *runbook, struct err *err);

/* gate_held.c: what the ledger holds. Steps, freezes and trust at once; pins and sealed files
 * (a walk over the events) and log entries when a change touches such records. */
int gate_hold(struct gate *gate, struct err *err);
int gate_hold_records(struct gate *gate, struct err *err);
int gate_hold_entries(struct gate *gate, struct err *err);

/* gate_change.c: the versions of every path that a change brings. */
struct gate_change {
	struct gate *gate;
	struct snapshot *now, *base, **was;
	size_t parents;
	struct change *changes;
	size_t count;
	struct arena *arena;
};

/* Opens what the parents (none: a first commit) hold and, of a merge, their best common ancestor. */
int gate_change_parents(struct gate_change *change, const struct oid *parents, size_t count,
			struct err *err);
void gate_change_close(struct gate_change *change);
int gate_change_gather(struct gate_change *change, struct err *err);
/* Asks the rules; the caller has filled in what is special about this change. */
int gate_judge(struct gate *gate, struct gate_change *change, struct facts *facts,
	       struct findings *found, struct err *err);

#endif
