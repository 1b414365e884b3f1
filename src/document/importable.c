#include "document/importable.h"

#include "base/cleanup.h"
#include "base/quote.h"
#include "document/documents.h"

/* Of the files those that steps are taken from: in place. */
static size_t only_markdown(struct snapshot_file *files, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (class_is_markdown(files[i].path))
			files[kept++] = files[i];
	return kept;
}

/* A copy below some other folder has as many. */
static bool is_better(const struct document *d, const struct document *than)
{
	return d->steps != than->steps ? d->steps > than->steps
				       : strlen(d->path) < strlen(than->path);
}

const char *importable_find(struct repo *repo, struct arena *arena)
{
	CLEANUP(snapshot_freep) struct snapshot *here = NULL;
	const struct document *best = NULL;
	struct snapshot_file *files;
	struct documents all;
	struct err ignored;
	size_t count;

	if (snapshot_of_worktree(repo, &here, &ignored) < 0 ||
	    snapshot_list_present(here, arena, &files, &count, &ignored) < 0 ||
	    documents_read(here, files, only_markdown(files, count), NULL, arena, &all,
			   &ignored) < 0)
		return NULL;
	for (size_t i = 0; i < all.count; i++)
		if (document_has_steps(&all.items[i]) &&
		    (!best || is_better(&all.items[i], best)))
			best = &all.items[i];
	return best && best->steps ? best->path : NULL;
}

const char *importable_command(const char *path, struct arena *arena)
{
	path = *path == '-' ? arena_printf(arena, "./%s", path) : path; /* it is no option */
	return arena_printf(arena, "git mcade import %s", shell_quote(path, arena));
}

const char *importable_way(struct repo *repo, struct arena *arena)
{
	const char *path = importable_find(repo, arena);

	return path ? importable_command(path, arena)
		    : "hint: name a Markdown document that lists steps; 'git mcade lint "
		      "--documents' says what each one here is";
}
