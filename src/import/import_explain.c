/* import_explain.c - for each line of a document that is not blank, what became of it and why. */
#include "import/import_parts.h"

struct explain {
	struct import_reading *reading;
	struct import *import;
	const struct import_document *document;
	struct import_explained *lines; /* by line, from 1 */
};

static void say(struct explain *x, unsigned line, const char *became, const char *step,
		const char *reason)
{
	if (line && line <= x->document->count && !x->lines[line].became)
		x->lines[line] = (struct import_explained){x->document->path, line, became,
							   step, reason};
}

static void say_all(struct explain *x, unsigned from, unsigned to, const char *became,
		    const char *step, const char *reason)
{
	for (unsigned line = from; line <= to; line++)
		say(x, line, became, step, reason);
}

static bool is_here(const struct explain *x, const char *path)
{
	return path && !strcmp(path, x->document->path);
}

static void say_commands(struct explain *x, const struct import_command *commands, size_t count,
			 const char *step)
{
	for (size_t i = 0; i < count; i++) {
		const struct import_command *c = &commands[i];

		if (is_here(x, c->path))
			say_all(x, c->line, c->end_line,
				c->language ? "text"
				: c->verify ? "verify"
					    : "run",
				step,
				c->language ? "no shell runs it as it stands: kept as a remark"
				: step	    ? "proposed under its step"
					    : "a command of no step: listed at the end");
	}
}

static void say_conditions(struct explain *x, const struct import_condition *items,
			   size_t count, const char *became, const char *reason)
{
	for (size_t i = 0; i < count; i++)
		if (is_here(x, items[i].path))
			say(x, items[i].line, became, NULL, reason);
}

/* What was read of the document as a whole, before what its units are. */
static void say_gathered(struct explain *x)
{
	const struct import *import = x->import;

	for (size_t i = 0; i < import->step_count; i++)
		if (is_here(x, import->steps[i].path))
			say(x, import->steps[i].line, "step", import->steps[i].id,
			    "it lists a step");
	for (size_t i = 0; i < x->reading->again_count; i++)
		if (is_here(x, x->reading->again[i].path))
			say(x, x->reading->again[i].line, "step",
			    import->steps[x->reading->again[i].step].id,
			    "it lists a step once more");
	for (size_t i = 0; i < import->environment_count; i++)
		if (is_here(x, import->environments[i].path))
			say(x, import->environments[i].line, "environment", NULL,
			    "it names an environment");
	say_conditions(x, import->stops, import->stop_count, "stop",
		       "a condition under which to stop");
	say_conditions(x, import->triggers, import->trigger_count, "trigger",
		       "a condition under which to go back");
	for (size_t i = 0; i < import->step_count; i++)
		say_commands(x, import->steps[i].commands, import->steps[i].command_count,
			     import->steps[i].id);
	for (size_t i = 0; i < import->rollback_count; i++)
		say_commands(x, import->rollbacks[i]->commands,
			     import->rollbacks[i]->command_count, import->rollbacks[i]->id);
	for (size_t i = 0; i < import->drill_count; i++)
		say_commands(x, import->drills[i]->commands, import->drills[i]->command_count,
			     import->drills[i]->id);
	say_commands(x, import->commands, import->command_count, NULL);
	for (size_t i = 0; i < import->claim_count; i++)
		if (is_here(x, import->claims[i].path))
			say(x, import->claims[i].line, "claim", import->claims[i].step,
			    claim_word(import->claims[i].kind));
	for (size_t i = 0; i < x->reading->detail_count; i++)
		if (is_here(x, x->reading->details[i].path))
			say(x, x->reading->details[i].line, "note",
			    import->steps[x->reading->details[i].step].id,
			    "it stands below a heading that names its step");
}

/* The step that a unit stands in; NULL: none. */
static const char *step_around(const struct explain *x, size_t unit)
{
	const struct outline_unit *units = x->document->outline.units;
	size_t *steps = x->document->steps, heading = units[unit].heading;

	for (size_t at = unit; at != OUTLINE_NONE; at = units[at].parent)
		if (steps[at] != SIZE_MAX)
			return x->import->steps[steps[at]].id;
	return heading != OUTLINE_NONE && steps[heading] != SIZE_MAX
		       ? x->import->steps[steps[heading]].id
		       : NULL;
}

/* Is what the line shows among the notes that the file gets? */
static bool is_noted(const struct explain *x, const char *step, unsigned number)
{
	const struct import_line *line = &x->document->lines[number - 1];
	const char *text = line->code ? "" : import_plain(x->import->arena, line->rest);

	for (size_t i = 0; *text && i < x->import->step_count; i++)
		if (!strcmp(x->import->steps[i].id, step))
			return import_has(&x->import->steps[i].notes, text);
	return false;
}

/* What stands in a step and became nothing else: a note, or it is not taken, and that is said. */
static void say_inside(struct explain *x, const struct outline_unit *u, const char *step)
{
	for (unsigned line = u->line; line <= u->end_line && line <= x->document->count; line++)
		if (is_noted(x, step, line))
			say(x, line, "note", step,
			    u->role == ROLE_PART ? "a part of its step"
						 : "it stands in its step");
		else
			say(x, line, "text", NULL,
			    u->kind == UNIT_CODE && line == u->line && u->block->fenced
				    ? "code of its step begins here"
			    : u->kind == UNIT_CODE
				    ? "it stands in its step, not as a command: not taken"
				    : "it stands in its step: not taken");
}

static bool is_section(const struct explain *x, const char *title)
{
	for (size_t i = 0; i < x->import->section_count; i++)
		if (x->import->sections[i].title &&
		    !strcmp(x->import->sections[i].title, title))
			return true;
	return false;
}

static void say_unit(struct explain *x, size_t at)
{
	const struct outline_unit *u = &x->document->outline.units[at];
	const char *step = u->kind == UNIT_HEADING ? NULL : step_around(x, at);
	const char *became = "text", *reason;

	reason = x->document->about && (u->role == ROLE_STEP || u->role == ROLE_PART)
			 ? "its document is about something: no step is taken of it"
		 : u->hidden		? "a comment: it is not shown"
		 : u->kind == UNIT_CODE ? "code of no step"
		 : u->kind == UNIT_ROW	? "a row of a table that tracks and checks nothing"
		 : u->given		? "what must be so before, or why something is"
		 : u->ordinal		? "an explanation: steps of this document have ids"
					: "it lists no step and says nothing of one";
	if (u->kind == UNIT_HEADING || u->role == ROLE_HEAD || u->role == ROLE_ROLLBACK) {
		became = is_section(x, u->text) ? "section" : "heading";
		became = u->role == ROLE_BACK ? "rollback" : became;
		reason = u->role == ROLE_ROLLBACK ? "it stands over what goes back"
			 : u->role == ROLE_BACK	  ? "it is done to go back"
			 : u->role == ROLE_HEAD	  ? "the head of a table"
						  : "what follows stands below it";
	} else if (u->holds) {
		became = "heading";
		reason = "steps stand in it";
	} else if (u->role == ROLE_STEP && step) {
		became = "step";
		reason = "its title goes on";
	} else if (u->role == ROLE_STOP || u->role == ROLE_TRIGGER) {
		became = u->role == ROLE_STOP ? "stop" : "trigger";
		reason = "the condition goes on";
	} else if (u->role == ROLE_BACK) {
		became = "rollback";
		reason = "it is done to go back";
	} else if (u->role == ROLE_LEGEND) {
		became = "legend";
		reason = "it says what marks mean";
	} else if (u->role == ROLE_DRILL) {
		became = "drill";
		reason = "an exercise";
	} else if (step && !u->hidden) {
		say_inside(x, u, step);
		return;
	} else if (u->kind == UNIT_OTHER && !u->hidden) {
		became = "nothing";
		reason = "a rule";
	}
	say_all(x, u->line, u->end_line, became, step, reason);
}

/* Between two rules at the very top: for programs, which show of it what they like. */
static void say_front(struct explain *x)
{
	const struct import_line *lines = x->document->lines;
	unsigned end = 1;

	if (!x->document->count || strcmp(lines[0].text, "---") != 0)
		return;
	while (end < x->document->count && strcmp(lines[end].text, "---") != 0)
		end++;
	if (end < x->document->count)
		say_all(x, 1, end + 1, "text", NULL, "front matter, which is for programs");
}

static void count_unit(struct import_seen *seen, const struct outline_unit *u)
{
	seen->boxes += u->boxed;
	seen->tables += u->role == ROLE_HEAD;
	seen->numbers += u->ordered || (u->ordinal && u->kind == UNIT_LINE);
	seen->bullets += u->kind == UNIT_ITEM && !u->ordered && !u->boxed;
	seen->headings += u->kind == UNIT_HEADING;
}

void import_explain(struct import_reading *reading, const struct import_document *document)
{
	struct import *import = reading->import;
	struct explain x = {.reading = reading, .import = import, .document = document};

	x.lines = arena_array(import->arena, document->count + 1, sizeof(*x.lines));
	say_gathered(&x);
	say_front(&x);
	for (size_t i = 0; i < document->outline.count; i++)
		say_unit(&x, i);
	for (size_t i = 0; i < document->outline.count; i++)
		count_unit(&import->seen, &document->outline.units[i]);
	for (size_t i = 1; i <= document->count; i++) {
		if (document->lines[i - 1].blank)
			continue;
		say(&x, (unsigned)i, "text", NULL, "it belongs to what stands around it");
		*ARENA_PUSH(import->arena, import->explained,
			    import->explained_count) = x.lines[i];
	}
}
