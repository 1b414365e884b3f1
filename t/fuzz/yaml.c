/*
 * Any bytes: doc_parse() refuses them or gives a tree whose spans lie in the text and that the
 * emitter writes so that it reads back equal; what it accepts, doc_parse_foreign() accepts.
 */
#include "base/cleanup.h"
#include "yaml/emit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_spans(const struct doc_node *node, size_t size)
{
	if (node->begin > node->end || node->end > size || !node->at.line || !node->at.column)
		abort();
	for (size_t i = 0; i < node->count; i++) {
		if (node->kind == DOC_MAPPING)
			check_spans(node->pairs[i].key, size);
		check_spans(node->kind == DOC_MAPPING ? node->pairs[i].value : node->items[i],
			    size);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct doc_node *root, *again;
	struct doc_foreign foreign;
	struct err err;
	struct emit e;
	bool other = !doc_parse_foreign(bytes_of(data, size), "fuzz", &a, &foreign, &err);

	if (doc_parse(bytes_of(data, size), "fuzz", &a, &root, &err))
		return 0;
	if (!other)
		abort();
	check_spans(root, size);
	emit_init(&e, &out);
	emit_node(&e, root);
	if (doc_parse(bytes_of(out.buf, out.len), "again", &a, &again, &err) ||
	    !doc_equal(root, again)) {
		fprintf(stderr, "%s\n", out.buf);
		abort();
	}
	return 0;
}
