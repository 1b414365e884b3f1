/* environment.c - variables by which a program is led to files that no command names. */
#include "meaning/internal.h"

#include "base/texts.h"

/* "PATH=bin:$PATH": what is called by its name alone is a file of the repository. */
static int name_search(struct naming *n, const char *value)
{
	char *copy = arena_strdup(n->a, value), *save = NULL;
	bool untold = false;

	for (char *at = strtok_r(copy, ":", &save); at && !untold;
	     at = strtok_r(NULL, ":", &save)) {
		const char *path = meaning_path(n, NULL, at);
		uint32_t mode = 0;

		if (path && *path && meaning_mode(n, path, &mode) < 0)
			return -1;
		untold = path ? !*path || mode != 0
			      : *at != '/' && *at != '~' && !text_begins(at, "$HOME/") &&
					 strcmp(at, "$PATH") != 0 && strcmp(at, "${PATH}") != 0;
	}
	if (untold)
		meaning_unknown(n, value);
	return 0;
}

static const char *const searched[] = {"PATH", "PYTHONPATH", "NODE_PATH", "RUBYLIB",
				       "PERL5LIB"};
static const char *const loaded[] = {"BASH_ENV",      "ENV",	    "MAKEFILES", "NODE_OPTIONS",
				     "PYTHONSTARTUP", "LD_PRELOAD", "RUBYOPT",	 "PERL5OPT"};

int meaning_environment(struct naming *n, const char *name, const char *value)
{
	if (!n->meant || !n->strict || !*value)
		return 0;
	if (texts_have(loaded, ARRAY_SIZE(loaded), name))
		meaning_unknown(n, value);
	return texts_have(searched, ARRAY_SIZE(searched), name) ? name_search(n, value) : 0;
}

/* "": it is given twice. */
static int judge_variable(const struct making *m, const char *name)
{
	const char *value = strmap_get(&m->variables, name);

	if (value && !*value)
		meaning_unknown(m->n, name);
	return value ? meaning_environment(m->n, name, makefile_filled(m, value, NULL)) : 0;
}

/* What runs each line of a recipe, and how; what a makefile exports. */
int makefile_environment(const struct making *m)
{
	const char *shell = strmap_get(&m->variables, "SHELL");
	const char *flags = strmap_get(&m->variables, ".SHELLFLAGS");

	if (!m->n->meant || !m->n->strict)
		return 0;
	if (shell && *shell != '/')
		meaning_unknown(m->n, "SHELL");
	if (flags && *flags != '-')
		meaning_unknown(m->n, ".SHELLFLAGS");
	for (size_t i = 0; i < ARRAY_SIZE(searched); i++)
		if (judge_variable(m, searched[i]) < 0)
			return -1;
	for (size_t i = 0; i < ARRAY_SIZE(loaded); i++)
		if (judge_variable(m, loaded[i]) < 0)
			return -1;
	return 0;
}
