/*
 * import_stages.c - the environments that a document names: columns or rows of a table, headings, a
 * chain "shadow -> canary -> full". Marks and checks are of an environment, so it must be one that
 * the team has.
 */
#include "import/import_parts.h"

#include "base/ascii.h"

/* What teams call them; a word of another alphabet has the id that it becomes. */
static const struct {
	const char *word, *id; /* NULL: the word itself */
	bool live;
} names[] = {
	{"prod", NULL, true},
	{"production", NULL, true},
	{"live", NULL, true},
	{"staging", NULL, false},
	{"stage", NULL, false},
	{"stg", NULL, false},
	{"dev", NULL, false},
	{"development", NULL, false},
	{"test", NULL, false},
	{"testing", NULL, false},
	{"qa", NULL, false},
	{"uat", NULL, false},
	{"preprod", NULL, false},
	{"pre-production", "preproduction", false},
	{"sandbox", NULL, false},
	{"preview", NULL, false},
	{"shadow", NULL, false},
	{"canary", NULL, false},
	{"full", NULL, true},
	{"pilot", NULL, false},
	{"dr", NULL, false},
	{"produktion", NULL, true},
	{"entwicklung", NULL, false},
	{"abnahme", NULL, false},
	{"préproduction", "preproduction", false},
	{"recette", NULL, false},
	{"producción", "produccion", true},
	{"pruebas", NULL, false},
	{"desarrollo", NULL, false},
	{"produção", "producao", true},
	{"homologação", "homologacao", false},
	{"прод", "prod", true},
	{"тест", "test", false},
	{"生产", "prod", true},
	{"生产环境", "prod", true},
	{"测试", "test", false},
	{"测试环境", "test", false},
	{"预发", "staging", false},
	{"本番", "prod", true},
	{"本番環境", "prod", true},
	{"検証", "staging", false},
	{"ステージング", "staging", false},
	{"開発", "dev", false},
};

struct stage {
	const char *id;
	bool live;
};

static bool is_text(const char *a, const char *b)
{
	char left[LEGEND_LONGEST], right[LEGEND_LONGEST];

	return legend_fold(bytes_text(a), left, sizeof(left)) &&
	       legend_fold(bytes_text(b), right, sizeof(right)) && !strcmp(left, right);
}

static bool is_stage(const char *text, struct stage *ret)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (is_text(text, names[i].word)) {
			*ret = (struct stage){names[i].id ? names[i].id : names[i].word,
					      names[i].live};
			return true;
		}
	return false;
}

static void add(struct import *import, const struct import_document *document,
		struct stage stage, const char *title, unsigned line)
{
	for (size_t i = 0; i < import->environment_count; i++)
		if (!strcmp(import->environments[i].id, stage.id))
			return;
	*ARENA_PUSH(import->arena, import->environments,
		    import->environment_count) = (struct import_environment){
		.id = stage.id,
		.title = strcmp(title, stage.id)
				 ? import_line_text(import->arena, title, strlen(title))
				 : NULL,
		.live = stage.live,
		.path = document->path,
		.line = line};
}

/* "| Dimension | Staging | Production |" */
static void read_head(struct import *import, const struct import_document *document,
		      const struct outline_unit *row)
{
	struct stage stage;
	size_t count = 0;

	for (size_t i = 1; i < row->block_count; i++)
		count += is_stage(row->cells[i].text, &stage);
	if (count < 2 || count + 1 < row->block_count)
		return;
	for (size_t i = 1; i < row->block_count; i++)
		if (is_stage(row->cells[i].text, &stage))
			add(import, document, stage, row->cells[i].text, row->line);
}

/* "| Environment | URL |": each row is one. */
static void read_rows(struct import *import, const struct import_document *document, size_t at)
{
	const struct outline *outline = &document->outline;
	const struct outline_unit *head = &outline->units[at];
	bool named = head->block_count && outline_is_environment(head->cells[0].text);
	struct stage stage;

	for (size_t i = at + 1; named && i < outline->count; i++) {
		const struct outline_unit *row = &outline->units[i];

		if (row->table != head->table || row->kind != UNIT_ROW)
			return;
		if (is_stage(row->cells[0].text, &stage))
			add(import, document, stage, row->cells[0].text, row->line);
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

/* "## Staging" and "## Production", where there are two of them. */
static void read_headings(struct import *import, const struct import_document *document)
{
	const struct outline *outline = &document->outline;
	struct stage stage;
	size_t count = 0;

	for (size_t i = 0; i < outline->count; i++)
		count += outline->units[i].kind == UNIT_HEADING &&
			 is_stage(outline->units[i].title, &stage);
	for (size_t i = 0; count > 1 && i < outline->count; i++)
		if (outline->units[i].kind == UNIT_HEADING &&
		    is_stage(outline->units[i].title, &stage))
			add(import, document, stage, outline->units[i].title,
			    outline->units[i].line);
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
}
