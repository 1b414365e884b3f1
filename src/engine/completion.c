#include "engine/completion.h"

#include "base/time.h"
#include "engine/records.h"
#include "model/manifest.h"

struct completing {
	struct session *s;
	const struct readiness *r;
	const struct step_view *view;
	struct intent *intent;
	struct findings *refused;
};

static void missing(struct completing *c, enum rule_id rule, struct srcpos at,
		    const char *expected, const char *found, const char *fix,
		    const char *message)
{
	finding_add(c->refused, rule, FINDING_ERROR,
		    (struct finding){.path = at.file,
				     .at = at,
				     .step = c->view->step->id,
				     .environment = c->r->environment->id,
				     .expected = expected,
				     .found = found,
				     .fix = fix},
		    "'%s' in '%s' is not complete: %s", c->view->step->id,
		    c->r->environment->id, message);
}

static const char *command(struct completing *c, const char *act)
{
	return arena_printf(&c->s->arena, "git mcade %s %s --env %s", act, c->view->step->id,
			    c->r->environment->id);
}

static int check_pin(struct completing *c, const struct doc_node *manifest, const char *path)
{
	struct arena *a = &c->s->arena;
	struct pin pin = manifest_pin(manifest, path, a);
	const char *fix = arena_printf(a, "git mcade pin %s=VALUE --env %s", path,
				       c->r->environment->id);

	switch (pin.state) {
	case PIN_COMPLETE:
		event_add(&c->intent->event, a, FIELD_PIN,
			  arena_printf(a, "%s=%s", path, pin.value));
		return 0;
	case PIN_EXEMPT:
		return 0;
	case PIN_ABSENT:
		missing(c, RULE_UNPINNED, (struct srcpos){c->r->environment->manifest, 0, 0},
			arena_printf(a, "a pin at '%s'", path), "nothing", fix, "pins");
		return 0;
	case PIN_UNPINNED:
		missing(c, RULE_UNPINNED, pin.at, "a value that names one thing for ever",
			arena_printf(a, "%s: %s", pin.value ? pin.value : "nothing",
				     pin.reason),
			fix, arena_printf(a, "pin '%s'", path));
		return 0;
	}
	return 0;
}

/* The pins are those of the manifest as the ledger holds it: what was pinned, not what is edited. */
static int check_pins(struct completing *c, struct err *err)
{
	const struct step *step = c->view->step;
	const struct doc_node *manifest = NULL;
	struct bytes text;
	bool found;

	if (!step->has_pins) {
		missing(c, RULE_COMPLETION, step->at, "a list 'pins' ([] where nothing is pinned)",
			"none", "git mcade lint --missing", "pins");
		return 0;
	}
	if (!step->pins.count)
		return 0;
	if (session_ledger_file(c->s, c->s->ledger,
				state_manifest_path(c->r->environment->id, &c->s->arena), &text,
				&found, err) < 0)
		return -1;
	if (found &&
	    manifest_parse(text, c->r->environment->manifest, &c->s->arena, &manifest, err) < 0)
		return -1;
	for (size_t i = 0; i < step->pins.count; i++)
		if (check_pin(c, manifest, step->pins.items[i]) < 0)
			return -1;
	return 0;
}

static void check_stale(struct completing *c)
{
	if (!c->view->stale)
		return;
	for (size_t i = 0; i < c->view->reason_count; i++)
		missing(c, RULE_COMPLETION, SRCPOS_NONE, "what was verified", c->view->reasons[i],
			command(c, c->view->state->result ? "run" : "verify"), "verify");
}

int completion_prepare(struct session *s, const struct readiness *r,
		       const struct step_view *view, struct intent *intent,
		       struct findings *refused, struct err *err)
{
	struct completing c = {
		.s = s, .r = r, .view = view, .intent = intent, .refused = refused};
	const char *log = records_log_path(r->runbook, time_now(), &s->arena);

	if (!view->step->has_verify)
		missing(&c, RULE_COMPLETION, view->step->at, "a list 'verify'", "none",
			"git mcade lint --missing", "verify");
	check_stale(&c);
	if (check_pins(&c, err) < 0)
		return -1;
	if (!log)
		missing(&c, RULE_COMPLETION, SRCPOS_NONE, "records: {log: ...} in runbook.yaml",
			"none",
			"give runbook.yaml a 'records: {log: PATH}', then: git mcade adopt",
			"log");
	event_set(&intent->event, &s->arena, FIELD_LOG,
		  log ? log : state_log_path(time_now(), &s->arena));
	if (view->state->run)
		event_set(&intent->event, &s->arena, FIELD_RUN, view->state->run);
	return 0;
}
