/* git mcade join: the second person, and the second machine. */
#include "base/cleanup.h"
#include "base/quote.h"
#include "audit/memory_mend.h"
#include "cmd/command.h"
#include "cmd/hooks.h"
#include "remote/join.h"
#include "ledger/governed.h"
#include "remote/sync.h"
#include "model/ids.h"
#include "repo/ref.h"
#include "repo/repo.h"
#include "report/output.h"
#include "sign/pubkey.h"

const struct option options_join[] = {
	{OPTION_TEXT, 0, "expect-genesis", "ID", "the ledger's id, as your team published it"},
	{OPTION_FLAG, 0, "no-hooks", NULL, "do not install hooks"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static int another_root(const char *expected, const char *found, struct err *err)
{
	return err_set(err, ERR_UNTRUSTED, "another trust root: expected ledger %s, found %s",
		       expected, found);
}

/* The ledger that is here, or that the remote has. */
static int find_ledger(struct session *s, const struct ledger_view **ret, struct err *err)
{
	struct sync_state state;

	if (sync_follow(&s->ledger, true, &state, err) < 0)
		return -1;
	if (state.relation == SYNC_UNREACHABLE && !state.local) {
		err_set(err, ERR_WAITING, "remote '%s' did not answer: %s", s->ledger.remote,
			state.reason);
		return err_next(err, "when it answers: 'git mcade join'");
	}
	if (!state.local) {
		err_set(err, ERR_NOT_FOUND, "neither this clone nor its remote has a ledger");
		return governed_marker(&s->ledger)
			       ? err_next(
					 err,
					 "runbook.yaml names one: a clone that has it "
					 "publishes it (git mcade sync); then 'git mcade join'")
			       : err_next(err, "git mcade init");
	}
	*ret = state.local;
	return 0;
}

/*
 * Where nothing can be read of what was remembered, the pin neither, no verification confirms anything,
 * so none may mend it: but the id that a person gives does.
 */
static int mend_for(struct session *s, const char *expected, struct err *err)
{
	const struct ledger *l = &s->ledger;
	struct ledger_view *view;
	struct oid tip;

	if (ref_peek(l->repo, l->ref, &tip, err) < 0)
		return -1;
	if (oid_is_zero(&tip))
		return err_set(err, ERR_NOT_FOUND, "neither is there a branch '%s' to go by",
			       l->ref + strlen("refs/heads/"));
	if (ledger_verify_to(l, NULL, &tip, &view, err))
		return -1;
	if (strcmp(expected, view->id) != 0)
		return another_root(expected, view->id, err);
	return memory_pin(l->memory, view->id, err) < 0
		       ? -1
		       : memory_mend(l, view, say_mended, NULL, err);
}

static int find_or_mend(struct session *s, const char *expected, const struct ledger_view **ret,
			struct err *err)
{
	if (find_ledger(s, ret, err) == 0)
		return 0;
	if (!expected || err->code != ERR_FORMAT || mend_for(s, expected, err) < 0)
		return -1;
	return find_ledger(s, ret, err);
}

/* Another machine of somebody who is in, or a key that takes the place of a lost one. */
static const struct principal *find_by_email(const struct trust *trust, const char *email)
{
	for (size_t i = 0; email && i < trust->principal_count; i++)
		if (!strcmp(trust->principals[i].email, email))
			return &trust->principals[i];
	return NULL;
}

/* Without a known key there is nothing to sign with yet: the line for an owner says how to get in. */
static int show_trust_line(struct session *s, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf key = STRBUF_INIT;
	const struct principal *known;
	const char *name, *email, *who;
	const struct trust *trust;
	struct public_key own;

	if (state_trust(s->ledger.view->state, &trust, err) < 0)
		return -1;
	name = repo_config_get(s->ledger.repo, "user.name");
	email = repo_config_get(s->ledger.repo, "user.email");
	who = trust_who_may(trust, "trust", NULL, &s->arena);
	if (person_own_key(&s->ledger, &own, err) < 0) {
		output_note("you can read and verify; to sign events you need an SSH ed25519 "
			    "key: %s",
			    err->text);
		return 0;
	}
	public_key_format(&own, &key);
	known = trust_owner(trust, key.buf);
	if (known) {
		output_note(trust_signer(trust, key.buf)
				    ? "your key is known here: you are '%s'"
				    : "your key was one of '%s', and is revoked: git mcade "
				      "trust list",
			    known->id);
		return 0;
	}
	known = find_by_email(trust, email);
	if (known) {
		output_note("ask %s to run:\n  git mcade trust add %s --key %s%s",
			    who ? who : "a root", known->id, shell_quote(key.buf, &s->arena),
			    known->key_count ? "" : " --role operator");
		if (known->key_count)
			output_note("or, where the key that is known is lost:\n  git mcade "
				    "trust set %s --key %s",
				    known->id, shell_quote(key.buf, &s->arena));
	} else {
		output_note("ask %s to run:\n  git mcade trust add %s --key %s --role operator "
			    "--name %s --email %s",
			    who ? who : "a root",
			    email ? id_from_email(email, &s->arena) : "ID",
			    shell_quote(key.buf, &s->arena),
			    shell_quote(name ? name : "NAME", &s->arena),
			    shell_quote(email ? email : "EMAIL", &s->arena));
	}
	return 0;
}

static int confirm(struct session *s, const struct ledger_view *found, const char *expected,
		   struct err *err)
{
	struct ledger_view *view = arena_memdup(&s->arena, found, sizeof(*view));

	if (expected && strcmp(expected, view->id) != 0)
		return another_root(expected, view->id, err);
	if (memory_pin(s->ledger.memory, view->id, err) < 0 ||
	    memory_note_repository(s->ledger.memory, view->id, err) < 0)
		return -1;
	view->confirmed = true;
	s->ledger.view = view;
	return ledger_remember(&s->ledger, "local", view, err);
}

int cmd_join(struct session *s, const struct option_values *o, struct result *ret,
	     struct err *err)
{
	struct join_result *r = arena_alloc(&s->arena, sizeof(*r));
	const char *expected = genesis_expected(o);
	struct sync_state state;
	const struct ledger_view *view = NULL;

	if (find_or_mend(s, expected, &view, err) < 0 || confirm(s, view, expected, err) < 0)
		return -1;
	if (sync_fetch(&s->ledger, false, &state, err) <
	    0) /* now that it is confirmed: remember the remote */
		return -1;
	if (adoption_settle(&s->ledger, err) < 0 ||
	    (!option_flag(o, "no-hooks") && hooks_settle(s, err) < 0) ||
	    (repo_work_tree(s->ledger.repo) && show_trust_line(s, err) < 0))
		return -1;
	if (!expected)
		output_note("pinned as found: compare the id with the one that your team "
			    "published");
	r->ledger = view;
	r->expected = expected != NULL;
	result_is_join(ret, r);
	return 0;
}
