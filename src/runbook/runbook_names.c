/* runbook_names.c - a name in a template or in `when`: is there anything that is called so? */
#include "base/options.h"
#include "runbook/runbook_internal.h"

/* What a name stands for; `root` is what comes before its first dot. */
struct naming {
	struct binder *b;
	struct bind_where where;
	struct srcpos at;
	const char *name, *shown;
	const char *rest; /* behind the first dot; NULL: there is none */
};

static void no_such(struct naming *n, const char *what)
{
	bind_fault(n->b, n->at, "%s: there is no %s '%s'", n->shown, what, n->rest);
}

static void of_step(struct naming *n)
{
	const struct step *step = n->where.step;
	const struct {
		const char *name, *value;
	} keys[] = {{"id", "x"},
		    {"title", step ? step->title : "x"},
		    {"section", step ? step->section : "x"},
		    {"uses", step ? step->uses : "x"},
		    {"repo", step ? step->repo : "x"},
		    {"cwd", step ? step->cwd : "x"}};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (!strcmp(n->rest, keys[i].name)) {
			if (!keys[i].value && !n->where.when)
				bind_fault(n->b, n->at, "%s: step '%s' has no '%s'", n->shown,
					   step->id, n->rest);
			return;
		}
	no_such(n, "key of a step");
}

static void of_environment(struct naming *n)
{
	static const char *const keys[] = {"id", "title", "manifest"};
	const struct runbook *rb = n->b->rb;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (!strcmp(n->rest, keys[i]))
			return;
	for (size_t i = 0; i < rb->environment_count; i++)
		for (size_t k = 0; k < rb->environments[i].vars.count; k++)
			if (!strcmp(n->rest, rb->environments[i].vars.items[k].name))
				return;
	no_such(n, "variable of an environment");
}

/* "ID.NAME" of each check of the list that captures, also by the check that it uses. */
static bool captures(struct naming *n, const struct step *step, struct checks list)
{
	const char *dot = strrchr(n->rest, '.');

	for (size_t i = 0; i < list.count; i++) {
		const struct check *check = list.items[i], *used = check;

		if (strncmp(check->id, n->rest, (size_t)(dot - n->rest)) != 0 ||
		    check->id[dot - n->rest])
			continue;
		if (check->probe == PROBE_USE)
			used = runbook_check_of(n->b->rb, step, check->subject);
		for (size_t c = 0; used && c < used->capture.count; c++)
			if (!strcmp(used->capture.items[c].name, dot + 1))
				return true;
	}
	return false;
}

static bool of_one_step(struct naming *n, const struct step *step)
{
	return captures(n, step, step->guard) || captures(n, step, step->stop) ||
	       captures(n, step, step->before) || captures(n, step, step->verify);
}

/* A step's own checks and those of the environments; what belongs to none, those of any step. */
static void of_checks(struct naming *n)
{
	const struct runbook *rb = n->b->rb;
	bool found = false;

	if (!strrchr(n->rest, '.')) {
		bind_fault(n->b, n->at, "%s: expected checks.ID.NAME", n->shown);
		return;
	}
	for (size_t i = 0; !found && i < rb->environment_count; i++)
		found = captures(n, n->where.step, rb->environments[i].guard) ||
			captures(n, n->where.step, rb->environments[i].stop);
	if (n->where.step)
		found = found || of_one_step(n, n->where.step);
	for (size_t i = 0; !found && !n->where.step && i < rb->step_count; i++)
		found = of_one_step(n, step_at(rb, i));
	if (!found)
		bind_fault(n->b, n->at, "%s: no check captures it%s%s%s", n->shown,
			   n->where.step ? " for step '" : "",
			   n->where.step ? n->where.step->id : "", n->where.step ? "'" : "");
}

static void of_vars(struct naming *n)
{
	if (!strmap_get(&n->b->vars, n->rest))
		no_such(n, "variable");
}

static void of_git(struct naming *n)
{
	if (strcmp(n->rest, "sha") != 0)
		no_such(n, "fact of git");
}

static void of_inputs(struct naming *n)
{
	const struct procedure *p = n->where.step ? step_rollback(n->where.step) : NULL;
	bool found = false;

	for (size_t i = 0; p && !found && i < p->inputs.count; i++)
		found = !strcmp(p->inputs.items[i].name, n->rest);
	if (!found)
		no_such(n, "input of a rollback");
}

static void of_env(struct naming *n UNUSED) /* the caller's */
{
}

static const struct {
	const char *root;
	void (*look)(struct naming *);
} roots[] = {
	{"vars", of_vars},     {"env", of_env},
	{"step", of_step},     {"environment", of_environment},
	{"checks", of_checks}, {"inputs", of_inputs},
	{"git", of_git},       {"date", NULL},
};

void bind_name(struct binder *b, struct bind_where where, struct srcpos at, const char *name)
{
	size_t len = strcspn(name, ".");
	const char *root = arena_strndup(b->arena, name, len), *near;
	const char *words[ARRAY_SIZE(roots)];
	struct naming n = {.b = b,
			   .where = where,
			   .at = at,
			   .name = name,
			   .shown = arena_printf(b->arena,
						 where.when ? "'when' of '%s'" : "'${{ %s }}'",
						 name),
			   .rest = name[len] ? name + len + 1 : NULL};

	for (size_t i = 0; i < ARRAY_SIZE(roots); i++) {
		words[i] = roots[i].root;
		if (strcmp(root, roots[i].root) != 0 || !roots[i].look != !n.rest ||
		    (n.rest && !*n.rest))
			continue;
		if (roots[i].look && !where.later)
			roots[i].look(&n);
		return;
	}
	near = nearest_word(root, words, ARRAY_SIZE(words));
	if (near && !strcmp(near, root))
		near = NULL;
	bind_fault(b, at, "%s names nothing that %s%s%s%s", n.shown,
		   where.when ? "can be asked" : "a template can hold",
		   near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "");
}
