/*
 * t/table/acts.txt, cell by cell: what the judge says to each act in each situation. And the text of
 * the first refusal of each kind, t/table/refusals.txt.
 */
/* shows: A30 */
#include "../t/unit/golden.h"
#include "../t/unit/tap.h"
#include "../t/unit/honest.h"
#include "../t/unit/unread.h"

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
	struct golden golden;
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
	world_unread(&s->w, &e, by, arena_printf(s->w.a, "%s: %s", s->name, token));
	said = world_say(&s->w, &e, by);
	no = world_no(&s->w);
	if ((said == COUNTS) != !strcmp(no, "ok") && !event_is_integrity(e.word))
		ok(false, "%s, %s: what counts has no finding", s->name, token);
	if (said != MALFORMED)
		world_undo(&s->w);
	return no;
}

static void check_cell(struct table *t, struct situation *s, const char *token,
		       const char *cell)
{
	enum event_word word;
	const char *no = judged(s, token, &word);

	if (!ok(!strcmp(no, cell), "%s: %s: %s", s->name, token, cell))
		printf("#   found:    %s\n", no);
	t->cells[word]++;
	if (!strcmp(cell, "ok")) {
		t->taken[word] = true;
		return;
	}
	t->no[word] = true;
	for (size_t i = 0; i < s->w.malformed.count; i++)
		golden_add(&t->golden, &s->w.malformed.items[i]);
	for (size_t i = 0; i < s->w.found.count; i++)
		golden_add(&t->golden, &s->w.found.items[i]);
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
	static struct table t = {.golden = {STRBUF_INIT, STRBUF_INIT}};

	read_table(&t, "t/table/acts.txt");
	check_complete(&t);
	ok(unread > 1000, "what cannot be read is no verdict and no change");
	golden_is(&t.golden, "t/table/refusals.txt");
	for (size_t i = 0; i < t.count; i++) {
		fold_close(t.situations[i].w.fold);
		arena_free(&t.situations[i].a);
	}
	return done();
}
