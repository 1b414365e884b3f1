/* facts_index.c - what the ledger holds, found by name: indexed once and kept by the door. */
#include "policy/facts.h"

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "policy/internal.h"

static const char *key(struct strbuf *out, const char *a, const char *b, const char *c)
{
	strbuf_setlen(out, 0);
	strbuf_addstr(out, a);
	strbuf_addch(out, '\n');
	strbuf_addstr(out, b);
	if (c) {
		strbuf_addch(out, '\n');
		strbuf_addstr(out, c);
	}
	return out->buf;
}

static void put(struct strmap *map, const char *text, const void *value)
{
	strmap_put(map, arena_strdup(map->arena, text), (void *)(uintptr_t)value);
}

/* True when the map must be filled: it is of another array, or of none yet. */
static bool renew(struct facts_index *index, struct facts_indexed *of, const void *items,
		  size_t count)
{
	if (of->items == items && of->count == count)
		return false;
	*of = (struct facts_indexed){items, count, {.arena = index->arena}};
	return true;
}

static const struct strmap *pins(const struct facts *facts)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const struct facts_ledger *ledger = facts->ledger;
	struct facts_indexed *of = &facts->index->pins;

	if (renew(facts->index, of, ledger->pins, ledger->pin_count))
		for (size_t i = 0; i < ledger->pin_count; i++) {
			const struct fact_pin *pin = &ledger->pins[i];

			put(&of->map, key(&text, pin->environment, pin->path, NULL), pin);
			put(&of->map, key(&text, pin->environment, pin->path, pin->value), pin);
		}
	return &of->map;
}

const struct fact_pin *facts_pin(const struct facts *facts, const char *environment,
				 const char *path, const char *value)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	const struct fact_pin *pin;

	if (!facts->ledger)
		return NULL;
	pin = strmap_get(pins(facts), key(&text, environment, path, value));
	return pin || !value || !facts->ledger->pin
		       ? pin
		       : facts->ledger->pin(facts->ledger->ctx, environment, path, value);
}

static const struct strmap *sealed(const struct facts *facts)
{
	const struct facts_ledger *ledger = facts->ledger;
	struct facts_indexed *of = &facts->index->sealed;

	if (renew(facts->index, of, ledger->sealed, ledger->sealed_count))
		for (size_t i = ledger->sealed_count; i-- > 0;) {
			const struct fact_sealed *file = &ledger->sealed[i];

			/* a folder ends in a slash, which no file does */
			strmap_put(&of->map, file->folder, (void *)(uintptr_t)file);
			strmap_put(&of->map, file->path, (void *)(uintptr_t)file);
		}
	return &of->map;
}

const struct fact_sealed *facts_sealed(const struct facts *facts, const char *path)
{
	return facts->ledger ? strmap_get(sealed(facts), path) : NULL;
}

const char *facts_sealed_folder(const struct facts *facts, const char *path)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	if (!facts->ledger || !facts->ledger->sealed_count)
		return NULL;
	for (const char *slash = path; (slash = strchr(slash, '/')); slash++) {
		const struct fact_sealed *file;

		strbuf_setlen(&text, 0);
		strbuf_add(&text, path, (size_t)(slash + 1 - path));
		if ((file = strmap_get(sealed(facts), text.buf)))
			return file->folder;
	}
	return NULL;
}

const struct fact_entry *facts_entry(const struct facts *facts, const char *event)
{
	const struct facts_ledger *ledger = facts->ledger;
	struct facts_indexed *of = &facts->index->entries;
	const struct fact_entry *entry;

	if (!ledger)
		return NULL;
	if (renew(facts->index, of, ledger->entries, ledger->entry_count))
		for (size_t i = ledger->entry_count; i-- > 0;) /* the first of a name stays */
			strmap_put(&of->map, ledger->entries[i].event,
				   (void *)(uintptr_t)&ledger->entries[i]);
	entry = strmap_get(&of->map, event);
	return entry || !ledger->entry ? entry : ledger->entry(ledger->ctx, event);
}

static const struct strmap *steps(const struct facts *facts)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const struct facts_ledger *ledger = facts->ledger;
	struct facts_indexed *of = &facts->index->steps;

	if (renew(facts->index, of, ledger->steps, ledger->step_count))
		for (size_t i = ledger->step_count; i-- > 0;) {
			struct fact_step *step = &ledger->steps[i];

			put(&of->map, key(&text, step->environment, step->step, NULL), step);
			/* in any environment: under no environment's name */
			step->other = strmap_get(&of->map, key(&text, "", step->step, NULL));
			put(&of->map, text.buf, step);
		}
	return &of->map;
}

static struct fact_step *find_step(const struct facts *facts, const char *environment,
				   const char *step)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	return facts->ledger ? strmap_get(steps(facts), key(&text, environment, step, NULL))
			     : NULL;
}

const struct fact_step *step_held(const struct facts *facts, struct fact_step *step)
{
	if (facts->ledger->step && !step->known)
		facts->ledger->step(facts->ledger->ctx, step);
	return step;
}

const struct fact_step *ledger_step(const struct facts *facts, const char *environment,
				    const char *step)
{
	struct fact_step *found = find_step(facts, environment, step);

	return found ? step_held(facts, found) : NULL;
}

const struct fact_step *step_lock(const struct facts *facts, const char *step)
{
	const struct fact_step *oldest = NULL;

	for (struct fact_step *at = find_step(facts, "", step); at; at = at->other)
		if (step_held(facts, at)->locked && (!oldest || at->locked < oldest->locked))
			oldest = at;
	return oldest;
}
