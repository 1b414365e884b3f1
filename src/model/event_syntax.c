/* The syntax of trailers' values: one spelling per value. */
#include "model/internal.h"

#include "base/hex.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/path.h"
#include "base/texts.h"
#include "base/time.h"
#include "base/utf8.h"
#include "model/ids.h"

static bool is_number(const char *text)
{
	uint64_t number;

	return number_parse(text, UINT64_MAX >> 1, &number);
}

static bool is_digest(const char *text)
{
	return text_begins(text, "sha256:") && hex_is(text + 7, 64);
}

static bool is_content(const char *text)
{
	return is_digest(text) || !strcmp(text, "none");
}

static bool is_random(const char *text)
{
	return hex_is(text, 32);
}

static bool is_time(const char *text)
{
	int64_t when;

	return time_parse(text, &when);
}

static bool is_yes(const char *text)
{
	return !strcmp(text, "yes");
}

static bool is_line(const char *text)
{
	size_t len = strlen(text);

	return len && text[0] != ' ' && text[len - 1] != ' ' &&
	       utf8_is_printable_line(bytes_of(text, len));
}

static bool is_path(const char *text)
{
	struct err ignored;

	return !path_check(bytes_text(text), &ignored) && is_line(text);
}

/* A name that a commit's header can carry. */
static bool is_person(const char *text)
{
	return is_line(text) && !strpbrk(text, "<>");
}

static bool is_address(const char *text)
{
	return is_line(text) && !strpbrk(text, "<> ");
}

/* "Lea Legal <lea@example.com>": the place of "<", or NULL. */
static const char *address_in(const char *text)
{
	const char *open = strchr(text, '<');
	size_t len = open ? strlen(open) : 0;

	return open && open - text > 1 && open[-1] == ' ' && open[-2] != ' ' && len > 2 &&
			       strchr(open, '@') && strcspn(open, ">") == len - 1 &&
			       strcspn(open + 1, "< ") == len - 1
		       ? open
		       : NULL;
}

static bool is_somebody(const char *text)
{
	return is_line(text) && address_in(text);
}

/* Copies the word before the first blank; *ret_rest is behind it. */
static bool first_word(const char *text, char *word, size_t size, const char **ret_rest)
{
	const char *blank = strchr(text, ' ');

	if (!blank || (size_t)(blank - text) >= size)
		return false;
	memcpy(word, text, (size_t)(blank - text));
	word[blank - text] = '\0';
	*ret_rest = blank + 1;
	return true;
}

static bool is_ref(const char *text)
{
	return text_begins(text, "refs/") && !strchr(text, ' ') && is_line(text);
}

static bool is_tip(const char *text)
{
	char id[65];
	const char *ref;

	return first_word(text, id, sizeof(id), &ref) && hex_is_object(id) && is_ref(ref);
}

static bool is_key(const char *text)
{
	char type[40];
	const char *base64;

	if (!first_word(text, type, sizeof(type), &base64))
		return false;
	return (!strcmp(type, "ssh-ed25519") || !strcmp(type, "sk-ssh-ed25519@openssh.com")) &&
	       strlen(base64) >= 32 && !strchr(base64, ' ') && is_line(base64);
}

static bool is_evidence(const char *text)
{
	char digest[80], size[24];
	uint64_t bytes;

	return first_word(text, digest, sizeof(digest), &text) && is_digest(digest) &&
	       first_word(text, size, sizeof(size), &text) &&
	       number_parse(size, UINT64_MAX, &bytes) && id_is_valid(text);
}

static bool is_pair(const char *text)
{
	char first[LIMIT_ID + 1];

	return first_word(text, first, sizeof(first), &text) && id_is_valid(first) &&
	       id_is_valid(text);
}

static bool is_baseline(const char *text)
{
	char id[LIMIT_ID + 1], json[80];

	return first_word(text, id, sizeof(id), &text) && id_is_valid(id) &&
	       first_word(text, json, sizeof(json), &text) && is_digest(json) &&
	       is_digest(text);
}

static bool is_claim(const char *text)
{
	char step[LIMIT_ID + 1];

	return first_word(text, step, sizeof(step), &text) && id_is_valid(step) &&
	       is_pair(text);
}

static bool is_check(const char *text)
{
	static const char *const results[] = {"pass",	      "warn",  "fail",
					      "inconclusive", "error", "not-applicable"};
	char id[LIMIT_ID + 1];

	return first_word(text, id, sizeof(id), &text) && id_is_valid(id) &&
	       texts_have(results, ARRAY_SIZE(results), text);
}

static bool is_result(const char *text)
{
	static const char *const results[] = {"ok", "failed", "cancelled", "lost"};

	return texts_have(results, ARRAY_SIZE(results), text);
}

static bool is_verdict(const char *text)
{
	static const char *const verdicts[] = {"pass", "fail", "inconclusive"};

	return texts_have(verdicts, ARRAY_SIZE(verdicts), text);
}

static bool is_pin(const char *text)
{
	const char *equals = strchr(text, '=');

	return equals && equals != text && equals[1] && is_line(text) && is_line(equals + 1) &&
	       equals[-1] != ' ';
}

static bool is_file(const char *text)
{
	char digest[80];

	return first_word(text, digest, sizeof(digest), &text) && is_digest(digest) &&
	       is_path(text);
}

bool event_file_parts(const char *value, const char **ret_path, char ret_sha256[65])
{
	const size_t digest = strlen("sha256:") + 64;

	if (strlen(value) <= digest) {
		*ret_path = "";
		*ret_sha256 = '\0';
		return false;
	}
	*ret_path = value + digest + 1;
	memcpy(ret_sha256, value + strlen("sha256:"), 64);
	ret_sha256[64] = '\0';
	return true;
}

const char *event_file_path(const char *value)
{
	char sha256[65];
	const char *path;

	event_file_parts(value, &path, sha256);
	return path;
}

/* "gate:G", "rollback:R", "drill:D", "path:P", "event:<id>". */
static bool is_subject(const char *text)
{
	if (text_begins(text, "path:"))
		return is_path(text + 5);
	if (text_begins(text, "event:"))
		return hex_is(text + 6, 32);
	for (int i = SUBJECT_GATE; i <= SUBJECT_DRILL; i++) {
		const char *word = subject_type_word((enum subject_type)i);
		size_t len = strlen(word);

		if (!strncmp(text, word, len) && text[len] == ':')
			return id_is_valid(text + len + 1);
	}
	return false;
}

/* "<word>:<id>", where the word is one that holds. */
static bool is_hold(const char *text)
{
	const char *colon = strchr(text, ':');
	char word[32];
	enum event_word found;

	if (!colon || (size_t)(colon - text) >= sizeof(word))
		return false;
	memcpy(word, text, (size_t)(colon - text));
	word[colon - text] = '\0';
	found = event_by_word(word);
	return found != EVENT_COUNT && event_info(found)->lift && is_line(text) && colon[1];
}

static bool is_rule(const char *text)
{
	return rule_find(text) != RULE_COUNT;
}

/* "<id> <rule>" */
static bool is_dispute(const char *text)
{
	char id[33];

	return first_word(text, id, sizeof(id), &text) && hex_is(id, 32) && is_rule(text);
}

/* "<id> sha256:<hex>" */
static bool is_act(const char *text)
{
	char id[33];

	return first_word(text, id, sizeof(id), &text) && hex_is(id, 32) && is_digest(text);
}

/* "<commit> <date>" */
static bool is_since(const char *text)
{
	char commit[65];
	int64_t when;

	return first_word(text, commit, sizeof(commit), &text) && hex_is_object(commit) &&
	       (time_parse_date(text, &when) || time_parse(text, &when));
}

bool syntax_holds(enum syntax syntax, const char *text)
{
	static bool (*const holds[])(const char *text) = {
#define SYNTAX(tag, function) [SYNTAX_##tag] = function,
#include "model/syntaxes.h"
#undef SYNTAX
	};

	return holds[syntax](text);
}

bool event_pin_parts(const char *value, struct arena *a, const char **ret_path,
		     const char **ret_value)
{
	const char *equals = strchr(value, '=');

	if (!is_pin(value))
		return false;
	*ret_path = arena_strndup(a, value, (size_t)(equals - value));
	*ret_value = equals + 1;
	return true;
}

bool event_pair_parts(const char *value, struct arena *a, const char **ret_first,
		      const char **ret_rest)
{
	const char *blank = strchr(value, ' ');

	if (!blank || blank == value || !blank[1])
		return false;
	*ret_first = arena_strndup(a, value, (size_t)(blank - value));
	*ret_rest = blank + 1;
	return true;
}

const char *event_address_of(const char *somebody, struct arena *a)
{
	const char *open = address_in(somebody);

	return open ? arena_strndup(a, open + 1, strlen(open) - 2) : NULL;
}

bool event_hold_parts(const char *value, struct arena *a, enum event_word *ret_word,
		      const char **ret_id)
{
	const char *colon = strchr(value, ':');

	if (!is_hold(value))
		return false;
	*ret_word = event_by_word(arena_strndup(a, value, (size_t)(colon - value)));
	*ret_id = colon + 1;
	return true;
}
