#include "model/event.h"

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/path.h"
#include "base/time.h"
#include "base/utf8.h"
#include "model/ids.h"

enum how_many { ONE, MANY };

enum syntax {
	SYNTAX_NUMBER,	 /* decimal */
	SYNTAX_DIGEST,	 /* sha256:<64 hex> */
	SYNTAX_RANDOM,	 /* 32 hex: 128 random bits */
	SYNTAX_NAME,	 /* an id of model/ids.h */
	SYNTAX_TIME,	 /* 2026-01-28T10:00:00Z */
	SYNTAX_TIP,	 /* <40 or 64 hex> <full ref name> */
	SYNTAX_OBJECT,	 /* <40 or 64 hex> */
	SYNTAX_LINE,	 /* printable UTF-8, no blank at either end */
	SYNTAX_PATH,	 /* a path inside the repository */
	SYNTAX_FILE,	 /* sha256:<hex> <path> */
	SYNTAX_EVIDENCE, /* sha256:<hex> <bytes> <name> */
	SYNTAX_KEY,	 /* ssh-ed25519 <base64>, sk-ssh-ed25519@openssh.com <base64> */
	SYNTAX_PIN,	 /* <dotted path>=<value> */

	SYNTAX_CLAIM,  /* <step> <environment> <word>; a renamed step: <old> <environment> <new>
			*/
	SYNTAX_CHECK,  /* <id> pass|warn|fail|inconclusive|error|not-applicable */
	SYNTAX_RESULT, /* ok|failed */
	SYNTAX_VERDICT, /* pass|fail|none */
	SYNTAX_YES,	/* yes: the field is absent otherwise */
};

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

/* -- syntax of values
 * ---------------------------------------------------------------------------- */

static bool is_digest(const char *text)
{
	return !strncmp(text, "sha256:", 7) && hex_is(text + 7, 64);
}

static bool is_path(const char *text)
{
	struct err ignored;

	return !path_check(bytes_text(text), &ignored);
}

static bool is_line(const char *text)
{
	size_t len = strlen(text);

	return len && text[0] != ' ' && text[len - 1] != ' ' &&
	       utf8_is_printable_line(bytes_of(text, len));
}

static bool is_object(const char *text)
{
	return hex_is(text, 40) || hex_is(text, 64);
}

static bool one_of(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (!strcmp(text, *words))
			return true;
	return false;
}

/* Copies the word before the first blank; *ret_rest is behind it. */
static bool first_word(const char *text, char *word, size_t size, const char **ret_rest)
{
	const char *blank = strchr(text, ' ');

	if (!blank || (size_t)(blank - text) >= size)
		return false;
	memcpy(word, text, (size_t)(blank - text));
	word[blank - text] = '\0';
	*ret_rest = blank + 1;
	return true;
}

static bool is_tip(const char *text)
{
	char id[65];
	const char *ref;

	return first_word(text, id, sizeof(id), &ref) && is_object(id) &&
	       !strncmp(ref, "refs/", 5) && !strchr(ref, ' ') && is_line(ref);
}

static bool is_key(const char *text)
{
	char type[40];
	const char *base64;

	if (!first_word(text, type, sizeof(type), &base64))
		return false;
	return (!strcmp(type, "ssh-ed25519") || !strcmp(type, "sk-ssh-ed25519@openssh.com")) &&
	       strlen(base64) >= 32 && !strchr(base64, ' ') && is_line(base64);
}

static bool is_evidence(const char *text)
{
	char digest[80], size[24];
	uint64_t bytes;

	return first_word(text, digest, sizeof(digest), &text) && is_digest(digest) &&
	       first_word(text, size, sizeof(size), &text) &&
	       number_parse(size, UINT64_MAX, &bytes) && id_is_valid(text);
}

static bool is_pair(const char *text)
{
	char first[LIMIT_ID + 1];

	return first_word(text, first, sizeof(first), &text) && id_is_valid(first) &&
	       id_is_valid(text);
}

static bool is_claim(const char *text)
{
	char step[LIMIT_ID + 1];

	return first_word(text, step, sizeof(step), &text) && id_is_valid(step) &&
	       is_pair(text);
}

static bool is_check(const char *text)
{
	static const char *const results[] = {"pass",  "warn",		 "fail", "inconclusive",
					      "error", "not-applicable", NULL};
	char id[LIMIT_ID + 1];

	return first_word(text, id, sizeof(id), &text) && id_is_valid(id) &&
	       one_of(text, results);
}

static bool is_pin(const char *text)
{
	const char *equals = strchr(text, '=');

	return equals && equals != text && equals[1] && is_line(text) && is_line(equals + 1) &&
	       equals[-1] != ' ';
}

bool event_file_parts(const char *value, const char **ret_path, char ret_sha256[65])
{
	char digest[80];
	const char *path;

	if (!first_word(value, digest, sizeof(digest), &path) || !is_digest(digest) ||
	    !is_path(path) || !is_line(path))
		return false;
	*ret_path = path;
	memcpy(ret_sha256, digest + 7, 65);
	return true;
}

static bool has_syntax(enum syntax syntax, const char *text)
{
	static const char *const results[] = {"ok", "failed", NULL};
	static const char *const verdicts[] = {"pass", "fail", "none", NULL};
	const char *path;
	uint64_t number;
	int64_t when;
	char digest[65];

	switch (syntax) {
	case SYNTAX_NUMBER:
		return number_parse(text, UINT64_MAX >> 1, &number);
	case SYNTAX_DIGEST:
		return is_digest(text);
	case SYNTAX_RANDOM:
		return hex_is(text, 32);
	case SYNTAX_NAME:
		return id_is_valid(text);
	case SYNTAX_TIME:
		return time_parse(text, &when);
	case SYNTAX_TIP:
		return is_tip(text);
	case SYNTAX_OBJECT:
		return is_object(text);
	case SYNTAX_LINE:
		return is_line(text);
	case SYNTAX_PATH:
		return is_path(text) && is_line(text);
	case SYNTAX_FILE:
		return event_file_parts(text, &path, digest);
	case SYNTAX_EVIDENCE:
		return is_evidence(text);
	case SYNTAX_KEY:
		return is_key(text);
	case SYNTAX_PIN:
		return is_pin(text);
	case SYNTAX_CLAIM:
		return is_claim(text);
	case SYNTAX_CHECK:
		return is_check(text);
	case SYNTAX_RESULT:
		return one_of(text, results);
	case SYNTAX_VERDICT:
		return one_of(text, verdicts);
	case SYNTAX_YES:
		return !strcmp(text, "yes");
	}
	return false;
}

bool event_pin_parts(const char *value, struct arena *a, const char **ret_path,
		     const char **ret_value)
{
	const char *equals = strchr(value, '=');

	if (!is_pin(value))
		return false;
	*ret_path = arena_strndup(a, value, (size_t)(equals - value));
	*ret_value = equals + 1;
	return true;
}

bool event_pair_parts(const char *value, struct arena *a, const char **ret_first,
		      const char **ret_rest)
{
	const char *blank = strchr(value, ' ');

	if (!blank || blank == value || !blank[1])
		return false;
	*ret_first = arena_strndup(a, value, (size_t)(blank - value));
	*ret_rest = blank + 1;
	return true;
}

/* -- the whole event
 * ----------------------------------------------------------------------------- */

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
			    !has_syntax(fields[f].syntax, values->items[i]))
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

int event_encode(struct event *event, struct strbuf *out, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	for (int f = 0; f < FIELD_COUNT; f++)
		if (event->fields[f].count > 1)
			qsort(event->fields[f].items, event->fields[f].count,
			      sizeof(*event->fields[f].items), compare_text);
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

/* Which format and kind: the two fields that say whether this version can judge the rest. */
static int decode_kind(struct event *event, struct err *err)
{
	const char *format = event_get(event, FIELD_FORMAT);
	const char *word = event_get(event, FIELD_EVENT);
	uint64_t number;

	if (!format || !number_parse(format, UINT32_MAX, &number) || !number || !word)
		return err_set(err, ERR_FORMAT, "'Mcade-Format' and 'Mcade-Event' are missing");
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
	if (decode_trailers(trailers, end, a, &event, err) < 0 ||
	    decode_kind(&event, err) < 0 || event_encode(&event, &again, err) < 0)
		return -1;
	if (again.len != message.len || memcmp(again.buf, text, again.len) != 0)
		return err_set(err, ERR_FORMAT,
			       "the message is not in canonical form "
			       "(subject, blank lines or order of trailers)");
	*ret = event;
	return 0;
}
