#include "world/baselines.h"

#include "base/cleanup.h"
#include "json/value.h"
#include "text/redact.h"

int baseline_number(void *ctx, const char *id, const char *path, struct arena *a,
		    struct expect_baseline *ret, struct err *err)
{
	const struct world *world = ctx;
	const struct baseline *known = NULL;
	const struct json_value *root;
	const struct json_place *found;
	size_t count;

	for (size_t i = 0; i < world->baseline_count; i++)
		if (!strcmp(world->baselines[i].id, id))
			known = &world->baselines[i];
	*ret = (struct expect_baseline){.why = "none was recorded"};
	if (!known || known->why) {
		if (known)
			ret->why = known->why;
		return 0;
	}
	if (json_value_parse(known->json, id, a, &root, err) < 0 ||
	    json_value_select(root, path, a, &found, &count, err) < 0)
		return -1;
	ret->why = NULL;
	if (!count)
		return 0; /* what was not there then counts nothing: the floor is its limit */
	if (found->value->kind != JSON_VALUE_INT && found->value->kind != JSON_VALUE_FLOAT)
		return err_set(err, ERR_FORMAT, "baseline '%s' has no number at %s", id, path);
	ret->number = found->value->number;
	return 0;
}

static bool is_recorded(const struct world *world, const struct checked *r)
{
	const struct environment *env = world->environment;

	return world->keeps && !world->kept && r->verdict == CHECK_PASS && r->of && env &&
	       env->baseline && !strcmp(r->of, env->baseline_of);
}

int baseline_keep(struct world *world, const struct checked *r, const struct attempt *t,
		  struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf masked = STRBUF_INIT;
	struct bytes text = t->seen.body.data ? t->seen.body : t->seen.stdout_text;
	const struct json_value *root;

	if (!is_recorded(world, r))
		return 0;
	if (t->has_process && capture_missing(&t->recorded.out))
		return err_set(err, ERR_FORMAT, WORLD_IS_CUT);
	if (json_value_parse(text, r->of, world->arena, &root, err) < 0)
		return -1;
	redact_text(world->secrets, bytes_text(json_value_text(root, world->arena)), &masked);
	strbuf_addch(&masked, '\n');
	if (json_value_parse(bytes_of(masked.buf, masked.len), r->of, world->arena, &root,
			     err) < 0)
		return -1;
	world->kept = arena_strndup(world->arena, masked.buf, masked.len);
	return 0;
}
