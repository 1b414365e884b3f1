#include "records/attested.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/path.h"
#include "ledger/in_force.h"
#include "model/ids.h"
#include "records/secrets.h"

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

int attested_files(const struct ledger *l, const char *const *paths, size_t count,
		   struct intent *intent, struct findings *refused, struct err *err)
{
	const struct runbook *runbook;
	CLEANUP(redactor_freep) struct redactor *secrets = NULL;
	size_t total = 0;

	if (count > LIMIT_CHECKPOINT_FILES)
		return err_set(err, ERR_LIMIT, "%zu files of evidence, at most %d are possible",
			       count, LIMIT_CHECKPOINT_FILES);
	if (ledger_runbook(l, &runbook, err) < 0 || secrets_open(runbook, &secrets, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *name = path_last(paths[i]);
		struct bytes data;

		if (check_name(intent, name, paths[i], err) < 0 ||
		    secrets_read_file(secrets, paths[i], &total, l->arena, &data, refused,
				      err) < 0)
			return -1;
		*ARENA_PUSH(l->arena, intent->evidence,
			    intent->evidence_count) = (struct evidence){name, data};
	}
	return 0;
}
