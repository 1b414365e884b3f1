/* The state's files: canonical text in, records out, and back. */
#include "model/internal.h"

#include "base/hex.h"

static const char *const phase_words[] = {"planned",  "running", "ran",	    "verified",
					  "complete", "failed",	 "blocked", "skipped"};
_Static_assert(ARRAY_SIZE(phase_words) == PHASE_COUNT, "a word for each phase");

const char *phase_word(enum phase phase)
{
	return phase_words[phase];
}

static int phase_of(const char *word, enum phase *ret, struct err *err)
{
	for (int i = 0; word && i < PHASE_COUNT; i++)
		if (!strcmp(phase_words[i], word)) {
			*ret = (enum phase)i;
			return 0;
		}
	return err_set(err, ERR_FORMAT, "'%s' is no phase", word ? word : "");
}

static void put_position(struct strbuf *out, const char *key, uint64_t sequence)
{
	if (sequence)
		canon_put_number(out, 0, key, sequence);
}

void step_write(const struct step_state *s, struct strbuf *out)
{
	canon_put(out, 0, "step", s->step);
	canon_put(out, 0, "environment", s->environment);
	canon_put(out, 0, "phase", phase_words[s->phase]);
	if (s->phase == PHASE_BLOCKED)
		canon_put(out, 0, "before", phase_words[s->before]);
	canon_put_number(out, 0, "sequence", s->sequence);
	put_position(out, "locked", s->locked);
	canon_put(out, 0, "reason", s->reason);
	canon_put(out, 0, "until", s->until);
	canon_put(out, 0, "run", s->run);
	canon_put(out, 0, "runner", s->runner);
	canon_put(out, 0, "host", s->host);
	canon_put(out, 0, "result", s->result);
	canon_put(out, 0, "restore", s->restore);
	canon_put(out, 0, "verify", s->verify);
	put_position(out, "verified", s->verified);
	canon_put(out, 0, "definition", s->definition);
	canon_put(out, 0, "uses", s->uses);
	canon_put(out, 0, "code", s->code);
	canon_put_list(out, 0, "inputs", s->inputs, s->input_count);
	canon_put(out, 0, "dirty", s->dirty ? "yes" : NULL);
	canon_put(out, 0, "dirty-checks", s->dirty_checks ? "yes" : NULL);
	canon_put_list(out, 0, "claims", s->claims, s->claim_count);
	canon_put_list(out, 0, "disputed", s->disputed, s->disputed_count);
	canon_put_list(out, 0, "pins", s->pins, s->pin_count);
	put_position(out, "completed", s->completed);
	canon_put(out, 0, "checkpoint", s->checkpoint);
	canon_put(out, 0, "directory", s->checkpoint_directory);
}

int step_read(struct bytes text, const char *path, struct arena *a, struct step_state *ret,
	      struct err *err)
{
	struct step_state s = {0};
	struct canon root;
	const char *before;

	if (canon_parse(text, path, a, &root, err) < 0 ||
	    canon_number(&root, "sequence", &s.sequence, err) < 0 ||
	    canon_number(&root, "locked", &s.locked, err) < 0 ||
	    canon_number(&root, "verified", &s.verified, err) < 0 ||
	    canon_number(&root, "completed", &s.completed, err) < 0 ||
	    phase_of(canon_text(&root, "phase"), &s.phase, err) < 0)
		return err_prefix(err, "'%s'", path);
	before = canon_text(&root, "before");
	if (before && phase_of(before, &s.before, err) < 0)
		return err_prefix(err, "'%s'", path);
	s.step = canon_text(&root, "step");
	s.environment = canon_text(&root, "environment");
	s.reason = canon_text(&root, "reason");
	s.until = canon_text(&root, "until");
	s.run = canon_text(&root, "run");
	s.runner = canon_text(&root, "runner");
	s.host = canon_text(&root, "host");
	s.result = canon_text(&root, "result");
	s.restore = canon_text(&root, "restore");
	s.verify = canon_text(&root, "verify");
	s.definition = canon_text(&root, "definition");
	s.uses = canon_text(&root, "uses");
	s.code = canon_text(&root, "code");
	s.dirty = canon_text(&root, "dirty") != NULL;
	s.dirty_checks = canon_text(&root, "dirty-checks") != NULL;
	s.checkpoint = canon_text(&root, "checkpoint");
	s.checkpoint_directory = canon_text(&root, "directory");
	s.inputs = canon_list(&root, "inputs", a, &s.input_count);
	s.claims = canon_list(&root, "claims", a, &s.claim_count);
	s.disputed = canon_list(&root, "disputed", a, &s.disputed_count);
	s.pins = canon_list(&root, "pins", a, &s.pin_count);
	*ret = s;
	return 0;
}

void adopted_write(const struct adopted_state *adopted, struct strbuf *out)
{
	put_position(out, "sequence", adopted->sequence);
	canon_put(out, 0, "runbook", adopted->runbook);
	canon_put_list(out, 0, "tips", adopted->tips, adopted->tip_count);
}

int adopted_read(struct bytes text, struct arena *a, struct adopted_state *ret, struct err *err)
{
	struct adopted_state adopted = {0};
	struct canon root;

	if (canon_parse(text, "state/_adopted.yaml", a, &root, err) < 0 ||
	    canon_number(&root, "sequence", &adopted.sequence, err) < 0)
		return -1;
	adopted.runbook = canon_text(&root, "runbook");
	adopted.tips = canon_list(&root, "tips", a, &adopted.tip_count);
	*ret = adopted;
	return 0;
}

void freezes_write(const struct freeze_state *freezes, size_t count, struct strbuf *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct freeze_state *f = &freezes[i];

		canon_open(out, 0, f->id);
		canon_put(out, 1, "state", f->thawed ? "thawed" : "frozen");
		canon_put_number(out, 1, "sequence", f->sequence);
		canon_put(out, 1, "reason", f->reason);
		canon_put_list(out, 1, "paths", f->scope, f->scope_count);
		canon_put_list(out, 1, "except", f->except, f->except_count);
	}
}

int freezes_read(struct bytes text, struct arena *a, struct freeze_state **ret,
		 size_t *ret_count, struct err *err)
{
	struct freeze_state *list = NULL;
	size_t count = 0;
	struct canon root;

	if (canon_parse(text, "state/_freezes.yaml", a, &root, err) < 0)
		return -1;
	for (size_t i = 0; i < root.count; i++) {
		const struct canon *node = &root.children[i];
		struct freeze_state f = {.id = node->key, .reason = canon_text(node, "reason")};
		const char *state = canon_text(node, "state");

		if (canon_number(node, "sequence", &f.sequence, err) < 0)
			return -1;
		f.thawed = state && !strcmp(state, "thawed");
		f.scope = canon_list(node, "paths", a, &f.scope_count);
		f.except = canon_list(node, "except", a, &f.except_count);
		*ARENA_PUSH(a, list, count) = f;
	}
	*ret = list;
	*ret_count = count;
	return 0;
}

void pins_write(const char *const *pins, size_t count, struct strbuf *out)
{
	canon_put_list(out, 0, "pins", pins, count);
}

int pins_read(struct bytes text, const char *path, struct arena *a, const char ***ret,
	      size_t *ret_count, struct err *err)
{
	struct canon root;

	if (canon_parse(text, path, a, &root, err) < 0)
		return -1;
	*ret = canon_list(&root, "pins", a, ret_count);
	return 0;
}
