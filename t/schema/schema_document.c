#include "schema.h"

#include "base/limits.h"
#include "base/strbuf.h"

static int read_file(const char *name, struct arena *a, struct bytes *ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	FILE *file = fopen(name, "rb");
	char part[4096];
	size_t n;

	if (!file)
		return err_errno(err, "cannot open '%s'", name);
	while ((n = fread(part, 1, sizeof(part), file)) > 0 && text.len <= LIMIT_YAML)
		strbuf_add(&text, part, n);
	fclose(file);
	*ret = bytes_of(arena_memdup(a, text.buf, text.len), text.len);
	return 0;
}

int schema_document(const char *name, struct arena *a, const struct doc_node **ret,
		    struct err *err)
{
	struct bytes text;

	return read_file(name, a, &text, err) < 0 || doc_parse(text, name, a, ret, err) < 0 ? -1
											    : 0;
}
