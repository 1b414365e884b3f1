#include "import/import_parts.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/path.h"
#include "base/texts.h"

#include <strings.h>

/* What teams write for a status. In running text only capitals count: "blocked" is prose. */
static const struct {
	const char *word;
	enum claim_kind kind;
	bool heading_only;
} words[] = {
	{"COMPLETED", CLAIM_COMPLETE, false}, {"COMPLETE", CLAIM_COMPLETE, false},
	{"DONE", CLAIM_COMPLETE, true},	      {"VERIFIED", CLAIM_VERIFIED, false},
	{"BLOCKED", CLAIM_BLOCKED, false},    {"DORMANT", CLAIM_DORMANT, false},
	{"DEFERRED", CLAIM_DEFERRED, false},  {"SUPERSEDED", CLAIM_SUPERSEDED, false},
	{"LOCKED", CLAIM_LOCKED, false},      {"FROZEN", CLAIM_FROZEN, false},
	{"PLANNED", CLAIM_PLANNED, false},    {"ACTIVE", CLAIM_ACTIVE, true},
	{"NEXT", CLAIM_ACTIVE, true},	      {"IN PROGRESS", CLAIM_ACTIVE, true},
};

static bool is_word(char c)
{
	return ascii_is_alnum(c) || c == '_';
}

bool import_heading_status(const char *text, enum claim_kind *ret)
{
	bool any = false;

	while (*text) {
		size_t i = 0;

		if (!ascii_is_letter(*text)) {
			/* "Active / Next", "COMPLETE · VERIFIED": only signs between the words */
			if (is_word(*text) || *text == '(' || *text == ':')
				return false;
			text++;
			continue;
		}
		while (i < ARRAY_SIZE(words) &&
		       (strncasecmp(text, words[i].word, strlen(words[i].word)) ||
			is_word(text[strlen(words[i].word)])))
			i++;
		if (i == ARRAY_SIZE(words))
			return false;
		if (!any)
			*ret = words[i].kind;
		any = true;
		text += strlen(words[i].word);
	}
	return any;
}

bool import_status_word(const char **at, enum claim_kind *ret)
{
	for (const char *text = *at; *text;) {
		size_t len = 0;

		while (is_word(text[len]))
			len++;
		for (size_t i = 0; len && i < ARRAY_SIZE(words); i++)
			if (!words[i].heading_only && strlen(words[i].word) == len &&
			    !strncmp(text, words[i].word, len)) {
				*ret = words[i].kind;
				*at = text + len;
				return true;
			}
		text += len ? len : 1;
	}
	return false;
}

const char *import_find_id(struct arena *arena, const char **at)
{
	for (const char *text = *at; *text;) {
		size_t len = 0;
		struct bytes id;

		while (is_word(text[len]))
			len++;
		if (!len) {
			text++;
			continue;
		}
		id = marks_step(bytes_text(text));
		if (id.len) {
			*at = text + len;
			return arena_strndup(arena, id.data, id.len);
		}
		text += len;
	}
	return NULL;
}

bool import_contains_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; *at; at++)
		if (!strncasecmp(at, word, len) && (at == text || !is_word(at[-1])) &&
		    !is_word(at[len]))
			return true;
	return false;
}

const char *import_key(struct arena *arena, const char *title, size_t count)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const char *whole = title;
	bool gap = false;

	for (title = import_latin(arena, title); *title && *title != '(' && out.len < 40;
	     title++) {
		if (ascii_is_alnum(*title)) {
			if (gap && out.len && !--count)
				break;
			if (gap && out.len)
				strbuf_addch(&out, '_');
			strbuf_addch(&out,
				     ascii_is_letter(*title) ? (char)(*title | 32) : *title);
			gap = false;
		} else {
			gap = true;
		}
	}
	return out.len ? arena_strndup(arena, out.buf, out.len)
		       : import_nameless(arena, "section", whole);
}

const char *import_short(struct arena *arena, const char *title)
{
	static const char *const little[] = {
		"the", "a",    "an",  "is",   "are",  "and",  "or", "of",  "to",  "in",
		"on",  "for",  "if",  "no",   "be",   "by",   "it", "its", "has", "der",
		"die", "das",  "le",  "la",   "les",  "de",   "du", "el",  "los", "o",
		"os",  "with", "has", "been", "that", "this", "any"};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const char *whole = title;
	size_t taken = 0;

	title = import_latin(arena, title);
	while (*title && taken < 3 && out.len < 40) {
		char word[24];
		size_t len = 0;

		while (ascii_is_alnum(title[len]) && len < sizeof(word) - 1)
			len++;
		if (!len) {
			title++;
			continue;
		}
		for (size_t i = 0; i < len; i++)
			word[i] = ascii_lower(title[i]);
		word[len] = '\0';
		title += len;
		if (texts_have(little, ARRAY_SIZE(little), word))
			continue;
		strbuf_addf(&out, "%s%s", taken++ ? "_" : "", word);
	}
	return out.len ? arena_strndup(arena, out.buf, out.len)
		       : import_nameless(arena, "step", whole);
}

const char *import_slug(struct arena *arena, const char *playbook)
{
	const char *name = path_last(playbook);
	struct bytes id = marks_step(bytes_text(name));
	const char *dot;

	name += id.len;
	while (*name == '_' || *name == '-')
		name++;
	dot = strrchr(name, '.');
	if (!dot || dot == name)
		return NULL;
	return arena_strndup(arena, name, (size_t)(dot - name));
}
