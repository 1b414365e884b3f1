/*
 * mentioned.c - a program in another language than the shell's: what it loads nobody can tell but by its names.
 * Each word of its text that is a file beside it, or where it runs, is a part of what it means: a module, a
 * playbook's tasks, roles and variables.
 */
#include "meaning/internal.h"

#include "base/ascii.h"
#include "base/texts.h"
#include "repo/object.h"

struct mentions {
	struct naming *n;
	const char *path, *folder; /* of the program; "": the root */
	const char *end;	   /* ".py" */
};

static bool is_word_char(char c)
{
	return ascii_is_name(c) || c == '/';
}

static const char *below(struct arena *a, const char *folder, const char *name)
{
	return *folder ? arena_printf(a, "%s/%s", folder, name) : name;
}

static int mode_of(struct mentions *m, const char *path, uint32_t *ret)
{
	return meaning_mode(m->n, path, ret);
}

static bool is_package(const char *name)
{
	static const char *const names[] = {"__init__.py", "index.js", "index.mjs", "index.ts",
					    "index.php"};

	return texts_have(names, ARRAY_SIZE(names), name);
}

static int has_package(struct mentions *m, const char *path, bool *ret)
{
	const char **names;
	size_t count;

	*ret = false;
	if (snapshot_names(m->n->files, arena_printf(m->n->a, "%s/", path), m->n->a, &names,
			   &count, m->n->err) < 0)
		return -1;
	for (size_t i = 0; i < count && meaning_may(m->n, 16); i++)
		*ret = *ret || is_package(names[i]);
	return 0;
}

static int try_path(struct mentions *m, const char *folder, const char *word)
{
	const char *path = meaning_path(
		m->n, arena_printf(m->n->a, "%c%s", MEANING_TOP, folder), word);
	bool package;
	uint32_t mode;

	if (!path || !*path)
		return 0;
	if (mode_of(m, path, &mode) < 0)
		return -1;
	if (mode == TREE_FILE || mode == TREE_EXECUTABLE)
		return strcmp(path, m->path) != 0
			       ? meaning_loaded(m->n, path, m->end && text_ends(path, m->end))
			       : 0;
	if (mode == TREE_SYMLINK)
		meaning_unknown(m->n, path);
	if (mode == TREE_DIRECTORY &&
	    meaning_included(m->n, path, strchr(word, '/') != NULL) < 0)
		return -1;
	if (mode != TREE_DIRECTORY || !m->end)
		return 0;
	if (has_package(m, path, &package) < 0)
		return -1;
	return package ? meaning_folder(m->n, path) : 0;
}

/* "a.b": a module where the language has those. */
static const char *module_of(struct arena *a, const char *word)
{
	char *path = arena_strdup(a, word);

	for (char *at = path; *at; at++)
		*at = *at == '.' && at > path && at[1] && at[1] != '.' && at[1] != '/' ? '/'
										       : *at;
	return path;
}

static int read_words(struct mentions *m, char *text);
static void find_dynamic(struct naming *n, char *text);

static bool is_play(const char *path)
{
	return text_ends(path, ".yml") || text_ends(path, ".yaml");
}

/* A role, and the roles that it needs: named in its texts as in those of the playbook. */
static int take_role(struct mentions *m, const char *path)
{
	const char *was = m->n->file;
	struct snapshot_file *files;
	struct meaning_text *text;
	size_t count;
	int rc = 0;

	if (!meaning_follow(m->n, path, NULL))
		return 0;
	if (meaning_folder(m->n, path) < 0 || meaning_below(m->n, path, &files, &count) < 0)
		return -1;
	for (size_t i = 0; !rc && m->n->strict && i < count && count <= MEANING_BESIDE; i++) {
		char *copy;

		if (!is_play(files[i].path))
			continue;
		if (meaning_read(m->n, files[i].path, &text) < 0)
			return -1;
		copy = arena_strndup(m->n->a, text->text.data, text->text.len);
		m->n->file = files[i].path;
		rc = read_words(m, copy);
		find_dynamic(m->n, copy);
		m->n->file = was;
	}
	return rc;
}

/* What a playbook names of its own stands in folders of their kind. */
static int try_kinds(struct mentions *m, const char *folder, const char *word)
{
	static const char *const kinds[] = {"templates", "files", "tasks", "vars"};

	for (size_t i = 0; i < ARRAY_SIZE(kinds) && is_play(m->path) && strchr(word, '.'); i++)
		if (try_path(m, folder, arena_printf(m->n->a, "%s/%s", kinds[i], word)) < 0)
			return -1;
	return 0;
}

/* Before a module of it, what a package does first: "a/__init__.py" of "a.b". */
static int try_packages(struct mentions *m, const char *folder, const char *module)
{
	const char *slash = m->end && !strcmp(m->end, ".py") ? strchr(module, '/') : NULL;

	for (; slash; slash = strchr(slash + 1, '/'))
		if (try_path(m, folder,
			     arena_printf(m->n->a, "%.*s/__init__.py", (int)(slash - module),
					  module)) < 0)
			return -1;
	return 0;
}

static int try_word(struct mentions *m, const char *folder, const char *word)
{
	const char *module = module_of(m->n->a, word);
	const char *role = below(m->n->a, folder, arena_printf(m->n->a, "roles/%s", word));
	uint32_t mode;

	if (try_path(m, folder, word) < 0 || try_kinds(m, folder, word) < 0 ||
	    (m->end &&
	     (try_path(m, folder, arena_printf(m->n->a, "%s%s", word, m->end)) < 0 ||
	      try_path(m, folder, module) < 0 || try_packages(m, folder, module) < 0 ||
	      try_path(m, folder, arena_printf(m->n->a, "%s%s", module, m->end)) < 0)))
		return -1;
	if (strchr(word, '/') || *word == '.')
		return 0;
	if (mode_of(m, role, &mode) < 0)
		return -1;
	return mode == TREE_DIRECTORY ? take_role(m, role) : 0;
}

/* What begins so, and what stands for whatever a program makes up while it runs. */
static bool is_dynamic(const char *line)
{
	static const char *const signs[] = {"__import__(", "importlib", "runpy",
					    "execfile(",   "eval(",	"exec("};
	static const char *const tasks[] = {"include", "import_", "vars_files", "script:"};

	for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
		if (strstr(line, signs[i]))
			return true;
	for (size_t i = 0; i < ARRAY_SIZE(tasks); i++)
		if (strstr(line, tasks[i]) && strstr(line, "{{"))
			return true;
	return false;
}

static int read_words(struct mentions *m, char *text)
{
	const char *const folders[] = {m->folder, m->n->cwd ? m->n->cwd : ""};
	size_t bases = strcmp(folders[0], folders[1]) != 0 ? 2 : 1;
	struct strmap seen = {.arena = m->n->a};

	for (char *at = text, *end; *at; at = end) {
		const char *word;

		for (end = at; *end && !is_word_char(*end); end++)
			;
		at = end;
		while (*end && is_word_char(*end))
			end++;
		if (at == end)
			break;
		word = arena_strndup(m->n->a, at, (size_t)(end - at));
		if (end - at > 255 || strmap_get(&seen, word) ||
		    !word[strspn(word, "0123456789.-/")])
			continue;
		strmap_put(&seen, word, m);
		for (size_t i = 0; i < bases; i++)
			if (try_word(m, folders[i], word) < 0)
				return -1;
	}
	return 0;
}

/* The first line that nobody can tell. */
static void find_dynamic(struct naming *n, char *text)
{
	char *line, *save = NULL;

	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		if (is_dynamic(line)) {
			line += strspn(line, " \t-");
			meaning_unknown(n, line);
			return;
		}
}

int meaning_code(struct naming *n, const char *text, const char *end)
{
	struct mentions m = {.n = n, .path = "", .folder = n->cwd ? n->cwd : "", .end = end};
	char *copy = arena_strdup(n->a, text);

	meaning_given(n, text, bytes_text(text));
	if (read_words(&m, copy) < 0 ||
	    (n->strict && meaning_made(n, text, m.folder, end, end != NULL) < 0))
		return -1;
	if (end)
		find_dynamic(n, copy);
	return 0;
}

int meaning_mentioned(struct naming *n, const char *path, struct bytes text)
{
	static const char *const implied[] = {
		"group_vars",	  "host_vars",	      "library",	"module_utils",
		"action_plugins", "callback_plugins", "filter_plugins", "lookup_plugins"};
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	bool plays = is_play(path);
	struct mentions m = {.n = n,
			     .path = path,
			     .folder = slash ? arena_strndup(n->a, path, (size_t)(slash - path))
					     : "",
			     .end = plays ? NULL : strrchr(name, '.')};
	char *copy = arena_strndup(n->a, text.data, text.len);
	uint32_t mode;

	if (!strcmp(name, "ansible.cfg") && strstr(copy, "_p")) /* "roles_path", "x_plugins" */
		meaning_unknown(n, "_path");

	if (memchr(text.data, '\0', text.len)) /* no text */
		return 0;
	for (size_t i = 0; plays && i < ARRAY_SIZE(implied); i++) {
		const char *folder = below(n->a, m.folder, implied[i]);

		if (mode_of(&m, folder, &mode) < 0 ||
		    (mode == TREE_DIRECTORY && meaning_folder(n, folder) < 0))
			return -1;
	}
	if (read_words(&m, copy) < 0 || (n->strict && meaning_made(n, copy, m.folder,
								   plays   ? NULL
								   : m.end ? m.end
									   : "",
								   true) < 0))
		return -1;
	find_dynamic(n, copy);
	return 0;
}
