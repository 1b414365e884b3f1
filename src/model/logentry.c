#include "model/logentry.h"

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/time.h"
#include "base/texts.h"

#define OPENING "<!-- mcade "
#define AFTER " after "
#define CLOSING " -->"

/* How a rollback or a drill ended. */
static bool is_procedure(const struct event *event)
{
	enum subject_type type = event_subject_of(event).type;

	return event_kind(event) == KIND_FINISH &&
	       (type == SUBJECT_ROLLBACK || type == SUBJECT_DRILL);
}

/* Its entry says how it came out, and what was not well: of a step, which has one of its own once it is
 * complete, where that is not ok. Events of before name no outcome, and their entries are as they were. */
static bool tells_outcome(const struct event *event)
{
	const char *outcome = event_get(event, FIELD_OUTCOME);

	return outcome &&
	       (event_subject_of(event).type != SUBJECT_STEP || strcmp(outcome, "ok") != 0);
}

/* What it puts back holds from its start on, however it ends. */
static bool restores(const struct event *event)
{
	return event->word == EVENT_ROLLBACK && event_get(event, FIELD_RESTORED_TO);
}

/* It began under a waiver, which its end cannot say: then the beginning has an entry of its own. */
static bool begins_waived(const struct event *event)
{
	return (event->word == EVENT_ROLLBACK || event->word == EVENT_DRILL) &&
	       event->fields[FIELD_WAIVED].count;
}

/* A rollback that a person made by hand. */
static bool is_by_hand(const struct event *event)
{
	return event->word == EVENT_ATTEST && event_subject_of(event).type == SUBJECT_ROLLBACK;
}

bool logentry_makes(const struct event *event)
{
	return event_kind(event) == KIND_COMPLETE || event->word == EVENT_GATE ||
	       event->word == EVENT_PROMOTE || is_procedure(event) || tells_outcome(event) ||
	       restores(event) || begins_waived(event) || is_by_hand(event) ||
	       event->fields[FIELD_DISPUTES].count;
}

const char *gate_word(const char *verdict)
{
	return !verdict			  ? NULL
	       : !strcmp(verdict, "pass") ? "GO"
	       : !strcmp(verdict, "fail") ? "NO-GO"
					  : "INCONCLUSIVE";
}

/* What was found that is not well, each in the event's own words. */
static void add_checks(const struct event *event, struct strbuf *out)
{
	const struct event_values *checks = &event->fields[FIELD_CHECK];

	for (size_t i = 0; i < checks->count; i++)
		if (!strstr(checks->items[i], " pass"))
			strbuf_addf(out, "- check: %s\n", checks->items[i]);
}

static void add_decision(const struct event *event, struct strbuf *out)
{
	strbuf_addf(out, "- verdict: %s\n- candidate: %s\n",
		    gate_word(event_get(event, FIELD_VERDICT)),
		    event_get(event, FIELD_CANDIDATE));
	add_checks(event, out);
}

/* Where it goes back to, and what it leaves. */
static void add_restored(const struct event *event, struct strbuf *out)
{
	const char *candidate = event_get(event, FIELD_CANDIDATE);
	const char *left = event_get(event, FIELD_LEFT);

	strbuf_addf(out, "- back to: event %s\n", event_get(event, FIELD_RESTORED_TO));
	if (candidate)
		strbuf_addf(out, "- candidate: %s\n", candidate);
	if (left)
		strbuf_addf(out, "- left: %s\n", left);
}

/* "PLAT_08C complete in prod": what the entry is headed by, of an act that writes its own. */
static const char *heading(const struct event *event, struct arena *a)
{
	if (event->word == EVENT_PROMOTE)
		return arena_printf(a, "%s to %s", event_info(event->word)->word,
				    event_get(event, FIELD_ENVIRONMENT));
	if (is_by_hand(event))
		return arena_printf(
			a, "rollback %s in %s: %s, by hand", event_subject_of(event).id,
			event_get(event, FIELD_ENVIRONMENT),
			!strcmp(event_get(event, FIELD_VERDICT), "pass") ? "ok" : "failed");
	if (restores(event))
		return arena_printf(a, "%s %s in %s: back to event %s",
				    event_info(event->word)->word, event_subject_of(event).id,
				    event_get(event, FIELD_ENVIRONMENT),
				    event_get(event, FIELD_RESTORED_TO));
	if (begins_waived(event))
		return arena_printf(a, "%s %s in %s: begun under a waiver",
				    event_info(event->word)->word, event_subject_of(event).id,
				    event_get(event, FIELD_ENVIRONMENT));
	return arena_printf(
		a, "%s %s in %s%s%s", event_subject_of(event).id, event_info(event->word)->word,
		event_get(event, FIELD_ENVIRONMENT), event->word == EVENT_GATE ? ": " : "",
		event->word == EVENT_GATE ? gate_word(event_get(event, FIELD_VERDICT)) : "");
}

/* "- pin: `a.b=1`": as code, between more backticks than it has in a row, so that nothing in it is Markdown. */
static void add_code(struct strbuf *out, const char *label, const char *text)
{
	size_t len = strlen(text), ticks = 1, run = 0;
	const char *pad = text[0] == '`' || (len && text[len - 1] == '`') ? " " : "";

	for (size_t i = 0; i < len; i++) {
		run = text[i] == '`' ? run + 1 : 0;
		ticks = run < ticks ? ticks : run + 1;
	}
	strbuf_addf(out, "- %s: ", label);
	for (size_t i = 0; i < ticks; i++)
		strbuf_addch(out, '`');
	strbuf_addf(out, "%s%s%s", pad, text, pad);
	for (size_t i = 0; i < ticks; i++)
		strbuf_addch(out, '`');
	strbuf_addch(out, '\n');
}

void logentry_write(const struct event *event, const struct event_origin *origin,
		    struct strbuf *out)
{
	const struct event_values *pins = &event->fields[FIELD_PIN];
	const struct event_values *fields = &event->fields[FIELD_FIELD];
	const struct event_values *waived = &event->fields[FIELD_WAIVED];
	const struct event_values *without = &event->fields[FIELD_WITHOUT];
	const struct event_values *disputes = &event->fields[FIELD_DISPUTES];
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	bool complete = event_kind(event) == KIND_COMPLETE;
	bool promotes = event->word == EVENT_PROMOTE;
	bool pinned = complete || promotes || restores(event);
	bool ends = is_procedure(event) || tells_outcome(event);
	bool own = is_by_hand(event) || pinned || ends || begins_waived(event) ||
		   event->word == EVENT_GATE;
	char when[TIME_TEXT_SIZE];

	time_format(event_time(event, origin), when);
	strbuf_addf(out, OPENING "%s" AFTER "%s" CLOSING "\n", event_get(event, FIELD_ID),
		    event_get(event, FIELD_SEEN));
	if (ends)
		strbuf_addf(out, "## %s %s in %s: %s\n\n",
			    is_procedure(event)
				    ? subject_type_word(event_subject_of(event).type)
				    : "run",
			    event_subject_of(event).id, event_get(event, FIELD_ENVIRONMENT),
			    tells_outcome(event) ? event_get(event, FIELD_OUTCOME)
						 : event_get(event, FIELD_RESULT));
	else if (own)
		strbuf_addf(out, "## %s\n\n", heading(event, &scratch));
	else
		strbuf_addf(out, "## disputed, said with: %s\n\n",
			    event_subject(event, &scratch));
	strbuf_addf(out, "- when: %s\n- by: %s\n", when, origin->name);
	if (complete || ends)
		strbuf_addf(out, "- run: %s\n", event_get(event, FIELD_RUN));
	if (tells_outcome(event) && event_get(event, FIELD_EXIT))
		add_code(out, "exit", event_get(event, FIELD_EXIT));
	if (tells_outcome(event))
		add_checks(event, out);
	if (event->word == EVENT_GATE)
		add_decision(event, out);
	if (promotes)
		strbuf_addf(out, "- from: %s\n- candidate: %s\n",
			    event_get(event, FIELD_SOURCE), event_get(event, FIELD_CANDIDATE));
	if (restores(event))
		add_restored(event, out);
	if ((promotes || restores(event)) && event_get(event, FIELD_CODE))
		strbuf_addf(out, "- commit: %s\n", event_get(event, FIELD_CODE));
	for (size_t i = 0; pinned && i < pins->count; i++)
		add_code(out, "pin", pins->items[i]);
	for (size_t i = 0; own && i < fields->count; i++)
		add_code(out, "field", fields->items[i]);
	for (size_t i = 0; own && i < waived->count; i++)
		strbuf_addf(out, "- waived: %s\n", waived->items[i]);
	for (size_t i = 0; i < without->count; i++)
		strbuf_addf(out, "- does not apply: %s\n", without->items[i]);
	for (size_t i = 0; i < disputes->count; i++)
		strbuf_addf(out, "- does not count: event %s\n", disputes->items[i]);
	if (own && event->reason)
		strbuf_addf(out, "\n%s\n", event->reason);
}

void logentry_append(struct strbuf *log, const char *entry, size_t len)
{
	if (log->len && log->buf[log->len - 1] != '\n')
		strbuf_addch(log, '\n');
	if (log->len > 1 && log->buf[log->len - 2] != '\n')
		strbuf_addch(log, '\n');
	strbuf_add(log, entry, len);
}

/* The opening line's two names; false when it is malformed. */
static bool read_opening(const char *line, size_t len, struct logentry *ret)
{
	const size_t id_at = strlen(OPENING), after_at = id_at + 32;
	const size_t seen_at = after_at + strlen(AFTER), close_at = seen_at + 71;

	if (len != close_at + strlen(CLOSING) ||
	    memcmp(line + after_at, AFTER, strlen(AFTER)) != 0 ||
	    memcmp(line + close_at, CLOSING, strlen(CLOSING)) != 0)
		return false;
	memcpy(ret->id, line + id_at, 32);
	ret->id[32] = '\0';
	memcpy(ret->seen, line + seen_at, 71);
	ret->seen[71] = '\0';
	return hex_is(ret->id, 32) && text_begins(ret->seen, "sha256:") &&
	       hex_is(ret->seen + 7, 64);
}

static bool is_opening(const char *line, size_t len)
{
	return len >= strlen(OPENING) && !memcmp(line, OPENING, strlen(OPENING));
}

static size_t line_length(const char *line, const char *end)
{
	const char *stop = memchr(line, '\n', (size_t)(end - line));

	return stop ? (size_t)(stop - line) : (size_t)(end - line);
}

bool logentry_next(struct bytes log, size_t *offset, struct logentry *ret)
{
	const char *start = log.data, *end = start + log.len;
	const char *at = start + *offset, *open = NULL;
	unsigned line = *offset ? ret->next : 1;

	while (at < end) {
		size_t len = line_length(at, end);

		if (is_opening(at, len)) {
			if (open)
				break;
			open = at;
			*ret = (struct logentry){.line = line};
			if (!read_opening(at, len, ret))
				ret->id[0] = ret->seen[0] = '\0';
		}
		at += len + 1;
		line++;
	}
	if (!open)
		return false;
	if (at > end)
		at = end;
	*offset = (size_t)(at - start);
	ret->next = line;
	while (at - open >= 2 && at[-1] == '\n' && at[-2] == '\n')
		at--;
	ret->text = bytes_of(open, (size_t)(at - open));
	return true;
}

/* The rest of the line that begins so, or NULL. */
static const char *line_behind(const char *text, const char *begin, struct arena *a)
{
	const char *at = strstr(text, begin);

	return at ? arena_strndup(a, at + strlen(begin), strcspn(at + strlen(begin), "\n"))
		  : NULL;
}

void logentry_origin(const struct logentry *entry, struct arena *a, struct event_origin *ret)
{
	const char *text = arena_strndup(a, entry->text.data, entry->text.len);
	const char *when = line_behind(text, "\n- when: ", a);
	const char *by = line_behind(text, "\n- by: ", a);
	int64_t time;

	if (when && time_parse(when, &time))
		ret->time = time;
	if (by)
		ret->name = by;
}
