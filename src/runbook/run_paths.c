#include "runbook/run_paths.h"

#include "text/references.h"

struct step_paths run_paths(const struct runbook *rb, struct arena *arena)
{
	struct step_paths paths = {0};

	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);
		size_t from = paths.count;

		if (step->repo)
			continue; /* it runs there */
		if (step->run.shell)
			step_paths_add(&paths, step->id, bytes_text(step->run.shell),
				       step->at.line, arena);
		for (size_t k = 0; k < step->run.argv.count; k++)
			step_paths_add(&paths, step->id, bytes_text(step->run.argv.items[k]),
				       step->at.line, arena);
		for (size_t k = from; k < paths.count; k++) {
			const char *path = paths.items[k].path;

			if (step->cwd)
				path = arena_printf(arena, "%s/%s", step->cwd, path);
			paths.items[from] = paths.items[k];
			paths.items[from].path = reference_resolve(arena, "", path);
			from += paths.items[from].path != NULL; /* else it leads out of here */
		}
		paths.count = from;
	}
	return paths;
}
