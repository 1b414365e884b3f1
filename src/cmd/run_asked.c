#include "cmd/run_asked.h"

#include "base/quote.h"

static bool same_words(const char *const *argv, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!argv[i] || strcmp(argv[i], words[i]) != 0)
			return false;
	return !argv[count];
}

static const char *as_line(const char *const *words, size_t count, struct arena *a)
{
	const char *line = "";

	for (size_t i = 0; i < count; i++)
		line = arena_printf(a, "%s%s%s", line, i ? " " : "", shell_quote(words[i], a));
	return line;
}

static size_t count_words(const char *const *argv)
{
	size_t count = 0;

	while (argv[count])
		count++;
	return count;
}

bool run_is_asked(const struct resolved_command *adopted, const struct command *written,
		  const struct option_values *o, const char *environment,
		  struct findings *found)
{
	const char *const *words = o->operands + 1;
	size_t count = o->operand_count - 1;
	struct arena *a = found->arena;
	bool text = written->shell != NULL;

	if (!count || (text && count == 1 && !strcmp(words[0], written->shell)) ||
	    (!adopted->target && same_words(adopted->argv, words, count)))
		return true;
	finding_add(found, RULE_CONDITIONS, FINDING_ERROR,
		    (struct finding){.step = o->operands[0],
				     .environment = environment,
				     .at = written->at,
				     .expected = text ? shell_quote(written->shell, a)
						      : as_line(adopted->argv,
								count_words(adopted->argv), a),
				     .found = as_line(words, count, a),
				     .fix = arena_printf(a, "git mcade run %s --env %s",
							 o->operands[0], environment)},
		    "this is not the command of '%s' that was adopted: nothing was run",
		    o->operands[0]);
	return false;
}

const char *run_not_this(struct session *s, const char *environment, const char *step)
{
	struct readiness readiness;
	const struct step_view *view;
	struct err err;

	if (readiness_one(&s->ledger, environment, step, &readiness, &err) < 0)
		return arena_printf(&s->arena, "cannot tell whether this is what ran: %s",
				    err.text);
	view = readiness_step(&readiness, step);
	return !view || !view->stale_run
		       ? NULL
		       : arena_printf(
				 &s->arena,
				 "what was verified is what ran before: %s; only another run "
				 "makes it complete",
				 view->stale_run);
}
