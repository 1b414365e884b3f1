/* objects_internal.h - what looking at objects shares. */
#ifndef FOLD_OBJECTS_INTERNAL_H
#define FOLD_OBJECTS_INTERNAL_H

#include "base/strmap.h"
#include "fold/objects.h"
#include "repo/object.h"
#include "repo/tree_cache.h"

struct looking {
	struct repo *repo;
	const struct act_facts *act;
	struct findings *found;
	struct oid tree;
	struct tree_cache *trees; /* many files of an event are in one folder */
	const char *unseen;	  /* what is not here; NULL: all is */
	struct strmap digests;	  /* of blobs, by id */
	struct err *err;
};

/* The format has longer ids, too, of another hash: no object here has one, so it is that of none. */
struct oid objects_id(const char *hex);
/* What is missing, or more than is read, says nothing; what is not a commit is a finding; every other
 * fault is one. */
int objects_missing(struct looking *l);
void objects_differ(struct looking *l, const char *path, const char *expected,
		    const char *have);
/* NULL where no runbook is in force, or it has no such step: the judge has said so. */
const struct step *objects_step(const struct looking *l);
/* "sha256:<hex> <path>": what l->tree has in its place, "none" where that is no file; NULL: it has that, or
 * nobody can tell. */
int objects_file(struct looking *l, const char *value, const char **ret_other);
/* The same as a finding. */
int objects_look_at_file(struct looking *l, const char *value);
/* objects_settings.c */
int objects_look_at_settings(struct looking *l, const struct oid *code);
int objects_look_at_decided(struct looking *l, const struct oid *code,
			    const struct environment *source, const struct step_state *gate);
/* objects_meaning.c */
int objects_look_at_meaning(struct looking *l, const struct oid *code);
/* What a step means in that commit and did not mean when it ran, as meant_name() has it. -1 also where an
 * object is missing. */
int objects_meant(struct looking *l, const struct oid *commit, const struct step *step,
		  const struct step_state *state, struct words *ret);
/* objects_complete.c: do the tips still have what ran? */
int objects_look_at_completed(struct looking *l);
/* objects_drilled.c: checks with `drill` of another environment */
int objects_look_at_drills(struct looking *l);
/* objects_promoted.c; l->tree is that of the commit */
int objects_look_at_promoted(struct looking *l, const struct oid *code);
/* objects_purge.c */
int objects_look_at_purged(struct looking *l);
/* objects_adopt.c */
int objects_look_at_adopted(struct looking *l);

#endif
