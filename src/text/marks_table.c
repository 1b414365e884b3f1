/* marks_table.c - the marks of a table: a status column, or a glyph beside an id. */
#include "base/limits.h"
#include "text/outline_internal.h"

struct table {
	struct marks_reader *r;
	const struct md_block *cells; /* in the order of rows */
	size_t count;
	struct tokens room;   /* where a cell is read */
	struct tokens *read;  /* of each cell, once it was looked at */
	struct tokens tokens; /* of the cell that is looked at */
	unsigned columns;
	bool *status;	   /* by column: it says how far a step is */
	bool *done;	   /* by column: it says whether a step is complete, with yes and no */
	bool *told;	   /* by column: what is to be seen there, not what was */
	bool *needs;	   /* by column: what other steps must be first */
	const char **head; /* by column: the step that its head names */
	unsigned ids;	   /* the column that holds the ids; 0: none says so */
	bool named;	   /* some row names a step */
	bool heads;	   /* some head does */
};

/* What the rows' cells say together. */
struct row {
	const char *step;
	bool several;
	bool begins;   /* with a step */
	bool status;   /* its first cell says that the others say how far steps are */
	bool explains; /* its first cell is a status, and no cell behind it is a step's name */
	bool done;     /* its first cell says that the others say whether one is complete */
	bool said;     /* words are read in it */
};

/* Once, however often it is looked at. */
static void read_cell(struct table *t, size_t i)
{
	struct tokens *cell = &t->read[i];

	if (!cell->items) {
		tokens_read(t->r, &t->cells[i], &t->room);
		cell->items = arena_memdup(t->r->arena, t->room.items,
					   t->room.count * sizeof(*cell->items));
		cell->count = t->room.count;
	}
	t->tokens = *cell;
}

static bool is_clear(const struct token *token)
{
	static const char *const words[] = {"done", "complete", "completed", "finished"};

	return token_is(token, words, ARRAY_SIZE(words));
}

/* The same of any language, in a cell: it answers whether something was done. */
static bool is_plainly_done(const struct token *token)
{
	return is_clear(token) || (words_mark(token) == MARK_DONE &&
				   outline_word(WORD_DONE, token->text, WORD_WHOLE));
}

/* It says how far a step is where it begins a head; within one it may be of something else. */
static bool is_result(const struct token *token)
{
	static const char *const words[] = {"result", "resultado", "ergebnis", "outcome"};

	return token_is(token, words, ARRAY_SIZE(words));
}

/* "Status", "Current status (prod)"; not "Expected status". */
static bool is_status(const struct token *tokens, size_t count)
{
	bool found = count && (is_clear(tokens) || words_status_label(tokens));

	for (size_t i = 0; i < count; i++) {
		if (words_wanted(&tokens[i]))
			return false;
		found = found ||
			(i < 3 && words_status_label(&tokens[i]) && !is_result(&tokens[i]));
	}
	return found;
}

/* "Expected", "Last log line": what is to be seen once the step is complete. */
static bool is_told(const struct token *tokens, size_t count)
{
	static const char *const words[] = {"output", "prints",	 "log",	    "message",
					    "line",   "success", "criteria"};

	for (size_t i = 0; i < count; i++)
		if (words_wanted(&tokens[i]) || token_is(&tokens[i], words, ARRAY_SIZE(words)))
			return true;
	return false;
}

/* "Needs", "Depends on": what others must be first. */
static bool is_need(const struct token *token)
{
	static const char *const words[] = {"needs",	     "requires", "prerequisite",
					    "prerequisites", "depends",	 "dependencies"};

	return token_is(token, words, ARRAY_SIZE(words));
}

/* "Done": with yes and no below it, or the day. */
static bool is_done(const struct token *tokens, size_t count)
{
	return count == 1 && is_clear(tokens);
}

/* "Staging": how far a step is there. */
static bool is_place(const struct marks_reader *r, const char *head)
{
	const struct stages *own = r->steps ? r->steps->stages : NULL;

	return own && stages_id(own, stage_of(own, head));
}

static void read_head(struct table *t, const struct md_block *head)
{
	static const char *const ids[] = {"id", "step", "steps", "task", "schritt", "tarea"};
	const struct token *first = t->tokens.items;
	unsigned column = head->level;
	bool several = false;

	t->head[column] = tokens_step(first, t->tokens.count, &several);
	t->heads = t->heads || t->head[column];
	if (!t->tokens.count || first->kind == TOKEN_MARK)
		return;
	if (!t->ids && token_is(first, ids, ARRAY_SIZE(ids)))
		t->ids = column;
	t->status[column] = is_status(first, t->tokens.count) || is_place(t->r, head->text);
	t->told[column] = is_told(first, t->tokens.count) ||
			  outline_column(head->text) == COLUMN_EXPECT ||
			  outline_word(WORD_SEEN, head->text, WORD_HELD);
	t->needs[column] = is_need(first);
	t->done[column] = is_done(first, t->tokens.count);
}

static void read_columns(struct table *t)
{
	for (size_t i = 0; i < t->count; i++) {
		unsigned column = t->cells[i].level;
		size_t name;

		read_cell(t, i);
		name = tokens_name(t->tokens.items, t->tokens.count);
		if (!t->cells[i].ordinal)
			read_head(t, &t->cells[i]);
		else if (t->tokens.count && name == t->tokens.count)
			t->status[column] = true;
		if (name < t->tokens.count && t->tokens.items[name].kind == TOKEN_STEP &&
		    (t->cells[i].ordinal || name) &&
		    (!t->status[1] || column == t->ids ||
		     tokens_named(t->tokens.items, t->tokens.count)))
			t->named = true;
	}
}

static void add_step(struct row *row, const char *step)
{
	if (row->step && step && strcmp(row->step, step) != 0)
		row->several = true;
	else if (step)
		row->step = step;
}

/* The cell of the id column; else the only step that begins a cell; else the only one. */
static struct row read_row(struct table *t, size_t from, size_t to)
{
	struct row begun = {0}, any = {0};
	bool named = false;

	for (size_t i = from; i < to; i++) {
		const struct token *tokens;
		size_t name;

		read_cell(t, i);
		tokens = t->tokens.items;
		name = tokens_name(tokens, t->tokens.count);
		if (name < t->tokens.count && tokens[name].kind == TOKEN_STEP) {
			if (t->cells[i].level == t->ids)
				return (struct row){.step = tokens[name].step,
						    .begins = i == from};
			add_step(&begun, tokens[name].step);
			named = named || tokens_named(tokens, t->tokens.count);
		}
		add_step(&any, tokens_step(tokens, t->tokens.count, &any.several));
	}
	any = begun.step ? begun : any;
	any.explains = any.step && t->status[t->cells[from].level] && !named;
	read_cell(t, from);
	any.begins = t->tokens.count && t->tokens.items[0].kind == TOKEN_STEP;
	any.status = is_status(t->tokens.items, t->tokens.count);
	any.done = is_done(t->tokens.items, t->tokens.count);
	/* "Status | complete" of the step that the table stands below */
	if (any.status && !any.step && !any.several && to - from == 2 && !t->heads)
		any.step = t->r->heading_step;
	return any;
}

static void mark_cell(struct table *t, const struct unit *unit, size_t i, const struct row *row)
{
	struct naming naming = {.word = ""};
	const struct token *token = &unit->tokens[i];
	size_t name = unit->name;
	bool middle = name < i && i + 1 < unit->count && token->glyph.form != FORM_WORD;

	if (name < unit->count)
		naming.word = unit->tokens[name].text;
	if (token->glyph.form != FORM_WORD && marks_beside(t->r, unit, i, naming))
		return;
	naming.step = unit->step;
	naming.several = unit->several;
	if (!naming.step && !naming.several) {
		naming.step = row->several ? NULL : row->step;
		naming.several = row->several;
	}
	if (!naming.step && !naming.several)
		naming.step = t->head[unit->block->level];
	naming.listed = naming.step || naming.several || t->named;
	if (naming.listed && !middle)
		marks_add(t->r, token, &naming);
}

/* The word of a cell that says how far its step is; count: none does. */
static size_t find_word(const struct table *t, const struct unit *unit, const struct row *row,
			enum mark *ret)
{
	static const char *const yes[] = {"yes", "true", "x", "y", "ja", "oui", "si"};
	const struct token *first = unit->tokens;
	unsigned column = unit->block->level;
	size_t at;

	*ret = MARK_NONE;
	if (!unit->count || first->kind == TOKEN_STEP)
		return unit->count;
	/* whatever the column is called */
	if (!t->status[column] && !(row->status && (t->head[column] || row->step)))
		return unit->count == 1 && (row->step || t->head[column]) && !first->code &&
				       !t->told[column] && is_plainly_done(first)
			       ? 0
			       : unit->count;
	*ret = words_says(unit, 0, &at);
	if (*ret != MARK_NONE)
		return at;
	if (first->kind == TOKEN_WORD &&
	    ((first->says != MARK_NONE && first->says != MARK_DONE) ||
	     ((t->done[column] || row->done) &&
	      (token_is(first, yes, ARRAY_SIZE(yes)) || token_day(first)))) &&
	    words_value(unit, 0) == unit->count)
		return 0;
	return unit->count;
}

static bool is_below_done(const struct marks_reader *r)
{
	return (r->above_says ? r->above_says : r->heading_says) == SAYS_DONE;
}

static void read_marks(struct table *t, size_t cell, const struct row *row)
{
	struct unit unit = {.block = &t->cells[cell], .legend = t->r->legend};
	size_t before = t->r->count, word;
	struct token *tokens;
	enum mark mark = MARK_NONE;

	t->r->cell = t->cells[cell].level;
	read_cell(t, cell);
	tokens = t->tokens.items;
	unit.tokens = tokens;
	unit.count = t->tokens.count;
	unit.name = tokens_name(tokens, unit.count);
	unit.step = tokens_step(tokens, unit.count, &unit.several);
	for (size_t j = 0; j < unit.count && t->r->count <= LIMIT_MARKS; j++)
		if (tokens[j].kind == TOKEN_MARK && tokens[j].glyph.mark != MARK_HEADING)
			mark_cell(t, &unit, j, row);
	word = row->said && !row->explains ? find_word(t, &unit, row, &mark) : unit.count;
	if (word < unit.count) {
		mark = mark != MARK_NONE ? mark : tokens[word].says;
		tokens[word].glyph = (struct glyph){
			.mark = mark != MARK_NONE ? mark : MARK_DONE, .form = FORM_WORD};
		mark_cell(t, &unit, word, row);
	} else if (unit.step && t->r->count == before && !t->needs[unit.block->level]) {
		words_read(t->r, &unit); /* "PLAT_01 is complete" */
	}
}

static void mark_row(struct table *t, size_t from, size_t to)
{
	struct row row = read_row(t, from, to);
	size_t before = t->r->count;

	/* a table without a head has its first row there */
	row.said = t->cells[from].ordinal || row.begins || (row.status && row.step);
	for (size_t i = from; i < to; i++)
		read_marks(t, i, &row);
	t->r->cell = 0;
	if (row.step && t->r->count == before && t->cells[from].ordinal && is_below_done(t->r))
		marks_add(t->r,
			  &(struct token){.glyph = {.mark = MARK_DONE, .form = FORM_WORD},
					  .line = t->cells[from].line,
					  .column = t->cells[from].column},
			  &(struct naming){.step = row.step, .listed = true, .word = ""});
}

size_t table_read(struct marks_reader *r, size_t at)
{
	struct table t = {.r = r, .cells = &r->doc->blocks[at + 1]};
	size_t to;

	while (at + 1 + t.count < r->doc->count && t.cells[t.count].kind == MD_CELL) {
		if (t.cells[t.count].level > t.columns)
			t.columns = t.cells[t.count].level;
		t.count++;
	}
	t.read = arena_array(r->arena, t.count + 1, sizeof(*t.read));
	t.status = arena_array(r->arena, t.columns + 1, sizeof(*t.status));
	t.done = arena_array(r->arena, t.columns + 1, sizeof(*t.done));
	t.told = arena_array(r->arena, t.columns + 1, sizeof(*t.told));
	t.needs = arena_array(r->arena, t.columns + 1, sizeof(*t.needs));
	t.head = arena_array(r->arena, t.columns + 1, sizeof(*t.head));
	read_columns(&t);
	for (size_t i = 0; i < t.count; i = to) {
		for (to = i; to < t.count && t.cells[to].ordinal == t.cells[i].ordinal;)
			to++;
		mark_row(&t, i, to);
	}
	return at + 1 + t.count;
}
