/* outline_rows.c - a table's rows as units; the words of its head say what its columns are. */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/strbuf.h"

struct rows {
	struct outliner *o;
	const struct md_block *cells;
	size_t count;
	enum column *columns;
	bool *answers;
	unsigned width;
};

static bool has(const struct rows *t, enum column column)
{
	for (unsigned i = 1; i <= t->width; i++)
		if (t->columns[i] == column)
			return true;
	return false;
}

/* The first cell of a row in a column of this kind; NULL: none. */
static const struct md_block *cell(const struct rows *t, size_t from, size_t to,
				   enum column column)
{
	for (size_t i = from; i < to; i++)
		if (t->columns[t->cells[i].level] == column && *t->cells[i].text)
			return &t->cells[i];
	return NULL;
}

static const char *joined(struct arena *arena, const struct rows *t, size_t from, size_t to)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (size_t i = from; i < to; i++)
		if (*t->cells[i].text)
			strbuf_addf(&out, "%s%s", out.len ? " | " : "", t->cells[i].text);
	return arena_strndup(arena, out.buf, out.len);
}

/* A word without blanks that may name a step: "T1", "REL_01"; not "1", which is a number. */
static bool may_name(const char *text)
{
	size_t len = 0;

	while (ascii_is_name(text[len]))
		len++;
	return len && !text[len] && len <= 64 && strspn(text, "0123456789.") < len &&
	       ascii_is_alnum(text[len - 1]) && ascii_is_alnum(*text) && !strstr(text, "..");
}

/* "R-1", "D1" below "#" or "Step": an id, and no number. */
static bool is_key(const char *text)
{
	size_t letters = 0;

	while (ascii_is_capital(text[letters]))
		letters++;
	return letters && letters < 8 && may_name(text) && strpbrk(text, "0123456789") &&
	       !strpbrk(text, "abcdefghijklmnopqrstuvwxyz");
}

/* The id: of its column, else what begins a cell like one. */
static void name_row(struct rows *t, struct outline_unit *unit, size_t from, size_t to)
{
	const struct md_block *id = cell(t, from, to, COLUMN_ID);
	const struct md_block *step = cell(t, from, to, COLUMN_STEP);
	const struct md_block *number = cell(t, from, to, COLUMN_NUMBER);
	const struct md_block *task = cell(t, from, to, COLUMN_TASK), *first = NULL;
	struct outline_name name = {0};

	for (size_t i = from; i < to; i++) {
		enum column column = t->columns[t->cells[i].level];

		if (column != COLUMN_STATUS && column != COLUMN_NUMBER && !first &&
		    *t->cells[i].text)
			first = &t->cells[i];
		if (column != COLUMN_OTHER && column != COLUMN_STEP && column != COLUMN_TASK &&
		    column != COLUMN_ID)
			continue;
		name = outline_read_name(t->o, &t->cells[i], 0, strlen(t->cells[i].text),
					 false);
		if (name.id)
			break;
	}
	if (!name.id && id && may_name(id->text))
		name.id = id->text;
	if (!name.id && number && may_name(number->text) && strpbrk(number->text, "0123456789"))
		name.id = number->text;
	else if (!name.id && step && task && is_key(step->text))
		name.id = step->text;
	unit->id = name.id;
	if (!task && step && (!unit->id || strcmp(step->text, unit->id) != 0))
		task = step;
	for (size_t i = from; i < to && !task; i++)
		if (t->columns[t->cells[i].level] == COLUMN_OTHER && *t->cells[i].text &&
		    (!unit->id || strcmp(t->cells[i].text, unit->id) != 0))
			task = &t->cells[i];
	task = task ? task : first;
	if (task)
		unit->task = unit->title =
			outline_read_name(t->o, task, 0, strlen(task->text), false).title;
	unit->block = task ? task : unit->block;
}

/* Of a row that is done in one place and not in another: how far it is. */
static size_t least_of(const struct outliner *o, size_t from)
{
	static const int rank[] = {
		[MARK_BLOCKED] = 4, [MARK_PLANNED] = 3, [MARK_DONE] = 2, [MARK_SKIPPED] = 1};
	size_t least = from;

	for (size_t i = from; i < o->mark_count; i++) {
		enum mark mark = o->marks[i].mark, than = o->marks[least].mark;
		int of = (size_t)mark < ARRAY_SIZE(rank) ? rank[mark] : 0;

		if (of > ((size_t)than < ARRAY_SIZE(rank) ? rank[than] : 0))
			least = i;
	}
	return least;
}

static bool is_legend(const struct outliner *o, unsigned line)
{
	return line < o->legend.count && o->legend.has[line];
}

static void read_row(struct rows *t, size_t from, size_t to, const struct outline_table *table)
{
	struct outliner *o = t->o;
	struct outline_unit *unit = outline_add(o, &t->cells[from], UNIT_ROW);
	size_t at = o->count - 1, first = o->mark_count;
	bool head = !t->cells[from].ordinal;

	unit->table = table;
	unit->cells = &t->cells[from];
	unit->block_count = to - from;
	unit->text = joined(o->arena, t, from, to);
	if (head || table->legend || is_legend(o, unit->line)) {
		unit->role = head ? ROLE_HEAD : ROLE_LEGEND;
		return;
	}
	name_row(t, unit, from, to);
	for (size_t i = from; i < to; i++) {
		bool status = table->tracks && t->columns[t->cells[i].level] == COLUMN_STATUS;
		size_t before = o->mark_count;

		outline_read_marks(o, at, &t->cells[i], 0, strlen(t->cells[i].text), status);
		if (status &&
		    outline_skip(bytes_text(t->cells[i].text), 0) == strlen(t->cells[i].text))
			outline_read_picture(o, at, &t->cells[i]);
		/* what other columns say with words is no status of the row, and nobody has to know how
		 * people and places are */
		if (o->mark_count > before && o->marks[before].form == FORM_WORD &&
		    (!status || (table->names && o->marks[before].mark == MARK_UNKNOWN))) {
			o->mark_count = before;
			if (o->units[at].mark == before)
				o->units[at].mark = OUTLINE_NONE;
		}
	}
	unit = &o->units[at];
	if (table->spread && unit->mark != OUTLINE_NONE)
		unit->mark = least_of(o, first);
	unit->boxed = unit->mark != OUTLINE_NONE && o->marks[unit->mark].form == FORM_BOX;
}

/* The column that is headed so; 0: none. */
static unsigned heads(const struct rows *t, enum outline_word what)
{
	for (size_t i = 0; i < t->count && !t->cells[i].ordinal; i++)
		if (outline_word(what, t->cells[i].text, WORD_WHOLE))
			return t->cells[i].level;
	return 0;
}

/* Is its head a place: "Prod", "prod-eu"? */
static bool is_place(const struct rows *t, unsigned column)
{
	for (size_t i = 0; i < t->count && !t->cells[i].ordinal; i++)
		if (t->cells[i].level == column)
			return outline_word(WORD_PLACE, t->cells[i].text,
					    strchr(t->cells[i].text, ' ') ? WORD_WHOLE
									  : WORD_BEGINS);
	return false;
}

static bool has_place(const struct rows *t)
{
	for (unsigned column = 1; column <= t->width; column++)
		if (is_place(t, column))
			return true;
	return false;
}

/* Beside heads that say what the others are. */
static bool is_bare(const struct rows *t, unsigned column)
{
	for (size_t i = 0; i < t->count && !t->cells[i].ordinal; i++)
		if (t->cells[i].level == column)
			return !*t->cells[i].text;
	return false;
}

/* A column whose cells are all glyphs says how far a row is, whatever its head; and one of words does where it has
 * none, or that, or one beside it that says no more, is a place. There a dash is no mark, and no reason to drop the others;
 * nor is what nobody understands, of what is to be done in a place: that is told. How many. */
static unsigned find_glyph_columns(struct rows *t)
{
	bool places = has_place(t), work = has(t, COLUMN_STEP) || has(t, COLUMN_TASK);
	unsigned found = 0;

	for (unsigned column = 1; column <= t->width; column++) {
		bool place = t->columns[column] == COLUMN_OTHER &&
			     (places || (work && is_bare(t, column)));
		size_t marks = 0, others = 0;

		for (size_t i = 0; i < t->count; i++) {
			struct bytes text = bytes_text(t->cells[i].text);
			size_t at = outline_skip(text, 0);
			struct glyph glyph;
			size_t len;

			if (t->cells[i].level != column || !t->cells[i].ordinal ||
			    at >= text.len || (place && outline_is_dash(t->cells[i].text)))
				continue;
			if (outline_glyph(t->o, &t->cells[i], text, at, &glyph) &&
			    (place || outline_skip(text, at + glyph.len) >= text.len))
				marks++;
			else if (place &&
				 legend_says(&t->o->out->legend, text, true, &len) != MARK_NONE)
				marks++;
			else
				others++;
		}
		if (!marks || t->columns[column] == COLUMN_MARK ||
		    (others && !(place && work && is_place(t, column))))
			continue;
		found += t->columns[column] != COLUMN_STATUS;
		t->columns[column] = COLUMN_STATUS;
	}
	return found;
}

/* "Week | Primary | Secondary | Status": who is on call, and since when. */
static bool is_rota(const struct rows *t)
{
	return heads(t, WORD_DUTY) && (heads(t, WORD_PERIOD) || has(t, COLUMN_DATE));
}

/* Where no head says so: columns of what are statuses, beside what is to be done. How many. */
static unsigned find_telling_columns(struct rows *t)
{
	unsigned found = 0;

	if ((heads(t, WORD_ENVIRONMENT) || heads(t, WORD_ROLE) || heads(t, WORD_PEOPLE) ||
	     is_rota(t)) &&
	    !has(t, COLUMN_STEP) && !has(t, COLUMN_ID))
		return 0; /* of people and places, and how they are */
	for (unsigned column = 1; column <= t->width; column++) {
		if (!outline_is_beside_steps(t->cells, t->count, t->columns, column) ||
		    !outline_tells(t->o, t->cells, t->count, column))
			continue;
		t->columns[column] = COLUMN_STATUS;
		found++;
	}
	return found;
}

/* "Deployed", "verified": a head that is a mark itself. */
static bool heads_mark(const struct rows *t)
{
	size_t len;

	for (size_t i = 0; i < t->count && !t->cells[i].ordinal; i++)
		if (legend_says(NULL, bytes_text(t->cells[i].text), true, &len) == MARK_DONE)
			return true;
	return false;
}

/* "Feature | Free | Pro" compares, and "Route | Method | Status" and "Field | Type | Status" describe: nothing is
 * done there. */
static bool compares(const struct rows *t, bool spread)
{
	if ((heads(t, WORD_ROUTE) && heads(t, WORD_METHOD)) ||
	    (heads(t, WORD_FIELD) && (heads(t, WORD_TYPE) || has(t, COLUMN_MEANING))))
		return true;
	return spread && !has(t, COLUMN_NUMBER) && !has(t, COLUMN_ID) && !has(t, COLUMN_STEP) &&
	       !has(t, COLUMN_TASK) && !has(t, COLUMN_OWNER) && !has(t, COLUMN_DATE) &&
	       !heads(t, WORD_PLACE) && !heads_mark(t);
}

/* "Role | Name | Phone | Status", "Environment | URL | Status": who and where, and how they are. A column
 * that says what is to be done, or that it was (a sign-off, a tick), makes each a step: of the role. */
static void find_names(struct rows *t, struct outline_table *table)
{
	unsigned place = heads(t, WORD_ENVIRONMENT), role = heads(t, WORD_ROLE),
		 by = place ? place : role;
	bool how = true;

	if ((!by && !heads(t, WORD_PEOPLE) && !is_rota(t)) || has(t, COLUMN_STEP) ||
	    has(t, COLUMN_ID))
		return;
	for (size_t i = 0; i < t->count && !t->cells[i].ordinal; i++) {
		const struct md_block *head = &t->cells[i];
		enum column column = t->columns[head->level];

		if (column == COLUMN_TASK &&
		    !outline_word(WORD_DESCRIBES, head->text, WORD_WHOLE))
			return;
		how = how && (column != COLUMN_STATUS ||
			      outline_word(WORD_STATE, head->text, WORD_BEGINS));
	}
	for (unsigned i = 1; by && i <= t->width; i++)
		if (t->columns[i] == COLUMN_TASK)
			t->columns[i] = COLUMN_OTHER;
	if (by)
		t->columns[by] = COLUMN_TASK;
	table->names = how;
	table->places = how && place;
}

void outline_read_cells(struct outliner *o, const struct md_block *cells, size_t count)
{
	struct rows t = {.o = o, .cells = cells, .count = count};
	struct outline_table *table = arena_alloc(o->arena, sizeof(*table));
	bool words, spread;

	for (size_t i = 0; i < count; i++)
		if (cells[i].level > t.width)
			t.width = cells[i].level;
	t.columns = arena_array(o->arena, t.width + 1, sizeof(*t.columns));
	t.answers = arena_array(o->arena, t.width + 1, sizeof(*t.answers));
	for (size_t i = 0; i < t.count && !t.cells[i].ordinal; i++) {
		t.columns[t.cells[i].level] = outline_column(t.cells[i].text);
		t.answers[t.cells[i].level] = t.columns[t.cells[i].level] == COLUMN_STATUS &&
					      outline_word(WORD_DONE, t.cells[i].text,
							   WORD_BEGINS);
	}
	words = has(&t, COLUMN_STATUS);
	spread = find_glyph_columns(&t) > 1 && !words;
	if (!has(&t, COLUMN_STATUS))
		spread = find_telling_columns(&t) > 1;
	*table = (struct outline_table){
		.columns = t.columns,
		.answers = t.answers,
		.count = t.width,
		.tracks = has(&t, COLUMN_STATUS) && !compares(&t, spread),
		.spread = spread,
		.checks = has(&t, COLUMN_COMMAND),
		.legend = has(&t, COLUMN_MEANING) && has(&t, COLUMN_MARK)};
	find_names(&t, table);
	for (size_t i = 0, to; i < t.count; i = to) {
		for (to = i; to < t.count && t.cells[to].ordinal == t.cells[i].ordinal;)
			to++;
		read_row(&t, i, to, table);
	}
}

size_t outline_read_table(struct outliner *o, size_t at)
{
	const struct md_block *cells = &o->out->doc.blocks[at + 1];
	size_t count = 0;

	while (at + 1 + count < o->out->doc.count && cells[count].kind == MD_CELL)
		count++;
	outline_read_cells(o, cells, count);
	return at + 1 + count;
}
