/* fold_internal.h - what folding and remembering share. */
#ifndef FOLD_FOLD_INTERNAL_H
#define FOLD_FOLD_INTERNAL_H

#include "base/strmap.h"
#include "fold/fold.h"
#include "fold/grown.h"

/* A file that the record has otherwise than the tree, or had. data NULL: the record has none. */
struct different {
	const char *path;
	struct bytes data;
	bool differs;
};

/* What was ever held, a line each; read into a list when asked for. */
struct fold_past {
	struct grown lines;
	void *items;
	size_t count, read; /* of the lines */
};

/* Where a governed branch stood for an event; those before it stay as they are. */
struct fold_tip {
	const struct fold_tip *before; /* of any branch */
	const char *ref, *commit;
	uint64_t sequence;
};

struct fold {
	struct arena *arena;
	struct fold_tree tree;
	struct fold_help help;
	struct event_index *index;
	struct state *record;
	struct different **overlay;
	size_t overlay_count;
	struct strmap overlay_places;  /* by path */
	size_t apart;		       /* of the overlay: those that differ */
	struct fold_dispute *disputes; /* by sequence */
	size_t dispute_count;
	struct seen_by {
		const char *principal;
		uint64_t sequence;
	} * seen_by; /* how far each signer had seen */
	size_t seen_by_count;
	struct fold_past pins, seals;
	struct held_pin *newest; /* of each path */
	size_t newest_count;
	struct strmap newest_places; /* "environment path" -> its number + 1 */
	const char **seal_parents;   /* each folder that holds checkpoints, once */
	size_t seal_parent_count;
	struct fold_kept *kept;
	size_t kept_count;
	const struct fold_tip *tips; /* the newest first */
	size_t tip_count, tip_limit; /* beyond which old ones go */
	uint64_t tips_since; /* behind which none of those that are asked for has gone */
	int64_t clock;	     /* the latest time that was not a finding */
	uint64_t unseen;     /* events whose objects were not here */
	const struct runbook *runbook;
	const char *runbook_sha256; /* of which it was read */
	struct bytes runbook_text;  /* where it was read whole */
	struct {
		const char *path, *sha256; /* NULL: none is there */
		size_t len;
		uint64_t sum;
	} image;	   /* of a runbook, remembered: fold_text.c */
	bool counts;	   /* the event that was judged last */
	enum rule_id rule; /* and why not */
	bool contested, looked_away;
	struct err unread; /* why an earlier event could not be read that it speaks of */
	bool moves_tips;   /* everybody had to see those that it names */
	struct fold_mark { /* as it was before the event that was judged last */
		struct changed {
			struct different *entry, was;
		} * changed; /* of the overlay, by it */
		size_t changed_count, dispute_count, pins, seals, kept, seen_by_count;
		uint64_t events, unseen;
		int64_t clock;
		struct seen_by *seen; /* who signed it had seen `seen_sequence` */
		uint64_t seen_sequence;
		struct fold_dispute *attested; /* by this event; NULL: none */
		const struct fold_tip *tips;
		size_t tip_count;
	} mark;
};

/* fold_text.c: the runbook of these bytes as it is remembered; false: it is not. */
bool fold_recall_runbook(struct fold *fold, const char *sha256);
/* A file that the record has otherwise than the tree; NULL: it has the tree's. */
const struct different *fold_different(const struct fold *fold, const char *path);
/* From now on: the bytes are borrowed, data NULL where it has none; or the tree's again. */
void fold_differ(struct fold *fold, const char *path, struct bytes data);
void fold_agree(struct fold *fold, const char *path);
/* fold_seen.c: the event that its signer had seen; false: none that is here. */
bool fold_seen_sequence(struct fold *fold, const struct event *event, uint64_t *ret);
void fold_note_seen(struct fold *fold, const char *principal, uint64_t sequence);
/* What the judge is told of it; NULL: of a genesis, which had seen nothing. */
struct act_seen *fold_seen_by(struct fold *fold, const struct act_facts *act,
			      struct act_seen *ret);
/* act_facts.pins_seen, of a fold. */
void fold_pins_seen(void *context, const struct event *event, const char *environment,
		    struct arena *a, struct act_pins *ret);
/* fold_past.c: notes a value that a pin is given, a checkpoint that is sealed. */
void fold_note_pin(struct fold *fold, const char *environment, const char *pin,
		   uint64_t sequence, bool rollback);
void fold_note_seal(struct fold *fold, const char *directory, uint64_t sequence, bool sealed);
void fold_note_newest(struct fold *fold, const char *environment, const char *pin,
		      uint64_t sequence, bool rollback);
void fold_note_seal_parent(struct fold *fold, const char *parent);
void fold_keep(struct fold *fold, enum kept_as as, const char *path, uint64_t sequence);
/* Of both: as long as they were. */
void fold_cut_past(struct fold *fold, size_t pins, size_t seals);
void fold_copy_past(struct fold *to, const struct fold *from);
/* Those after that event are not of this place. */
void fold_bound_past(struct fold *fold, uint64_t sequence);
/* fold_renamed.c: an earlier event as it stands in the chain; false: it cannot be read, and nobody can
 * judge what speaks of it (fold->unread). */
bool fold_load(struct fold *f, uint64_t sequence, struct event *ret,
	       struct attachments *attachments);
/* fold_tips.c: up to where its signer knew how branches stood; they stand where the event says. */
uint64_t fold_tips_seen(struct fold *fold, const struct event *event);
void fold_note_tips(struct fold *fold, const struct event *event);
void fold_note_tip(struct fold *fold, const char *ref, const char *commit, uint64_t sequence);
/* Was everything folded again, where what was remembered turns out to be damaged? */
void fold_watch(struct fold *fold);
/* fold_was.c: "path=value" of what was pinned there just after that event, sorted. */
void fold_pins_at(struct fold *fold, const char *environment, uint64_t sequence,
		  struct arena *a, const char ***ret, size_t *ret_count);
/* Drops what the record's state has read. */
void fold_reopen(struct fold *fold);

#endif
