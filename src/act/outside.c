#include "act/outside.h"

#include "meaning/meaning.h"
#include "fold/content.h"
#include "repo/object.h"
#include "runbook/omitted.h"

struct searching {
	const struct runbook *rb;
	const struct snapshot *files;
	struct arena *a;
	struct strmap read;
	const char *path, *by; /* the first that is outside, and who names it */
	struct err *err;
};

static void look_at(struct searching *s, const char *by, const char *path)
{
	if (s->path || !content_omits(s->rb, path, s->a) ||
	    content_is_beside(s->rb, path, s->a))
		return;
	s->path = path;
	s->by = by;
}

static int look_at_run(struct searching *s, const struct step *step)
{
	const char **paths;
	size_t count;

	if (meaning_named(step, s->files, &s->read, s->a, &paths, &count, s->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		look_at(s, step->id, paths[i]);
	return 0;
}

/* A file that it looks at, where one is committed. */
static int look_at_probe(struct searching *s, const struct check *check)
{
	struct oid id;
	uint32_t mode;

	if ((check->probe != PROBE_FILE && check->probe != PROBE_ENV_FILE) ||
	    !content_omits(s->rb, check->subject, s->a) || strstr(check->subject, "${{"))
		return 0;
	if (snapshot_entry(s->files, check->subject, &mode, &id, s->err) < 0)
		return -1;
	if (mode == TREE_FILE || mode == TREE_EXECUTABLE)
		look_at(s, check->id, check->subject);
	return 0;
}

static int look_at_checks(struct searching *s, const struct step *step, struct checks list)
{
	for (size_t i = 0; i < list.count; i++) {
		struct check used;
		struct step asked;

		if (!runbook_used(s->rb, step, list.items[i], &used))
			continue;
		asked = (struct step){.id = used.id,
				      .at = used.at,
				      .cwd = used.cwd ? used.cwd
					     : step   ? step->cwd
						      : NULL,
				      .on = used.on,
				      .run = used.run,
				      .has_run = used.probe == PROBE_RUN};
		if (look_at_run(s, &asked) < 0 || look_at_probe(s, &used) < 0)
			return -1;
	}
	return 0;
}

static int look_at_step(struct searching *s, const struct step *step)
{
	const struct checks lists[] = {step->guard, step->stop, step->before, step->verify};

	if (step->repo)
		return 0;
	if (look_at_run(s, step) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (look_at_checks(s, step, lists[i]) < 0)
			return -1;
	return 0;
}

static int look_at_procedures(struct searching *s, const struct procedures *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (look_at_step(s, &list->items[i]->step) < 0 ||
		    look_at_checks(s, &list->items[i]->step, list->items[i]->triggers) < 0)
			return -1;
	return 0;
}

static int look_at_environment(struct searching *s, const struct environment *env)
{
	const struct checks lists[] = {env->guard, env->stop, env->verify, env->promote_verify};

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (look_at_checks(s, NULL, lists[i]) < 0)
			return -1;
	return 0;
}

static int search(struct searching *s)
{
	const struct runbook *rb = s->rb;
	const struct procedures *const lists[] = {&rb->gates, &rb->rollbacks, &rb->drills};

	for (size_t i = 0; i < rb->step_count; i++)
		if (look_at_step(s, step_at(rb, i)) < 0)
			return -1;
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (look_at_procedures(s, lists[i]) < 0)
			return -1;
	for (size_t i = 0; i < rb->environment_count; i++)
		if (look_at_environment(s, &rb->environments[i]) < 0)
			return -1;
	return 0;
}

static void refuse(struct findings *found, struct srcpos at, const char *expected,
		   const char *have, const char *fix, const char *message)
{
	finding_add(found, RULE_DOCUMENT, FINDING_ERROR,
		    (struct finding){.at = at,
				     .path = at.file,
				     .expected = expected,
				     .found = have,
				     .fix = fix},
		    "%s", message);
}

int outside_judge(struct repo *repo, const struct oid *commit, const struct runbook *rb,
		  const struct snapshot *files, struct findings *found, struct err *err)
{
	struct searching s = {.rb = rb,
			      .files = files,
			      .a = found->arena,
			      .read.arena = found->arena,
			      .err = err};
	const struct doc_node *pattern;

	if (!rb->content.count)
		return 0;
	if (content_unmatched(repo, commit, rb, &pattern, err) < 0 || search(&s) < 0)
		return -1;
	if (pattern)
		refuse(found, pattern->at, "a file of the commit", pattern->text,
		       arena_printf(s.a, "take '%s' out", pattern->text),
		       arena_printf(s.a, "'content' has '%s', which nothing matches",
				    pattern->text));
	if (s.path)
		refuse(found, doc_get(rb->root, "content")->at, "all that commands name",
		       s.path, arena_printf(s.a, "add '%s' to 'content'", s.path),
		       arena_printf(s.a, "'content' leaves out '%s', which '%s' names", s.path,
				    s.by));
	return 0;
}

int outside_of(const struct runbook *rb, const struct step *step, const struct snapshot *files,
	       struct arena *a, const char **ret, struct err *err)
{
	struct searching s = {.rb = rb, .files = files, .a = a, .read.arena = a, .err = err};

	if (rb->content.count && look_at_step(&s, step) < 0)
		return -1;
	*ret = s.path;
	return 0;
}
