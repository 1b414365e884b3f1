/* runbook/shown: of what cannot be told, the first rules asked nothing; from the second on it is accepted by name. */
#include "runbook/shown.h"

#include "base/cleanup.h"
#include "model/event.h"

#include "../t/unit/events.h"
#include "../t/unit/tap.h"

#define NAMED "sha256:" SHA " tools/ship.sh"
#define OTHER "sha256:" SHA2 " tools/ship.sh"

static int read_text(void *context, const char *path UNUSED, struct arena *a UNUSED,
		     struct bytes *ret, bool *ret_found, struct err *err UNUSED)
{
	*ret_found = true;
	*ret = bytes_text(context);
	return 0;
}

/* What a start is asked to accept by that set of rules, after one that meant `was`. */
static const char *asked(struct arena *a, const char *was, const char *now, uint64_t set)
{
	const char *text = arena_printf(a,
					"run:\n  event: \"" RANDOM_ID "\"\n  sequence: 1\n"
					"  meaning:\n  - \"%s\"\n",
					was);
	struct state *state = state_open(
		a,
		(struct state_source){.read = read_text, .context = (char *)(uintptr_t)text});
	struct event start = sample_event(a, EVENT_START, 2, NULL);
	const struct subject *subject;
	struct words found;
	struct err err;

	if (state_subject(state, "state/lab/A.yaml", &subject, &err) < 0)
		return arena_strdup(a, err.text);
	start.fields[FIELD_MEANING] = (struct event_values){0};
	event_add(&start, a, FIELD_MEANING, now);
	found = meaning_asked_of(subject, &start, set, a);
	return found.count ? found.items[0] : "nothing";
}

int main(void)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct arena *a = &arena;

	static const char content[] = "sha256:" SHA " content";
	static const char changed[] = "sha256:" SHA2 " content";

	is_str(asked(a, content, content, 2), "nothing", "the same content");
	is_str(asked(a, content, changed, 1), "nothing", "another one, by the first rules");
	is_str(asked(a, content, changed, 2), "content", "another one, by the second");
	is_str(asked(a, NAMED, OTHER, 1), "tools/ship.sh",
	       "a part by its name, by the first rules");
	is_str(asked(a, NAMED, OTHER, 2), "tools/ship.sh", "and by the second");
	is_str(asked(a, NAMED, changed, 2), "content",
	       "what could be told, and cannot any more");
	is_str(asked(a, MEANING_OF_NO_COMMIT, MEANING_OF_NO_COMMIT, 2), "content",
	       "files of no commit are never the same");
	is_str(asked(a, MEANING_OF_NO_COMMIT, MEANING_OF_NO_COMMIT, 1), "nothing",
	       "which the first rules did not ask");
	return done();
}
