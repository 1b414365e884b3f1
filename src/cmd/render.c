/* git mcade render: the records, from the ledger back to the work tree, or into one commit. */
#include "records/render.h"

#include "base/quote.h"
#include "base/texts.h"
#include "cmd/command.h"
#include "repo/ref.h"
#include "repo/repo.h"

const struct option options_render[] = {
	{OPTION_FLAG, 0, "check", NULL, "write nothing; exit status 1 when something differs"},
	{OPTION_FLAG, 0, "commit", NULL, "commit all that is owed, and nothing else"},
	{OPTION_TEXT, 0, "branch", "NAME",
	 "with --commit: on that branch, from the governed one; nothing else is touched"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static int check_use(const struct session *s, const struct option_values *o, struct err *err)
{
	bool commit = option_flag(o, "commit");
	const char *branch = option_text(o, "branch");

	if (o->operand_count)
		return err_set(err, ERR_USAGE, "expected no operand, found '%s'",
			       o->operands[0]);
	if ((branch && !commit) || (commit && option_flag(o, "check")))
		return err_set(err, ERR_USAGE,
			       "--branch goes with --commit, and --check with neither");
	if (!branch && !repo_work_tree(s->ledger.repo))
		return err_set(err, ERR_NOT_FOUND, "a bare repository has no records to write");
	return 0;
}

/* What the remote has under that name was made from an older record, and has to give way. */
static const char *push_line(const struct ledger *l, const char *ref, struct err *err)
{
	const char *name = ref + strlen("refs/heads/");
	struct oid there;

	if (!l->remote ||
	    ref_peek(l->repo, arena_printf(l->arena, "refs/remotes/%s/%s", l->remote, name),
		     &there, err) < 0)
		return NULL;
	return arena_printf(l->arena, "git push %s%s %s",
			    oid_is_zero(&there) ? "" : "--force-with-lease ", l->remote,
			    shell_quote(name, l->arena));
}

static int commit(struct session *s, const struct option_values *o, struct rendered *done,
		  struct render_result *r, struct err *err)
{
	const char *branch = option_text(o, "branch");
	struct err ignored;

	r->committing = true;
	if (render_commit(&s->ledger, branch, done, &r->commit, err) < 0)
		return -1;
	if (r->commit.id && branch)
		r->next = push_line(&s->ledger, r->commit.branch, &ignored);
	for (size_t i = 0; i < done->count; i++)
		if (done->items[i].outcome == RENDER_LEFT)
			return 1;
	return 0;
}

int cmd_render(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	struct render_result *r = arena_alloc(&s->arena, sizeof(*r));
	struct rendered *done = arena_alloc(&s->arena, sizeof(*done));
	bool differs = false;

	*r = (struct render_result){.done = done};
	*done = (struct rendered)RENDERED_INIT;
	if (check_use(s, o, err) < 0)
		return -1;
	if (option_flag(o, "commit")) {
		int status = commit(s, o, done, r, err);

		if (status >= 0)
			result_is_render(ret, r);
		return status;
	}
	done->check = option_flag(o, "check");
	if (render_all(&s->ledger, done, err) < 0)
		return -1;
	for (size_t i = 0; i < done->count; i++)
		differs = differs || done->items[i].outcome != RENDER_WRITTEN;
	result_is_render(ret, r);
	return differs ? 1 : 0;
}
