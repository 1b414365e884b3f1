/* The remote's ledger with all its objects, whatever git takes for here. */
#include "remote/sync_internal.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/strbuf.h"
#include "base/texts.h"

#define LOOSE_FOLDERS 256

/* As a value in git's configuration, which else ends at '#' or ';'. */
static const char *config_value(const char *text, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (; *text; text++)
		if (*text == '\n')
			strbuf_addstr(&out, "\\n");
		else
			strbuf_addf(&out, "%s%c", strchr("\"\\", *text) ? "\\" : "", *text);
	return arena_printf(a, "\"%s\"", out.buf ? out.buf : "");
}

/* A repository of its own below the objects, where `git gc` removes what a crash has left. */
static int make_store(const struct ledger *l, const char *store, struct err *err)
{
	const char *config_here = arena_printf(l->arena, "%s/config", repo_common_dir(l->repo));
	const char *const init[] = {"init", "--quiet", "--bare", "--template=", store, NULL};
	const char *config = arena_printf(l->arena,
					  "[include]\n\tpath = %s\n[core]\n\tbare = true\n"
					  "\trepositoryformatversion = 0\n",
					  config_value(config_here, l->arena));
	struct proc_result result;

	if (sync_git(l, init, false, &result, err) < 0)
		return -1;
	if (!sync_succeeded(&result))
		return err_set(err, ERR_IO, "cannot make '%s'", store);
	return file_write(arena_printf(l->arena, "%s/config", store), 0600, 0,
			  bytes_text(config), err);
}

static int fetch_whole(const struct ledger *l, const char *store, struct oid *ret_tip,
		       struct err *err)
{
	const char *const fetch[] = {arena_printf(l->arena, "--git-dir=%s", store),
				     "-c",
				     "transfer.unpackLimit=1",
				     "fetch",
				     "--quiet",
				     "--no-tags",
				     "--no-filter",
				     "--no-write-fetch-head",
				     "--",
				     l->remote,
				     arena_printf(l->arena, "+%s:refs/heads/found", l->ref),
				     NULL};
	const char *const parse[] = {fetch[0], "rev-parse", "refs/heads/found", NULL};
	struct proc_result result;
	struct bytes out;

	if (sync_git(l, fetch, true, &result, err) < 0)
		return -1;
	if (!sync_succeeded(&result))
		return err_set(err, ERR_IO, "remote '%s' did not answer", l->remote);
	if (sync_git(l, parse, false, &result, err) < 0)
		return -1;
	out = capture_text(&result.out, l->arena);
	if (!sync_succeeded(&result) || out.len < OID_HEX_SIZE - 1 ||
	    !oid_parse(arena_strndup(l->arena, out.data, OID_HEX_SIZE - 1), ret_tip))
		return err_set(err, ERR_FORMAT, "remote '%s' has no ledger", l->remote);
	return 0;
}

/* The files of the packs in the store. */
static int list_packs(const struct ledger *l, const char *store, const char ***ret,
		      size_t *ret_count, struct err *err)
{
	const char *path = arena_printf(l->arena, "%s/objects/pack", store);
	DIR *folder = opendir(path);
	struct dirent *entry;

	if (!folder)
		return err_errno(err, "cannot open '%s'", path);
	while ((entry = readdir(folder)))
		if (text_begins(entry->d_name, "pack-"))
			*ARENA_PUSH(l->arena, *ret, *ret_count) = arena_strdup(l->arena,
									       entry->d_name);
	closedir(folder);
	return 0;
}

/* A pack is there once its index is. The store goes on to see it. */
static int move_packs(const struct ledger *l, const char *store, bool indexes, struct err *err)
{
	const char *common = repo_common_dir(l->repo), **names = NULL;
	size_t count = 0;

	if (list_packs(l, store, &names, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *was = arena_printf(l->arena, "%s/objects/pack/%s", store, names[i]);
		const char *is = arena_printf(l->arena, "%s/objects/pack/%s", common, names[i]);

		if (text_ends(names[i], ".idx") == indexes &&
		    (rename(was, is) < 0 || symlink(is, was) < 0))
			return err_errno(err, "cannot write '%s'", is);
	}
	return 0;
}

/*
 * Damaged files of what is in the pack now go: who reads them first would still find them. Only of that:
 * to git here they would be in a pack as well where that one is damaged, and the file is what is left.
 */
static int drop_loose(const struct ledger *l, const char *store, struct err *err)
{
	const char *const prune[] = {arena_printf(l->arena, "--git-dir=%s", store),
				     "prune-packed", "--quiet", NULL};
	struct proc_result result;

	for (int i = 0; i < LOOSE_FOLDERS; i++) {
		const char *here = arena_printf(l->arena, "%s/objects/%02x",
						repo_common_dir(l->repo), (unsigned)i);
		const char *seen = arena_printf(l->arena, "%s/objects/%02x", store,
						(unsigned)i);

		if (symlink(here, seen) < 0)
			return err_errno(err, "cannot make '%s'", seen);
	}
	if (sync_git(l, prune, true, &result, err) < 0)
		return -1;
	return sync_succeeded(&result) ? 0 : err_set(err, ERR_IO, "git prune-packed failed");
}

static int take_objects(const struct ledger *l, const char *store, struct err *err)
{
	if (folder_make(arena_printf(l->arena, "%s/objects/pack", repo_common_dir(l->repo)),
			0777, err) < 0 ||
	    move_packs(l, store, false, err) < 0 || move_packs(l, store, true, err) < 0)
		return -1;
	return drop_loose(l, store, err);
}

int sync_fetch_objects(const struct ledger *l, struct oid *ret_tip, struct err *err)
{
	const char *store = arena_printf(l->arena, "%s/objects/tmp_objdir-mcade-%s",
					 repo_common_dir(l->repo), record_new_id(l));
	const char *const rm[] = {"rm", "-rf", "--", store, NULL};
	const char *const env[] = {"PATH=/usr/bin:/bin", NULL};
	struct proc_spec remove = {.argv = rm, .env = env, .timeout_seconds = 60};
	struct proc_result result;
	struct err ignored;
	int rc = make_store(l, store, err) < 0 || fetch_whole(l, store, ret_tip, err) < 0 ||
				 take_objects(l, store, err) < 0
			 ? -1
			 : 0;

	(void)proc_run(&remove, l->arena, &result, &ignored); /* only litter is left */
	return rc;
}
