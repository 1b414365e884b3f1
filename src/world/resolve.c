#include "world/resolve.h"

#include "base/texts.h"
#include "world/http.h"

/* Every text of a value, whatever its shape: a template may stand in each. */
static int resolve_texts(const struct world *world, const struct doc_node *node,
			 struct err *err)
{
	const char *ignored;

	for (size_t i = 0; node && node->kind != DOC_SCALAR && i < node->count; i++)
		if (resolve_texts(world,
				  node->kind == DOC_MAPPING ? node->pairs[i].value
							    : node->items[i],
				  err) < 0)
			return -1;
	return node && node->kind == DOC_SCALAR
		       ? template_resolve(&world->scope, node->text, node->at, world->arena,
					  &ignored, err)
		       : 0;
}

static int resolve_when(const struct world *world, const struct doc_node *when, struct err *err)
{
	for (size_t i = 0; when && i < when->count; i++) {
		const struct doc_node *name = when->pairs[i].key;

		if (text_begins(name->text, "checks.") &&
		    !template_value(&world->scope, name->text))
			return err_at(err, ERR_NOT_FOUND, name->at,
				      "'when' asks for '%s', which no check before it captures",
				      name->text);
	}
	return resolve_texts(world, when, err);
}

static int resolve_pattern(const char *pattern, struct srcpos at, struct err *err)
{
	struct watch *w;

	return watch_open(pattern, at, WATCH_FIRST, &w, err) < 0
		       ? -1
		       : watch_close(w, NULL, NULL, err);
}

static int resolve_http(struct world *world, const struct check *check, struct err *err)
{
	const struct doc_node *http = doc_get(check->node, "http");
	const char *ignored[2];

	return http_credentials(world, doc_get(http, "basic"), ignored, err) < 0
		       ? -1
		       : resolve_texts(world, http, err);
}

static int resolve_probe(struct world *world, const struct check *check, struct err *err)
{
	const char *cwd = check->cwd ? check->cwd : world->step ? world->step->cwd : NULL;
	struct resolved_command command;
	const char *ignored;

	switch (check->probe) {
	case PROBE_RUN:
		return probe_resolve(world, &check->run, check->on, cwd, &command, err);
	case PROBE_HTTP:
		return resolve_http(world, check, err);
	case PROBE_FILE:
	case PROBE_ENV_FILE:
		return template_resolve(&world->scope, check->subject, check->at, world->arena,
					&ignored, err);
	default:
		return 0;
	}
}

int resolve_check(struct world *world, const struct check *check, struct err *err)
{
	struct handed before;
	struct check used;
	int resolved;

	if (!runbook_used(world->runbook, world->step, check, &used))
		return err_at(err, ERR_NOT_FOUND, check->at, "no check '%s' to use",
			      check->subject);
	before = world_hand(world, &used.pass_env);
	resolved = check_supported(&used, err) < 0 ||
				   (!check_lacks_version(world, check) &&
				    (resolve_when(world, used.when, err) < 0 ||
				     resolve_probe(world, &used, err) < 0 ||
				     resolve_texts(world, used.expect, err) < 0))
			   ? -1
			   : 0;
	world_take_back(world, before);
	if (resolved < 0)
		return -1;
	for (size_t i = 0; i < used.capture.count; i++) {
		const struct name_value *c = &used.capture.items[i];

		if (resolve_pattern(c->value, c->at, err) < 0)
			return -1;
		world_capture(world, check->id, c->name,
			      arena_printf(world->arena, "<checks.%s.%s>", check->id, c->name));
	}
	return 0;
}

int resolve_checks(struct world *world, const struct checks *checks, struct err *err)
{
	for (size_t i = 0; i < checks->count; i++)
		if (resolve_check(world, checks->items[i], err) < 0)
			return -1;
	return 0;
}

int resolve_step(struct world *world, struct resolved_command *ret, struct err *err)
{
	const struct step *step = world->step;

	if (probe_resolve(world, &step->run, step->on, step->cwd, ret, err) < 0 ||
	    resolve_texts(world, step->expect, err) < 0 ||
	    resolve_texts(world, step->recap, err) < 0 ||
	    resolve_texts(world, step->idempotence, err) < 0)
		return -1;
	return step->restore ? resolve_pattern(step->restore, step->restore_at, err) : 0;
}
