#include "runbook/claims.h"

#include "base/texts.h"
#include "runbook/runbook_internal.h"
#include "runbook/shape.h"
#include "yaml/emit.h"

#define CLAIMS_MAX 100000

/* done, open or held: a step is one of them. */
enum family { FAMILY_OPEN, FAMILY_HELD, FAMILY_DONE, FAMILY_PROTECTION };

static const char *const words[CLAIM_COUNT + 1] = {
	[CLAIM_PLANNED] = "planned",	   [CLAIM_TO_BE_CREATED] = "to-be-created",
	[CLAIM_ACTIVE] = "active",	   [CLAIM_DEFERRED] = "deferred",
	[CLAIM_DORMANT] = "dormant",	   [CLAIM_BLOCKED] = "blocked",
	[CLAIM_SUPERSEDED] = "superseded", [CLAIM_COMPLETE] = "complete",
	[CLAIM_VERIFIED] = "verified",	   [CLAIM_FROZEN] = "frozen",
	[CLAIM_LOCKED] = "locked",
};

static enum family family_of(enum claim_kind kind)
{
	return kind >= CLAIM_FROZEN	? FAMILY_PROTECTION
	       : kind >= CLAIM_COMPLETE ? FAMILY_DONE
	       : kind >= CLAIM_DEFERRED ? FAMILY_HELD
					: FAMILY_OPEN;
}

const char *claim_word(enum claim_kind kind)
{
	return kind < CLAIM_COUNT ? words[kind] : "";
}

static bool is_of(const struct claim *claim, const char *step, const char *environment)
{
	return !strcmp(claim->step, step) && !strcmp(claim->environment, environment);
}

const char *claims_newest(const struct claim *claims, size_t count, const char *step,
			  const char *environment)
{
	const char *newest = NULL;

	for (size_t i = 0; i < count; i++)
		if (claims[i].date && family_of(claims[i].kind) != FAMILY_PROTECTION &&
		    is_of(&claims[i], step, environment) &&
		    (!newest || strcmp(claims[i].date, newest) > 0))
			newest = claims[i].date;
	return newest;
}

bool claim_is_past(const struct claim *claim, const char *newest)
{
	return claim->date && newest && family_of(claim->kind) != FAMILY_PROTECTION &&
	       strcmp(claim->date, newest) < 0;
}

bool claim_effective(const struct claim *claims, size_t count, const char *step,
		     const char *environment, enum claim_kind *ret_status, bool *ret_locked)
{
	const char *newest = claims_newest(claims, count, step, environment);
	enum claim_kind status = CLAIM_COUNT;
	bool families[FAMILY_PROTECTION + 1] = {false}, locked = false;

	for (size_t i = 0; i < count; i++) {
		enum claim_kind kind = claims[i].kind;

		if (!is_of(&claims[i], step, environment) || claim_is_past(&claims[i], newest))
			continue;
		families[family_of(kind)] = true;
		locked = locked || kind == CLAIM_LOCKED;
		if (family_of(kind) != FAMILY_PROTECTION &&
		    (status == CLAIM_COUNT || kind > status))
			status = kind;
	}
	*ret_status = status;
	*ret_locked = locked;
	return families[FAMILY_OPEN] + families[FAMILY_HELD] + families[FAMILY_DONE] <= 1;
}

static const struct shape CLAIM_WORD = {
	.types = TYPE(DOC_STRING), .words = words, .store = store_word};
static const struct shape LINE_NUMBER = {
	.types = TYPE(DOC_INT), .least = 1, .most = UINT32_MAX, .store = store_count};
static const struct shape DATE = {.title = "a date such as 2026-01-28",
				  .types = TYPE(DOC_STRING),
				  .pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
				  .fits = fits_date,
				  .store = store_text};
static const struct key CLAIM_KEYS[] = {
	{"step", &ID, KEY_REQUIRED, INTO(claim, step)},
	{"environment", &ID, KEY_REQUIRED, INTO(claim, environment)},
	{"claim", &CLAIM_WORD, KEY_REQUIRED, INTO(claim, kind)},
	{"path", &SOME_TEXT, KEY_REQUIRED, INTO(claim, path)},
	{"line", &LINE_NUMBER, KEY_REQUIRED, INTO(claim, line)},
	{"raw", &ANY_TEXT, KEY_REQUIRED, INTO(claim, raw)},
	{"date", &DATE, 0, INTO(claim, date)},
};
static const struct shape CLAIM = {
	.types = TYPE(DOC_MAP), KEYS(CLAIM_KEYS), .size = sizeof(struct claim)};
const struct shape CLAIMS = {
	.title = "runbook.claims.yaml", .types = TYPE(DOC_LIST), .item = &CLAIM};

int claims_read(struct bytes text, const char *file, struct arena *arena, struct claim **ret,
		size_t *ret_count, struct err *err)
{
	struct {
		struct claim *items;
		size_t count;
	} claims = {NULL, 0};
	struct binder b = {.arena = arena};
	const struct doc_node *root;

	if (doc_parse(text, file, arena, &root, err) < 0)
		return -1;
	if (root->count > CLAIMS_MAX)
		return err_at(err, ERR_LIMIT, (struct srcpos){file, 1, 1},
			      "'%s' has more than %d claims", file, CLAIMS_MAX);
	shape_walk(&b, &CLAIMS, root, &claims);
	if (b.faults.count)
		return err_at(err, ERR_FORMAT, b.faults.items[0].at, "%s",
			      b.faults.items[0].text);
	*ret = claims.items;
	*ret_count = claims.count;
	return 0;
}

void claims_write(const struct claim *claims, size_t count, struct strbuf *out)
{
	struct emit e;

	emit_init(&e, out);
	if (!count) {
		emit_flow_sequence(&e);
		emit_end(&e);
		return;
	}
	emit_sequence(&e);
	for (size_t i = 0; i < count; i++) {
		emit_flow_mapping(&e);
		emit_key(&e, "step"), emit_string(&e, claims[i].step);
		emit_key(&e, "environment"), emit_string(&e, claims[i].environment);
		emit_key(&e, "claim"), emit_string(&e, claim_word(claims[i].kind));
		emit_key(&e, "path"), emit_string(&e, claims[i].path);
		emit_key(&e, "line"), emit_int(&e, claims[i].line);
		emit_key(&e, "raw"), emit_string(&e, claims[i].raw);
		if (claims[i].date)
			emit_key(&e, "date"), emit_string(&e, claims[i].date);
		emit_end(&e);
	}
	emit_end(&e);
}

int step_is_claimable(struct state *record, const struct event *adopt, const char *step,
		      const char *environment, struct arena *a, bool *ret, struct err *err)
{
	static const char *const slots[] = {"run", "verdicts/done", "verdicts/verify",
					    "verdicts/reopen"};
	const struct event_values *renames = &adopt->fields[FIELD_RENAME];
	const char *becomes = arena_printf(a, "%s %s", environment, step), *from, *to;
	const char *leaves = arena_printf(a, "%s %s ", step, environment), *was = step;
	const struct step_state *state;

	*ret = true;
	for (size_t i = 0; i < renames->count; i++) {
		event_pair_parts(renames->items[i], a, &from, &to);
		if (!strcmp(to, becomes))
			was = from;
		else if (was == step && text_begins(renames->items[i], leaves))
			was = NULL; /* what it was goes on under another name */
	}
	if (!was)
		return 0;
	if (state_step(record, environment, was, &state, err) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(slots); i++)
		*ret = *ret && !subject_entry(state->subject, slots[i]);
	return 0;
}
