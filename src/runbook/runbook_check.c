#include "runbook/runbook_internal.h"

/* A request is written down; nothing in this version makes it. */
void store_http(struct binder *b, const struct doc_node *node, void *to UNUSED)
{
	if ((doc_get(node, "json") != NULL) + (doc_get(node, "text") != NULL) +
		    (doc_get(node, "file") != NULL) >
	    1)
		bind_fault(b, node->at, "expected at most one of 'json', 'text' and 'file'");
}

void begin_analysis(struct binder *b UNUSED, const struct doc_node *node UNUSED, void *to)
{
	*(struct analysis *)to = (struct analysis){.failures = ANALYSIS_ANY,
						   .unanswered = ANALYSIS_ANY,
						   .passes_in_row = ANALYSIS_ANY,
						   .failures_in_row = ANALYSIS_ANY};
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

/* A key that this probe does not obey; `use` takes most of the other's. What is of a later version is not
 * obeyed itself. */
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
#define OF(tag) (1U << PROBE_##tag)
	static const struct {
		const char *key;
		unsigned probes; /* that obey it */
	} keys[] = {
		{"on", OF(RUN)},
		{"cwd", OF(RUN)},
		{"timeout", OF(RUN) | OF(HTTP)},
		{"capture", ~(OF(USE) | OF(ENV_FILE))},
		{"pass_env", OF(RUN) | OF(HTTP) | OF(USE)},
		{"require", OF(ENV_FILE)},
	};
#undef OF
	for (size_t i = 0; !probes[check->probe].later && i < check->node->count; i++)
		for (size_t k = 0; k < ARRAY_SIZE(keys); k++)
			if (!strcmp(check->node->pairs[i].key->text, keys[k].key) &&
			    !(keys[k].probes >> check->probe & 1))
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
