/* runbook_effects.c - what the language has and this version does not obey. */
#include "runbook/baselines.h"
#include "runbook/evidence.h"
#include "runbook/omitted.h"
#include "runbook/runbook_internal.h"

static void add(struct findings *found, struct srcpos at, const char *expected,
		const char *what, const char *fix, const char *message)
{
	finding_add(found, RULE_DOCUMENT, FINDING_ERROR,
		    (struct finding){.at = at,
				     .path = at.file,
				     .expected = expected,
				     .found = what,
				     .fix = fix},
		    "%s", message);
}

static void not_obeyed_but(struct findings *found, struct srcpos at, const char *key,
			   const char *of, const char *instead)
{
	add(found, at, "keys that this version obeys", key,
	    arena_printf(found->arena, "take '%s' out%s%s", key, *instead ? "; " : "", instead),
	    arena_printf(found->arena, "'%s'%s has no effect in this version", key, of));
}

static void not_obeyed(struct findings *found, struct srcpos at, const char *key,
		       const char *of)
{
	not_obeyed_but(found, at, key, of, "");
}

/* Elsewhere the script has standard input, so that nobody can answer. */
static void judge_terminal(struct findings *found, const struct runbook *rb,
			   const struct step *step)
{
	const struct doc_node *holder = step->node;

	if (!step->interactive || !step->on)
		return;
	if (!doc_get(holder, "interactive"))
		holder = doc_get(rb->root, "defaults");
	for (size_t i = 0; i < holder->count; i++)
		if (!strcmp(holder->pairs[i].key->text, "interactive"))
			not_obeyed(found, holder->pairs[i].key->at, "interactive",
				   " of a step with 'on'");
}

/* An approval is of a content of this repository: nobody could give one of another's. */
static void judge_approval(struct findings *found, const struct runbook *rb,
			   const struct step *step)
{
	for (size_t i = 0; step->repo && i < rb->environment_count; i++) {
		const struct environment *env = &rb->environments[i];

		if (!step_in(step, env->id) || !step_approval(env, step))
			continue;
		not_obeyed(found, step->at, "approval", " of a step with 'repo'");
		return;
	}
}

/* A gate decides of a content of this repository: what runs in another one is never of it. */
static void judge_gated(struct findings *found, const struct runbook *rb,
			const struct step *step)
{
	struct arena *a = found->arena;

	for (size_t i = 0; step->repo && i < rb->environment_count; i++) {
		const char *env = rb->environments[i].id;
		struct words needs = step_needs(rb, step, env, a);

		for (size_t k = 0; step_in(step, env) && k < needs.count; k++) {
			const struct step *need = runbook_step(rb, needs.items[k]);

			if (!need || need->kind != STEP_GATE || need->optional ||
			    need->dormant || !step_in(need, env))
				continue;
			add(found, step->at, "a need that is not a gate", need->id,
			    arena_printf(a,
					 "put a step of this repository between them, which "
					 "needs '%s'",
					 need->id),
			    arena_printf(a,
					 "'%s' runs in '%s' and could never start: the gate "
					 "'%s' that it needs decides of this repository",
					 step->id, step->repo, need->id));
			return;
		}
	}
}

/* Something in that environment must be done for certain, or coming after it means nothing. */
static bool has_work(const struct runbook *rb, const char *environment)
{
	for (size_t i = 0; i < rb->step_count; i++)
		if (step_in(step_at(rb, i), environment) && !step_at(rb, i)->optional &&
		    !step_at(rb, i)->dormant)
			return true;
	return false;
}

static void judge_after(struct findings *found, const struct runbook *rb,
			const struct environment *env)
{
	const struct doc_node *after = doc_get(doc_get(env->node, "promote"), "after");

	if (env->node && doc_get(env->node, "promote") && !env->promote_after.count)
		not_obeyed(found, doc_get(env->node, "promote")->at, "promote",
			   " without 'after'");
	for (size_t i = 0; after && i < after->count; i++) {
		const char *name = after->items[i]->text;

		if (!has_work(rb, name))
			add(found, after->items[i]->at, "a step there that is not optional",
			    "none", arena_printf(found->arena, "give '%s' such a step", name),
			    arena_printf(found->arena,
					 "'promote.after' names '%s', where no step has to be "
					 "done",
					 name));
	}
}

/* A baseline is recorded with a verification that asks for it. */
static void judge_baseline(struct findings *found, const struct runbook *rb,
			   const struct environment *env)
{
	bool asked = !env->baseline || baseline_is_in(env, env->verify);

	for (size_t i = 0; !asked && i < rb->step_count; i++)
		asked = step_in(step_at(rb, i), env->id) &&
			baseline_is_in(env, step_at(rb, i)->verify);
	if (!asked)
		not_obeyed(found, doc_get(env->node, "record_baseline")->at, "record_baseline",
			   " of an environment where no 'verify' uses its check");
}

/* What a person does is not verified by checks: it would be complete without them. */
static void judge_also(struct findings *found, const struct runbook *rb)
{
	for (size_t i = 0; rb->complete_also.count && i < rb->step_count; i++)
		if (step_at(rb, i)->kind == STEP_MANUAL) {
			not_obeyed(found, doc_get(rb->root, "complete_also")->at,
				   "complete_also", " where a step is of kind 'manual'");
			return;
		}
}

/* A name that is nearly one of those that come by themselves would wait for somebody to give it. */
static void judge_names(struct findings *found, const struct doc_node *list, const char *key)
{
	for (size_t i = 0; list && i < list->count; i++) {
		const char *name = list->items[i]->text, *meant = evidence_meant(name);

		if (meant)
			add(found, list->items[i]->at, meant, name,
			    arena_printf(found->arena, "write '%s'", meant),
			    arena_printf(found->arena,
					 "'%s' in '%s' does not come by itself: "
					 "did you mean '%s'?",
					 name, key, meant));
	}
}

static void judge_fields(struct findings *found, const struct doc_node *evidence)
{
	static const char *const keys[] = {"require", "require_on_fail"};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		judge_names(found, doc_get(evidence, keys[i]), keys[i]);
}

/* Where a drill's evidence is written, and what is missed when one fails: where there is one. */
static void judge_of_drills(struct findings *found, const struct runbook *rb)
{
	static const char *const keys[] = {"path", "require_on_fail"};
	const struct doc_node *evidence = doc_get(rb->root, "evidence");

	for (size_t i = 0; !rb->drills.count && i < ARRAY_SIZE(keys); i++)
		if (doc_get(evidence, keys[i]))
			not_obeyed(found, doc_get(evidence, keys[i])->at, keys[i],
				   " where there are no drills");
}

static bool is_covered(const struct runbook *rb, const struct step *gate, const char *what)
{
	struct check used;
	bool found = false;

	for (size_t i = 0; !found && i < gate->verify.count; i++)
		found = runbook_used(rb, gate, gate->verify.items[i], &used) &&
			words_have(used.covers, what);
	return found;
}

/* What a gate promises to show, some check of it shows. */
static void judge_covers(struct findings *found, const struct runbook *rb,
			 const struct step *gate)
{
	for (size_t i = 0; gate->kind == STEP_GATE && i < gate->covers.count; i++)
		if (!is_covered(rb, gate, gate->covers.items[i]))
			add(found, gate->at, "a check that covers it", "none",
			    arena_printf(found->arena, "name '%s' in 'covers' of a check",
					 gate->covers.items[i]),
			    arena_printf(found->arena,
					 "gate '%s' covers '%s', and none of its checks does",
					 gate->id, gate->covers.items[i]));
}

#define BEFORE " of a guard, a stop or a check before a run"

/* Only what ends a step, or decides a gate, is answered by somebody: elsewhere it would wait for ever. */
static void judge_manual(struct findings *found, const struct runbook *rb,
			 const struct step *step, struct checks list, const char *of)
{
	/* a step of another repository can wait for neither */
	const char *instead = strcmp(of, BEFORE) != 0 || (step && step->repo)
				      ? ""
				      : "what a person says before a run is a check of a step "
					"'kind: gate' that it needs, or an 'approval'";

	for (size_t i = 0; i < list.count; i++) {
		const struct check *check = list.items[i];
		struct check used;
		bool told = false;

		if (!runbook_used(rb, step, check, &used) ||
		    (used.probe != PROBE_MANUAL && used.probe != PROBE_DRILL))
			continue;
		for (size_t k = 0; !told && k < found->count; k++) /* of all steps, once */
			told = found->items[k].at.line == check->at.line &&
			       found->items[k].at.column == check->at.column;
		if (!told)
			not_obeyed_but(found, check->at,
				       used.probe == PROBE_DRILL ? "drill" : "manual", of,
				       instead);
	}
}

static void judge_asked(struct findings *found, const struct runbook *rb,
			struct procedures procedures, const char *of)
{
	for (size_t i = 0; i < procedures.count; i++) {
		const struct procedure *p = procedures.items[i];
		const struct checks lists[] = {p->step.guard, p->step.stop, p->step.before,
					       p->step.verify, p->triggers};

		for (size_t k = 0; k < ARRAY_SIZE(lists); k++)
			judge_manual(found, rb, &p->step, lists[k], of);
	}
}

static void judge_answers(struct findings *found, const struct runbook *rb)
{
	for (size_t i = 0; i < rb->environment_count; i++) {
		const struct environment *env = &rb->environments[i];

		judge_manual(found, rb, NULL, env->guard, BEFORE);
		judge_manual(found, rb, NULL, env->stop, BEFORE);
		judge_manual(found, rb, NULL, env->verify, " of an environment");
		judge_manual(found, rb, NULL, env->promote_verify, " of a promotion");
	}
	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);

		judge_manual(found, rb, step, step->guard, BEFORE);
		judge_manual(found, rb, step, step->stop, BEFORE);
		judge_manual(found, rb, step, step->before, BEFORE);
		if (step->repo)
			judge_manual(found, rb, step, step->verify, " of a step with 'repo'");
	}
	judge_asked(found, rb, rb->rollbacks, " of a rollback");
	judge_asked(found, rb, rb->drills, " of a drill");
}

static bool has_pins(const struct runbook *rb)
{
	bool has = false;

	for (size_t i = 0; !has && i < rb->step_count; i++)
		has = step_at(rb, i)->pins.count;
	return has;
}

/* Of each environment the ledger holds other pins: one file cannot say what all of them have. */
static void judge_manifest(struct findings *found, const struct runbook *rb, size_t at)
{
	const struct environment *env = &rb->environments[at], *other = NULL;

	for (size_t i = 0; env->manifest && !other && i < at; i++)
		if (rb->environments[i].manifest &&
		    !strcmp(rb->environments[i].manifest, env->manifest))
			other = &rb->environments[i];
	if (other && has_pins(rb))
		add(found, env->at, "a manifest of its own", env->manifest,
		    arena_printf(found->arena,
				 "give '%s' another one: copy '%s', commit the copy, and write "
				 "its path as the 'manifest' of '%s'",
				 env->id, env->manifest, env->id),
		    arena_printf(found->arena,
				 "'%s' and '%s' have one manifest, '%s': a pin of one would "
				 "stand for the other, and each commit of it be refused",
				 other->id, env->id, env->manifest));
}

/* Nothing would ever show it. */
static void judge_drills(struct findings *found, const struct runbook *rb, struct checks list)
{
	for (size_t i = 0; i < list.count; i++) {
		const struct check *check = list.items[i];

		if (check->probe == PROBE_DRILL &&
		    !runbook_procedure(rb,
				       (struct event_subject){SUBJECT_DRILL, check->subject}))
			add(found, check->at, "a drill of 'drills'", check->subject,
			    "hint: name one, or write the drill",
			    arena_printf(found->arena, "check '%s': there is no drill '%s'",
					 check->id, check->subject));
	}
}

void runbook_newer_faults(const struct runbook *rb, struct findings *found)
{
	judge_drills(found, rb, rb->checks);
	for (size_t i = 0; i < rb->gates.count; i++)
		judge_drills(found, rb, rb->gates.items[i]->step.verify);
	for (size_t i = 0; i < rb->step_count; i++)
		judge_drills(found, rb, step_at(rb, i)->verify);
	for (size_t i = 0; i < rb->environment_count; i++)
		judge_manifest(found, rb, i);
}

void runbook_effects(const struct runbook *rb, struct findings *found)
{
	for (size_t i = 0; i < rb->unobeyed_count; i++)
		not_obeyed(found, rb->unobeyed[i].at, rb->unobeyed[i].key, rb->unobeyed[i].of);
	content_judge(rb, found);
	judge_answers(found, rb);
	judge_also(found, rb);
	judge_of_drills(found, rb);
	judge_fields(found, doc_get(rb->root, "evidence"));
	for (size_t i = 0; i < rb->gates.count; i++)
		judge_fields(found, doc_get(rb->gates.items[i]->step.node, "evidence"));
	for (size_t i = 0; i < rb->drills.count; i++)
		judge_fields(found, doc_get(rb->drills.items[i]->step.node, "evidence"));
	for (size_t i = 0; i < rb->gates.count; i++)
		judge_covers(found, rb, &rb->gates.items[i]->step);
	for (size_t i = 0; rb->step_count && i < rb->environment_count; i++)
		judge_after(found, rb, &rb->environments[i]),
			judge_baseline(found, rb, &rb->environments[i]);
	for (size_t i = 0; i < rb->step_count; i++)
		judge_covers(found, rb, step_at(rb, i)),
			judge_terminal(found, rb, step_at(rb, i)),
			judge_approval(found, rb, step_at(rb, i)),
			judge_gated(found, rb, step_at(rb, i));
	if (!rb->step_count)
		add(found, doc_get(rb->root, "steps")->at, "at least one step", "none",
		    "write the steps",
		    "there are no steps: nothing could be done, and nothing judged");
}

static void judge_gate(struct findings *found, const struct step *step)
{
	if (!step->verify.count)
		add(found, step->at, "at least one check", "none",
		    arena_printf(found->arena, "give '%s' a check", step->id),
		    arena_printf(found->arena,
				 "gate '%s' has no checks, so that it can never be GO",
				 step->id));
}

void runbook_never_go(const struct runbook *rb, struct findings *found)
{
	for (size_t i = 0; i < rb->gates.count; i++)
		judge_gate(found, &rb->gates.items[i]->step);
	for (size_t i = 0; i < rb->step_count; i++)
		if (step_at(rb, i)->kind == STEP_GATE)
			judge_gate(found, step_at(rb, i));
}
