/* report: every kind of result in every format; a format that lacks one says so. */
#include "report/format.h"

#include "base/cleanup.h"

#include "../t/unit/tap.h"

static struct arena arena = ARENA_INIT;

static void shown(const struct report_format *format, const struct result *result,
		  const char *data, const char *words)
{
	CLEANUP(report_free) struct report report = REPORT_INIT;
	const char *name = result_name(result->kind);
	struct err err;

	if (!ok(!report_result(format, result, &report, &err), "%s as %s", name, format->name))
		return;
	ok(strstr(report.data.buf, data) != NULL, "%s as %s: has '%s'", name, format->name,
	   data);
	if (!strstr(report.data.buf, data))
		printf("# %s\n", report.data.buf);
	is_str(report.words.buf, words, "and for the person");
}

/* The text has `text`, and `words` are for the person; the JSON has `json`. */
static void both(const struct result *result, const char *text, const char *words,
		 const char *json)
{
	CLEANUP(report_free) struct report report = REPORT_INIT;
	char schema[64];
	struct err err;

	shown(&report_text, result, text, words);
	shown(&report_json, result, json, "");
	snprintf(schema, sizeof(schema), "{\"schema\":\"mcade/%s/1\"",
		 result->kind == RESULT_ACT ? "complete" : result_name(result->kind));
	ok(!report_result(&report_json, result, &report, &err) &&
		   !strncmp(report.data.buf, schema, strlen(schema)) &&
		   strchr(report.data.buf, '\n') == report.data.buf + report.data.len - 1,
	   "one line, of %s", schema);
}

/* Of each kind one; the macro sees that none is left out. */
static const struct ledger_view view = {.id = "00ff", .sequence = 7};
static const struct event event = {.word = EVENT_COMPLETE, .reason = "it is up"};
static const struct step step = {.id = "CACHE"};
static const struct step_state state = {
	.environment = "lab", .step = "CACHE", .phase = PHASE_COMPLETE, .sequence = 7};
static struct step_view step_view = {
	.step = &step, .state = &state, .next = "git mcade lock CACHE --env lab"};
static const struct environment lab = {.id = "lab"};
static const struct finding finding = {.rule = RULE_FROZEN,
				       .severity = FINDING_ERROR,
				       .message = "frozen",
				       .path = "a.yml",
				       .fix = "git mcade thaw x"};

static struct findings one_finding(void)
{
	struct findings found = FINDINGS_INIT(&arena);

	*ARENA_PUSH(&arena, found.items, found.count) = finding;
	return found;
}

static void show_act(struct result *r)
{
	static const struct receipt receipt = {.id = "01",
					       .sequence = 7,
					       .event = {.word = EVENT_COMPLETE},
					       .origin = {.principal = "ada"}};
	static struct findings none;
	struct act_result act = {.command = "complete",
				 .ledger = &view,
				 .receipt = &receipt,
				 .refused = &none,
				 .note = "a note"};

	result_is_act(r, &act);
	both(r, "recorded 7 complete (000000000000, signed by ada)\n", "mcade: a note\n",
	     "\"recorded\":true,\"ledger\":\"00ff\",\"sequence\":7");
}

static void show_approve(struct result *r)
{
	static const struct approval demand = {.role = "owner", .count = 2, .expires = 3600};
	static const char *values[] = {"day=2"};
	struct approved said[] = {
		{4, "ada", NULL, NULL, 0, 3600, true, NULL, NULL, NULL},
		{5, "rita", NULL, NULL, 0, 3600, true, "its signer did not have the role", NULL,
		 NULL},
		{6, "olga", NULL, NULL, 0, 3600, false, "it is a refusal", NULL, NULL},
		{7, "ada", NULL, NULL, 0, 3600, true, NULL, NULL, NULL}};
	struct demanded items[] = {{.environment = &lab,
				    .what = {SUBJECT_STEP, "A"},
				    .approval = &demand,
				    .said = said,
				    .count = ARRAY_SIZE(said)},
				   {.environment = &lab,
				    .what = {SUBJECT_ROLLBACK, "back"},
				    .approval = &demand,
				    .waits = true,
				    .may = true,
				    .next = "git mcade approve rollback:back"}};
	struct approve_result approve = {.items = items, .count = 1};

	result_is_approve(r, &approve);
	both(r,
	     "A in lab: approved by 1 of 2 of role 'owner'\n"
	     "    4  1970-01-01T00:00:00Z  ada: yes until 1970-01-01T01:00:00Z\n"
	     "    5  1970-01-01T00:00:00Z  rita: yes until 1970-01-01T01:00:00Z  does not "
	     "count: its signer did not have the role\n"
	     "    6  1970-01-01T00:00:00Z  olga: no until 1970-01-01T01:00:00Z\n",
	     "", "\"role\":\"owner\",\"need\":2,\"have\":1,\"waits\":false,");
	items[1].act.fields[FIELD_ARGUMENT] = (struct event_values){values, 1};
	approve.items = items + 1;
	both(r,
	     "rollback:back in lab, --input day=2: approved by 0 of 2 of role 'owner'\n"
	     "  next: git mcade approve rollback:back\n",
	     "", "\"may\":true,\"inputs\":[\"day=2\"],\"said\":[],\"next\":\"git mcade");
	approve = (struct approve_result){.environment = "lab", .what = "B"};
	both(r, "", "mcade: no approval is demanded of B in 'lab'\n", "\"demanded\":[]");
}

static void show_purge(struct result *r)
{
	struct purgeable items[] = {{.path = "old/a.sh",
				     .replacement = "NEW",
				     .against = one_finding(),
				     .next = "hint: write:\n- a: \033[2J"},
				    {.path = "old/b.sh",
				     .replacement = "none",
				     .against = {.arena = &arena},
				     .purged = 7,
				     .until = 3600,
				     .next = "git rm -- old/b.sh"}};
	struct purge_result purge = {.items = items, .count = ARRAY_SIZE(items)};

	result_is_purge(r, &purge);
	both(r,
	     "old/a.sh: stays; replacement NEW\n  a.yml: frozen\n  hint: write:\n        - a: "
	     "\\x1b[2J\n"
	     "old/b.sh: may be deleted until 1970-01-01T01:00:00Z, by event 7; "
	     "replacement none\n  next: git rm -- old/b.sh\n",
	     "",
	     "{\"path\":\"old/b.sh\",\"replacement\":\"none\",\"may\":true,\"purged\":7,"
	     "\"until\":\"1970-01-01T01:00:00Z\",\"findings\":[],"
	     "\"next\":\"git rm -- old/b.sh\"}");
	purge.count = 0;
	both(r, "", "mcade: no governed branch has a deprecated item\n", "\"items\":[]");
}

static void show_gate(struct result *r)
{
	static const char *const shown[] = {"R1", "R9"};
	static const struct check check = {.id = "calm", .covers = {shown, 1}};
	static const struct step out = {
		.id = "out", .covers = {shown, 2}, .approval = {.role = "legal", .count = 2}};
	static const struct runbook rb = {.name = "x"};
	static const struct expect_item items[] = {{"stdout", "'a'", "a", true, false},
						   {"exit", "0", "1", false, false}};
	struct checked checked = {.check = &check,
				  .id = "calm",
				  .verdict = CHECK_FAIL,
				  .reason = "exit: expected 0, found 1",
				  .items = items,
				  .item_count = 2,
				  .attempts = 3,
				  .milliseconds = 1500};
	static const struct receipt receipt = {.id = "01",
					       .sequence = 7,
					       .event = {.word = EVENT_GATE},
					       .origin = {.principal = "ada"}};
	struct act_result act = {.command = "gate",
				 .step = "out",
				 .environment = "lab",
				 .ledger = &view,
				 .receipt = &receipt};
	struct gate_result gate = {.act = &act,
				   .runbook = &rb,
				   .step = &out,
				   .verdict = "NO-GO",
				   .candidate = "sha256:0123456789abcdef",
				   .checks = {&checked, 1},
				   .have = 1,
				   .need = 2};

	result_is_gate(r, &gate);
	both(r,
	     "  calm                 fail             1.5 s  exit: expected 0, found 1\n"
	     "covers\n"
	     "  R1                   fail\n"
	     "  R9                   not-applicable\n"
	     "approved by 1 of 2 of role 'legal'\n"
	     "out in lab: NO-GO of candidate sha256:0123456789ab\n"
	     "recorded 7 gate (000000000000, signed by ada)\n",
	     "",
	     "\"expected\":\"0\",\"found\":\"1\",\"duration\":1500,\"covers\":[\"R1\"],"
	     "\"attempts\":3");
}

static void show_status(struct result *r)
{
	static const struct runbook runbook;
	struct readiness readiness = {
		.runbook = &runbook, .environment = &lab, .steps = &step_view, .count = 1};
	struct pin_view pin = {"web.image", "redis:7", "otto", 5, 0};
	struct environment_status lab_status = {
		.readiness = &readiness, .pins = &pin, .pin_count = 1};
	struct environment_status two[] = {lab_status, lab_status};
	struct status_result status = {
		.environments = &lab_status, .environment_count = 1, .ledger = &view};

	result_is_status(r, &status);
	both(r, "lab, event 7\n  pin web.image = redis:7  #5 otto 1970-01-01\n", "",
	     "\"sequence\":7,\"environment\":\"lab\",\"steps\":[{\"id\":\"CACHE\"");
	status.environments = two;
	status.environment_count = 2;
	both(r, "\nlab, event 7\n", "",
	     "\"sequence\":7,\"environments\":[{\"environment\":\"lab\",\"steps\":");
}

static void show_next(struct result *r)
{
	struct next_result next = {.environment = "lab"};

	result_is_next(r, &next);
	both(r, "no step of the runbook is one of lab\n", "",
	     "\"environment\":\"lab\",\"steps\":0,\"owed\":[]}");
	next.steps = 2;
	both(r, "nothing to do in lab: every step is done\n", "",
	     "\"environment\":\"lab\",\"steps\":2,\"owed\":[]}");
	next.step = &step_view;
	both(r, "CACHE is complete: git mcade lock CACHE --env lab\n", "",
	     "\"command\":\"git mcade lock CACHE --env lab\",\"owed\":[]}");
}

static void show_show(struct result *r)
{
	static const char *const names[] = {"run", "run.2", "check.up"};
	const char text[] = "mcade-evidence 1\nname: run\noutcome: exit status 0\n"
			    "stdout: 3 bytes, 0 left out, 0 masked\n\ta\033b\n\tc\n";
	struct evidence_text bodies[] = {
		{names[0], "00ff", 9, bytes_of(text, sizeof(text) - 1), EVIDENCE_HERE},
		{names[1], "00fe", 9, {0}, EVIDENCE_ABSENT},
		{names[2], "00fd", 9, {0}, EVIDENCE_OTHER}};
	struct show_result show = {.environment = "lab", .step = &step_view};
	const struct log_event end = {.event = {.sequence = 4}};

	result_is_show(r, &show);
	both(r, "CACHE in lab: complete\n", "", "\"step\":{\"id\":\"CACHE\"");
	show = (struct show_result){
		.printed = true, .output = bodies, .output_count = 3, .events = &end};
	both(r,
	     "== run, event 4, 9 bytes, sha256:00ff\n-- outcome: exit status 0\n"
	     "-- stdout: 3 bytes, 0 left out, 0 masked\na\\x1bb\nc\n== run.2",
	     "", "\"where\":\"absent\"},{\"name\":\"check.up\"");
	both(r, "other bytes than were signed\n", "", "\"where\":\"other bytes\"}]");
}

static void show_diff(struct result *r)
{
	static const char *keys[] = {"run", "verify"};
	struct runbook_change book = {"steps", "CACHE", RUNBOOK_CHANGED, NULL, keys, 2};
	struct record_change changes[] = {{.thing = CHANGED_STEP,
					   .environment = "lab",
					   .id = "CACHE",
					   .before = "planned",
					   .after = "complete"},
					  {.thing = CHANGED_TRUST,
					   .id = "bob",
					   .before = "ci",
					   .after = "ci",
					   .keys = true}};
	struct record_diff diff = {&view, &view, changes, 2, &book, 1, {1, 2}};
	struct diff_result result = {&diff, NULL};

	result_is_diff(r, &result);
	both(r,
	     "rules: 1 -> 2\n\nrunbook in force\n  ~ changed steps CACHE (run, verify)\n\n"
	     "lab\n  ~ step CACHE: planned -> complete\n\n"
	     "all environments\n  ~ trust bob: ci; other keys\n",
	     "",
	     "\"keys\":[\"run\",\"verify\"]}],\"changes\":[{\"thing\":\"step\","
	     "\"environment\":\"lab\",\"id\":\"CACHE\",\"before\":\"planned\"");
}

static void show_log(struct result *r)
{
	struct fold *fold = fold_new(&arena, (struct fold_tree){0}, (struct fold_help){0});
	const struct ledger_view folded = {.fold = fold};
	const struct log_event events[] = {
		{{.sequence = 7, .event = event, .origin = {.principal = "bob"}}, "-a\n+b\n"},
		{{.sequence = 6, .event = event, .origin = {.principal = "ada"}}, NULL}};
	static const struct trust trust;
	struct log_result log = {&folded, &trust, events, 2, false};

	result_is_log(r, &log);
	both(r,
	     "    7  1970-01-01T00:00:00Z  bob  verified  complete\n       it is up\n\n"
	     "-a\n+b\n\n    6  1970-01-01T00:00:00Z  ada  verified  complete\n",
	     "",
	     "{\"schema\":\"mcade/log/1\",\"confirmed\":false,\"events\":[{\"sequence\":7,");
}

static void show_audit(struct result *r)
{
	struct audit_result audit = {
		.review = {.findings = one_finding()}, .verdict = "fail", .summary = "one"};

	result_is_audit(r, &audit);
	both(r, "fail: one\n",
	     "mcade: refused [frozen] a.yml: frozen\n"
	     "  fix:      git mcade thaw x\n"
	     "  see:      git mcade explain frozen\n",
	     "\"findings\":[{\"rule\":\"frozen\"");
}

static void show_check(struct result *r)
{
	struct commit_verdict commit = {"0123", one_finding()};
	struct check_result check = {.commits = &commit,
				     .count = 1,
				     .files = 3,
				     .forge = "Jenkins",
				     .ref = "refs/heads/\033main",
				     .base = "0122",
				     .tip = "0123"};

	result_is_check(r, &check);
	both(r,
	     "for refs/heads/\\x1bmain: 0122..0123 (Jenkins)\n"
	     "1 judged, 1 refused, 1 error, 0 warnings\n",
	     "", "\"commits\":[{\"commit\":\"0123\",\"verdict\":\"reject\"");
	both(r,
	     "for refs/heads/\\x1bmain: 0122..0123 (Jenkins)\n"
	     "1 judged, 1 refused, 1 error, 0 warnings\n",
	     "", "\"judged\":1,\"counts\":{\"commits\":1,\"files\":3},");
}

static void show_lint(struct result *r)
{
	struct findings found = one_finding();
	size_t errors[RULE_COUNT] = {0};
	struct doclint doclint = {.findings = found, .errors = errors};
	struct lint_result lint = {
		.findings = &found, .lint = &doclint, .offer = "git mcade init"};

	result_is_lint(r, &lint);
	both(r, "to make this impossible from now on: git mcade init\n", "",
	     "\"verdict\":\"fail\"");
	lint = (struct lint_result){.findings = &found, .summary = "1 of 2"};
	found.count = 0;
	both(r, "1 of 2\n\nhint: commit runbook.yaml, then git mcade adopt\n", "",
	     "\"summary\":\"1 of 2\"");
}

static void show_explain(struct result *r)
{
	struct explain_result explain = {.only = &rules[RULE_FROZEN]};

	result_is_explain(r, &explain);
	both(r, "frozen (error)\n", "", "\"rules\":[{\"rule\":\"frozen\"");
	explain.only = NULL;
	both(r, "ledger-integrity error", "", "\"rules\":[{\"rule\":\"ledger-integrity\"");
}

static void show_render(struct result *r)
{
	struct rendered_item item = {.outcome = RENDER_LEFT,
				     .path = "log.md",
				     .detail = "edited",
				     .fix = "git diff"};
	struct rendered done = {.items = &item, .count = 1};
	struct render_result render = {.done = &done,
				       .committing = true,
				       .commit = {.branch = "refs/heads/r", .id = "0123"},
				       .next = "git push"};

	result_is_render(r, &render);
	both(r,
	     "left alone log.md: edited\n  fix: git diff\n"
	     "committed 0123 on refs/heads/r\n",
	     "  next: git push\n",
	     "\"records\":[{\"path\":\"log.md\",\"outcome\":\"left alone\"");
}

static void show_import(struct result *r)
{
	struct import_result import = {.import = {.environment = "lab"}, .changed = true};

	result_is_import(r, &import);
	both(r, "claimed: none\n0 errors, 0 warnings, 0 notes\nwrote runbook.yaml", "",
	     "\"written\":true");
}

static void show_hooks(struct result *r)
{
	struct hooks_result hooks = {
		.report = {.hooks = {{.name = "pre-commit", .state = HOOK_ABSENT}}, .count = 1},
		.trials = {{"a commit", true, "no"}, {"a push", false, "yes"}}};

	result_is_hooks(r, &hooks);
	both(r, "pre-commit        absent\n", "", "\"state\":\"absent\"");
	hooks.trial_count = 2;
	both(r, "ok    a commit: no\nFAIL  a push: yes\nFAIL  hook pre-commit here: absent\n",
	     "", "\"name\":\"a push\",\"refused\":false");
}

static void show_trust(struct result *r)
{
	const char *keys[] = {"ssh-ed25519 AAAA"}, *old[] = {"ssh-ed25519 BBBB"},
		   *roles[] = {"root"}, *may[] = {"run", "verify in lab"};
	struct principal people[] = {{.id = "ada",
				      .name = "Ada",
				      .email = "a@example.com",
				      .keys = keys,
				      .key_count = 1,
				      .revoked = old,
				      .revoked_count = 1,
				      .roles = roles,
				      .role_count = 1},
				     {.id = "otto",
				      .name = "Otto",
				      .email = "o@example.com",
				      .revoked = old,
				      .revoked_count = 1}};
	struct role legal = {"legal", may, 2};
	struct trust trust = {.version = 2,
			      .threshold = 1,
			      .principals = people,
			      .principal_count = 2,
			      .recovery = "ssh-ed25519 CCCC",
			      .roles = &legal,
			      .role_count = 1};
	struct trust_key states[] = {
		{.key = "ssh-ed25519 AAAA", .fingerprint = "SHA256:x"},
		{"ssh-ed25519 BBBB", "SHA256:y", true, 4, 1769594400, "bo", "lost"},
		{.key = "ssh-ed25519 DDDD", .fingerprint = "SHA256:z", .revoked = true},
		{.key = "ssh-ed25519 CCCC", .fingerprint = "SHA256:r"}};
	struct trust_result result = {&view, NULL, &trust, states, 4};

	result_is_trust(r, &result);
	both(r,
	     "trust version 2, threshold 1\n"
	     "ada  Ada <a@example.com>\n    roles: root\n    key: SHA256:x\n"
	     "    key: SHA256:y  revoked by bo, event 4, 2026-01-28\n"
	     "otto  Otto <o@example.com>\n    no role: all keys are revoked\n"
	     "    key: SHA256:z  revoked\n"
	     "recovery key: SHA256:r\nrole legal may: run, verify in lab\n",
	     "",
	     "\"keys\":[\"ssh-ed25519 AAAA\"],\"revoked\":[{\"key\":\"ssh-ed25519 BBBB\","
	     "\"sequence\":4,\"time\":\"2026-01-28T10:00:00Z\",\"by\":\"bo\",\"reason\":"
	     "\"lost\"}],\"roles\":[\"root\"]}");
	both(r, "", "",
	     "\"recovery\":\"ssh-ed25519 CCCC\",\"roles\":[{\"id\":\"legal\","
	     "\"may\":[\"run\",\"verify in lab\"]}]");
	result.path = "/signers";
	both(r, "/signers\n", "", "\"ledger\":\"00ff\",\"path\":\"/signers\"}");
}

static void show_join(struct result *r)
{
	struct join_result join = {&view, true};

	result_is_join(r, &join);
	both(r, "joined ledger 00ff at event 7\n", "",
	     "\"ledger\":\"00ff\",\"sequence\":7,\"expected\":true}");
}

static void show_sync(struct result *r)
{
	struct sync_state sync_state = {.relation = SYNC_EQUAL, .local = &view};
	struct aside_event aside = {.event = event, .subject = "complete", .command = "git x"};
	struct sync_result sync = {.remote = "origin", .state = &sync_state};

	event_set(&aside.event, &arena, FIELD_SEQUENCE, "6");
	result_is_sync(r, &sync);
	both(r, "origin: up to date at event 7\n", "", "\"relation\":\"up to date\"");
	sync = (struct sync_result){"origin", &sync_state, true, "refs/a", &aside, 1};
	both(r, "git x\n", "to do the other acts again:\n",
	     "\"events\":[{\"sequence\":6,\"event\":\"complete\",\"command\":\"git x\"}]");
}

static void show_help(struct result *r)
{
	static const struct option options[] = {{OPTION_FLAG, 'j', "json", NULL, "data"}, {0}};
	static const struct command_words words[] = {
		{"log", GROUP_REVIEW, true, "[STEP]", "events", options, RESULT_LOG, NULL},
		{"gate", GROUP_REVIEW, false, "", "later", options, RESULT_NONE, "9.9"}};
	struct help_result help = {words, 2, HELP_ALL};

	result_is_help(r, &help);
	both(r, "\nReview\n    log         events\n\n'git", "",
	     "\"reserved\":\"9.9\",\"usage\":\"\"");
	help = (struct help_result){words, 1, HELP_ONE};
	both(r, "usage: git mcade log [STEP]\n\n    events\n\n", "",
	     "\"options\":[{\"letter\":\"j\",\"name\":\"json\",\"help\":\"data\"}],"
	     "\"result\":\"log\"");
}

static void not_shown(struct result *result)
{
	static const struct report_format page = {.name = "a page"};
	CLEANUP(report_free) struct report report = REPORT_INIT;
	char expected[80];
	struct err err;

	snprintf(expected, sizeof(expected), "'%s' is not shown as a page",
		 result_name(result->kind));
	ok(report_result(&page, result, &report, &err) < 0 && err.code == ERR_UNSUPPORTED &&
		   !strcmp(err.text, expected),
	   "%s", expected);
}

int main(void)
{
	struct findings said = one_finding();
	struct result result = {0};

#define RESULT(TAG, name)     \
	show_##name(&result); \
	not_shown(&result);
#include "report/results.h"
#undef RESULT
	result = (struct result){.said = &said, .plain = bytes_text("as it is\n")};
	ok(result_name(result.kind) == NULL, "plumbing has no schema");
	shown(&report_json, &result, "as it is\n",
	      "mcade: refused [frozen] a.yml: frozen\n"
	      "  fix:      git mcade thaw x\n"
	      "  see:      git mcade explain frozen\n");
	arena_free(&arena);
	return done();
}
