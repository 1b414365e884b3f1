#include "act/means.h"

#include "base/texts.h"
#include "fold/meant.h"
#include "repo/object.h"
#include "runbook/shown.h"

static struct meaning *part_of(struct step_meaning *meant, size_t i)
{
	struct meaning *const parts[] = {&meant->run, &meant->asked, &meant->shown};

	return parts[i];
}

static struct meaning_asked asked_of(const struct means_of *of, size_t i, uint64_t set)
{
	static const unsigned parts[] = {MEANS_RUN, MEANS_ASKED, MEANS_SHOWN};

	return (struct meaning_asked){of->runbook, of->environment, of->step, parts[i], set};
}

int means_of_commit(const struct ledger *l, const struct means_of *of,
		    const struct snapshot *files, struct step_meaning *ret, struct err *err)
{
	struct strmap own = {.arena = l->arena}, *read = of->read ? of->read : &own;
	const struct adopted_state *adopted;
	struct oid commit;

	if (of->step->repo || !files || !oid_parse(of->code, &commit))
		return 0;
	if (state_adopted(l->view->state, &adopted, err) < 0)
		return -1;
	for (size_t i = 0; i < 3; i++) {
		struct meaning_asked asked = asked_of(of, i, adopted->rules);

		if (meant_in(l->repo, &commit, &asked, files, read, l->arena, part_of(ret, i),
			     err) < 0)
			return -1;
	}
	return 0;
}

/* Did git make the file of what is committed? What is in no commit is not asked about. */
static int is_committed(const struct ledger *l, struct input_files files, const char *path,
			bool *ret, struct err *err)
{
	struct bytes here, there;
	bool is, known;

	*ret = true;
	if (!path)
		return 0;
	if (snapshot_read(files.committed, path, l->arena, &there, &known, err) < 0 ||
	    (known && snapshot_read(files.now, path, l->arena, &here, &is, err) < 0))
		return -1;
	if (!known)
		return 0;
	*ret = is;
	if (!is)
		return 0;
	if (inputs_as_committed(l, &files, path, &here, err) < 0)
		return -1;
	*ret = bytes_equal(here, there);
	return 0;
}

/* Parts of one that the other does not have, and which no filter explains. */
static int find_other(const struct ledger *l, struct input_files files,
		      const struct meaning *one, const struct meaning *other, const char **ret,
		      struct err *err)
{
	for (size_t i = 0; i < one->count && !*ret; i++) {
		const char *path = one->items[i].at.file;
		bool same;

		if (texts_among(other->items, other->count, sizeof(*other->items),
				one->items[i].value))
			continue;
		if (is_committed(l, files, path, &same, err) < 0)
			return -1;
		*ret = same ? NULL : path;
	}
	return 0;
}

static int note_loose(const struct ledger *l, struct input_files files, const char *path,
		      struct step_meaning *meant, struct err *err)
{
	struct oid id;
	uint32_t mode;

	if (!path)
		return 0;
	if (snapshot_entry(files.committed, path, &mode, &id, err) < 0)
		return -1;
	if (!mode)
		*ARENA_PUSH(l->arena, meant->loose, meant->loose_count) = path;
	return 0;
}

/* What is in no commit. What a check reads is what the run left there; what says how it asks is not. */
static int find_loose(const struct ledger *l, struct input_files files,
		      struct step_meaning *meant, struct err *err)
{
	for (size_t i = 0; i < meant->run.count; i++)
		if (note_loose(l, files, meant->run.items[i].at.file, meant, err) < 0)
			return -1;
	for (size_t part = 1; part < 3; part++)
		for (size_t i = 0; i < part_of(meant, part)->program_count; i++)
			if (note_loose(l, files, part_of(meant, part)->programs[i], meant,
				       err) < 0)
				return -1;
	return 0;
}

/* A file that is there in place of the committed one: make finds GNUmakefile first. */
static const char *in_place(const struct meaning *here, const struct meaning *there)
{
	for (size_t i = 0; i < there->count; i++)
		if (there->items[i].at.file) {
			bool found = false;

			for (size_t k = 0; !found && k < here->count; k++)
				found = here->items[k].at.file &&
					!strcmp(here->items[k].at.file,
						there->items[i].at.file);
			if (!found)
				return here->count && here->items[0].at.file
					       ? here->items[0].at.file
					       : there->items[i].at.file;
		}
	return NULL;
}

int means_of_files(const struct ledger *l, const struct means_of *of, struct input_files files,
		   struct step_meaning *meant, const char **ret_path, struct err *err)
{
	struct step_meaning now = {.run.count = 0};
	struct strmap read = {.arena = l->arena};
	const struct adopted_state *adopted;

	*ret_path = NULL;
	if (of->step->repo || !files.now)
		return 0;
	if (state_adopted(l->view->state, &adopted, err) < 0)
		return -1;
	for (size_t i = 0; i < 3; i++) {
		const struct meaning_asked asked = asked_of(of, i, adopted->rules);
		struct meaning *here = part_of(&now, i);
		const struct meaning *there = part_of(meant, i);

		if (meaning_of(&asked, files.now, &read, l->arena, here, err) < 0)
			return -1;
		if (!files.committed)
			continue;
		if (find_other(l, files, here, there, ret_path, err) < 0 ||
		    find_other(l, files, there, here, ret_path, err) < 0)
			return -1;
		if (!*ret_path)
			*ret_path = in_place(here, there);
	}
	if (files.committed && find_loose(l, files, &now, err) < 0)
		return -1;
	if (*ret_path || !files.committed)
		*meant = now;
	meant->loose = now.loose;
	meant->loose_count = now.loose_count;
	return 0;
}

int means_programs(const struct ledger *l, struct input_files files, const struct meaning *m,
		   const char **ret_path, struct err *err)
{
	*ret_path = NULL;
	for (size_t i = 0; files.committed && i < m->program_count && !*ret_path; i++) {
		bool same;

		if (is_committed(l, files, m->programs[i], &same, err) < 0)
			return -1;
		*ret_path = same ? NULL : m->programs[i];
	}
	return 0;
}

void means_of_no_commit(const struct ledger *l, struct step_meaning *meant)
{
	for (size_t i = 0; i < 3; i++) {
		struct meaning *m = part_of(meant, i);
		struct meaning without = {.unknown = m->unknown};

		for (size_t k = 0; k < m->count; k++)
			if (m->items[k].at.file)
				*ARENA_PUSH(l->arena, without.items,
					    without.count) = m->items[k];
		*m = without;
		if (m->unknown)
			meaning_add(m, MEANING_OF_NO_COMMIT, l->arena);
	}
}

/* -- what is made of it -------------------------------------------------------------------------- */

static void add(const struct ledger *l, const struct meaning *m, struct event *event)
{
	for (size_t i = 0; i < m->count; i++)
		if (!event_says(event, FIELD_MEANING, m->items[i].value))
			event_add(event, l->arena, FIELD_MEANING, m->items[i].value);
}

void means_add(const struct ledger *l, const struct step_meaning *meant, struct event *event)
{
	unsigned parts = meant_parts(event->word);

	if (parts & MEANS_RUN)
		add(l, &meant->run, event);
	if (parts & MEANS_ASKED)
		add(l, &meant->asked, event);
	if (parts & MEANS_SHOWN)
		add(l, &meant->shown, event);
}

static struct srcpos at_of(const struct meaning *m, const char *name)
{
	for (size_t i = 0; i < m->count; i++)
		if (!strcmp(event_file_path(m->items[i].value), name))
			return m->items[i].at;
	return SRCPOS_NONE;
}

void means_say(const struct step_meaning *meant, struct finding *f, struct arena *a)
{
	const struct meaning *const parts[] = {&meant->run, &meant->asked, &meant->shown};
	bool untold = f->path && !strcmp(f->path, MEANING_CONTENT);

	for (size_t i = 0; f->path && i < ARRAY_SIZE(parts); i++) {
		struct srcpos at = at_of(parts[i], f->path);

		if (untold && parts[i]->unknown) {
			f->found = arena_printf(a, "'%s' in %s, which may be any file",
						parts[i]->unknown, parts[i]->unknown_in);
			f->expected =
				"a name that is written out, or 'inputs' of the step that have "
				"the file where it stands and each that it may be";
			return;
		}
		if (at.line) {
			f->at = at;
			f->path = at.file;
			return;
		}
	}
}

struct words means_changed(const struct meaning *now, const struct entry *then, struct arena *a)
{
	return meaning_changed(then, meaning_values(now, a), a);
}

const char *means_words(const struct meaning *now, struct words changed, const char *since,
			struct arena *a)
{
	const char *text = NULL;
	bool unknown = false;

	for (size_t i = 0; i < changed.count; i++) {
		const char *name = meant_name(now, changed.items[i], a);
		struct srcpos at = at_of(now, changed.items[i]);

		unknown = unknown || name != changed.items[i];
		if (at.line)
			name = arena_printf(a, "%s (line %u)", name, at.line);
		text = !text ? name
			     : arena_printf(a, "%s%s%s", text,
					    i + 1 == changed.count ? " and " : ", ", name);
	}
	return arena_printf(a, "%s changed since %s%s", text, since,
			    unknown ? ": write its name there, and no other counts" : "");
}
