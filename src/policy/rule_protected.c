/* rule_protected.c - locked and frozen: files and record lines that somebody closed. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "base/quote.h"
#include "runbook/approvals.h"
#include "text/deprecation.h"

/* A banner above an otherwise untouched file is not a change of what it does. */
static int is_banner_only(const struct facts *facts, const struct change *change, bool *ret,
			  struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct deprecation *d = &facts->runbook->deprecation;
	struct bytes was, now;

	*ret = false;
	if ((d->given && !d->banner_edits) || !version_is_file(&change->now))
		return 0;
	if (facts_text(facts, &change->now, &scratch, &now, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->parents; i++) {
		if (change->was[i].mode != change->now.mode)
			return 0;
		if (facts_text(facts, &change->was[i], &scratch, &was, err) < 0)
			return -1;
		if (!deprecation_only_banner(change->path, was, now))
			return 0;
	}
	*ret = !banner_faults(facts, change->path, now, NULL, 0);
	return 0;
}

/* A change that the merge only takes over was judged where it was made. */
static int is_free(const struct facts *facts, const struct change *change, bool *ret,
		   struct err *err)
{
	*ret = change_is_taken(facts, change);
	return *ret ? 0 : is_banner_only(facts, change, ret, err);
}

static const char *how(const struct change *change, size_t parents)
{
	bool was = false;

	for (size_t i = 0; i < parents; i++)
		was = was || change->was[i].mode != MODE_ABSENT;
	return change->now.mode == MODE_ABSENT ? "deleted" : was ? "changed" : "new";
}

/* An audit asks what the event closed: what was on its way then came in without anybody's fault. */
static enum finding_severity closed(const struct facts *facts, uint64_t sequence,
				    struct finding *with)
{
	if (!sequence || facts->door != DOOR_AUDIT)
		return protection(facts);
	with->sequence = sequence;
	with->has_sequence = true;
	return FINDING_WARN;
}

/* What is staged only this work tree has; a commit everybody may have. */
static const char *approve_command(const struct facts *facts, const char *role,
				   const char *path, struct arena *a)
{
	return facts->commit ? arena_printf(a,
					    "hint: another %s: git mcade approve --path %s "
					    "--commit %.12s -m REASON",
					    role, shell_quote(path, a), facts->commit)
			     : arena_printf(a,
					    "hint: another %s, in this work tree: git mcade "
					    "approve --path %s -m REASON",
					    role, shell_quote(path, a));
}

int rule_frozen(const struct facts *facts, struct findings *found, struct err *err)
{
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];

		for (size_t f = 0; f < facts->freeze_count; f++) {
			const struct freeze *freeze = facts->freezes[f].freeze;
			struct finding with = finding_whole(facts, change->path);
			struct arena *a = found->arena;
			enum finding_severity severity;
			bool free = false;
			uint64_t by;

			if (facts_later(facts, freeze->since) ||
			    !freeze_covers(freeze, change->path) ||
			    !window_is_open(&freeze->window,
					    facts->now ? facts->now : facts->time))
				continue;
			if (is_free(facts, change, &free, err) < 0)
				return -1;
			if (free)
				continue;
			with.expected = arena_printf(a, "no change: %s", freeze->reason);
			with.found = how(change, facts->parents);
			with.fix = restore_command(facts, change->path, a);
			with.allow = freeze->approval.role
					     ? approve_command(facts, freeze->approval.role,
							       change->path, a)
					     : owner_command(facts, a,
							     "git mcade thaw %s -m REASON",
							     shell_quote(freeze->id, a));
			/* nobody signs for when it came in, only its author says so */
			severity = freeze->window.given && !facts->now
					   ? FINDING_WARN
					   : closed(facts, facts->freezes[f].sequence, &with);
			if (path_passes(facts, change, RULE_FROZEN, &freeze->approval, &by,
					err) < 0)
				return -1;
			if (by) {
				finding_add(found, RULE_FROZEN, FINDING_WARN, with,
					    "frozen by \"%s\"; let through by event %" PRIu64,
					    freeze->id, by);
				continue;
			}
			finding_add(found, RULE_FROZEN, severity, with,
				    "frozen by \"%s\"; needs owner approval", freeze->id);
		}
	}
	return 0;
}

static void locked(const struct facts *facts, const struct step_state *step,
		   struct finding with, const char *what, struct findings *found)
{
	enum finding_severity severity = closed(facts, step->locked, &with);
	struct arena *a = found->arena;

	with.step = step->step;
	with.environment = step->environment;
	with.fix = restore_command(facts, with.path, a);
	with.allow = owner_command(facts, a, "git mcade unlock %s --env %s -m REASON",
				   step->step, step->environment);
	finding_add(found, RULE_LOCKED, severity, with, "%s step '%s', locked in %s", what,
		    step->step, step->environment);
}

/* The oldest lock of a step, whatever the environment; NULL: none. */
static int find_lock(const struct facts *facts, const char *step, const struct step_state **ret,
		     struct err *err)
{
	const struct step_name *names;
	size_t count;

	*ret = NULL;
	if (held_steps(facts, &names, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const struct step_state *state;

		if (strcmp(names[i].step, step) != 0)
			continue;
		if (held_step(facts, names[i].environment, step, &state, err) < 0)
			return -1;
		if (state->locked && (!*ret || state->locked < (*ret)->locked))
			*ret = state;
	}
	return 0;
}

static int check_playbook(const struct facts *facts, const struct change *change,
			  struct findings *found, struct err *err)
{
	const struct runbook *rb = facts->runbook;

	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step_state *lock;
		struct finding with = finding_whole(facts, change->path);
		bool free = false;
		uint64_t by;

		if (!step_uses(step_at(rb, i), change->path))
			continue;
		if (find_lock(facts, step_at(rb, i)->id, &lock, err) < 0 ||
		    (lock && is_free(facts, change, &free, err) < 0))
			return -1;
		if (!lock || free)
			continue;
		if (path_passes(facts, change, RULE_LOCKED, &approval_of_locked, &by, err) < 0)
			return -1;
		if (by) {
			finding_add(found, RULE_LOCKED, FINDING_WARN, with,
				    "belongs to step '%s', locked in %s; let through by event "
				    "%" PRIu64,
				    lock->step, lock->environment, by);
			continue;
		}
		with.expected = "no change";
		with.found = how(change, facts->parents);
		locked(facts, lock, with, "belongs to", found);
	}
	return 0;
}

/* "complete", "planned and blocked". */
static const char *words_of(unsigned marks, struct arena *arena)
{
	const char *words = "";

	for (enum mark mark = MARK_DONE; mark <= MARK_UNKNOWN; mark++)
		if (marks & 1u << mark)
			words = *words ? arena_printf(arena, "%s and %s", words,
						      mark_word(mark))
				       : mark_word(mark);
	return words;
}

static int check_record_lines(const struct facts *facts, const struct change *change,
			      struct findings *found, struct err *err)
{
	const struct mark_moved *moved;
	size_t count;

	if (marks_moved(facts, change, &moved, &count, found, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const struct mark_moved *m = &moved[i];
		struct finding with = finding_of(facts, change->path, m->line->line,
						 m->line->column);

		/* towards what the ledger holds is no change of the record */
		if (!m->step->locked ||
		    (m->now == 1u << MARK_DONE && m->step->phase == PHASE_COMPLETE))
			continue;
		with.expected = words_of(m->was, found->arena);
		with.found = m->now ? words_of(m->now, found->arena) : "no line";
		locked(facts, m->step, with, "changes the status line of", found);
	}
	return 0;
}

int rule_locked(const struct facts *facts, struct findings *found, struct err *err)
{
	if (!facts->record)
		return 0;
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		struct marks_place place;
		bool record, moved;

		if (marks_place(facts, change->path, &place, err) < 0 ||
		    marks_went(facts, change, &moved, err) < 0)
			return -1;
		/* a copy may go, the document itself may not */
		record = place.judged && !moved &&
			 (place.managed || version_is_file(&change->now));
		if (check_playbook(facts, change, found, err) < 0 ||
		    (record && check_record_lines(facts, change, found, err) < 0))
			return -1;
	}
	return 0;
}
