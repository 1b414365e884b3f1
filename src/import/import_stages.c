/*
 * import_stages.c - the environments that a document names: columns or rows of a table, headings, a
 * chain "shadow -> canary -> full". Marks and checks are of an environment, so it must be one that
 * the team has.
 */
#include "import/import_parts.h"

#include "base/ascii.h"
#include "model/ids.h"

static bool is_stage(const char *text, struct stage *ret)
{
	*ret = stage_of(NULL, text);
	return ret->id != NULL;
}

static void add(struct import *import, const struct import_document *document,
		struct stage stage, const char *title, unsigned line)
{
	for (size_t i = 0; i < import->environment_count; i++)
		if (!strcmp(import->environments[i].id, stage.id))
			return;
	if (!id_is_valid(stage.id))
		return;
	*ARENA_PUSH(import->arena, import->environments,
		    import->environment_count) = (struct import_environment){
		.id = stage.id,
		.title = (stage.apart || stage_of(NULL, title).id) &&
					 strcmp(title, stage.id) != 0
				 ? import_line_text(import->arena, title, strlen(title))
				 : NULL,
		.live = stage.live,
		.path = document->path,
		.line = line};
}

static void read_head(struct import *import, const struct import_document *document,
		      const struct outline_unit *row)
{
	const struct stage *stages = stage_columns(NULL, import->arena, row);
	size_t count = 0;

	for (size_t i = 1; i < row->block_count; i++)
		count += stages[i].id != NULL;
	for (size_t i = 1; count > 1 && i < row->block_count; i++)
		if (stages[i].id)
			add(import, document, stages[i], row->cells[i].text, row->line);
}

/* "| Environment | URL |", "| Step | Environment | Status |": each row is of one. */
static void read_rows(struct import *import, const struct import_document *document, size_t at)
{
	const struct outline *outline = &document->outline;
	const struct outline_unit *head = &outline->units[at];
	struct stage stage;
	size_t cell = 0;

	while (cell < head->block_count && !outline_is_environment(head->cells[cell].text))
		cell++;
	for (size_t i = at + 1; cell < head->block_count && i < outline->count; i++) {
		const struct outline_unit *row = &outline->units[i];

		if (row->table != head->table || row->kind != UNIT_ROW)
			return;
		if (cell < row->block_count && is_stage(row->cells[cell].text, &stage))
			add(import, document, stage, row->cells[cell].text, row->line);
	}
}

/* "Rollout (shadow -> canary -> full)": the words beside the arrows. */
static void read_chain(struct import *import, const struct import_document *document,
		       const struct outline_unit *heading)
{
	struct stage stages[16];
	size_t count = 0, arrows = 0, len;

	for (const char *at = heading->text; *at && count < ARRAY_SIZE(stages); at += len) {
		char word[32];

		len = 0;
		while (ascii_is_alnum(at[len]) && len < sizeof(word) - 1)
			len++;
		memcpy(word, at, len);
		word[len] = '\0';
		arrows += !strncmp(at, "->", 2) || !strncmp(at, "\xe2\x86\x92", 3);
		if (len && is_stage(word, &stages[count]))
			count++;
		len = len ? len : 1;
	}
	if (!arrows || count != arrows + 1)
		return;
	for (size_t i = 0; i < count; i++)
		add(import, document, stages[i], stages[i].id, heading->line);
}

/* All steps stand below one heading. */
static bool holds_all(const struct outline *outline, size_t heading)
{
	for (size_t i = 0; i < outline->count; i++) {
		size_t at = outline->units[i].heading;

		while (at != OUTLINE_NONE && at != heading)
			at = outline->units[at].heading;
		if (outline->units[i].role == ROLE_STEP && at != heading)
			return false;
	}
	return true;
}

/* "## Staging" and "## Production", where there are two of them, or all is done below one. */
static void read_headings(struct import *import, const struct import_document *document)
{
	const struct outline *outline = &document->outline;
	const struct stage *stages = stage_headings(NULL, import->arena, outline);
	size_t count = 0;

	for (size_t i = 0; i < outline->count; i++)
		count += stages[i].id != NULL;
	for (size_t i = 0; i < outline->count; i++)
		if (stages[i].id && (count > 1 || holds_all(outline, i)))
			add(import, document, stages[i], outline->units[i].title,
			    outline->units[i].line);
}

/* "- [x] staging" and "- [ ] production" in one step. */
static void read_parts(struct import *import, const struct import_document *document)
{
	const struct outline *outline = &document->outline;
	struct stage last = {0}, stage;
	size_t of = OUTLINE_NONE;

	for (size_t i = 0; i < outline->count; i++) {
		const struct outline_unit *u = &outline->units[i];
		size_t step = u->parent == OUTLINE_NONE ? u->heading : u->parent;

		if (u->role != ROLE_PART || !is_stage(u->title, &stage))
			continue;
		if (last.id && step == of && strcmp(last.id, stage.id) != 0) {
			add(import, document, last, last.id, u->line - 1);
			add(import, document, stage, stage.id, u->line);
		}
		last = stage;
		of = step;
	}
}

void import_stages(struct import *import, const struct import_document *document)
{
	const struct outline *outline = &document->outline;

	for (size_t i = 0; i < outline->count; i++) {
		const struct outline_unit *unit = &outline->units[i];

		if (unit->kind == UNIT_ROW && unit->role == ROLE_HEAD) {
			read_head(import, document, unit);
			read_rows(import, document, i);
		} else if (unit->kind == UNIT_HEADING) {
			read_chain(import, document, unit);
		}
	}
	read_headings(import, document);
	if (!import->environment_count)
		read_parts(import, document);
}
