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

/* What takes who types it elsewhere: another folder, another host. */
static int move(struct naming *n, char *const *words, size_t count)
{
	if (!strcmp(words[0], "cd") || !strcmp(words[0], "pushd"))
		return meaning_go(n, count > 1 ? words[count - 1] : "~");
	n->lost = n->lost || !strcmp(words[0], "popd") ||
		  (!strcmp(words[0], "ssh") && count == 2 && !n->meant);
	return 0;
}

/* -- scripts ------------------------------------------------------------------------------------- */

static bool is_shell(const char *program)
{
	static const char *const shells[] = {"sh", "bash", "dash", "ksh", "zsh", ".", "source"};

	return texts_have(shells, ARRAY_SIZE(shells), program);
}

static bool is_sourcing(const char *program)
{
	return !strcmp(program, ".") || !strcmp(program, "source");
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

/* What nobody sees in the commit: made before it is called, behind a link, mounted elsewhere. What a system
 * brings is of no commit. */
static void name_absent(struct naming *n, const char *word)
{
	static const char *const systems[] = {"/etc/",	"/usr/", "/bin/",
					      "/sbin/", "/lib",	 "/opt/"};

	if (!n->strict || meaning_is_open(word) || text_ends(word, ".env") ||
	    strstr(word, ".env.")) /* settings of a machine are never committed */
		return;
	for (size_t i = 0; i < ARRAY_SIZE(systems); i++)
		if (text_begins(word, systems[i]))
			return;
	meaning_unknown(n, word);
}

enum called {
	CALLED_TOLD,	/* a word of another program */
	CALLED_LOADED,	/* named by a program, which may only read it */
	CALLED_BY_NAME, /* in whatever language */
	CALLED_SHELL,
	CALLED_SOURCED, /* by the shell that reads it */
};

/* Where it is called twice from two folders it may mean two things. */
static bool follow(struct naming *n, const char *word, const char *path, enum called how)
{
	return meaning_follow(n, path,
			      !n->strict ? NULL
			      : how == CALLED_SOURCED
				      ? arena_printf(n->a, "%s %p", word, (void *)n->scope)
				      : word);
}

static int read_other(struct naming *n, const char *path, struct bytes text)
{
	const char *was = n->file;
	int rc;

	n->file = path;
	rc = meaning_mentioned(n, path, text);
	n->file = was;
	return rc;
}

/* A script is what it says, and what it calls. As "$0" has it, there and in what it sources. */
static int name_file(struct naming *n, const char *word, const char *path, enum called how)
{
	struct meaning_text *file;

	if (meaning_read(n, path, &file) < 0 ||
	    meaning_whole(n, path, how > CALLED_LOADED || is_shell_text(path, file->text)) < 0)
		return -1;
	if (how < CALLED_SHELL && !is_shell_text(path, file->text))
		return n->strict && how != CALLED_TOLD && meaning_follow(n, path, NULL)
			       ? read_other(n, path, file->text)
			       : 0;
	if (!follow(n, word, path, how))
		return 0;
	return meaning_script(n, arena_strndup(n->a, file->text.data, file->text.len), path,
			      n->strict ? word : arena_printf(n->a, "%c%s", MEANING_TOP, path),
			      how == CALLED_SOURCED);
}

int meaning_loaded(struct naming *n, const char *path, bool runs)
{
	return name_file(n, arena_printf(n->a, "%c%s", MEANING_TOP, path), path,
			 runs ? CALLED_BY_NAME : CALLED_LOADED);
}

static int name_called(struct naming *n, const char *word, enum called how)
{
	const char *path;

	if (meaning_is_open(word))
		meaning_unknown(n, word);
	if (meaning_file(n, NULL, word, &path) < 0)
		return -1;
	if (path)
		return name_file(n, word, path, how);
	name_absent(n, word);
	return 0;
}

/* What another program is told of may be what it runs: "timeout 10 tools/ship.sh". */
static int name_told(struct naming *n, const char *word)
{
	const char *path;

	if (!n->strict)
		return meaning_told(n, NULL, word);
	if (meaning_file(n, NULL, word, &path) < 0)
		return -1;
	return path ? name_file(n, word, path, CALLED_TOLD) : meaning_linked(n, word);
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
			return name_called(n, words[i],
					   is_sourcing(words[0]) ? CALLED_SOURCED
								 : CALLED_SHELL);
	}
	meaning_unknown(n, words[0]);
	return 0;
}

/* -- commands ------------------------------------------------------------------------------------ */

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

bool meaning_only_reads(const char *program)
{
	return is_caller(program) ||
	       (meaning_is_reader(program) && !meaning_is_copier(program));
}

/* "-f FILE": its program, whoever reads it. */
static bool says_how(const char *word)
{
	return !strcmp(word, "-f") || !strcmp(word, "--file") || !strcmp(word, "--from-file");
}

/* They may run what stands in a word. */
static bool runs_words(const char *program)
{
	static const char *const programs[] = {"awk", "sed", "git"};

	return !meaning_is_reader(program) ||
	       texts_have(programs, ARRAY_SIZE(programs), program);
}

static int name_word(struct naming *n, const char *program, const char *word, bool how)
{
	if (n->strict && n->meant && strpbrk(word, " \t\n") && runs_words(program) &&
	    meaning_code(n, word, NULL) < 0)
		return -1;
	if (meaning_is_reader(program) && !how && !(n->strict && meaning_is_copier(program)))
		return meaning_file(n, NULL, word, NULL);
	return is_caller(program) ? meaning_told(n, NULL, word) : name_told(n, word);
}

/* "if=FILE" of dd, "--from-file x=FILE", "src=FILE,dst=x", "file=@FILE" */
static int name_values(struct naming *n, const char *word)
{
	const char *value;

	if (!n->strict || !n->meant || meaning_is_open(word) || strpbrk(word, " \t\n"))
		return 0;
	for (const char *at = word; (at = strchr(at, '='));) {
		at += 1 + (at[1] == '@');
		value = arena_strndup(n->a, at, strcspn(at, ",="));
		if (meaning_may(n, strlen(value)) && name_told(n, value) < 0)
			return -1;
	}
	return 0;
}

static int name_words(struct naming *n, char *const *words, size_t count)
{
	const char *program = path_last(words[0]);

	if (meaning_inside(n, words[0]) < 0 ||
	    (strchr(words[0], '/') && meaning_file(n, NULL, words[0], NULL) < 0))
		return -1;
	for (size_t i = 1; i < count; i++) {
		const char *word = words[i];
		const char *value = word[0] == '-' ? strchr(word, '=') : NULL;

		word = value ? value + 1 : word;
		word += *word == '@';
		if (meaning_inside(n, word) < 0 ||
		    (!meaning_is_reader(program) && !is_caller(program) &&
		     name_values(n, word) < 0) ||
		    name_word(n, program, word, says_how(words[i - 1])) < 0)
			return -1;
	}
	return 0;
}

/* "timeout 10 make ship": whatever goes before, the rest is a command of its own. */
static int name_rest(struct naming *n, char *const *words, size_t count)
{
	for (size_t i = 1; n->meant && i < count && !meaning_is_reader(path_last(words[0]));
	     i++)
		if ((is_caller(path_last(words[i])) && strcmp(words[i], ".") != 0) ||
		    (n->strict &&
		     (meaning_launches(words[i]) || meaning_is_run(words, count, i))))
			return meaning_command(n, words + i, count - i);
	return 0;
}

static bool is_code(const char *option)
{
	return option[0] == '-' && option[1] != '-' && strpbrk(option, "ceEpnx");
}

static const char *module_end(const char *program)
{
	static const char *const ends[][2] = {
		{"python", ".py"}, {"node", ".js"}, {"ruby", ".rb"}, {"perl", ".pl"}};

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (text_begins(path_last(program), ends[i][0]))
			return ends[i][1];
	return ".php";
}

/* "python3 -u tools/ship.py"; "-c CODE" is its own text. A playbook may stand behind what options name. */
static int name_program_file(struct naming *n, char *const *words, size_t count)
{
	bool plays = !strcmp(path_last(words[0]), "ansible-playbook");
	const char *path;

	for (size_t i = 1; i < count; i++) {
		if (words[i][0] == '-' && !plays && is_code(words[i]))
			return n->strict && i + 1 < count
				       ? meaning_code(n, words[i + 1], module_end(words[0]))
				       : 0;
		if (words[i][0] == '-')
			continue;
		if (!plays)
			return name_called(n, words[i], CALLED_BY_NAME);
		if (meaning_is_open(words[i]))
			meaning_unknown(n, words[i]);
		if (meaning_file(n, NULL, words[i], &path) < 0 ||
		    (path && name_file(n, words[i], path, CALLED_BY_NAME) < 0))
			return -1;
	}
	return 0;
}

/* "su -c 'make ship' deploy" */
static bool takes_a_command(const char *program)
{
	static const char *const programs[] = {"su", "runuser", "flock", "script", "watch"};

	return texts_have(programs, ARRAY_SIZE(programs), program);
}

static int name_given(struct naming *n, char *const *words, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if ((!strcmp(words[i - 1], "-c") || !strcmp(words[i - 1], "--command") ||
		     (i + 1 == count && strchr(words[i], ' '))) &&
		    meaning_called(n, words[i]) < 0)
			return -1;
	return 0;
}

static int name_program(struct naming *n, char *const *words, size_t count)
{
	static const char *const packages[] = {"npm", "pnpm", "yarn", "bun"};
	const char *program = path_last(words[0]);

	if (meaning_read_by(n, words, count) < 0 ||
	    (n->meant && n->strict && meaning_takes(n, words, count) < 0))
		return -1;
	if (!strcmp(program, "make") || !strcmp(program, "gmake"))
		return meaning_make(n, words, count);
	if (texts_have(packages, ARRAY_SIZE(packages), program))
		return meaning_package(n, words, count);
	if (n->meant && n->strict && meaning_runs_scripts(program))
		return meaning_several(n, words, count);
	if (!strcmp(program, "gh"))
		return meaning_workflow(n, words, count);
	if (n->meant && is_shell(program))
		return name_shell(n, words, count);
	if (n->meant && n->strict && takes_a_command(program) &&
	    name_given(n, words, count) < 0)
		return -1;
	if (n->meant && (!strcmp(program, "eval") || !strcmp(program, "trap")) && count > 1)
		return meaning_within(n, words[1], true);
	if (n->meant && runs_a_file(program))
		return name_program_file(n, words, count);
	if (n->meant && (strchr(words[0], '/') || meaning_is_open(words[0])) &&
	    name_called(n, words[0], CALLED_BY_NAME) < 0)
		return -1;
	return move(n, words, count) < 0 ? -1 : name_rest(n, words, count);
}

/* One command: every word that is a file, then what the program makes of the others. */
static int name_command(struct naming *n, char *const *words, size_t count)
{
	if (!count)
		return meaning_hands(n, words, count);
	if (n->lost) {
		for (size_t i = 0; i < count; i++)
			if (meaning_inside(n, words[i]) < 0)
				return -1;
		if (is_caller(path_last(words[0])) ||
		    (n->strict &&
		     (meaning_runs_scripts(words[0]) || meaning_looks(words, count))) ||
		    (words[0][0] != '/' && strchr(words[0], '/')))
			meaning_unknown(n, words[0]);
		return 0;
	}
	if (name_words(n, words, count) < 0 || meaning_hands(n, words, count) < 0)
		return -1;
	return name_program(n, words, count);
}

int meaning_command(struct naming *n, char *const *words, size_t count)
{
	const char *cwd = n->cwd;
	bool lost = n->lost;
	bool moved;
	int rc;

	if (n->pipe)
		n->pipe->assigns = count && strchr(words[0], '=');
	if (meaning_prefix(n, &words, &count, &moved) < 0)
		return -1;
	rc = name_command(n, words, count);
	if (!rc)
		rc = meaning_written(n);
	if (moved) { /* "env -C" holds for that command alone */
		n->cwd = cwd;
		n->lost = lost;
	}
	return rc;
}
