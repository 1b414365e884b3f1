#include "runbook/runbook_internal.h"

/* A request is written down; nothing in this version makes it. */
void store_http(struct binder *b, const struct doc_node *node, void *to UNUSED)
{
	if ((doc_get(node, "json") != NULL) + (doc_get(node, "text") != NULL) +
		    (doc_get(node, "file") != NULL) >
	    1)
		bind_fault(b, node->at, "expected at most one of 'json', 'text' and 'file'");
}

/* Without an id a check is called what it asks: `use` names it, others count. */
void begin_check(struct binder *b, const struct doc_node *node, void *to)
{
	struct check *check = to;

	*check = (struct check){.at = node->at,
				.node = node,
				.timeout = CHECK_TIMEOUT_DEFAULT,
				.retry = {1, 0}};
	if (!doc_get(node, "id"))
		check->id = arena_printf(b->arena, "check-%zu", b->index + 1);
}

/* Only a command runs in a folder, elsewhere, or against time; `use` takes these of the other. What is
 * of a later version is not obeyed itself. */
static void note_unobeyed(struct binder *b, const struct check *check)
{
	static const struct {
		const char *words;
		bool later;
	} probes[] = {
#define LOOK(function) false
#define LATER true
#define OTHER false
#define PROBE(tag, word, shape, member, looked, ...) {" of a check with '" word "'", looked},
#include "runbook/probes.h"
#undef PROBE
	};
	static const char *const keys[] = {"on", "cwd", "timeout", "capture"};
	bool obeyed = check->probe == PROBE_RUN || probes[check->probe].later;

	for (size_t i = 0; !obeyed && i < check->node->count; i++)
		for (size_t k = 0; k < ARRAY_SIZE(keys); k++)
			if (!strcmp(check->node->pairs[i].key->text, keys[k]) &&
			    (strcmp(keys[k], "capture") != 0 || check->probe == PROBE_USE))
				bind_unobeyed(b, check->node->pairs[i].key,
					      probes[check->probe].words);
}

void store_check(struct binder *b, const struct doc_node *node, void *to)
{
	struct check *check = to;

	check->probe = (enum probe)b->word;
	if (check->probe == PROBE_USE && !doc_get(node, "id"))
		check->id = check->subject;
	note_unobeyed(b, check);
}
