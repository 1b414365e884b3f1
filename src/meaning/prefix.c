/* prefix.c - what stands before a command: words of the shell, assignments, programs that run the rest. */
#include "meaning/internal.h"

#include "base/texts.h"

static bool is_prefix(const char *word)
{
	static const char *const words[] = {"sudo", "env", "exec", "nice", "time", "command",
					    "$",    "!",   "then", "else", "do",   "while",
					    "if",   "{",   "elif", "until"};
	size_t name = strspn(word,
			     "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

	return (name && word[name] == '=') || texts_have(words, ARRAY_SIZE(words), word);
}

static bool has(const char *option, const char *name)
{
	size_t len = strlen(name);

	return !strncmp(option, name, len) && (!option[len] || option[len] == '=');
}

/* The value of "-C web", "-Cweb", "--chdir=web"; NULL: another option. *at moves over a word of its own. */
static const char *value_of(char *const *words, size_t count, size_t *at, const char *sign,
			    const char *name)
{
	const char *word = words[*at];

	if (!strcmp(word, sign) || !strcmp(word, name))
		return *at + 1 < count ? words[++*at] : "";
	if (has(word, name))
		return strchr(word, '=') + 1;
	return !strncmp(word, sign, 2) && word[1] != '-' ? word + 2 : NULL;
}

/* "-nD web": the last of options in one word takes the next; *at moves there. */
static bool bundled(char *const *words, size_t count, size_t *at, char sign)
{
	size_t len = strlen(words[*at]);

	if (len < 3 || words[*at][1] == '-' || words[*at][len - 1] != sign || *at + 1 == count)
		return false;
	++*at;
	return true;
}

/* "env -C web -u X", "sudo -D web -u y": where the rest runs; how many words. What "-S" has is the command. */
static int read_options(struct naming *n, const char *program, char *const *words, size_t count)
{
	static const char *const valued[] = {"-u", "--unset", "--user", "-g", "-h", "-p"};
	bool sudo = !strcmp(program, "sudo");
	size_t i = 0;

	for (; i < count && words[i][0] == '-' && words[i][1]; i++) {
		const char *folder = bundled(words, count, &i, sudo ? 'D' : 'C')
					     ? words[i]
					     : value_of(words, count, &i, sudo ? "-D" : "-C",
							"--chdir");
		const char *text = folder || sudo
					   ? NULL
					   : value_of(words, count, &i, "-S", "--split-string");

		if ((folder && meaning_go(n, folder) < 0) ||
		    (text && meaning_within(n, text, false) < 0))
			return -1;
		if (!folder && !text && texts_have(valued, ARRAY_SIZE(valued), words[i]))
			i++;
	}
	return (int)(i < count ? i : count);
}

bool meaning_launches(const char *program)
{
	static const char *const launchers[] = {"env", "sudo"};

	return texts_have(launchers, ARRAY_SIZE(launchers), program);
}

int meaning_prefix(struct naming *n, char *const **words, size_t *count, bool *ret_moved)
{
	size_t all = *count;

	*ret_moved = false;
	while (*count && is_prefix(**words)) {
		bool launches = n->strict && n->meant && meaning_launches(**words);
		int skip = launches ? read_options(n, **words, *words + 1, *count - 1) : 0;

		if (skip < 0 || meaning_inside(n, **words) < 0)
			return -1;
		*ret_moved = *ret_moved || launches;
		n->at += n->at ? 1 + skip : 0;
		*words += 1 + skip;
		*count -= 1 + (size_t)skip;
	}
	if (reads_variables(*words, *count, all - *count))
		meaning_given_all(n);
	return 0;
}
