/*
 * The first line is a JSON path, the rest a text: what is accepted is written so that it reads
 * back and writes the same; any bytes make a valid JSON string.
 */
#include "base/cleanup.h"
#include "json/value.h"
#include "json/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
	size_t first = end ? (size_t)(end - data) : 0;
	const struct json_value *root, *again;
	const struct json_place *found;
	const char *text;
	struct json_writer w;
	struct err err;
	size_t count;

	jw_init(&w, &out);
	jw_bytes(&w, bytes_of(data, size));
	if (!memchr(data ? data : (const uint8_t *)"", 0, size) && size < 100000 &&
	    json_value_parse(bytes_of(out.buf, out.len), "string", &a, &root, &err))
		abort();
	if (json_value_parse(bytes_of(data + first, size - first), "fuzz", &a, &root, &err))
		return 0;
	text = json_value_text(root, &a);
	if (json_value_parse(bytes_text(text), "again", &a, &again, &err) ||
	    strcmp(json_value_text(again, &a), text) != 0)
		abort();
	if (end &&
	    !json_value_select(root, arena_memdup(&a, data, first), &a, &found, &count, &err))
		for (size_t i = 0; i < count; i++)
			json_value_text(found[i].value, &a);
	return 0;
}
