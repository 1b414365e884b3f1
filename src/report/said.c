#include "report/said.h"

#include "base/printable.h"
#include "model/logentry.h"
#include "report/internal.h"

#define CHAT_LINE_MAX 400 /* bytes; a chat shows no more */

static const char *in_environment(const struct event *event, struct arena *a)
{
	const char *environment = event_get(event, FIELD_ENVIRONMENT);

	return environment ? arena_printf(a, " in %s", environment) : "";
}

/* "path=value" -> "path = value" */
static const char *spaced(const char *pin, struct arena *a)
{
	const char *equals = strchr(pin, '=');

	return equals ? arena_printf(a, "%.*s = %s", (int)(equals - pin), pin, equals + 1)
		      : pin;
}

/* "promote to prod from staging: 3 values" */
static void say_promotion(const struct event *event, struct arena *a, struct said *said)
{
	size_t count = event->fields[FIELD_PIN].count;

	said->line = arena_printf(a, "%s to %s from %s", event_info(event->word)->word,
				  event_get(event, FIELD_ENVIRONMENT),
				  event_get(event, FIELD_SOURCE));
	said->told[FIELD_SOURCE] = true;
	if (count)
		said->line = arena_printf(a, "%s: %zu value%s", said->line, count,
					  count == 1 ? "" : "s");
}

static void say_pins(const struct event *event, struct arena *a, struct said *said)
{
	const struct event_values *pins = &event->fields[FIELD_PIN];
	const char *word = event_info(event->word)->word;

	if (pins->count == 1) {
		said->told[FIELD_PIN] = true;
		said->line = arena_printf(a, "%s %s", word, spaced(pins->items[0], a));
	} else {
		said->line = arena_printf(a, "%s %zu values", word, pins->count);
	}
	said->line = arena_printf(a, "%s%s", said->line, in_environment(event, a));
}

/* "trust bob +operator", "trust bob: all keys revoked" */
static void say_trust(const struct event *event, struct arena *a, struct said *said)
{
	const struct event_values *roles = &event->fields[FIELD_ROLE];
	const char *change = said_change(event);

	said->line = event_info(event->word)->word;
	for (size_t i = 0; i < event->fields[FIELD_PRINCIPAL].count; i++)
		said->line = arena_printf(a, "%s %s", said->line,
					  event->fields[FIELD_PRINCIPAL].items[i]);
	for (size_t i = 0; i < roles->count; i++)
		said->line = arena_printf(a, "%s +%s", said->line, roles->items[i]);
	if (change && strcmp(change, "added") != 0)
		said->line = arena_printf(a, "%s: %s", said->line, change);
	said->told[FIELD_PRINCIPAL] = said->told[FIELD_ROLE] = true;
}

static void say_list(const struct event *event, enum event_field field, const char *before,
		     struct arena *a, struct said *said)
{
	const struct event_values *values = &event->fields[field];

	for (size_t i = 0; i < values->count; i++)
		said->line = arena_printf(a, "%s%s%s", said->line, i ? ", " : before,
					  values->items[i]);
	said->told[field] = true;
}

/* "ready fail, stop.disk error": what of the checks did not pass, or was answered by a person */
static const char *told_checks(const struct event *event, struct arena *a)
{
	const struct event_values *checks = &event->fields[FIELD_CHECK];
	const char *text = "";

	for (size_t i = 0; i < checks->count; i++) {
		const char *blank = strchr(checks->items[i], ' ');
		const char *result = blank ? blank + 1 : "";

		if (event->word == EVENT_ATTEST ||
		    (strcmp(result, "pass") != 0 && strcmp(result, "not-applicable") != 0))
			text = arena_printf(a, "%s%scheck %.*s: %s", text, *text ? ", " : "",
					    blank ? (int)(blank - checks->items[i]) : 0,
					    checks->items[i], result);
	}
	return text;
}

/* ": failed (exit status 3, check ready: fail)" */
static void say_outcome(const struct event *event, struct arena *a, struct said *said)
{
	const char *result = event_get(event, FIELD_RESULT), *exit, *checks, *why;

	if (!result)
		result = event_get(event, FIELD_VERDICT);
	if (!result)
		return;
	if (event->word == EVENT_GATE)
		result = gate_word(result);
	exit = event_get(event, FIELD_EXIT);
	checks = told_checks(event, a);
	why = exit && strcmp(exit, "exit status 0") != 0 ? exit : "";
	why = arena_printf(a, "%s%s%s", why, *why && *checks ? ", " : "", checks);
	said->told[FIELD_EXIT] = true;
	said->line = arena_printf(a, "%s: %s%s%s%s", said->line, result, *why ? " (" : "", why,
				  *why ? ")" : "");
}

/* "approve promote in prod", "approve SHIP in lab: fail": that it is given needs no word. */
static void say_approval(const struct event *event, struct arena *a, struct said *said)
{
	if (event_subject_of(event).type == SUBJECT_ENVIRONMENT)
		said->line = arena_printf(a, "%s %s%s", event_info(event->word)->word,
					  event_info(EVENT_PROMOTE)->word,
					  in_environment(event, a));
	if (strcmp(event_get(event, FIELD_VERDICT), "pass") != 0)
		say_outcome(event, a, said);
}

void event_say(const struct event *event, struct arena *a, struct said *ret)
{
	struct said said = {.line = event_subject(event, a)};

	switch (event_kind(event)) {
	case KIND_PIN:
		(event->word == EVENT_PROMOTE ? say_promotion : say_pins)(event, a, &said);
		break;
	case KIND_TRUST:
		say_trust(event, a, &said);
		break;
	case KIND_HOLD:
		if (event_get(event, FIELD_HOLD)) {
			say_list(event, FIELD_HOLD, " ", a, &said);
			say_list(event, FIELD_PATH, ": ", a, &said);
		}
		break;
	case KIND_LIFT:
		say_list(event, FIELD_OF, ": ", a, &said);
		break;
	case KIND_SEAL:
		say_list(event, FIELD_DIRECTORY, ": ", a, &said);
		break;
	case KIND_FINISH:
	case KIND_VERDICT:
		(event->word == EVENT_APPROVE ? say_approval : say_outcome)(event, a, &said);
		break;
	default:
		break;
	}
	*ret = said;
}

const char *event_chat_line(const struct event *event, uint64_t sequence, const char *principal,
			    struct arena *a)
{
	const char *environment = event_get(event, FIELD_ENVIRONMENT), *line;
	struct said said;
	size_t end;

	event_say(event, a, &said);
	line = arena_printf(a, "%s%s#%" PRIu64 " %s: %s%s%s%s", environment ? environment : "",
			    environment ? " " : "", sequence, principal ? principal : "-",
			    said.line, event->reason ? " (" : "",
			    event->reason ? event->reason : "", event->reason ? ")" : "");
	line = printable_line(a, line);
	end = strlen(line);
	if (end <= CHAT_LINE_MAX)
		return line;
	for (end = CHAT_LINE_MAX; (line[end] & 0xc0) == 0x80; end--)
		; /* not in the middle of a letter */
	return arena_printf(a, "%.*s...", (int)end, line);
}
