#include "act/baselines.h"

#include "base/limits.h"
#include "base/texts.h"
#include "repo/evidence.h"
#include "runbook/baselines.h"
#include "sign/digest.h"

/* The bytes that were signed, where this repository has them. */
static int read_json(const struct ledger *l, struct baseline *b, struct err *err)
{
	CLEANUP(evidence_store_freep) struct evidence_store *store = NULL;
	const char *sha256 = baseline_sha256(b->value, l->arena);

	if (evidence_store_open(l->repo, &store, err) < 0)
		return -1;
	if (evidence_find(store, sha256, LIMIT_BLOB, l->arena, &b->json, err) < 0) {
		b->why = "its evidence is not here: git mcade sync";
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	}
	if (strcmp(SHA256_HEX(b->json.data, b->json.len), sha256) != 0)
		b->why = "its evidence is not what was signed";
	return 0;
}

static int read_one(const struct ledger *l, const struct runbook *rb, const char *id,
		    struct baseline *ret, struct err *err)
{
	bool changed;

	*ret = (struct baseline){.id = id};
	if (baseline_last(l->view->state, rb, id, l->arena, &ret->value, &changed, err) < 0)
		return -1;
	if (ret->value)
		return read_json(l, ret, err);
	ret->why = changed ? "what is recorded there asked something else"
			   : "none was recorded";
	return 0;
}

int baselines_read(const struct ledger *l, struct run_request *request, struct err *err)
{
	const struct runbook *rb = request->runbook;
	struct baseline *list = NULL;
	size_t count = 0;

	for (size_t i = 0; i < rb->environment_count; i++)
		if (rb->environments[i].baseline &&
		    read_one(l, rb, rb->environments[i].baseline,
			     ARENA_PUSH(l->arena, list, count), err) < 0)
			return -1;
	request->baselines = list;
	request->baseline_count = count;
	return 0;
}

void baselines_name(const struct ledger *l, const struct run_request *request,
		    struct event *event)
{
	const struct step *step = request->step;

	for (size_t i = 0; i < request->baseline_count; i++) {
		const struct baseline *b = &request->baselines[i];
		bool named = false;

		for (size_t k = 0; !b->why && !named && k < step->verify.count; k++) {
			struct check used;
			struct words ids;

			if (!runbook_used(request->runbook, step, step->verify.items[k], &used))
				continue;
			ids = baselines_compared(used.expect, l->arena);
			named = texts_have(ids.items, ids.count, b->id);
		}
		if (named)
			event_add(event, l->arena, FIELD_BASELINE, b->value);
	}
}
