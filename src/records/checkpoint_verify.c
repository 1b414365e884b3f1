/* VERIFY.md: what was run and asked, what came of it, and how to do it again. */
#include "records/checkpoint_internal.h"

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/limits.h"
#include "base/time.h"
#include "model/event.h"
#include "repo/evidence.h"
#include "sign/digest.h"
#include "text/markup.h"

struct verifying {
	const struct gathered *g;
	struct evidence_store *store;
	struct strbuf *out;
};

/* "sha256:<hex> <bytes> <name>" */
static bool evidence_parts(const char *value, struct arena *a, const char **ret_sha256,
			   const char **ret_size, const char **ret_name)
{
	const char *size, *name;

	if (strlen(value) < 7 + 64 + 4 || !(size = strchr(value, ' ')) ||
	    !(name = strchr(size + 1, ' ')))
		return false;
	*ret_sha256 = arena_strndup(a, value + 7, (size_t)(size - value) - 7);
	*ret_size = arena_strndup(a, size + 1, (size_t)(name - size) - 1);
	*ret_name = name + 1;
	return hex_is(*ret_sha256, 64);
}

/* The body, when it is here and is what the event signed. */
static int find_body(struct verifying *v, const char *sha256, struct bytes *ret,
		     const char **ret_why_not, struct err *err)
{
	*ret_why_not = NULL;
	if (evidence_find(v->store, sha256, LIMIT_BLOB, v->g->l->arena, ret, err) < 0) {
		if (err->code != ERR_NOT_FOUND)
			return -1;
		*ret_why_not = "Its text is not in this clone.";
		return 0;
	}
	if (strcmp(SHA256_HEX(ret->data, ret->len), sha256) != 0)
		*ret_why_not = "The text found under that name is another one.";
	return 0;
}

static int add_evidence(struct verifying *v, const char *value, struct err *err)
{
	struct arena *a = v->g->l->arena;
	const char *sha256, *size, *name, *why_not;
	struct bytes body;

	if (!evidence_parts(value, a, &sha256, &size, &name))
		return err_set(err, ERR_FORMAT, "'%s' names no evidence", value);
	strbuf_addstr(v->out, "\n### ");
	markup_text(v->out, name);
	strbuf_addf(v->out, "\n\n- evidence: sha256:%s, %s bytes\n", sha256, size);
	if (v->g->view->state->by_hand) /* a file of any kind: git mcade show --output */
		return 0;
	if (find_body(v, sha256, &body, &why_not, err) < 0)
		return -1;
	if (why_not)
		strbuf_addf(v->out, "\n%s\n", why_not);
	else
		evidence_markdown(body, a, v->out);
	return 0;
}

static int add_event(struct verifying *v, const struct verified_event *e, const char *title,
		     struct err *err)
{
	const struct event_values *checks = &e->event.fields[FIELD_CHECK];
	const struct event_values *evidence = &e->event.fields[FIELD_EVIDENCE];
	char when[TIME_TEXT_SIZE];

	if (!gathered_has(e))
		return 0;
	time_format(e->time, when);
	strbuf_addf(v->out, "\n## %s\n\n- event: %s\n- when: %s\n", title,
		    event_get(&e->event, FIELD_ID), when);
	checkpoint_add_text(v->out, "by", e->origin.name);
	checkpoint_add_text(v->out, "result", event_get(&e->event, FIELD_RESULT));
	checkpoint_add_text(v->out, "exit", event_get(&e->event, FIELD_EXIT));
	checkpoint_add_text(v->out, "recap", event_get(&e->event, FIELD_RECAP));
	checkpoint_add_text(v->out, "checks", event_verified(&e->event, LEDGER_RULES));
	if (e->event.word == EVENT_ATTEST) {
		strbuf_addch(v->out, '\n');
		markup_quote(v->out, e->event.reason);
	}
	for (size_t i = 0; i < checks->count; i++)
		checkpoint_add_text(v->out, "check", checks->items[i]);
	for (size_t i = 0; i < evidence->count; i++)
		if (add_evidence(v, evidence->items[i], err) < 0)
			return -1;
	return 0;
}

int checkpoint_verify(const struct gathered *g, struct strbuf *out, struct err *err)
{
	CLEANUP(evidence_store_freep) struct evidence_store *store = NULL;
	struct verifying v = {.g = g, .out = out};

	if (evidence_store_open(g->l->repo, &store, err) < 0)
		return -1;
	v.store = store;
	strbuf_addf(out, "# What was verified: %s in %s\n", g->request->step,
		    g->request->environment);
	if (g->view->state->by_hand) {
		strbuf_addf(out,
			    "\nA person did it, and says so. Its evidence:\n\n"
			    "    git mcade show %s --env %s --output\n",
			    g->request->step, g->request->environment);
		return add_event(&v, &g->verify, "What was said", err);
	}
	strbuf_addf(out,
		    "\nAll of it again, against what runs now:\n\n"
		    "    git mcade verify %s --env %s\n",
		    g->request->step, g->request->environment);
	if (add_event(&v, &g->finish, "The run", err) < 0 ||
	    add_event(&v, &g->verify, "The verification", err) < 0)
		return -1;
	return 0;
}
