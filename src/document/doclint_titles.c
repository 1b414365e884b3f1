/*
 * doclint_titles.c - a step that the runbook calls what a document calls another one: ids or titles changed places in
 * one of the two. That can be seen without a ledger; where one is it says which is right.
 */
#include "document/doclint_parts.h"

#include "base/ascii.h"
#include "base/texts.h"
#include "runbook/across.h"
#include "text/marks.h"
#include "text/outline.h"

/* As it is compared, without the id of a step that it begins with. */
static const char *title_of(struct linting *lint, const char *title)
{
	size_t len = 0;

	while (ascii_is_name(title[len]))
		len++;
	if (len && runbook_step(lint->runbook, arena_strndup(lint->arena, title, len)))
		title += len;
	while (*title && (unsigned char)*title < 0x80 && !ascii_is_alnum(*title))
		title++;
	return marks_title(title, lint->arena);
}

/* Of several steps that have it a title tells none. */
static const char several[] = "";

/* Read once, with the first document. */
static const struct doclint_called *called_of(struct linting *lint)
{
	struct doclint_called *called = &lint->called;

	if (called->of.arena)
		return called;
	*called = (struct doclint_called){.of = {.arena = lint->arena},
					  .named = across_documents(lint->runbook, lint->arena),
					  .ruled = doclint_is_ruled(lint->l)};
	for (size_t i = 0; i < lint->runbook->step_count; i++) {
		const struct step *step = step_at(lint->runbook, i);
		const char *title = step->title ? title_of(lint, step->title) : "";
		const char *is = strmap_get(&called->of, title) ? several : step->id;

		if (*title)
			strmap_put(&called->of, title, (void *)(uintptr_t)is);
	}
	return called;
}

static void judge_unit(struct linting *lint, const char *path, const struct outline_unit *u)
{
	const struct doclint_called *called = &lint->called;
	const struct step *step = runbook_step(lint->runbook, u->id);
	const char *of = strmap_get(&called->of, u->title ? title_of(lint, u->title) : "");

	if (!step || !step->title || !of || !*of || !strcmp(of, step->id))
		return;
	finding_add(lint->found, RULE_CONTRADICTION,
		    called->ruled ? FINDING_WARN : FINDING_ERROR,
		    (struct finding){
			    .at = {path, u->line, 1},
			    .path = path,
			    .step = step->id,
			    .expected = step->title,
			    .found = arena_strdup(lint->arena, u->title),
			    .fix = "hint: give each step the title that it has in the other"},
		    "'%s' is called here what 'runbook.yaml' calls '%s'", step->id, of);
}

void doclint_titles(struct linting *lint, const char *path, const struct outline *o)
{
	const struct words *named = lint->runbook ? &called_of(lint)->named : NULL;

	if (!named || !texts_have(named->items, named->count, path))
		return;
	for (size_t i = 0; i < o->count; i++)
		if (o->units[i].role == ROLE_STEP && o->units[i].id)
			judge_unit(lint, path, &o->units[i]);
}
