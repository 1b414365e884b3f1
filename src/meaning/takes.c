/*
 * takes.c - programs that take what no word of their command names: they build, copy, send or publish a folder, or
 * all that there is. Whoever changes a file of it changes what they do.
 */
#include "meaning/internal.h"

#include "base/path.h"
#include "base/texts.h"
#include "repo/object.h"

#define TAKER_WORDS 8

struct taker {
	const char *programs[TAKER_WORDS];
	const char *words[TAKER_WORDS]; /* one of which says so; none: they always do */
	const char *roots[4];		/* files that stand where all of it is */
	bool sources;			/* it reads sources of its language alone */
	bool around; /* a folder that they are told is a part of what they build: they read what is beside it */
};

static const struct taker takers[] = {
	{.programs = {"docker", "podman", "nerdctl", "buildah", "docker-compose",
		      "podman-compose"},
	 .words = {"build", "buildx", "bake", "bud", "--build"}},
	{.programs = {"fly", "flyctl", "vercel", "netlify", "firebase", "wrangler", "railway",
		      "cf"},
	 .words = {"deploy", "publish", "push", "up", "--prod"}},
	{.programs = {"gcloud", "az", "eb", "cdk", "sam", "sls", "serverless", "copilot"},
	 .words = {"deploy", "submit", "publish", "build", "up"}},
	{.programs = {"heroku"}, .words = {"container:push"}},
	{.programs = {"kamal", "pulumi", "werf", "ko", "pack", "nix", "swift", "zig"},
	 .words = {"deploy", "redeploy", "setup", "up", "converge", "build", "apply",
		   "publish"}},
	{.programs = {"go"},
	 .words = {"run", "test", "generate"},
	 .roots = {"go.work", "go.mod"},
	 .around = true},
	{.programs = {"go"},
	 .words = {"build", "install"},
	 .roots = {"go.work", "go.mod"},
	 .sources = true,
	 .around = true},
	{.programs = {"cargo"},
	 .words = {"build", "install", "publish", "run", "test", "package"},
	 .roots = {"Cargo.toml"},
	 .around = true},
	{.programs = {"dotnet", "mix", "sbt", "stack", "cabal", "lein"},
	 .words = {"build", "install", "publish", "run", "test", "package", "release",
		   "generate"},
	 .around = true},
	{.programs = {"poetry", "hatch", "flit", "ng", "next", "nuxt"},
	 .words = {"build", "publish", "deploy"}},
	{.programs = {"npm", "pnpm", "yarn", "bun"}, .words = {"publish", "pack", "deploy"}},
	{.programs = {"mvn", "mvnw", "gradle", "gradlew", "ant", "ninja", "scons", "skaffold"},
	 .around = true},
	{.programs = {"webpack", "vite", "rollup", "esbuild", "parcel", "tsc", "hugo",
		      "jekyll"},
	 .around = true},
	{.programs = {"cmake"}, .words = {"--build"}},
};

/* Of git, whose commits hold everything, wherever it runs. */
static const char *const sends[] = {"archive",	"bundle",	"checkout-index", "fast-export",
				    "push",	"format-patch", "send-pack",	  "subtree",
				    "worktree", "checkout",	"restore",	  "switch"};

/* What they do with a folder is to look at it, to make it, or to go there. */
static bool looks_only(const char *program)
{
	static const char *const programs[] = {"find",	"du",	 "tree", "chown",  "chgrp",
					       "rmdir", "yq",	 "ssh",	 "export", "set",
					       "env",	"xargs", "read", "return", "exit",
					       "test",	"pip",	 "true", "false"};

	return texts_have(programs, ARRAY_SIZE(programs), program);
}

/* They run scripts, which are read, and send what is there besides. */
static const char *const packages[] = {"npm", "pnpm", "yarn", "bun"};

static size_t length_of(const char *const *list)
{
	size_t count = 0;

	while (count < TAKER_WORDS && list[count])
		count++;
	return count;
}

/* Also behind what runs it: "timeout 60 cargo build". */
static const struct taker *taker_of(char *const *words, size_t count)
{
	for (size_t i = 0; i < ARRAY_SIZE(takers); i++) {
		const struct taker *t = &takers[i];
		size_t names = length_of(t->programs), said = length_of(t->words), at = 0;

		while (at < count && !texts_have(t->programs, names, path_last(words[at])))
			at++;
		if (at < count && !said)
			return t;
		while (++at < count)
			if (texts_have(t->words, said, words[at]))
				return t;
	}
	return NULL;
}

/* "git -C web push"; "git -C /srv/app push" is of another repository, "git clone ." of this one, "git clone URL" of
 * another. */
static const char *git_sends(char *const *words, size_t count)
{
	bool clones = false;

	for (size_t i = 1; i < count; i++) {
		if (!strcmp(words[i - 1], "-C") && (*words[i] == '/' || *words[i] == '~'))
			return NULL;
		if (texts_have(sends, ARRAY_SIZE(sends), words[i]) ||
		    (clones && *words[i] && strchr("./\001", *words[i])))
			return words[i];
		clones = (clones || !strcmp(words[i], "clone")) && !strchr(words[i], ':');
	}
	return NULL;
}

/* An owner who declares inputs below it says what of it matters; a script that is followed is none of these. */
static int is_declared(struct naming *n, const char *folder, bool *ret)
{
	size_t count, len = strlen(folder);
	struct snapshot_file *files;

	*ret = false;
	if (!n->step->inputs.count)
		return 0;
	if (meaning_files(n, &files, &count) < 0)
		return -1;
	for (size_t i = 0; i < count && !*ret; i++)
		*ret = !strncmp(files[i].path, folder, len) &&
		       (!len || files[i].path[len] == '/') &&
		       meaning_is_declared(n, files[i].path) &&
		       !meaning_is_followed(n, files[i].path);
	return 0;
}

int meaning_take(struct naming *n, const char *word, const char *folder)
{
	bool declared;

	if (*folder)
		return meaning_tree(n, folder);
	if (is_declared(n, folder, &declared) < 0)
		return -1;
	if (!declared)
		meaning_all(n, word);
	return 0;
}

/* "-f mv/pom.xml": what it takes is where that stands. */
static const char *folder_of(struct naming *n, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_strndup(n->a, path, (size_t)(slash - path)) : "";
}

const char *meaning_before_pattern(const struct naming *n, const char *word)
{
	size_t len = strcspn(word, strchr(word, ',') ? "*?[{" : "*?[");

	if (!word[len] || meaning_is_open(word) || strpbrk(word, " \t\n"))
		return word;
	while (len && word[len - 1] != '/')
		len--;
	return len ? arena_strndup(n->a, word, len) : ".";
}

static bool is_option(const char *word)
{
	return word[0] == '-' && word[1];
}

/* "gradle -p app": it says where all of it is; "cargo build -p web" only which part. */
static bool says_where(const struct project *p, const char *option)
{
	for (size_t i = 0; p && i < ARRAY_SIZE(p->folders) && p->folders[i]; i++) {
		size_t len = strlen(p->folders[i]);

		if (!strncmp(option, p->folders[i], len) &&
		    (!option[len] || option[len] == '='))
			return true;
	}
	return false;
}

/* What is built in a folder of a module is built of all of it: the topmost folder that has such a file. */
static int root_of(struct naming *n, const struct taker *t, const char *folder,
		   const char **ret)
{
	*ret = folder;
	for (const char *at = folder;; at = folder_of(n, at)) {
		for (size_t i = 0; i < ARRAY_SIZE(t->roots) && t->roots[i]; i++) {
			uint32_t mode;

			if (meaning_mode(n,
					 arena_printf(n->a, "%s%s%s", at, *at ? "/" : "",
						      t->roots[i]),
					 &mode) < 0)
				return -1;
			if (mode)
				*ret = at;
		}
		if (!*at)
			return 0;
	}
}

/* Where no folder is named, or that is only a part: the one where it is. t NULL: only those that are. */
static int take_words(struct naming *n, char *const *words, size_t count, const struct taker *t)
{
	const struct project *project = project_of(path_last(words[0]));
	const char *told = NULL;
	bool found = false;

	for (size_t i = 1; i < count; i++) {
		bool option = is_option(words[i]);
		const char *value = option ? strchr(words[i], '=') : NULL;
		const char *path = option && !value
					   ? NULL
					   : meaning_path(
						     n, NULL,
						     meaning_before_pattern(
							     n, value ? value + 1 : words[i]));
		uint32_t mode = TREE_DIRECTORY;

		if (path && *path && meaning_mode(n, path, &mode) < 0)
			return -1;
		if (path && mode == TREE_FILE && (value || is_option(words[i - 1])))
			told = folder_of(n, path);
		if (!path || mode != TREE_DIRECTORY)
			continue;
		found = true;
		if (says_where(project, value ? words[i] : words[i - 1]))
			told = path;
		if (meaning_take(n, words[i], path) < 0)
			return -1;
	}
	if (!t || (found && (!t->around || (told && !*t->roots))))
		return 0;
	if (root_of(n, t, told ? told : n->cwd ? n->cwd : "", &told) < 0)
		return -1;
	return meaning_take(n, path_last(words[0]), told);
}

static int take_by(struct naming *n, char *const *words, size_t count)
{
	const char *program = path_last(words[0]), *sent;
	const struct taker *t;

	if (!strcmp(program, "git")) {
		sent = git_sends(words, count);
		n->takes = TAKES_COMMITTED;
		return sent ? meaning_take(n, arena_printf(n->a, "git %s", sent), "") : 0;
	}
	t = taker_of(words, count);
	n->takes = t && t->sources ? TAKES_SOURCES : TAKES_HERE;
	if (meaning_only_reads(program)
		    ? !t || !texts_have(packages, ARRAY_SIZE(packages), program)
		    : !t && (looks_only(program) || project_of(program)))
		return 0;
	return take_words(n, words, count, t);
}

int meaning_takes(struct naming *n, char *const *words, size_t count)
{
	int rc;

	n->keeps_links = !reads_links(words, count);
	rc = take_by(n, words, count);
	n->takes = TAKES_HERE;
	n->keeps_links = false;
	return rc;
}

/* What stands behind a key of a line, "build: ./web" or "{context: web, target: x}"; NULL: nothing. */
static const char *value_of(struct arena *a, const char *line, const char *key)
{
	const char *at = strstr(line, key);
	size_t len;

	if (!at || (at > line && !strchr(" \t{,\"", at[-1])))
		return NULL;
	at += strlen(key);
	at += strspn(at, " \t\"'");
	len = strcspn(at, " \t\"',}#\r");
	return len ? arena_strndup(a, at, len) : NULL;
}

int meaning_contexts(struct naming *n, const char *path)
{
	static const char *const keys[] = {"build:", "context:"};
	const char *folder = arena_printf(n->a, "%c%s", MEANING_TOP, folder_of(n, path));
	struct meaning_text *file;
	char *copy, *save = NULL;

	if (meaning_read(n, path, &file) < 0)
		return -1;
	if (!meaning_may(n, 2 * file->text.len))
		return 0;
	copy = arena_strndup(n->a, file->text.data, file->text.len);
	for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
			const char *value = value_of(n->a, line, keys[i]);
			const char *taken = value ? meaning_path(n, folder, value) : NULL;

			if (value && meaning_is_open(value))
				meaning_unknown(n, value);
			if (taken && meaning_take(n, value, taken) < 0)
				return -1;
		}
	return 0;
}
