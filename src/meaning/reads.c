/*
 * reads.c - what a program does with what it reads: it prints it or looks at it, it writes it to a file, or it lets
 * it decide what runs.
 */
#include "meaning/internal.h"

#include "base/ascii.h"
#include "base/path.h"
#include "base/texts.h"

bool meaning_is_reader(const char *program)
{
	static const char *const readers[] = {
		"[",	 "[[",	  "test",  SHELL_READS, SHELL_OPENS, "cat",    "grep",
		"egrep", "fgrep", "echo",  "printf",	"ls",	     "head",   "tail",
		"wc",	 "diff",  "cmp",   "stat",	"touch",     "rm",     "cp",
		"mv",	 "mkdir", "chmod", "tee",	"sort",	     "uniq",   "cut",
		"tr",	 "cd",	  "pushd", "git",	"sed",	     "awk",    "jq",
		"sleep", "for",	  "case",  "in",	"basename",  "dirname"};

	return texts_have(readers, ARRAY_SIZE(readers), program);
}

bool meaning_is_copier(const char *program)
{
	static const char *const programs[] = {"cp", "mv", "ln", "install"};

	return texts_have(programs, ARRAY_SIZE(programs), program);
}

/* Where the program stands behind "xargs -n 1 -I %"; count: it is echo. */
static size_t behind(char *const *words, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (words[i][0] != '-' && (ascii_is_alnum(words[i][0]) || words[i][0] == '/') &&
		    words[i][strspn(words[i], "0123456789")])
			return i;
	return count;
}

bool reads_names(const char *program)
{
	return !strcmp(program, "xargs") || !strcmp(program, "parallel");
}

/* "sort -o FILE", "git diff --output=FILE": what it reads goes there. */
static bool has_output(char *const *words, size_t count)
{
	static const char *const rows[][3] = {{"sort", "-o", "--output"},
					      {"git", "--output", "--output"},
					      {"yq", "-i", "--inplace"}};

	for (size_t r = 0; r < ARRAY_SIZE(rows); r++)
		for (size_t i = 1; i < count && !strcmp(path_last(words[0]), rows[r][0]); i++)
			if (!strncmp(words[i], rows[r][1], strlen(rows[r][1])) ||
			    !strncmp(words[i], rows[r][2], strlen(rows[r][2])))
				return true;
	return false;
}

static bool git_only_reads(char *const *words, size_t count)
{
	return count < 2 || (strcmp(words[1], "apply") != 0 && strcmp(words[1], "am") != 0);
}

bool reads_only(char *const *words, size_t count)
{
	static const char *const programs[] = {"find", "fd",	"tree", "du",	 "yq", "test",
					       "true", "false", "read", "done",	 "fi", "esac",
					       "}",    "gzip",	"zcat", "base64"};
	/* they end, and do nothing else */
	static const char *const ends[] = {"exit", "return", "break", "continue", ":"};
	static const char *const writers[] = {"tee", "cp", "mv", "install", "ln"};
	static const char *const runs[] = {"-exec", "-execdir", "-ok", "-okdir"};
	const char *program;

	if (!count)
		return true;
	program = path_last(words[0]);
	if (reads_names(program)) {
		size_t at = behind(words, count);

		return reads_only(words + at, count - at);
	}
	if (has_output(words, count))
		return false;
	if (!strcmp(program, "git"))
		return git_only_reads(words, count);
	for (size_t i = 1; i < count && !strcmp(program, "find"); i++)
		if (texts_have(runs, ARRAY_SIZE(runs), words[i]))
			return reads_only(words + i + 1, count - i - 1);
	return texts_have(programs, ARRAY_SIZE(programs), program) ||
	       texts_have(ends, ARRAY_SIZE(ends), program) ||
	       (meaning_is_reader(program) &&
		!texts_have(writers, ARRAY_SIZE(writers), program));
}

bool reads_to_decide(const char *program)
{
	static const char *const programs[] = {"test", "[",    "[[",  "grep", "egrep", "fgrep",
					       "cmp",  "diff", "awk", "jq",   "yq",    "case"};

	return texts_have(programs, ARRAY_SIZE(programs), program);
}

bool reads_here(char *const *words, size_t count)
{
	const char *program = words[0];

	return !strcmp(program, "ls") || !strcmp(program, "find") ||
	       (!strcmp(program, "git") && count > 1 && !strcmp(words[1], "ls-files"));
}

/* "sed s/x/y/ FILE": the first word of these is no file. */
static bool has_script(char *const *words, size_t count)
{
	static const char *const programs[] = {"grep", "egrep", "fgrep", "sed",
					       "awk",  "jq",	"yq"};

	for (size_t i = 1; i < count; i++)
		if (!strncmp(words[i], "-e", 2) || !strncmp(words[i], "-f", 2))
			return false;
	return texts_have(programs, ARRAY_SIZE(programs), words[0]);
}

bool reads_variables(char *const *words, size_t count, size_t before)
{
	static const char *const alone[] = {"printenv", "set", "export", "declare", "typeset"};
	static const char *const listing[] = {"-p", "-x", "-px", "-xp", "-0", "--null"};
	bool bare = count == 1 ||
		    (count == 2 && texts_have(listing, ARRAY_SIZE(listing), words[1]));

	for (size_t i = 1; !count && i <= before; i++)
		if (!strcmp(*(words - i), "env"))
			return true;
	return count && ((bare && texts_have(alone, ARRAY_SIZE(alone), words[0])) ||
			 !strcmp(words[0], "compgen"));
}

/* Programs that take links as they are, but where an option says otherwise; zip where one says so. */
bool reads_links(char *const *words, size_t count)
{
	static const char *const kept[] = {"docker",  "podman", "nerdctl",
					   "buildah", "git",	"zip"};
	static const struct {
		const char *program, *option, *name;
	} rows[] = {{"cp", "LH", "--dereference"},
		    {"tar", "h", "--dereference"},
		    {"rsync", "Lk", "--copy-"}};
	const char *program = path_last(words[0]);
	bool keeps = texts_have(kept, ARRAY_SIZE(kept), program);

	for (size_t r = 0; r < ARRAY_SIZE(rows); r++) {
		if (strcmp(program, rows[r].program) != 0)
			continue;
		keeps = true;
		for (size_t i = 1; i < count; i++)
			if (text_begins(words[i], rows[r].name) ||
			    ((words[i][0] == '-' || (r == 1 && i == 1)) && words[i][1] != '-' &&
			     strpbrk(words[i], rows[r].option)))
				return true;
	}
	if (!strcmp(program, "zip"))
		for (size_t i = 1, plain = 1; i < count; i++) {
			plain = plain && !(words[i][0] == '-' && strchr(words[i], 'y'));
			keeps = !plain;
		}
	return !keeps;
}

bool reads_others(char *const *words, size_t count)
{
	static const char *const options[] = {"-o", "--others", "--untracked", "--no-index"};

	for (size_t i = 1; i < count; i++)
		if (texts_have(options, ARRAY_SIZE(options), words[i]))
			return true;
	return false;
}

size_t reads_passed(char *const *words, size_t count)
{
	return !strcmp(words[0], "git") || has_script(words, count);
}
