#include "runbook/demands.h"

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "base/time.h"

struct collector {
	struct arena *arena;
	const char **items;
	size_t count;
};

const char *runbook_template_pattern(const char *text, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	while (*text) {
		const char *begin = strstr(text, "${{");
		const char *end = begin ? strstr(begin, "}}") : NULL;

		if (!end) {
			strbuf_addstr(&out, text);
			break;
		}
		strbuf_add(&out, text, (size_t)(begin - text));
		if (!out.len || out.buf[out.len - 1] != '*')
			strbuf_addch(&out, '*');
		text = end + 2;
	}
	return arena_strdup(a, out.buf);
}

/* Does the name at `at` ("date", "step.id") stand there, alone in its braces? */
static bool names(const char *at, const char *name, const char *close)
{
	size_t len = strlen(name);

	while (*at == ' ')
		at++;
	if (strncmp(at, name, len) != 0)
		return false;
	for (at += len; *at == ' ';)
		at++;
	return at == close;
}

const char *runbook_template_fill(const char *text, const char *step, int64_t time,
				  struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	char date[DATE_TEXT_SIZE];

	time_format_date(time, date);
	while (*text) {
		const char *open = strstr(text, "${{");
		const char *close = open ? strstr(open, "}}") : NULL;

		if (!close) {
			strbuf_addstr(&out, text);
			break;
		}
		strbuf_add(&out, text, (size_t)(open - text));
		if (names(open + 3, "date", close))
			strbuf_addstr(&out, date);
		else if (step && names(open + 3, "step.id", close))
			strbuf_addstr(&out, step);
		text = close + 2;
	}
	return arena_strdup(a, out.buf);
}

static const char *as_folder(const char *path, struct arena *a)
{
	size_t len = strlen(path);

	return len && path[len - 1] == '/' ? path : arena_printf(a, "%s/", path);
}

const char *runbook_checkpoint_directory(const struct runbook *rb, const char *step,
					 int64_t time, struct arena *a)
{
	const char *text = rb->records.checkpoint;

	return text ? as_folder(runbook_template_fill(text, step, time, a), a) : NULL;
}

const char *runbook_checkpoint_pattern(const struct runbook *rb, struct arena *a)
{
	const char *text = rb->records.checkpoint;

	return text ? as_folder(runbook_template_pattern(text, a), a) : NULL;
}

const char *runbook_log_pattern(const struct runbook *rb, struct arena *a)
{
	/* none: what is judged by habit, where documents are what they hold */
	return rb->records.log ? runbook_template_pattern(rb->records.log, a) : NULL;
}

/* Folders stand for everything below them. */
static void add(struct collector *c, const char *path)
{
	const char *pattern;
	size_t len;

	if (!path)
		return;
	pattern = runbook_template_pattern(path, c->arena);
	len = strcspn(pattern, "#");
	pattern = arena_strndup(c->arena, pattern, len);
	if (len && pattern[len - 1] == '/')
		pattern = arena_printf(c->arena, "%s**", pattern);
	if (*pattern)
		*ARENA_PUSH(c->arena, c->items, c->count) = pattern;
}

static void add_words(struct collector *c, struct words words)
{
	for (size_t i = 0; i < words.count; i++)
		add(c, words.items[i]);
}

static void add_policy(struct collector *c, const struct runbook_policy *policy)
{
	switch (policy->kind) {
	case RUNBOOK_FORBID:
	case RUNBOOK_UNIQUE_KEYS:
		if (policy->paths.count)
			add_words(c, policy->paths);
		else
			add(c, "**");
		break;
	default:
		add_words(c, policy->subjects);
		add(c, policy->append_to);
	}
}

struct words runbook_governed_paths(const struct runbook *rb, struct arena *a)
{
	struct collector c = {a, NULL, 0};

	add(&c, "runbook.yaml");
	add(&c, "runbook.claims.yaml");
	add(&c, rb->records.log);
	add(&c, rb->records.checkpoint);
	add(&c, rb->records.runbook);
	for (size_t i = 0; i < rb->environment_count; i++)
		add(&c, rb->environments[i].manifest);
	for (size_t i = 0; i < rb->freeze_count; i++)
		add_words(&c, rb->freezes[i].paths);
	for (size_t i = 0; i < rb->policy_count; i++)
		add_policy(&c, &rb->policies[i]);
	if (rb->deprecation.given)
		add(&c, rb->deprecation.path);
	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);

		if (step->repo)
			continue; /* of another repository */
		add(&c, step_path(step, step->uses, a));
		for (size_t j = 0; j < step->inputs.count; j++)
			add(&c, step_path(step, step->inputs.items[j], a));
	}
	for (size_t i = 0; i < rb->drills.count; i++) {
		const struct procedure *drill = rb->drills.items[i];
		struct evidence_demand demand = drill_demand(rb, drill, a);

		add(&c, evidence_pattern(&demand, drill->step.id, a));
	}
	texts_sort(c.items, c.count);
	return (struct words){c.items, texts_unique(c.items, c.count)};
}
