#include "document/doclint_parts.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/hex.h"
#include "base/path.h"
#include "base/texts.h"
#include "import/import.h"
#include "markdown/markdown.h"
#include "text/references.h"

static int exists(struct linting *lint, const char *path, bool *ret, struct err *err)
{
	uint32_t mode = 0;
	struct oid id;

	*ret = !*path;
	if (!*path)
		return 0;
	if (snapshot_entry(lint->head, path, &mode, &id, err) < 0)
		return -1;
	*ret = mode != 0;
	return 0;
}

/* A name without a folder may be meant beside the document. */
static int exists_beside(struct linting *lint, const char *path, const char *name, bool *ret,
			 struct err *err)
{
	const char *beside = reference_resolve(lint->arena, path, name);

	*ret = false;
	return beside ? exists(lint, beside, ret, err) : 0;
}

static void missing(struct linting *lint, const char *path, unsigned line, const char *target,
		    const char *what, const char *step)
{
	finding_add(lint->found, RULE_REFERENCE, FINDING_ERROR,
		    (struct finding){.at = {path, line, 1},
				     .path = path,
				     .step = step,
				     .expected = target,
				     .found = "no such file",
				     .fix = "write the right path, or take the reference out"},
		    "%s '%s' is missing", what, target);
}

/* *ret NULL: the file is none that can be read. Each document is read once. */
static int anchors_at(struct linting *lint, const char *path, const struct anchors **ret,
		      struct err *err)
{
	struct bytes text;
	bool there;

	lint->anchors.arena = lint->arena;
	*ret = strmap_get(&lint->anchors, path);
	if (*ret)
		return 0;
	if (snapshot_read(lint->head, path, lint->arena, &text, &there, err) < 0)
		return -1;
	*ret = there ? anchors_read(text, path, lint->arena) : NULL;
	if (*ret)
		strmap_put(&lint->anchors, arena_strdup(lint->arena, path),
			   (void *)(uintptr_t)*ret);
	return 0;
}

/* "Back up 3f5c2a9d8e7b4c1a9d8e7b4c1a2f3e4d.md": a page, as boards are exported with it. */
static bool is_page(const char *path)
{
	const char *name = path_last(path), *dot = strrchr(name, '.');
	size_t len = 0;

	while (dot && dot - name > (ptrdiff_t)len &&
	       strchr("0123456789abcdef", dot[-1 - (ptrdiff_t)len]))
		len++;
	return len == 32 && dot - name > 33 && dot[-33] == ' ';
}

/* Of a board alone that was exported, or copied, its pages are elsewhere; beside others one that lacks is missing. */
static bool is_elsewhere(const struct linting *lint, const char *path, const char *target)
{
	size_t len = (size_t)(path_last(target) - target);

	for (size_t i = 0; i < lint->file_count; i++) {
		const char *file = lint->files[i].path;

		if (strcmp(file, path) != 0 && !strncmp(file, target, len) &&
		    !strchr(file + len, '/') && is_page(file))
			return false;
	}
	return is_page(target);
}

static int judge_link(struct linting *lint, const char *path, const struct reference *link,
		      struct err *err)
{
	const struct anchors *anchors;
	bool there;

	if (exists(lint, link->target, &there, err) < 0)
		return -1;
	if (!there && !is_elsewhere(lint, path, link->target))
		missing(lint, path, link->line, link->target, "link target", NULL);
	if (!there || !link->anchor)
		return 0;
	if (anchors_at(lint, link->target, &anchors, err) < 0)
		return -1;
	if (anchors && !anchors_have(anchors, link->anchor, &lint->scratch))
		missing(lint, path, link->line,
			arena_printf(lint->arena, "%s#%s", link->target, link->anchor),
			"anchor", NULL);
	return 0;
}

bool doclint_is_planned(const struct import *import, unsigned line)
{
	const struct import_step *step = NULL;
	bool done = false;

	for (size_t i = 0; i < import->step_count; i++)
		if (import->steps[i].line <= line &&
		    (!step || import->steps[i].line > step->line))
			step = &import->steps[i];
	if (!step)
		return false;
	for (size_t i = 0; i < import->claim_count; i++) {
		const struct claim *claim = &import->claims[i];

		if (strcmp(claim->step, step->id))
			continue;
		if (claim->kind == CLAIM_PLANNED || claim->kind == CLAIM_TO_BE_CREATED)
			return true;
		done = done || claim->kind == CLAIM_COMPLETE || claim->kind == CLAIM_VERIFIED;
	}
	return !done;
}

/* A path in a code span is a reference when its first folder is one of the repository's. */
static int code_path(struct linting *lint, const char *path, const struct md_span *span,
		     const struct import *import, struct err *err)
{
	const char *text = span->text, *slash = strchr(text, '/');
	bool there;
	size_t len = strlen(text);

	if (!slash || slash == text || !reference_is_relative(text) ||
	    reference_is_template(text) || len > 512 || strstr(text, "deprecated/"))
		return 0;
	if (exists(lint, arena_strndup(lint->arena, text, (size_t)(slash - text)), &there,
		   err) < 0)
		return -1;
	if (!there || doclint_is_planned(import, span->line))
		return 0;
	while (len && text[len - 1] == '/')
		len--;
	text = reference_resolve(lint->arena, "", arena_strndup(lint->arena, text, len));
	if (!text)
		return 0;
	if (exists(lint, text, &there, err) < 0)
		return -1;
	if (!there)
		missing(lint, path, span->line, text, "path", NULL);
	return 0;
}

/* The playbook of each step that is claimed to be done. */
static int playbooks(struct linting *lint, const char *path, const struct import *import,
		     struct err *err)
{
	for (size_t i = 0; i < import->step_count; i++) {
		const struct import_step *step = &import->steps[i];
		const char *file;
		bool there;

		/* a path that is written out is a reference of its own */
		if (!step->uses || step->repo || strchr(step->playbook, '/') ||
		    doclint_is_planned(import, step->line))
			continue;
		file = import->cwd ? arena_printf(lint->arena, "%s/%s", import->cwd, step->uses)
				   : step->uses;
		if (exists(lint, file, &there, err) < 0)
			return -1;
		if (!there)
			missing(lint, path, step->line, file,
				arena_printf(lint->arena,
					     "step '%s' is marked complete, and its playbook",
					     step->id),
				step->id);
	}
	return 0;
}

/* "recorded in `ops/SIGN_OFF.md`": a tick that rests on a file. */
static bool rests_on_file(const char *text)
{
	static const char *const words[] = {
		"recorded in", "documented in", "signed in", "sign-off in", "evidence in",
		"evidence:",   "logged in",	"stored in", "see evidence"};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strcasestr(text, words[i]))
			return true;
	return false;
}

/* Whose first folder need not be there: that it is not is the point. */
static int evidence(struct linting *lint, const char *path, const struct outline_unit *u,
		    struct err *err)
{
	for (size_t i = 0; i < u->block->span_count; i++) {
		const struct md_span *span = &u->block->spans[i];
		const char *target, *slash = strchr(span->text, '/'),
				    *first = slash ? arena_strndup(lint->arena, span->text,
								   (size_t)(slash - span->text))
						   : NULL;
		bool there;

		if (span->kind != MD_SPAN_CODE || !reference_is_relative(span->text) ||
		    reference_is_template(span->text) || !strchr(path_last(span->text), '.'))
			continue;
		if (first && exists(lint, first, &there, err) < 0)
			return -1;
		if (first && there)
			continue; /* said as any path is */
		target = reference_resolve(lint->arena, "", span->text);
		if (!target || exists(lint, target, &there, err) < 0)
			return target ? -1 : 0;
		if (!there && !first && exists_beside(lint, path, span->text, &there, err) < 0)
			return -1;
		if (!there)
			missing(lint, path, span->line, target,
				"the evidence of a ticked item is in a file, and", u->id);
	}
	return 0;
}

int doclint_references(struct linting *lint, const char *path, struct bytes text,
		       const struct import *import, const struct outline *o, struct err *err)
{
	struct references links = references_of(&o->doc, path, &lint->scratch);
	const struct md_doc *doc = &o->doc;

	for (size_t i = 0; i < links.count; i++)
		if (judge_link(lint, path, &links.items[i], err) < 0)
			return -1;
	for (size_t i = 0; i < doc->count; i++)
		for (size_t j = 0; j < doc->blocks[i].span_count; j++) {
			const struct md_span *span = &doc->blocks[i].spans[j];

			if (span->kind == MD_SPAN_CODE &&
			    code_path(lint, path, span, import, err) < 0)
				return -1;
		}
	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];

		if (u->mark != OUTLINE_NONE && o->marks[u->mark].mark == MARK_DONE &&
		    u->block && u->text && rests_on_file(u->text) &&
		    evidence(lint, path, u, err) < 0)
			return -1;
	}
	doclint_pointers(lint, path, doc);
	doclint_next(lint, path, doc, import);
	doclint_dates(lint, import);
	doclint_authority(lint, path, doc);
	return playbooks(lint, path, import, err) < 0
		       ? -1
		       : doclint_commands(lint, path, text, doc, import, err);
}
