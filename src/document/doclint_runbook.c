#include "document/doclint_parts.h"

#include "import/import.h"
#include "runbook/manifest.h"
#include "text/marks.h"

/* What a manifest leaves open. */
struct open_pins {
	const char *manifest;
	bool absent;
	size_t count;
	struct pin first;
};

static const char *manifest_of(const struct import *import)
{
	for (size_t i = 0; i < import->environment_count; i++)
		if (!strcmp(import->environments[i].id, import->environment) &&
		    import->environments[i].manifest)
			return import->environments[i].manifest;
	return arena_printf(import->arena, "releases/%s.yaml", import->environment);
}

static int read_pins(struct linting *lint, const struct import *import, struct open_pins *ret,
		     struct err *err)
{
	const struct doc_node *root;
	const struct pin *pins;
	struct bytes text;
	size_t count;
	bool found;

	*ret = (struct open_pins){.manifest = manifest_of(import)};
	if (snapshot_read(lint->head, ret->manifest, lint->arena, &text, &found, err) < 0)
		return -1;
	ret->absent = !found;
	if (!found)
		return 0;
	if (manifest_parse(text, ret->manifest, lint->arena, &root, err) < 0 ||
	    manifest_pins(root, "", lint->arena, &pins, &count, err) < 0) {
		finding_add(lint->found, RULE_DOCUMENT, FINDING_ERROR,
			    (struct finding){.at = err->at, .path = ret->manifest},
			    "manifest '%s' cannot be read: %s", ret->manifest, err->text);
		return 0;
	}
	for (size_t i = 0; i < count; i++)
		if (pins[i].state == PIN_UNPINNED && !ret->count++)
			ret->first = pins[i];
	return 0;
}

static const char *name_of(struct arena *arena, const struct mark_line *line)
{
	struct bytes name = line->step.len ? line->step : line->title;

	return arena_strndup(arena, name.data, name.len);
}

static void unpinned(struct linting *lint, const char *path, const struct mark_line *line,
		     const struct import *import, const struct open_pins *pins)
{
	const char *name = name_of(lint->arena, line), *what;
	const struct origin *by = strmap_get(
		&lint->green, doclint_green_key(lint->arena, path, line->step, line->title));

	what = pins->absent
		       ? arena_printf(lint->arena, "there is no '%s'", pins->manifest)
		       : arena_printf(lint->arena,
				      "'%s' leaves %zu %s unpinned, first '%s' (line %u): %s",
				      pins->manifest, pins->count,
				      pins->count == 1 ? "value" : "values", pins->first.path,
				      pins->first.at.line,
				      pins->first.reason ? pins->first.reason : "");
	finding_add(
		lint->found, RULE_UNPINNED, FINDING_ERROR,
		doclint_by(by,
			   (struct finding){
				   .at = {path, line->line, line->column},
				   .path = path,
				   .step = name,
				   .environment = import->environment,
				   .expected = "every version pinned",
				   .found = pins->absent
						    ? "no manifest"
						    : (pins->first.value ? pins->first.value
									 : "nothing"),
				   .fix = arena_printf(lint->arena,
						       "pin it in %s, or take the mark back",
						       pins->manifest)}),
		"step '%s' is marked complete, and %s", name, what);
}

static int judge_marks(struct linting *lint, const char *path, struct bytes text,
		       const struct import *import, struct err *err)
{
	struct strmap seen = {.arena = lint->arena};
	struct open_pins pins;
	struct marks marks;

	if (read_pins(lint, import, &pins, err) < 0)
		return -1;
	if (!pins.absent && !pins.count)
		return 0;
	if (marks_read(text, path, NULL, lint->arena, &marks, err) < 0)
		return -1;
	for (size_t i = 0; i < marks.count; i++) {
		const struct mark_line *line = &marks.items[i];
		const char *name = name_of(lint->arena, line);

		if (line->mark != MARK_DONE || !(line->step.len || line->ordinal) ||
		    strmap_get(&seen, name)) /* a step is counted once */
			continue;
		strmap_put(&seen, name, lint);
		unpinned(lint, path, line, import, &pins);
	}
	return 0;
}

int doclint_runbook(struct linting *lint, const char *path, struct err *err)
{
	struct import_options options = {.any_environment = true};
	struct import_source source = {.path = path};
	struct import import;
	bool found;

	if (snapshot_read(lint->head, path, lint->arena, &source.text, &found, err) < 0)
		return -1;
	if (!found)
		return 0;
	if (import_read(&source, 1, &options, lint->arena, &import, lint->found, err) < 0) {
		finding_add(lint->found, RULE_DOCUMENT, FINDING_ERROR,
			    (struct finding){.at = err->at, .path = path},
			    "'%s' cannot be read: %s", path, err->text);
		return 0;
	}
	return judge_marks(lint, path, source.text, &import, err) < 0 ||
			       doclint_references(lint, path, source.text, &import, err) < 0
		       ? -1
		       : 0;
}
