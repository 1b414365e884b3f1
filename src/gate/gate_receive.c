/*
 * gate_receive.c - pre-receive. Whoever pushes writes the lines and may have set the environment, so
 * nothing is believed that this repository can say itself: what stands at a ref, and which ref a
 * name means.
 */
#include "gate/push_internal.h"

#include "base/strmap.h"
#include "ledger/race.h"
#include "repo/ref.h"

/* The server's own facts in the place of what the lines say; one push names a ref once. */
static int own_facts(struct push *push, const struct ref_line *lines, struct ref_line *own,
		     struct err *err)
{
	struct arena *a = push->l->arena;
	struct strmap names = {.arena = a};

	push->lines = own;
	for (size_t i = 0; i < push->count; i++) {
		own[i] = lines[i];
		if (ref_follow(push->l->repo, lines[i].ref, a, &own[i].ref, &own[i].old, err) <
		    0)
			return -1;
		if (strmap_get(&names, own[i].ref))
			push_refuse(push, &own[i], RULE_LEDGER_INTEGRITY,
				    (struct finding){.expected = "one line for a ref",
						     .found = lines[i].ref,
						     .fix = "push it once"},
				    "the push names a ref twice");
		strmap_put(&names, own[i].ref, &own[i]);
	}
	return 0;
}

/*
 * The rules of a ledger. Where a governed name is itself symbolic, what it points to is governed: a
 * push to that moves both.
 */
static int open_gate(struct push *push, const struct ledger_view *ledger, struct ref_line *own,
		     struct err *err)
{
	const struct ledger *l = push->l;
	struct ref *refs;
	size_t count;

	if (gate_open(l, DOOR_RECEIVE, ledger, &push->gate, err) < 0 ||
	    ref_list(l->repo, "refs/", l->arena, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *target;
		struct oid ignored;

		if (!refs[i].target || !gate_governs(push->gate, refs[i].name))
			continue;
		if (ref_follow(l->repo, refs[i].name, l->arena, &target, &ignored, err) < 0)
			return -1;
		for (size_t k = 0; k < push->count; k++)
			if (!strcmp(own[k].ref, target) &&
			    !gate_governs(push->gate, own[k].ref))
				own[k].ref = refs[i].name;
	}
	return 0;
}

/* So that the next push is judged from here on. Where it cannot be written, time is lost. */
static void remember_here(const struct ledger *l, const struct ledger_view *view)
{
	struct memory *memory = l->memory;
	struct remembered_head head;
	struct err ignored;
	bool found = false;
	char known[65];

	if (memory_repository_ledger(memory, known, &ignored) < 0 ||
	    (strcmp(known, view->id) != 0 &&
	     memory_note_repository(memory, view->id, &ignored) < 0) ||
	    memory_head(memory, view->id, "local", &head, &found, &ignored) < 0 ||
	    (found && oid_equal(&head.tip, &view->head)))
		return;
	ledger_remember(l, "local", view, &ignored);
}

/*
 * Junk stands upon the ledger here, from before this hook. What comes may be the recover that rejects
 * it: the ledger alone, judged from where it was good when this repository saw it last. Behind what
 * does not even go on from there no recover helps, and only who may write here can put the branch back.
 */
static int open_behind_junk(struct push *push, const char *pin, struct err *err)
{
	bool alone = push->count == 1 && push_ledger_line(push);
	struct err missing = {0};
	struct ledger_view *good;
	char hex[OID_HEX_SIZE];

	if (err->code != ERR_UNTRUSTED)
		return -1;
	if (ledger_remembered(push->l, pin, "local", &good, &missing) < 0) {
		if (alone)
			err_copy(err, &missing);
		return -1;
	}
	if (good && !good->fold &&
	    ledger_verify_to(push->l, NULL, &good->head, &good, &missing))
		return -1;
	if (!alone && !good)
		return -1;
	if (!alone) {
		oid_hex(&good->head, hex);
		return err_next(err, "hint: in the server's repository: git update-ref %s %s",
				push->l->ref, hex);
	}
	push->stood = good;
	*err = (struct err){0};
	return 0;
}

/* The ledger as it stands here, of the genesis that this repository is pinned to. */
static int open_here(struct push *push, const char *pin, struct err *err)
{
	const struct ledger *l = push->l;
	const struct ledger_view *view;
	struct oid tip;

	if (ref_peek(l->repo, l->ref, &tip, err) < 0)
		return -1;
	if (oid_is_zero(&tip)) {
		if (push_ledger_line(push))
			return 0;
		err_set(err, ERR_NOT_FOUND,
			"ledger %.12s... is pinned here and has not been pushed yet: without "
			"it nothing can be judged",
			pin);
		return err_next(err, "git push --atomic origin HEAD %s",
				l->ref + strlen("refs/heads/"));
	}
	if (ledger_open_unconfirmed(l, &view, err) < 0)
		return open_behind_junk(push, pin, err);
	if (strcmp(view->id, pin))
		return err_set(err, ERR_UNTRUSTED,
			       "the ledger here is %.12s..., pinned is %.12s...", view->id,
			       pin);
	push->stood = view;
	remember_here(l, view);
	return 0;
}

bool push_is_late(const struct push *push, const struct ref_line *line)
{
	return !oid_equal(&line->old, &push->said[line - push->lines].old);
}

static bool refuse_late(struct push *push, const struct ref_line *line)
{
	char here[OID_HEX_SIZE], there[OID_HEX_SIZE];

	if (!push_is_late(push, line))
		return false;
	oid_hex(&line->old, here);
	oid_hex(&push->said[line - push->lines].old, there);
	push_refuse(
		push, line, RULE_LEDGER_INTEGRITY,
		(struct finding){.expected = arena_printf(push->l->arena, "after %.12s", here),
				 .found = arena_printf(push->l->arena, "after %.12s", there),
				 .fix = "git mcade sync"},
		RACE_FIRST);
	return true;
}

/*
 * An audit can only wonder at an event of tomorrow, or at commits that are not there: it came in long
 * ago. Here it stays outside.
 */
static void refuse_at_once(struct push *push)
{
	const char *ledger = push->l->ref + strlen("refs/heads/");

	for (size_t i = 0; i < push->found->count; i++) {
		struct finding *f = &push->found->items[i];

		if (f->rule == RULE_TIME && f->time > push->l->now)
			f->severity = FINDING_ERROR;
		if (f->rule == RULE_EVIDENCE && f->severity == FINDING_NOTE) {
			f->severity = FINDING_ERROR;
			f->fix = arena_printf(push->l->arena,
					      "git push --atomic origin HEAD %s", ledger);
			f->allow = arena_printf(
				push->l->arena,
				"a clone that still has those commits runs 'git push --atomic "
				"origin COMMIT:refs/heads/NAME %s'",
				ledger);
		}
	}
}

static int receive_ledger(struct push *push, const char *pin, const struct ledger_view **ledger,
			  struct err *err)
{
	const struct ref_line *line = push_ledger_line(push);
	struct ledger_view *view = NULL;
	int rc;

	*ledger = push->stood;
	if (!line || refuse_late(push, line))
		return 0;
	if (push_judge_continues(push, line, &line->old, "which is there", err) < 0)
		return -1;
	if (push->found->count)
		return 0;
	rc = push_verify_ledger(push, line, push->stood, &view, err);
	refuse_at_once(push);
	if (rc)
		return rc < 0 ? -1 : 0;
	if (strcmp(view->id, pin))
		push_refuse(push, line, RULE_LEDGER_INTEGRITY,
			    (struct finding){.expected = pin,
					     .found = view->id,
					     .fix = "git mcade join --expect-genesis ID"},
			    "the ledger has another genesis than the one pinned here");
	else
		*ledger = view;
	return 0;
}

int gate_receive(const struct ledger *l, const struct ref_line *lines, size_t count,
		 struct findings *found, struct err *err)
{
	struct push push = {.l = l, .said = lines, .count = count, .found = found};
	struct ref_line *own = arena_array(l->arena, count, sizeof(*own));
	const struct ledger_view *ledger;
	const char *pin = repo_config_get_local(l->repo, "mcade.ledgerId");

	if (!pin) {
		err_set(err, ERR_WAITING, "no genesis is pinned in this repository");
		return err_next(err, "git mcade hooks install --expect-genesis ID");
	}
	if (own_facts(&push, lines, own, err) < 0 || push_judge_places(&push, err) < 0)
		return -1;
	if (found->count)
		return 0;
	if (open_here(&push, pin, err) < 0 || open_gate(&push, push.stood, own, err) < 0 ||
	    push_judge_places(&push, err) < 0)
		return -1;
	push_judge_deletions(&push);
	if (receive_ledger(&push, pin, &ledger, err) < 0)
		return -1;
	if (findings_count(found, FINDING_ERROR))
		return 0; /* what it brings cannot be judged by a ledger that is refused */
	if (open_gate(&push, ledger, own, err) < 0 || push_judge_tips(&push, err) < 0 ||
	    push_judge_evidence(&push, err) < 0 || push_judge_refs(&push, "refs/", err) < 0)
		return -1;
	return 0;
}
