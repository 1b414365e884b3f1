#include "report/advice.h"

#include "base/compat.h"
#include "base/printable.h"

#include <stddef.h>
#include <string.h>

/* What a person has to put something in the place of. */
static const char placeholders[] =
	" REASON TEXT VALUE EVIDENCE ID NAME EMAIL FILE FILE... DIRECTORY NEW-NAME OTHER-NAME "
	"FILE_OF_THAT_KEY AAAA...\" A..B STEP ENV ROLE PATH PATH... FREEZE DOCUMENT ";

static bool is_placeholder(const char *word, size_t len)
{
	const char *at = placeholders;

	while (len && (at = strstr(at, " ")) && *++at)
		if (!strncmp(at, word, len) && at[len] == ' ')
			return true;
	return false;
}

static bool begins_as_command(const char *text)
{
	static const char *const programs[] = {"git ", "chmod ", "ssh-add ", "ssh-keygen ",
					       "eval "};

	for (size_t i = 0; i < ARRAY_SIZE(programs); i++)
		if (!strncmp(text, programs[i], strlen(programs[i])))
			return true;
	return false;
}

bool advice_is_command(const char *text)
{
	if (!begins_as_command(text) || strstr(text, ", "))
		return false;
	for (const char *word = text; *word;) {
		size_t len = strcspn(word, " =");

		if (is_placeholder(word, len))
			return false;
		word += len + (word[len] != '\0');
	}
	return true;
}

const char *advice_words(const char *text)
{
	size_t len = sizeof(ADVICE_HINT) - 1;

	return !strncmp(text, ADVICE_HINT, len) ? text + len : text;
}

void advice_add(struct strbuf *out, const char *way, const char *command, const char *words)
{
	const char *lead = advice_is_command(way) ? command : words;
	const char *text = advice_words(way);
	size_t len = strcspn(text, "\n");

	strbuf_addstr(out, lead);
	printable_add(out, bytes_of(text, len), PRINTABLE_LINE);
	for (; text[len]; len = strcspn(text, "\n")) {
		text += len + 1;
		strbuf_addf(out, "\n%*s", (int)strlen(lead), "");
		printable_add(out, bytes_of(text, strcspn(text, "\n")), PRINTABLE_LINE);
	}
}
