#include "act/drilling.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/printable.h"
#include "base/time.h"
#include "fold/fold.h"
#include "runbook/demands.h"

#define PLACES_MOST 1000 /* of one day */

/* -- before -------------------------------------------------------------------------------------- */

void drilling_ask(const struct ledger *l, const struct drilling *d, const struct event *start,
		  struct findings *refused)
{
	const struct evidence_had will = {d->fields, d->field_count,
					  .candidate = event_get(start, FIELD_CANDIDATE),
					  .ran = true};
	struct words demanded = demanded_fields(d->runbook, &d->drill->step, l->arena);
	struct words missing = evidence_missing(&demanded, &will, l->arena);

	for (size_t i = 0; i < missing.count; i++) {
		const char *name = missing.items[i];

		finding_add(refused, RULE_EVIDENCE, FINDING_ERROR,
			    (struct finding){
				    .environment = event_get(start, FIELD_ENVIRONMENT),
				    .at = d->drill->step.at,
				    .expected = name,
				    .found = "nothing",
				    .fix = evidence_is_given(name)
						   ? arena_printf(l->arena,
								  "hint: give it: --field "
								  "%s=VALUE",
								  name)
						   : "hint: commit what is changed: only a "
						     "commit is a candidate"},
			    "drill '%s' would not have passed: its evidence has no '%s'",
			    d->drill->step.id, name);
	}
}

/* -- the file ------------------------------------------------------------------------------------ */

static void line(struct strbuf *out, const char *name, const char *value)
{
	if (!value)
		return;
	strbuf_addf(out, "- %s: ", name);
	printable_addstr(out, value);
	strbuf_addch(out, '\n');
}

/* "- name: value" of what was given, and of what is still missing after a failure. */
static void add_fields(const struct ledger *l, const struct drilling *d, bool passed,
		       const struct event *start, struct strbuf *out)
{
	const struct evidence_had had = {d->fields, d->field_count,
					 .candidate = event_get(start, FIELD_CANDIDATE),
					 .ran = true};
	struct evidence_demand demand = drill_demand(d->runbook, d->drill, l->arena);
	struct words missing = evidence_missing(&demand.require_on_fail, &had, l->arena);

	for (size_t i = 0; i < d->field_count; i++) {
		size_t len = strcspn(d->fields[i], "=");

		line(out, arena_strndup(l->arena, d->fields[i], len), d->fields[i] + len + 1);
	}
	for (size_t i = 0; !passed && i < missing.count; i++)
		line(out, "missing", missing.items[i]);
}

/* Foreign text: each line behind a tab, so that none can be taken for a heading. */
static void add_text(struct strbuf *out, struct bytes text)
{
	const char *from = text.data;

	for (size_t at = 0; at < text.len;) {
		const char *eol = memchr(from + at, '\n', text.len - at);
		size_t len = eol ? (size_t)(eol - (from + at)) : text.len - at;

		strbuf_addch(out, '\t');
		printable_add(out, bytes_of(from + at, len), PRINTABLE_TEXT);
		strbuf_addch(out, '\n');
		at += len + 1;
	}
}

static void add_commands(const struct ledger *l, const struct run_outcome *outcome,
			 struct strbuf *out)
{
	strbuf_addstr(out, "\n## Commands and exit codes\n\n");
	for (size_t i = 0; i < outcome->evidence.count; i++) {
		const struct evidence_item *item = &outcome->evidence.items[i];

		line(out, item->name,
		     arena_printf(l->arena, "%s%s%s", item->exit ? item->exit : "no command",
				  item->result ? ", " : "", item->result ? item->result : ""));
	}
	for (size_t i = 0; i < outcome->evidence.count; i++) {
		strbuf_addf(out, "\n## %s\n\n", outcome->evidence.items[i].name);
		add_text(out, outcome->evidence.items[i].bytes);
	}
}

static bool has_passed(const struct run_outcome *outcome)
{
	return outcome->ok &&
	       (!strcmp(outcome->verified, "pass") || !strcmp(outcome->verified, "none"));
}

static struct bytes document(const struct ledger *l, const struct drilling *d,
			     const struct receipt *start, const struct run_outcome *outcome)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct event *event = &start->event;
	bool passed = has_passed(outcome);
	const char *who = NULL;
	int64_t when = l->now;

	(void)state_signer(l->view->state, start->sequence, &who, &when);
	strbuf_addf(&out, "# Drill %s in %s: %s\n\n", d->drill->step.id,
		    event_get(event, FIELD_ENVIRONMENT), passed ? "passed" : "failed");
	line(&out, "drill", d->drill->step.id);
	line(&out, "of rollback", d->drill->of);
	line(&out, "environment", event_get(event, FIELD_ENVIRONMENT));
	line(&out, "operator", who);
	line(&out, "started", TIME_TEXT(when));
	line(&out, "run", start->id);
	line(&out, "commit", event_get(event, FIELD_CODE));
	line(&out, "candidate", event_get(event, FIELD_CANDIDATE));
	line(&out, "result", outcome->ok ? "ok" : "failed");
	line(&out, "exit code", outcome->exit ? outcome->exit : "not started");
	line(&out, "verified", outcome->verified);
	add_fields(l, d, passed, event, &out);
	for (size_t i = 0; i < outcome->reason_count; i++)
		line(&out, "because", outcome->reasons[i]);
	add_commands(l, outcome, &out);
	return bytes_of(arena_memdup(l->arena, out.buf, out.len), out.len);
}

/* Has a drill written there, or is anything there? What cannot be told is taken. */
static bool is_taken(const struct ledger *l, const char *path)
{
	const char *root = repo_work_tree(l->repo);
	const struct subject *paths;
	bool stands = false;
	struct err unread;

	return state_subject(l->view->state, STATE_PATHS, &paths, &unread) < 0 ||
	       subject_entry(paths, arena_printf(l->arena, "drills/%s", path)) ||
	       (root && (file_exists(arena_printf(l->arena, "%s/%s", root, path), &stands,
				     &unread) < 0 ||
			 stands));
}

/* The first of that day. */
static const char *free_place(const struct ledger *l, const struct drilling *d)
{
	struct evidence_demand demand = drill_demand(d->runbook, d->drill, l->arena);
	const char *path = NULL;

	for (unsigned nth = 1; nth < PLACES_MOST; nth++) {
		path = evidence_place(&demand, d->drill->step.id, l->now, nth, l->arena);
		if (!path || !is_taken(l, path))
			break;
	}
	return path;
}

void drilling_ends(const struct ledger *l, const struct drilling *d,
		   const struct receipt *start, const struct run_outcome *outcome,
		   struct intent *finish)
{
	const char *place = free_place(l, d);

	for (size_t i = 0; i < d->field_count; i++)
		event_add(&finish->event, l->arena, FIELD_FIELD, d->fields[i]);
	if (!place)
		return;
	event_set(&finish->event, l->arena, FIELD_PATH, place);
	*ARENA_PUSH(l->arena, finish->evidence, finish->evidence_count) = (struct evidence){
		.name = DRILL_EVIDENCE, .data = document(l, d, start, outcome)};
}
