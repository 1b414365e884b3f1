/* CHECKPOINT.yaml says what the event and the record say: others read it there for years. */
#include "policy/act_internal.h"

#include "base/texts.h"
#include "model/canon.h"

static void says_other(struct judging *j, const char *key, const char *expected,
		       const char *found)
{
	act_no(j, RULE_EVIDENCE, expected ? expected : "nothing", found ? found : "nothing",
	       NULL, "CHECKPOINT.yaml says something else of '%s'", key);
}

/* Exactly these, in any order. */
static void check_list(struct judging *j, const struct canon *root, const char *key,
		       const char *const *expected, size_t count)
{
	size_t said_count;
	const char *const *said = (const char *const *)canon_list(root, key, j->a, &said_count);

	for (size_t i = 0; i < count; i++)
		if (!texts_have(said, said_count, expected[i]))
			says_other(j, key, expected[i], NULL);
	for (size_t i = 0; i < said_count; i++)
		if (!texts_have(expected, count, said[i]))
			says_other(j, key, NULL, said[i]);
}

/* Each file that the event brings into the folder, but this one. */
static void check_files(struct judging *j, const struct canon *root, const char *folder)
{
	const struct event_values *files = &j->event->fields[FIELD_FILE];
	const char **names = NULL;
	size_t count = 0, len = strlen(folder);

	for (size_t i = 0; i < files->count; i++) {
		const char *path = event_file_path(files->items[i]);

		if (!strncmp(path, folder, len) && strcmp(path + len, "CHECKPOINT.yaml") != 0)
			*ARENA_PUSH(j->a, names, count) = arena_printf(
				j->a, "%.*s %s", (int)strcspn(files->items[i], " "),
				files->items[i], path + len);
	}
	check_list(j, root, "files", (const char *const *)names, count);
}

/* Those that it was completed with, or what is pinned of the step now. */
static int check_pins(struct judging *j, const struct canon *root)
{
	const struct words *paths = &j->step->pins;
	const char **now = NULL;
	size_t count = 0;

	if (j->state->pin_count) {
		check_list(j, root, "pins", j->state->pins, j->state->pin_count);
		return 0;
	}
	for (size_t i = 0; i < paths->count; i++) {
		const char *value;

		if (state_pin(j->act->record, j->environment, paths->items[i], &value, j->err) <
		    0)
			return -1;
		if (value)
			*ARENA_PUSH(j->a, now, count) = arena_printf(j->a, "%s=%s",
								     paths->items[i], value);
	}
	check_list(j, root, "pins", (const char *const *)now, count);
	return 0;
}

/* The last part of where it lies, without final slash. */
static const char *name_of(struct judging *j, const char *folder)
{
	const char *bare = arena_strndup(j->a, folder, strlen(folder) - 1);

	return strrchr(bare, '/') + 1;
}

/*
 * The checkpoint before it of the step, and the series that it goes on; a first one begins a series,
 * and has the step's name.
 */
static int find_series(struct judging *j, const char **ret_series, const char **ret_supersedes)
{
	const char *before = j->state->checkpoint_directory;
	struct bytes text = {"", 0};
	struct err unreadable;
	struct canon root;

	*ret_series = arena_printf(j->a, "%s/%s", j->environment, j->subject.id);
	*ret_supersedes = NULL;
	before = before ? state_checkpoint_path(before, j->a) : NULL;
	if (!before)
		return 0;
	*ret_supersedes = name_of(j, before);
	before = arena_printf(j->a, "%sCHECKPOINT.yaml", before);
	if (state_file(j->act->record, before, &text, j->err) < 0)
		return -1;
	if (!canon_parse(text, before, j->a, &root, &unreadable) && canon_text(&root, "series"))
		*ret_series = canon_text(&root, "series");
	return 0;
}

static void check_keys(struct judging *j, const struct canon *root, const char *folder,
		       const char *series, const char *supersedes)
{
	const char *directory = event_get(j->event, FIELD_DIRECTORY);
	const struct {
		const char *key, *is;
	} keys[] = {{"checkpoint", name_of(j, folder)},
		    {"event", event_get(j->event, FIELD_ID)},
		    {"after", event_get(j->event, FIELD_SEEN)},
		    {"step", j->subject.id},
		    {"environment", j->environment},
		    {"result", phase_word(act_does(j) ? PHASE_VERIFIED : j->state->phase)},
		    {"directory", arena_printf(j->a, "%s/", directory)},
		    {"code", j->state->code},
		    {"series", series},
		    {"supersedes", supersedes}};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const char *said = canon_text(root, keys[i].key);

		if (!said != !keys[i].is || (said && strcmp(said, keys[i].is) != 0))
			says_other(j, keys[i].key, keys[i].is, said);
	}
	for (size_t i = 0; i < root->count; i++) {
		static const char *const others[] = {"pins", "files"};
		bool known = texts_have(others, ARRAY_SIZE(others), root->children[i].key);

		for (size_t k = 0; !known && k < ARRAY_SIZE(keys); k++)
			known = !strcmp(keys[k].key, root->children[i].key);
		if (!known)
			says_other(j, root->children[i].key, NULL, "an unknown key");
	}
}

static int check_text(struct judging *j, const struct canon *root, const char *folder)
{
	const char *series, *supersedes;

	if (find_series(j, &series, &supersedes) < 0)
		return -1;
	check_keys(j, root, folder, series, supersedes);
	check_files(j, root, folder);
	return check_pins(j, root);
}

int act_check_sealing(struct judging *j)
{
	static const enum event_field bound[] = {FIELD_CODE,	  FIELD_CONTENT,
						 FIELD_CANDIDATE, FIELD_DEFINITION,
						 FIELD_SETTINGS,  FIELD_CHECKS};

	if (!j->step)
		return 0;
	if (act_does(j))
		return act_check_approved(j) < 0 ? -1 : j->act->asked ? 0 : act_check_bound(j);
	for (size_t i = 0; i < ARRAY_SIZE(bound); i++)
		if (event_get(j->event, bound[i]))
			act_no(j, RULE_EVIDENCE, "a step of kind checkpoint",
			       event_get(j->event, bound[i]), NULL,
			       "'%s' is sealed as if it were done by that", j->subject.id);
	return 0;
}

int act_check_checkpoint(struct judging *j, const char *folder)
{
	const char *path = arena_printf(j->a, "%sCHECKPOINT.yaml", folder);
	struct err fault = {0};
	struct bytes text;
	struct canon root;
	bool found = act_names(j->event, FIELD_FILE, path);

	if (found && act_attached(j, path, &text, &found) < 0)
		return -1;
	if (!found || canon_parse(text, path, j->a, &root, &fault) < 0 ||
	    root.kind != CANON_MAPPING) {
		act_no(j, RULE_EVIDENCE, "a CHECKPOINT.yaml that can be read",
		       found ? fault.text : "none", NULL,
		       "the checkpoint of '%s' does not say what it is of", j->subject.id);
		return 0;
	}
	return check_text(j, &root, folder);
}
