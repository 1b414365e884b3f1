#include "model/event.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/utf8.h"
#include "model/internal.h"

enum how_many { ONE, MANY };

static const struct {
	const char *word;
	enum how_many many;
	enum syntax syntax;
} fields[] = {
#define FIELD(tag, word, many, syntax) [FIELD_##tag] = {word, many, SYNTAX_##syntax},
#include "model/fields.h"
#undef FIELD
};

#define F(tag) ((uint64_t)1 << FIELD_##tag)
#define SAYS EVENT_SAYS

static const struct event_kind_info kinds[] = {
#define KIND(tag, word, act, must, may, transition) \
	[EVENT_##tag] = {word, act, must, may, false},
#define RESERVED(tag, word) [EVENT_##tag] = {word, word, 0, 0, true},
#include "model/kinds.h"
#undef KIND
#undef RESERVED
};

_Static_assert(FIELD_COUNT < 63, "fields are bits of a uint64_t");

/* What stands in every event, whatever its kind. */
#define EVERY_EVENT (F(FORMAT) | F(ID) | F(SEQUENCE) | F(EVENT))
#define EVERY_BUT_FIRST (F(LEDGER) | F(PREVIOUS) | F(SEEN))
#define ANY_EVENT_MAY (F(OCCURRED) | F(EVIDENCE) | F(FILE))

const struct event_kind_info *event_kind_info(enum event_kind kind)
{
	return &kinds[kind];
}

enum event_kind event_kind_by_word(const char *word)
{
	int kind;

	for (kind = 0; kind < EVENT_KIND_COUNT; kind++)
		if (!strcmp(kinds[kind].word, word))
			break;
	return (enum event_kind)kind;
}

const char *event_field_word(enum event_field field)
{
	return fields[field].word;
}

const char *event_get(const struct event *event, enum event_field field)
{
	return event->fields[field].count ? event->fields[field].items[0] : NULL;
}

void event_add(struct event *event, struct arena *a, enum event_field field, const char *value)
{
	struct event_values *values = &event->fields[field];

	*ARENA_PUSH(a, values->items, values->count) = arena_strdup(a, value);
}

void event_set(struct event *event, struct arena *a, enum event_field field, const char *value)
{
	event->fields[field].count = 0;
	event->fields[field].items = NULL;
	event_add(event, a, field, value);
}

const char *event_subject(const struct event *event, struct arena *a)
{
	const char *step = event_get(event, FIELD_STEP);
	const char *environment = event_get(event, FIELD_ENVIRONMENT);

	return arena_printf(a, "%s%s%s%s%s", kinds[event->kind].word, step ? " " : "",
			    step ? step : "", environment ? " in " : "",
			    environment ? environment : "");
}

/* One paragraph of printable lines; none may look like a trailer. */
static int check_reason(const char *reason, struct err *err)
{
	const char *line = reason;

	if (strlen(reason) > LIMIT_MESSAGE)
		return err_set(err, ERR_LIMIT, "the reason is longer than %zu bytes",
			       LIMIT_MESSAGE);
	for (;;) {
		const char *end = strchr(line, '\n');
		size_t len = end ? (size_t)(end - line) : strlen(line);

		if (!len)
			return err_set(err, ERR_FORMAT, "the reason has an empty line");
		if (!utf8_is_printable_line(bytes_of(line, len)) || line[len - 1] == ' ')
			return err_set(err, ERR_FORMAT,
				       "the reason has a line that is not printable text");
		if (!strncmp(line, "Mcade-", 6))
			return err_set(err, ERR_FORMAT,
				       "a line of the reason begins with 'Mcade-'");
		if (!end)
			return 0;
		line = end + 1;
	}
}

/* Exactly the fields of the kind, each of its syntax, lists sorted and without repetition. */
static int check_fields(const struct event *event, struct err *err)
{
	const struct event_kind_info *kind = &kinds[event->kind];
	uint64_t must = EVERY_EVENT | kind->must;
	uint64_t may = ANY_EVENT_MAY | kind->may;

	if (event->kind != EVENT_INIT)
		must |= EVERY_BUT_FIRST;
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct event_values *values = &event->fields[f];
		uint64_t bit = (uint64_t)1 << f;

		if (!values->count && (must & bit))
			return err_set(err, ERR_FORMAT, "'Mcade-%s' is missing in a '%s' event",
				       fields[f].word, kind->word);
		if (values->count && !((must | may) & bit))
			return err_set(err, ERR_FORMAT, "'Mcade-%s' is not of a '%s' event",
				       fields[f].word, kind->word);
		if (values->count > (fields[f].many == MANY ? LIMIT_LIST : 1))
			return err_set(err, ERR_FORMAT, "'Mcade-%s' stands %zu times",
				       fields[f].word, values->count);
		for (size_t i = 0; i < values->count; i++) {
			if (strlen(values->items[i]) > LIMIT_FIELD ||
			    !syntax_holds(fields[f].syntax, values->items[i]))
				return err_set(err, ERR_FORMAT,
					       "'Mcade-%s: %.200s' is malformed",
					       fields[f].word, values->items[i]);
			if (i && strcmp(values->items[i - 1], values->items[i]) >= 0)
				return err_set(
					err, ERR_FORMAT,
					"the values of 'Mcade-%s' are not sorted or repeat",
					fields[f].word);
		}
	}
	if ((kind->must & EVENT_SAYS) && !event->reason)
		return err_set(err, ERR_FORMAT, "a '%s' event needs a reason", kind->word);
	return event->reason ? check_reason(event->reason, err) : 0;
}

static int compare_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void event_sort(struct event *event)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if (event->fields[f].count > 1)
			qsort(event->fields[f].items, event->fields[f].count,
			      sizeof(*event->fields[f].items), compare_text);
}

int event_encode(struct event *event, struct strbuf *out, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	event_sort(event);
	if (check_fields(event, err) < 0)
		return -1;
	strbuf_addstr(out, event_subject(event, &scratch));
	strbuf_addstr(out, "\n\n");
	if (event->reason) {
		strbuf_addstr(out, event->reason);
		strbuf_addstr(out, "\n\n");
	}
	for (int f = 0; f < FIELD_COUNT; f++)
		for (size_t i = 0; i < event->fields[f].count; i++) {
			strbuf_addstr(out, "Mcade-");
			strbuf_addstr(out, fields[f].word);
			strbuf_add(out, ": ", 2);
			strbuf_addstr(out, event->fields[f].items[i]);
			strbuf_addch(out, '\n');
		}
	return 0;
}

/* The first field at or after `from` with this word; FIELD_COUNT when there is none. */
static int field_by_word(const char *word, size_t len, int from)
{
	for (int f = from; f < FIELD_COUNT; f++)
		if (strlen(fields[f].word) == len && !memcmp(fields[f].word, word, len))
			return f;
	return FIELD_COUNT;
}

/* Lines "Mcade-Word: value" in the order of the table, up to the end of the message. */
static int decode_trailers(const char *at, const char *end, struct arena *a,
			   struct event *event, struct err *err)
{
	int last = 0;

	while (at < end) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		const char *colon = memchr(at, ':', (size_t)(end - at));
		struct event_values *values;
		int field;

		if (!line_end)
			return err_set(err, ERR_FORMAT, "the last trailer has no end of line");
		if (strncmp(at, "Mcade-", 6) != 0 || !colon || colon > line_end ||
		    line_end - colon < 3 || colon[1] != ' ')
			return err_set(err, ERR_FORMAT, "'%.*s' is no trailer",
				       (int)(line_end - at > 200 ? 200 : line_end - at), at);
		field = field_by_word(at + 6, (size_t)(colon - at - 6), last);
		if (field == FIELD_COUNT)
			return err_set(err, ERR_FORMAT,
				       "trailer '%.*s' is unknown or misplaced",
				       (int)(colon - at > 60 ? 60 : colon - at), at);
		last = field;
		values = &event->fields[field];
		*ARENA_PUSH(a, values->items, values->count) = arena_strndup(
			a, colon + 2, (size_t)(line_end - colon - 2));
		at = line_end + 1;
	}
	return 0;
}

/* The first value of a trailer, before the block has been judged; NULL when it is not there. */
static const char *peek(const char *trailers, const char *key, struct arena *a)
{
	const char *at = trailers;
	size_t len = strlen(key);

	while (strncmp(at, key, len) != 0) {
		at = strchr(at, '\n');
		if (!at)
			return NULL;
		at++;
	}
	return arena_strndup(a, at + len, strcspn(at + len, "\n"));
}

/*
 * Which format and kind: the two fields that say whether this version can judge the rest. Read
 * first, since a later format or kind may have trailers that this version does not know.
 */
static int decode_kind(const char *trailers, struct arena *a, struct event *event,
		       struct err *err)
{
	const char *format = peek(trailers, "Mcade-Format: ", a);
	const char *word = peek(trailers, "Mcade-Event: ", a);
	uint64_t number;

	if (!format || !number_parse(format, UINT64_MAX, &number) || !number || !word)
		return err_set(err, ERR_FORMAT, "'Mcade-Format' or 'Mcade-Event' is missing");
	if (number > LEDGER_FORMAT)
		return err_set(err, ERR_UNSUPPORTED,
			       "ledger format %s is newer than this program's %d", format,
			       LEDGER_FORMAT);
	event->kind = event_kind_by_word(word);
	if (event->kind == EVENT_KIND_COUNT)
		return err_set(err, ERR_UNSUPPORTED, "event kind '%.60s' is not known", word);
	if (kinds[event->kind].reserved)
		return err_set(err, ERR_UNSUPPORTED,
			       "event kind '%s' is reserved for a later version", word);
	return 0;
}

int event_decode(struct bytes message, struct arena *a, struct event *ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf again = STRBUF_INIT;
	const char *text = arena_memdup(a, message.data, message.len);
	const char *end = text + message.len;
	struct event event = {.kind = EVENT_KIND_COUNT};
	const char *body, *trailers;

	if (memchr(text, '\0', message.len))
		return err_set(err, ERR_FORMAT, "the message has a NUL byte");
	body = strstr(text, "\n\n");
	trailers = strstr(text, "\nMcade-");
	if (!body || !trailers || trailers < body + 1 || trailers[-1] != '\n')
		return err_set(err, ERR_FORMAT, "the message has no block of trailers");
	body += 2;
	trailers++;
	if (trailers > body) {
		if (trailers - body < 3)
			return err_set(err, ERR_FORMAT, "the reason is empty");
		event.reason = arena_strndup(a, body, (size_t)(trailers - body - 2));
	}
	if (decode_kind(trailers, a, &event, err) < 0 ||
	    decode_trailers(trailers, end, a, &event, err) < 0 ||
	    event_encode(&event, &again, err) < 0)
		return -1;
	if (again.len != message.len || memcmp(again.buf, text, again.len) != 0)
		return err_set(err, ERR_FORMAT,
			       "the message is not in canonical form "
			       "(subject, blank lines or order of trailers)");
	*ret = event;
	return 0;
}
