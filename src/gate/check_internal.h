/* check_internal.h - what the files of gate_check.h share. */
#ifndef GATE_CHECK_INTERNAL_H
#define GATE_CHECK_INTERNAL_H

#include "gate/gate_check.h"
#include "gate/gate_internal.h"

/* Room for the findings of one commit; NULL: of the index, or of a range as a whole. */
struct findings *check_add(const struct ledger *l, struct check_result *result,
			   const struct oid *commit);
/* Which ledger the verdict rests on, and whether anybody vouches for it. */
int check_note_ledger(const struct ledger *l, const struct ledger_view *ledger,
		      const struct check_known *known, struct check_result *ret,
		      struct err *err);
/* The change from `old` to `tip` as a whole. */
int check_net(const struct ledger *l, struct gate *gate, const struct oid *old, size_t count,
	      const struct oid *tip, const char *ref, struct check_result *ret,
	      struct err *err);
/* Each commit that leads to `tip` and that nobody has judged, for a ref. */
int check_commits(const struct ledger *l, struct gate *gate, const struct oid *tip,
		  const char *ref, const struct standing_tip *from, size_t from_count,
		  struct check_result *ret, struct err *err);
/* What a path holds in a commit; absent: the zero id. */
int check_entry_at(const struct ledger *l, const struct oid *commit, const char *path,
		   struct oid *ret, struct err *err);
/* Takes out what does not stand at the tip any more as its commit left it. */
int check_drop_mended(const struct ledger *l, enum door door, const struct oid *tip,
		      struct check_result *ret, struct err *err);

#endif
