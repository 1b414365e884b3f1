/* push_ledger.c - a ledger that is part of a push. */
#include "gate/push_internal.h"

#include "ledger/verify.h"
#include "repo/history.h"
#include "repo/object.h"

const struct ref_line *push_ledger_line(const struct push *push)
{
	for (size_t i = 0; i < push->count; i++)
		if (push_is_ledger(push, push->lines[i].ref) &&
		    !oid_is_zero(&push->lines[i].new))
			return &push->lines[i];
	return NULL;
}

int push_judge_continues(struct push *push, const struct ref_line *line, const struct oid *old,
			 const char *where, struct err *err)
{
	struct arena *a = push->l->arena;
	char was[OID_HEX_SIZE], is[OID_HEX_SIZE];
	bool here, ancestor = false;

	if (oid_is_zero(old))
		return 0;
	if (object_exists(push->l->repo, old, &here, err) < 0 ||
	    (here && history_is_ancestor(push->l->repo, old, &line->new, &ancestor, err) < 0))
		return -1;
	if (ancestor)
		return 0;
	oid_hex(old, was);
	oid_hex(&line->new, is);
	push_refuse(push, line, RULE_LEDGER_INTEGRITY,
		    (struct finding){.expected = arena_printf(a, "a descendant of %.12s, %s",
							      was, where),
				     .found = arena_printf(a, "%.12s", is),
				     .fix = "git mcade sync"},
		    "the ledger is never rewound or forked");
	return 0;
}

int push_verify_ledger(struct push *push, const struct ref_line *line,
		       const struct ledger_view *from, struct ledger_view **ret,
		       struct err *err)
{
	const struct ledger *l = push->l;
	size_t before = push->found->count;
	int rc = ledger_receive(l->repo, l->arena, from, &line->new, l->now, l->progress,
				push_note_tips, push, ret, push->found, err);

	if (rc < 0 && (err->code == ERR_UNTRUSTED || err->code == ERR_FORMAT)) {
		push_refuse(
			push, line, RULE_LEDGER_INTEGRITY,
			(struct finding){.expected = "a ledger that continues the one there",
					 .found = err->text,
					 .fix = "git mcade sync"},
			"the push does not continue the ledger");
		*err = (struct err){0};
		return 1;
	}
	for (size_t i = before; i < push->found->count; i++)
		if (!push->found->items[i].ref)
			push->found->items[i].ref = line->ref;
	return rc;
}
