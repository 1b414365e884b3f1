/* git mcade hook: what git runs. A hook reads; it executes nothing of the repository, never asks,
 * never opens the terminal. */
#include "base/cleanup.h"
#include "base/printable.h"
#include "base/time.h"
#include "cmd/behind.h"
#include "cmd/words.h"
#include "cmd/command.h"
#include "ledger/governed.h"
#include "ledger/memory.h"
#include "ledger/plumb.h"
#include "gate/fastpath.h"
#include "gate/foreign.h"
#include "gate/gate_push.h"
#include "gate/hooks.h"
#include "model/finding.h"
#include "records/mergelog.h"
#include "report/findings.h"
#include "report/output.h"

#include <unistd.h>

#define HOOK_INPUT ((size_t)64 << 20) /* bytes of ref lines */

static int read_input(struct arena *arena, struct bytes *ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	char part[65536];
	ssize_t got;

	while ((got = read(0, part, sizeof(part))) > 0) {
		if (text.len + (size_t)got > HOOK_INPUT)
			return err_set(err, ERR_LIMIT, "git gave the hook more than %zu bytes",
				       HOOK_INPUT);
		strbuf_add(&text, part, (size_t)got);
	}
	if (got < 0)
		return err_errno(err, "cannot read what git gave the hook");
	*ret = bytes_of(arena_memdup(arena, text.buf, text.len), text.len);
	return 0;
}

/* Silent when there is nothing to say. A refusal is the answer; warnings go before what follows. */
static int answer(struct findings *found, struct result *ret)
{
	if (findings_worst(found) != FINDING_ERROR) {
		report_say(found);
		return 0;
	}
	ret->said = arena_memdup(found->arena, found, sizeof(*found));
	return 1;
}

/*
 * Nothing is wrong by a ledger of which nobody has said that it is the right one: cannot be told
 * apart from a ledger that somebody made for this.
 */
static int unless_unconfirmed(struct session *s, const struct ledger_view *ledger, int status)
{
	struct err nowhere;

	if (status || !ledger || ledger->confirmed)
		return status;
	/* a service without HOME: nothing can be remembered, so nothing can be asked for either */
	if (memory_needed(s->ledger.memory, &nowhere) < 0 &&
	    ledger_is_configured(&s->ledger, ledger)) {
		output_note("mcade: warning: %s: cannot tell whether this is the ledger that "
			    "was joined",
			    nowhere.text);
		return status;
	}
	output_note("mcade: genesis unconfirmed, compare %s with the one that your team "
		    "published\n  next: git mcade join --expect-genesis %s",
		    ledger->id, ledger->id);
	return 2;
}

static int judge_commit(struct session *s, struct findings *found,
			const struct ledger_view **ret_ledger, struct err *err)
{
	struct gate *gate;

	*ret_ledger = NULL;
	if (fastpath_index(&s->ledger))
		return 0;
	if (gate_open_index(&s->ledger, ret_ledger, &gate, err) < 0 ||
	    gate_index(gate, true, found, err) < 0)
		return -1;
	if (*ret_ledger && gate_is_adopted(gate))
		fastpath_remember(&s->ledger, *ret_ledger, gate);
	return 0;
}

/* Which hook git calls, and how. input: what is pushed; NULL: it commits. */
struct called {
	const char *hook, *const *args;
	size_t count;
	const struct bytes *input;
	bool receives; /* on a server */
};

struct verdict {
	struct findings found;
	const struct ledger_view *ledger;
	struct ref_line *lines; /* what is pushed */
	size_t count;
	uint64_t unpublished; /* events that a push publishes first */
};

static int judge_push(struct session *s, const struct called *called, struct verdict *verdict,
		      struct err *err)
{
	if (ref_lines_of_push(*called->input, &s->arena, &verdict->lines, &verdict->count,
			      err) < 0)
		return -1;
	return gate_push(&s->ledger, called->args[0], verdict->lines, verdict->count,
			 &verdict->ledger, &verdict->unpublished, &verdict->found, err);
}

static int judge_receive(struct session *s, const struct called *called,
			 struct verdict *verdict, struct err *err)
{
	s->ledger.now = time_now();
	return ref_lines_of_receive(*called->input, &s->arena, &verdict->lines, &verdict->count,
				    err) < 0
		       ? -1
		       : gate_receive(&s->ledger, verdict->lines, verdict->count,
				      &verdict->found, err);
}

static int judge(struct session *s, const struct called *called, struct verdict *ret,
		 struct err *err)
{
	CLEANUP(hooks_unwatchp) struct watchdog *dog = NULL;

	*ret = (struct verdict){.found = FINDINGS_INIT(&s->arena)};
	if (hooks_watch(&s->ledger, called->hook, &dog, err) < 0)
		return -1;
	if (called->receives)
		return judge_receive(s, called, ret, err);
	return called->input ? judge_push(s, called, ret, err)
			     : judge_commit(s, &ret->found, &ret->ledger, err);
}

/* Is a governed branch among what is pushed? Its records may come with it. */
static bool goes_to_governed(const struct ledger *l, const struct verdict *pushed)
{
	struct err unknown;
	bool governed;

	for (size_t i = 0; i < pushed->count; i++)
		if (governed_is(l, pushed->lines[i].ref, &governed, &unknown) < 0 || governed)
			return true;
	return false;
}

/* A push is as slow as its network, and has a limit itself. */
static int publish(struct session *s, const char *remote, const struct verdict *verdict,
		   struct err *err)
{
	struct ledger here = s->ledger;
	struct err ignored;
	struct owed owed;

	output_note("mcade: publishing %" PRIu64 " event%s of the ledger to '%s' first",
		    verdict->unpublished, verdict->unpublished == 1 ? "" : "s", remote);
	if (gate_publish(&s->ledger, remote, err) < 0)
		return -1;
	here.view = verdict->ledger;
	if (goes_to_governed(&here, verdict))
		/* whether the remote takes the branch too is seen only after us; a proposal that is
		 * made again is on no other */
		output_note(
			"mcade: the record is safe at '%s' up to event %" PRIu64
			"; should it refuse the branch, the record's files may follow by pull "
			"request:\n  " RENDER_PROPOSAL " && git push "
			"--force-with-lease %s mcade/records",
			remote, verdict->ledger->sequence, remote);
	else if (!owed_find(&here, &owed, &ignored))
		say_owed(s, &owed);
	return 0;
}

/*
 * Whoever pushes here may never have heard of this program, and git shows him these words alone: what
 * helps without it comes last. That there is somebody to ask is the record's word, where it can be read.
 */
static const char *for_strangers(struct session *s)
{
	const struct ledger_view *view;
	const struct trust *trust;
	const char *who = NULL;
	struct err unknown;

	if (!ledger_open_unconfirmed(&s->ledger, &view, &unknown) &&
	    !state_trust(view->state, &trust, &unknown))
		who = trust_who_may(trust, "adopt", NULL, &s->arena);
	return arena_printf(
		&s->arena,
		"mcade: nothing of this push was taken. Without git mcade: change what "
		"is named above in a new commit and push again, or ask %s",
		who ? printable_line(&s->arena, who) : "an owner of the runbook");
}

static int said(struct session *s, const struct called *called, struct findings *found,
		struct result *ret)
{
	int status = answer(found, ret);

	if (status && called->receives)
		ret->after = for_strangers(s);
	return status;
}

/*
 * What is refused is said before the kept hook has a word: many show line 1 only. It may stage more,
 * and record more, so after it everything is judged again, and only that counts as a yes.
 */
static int door(struct session *s, const struct called *called, struct result *ret,
		struct err *err)
{
	struct verdict verdict;
	int status;
	bool ran;

	if (judge(s, called, &verdict, err) < 0)
		return -1;
	if (findings_worst(&verdict.found) == FINDING_ERROR)
		return said(s, called, &verdict.found, ret);
	if (hooks_run_previous(&s->ledger, called->hook, called->args, called->count,
			       called->input, &ran, &status, err) < 0)
		return -1;
	if (status)
		return status;
	if (ran && judge(s, called, &verdict, err) < 0)
		return -1;
	status = said(s, called, &verdict.found, ret);
	if (called->receives)
		return status;
	status = unless_unconfirmed(s, verdict.ledger, status);
	return status || !verdict.unpublished ? status
					      : publish(s, called->args[0], &verdict, err);
}

/* Plumbing: the tree that apply() makes of a message, then the message with its File lines. */
static int apply(struct session *s, const char *const *args, size_t count, struct result *ret,
		 struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct bytes message;
	struct oid tree;

	if (count != 2)
		return err_set(err, ERR_USAGE,
			       "apply takes PARENT FILES, and a message on stdin");
	if (read_input(&s->arena, &message, err) < 0 ||
	    plumb_apply(&s->ledger, args[0], args[1], message, &tree, &text, err) < 0)
		return -1;
	strbuf_addf(&out, "%s\n", OID_HEX(&tree));
	strbuf_add(&out, text.buf, text.len);
	ret->plain = bytes_of(arena_memdup(&s->arena, out.buf, out.len), out.len);
	return 0;
}

/* A repository that this version cannot read; on a server somebody has put the hook there. */
static int unread(struct session *s, bool client, struct err *err)
{
	if (client && repository_is_foreign(&s->arena))
		return 0;
	*err = s->unread;
	return -1;
}

int cmd_hook(struct session *s, const struct option_values *o, struct result *ret,
	     struct err *err)
{
	const char *hook = o->operand_count ? o->operands[0] : "";
	const char *const *args = o->operands + (o->operand_count ? 1 : 0);
	size_t count = o->operand_count - (o->operand_count ? 1 : 0);
	bool push = !strcmp(hook, "pre-push"), receive = !strcmp(hook, "pre-receive");
	bool commit = !strcmp(hook, "pre-commit") || !strcmp(hook, "pre-merge-commit");
	struct bytes input = {"", 0};

	if (!strcmp(hook, "words"))
		return words_list(s, count ? args[0] : "", ret, err);
	if (!s->ledger.repo)
		return unread(s, commit || push, err);
	if (!strcmp(hook, "merge-log")) {
		if (count != 3)
			return err_set(err, ERR_USAGE, "merge-log takes %%O %%A %%B");
		return mergelog_run(&s->ledger, args[0], args[1], args[2], err);
	}
	if (!strcmp(hook, "apply"))
		return apply(s, args, count, ret, err);
	if (!push && !receive && !commit)
		return err_set(err, ERR_USAGE,
			       "unknown hook '%s': expected pre-commit, pre-merge-commit, "
			       "pre-push, pre-receive, merge-log, apply and words",
			       hook);
	if (receive)
		time_use_own_clock(); /* the environment may be the pusher's */
	if (push && count < 1)
		return err_set(err, ERR_USAGE, "pre-push takes the remote's name and its URL");
	if ((push || receive) && read_input(&s->arena, &input, err) < 0)
		return -1;
	return door(s, &(struct called){hook, args, count, commit ? NULL : &input, receive},
		    ret, err);
}
