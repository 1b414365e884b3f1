#include "act/meaning_internal.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "match/glob.h"
#include "repo/object.h"
#include "yaml/doc.h"

/* -- files --------------------------------------------------------------------------------------- */

/* From where the command runs; NULL: it leads out of that, or is built of variables. */
const char *meaning_path(const struct naming *n, const char *folder, const char *word)
{
	while (text_begins(word, "./"))
		word += 2;
	if (!*word || *word == '/' || strpbrk(word, "$`*?{}~") || strstr(word, ".."))
		return NULL;
	if (folder && *folder && strcmp(folder, ".") != 0)
		word = arena_printf(n->a, "%s/%s", folder, word);
	return n->cwd ? arena_printf(n->a, "%s/%s", n->cwd, word) : word;
}

static int is_file(struct naming *n, const char *path, bool *ret)
{
	uint32_t mode = 0;
	struct oid id;

	*ret = false;
	if (path_check(bytes_text(path), n->err) < 0) {
		*n->err = (struct err){0};
		return 0;
	}
	if (snapshot_entry(n->files, path, &mode, &id, n->err) < 0)
		return -1;
	*ret = mode == TREE_FILE || mode == TREE_EXECUTABLE;
	return 0;
}

static bool is_declared(const struct naming *n, const char *path)
{
	if (step_uses(n->step, path))
		return true;
	for (size_t i = 0; i < n->step->inputs.count; i++)
		if (glob_match(step_path(n->step, n->step->inputs.items[i], n->a), path))
			return true;
	return false;
}

/* *ret (may be NULL): the path, where it is a file. */
int meaning_file(struct naming *n, const char *folder, const char *word, const char **ret)
{
	const char *path = meaning_path(n, folder, word);
	bool file = false;

	if (ret)
		*ret = NULL;
	if (!path)
		return 0;
	if (is_file(n, path, &file) < 0)
		return -1;
	if (!file)
		return 0;
	if (ret)
		*ret = path;
	if (strmap_get(&n->seen, path) || is_declared(n, path))
		return 0;
	strmap_put(&n->seen, path, n);
	*ARENA_PUSH(n->a, n->paths, n->count) = path;
	return 0;
}

int meaning_read(struct naming *n, const char *path, struct meaning_text **ret)
{
	bool found;

	*ret = strmap_get(n->read, path);
	if (*ret)
		return 0;
	*ret = arena_alloc(n->a, sizeof(**ret));
	**ret = (struct meaning_text){.text = bytes_of("", 0)};
	if (snapshot_read(n->files, path, n->a, &(*ret)->text, &found, n->err) < 0) {
		if (n->err->code != ERR_LIMIT)
			return -1;
		*n->err = (struct err){0};
	}
	strmap_put(n->read, path, *ret);
	return 0;
}

bool meaning_follow(struct naming *n, const char *path, const char *target)
{
	const char *key = arena_printf(n->a, "%s\n%s", path, target ? target : "");

	if (n->followed == MEANING_MOST || strmap_get(&n->seen, key))
		return false;
	strmap_put(&n->seen, key, n);
	n->followed++;
	return true;
}

/* -- package scripts, workflows ------------------------------------------------------------------ */

static int name_package(struct naming *n, char *const *words, size_t count)
{
	static const char *const runners[] = {"run", "run-script"};
	const struct doc_node *root, *script;
	const char *path, *name = NULL;
	struct meaning_text *file;
	struct err fault;
	size_t at = 1;

	while (at < count &&
	       (words[at][0] == '-' || texts_have(runners, ARRAY_SIZE(runners), words[at])))
		at++;
	name = at < count ? words[at] : NULL;
	if (!name)
		return 0;
	if (meaning_file(n, NULL, "package.json", &path) < 0)
		return -1;
	if (!path || !meaning_follow(n, path, name))
		return 0;
	if (meaning_read(n, path, &file) < 0)
		return -1;
	if (doc_parse(file->text, path, n->a, &root, &fault) < 0 ||
	    !(script = doc_get(doc_get(root, "scripts"), name)) || script->kind != DOC_SCALAR)
		return 0;
	return meaning_text(n, script->text);
}

static int name_workflow(struct naming *n, char *const *words, size_t count)
{
	static const char *const names[] = {"workflow", "run"};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (count < 4 || strcmp(words[i + 1], names[i]) != 0)
			return 0;
	return meaning_file(n, ".github/workflows", words[3], NULL);
}

/* -- commands ------------------------------------------------------------------------------------ */

static bool is_prefix(const char *word)
{
	static const char *const words[] = {"sudo", "env", "exec", "nice", "time", "command"};
	size_t name = strspn(word,
			     "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

	return (name && word[name] == '=') || texts_have(words, ARRAY_SIZE(words), word);
}

/* One command: every word that is a file, then what the program makes of the others. */
static int name_command(struct naming *n, char *const *words, size_t count)
{
	static const char *const packages[] = {"npm", "pnpm", "yarn", "bun"};
	const char *program;

	while (count && is_prefix(words[0])) {
		words++;
		count--;
	}
	if (!count)
		return 0;
	program = path_last(words[0]);
	for (size_t i = strchr(words[0], '/') ? 0 : 1; i < count; i++) {
		const char *word = words[i];
		const char *value = word[0] == '-' ? strchr(word, '=') : NULL;

		word = value ? value + 1 : word;
		if (meaning_file(n, NULL, word + (*word == '@'), NULL) < 0)
			return -1;
	}
	if (!strcmp(program, "make") || !strcmp(program, "gmake"))
		return meaning_make(n, words, count);
	if (texts_have(packages, ARRAY_SIZE(packages), program))
		return name_package(n, words, count);
	return !strcmp(program, "gh") ? name_workflow(n, words, count) : 0;
}

/* The next word of shell text, without its quotes, at *word, which moves on; *ret_ends: the command ends
 * behind it. */
static const char *next_word(const char *at, char **word, bool *ret_ends)
{
	char quote = '\0';

	*ret_ends = false;
	while (*at == ' ' || *at == '\t')
		at++;
	for (; *at; at++) {
		if (quote ? *at == quote : (*at == '\'' || *at == '"')) {
			quote = quote ? '\0' : *at;
			continue;
		}
		if (!quote && strchr(" \t", *at))
			break;
		if (!quote && strchr(";|&()<>\n", *at)) {
			*ret_ends = true;
			at++;
			break;
		}
		*(*word)++ = *at;
	}
	*ret_ends = *ret_ends || !*at;
	*(*word)++ = '\0';
	return at;
}

int meaning_text(struct naming *n, const char *text)
{
	char *end = arena_alloc(n->a, 2 * strlen(text) + 1), **words = NULL;
	size_t count = 0;

	while (*text) {
		char *word = end;
		bool ends;

		text = next_word(text, &end, &ends);
		if (*word)
			*ARENA_PUSH(n->a, words, count) = word;
		if (!ends && *text)
			continue;
		if (name_command(n, words, count) < 0)
			return -1;
		count = 0;
		words = NULL;
	}
	return 0;
}

static int name_run(struct naming *n, const struct command *run)
{
	const struct words *argv = &run->argv;
	char **words = arena_array(n->a, argv->count + 1, sizeof(*words));

	if (run->shell)
		return meaning_text(n, run->shell);
	if (argv->count == 3 && !strcmp(argv->items[1], "-c"))
		return meaning_text(n, argv->items[2]);
	for (size_t i = 0; i < argv->count; i++)
		words[i] = arena_strdup(n->a, argv->items[i]);
	return name_command(n, words, argv->count);
}

/* -- steps --------------------------------------------------------------------------------------- */

static const char *quoted(const char *path, struct arena *a)
{
	for (const char *at = path; *at; at++)
		if (!ascii_is_name(*at) && *at != '/')
			return arena_printf(a, "'%s'", path);
	return path;
}

/* The list that declares them all, relative to where the step runs. */
static const char *lines_of(const struct naming *n)
{
	const struct doc_node *own = doc_get(n->step->node, "inputs");
	size_t skip = n->cwd ? strlen(n->cwd) + 1 : 0;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	strbuf_addf(&out, "- id: %s\n  inputs: [", n->step->id);
	for (size_t i = 0; own && i < own->count; i++)
		strbuf_addf(&out, "%s, ", quoted(own->items[i]->text, n->a));
	for (size_t i = 0; i < n->count; i++)
		strbuf_addf(&out, "%s%s", i ? ", " : "", quoted(n->paths[i] + skip, n->a));
	strbuf_addch(&out, ']');
	return arena_strdup(n->a, out.buf);
}

int meaning_judge(const struct runbook *rb, const struct snapshot *files, struct arena *a,
		  struct findings *found, struct err *err)
{
	struct strmap read = {.arena = a};

	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);
		struct naming n = {.step = step,
				   .files = files,
				   .cwd = step->cwd,
				   .a = a,
				   .seen = {.arena = a},
				   .read = &read,
				   .err = err};

		if (step->repo || step->on || step->dormant || !step->has_run)
			continue;
		if (name_run(&n, &step->run) < 0)
			return -1;
		if (!n.count)
			continue;
		finding_add(found, RULE_REFERENCE, FINDING_WARN,
			    (struct finding){.at = step->at,
					     .path = "runbook.yaml",
					     .step = step->id,
					     .expected = "an input of the step",
					     .found = n.paths[0],
					     .fix = lines_of(&n)},
			    "step '%s' runs '%s', which it does not declare: a change of it "
			    "would make nothing stale",
			    step->id, n.paths[0]);
	}
	return 0;
}
