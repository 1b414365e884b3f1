/*
 * outline_stops.c - conditions under which nothing goes on: "STOP: no backup", "Stop if the replica lags", also
 * behind a sign that calls for attention, as notebooks and forges show it.
 */
#include "text/outline_internal.h"

#include "base/texts.h"
#include "base/utf8.h"

static bool in_capitals(const char *text)
{
	return text_begins(text, "STOP ") || text_begins(text, "STOP:") ||
	       text_begins(text, "ABORT ") || text_begins(text, "HALT ");
}

/* "Stop if the replica lags"; with a colon, what stands below. */
static bool says_if(const char *text, bool of_list)
{
	return outline_word(WORD_STOP_IF, text, WORD_BEGINS) &&
	       of_list == (text_ends(text, ":") || text_ends(text, "\xef\xbc\x9a"));
}

/* Behind "[!CAUTION]", and behind signs: what no letter, figure or bracket is. Stars in HTML are signs, too. */
static const char *said_in(struct arena *arena, const char *text, bool *ret_signed)
{
	const char *end = text_begins(text, "[!") ? strchr(text, ']') : NULL;
	struct bytes all = bytes_text(end ? end + 1 : text);
	size_t at = 0, size;
	char *said, *to;
	uint32_t code;

	while ((size = utf8_decode(all, at, &code)) &&
	       (outline_is_nothing(code) || code == '*' || code == '_' ||
		(code >= 0x80 && !md_is_letter(code)))) {
		*ret_signed = *ret_signed || (code >= 0x80 && !outline_is_nothing(code));
		at += size;
	}
	said = to = arena_strdup(arena, (const char *)all.data + at);
	for (const char *c = said; *c; c++)
		if (*c != '*')
			*to++ = *c;
	while (to > said && to[-1] == ' ')
		to--;
	*to = '\0';
	return said;
}

/* A sign before it calls for attention, and is no mark: all but one that says that something is done. */
static bool only_calls(const struct outliner *o, const struct outline_unit *u)
{
	const struct outline_mark *m = u->mark == OUTLINE_NONE ? NULL : &o->marks[u->mark];

	return !m ||
	       (m->form == FORM_GLYPH && (m->mark == MARK_BLOCKED || m->mark == MARK_UNKNOWN));
}

bool outline_take_stop(struct outliner *o, struct outline_unit *u)
{
	bool with_sign = false;
	const char *said;

	if (u->role != ROLE_TEXT || u->boxed || u->ordered || u->id || u->hidden ||
	    !only_calls(o, u))
		return false;
	said = said_in(o->arena, u->text, &with_sign);
	if (u->mark != OUTLINE_NONE && !with_sign)
		return false;
	if (u->kind == UNIT_ITEM ? !in_capitals(said) && !(with_sign && says_if(said, false))
				 : !says_if(said, false) && !text_begins(said, "STOP:") &&
					   !(with_sign && in_capitals(said)))
		return false;
	u->role = ROLE_STOP;
	u->text = said;
	u->mark = OUTLINE_NONE;
	return true;
}

bool outline_leads_to_stop(const struct outline_unit *above)
{
	return says_if(above->text, true);
}
