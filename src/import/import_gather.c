/*
 * import_gather.c - commands, what is expected of them, conditions, exercises, and what becomes of
 * each line. Commands are proposals: nothing here runs anything.
 */
#include "import/import_parts.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/strmap.h"
#include "base/texts.h"

#include <strings.h>

#define FORM "to be filled in"

struct gather {
	struct import_reading *reading;
	struct import *import;
	struct arena *arena;
	const struct import_document *document;
	const struct outline_unit *units;
	struct import_procedure **procedures; /* by unit: a rollback or a drill; NULL */
	struct strmap by_id;		      /* steps */
	const char *label;		      /* "Expected:" above a list */
};

/* --- whose it is ------------------------------------------------------------------------ */

static struct import_step *step_of(const struct gather *g, size_t unit)
{
	size_t step = g->document->steps[unit];

	return step == SIZE_MAX ? NULL : &g->import->steps[step];
}

/* A heading that speaks of a step: "PLAT_08C (Fix6)". */
static struct import_step *named_by(const struct gather *g, size_t unit)
{
	const char *id = g->units[unit].kind == UNIT_HEADING ? g->units[unit].id : NULL;

	return id ? strmap_get(&g->by_id, id) : NULL;
}

struct owner {
	struct import_step *step;
	struct import_procedure *procedure;
};

static bool owns(const struct gather *g, size_t unit, struct owner *ret)
{
	ret->step = step_of(g, unit);
	ret->procedure = g->procedures[unit];
	if (!ret->step && !ret->procedure)
		ret->step = named_by(g, unit);
	return ret->step || ret->procedure;
}

/* The step or procedure that a unit stands in: an item around it, a heading above. */
static struct owner owner_of(const struct gather *g, size_t unit)
{
	struct owner owner = {0};

	for (size_t at = unit; at != OUTLINE_NONE; at = g->units[at].parent)
		if (owns(g, at, &owner))
			return owner;
	for (size_t at = g->units[unit].heading; at != OUTLINE_NONE; at = g->units[at].heading)
		if (owns(g, at, &owner))
			return owner;
	return owner;
}

/* --- commands --------------------------------------------------------------------------- */

static void add(struct gather *g, struct owner owner, struct import_command command)
{
	if (owner.step)
		*ARENA_PUSH(g->arena, owner.step->commands,
			    owner.step->command_count) = command;
	else if (owner.procedure)
		*ARENA_PUSH(g->arena, owner.procedure->commands,
			    owner.procedure->command_count) = command;
	else
		*ARENA_PUSH(g->arena, g->import->commands, g->import->command_count) = command;
}

/* "--to-revision=<n>", "undo ... --all": there is something to fill in, and no shell knows what. */
static bool is_form(const char *text, size_t len)
{
	for (size_t i = 0; i + 2 < len; i++) {
		size_t word = i + 1;

		if (!strncmp(text + i, "...", 3) || !strncmp(text + i, "\xe2\x80\xa6", 3))
			return true;
		while (text[i] == '<' && word < len &&
		       (ascii_is_name(text[word]) || text[word] == ' '))
			word++;
		if (word > i + 1 && word < len && text[word] == '>' && text[i + 1] != ' ')
			return true;
	}
	return false;
}

/* Lines that YAML can hold, without remarks: those that can be run, or those to be filled in. */
static const char *script(struct gather *g, const char *text, bool form)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	bool prompts = outline_has_prompt(text), goes_on = false;

	while (*text) {
		size_t len = strcspn(text, "\n"), blank = strspn(text, " \t");
		bool typed = !prompts || goes_on || !strncmp(text + blank, "$ ", 2);
		const char *at = blank < len && !out.len ? text + blank : text;

		at = prompts && !goes_on && typed ? text + blank + 2 : at;
		goes_on = typed && len && text[len - 1] == '\\';
		if (typed && blank < len && text[blank] != '#' && is_form(text, len) == form)
			strbuf_addf(&out, "%s%s", out.len ? "\n" : "",
				    import_line_text(g->arena, at, (size_t)(text + len - at)));
		text += len + (text[len] == '\n');
	}
	return arena_strndup(g->arena, out.buf, out.len);
}

static const char *language_of(struct gather *g, const struct md_block *block)
{
	size_t len = block->info ? strcspn(block->info, " \t{") : 0;

	return len ? import_line_text(g->arena, block->info, len) : "code";
}

static void add_code(struct gather *g, size_t unit)
{
	const struct outline_unit *u = &g->units[unit];
	bool shell = outline_is_shell(u->block);
	struct import_command command = {.text = script(g, u->block->text, false),
					 .path = g->document->path,
					 .line = u->line + u->block->fenced,
					 .end_line = u->end_line,
					 .language = shell ? NULL : language_of(g, u->block)};

	/* what nobody called a program is an example, and what one gives is none */
	if (unit && import_is_shown(g->units[unit - 1].text) &&
	    !outline_has_prompt(u->block->text))
		return;
	if (u->block->fenced ? !shell && !owner_of(g, unit).step
			     : !shell || (g->label && outline_prints(g->label)))
		return;
	import_call(g->reading, &command, g->label && import_is_named(g->label),
		    g->label && outline_verifies(g->label));
	if (*command.text)
		add(g, owner_of(g, unit), command);
	command.text = script(g, u->block->text, true);
	command.language = shell ? FORM : command.language;
	if (*command.text)
		add(g, owner_of(g, unit), command);
}

/* Without the signs around. */
static const char *trimmed(struct arena *arena, const char *text, size_t len)
{
	static const char *const signs[] = {
		" ", "\n",	     ". ", "-", "\xe2\x80\x94", "\xe2\x80\x93", ":",
		",", "\xe2\x86\x92", ";",  "|"};
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
			while (len >= strlen(signs[i]) &&
			       !strncmp(text, signs[i], strlen(signs[i]))) {
				text += strlen(signs[i]);
				len -= strlen(signs[i]);
				again = true;
			}
	}
	while (len && strchr(" \n;,", text[len - 1]))
		len--;
	return import_line_text(arena, text, len);
}

/* The end of code run `at` in the block's text. */
static size_t run_end(const struct md_block *block, size_t at)
{
	return at + 1 < block->run_count ? block->runs[at + 1].at : strlen(block->text);
}

static bool is_command(const struct md_block *block, size_t run, bool column,
		       struct arena *arena, const char **ret)
{
	if (block->runs[run].kind != MD_RUN_CODE)
		return false;
	*ret = arena_strndup(arena, block->text + block->runs[run].at,
			     run_end(block, run) - block->runs[run].at);
	return column ||
	       (outline_is_command(*ret) &&
		!import_is_shown(arena_strndup(arena, block->text, block->runs[run].at)));
}

/* "Run `copy.sh`": a file that a shell runs, and nothing behind it. */
static bool is_script(const struct md_block *block, size_t run)
{
	size_t at = block->runs[run].at, len = run_end(block, run) - at;

	return len > 3 && !memcmp(block->text + at + len - 3, ".sh", 3) &&
	       !memchr(block->text + at, ' ', len);
}

/* Several lines of a paragraph may be a step each: the last that begins above. */
static size_t unit_at(const struct gather *g, size_t unit, unsigned line)
{
	size_t count = g->document->outline.count, found = unit;

	for (size_t i = unit; g->units[unit].kind == UNIT_LINE && i < count &&
			      g->units[i].block == g->units[unit].block;
	     i++)
		if (g->units[i].role == ROLE_STEP && g->units[i].line <= line)
			found = i;
	return found;
}

/* The commands of a text, each with what is said before and behind it. */
static void add_spans(struct gather *g, size_t unit, const struct md_block *block, bool column,
		      const char *expect)
{
	const char *text, *other;
	size_t from = 0;

	for (size_t i = 0; i < block->run_count; i++) {
		size_t next = i + 1, end;
		struct import_command command = {.path = g->document->path};
		const char *before = arena_strndup(g->arena, block->text + from,
						   block->runs[i].at - from),
			   *behind;

		if (!is_command(block, i,
				column || (before[strspn(before, " \n")] &&
					   import_is_told(before) && is_script(block, i)),
				g->arena, &text))
			continue;
		while (next < block->run_count &&
		       !is_command(block, next, column, g->arena, &other))
			next++;
		end = next < block->run_count ? block->runs[next].at : strlen(block->text);
		if (g->units[unit].kind == UNIT_LINE && !import_is_told(before)) {
			from = run_end(block, i);
			continue;
		}
		behind = trimmed(g->arena, block->text + run_end(block, i),
				 end - run_end(block, i));
		from = run_end(block, i);
		command.language = is_form(text, strlen(text)) ? FORM : NULL;
		command.text = script(g, text, command.language != NULL);
		command.line = block->runs[i].line ? block->runs[i].line : block->line;
		command.end_line = command.line;
		import_call(g->reading, &command, import_is_named(before),
			    expect || outline_verifies(before) || outline_expects(behind) ||
				    (g->label && outline_expects(g->label)));
		command.expect = expect ? expect
				 : outline_expects(behind) || (command.verify && *behind)
					 ? behind
					 : NULL;
		if (*command.text)
			add(g, owner_of(g, unit_at(g, unit, command.line)), command);
	}
}

static void add_row(struct gather *g, size_t unit)
{
	const struct outline_unit *u = &g->units[unit];
	const char *expect = NULL;

	for (size_t i = 0; i < u->block_count; i++)
		if (u->table->columns[u->cells[i].level] == COLUMN_EXPECT && *u->cells[i].text)
			expect = trimmed(g->arena, u->cells[i].text, strlen(u->cells[i].text));
	for (size_t i = 0; i < u->block_count; i++)
		add_spans(g, unit, &u->cells[i],
			  u->table->columns[u->cells[i].level] == COLUMN_COMMAND, expect);
}

static struct import_procedure *procedure_of(struct gather *g, size_t unit)
{
	const struct outline_unit *u = &g->units[unit];
	bool drill = u->role == ROLE_DRILL;
	size_t len = strlen(u->title);
	const char *key;
	size_t *count = drill ? &g->import->drill_count : &g->import->rollback_count;
	struct import_procedure *made = arena_alloc(g->arena, sizeof(*made));

	key = import_short(g->arena, u->title);
	for (unsigned again = 2, i = 0; i < *count; i++)
		if (!strcmp((drill ? g->import->drills : g->import->rollbacks)[i]->id, key)) {
			key = arena_printf(g->arena, "%s_%u", import_short(g->arena, u->title),
					   again++);
			i = UINT_MAX;
		}
	while (u->kind == UNIT_LINE && len > 1 && strchr(": ", u->title[len - 1]))
		len--;
	*made = (struct import_procedure){.id = key,
					  .title = import_line_text(g->arena, u->title, len),
					  .path = g->document->path,
					  .line = u->line};
	*(drill ? ARENA_PUSH(g->arena, g->import->drills, *count)
		: ARENA_PUSH(g->arena, g->import->rollbacks, *count)) = made;
	return made;
}

/* The rollback that a trigger stands below, or one that is made of it and of those that follow. */
static struct import_procedure *triggered_by(struct gather *g, size_t unit)
{
	struct import_procedure *by = owner_of(g, unit).procedure;

	if (!by && unit && g->units[unit - 1].role == ROLE_TRIGGER)
		by = g->procedures[unit - 1];
	return g->procedures[unit] = by ? by : procedure_of(g, unit);
}

static void add_condition(struct gather *g, size_t unit)
{
	const struct outline_unit *u = &g->units[unit];
	struct import_condition condition = {
		.text = import_line_text(g->arena, u->text, strlen(u->text)),
		.path = g->document->path,
		.line = u->line,
		.below = u->role == ROLE_STOP ? NULL : triggered_by(g, unit)};

	if (u->role == ROLE_STOP)
		*ARENA_PUSH(g->arena, g->import->stops, g->import->stop_count) = condition;
	else
		*ARENA_PUSH(g->arena, g->import->triggers,
			    g->import->trigger_count) = condition;
}

/* A box below a step is part of it. */
static void add_part(struct gather *g, size_t unit)
{
	const struct outline_unit *u = &g->units[unit];
	struct owner owner = owner_of(g, unit);

	if (owner.step)
		*ARENA_PUSH(g->arena, owner.step->parts,
			    owner.step->part_count) = (struct import_part){
			.title = import_line_text(g->arena, u->title, strlen(u->title)),
			.mark = u->mark == OUTLINE_NONE
					? NULL
					: mark_word(g->document->outline.marks[u->mark].mark),
			.line = u->line};
}

static void add_back(struct gather *g, size_t unit)
{
	const struct outline_unit *u = &g->units[unit];
	struct owner owner = owner_of(g, unit);

	if (owner.procedure)
		import_push(g->arena, &owner.procedure->lines,
			    import_line_text(g->arena, u->text, strlen(u->text)));
}

static void gather_unit(struct gather *g, size_t unit)
{
	const struct outline_unit *u = &g->units[unit];

	if (u->role == ROLE_BACK)
		add_back(g, unit);
	if (u->role == ROLE_PART)
		add_part(g, unit);
	if (u->role == ROLE_STOP || u->role == ROLE_TRIGGER)
		add_condition(g, unit);
	else if (u->kind == UNIT_CODE)
		add_code(g, unit);
	else if (u->kind == UNIT_ROW && u->role != ROLE_HEAD && u->role != ROLE_LEGEND)
		add_row(g, unit);
	else if (u->kind == UNIT_ITEM || u->kind == UNIT_LINE)
		add_spans(g, unit, u->block, false, NULL);
	if (u->kind == UNIT_LINE || u->kind == UNIT_HEADING)
		g->label = u->kind == UNIT_LINE ? u->text : NULL;
}

void import_gather(struct import_reading *reading, const struct import_document *document)
{
	const struct outline *outline = &document->outline;
	struct gather g = {.reading = reading,
			   .import = reading->import,
			   .arena = reading->import->arena,
			   .document = document,
			   .units = outline->units};

	g.by_id.arena = g.arena;
	for (size_t i = 0; i < g.import->step_count; i++)
		strmap_put(&g.by_id, g.import->steps[i].id, &g.import->steps[i]);
	g.procedures = arena_array(g.arena, outline->count + 1, sizeof(*g.procedures));
	for (size_t i = 0; i < outline->count; i++)
		if (g.units[i].role == ROLE_ROLLBACK || g.units[i].role == ROLE_DRILL)
			g.procedures[i] = procedure_of(&g, i);
	/* a line that several lines of a paragraph share is read once */
	for (size_t i = 0; i < outline->count; i++)
		if (!i || outline->units[i].kind != UNIT_LINE ||
		    outline->units[i].block != outline->units[i - 1].block)
			gather_unit(&g, i);
}
