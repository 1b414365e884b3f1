/*
 * event.h - one event of a ledger: a kind, its fields, a reason. Format: git-mcade-ledger(5).
 *
 * The message of a ledger commit is the event. encode() has one spelling for each event, and
 * decode() refuses every message that encode() would not have written.
 *
 *	struct event e = {.kind = EVENT_SKIP, .reason = "superseded by hand"};
 *	event_set(&e, arena, FIELD_STEP, "PLAT_08D");
 */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"

#define LEDGER_FORMAT 1

enum event_field {
#define FIELD(tag, word, many, syntax) FIELD_##tag,
#include "model/fields.h"
#undef FIELD
	FIELD_COUNT
};

enum event_kind {
#define KIND(tag, word, act, must, may, transition) EVENT_##tag,
#define RESERVED(tag, word) EVENT_##tag,
#include "model/kinds.h"
#undef KIND
#undef RESERVED
	EVENT_KIND_COUNT
};

struct event_values {
	const char **items;
	size_t count;
};

struct event {
	enum event_kind kind;
	const char *
		reason; /* the free paragraph, without final newline; NULL when there is none */
	struct event_values fields[FIELD_COUNT];
};

/* What a kind is made of, from kinds.h. */
struct event_kind_info {
	const char *word, *act;
	uint64_t must, may; /* bits 1 << FIELD_x; EVENT_SAYS */
	bool reserved;
};
#define EVENT_SAYS ((uint64_t)1 << 63)

const struct event_kind_info *event_kind_info(enum event_kind kind);
/* EVENT_KIND_COUNT when there is no such word. */
enum event_kind event_kind_by_word(const char *word);
const char *event_field_word(enum event_field field);

/* The only or first value, or NULL. */
const char *event_get(const struct event *event, enum event_field field);
/* Copies the value into the arena; event_add() for fields that may stand more than once. */
void event_set(struct event *event, struct arena *a, enum event_field field, const char *value);
void event_add(struct event *event, struct arena *a, enum event_field field, const char *value);

/* "complete PLAT_08D in prod"; the first line of the message. */
const char *event_subject(const struct event *event, struct arena *a);

/* Puts lists into their canonical order; what is computed from an event rests on it. */
void event_sort(struct event *event);

/*
 * Appends the whole message. Sorts lists. Fails (ERR_FORMAT) where a field is missing, not of
 * this kind, or not of its syntax: what cannot be read back is never written.
 */
int event_encode(struct event *event, struct strbuf *out, struct err *err);

/*
 * Reads a message; strings live in the arena. ERR_FORMAT names the trailer, what is expected
 * and what was found; ERR_UNSUPPORTED for a format or kind that this version does not know.
 */
int event_decode(struct bytes message, struct arena *a, struct event *ret, struct err *err);

/* Parts of structured values; false when the value is not of that syntax. */
bool event_file_parts(const char *value, const char **ret_path, char ret_sha256[65]);
bool event_pin_parts(const char *value, struct arena *a, const char **ret_path,
		     const char **ret_value);
bool event_pair_parts(
	const char *value, struct arena *a, const char **ret_first,
	const char **ret_rest); /* at the first blank: "<id> <result>", tips, claims */

#endif
