#include "base/limits.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "runbook/runbook_internal.h"

void bind_fault(struct binder *b, struct srcpos at, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	if (b->faults.count >= FAULTS_MAX)
		return;
	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	*ARENA_PUSH(b->arena, b->faults.items,
		    b->faults.count) = (struct fault){at, arena_strdup(b->arena, text.buf)};
	strbuf_free(&text);
}

void bind_unobeyed(struct binder *b, const struct doc_node *key, const char *of)
{
	struct unobeyed *items = (struct unobeyed *)(uintptr_t)b->rb->unobeyed;

	*ARENA_PUSH(b->arena, items, b->rb->unobeyed_count) = (struct unobeyed){key->at,
										key->text, of};
	b->rb->unobeyed = items;
}

const char *bind_nearest_step(struct binder *b, const char *id)
{
	return b->faults.count < FAULTS_MAX ? runbook_nearest_step(b->rb, id) : NULL;
}

bool bind_bounded(struct binder *b, struct srcpos at, size_t count)
{
	bool within = b->joined <= LIMIT_YAML_NODES;

	b->joined += count;
	if (within && b->joined > LIMIT_YAML_NODES)
		bind_fault(b, at,
			   "with what the defaults add there are more than %zu checks, inputs "
			   "and variables",
			   LIMIT_YAML_NODES);
	return b->joined <= LIMIT_YAML_NODES;
}

bool words_have(struct words words, const char *text)
{
	return texts_have(words.items, words.count, text);
}
