#include "cmd/command.h"

#include "base/time.h"
#include "report/output.h"
#include "repo/repo.h"
#include "sign/digest.h"

/* Reading is no act: nobody has to join for it. But it is said what nobody has vouched for. */
static int open_to_read(struct session *s, struct err *err)
{
	struct ledger *l = &s->ledger;
	bool joined;

	if (ledger_open_to_read(l, &l->view, &joined, err) < 0)
		return -1;
	if (!l->view->confirmed)
		output_note("mcade: genesis unconfirmed: compare %s with the one that your "
			    "team published\n  next: git mcade join --expect-genesis %s",
			    l->view->id, l->view->id);
	else if (!joined)
		output_note("mcade: this clone has not joined its ledger: what was fetched of "
			    "'%s' is shown\n  next: git mcade join",
			    l->remote);
	return 0;
}

int session_begin(struct session *s, enum session_needs needs, struct err *err)
{
	struct ledger *l = &s->ledger;
	struct repo *repo;

	*l = (struct ledger){.arena = &s->arena, .now = time_now()};
	if (sign_init(err) < 0)
		return -1;
	person_take_key(&s->person);
	if (needs != NEEDS_NOTHING) {
		if (repo_open(needs == NEEDS_HOOK ? REPO_HOOK : REPO_COMMAND, &repo, err) < 0) {
			if (needs != NEEDS_HOOK || err->code != ERR_UNSUPPORTED)
				return -1;
			s->unread = *err;
			return 0;
		}
		l->repo = repo; /* for session_close(), whatever comes */
		if (ledger_of_repo(repo, &s->arena, l, err) < 0)
			return -1;
	}
	l->person = &s->person;
	l->progress = s->progress;
	if (needs == NEEDS_VIEW)
		return open_to_read(s, err);
	return needs == NEEDS_LEDGER ? ledger_open(l, &l->view, err) : 0;
}

void session_close(struct session *s)
{
	struct repo *repo = s->ledger.repo;

	if (s->person.signer)
		signer_close(s->person.signer);
	arena_free(&s->arena);
	if (repo)
		repo_free(repo);
	*s = (struct session){0};
}

void say_mended(const char *what, void *context UNUSED)
{
	output_note("repaired what was remembered of '%s': it was damaged", what);
}

const char *genesis_expected(const struct option_values *o)
{
	static const char *const variables[] = {"MCADE_LEDGER", "MCADE_GENESIS"};
	const char *id = option_text(o, "expect-genesis");

	for (size_t i = 0; !id && i < ARRAY_SIZE(variables); i++) {
		id = getenv(variables[i]);
		if (id && !*id) /* what a CI has no value for */
			id = NULL;
	}
	return id;
}
