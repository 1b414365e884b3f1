/*
 * runbook.h - the specification: what runbook.yaml says, as plain structs with places. The
 * language is git-mcade-runbook(5); its keys are the tables of keys.c, by which one walk
 * validates and binds. Never the status of anything.
 *
 *	const struct runbook *rb;
 *
 *	if (runbook_parse(text, "runbook.yaml", arena, &rb, err))
 *		return -1;		// runbook.yaml:41:3: unknown key 'verifi': did you mean 'verify'?
 *	step = runbook_step(rb, "PLAT_08D");
 *
 * Steps come with `defaults` merged in: lists joined (`without` drops), scalars overridden.
 * Strings are as written; templates (`${{ name }}`) are resolved when they are used. Paths of
 * `uses` and `inputs` are relative to `cwd` (step_path() joins them), all others to the root.
 * Everything lives in the arena given to runbook_bind(), and borrows the file's name.
 */
#ifndef RUNBOOK_RUNBOOK_H
#define RUNBOOK_RUNBOOK_H

#include <limits.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "base/strmap.h"
#include "model/event.h"
#include "model/finding.h"
#include "runbook/window.h"
#include "text/class.h"
#include "text/legend.h"
#include "yaml/doc.h"

struct words {
	const char *const *items;
	size_t count;
};

struct name_value {
	const char *name, *value;
	struct srcpos at; /* of the value */
};

struct name_values {
	const struct name_value *items;
	size_t count;
};

/* `run`: shell text, or an argument vector. */
struct command {
	const char
		*shell; /* run by `sh -c` (or on a target's stdin) exactly as written; NULL */
	struct words argv; /* count 0 where shell is set; templates allowed inside; a target
			      gets it as shell text */
	struct srcpos at;
};

enum probe {
#define PROBE(tag, ...) PROBE_##tag,
#include "runbook/probes.h"
#undef PROBE
	PROBE_COUNT
};

/* A value in time: `retry` of a check. count 1, delay 0 where the runbook has none. */
struct retry {
	unsigned count;
	int64_t delay; /* seconds */
};

/* Samples until it is known. A limit that is not given is ANALYSIS_ANY. */
struct analysis {
	unsigned count;			 /* samples at most; 0: the check is asked once */
	int64_t interval, initial_delay; /* seconds */
	unsigned failures, unanswered;	 /* more than these */
	unsigned passes_in_row, failures_in_row;
};
#define ANALYSIS_ANY UINT_MAX

struct check {
	const char *id;
	struct srcpos at;
	enum probe probe;
	struct command run;	       /* PROBE_RUN */
	const char *subject;	       /* the other probes; NULL */
	const char *on;		       /* target; NULL: here */
	const char *cwd;	       /* NULL: the step's */
	int64_t timeout;	       /* seconds; never 0 */
	const struct doc_node *expect; /* runbook/expect.h; NULL: exit 0 (file: exists; ...) */
	const struct doc_node *when;   /* mapping of names to expectations; NULL: always */
	struct retry retry;
	struct name_values capture; /* name: pattern; its first group (or whole match) */
	struct words pass_env;	    /* beside the step's */
	struct words require;	    /* env_file: names that it sets */
	struct words covers;	    /* requirements that a pass shows */
	bool also;		    /* it is no step's own: `complete_also` */
	bool warn_only;		    /* `on_fail: warn` */
	const char *role;	    /* manual: who may attest; NULL: any operator */
	struct analysis analysis;
	const struct doc_node *node; /* the whole check */
};

struct checks {
	const struct check *const *items;
	size_t count;
};

/* Who must agree; a NULL role means no approval is demanded. */
struct approval {
	const char *role;
	unsigned count;
	int64_t expires; /* seconds */
	bool prevent_self_approve;
	bool witness; /* what somebody without a key said counts, as a signer witnesses it */
};

/* Does a run that leaves nothing missing complete its step? */
enum completion { COMPLETION_UNSAID, COMPLETION_AUTO, COMPLETION_CONFIRM };

enum step_kind { STEP_RUN, STEP_MANUAL, STEP_CHECKPOINT, STEP_GATE, STEP_ROLLBACK, STEP_DRILL };

struct step {
	const char *id;
	struct srcpos at;
	size_t index;	   /* place in the list, from 0 */
	const char *title; /* NULL */
	enum step_kind kind;
	const char *section; /* id; NULL */
	const char *repo;    /* name in repos; NULL: this repository */
	const char *uses;    /* NULL */
	struct command run;  /* shell NULL and argv empty: only planned */
	bool has_run;
	const char *cwd; /* NULL: the root */
	const char *on;	 /* target; NULL: here */
	struct name_values env;
	bool interactive;
	int64_t timeout; /* seconds; never 0 */
	bool changes_state;
	const char *restore; /* pattern whose first group is the restore path; NULL: none */
	struct srcpos restore_at;
	bool restore_created;	      /* `restore: created`: the file that `created` names */
	const struct doc_node *recap; /* expectation over the recap; NULL: none */
	const char *recap_format;     /* "ansible"; NULL */
	const struct doc_node *idempotence; /* expectation of a second run; NULL: none */
	bool idempotence_first_only;	    /* `at: first_completion` */
	const struct doc_node *expect;	    /* of the run itself; NULL: exit 0 */
	struct words pins;
	bool has_pins;	       /* `pins` is given, if only as [] */
	struct words pass_env; /* beside the runbook's */
	struct words without;  /* what of the defaults it has not */
	struct words needs;    /* resolved: given, or the step before */
	bool has_needs;
	struct words environments; /* where it exists; empty: everywhere */
	bool optional, dormant;
	struct words inputs; /* patterns, relative to cwd */
	struct checks guard, stop, before, verify;
	struct words covers;	 /* requirements; of a gate some check shows each */
	const char *next;	 /* id; NULL */
	const char *was;	 /* an earlier id; NULL */
	const char *fallback_of; /* id; NULL */
	bool irreversible;
	const char *remediation; /* NULL */
	struct approval approval;
	enum completion completion;
	const struct doc_node *node; /* as written, without defaults */
};

/* What must stand in the evidence, and where it is written. */
struct evidence_demand {
	const char *path; /* template; NULL */
	struct words require, require_on_fail;
};

/*
 * What has no place in the list of steps: a gate is asked, a rollback and a drill are run when
 * somebody wants them. Each is a step of that kind, so that whatever is asked of a step can be
 * asked of it; a gate's checks are its `verify`, `environment` is the only one that it exists in.
 */
struct procedure {
	struct step step;	   /* first: whoever has the step of one has it */
	enum subject_type type;	   /* what its events name */
	const char *environment;   /* id; NULL: in each */
	int64_t expires;	   /* gate: seconds; 0: never */
	struct name_values inputs; /* rollback: name, and the pattern that a value fits */
	struct checks triggers;	   /* rollback: what must hold, else it is due */
	const char *of;		   /* drill: the rollback that it tries; NULL */
	struct evidence_demand
		evidence; /* gate: what it must hold beside the runbook's; drill */
	int64_t every;	  /* drill: seconds; 0: whenever somebody wants */
};

struct procedures {
	const struct procedure *const *items;
	size_t count;
};

struct section {
	const char *id, *title;
	struct words needs;
	struct srcpos at;
	size_t first, last; /* places of its steps in the list; SIZE_MAX: there is none */
};

struct environment {
	const char *id;
	struct srcpos at;
	const char *title; /* NULL */
	bool live;
	bool retired;	      /* nothing starts there any more */
	const char *manifest; /* NULL: none */
	struct name_values vars;
	struct words promote_after; /* it gets what was verified in these, and nothing else */
	bool promote_any;	    /* in one of them is enough */
	bool same_pins;		    /* and with the pins of there */
	int64_t soak;		    /* seconds that it has been whole there; 0: none */
	struct approval promote_approval;
	struct checks promote_verify; /* asked of what was promoted */
	struct checks guard, stop, verify;
	struct approval approval;
	enum completion completion;
	/* The id under which the JSON of that check of the top level is kept, each time that a
	 * verification passes here. NULL: none is. */
	const char *baseline, *baseline_of;
	const struct doc_node *node;
};

struct freeze {
	const char *id, *reason;
	struct srcpos at;
	struct words paths, except; /* patterns */
	struct words steps;
	struct approval approval;
	const char *since; /* commit or date; NULL: adoption */
	struct window window;
};

enum runbook_policy_kind {
	RUNBOOK_APPEND_ONLY,
	RUNBOOK_WRITE_ONCE,
	RUNBOOK_NO_DELETE,
	RUNBOOK_FORBID,
	RUNBOOK_FORBID_PATHS,
	RUNBOOK_UNIQUE_KEYS,
	RUNBOOK_WHEN_CHANGED,
};

struct runbook_policy {
	const char *id;
	struct srcpos at;
	enum runbook_policy_kind kind;
	struct words
		subjects;    /* append_only, write_once, no_delete, forbid_paths, when_changed:
				  patterns ("FILE#Heading" too); unique_keys: keys */
	const char *pattern; /* forbid; NULL else */
	struct words paths;  /* where forbid and unique_keys look; empty: everywhere */
	const char *append_to; /* when_changed: pattern; NULL else */
	bool code_only;
	const char *fix, *since, *reason; /* NULL */
	enum finding_severity severity;	  /* FINDING_ERROR unless given */
};

/* What has to be shown before a deprecated item may go. */
enum purge_proof {
	PURGE_REPLACEMENT, /* replacement_verified: what its banner names is done, and fresh */
	PURGE_UNREFERENCED,
	PURGE_CHECKPOINT, /* a sealed one, of its own, lists the path */
	PURGE_MILESTONE,  /* a step, all of a section, or "done": all that must be */
};

#define MILESTONE_ALL "done" /* where no step or section is called so */

struct purge_condition {
	enum purge_proof proof;
	const char *milestone;
	struct srcpos at;
};

struct deprecation {
	bool given;
	struct srcpos at;
	const char *path;    /* folder, with final slash */
	struct words banner; /* empty: the demanded ones */
	const char *since;   /* NULL */
	bool banner_edits;   /* banner-only edits of frozen files are allowed */
	struct {
		struct {
			const struct purge_condition *items;
			size_t count; /* 0: nothing is ever purged */
		} require;
	} purge;
};

/* What a document is, whatever lint takes it for. */
struct runbook_document {
	const char *path; /* a pattern */
	const char *kind; /* a word of text/class.h */
	struct srcpos at;
};

struct target {
	const char *name;
	struct words argv;
	struct srcpos at;
};

/* A key that promises what this version does not do: " of a check with 'file'", or "". */
struct unobeyed {
	struct srcpos at;
	const char *key, *of;
};

struct runbook {
	const char *name;
	const char *ledger; /* 64 digits; NULL: not written yet */
	struct words
		governed; /* full ref names or patterns; never empty: runbook_governing() */
	struct name_values vars;
	struct name_values repos; /* name: url ("" where none is given) */
	const struct target *targets;
	size_t target_count;
	const struct environment *environments;
	size_t environment_count;
	struct {
		const char *log, *checkpoint, *runbook; /* templates; but for the log, NULL: not
							   managed */
		bool manual;				/* `follow: manual`: acts write none */
	} records;
	struct runbook_marks { /* glyphs and words of the team's own, by what they say */
		struct words complete, planned, blocked, skipped, dormant;
	} marks;
	const struct runbook_document *documents;
	size_t document_count;
	const struct section *sections;
	size_t section_count;
	const struct step **steps; /* for step_at(); NULL: not read yet */
	size_t step_count;
	const char *const *ids;	   /* of the steps, in their order */
	const char *const *titles; /* of the same; "": it has none */
	const uint32_t *by_id;	   /* their places, sorted by id */
	struct strmap by_section;  /* the first of that id */
	struct step defaults;	   /* what every step has that does not say otherwise */
	uint64_t rules; /* by which set it is in force; 0: it is not, or nobody says */
	struct runbook_image *image; /* of which steps are read when they are asked for; NULL */
	const struct freeze *freezes;
	size_t freeze_count;
	struct deprecation deprecation;
	const struct runbook_policy *policies;
	size_t policy_count;
	struct procedures gates, rollbacks, drills;
	struct checks checks; /* top level, by id: what `use` may name */
	struct evidence_demand
		evidence; /* of every run and gate; path and require_on_fail: of every drill */
	struct words complete_also; /* of these: every step's `verify` uses them */
	struct words secrets;	    /* names of variables */
	struct words pass_env;	    /* the same, of those that are not masked and recorded */
	struct words content;	    /* patterns: the part that is released; empty: everything */
	enum completion completion; /* runbook_completes() */
	bool order_by_needs;	    /* `order: needs` */
	bool accept_proposed_pins;  /* `proposed_pins: accept` */
	const struct unobeyed *unobeyed;
	size_t unobeyed_count;
	const struct doc_node *root;
};

/* The first fault as ERR_FORMAT with its place. */
int runbook_bind(const struct doc_node *root, struct arena *a, const struct runbook **ret,
		 struct err *err);
/* doc_parse() and runbook_bind(). */
int runbook_parse(struct bytes text, const char *file, struct arena *a,
		  const struct runbook **ret, struct err *err);
/*
 * Every fault as a finding of rule `document`, in the order of the text, then what
 * runbook_newer_faults() and runbook_effects() find where there is none. NULL: there are faults.
 */
const struct runbook *runbook_check(const struct doc_node *root, struct findings *found);
/*
 * What the language has and this version does not obey: each key that promises what nothing keeps,
 * a list without steps, a promotion from where nothing is ever done. Such a runbook is read, and
 * never adopted: one finding of rule `document` each.
 */
void runbook_effects(const struct runbook *rb, struct findings *found);
/* What the first two sets of rules let stand: environments with pins that share a manifest, checks of a drill that
 * there is not. */
void runbook_newer_faults(const struct runbook *rb, struct findings *found);
/*
 * Gates without checks, which nothing could ever answer. A file may be committed with one, to be filled
 * in; only adopt refuses it.
 */
void runbook_never_go(const struct runbook *rb, struct findings *found);
/* Notes: verifications that cannot fail. */
void runbook_remarks(const struct runbook *rb, struct findings *found);

/*
 * Remembering: bytes from which runbook_recall() makes the same runbook, of which a step is read
 * when it is asked for. runbook_remember() false: its steps are not written so that the lines of
 * one can be told from those of the next. Nothing is judged again: recall only what was bound by
 * this version (it says false to others), and is not damaged.
 */
bool runbook_remember(const struct runbook *rb, struct bytes text, struct strbuf *out);
bool runbook_recall(struct bytes image, const char *file, struct arena *a,
		    const struct runbook **ret);

/* Is there nothing in it but comments? Such a file is none: it waits until somebody uncomments it. */
bool runbook_is_blank(struct bytes text);
/*
 * The runbook as it governs a ref by default: what it says of `governed` goes before. NULL: nobody
 * resolved one, it is refs/heads/main. Shares everything with the runbook, and lives in the arena.
 */
/* As it is in force by that set of rules. */
const struct runbook *runbook_by_rules(const struct runbook *rb, uint64_t set, struct arena *a);
const struct runbook *runbook_governing(const struct runbook *rb, const char *ref,
					struct arena *a);

/* By its place in the list. */
const struct step *step_at(const struct runbook *rb, size_t index);
/* The place of an id; SIZE_MAX: it is not a step. */
size_t runbook_place(const struct runbook *rb, const char *id);
/* NULL when there is none. */
const struct step *runbook_step(const struct runbook *rb, const char *id);
const struct environment *runbook_environment(const struct runbook *rb, const char *id);
/* Is it one of the refs that are governed? */
bool runbook_governs(const struct runbook *rb, const char *ref);
/* The gate, rollback or drill of that id; NULL: there is none. */
const struct procedure *runbook_procedure(const struct runbook *rb, struct event_subject what);
/* Whose step it is; NULL: it is no rollback's. */
const struct procedure *step_rollback(const struct step *step);
/* Whose step it is; NULL: it is no drill's. */
const struct procedure *step_drill(const struct step *step);
/* Does the value fit the whole pattern of that input? False where there is none of that name. */
bool procedure_takes(const struct procedure *p, const char *input, const char *value);
/* The argument vector of a target; count 0 when there is none. */
struct words runbook_target(const struct runbook *rb, const char *name);
/* A check by id: of the step (any of its lists), else of the top level; NULL. */
const struct check *runbook_check_of(const struct runbook *rb, const struct step *step,
				     const char *id);
/* That of a step's or gate's own that a person could answer, `verify`, as it is asked there; false: none. */
bool step_verify(const struct runbook *rb, const struct step *step, const char *id,
		 struct check *ret);
/* What a check asks: itself, or what `use` names with what it says otherwise. False: it names none. */
bool runbook_used(const struct runbook *rb, const struct step *step, const struct check *check,
		  struct check *ret);
/* Does it ask of what runs now whether it is ${{ git.sha }}, or what the variable has that holds it, so that it
 * passes with one version alone? */
bool runbook_asks_version(const struct runbook *rb, const struct step *step,
			  const struct check *check);
/* Does the text hold this name, and not only a longer one that begins so? */
bool runbook_text_has_name(const char *text, const char *name);
/* Does it name that commit anywhere, however it asks? */
bool runbook_mentions_version(const struct runbook *rb, const struct step *step,
			      const struct check *check);
/* The id nearest to a mistyped one, for "did you mean"; NULL when none is near. */
const char *runbook_nearest_step(const struct runbook *rb, const char *id);

/* The act that does for a step what `word` does for one that is run: a manual one is attested. */
enum event_word step_word(const struct step *step, enum event_word word);
/* Is it done by an act alone, which runs nothing: a person says so, or a folder is sealed? */
bool step_is_said(const struct step *step);
/* Does it rest on what people say of one candidate, whatever environments demand: done by hand, a gate, with an
 * approval of its own, or a check that asks them? */
bool step_asks_people(const struct runbook *rb, const struct step *step);
/* The same by number; of a runbook that is remembered without reading the step. */
bool runbook_asks_people(const struct runbook *rb, size_t index);
/* The permission that it takes: who may answer checks may say that he did a manual step. */
const char *step_word_permission(enum event_word word);
/* Whose agreement a start there demands: the step says, else the environment. NULL: nobody's. */
const struct approval *step_approval(const struct environment *env, const struct step *step);
/* Does the step exist in this environment? */
bool step_in(const struct step *step, const char *environment);
/*
 * What a step needs in an environment: for a need that does not exist there, or that nobody waits for
 * (optional, dormant), also what that needs itself is waited for, so that the order of the others
 * stays. Lives in the arena, or is the step's own.
 */
struct words step_needs(const struct runbook *rb, const struct step *step,
			const char *environment, struct arena *a);

/* What a step is without, so that no act could ever complete it as written. */
enum step_lack {
	STEP_LACKS_RUN = 2,	    /* only planned */
	STEP_LACKS_VERIFY = 4,	    /* no check would show that it is done */
	STEP_LACKS_RESTORE = 8,	    /* it changes state, and no way back is found */
	STEP_LACKS_PINS = 16,	    /* there is a manifest; `pins: []` is a choice */
	STEP_LACKS_MANIFEST = 32,   /* there are pins, and no manifest */
	STEP_LACKS_CHECKPOINT = 64, /* it is sealed, and no record says where */
	STEP_LACKS_ANSWER = 128,    /* each of its checks is for another environment */
};

/* The lacks, joined; 0 where `complete` can succeed. Dormant and optional steps too. */
unsigned step_lacks(const struct runbook *rb, const struct environment *env,
		    const struct step *step);
/* Does a run there complete the step where nothing is missing? The step says, else the environment,
 * else the runbook, else not. */
bool runbook_completes(const struct runbook *rb, const struct environment *env,
		       const struct step *step);
/* Seconds that a run there takes at most, with its checks and a second go. */
int64_t step_longest(const struct step *step, const struct environment *env);
/* The criteria of a completion, and which of them do not apply to a step: sorted. */
#define CRITERIA 5
struct words step_without(const struct step *step, struct arena *a);
/* NULL, or why `complete` could never succeed: "no 'verify', no 'pins'". */
const char *step_incompletable(const struct runbook *rb, const struct environment *env,
			       const struct step *step, struct arena *a);

/* cwd and a path joined: "ansible/playbooks/x.yml". NULL for NULL. Lives in the arena. */
const char *step_path(const struct step *step, const char *path, struct arena *a);
/* The path of its playbook from the root; NULL: none, or one in another repository. */
const char *step_playbook(const struct step *step, struct arena *a);
/* Is that the path? */
bool step_uses(const struct step *step, const char *path);

/*
 * Two canonical texts of a step, to be hashed: what runs (only another run makes good a change of
 * it), and what is asked before and after, of the step and of the environment (a verification
 * does). Independent of layout, comments, order of keys and of other steps; the values of the
 * variables that a text names are in it. Names, titles, notes, covers and limits of time of
 * the run are in neither. They live in the arena.
 */
const char *runbook_step_definition(const struct runbook *rb, const struct step *step,
				    const struct environment *env, struct arena *a);
/* The first, whatever set of rules the runbook is in force by: is it the same work as that of another runbook? */
const char *runbook_step_work(const struct runbook *rb, const struct step *step,
			      const struct environment *env, struct arena *a);
const char *runbook_step_checks(const struct runbook *rb, const struct step *step,
				const struct environment *env, struct arena *a);
/* What an environment with `baseline` asks for it. */
const char *runbook_baseline_text(const struct runbook *rb, const struct environment *env,
				  struct arena *a);
/* The same of what a promotion into an environment is asked, there and where it comes from. */
const char *runbook_promotion_text(const struct runbook *rb, const struct environment *target,
				   struct arena *a);
/* All variables that a run there is given. */
const char *runbook_variables_text(const struct runbook *rb, const struct environment *target,
				   struct arena *a);

/*
 * Every path pattern that some rule looks at (records, manifests, policies, freezes, playbooks,
 * inputs, deprecation, runbook.yaml itself), templates as `*`, sorted, each once: a change that
 * matches none of them concerns no rule. A policy that looks everywhere gives "**".
 */
struct words runbook_governed_paths(const struct runbook *rb, struct arena *a);
/* A record's template as a pattern: `${{ date }}` and others become `*`. */
const char *runbook_template_pattern(const char *text, struct arena *a);
/* Of the logs; of the folders of checkpoints, with a final slash. NULL: not managed. */
const char *runbook_log_pattern(const struct runbook *rb, struct arena *a);
const char *runbook_checkpoint_pattern(const struct runbook *rb, struct arena *a);
/* A record's template filled in for a step (NULL: none) and a time: its path. */
const char *runbook_template_fill(const char *text, const char *step, int64_t time,
				  struct arena *a);
/* Where a checkpoint of the step at that time lies, with a final slash; NULL: not managed. */
const char *runbook_checkpoint_directory(const struct runbook *rb, const char *step,
					 int64_t time, struct arena *a);

/* What `documents` says that a document is, and a record what stands in a checkpoint; CLASS_COUNT: nothing. */
enum document_class runbook_class(const struct runbook *rb, const char *path);

/* `marks`, for who reads documents. Lives in the arena. */
struct legend runbook_legend(const struct runbook *rb, struct arena *a);
/* Marks describe the live environments, or all where none is live. */
bool marks_speak_of(const struct runbook *rb, const struct environment *environment);
/* Its environments, as a reader of documents knows them. */
struct stages runbook_stages(const struct runbook *rb, struct arena *a);
/* Does this mark, which stands where it does? Where that says nothing, or nothing of an environment that is
 * here, as any does. */
bool mark_speaks_of(const struct runbook *rb, const char *where,
		    const struct environment *environment);

/* Is this key of the top obeyed, or only read by this version? False of one that there is not. */
bool runbook_obeys(const char *key);

#endif
