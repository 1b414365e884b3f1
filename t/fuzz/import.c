/*
 * Any document: what import writes is a runbook that this program reads, claims that it reads,
 * and a second import over it changes nothing.
 */
#include "base/cleanup.h"
#include "import/import.h"
#include "runbook/runbook.h"

static void must(bool good, const char *what, const struct err *err)
{
	if (good)
		return;
	fprintf(stderr, "%s: %s:%u:%u: %s\n", what, err->at.file ? err->at.file : "",
		err->at.line, err->at.column, err->text);
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT, again = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf claims = STRBUF_INIT;
	struct import_source source = {.path = "docs/RUNBOOK.md", .text = bytes_of(data, size)};
	struct import_options options = {.any_environment = true, .name = "fuzz"};
	struct findings found = FINDINGS_INIT(&arena);
	const struct runbook *runbook;
	struct import import;
	struct claim *read;
	struct bytes existing;
	struct err err = {0};
	size_t count;
	bool refused;

	if (size > 32768 ||
	    import_read(&source, 1, &options, &arena, &import, &found, &err) < 0)
		return 0;
	must(!import_runbook(&import, NULL, &out, &refused, &found, &err) && !refused, "write",
	     &err);
	must(!runbook_parse(bytes_of(out.buf, out.len), "runbook.yaml", &arena, &runbook, &err),
	     "read", &err);
	must(runbook->step_count == import.step_count, "steps", &err);
	claims_write(import.claims, import.claim_count, &claims);
	must(!claims_read(bytes_of(claims.buf, claims.len), "claims", &arena, &read, &count,
			  &err) &&
		     count == import.claim_count,
	     "claims", &err);
	existing = bytes_of(out.buf, out.len);
	must(!import_runbook(&import, &existing, &again, &refused, &found, &err) && !refused &&
		     bytes_equal(bytes_of(again.buf, again.len), existing),
	     "again", &err);
	return 0;
}
