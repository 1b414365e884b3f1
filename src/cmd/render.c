/* git mcade render: the records, from the ledger back to the work tree. */
#include "records/render.h"

#include "cmd/command.h"
#include "repo/repo.h"

const struct option options_render[] = {
	{OPTION_FLAG, 0, "check", NULL, "write nothing; exit status 1 when something differs"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

int cmd_render(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	struct render_result *r = arena_alloc(&s->arena, sizeof(*r));
	struct rendered *done = arena_alloc(&s->arena, sizeof(*done));
	bool differs = false;

	if (o->operand_count)
		return err_set(err, ERR_USAGE, "expected no operand, found '%s'",
			       o->operands[0]);
	if (!repo_work_tree(s->ledger.repo))
		return err_set(err, ERR_NOT_FOUND, "a bare repository has no records to write");
	*done = (struct rendered)RENDERED_INIT;
	done->check = option_flag(o, "check");
	if (render_all(&s->ledger, done, err) < 0)
		return -1;
	for (size_t i = 0; i < done->count; i++)
		differs = differs || done->items[i].outcome != RENDER_WRITTEN;
	r->done = done;
	result_is_render(ret, r);
	return differs ? 1 : 0;
}
