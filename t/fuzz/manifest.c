/*
 * The first line is a path, the second a value, the rest a manifest: a pin that is set is
 * complete and holds the value; every pin that is listed can be looked up by its path.
 */
#include "base/cleanup.h"
#include "runbook/manifest.h"
#include "runbook/recap.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	char *path = line(&a, &data, &size), *value = line(&a, &data, &size);
	const struct doc_node *root;
	const struct pin *pins;
	struct recap recap;
	struct pin pin;
	struct err err;
	size_t count;

	recap_ansible(bytes_of(data, size), &recap);
	if (manifest_parse(bytes_of(data, size), "fuzz", &a, &root, &err))
		return 0;
	if (!manifest_pins(root, "", &a, &pins, &count, &err))
		for (size_t i = 0; i < count; i++)
			if (!pins[i].path || (pins[i].state == PIN_UNPINNED && !pins[i].reason))
				abort();
	if (manifest_set_pin(bytes_of(data, size), "fuzz", path, value, &out, &err))
		return 0;
	if (manifest_parse(bytes_of(out.buf, out.len), "now", &a, &root, &err))
		abort();
	pin = manifest_pin(root, path, &a);
	if ((pin.state != PIN_COMPLETE && pin.state != PIN_EXEMPT) ||
	    strcmp(pin.value, value) != 0)
		abort();
	return 0;
}
