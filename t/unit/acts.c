/* t/table/acts.txt, cell by cell: what the judge says to each act in each situation. */
/* shows: A30 */
#include "fold/fold_internal.h"

#include "../t/unit/tap.h"
#include "../t/unit/honest.h"

enum { SITUATIONS = 64, COLUMNS = 16 };

/* Step and place that the act speaks of, who signs it, what was said before. */
struct situation {
	char line[256];
	const char *name, *step, *environment, *by, *facts;
	struct arena a;
	struct world w;
};

struct table {
	struct situation situations[SITUATIONS];
	size_t count;
	struct situation *columns[COLUMNS];
	size_t column_count;
	bool refused[RULE_COUNT], taken[EVENT_COUNT], no[EVENT_COUNT];
	size_t cells[EVENT_COUNT];
	size_t unread;
};

static struct situation *find(struct table *t, const char *name)
{
	for (size_t i = 0; i < t->count; i++)
		if (!strcmp(t->situations[i].name, name))
			return &t->situations[i];
	world_bail(name);
	return NULL;
}

/* "situation NAME STEP/ENVIRONMENT WHO [FACT...]" */
static void read_situation(struct table *t, const char *line)
{
	struct situation *s = &t->situations[t->count++];
	char *words[3], *rest = s->line;

	snprintf(s->line, sizeof(s->line), "%.*s", (int)strcspn(line, "\n"), line);
	for (int i = 0; i < 3; i++) {
		rest += strspn(rest, " ");
		words[i] = strsep(&rest, " ");
	}
	s->name = words[0];
	s->step = words[1];
	s->environment = cut(words[1], '/');
	s->by = words[2];
	s->facts = rest ? rest : "";
}

/* The strings stay in the table: built where it does not move any more. */
static void begin(struct situation *s)
{
	world_open(&s->w, &s->a);
	world_play(&s->w, s->facts);
	s->w.step = s->step;
	s->w.environment = s->environment;
	s->w.by = s->by;
}

/* What judge and apply() say, as "order,locked" or "ok"; everything stands as it stood. */
static const char *judged(struct situation *s, const char *token, enum event_word *ret_word)
{
	const char *by, *no;
	struct event e = world_token(&s->w, token, &by);
	enum said said;

	*ret_word = e.word;
	if (!strcmp(s->name, "again"))
		event_set(&e, s->w.a, FIELD_ID, event_get(&s->w.chain[1].event, FIELD_ID));
	said = world_say(&s->w, &e, by);
	no = world_no(&s->w);
	if ((said == COUNTS) != !strcmp(no, "ok") && !event_is_integrity(e.word))
		ok(false, "%s, %s: what counts has no finding", s->name, token);
	if (said != MALFORMED)
		world_undo(&s->w);
	return no;
}

static int read_brought(void *context, const char *path, struct arena *a UNUSED,
			struct bytes *ret, bool *ret_found, struct err *err)
{
	struct world *w = context;

	return world_disk(w, err) < 0 ? -1 : world_get(&w->brought, path, ret, ret_found);
}

/* Judges and files the act with a disk that fails at its nth read; false: it has fewer. */
static bool try_unread(struct table *t, struct situation *s, const char *token,
		       const char *cell, size_t n)
{
	struct world *w = &s->w;
	const char *by;
	struct event e = world_token(w, token, &by);
	struct event_origin origin = {w->time, by ? by : w->by, by ? by : w->by};
	struct fold_event next = {.event = &e,
				  .origin = &origin,
				  .attachments = {read_brought, w},
				  .sequence = w->count,
				  .sha256 = SHA};
	struct file_changes changes = {0};
	struct err err = {0};
	bool counts, fewer;
	int rc;

	if (!strcmp(s->name, "again"))
		event_set(&e, w->a, FIELD_ID, event_get(&w->chain[1].event, FIELD_ID));
	event_sort(&e);
	w->found = w->malformed = (struct findings){.arena = w->a};
	fold_reopen(w->fold); /* nothing is in memory */
	w->fails_in = n;
	rc = fold_judge(w->fold, &next, &w->found, &counts, &err);
	if (!rc)
		rc = state_apply(world_tree(w), &e, &origin, next.attachments, w->a, &changes,
				 &w->malformed, &err);
	fewer = w->fails_in > 0;
	w->fails_in = 0;
	fold_undo(w->fold);
	w->brought = (struct strmap){.arena = w->a};
	if (rc < 0 ? fewer || err.code != ERR_IO || changes.count
		   : strcmp(world_no(w), cell) != 0)
		ok(false, "%s: %s: read %zu fails: %s", s->name, token, n,
		   rc < 0 ? err.text : world_no(w));
	t->unread += rc < 0;
	return !fewer;
}

/* An error by a rule that the cell has not. */
static bool is_other(const struct findings *found, const char *cell)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR &&
		    !strstr(cell, rule_word(found->items[i].rule)))
			return true;
	return false;
}

/*
 * Who knows less finds no other fault: without the chain, the clock or the files beside it, before it
 * is known who will sign, and of an act that is only asked for. But a checkpoint is its files, and
 * whether there is anything to verify its results say.
 */
static void check_ignorant(struct situation *s, const char *token, const char *cell)
{
	struct world *w = &s->w;
	const char *by;
	struct event e = world_token(w, token, &by);
	const struct event_origin signer = {w->time, by ? by : w->by, by ? by : w->by};
	const struct event_origin nobody = {w->time, NULL, NULL};

	event_sort(&e);
	for (unsigned i = 0; i < 8; i++) {
		struct act_facts act = {.event = &e,
					.origin = i & 1 ? &nobody : &signer,
					.record = fold_record(w->fold),
					.asked = i & 2 && e.word != EVENT_VERIFY};
		struct findings found = {.arena = w->a};
		struct err err = {0};

		if (i & 4 || e.word == EVENT_CHECKPOINT)
			act.attachments = (struct attachments){read_brought, w};
		if (fold_runbook(w->fold, &act.runbook, &err) < 0 ||
		    judge_act(&act, &found, &err) < 0 || is_other(&found, cell))
			ok(false, "%s: %s: who knows less (%u): %s", s->name, token, i,
			   found.count ? found.items[0].message : err.text);
	}
	w->brought = (struct strmap){.arena = w->a};
}

static void check_cell(struct table *t, struct situation *s, const char *token,
		       const char *cell)
{
	enum event_word word;
	const char *no = judged(s, token, &word);

	if (!ok(!strcmp(no, cell), "%s: %s: %s", s->name, token, cell))
		printf("#   found:    %s\n", no);
	t->cells[word]++;
	check_ignorant(s, token, cell);
	for (size_t n = 1; try_unread(t, s, token, cell, n); n++)
		;
	if (!strcmp(cell, "ok")) {
		t->taken[word] = true;
		return;
	}
	t->no[word] = true;
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		const char *id = rule_word((enum rule_id)rule), *at = strstr(cell, id);

		t->refused[rule] = t->refused[rule] || (at && strchr(",", at[strlen(id)]));
	}
}

static void read_columns(struct table *t, char *rest)
{
	t->column_count = 0;
	for (char *name; (name = strsep(&rest, " \n"));)
		if (*name && t->column_count < COLUMNS)
			t->columns[t->column_count++] = find(t, name);
}

static void read_row(struct table *t, const char *token, char *rest)
{
	size_t i = 0;

	for (char *cell; (cell = strsep(&rest, " \n"));)
		if (*cell && i < t->column_count)
			check_cell(t, t->columns[i++], token, cell);
	if (i != t->column_count)
		ok(false, "%s has a cell in each situation", token);
}

static void read_table(struct table *t, const char *path)
{
	FILE *file = fopen(path, "r");
	char line[512];

	if (!file)
		world_bail(path);
	while (fgets(line, sizeof(line), file)) {
		char *rest = line, *first = strsep(&rest, " \n");

		if (!*first || *first == '#')
			continue;
		if (!strcmp(first, "situation")) {
			read_situation(t, rest);
			begin(&t->situations[t->count - 1]);
		} else if (!strcmp(first, "act")) {
			read_columns(t, rest);
		} else {
			read_row(t, first, rest);
		}
	}
	fclose(file);
}

/* No word and no rule of the act door is without a cell that refuses. */
static void check_complete(const struct table *t)
{
	for (int word = 0; word < EVENT_COUNT; word++) {
		const char *name = event_info((enum event_word)word)->word;

		ok(t->cells[word] >= t->count, "'%s' has a cell in every situation", name);
		ok(t->no[word], "'%s' is refused somewhere", name);
	}
	for (int rule = 0; rule < RULE_COUNT; rule++)
		ok(rule == RULE_SECRET || /* whoever seals knows his secrets, no judge does */
			   !(rules[rule].doors & DOOR_ACT) == !t->refused[rule],
		   "'%s' refuses an act exactly where it has that door", rules[rule].id);
}

int main(void)
{
	static struct table t;

	read_table(&t, "t/table/acts.txt");
	check_complete(&t);
	ok(t.unread > 1000, "what cannot be read is no verdict and no change");
	for (size_t i = 0; i < t.count; i++) {
		fold_close(t.situations[i].w.fold);
		arena_free(&t.situations[i].a);
	}
	return done();
}
