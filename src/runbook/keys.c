/*
 * keys.c - every key of runbook.yaml: what it must be, where it goes, and whether it is obeyed.
 * schemas/runbook.yaml says the same to editors.
 */
#include "runbook/keys.h"

/* Below, a line is a key or a shape. */
/* clang-format off */

static const struct shape LEDGER = {
	.title = "the ledger's id, 64 lower-case hexadecimal digits",
	.types = TEXT, .pattern = "^[0-9a-f]{64}$", .fits = fits_ledger, TEXT_AT};
static const struct shape SINCE = {
	.title = "a commit, or a date such as 2026-01-28",
	.types = TEXT, .pattern = "^([0-9a-f]{40}|[0-9a-f]{64}|[0-9]{4}-[0-9]{2}-[0-9]{2})$", .fits = fits_since, TEXT_AT};
static const struct shape VERSION = {.title = "'1'", .types = TYPE(DOC_INT), .least = 1, .most = 1};
static const struct shape ORDER = {WORD("list", "needs"), .store = store_second};
static const struct shape PROPOSED_PINS = {WORD("refuse", "accept"), .store = store_second};
static const struct shape FOLLOW = {WORD("auto", "manual"), .store = store_second};
static const struct shape COMPLETION = {WORD("auto", "confirm"), .store = store_completion};
static const struct shape MERGE = {WORD("merge", "squash", "rebase")};
static const struct shape REQUIRE = {WORD("all", "any"), .store = store_second};
static const struct shape SEVERITY = {WORD("error", "warn", "note"), .store = store_severity};
static const struct shape KIND = {WORD("run", "manual", "checkpoint", "gate"), .store = store_word};
static const struct shape AGAIN_AT = {WORD("every_run", "first_completion"), .store = store_second};
static const struct shape SOME_IDS = {.types = LIST, .item = &ID, .unique = true, .fewest = 1};
static const struct shape NOTES = {.types = LIST, .item = &ANY_TEXT};
static const struct shape PATHS = {.types = LIST, .item = &PATH};
static const struct shape GLOBS = {.types = LIST, .item = &GLOB};
static const struct shape PARTS = {.types = LIST, .item = &GLOB, .unique = true, .fewest = 1};
static const struct shape INPUTS_OF_RUN = {.types = MAP, .names = &ID, .others = &SOME_TEXT, .store = store_values};

/* -- steps --------------------------------------------------------------------------------------- */

static const struct key RESTORE_KEYS[] = {{"match", &PATTERN, KEY_REQUIRED, INTO(step, restore)}};
static const struct shape RESTORE = {
	.title = "the word created or a mapping", .types = TEXT | MAP,
	.words = (const char *const[]){"created", NULL}, KEYS(RESTORE_KEYS), .begin = begin_restore};
static const struct key AGAIN_KEYS[] = {
	{"at", &AGAIN_AT, 0, INTO(step, idempotence_first_only)},
	{"expect", &EXPECT, KEY_REQUIRED, INTO(step, idempotence)},
};
static const struct shape AGAIN = {.types = MAP, KEYS(AGAIN_KEYS), .begin = begin_again};
static const struct key DEFAULT_KEYS[] = {
	{"approval", &APPROVAL, 0, INTO(step, approval)},
	{"before", &CHECKS, 0, INTO(step, before)},
	{"changes_state", &FLAG, 0, INTO(step, changes_state)},
	{"cwd", &PATH, 0, INTO(step, cwd)},
	{"env", &VALUES, 0, INTO(step, env)},
	{"expect", &EXPECT, 0, INTO(step, expect)},
	{"guard", &CHECKS, 0, INTO(step, guard)},
	{"idempotence", &AGAIN, 0, 0},
	{"inputs", &GLOBS, 0, INTO(step, inputs)},
	{"interactive", &FLAG, 0, INTO(step, interactive)},
	{"on", &ID, 0, INTO(step, on)},
	{"recap", &RECAP, 0, 0},
	{"restore", &RESTORE, 0, 0},
	{"run", &COMMAND, 0, INTO(step, run)},
	{"stop", &CHECKS, 0, INTO(step, stop)},
	{"timeout", &DURATION, 0, INTO(step, timeout)},
	{"verify", &CHECKS, 0, INTO(step, verify)},
};
static const struct shape DEFAULTS = {.types = MAP, KEYS(DEFAULT_KEYS)};
static const struct key STEP_KEYS[] = {
	{"id", &ID, KEY_REQUIRED, INTO(step, id)},
	{"title", &LINE, KEY_WORDS, INTO(step, title)},
	{"kind", &KIND, 0, INTO(step, kind)},
	{"section", &ID, 0, INTO(step, section)},
	{"repo", &ID, 0, INTO(step, repo)},
	{"uses", &PATH, 0, INTO(step, uses)},
	{"run", &COMMAND, 0, INTO(step, run)},
	{"cwd", &PATH, 0, INTO(step, cwd)},
	{"on", &ID, 0, INTO(step, on)},
	{"env", &VALUES, 0, INTO(step, env)},
	{"interactive", &FLAG, 0, INTO(step, interactive)},
	{"timeout", &DURATION, 0, INTO(step, timeout)},
	{"changes_state", &FLAG, 0, INTO(step, changes_state)},
	{"restore", &RESTORE, 0, 0},
	{"recap", &RECAP, 0, 0},
	{"idempotence", &AGAIN, 0, 0},
	{"expect", &EXPECT, 0, INTO(step, expect)},
	{"pins", &PINS, 0, INTO(step, pins)},
	{"needs", &IDS, 0, INTO(step, needs)},
	{"environments", &SOME_IDS, 0, INTO(step, environments)},
	{"optional", &FLAG, 0, INTO(step, optional)},
	{"dormant", &FLAG, 0, INTO(step, dormant)},
	{"inputs", &GLOBS, 0, INTO(step, inputs)},
	{"guard", &CHECKS, 0, INTO(step, guard)},
	{"stop", &CHECKS, 0, INTO(step, stop)},
	{"before", &CHECKS, 0, INTO(step, before)},
	{"verify", &CHECKS, 0, INTO(step, verify)},
	{"pass_env", &VARIABLES, 0, INTO(step, pass_env)},
	{"without", &LINES, 0, INTO(step, without)},
	{"next", &ID, KEY_WORDS, INTO(step, next)},
	{"was", &ID, 0, INTO(step, was)},
	{"fallback_of", &ID, KEY_WORDS, INTO(step, fallback_of)},
	{"irreversible", &FLAG, 0, INTO(step, irreversible)},
	{"remediation", &SOME_TEXT, 0, INTO(step, remediation)},
	{"approval", &APPROVAL, 0, INTO(step, approval)},
	{"completion", &COMPLETION, 0, INTO(step, completion)},
	{"covers", &LINES, KEY_WORDS, INTO(step, covers)},
	{"checkpoints", &PATHS, KEY_WORDS, NOWHERE},
	{"notes", &NOTES, KEY_WORDS, NOWHERE},
};
const struct shape STEP = {
	.types = MAP, KEYS(STEP_KEYS), .size = sizeof(struct step), .boxed = true, .begin = begin_step,
	.store = store_step};
static const struct shape STEPS = {.types = LIST, .item = &STEP};

/* -- the rest ------------------------------------------------------------------------------------ */

static const struct key PROMOTE_KEYS[] = {
	{"after", &IDS, 0, INTO(environment, promote_after)},
	{"same_pins", &FLAG, 0, INTO(environment, same_pins)},
	{"soak", &DURATION, 0, INTO(environment, soak)},
	{"require", &REQUIRE, 0, INTO(environment, promote_any)},
	{"approval", &APPROVAL, 0, INTO(environment, promote_approval)},
	{"verify", &CHECKS, 0, INTO(environment, promote_verify)},
};
static const struct shape PROMOTE = {.types = MAP, KEYS(PROMOTE_KEYS)};
static const struct key BASELINE_KEYS[] = {
	{"id", &ID, KEY_REQUIRED, INTO(environment, baseline)},
	{"check", &ID, KEY_REQUIRED, INTO(environment, baseline_of)},
};
static const struct shape BASELINE = {.types = MAP, KEYS(BASELINE_KEYS)};
static const struct key ENVIRONMENT_KEYS[] = {
	{"id", &ID, KEY_REQUIRED, INTO(environment, id)},
	{"title", &LINE, KEY_WORDS, INTO(environment, title)},
	{"live", &FLAG, 0, INTO(environment, live)},
	{"retired", &FLAG, 0, INTO(environment, retired)},
	{"manifest", &PATH, 0, INTO(environment, manifest)},
	{"vars", &VALUES, 0, INTO(environment, vars)},
	{"guard", &CHECKS, 0, INTO(environment, guard)},
	{"stop", &CHECKS, 0, INTO(environment, stop)},
	{"verify", &CHECKS, 0, INTO(environment, verify)},
	{"approval", &APPROVAL, 0, INTO(environment, approval)},
	{"promote", &PROMOTE, 0, 0},
	{"completion", &COMPLETION, 0, INTO(environment, completion)},
	{"record_baseline", &BASELINE, 0, 0},
};
static const struct shape ENVIRONMENT = {
	.types = MAP, KEYS(ENVIRONMENT_KEYS), .size = sizeof(struct environment), .begin = begin_environment};
static const struct shape ENVIRONMENTS = {.types = LIST, .item = &ENVIRONMENT, .fewest = 1};
static const struct key RECORD_KEYS[] = {
	{"log", &PATH, 0, INTO(runbook, records.log)},
	{"checkpoint", &PATH, 0, INTO(runbook, records.checkpoint)},
	{"runbook", &PATH, 0, INTO(runbook, records.runbook)},
	{"follow", &FOLLOW, 0, INTO(runbook, records.manual)},
};
static const struct shape RECORDS = {.types = MAP, KEYS(RECORD_KEYS)};
static const struct shape SIGN = {
	.title = "a glyph or a word of at most 15 characters", .types = TEXT, .shortest = 1, .longest = 15,
	.pattern = "^[^\\n]*$", .fits = fits_line, TEXT_AT};
static const struct shape SIGNS = {.types = LIST, .item = &SIGN, .unique = true, .most_items = 100};
static const struct key MARK_KEYS[] = {
	{"complete", &SIGNS, 0, INTO(runbook, marks.complete)},
	{"planned", &SIGNS, 0, INTO(runbook, marks.planned)},
	{"blocked", &SIGNS, 0, INTO(runbook, marks.blocked)},
	{"skipped", &SIGNS, 0, INTO(runbook, marks.skipped)},
	{"dormant", &SIGNS, 0, INTO(runbook, marks.dormant)},
};
static const struct shape MARKS = {.types = MAP, KEYS(MARK_KEYS)};
static const struct shape DOCUMENT_KIND = { /* text/class.h */
	WORD("runbook", "checklist", "board", "procedure", "log", "record", "manifest", "guide", "vendored", "other"),
	TEXT_AT};
static const struct key DOCUMENT_KEYS[] = {
	{"path", &GLOB, KEY_REQUIRED, INTO(runbook_document, path)},
	{"kind", &DOCUMENT_KIND, KEY_REQUIRED, INTO(runbook_document, kind)},
};
static const struct shape DOCUMENT = {
	.types = MAP, KEYS(DOCUMENT_KEYS), .size = sizeof(struct runbook_document), .begin = begin_document};
static const struct shape DOCUMENTS = {.types = LIST, .item = &DOCUMENT};
static const struct key SECTION_KEYS[] = {
	{"id", &ID, KEY_REQUIRED, INTO(section, id)},
	{"title", &LINE, KEY_WORDS, INTO(section, title)},
	{"needs", &IDS, 0, INTO(section, needs)},
};
static const struct shape SECTION = {
	.types = MAP, KEYS(SECTION_KEYS), .size = sizeof(struct section), .begin = begin_section};
static const struct shape SECTIONS = {.types = LIST, .item = &SECTION};
#define MOMENT .title = "a day such as 2026-12-24, or a time such as 2026-12-24T18:00:00Z", .types = TEXT, \
	.pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$", .fits = fits_moment
static const struct shape FROM = {MOMENT, .store = store_from};
static const struct shape UP_TO = {MOMENT, .store = store_to};
static const struct shape DAY = {WORD(WINDOW_DAYS)};
static const struct shape DAYS = {.types = LIST, .item = &DAY, .unique = true, .fewest = 1, .store = store_days};
static const struct shape HOURS = {
	.title = "hours such as 22:00-06:00", .types = TEXT,
	.pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", .fits = fits_hours, .store = store_hours};
static const struct shape ZONE = {
	.title = "UTC, or an offset such as +02:00", .types = TEXT, .pattern = "^(UTC|[+-](0[0-9]|1[0-4]):[0-5][0-9])$", .fits = fits_zone,
	.store = store_zone};
static const struct key WINDOW_KEYS[] = {
	{"from", &FROM, 0, INTO(window, from)},
	{"to", &UP_TO, 0, INTO(window, to)},
	{"days", &DAYS, 0, 0},
	{"hours", &HOURS, 0, 0},
	{"zone", &ZONE, 0, INTO(window, east)},
};
static const struct shape WINDOW = {
	.types = MAP, KEYS(WINDOW_KEYS), .fewest = 1, .begin = begin_window, .store = store_window};
static const struct key FREEZE_KEYS[] = {
	{"id", &ID, KEY_REQUIRED, INTO(freeze, id)},
	{"reason", &LINE, KEY_REQUIRED, INTO(freeze, reason)},
	{"paths", &GLOBS, KEY_REQUIRED, INTO(freeze, paths)},
	{"except", &GLOBS, 0, INTO(freeze, except)},
	{"steps", &IDS, 0, INTO(freeze, steps)},
	{"approval", &APPROVAL, 0, INTO(freeze, approval)},
	{"since", &SINCE, 0, INTO(freeze, since)},
	{"window", &WINDOW, 0, INTO(freeze, window)},
};
static const struct shape FREEZE = {
	.types = MAP, KEYS(FREEZE_KEYS), .size = sizeof(struct freeze), .begin = begin_freeze};
static const struct shape FREEZES = {.types = LIST, .item = &FREEZE};
static const struct key MILESTONE_KEYS[] = {{"milestone", &ID, KEY_REQUIRED, INTO(purge_condition, milestone)}};
static const struct shape CONDITION = {
	.title = "replacement_verified, unreferenced or checkpoint or a mapping", .types = TEXT | MAP,
	.words = (const char *const[]){"replacement_verified", "unreferenced", "checkpoint", NULL},
	KEYS(MILESTONE_KEYS), .size = sizeof(struct purge_condition), .begin = begin_purge_condition,
	.store = store_purge_condition};
static const struct shape CONDITIONS = {.types = LIST, .item = &CONDITION, .fewest = 1};
static const struct key PURGE_KEYS[] = {{"require", &CONDITIONS, KEY_REQUIRED, INTO(deprecation, purge.require)}};
static const struct shape PURGE = {.types = MAP, KEYS(PURGE_KEYS)};
static const struct key DEPRECATION_KEYS[] = {
	{"path", &PATH, KEY_REQUIRED, INTO(deprecation, path)},
	{"banner", &LINES, 0, INTO(deprecation, banner)},
	{"banner_edits", &FLAG, 0, INTO(deprecation, banner_edits)},
	{"since", &SINCE, 0, INTO(deprecation, since)},
	{"purge", &PURGE, 0, 0},
};
static const struct shape DEPRECATION = {
	.types = MAP, KEYS(DEPRECATION_KEYS), .begin = begin_deprecation, .store = store_deprecation};
static const struct key POLICY_KEYS[] = { /* in the order of enum runbook_policy_kind */
	{"id", &ID, KEY_REQUIRED, INTO(runbook_policy, id)},
	{"append_only", &GLOBS, KEY_ONE, INTO(runbook_policy, subjects)},
	{"write_once", &GLOBS, KEY_ONE, INTO(runbook_policy, subjects)},
	{"no_delete", &GLOBS, KEY_ONE, INTO(runbook_policy, subjects)},
	{"forbid", &PATTERN, KEY_ONE, INTO(runbook_policy, pattern)},
	{"forbid_paths", &GLOBS, KEY_ONE, INTO(runbook_policy, subjects)},
	{"unique_keys", &LINES, KEY_ONE, INTO(runbook_policy, subjects)},
	{"when_changed", &GLOBS, KEY_ONE, INTO(runbook_policy, subjects)},
	{"append_to", &GLOB, 0, INTO(runbook_policy, append_to)},
	{"paths", &GLOBS, 0, INTO(runbook_policy, paths)},
	{"code_only", &FLAG, 0, INTO(runbook_policy, code_only)},
	{"fix", &LINE, 0, INTO(runbook_policy, fix)},
	{"reason", &LINE, KEY_WORDS, INTO(runbook_policy, reason)},
	{"severity", &SEVERITY, 0, INTO(runbook_policy, severity)},
	{"since", &SINCE, 0, INTO(runbook_policy, since)},
};
static const struct shape POLICY = {
	.types = MAP, KEYS(POLICY_KEYS), .size = sizeof(struct runbook_policy), .begin = begin_policy,
	.store = store_policy};
static const struct shape POLICIES = {.types = LIST, .item = &POLICY};

/* -- gates, rollbacks, drills -------------------------------------------------------------------- */

#define PROCEDURE(begin_) \
	.types = MAP, .size = sizeof(struct procedure), .boxed = true, .begin = begin_, .store = store_procedure
static const struct key REQUIRE_KEYS[] = {{"require", &IDS, KEY_REQUIRED, INTO(evidence_demand, require)}};
static const struct shape REQUIRED_FIELDS = {.types = MAP, KEYS(REQUIRE_KEYS)};
static const struct key GATE_KEYS[] = {
	{"id", &ID, KEY_REQUIRED, INTO(procedure, step.id)},
	{"title", &LINE, KEY_WORDS, INTO(procedure, step.title)},
	{"environment", &ID, 0, INTO(procedure, environment)},
	{"checks", &CHECKS, KEY_REQUIRED, INTO(procedure, step.verify)},
	{"approval", &APPROVAL, 0, INTO(procedure, step.approval)},
	{"expires", &DURATION, 0, INTO(procedure, expires)},
	{"needs", &IDS, 0, INTO(procedure, step.needs)},
	{"covers", &LINES, KEY_WORDS, INTO(procedure, step.covers)},
	{"evidence", &REQUIRED_FIELDS, 0, INTO(procedure, evidence)},
};
static const struct shape GATE = {PROCEDURE(begin_gate), KEYS(GATE_KEYS)};
static const struct shape GATES = {.types = LIST, .item = &GATE};
static const struct key ROLLBACK_KEYS[] = {
	{"id", &ID, KEY_REQUIRED, INTO(procedure, step.id)},
	{"title", &LINE, KEY_WORDS, INTO(procedure, step.title)},
	{"environment", &ID, 0, INTO(procedure, environment)},
	{"inputs", &INPUTS_OF_RUN, 0, INTO(procedure, inputs)},
	{"run", &COMMAND, 0, INTO(procedure, step.run)},
	{"on", &ID, 0, INTO(procedure, step.on)},
	{"cwd", &PATH, 0, INTO(procedure, step.cwd)},
	{"timeout", &DURATION, 0, INTO(procedure, step.timeout)},
	{"irreversible", &FLAG, 0, INTO(procedure, step.irreversible)},
	{"remediation", &SOME_TEXT, 0, INTO(procedure, step.remediation)},
	{"guard", &CHECKS, 0, INTO(procedure, step.guard)},
	{"stop", &CHECKS, 0, INTO(procedure, step.stop)},
	{"verify", &CHECKS, 0, INTO(procedure, step.verify)},
	{"triggers", &CHECKS, 0, INTO(procedure, triggers)},
	{"approval", &APPROVAL, 0, INTO(procedure, step.approval)},
	{"covers", &LINES, KEY_WORDS, INTO(procedure, step.covers)},
};
static const struct shape ROLLBACK = {PROCEDURE(begin_rollback), KEYS(ROLLBACK_KEYS)};
static const struct shape ROLLBACKS = {.types = LIST, .item = &ROLLBACK};
static const struct key DRILL_KEYS[] = {
	{"id", &ID, KEY_REQUIRED, INTO(procedure, step.id)},
	{"title", &LINE, KEY_WORDS, INTO(procedure, step.title)},
	{"environment", &ID, 0, INTO(procedure, environment)},
	{"of", &ID, 0, INTO(procedure, of)},
	{"run", &COMMAND, 0, INTO(procedure, step.run)},
	{"timeout", &DURATION, 0, INTO(procedure, step.timeout)},
	{"before", &CHECKS, 0, INTO(procedure, step.before)},
	{"verify", &CHECKS, 0, INTO(procedure, step.verify)},
	{"evidence", &EVIDENCE, 0, INTO(procedure, evidence)},
	{"every", &PERIOD, 0, INTO(procedure, every)},
	{"covers", &LINES, KEY_WORDS, INTO(procedure, step.covers)},
};
static const struct shape DRILL = {PROCEDURE(begin_drill), KEYS(DRILL_KEYS)};
static const struct shape DRILLS = {.types = LIST, .item = &DRILL};

static const struct key RUNBOOK_KEYS[] = {
	{"version", &VERSION, KEY_REQUIRED, NOWHERE},
	{"ledger", &LEDGER, 0, INTO(runbook, ledger)},
	{"name", &LINE, KEY_WORDS, INTO(runbook, name)},
	{"governed", &REFS, 0, INTO(runbook, governed)},
	{"vars", &VALUES, 0, INTO(runbook, vars)},
	{"repos", &REPOS, 0, INTO(runbook, repos)},
	{"targets", &TARGETS, 0, 0},
	{"environments", &ENVIRONMENTS, 0, INTO(runbook, environments)},
	{"records", &RECORDS, 0, 0},
	{"marks", &MARKS, 0, 0},
	{"documents", &DOCUMENTS, 0, INTO(runbook, documents)},
	{"defaults", &DEFAULTS, 0, INTO(runbook, defaults)},
	{"sections", &SECTIONS, 0, INTO(runbook, sections)},
	{"steps", &STEPS, KEY_REQUIRED, INTO(runbook, steps)},
	{"checks", &CHECKS, 0, INTO(runbook, checks)},
	{"freezes", &FREEZES, 0, INTO(runbook, freezes)},
	{"deprecation", &DEPRECATION, 0, INTO(runbook, deprecation)},
	{"policies", &POLICIES, 0, INTO(runbook, policies)},
	{"secrets", &VARIABLES, 0, INTO(runbook, secrets)},
	{"pass_env", &VARIABLES, 0, INTO(runbook, pass_env)},
	{"content", &PARTS, 0, INTO(runbook, content)},
	{"order", &ORDER, 0, INTO(runbook, order_by_needs)},
	{"completion", &COMPLETION, 0, INTO(runbook, completion)},
	{"merge", &MERGE, KEY_WORDS, NOWHERE},
	{"proposed_pins", &PROPOSED_PINS, 0, INTO(runbook, accept_proposed_pins)},
	{"complete_also", &IDS, 0, INTO(runbook, complete_also)},
	{"evidence", &EVIDENCE, 0, INTO(runbook, evidence)},
	{"gates", &GATES, 0, INTO(runbook, gates)},
	{"rollbacks", &ROLLBACKS, 0, INTO(runbook, rollbacks)},
	{"drills", &DRILLS, 0, INTO(runbook, drills)},
};

bool runbook_obeys(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(RUNBOOK_KEYS); i++)
		if (!strcmp(RUNBOOK_KEYS[i].name, key))
			return !(RUNBOOK_KEYS[i].flags & KEY_LATER);
	return false;
}

const struct shape RUNBOOK = {
	.title = "runbook.yaml", 	.types = MAP, KEYS(RUNBOOK_KEYS), .first = {"complete_also", "defaults"}, .begin = begin_runbook};
