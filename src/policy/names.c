#include "policy/names.h"

#include "runbook/renames.h"

#define RUNBOOK "runbook.yaml"

const char *name_before(const struct renames *renames, const char *id)
{
	const char *was = strmap_get(&renames->was, id);

	return was ? was : strmap_get(&renames->heir, id) ? NULL : id;
}

const char *name_after(const struct renames *renames, const char *id)
{
	const char *heir = strmap_get(&renames->heir, id);

	return heir ? heir : strmap_get(&renames->was, id) ? NULL : id;
}

int names_runbook(const struct facts *facts, const struct version *version, struct arena *arena,
		  const struct runbook **ret, struct err *err)
{
	struct bytes text;
	struct err none;

	*ret = NULL;
	if (!version_is_file(version))
		return 0;
	if (facts_text(facts, version, arena, &text, err) < 0)
		return -1;
	if (text.len && bytes_equal(text, facts->sound.text))
		*ret = facts->sound.runbook;
	else if (runbook_parse(text, RUNBOOK, arena, ret, &none) < 0)
		*ret = NULL;
	return 0;
}

static struct renames between(const struct runbook *was, const struct runbook *now,
			      struct arena *a)
{
	struct renames ret = {.was = runbook_was_of(was, now, a), .heir = {.arena = a}};

	for (size_t i = 0; i < ret.was.size; i++)
		if (ret.was.entries[i].key)
			strmap_put(&ret.heir, ret.was.entries[i].value,
				   (void *)(uintptr_t)ret.was.entries[i].key);
	return ret;
}

/* Of the versions before: only where the change brings another one is any of them read. */
static int read_before(const struct facts *facts, const struct runbook *next,
		       const struct version *versions, size_t count, struct arena *a,
		       struct renames *ret, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		const struct runbook *was;

		if (names_runbook(facts, &versions[i], a, &was, err) < 0)
			return -1;
		ret[i] = between(was, next, a);
	}
	return 0;
}

static int read_names(const struct facts *facts, struct arena *a, struct names *ret,
		      struct err *err)
{
	const struct change *change = facts_change(facts, RUNBOOK);
	struct version now = {0};
	struct bytes text;

	ret->was = arena_array(a, facts->parents + 1, sizeof(*ret->was));
	ret->bases = arena_array(a, facts->base_count + 1, sizeof(*ret->bases));
	if (!change && !facts->adopted) /* nobody is asked for another name */
		return 0;
	if (facts->look(facts->ctx, RUNBOOK, &now, err) < 0 ||
	    facts_text(facts, &now, a, &text, err) < 0)
		return -1;
	/* nearly always it is what was adopted */
	if (!change && bytes_equal(facts->in_force, text))
		return 0;
	if (names_runbook(facts, &now, a, &ret->next, err) < 0)
		return -1;
	if (!ret->next)
		return 0;
	if (facts->adopted)
		ret->adopted = between(facts->runbook, ret->next, a);
	return !change ? 0
	       : read_before(facts, ret->next, change->was, facts->parents, a, ret->was, err) <
			       0
		       ? -1
		       : read_before(facts, ret->next, change->bases, facts->base_count, a,
				     ret->bases, err);
}

int names_of(const struct facts *facts, const struct names **ret, struct err *err)
{
	static const char key[] = "names";
	struct names *names = strmap_get(facts->parsed, key);

	if (!names) {
		names = arena_alloc(facts->parsed->arena, sizeof(*names));
		if (read_names(facts, facts->parsed->arena, names, err) < 0)
			return -1;
		strmap_put(facts->parsed, key, names);
	}
	*ret = names;
	return 0;
}
