/*
 * workflow.c - a workflow of GitHub as what it runs: its own commands, and the actions and workflows of the same
 * commit. Actions of other repositories are of no commit of this one; the lines that name them are.
 */
#include "meaning/internal.h"

#include "base/texts.h"
#include "yaml/doc.h"

static const char *text_of(const struct doc_node *node, const char *key)
{
	const struct doc_node *value = doc_get(node, key);

	return value && value->kind == DOC_SCALAR ? value->text : NULL;
}

/* "run: |": by sh or bash, but where it says another. */
static int name_run(struct naming *n, const struct doc_node *step, const char *run)
{
	const char *shell = text_of(step, "shell"),
		   *folder = text_of(step, "working-directory");
	const char *path = folder ? meaning_path(n, NULL, folder) : "";

	meaning_enter(n, path);
	n->lost = !path;
	if (shell && strchr(shell, ' ') && meaning_called(n, shell) < 0) /* "bash -e {0}" */
		return -1;
	if (!shell || text_begins(shell, "bash") || text_begins(shell, "sh"))
		return meaning_called(n, run);
	if (text_begins(shell, "python"))
		return meaning_code(n, run, ".py");
	meaning_unknown(n, shell);
	return 0;
}

static int read_all(struct naming *n, const char *path);

/* "uses: ./ci/deploy": a workflow, or the action of a folder. */
static int name_used(struct naming *n, const char *word)
{
	static const char *const files[] = {"", "/action.yml", "/action.yaml"};

	meaning_enter(n, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		const char *path;

		if (meaning_file(n, NULL, arena_printf(n->a, "%s%s", word, files[i]), &path) <
		    0)
			return -1;
		if (path)
			return read_all(n, path);
	}
	meaning_unknown(n, word);
	return 0;
}

/* What an action runs by itself stands beside it. */
static int name_beside(struct naming *n, const struct doc_node *action, const char *folder)
{
	static const char *const keys[] = {"main", "pre", "post", "image", "entrypoint"};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const char *word = text_of(action, keys[i]), *path = NULL;

		if (word && meaning_file(n, folder, word, &path) < 0)
			return -1;
		if (path && meaning_loaded(n, path, true) < 0)
			return -1;
	}
	return 0;
}

/* "env: {BASH_ENV: ci/x.sh}" */
static int name_environment(struct naming *n, const struct doc_node *env)
{
	for (size_t i = 0; env && env->kind == DOC_MAPPING && i < env->count; i++)
		if (env->pairs[i].value->kind == DOC_SCALAR &&
		    meaning_environment(n, env->pairs[i].key->text, env->pairs[i].value->text) <
			    0)
			return -1;
	return 0;
}

static int name_steps(struct naming *n, const struct doc_node *node, const char *folder)
{
	const char *run = text_of(node, "run"), *used = text_of(node, "uses");

	if (doc_get(doc_get(node, "run"), "working-directory") ||
	    doc_get(doc_get(node, "run"), "shell")) /* a default of all steps */
		meaning_unknown(n, "defaults");
	if (name_environment(n, doc_get(node, "env")) < 0)
		return -1;
	if ((run && name_run(n, node, run) < 0) ||
	    (used && text_begins(used, "./") && name_used(n, used) < 0) ||
	    (text_of(node, "using") && name_beside(n, node, folder) < 0))
		return -1;
	for (size_t i = 0; i < node->count; i++)
		if (name_steps(n,
			       node->kind == DOC_MAPPING ? node->pairs[i].value
							 : node->items[i],
			       folder) < 0)
			return -1;
	return 0;
}

static int read_one(struct naming *n, const char *path)
{
	const char *slash = strrchr(path, '/');
	const struct doc_node *root;
	struct meaning_text *file;
	struct err fault;

	if (meaning_read(n, path, &file) < 0 || meaning_whole(n, path, true) < 0)
		return -1;
	if (!meaning_may(n, 16 * file->text.len))
		return 0;
	if (doc_parse(file->text, path, n->a, &root, &fault) < 0) {
		meaning_unknown(n, path);
		return 0;
	}
	return name_steps(n, root,
			  arena_printf(n->a, "%c%.*s", MEANING_TOP,
				       slash ? (int)(slash - path) : 0, path));
}

/* It runs elsewhere, from the root of what is checked out there. */
static int read_all(struct naming *n, const char *path)
{
	const struct naming was = *n;
	int rc;

	if (!meaning_follow(n, path, NULL))
		return 0;
	n->file = path;
	n->self = NULL;
	n->elsewhere = true;
	n->lost = false;
	meaning_enter(n, NULL);
	rc = read_one(n, path);
	n->file = was.file;
	n->self = was.self;
	n->elsewhere = was.elsewhere;
	n->lost = was.lost;
	n->cwd = was.cwd;
	return rc;
}

/* The one of that title; NULL: none. */
static int find_titled(struct naming *n, const char *title, const char **ret)
{
	static const char *const folder = ".github/workflows/";
	struct snapshot_file *files;
	size_t count;

	*ret = NULL;
	if (snapshot_list(n->files, &(struct prefix_set){&folder, 1}, n->a, &files, &count,
			  n->err) < 0)
		return -1;
	for (size_t i = 0; i < count && !*ret; i++) {
		const struct doc_node *root;
		struct meaning_text *file;
		struct err fault;
		const char *name;

		if (meaning_read(n, files[i].path, &file) < 0)
			return -1;
		if (!meaning_may(n, 16 * file->text.len) ||
		    doc_parse(file->text, files[i].path, n->a, &root, &fault) < 0)
			continue;
		name = text_of(root, "name");
		*ret = name && !strcmp(name, title) ? files[i].path : NULL;
	}
	return 0;
}

/* "gh -R o/r workflow run --ref main ship.yml": its words without options; of another repository: none. */
static size_t read_call(char *const *words, size_t count, const char *ret[3])
{
	static const char *const valued[] = {"-r", "--ref",	  "-f",
					     "-F", "--raw-field", "--field"};
	static const char *const elsewhere[] = {"-R", "--repo"};
	size_t found = 0;

	for (size_t i = 1; i < count; i++) {
		if (texts_have(elsewhere, ARRAY_SIZE(elsewhere), words[i]) ||
		    text_begins(words[i], "--repo="))
			return 0;
		if (texts_have(valued, ARRAY_SIZE(valued), words[i]))
			i++;
		else if (words[i][0] != '-' && found < 3)
			ret[found++] = words[i];
	}
	return found;
}

static int name_workflow(struct naming *n, const char *name)
{
	const char *path;

	if (meaning_file(n, arena_printf(n->a, "%c.github/workflows", MEANING_TOP), name,
			 &path) < 0 ||
	    (!path && find_titled(n, name, &path) < 0))
		return -1;
	if (path)
		return read_all(n, path);
	meaning_unknown(n, name); /* by its number */
	return 0;
}

static bool is_call(const char *const *words)
{
	static const char *const names[] = {"workflow", "run"};

	return !strcmp(words[0], names[0]) && !strcmp(words[1], names[1]);
}

int meaning_workflow(struct naming *n, char *const *words, size_t count)
{
	const char *call[3];

	if (!n->strict) {
		if (count < 4 || !is_call((const char *const *)words + 1))
			return 0;
		if (meaning_is_open(words[3]))
			meaning_unknown(n, words[3]);
		return meaning_told(n, ".github/workflows", words[3]);
	}
	if (read_call(words, count, call) < 3 || !is_call(call))
		return 0;
	if (!meaning_is_open(call[2]))
		return name_workflow(n, call[2]);
	meaning_unknown(n, call[2]);
	return 0;
}
