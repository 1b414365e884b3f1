/* rule_drift.c - drift: records that say something else than the ledger. */
#include "model/next_act.h"
#include "policy/internal.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "match/glob.h"

/* Does a mark say anything of the step there? Of what the runbook has not, one might. */
static bool is_spoken_of(const struct runbook *rb, const char *name)
{
	const struct environment *environment = runbook_environment(rb, name);

	return !environment || marks_speak_of(rb, environment);
}

static const char *reopening(const struct step_state *step, struct arena *a)
{
	return next_act_text(
		&(struct next_act){EVENT_REOPEN, step->step, step->environment, "-m REASON"},
		a);
}

static void lost(const struct facts *facts, const char *path, const struct mark_moved *moved,
		 struct findings *found)
{
	const struct step_state *step = moved->step;
	const struct mark_line *line = moved->line;
	struct finding with = finding_of(facts, path, line->line, line->column);

	with.step = step->step;
	with.environment = step->environment;
	with.expected = "complete";
	with.found = moved->now ? mark_word(line->mark) : "no line";
	with.fix = record_command(facts, path, found->arena);
	with.allow = reopening(step, found->arena);
	finding_add(found, RULE_DRIFT, adopted(facts, FINDING_ERROR), with,
		    "step '%s' is complete in %s and loses its mark", step->step,
		    step->environment);
}

/* An accepted claim came from a mark, keeps it, and goes on meeting needs without it. */
static void unclaimed(const struct facts *facts, const char *path,
		      const struct mark_moved *moved, unsigned now, struct findings *found)
{
	const struct step_state *step = moved->step;
	const struct mark_line *line = moved->line;
	struct finding with = finding_of(facts, path, line->line, line->column);

	with.step = step->step;
	with.environment = step->environment;
	with.expected = "complete, as the ledger has it claimed";
	with.found = now ? mark_word(line->mark) : "no line with its mark";
	with.fix =
		"hint: mark it again; 'git mcade run' or 'git mcade verify' says what is so, "
		"and replaces the claim";
	with.allow = reopening(step, found->arena);
	/* severity: a claim is no fact, and to take it back may be honest; only not silent */
	finding_add(found, RULE_DRIFT, FINDING_WARN, with,
		    "step '%s' is claimed complete in %s, and loses its mark", step->step,
		    step->environment);
}

static bool is_claimed(const struct step_state *step)
{
	return step->phase == PHASE_PLANNED && !step->verified &&
	       texts_have(step->claims, step->claim_count, "complete");
}

/* A step that the ledger holds complete loses its mark. Where others follow it was right once, before
 * that completion. */
static int check_marks(const struct facts *facts, const struct change *change,
		       struct findings *found, struct err *err)
{
	const struct mark_moved *moved;
	size_t count;

	if (marks_moved(facts, change, &moved, &count, found, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const struct mark_moved *m = &moved[i];
		bool spoken = is_spoken_of(facts->runbook, m->step->environment);
		unsigned was = spoken ? m->was : m->was_placed,
			 now = spoken ? m->now : m->now_placed;

		if (!(was & ~now & 1u << MARK_DONE))
			continue;
		if (m->step->phase == PHASE_COMPLETE)
			lost(facts, change->path, m, found);
		else if (is_claimed(m->step))
			unclaimed(facts, change->path, m, now, found);
	}
	return 0;
}

const char *checkpoint_of(const struct facts *facts, const char *path, struct arena *a)
{
	for (const char *slash = path; facts->checkpoints && (slash = strchr(slash, '/'));
	     slash++) {
		const char *folder = arena_strndup(a, path, (size_t)(slash + 1 - path));

		if (glob_match(facts->checkpoints, folder))
			return folder;
	}
	return NULL;
}

int checkpoint_comes_whole(const struct facts *facts, const char *folder, bool *ret,
			   struct err *err)
{
	const char *const *paths = NULL;
	size_t count = 0;

	*ret = true;
	if (facts->list(facts->ctx, folder, &paths, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count && *ret; i++) {
		const struct change *change = facts_change(facts, paths[i]);

		*ret = change && !change_was_there(facts, change);
	}
	return 0;
}

/* A checkpoint that no event recorded: each folder is said once. */
static int check_checkpoint(const struct facts *facts, const struct change *change,
			    struct strmap *said, struct findings *found, struct err *err)
{
	struct finding with = finding_whole(facts, change->path);
	static const char told, grown; /* what is known of a folder */
	const char *slash = strrchr(change->path, '/'), *folder, *seal, *sha256;
	const void *known;
	bool whole;

	if (change->now.mode == MODE_ABSENT || change_was_there(facts, change))
		return 0;
	folder = checkpoint_of(facts, change->path, said->arena);
	if (!folder)
		return 0;
	if (held_seal(facts, change->path, &seal, &sha256, err) < 0)
		return -1;
	if (seal || was_unsealed(facts, change->path))
		return 0;
	known = strmap_get(said, folder);
	if (known == &told)
		return 0;
	whole = false;
	if (!known && checkpoint_comes_whole(facts, folder, &whole, err) < 0)
		return -1;
	whole = whole || !strcmp(slash + 1, "CHECKPOINT.yaml");
	strmap_put(said, folder, (void *)(uintptr_t)(whole ? &told : &grown));
	if (!whole)
		return 0;
	with.expected = "a checkpoint that an event recorded";
	with.found = "a file made by hand";
	with.fix = "hint: git mcade checkpoint STEP";
	finding_add(found, RULE_DRIFT, adopted(facts, FINDING_ERROR), with,
		    "is not part of a checkpoint in the ledger");
	return 0;
}

int rule_drift(const struct facts *facts, struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct strmap said = {.arena = &scratch};

	if (!facts->adopted || !facts->record)
		return 0;
	if (manifests_check(facts, found, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		struct marks_place place;
		bool moved;

		if (facts_is_log(facts, change->path, NULL) &&
		    log_check(facts, change, found, err) < 0)
			return -1;
		if (marks_place(facts, change->path, &place, err) < 0)
			return -1;
		if (marks_went(facts, change, &moved, err) < 0)
			return -1;
		if (!facts->followed && place.judged && !moved &&
		    check_marks(facts, change, found, err) < 0)
			return -1;
		if (place.named && version_is_file(&change->now) &&
		    marks_dropped(facts, change, found, err) < 0)
			return -1;
		if (check_checkpoint(facts, change, &said, found, err) < 0)
			return -1;
	}
	return 0;
}
