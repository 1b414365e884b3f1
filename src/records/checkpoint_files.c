/* Files that people add to a checkpoint. */
#include "records/checkpoint_internal.h"
#include "records/secrets.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/path.h"
#include "model/finding.h"
#include "runbook/runbook.h"
#include "text/redact.h"

#include <strings.h>

static bool checkpoint_has_file(const struct checkpoint_files *files, const char *name)
{
	for (size_t i = 0; i < files->count; i++)
		if (!strcasecmp(files->items[i].name, name))
			return true;
	return false;
}

static int check_name(const struct gathered *g, const char *name, const char *path,
		      struct err *err)
{
	if (path_check_name(bytes_text(name), err) < 0)
		return err_prefix(err, "'%s' cannot be added", path);
	if (checkpoint_has_file(&g->c->files, name) || !strcasecmp(name, "CHECKPOINT.yaml"))
		return err_set(err, ERR_USAGE,
			       "'%s' cannot be added: the checkpoint has a '%s' already", path,
			       name);
	return 0;
}

int checkpoint_add_files(struct gathered *g, struct findings *refused, struct err *err)
{
	CLEANUP(redactor_freep) struct redactor *secrets = NULL;
	size_t total = 0;

	if (g->request->add_count > LIMIT_CHECKPOINT_FILES)
		return err_set(err, ERR_LIMIT, "%zu files to add, at most %d are possible",
			       g->request->add_count, LIMIT_CHECKPOINT_FILES);
	if (secrets_open(g->readiness.runbook, &secrets, err) < 0)
		return -1;
	for (size_t i = 0; i < g->request->add_count; i++) {
		const char *path = g->request->add[i], *name = path_last(path);
		struct bytes data;

		if (check_name(g, name, path, err) < 0 ||
		    secrets_read_file(secrets, path, &total, g->l->arena, &data, refused, err) <
			    0)
			return -1;
		*ARENA_PUSH(g->l->arena, g->c->files.items,
			    g->c->files.count) = (struct checkpoint_file){name, data};
	}
	return 0;
}

void checkpoint_add_file(struct gathered *g, const char *name, const struct strbuf *text)
{
	struct arena *a = g->l->arena;

	*ARENA_PUSH(a, g->c->files.items, g->c->files.count) = (struct checkpoint_file){
		name, bytes_of(arena_memdup(a, text->buf, text->len), text->len)};
}
