#include "act/adopt.h"

#include "act/compare.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "runbook/claims.h"
#include "ledger/governed.h"
#include "act/inputs.h"
#include "meaning/meaning.h"
#include "act/outside.h"
#include "act/since.h"
#include "repo/ref.h"
#include "repo/snapshot.h"
#include "repo/worktree.h"
#include "runbook/holds.h"
#include "runbook/renames.h"
#include "sign/digest.h"
#include "ledger/in_force.h"
#include "ledger/starter.h"
#include "yaml/doc.h"

struct preparing {
	const struct ledger *l;
	struct intent *intent;
	struct adoption *adoption;
	struct findings *refused;
	const struct visible_ref *ref; /* the first governed one */
	struct snapshot *snapshot;     /* of its commit */
	struct err *err;
};

static struct finding *refuse(struct preparing *p, enum rule_id rule, struct srcpos at,
			      const char *expected, const char *found, const char *fix,
			      const char *message)
{
	return finding_add(p->refused, rule, FINDING_ERROR,
			   (struct finding){.path = "runbook.yaml",
					    .at = at,
					    .ref = p->adoption->ref,
					    .expected = expected,
					    .found = found,
					    .fix = fix},
			   "%s", message);
}

/* -- where it is read ---------------------------------------------------------------------------- */

static int open_governed(struct preparing *p)
{
	const struct visible_ref *refs;
	size_t count;

	governed_refresh(p->l);
	if (governed_visible(p->l, &refs, &count, p->err) < 0)
		return -1;
	if (!count) {
		err_set(p->err, ERR_NOT_FOUND, "no governed branch has a commit yet");
		return err_next(p->err, "commit runbook.yaml, then git mcade adopt");
	}
	p->ref = &refs[0];
	p->adoption->ref = refs[0].name;
	p->adoption->commit = refs[0].tip;
	return snapshot_of_commit(p->l->repo, &refs[0].tip, &p->snapshot, p->err);
}

/* The runbook.yaml of HEAD; *ret_found false: HEAD has none. */
static int read_own(struct preparing *p, struct bytes *ret, bool *ret_found)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct oid commit;

	*ret_found = false;
	if (repo_head_commit(p->l->repo, &commit, p->err) < 0)
		return p->err->code == ERR_NOT_FOUND ? 0 : -1;
	if (snapshot_of_commit(p->l->repo, &commit, &head, p->err) < 0)
		return -1;
	return snapshot_read(head, "runbook.yaml", p->l->arena, ret, ret_found, p->err);
}

/* What is committed here must be what others see: nobody adopts what only this clone has. */
static int check_published(struct preparing *p, struct bytes text)
{
	struct bytes ours;
	bool found;

	if (read_own(p, &ours, &found) < 0)
		return -1;
	if (found && !bytes_equal(ours, text))
		refuse(p, RULE_IDENTITY, SRCPOS_NONE, "the runbook.yaml of HEAD",
		       "an older one", governed_push(p->l, p->ref),
		       "HEAD's runbook.yaml is not on the governed branch yet");
	return 0;
}

static int explain_absence(struct preparing *p)
{
	struct bytes ours;
	bool found;

	if (read_own(p, &ours, &found) < 0)
		return -1;
	err_set(p->err, ERR_NOT_FOUND, "'%s' has no runbook.yaml%s", p->adoption->ref,
		found ? " yet; HEAD has one" : "");
	if (found)
		return err_next(p->err, "%s", governed_push(p->l, p->ref));
	if (repo_work_tree(p->l->repo) && !worktree_read(p->l->repo, "runbook.yaml", LIMIT_YAML,
							 p->l->arena, &ours, &(struct err){0}))
		return starter_waits(p->l)
			       ? err_next(p->err, STARTER_HINT)
			       : err_next(p->err, "commit runbook.yaml%s, then git mcade adopt",
					  p->l->remote ? " and push it" : "");
	return err_next(p->err, "'git mcade import DOCUMENT' makes one; commit it%s",
			p->l->remote ? " and push it" : "");
}

/* Every fault of it is refused at once; without one, *p->adoption has it. */
static int read_runbook(struct preparing *p, struct bytes *ret_text)
{
	const struct doc_node *root;
	struct err fault;
	bool found;

	if (snapshot_read(p->snapshot, "runbook.yaml", p->l->arena, ret_text, &found, p->err) <
	    0)
		return -1;
	if (!found)
		return explain_absence(p);
	if (runbook_is_blank(*ret_text)) {
		err_set(p->err, ERR_NOT_FOUND, "the runbook.yaml of '%s' has only comments",
			p->adoption->ref);
		return err_next(p->err, STARTER_HINT);
	}
	if (doc_parse(*ret_text, "runbook.yaml", p->l->arena, &root, &fault) < 0) {
		refuse(p, RULE_DOCUMENT, fault.at, "readable YAML", "a fault", NULL,
		       fault.text);
		return 0;
	}
	p->adoption->runbook = runbook_check(root, p->refused);
	return 0;
}

/* -- what it renames, what it ends ------------------------------------------------------------- */

static int rename_history(struct preparing *p, const struct runbook *old,
			  const struct step *step, const struct step *heir)
{
	struct arena *a = p->l->arena;

	for (size_t e = 0; e < old->environment_count; e++) {
		const char *environment = old->environments[e].id;
		const struct step_state *state;

		if (state_step(p->l->view->state, environment, step->id, &state, p->err) < 0)
			return -1;
		if (!state->sequence)
			continue;
		event_add(&p->intent->event, a, FIELD_RENAME,
			  arena_printf(a, "%s %s %s", step->id, environment, heir->id));
	}
	return 0;
}

static int compare(struct preparing *p, struct bytes text)
{
	const struct adopted_state *before;
	const struct runbook *old = NULL;
	const struct step **heirs;
	struct words ended;

	if (ledger_runbook(p->l, &old, p->err) < 0 && p->err->code != ERR_NOT_FOUND)
		return -1;
	if (runbook_compare(p->l, p->l->view, old, text, p->adoption->runbook,
			    &p->adoption->changes, &p->adoption->change_count, p->err) < 0 ||
	    state_adopted(p->l->view->state, &before, p->err) < 0)
		return -1;
	p->adoption->rules_before = before->rules;

	if (!old)
		return 0;
	ended = holds_ended(old, p->adoption->runbook, p->l->arena);
	for (size_t i = 0; i < ended.count; i++)
		event_add(&p->intent->event, p->l->arena, FIELD_OF, ended.items[i]);
	heirs = runbook_heirs(old, p->adoption->runbook, p->l->arena);
	for (size_t i = 0; i < old->step_count; i++)
		if (heirs[i] && rename_history(p, old, step_at(old, i), heirs[i]) < 0)
			return -1;
	return 0;
}

/* -- what it brings ------------------------------------------------------------------------------ */

static void attach(struct preparing *p, const char *path, struct bytes data)
{
	struct intent *intent = p->intent;

	*ARENA_PUSH(p->l->arena, intent->attachments,
		    intent->attachment_count) = (struct attachment){path, data};
}

static int attach_manifests(struct preparing *p)
{
	const struct runbook *rb = p->adoption->runbook;

	for (size_t i = 0; i < rb->environment_count; i++) {
		const struct environment *e = &rb->environments[i];
		struct bytes text;
		bool found;

		if (!e->manifest)
			continue;
		if (snapshot_read(p->snapshot, e->manifest, p->l->arena, &text, &found,
				  p->err) < 0)
			return -1;
		if (found)
			attach(p, state_manifest_path(e->id, p->l->arena), text);
	}
	return 0;
}

/* Has an earlier step of the list spoken for this one already? */
static bool is_first(const struct claim *claims, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(claims[k].step, claims[i].step) &&
		    !strcmp(claims[k].environment, claims[i].environment))
			return false;
	return true;
}

static void add_claim(struct preparing *p, enum event_field field, const struct claim *claim,
		      const char *word)
{
	const char *text = arena_printf(p->l->arena, "%s %s %s", claim->step,
					claim->environment, word);

	if (!event_says(&p->intent->event, field, text)) /* two lines may claim the same */
		event_add(&p->intent->event, p->l->arena, field, text);
}

/* Everything that was claimed of one step, as words that contradict each other. */
static void add_dispute(struct preparing *p, const struct claim *claims, size_t count,
			const struct claim *about)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(claims[i].step, about->step) &&
		    !strcmp(claims[i].environment, about->environment))
			add_claim(p, FIELD_CONTRADICTED, &claims[i],
				  claim_word(claims[i].kind));
	p->adoption->disputed++;
}

/* A link or a folder is no file that can be read, and so nothing that runs. */
static int find_lost(struct preparing *p)
{
	const struct runbook *rb = p->adoption->runbook;

	for (size_t i = 0; i < rb->step_count && !p->adoption->lost; i++) {
		const struct step *step = step_at(rb, i);
		const char *path = step_path(step, step->uses, p->l->arena);
		struct bytes text;
		bool found;

		if (!path || step->repo || step->dormant)
			continue;
		if (snapshot_read(p->snapshot, path, p->l->arena, &text, &found, p->err) < 0)
			return -1;
		if (!found)
			p->adoption->lost = step;
	}
	return 0;
}

static int accept_claims(struct preparing *p)
{
	const struct runbook *rb = p->adoption->runbook;
	struct claim *claims;
	struct bytes text;
	size_t count;
	bool found;

	if (snapshot_read(p->snapshot, "runbook.claims.yaml", p->l->arena, &text, &found,
			  p->err) < 0)
		return -1;
	if (!found) {
		err_set(p->err, ERR_NOT_FOUND, "'%s' has no runbook.claims.yaml",
			p->adoption->ref);
		return err_next(p->err, "git mcade adopt");
	}
	if (claims_read(text, "runbook.claims.yaml", p->l->arena, &claims, &count, p->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		enum claim_kind status;
		bool locked, claimable;

		if (!is_first(claims, i) || !runbook_step(rb, claims[i].step) ||
		    !runbook_environment(rb, claims[i].environment))
			continue;
		if (!claim_effective(claims, count, claims[i].step, claims[i].environment,
				     &status, &locked)) {
			add_dispute(p, claims, count, &claims[i]);
			continue;
		}
		if (step_is_claimable(p->l->view->state, &p->intent->event, claims[i].step,
				      claims[i].environment, p->l->arena, &claimable,
				      p->err) < 0)
			return -1;
		p->adoption->settled += !claimable;
		if (!claimable)
			continue;
		if (status != CLAIM_COUNT && status != CLAIM_PLANNED)
			add_claim(p, FIELD_CLAIM, &claims[i], claim_word(status));
		if (locked)
			add_claim(p, FIELD_CLAIM, &claims[i], "locked");
		p->adoption->accepted += status != CLAIM_COUNT && status != CLAIM_PLANNED;
	}
	return 0;
}

/* Where the runbook was read, though it governs that branch no longer. */
static void add_source(struct preparing *p)
{
	const char *tip;

	p->adoption->left = !event_names(&p->intent->event, FIELD_TIP, p->ref->name);
	tip = arena_printf(p->l->arena, "%s %s", OID_HEX(&p->ref->tip), p->ref->name);
	if (!event_says(&p->intent->event, FIELD_TIP, tip))
		event_add(&p->intent->event, p->l->arena, FIELD_TIP, tip);
}

/* What others see comes into force, and not what is being written here. */
static bool is_edited(const struct ledger *l, struct bytes text)
{
	struct err ignored;
	struct bytes here;

	return repo_work_tree(l->repo) && (worktree_read(l->repo, "runbook.yaml", LIMIT_YAML,
							 l->arena, &here, &ignored) < 0 ||
					   !bytes_equal(here, text));
}

int adopt_prepare(const struct ledger *l, bool with_claims, struct intent *intent,
		  struct adoption *ret, struct findings *refused, struct err *err)
{
	struct adoption adoption = {0};
	struct preparing p = {.l = l,
			      .intent = intent,
			      .adoption = &adoption,
			      .refused = refused,
			      .err = err};
	struct ledger adopted = *l;
	struct bytes text;
	int result = -1;

	if (open_governed(&p) < 0)
		return -1;
	if (read_runbook(&p, &text) < 0 || check_published(&p, text) < 0)
		goto done;
	if (!adoption.runbook) {
		result = 0;
		goto done;
	}
	if (compare(&p, text) < 0 ||
	    inputs_judge(l, adoption.runbook, p.snapshot, refused, err) < 0 ||
	    meaning_judge(adoption.runbook, p.snapshot, l->arena, refused, err) < 0 ||
	    outside_judge(l->repo, &p.ref->tip, adoption.runbook, p.snapshot, refused, err) < 0)
		goto done;
	event_set(&intent->event, l->arena, FIELD_RUNBOOK,
		  arena_printf(l->arena, "sha256:%s", SHA256_HEX(text.data, text.len)));
	event_set(&intent->event, l->arena, FIELD_RULES,
		  arena_printf(l->arena, "%d", LEDGER_RULES));
	attach(&p, "runbook.yaml", text);
	if (!doc_get(adoption.runbook->root, "governed"))
		event_set(&intent->event, l->arena, FIELD_GOVERNED, p.ref->name);
	adoption.runbook = runbook_governing(adoption.runbook, p.ref->name, l->arena);
	adopted.runbook =
		adoption.runbook; /* the tips are those of the branches that it governs */
	if (attach_manifests(&p) < 0 || find_lost(&p) < 0 ||
	    (with_claims && accept_claims(&p) < 0))
		goto done;
	result = governed_tips(&adopted, &intent->event, err) < 0
			 ? -1
			 : since_record(l, adoption.runbook, &intent->event, err);
	add_source(&p);
	adoption.edited = is_edited(l, text);
	*ret = adoption;
done:
	snapshot_free(p.snapshot);
	return result;
}
