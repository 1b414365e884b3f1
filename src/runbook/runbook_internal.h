/*
 * runbook_internal.h - what the files that read a runbook share. The schema has been applied:
 * shapes are right, so reading asks only which keys are there.
 */
#ifndef RUNBOOK_RUNBOOK_INTERNAL_H
#define RUNBOOK_RUNBOOK_INTERNAL_H

#include "base/strmap.h"
#include "runbook/runbook.h"
#include "yaml/schema.h"

#define STEP_TIMEOUT_DEFAULT ((int64_t)1800) /* seconds: nothing waits without a bound */
#define CHECK_TIMEOUT_DEFAULT ((int64_t)60)

struct binder {
	struct arena *arena;
	struct runbook *rb;
	const struct doc_node *defaults;
	struct schema_faults faults;
	struct strmap sections, vars, targets,
		repos;		 /* by name; sections: struct bind_section */
	struct checks shared[4]; /* guard, stop, before, verify of the defaults */
	size_t joined;		 /* what the steps have with the defaults, all together */
};

struct bind_section {
	const struct section *section;
	const char *last; /* id of its last step; NULL: none */
	bool begun;	  /* one of its steps has been seen */
};

/* Where a name stands: of which step (NULL: of none, or of its defaults), in `when`, or below a key
 * that this version only reads. */
struct bind_where {
	const struct step *step;
	bool when, later;
};

/* Notes a fault; at most SCHEMA_FAULTS_MAX are kept. */
void bind_fault(struct binder *b, struct srcpos at, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* The nearest step, as long as a fault is still listed; NULL. */
const char *bind_nearest_step(struct binder *b, const char *id);
/* Counts what a step gets; false, and a fault once, when all steps have more than can be meant. */
bool bind_bounded(struct binder *b, struct srcpos at, size_t count);

/* Readers of one key; the default where the key is not there (map may be NULL). */
const char *bind_text(const struct doc_node *map, const char *key);
bool bind_flag(const struct doc_node *map, const char *key, bool otherwise);
int64_t bind_duration(struct binder *b, const struct doc_node *map, const char *key,
		      int64_t otherwise);
struct words bind_words(struct binder *b, const struct doc_node *map, const char *key);
struct words bind_word_list(struct binder *b, const struct doc_node *list);
struct name_values bind_values(struct binder *b, const struct doc_node *map);
void bind_command(struct binder *b, const struct doc_node *node, struct command *ret);
struct approval bind_approval(struct binder *b, const struct doc_node *map);
struct checks bind_checks(struct binder *b, const struct doc_node *list);
/* a then b, without the checks or words that `drop` names. */
struct checks bind_join_checks(struct binder *b, struct checks first, struct checks second,
			       struct words drop);
struct words bind_join_words(struct binder *b, struct words first, struct words second,
			     struct words drop);
bool words_have(struct words words, const char *text);

void bind_steps(struct binder *b, const struct doc_node *list);
/* needs of every step, ids, references, cycles. */
void bind_order(struct binder *b);
/* Names that must exist, waits, ids. */
void bind_references(struct binder *b);
/* Is there anything of that name? */
void bind_name(struct binder *b, struct bind_where where, struct srcpos at, const char *name);
/* What `expect` looks at, where there is such a thing. */
void bind_expectations(struct binder *b);
/* Templates, patterns, JSON paths, globs: everything that has a grammar inside a scalar. */
void bind_grammars(struct binder *b);

#endif
