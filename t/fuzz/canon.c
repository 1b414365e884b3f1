/*
 * Any text: no crash; what is read is canonical, and any reader of YAML agrees that it is a
 * mapping with the same keys (control characters apart, which documents refuse).
 */
#include "model/canon.h"

#include "base/cleanup.h"
#include "model/internal.h"
#include "yaml/doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A state's own readers, on whatever is canonical. */
static void read_as_state(struct bytes text, struct arena *a)
{
	struct freeze_state *freezes;
	struct adopted_state adopted;
	struct step_state step;
	struct trust trust;
	const char **pins;
	struct err err;
	size_t count;

	if (!step_read(text, "f", a, &step, &err) && !phase_word(step.phase))
		abort();
	(void)adopted_read(text, a, &adopted, &err);
	(void)freezes_read(text, a, &freezes, &count, &err);
	(void)pins_read(text, "f", a, &pins, &count, &err);
	(void)trust_read(text, a, &trust, &err);
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
	read_as_state(text, &a);
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
