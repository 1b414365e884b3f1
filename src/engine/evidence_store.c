/* Bodies of evidence: on branches of their own, absent without harm. */
#include "engine/citations.h"

#include "base/time.h"
#include "repo/ref.h"
#include "repo/snapshot.h"
#include "repo/object.h"

/* Is a body of this SHA-256 on any evidence branch that this clone has? */
static int is_here(struct session *s, const char *sha256, bool *ret, struct err *err)
{
	static const char *const folders[] = {"refs/heads/mcade/evidence/", "refs/remotes/"};
	const char *path = arena_printf(&s->arena, "%.2s/%.64s", sha256, sha256);

	*ret = false;
	for (size_t f = 0; f < ARRAY_SIZE(folders) && !*ret; f++) {
		struct ref *refs;
		size_t count;

		if (ref_list(s->repo, folders[f], &s->arena, &refs, &count, err) < 0)
			return -1;
		for (size_t i = 0; i < count && !*ret; i++) {
			struct oid tree, blob;
			uint32_t mode;

			if (!strstr(refs[i].name, "/mcade/evidence/"))
				continue;
			if (commit_tree(s->repo, &refs[i].id, &tree, err) < 0 ||
			    tree_lookup(s->repo, &tree, path, &mode, &blob, err) < 0)
				return -1;
			*ret = mode != 0;
		}
	}
	return 0;
}

int evidence_count(struct session *s, const struct verified_event *event, uint64_t *named,
		   uint64_t *absent, struct err *err)
{
	const struct event_values *evidence = &event->event.fields[FIELD_EVIDENCE];

	for (size_t i = 0; i < evidence->count; i++) {
		bool here;

		if (is_here(s, evidence->items[i] + strlen("sha256:"), &here, err) < 0)
			return -1;
		(*named)++;
		*absent += !here;
	}
	return 0;
}
