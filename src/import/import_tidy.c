/*
 * import_tidy.c - what import writes must be readable by its own reader, and a document is prose:
 * a path may lead out of the repository, a name may hold what means something in a pattern or a
 * template. Such a path or pattern is left out and said; a text is written so that it means itself.
 */
#include "import/import_parts.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/texts.h"
#include "match/glob.h"

#define PATTERN_LONGEST ((size_t)4096) /* schemas/runbook.yaml */

const char *import_glob(struct arena *arena, const char *text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (; *text; text++) {
		if (strchr("*?[\\", *text))
			strbuf_addch(&out, '\\');
		strbuf_addch(&out, *text);
	}
	return arena_strndup(arena, out.buf, out.len);
}

/* "${{" begins a template everywhere, and nothing takes that meaning away. */
static const char *line(struct import *import, const char *text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	if (!text || !*text)
		return NULL;
	for (; *text; text++) {
		strbuf_addch(&out, *text);
		if (text_begins(text, "${{"))
			strbuf_addch(&out, ' ');
	}
	return arena_strndup(import->arena, out.buf, out.len);
}

static void lines(struct import *import, struct import_list *list)
{
	struct import_list kept = {NULL, 0};

	for (size_t i = 0; i < list->count; i++) {
		const char *text = line(import, list->items[i]);

		if (text)
			import_push(import->arena, &kept, text);
	}
	*list = kept;
}

static bool leads_out(const char *path)
{
	for (size_t len; *path; path += len + (path[len] == '/')) {
		len = strcspn(path, "/");
		if (len == 2 && text_begins(path, ".."))
			return true;
	}
	return false;
}

/* Why the runbook's reader would not take it; NULL: it does. `ours`: a template of our own in it. */
static const char *fault(const char *path, const char *ours, bool glob)
{
	const char *template = strstr(path, "${{"), *reason = NULL;
	size_t len = glob ? strcspn(path, "#") : strlen(path);

	if (template && ours && !strncmp(template, ours, strlen(ours)))
		template = strstr(template + 3, "${{");
	if (template)
		return "'${{' begins a template";
	if (!*path || *path == '/' || strchr(path, '\n') || leads_out(path))
		return "not a path inside the repository";
	if (strlen(path) > LIMIT_PATH)
		return "longer than a path may be";
	if (glob && len) {
		char head[LIMIT_PATH + 1];

		memcpy(head, path, len);
		head[len] = '\0';
		if (!glob_valid(head, &reason))
			return reason;
	}
	return NULL;
}

static void left_out(struct import_reading *reading, const struct import_step *step,
		     const char *path, const char *why)
{
	struct finding with = {.expected = "a path inside the repository", .found = path};

	if (step) {
		with.at = (struct srcpos){step->path, step->line, 1};
		with.path = step->path;
		with.step = step->id;
	}
	finding_add(reading->found, RULE_DOCUMENT, FINDING_WARN, with,
		    "'%.80s' is left out of the runbook: %s", path, why);
}

/* The one spelling that the runbook takes: without '.' and '//'. A leading slash stays. */
static const char *one_spelling(struct import *import, const char *path)
{
	char *copy = arena_strdup(import->arena, path), *out = copy;

	for (const char *p = copy; *p;) {
		size_t len = strcspn(p, "/"), whole = len + (p[len] == '/');

		if ((len || p == copy) && (len != 1 || *p != '.')) {
			memmove(out, p, whole);
			out += whole;
		}
		p += whole;
	}
	*out = '\0';
	return copy;
}

static const char *path_of(struct import_reading *reading, const struct import_step *step,
			   const char *path, const char *ours)
{
	const char *why;

	path = path ? one_spelling(reading->import, path) : NULL;
	if (path && !*path && !step) /* "./": the top is where everything stands anyway */
		return NULL;
	why = path ? fault(path, ours, false) : NULL;

	if (!why)
		return path;
	left_out(reading, step, path, why);
	return NULL;
}

static void paths(struct import_reading *reading, const struct import_step *step,
		  struct import_list *list, bool glob)
{
	struct import_list kept = {NULL, 0};

	for (size_t i = 0; i < list->count; i++) {
		const char *path = one_spelling(reading->import, list->items[i]);
		const char *why = fault(path, NULL, glob);

		if (why)
			left_out(reading, step, path, why);
		else
			import_push(reading->import->arena, &kept, path);
	}
	*list = kept;
}

void import_tidy_places(struct import_reading *reading)
{
	struct import *import = reading->import;

	import->cwd = path_of(reading, NULL, import->cwd, NULL);
	import->playbooks = path_of(reading, NULL, import->playbooks, NULL);
	for (size_t i = 0; i < import->environment_count; i++) {
		struct import_environment *environment = &import->environments[i];

		environment->title = line(import, environment->title);
		environment->manifest = path_of(reading, NULL, environment->manifest, NULL);
	}
	for (size_t i = 0; i < import->section_count; i++)
		import->sections[i].title = line(import, import->sections[i].title);
	for (size_t i = 0; i < import->step_count; i++) {
		struct import_step *step = &import->steps[i];

		if (*step->plain)
			step->plain = line(import, step->plain);
		step->uses = path_of(reading, step, step->uses, NULL);
		paths(reading, step, &step->checkpoints, false);
		lines(import, &step->notes);
	}
}

void import_tidy_policies(struct import_reading *reading)
{
	struct import *import = reading->import;
	size_t kept = 0;

	import->deprecated = path_of(reading, NULL, import->deprecated, NULL);
	import->banner = line(import, import->banner);
	import->log = path_of(reading, NULL, import->log, "${{ date }}");
	import->runbook = path_of(reading, NULL, import->runbook, NULL);
	paths(reading, NULL, &import->append_only, true);
	for (size_t i = 0; i < import->freeze_count; i++) {
		import->freezes[i].reason = line(import, import->freezes[i].reason);
		paths(reading, NULL, &import->freezes[i].except, true);
	}
	for (size_t i = 0; i < import->forbid_count; i++) {
		import->forbids[i].fix = line(import, import->forbids[i].fix);
		if (strlen(import->forbids[i].pattern) <= PATTERN_LONGEST)
			import->forbids[kept++] = import->forbids[i];
		else
			left_out(reading, NULL, import->forbids[i].pattern,
				 "longer than a pattern may be");
	}
	import->forbid_count = kept;
}
