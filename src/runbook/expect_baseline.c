/* expect_baseline.c - a limit that was recorded elsewhere: max(factor x baseline, floor), path by path. */
#include "runbook/expect_internal.h"

static double given(const struct doc_node *node, const char *key, double otherwise)
{
	const struct doc_node *value = doc_get(node, key);
	double number;

	return value && doc_number(value, &number) ? number : otherwise;
}

int judge_baseline(struct judge *j, const struct doc_node *node, const struct subject *s,
		   struct operand *ret, struct err *err)
{
	const struct doc_node *id = doc_get(node, "baseline");
	const char *path = s->json ? s->json->path : NULL;
	double factor = given(node, "factor", 1), floor = given(node, "floor", 0), limit;
	struct expect_baseline known = {.why = "nothing is known of it here"};

	*ret = (struct operand){.text = "", .type = DOC_FLOAT};
	if (!id || !path)
		return err_at(err, ERR_FORMAT, node->at,
			      "a baseline is compared path by path, below 'json'");
	if (j->ctx && j->ctx->baseline &&
	    j->ctx->baseline(j->ctx->ctx, id->text, path, j->arena, &known, err))
		return -1;
	if (known.why) {
		ret->unknown = arena_printf(j->arena, "what baseline '%s' allows: %s", id->text,
					    known.why);
		return 0;
	}
	limit = factor * known.number;
	if (limit < floor)
		limit = floor;
	ret->text = arena_printf(j->arena, "%.15g", limit);
	ret->len = strlen(ret->text);
	ret->shown = arena_printf(j->arena,
				  "%s (baseline '%s': %.15g, factor %.15g, floor %.15g)",
				  ret->text, id->text, known.number, factor, floor);
	return 0;
}
