/* command.c - one command: the files that it names, and what those of a few programs call. */
#include "meaning/internal.h"

#include "base/path.h"
#include "base/texts.h"
#include "repo/object.h"

void meaning_call(struct naming *n, const char *what, const char *name, const char *file,
		  enum meaning_there there)
{
	if (!n->depth)
		*ARENA_PUSH(n->a, n->calls, n->call_count) = (struct meaning_call){
			n->at ? *n->at : 0, name, what, file, there};
}

/* -- where it runs ------------------------------------------------------------------------------- */

static int change_folder(struct naming *n, const char *to)
{
	const char *path = meaning_path(n, NULL, to);
	uint32_t mode = 0;

	if (path && *path && meaning_mode(n, path, &mode) < 0)
		return -1;
	if (path && (!*path || mode == TREE_DIRECTORY))
		meaning_enter(n, path);
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
		  (!strcmp(words[0], "ssh") && count == 2 && !n->meant);
	return 0;
}

/* -- scripts ------------------------------------------------------------------------------------- */

/* How a script says where it stands, and where the repository begins. */
static const char *with_places(struct arena *a, const char *text, const char *path)
{
	static const struct {
		const char *words;
		bool top;
	} places[] = {
		{"$(dirname \"$0\")", false},
		{"$(dirname -- \"$0\")", false},
		{"$(dirname $0)", false},
		{"${0%/*}", false},
		{"$(dirname \"${BASH_SOURCE[0]}\")", false},
		{"$(dirname -- \"${BASH_SOURCE[0]}\")", false},
		{"$(git rev-parse --show-toplevel)", true},
	};
	const char *slash = strrchr(path, '/'), *at;
	int len = slash ? (int)(slash - path) : 0;

	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		while ((at = strstr(text, places[i].words)))
			text = arena_printf(a, "%.*s%c%.*s%s", (int)(at - text), text,
					    MEANING_TOP, places[i].top ? 0 : len, path,
					    at + strlen(places[i].words));
	return text;
}

static bool is_shell(const char *program)
{
	static const char *const shells[] = {"sh", "bash", "dash", "ksh", "zsh", ".", "source"};

	return texts_have(shells, ARRAY_SIZE(shells), program);
}

/* By its first line or its name; what is in another language is followed no further. */
static bool is_shell_text(const char *path, struct bytes text)
{
	size_t len = memchr(text.data, '\n', text.len)
			     ? (size_t)((const char *)memchr(text.data, '\n', text.len) -
					(const char *)text.data)
			     : text.len;

	return text_ends(path, ".sh") || text_ends(path, ".bash") ||
	       (len > 2 && !memcmp(text.data, "#!", 2) && memmem(text.data, len, "sh", 2));
}

/* A script is what it says, and what it calls. shell: it is read as one, whatever it looks like. */
static int name_called(struct naming *n, const char *word, bool shell)
{
	struct meaning_text *file;
	const char *path;

	if (meaning_is_open(word))
		meaning_unknown(n, word);
	if (meaning_file(n, NULL, word, &path) < 0 || (path && meaning_whole(n, path) < 0))
		return -1;
	if (!path)
		return 0;
	if (meaning_read(n, path, &file) < 0)
		return -1;
	if ((!shell && !is_shell_text(path, file->text)) || !meaning_follow(n, path, NULL))
		return 0;
	return meaning_called(
		n,
		with_places(n->a, arena_strndup(n->a, file->text.data, file->text.len), path));
}

/* "sh -e tools/ship.sh", "bash -c 'make ship'"; what else it reads nobody can tell. */
static int name_shell(struct naming *n, char *const *words, size_t count)
{
	bool text = false;

	for (size_t i = 1; i < count; i++) {
		if (words[i][0] == '-' && words[i][1] && words[i][1] != '-')
			text = text || strchr(words[i], 'c');
		else if (text)
			return meaning_called(n, words[i]);
		else if (words[i][0] != '-')
			return name_called(n, words[i], true);
	}
	meaning_unknown(n, words[0]);
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

/* It looks at files, and does not do what they say. */
static bool is_reader(const char *program)
{
	static const char *const readers[] = {
		"[",	  "[[",	   "test", "cat",  "grep",  "egrep",	"fgrep",  "echo",
		"printf", "ls",	   "head", "tail", "wc",    "diff",	"cmp",	  "stat",
		"touch",  "rm",	   "cp",   "mv",   "mkdir", "chmod",	"tee",	  "sort",
		"uniq",	  "cut",   "tr",   "cd",   "pushd", "git",	"sed",	  "awk",
		"jq",	  "sleep", "for",  "case", "in",    "basename", "dirname"};

	return texts_have(readers, ARRAY_SIZE(readers), program);
}

/* They run the first word that is no option. */
static bool runs_a_file(const char *program)
{
	static const char *const programs[] = {
		"python", "python3", "node", "ruby", "perl", "php", "ansible-playbook"};

	return texts_have(programs, ARRAY_SIZE(programs), program);
}

static bool is_caller(const char *program)
{
	static const char *const programs[] = {"make", "gmake", "npm", "pnpm",
					       "yarn", "bun",	"gh"};

	return texts_have(programs, ARRAY_SIZE(programs), program) || is_shell(program) ||
	       runs_a_file(program);
}

/* "-f FILE": its program, whoever reads it. */
static bool says_how(const char *word)
{
	return !strcmp(word, "-f") || !strcmp(word, "--file") || !strcmp(word, "--from-file");
}

/* "$(make -s version)" inside a word. */
static int name_inside(struct naming *n, const char *word)
{
	const char *open = n->meant ? strstr(word, "$(") : NULL, *at;
	unsigned depth = 1;

	if (!open)
		return 0;
	for (at = open + 2; *at && depth; at++)
		depth += *at == '(' ? 1 : *at == ')' ? (unsigned)-1 : 0;
	return meaning_called(
		       n, arena_strndup(n->a, open + 2, (size_t)(at - open - 2) - !depth)) < 0
		       ? -1
		       : name_inside(n, at);
}

static int name_words(struct naming *n, char *const *words, size_t count)
{
	const char *program = path_last(words[0]);
	bool reads = is_reader(program);

	for (size_t i = strchr(words[0], '/') ? 0 : 1; i < count; i++) {
		const char *word = words[i];
		const char *value = word[0] == '-' ? strchr(word, '=') : NULL;

		word = value ? value + 1 : word;
		word += *word == '@';
		if (name_inside(n, word) < 0 || (!i || (reads && !says_how(words[i - 1]))
							 ? meaning_file(n, NULL, word, NULL) < 0
							 : meaning_told(n, NULL, word) < 0))
			return -1;
	}
	return 0;
}

/* "timeout 10 make ship": whatever goes before, the rest is a command of its own. */
static int name_rest(struct naming *n, char *const *words, size_t count)
{
	for (size_t i = 1; n->meant && i < count && !is_reader(path_last(words[0])); i++)
		if (is_caller(path_last(words[i])) && strcmp(words[i], ".") != 0)
			return meaning_command(n, words + i, count - i);
	return 0;
}

static int name_program(struct naming *n, char *const *words, size_t count)
{
	static const char *const packages[] = {"npm", "pnpm", "yarn", "bun"};
	const char *program = path_last(words[0]);

	if (!strcmp(program, "make") || !strcmp(program, "gmake"))
		return meaning_make(n, words, count);
	if (texts_have(packages, ARRAY_SIZE(packages), program))
		return meaning_package(n, words, count);
	if (!strcmp(program, "gh"))
		return meaning_workflow(n, words, count);
	if (n->meant && is_shell(program))
		return name_shell(n, words, count);
	if (n->meant && (!strcmp(program, "eval") || !strcmp(program, "trap")) && count > 1)
		return meaning_called(n, words[1]);
	if (n->meant && runs_a_file(program))
		for (size_t i = 1; i < count; i++)
			if (words[i][0] != '-')
				return name_called(n, words[i], false);
	if (n->meant && (strchr(words[0], '/') || meaning_is_open(words[0])) &&
	    name_called(n, words[0], false) < 0)
		return -1;
	return move(n, words, count) < 0 ? -1 : name_rest(n, words, count);
}

/* One command: every word that is a file, then what the program makes of the others. */
int meaning_command(struct naming *n, char *const *words, size_t count)
{
	if (n->meant && count == 1 && !strcmp(words[0], "$"))
		meaning_unknown(n, "$()"); /* what another command prints is run */
	while (count && is_prefix(words[0])) {
		if (name_inside(n, words[0]) < 0)
			return -1;
		n->at += n->at ? 1 : 0;
		words++;
		count--;
	}
	if (!count)
		return 0;
	if (n->lost) {
		if (is_caller(path_last(words[0])) ||
		    (words[0][0] != '/' && strchr(words[0], '/')))
			meaning_unknown(n, words[0]);
		return 0;
	}
	return name_words(n, words, count) < 0 ? -1 : name_program(n, words, count);
}
