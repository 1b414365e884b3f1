/* package.c - what a call of a package script names. */
#include "meaning/internal.h"

#include "base/path.h"
#include "base/texts.h"
#include "match/glob.h"
#include "yaml/doc.h"

/* "npm --prefix web run build -- --fast" */
struct package_call {
	const char *name, *folder; /* NULL: none is named; here */
	bool run;		   /* "run" says that it is a script */
	const char *others;	   /* the word that says that it is of other packages */
	bool all; /* of each of this repository: only npm says which these are */
	bool installs;
};

/* "--prefix web", "--prefix=web"; *at moves over a word of its own. */
static const char *value_of(const char *const *names, size_t name_count, char *const *words,
			    size_t count, size_t *at)
{
	const char *word = words[*at];
	size_t len = strcspn(word, "=");

	for (size_t i = 0; i < name_count; i++) {
		if (strncmp(word, names[i], len) != 0 || names[i][len])
			continue;
		if (word[len])
			return word + len + 1;
		return *at + 1 < count ? words[++*at] : NULL;
	}
	return NULL;
}

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

/* "npm ci", "yarn" alone: what the package has done when it is installed. */
static bool is_install(const char *program, const struct package_call *call)
{
	static const char *const names[] = {"ci", "i", "install", "add"};

	return !call->run && (call->name ? texts_have(names, ARRAY_SIZE(names), call->name)
					 : !strcmp(program, "yarn"));
}

/* strict: also what stands behind the name, or in one word with its value, as rules 1 did not read it. */
static bool read_package_call(char *const *words, size_t count, bool strict,
			      struct package_call *ret)
{
	static const char *const runners[] = {"run", "run-script"};
	static const char *const folders[] = {"--prefix", "--cwd", "--dir", "-C"};
	static const char *const one[] = {"-w", "--workspace"};
	static const char *const all[] = {"-ws", "--workspaces"};
	bool npm = !strcmp(path_last(words[0]), "npm");

	*ret = (struct package_call){0};
	for (size_t i = 1; i < count; i++) {
		const char *word = words[i];
		const char *folder = npm ? value_of(one, ARRAY_SIZE(one), words, count, &i)
					 : NULL;

		if (folder || is_of_others(word))
			ret->others = word;
		ret->all = ret->all || (npm && texts_have(all, ARRAY_SIZE(all), word));
		if (!folder && (strict || (!ret->name && !strchr(word, '='))))
			folder = value_of(folders, ARRAY_SIZE(folders), words, count, &i);
		if (folder)
			ret->folder = folder;
		else if (ret->name || is_of_others(word))
			continue;
		else if (texts_have(runners, ARRAY_SIZE(runners), word))
			ret->run = true;
		else if (word[0] != '-')
			ret->name = word;
	}
	ret->installs = is_install(path_last(words[0]), ret);
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
	const char *untold = meaning_untold(n);
	int rc;

	if (!script || script->kind != DOC_SCALAR || !meaning_follow(n, path, name))
		return 0;
	if (n->meant) {
		meaning_program(n, path);
		meaning_part(n, arena_printf(n->a, "%s:%s", path, name),
			     bytes_text(script->text), path, script->at.line);
	}
	rc = meaning_called(n, script->text);
	meaning_stands(n, untold, path);
	return rc;
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

/* "./libs/x/": "libs/x" */
static const char *plain(struct arena *a, const char *pattern)
{
	size_t len;

	pattern += text_begins(pattern, "./") ? 2 : 0;
	len = strlen(pattern);
	return len && pattern[len - 1] == '/' ? arena_strndup(a, pattern, len - 1) : pattern;
}

/* "workspaces": ["web", "libs/x"], or as "packages" of it. */
static bool is_workspace(struct arena *a, const struct doc_node *root, const char *folder)
{
	const struct doc_node *list = doc_get(root, "workspaces");

	list = list && list->kind == DOC_MAPPING ? doc_get(list, "packages") : list;
	for (size_t i = 0; list && list->kind == DOC_SEQUENCE && i < list->count; i++)
		if (list->items[i]->text && glob_match(plain(a, list->items[i]->text), folder))
			return true;
	return false;
}

/* The script of each package of the workspace: all of them stand in the commit. */
static int name_workspaces(struct naming *n, const struct doc_node *root, const char *path,
			   const char *name)
{
	size_t base = strlen(path) - strlen("package.json");
	struct snapshot_file *files;
	const char *was = n->cwd;
	bool any = false;
	size_t count;

	if (meaning_files(n, &files, &count) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const struct doc_node *package;
		struct meaning_text *file;
		struct err fault;
		const char *folder;
		size_t len;

		if (!text_ends(files[i].path, "/package.json"))
			continue;
		len = strlen(files[i].path) - strlen("/package.json");
		folder = arena_strndup(n->a, files[i].path, len);
		if (len <= base || strncmp(folder, path, base) != 0 ||
		    !is_workspace(n->a, root, folder + base))
			continue;
		if (meaning_read(n, files[i].path, &file) < 0)
			return -1;
		if (!meaning_may(n, 16 * file->text.len) ||
		    doc_parse(file->text, files[i].path, n->a, &package, &fault) < 0) {
			meaning_unknown(n, files[i].path);
			continue;
		}
		any = true;
		meaning_enter(n, folder);
		if (name_scripts(n, doc_get(package, "scripts"), files[i].path, name) < 0)
			return -1;
		n->cwd = was;
	}
	if (!any)
		meaning_unknown(n, name);
	return 0;
}

/* -- what runs several of them ------------------------------------------------------------------- */

bool meaning_runs_scripts(const char *program)
{
	static const char *const programs[] = {"run-s", "run-p", "npm-run-all", "npm-run-all2",
					       "concurrently"};

	return texts_have(programs, ARRAY_SIZE(programs), program);
}

/* "deploy:*" as a pattern of paths: what a sign stands for ends at a colon. */
static const char *with_slashes(struct arena *a, const char *name)
{
	char *path = arena_strdup(a, name);

	for (char *at = path; *at; at++)
		*at = *at == ':' ? '/' : *at;
	return path;
}

static int name_matching(struct naming *n, const struct doc_node *scripts, const char *path,
			 const char *word)
{
	const char *name = arena_strndup(n->a, word, strcspn(word, " "));
	const char *pattern = with_slashes(n->a, name);

	if (meaning_is_open(word) || strchr(word, '{'))
		meaning_unknown(n, word);
	for (size_t i = 0; scripts && scripts->kind == DOC_MAPPING && i < scripts->count; i++) {
		const char *script = scripts->pairs[i].key->text;

		if ((!strcmp(script, name) ||
		     glob_match(pattern, with_slashes(n->a, script))) &&
		    name_scripts(n, scripts, path, script) < 0)
			return -1;
	}
	return 0;
}

/* "npm:deploy" of concurrently: a script; what else it is told is a command. */
static int name_one(struct naming *n, const struct doc_node *scripts, const char *path,
		    const char *program, const char *word)
{
	static const char *const shorts[] = {"npm:", "pnpm:", "yarn:", "bun:"};

	if (strcmp(program, "concurrently") != 0)
		return name_matching(n, scripts, path, word);
	for (size_t i = 0; i < ARRAY_SIZE(shorts); i++)
		if (text_begins(word, shorts[i]))
			return name_matching(n, scripts, path, word + strlen(shorts[i]));
	return meaning_called(n, word);
}

int meaning_several(struct naming *n, char *const *words, size_t count)
{
	const struct doc_node *root = NULL;
	struct meaning_text *file;
	struct err fault;
	const char *path;

	if (meaning_file(n, NULL, "package.json", &path) < 0 ||
	    (path && meaning_read(n, path, &file) < 0))
		return -1;
	if (!path || !meaning_may(n, 16 * file->text.len) ||
	    doc_parse(file->text, path, n->a, &root, &fault) < 0)
		meaning_unknown(n, words[0]);
	for (size_t i = 1; i < count; i++)
		if (words[i][0] != '-' && name_one(n, doc_get(root, "scripts"), path,
						   path_last(words[0]), words[i]) < 0)
			return -1;
	return 0;
}

/* "yarn run-s a b": a program of the package, where no script is called so. */
static int name_program_of(struct naming *n, char *const *words, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (meaning_runs_scripts(words[i]))
			return meaning_several(n, words + i, count - i);
	return 0;
}

static int name_installed(struct naming *n, const struct doc_node *scripts, const char *path)
{
	return name_scripts(n, scripts, path, "install") < 0 ||
			       name_scripts(n, scripts, path, "prepare") < 0
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

	if (!read_package_call(words, count, n->strict, &call) && !(n->strict && call.installs))
		return 0;
	if (call.others && !n->strict)
		return 0;
	call.name = call.name ? call.name : "install";
	if (meaning_is_open(call.name) || (call.folder && meaning_is_open(call.folder)))
		meaning_unknown(n, call.name);
	if (meaning_file(n, call.folder, "package.json", &path) < 0)
		return -1;
	if (n->strict && ((call.others && !call.folder && !call.all) || (!path && call.run)))
		meaning_unknown(n, call.others ? call.others : call.name);
	if (!path)
		return 0;
	if (meaning_read(n, path, &file) < 0)
		return -1;
	if (!meaning_may(n, 16 * file->text.len))
		return 0;
	if (doc_parse(file->text, path, n->a, &root, &fault) < 0) {
		if (n->strict)
			meaning_unknown(n, path);
		return 0;
	}
	script = doc_get(doc_get(root, "scripts"), call.name);
	meaning_call(n, "script", call.name, path,
		     script ? THERE_YES : without_script(path_last(words[0]), &call));
	if (call.folder)
		meaning_enter(n, meaning_path(n, NULL, call.folder));
	rc = n->strict && call.installs
		     ? name_installed(n, doc_get(root, "scripts"), path)
		     : name_scripts(n, doc_get(root, "scripts"), path, call.name);
	if (!rc && n->strict && call.all && !call.folder)
		rc = name_workspaces(n, root, path, call.name);
	if (!rc && n->strict && !script)
		rc = name_program_of(n, words, count);
	n->cwd = was;
	return rc;
}
