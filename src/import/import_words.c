#include "import/import_parts.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/path.h"
#include "base/texts.h"

#include <strings.h>

static bool is_word(char c)
{
	return ascii_is_alnum(c) || c == '_';
}

static bool is_letter(char c)
{
	return is_word(c) || (unsigned char)c >= 0x80;
}

/* The status that a text begins with, as a word of its own; NULL: none. */
static const struct import_status *status_at(const char *text, bool heading)
{
	for (size_t i = 0; i < import_status_count; i++) {
		const struct import_status *status = &import_statuses[i];
		size_t len = strlen(status->word);

		if (!(heading ? strncasecmp(text, status->word, len)
			      : status->heading_only || strncmp(text, status->word, len)) &&
		    !is_letter(text[len]))
			return status;
	}
	return NULL;
}

bool import_heading_status(const char *text, enum claim_kind *ret)
{
	const struct import_status *status;
	bool any = false;

	while (*text) {
		if (!ascii_is_letter(*text) && (unsigned char)*text < 0xc3) {
			/* "Active / Next", "COMPLETE · VERIFIED": only signs between the words */
			if (is_word(*text) || *text == '(' || *text == ':')
				return false;
			text++;
			continue;
		}
		status = status_at(text, true);
		if (!status && (unsigned char)*text >= 0xe2) { /* a sign, a glyph */
			text++;
			continue;
		}
		if (!status)
			return false;
		if (!any)
			*ret = status->kind;
		any = true;
		text += strlen(status->word);
	}
	return any;
}

bool import_status_word(const char **at, enum claim_kind *ret)
{
	for (const char *text = *at; *text;) {
		const struct import_status *status = status_at(text, false);

		if (status) {
			*ret = status->kind;
			*at = text + strlen(status->word);
			return true;
		}
		text += strcspn(text, " ") ? 1 : 0;
		while (*text && is_letter(text[-1]) && is_letter(*text))
			text++;
		text += *text == ' ';
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
		id = marks_step(bytes_of(text, len)); /* a line may be long */
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

/* "don't" is one word. */
static bool is_joined(const char *at)
{
	size_t len = *at == '\'' ? 1 : text_begins(at, "’") ? strlen("’") : 0;

	return len && ascii_is_letter(at[len]);
}

/* "l'", "qu'": of the word behind it. */
static size_t elided(const char *at)
{
	size_t len = 0;

	while (ascii_is_letter(at[len]))
		len++;
	return !len || len > 2		    ? 0
	       : at[len] == '\''	    ? len + 1
	       : text_begins(at + len, "’") ? len + strlen("’")
					    : 0;
}

/* How much stands at a title's beginning that names nothing: a bracket, a number, a time, an address. */
static size_t nothing(const char *at)
{
	size_t len = strspn(at, " \t:;,.#@/*&+-");
	const char *close;

	if (len)
		return len;
	if ((*at == '(' || *at == '[') && (close = strpbrk(at, ")]")))
		return (size_t)(close - at) + 1;
	if (text_begins(at, "https://"))
		return strlen("https://");
	if (elided(at))
		return elided(at);
	len = strspn(at, "0123456789");
	if (len && ascii_is_letter(at[len])) /* "5xx", "2FA" */
		return 0;
	if (len)
		return len;
	while (ascii_is_letter(at[len]))
		len++;
	return at[len] && strchr(" ", at[len]) && import_is_little(at, len) ? len : 0;
}

const char *import_lead(struct arena *arena, const char *title)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const char *at = title;
	bool begins = true;
	size_t len;

	while (*at && (len = nothing(at)))
		at += len;
	for (; *at; at++) {
		at += begins ? elided(at) : 0;
		begins = *at == ' ';
		if (is_joined(at))
			at += *at == '\'' ? 0 : strlen("’") - 1;
		else if (*at)
			strbuf_addch(&out, *at);
		else
			break;
	}
	return out.len ? arena_strndup(arena, out.buf, out.len) : title;
}

const char *import_short(struct arena *arena, const char *title)
{
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
		if (import_is_little(word, len))
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
