#include "meaning/internal.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "model/event.h"
#include "yaml/doc.h"

int meaning_run(struct naming *n, const struct command *run)
{
	const struct words *argv = &run->argv;
	char **words = arena_array(n->a, argv->count + 1, sizeof(*words));
	struct meaning_pipe pipe = {.count = 0};
	int rc;

	for (size_t i = 0; i < argv->count; i++)
		meaning_given_run(n, argv->items[i]);
	if (run->shell)
		meaning_given_run(n, run->shell);
	if (run->shell)
		return meaning_text(n, run->shell);
	if (argv->count == 3 && !strcmp(argv->items[1], "-c"))
		return meaning_text(n, argv->items[2]);
	for (size_t i = 0; i < argv->count; i++)
		words[i] = arena_strdup(n->a, meaning_filled(n, argv->items[i]));
	n->pipe = &pipe;
	rc = meaning_command(n, words, argv->count);
	n->pipe = NULL;
	return rc;
}

/* -- steps --------------------------------------------------------------------------------------- */

static const char *quoted(const char *path, struct arena *a)
{
	for (const char *at = path; *at; at++)
		if (!ascii_is_name(*at) && *at != '/')
			return arena_printf(a, "'%s'", path);
	return path;
}

/* The list that declares them all, relative to where the step runs. */
static const char *lines_of(const struct naming *n)
{
	const struct doc_node *own = doc_get(n->step->node, "inputs");
	size_t skip = n->step->cwd ? strlen(n->step->cwd) + 1 : 0;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	strbuf_addf(&out, "- id: %s\n  inputs: [", n->step->id);
	for (size_t i = 0; own && i < own->count; i++)
		strbuf_addf(&out, "%s, ", quoted(own->items[i]->text, n->a));
	for (size_t i = 0; i < n->count; i++)
		strbuf_addf(&out, "%s%s", i ? ", " : "", quoted(n->paths[i] + skip, n->a));
	strbuf_addch(&out, ']');
	return arena_strdup(n->a, out.buf);
}

static void tell_undeclared(const struct naming *n, struct findings *found)
{
	finding_add(found, RULE_REFERENCE, FINDING_WARN,
		    (struct finding){.at = n->step->at,
				     .path = "runbook.yaml",
				     .step = n->step->id,
				     .expected = "an input of the step",
				     .found = n->paths[0],
				     .fix = lines_of(n)},
		    "step '%s' runs '%s', which it does not declare: no lock and no freeze "
		    "of the step covers it",
		    n->step->id, n->paths[0]);
}

static void tell_missing(const struct naming *n, struct findings *found)
{
	for (size_t i = 0; i < n->call_count; i++)
		if (n->calls[i].there == THERE_NO)
			finding_add(found, RULE_REFERENCE, FINDING_WARN,
				    (struct finding){.at = n->step->run.at,
						     .path = "runbook.yaml",
						     .step = n->step->id,
						     .expected = n->calls[i].name,
						     .found = n->calls[i].file,
						     .fix = "name what is there, or add it"},
				    "step '%s' runs %s '%s', which '%s' does not have",
				    n->step->id, n->calls[i].what, n->calls[i].name,
				    n->calls[i].file);
}

int meaning_named(const struct step *step, const struct snapshot *files, struct strmap *read,
		  struct arena *a, const char ***ret, size_t *ret_count, struct err *err)
{
	size_t spent = 0;
	struct naming n = {.step = step,
			   .files = files,
			   .cwd = step->cwd,
			   .spent = &spent,
			   .a = a,
			   .seen = {.arena = a},
			   .read = read,
			   .err = err};

	if (!step->repo && !step->on && step->has_run && meaning_run(&n, &step->run) < 0)
		return -1;
	*ret = n.paths;
	*ret_count = n.count;
	return 0;
}

/* In the first environment that has the step: variables may say it. */
static int tell_unknown(const struct runbook *rb, const struct step *step,
			const struct snapshot *files, struct strmap *read, struct arena *a,
			struct findings *found, struct err *err)
{
	struct meaning_asked asked = {
		.runbook = rb, .step = step, .parts = MEANS_ALL, .rules = LEDGER_RULES};
	struct meaning is;

	for (size_t i = 0; i < rb->environment_count && !asked.environment; i++)
		if (step_in(step, rb->environments[i].id))
			asked.environment = &rb->environments[i];
	if (!asked.environment)
		return 0;
	if (meaning_of(&asked, files, read, a, &is, err) < 0)
		return -1;
	if (is.unknown)
		finding_add(
			found, RULE_REFERENCE, FINDING_NOTE,
			(struct finding){.at = step->at,
					 .path = "runbook.yaml",
					 .step = step->id,
					 .expected = "a name that is written out",
					 .found = is.unknown,
					 .fix = "name the file or the target itself, or by a "
						"variable of the runbook; or declare as inputs "
						"of the step the file where it stands, and "
						"each that it may be"},
			"step '%s': what '%s' in %s is cannot be told: any change of a file "
			"makes it stale, and is accepted before it runs again",
			step->id, is.unknown, is.unknown_in);
	return 0;
}

int meaning_judge(const struct runbook *rb, const struct snapshot *files, struct arena *a,
		  struct findings *found, struct err *err)
{
	struct strmap read = {.arena = a};

	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);
		size_t spent = 0;
		struct naming n = {.step = step,
				   .files = files,
				   .cwd = step->cwd,
				   .spent = &spent,
				   .a = a,
				   .seen = {.arena = a},
				   .read = &read,
				   .err = err};

		if (step->repo || step->on || step->dormant || !step->has_run)
			continue;
		if (meaning_run(&n, &step->run) < 0)
			return -1;
		if (n.count)
			tell_undeclared(&n, found);
		tell_missing(&n, found);
		if (tell_unknown(rb, step, files, &read, a, found, err) < 0)
			return -1;
	}
	return 0;
}

/* -- documents ----------------------------------------------------------------------------------- */

static bool has_folder(const struct meaning_reader *r, const char *folder)
{
	for (size_t i = 0; i < r->folder_count; i++)
		if (!strcmp(r->folders[i], folder))
			return true;
	return false;
}

/* What is known of the same call from another folder decides, where it is there. */
static void merge_calls(struct arena *a, const struct naming *n, struct meaning_call **all,
			size_t *count)
{
	for (size_t i = 0; i < n->call_count; i++) {
		const struct meaning_call *c = &n->calls[i];
		size_t k = 0;

		while (k < *count &&
		       ((*all)[k].at != c->at || strcmp((*all)[k].name, c->name) != 0))
			k++;
		if (k == *count)
			*ARENA_PUSH(a, *all, *count) = *c;
		else if (c->there > (*all)[k].there)
			(*all)[k].there = c->there;
	}
}

int meaning_missing(struct meaning_reader *r, const char *text, struct meaning_call **ret,
		    size_t *ret_count, struct err *err)
{
	size_t folders = r->folder_count, count = 0;
	struct meaning_call *all = NULL;
	bool lost = true;

	*ret = NULL;
	*ret_count = 0;
	for (size_t i = 0; i < folders && !r->lost; i++) {
		struct naming n = {.files = r->files,
				   .spent = &r->spent,
				   .cwd = *r->folders[i] ? r->folders[i] : NULL,
				   .a = r->a,
				   .seen = {.arena = r->a},
				   .read = &r->read,
				   .err = err};
		const char *cwd;

		if (meaning_text(&n, text) < 0)
			return -1;
		merge_calls(r->a, &n, &all, &count);
		lost = lost && n.lost;
		cwd = n.cwd ? n.cwd : "";
		if (!n.lost && folders < MEANING_FOLDERS && !has_folder(r, cwd))
			*ARENA_PUSH(r->a, r->folders, r->folder_count) = cwd;
	}
	r->lost = lost || r->spent == MEANING_WORK;
	for (size_t i = 0; i < count; i++)
		if (all[i].there == THERE_NO)
			*ARENA_PUSH(r->a, *ret, *ret_count) = all[i];
	return 0;
}
