/* t/table/transitions.txt, cell by cell, through state_apply(). */
/* shows: A30 */
#include "base/cleanup.h"

#include "../t/unit/tap.h"
#include "../t/unit/world.h"

enum { COLUMNS_MAX = 16, CELLS = 24 };

struct table {
	char name[32];
	char columns[COLUMNS_MAX][CELLS];
	size_t column_count;
	bool rows[EVENT_KIND_COUNT];
};

static bool is_step_event(int kind)
{
	const struct event_kind_info *info = event_kind_info((enum event_kind)kind);

	return !info->reserved && (info->must & ((uint64_t)1 << FIELD_STEP));
}

/* -- events -------------------------------------------------------------------------------------- */

static const struct step_state *step_now(struct world *w)
{
	const struct step_state *step = NULL;
	struct err err;

	return state_step(w->opened, "prod", "A", &step, &err) ? NULL : step;
}

/* "finish:pass" and so on, as the head of the table says. */
static struct event row_event(struct world *w, const char *row)
{
	char word[CELLS];
	const char *how = strchr(row, ':');
	const char *run = step_now(w)->run;
	struct event e;

	snprintf(word, sizeof(word), "%.*s", (int)strcspn(row, ":"), row);
	how = how ? how + 1 : "";
	e = world_event(w, event_kind_by_word(word));
	if (e.fields[FIELD_RUN].count && run && strcmp(how, "other") != 0)
		event_set(&e, w->a, FIELD_RUN, run);
	if (e.kind == EVENT_FINISH) {
		event_set(&e, w->a, FIELD_RESTORE, "/var/backups/a.tar");
		event_set(&e, w->a, FIELD_RESULT, strcmp(how, "bad") ? "ok" : "failed");
	}
	if (e.fields[FIELD_VERIFY].count)
		event_set(&e, w->a, FIELD_VERIFY,
			  !strcmp(how, "fail")	 ? "fail"
			  : !strcmp(how, "none") ? "none"
						 : "pass");
	if (e.kind == EVENT_COMPLETE)
		event_set(&e, w->a, FIELD_PIN, "web.image=1");
	return e;
}

static void do_rows(struct world *w, const char *const *rows)
{
	for (; *rows; rows++) {
		struct event e = row_event(w, *rows);

		if (world_do(w, &e))
			abort();
	}
}

/* -- ways to a column ---------------------------------------------------------------------------- */

static const struct {
	const char *column;
	const char *way[5];
} ways[] =
	{
		{"planned", {NULL}},
		{"running", {"start"}},
		{"ran", {"start", "finish:none"}},
		{"verified", {"start", "finish:pass"}},
		{"complete", {"start", "finish:pass", "complete:five"}},
		{"failed", {"start", "finish:bad"}},
		{"failed:ran", {"start", "finish:none", "verify:fail"}},
		{"blocked", {"block"}},
		{"blocked:complete", {"start", "finish:pass", "complete:five", "block"}},
		{"skipped", {"skip"}},
},
  claimed_ways[] = {
	  {"verified", {"verify:pass"}},
	  {"failed", {"verify:pass", "verify:fail"}},
};

static void bring(struct world *w, struct arena *a, const char *table, const char *column)
{
	static const char *const lock[] = {"lock", NULL};
	bool claimed = !strcmp(table, "claimed");
	struct event e;

	world_open(w, a);
	w->sequence = 1;
	e = world_event(w, EVENT_PIN);
	event_set(&e, a, FIELD_PIN, "web.image=1");
	if (world_do(w, &e))
		abort();
	e = world_event(w, EVENT_ADOPT);
	if (claimed)
		event_set(&e, a, FIELD_CLAIM, "A prod complete");
	if (world_do(w, &e))
		abort();
	for (size_t i = 0; claimed && i < ARRAY_SIZE(claimed_ways); i++)
		if (!strcmp(claimed_ways[i].column, column)) {
			do_rows(w, claimed_ways[i].way);
			return;
		}
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(ways[i].column, column))
			do_rows(w, ways[i].way);
	if (!strcmp(table, "locked"))
		do_rows(w, lock);
}

/* -- the table ----------------------------------------------------------------------------------- */

static void check_cell(struct arena *a, const struct table *table, const char *column,
		       const char *row, const char *cell)
{
	static const char *const steps[] = {"A"};
	const char *before, *after;
	struct world w;
	struct event e;
	int found;

	bring(&w, a, table->name, column);
	e = row_event(&w, row);
	before = state_text(w.opened, "prod", steps, 1, a);
	if (!strcmp(cell, "before"))
		cell = phase_word(step_now(&w)->before);
	if (!strcmp(cell, "*"))
		cell = phase_word(step_now(&w)->phase);
	found = world_do(&w, &e);
	after = state_text(w.opened, "prod", steps, 1, a);
	if (!strcmp(cell, "-")) {
		ok(found == 1 && !strcmp(before, after) && w.refused.items[0].expected &&
			   w.refused.items[0].found && *w.refused.items[0].message,
		   "%s, %s: %s is refused, and nothing changes", table->name, column, row);
		return;
	}
	if (!ok(!found && !strcmp(phase_word(step_now(&w)->phase), cell) &&
			step_now(&w)->sequence == w.sequence - 1 && strcmp(before, after) != 0,
		"%s, %s: %s leads to %s", table->name, column, row, cell))
		printf("#   found %d, %s: %s\n", found, phase_word(step_now(&w)->phase),
		       w.refused.count ? w.refused.items[0].message : "");
}

static void check_table(const struct table *table)
{
	if (!table->column_count)
		return;
	for (int phase = 0; phase < PHASE_COUNT; phase++) {
		bool found = false;

		for (size_t i = 0; i < table->column_count; i++)
			found = found ||
				!strcmp(table->columns[i], phase_word((enum phase)phase));
		ok(found, "table '%s' has a column '%s'", table->name,
		   phase_word((enum phase)phase));
	}
	if (!strcmp(table->name, "claimed")) /* only what a claim makes different */
		return;
	for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
		if (is_step_event(kind))
			ok(table->rows[kind], "table '%s' has a row '%s'", table->name,
			   event_kind_info((enum event_kind)kind)->word);
}

static bool is_column(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(ways[i].column, word))
			return true;
	return false;
}

static void read_header(struct table *table, const char *name, char *rest)
{
	check_table(table);
	*table = (struct table){0};
	snprintf(table->name, sizeof(table->name), "%s", name);
	for (char *word; (word = strsep(&rest, " \n"));)
		if (*word && table->column_count < COLUMNS_MAX) {
			ok(is_column(word), "'%s' can be reached", word);
			snprintf(table->columns[table->column_count++], CELLS, "%s", word);
		}
}

static void read_row(struct arena *a, struct table *table, const char *row, char *rest)
{
	char word[CELLS];
	enum event_kind kind;
	size_t column = 0;

	snprintf(word, sizeof(word), "%.*s", (int)strcspn(row, ":"), row);
	kind = event_kind_by_word(word);
	if (kind == EVENT_KIND_COUNT || !is_step_event((int)kind)) {
		ok(false, "'%s' is an event of a step", row);
		return;
	}
	table->rows[kind] = true;
	for (char *cell; (cell = strsep(&rest, " \n"));)
		if (*cell && column < table->column_count) {
			CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

			(void)a;
			check_cell(&scratch, table, table->columns[column++], row, cell);
		}
	if (column != table->column_count)
		ok(false, "'%s' has a cell in each column", row);
}

static void test_table(struct arena *a, const char *path)
{
	FILE *file = fopen(path, "r");
	struct table table = {0};
	char line[512];

	if (!ok(file, "%s is there", path))
		return;
	while (fgets(line, sizeof(line), file)) {
		char *rest = line, *first = strsep(&rest, " \n");

		if (!*first || *first == '#')
			continue;
		if (!strcmp(first, "event") || !strcmp(first, "locked") ||
		    !strcmp(first, "claimed"))
			read_header(&table, first, rest);
		else
			read_row(a, &table, first, rest);
	}
	fclose(file);
	check_table(&table);
	is_str(table.name, "claimed", "all three tables were read");
}

/* Whatever was blocked comes back as it was. */
static void test_block_and_back(void)
{
	static const char *const block[] = {"block", NULL}, *const unblock[] = {"unblock",
										NULL};

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		struct step_state before;
		struct world w;

		if (!strcmp(ways[i].column, "running") ||
		    !strncmp(ways[i].column, "blocked", 7))
			continue;
		bring(&w, &a, "event", ways[i].column);
		before = *step_now(&w);
		do_rows(&w, block);
		do_rows(&w, unblock);
		ok(step_now(&w)->phase == before.phase && !step_now(&w)->until &&
			   step_now(&w)->completed == before.completed &&
			   same_text(step_now(&w)->result, before.result) &&
			   same_text(step_now(&w)->verify, before.verify),
		   "blocked and back: %s", ways[i].column);
	}
}

/* Every refusal in a phase names a command that is legal there. */
static void test_ways_out(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
			CLEANUP(arena_free) struct arena a = ARENA_INIT;
			struct world w;
			struct event e;

			if (!is_step_event(kind))
				continue;
			bring(&w, &a, "event", ways[i].column);
			e = row_event(&w, event_kind_info((enum event_kind)kind)->word);
			if (world_do(&w, &e) != 1 || kind == EVENT_UNLOCK)
				continue;
			if (!w.refused.items[0].fix ||
			    strncmp(w.refused.items[0].fix, "git ", 4) != 0)
				ok(false, "%s in %s: the refusal names a command",
				   event_kind_info((enum event_kind)kind)->word,
				   ways[i].column);
		}
}

int main(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	test_table(&a, "t/table/transitions.txt");
	test_block_and_back();
	test_ways_out();
	return done();
}
