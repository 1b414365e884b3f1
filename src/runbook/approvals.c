#include "runbook/approvals.h"

#include "base/time.h"

const struct approval approval_of_locked = {
	.role = "owner", .count = 1, .expires = 86400, .prevent_self_approve = true};

static bool same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

/* A rollback does with other values something else. */
static bool same_arguments(const struct entry *entry, const struct approval_asked *asked)
{
	const struct event_values *are = &asked->act->fields[FIELD_ARGUMENT];
	size_t count;
	const char *const *said = entry_list(entry, event_field_kept(FIELD_ARGUMENT), &count);

	if (count != are->count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (strcmp(said[i], are->items[i]) != 0)
			return false;
	return true;
}

/* What is approved is what is done: one release, what the step runs, what is asked of it. */
static const char *of_another(const struct entry *entry, const struct approval_asked *asked)
{
	static const struct {
		enum event_field field;
		const char *why;
	} bound[] = {{FIELD_CANDIDATE, "it is of another candidate"},
		     {FIELD_DEFINITION, "the step's definition changed since"},
		     {FIELD_CHECKS, "the step's checks changed since"}};

	if (asked->path)
		return same(entry_get(entry, "rule"), asked->rule) &&
				       same(entry_get(entry, "content"), asked->content)
			       ? NULL
			       : "it is of other bytes, or of another rule";
	if (!same_arguments(entry, asked))
		return "it is of other values";
	for (size_t i = 0; i < ARRAY_SIZE(bound); i++) {
		const char *is = event_get(asked->act, bound[i].field);

		if (asked->open && !is)
			continue;
		if (!same(entry_get(entry, event_field_kept(bound[i].field)), is))
			return bound[i].why;
	}
	return NULL;
}

/* Approvals of paths lie in one file, and are each of one path. */
static bool is_of(const struct entry *entry, const char *path)
{
	const char *of = entry_get(entry, "path");

	return !of == !path && (!of || !strcmp(of, path));
}

/* Who says no after he said yes has said no. */
static bool is_withdrawn(struct state *record, const struct subject *s,
			 const struct entry *approval, const char *who)
{
	const struct entry *entry;
	size_t at = 0;

	while ((entry = subject_next(s, "verdicts/approval:", &at))) {
		const char *by;
		int64_t when;

		if (entry->sequence > approval->sequence &&
		    is_of(entry, entry_get(approval, "path")) &&
		    !same(entry_get(entry, "verdict"), "pass") &&
		    state_signer(record, entry->sequence, &by, &when) && !strcmp(by, who))
			return true;
	}
	return false;
}

/*
 * The role is asked of trust as it was where he approved: state_signer_had(). What somebody signs for
 * another is a witness's word, which nothing in this version asks for.
 */
static const char *why_not(struct state *record, const struct subject *s,
			   const struct approval *demand, const struct approval_asked *asked,
			   const struct entry *entry, const struct approved *said)
{
	const char *of = of_another(entry, asked);

	if (asked->untimely)
		return "the act has a time that it cannot have";
	if (!said->yes)
		return "it is a refusal";
	if (asked->clock > said->until)
		return "it has expired";
	if (entry_get(entry, "for"))
		return "it is a witness's word";
	if (is_withdrawn(record, s, entry, said->who))
		return "it was taken back";
	if (demand->prevent_self_approve && same(said->who, asked->by))
		return asked->path ? "who wrote it approved it himself"
				   : "who runs the step approved it himself";
	return of ? of
	       : state_signer_had(record, entry->sequence, demand->role)
		       ? NULL
		       : "its signer did not have the role";
}

static bool read_one(struct state *record, const struct approval *demand,
		     const struct entry *entry, struct approved *ret)
{
	const char *expires = entry_get(entry, "expires");
	int64_t limit;

	*ret = (struct approved){.sequence = entry->sequence,
				 .yes = same(entry_get(entry, "verdict"), "pass")};
	if (!expires || !time_parse(expires, &ret->until) ||
	    !state_signer(record, entry->sequence, &ret->who, &ret->when))
		return false;
	limit = ret->when + demand->expires; /* whatever it says itself */
	if (limit < ret->until)
		ret->until = limit;
	return true;
}

void approvals_read(struct state *record, const struct subject *s,
		    const struct approval *demand, const struct approval_asked *asked,
		    struct arena *a, struct approved **ret, size_t *ret_count)
{
	const struct entry *entry;
	struct approved *list = NULL;
	size_t count = 0, at = 0;

	while ((entry = subject_next(s, "verdicts/approval:", &at))) {
		struct approved said;
		size_t place;

		if (!is_of(entry, asked->path) || !read_one(record, demand, entry, &said))
			continue;
		said.why = why_not(record, s, demand, asked, entry, &said);
		(void)ARENA_PUSH(a, list, count);
		for (place = count - 1; place && list[place - 1].sequence > said.sequence;
		     place--)
			list[place] = list[place - 1];
		list[place] = said;
	}
	*ret = list;
	*ret_count = count;
}

static bool has_said(const struct approved *said, size_t count, const char *who)
{
	bool found = false;

	for (size_t i = 0; !found && i < count; i++)
		found = !said[i].why && !strcmp(said[i].who, who);
	return found;
}

unsigned approvals_given(const struct approved *said, size_t count)
{
	unsigned people = 0;

	for (size_t i = 0; i < count; i++)
		people += !said[i].why && !has_said(said, i, said[i].who);
	return people;
}

const struct principal *approvals_missing(const struct trust *trust,
					  const struct approval *demand,
					  const struct approved *said, size_t count,
					  const char *environment, const char *by,
					  const char *first)
{
	const struct principal *found = NULL;

	for (size_t i = 0; i < trust->principal_count; i++) {
		const struct principal *p = &trust->principals[i];

		if (!trust_has_role(p, demand->role) ||
		    !trust_may(trust, p, event_info(EVENT_APPROVE)->permission, environment) ||
		    has_said(said, count, p->id) ||
		    (demand->prevent_self_approve && same(p->id, by)))
			continue;
		if (!found || same(p->id, first))
			found = p;
	}
	return found;
}
