/* rewritten.c - replace refs and grafts: what stock git shows in the place of an object. */
#include "repo/history.h"

#include "repo/internal.h"
#include "repo/ref.h"

#include <errno.h>

#define GRAFTS_MAX ((size_t)1 << 22)

static int by_id(const void *a, const void *b)
{
	return oid_compare(a, b);
}

static int add_grafts(struct repo *repo, struct arena *arena, struct oid_list *list,
		      struct err *err)
{
	char path[PATH_MAX], line[8192];
	size_t total = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/info/grafts", repo->common_dir);
	file = fopen(path, "re");
	if (!file)
		return errno == ENOENT ? 0 : err_errno(err, "cannot read '%s'", path);
	while (fgets(line, sizeof(line), file) && total < GRAFTS_MAX) {
		struct oid id;

		total += strlen(line);
		line[OID_HEX_SIZE - 1] = '\0';
		if (oid_parse(line, &id))
			*ARENA_PUSH(arena, list->ids, list->count) = id;
	}
	fclose(file);
	return total < GRAFTS_MAX ? 0
				  : err_set(err, ERR_LIMIT, "'%s' is larger than %zu bytes",
					    path, GRAFTS_MAX);
}

int history_rewritten(struct repo *repo, struct arena *arena, struct oid_list *ret,
		      struct err *err)
{
	static const char prefix[] = "refs/replace/";
	struct oid_list list = {NULL, 0};
	struct ref *refs;
	size_t count;

	if (ref_list(repo, prefix, arena, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct oid id;

		if (oid_parse(refs[i].name + strlen(prefix), &id))
			*ARENA_PUSH(arena, list.ids, list.count) = id;
	}
	if (add_grafts(repo, arena, &list, err) < 0)
		return -1;
	if (list.count)
		qsort(list.ids, list.count, sizeof(*list.ids), by_id);
	*ret = list;
	return 0;
}

bool oid_list_has(const struct oid_list *sorted, const struct oid *id)
{
	return sorted->count &&
	       bsearch(id, sorted->ids, sorted->count, sizeof(*sorted->ids), by_id) != NULL;
}
