#include "records/attested.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "model/ids.h"
#include "records/secrets.h"

#include <fcntl.h>

static int check_name(const struct intent *intent, const char *name, const char *path,
		      struct err *err)
{
	if (!id_is_valid(name))
		return err_set(err, ERR_USAGE,
			       "'%s' cannot be evidence: its name is not " ID_GRAMMAR, path);
	for (size_t i = 0; i < intent->evidence_count; i++)
		if (!strcmp(intent->evidence[i].name, name))
			return err_set(err, ERR_USAGE,
				       "'%s' cannot be evidence: another file is called '%s'",
				       path, name);
	return 0;
}

/* Not through a link: what is shown is what the person sees under that name. */
static int read_file(const char *path, size_t limit, struct arena *a, struct bytes *ret,
		     struct err *err)
{
	if (file_read_at(AT_FDCWD, path, path, limit, a, ret, err) == 0)
		return 0;
	if (err->code == ERR_LIMIT)
		return err_set(err, ERR_LIMIT,
			       "'%s' is too large: the evidence of an act may have %zu bytes",
			       path, LIMIT_CHECKPOINT);
	if (err->code != ERR_IO)
		err->code = ERR_USAGE;
	return -1;
}

int attested_files(const struct ledger *l, const struct runbook *runbook,
		   const char *const *paths, size_t count, struct intent *intent,
		   struct findings *refused, struct err *err)
{
	CLEANUP(redactor_freep) struct redactor *secrets = NULL;
	size_t total = 0;

	if (count > LIMIT_CHECKPOINT_FILES)
		return err_set(err, ERR_LIMIT, "%zu files of evidence, at most %d are possible",
			       count, LIMIT_CHECKPOINT_FILES);
	if (secrets_open(runbook, &secrets, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *name = path_last(paths[i]);
		struct bytes data;

		if (check_name(intent, name, paths[i], err) < 0 ||
		    read_file(paths[i], LIMIT_CHECKPOINT - total, l->arena, &data, err) < 0)
			return -1;
		total += data.len;
		secrets_in_file(secrets, paths[i], data, refused);
		*ARENA_PUSH(l->arena, intent->evidence,
			    intent->evidence_count) = (struct evidence){name, data};
	}
	return 0;
}
