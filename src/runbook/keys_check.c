/* keys_check.c - checks, and what is expected of what they see. */
#include "runbook/keys.h"

/* Below, a line is a key or a shape. */
/* clang-format off */

static const struct shape CHECK_ID = {
	.title = "an id that does not begin as results of guards, stops and checks before do ('guard.', 'stop.', 'before.')",
	.types = TEXT, .longest = LIMIT_ID, .pattern = "^(?!(guard|stop|before)\\.)[A-Za-z0-9][A-Za-z0-9._-]*$",
	.fits = fits_check_id, TEXT_AT};
static const struct shape FILE_PATH = {
	.title = "a path", .types = TEXT, .shortest = 1, .longest = LIMIT_PATH, TEXT_AT};
static const struct shape ANYTHING = {.types = ANY_TYPE | LIST | MAP};
static const struct shape NUMBER = {.types = TYPE(DOC_INT) | TYPE(DOC_FLOAT)};
static const struct shape TO_100 = {
	.title = "a number from 1 to 100", .types = TYPE(DOC_INT), .least = 1, .most = 100, .store = store_count};
static const struct shape TO_10000 = {
	.title = "a number from 1 to 10000", .types = TYPE(DOC_INT), .least = 1, .most = 10000, .store = store_count};
static const struct shape UP_TO_10000 = {
	.title = "a number from 0 to 10000", .types = TYPE(DOC_INT), .most = 10000, .store = store_count};
static const struct shape ON_FAIL = {WORD("fail", "warn"), .store = store_second};
static const struct shape RECAP_FORMAT = {WORD("ansible"), TEXT_AT};
static const struct shape METHOD = {WORD("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")};
static const struct shape DOC_TYPE = {WORD("string", "number", "integer", "int", "boolean", "bool", "null", "array",
					   "list", "object", "map")};
static const struct shape CREDENTIALS = {
	.title = "two names of variables", .types = LIST, .item = &VARIABLE, .fewest = 2, .most_items = 2};
static const struct shape ANY_LIST = {.types = LIST};
static const struct shape SOME_LIST = {.types = LIST, .fewest = 1};
static const struct shape SCALARS = {.types = LIST, .item = &SCALAR};
static const struct shape SOME_SCALARS = {.types = LIST, .item = &SCALAR, .fewest = 1};
static const struct shape CAPTURE = {
	.types = MAP, .names = &VARIABLE, .others = &PATTERN, .fewest = 1, .store = store_values};
static const struct shape HEADERS = {.types = MAP, .others = &ANY_TEXT};

/* -- what is expected ---------------------------------------------------------------------------- */

static const struct shape EXPECTATION, OPERATORS;
static const struct key COMPARAND_KEYS[] = {
	{"baseline", &ID, KEY_REQUIRED, NOWHERE},
	{"factor", &NUMBER, 0, NOWHERE},
	{"floor", &NUMBER, 0, NOWHERE},
};
static const struct shape COMPARAND = {
	.title = "a single value or a mapping", .types = ANY_TYPE | MAP, KEYS(COMPARAND_KEYS)};
static const struct key OPERATOR_KEYS[] = {
	{"eq", &COMPARAND, 0, NOWHERE},
	{"ne", &COMPARAND, 0, NOWHERE},
	{"lt", &COMPARAND, 0, NOWHERE},
	{"le", &COMPARAND, 0, NOWHERE},
	{"gt", &COMPARAND, 0, NOWHERE},
	{"ge", &COMPARAND, 0, NOWHERE},
	{"in", &SOME_SCALARS, 0, NOWHERE},
	{"contains", &SCALAR, 0, NOWHERE},
	{"contains_all", &SOME_SCALARS, 0, NOWHERE},
	{"matches", &PATTERN, 0, NOWHERE},
	{"not_matches", &PATTERN, 0, NOWHERE},
	{"exists", &FLAG, 0, NOWHERE},
	{"empty", &FLAG, 0, NOWHERE},
	{"type", &DOC_TYPE, 0, NOWHERE},
	{"lines", &EXPECTATION, 0, NOWHERE},
	{"rows", &EXPECTATION, 0, NOWHERE},
	{"set_eq", &SCALARS, 0, NOWHERE},
	{"age", &OPERATORS, 0, NOWHERE},
};
static const struct shape OPERATORS = {.types = MAP, KEYS(OPERATOR_KEYS), .fewest = 1};
static const struct shape EXPECTATION = {
	.title = "a single value or a mapping", .types = ANY_TYPE | MAP, KEYS(OPERATOR_KEYS), .fewest = 1};
static const struct shape NAMED = {.types = MAP, .others = &EXPECTATION, .fewest = 1};
static const struct shape JSON_PATH = {.types = ANY_TYPE, .grammar = grammar_json_path};
static const struct shape JSON = {.types = MAP, .names = &JSON_PATH, .others = &EXPECTATION, .fewest = 1};
static const struct shape COOKIE = {
	.title = "one line of text or a mapping", .types = TEXT | MAP, .shortest = 1, .pattern = "^[^\\n]*$",
	.fits = fits_line, .others = &EXPECTATION, .fewest = 1};
#define RECAP_COUNTS \
	{"hosts", &EXPECTATION, 0, NOWHERE}, {"ok", &EXPECTATION, 0, NOWHERE}, \
	{"changed", &EXPECTATION, 0, NOWHERE}, {"unreachable", &EXPECTATION, 0, NOWHERE}, \
	{"failed", &EXPECTATION, 0, NOWHERE}, {"skipped", &EXPECTATION, 0, NOWHERE}, \
	{"rescued", &EXPECTATION, 0, NOWHERE}, {"ignored", &EXPECTATION, 0, NOWHERE}
static const struct key COUNT_KEYS[] = {RECAP_COUNTS};
static const struct shape COUNTS = {.types = MAP, KEYS(COUNT_KEYS), .fewest = 1};
static const struct shape ANY = {.types = LIST, .item = &EXPECT, .fewest = 1};
static const struct key EXPECT_KEYS[] = {
	{"exit", &EXPECTATION, 0, NOWHERE},
	{"stdout", &EXPECTATION, 0, NOWHERE},
	{"stderr", &EXPECTATION, 0, NOWHERE},
	{"status", &EXPECTATION, 0, NOWHERE},
	{"body", &EXPECTATION, 0, NOWHERE},
	{"value", &EXPECTATION, 0, NOWHERE},
	{"exists", &FLAG, 0, NOWHERE},
	{"size", &EXPECTATION, 0, NOWHERE},
	{"mode", &EXPECTATION, 0, NOWHERE},
	{"age", &OPERATORS, 0, NOWHERE},
	{"created", &LINE, 0, NOWHERE},
	{"json", &JSON, 0, NOWHERE},
	{"header", &NAMED, 0, NOWHERE},
	{"cookie", &COOKIE, 0, NOWHERE},
	{"recap", &COUNTS, 0, NOWHERE},
	{"any", &ANY, 0, NOWHERE},
	{"in", &SOME_LIST, 0, NOWHERE},
	{"contains_all", &SOME_LIST, 0, NOWHERE},
	{"set_eq", &ANY_LIST, 0, NOWHERE},
	{"matches", &PATTERN, 0, NOWHERE},
	{"not_matches", &PATTERN, 0, NOWHERE},
	{"empty", &FLAG, 0, NOWHERE},
	{"type", &DOC_TYPE, 0, NOWHERE},
};
const struct shape EXPECT = {
	.title = "a single value or a mapping", .types = ANY_TYPE | MAP, KEYS(EXPECT_KEYS), .others = &EXPECTATION,
	.fewest = 1, .store = store_node};
static const struct key RECAP_KEYS[] = {
	{"format", &RECAP_FORMAT, KEY_REQUIRED, INTO(step, recap_format)},
	RECAP_COUNTS,
};
const struct shape RECAP = {.types = MAP, KEYS(RECAP_KEYS), .store = store_recap};
static const struct shape ASKED = {.types = ANY_TYPE, .grammar = grammar_asked};
static const struct shape WHEN = {
	.types = MAP, .names = &ASKED, .others = &EXPECTATION, .fewest = 1, .store = store_node};

/* -- checks -------------------------------------------------------------------------------------- */

static const struct key HTTP_KEYS[] = {
	{"method", &METHOD, 0, NOWHERE},
	{"url", &SOME_TEXT, KEY_REQUIRED, NOWHERE},
	{"headers", &HEADERS, 0, NOWHERE},
	{"basic", &CREDENTIALS, 0, NOWHERE},
	{"json", &ANYTHING, 0, NOWHERE},
	{"text", &ANY_TEXT, 0, NOWHERE},
	{"file", &PATH, 0, NOWHERE},
	{"follow", &FLAG, 0, NOWHERE},
};
static const struct shape HTTP = {
	.title = "a URL or a mapping", .types = TEXT | MAP, .shortest = 1, KEYS(HTTP_KEYS), .store = store_http};
static const struct key RETRY_KEYS[] = {
	{"count", &TO_10000, KEY_REQUIRED, INTO(retry, count)},
	{"delay", &DURATION, KEY_REQUIRED, INTO(retry, delay)},
};
static const struct shape RETRY = {.types = MAP, KEYS(RETRY_KEYS)};
static const struct key ANALYSIS_KEYS[] = {
	{"interval", &DURATION, KEY_REQUIRED, INTO(analysis, interval)},
	{"count", &TO_10000, KEY_REQUIRED, INTO(analysis, count)},
	{"initial_delay", &DURATION, 0, INTO(analysis, initial_delay)},
	{"failure_limit", &UP_TO_10000, 0, INTO(analysis, failures)},
	{"consecutive_success_limit", &TO_10000, 0, INTO(analysis, passes_in_row)},
	{"consecutive_failure_limit", &TO_10000, 0, INTO(analysis, failures_in_row)},
	{"inconclusive_limit", &UP_TO_10000, 0, INTO(analysis, unanswered)},
};
static const struct shape ANALYSIS = {.types = MAP, KEYS(ANALYSIS_KEYS), .begin = begin_analysis};
static const struct key CHECK_KEYS[] = {
	{"id", &CHECK_ID, 0, INTO(check, id)},
#define LOOK(function) 0
#define LATER KEY_LATER
#define OTHER 0
#define PROBE(tag, word, shape, member, looked, ...) {word, &shape, KEY_ONE | looked, INTO(check, member)},
#include "runbook/probes.h"
#undef PROBE
	{"on", &ID, 0, INTO(check, on)},
	{"cwd", &PATH, 0, INTO(check, cwd)},
	{"timeout", &DURATION, 0, INTO(check, timeout)},
	{"expect", &EXPECT, 0, INTO(check, expect)},
	{"when", &WHEN, 0, INTO(check, when)},
	{"retry", &RETRY, 0, INTO(check, retry)},
	{"capture", &CAPTURE, 0, INTO(check, capture)},
	{"on_fail", &ON_FAIL, 0, INTO(check, warn_only)},
	{"role", &ID, 0, INTO(check, role)},
	{"pass_env", &VARIABLES, 0, INTO(check, pass_env)},
	{"require", &VARIABLES, 0, INTO(check, require)},
	{"covers", &LINES, KEY_WORDS, INTO(check, covers)},
	{"analysis", &ANALYSIS, 0, INTO(check, analysis)},
};
static const struct shape CHECK = {
	.types = MAP, KEYS(CHECK_KEYS), .size = sizeof(struct check), .boxed = true, .begin = begin_check,
	.store = store_check};
const struct shape CHECKS = {.types = LIST, .item = &CHECK};
static const struct key APPROVAL_KEYS[] = {
	{"role", &ID, KEY_REQUIRED, INTO(approval, role)},
	{"count", &TO_100, 0, INTO(approval, count)},
	{"expires", &DURATION, 0, INTO(approval, expires)},
	{"prevent_self_approve", &FLAG, 0, INTO(approval, prevent_self_approve)},
	{"witness", &FLAG, 0, INTO(approval, witness)},
};
const struct shape APPROVAL = {.types = MAP, KEYS(APPROVAL_KEYS), .begin = begin_approval};
static const struct key EVIDENCE_KEYS[] = {
	{"path", &PATH, 0, INTO(evidence_demand, path)},
	{"require", &IDS, 0, INTO(evidence_demand, require)},
	{"require_on_fail", &IDS, 0, INTO(evidence_demand, require_on_fail)},
};
const struct shape EVIDENCE = {.types = MAP, KEYS(EVIDENCE_KEYS)};
