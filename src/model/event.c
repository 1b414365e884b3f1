#include "model/event.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/texts.h"
#include "base/utf8.h"
#include "model/internal.h"

const char *event_get(const struct event *event, enum event_field field)
{
	return event->fields[field].count ? event->fields[field].items[0] : NULL;
}

bool event_says(const struct event *event, enum event_field field, const char *value)
{
	return texts_have(event->fields[field].items, event->fields[field].count, value);
}

const char *event_evidence_name(const char *value)
{
	const char *name = strrchr(value, ' ');

	return name ? name + 1 : "";
}

bool event_names(const struct event *event, enum event_field field, const char *name)
{
	const struct event_values *values = &event->fields[field];

	for (size_t i = 0; i < values->count; i++)
		if (!strcmp(strchr(values->items[i], ' ') + 1, name))
			return true;
	return false;
}

void event_add(struct event *event, struct arena *a, enum event_field field, const char *value)
{
	struct event_values *values = &event->fields[field];

	*ARENA_PUSH(a, values->items, values->count) = arena_strdup(a, value);
}

void event_set(struct event *event, struct arena *a, enum event_field field, const char *value)
{
	event->fields[field].count = 0;
	event_add(event, a, field, value);
}

const char *event_subject(const struct event *event, struct arena *a)
{
	struct event_subject subject = event_subject_of(event);
	const char *environment = event_get(event, FIELD_ENVIRONMENT);

	return arena_printf(a, "%s%s%s%s%s", event_info(event->word)->word,
			    subject.id ? " " : "", subject.id ? subject.id : "",
			    environment ? " in " : "", environment ? environment : "");
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
		if (text_begins(line, "Mcade-"))
			return err_set(err, ERR_FORMAT,
				       "a line of the reason begins with 'Mcade-'");
		if (!end)
			return 0;
		line = end + 1;
	}
}

/* What every event has, the first one less. */
static bool chain_demands(enum event_field field, bool first)
{
	switch (field) {
	case FIELD_FORMAT:
	case FIELD_ID:
	case FIELD_SEQUENCE:
	case FIELD_EVENT:
		return true;
	case FIELD_NONCE:
		return first;
	case FIELD_LEDGER:
	case FIELD_PREVIOUS:
	case FIELD_SEEN:
		return !first;
	default:
		return false;
	}
}

/* Of each branch one tip: else a single event asks for the same files again and again. */
static int check_tips(enum event_field f, const struct event_values *values, struct err *err)
{
	for (size_t i = 1; i < values->count; i++) {
		const char *ref = strchr(values->items[i], ' ') + 1;

		for (size_t k = 0; k < i; k++)
			if (!strcmp(strchr(values->items[k], ' ') + 1, ref))
				return err_set(err, ERR_FORMAT,
					       "'Mcade-%s' names '%.200s' twice",
					       event_field_word(f), ref);
	}
	return 0;
}

static int check_values(enum event_field f, const struct event_values *values, struct err *err)
{
	if (values->count > (event_field_many(f) ? LIMIT_LIST : 1))
		return err_set(err, ERR_FORMAT, "'Mcade-%s' is given %zu times",
			       event_field_word(f), values->count);
	for (size_t i = 0; i < values->count; i++) {
		if (strlen(values->items[i]) > LIMIT_FIELD ||
		    !syntax_holds(event_field_syntax(f), values->items[i]))
			return err_set(err, ERR_FORMAT, "'Mcade-%s: %.200s' is malformed",
				       event_field_word(f), values->items[i]);
		if (i && strcmp(values->items[i - 1], values->items[i]) >= 0)
			return err_set(err, ERR_FORMAT,
				       "the values of 'Mcade-%s' are not sorted or repeat",
				       event_field_word(f));
	}
	return event_field_syntax(f) == SYNTAX_TIP ? check_tips(f, values, err) : 0;
}

/* Which environment, which subject: what the word may speak of, once. */
static int check_subject(const struct event *event, struct err *err)
{
	const struct event_info *info = event_info(event->word);
	struct event_subject subject = event_subject_of(event);
	bool environment = event_get(event, FIELD_ENVIRONMENT) != NULL;
	bool here = subject.type != SUBJECT_NONE && subject.type != SUBJECT_PATH &&
		    subject.type != SUBJECT_EVENT;

	if (event_get(event, FIELD_STEP) && event_get(event, FIELD_SUBJECT))
		return err_set(err, ERR_FORMAT, "event '%s' has a step and a subject",
			       info->word);
	if (!(info->subjects & (1u << subject.type)))
		return err_set(err, ERR_FORMAT, "event '%s' may not name '%s'", info->word,
			       subject.type ? subject_type_word(subject.type) : "nothing");
	if (here != environment)
		return err_set(err, ERR_FORMAT, "'Mcade-Environment' is %s in event '%s'",
			       here ? "missing" : "not of this subject", info->word);
	return 0;
}

/* Exactly the fields of the word, each of its syntax, lists sorted and without repetition. */
static int check_fields(const struct event *event, struct err *err)
{
	const struct event_info *info = event_info(event->word);
	bool first = event->word == EVENT_INIT;

	for (int i = 0; i < FIELD_COUNT; i++) {
		enum event_field f = (enum event_field)i;
		const struct event_values *values = &event->fields[f];

		if (!values->count &&
		    (chain_demands(f, first) || event_demands(event->word, f)))
			return err_set(err, ERR_FORMAT, "'Mcade-%s' is missing in event '%s'",
				       event_field_word(f), info->word);
		if (values->count && !event_may(event->word, f))
			return err_set(err, ERR_FORMAT, "'Mcade-%s' is not of event '%s'",
				       event_field_word(f), info->word);
		if (check_values(f, values, err) < 0)
			return -1;
	}
	if (event_demands(event->word, FIELD_SAYS) && !event->reason)
		return err_set(err, ERR_FORMAT, "event '%s' needs a reason", info->word);
	if (check_subject(event, err) < 0)
		return -1;
	return event->reason ? check_reason(event->reason, err) : 0;
}

void event_sort(struct event *event)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		texts_sort(event->fields[f].items, event->fields[f].count);
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
			strbuf_addstr(out, event_field_word((enum event_field)f));
			strbuf_add(out, ": ", 2);
			strbuf_addstr(out, event->fields[f].items[i]);
			strbuf_addch(out, '\n');
		}
	return 0;
}

/* The first field at or after `from` with this word; FIELD_COUNT when there is none. */
static int field_by_word(const char *word, size_t len, int from)
{
	for (int f = from; f < FIELD_COUNT; f++) {
		const char *is = event_field_word((enum event_field)f);

		if (strlen(is) == len && !memcmp(is, word, len))
			return f;
	}
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
		if (!text_begins(at, "Mcade-") || !colon || colon > line_end ||
		    line_end - colon < 3 || colon[1] != ' ')
			return err_set(err, ERR_FORMAT, "'%.*s' is not a trailer",
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
 * Which format, rules and word: the fields that say whether this version can judge the rest. Read
 * first, since a later format or word may have trailers that this version does not know.
 */
static int decode_word(const char *trailers, struct arena *a, struct event *event,
		       struct err *err)
{
	const char *format = peek(trailers, "Mcade-Format: ", a);
	const char *word = peek(trailers, "Mcade-Event: ", a);
	const char *set = peek(trailers, "Mcade-Rules: ", a);
	uint64_t number;

	if (!format || !number_parse(format, UINT64_MAX, &number) || !number || !word)
		return err_set(err, ERR_FORMAT, "'Mcade-Format' or 'Mcade-Event' is missing");
	if (number > LEDGER_FORMAT)
		return err_set(err, ERR_UNSUPPORTED,
			       "ledger format %s is newer than this program's %d", format,
			       LEDGER_FORMAT);
	event->word = event_by_word(word);
	if (event->word == EVENT_COUNT)
		return err_set(err, ERR_UNSUPPORTED, "unknown event '%.60s'", word);
	if (set && number_parse(set, UINT64_MAX, &number) && number > LEDGER_RULES)
		return err_set(err, ERR_UNSUPPORTED,
			       "rules %s are newer than this program's %d", set, LEDGER_RULES);
	if (event->word != EVENT_INIT || set)
		return 0;
	err_set(err, ERR_UNSUPPORTED,
		"this is a ledger of git mcade 0.1, which this version does not read");
	return err_next(err, "read it with git mcade 0.1; this version starts a new ledger");
}

int event_decode(struct bytes message, struct arena *a, struct event *ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf again = STRBUF_INIT;
	const char *text = arena_memdup(a, message.data, message.len);
	const char *end = text + message.len;
	struct event event = {.word = EVENT_COUNT};
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
	if (decode_word(trailers, a, &event, err) < 0 ||
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

bool event_contests(const struct event *event, enum rule_id rule)
{
	return event_says(event, FIELD_CONTESTED, rule_word(rule));
}

const char *event_checks_verdict(const struct event *event, uint64_t set)
{
	static const char *const others[] = {"guard.", "stop.", "before."};
	const struct event_values *checks = &event->fields[FIELD_CHECK];
	bool any = false, unsure = false, answered = set < RULES_ANSWERED;

	for (size_t i = 0; i < checks->count; i++) {
		const char *result = strchr(checks->items[i], ' ') + 1;
		bool other = false;

		for (size_t k = 0; k < ARRAY_SIZE(others); k++)
			other = other ||
				!strncmp(checks->items[i], others[k], strlen(others[k]));
		if (other)
			continue;
		any = true;
		if (!strcmp(result, "fail") || !strcmp(result, "error"))
			return "fail";
		unsure = unsure || !strcmp(result, "inconclusive");
		answered = answered || strcmp(result, "not-applicable") != 0;
	}
	return !any ? "none" : unsure || !answered ? "inconclusive" : "pass";
}

const char *event_outcome(const struct event *event)
{
	const char *result = event_get(event, FIELD_RESULT);
	const char *shown = event_checks_verdict(event, RULES_ANSWERED);
	bool held = !strcmp(shown, "pass") || !strcmp(shown, "none");

	return held || strcmp(result, "ok") != 0 ? result : "unverified";
}

const char *event_verified(const struct event *event, uint64_t set)
{
	return event->word == EVENT_FINISH || event->word == EVENT_VERIFY
		       ? event_checks_verdict(event, set)
		       : NULL;
}

void event_about(struct event *event, struct arena *a, const struct event *other)
{
	static const enum event_field fields[] = {FIELD_STEP, FIELD_SUBJECT, FIELD_ENVIRONMENT};

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if (event_get(other, fields[i]))
			event_set(event, a, fields[i], event_get(other, fields[i]));
}

bool event_uses_approvals(const struct event *event)
{
	return event_kind(event) == KIND_START || event->word == EVENT_PROMOTE ||
	       (event->word == EVENT_ATTEST && !event_get(event, FIELD_CHECK) &&
		!event_get(event, FIELD_CRITERION)) ||
	       (event->word == EVENT_CHECKPOINT && event_get(event, FIELD_DEFINITION));
}
