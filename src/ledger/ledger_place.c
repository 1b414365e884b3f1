/* ledger_place.c - which branch of a clone the ledger is, and which remote has it. */
#include <strings.h>

#include "base/texts.h"
#include "base/time.h"
#include "ledger/ledger.h"
#include "repo/evidence.h"
#include "repo/ref.h"

/* mcade.remote, else the only remote, else origin; NULL where there is none. */
static void choose_remote(struct ledger *l)
{
	const char **names;
	size_t count;

	l->remote = repo_config_get(l->repo, "mcade.remote");
	if (l->remote)
		return;
	repo_remotes(l->repo, l->arena, &names, &count);
	if (count == 1)
		l->remote = names[0];
	for (size_t i = 0; count > 1 && i < count; i++)
		if (!strcmp(names[i], "origin"))
			l->remote = names[i];
}

/* Is one of them the other, or a folder of it? Some disks see no case. */
static bool is_in_the_way(const char *ref, const char *other)
{
	size_t len = strlen(ref), end = strlen(other), least = len < end ? len : end;
	char next = len < end ? other[least] : ref[least];

	return !strncasecmp(ref, other, least) && (!next || next == '/');
}

static int choose_ledger_ref(struct ledger *l, struct err *err)
{
	static const char *const taken[] = {EVIDENCE_FOLDER, RECORDS_BRANCH};
	const char *branch = repo_config_get(l->repo, "mcade.ledger");

	if (!branch)
		l->ref = LEDGER_REF_DEFAULT;
	else if (text_begins(branch, "refs/"))
		l->ref = branch;
	else
		l->ref = arena_printf(l->arena, "refs/heads/%s", branch);
	if (!text_begins(l->ref, "refs/heads/") || !ref_name_ok(l->ref))
		return err_set(err, ERR_FORMAT,
			       "'mcade.ledger' is '%s', not the name of a branch", branch);
	for (size_t i = 0; i < ARRAY_SIZE(taken); i++)
		if (is_in_the_way(l->ref, taken[i]))
			return err_set(err, ERR_FORMAT,
				       "'mcade.ledger' is '%s', expected a branch that is not "
				       "in the way of '%s', as '" LEDGER_REF_DEFAULT "' is",
				       branch, taken[i]);
	return 0;
}

int ledger_of_repo(struct repo *repo, struct arena *a, struct ledger *ret, struct err *err)
{
	*ret = (struct ledger){.arena = a, .repo = repo, .now = time_now()};
	ret->memory = memory_open(repo, a);
	if (choose_ledger_ref(ret, err) < 0)
		return -1;
	choose_remote(ret);
	return 0;
}

bool ledger_reserves(const char *ref)
{
	size_t len = strlen(LEDGER_BRANCHES);

	return !strncasecmp(ref, LEDGER_BRANCHES, len) && (!ref[len] || ref[len] == '/');
}
