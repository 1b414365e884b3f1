#include "act/inputs.h"

#include "base/texts.h"

#include "match/glob.h"
#include "model/event.h"
#include "model/finding.h"
#include "proc/git.h"
#include "repo/object.h"
#include "runbook/digests.h"
#include "sign/digest.h"

/* All that differs are line ends, which Git takes off on its way in. */
static bool same_lines(struct bytes here, struct bytes there)
{
	const char *a = here.data, *b = there.data;
	size_t k = 0;

	for (size_t i = 0; i < here.len; i++) {
		if (a[i] == '\r' && i + 1 < here.len && a[i + 1] == '\n')
			continue;
		if (k == there.len || a[i] != b[k++])
			return false;
	}
	return k == there.len;
}

/*
 * Would git commit what is committed? Filters, an encoding and line ends may make it other bytes in a
 * work tree. Asked by the path alone: no time of a file and no bit of the index is believed.
 */
static int is_committed(const struct ledger *l, const struct input_files *files,
			const char *path, struct bytes here, struct bytes there, bool *ret,
			struct err *err)
{
	const char *const args[] = {"hash-object", "--", path, NULL};
	char hex[OID_HEX_SIZE];
	const char *const back[] = {"cat-file", "--filters",
				    arena_printf(l->arena, "--path=%s", path), hex, NULL};
	struct git_call again = {
		.dir = files->top, .args = back, .no_hooks = true, .quiet = true};
	struct git_call call = {
		.dir = files->top, .args = args, .no_hooks = true, .quiet = true};
	struct bytes out;
	struct oid id;
	uint32_t mode;

	if (snapshot_entry(files->committed, path, &mode, &id, err) < 0 ||
	    git_run_ok(&call, l->arena, &out, err) < 0)
		return -1;
	*ret = bytes_equal(out, bytes_text(arena_printf(l->arena, "%s\n", OID_HEX(&id))));
	if (!*ret || same_lines(here, there))
		return 0;
	/* what a filter drops on its way in is here, and in no commit */
	oid_hex(&id, hex);
	if (git_run_ok(&again, l->arena, &out, err) < 0)
		return -1;
	*ret = bytes_equal(out, here);
	return 0;
}

int inputs_as_committed(const struct ledger *l, const struct input_files *files,
			const char *path, struct bytes *here, struct err *err)
{
	struct bytes there;
	struct oid id, own;
	uint32_t mode;
	bool known;

	if (snapshot_entry(files->committed, path, &mode, &id, err) < 0)
		return -1;
	object_hash(OBJECT_BLOB, *here, &own);
	if (oid_equal(&id, &own))
		return 0;
	if (snapshot_read(files->committed, path, l->arena, &there, &known, err) < 0 ||
	    (known && is_committed(l, files, path, *here, there, &known, err) < 0))
		return -1;
	*here = known ? there : *here;
	return 0;
}

/* *ret NULL: no file. Where git made it of what is committed, it is that. */
static int read_one(const struct ledger *l, const struct input_files *files, const char *path,
		    const char **ret, struct err *err)
{
	struct bytes data;
	bool found;

	*ret = files->told ? strmap_get(files->told, path) : NULL;
	if (*ret)
		return 0;
	if (snapshot_read(files->now, path, l->arena, &data, &found, err) < 0)
		return -1;
	if (!found)
		return 0;
	if (files->committed && inputs_as_committed(l, files, path, &data, err) < 0)
		return -1;
	*ret = file_digest(path, data, l->arena);
	if (files->told)
		strmap_put(files->told, path, (void *)(uintptr_t)*ret);
	return 0;
}

static int read_uses(const struct ledger *l, const struct step *step,
		     const struct input_files *files, struct step_inputs *ret, struct err *err)
{
	const char *path = step_path(step, step->uses, l->arena);

	if (!path)
		return 0;
	if (read_one(l, files, path, &ret->uses, err) < 0)
		return -1;
	if (!ret->uses)
		ret->absent = path;
	return 0;
}

/* A link is not followed, so what it names would be left out: it is not there. */
static int read_pattern(const struct ledger *l, const char *pattern,
			const struct input_files *files, struct step_inputs *ret,
			struct err *err)
{
	const char *prefix = arena_strndup(l->arena, pattern, glob_literal_prefix(pattern));
	const struct prefix_set only = {&prefix, 1};
	size_t count, before = ret->input_count;
	struct snapshot_file *list;

	if (snapshot_list(files->now, &only, l->arena, &list, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *one;

		if (!glob_match(pattern, list[i].path))
			continue;
		if (read_one(l, files, list[i].path, &one, err) < 0)
			return -1;
		if (one)
			*ARENA_PUSH(l->arena, ret->inputs, ret->input_count) = one;
		else if (!ret->absent)
			ret->absent = list[i].path;
	}
	if (ret->input_count == before && !ret->absent)
		ret->absent = pattern;
	return 0;
}

int inputs_files(const struct ledger *l, const struct step *step, struct input_files files,
		 struct step_inputs *ret, struct err *err)
{
	struct step_inputs inputs = {0};

	if (read_uses(l, step, &files, &inputs, err) < 0)
		return -1;
	for (size_t i = 0; i < step->inputs.count; i++)
		if (read_pattern(l, step_path(step, step->inputs.items[i], l->arena), &files,
				 &inputs, err) < 0)
			return -1;
	/* two patterns may name one file */
	texts_sort(inputs.inputs, inputs.input_count);
	inputs.input_count = texts_unique(inputs.inputs, inputs.input_count);
	*ret = inputs;
	return 0;
}

const char *inputs_definition(const struct ledger *l, const struct runbook *runbook,
			      const struct step *step, const struct environment *environment)
{
	const char *text = runbook_step_definition(runbook, step, environment, l->arena);

	return arena_printf(l->arena, "sha256:%s", SHA256_HEX(text, strlen(text)));
}

static const char *kind_of(uint32_t mode, bool whole)
{
	return mode == TREE_SYMLINK		 ? "a symbolic link"
	       : mode == TREE_SUBMODULE		 ? "a submodule"
	       : mode == TREE_DIRECTORY && whole ? "a folder"
						 : NULL;
}

/* What is there and is no file, or leads through one: a link is not followed, and what a submodule holds
 * is in no tree of ours. */
static int judge_uses(const struct ledger *l, const struct step *step, const char *uses,
		      const struct snapshot *files, struct findings *found, struct err *err)
{
	size_t len = strlen(uses);
	const char *is = NULL, *at = NULL;

	for (size_t i = 1; i <= len && !is; i++) {
		struct oid id;
		uint32_t mode;

		if (uses[i] && uses[i] != '/')
			continue;
		at = arena_strndup(l->arena, uses, i);
		if (snapshot_entry(files, at, &mode, &id, err) < 0)
			return -1;
		is = kind_of(mode, i == len);
	}
	if (is)
		finding_add(
			found, RULE_REFERENCE, FINDING_ERROR,
			(struct finding){.at = step->at,
					 .path = "runbook.yaml",
					 .step = step->id,
					 .expected = "a file",
					 .found = is,
					 .fix = "hint: name the file itself, so that what runs "
						"is what is recorded"},
			"step '%s' uses '%s': '%s' is %s", step->id, uses, at, is);
	return 0;
}

int inputs_judge(const struct ledger *l, const struct runbook *rb, const struct snapshot *files,
		 struct findings *found, struct err *err)
{
	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);
		const char *uses = step_path(step, step->uses, l->arena);
		struct step_inputs inputs;

		if (step->repo)
			continue;
		if (uses && !step->dormant && judge_uses(l, step, uses, files, found, err) < 0)
			return -1;
		if (!step->inputs.count)
			continue;
		if (inputs_files(l, step, (struct input_files){.now = files}, &inputs, err) < 0)
			return -1;
		if (inputs.absent && (!uses || strcmp(inputs.absent, uses) != 0))
			finding_add(found, RULE_REFERENCE, FINDING_ERROR,
				    (struct finding){.at = step->at,
						     .path = "runbook.yaml",
						     .step = step->id,
						     .expected = "a file",
						     .found = inputs.absent},
				    "step '%s' has an input that is not a file: '%s'", step->id,
				    inputs.absent);
	}
	return 0;
}

const char *inputs_differ(const struct step_inputs *now, const char *uses,
			  const char *const *inputs, size_t input_count, struct arena *a)
{
	if (uses && now->absent)
		return now->absent;
	if (uses && now->uses && strcmp(now->uses, uses) != 0)
		return event_file_path(now->uses);
	for (size_t i = 0, k = 0; i < now->input_count || k < input_count; i++, k++) {
		if (i == now->input_count)
			return arena_strdup(a, event_file_path(inputs[k]));
		if (k == input_count || strcmp(now->inputs[i], inputs[k]) != 0)
			return event_file_path(now->inputs[i]);
	}
	return NULL;
}

const char *inputs_differ_from(const struct step_inputs *here, const struct step_inputs *there,
			       struct arena *a)
{
	return here->uses && !there->uses
		       ? event_file_path(here->uses)
		       : inputs_differ(here, there->uses, there->inputs, there->input_count, a);
}
