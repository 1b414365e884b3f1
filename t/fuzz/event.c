/*
 * Any message: no crash, and what is read is written again as the same bytes. Applied to a small
 * ledger it is filed or malformed, and what it files can be read.
 */
#include "model/event.h"

#include "base/cleanup.h"
#include "model/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
	const char *path, *text;
} tree[] = {
	{"trust.yaml", "version: 1\nthreshold: 1\nprincipals:\n  ada:\n    name: Ada\n"
		       "    email: a\n    keys:\n    - k\n    roles:\n    - root\nroles:\n"
		       "  root:\n    may:\n    - trust\n"},
	{"state/prod/A.yaml",
	 "holds:\n  lock:A:\n    event: \"00000000000000000000000000000001\"\n    sequence: 1\n"
	 "last:\n  event: \"00000000000000000000000000000002\"\n  sequence: 2\n"
	 "run:\n  event: \"00000000000000000000000000000000\"\n  sequence: 2\n"},
	{"state/prod/_environment.yaml",
	 "pins:\n  event: \"00000000000000000000000000000001\"\n  sequence: 1\n  pins:\n"
	 "  - a=1\n  - web.image=2\n"},
};

static int read_tree(void *context UNUSED, const char *path, struct arena *a UNUSED,
		     struct bytes *ret, bool *ret_found, struct err *err UNUSED)
{
	*ret_found = false;
	for (size_t i = 0; i < ARRAY_SIZE(tree); i++)
		if (!strcmp(tree[i].path, path)) {
			*ret = bytes_text(tree[i].text);
			*ret_found = true;
		}
	return 0;
}

static void apply(const struct event *event, struct arena *a)
{
	const struct event_origin ada = {1769594400, "ada", "Ada"};
	struct state *state = state_open(a, (struct state_source){.read = read_tree});
	struct findings malformed = {.arena = a};
	struct file_changes changes;
	struct subject subject;
	struct err err;

	if (state_apply(state, event, &ada, (struct attachments){0}, a, &changes, &malformed,
			&err) < 0 ||
	    (malformed.count && changes.count))
		abort();
	for (size_t i = 0; i < changes.count; i++)
		if (!strncmp(changes.items[i].path, "state/", 6) &&
		    !changes.items[i].attached && !changes.items[i].remove &&
		    subject_read(changes.items[i].data, "f", a, &subject, &err) < 0)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf again = STRBUF_INIT;
	struct event event;
	struct err err;

	if (event_decode(bytes_of(data, size), &a, &event, &err) < 0)
		return 0;
	if (event_encode(&event, &again, &err) < 0 || again.len != size ||
	    memcmp(again.buf, data, size) != 0)
		abort();
	apply(&event, &a);
	return 0;
}
