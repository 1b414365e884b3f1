/* internal.h - what the rules of this folder share. */
#ifndef POLICY_INTERNAL_H
#define POLICY_INTERNAL_H

#include "text/deprecation.h"
#include "policy/judge_change.h"
#include "text/marks.h"
#include "yaml/doc.h"

/* One for each rule about changes: what the table calls. */
typedef int rule_fn(const struct facts *facts, struct findings *found, struct err *err);
#define CHANGE(function) rule_fn function;
#define ELSEWHERE
#define RULE(tag, id, doors, severity, passes, asked, ...) asked
RULES(RULE)
#undef RULE
#undef CHANGE
#undef ELSEWHERE

/* Does one of the patterns (Git's wildmatch) match? *ret_pattern (may be NULL): which. */
bool words_match(const struct words *patterns, const char *path, const char **ret_pattern);

/* Does what is there since then (NULL: always) not bind this change yet? */
bool facts_later(const struct facts *facts, const char *since);
/* A deployment log, of now or of earlier rules. ret_pattern: NULL, or which pattern says so. */
bool facts_is_log(const struct facts *facts, const char *path, const char **ret_pattern);
/* A policy that binds this change: of this kind, and not `since` later. */
bool policy_binds(const struct facts *facts, const struct runbook_policy *policy,
		  enum runbook_policy_kind kind);

/* A finding about a path of the change: commit, author, time and ref are filled in. */
struct finding finding_of(const struct facts *facts, const char *path, unsigned line,
			  unsigned column);
/* The same about no place in it. */
struct finding finding_whole(const struct facts *facts, const char *path);

/* Severity of a protection: an error where it binds, a warning where a change is only shown. */
enum finding_severity protection(const struct facts *facts);
/* Before the first adopt all but ledger-integrity warns; lint stops nobody and says what it is. */
enum finding_severity adopted(const struct facts *facts, enum finding_severity severity);

/* The place of a checkpoint that a path stands in; NULL: none. */
const char *checkpoint_of(const struct facts *facts, const char *path, struct arena *a);
/* Does all that stands there come with this change? What people made before may be added to. */
int checkpoint_comes_whole(const struct facts *facts, const char *folder, bool *ret,
			   struct err *err);

struct opened;
struct outline;
/* The steps that a document lists, where it is one of steps: the managed one, or by what the runbook says of it,
 * else by its class. NULL: it is none, or nobody can read it, which other rules say. */
const struct outline *steps_of(const struct facts *facts, struct opened *o);

/* What the banner of a deprecated file lacks, by the fields that the runbook names. */
size_t banner_faults(const struct facts *facts, const char *path, struct bytes text,
		     struct deprecation_fault *faults, size_t max);
/* The event by which this change of a closed file passes: a waiver in force, or what people approved of
 * exactly these bytes (demand NULL or without a role: nobody can). 0: none. */
int path_passes(const struct facts *facts, const struct change *change, enum rule_id rule,
		const struct approval *demand, uint64_t *ret, struct err *err);
/* The purge by which exactly these bytes may be deleted; 0: none. */
int path_is_purged(const struct facts *facts, const struct change *change, uint64_t *ret,
		   struct err *err);
/* How to put a file back to what it was before the change: a command that works here and now, else
 * plain words, which begin with "hint: ". Never one that rewrites what others have. */
const char *restore_command(const struct facts *facts, const char *path, struct arena *arena);
/* The same of a record, which the ledger has as it is: what nobody else has becomes one commit. */
const char *record_command(const struct facts *facts, const char *path, struct arena *arena);
/* A command with who must run it before it: "hint: ask owner Ada to run: git mcade ...". */
const char *owner_command(const struct facts *facts, struct arena *arena, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
/* At most so much of a line in a finding; control characters harmless. Lives in the arena. */
const char *quote_line(struct bytes line, struct arena *arena);

/* What is recorded of a step; NULL: nothing ever was, or it is not a step's name. */
int held_step(const struct facts *facts, const char *environment, const char *step,
	      const struct step_state **ret, struct err *err);
/* The steps of which anything is recorded; none before the genesis. */
int held_steps(const struct facts *facts, const struct step_name **ret, size_t *ret_count,
	       struct err *err);
/* As `sealed` and `entry` of the record; nothing before the genesis. */
int held_seal(const struct facts *facts, const char *path, const char **ret_folder,
	      const char **ret_sha256, struct err *err);
/* Is it of a checkpoint whose seal was taken back? */
bool was_unsealed(const struct facts *facts, const char *path);
int held_entry(const struct facts *facts, const char *event, struct bytes *ret_text,
	       int64_t *ret_time, bool *ret_found, struct err *err);
/*
 * marks_change.c: what a change does to the marks of one document, step by step, as a merge of
 * the marks: a mark that all parents have is expected, and one that only some have where the base
 * has it not. What differs from that comes with the change itself, also in a merge.
 */
struct renames;
struct marks_version {
	struct marks marks;
	struct strmap said; /* by step (or " WORD" where none is named): struct marks_said */
};
struct marks_said {
	unsigned marks; /* 1u << MARK_DONE, ... */
	const struct mark_line *first;
};
struct marks_change {
	const struct facts *facts;
	struct marks_version now, *was, *bases; /* as many as facts says */
	const struct names *names;		/* what the steps of them are called now */
	const struct marks_titles *titles; /* NULL: it is no document of the runbook's steps */
	const struct strmap *ids;	   /* steps of the runbook, in the ledger, or to come */
	const char *as;			   /* these, in one text */
	bool lost; /* steps that had a line have none now: what stands where they did may be painted */
	struct arena *arena;
};
/* marks_ids.c: what is a step, of the runbook or in the ledger. Of one change they are gathered once. */
int marks_ids(const struct facts *facts, const struct strmap **ret, struct err *err);
/* next: what the runbook.yaml of the change names is a step to come, and its documents may list it. */
int marks_ids_with(const struct facts *facts, const struct runbook *next,
		   const struct strmap **ret, struct err *err);
/* Where nobody said what the steps are called, a document's own are called as it lists them. */
int marks_own_ids(const struct facts *facts, const struct change *change, struct arena *a,
		  const struct strmap **ret, bool *ret_unnamed, struct err *err);
/* How what is read so is kept: the ids, and where titles are looked for, decide what is a step, and so what a
 * document says. */
const char *marks_read_as(const char *what, const struct strmap *ids, struct arena *a);
/* marks_place.c: is this path a document whose marks are judged, one that a runbook names, the one of `records`? */
struct marks_place {
	bool judged, named, managed;
};
int marks_place(const struct facts *facts, const char *path, struct marks_place *ret,
		struct err *err);
/* The document that came here with this change, where it stood; NULL: none did. */
int marks_from(const struct facts *facts, const struct change *change,
	       const struct change **ret, struct err *err);
/* Did it go elsewhere with this change? There its marks are judged. */
int marks_went(const struct facts *facts, const struct change *change, bool *ret,
	       struct err *err);
/* What cannot be read in a parent was nothing there; what cannot be read now is a finding. Read once,
 * whichever rule asks first. */
int marks_change_read(const struct facts *facts, const struct change *change,
		      const struct marks_change **ret, struct findings *found, struct err *err);
/* By what name the marks of a line are compared: as it is called after the change. Lives in the change's
 * arena. */
const char *marks_key(const struct marks_change *change, const struct mark_line *line);
/* The key of a step's marks that stand where they are of this environment; NULL: where nothing says so. No id has a
 * line break, and what begins with a blank is none. */
const char *marks_key_in(const char *step, const char *where, struct arena *a);
/* What that was in a version where the step may have had another name; NULL: it was not there. */
const char *marks_key_before(const struct renames *before, const char *key, struct arena *a);
/* The marks that are there and those to be expected, 1u << MARK_DONE and so on. */
unsigned marks_now(const struct marks_change *change, const char *key);
unsigned marks_expected(const struct marks_change *change, const char *key);
/* A step of which something is recorded, and whose marks the change changes. */
struct mark_moved {
	const struct step_state *step;
	const struct mark_line *line; /* its first now, else in some parent */
	unsigned was, now;
	unsigned was_placed,
		now_placed; /* of them those that stand where they are of its environment alone */
};
/* All of them. */
int marks_moved(const struct facts *facts, const struct change *change,
		const struct mark_moved **ret, size_t *ret_count, struct findings *found,
		struct err *err);

/* Is recorded of this step what a mark that says complete says? *ret_phase (may be NULL): where it
 * stands, where anything is. */
int mark_holds(const struct facts *facts, const struct mark_line *line, const char *environment,
	       const char *step, bool *ret, const char **ret_phase, struct err *err);
/* marks_dropped.c: warns of each step that is not done, and loses its mark in a document that the runbook names. */
int marks_dropped(const struct facts *facts, const struct change *change,
		  struct findings *found, struct err *err);
/* Each line newly marked complete without a completion behind it; pins: rule unpinned. */
int marks_check(const struct facts *facts, bool pins, struct findings *found, struct err *err);
/* A manifest of this change (NULL: none stands there), parsed once however often it is asked for. */
int manifest_of(const struct facts *facts, const struct version *version, const char *path,
		const struct doc_node **ret, struct err *err);
/* rule_places.c: what comes where records belong, or leads away from there. */
int places_check(const struct facts *facts, struct findings *found, struct err *err);
/* rule_attributes.c: .gitattributes by which a governed file is checked out with other bytes. */
int attributes_check(const struct facts *facts, struct findings *found, struct err *err);
/* rule_across.c: what one document of the runbook says, and another does not. */
int across_check(const struct facts *facts, struct findings *found, struct err *err);
/* rule_born.c: lists that came ticked. */
int born_check(const struct facts *facts, struct findings *found, struct err *err);
/* rule_renames.c: what a change of runbook.yaml makes of the names of steps that have history. */
int renames_check(const struct facts *facts, struct findings *found, struct err *err);
/* rule_keys.c: keys that stand twice in what a change makes of some YAML. */
int keys_check(const struct facts *facts, const struct change *change, struct findings *found,
	       struct err *err);
/* rule_coupled.c: policies of the kinds when_changed and unique_keys. */
int coupled_check(const struct facts *facts, struct findings *found, struct err *err);
/* Entries of a deployment log that a change brings, against the ledger's. */
int log_check(const struct facts *facts, const struct change *change, struct findings *found,
	      struct err *err);
/* rule_log_notes.c: what comes with this change, is of no event, and looks like it or hides it. */
int log_notes_check(const struct facts *facts, const struct change *change,
		    struct findings *found, struct err *err);
/* The log without the entries that the ledger holds, line for line. */
int log_notes(const struct facts *facts, struct bytes text, struct arena *a, struct bytes *ret,
	      size_t *ret_entries, struct err *err);
#define LOG_HITS_MAX 10 /* findings of one log: what follows is judged when these are mended */
/* Does the text begin with the entry, and then at most with notes that people wrote behind it? */
bool log_keeps_entry(struct bytes text, struct bytes entry);
/* line 0: of the whole log. */
void log_refuse_line(const struct facts *facts, const struct change *change, unsigned line,
		     const char *expected, const char *have, const char *message,
		     struct findings *found);
struct logentry;
void log_refuse(const struct facts *facts, const struct change *change,
		const struct logentry *entry, const char *expected, const char *have,
		const char *what, struct findings *found);
/* Pins of the manifests that a change touches, against the ledger's. */
int manifests_check(const struct facts *facts, struct findings *found, struct err *err);
/* Which line of a text a byte stands on, and its column; from 1. */
void place_of(struct bytes text, size_t offset, unsigned *ret_line, unsigned *ret_column);

#endif
