/* http_values.c - "$NAME" in a request: which variables have a value there, and what it is. */
#include "world/http.h"

#include "base/ascii.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "yaml/doc.h"

static bool is_handed_on(const struct world *world, const char *name)
{
	const struct words *secrets = &world->runbook->secrets;
	size_t len = strlen(name);

	for (size_t i = 0; i < secrets->count; i++)
		if (!strcmp(secrets->items[i], name))
			return true;
	for (size_t i = 0; i < world->passed_count; i++)
		if (!strncmp(world->passed[i], name, len) && world->passed[i][len] == '=')
			return true;
	return false;
}

/* Where values are put in, and the first variable that should have one and is not set. */
struct values {
	const struct world *world;
	const char **missing;
};

/* "$NAME" or "${NAME}" at `text`: how long it is, 0 where it names nothing that is handed on. */
static size_t variable(const struct values *v, const char *text, const char **ret_value)
{
	const struct world *world = v->world;
	bool braces = text[0] == '$' && text[1] == '{';
	const char *name = text + 1 + braces, *end = name, *copy;

	if (text[0] != '$' || !(ascii_is_letter(*name) || *name == '_'))
		return 0;
	while (ascii_is_alnum(*end) || *end == '_')
		end++;
	copy = arena_strndup(world->arena, name, (size_t)(end - name));
	if (braces && *end != '}')
		return 0;
	if (texts_have(world->unset, world->unset_count, copy))
		*v->missing = copy;
	if (!is_handed_on(world, copy))
		return 0;
	*ret_value = env_get(world->env, copy);
	return *ret_value ? (size_t)(end + braces - text) : 0;
}

static void add_with_values(const void *context, const char *text, struct strbuf *out)
{
	const char *value;

	while (*text) {
		size_t len = variable(context, text, &value);

		if (len)
			strbuf_addstr(out, value);
		else
			strbuf_addch(out, *text);
		text += len ? len : 1;
	}
}

int http_values(const struct world *world, const struct doc_node *node, const char **ret,
		struct err *err)
{
	const char *missing = NULL;
	const struct values values = {world, &missing};
	const struct template_written with_values = {add_with_values, &values};

	if (template_resolve_with(&world->scope, node->text, node->at, &with_values,
				  world->arena, ret, err) < 0)
		return -1;
	return missing ? err_at(err, ERR_NOT_FOUND, node->at, "variable '%s' is not set",
				missing)
		       : 0;
}

int http_credentials(const struct world *world, const struct doc_node *basic,
		     const char *ret[2], struct err *err)
{
	for (size_t i = 0; basic && i < 2; i++) {
		const char *name = basic->items[i]->text;

		ret[i] = env_get(world->env, name);
		if (!is_handed_on(world, name) || !ret[i]) {
			err_at(err, ERR_NOT_FOUND, basic->items[i]->at,
			       "'%s' is not a secret or passed variable that is set", name);
			return err_next(err, "set it in the environment: export %s", name);
		}
	}
	return 0;
}
