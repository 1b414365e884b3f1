/* The rows of words.h, kinds.h and fields.h, and what is asked of them. */
#include "model/internal.h"

enum how_many { ONE, MANY };

#define K(tag) (UINT64_C(1) << KIND_##tag)
#define W(tag) (UINT64_C(1) << (KIND_COUNT + EVENT_##tag))
#define ANY UINT64_MAX
#define LATER (ANY ^ K(INIT) ^ W(INIT))
_Static_assert(KIND_COUNT + EVENT_COUNT <= 64, "a bit for each kind and word");

static const struct {
	const char *word;
	enum how_many many;
	enum syntax syntax;
	uint64_t words;
	bool shown;
	const char *given; /* NULL: it is not */
	bool asked;	   /* only where the word must carry it */
	const char *kept;
} fields[] = {
#define HIDDEN false, NULL, false
#define SHOWN true, NULL, false
#define GIVEN(option) true, option, false
#define ASKED(option) true, option, true
#define NAMED(option) false, option, false
#define FIELD(tag, word, many, syntax, words, by, shown, kept) \
	[FIELD_##tag] = {word, many, SYNTAX_##syntax, words, shown, kept},
#include "model/fields.h"
#undef FIELD
};

/* M(A, B) -> {FIELD_A, FIELD_B, FIELD_NOTHING} */
#define M1(a) FIELD_##a
#define M2(a, b) M1(a), M1(b)
#define M3(a, b, c) M2(a, b), M1(c)
#define M4(a, b, c, d) M3(a, b, c), M1(d)
#define M5(a, b, c, d, e) M4(a, b, c, d), M1(e)
#define M_PICK(a, b, c, d, e, pick, ...) pick
#define M(...)                                                                         \
	{                                                                              \
		M_PICK(__VA_ARGS__, M5, M4, M3, M2, M1, 0)(__VA_ARGS__), FIELD_NOTHING \
	}

static const struct event_info infos[] = {
#define P(tag) (1u << PHASE_##tag)
#define ACT(tag, word_, kind_, on, must_, may, ...) \
	[EVENT_##tag] = {.word = word_,             \
			 .kind = KIND_##kind_,      \
			 .subjects = on,            \
			 .must = must_,             \
			 .permission = may,         \
			 .summary = __VA_ARGS__},
#include "model/words.h"
#undef ACT
};

static const enum {
	INTEGRITY,
	FACT,
	CHOICE
} natures[] = {
#define KIND(tag, nature) [KIND_##tag] = nature,
#include "model/kinds.h"
#undef KIND
};

static const char *const subject_words[] = {"",	     "step", "gate", "rollback",
					    "drill", "env",  "path", "event"};
_Static_assert(ARRAY_SIZE(subject_words) == SUBJECT_COUNT, "a word for each type of subject");

const struct event_info *event_info(enum event_word word)
{
	return &infos[word];
}

enum event_kind event_kind(const struct event *event)
{
	return infos[event->word].kind;
}

bool event_is_integrity(enum event_word word)
{
	return natures[infos[word].kind] == INTEGRITY;
}

bool event_is_fact(enum event_word word)
{
	return natures[infos[word].kind] == FACT;
}

enum event_word event_by_word(const char *word)
{
	int i = 0;

	while (i < EVENT_COUNT && strcmp(infos[i].word, word) != 0)
		i++;
	return (enum event_word)i;
}

const char *event_field_word(enum event_field field)
{
	return fields[field].word;
}

enum syntax event_field_syntax(enum event_field field)
{
	return fields[field].syntax;
}

bool event_field_many(enum event_field field)
{
	return fields[field].many == MANY;
}

bool event_field_shown(enum event_field field)
{
	return fields[field].shown;
}

const char *event_field_given(enum event_word word, enum event_field field)
{
	return fields[field].asked && !event_demands(word, field) ? NULL : fields[field].given;
}

const char *event_field_kept(enum event_field field)
{
	return fields[field].kept;
}

bool event_demands(enum event_word word, enum event_field field)
{
	const struct event_info *info = &infos[word];

	for (size_t i = 0; i < ARRAY_SIZE(info->must) && info->must[i] != FIELD_NOTHING; i++)
		if (info->must[i] == field)
			return true;
	return false;
}

bool event_may(enum event_word word, enum event_field field)
{
	uint64_t bits = UINT64_C(1) << infos[word].kind | UINT64_C(1) << (KIND_COUNT + word);

	return fields[field].words & bits;
}

const char *subject_type_word(enum subject_type type)
{
	return subject_words[type];
}

struct event_subject event_subject_of(const struct event *event)
{
	const char *text = event_get(event, FIELD_SUBJECT);
	const char *step = event_get(event, FIELD_STEP);

	if (step)
		return (struct event_subject){SUBJECT_STEP, step};
	for (int i = SUBJECT_GATE; text && i < SUBJECT_COUNT; i++) {
		size_t len = strlen(subject_words[i]);

		if (!strncmp(text, subject_words[i], len) && text[len] == ':')
			return (struct event_subject){(enum subject_type)i, text + len + 1};
	}
	if (event_get(event,
		      FIELD_ENVIRONMENT)) /* alone: it speaks of the environment itself */
		return (struct event_subject){SUBJECT_ENVIRONMENT, NULL};
	return (struct event_subject){SUBJECT_NONE, NULL};
}
