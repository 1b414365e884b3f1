/* meaning_shell.c - shell text as commands, and what those of a few programs call. */
#include "act/meaning_internal.h"

#include "base/ascii.h"
#include "base/path.h"
#include "base/texts.h"
#include "repo/object.h"
#include "yaml/doc.h"

void meaning_call(struct naming *n, const char *what, const char *name, const char *file,
		  enum meaning_there there)
{
	if (!n->depth)
		*ARENA_PUSH(n->a, n->calls, n->call_count) = (struct meaning_call){
			n->at ? *n->at : 0, name, what, file, there};
}

/* -- package scripts, workflows ------------------------------------------------------------------ */

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

static int name_package(struct naming *n, char *const *words, size_t count)
{
	const struct doc_node *root, *script;
	struct package_call call;
	const char *path, *was = n->cwd;
	struct meaning_text *file;
	struct err fault;
	int rc;

	if (!read_package_call(words, count, &call))
		return 0;
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
	if (!meaning_follow(n, path, call.name) || !script || script->kind != DOC_SCALAR)
		return 0;
	n->cwd = call.folder ? meaning_path(n, NULL, call.folder) : n->cwd;
	rc = meaning_called(n, script->text);
	n->cwd = was;
	return rc;
}

static int name_workflow(struct naming *n, char *const *words, size_t count)
{
	static const char *const names[] = {"workflow", "run"};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (count < 4 || strcmp(words[i + 1], names[i]) != 0)
			return 0;
	return meaning_file(n, ".github/workflows", words[3], NULL);
}

/* -- where it runs ------------------------------------------------------------------------------- */

static int change_folder(struct naming *n, const char *to)
{
	const char *slash = n->cwd ? strrchr(n->cwd, '/') : NULL, *path;
	uint32_t mode = 0;

	if (!strcmp(to, ".") || !strcmp(to, "./"))
		return 0;
	if (n->cwd && (!strcmp(to, "..") || !strcmp(to, "../"))) {
		n->cwd = slash ? arena_strndup(n->a, n->cwd, (size_t)(slash - n->cwd)) : NULL;
		return 0;
	}
	path = meaning_path(n, NULL, to);
	if (path && text_ends(path, "/"))
		path = arena_strndup(n->a, path, strlen(path) - 1);
	if (path && meaning_mode(n, path, &mode) < 0)
		return -1;
	if (mode == TREE_DIRECTORY)
		n->cwd = path;
	else
		n->lost = true;
	return 0;
}

/* What takes who types it elsewhere: another folder, another host. */
static int move(struct naming *n, char *const *words, size_t count)
{
	if (!strcmp(words[0], "cd") || !strcmp(words[0], "pushd"))
		return change_folder(n, count > 1 ? words[count - 1] : "~");
	n->lost = n->lost || !strcmp(words[0], "popd") ||
		  (!strcmp(words[0], "ssh") && count == 2);
	return 0;
}

/* -- commands ------------------------------------------------------------------------------------ */

static bool is_prefix(const char *word)
{
	static const char *const words[] = {"sudo",    "env",	"exec", "nice", "time",
					    "command", "$",	"!",	"then", "else",
					    "do",      "while", "if",	"{"};
	size_t name = strspn(word,
			     "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

	return (name && word[name] == '=') || texts_have(words, ARRAY_SIZE(words), word);
}

/* One command: every word that is a file, then what the program makes of the others. */
int meaning_command(struct naming *n, char *const *words, size_t count)
{
	static const char *const packages[] = {"npm", "pnpm", "yarn", "bun"};
	const char *program;

	while (count && is_prefix(words[0])) {
		n->at += n->at ? 1 : 0;
		words++;
		count--;
	}
	if (!count || n->lost)
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
	return !strcmp(program, "gh") ? name_workflow(n, words, count) : move(n, words, count);
}

/* Shell text as it is read, a word after the other. */
struct shell {
	const char *text, *at;
	char *end;	   /* where the next word is kept */
	char ended;	   /* what the command ended with; '\0': it goes on */
	const char *until; /* of a here-document that is to come; NULL: none */
};

/* Past blanks, the ends of lines that go on, and a comment. */
static void skip_blanks(struct shell *s)
{
	while (*s->at == ' ' || *s->at == '\t' || (s->at[0] == '\\' && s->at[1] == '\n'))
		s->at += *s->at == '\\' ? 2 : 1;
	if (*s->at == '#')
		s->at += strcspn(s->at, "\n");
}

/* The next word, without its quotes. */
static char *next_word(struct shell *s)
{
	char quote = '\0', *word = s->end;

	s->ended = '\0';
	for (; *s->at; s->at++) {
		char c = *s->at;

		if (quote ? c == quote : (c == '\'' || c == '"')) {
			quote = quote ? '\0' : c;
			continue;
		}
		if (!quote && c == '\\' && s->at[1]) {
			if (*++s->at != '\n')
				*s->end++ = *s->at;
			continue;
		}
		if (!quote && (c == ' ' || c == '\t'))
			break;
		if (!quote && strchr(";|&()<>\n", c)) {
			s->ended = c;
			s->at++;
			break;
		}
		*s->end++ = c;
	}
	s->ended = s->ended || *s->at ? s->ended : '\n';
	*s->end++ = '\0';
	return word;
}

/* Behind "<<": what ends the lines that are no commands. */
static void open_document(struct shell *s)
{
	if (*s->at != '<' || s->at[1] == '<')
		return;
	s->at++;
	s->at += *s->at == '-';
	s->until = next_word(s);
}

static void skip_document(struct shell *s)
{
	size_t len;

	for (bool ended = false; *s->at && !ended; s->at += len + (s->at[len] == '\n')) {
		const char *line = s->at + strspn(s->at, "\t");

		len = strcspn(s->at, "\n");
		ended = strlen(s->until) == (size_t)(s->at + len - line) &&
			!strncmp(line, s->until, strlen(s->until));
	}
	s->until = NULL;
}

/* Parentheses are a shell of their own: what it did to the folder goes with it. */
static void enter_shell(struct naming *n, char sign, const char **was, bool *lost,
			unsigned *depth)
{
	if (sign == '(' && !(*depth)++) {
		*was = n->cwd;
		*lost = n->lost;
	} else if (sign == ')' && *depth && !--*depth) {
		n->cwd = *was;
		n->lost = *lost;
	}
}

int meaning_text(struct naming *n, const char *text)
{
	struct shell s = {
		.text = text, .at = text, .end = arena_alloc(n->a, 2 * strlen(text) + 2)};
	const char *was = NULL;
	char **words = NULL;
	size_t count = 0, *starts = NULL, start_count = 0;
	unsigned depth = 0;
	bool lost = false;

	while (*s.at) {
		size_t start;
		char *word;

		skip_blanks(&s);
		start = (size_t)(s.at - text);
		word = next_word(&s);
		if (*word) {
			*ARENA_PUSH(n->a, words, count) = word;
			*ARENA_PUSH(n->a, starts, start_count) = start;
		}
		if (!s.ended)
			continue;
		n->at = starts;
		if (meaning_command(n, words, count) < 0)
			return -1;
		enter_shell(n, s.ended, &was, &lost, &depth);
		if (s.ended == '<')
			open_document(&s);
		if (s.until && s.at > text && s.at[-1] == '\n')
			skip_document(&s);
		count = start_count = 0;
		words = NULL;
		starts = NULL;
	}
	n->at = NULL;
	return 0;
}

int meaning_called(struct naming *n, const char *text)
{
	const char *was = n->cwd;
	const size_t *at = n->at;
	bool lost = n->lost;
	int rc;

	n->depth++;
	rc = meaning_text(n, text);
	n->depth--;
	n->cwd = was;
	n->lost = lost;
	n->at = at;
	return rc;
}
