/*
 * fold.h - the record: the fold of the events that count. Judge, phases, doors and readiness read
 * it; the ledger's tree holds all that was said. The two are equal while nothing is disputed, so
 * the record is kept as what differs from the tree.
 *
 *	struct fold *fold = fold_new(a, tree);
 *	for each event of the chain:
 *		fold_judge(fold, &next, &findings, err);	// on the record before it
 *		... the tree is moved on: state_apply(), files ...
 *		fold_take(fold, &next, &changes, err);		// and the record follows
 */
#ifndef FOLD_FOLD_H
#define FOLD_FOLD_H

#include "fold/event_index.h"
#include "model/state.h"
#include "policy/judge_act.h"

/* An event that was said and does not count. */
struct fold_dispute {
	uint64_t sequence;
	const char *id;
	enum rule_id rule;
	bool contested; /* a fact, owed an attestation */
	bool attested;	/* and it counts since */
};

/*
 * The tree's files at the place where the fold stands: read through this, so that one may be in
 * memory and another in an object store. store: keeps bytes that are not in the tree any longer.
 */
struct fold_tree {
	int (*read)(void *context, const char *path, struct arena *a, struct bytes *ret,
		    bool *ret_found, struct err *err);
	void *context;
};

struct fold;

/* What the fold cannot do by itself: it needs the chain, or the repository's objects. */
struct fold_help {
	/* Raw bytes of the event at a sequence, and who signed it. Everybody has this one. */
	int (*event)(void *context, uint64_t sequence, struct arena *a, struct event *ret_event,
		     struct event_origin *ret_origin, struct attachments *ret_attachments,
		     struct err *err);
	/* Judges an event on the record at `seen` plus the signer's own events since: did it count
	 * for whoever signed it? NULL: then nothing contested is believed. */
	int (*was_right)(void *context, uint64_t seen, const char *principal,
			 const struct act_facts *act, bool *ret, struct err *err);
	/* What the event says of objects that are here: findings. *ret_unseen: what was not; NULL. */
	int (*look)(void *context, const struct act_facts *act, struct findings *found,
		    const char **ret_unseen, struct err *err);
	/* Into act->authors; *ret_unseen: as above. NULL: of nothing anybody knows who wrote it. */
	int (*authors)(void *context, struct act_facts *act, struct arena *a,
		       const char **ret_unseen, struct err *err);
	/* Folds everything again, where what was remembered is damaged. NULL, or -1: then nobody can
	 * tell, and the program ends. */
	int (*again)(void *context, struct fold **ret, struct err *err);
	void *context;
};

/* A checkpoint that was sealed: where it is in the work tree, without final slash. */
struct fold_seal {
	const char *directory;
	uint64_t sequence;
};

/* What was said of files while something was done under it: no later runbook lets go of them. */
struct fold_kept {
	enum kept_as {
		KEPT_LOG,	 /* a pattern of logs */
		KEPT_DEPRECATED, /* a folder of deprecated items */
		KEPT_RAN,	 /* a file that was run */
	} as;
	const char *path;
	uint64_t sequence; /* since which event */
};

/* Before the genesis. Lives in the arena; close with fold_close(). */
struct fold *fold_new(struct arena *a, struct fold_tree tree, struct fold_help help);
void fold_close(struct fold *fold);

/* The record as it stands: of the events that count. Valid until the next fold_take(). */
struct state *fold_record(struct fold *fold);
/* Does the record hold another thing than the tree? While it does not, its state is the tree's too,
 * and state_apply() on it moves both. */
bool fold_is_apart(const struct fold *fold);
/* A file as the record has it: the tree's where nothing differs. */
int fold_read(struct fold *fold, const char *path, struct arena *a, struct bytes *ret,
	      bool *ret_found, struct err *err);
/* By sequence. */
const struct fold_dispute *fold_disputes(const struct fold *fold, size_t *ret_count);
/* One that does not count, attested or not; NULL: it counts. */
const struct fold_dispute *fold_dispute_at(const struct fold *fold, uint64_t sequence);
/* The first adopt that the signer of an event which does not count had not seen, and by which its step is
 * called otherwise, or another is called what it was: nobody can attest it. What cannot be read may be one.
 * 0: none. */
uint64_t fold_renamed(struct fold *fold, uint64_t sequence);
/* Is the event that does not count the first of its id, so that the id names it? */
bool fold_owns_id(const struct fold *fold, const struct fold_dispute *dispute);
/* Of each path of a manifest the value that was given last, whether it still holds or not. */
const struct held_pin *fold_newest_pins(const struct fold *fold, size_t *ret_count);
/* When a path had this value (NULL: any, and then `before` is 0) last, before an event (0: at all);
 * false: never. */
bool fold_held(struct fold *fold, const char *environment, const char *path, const char *value,
	       uint64_t before, struct held_pin *ret);
/* Was a checkpoint sealed there? */
bool fold_sealed(struct fold *fold, const char *directory);
/* Was it, and was that taken back? */
bool fold_unsealed(struct fold *fold, const char *directory);
/* Each folder that holds checkpoints, once: "docs/checkpoints", "" of the whole tree. */
const char *const *fold_seal_parents(const struct fold *fold, size_t *ret_count);
/* The newest commit (hex) of a governed branch that events up to `seen` name; NULL: none. */
const char *fold_tip(const struct fold *fold, const char *ref, uint64_t seen);
/* Every value that counts and was ever held; every checkpoint that is sealed; oldest first. */
const struct held_pin *fold_pins(struct fold *fold, size_t *ret_count);
const struct fold_seal *fold_seals(struct fold *fold, size_t *ret_count);
/* Each once, oldest first. */
const struct fold_kept *fold_kept(const struct fold *fold, size_t *ret_count);
struct event_index *fold_index(const struct fold *fold);
/* The runbook in force in the record; NULL: none. known: its bytes were accepted before. */
int fold_runbook(struct fold *fold, const struct runbook **ret, struct err *err);
/* The text of it, where one is adopted. */
int fold_runbook_text(struct fold *fold, struct arena *a, struct bytes *ret, struct err *err);
/* The furthest event that an act of this signer has named as seen; 0: none, or the genesis. */
uint64_t fold_has_seen(const struct fold *fold, const char *principal);
/* An environment as it was just after that event: struct act_facts asks so. Lives in the arena. */
int fold_was(struct fold *fold, const char *environment, uint64_t sequence, bool promoted,
	     struct arena *a, struct act_was *ret, struct err *err);
/* Events whose objects were not here when they were judged. */
uint64_t fold_unseen(const struct fold *fold);

struct fold_event {
	const struct event *event;
	const struct event_origin *origin;
	struct attachments attachments;
	uint64_t sequence;
	const char *sha256;	  /* of the commit's bytes */
	const struct oid *commit; /* its id; NULL: nobody asks for it */
	bool own;		  /* written here just now: its id is new */
	int64_t received;	  /* as of struct act_facts */
};

/*
 * Judges the next event on the record before it. Findings are added: errors of an event that does
 * not count, warnings of what is waived or contested. *ret_counts: it enters the record.
 */
int fold_judge(struct fold *fold, const struct fold_event *next, struct findings *found,
	       bool *ret_counts, struct err *err);
/*
 * After fold_judge() of the same event and state_apply() on the tree's state (the record's own
 * where they are not apart and the event counts), before the tree's files are moved on: `changes`
 * is what the event makes of the tree.
 */
int fold_take(struct fold *fold, const struct fold_event *next,
	      const struct file_changes *changes, struct err *err);

/* Takes the event that was judged last back out again. */
void fold_undo(struct fold *fold);

/* For judging what another person saw: an event that is in no chain here moves the record alone. */
int fold_add_alone(struct fold *fold, const struct fold_event *next, struct err *err);
/*
 * Asks the judge of an event on this record, as it stands: for readiness, for a writer before it
 * gathers anything. act: event, origin, attachments, asked.
 */
int fold_asks(struct fold *fold, const struct act_facts *act, struct findings *found,
	      struct err *err);

/* A copy that goes its own way; the index is shared as far as it goes. */
struct fold *fold_copy(const struct fold *fold, struct arena *a, struct fold_tree tree,
		       struct fold_help help);

/*
 * Remembering: what only grows goes into files at `stem` (.events, .ids, .pins, .seals), the runbook
 * in force into another (.runbook), and the rest becomes text. fold_parse() false: not of this
 * version, or damaged.
 */
int fold_save(struct fold *fold, const char *stem, struct strbuf *out, struct err *err);
bool fold_parse(struct bytes text, const char *stem, struct arena *a, struct fold_tree tree,
		struct fold_help help, struct fold **ret);
/* The record as it was at an earlier event of the same chain; NULL where that cannot be told
 * without folding again: something was disputed before it. */
struct fold *fold_until(const struct fold *fold, uint64_t sequence, struct arena *a,
			struct fold_tree tree, struct fold_help help);

#endif
