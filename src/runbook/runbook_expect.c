/* runbook_expect.c - what `expect` looks at: is there such a thing, where it looks? */
#include "base/options.h"
#include "runbook/runbook_internal.h"

/* What a probe sees, of which `expect` may speak. */
enum {
	SEES_OUTPUT = 1,
	SEES_RESPONSE = 2,
	SEES_FILE = 4,
	SEES_VALUE = 8,
	SEES_ANY = SEES_OUTPUT | SEES_RESPONSE | SEES_FILE | SEES_VALUE,
	SEES_NAMES = 16 /* set, or set to nothing: no value */
};

static const struct {
	const char *key;
	unsigned of;
} subjects[] = {
	{"exit", SEES_OUTPUT},
	{"stdout", SEES_OUTPUT},
	{"stderr", SEES_OUTPUT},
	{"status", SEES_RESPONSE},
	{"body", SEES_RESPONSE | SEES_FILE},
	{"value", SEES_VALUE},
	{"exists", SEES_ANY | SEES_NAMES},
	{"size", SEES_FILE},
	{"mode", SEES_FILE},
	{"age", SEES_ANY},
	{"created", SEES_OUTPUT | SEES_FILE},
	{"json", SEES_OUTPUT | SEES_RESPONSE | SEES_FILE},
	{"header", SEES_RESPONSE},
	{"cookie", SEES_RESPONSE},
	{"recap", SEES_OUTPUT},
	{"any", SEES_ANY | SEES_NAMES},
	{"eq", SEES_ANY},
	{"ne", SEES_ANY},
	{"lt", SEES_ANY},
	{"le", SEES_ANY},
	{"gt", SEES_ANY},
	{"ge", SEES_ANY},
	{"in", SEES_ANY},
	{"contains", SEES_ANY},
	{"contains_all", SEES_ANY},
	{"matches", SEES_ANY},
	{"not_matches", SEES_ANY},
	{"empty", SEES_ANY | SEES_NAMES},
	{"type", SEES_ANY},
	{"lines", SEES_ANY},
	{"rows", SEES_ANY},
	{"set_eq", SEES_ANY},
};

/* What is expected, of which probe; the names that it captures are looked at too. */
struct expected {
	unsigned sees;
	const char *thing; /* "a command" */
	struct name_values captures;
};

static bool is_captured(const struct expected *e, const char *name)
{
	for (size_t i = 0; i < e->captures.count; i++)
		if (!strcmp(e->captures.items[i].name, name))
			return true;
	return false;
}

static void check_key(struct binder *b, const struct expected *e, const struct doc_node *key)
{
	const char *known[ARRAY_SIZE(subjects)], *near;

	for (size_t i = 0; i < ARRAY_SIZE(subjects); i++) {
		known[i] = subjects[i].key;
		if (strcmp(key->text, known[i]) != 0)
			continue;
		if (!(subjects[i].of & e->sees))
			bind_fault(b, key->at, "'%s' in 'expect': %s has none", key->text,
				   e->thing);
		return;
	}
	if (is_captured(e, key->text))
		return;
	near = nearest_word(key->text, known, ARRAY_SIZE(known));
	bind_fault(b, key->at, "unknown key '%s' in 'expect'%s%s%s", key->text,
		   near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static void check_expect(struct binder *b, const struct expected *e,
			 const struct doc_node *expect)
{
	for (size_t i = 0; expect && expect->kind == DOC_MAPPING && i < expect->count; i++) {
		const struct doc_pair *pair = &expect->pairs[i];

		check_key(b, e, pair->key);
		for (size_t k = 0; !strcmp(pair->key->text, "any") && k < pair->value->count;
		     k++)
			check_expect(b, e, pair->value->items[k]);
	}
}

static const struct {
	unsigned sees;
	const char *thing;
} probes[] = {
#define PROBE(tag, word, shape, member, looked, sees, thing) {SEES_##sees, thing},
#include "runbook/probes.h"
#undef PROBE
};

static void check_list(struct binder *b, const struct step *step, struct checks list)
{
	for (size_t i = 0; i < list.count; i++) {
		const struct check *check = list.items[i], *used = check;
		struct expected e;

		if (check->probe == PROBE_USE)
			used = runbook_check_of(b->rb, step, check->subject);
		if (!used || used->probe == PROBE_USE)
			continue; /* that is a fault of its own */
		e = (struct expected){probes[used->probe].sees, probes[used->probe].thing,
				      used->capture};
		check_expect(b, &e, check->expect);
	}
}

/* Does anything look for a file that appears? */
static bool has_created(const struct doc_node *expect)
{
	return doc_get(expect, "created") != NULL;
}

static bool any_created(struct binder *b, const struct step *step, struct checks list)
{
	for (size_t i = 0; i < list.count; i++) {
		const struct check *check = list.items[i];

		if (check->probe == PROBE_USE && !check->expect)
			check = runbook_check_of(b->rb, step, check->subject);
		if (check && has_created(check->expect))
			return true;
	}
	return false;
}

static void check_step(struct binder *b, const struct step *step)
{
	const struct expected run = {.sees = SEES_OUTPUT, .thing = "a command"};

	check_list(b, step, step->guard);
	check_list(b, step, step->stop);
	check_list(b, step, step->before);
	check_list(b, step, step->verify);
	check_expect(b, &run, step->expect);
	check_expect(b, &run, step->idempotence);
	if (step->restore_created && step->has_run && step->changes_state &&
	    !has_created(step->expect) && !any_created(b, step, step->before) &&
	    !any_created(b, step, step->verify))
		bind_fault(b, step->at, "step '%s': 'restore: created' without a 'created'",
			   step->id);
}

void bind_expectations(struct binder *b)
{
	const struct runbook *rb = b->rb;

	check_list(b, NULL, rb->checks);
	for (size_t i = 0; i < rb->environment_count; i++) {
		check_list(b, NULL, rb->environments[i].guard);
		check_list(b, NULL, rb->environments[i].stop);
		check_list(b, NULL, rb->environments[i].verify);
		check_list(b, NULL, rb->environments[i].promote_verify);
	}
	for (size_t i = 0; i < rb->step_count; i++)
		check_step(b, step_at(rb, i));
}
