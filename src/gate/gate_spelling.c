/*
 * gate_spelling.c - what stands at a path in another spelling: on some disks a checkout has one of
 * the two in the place of both.
 */
#include "gate/gate_internal.h"

#include "base/spelling.h"
#include "fold/fold.h"

struct spelt {
	const char *name;
	struct spelt *next;
};

/* The names of a directory by how they fold; each directory is read once for a change. */
static int open_directory(struct gate_change *change, const char *directory,
			  struct strmap **ret, struct err *err)
{
	struct arena *a = change->arena;
	const char **names;
	size_t count;

	change->spellings.arena = a;
	*ret = strmap_get(&change->spellings, directory);
	if (*ret)
		return 0;
	if (snapshot_names(change->now, directory, a, &names, &count, err) < 0)
		return -1;
	*ret = arena_alloc(a, sizeof(**ret));
	**ret = (struct strmap){.arena = a};
	for (size_t i = 0; i < count; i++) {
		const char *fold = spelling_fold(names[i], a);
		struct spelt *spelt = arena_alloc(a, sizeof(*spelt));

		*spelt = (struct spelt){names[i], strmap_get(*ret, fold)};
		strmap_put(*ret, fold, spelt);
	}
	strmap_put(&change->spellings, directory, *ret);
	return 0;
}

/* Below a directory that stands there, `rest` in any spelling; other: the directory has another. */
static int find(struct gate_change *change, const char *directory, const char *rest, bool other,
		const char **ret, struct err *err)
{
	struct arena *a = change->arena;
	size_t len = strcspn(rest, "/");
	const char *own = arena_strndup(a, rest, len);
	struct strmap *names;

	if (open_directory(change, directory, &names, err) < 0)
		return -1;
	for (struct spelt *s = strmap_get(names, spelling_fold(own, a)); s && !*ret;
	     s = s->next) {
		bool differs = other || strcmp(s->name, own) != 0;

		if (!rest[len])
			*ret = differs ? arena_printf(a, "%s%s", directory, s->name) : NULL;
		else if (find(change, arena_printf(a, "%s%s/", directory, s->name),
			      rest + len + 1, differs, ret, err) < 0)
			return -1;
	}
	return 0;
}

int gate_twin(void *context, const char *path, const char **ret, struct err *err)
{
	*ret = NULL;
	return find(context, "", path, false, ret, err);
}

/* Where checkpoints lie, in any spelling; all others cost nothing. */
static bool is_beside_seals(struct gate *gate, const char *folder)
{
	size_t count;
	const char *const *parents = fold_seal_parents(gate->l->view->fold, &count);
	const char *slash = strrchr(folder, '/'), *above;

	above = spelling_fold(
		slash ? arena_strndup(gate->arena, folder, (size_t)(slash - folder)) : "",
		gate->arena);
	for (size_t i = 0; i < count; i++)
		if (!strcmp(spelling_fold(parents[i], gate->arena), above))
			return true;
	return false;
}

const char *gate_sealed_twin(struct gate *gate, const char *folder)
{
	const struct fold_seal *seals;
	size_t count;

	if (!is_beside_seals(gate, folder))
		return NULL;
	if (!gate->seal_spellings.arena) {
		gate->seal_spellings.arena = gate->arena;
		seals = fold_seals(gate->l->view->fold, &count);
		for (size_t i = 0; i < count; i++)
			strmap_put(&gate->seal_spellings,
				   spelling_fold(seals[i].directory, gate->arena),
				   (void *)(uintptr_t)seals[i].directory);
	}
	return strmap_get(&gate->seal_spellings, spelling_fold(folder, gate->arena));
}
