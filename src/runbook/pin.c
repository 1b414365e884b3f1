#include "base/texts.h"
#include "runbook/manifest.h"

#include <strings.h>

#include "runbook/manifest_internal.h"

static bool is_hex(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!strchr("0123456789abcdef", text[i]))
			return false;
	return true;
}

bool pin_is_commit(const char *text)
{
	size_t len = strlen(text);

	return (len == 40 || len == 64) && is_hex(text, len);
}

bool pin_is_sha256(const char *text)
{
	if (text_begins(text, "sha256:"))
		text += 7;
	return strlen(text) == 64 && is_hex(text, 64);
}

static bool is_one_of(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcasecmp(text, words[i]))
			return true;
	return false;
}

/* Words that stand where nobody has decided, and words that move. */
static const char *undecided(const char *text)
{
	static const char *const open[] = {"tbd",  "todo", "fixme",   "xxx",	 "?",	"-",
					   "none", "null", "unknown", "pending", "n/a", "~"};
	static const char *const moving[] = {"latest", "stable",  "edge",    "nightly",
					     "head",   "current", "rolling", "lts"};
	static const char *const branches[] = {"main",	"master",  "develop", "dev",
					       "trunk", "staging", "prod",    "production"};

	if (!text[strspn(text, " \t")])
		return "nothing stands there";
	if (is_one_of(text, open, ARRAY_SIZE(open)) || !strncasecmp(text, "tbd", 3))
		return "not decided yet";
	if (is_one_of(text, moving, ARRAY_SIZE(moving)))
		return "a name that moves";
	if (is_one_of(text, branches, ARRAY_SIZE(branches)) || text_begins(text, "refs/heads/"))
		return "a branch, which moves";
	return NULL;
}

static bool is_range(const char *text)
{
	size_t len = strlen(text);

	if (strpbrk(text, "^~<>*|") || strstr(text, " - "))
		return true;
	return len > 2 && !strcmp(text + len - 2, ".x");
}

/* What an image says behind its last slash: "7.2" of "docker.io:443/redis:7.2"; NULL. */
static const char *tag_of(const char *image)
{
	const char *slash = strrchr(image, '/');
	const char *colon = strchr(slash ? slash : image, ':');

	return colon && colon[1] ? colon + 1 : NULL;
}

static const char *unpinned_image(const char *text, const char *at)
{
	if (!pin_is_sha256(at + 1) || !text_begins(at + 1, "sha256:"))
		return "a digest that is not sha256: and 64 hexadecimal digits";
	return at == text ? "a digest without its image" : NULL;
}

/* "repo commit", "repo tag commit", "version sha256:...": the last word decides. */
static const char *unpinned_words(const char *text)
{
	const char *last = strrchr(text, ' ') + 1;

	if (pin_is_commit(last) || (text_begins(last, "sha256:") && pin_is_sha256(last)))
		return NULL;
	return is_range(text) ? "a range"
			      : "more than one word, and the last is not a full commit id";
}

const char *manifest_unpinned(const char *value)
{
	const char *reason = undecided(value), *at = strchr(value, '@'), *tag;
	size_t len = strlen(value);

	if (reason)
		return reason;
	if (value[0] == ' ' || value[len - 1] == ' ' || strpbrk(value, "\t\r\n"))
		return "blanks around it";
	if (at && (strstr(at, "@sha256") || strstr(at, ":")) && !strchr(value, ' '))
		if (text_begins(at + 1, "sha256"))
			return unpinned_image(value, at);
	if (strchr(value, ' '))
		return unpinned_words(value);
	at = strrchr(value, '@') ? strrchr(value, '@') : strrchr(value, '#');
	if (at && at > value && pin_is_commit(at + 1))
		return NULL;
	if (pin_is_commit(value) || (text_begins(value, "sha256:") && pin_is_sha256(value)))
		return NULL;
	if (is_range(value))
		return "a range";
	if (len >= 7 && len < 40 && is_hex(value, len))
		return "a short id, not a full commit id";
	tag = tag_of(value);
	if (tag && undecided(tag))
		return undecided(tag);
	if (tag || strchr(value, '/'))
		return text_begins(value, "refs/tags/") ? "a tag without its commit"
							: "an image without its digest";
	if ((value[0] >= '0' && value[0] <= '9') && strspn(value, "0123456789.") == len)
		return "a version without its file hash";
	return "a tag or branch without its commit";
}
