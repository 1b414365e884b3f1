#include "text/shares.h"

#include "base/ascii.h"
#include "text/outline_internal.h"
#include "text/stages.h"

struct share {
	int percent;	/* -1: none */
	size_t at, end; /* the number, and behind its sign */
};

static size_t percent_sign(const char *at)
{
	return *at == '%' ? 1 : !strncmp(at, "\xef\xbc\x85", 3) ? 3 : 0;
}

/* The number of up to three digits that ends there, 100 at most and no part of a fraction; -1: none. */
static int number_of(const char *text, const char *digits, const char *end)
{
	int value = 0;

	if (!digits || end - digits > 3 ||
	    (digits > text && (digits[-1] == '.' || digits[-1] == ',')))
		return -1;
	while (digits < end)
		value = value * 10 + (*digits++ - '0');
	return value <= 100 ? value : -1;
}

/* Blanks, and what is no letter of ASCII, may stand between the number and its sign. */
static struct share first_share(const char *text)
{
	const char *digits = NULL, *end = NULL;

	for (const char *at = text; *at; at++) {
		size_t sign = percent_sign(at);
		int value = sign ? number_of(text, digits, end) : -1;

		if (value >= 0)
			return (struct share){value, (size_t)(digits - text),
					      (size_t)(at - text) + sign};
		if (ascii_is_digit(*at)) {
			digits = digits && end == at ? digits : at;
			end = at + 1;
		} else if (*at != ' ' && (unsigned char)*at < 0x80) {
			digits = NULL;
		}
	}
	return (struct share){.percent = -1};
}

int share_in(const char *text)
{
	return first_share(text).percent;
}

/* The last word before the number, but for signs that join them: "Progress: 60 %", "done (60 %)". */
static bool word_before(const char *text, size_t at, const char *joints, enum outline_word what)
{
	char word[LEGEND_LONGEST];
	size_t end = at, from;

	while (end && strchr(joints, text[end - 1]))
		end--;
	for (from = end; from && text[from - 1] != ' ' && text[from - 1] != '(';)
		from--;
	if (from == end || end - from >= sizeof(word))
		return false;
	memcpy(word, text + from, end - from);
	word[end - from] = '\0';
	return outline_word(what, word, WORD_WHOLE);
}

/* Does a word of progress stand right beside it? Then it is one, whatever it stands in. */
static bool is_told(const char *text, const struct share *share)
{
	const char *behind = text + share->end + strspn(text + share->end, " *_");

	return outline_word(WORD_PROGRESS, behind, WORD_BEGINS) ||
	       word_before(text, share->at, " :=-(*_", WORD_PROGRESS);
}

/* "5 % of EU customers"; "50 % of the steps" are its boxes. */
static bool is_of_others(const char *text, const struct share *share)
{
	const char *behind = text + share->end + strspn(text + share->end, " ");
	char word[LEGEND_LONGEST];
	size_t len = strcspn(behind, " ");

	if (!len || len >= sizeof(word))
		return false;
	memcpy(word, behind, len);
	word[len] = '\0';
	return outline_is_of(word) && !outline_word(WORD_LISTS, behind + len, WORD_HELD) &&
	       !outline_word(WORD_STEP, behind + len, WORD_HELD);
}

/* What is called a part of something that goes on: "Stage 2", "Welle 1", "第一批". */
static bool is_part(const char *text)
{
	char word[LEGEND_LONGEST];
	size_t len = strcspn(text, " 0123456789"); /* "ステージ1" has no blank */
	uint64_t ordinal;
	bool sign;

	len = len < sizeof(word) ? len : 0;
	memcpy(word, text, len);
	word[len] = '\0';
	return outline_word(WORD_WAVE, word, WORD_WHOLE) ||
	       outline_word(WORD_WAVE, text, WORD_BEGINS) ||
	       outline_word(WORD_PHASE, word, WORD_WHOLE) ||
	       outline_step(bytes_text(text), 0, &ordinal, &sign);
}

/* "Stage 3: Full": the name behind the number; the text where none is. */
static const char *name_of(const char *text)
{
	static const char *const joints[] = {":", " - ", "\xe2\x80\x93", "\xe2\x80\x94",
					     "\xef\xbc\x9a"};

	for (size_t i = 0; i < ARRAY_SIZE(joints) && is_part(text); i++) {
		const char *joint = strstr(text, joints[i]);

		if (joint)
			return joint + strlen(joints[i]) +
			       strspn(joint + strlen(joints[i]), " ");
	}
	return text;
}

/* "Test" is also what is done there, "Full" only where it is the name of a stage. */
static bool is_stage(struct arena *arena, const char *text)
{
	const char *name = name_of(text);
	struct stage stage = stage_said(NULL, arena, name);

	return stage.id && (!stage.ordinary || (name != text && stage.live));
}

/* "(0 % user traffic)", "100 % of users", "Traffic: 5 %"; "Tell users (100 %)" is none. */
static bool is_of_public(struct arena *arena, const char *text, const struct share *share)
{
	size_t from = share->at, to = strcspn(text + share->end, ")");
	const char *wide = strstr(text + share->end, "\xef\xbc\x89");

	to = wide && (size_t)(wide - text) < share->end + to ? (size_t)(wide - text)
							     : share->end + to;
	while (from && text[from - 1] != '(' &&
	       (from < 3 || strncmp(text + from - 3, "\xef\xbc\x88", 3) != 0))
		from--;
	return outline_word(WORD_PUBLIC,
			    arena_strndup(arena, text + share->end, to - share->end),
			    WORD_HELD) ||
	       (from &&
		outline_word(WORD_PUBLIC, arena_strndup(arena, text + from, share->at - from),
			     WORD_HELD)) ||
	       word_before(text, share->at, " :=", WORD_PUBLIC);
}

static bool is_elsewhere(struct arena *arena, const char *text, const struct share *share,
			 const struct stage *stage)
{
	return stage->id || is_of_others(text, share) || is_of_public(arena, text, share) ||
	       outline_word(WORD_ROLLS, text, WORD_HELD) ||
	       word_before(text, share->at, " ", WORD_TOWARDS) || is_stage(arena, text);
}

/* May it be one of several that follow each other: a part, an environment, or nothing but a number? */
static bool may_follow(const char *text, const struct share *share)
{
	size_t at, len;

	return !share->at || is_part(text) || stage_in(NULL, text, &at, &len).id;
}

/* What only grows from part to part, "Wave 1 (10 %)", "Wave 2 (50 %)", is planned; what was done gets less. */
static void take_growing(const struct outline *o, const struct share *shares, bool *elsewhere,
			 struct arena *a)
{
	size_t *before = arena_array(a, o->count + 1, sizeof(*before));
	size_t *last = arena_array(a, o->count + 2, sizeof(*last)); /* by heading, from 1 */
	bool *fails = arena_array(a, o->count + 1, sizeof(*fails));

	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];
		size_t *of = &last[u->kind == UNIT_HEADING ? u->heading + 1 : 0], was = *of;

		if (u->kind != UNIT_HEADING || shares[i].percent < 0)
			continue;
		before[i] = was;
		*of = i + 1;
		fails[i] = !may_follow(u->text, &shares[i]) ||
			   (was &&
			    (fails[was - 1] || shares[was - 1].percent >= shares[i].percent));
	}
	for (size_t i = o->count; i--;) {
		const struct outline_unit *u = &o->units[i];

		if (u->kind != UNIT_HEADING || shares[i].percent < 0 ||
		    last[u->heading + 1] != i + 1 || fails[i] || !before[i])
			continue;
		for (size_t at = i + 1; at; at = before[at - 1])
			elsewhere[at - 1] = true;
	}
}

const bool *shares_elsewhere(const struct outline *o, struct arena *arena)
{
	const struct stage *stages;
	struct share *shares = NULL;
	bool *elsewhere;

	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];
		struct share share = {.percent = -1};

		if (u->kind == UNIT_HEADING && u->text)
			share = first_share(u->text);
		if (share.percent < 0)
			continue;
		if (!shares) {
			shares = arena_array(arena, o->count + 1, sizeof(*shares));
			for (size_t k = 0; k < o->count; k++)
				shares[k].percent = -1;
		}
		shares[i] = share;
	}
	if (!shares)
		return NULL;
	stages = stage_headings(NULL, arena, o);
	elsewhere = arena_array(arena, o->count + 1, sizeof(*elsewhere));
	take_growing(o, shares, elsewhere, arena);
	for (size_t i = 0; i < o->count; i++)
		if (shares[i].percent >= 0)
			elsewhere[i] = !is_told(o->units[i].text, &shares[i]) &&
				       (elsewhere[i] || is_elsewhere(arena, o->units[i].text,
								     &shares[i], &stages[i]));
	return elsewhere;
}
