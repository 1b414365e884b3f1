#include "cmd/pinning.h"

#include "ledger/governed.h"
#include "ledger/in_force.h"
#include "records/records.h"
#include "records/render.h"
#include "runbook/runbook.h"

static int read_manifest(struct pinning *p, struct session *s, struct err *err)
{
	struct bytes text;
	bool found, follows;

	if (ledger_runbook(&s->ledger, &p->runbook, err) < 0)
		return -1;
	p->path = runbook_environment(p->runbook, p->act.environment)->manifest;
	if (!p->path) {
		finding_add(
			&p->act.refused, RULE_REFERENCE, FINDING_ERROR,
			(struct finding){
				.environment = p->act.environment,
				.expected = "a manifest",
				.found = "none",
				.fix = arena_printf(&s->arena,
						    "give it a 'manifest: releases/%s.yaml' in "
						    "runbook.yaml, then: git mcade adopt",
						    p->act.environment)},
			"environment '%s' has no manifest", p->act.environment);
		return 0;
	}
	/* what no record follows rests on no file of another branch, unless that is asked for */
	if (records_follow(&s->ledger, &follows, err) < 0 ||
	    (follows || p->from_worktree
		     ? records_read(&s->ledger, p->path, &text, &found, err)
		     : render_manifest_text(&s->ledger, p->act.environment, &text, err)) < 0)
		return -1;
	strbuf_add(&p->text, text.data, text.len);
	return 0;
}

int pinning_begin(struct pinning *p, struct session *s, const struct option_values *o,
		  enum event_word word, struct result *ret, struct err *err)
{
	return act_begin(&p->act, s, o, word, ret, err) < 0 ||
			       act_environment(&p->act, err) < 0 || read_manifest(p, s, err) < 0
		       ? -1
		       : 0;
}

void pinning_take(struct pinning *p, struct strbuf *out)
{
	strbuf_free(&p->text);
	p->text = *out;
	*out = (struct strbuf)STRBUF_INIT;
}

int pinning_record(struct pinning *p, struct err *err)
{
	struct session *s = p->act.session;
	struct attachment manifest = {state_manifest_path(p->act.environment, &s->arena),
				      bytes_of(p->text.buf, p->text.len)};
	bool follows;
	int status;

	if (p->act.refused.count)
		return act_refused(&p->act);
	if (governed_tips(&s->ledger, &p->act.intent.event, err) < 0)
		return -1;
	p->act.intent.attachments = &manifest;
	p->act.intent.attachment_count = 1;
	status = act_record(&p->act, err);
	if (status)
		return status;
	if (act_follows(&p->act, &follows, err) < 0 ||
	    (follows && records_write(&s->ledger, p->path, manifest.data, err) < 0))
		return act_unwritten(&p->act, err);
	return act_recorded(&p->act);
}
