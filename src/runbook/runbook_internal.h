/*
 * runbook_internal.h - what the files that read a runbook share: the binder, which one walk over
 * the document fills, and what is asked of it where all shapes are right.
 */
#ifndef RUNBOOK_RUNBOOK_INTERNAL_H
#define RUNBOOK_RUNBOOK_INTERNAL_H

#include "base/strmap.h"
#include "runbook/runbook.h"

#define STEP_TIMEOUT_DEFAULT ((int64_t)1800) /* seconds: nothing waits without a bound */
#define CHECK_TIMEOUT_DEFAULT ((int64_t)60)
#define RECORDS_LOG_DEFAULT "docs/deployments/${{ date }}.md"
#define FAULTS_MAX 100 /* listed; more are not looked for */

struct fault {
	struct srcpos at;
	const char *text;
};

/* Where a name stands: of which step (NULL: of none, or of its defaults), in `when`, or below a key
 * that this version only reads. */
struct bind_where {
	const struct step *step;
	bool when, later;
};

/* A text that holds templates, or a key of `when`. */
struct bind_names {
	const struct doc_node *node;
	struct bind_where where;
};

struct binder {
	struct arena *arena;
	struct runbook *rb;
	struct {
		struct fault *items;
		size_t count;
	} faults;
	bool broken;		       /* one of them is of shape */
	const struct doc_node **wrong; /* what has a wrong shape */
	size_t wrong_count;
	/* of the walk */
	struct bind_where where;
	unsigned
		word; /* which of a shape's words it was, or of the keys of which there is one */
	size_t index; /* of the item that begins */
	unsigned unobeyed_depth;
	struct bind_names *names;
	size_t name_count;
	struct strmap vars, targets, repos; /* by name */
	size_t joined; /* what the steps have with the defaults, all together */
};

/* Notes a fault; at most FAULTS_MAX are kept. */
void bind_fault(struct binder *b, struct srcpos at, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* A key that stands there and that nothing obeys; `of`: " of a check with 'file'". */
void bind_unobeyed(struct binder *b, const struct doc_node *key, const char *of);
/* Remembers a text that holds a template. */
void bind_template(struct binder *b, const struct doc_node *node);

/* The nearest step, as long as a fault is still listed; NULL. */
const char *bind_nearest_step(struct binder *b, const char *id);
/* Counts what a step gets; false, and a fault once, when all steps have more than can be meant. */
bool bind_bounded(struct binder *b, struct srcpos at, size_t count);
bool words_have(struct words words, const char *text);

/* Named by the tables: what a mapping is before it is read, and what follows from what was. */
void begin_runbook(struct binder *b, const struct doc_node *node, void *to);
void begin_environment(struct binder *b, const struct doc_node *node, void *to);
void begin_gate(struct binder *b, const struct doc_node *node, void *to);
void begin_rollback(struct binder *b, const struct doc_node *node, void *to);
void begin_drill(struct binder *b, const struct doc_node *node, void *to);
void begin_section(struct binder *b, const struct doc_node *node, void *to);
void begin_document(struct binder *b, const struct doc_node *node, void *to);
void begin_freeze(struct binder *b, const struct doc_node *node, void *to);
void begin_window(struct binder *b, const struct doc_node *node, void *to);
void begin_deprecation(struct binder *b, const struct doc_node *node, void *to);
void begin_purge_condition(struct binder *b, const struct doc_node *node, void *to);
void begin_policy(struct binder *b, const struct doc_node *node, void *to);
void begin_check(struct binder *b, const struct doc_node *node, void *to);
void begin_analysis(struct binder *b, const struct doc_node *node, void *to);
void begin_approval(struct binder *b, const struct doc_node *node, void *to);
void begin_step(struct binder *b, const struct doc_node *node, void *to);
void begin_restore(struct binder *b, const struct doc_node *node, void *to);
void begin_again(struct binder *b, const struct doc_node *node, void *to);
void store_command(struct binder *b, const struct doc_node *node, void *to);
void store_targets(struct binder *b, const struct doc_node *node, void *to);
void store_repos(struct binder *b, const struct doc_node *node, void *to);
void store_completion(struct binder *b, const struct doc_node *node, void *to);
void store_severity(struct binder *b, const struct doc_node *node, void *to);
void store_from(struct binder *b, const struct doc_node *node, void *to);
void store_to(struct binder *b, const struct doc_node *node, void *to);
void store_days(struct binder *b, const struct doc_node *node, void *to);
void store_hours(struct binder *b, const struct doc_node *node, void *to);
void store_zone(struct binder *b, const struct doc_node *node, void *to);
void store_window(struct binder *b, const struct doc_node *node, void *to);
void store_deprecation(struct binder *b, const struct doc_node *node, void *to);
void store_purge_condition(struct binder *b, const struct doc_node *node, void *to);
void store_policy(struct binder *b, const struct doc_node *node, void *to);
void store_http(struct binder *b, const struct doc_node *node, void *to);
void store_check(struct binder *b, const struct doc_node *node, void *to);
void store_recap(struct binder *b, const struct doc_node *node, void *to);
void store_procedure(struct binder *b, const struct doc_node *node, void *to);
void store_step(struct binder *b, const struct doc_node *node, void *to);

/* What the published patterns say. */
bool fits_id(const char *text);
bool fits_check_id(const char *text);
bool fits_ledger(const char *text);
bool fits_ref(const char *text);
bool fits_line(const char *text);
bool fits_variable(const char *text);
bool fits_duration(const char *text);
bool fits_date(const char *text);
bool fits_since(const char *text);
bool fits_path(const char *text);
bool fits_moment(const char *text);
bool fits_hours(const char *text);
bool fits_zone(const char *text);
bool fits_pin(const char *text);

/* Patterns, JSON paths, globs: what has a grammar inside a scalar. */
void grammar_path(struct binder *b, const struct doc_node *node);
void grammar_glob(struct binder *b, const struct doc_node *node);
void grammar_pattern(struct binder *b, const struct doc_node *node);
void grammar_shell(struct binder *b, const struct doc_node *node);
void grammar_json_path(struct binder *b, const struct doc_node *node);
void grammar_asked(struct binder *b, const struct doc_node *node);

/* runbook_rest.c: what is asked of right shapes, of a runbook without what has a wrong one; but for faults
 * that may come from what is missing then. */
void bind_rest(struct binder *b, const struct doc_node *root);
/* All that is asked of right shapes. */
void bind_all(struct binder *b);
/* needs of every step, ids, references, cycles. */
void bind_order(struct binder *b);
/* What a step needs that does not say: the ids of all steps and the places of sections are known. */
void bind_default_needs(struct binder *b, struct step *step);
void bind_sections(struct binder *b);
/* image.c: the step at a place, of a runbook that was recalled. */
const struct step *image_step(const struct runbook *rb, size_t index);
/* Names that must exist, waits, ids: of everything, and of gates, rollbacks and drills. */
void bind_references(struct binder *b);
void bind_procedures(struct binder *b);
void bind_check_id(struct binder *b, struct srcpos at, const char *what, const char *id);
/* `thing` may come again, another one of the same id may not. */
void bind_check_unique(struct binder *b, struct strmap *seen, struct srcpos at,
		       const char *what, const char *id, const void *thing);
/* What a step runs and reads is in no place of records. */
void bind_check_records(struct binder *b, const struct step *step);
/* Nothing but what cannot be undone says how it is mended. */
void bind_check_remediation(struct binder *b, const struct step *step);
/* The target of `on`; NULL: none. */
void bind_check_target(struct binder *b, struct srcpos at, const char *on);
/* seen: ids that are given once; NULL: they may stand there twice. */
void bind_check_list(struct binder *b, const struct step *step, struct checks list,
		     struct strmap *seen);
/* All four lists of a step. */
void bind_check_lists(struct binder *b, const struct step *step, struct strmap *seen);
/* Names in templates and in `when`: is there anything that is called so? */
void bind_templates(struct binder *b);
void bind_name(struct binder *b, struct bind_where where, struct srcpos at, const char *name);
/* What `expect` looks at, where there is such a thing. */
void bind_expectations(struct binder *b);
/* Baselines: what records them, and what compares with them where. */
void bind_baselines(struct binder *b);
/* Where records are written. */
void bind_places(struct binder *b);

#endif
