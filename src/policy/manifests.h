/* manifests.h - what the files of the rule about manifests share. */
#ifndef POLICY_MANIFESTS_H
#define POLICY_MANIFESTS_H

#include "policy/internal.h"
#include "policy/pins.h"

/* Paths that somebody named: by steps that are complete what they demand, by all and by the
 * ledger what is called what. */
struct named {
	struct strmap demanded; /* path: the complete step */
	struct byteset paths;	/* sorted */
};

struct manifests {
	const struct doc_node *now, **was;
	const struct environment *environment;
	const struct change *change;
	struct named named;
	struct arena *arena;
};

/*
 * Every path that somebody named, or that looks like a pin in one of the manifests: each once, sorted.
 * Fills m->named.
 */
int manifests_paths(const struct facts *facts, struct manifests *m, struct byteset *ret,
		    struct err *err);

#endif
