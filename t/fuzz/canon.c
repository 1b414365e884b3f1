/*
 * Any text: no crash; what is read is canonical, and any reader of YAML agrees that it is a
 * mapping with the same keys (control characters apart, which documents refuse). What a state
 * reads of it is written again as text that reads as the same.
 */
#include "model/canon.h"

#include "base/cleanup.h"
#include "model/internal.h"
#include "yaml/doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct bytes written(const struct subject *subject, struct strbuf *out)
{
	strbuf_setlen(out, 0);
	subject_write(subject, out);
	return bytes_of(out->buf, out->len);
}

static void read_as_subject(struct bytes text, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf first = STRBUF_INIT, again = STRBUF_INIT;
	struct subject subject, back;
	struct step_state step = {.environment = "prod", .step = "A"};
	struct store store = {0};
	struct err err;

	if (subject_read(text, "f", a, &subject, &err) < 0)
		return;
	step_compute(state_open(a, (struct state_source){0}), &subject, &step);
	if (!phase_word(step.phase) || !phase_word(step.before))
		abort();
	back = subject_keep(&subject, &store, a);
	if (!bytes_equal(written(&subject, &first), written(&back, &again)))
		abort();
	if (!subject.count)
		return;
	if (subject_read(bytes_of(first.buf, first.len), "f", a, &back, &err) < 0 ||
	    !bytes_equal(written(&back, &again), bytes_of(first.buf, first.len)))
		abort();
}

static void read_as_trust(struct bytes text, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct trust trust, back;
	struct err err;

	if (trust_read(text, a, &trust, &err) < 0)
		return;
	trust_write(trust_copy(&trust, a), &out);
	if (trust_read(bytes_of(out.buf, out.len), a, &back, &err) < 0 ||
	    back.principal_count != trust.principal_count)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct bytes text = bytes_of(data, size);
	const struct doc_node *doc;
	struct canon root;
	struct err err;

	if (canon_parse(text, "f", &a, &root, &err) < 0)
		return 0;
	read_as_subject(text, &a);
	read_as_trust(text, &a);
	if (!size || doc_parse(text, "f", &a, &doc, &err) < 0)
		return 0;
	if (doc->kind != DOC_MAPPING || doc->count != root.count)
		abort();
	for (size_t i = 0; i < root.count; i++) {
		const struct doc_node *value = doc->pairs[i].value;

		if (strcmp(doc->pairs[i].key->text, root.children[i].key) != 0)
			abort();
		if (root.children[i].kind == CANON_SCALAR &&
		    (value->kind != DOC_SCALAR ||
		     strcmp(value->text, root.children[i].text) != 0))
			abort();
	}
	return 0;
}
