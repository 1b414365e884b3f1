/*
 * doclint_commands.c - what the commands of a document call, and nothing has: a target of a makefile, a
 * script of a package file. Where a reader stands as he types is not written; so it is missing only
 * where none of the folders that he may stand in has it, and one of them has the file.
 */
#include "document/doclint_parts.h"

#include "meaning/meaning.h"
#include "base/path.h"
#include "base/texts.h"
#include "import/import.h"
#include "markdown/markdown.h"
#include "text/outline.h"

struct commands {
	struct linting *lint;
	const char *path;
	const struct import *import;
	struct meaning_reader reader;
	struct strmap told; /* a name is told where it comes first */
	struct err *err;
};

static void add_folder(struct commands *c, const char *folder)
{
	struct meaning_reader *r = &c->reader;

	for (size_t i = 0; i < r->folder_count; i++)
		if (!strcmp(r->folders[i], folder))
			return;
	*ARENA_PUSH(r->a, r->folders, r->folder_count) = folder;
}

/* The root, the folders that the document stands in, and those with such a file that it names. */
static void add_folders(struct commands *c, struct bytes text)
{
	static const char *const names[] = {"GNUmakefile", "makefile", "Makefile",
					    "package.json"};
	struct linting *lint = c->lint;

	for (size_t i = 0; i < lint->file_count; i++) {
		const char *path = lint->files[i].path, *name = path_last(path);
		size_t len = (size_t)(name - path);

		if (!texts_have(names, ARRAY_SIZE(names), name))
			continue;
		len -= len ? 1 : 0;
		if (!len || (!strncmp(c->path, path, len) && c->path[len] == '/') ||
		    memmem(text.data, text.len, path, len))
			add_folder(c, arena_strndup(&lint->scratch, path, len));
	}
}

/* "make deploy-<env>", "make deploy-ENV", "make up/down": a form to fill in, no name. */
static bool is_form(const char *name, const char *text, size_t at)
{
	const char *behind = strstr(text + at, name);

	for (const char *c = name; *c; c++)
		if (*c >= 'A' && *c <= 'Z' && c[1] >= 'A' && c[1] <= 'Z')
			return true;
	return strpbrk(name, "/[{,|\xe2") || strstr(name, "..") || strstr(name, "xxx") ||
	       (behind && behind[strlen(name)] == '<');
}

/* Where a text stands: its lines follow each other in a block, and begin in one column. */
struct place {
	unsigned line, column;
};

static int judge_text(struct commands *c, const char *text, struct place place)
{
	struct arena *a = c->lint->arena;
	struct meaning_call *missing;
	size_t count;

	if (meaning_missing(&c->reader, text, &missing, &count, c->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const struct meaning_call *call = &missing[i];
		struct srcpos at = {c->path, place.line, place.column};
		bool open;

		for (size_t k = 0; k < call->at; k++) {
			at.line += text[k] == '\n';
			at.column = text[k] == '\n' ? place.column : at.column + 1;
		}
		if (is_form(call->name, text, call->at) || strmap_get(&c->told, call->name))
			continue;
		strmap_put(&c->told, call->name, c);
		/* of a plan it may be a part; what has no marks is to be followed as it stands */
		open = c->import->claim_count && doclint_is_planned(c->import, at.line);
		finding_add(c->lint->found, RULE_REFERENCE, open ? FINDING_WARN : FINDING_ERROR,
			    (struct finding){.at = at,
					     .path = c->path,
					     .expected = call->name,
					     .found = arena_printf(a, "no such %s", call->what),
					     .fix = "name one that is there, or add it"},
			    "%s '%s' is missing in '%s'", call->what, call->name, call->file);
	}
	return 0;
}

/* Of a session only what stands behind a prompt was typed; the rest becomes blanks. */
static const char *typed(struct arena *a, const char *text)
{
	char *copy = arena_strdup(a, text);

	if (!text_begins(text, "$ ") && !strstr(text, "\n$ "))
		return text;
	for (char *at = copy; *at; at += strcspn(at, "\n"), at += *at == '\n')
		if (!text_begins(at, "$ "))
			memset(at, ' ', strcspn(at, "\n"));
	return copy;
}

/* A span has a line, its run a column as well. */
static struct place place_of(const struct md_block *block, const struct md_span *span)
{
	for (size_t i = 0; i < block->run_count; i++) {
		const struct md_run *run = &block->runs[i];

		if (run->kind == MD_RUN_CODE && run->line == span->line &&
		    text_begins(block->text + run->at, span->text))
			return (struct place){run->line, run->column};
	}
	return (struct place){span->line, 1};
}

int doclint_commands(struct linting *lint, const char *path, struct bytes text,
		     const struct md_doc *doc, const struct import *import, struct err *err)
{
	struct commands c = {.lint = lint,
			     .path = path,
			     .import = import,
			     .reader = {.files = lint->head,
					.a = &lint->scratch,
					.read = {.arena = &lint->scratch}},
			     .told = {.arena = &lint->scratch},
			     .err = err};

	add_folders(&c, text);
	for (size_t i = 0; i < doc->count && c.reader.folder_count; i++) {
		const struct md_block *block = &doc->blocks[i];

		if (block->kind == MD_CODE && outline_is_shell(block) &&
		    judge_text(&c, typed(&lint->scratch, block->text),
			       (struct place){block->line + 1, block->column}) < 0)
			return -1;
		for (size_t j = 0; j < block->span_count; j++) {
			const struct md_span *span = &block->spans[j];

			if (span->kind == MD_SPAN_CODE && outline_is_command(span->text) &&
			    judge_text(&c, span->text, place_of(block, span)) < 0)
				return -1;
		}
	}
	return 0;
}
