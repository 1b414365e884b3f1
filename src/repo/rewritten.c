/* rewritten.c - replace refs and grafts: what stock git shows in the place of an object. */
#include "repo/history.h"

#include "base/file.h"
#include "repo/internal.h"
#include "repo/ref.h"

#define GRAFTS_MAX ((size_t)1 << 22)

static int by_id(const void *a, const void *b)
{
	return oid_compare(a, b);
}

static int add_grafts(struct repo *repo, struct arena *arena, struct oid_list *list,
		      struct err *err)
{
	const char *path = arena_printf(arena, "%s/info/grafts", repo->common_dir), *end;
	struct bytes text;

	if (file_read(path, GRAFTS_MAX, arena, &text, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	end = (const char *)text.data + text.len;
	for (const char *line = text.data, *next; line < end; line = next) {
		char hex[OID_HEX_SIZE];
		struct oid id;

		next = memchr(line, '\n', (size_t)(end - line));
		next = next ? next + 1 : end;
		snprintf(hex, sizeof(hex), "%s", line);
		if (oid_parse(hex, &id))
			*ARENA_PUSH(arena, list->ids, list->count) = id;
	}
	return 0;
}

struct oid_list oid_list_sorted(const struct oid_list *list, struct arena *arena)
{
	struct oid_list copy = {arena_array(arena, list->count + 1, sizeof(*copy.ids)),
				list->count};

	if (list->count) {
		memcpy(copy.ids, list->ids, list->count * sizeof(*copy.ids));
		qsort(copy.ids, copy.count, sizeof(*copy.ids), by_id);
	}
	return copy;
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
	*ret = oid_list_sorted(&list, arena);
	return 0;
}

bool oid_list_has(const struct oid_list *sorted, const struct oid *id)
{
	return sorted->count &&
	       bsearch(id, sorted->ids, sorted->count, sizeof(*sorted->ids), by_id) != NULL;
}
