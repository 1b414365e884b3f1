#include "world/template.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "base/texts.h"

#define NAME_LONGEST 200

static const char *of(const struct name_values *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->items[i].name, name))
			return list->items[i].value;
	return NULL;
}

static const char *variable(const struct template_scope *scope, const char *name)
{
	const char *value = scope->environment ? of(&scope->environment->vars, name) : NULL;

	return value || !scope->runbook ? value : of(&scope->runbook->vars, name);
}

/* What commands get, else the caller's; never a secret: argument vectors are public. */
static const char *from_environment(const struct template_scope *scope, const char *name)
{
	const char *value = scope->env ? env_get(scope->env, name) : NULL;
	size_t len = strlen(name);

	for (size_t i = 0; scope->runbook && i < scope->runbook->secrets.count; i++)
		if (!strcmp(scope->runbook->secrets.items[i], name))
			return NULL;
	for (char *const *from = scope->caller_env; !value && from && *from; from++)
		if (!strncmp(*from, name, len) && (*from)[len] == '=')
			value = *from + len + 1;
	return value;
}

static const char *capture_of(const struct template_scope *scope, const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = scope->captured_count; dot && i-- > 0;) {
		const struct captured *c = &scope->captured[i];

		if (strlen(c->check) == (size_t)(dot - name) &&
		    !strncmp(c->check, name, (size_t)(dot - name)) && !strcmp(c->name, dot + 1))
			return c->value;
	}
	return NULL;
}

/* Names that stand for one thing each; one list for look-up, messages and variables. */
struct single {
	const char *name, *value;
};

static size_t singles(const struct template_scope *scope, struct single ret[16])
{
	const struct step *step = scope->step;
	const struct environment *env = scope->environment;
	const struct single all[] = {
		{"step.id", step ? step->id : NULL},
		{"step.title", step ? step->title : NULL},
		{"step.section", step ? step->section : NULL},
		{"step.uses", step ? step->uses : NULL},
		{"step.repo", step ? step->repo : NULL},
		{"step.cwd", step ? step->cwd : NULL},
		{"environment.id", env ? env->id : NULL},
		{"environment.title", env ? env->title : NULL},
		{"environment.manifest", env ? env->manifest : NULL},
		{"git.sha", scope->git_sha},
		{"date", scope->date},
	};
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		if (all[i].value)
			ret[count++] = all[i];
	return count;
}

const char *template_value(const struct template_scope *scope, const char *name)
{
	struct single known[16];
	size_t count = singles(scope, known);

	if (text_begins(name, "vars."))
		return variable(scope, name + 5);
	if (text_begins(name, "env."))
		return from_environment(scope, name + 4);
	if (text_begins(name, "inputs."))
		return of(&scope->inputs, name + 7);
	if (text_begins(name, "checks."))
		return capture_of(scope, name + 7);
	for (size_t i = 0; i < count; i++)
		if (!strcmp(known[i].name, name))
			return known[i].value;
	if (text_begins(name, "environment.") && scope->environment)
		return of(&scope->environment->vars, name + 12);
	return NULL;
}

static int unknown(const struct template_scope *scope, const char *name, struct srcpos at,
		   struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf list = STRBUF_INIT;
	struct single known[16];
	size_t count = singles(scope, known);

	if (text_begins(name, "inputs."))
		return err_at(err, ERR_FORMAT, at, "'%s' was not given: --input %s=VALUE", name,
			      name + 7);
	if (text_begins(name, "env.")) {
		err_at(err, ERR_FORMAT, at, "'%s' is not set, or a secret", name);
		return err_next(err, "set it in the environment: export %s", name + 4);
	}
	if (scope->runbook)
		for (size_t i = 0; i < scope->runbook->vars.count; i++)
			strbuf_addf(&list, "vars.%s, ", scope->runbook->vars.items[i].name);
	for (size_t i = 0; scope->environment && i < scope->environment->vars.count; i++)
		strbuf_addf(&list, "vars.%s, ", scope->environment->vars.items[i].name);
	for (size_t i = 0; i < scope->captured_count; i++)
		strbuf_addf(&list, "checks.%s.%s, ", scope->captured[i].check,
			    scope->captured[i].name);
	for (size_t i = 0; i < count; i++)
		strbuf_addf(&list, "%s, ", known[i].name);
	return err_at(err, ERR_FORMAT, at, "unknown name '%s'; known: %senv.NAME", name,
		      list.buf);
}

/* "${{ name }}" at text: the name in ret_name, and how many bytes the whole is. */
static bool parse(const char *text, char ret_name[NAME_LONGEST], size_t *ret_len)
{
	const char *from = text + 3, *end = strstr(from, "}}");
	size_t len;

	if (!end)
		return false;
	*ret_len = (size_t)(end + 2 - text);
	while (*from == ' ' || *from == '\t')
		from++;
	while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	len = (size_t)(end - from);
	if (!len || len >= NAME_LONGEST)
		return false;
	memcpy(ret_name, from, len);
	ret_name[len] = '\0';
	return strspn(ret_name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				"0123456789._-") == len;
}

static void add_written(const struct template_written *written, const char *text, size_t len,
			struct arena *a, struct strbuf *out)
{
	if (written)
		written->add(written->context, arena_strndup(a, text, len), out);
	else
		strbuf_add(out, text, len);
}

int template_resolve_with(const struct template_scope *scope, const char *text,
			  struct srcpos at, const struct template_written *written,
			  struct arena *a, const char **ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	char name[NAME_LONGEST];
	const char *open, *value;
	size_t len;

	for (; (open = strstr(text, "${{")); text = open + len) {
		if (!parse(open, name, &len))
			return err_at(err, ERR_FORMAT, at,
				      "expected '${{ name }}', found '%.40s'", open);
		value = template_value(scope, name);
		if (!value)
			return unknown(scope, name, at, err);
		add_written(written, text, (size_t)(open - text), a, &out);
		strbuf_addstr(&out, value);
	}
	add_written(written, text, strlen(text), a, &out);
	*ret = arena_strndup(a, out.len ? out.buf : "", out.len);
	return 0;
}

int template_resolve(const struct template_scope *scope, const char *text, struct srcpos at,
		     struct arena *a, const char **ret, struct err *err)
{
	return template_resolve_with(scope, text, at, NULL, a, ret, err);
}

/* Joins with underscores; what a name cannot hold becomes one too. */
static const char *joined(struct arena *a, const char *before, const char *name)
{
	char *full = arena_printf(a, "MCADE_%s%s", before, name);

	for (char *c = full; *c; c++)
		if (!ascii_is_alnum(*c))
			*c = '_';
	return full;
}

static void set(struct env *env, struct arena *a, const char *before, const char *name,
		const char *value)
{
	env_set(env, joined(a, before, name), value);
}

const char *template_variable(const char *check, const char *name, struct arena *a)
{
	return joined(a, arena_printf(a, "CHECK_%s_", check), name);
}

static char *upper(struct arena *a, const char *name)
{
	char *copy = arena_strdup(a, name);

	for (char *c = copy; *c; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 32);
	return copy;
}

void template_environment(const struct template_scope *scope, struct arena *a, struct env *env)
{
	struct single known[16];
	size_t count = singles(scope, known);

	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(known[i].name);
		bool id = len > 3 && !strcmp(known[i].name + len - 3, ".id");

		set(env, a, "", upper(a, arena_strndup(a, known[i].name, id ? len - 3 : len)),
		    known[i].value);
	}
	if (scope->runbook)
		for (size_t i = 0; i < scope->runbook->vars.count; i++)
			set(env, a, "VAR_", scope->runbook->vars.items[i].name,
			    scope->runbook->vars.items[i].value);
	for (size_t i = 0; scope->environment && i < scope->environment->vars.count; i++)
		set(env, a, "VAR_", scope->environment->vars.items[i].name,
		    scope->environment->vars.items[i].value);
	for (size_t i = 0; i < scope->captured_count; i++)
		env_set(env,
			template_variable(scope->captured[i].check, scope->captured[i].name, a),
			scope->captured[i].value);
	for (size_t i = 0; i < scope->inputs.count; i++)
		set(env, a, "INPUT_", scope->inputs.items[i].name,
		    scope->inputs.items[i].value);
}
