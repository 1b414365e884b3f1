/* rollback --to: the pins of an earlier event go back with it, and its candidate may run again. */
#include "cmd/rollback_to.h"

#include "act/restoring.h"
#include "records/records.h"
#include "records/render.h"
#include "report/output.h"

/* What a person has written there stays; where that cannot be read, what the ledger has does. */
static int read_manifest(struct running *r, struct bytes *ret, bool *ret_moves, struct err *err)
{
	const struct environment *there = r->readiness.environment;
	const struct ledger *l = &r->s->ledger;
	const struct event *event = &r->act.intent.event;
	struct bytes text;
	bool follows, found;
	struct err unread;

	if (records_follow(l, &follows, &unread) == 0 && follows &&
	    records_read(l, there->manifest, &text, &found, &unread) == 0 &&
	    restoring_manifest(l, there, event, text, ret, ret_moves, &unread) == 0)
		return 0;
	return render_manifest_text(l, there->id, &text, err) < 0
		       ? -1
		       : restoring_manifest(l, there, event, text, ret, ret_moves, err);
}

/* The event brings the manifest along that says what it says. */
static int bring_manifest(struct running *r, struct err *err)
{
	struct attachment *manifest;
	struct bytes text;
	bool moves;

	if (!r->readiness.environment->manifest) /* the judge says what is missing, if any is */
		return 0;
	if (read_manifest(r, &text, &moves, err) < 0)
		return -1;
	if (!moves)
		return 0;
	manifest = arena_alloc(r->s->ledger.arena, sizeof(*manifest));
	*manifest = (struct attachment){
		state_manifest_path(r->readiness.environment->id, r->s->ledger.arena), text};
	r->act.intent.attachments = manifest;
	r->act.intent.attachment_count = 1;
	return 0;
}

int rollback_to(struct running *r, const char *to, struct err *err)
{
	const struct environment *there = r->readiness.environment;
	struct event *event = &r->act.intent.event;
	struct act_was was;

	if (restoring_bind(&r->s->ledger, there, to, event, &was, err) < 0 ||
	    restoring_describe(&r->s->ledger, r->readiness.runbook, there, &was, event, err) <
		    0)
		return -1;
	if (!was.known) /* the judge says so */
		return 0;
	/* that commit is what is deployed again */
	snprintf(r->launch.code, sizeof(r->launch.code), "%s", was.code ? was.code : "");
	return bring_manifest(r, err);
}

int rollback_commit(const struct ledger *l, const struct environment *there, const char *to,
		    char ret[OID_HEX_SIZE], struct err *err)
{
	struct event event = {.word = EVENT_ROLLBACK};
	struct act_was was;

	if (!l->view) /* nobody knows */
		return 0;
	if (restoring_bind(l, there, to, &event, &was, err) < 0)
		return -1;
	if (was.code)
		snprintf(ret, OID_HEX_SIZE, "%s", was.code);
	return 0;
}

void rollback_written(struct running *r)
{
	const struct intent *intent = &r->act.intent;
	const struct ledger *l = &r->s->ledger;
	bool follows;
	struct err err;

	if (!event_get(&intent->event, FIELD_RESTORED_TO))
		return;
	if (records_follow(l, &follows, &err) < 0 ||
	    (follows && intent->attachment_count &&
	     records_write(l, r->readiness.environment->manifest, intent->attachments[0].data,
			   &err) < 0))
		output_note(
			"mcade: warning: the manifest is not written: %s\n  next: git mcade "
			"render",
			err.text);
}
