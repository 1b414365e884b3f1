/* package.c - what a call of a package script, or of a workflow, names. */
#include "meaning/internal.h"

#include "base/path.h"
#include "base/texts.h"
#include "yaml/doc.h"

/* "npm --prefix web run build -- --fast" */
struct package_call {
	const char *name, *folder; /* NULL: none is named; here */
	bool run;		   /* "run" says that it is a script */
};

/* Of other packages than the one that stands there. */
static bool is_of_others(const char *word)
{
	static const char *const others[] = {"-w",	   "--workspace", "--workspaces",
					     "-F",	   "--filter",	  "workspace",
					     "workspaces", "-r",	  "--recursive"};
	size_t len = strcspn(word, "=");

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (!strncmp(word, others[i], len) && !others[i][len])
			return true;
	return false;
}

static bool read_package_call(char *const *words, size_t count, struct package_call *ret)
{
	static const char *const runners[] = {"run", "run-script"};
	static const char *const folders[] = {"--prefix", "--cwd", "--dir", "-C"};

	*ret = (struct package_call){0};
	for (size_t i = 1; i < count; i++) {
		const char *word = words[i];

		if (is_of_others(word))
			return false;
		if (ret->name)
			continue;
		if (texts_have(folders, ARRAY_SIZE(folders), word) && i + 1 < count)
			ret->folder = words[++i];
		else if (texts_have(runners, ARRAY_SIZE(runners), word))
			ret->run = true;
		else if (word[0] != '-')
			ret->name = word;
	}
	return ret->name != NULL;
}

/* Only npm runs nothing but scripts; the others take a program's name, too, which has no colon. */
static enum meaning_there without_script(const char *program, const struct package_call *call)
{
	bool npm = !strcmp(program, "npm");

	if (!call->run && strcmp(call->name, "test") != 0)
		return THERE_MAYBE;
	if (!strcmp(call->name, "env") || strpbrk(call->name, "$*"))
		return THERE_MAYBE;
	return npm || strchr(call->name, ':') ? THERE_NO : THERE_MAYBE;
}

static int name_script(struct naming *n, const struct doc_node *scripts, const char *path,
		       const char *name)
{
	const struct doc_node *script = doc_get(scripts, name);

	if (!script || script->kind != DOC_SCALAR || !meaning_follow(n, path, name))
		return 0;
	if (n->meant)
		meaning_part(n, arena_printf(n->a, "%s:%s", path, name),
			     bytes_text(script->text), path, script->at.line);
	return meaning_called(n, script->text);
}

/* With those that run before and after it. */
static int name_scripts(struct naming *n, const struct doc_node *scripts, const char *path,
			const char *name)
{
	return name_script(n, scripts, path, arena_printf(n->a, "pre%s", name)) < 0 ||
			       name_script(n, scripts, path, name) < 0 ||
			       name_script(n, scripts, path,
					   arena_printf(n->a, "post%s", name)) < 0
		       ? -1
		       : 0;
}

int meaning_package(struct naming *n, char *const *words, size_t count)
{
	const struct doc_node *root, *script;
	struct package_call call;
	const char *path, *was = n->cwd;
	struct meaning_text *file;
	struct err fault;
	int rc;

	if (!read_package_call(words, count, &call))
		return 0;
	if (meaning_is_open(call.name) || (call.folder && meaning_is_open(call.folder)))
		meaning_unknown(n, call.name);
	if (meaning_file(n, call.folder, "package.json", &path) < 0)
		return -1;
	if (!path)
		return 0;
	if (meaning_read(n, path, &file) < 0)
		return -1;
	if (doc_parse(file->text, path, n->a, &root, &fault) < 0)
		return 0;
	script = doc_get(doc_get(root, "scripts"), call.name);
	meaning_call(n, "script", call.name, path,
		     script ? THERE_YES : without_script(path_last(words[0]), &call));
	if (call.folder)
		meaning_enter(n, meaning_path(n, NULL, call.folder));
	rc = name_scripts(n, doc_get(root, "scripts"), path, call.name);
	n->cwd = was;
	return rc;
}

int meaning_workflow(struct naming *n, char *const *words, size_t count)
{
	static const char *const names[] = {"workflow", "run"};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (count < 4 || strcmp(words[i + 1], names[i]) != 0)
			return 0;
	if (meaning_is_open(words[3]))
		meaning_unknown(n, words[3]);
	return meaning_told(n, ".github/workflows", words[3]);
}
