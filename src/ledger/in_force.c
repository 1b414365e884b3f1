#include "ledger/in_force.h"

#include "base/cleanup.h"
#include "fold/fold.h"
#include "ledger/internal.h"
#include "runbook/runbook.h"
#include "runbook/schemas.h"
#include "repo/snapshot.h"
#include "sign/digest.h"

#define CACHE "runbook" /* SHA-256 of the schemas' name and of the runbook that meets its own */

/* Another schema (a newer program) or another runbook is another name: nothing has to be dropped. */
static void name_shape(struct bytes text, char ret_name[DIGEST_HEX])
{
	struct digest_sha256 state;

	digest_sha256_start(&state);
	digest_sha256_add(&state, schemas_name(), strlen(schemas_name()));
	digest_sha256_add(&state, text.data, text.len);
	digest_sha256_end_hex(&state, ret_name);
}

/* Was its shape judged before, by these schemas? */
static bool is_known(const struct ledger *l, const char *ledger, struct bytes text,
		     char ret_name[DIGEST_HEX])
{
	struct bytes known;

	name_shape(text, ret_name);
	return memory_cache_read(l->memory, ledger, CACHE, l->arena, &known) &&
	       bytes_equal(known, bytes_text(ret_name));
}

int runbook_adopted(const struct ledger *l, const char *ledger, struct bytes text,
		    const char *file, struct arena *a, const struct runbook **ret,
		    struct err *err)
{
	char name[DIGEST_HEX];
	bool pinned;

	if (is_known(l, ledger, text, name))
		return runbook_parse_known(text, file, a, ret, err);
	if (runbook_parse(text, file, a, ret, err) < 0)
		return -1;
	/* Who only looks, without having joined, leaves nothing behind. */
	if (memory_is_pinned(l->memory, ledger, &pinned, err) < 0)
		return -1;
	if (pinned)
		memory_cache_write(l->memory, ledger, CACHE, bytes_text(name));
	return 0;
}

/* The one that the record reads for its judge, and keeps. */
static int of_record(const struct ledger *l, struct bytes text, const struct runbook **ret,
		     struct err *err)
{
	char name[DIGEST_HEX];

	*ret = NULL;
	if (l->view->fold && is_known(l, l->view->id, text, name) &&
	    fold_runbook(l->view->fold, ret, err) < 0)
		return -1;
	if (*ret)
		return 0;
	return runbook_adopted(l, l->view->id, text, "adopted runbook.yaml", l->arena, ret,
			       err);
}

/* Is there one that could be adopted? */
static bool has_committed(const struct ledger *l)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct oid commit, blob;
	struct err ignored;
	uint32_t mode = 0;

	return repo_head_commit(l->repo, &commit, &ignored) == 0 &&
	       snapshot_of_commit(l->repo, &commit, &head, &ignored) == 0 &&
	       snapshot_entry(head, "runbook.yaml", &mode, &blob, &ignored) == 0 && mode;
}

int ledger_runbook(const struct ledger *l, const struct runbook **ret, struct err *err)
{
	struct view_memo *memo = l->view->memo;
	struct bytes text;
	bool found;

	if (l->runbook || memo->runbook) {
		*ret = l->runbook ? l->runbook : memo->runbook;
		return 0;
	}
	if (fold_read(l->view->fold, "runbook.yaml", l->arena, &text, &found, err) < 0)
		return -1;
	if (!found) {
		bool committed = has_committed(l);

		err_set(err, ERR_NOT_FOUND, "no runbook is in force yet");
		return err_next(err,
				committed ? "git mcade adopt"
					  : "hint: 'git mcade import DOCUMENT' makes a "
					    "runbook.yaml; commit it, then: git mcade adopt");
	}
	if (of_record(l, text, &memo->runbook, err) < 0)
		return -1;
	*ret = memo->runbook;
	return 0;
}

static const char *environment_list(const struct ledger *l, const struct runbook *runbook)
{
	const char *text = "";

	for (size_t i = 0; i < runbook->environment_count; i++)
		text = arena_printf(l->arena, "%s%s%s", text, i ? ", " : "",
				    runbook->environments[i].id);
	return text;
}

int runbook_environment_of(const struct ledger *l, const char *text, const char **ret,
			   struct err *err)
{
	const struct runbook *runbook;

	if (ledger_runbook(l, &runbook, err) < 0)
		return -1;
	if (!text && runbook->environment_count == 1)
		text = runbook->environments[0].id;
	if (!text)
		return err_set(err, ERR_USAGE, "which environment? --env %s",
			       environment_list(l, runbook));
	if (!runbook_environment(runbook, text))
		return err_set(err, ERR_USAGE, "'%s' is no environment; there are: %s", text,
			       environment_list(l, runbook));
	*ret = runbook_environment(runbook, text)->id;
	return 0;
}

int runbook_step_of(const struct ledger *l, const char *text, const char **ret, struct err *err)
{
	const struct runbook *runbook;
	const char *nearest;

	if (ledger_runbook(l, &runbook, err) < 0)
		return -1;
	if (!runbook_step(runbook, text)) {
		nearest = runbook_nearest_step(runbook, text);
		err_set(err, ERR_USAGE, "'%s' is no step of the adopted runbook%s%s%s", text,
			nearest ? "; did you mean '" : "", nearest ? nearest : "",
			nearest ? "'?" : "");
		return err_next(err, "hint: 'git mcade status' lists them");
	}
	*ret = runbook_step(runbook, text)->id;
	return 0;
}
