#include "fold/drilled.h"

#include "fold/settings.h"

int drilled_elsewhere(struct repo *repo, const struct oid *commit, const char *const *pins,
		      size_t count, struct arena *a, struct drill_said *said, struct err *err)
{
	const char *is;

	if (settings_of(repo, commit, said->elsewhere, pins, count, a, &is, err) < 0)
		return -1;
	if (same_settings(said->settings, is))
		return 0;
	said->verdict = NULL;
	said->why = arena_printf(a, "the settings of '%s' have changed since",
				 said->elsewhere->id);
	return 0;
}
