#include "document/doclint_parts.h"

#include "base/ascii.h"
#include "base/path.h"
#include "base/quote.h"
#include "base/texts.h"
#include "import/import.h"
#include "repo/object.h"
#include "text/contradictions.h"
#include "text/deprecation.h"
#include "text/forbid.h"
#include "text/marks.h"
#include "yaml/doc.h"

#define SCRIPT_MAX ((size_t)1 << 20)

/* What runs things: make files, scripts, runbooks. */
static bool is_runner(const char *path, bool steps)
{
	const char *name = path_last(path);

	return !strcmp(name, "Makefile") || !strcmp(name, "GNUmakefile") ||
	       text_ends(name, ".mk") || text_ends(name, ".sh") || class_is_yaml(path) || steps;
}

/* The file as text, when it is one of a size that people write; else empty. */
static int read_small(struct linting *lint, const struct snapshot_file *file, struct bytes *ret,
		      struct err *err)
{
	enum object_type type;
	size_t size;
	bool found;

	*ret = bytes_of("", 0);
	if (file->mode == TREE_SYMLINK || file->mode == TREE_SUBMODULE)
		return 0;
	if (lint->unborn) {
		if (snapshot_read(lint->head, file->path, &lint->scratch, ret, &found, err) < 0)
			return -1;
		if (!found || ret->len > SCRIPT_MAX)
			*ret = bytes_of("", 0);
		return 0;
	}
	if (object_stat(lint->l->repo, &file->id, &type, &size, err) < 0)
		return -1;
	if (type != OBJECT_BLOB || size > SCRIPT_MAX)
		return 0;
	return object_read(lint->l->repo, &file->id, OBJECT_BLOB, SCRIPT_MAX, &lint->scratch,
			   ret, err);
}

/* --- deprecated items ------------------------------------------------------------------ */

/* Is `name` the last part of a deprecated item's path? Its path, or NULL. */
static const char *deprecated_named(const struct linting *lint, struct bytes name)
{
	for (size_t i = 0; i < lint->file_count; i++) {
		const char *path = lint->files[i].path;

		if (deprecation_path(path, NULL) &&
		    bytes_equal(bytes_text(path_last(path)), name))
			return path;
	}
	return NULL;
}

/* "deprecated/NAME" in code of something that runs things. */
static int judge_runner(struct linting *lint, const struct snapshot_file *file, struct err *err)
{
	static const char word[] = "deprecated/";
	struct bytes text, code;
	const char *data, *at;

	if (read_small(lint, file, &text, err) < 0)
		return -1;
	if (!text.len || !memmem(text.data, text.len, word, strlen(word)))
		return 0;
	code = forbid_code(file->path, text, &lint->scratch);
	data = at = code.data;
	while ((at = memmem(at, code.len - (size_t)(at - data), word, strlen(word)))) {
		const char *name = at + strlen(word), *path;
		unsigned line = 1;
		size_t len = 0;

		while (name + len < data + code.len && ascii_is_name(name[len]))
			len++;
		path = len ? deprecated_named(lint, bytes_of(name, len)) : NULL;
		at = name;
		if (!path)
			continue;
		for (const char *c = data; c < name; c++)
			line += *c == '\n';
		finding_add(lint->found, RULE_DEPRECATION, FINDING_ERROR,
			    (struct finding){.at = {file->path, line, 1},
					     .path = file->path,
					     .expected = "no deprecated item is run",
					     .found = path,
					     .fix = "run its replacement"},
			    "'%s' still runs deprecated '%s'", file->path, path);
	}
	return 0;
}

/* --- YAML ------------------------------------------------------------------------------- */

const struct snapshot_file *doclint_file(const struct linting *lint, const char *path)
{
	size_t i = texts_seek(lint->files, lint->file_count, sizeof(*lint->files), path);

	return i < lint->file_count && !strcmp(lint->files[i].path, path) ? &lint->files[i]
									  : NULL;
}

/* As the doors ask of what changes (policy/rule_keys.c); and here also that it is YAML. */
static int judge_yaml(struct linting *lint, const struct snapshot_file *file, struct err *err)
{
	struct doc_foreign foreign;
	struct bytes text;

	if (read_small(lint, file, &text, err) < 0)
		return -1;
	if (!class_is_read_yaml(file->path, text))
		return 0;
	if (doc_parse_foreign(text, file->path, &lint->scratch, &foreign, err) < 0) {
		finding_add(lint->found, RULE_DOCUMENT, FINDING_WARN,
			    (struct finding){.at = err->at, .path = file->path},
			    "'%s' is not YAML: %s", file->path, err->text);
		return 0;
	}
	for (size_t i = 0; i < foreign.duplicate_count; i++) {
		const struct doc_duplicate *d = &foreign.duplicates[i];

		finding_add(lint->found, RULE_DOCUMENT, FINDING_ERROR,
			    (struct finding){.at = d->again->at,
					     .path = file->path,
					     .expected = "each key once",
					     .found = d->again->text,
					     .fix = "keep the one that is meant"},
			    DOC_DUPLICATE, d->again->text, d->first->at.line);
	}
	return 0;
}

/* --- runbooks --------------------------------------------------------------------------- */

const char *doclint_original(const struct linting *lint, const char *path)
{
	for (const char *slash = path; (slash = strchr(slash, '/')); slash++) {
		const char *rest = slash + 1;

		if (strchr(rest, '/') && marks_path(rest) && doclint_file(lint, rest))
			return rest;
	}
	return NULL;
}

bool doclint_is_aside(const struct linting *lint, const char *path)
{
	return deprecation_path(path, NULL) || path_is_in(path, "archive") ||
	       doclint_original(lint, path);
}

static void judge_claims(struct linting *lint, const char *path, struct bytes text,
			 const struct outline *o)
{
	struct contradictions all = contradictions_of(o, text, &lint->scratch);

	for (size_t i = 0; i < all.count; i++) {
		const struct contradiction *one = &all.items[i];

		finding_add(lint->found, RULE_CONTRADICTION, FINDING_ERROR,
			    (struct finding){.at = {path, one->line, 1},
					     .path = path,
					     .expected = one->expected,
					     .found = one->found,
					     .fix = CONTRADICTION_FIX},
			    "line %u says %s", one->line, one->says);
	}
}

/* Does the runbook name it, as one of steps? */
static bool is_managed(const struct linting *lint, const char *path)
{
	const struct runbook *rb = lint->runbook;
	enum document_class class = rb ? runbook_class(rb, path) : CLASS_COUNT;

	return rb && ((rb->records.runbook && !strcmp(rb->records.runbook, path)) ||
		      (class != CLASS_COUNT && class_has_steps(class)));
}

static int judge_steps(struct linting *lint, const struct document *d, struct err *err)
{
	struct import_options options = {.any_environment = true,
					 .foreign = !is_managed(lint, d->path)};
	struct import_source source = {.path = d->path};
	const char *original = doclint_original(lint, d->path);
	struct findings read = FINDINGS_INIT(&lint->scratch);
	struct legend legend;
	struct outline outline;
	struct import import;
	struct err unread;
	bool found;

	if (original) {
		finding_add(lint->found, RULE_DOCUMENT, FINDING_WARN,
			    (struct finding){
				    .path = d->path,
				    .fix = arena_printf(lint->arena, "git rm -- %s",
							shell_quote(d->path, lint->arena))},
			    "'%s' is a nested copy of '%s': two runbooks, and one is wrong",
			    d->path, original);
		return 0;
	}
	if (snapshot_read(lint->head, d->path, &lint->scratch, &source.text, &found, err) < 0)
		return -1;
	if (!found)
		return 0;
	if (lint->runbook) {
		legend = runbook_legend(lint->runbook, &lint->scratch);
		options.legend = &legend;
	}
	found = !outline_read(source.text, d->path, options.legend, &lint->scratch, &outline,
			      &unread);
	source.outline = found && !lint->runbook ? &outline : NULL;
	if (import_read(&source, 1, &options, &lint->scratch, &import, &read, err) < 0) {
		finding_add(lint->found, RULE_DOCUMENT, FINDING_ERROR,
			    (struct finding){.at = err->at, .path = d->path},
			    "'%s' cannot be read: %s", d->path, err->text);
		return 0;
	}
	for (size_t i = 0; i < read.count; i++) /* what import makes of it is no fault */
		if (read.items[i].severity > FINDING_NOTE)
			finding_add(lint->found, read.items[i].rule, read.items[i].severity,
				    read.items[i], "%s", read.items[i].message);
	if (!found)
		return 0; /* import has said so */
	judge_claims(lint, d->path, source.text, &outline);
	doclint_titles(lint, d->path, &outline);
	return doclint_references(lint, d->path, source.text, &import, &outline, err) < 0
		       ? -1
		       : doclint_named(lint, d->path, source.text, &outline, err);
}

/* Where nothing is deprecated, nothing that is can be run. */
static bool any_deprecated(const struct linting *lint)
{
	for (size_t i = 0; i < lint->file_count; i++)
		if (deprecation_path(lint->files[i].path, NULL))
			return true;
	return false;
}

static int judge_documents(struct linting *lint, struct err *err)
{
	for (size_t i = 0; i < lint->documents.count; i++) {
		const struct document *d = &lint->documents.items[i];

		if (deprecation_path(d->path, NULL))
			continue;
		if (d->class == CLASS_OTHER && class_other_markup(d->path))
			finding_add(lint->found, RULE_DOCUMENT, FINDING_NOTE,
				    (struct finding){.path = d->path},
				    "'%s' was not judged: %s", d->path, d->reason);
		if ((document_has_steps(d) && judge_steps(lint, d, err) < 0) ||
		    (d->class == CLASS_MANIFEST && doclint_manifest(lint, d, err) < 0) ||
		    (d->class == CLASS_LOG && doclint_log(lint, d, err) < 0))
			return -1;
		arena_reset(&lint->scratch);
	}
	return 0;
}

int doclint_head(struct linting *lint, struct err *err)
{
	bool any = any_deprecated(lint);

	if (judge_documents(lint, err) < 0)
		return -1;
	for (size_t i = 0; i < lint->file_count; i++) {
		const struct snapshot_file *file = &lint->files[i];
		const struct document *d = documents_find(&lint->documents, file->path);
		enum document_class class = d ? d->class : class_of_path(file->path);
		bool old = deprecation_path(file->path, NULL);
		bool copy = class == CLASS_RECORD || class == CLASS_VENDORED ||
			    text_begins(file->path, "docs/checkpoints/");

		if (any && !old && !copy && is_runner(file->path, d && document_has_steps(d)) &&
		    judge_runner(lint, file, err) < 0)
			return -1;
		if (!copy && class_is_yaml(file->path) &&
		    strcmp(file->path, "runbook.yaml") != 0 && judge_yaml(lint, file, err) < 0)
			return -1;
		arena_reset(&lint->scratch);
	}
	return doclint_names(lint, err) < 0 || doclint_conflicts(lint, err) < 0 ||
			       doclint_manifests(lint, err) < 0 || doclint_run(lint, err) < 0 ||
			       doclint_meaning(lint, err) < 0
		       ? -1
		       : doclint_requirements(lint, err);
}
