/* Removed by the commit that brings the bodies of model/runbook.h. */
#include "model/runbook.h"
int runbook_parse(struct bytes text UNUSED, const char *file UNUSED, struct arena *a UNUSED,
		  const struct runbook **ret UNUSED, struct err *err)
{
	return err_set(err, ERR_NOT_FOUND, "stub");
}
const struct step *runbook_step(const struct runbook *rb UNUSED, const char *id UNUSED)
{
	return NULL;
}
const struct environment *runbook_environment(const struct runbook *rb UNUSED,
					      const char *id UNUSED)
{
	return NULL;
}
const char *runbook_nearest_step(const struct runbook *rb UNUSED, const char *id UNUSED)
{
	return NULL;
}
const char *runbook_template_pattern(const char *text, struct arena *a UNUSED)
{
	return text;
}
const char *runbook_step_definition(const struct runbook *rb UNUSED,
				    const struct step *step UNUSED,
				    const struct environment *env UNUSED,
				    struct arena *a UNUSED)
{
	return "";
}
const char *step_path(const struct step *step UNUSED, const char *path, struct arena *a UNUSED)
{
	return path;
}
