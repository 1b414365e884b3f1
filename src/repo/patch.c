#include "repo/patch.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "repo/internal.h"
#include "repo/object.h"

#include <git2.h>

struct comparing {
	struct repo *repo;
	tree_change_fn *fn;
	void *context;
	struct arena arena;
	struct err *err;
};

/* One side of two folders: where its reading stands. */
struct side {
	struct tree_iter iter;
	struct tree_entry entry;
	int more; /* 1: entry is the next one */
};

static int advance(struct comparing *c, struct side *s)
{
	s->more = tree_next(&s->iter, &s->entry, c->err);
	return s->more < 0 ? -1 : 0;
}

static int open_side(struct comparing *c, const struct oid *tree, struct side *ret)
{
	struct bytes raw = {0};

	if (!oid_is_zero(tree) &&
	    object_read(c->repo, tree, OBJECT_TREE, LIMIT_BLOB, &c->arena, &raw, c->err) < 0)
		return -1;
	ret->iter = tree_iter(raw);
	return advance(c, ret);
}

/* As Git sorts them: a folder as if its name ended in a slash. */
static int order(const struct tree_entry *a, const struct tree_entry *b)
{
	size_t len = a->name_len < b->name_len ? a->name_len : b->name_len;
	int by_bytes = memcmp(a->name, b->name, len);
	int end_a = a->mode == TREE_DIRECTORY ? '/' : 0,
	    end_b = b->mode == TREE_DIRECTORY ? '/' : 0;

	if (by_bytes)
		return by_bytes;
	end_a = a->name_len > len ? (unsigned char)a->name[len] : end_a;
	end_b = b->name_len > len ? (unsigned char)b->name[len] : end_b;
	return end_a - end_b;
}

static int compare(struct comparing *c, const char *folder, const struct oid *before,
		   const struct oid *after);

/* before or after may be NULL: nothing there. */
static int differ(struct comparing *c, const char *folder, const struct tree_entry *before,
		  const struct tree_entry *after)
{
	const struct tree_entry *any = before ? before : after;
	const char *path = arena_printf(&c->arena, "%s%.*s", folder, (int)any->name_len,
					any->name);
	struct oid old = before ? before->id : OID_ZERO, new = after ? after->id : OID_ZERO;

	if (before && after && oid_equal(&old, &new) && before->mode == after->mode)
		return 0;
	if (any->mode == TREE_DIRECTORY)
		return compare(c, arena_printf(&c->arena, "%s/", path), &old, &new);
	return c->fn(path, &old, &new, c->context, c->err);
}

static int compare(struct comparing *c, const char *folder, const struct oid *before,
		   const struct oid *after)
{
	struct side old, new;
	int result = 0;

	if (open_side(c, before, &old) < 0 || open_side(c, after, &new) < 0)
		return -1;
	while (!result && (old.more || new.more)) {
		int which = !old.more ? 1 : !new.more ? -1 : order(&old.entry, &new.entry);
		struct tree_entry was = old.entry, is = new.entry;

		if ((which <= 0 && advance(c, &old) < 0) ||
		    (which >= 0 && advance(c, &new) < 0))
			return -1;
		result = differ(c, folder, which <= 0 ? &was : NULL, which >= 0 ? &is : NULL);
	}
	return result;
}

int tree_changes(struct repo *repo, const struct oid *before, const struct oid *after,
		 tree_change_fn *fn, void *context, struct err *err)
{
	struct comparing c = {
		.repo = repo, .fn = fn, .context = context, .arena = ARENA_INIT, .err = err};
	int result = compare(&c, "", before, after);

	arena_free(&c.arena);
	return result;
}

int patch_add(const char *path, const struct bytes *old, const struct bytes *new,
	      struct strbuf *out, struct err *err)
{
	git_buf text = {0};
	git_patch *patch = NULL;
	int status = git_patch_from_buffers(&patch, old ? old->data : NULL, old ? old->len : 0,
					    path, new ? new->data : NULL, new ? new->len : 0,
					    path, NULL);

	if (status >= 0 && patch)
		status = git_patch_to_buf(&text, patch);
	if (status >= 0)
		strbuf_add(out, text.ptr, text.size);
	git_buf_dispose(&text);
	git_patch_free(patch);
	return status < 0 ? git_failed(err, status, "cannot compare '%s'", path) : 0;
}
