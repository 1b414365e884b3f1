/*
 * The first line is a path, the second a value, the rest a text: edit_set() refuses, or the
 * path then holds the value, a second edit changes nothing, and every byte outside one place
 * stays what it was.
 */
#include "base/cleanup.h"
#include "yaml/doc.h"
#include "yaml/edit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *line(struct arena *a, const uint8_t **data, size_t *size)
{
	const uint8_t *end = *size ? memchr(*data, '\n', *size) : NULL;
	size_t len = end ? (size_t)(end - *data) : *size;
	char *text = arena_memdup(a, *data, len);

	*data += len + (end != NULL);
	*size -= len + (end != NULL);
	return text;
}

/* What was replaced begins and ends the same: the old text minus one stretch is in the new. */
static void check_outside(struct bytes old, const struct doc_node *was,
			  const struct strbuf *now)
{
	size_t tail = was ? old.len - was->end : 0;

	if (!was)
		return;
	if (now->len < was->begin + tail ||
	    (old.len && memcmp(old.data, now->buf, was->begin)) ||
	    (tail &&
	     memcmp((const char *)old.data + was->end, now->buf + now->len - tail, tail)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf twice = STRBUF_INIT;
	char *path = line(&a, &data, &size), *value = line(&a, &data, &size);
	const struct doc_node *root, *held;
	struct err err;

	if (edit_set(bytes_of(data, size), "fuzz", path, value, &out, &err))
		return 0;
	if (!doc_parse(bytes_of(data, size), "fuzz", &a, &root, &err)) {
		held = doc_get_path(root, path);
		if (held && (held->style == DOC_LITERAL || held->style == DOC_FOLDED))
			held = NULL; /* the line breaks behind it stay */
		check_outside(bytes_of(data, size), held, &out);
	}
	if (doc_parse(bytes_of(out.buf, out.len), "now", &a, &root, &err))
		abort();
	held = doc_get_path(root, path);
	if (!held || held->kind != DOC_SCALAR || strcmp(held->text, value) != 0)
		abort();
	if (edit_set(bytes_of(out.buf, out.len), "now", path, value, &twice, &err))
		abort();
	return 0;
}
