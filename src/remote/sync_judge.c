/* Is what a remote shows the continuation of what was seen there before? */
#include "remote/sync_internal.h"

#include "ledger/person.h"
#include "model/trust.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"

/* Both tips stay reachable: whoever looks into it later needs the one that disappeared. */
static int keep_both(const struct ledger *l, const struct oid *seen, const struct oid *found)
{
	struct oid nothing = {{0}};
	struct err ignored;
	char hex[OID_HEX_SIZE];

	oid_hex(seen, hex);
	ref_update(l->repo,
		   arena_printf(l->arena, "refs/mcade/alarm/%s/seen-%.12s", l->remote, hex),
		   seen, &nothing, "mcade: alarm", &ignored);
	if (oid_is_zero(found))
		return 0;
	oid_hex(found, hex);
	ref_update(l->repo,
		   arena_printf(l->arena, "refs/mcade/alarm/%s/found-%.12s", l->remote, hex),
		   found, &nothing, "mcade: alarm", &ignored);
	return 0;
}

/* What was seen continues what is there: push it again. Else people must look at both. */
static int alarm_way_out(const struct ledger *l, const struct ledger_view *seen,
			 const struct oid *found, struct err *err)
{
	struct err ignored;
	char ours[OID_HEX_SIZE];
	bool behind = oid_is_zero(found);

	if (!behind && history_is_ancestor(l->repo, found, &seen->head, &behind, &ignored) < 0)
		behind = false;
	oid_hex(&seen->head, ours);
	if (behind)
		return err_next(err, "git push %s %s:%s", l->remote, ours, l->ref);
	return err_next(err, "git log --graph --format=fuller %.12s %.12s", ours,
			OID_HEX(found));
}

static int alarm_rewound(const struct ledger *l, const struct ledger_view *seen,
			 const struct oid *found, const char *what, struct err *err)
{
	char hex[OID_HEX_SIZE] = "nothing";

	keep_both(l, &seen->head, found);
	if (!oid_is_zero(found))
		oid_hex(found, hex);
	err_set(err, ERR_UNTRUSTED,
		"the ledger at '%s' %s: event %" PRIu64
		" was seen there before, now there is %.12s; both are kept under "
		"refs/mcade/alarm/%s/",
		l->remote, what, seen->sequence, hex, l->remote);
	return alarm_way_out(l, seen, found, err);
}

/*
 * The address was seen further on, by another clone of this person's. Unless the remote has just
 * moved: then what was fetched is old, not rewound.
 */
static int alarm_address(const struct ledger *l, const char *url, uint64_t sequence,
			 const struct oid *found, struct err *err)
{
	const char *reason;
	bool reachable;
	struct oid now;

	if (sync_remote_tip(l, l->remote, &now, &reachable, &reason, err) < 0)
		return -1;
	if (reachable && !oid_equal(&now, found)) {
		err_set(err, ERR_WAITING, "'%s' moved while it was read", url);
		return err_next(err, "git mcade sync");
	}
	err_set(err, ERR_UNTRUSTED,
		"the ledger at '%s' was rewound or has diverged: event %" PRIu64
		" was seen there before",
		url, sequence);
	return err_next(err,
			"a clone that has event %" PRIu64
			" publishes it again (git mcade sync); then "
			"'git mcade join'",
			sequence);
}

/* What any clone has seen at this address must be in the chain that is there now. */
static int check_address_head(const struct ledger *l, const char *url,
			      const struct ledger_view *remote, const struct oid *tip,
			      struct err *err)
{
	struct remembered_head head;
	bool found, here, grows = false;

	if (memory_url_head(l->memory, remote->id, url, &head, &found, err) < 0)
		return -1;
	if (!found)
		return 0;
	if (head.sequence <= remote->sequence &&
	    (object_exists(l->repo, &head.tip, &here, err) < 0 ||
	     (here && history_is_ancestor(l->repo, &head.tip, &remote->head, &grows, err) < 0)))
		return -1;
	return grows ? 0 : alarm_address(l, url, head.sequence, tip, err);
}

int sync_check_address(const struct ledger *l, const struct ledger_view *remote,
		       const struct oid *tip, struct err *err)
{
	const char *ledger = remote ? remote->id : "", *url;
	char known[65];

	if (repo_remote_url(l->repo, l->remote, false, l->arena, &url, err) < 0 ||
	    memory_url_ledger(l->memory, url, known, err) < 0)
		return -1;
	if (known[0] && !remote) {
		err_set(err, ERR_UNTRUSTED,
			"the ledger at '%s' is gone: it had ledger %s; a clone that has it "
			"must push it again",
			url, known);
		return err_next(err, "when it is there again: 'git mcade join'");
	}
	if (known[0] && strcmp(known, ledger) != 0)
		return err_set(err, ERR_UNTRUSTED,
			       "'%s' had ledger %s; now there is ledger %s: another trust root",
			       url, known, ledger);
	return remote ? check_address_head(l, url, remote, tip, err) : 0;
}

/* Junk lies on what is good: a root rejects it, others ask one. */
static int advise_recover(const struct ledger *l, const struct ledger_view *good,
			  struct err *err)
{
	const struct principal *me = NULL;
	struct ledger there = *l;
	const struct trust *trust;
	struct err ignored;
	const char *who;

	there.view = good;
	if (state_trust(good->state, &trust, &ignored) < 0)
		return -1;
	if (!person_principal(&there, &me, &ignored) && me &&
	    trust_may(trust, me, event_info(EVENT_RECOVER)->permission, NULL))
		return err_next(err, "git mcade recover -m 'no events of the ledger'");
	who = trust_who_may(trust, event_info(EVENT_RECOVER)->permission, NULL, l->arena);
	return err_next(err, "ask %s to reject it: 'git mcade recover'", who ? who : "a root");
}

static int verify_fetched(const struct ledger *l, const struct ledger_view *from,
			  const struct oid *tip, struct ledger_view **ret, struct err *err)
{
	int verdict = ledger_verify_to(l, from, tip, ret, err);

	if (verdict <= 0)
		return verdict;
	if (*ret && (*ret)->state)
		return advise_recover(l, *ret, err);
	return err_next(err, "git log -3 --format=fuller refs/remotes/%s/%s", l->remote,
			sync_short_ref(l));
}

int sync_continues(const struct ledger *l, const struct ledger_view *view,
		   const struct oid *tip, bool *ret, struct err *err)
{
	return history_is_ancestor(l->repo, &view->head, tip, ret, err);
}

int sync_judge_remote(const struct ledger *l, const struct oid *tip, struct sync_state *state,
		      struct err *err)
{
	const struct ledger_view *from = NULL;
	struct ledger_view *seen = NULL, *remote;
	char known[65] = "";
	bool grows = true;

	if (state->local)
		memcpy(known, state->local->id, sizeof(known));
	else if (memory_repository_ledger(l->memory, known, err) < 0)
		return -1;
	if (known[0] && ledger_remembered(l, known, l->remote, &seen, err) < 0)
		return -1;
	if (oid_is_zero(tip))
		return seen ? alarm_rewound(l, seen, tip, "is gone", err)
			    : sync_check_address(l, NULL, tip, err);
	if (seen && sync_continues(l, seen, tip, &grows, err) < 0)
		return -1;
	if (!grows)
		return alarm_rewound(l, seen, tip, "was rewound or has diverged", err);
	from = seen;
	if (state->local) { /* what we hold ourselves is verified too, and may be further on */
		bool ours = false;

		if (sync_continues(l, state->local, tip, &ours, err) < 0)
			return -1;
		if (ours && (!from || state->local->sequence > from->sequence))
			from = state->local;
	}
	if (verify_fetched(l, from, tip, &remote, err) < 0)
		return err_prefix(err, "remote '%s'", l->remote);
	state->remote = remote;
	if (known[0] && strcmp(known, state->remote->id) != 0)
		return err_set(err, ERR_UNTRUSTED,
			       "remote '%s' has ledger %s, this repository has %s", l->remote,
			       state->remote->id, known);
	return sync_check_address(l, state->remote, tip, err);
}

int sync_remember_remote(const struct ledger *l, const struct ledger_view *view,
			 struct err *err)
{
	const char *ref = arena_printf(l->arena, LEDGER_SEEN_REF "%s", l->remote);
	const struct remembered_head head = ledger_head(view);
	struct err told; /* memory_unkept() */
	const char *url;
	struct oid old;

	if (repo_remote_url(l->repo, l->remote, false, l->arena, &url, err) < 0 ||
	    ref_peek(l->repo, ref, &old, err) < 0)
		return -1;
	(void)(memory_remember(l->memory, view->id, l->remote, &head, &told) < 0 ||
	       memory_note_url(l->memory, url, view->id, &told) < 0 ||
	       memory_remember_url(l->memory, view->id, url, &head, &told));
	return oid_equal(&old, &view->head)
		       ? 0
		       : ref_update(l->repo, ref, &view->head, &old, "mcade: seen", err);
}
