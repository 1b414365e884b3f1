/*
 * outline_short.c - "R1 ramp", "R2 ramp more": what is too short for an id where it stands alone is one by the
 * habit of its list. Only steps are asked, and headings that say how far they are: "P1: page" of a list of
 * severities names nothing to do.
 */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/strmap.h"

#define LETTERS_MAX 4
#define VARIED_MIN \
	3 /* so many of a list, each with a letter of its own, are no names of machines */

/* What a list names its steps by; the first that all fits wins. */
enum habit {
	HABIT_COUNTED, /* "S1", "S2": in capitals the next two are enough, as in "STEP1: stop" */
	HABIT_SMALL,   /* "s1", "s2": of each step, since "web1" is a word, too */
	HABIT_VARIED,  /* "a7", "b2", "k9": the same */
	HABIT_WORDS,   /* "db-copy: copy it", "web-stop: ..." */
	HABIT_COUNT,
};

struct short_id {
	size_t letters, len;
	uint64_t number;
	const char *text;
};

/* Where a name may begin: of a row its task, of "STEP1: stop", which counts, where it does so. */
static const char *text_of(const struct outline_unit *u)
{
	const char *text = u->text;

	if (!u->stepped)
		return u->kind == UNIT_ROW ? u->task : u->title;
	while (*text && !ascii_is_alnum(*text))
		text += *text == '[' && text[1] && text[2] == ']' ? 3 : 1;
	return text;
}

static bool ends(const char *text)
{
	return *text == ' ' || *text == ':' || *text == ')' || (*text == '.' && text[1] == ' ');
}

static bool read_counted(const char *text, bool small, struct short_id *ret)
{
	size_t len = 0;

	while (small ? text[len] >= 'a' && text[len] <= 'z' : ascii_is_capital(text[len]))
		len++;
	ret->letters = len;
	while (ascii_is_digit(text[len]) && len < ret->letters + 4)
		len++;
	ret->number = strtoull(text + ret->letters, NULL, 10);
	ret->len = len;
	return ret->letters && ret->letters <= LETTERS_MAX && len > ret->letters &&
	       ends(text + len);
}

static bool is_words(const char *text, size_t *ret_len)
{
	size_t len = 0, joined = 0;

	if (*text < 'a' || *text > 'z')
		return false;
	for (; (text[len] >= 'a' && text[len] <= 'z') || ascii_is_digit(text[len]) ||
	       (text[len] == '-' && ascii_is_alnum(text[len + 1]));
	     len++)
		joined += text[len] == '-';
	*ret_len = len;
	return joined && text[len] == ':' && text[len + 1] == ' ';
}

/* "db-copy: ", not in code, where it may be a command. */
static bool read_words(const struct outline_unit *u, const char *text, struct short_id *ret)
{
	const char *whole = u->block ? u->block->text : NULL;
	const char *at = whole && is_words(text, &ret->len) ? strstr(whole, text) : NULL;

	return at && !outline_in_code(u->block, (size_t)(at - whole));
}

static bool read_short(const struct outline_unit *u, enum habit habit, struct short_id *ret)
{
	const char *text = u->id ? NULL : text_of(u);

	*ret = (struct short_id){.text = text};
	if (!text || (u->stepped && habit != HABIT_COUNTED))
		return false;
	switch (habit) {
	case HABIT_COUNTED:
		return read_counted(text, false, ret);
	case HABIT_SMALL:
		return read_counted(text, true, ret);
	case HABIT_VARIED:
		return read_counted(text, true, ret) && ret->letters == 1;
	default:
		return read_words(u, text, ret);
	}
}

static bool goes_on(const struct short_id *a, const struct short_id *b)
{
	return b->number == a->number + 1 && a->letters == b->letters &&
	       !strncmp(a->text, b->text, a->letters);
}

static void name(struct outliner *o, struct outline_unit *u, const struct short_id *id)
{
	u->id = arena_strndup(o->arena, id->text, id->len);
}

/* "S1" and "S2", one behind the other. */
static void name_counted(struct outliner *o)
{
	struct outline_unit *last = NULL;
	struct short_id was = {0}, now;

	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];

		if (u->role != ROLE_STEP)
			continue;
		if (!read_short(u, HABIT_COUNTED, &now)) {
			last = NULL;
			continue;
		}
		if (last && last->group == u->group && goes_on(&was, &now)) {
			name(o, last, &was);
			name(o, u, &now);
		}
		last = u;
		was = now;
	}
}

/* Have all steps of a group such a name, each its own? */
static bool is_habit(const struct outliner *o, size_t first, enum habit habit)
{
	struct strmap seen = {.arena = o->arena};
	struct short_id last = {0}, now;
	size_t count = 0;

	for (size_t i = first; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];
		const char *id;

		if (u->role != ROLE_STEP || u->group != o->units[first].group)
			continue;
		if ((u->kind != UNIT_ITEM && u->kind != UNIT_ROW) ||
		    !read_short(u, habit, &now) ||
		    (habit == HABIT_SMALL && count && !goes_on(&last, &now)))
			return false;
		id = arena_strndup(o->arena, now.text, now.len);
		if (strmap_get(&seen, id))
			return false;
		strmap_put(&seen, id, &seen);
		last = now;
		count++;
	}
	return count >= (habit == HABIT_VARIED ? VARIED_MIN : 2);
}

static void name_group(struct outliner *o, size_t first)
{
	struct short_id id;

	for (enum habit habit = HABIT_SMALL; habit < HABIT_COUNT; habit++) {
		if (!read_short(&o->units[first], habit, &id) || !is_habit(o, first, habit))
			continue;
		for (size_t i = first; i < o->count; i++) {
			struct outline_unit *u = &o->units[i];

			if (u->role == ROLE_STEP && u->group == o->units[first].group &&
			    read_short(u, habit, &id))
				name(o, u, &id);
		}
		return;
	}
}

void outline_find_short(struct outliner *o)
{
	bool *asked = arena_array(o->arena, o->group_count + 1, sizeof(*asked));

	name_counted(o);
	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];

		if (u->role != ROLE_STEP || u->group >= o->group_count || asked[u->group])
			continue;
		asked[u->group] = true;
		name_group(o, i);
	}
}

void outline_name_headings(struct outliner *o)
{
	struct outline_unit *last[7] = {0};
	struct short_id was[7], now;

	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];
		unsigned level = u->level;

		if (u->kind != UNIT_HEADING || !level || level >= ARRAY_SIZE(last))
			continue;
		for (unsigned below = level + 1; below < ARRAY_SIZE(last); below++)
			last[below] = NULL;
		if (u->stepped || u->mark == OUTLINE_NONE ||
		    !read_short(u, HABIT_COUNTED, &now)) {
			last[level] = NULL;
			continue;
		}
		if (last[level] && goes_on(&was[level], &now)) {
			if (!last[level]->id)
				name(o, last[level], &was[level]);
			name(o, u, &now);
		}
		last[level] = u;
		was[level] = now;
	}
}

bool outline_may_be_short(const char *text)
{
	struct short_id ignored;

	return read_counted(text, true, &ignored) || is_words(text, &ignored.len);
}
