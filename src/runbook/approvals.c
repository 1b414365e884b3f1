#include "runbook/approvals.h"

#include "base/quote.h"
#include "base/texts.h"
#include "base/time.h"
#include "model/next_act.h"
#include "runbook/verdicts.h"

const struct approval approval_of_locked = {
	.role = "owner", .count = 1, .expires = 86400, .prevent_self_approve = true};

/* A rollback does with other values something else. */
bool approval_has_values(const struct entry *entry, const struct event *act)
{
	const struct event_values *are = &act->fields[FIELD_ARGUMENT];
	size_t count;
	const char *const *said = entry_list(entry, event_field_kept(FIELD_ARGUMENT), &count);

	if (count != are->count)
		return false;
	for (size_t i = 0; i < count; i++) /* each has one name, in whatever order */
		if (!texts_have((const char *const *)are->items, are->count, said[i]))
			return false;
	return true;
}

const char approvals_of_author[] = "it is of who wrote what is promoted";

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
		return text_is(entry_get(entry, "rule"), asked->rule) &&
				       text_is(entry_get(entry, "content"), asked->content)
			       ? NULL
			       : "it is of other bytes, or of another rule";
	if (!approval_has_values(entry, asked->act))
		return "it is of other values";
	if (entry->sequence < asked->moved)
		return verdict_is_of_before;
	/* also of what goes back, whose candidate is that of then */
	if (event_get(asked->act, FIELD_DIRTY))
		return "what would be done now is in no commit";
	for (size_t i = 0; i < ARRAY_SIZE(bound); i++) {
		const char *is = event_get(asked->act, bound[i].field);

		if (asked->open && !is)
			continue;
		if (!text_is(entry_get(entry, event_field_kept(bound[i].field)), is))
			return bound[i].why;
	}
	if ((asked->open && !event_get(asked->act, FIELD_CANDIDATE)) ||
	    same_settings(entry_get(entry, event_field_kept(FIELD_SETTINGS)),
			  event_get(asked->act, FIELD_SETTINGS)))
		return NULL;
	return "the settings of its environment have changed since";
}

/* Approvals of paths lie in one file, and are each of one path. */
static bool is_of(const struct entry *entry, const char *path)
{
	const char *of = entry_get(entry, "path");

	return !of == !path && (!of || !strcmp(of, path));
}

/* Of one person: who signed for himself, or by the address of who did not. */
static bool is_same_person(const struct approved *a, const struct approved *b)
{
	if (!a->witness && !b->witness)
		return text_is(a->who, b->who);
	return a->address && b->address && !strcasecmp(a->address, b->address);
}

/* Whose word it is, and whether it is yes. False: nobody knows who signed it. */
static bool read_speaker(struct state *record, const struct trust *trust,
			 const struct entry *entry, struct arena *a, struct approved *ret)
{
	const struct principal *p;

	*ret = (struct approved){.sequence = entry->sequence,
				 .yes = text_is(entry_get(entry, "verdict"), "pass"),
				 .witness = entry_get(entry, "for"),
				 .entry = entry};
	if (!state_signer(record, entry->sequence, &ret->who, &ret->when))
		return false;
	p = trust_principal(trust, ret->who);
	ret->address = ret->witness ? event_address_of(ret->witness, a) : p ? p->email : NULL;
	return true;
}

/* Who says no after he said yes has said no. */
static bool is_withdrawn(struct state *record, const struct trust *trust,
			 const struct subject *s, const struct entry *approval,
			 const struct approved *said, struct arena *a)
{
	const struct entry *entry;
	size_t at = 0;

	while ((entry = subject_next(s, "verdicts/approval:", &at))) {
		struct approved later;

		if (entry->sequence > approval->sequence &&
		    is_of(entry, entry_get(approval, "path")) &&
		    read_speaker(record, trust, entry, a, &later) && !later.yes &&
		    is_same_person(&later, said))
			return true;
	}
	return false;
}

/* A witness says what another told him: for one who is neither himself nor who wrote it. */
static const char *why_no_witness(const struct trust *trust, const struct approval *demand,
				  const struct approval_asked *asked, const struct entry *entry,
				  const struct approved *said)
{
	const struct principal *signer = trust_principal(trust, said->who);
	const char *others[] = {signer ? signer->email : NULL, asked->address};
	size_t count;
	const char *const *roles = entry_list(entry, event_field_kept(FIELD_ROLE), &count);

	if (!demand->witness)
		return "it is a witness's word";
	if (!said->address || !texts_have(roles, count, demand->role))
		return "it is not for the role";
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (others[i] && !strcasecmp(others[i], said->address))
			return "it is for who signed it, or who wrote it";
	return NULL;
}

bool approvals_wrote(const struct words *authors, const char *address)
{
	bool wrote = false;

	for (size_t i = 0; address && !wrote && i < authors->count; i++)
		wrote = !strcasecmp(authors->items[i], address);
	return wrote;
}

/* The role is asked of trust as it was where he approved: state_signer_had(). */
static const char *why_not(struct state *record, const struct trust *trust,
			   const struct subject *s, const struct approval *demand,
			   const struct approval_asked *asked, const struct entry *entry,
			   const struct approved *said, struct arena *a)
{
	const char *of = of_another(entry, asked);

	if (asked->untimely)
		return "the act has a time that it cannot have";
	if (!said->yes)
		return "it is a refusal";
	if (asked->clock > said->until)
		return "it has expired";
	if (is_withdrawn(record, trust, s, entry, said, a))
		return "it was taken back";
	if (demand->prevent_self_approve && approvals_wrote(&asked->authors, said->address))
		return approvals_of_author;
	if (said->witness)
		return of ? of : why_no_witness(trust, demand, asked, entry, said);
	return of ? of
	       : state_signer_had(record, entry->sequence, demand->role)
		       ? NULL
		       : "its signer did not have the role";
}

static bool is_address_of(const char *address, const struct principal *p)
{
	return address && p && p->email && !strcasecmp(address, p->email);
}

/* Nobody lets himself act; what was witnessed of him neither, whatever is asked. */
static bool is_own(const struct trust *trust, const struct approval *demand,
		   const struct approval_asked *asked, const struct approved *said)
{
	return asked->by && ((demand->prevent_self_approve && text_is(said->who, asked->by)) ||
			     (said->witness &&
			      is_address_of(said->address, trust_principal(trust, asked->by))));
}

/* What is against it for everybody comes first. */
static const char *why_not_own(const struct approval_asked *asked, const struct approved *said)
{
	return said->witness ? text_is(said->who, asked->by) ? "who acts witnessed it himself"
							     : "it is for who acts"
	       : asked->path ? "who wrote it approved it himself"
			     : "who runs the step approved it himself";
}

static bool read_one(struct state *record, const struct trust *trust,
		     const struct approval *demand, const struct entry *entry, struct arena *a,
		     struct approved *ret)
{
	const char *expires = entry_get(entry, "expires");
	int64_t limit;

	if (!read_speaker(record, trust, entry, a, ret) || !expires ||
	    !time_parse(expires, &ret->until))
		return false;
	limit = ret->when + demand->expires; /* whatever it says itself */
	if (limit < ret->until)
		ret->until = limit;
	return true;
}

int approvals_read(struct state *record, const struct subject *s, const struct approval *demand,
		   const struct approval_asked *asked, struct arena *a, struct approved **ret,
		   size_t *ret_count, struct err *err)
{
	const struct entry *entry;
	struct approved *list = NULL;
	size_t count = 0, at = 0;
	const struct trust *trust;

	*ret = NULL;
	*ret_count = 0;
	if (state_trust(record, &trust, err) < 0)
		return -1;
	while ((entry = subject_next(s, "verdicts/approval:", &at))) {
		struct approved said;
		size_t place;

		if (!is_of(entry, asked->path) ||
		    !read_one(record, trust, demand, entry, a, &said))
			continue;
		said.why = why_not(record, trust, s, demand, asked, entry, &said, a);
		if (!said.why && is_own(trust, demand, asked, &said))
			said.own = asked->by;
		if (said.own && !asked->ahead)
			said.why = why_not_own(asked, &said);
		(void)ARENA_PUSH(a, list, count);
		for (place = count - 1; place && list[place - 1].sequence > said.sequence;
		     place--)
			list[place] = list[place - 1];
		list[place] = said;
	}
	*ret = list;
	*ret_count = count;
	return 0;
}

/* himself: for an act of whoever looks. */
static bool counts(const struct approved *said, bool himself)
{
	return !said->why && !(himself && said->own);
}

static bool has_said(const struct approved *said, size_t count, const struct approved *who,
		     bool himself)
{
	bool found = false;

	for (size_t i = 0; !found && i < count; i++)
		found = counts(&said[i], himself) && is_same_person(&said[i], who);
	return found;
}

bool approvals_names(const struct approved *said, size_t count, size_t at)
{
	return counts(&said[at], false) &&
	       !has_said(said + at + 1, count - at - 1, &said[at], false);
}

bool approvals_again(const struct approved *said, size_t at)
{
	return counts(&said[at], false) && has_said(said, at, &said[at], false);
}

static unsigned people_of(const struct approved *said, size_t count, bool himself)
{
	unsigned people = 0;

	for (size_t i = 0; i < count; i++)
		people += counts(&said[i], himself) && !has_said(said, i, &said[i], himself);
	return people;
}

unsigned approvals_given(const struct approved *said, size_t count)
{
	return people_of(said, count, false);
}

bool approvals_suffice(const struct approved *said, size_t count, unsigned need)
{
	return people_of(said, count, true) >= need;
}

const char *approvals_own(const struct approved *said, size_t count, struct arena *a)
{
	for (size_t i = 0; i < count; i++)
		if (said[i].own)
			return arena_printf(a, "; that of %s counts unless %s runs it himself",
					    approved_by(&said[i], a), said[i].own);
	while (count--)
		if (said[count].yes && said[count].why)
			return arena_printf(
				a, "; that of %s (event %" PRIu64 ") does not count: %s",
				approved_by(&said[count], a), said[count].sequence,
				said[count].why);
	return "";
}

const char *approved_by(const struct approved *said, struct arena *a)
{
	return said->witness ? arena_printf(a, "%s, witnessed by %s", said->witness, said->who)
			     : said->who;
}

const char *approved_unless(const struct approved *said, struct arena *a)
{
	return said->own ? arena_printf(a, "counts unless %s runs it himself", said->own)
			 : NULL;
}

const struct principal *approvals_missing(const struct trust *trust,
					  const struct approval *demand,
					  const struct approved *said, size_t count,
					  const char *environment, const char *by,
					  const char *first, const struct words *authors)
{
	const struct principal *found = NULL;

	for (size_t i = 0; i < trust->principal_count; i++) {
		const struct principal *p = &trust->principals[i];

		if (!trust_has_role(p, demand->role) ||
		    !trust_may(trust, p, event_info(EVENT_APPROVE)->permission, environment) ||
		    has_said(said, count, &(struct approved){.who = p->id, .address = p->email},
			     false) ||
		    (demand->prevent_self_approve &&
		     (text_is(p->id, by) || (authors && approvals_wrote(authors, p->email)))))
			continue;
		if (!found || text_is(p->id, first))
			found = p;
	}
	return found;
}

/* -- how it is given ----------------------------------------------------------------------------- */

const char approvals_uncommitted[] =
	"hint: commit it first: only what a commit has can be approved";

const char *approvals_of(struct event_subject what, struct arena *a)
{
	return what.type == SUBJECT_ENVIRONMENT ? "promote"
	       : what.type == SUBJECT_STEP
		       ? what.id
		       : arena_printf(a, "%s:%s", subject_type_word(what.type), what.id);
}

/* Agreed is to these values. */
static const char *arguments(const struct event *act, struct arena *a)
{
	const struct event_values *said = &act->fields[FIELD_ARGUMENT];
	const char *to = event_get(act, FIELD_RESTORED_TO);
	const char *text = to ? arena_printf(a, "--to %s ", to) : "";

	for (size_t i = 0; i < said->count; i++)
		text = arena_printf(a, "%s--input %s ", text, shell_quote(said->items[i], a));
	return arena_printf(a, "%s-m REASON", text);
}

const char *approvals_advice(const struct approval *demand, const struct trust *trust,
			     const struct principal *who, const struct event *act,
			     const char *reader, struct arena *a)
{
	const struct next_act approve = {EVENT_APPROVE, approvals_of(event_subject_of(act), a),
					 event_get(act, FIELD_ENVIRONMENT), arguments(act, a)};
	const char *command = next_act_text(&approve, a);

	if (!who && demand->witness)
		return arena_printf(a,
				    "hint: of a person without a key, who is witnessed: %s "
				    "--for 'NAME <ADDRESS>' --evidence FILE",
				    command);
	return !who ? arena_printf(
			      a, "hint: no other principal of role '%s' may approve in %s; %s",
			      demand->role, approve.environment,
			      trust_lets_in(trust, demand->role,
					    event_info(EVENT_APPROVE)->permission,
					    approve.environment, a))
	       : text_is(reader, who->id) ? command
					  : arena_printf(a, "hint: %s %s runs: %s",
							 demand->role, who->name, command);
}
