/* state_where.c - where in the tree of a ledger things are filed. */
#include "model/internal.h"

#include "base/texts.h"

const char *state_step_path(const char *environment, const char *step, struct arena *a)
{
	return arena_printf(a, "state/%s/%s.yaml", environment, step);
}

const char *state_subject_path(const char *environment, struct event_subject subject,
			       struct arena *a)
{
	switch (subject.type) {
	case SUBJECT_STEP:
		return state_step_path(environment, subject.id, a);
	case SUBJECT_ENVIRONMENT:
		return arena_printf(a, "state/%s/_environment.yaml", environment);
	case SUBJECT_EVENT:
		return STATE_ACTS;
	case SUBJECT_NONE:
	case SUBJECT_PATH:
		return STATE_PATHS;
	default:
		return arena_printf(a, "state/%s/%s/%s.yaml", environment,
				    subject_type_word(subject.type), subject.id);
	}
}

const char *state_manifest_path(const char *environment, struct arena *a)
{
	return arena_printf(a, "releases/%s.yaml", environment);
}

bool state_step_of(const char *path, struct arena *a, const char **ret_environment,
		   const char **ret_step)
{
	const char *environment = path + strlen("state/"), *slash, *dot;

	if (strncmp(path, "state/", strlen("state/")) || !(slash = strchr(environment, '/')) ||
	    strchr(slash + 1, '/') || slash[1] == '_' || !(dot = strrchr(slash, '.')))
		return false;
	*ret_environment = arena_strndup(a, environment, (size_t)(slash - environment));
	*ret_step = arena_strndup(a, slash + 1, (size_t)(dot - slash - 1));
	return true;
}

const char *state_manifest_of(const char *path, struct arena *a)
{
	size_t len = strlen(path);

	return !text_begins(path, "releases/") || strchr(path + 9, '/') || len <= 14 ||
			       strcmp(path + len - 5, ".yaml")
		       ? NULL
		       : arena_strndup(a, path + 9, len - 14);
}
