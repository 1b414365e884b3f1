#include "import/import_parts.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "model/ids.h"
#include "text/class.h"

#include <strings.h>

/* Behind "prod: ", "prod : ", "prod - ", "prod (": what is said of it; *ret_len: of the name. */
static const char *said_of(const char *text, size_t *ret_len)
{
	static const char *const signs[] = {":", "：", " - ", " – ", " — ", " ("};
	const char *first = text + strlen(text), *behind = first, *at;

	for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
		if ((at = strstr(text, signs[i])) && at < first) {
			first = at;
			behind = at + strlen(signs[i]);
		}
	*ret_len = (size_t)(first - text);
	while (*ret_len && text[*ret_len - 1] == ' ')
		--*ret_len;
	return behind + strspn(behind, " ");
}

/* "- **prod**: live client-facing", "- recette" */
static void read_environment(struct import *import, const struct import_document *document,
			     const struct import_line *line)
{
	struct arena *arena = import->arena;
	const char *text = import_plain(arena, line->rest), *id, *said;
	struct stage known;
	size_t len;

	if (!line->bullet || line->indent)
		return;
	said = said_of(text, &len);
	id = arena_strndup(arena, text, len);
	known = stage_of(NULL, id);
	id = known.id ? known.id : id;
	if (!id_is_valid(id) || (!known.id && !*said))
		return;
	for (size_t i = 0; i < import->environment_count; i++)
		if (!strcmp(import->environments[i].id, id))
			return;
	*ARENA_PUSH(arena, import->environments,
		    import->environment_count) = (struct import_environment){
		.id = id,
		.title = *said ? said : NULL,
		.live = *said ? import_says(SAY_LIVE, said) && !import_says(SAY_UNLIVE, said)
			      : known.live,
		.path = document->path,
		.line = line->number};
}

static void read_manifests(struct import *import, const char *text)
{
	const char *span;

	for (size_t i = 0; (span = import_span(import->arena, text, i)); i++) {
		const char *slash = strrchr(span, '/'), *open = strstr(span, "<env>");

		for (size_t j = 0; slash && j < import->environment_count; j++) {
			struct import_environment *e = &import->environments[j];

			if (e->manifest)
				continue;
			if (open && open > slash)
				e->manifest = arena_printf(import->arena, "%.*s%s%s",
							   (int)(open - span), span, e->id,
							   open + 5);
			else if (!strcmp(slash + 1,
					 arena_printf(import->arena, "%s.yaml", e->id)))
				e->manifest = span;
		}
	}
}

/* Where each is "live", that says that it is up. */
static void settle_live(struct import *import)
{
	size_t live = 0;

	for (size_t i = 0; i < import->environment_count; i++)
		live += import->environments[i].live;
	for (size_t i = 0; live > 1 && live == import->environment_count && i < live; i++)
		import->environments[i].live = stage_of(NULL, import->environments[i].id).live;
}

void import_environments(struct import *import, const struct import_document *documents,
			 size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool here = false;

		for (size_t j = 0; j < documents[i].count; j++) {
			const struct import_line *line = &documents[i].lines[j];

			if (line->heading && !line->indent)
				here = import_says(SAY_ENVIRONMENTS, line->heading->text) !=
				       NULL;
			else if (here && !line->code)
				read_environment(import, &documents[i], line);
		}
	}
	settle_live(import);
	for (size_t i = 0; i < count && !import->environment_count; i++)
		import_stages(import, &documents[i]);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < documents[i].count; j++)
			if (!documents[i].lines[j].code)
				read_manifests(import, documents[i].lines[j].text);
}

/* Under "## Nginx Freeze Reminder": reason is the first sentence, exceptions the paths. */
static void read_freeze(struct import *import, const struct import_document *document,
			size_t at)
{
	struct arena *arena = import->arena;
	const char *heading = document->lines[at].heading->text, *span;
	struct import_freeze freeze = {.id = import_key(arena, heading, 1)};

	if (import_says(SAY_FREEZE, freeze.id))
		return; /* it does not say of what */
	for (size_t i = 0; i < import->freeze_count; i++)
		if (!strcmp(import->freezes[i].id, freeze.id))
			return; /* said before */
	for (size_t i = at + 1; i < document->count && !document->lines[i].heading; i++) {
		const struct import_line *line = &document->lines[i];

		if ((!freeze.reason || !*freeze.reason) && !line->blank && !line->bullet)
			freeze.reason = import_plain(arena, line->rest);
		for (size_t j = 0; (span = import_span(arena, line->text, j)); j++)
			if (strchr(span, '/') && strchr(span, '.') &&
			    import_says(SAY_ALLOWED, line->text))
				import_push(arena, &freeze.except, span);
	}
	*ARENA_PUSH(arena, import->freezes, import->freeze_count) = freeze;
}

/* The folder and the banner of a deprecation policy. */
static void read_deprecation(struct import *import, const struct import_document *document,
			     size_t at)
{
	unsigned level = document->lines[at].heading->level;
	const char *span;

	for (size_t i = at + 1; i < document->count; i++) {
		const struct import_line *line = &document->lines[i];

		if (line->heading && line->heading->level <= level)
			return;
		for (size_t j = 0; (span = import_span(import->arena, line->text, j)); j++) {
			const char *words = strstr(span, "DEPRECATED");
			size_t len = strlen(span);

			if (!import->deprecated && len > 11 && !strpbrk(span, "<>* ") &&
			    !strcmp(span + len - 11, "deprecated/"))
				import->deprecated = span;
			else if (words && !import->banner)
				import->banner = words;
		}
		if (import_says(SAY_KEEP, line->text))
			import->keep = true;
	}
}

/* "docs/deployments/YYYY-MM-DD.md" -> the log's name and what only grows. */
static void read_log(struct import *import, const struct import_line *line)
{
	const char *span, *date;

	for (size_t i = 0; (span = import_span(import->arena, line->text, i)); i++) {
		date = strstr(span, "YYYY-MM-DD");
		if (!date || import->log || !import_says(SAY_APPEND, line->text))
			continue;
		import->log = arena_printf(import->arena, "%.*s${{ date }}%s",
					   (int)(date - span), span, date + 10);
		import_push(import->arena, &import->append_only,
			    arena_printf(import->arena, "%s*%s",
					 import_glob(import->arena,
						     arena_strndup(import->arena, span,
								   (size_t)(date - span))),
					 import_glob(import->arena, date + 10)));
	}
}

/* A heading as a pattern: what is damaged or not ASCII matches anything. */
static const char *heading_pattern(struct arena *arena, const char *text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (; *text; text++) {
		bool plain = (signed char)*text > 0 && !strchr("*?[\\`$", *text);

		if (plain)
			strbuf_addch(&out, *text);
		else if (!out.len || out.buf[out.len - 1] != '*')
			strbuf_addch(&out, '*');
	}
	return arena_strndup(arena, out.buf, out.len);
}

/* Text as a pattern that matches just it; a blank behind an option may be '='. */
static const char *literal_pattern(struct arena *arena, const char *text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	bool option = text_begins(text, "--"), word = true;

	for (const char *c = text; *c; c++)
		word = word && (*c == '_' || (*c >= '0' && *c <= '9') ||
				((*c | 32) >= 'a' && (*c | 32) <= 'z'));
	if (word)
		strbuf_addstr(&out, "\\b");
	for (; *text; text++) {
		if (*text == ' ' && option) {
			strbuf_addstr(&out, "[ =]");
			continue;
		}
		if (strchr("\\^$.|?*+()[]{}", *text))
			strbuf_addch(&out, '\\');
		strbuf_addch(&out, *text);
	}
	if (word)
		strbuf_addstr(&out, "\\b");
	return arena_strndup(arena, out.buf, out.len);
}

static void add_forbid(struct import *import, const char *span, const char *fix)
{
	struct arena *arena = import->arena;
	const char *id = arena_printf(arena, "no_%s", import_key(arena, span, 9));

	for (size_t i = 0; i < import->forbid_count; i++)
		if (!strcmp(import->forbids[i].id, id))
			return;
	*ARENA_PUSH(arena, import->forbids, import->forbid_count) = (struct import_forbid){
		id, literal_pattern(arena, span), fix};
}

/* "**Do not use** `--log-driver journald`", "**`motorcade_web` does not exist**" */
static void read_forbid(struct import *import, const struct import_document *document,
			size_t at)
{
	const struct import_line *line = &document->lines[at];
	const char *span = import_span(import->arena, line->text, 0);
	const char *plain = import_plain(import->arena, line->rest), *fix = NULL;
	const char *unused;

	if (!span || !line->bullet || strlen(span) < 4)
		return;
	unused = import_begins(SAY_UNUSED, plain);
	if (unused && *unused == ' ' && !strncmp(unused + 1, span, strlen(span))) {
		add_forbid(import, span, NULL);
	} else if (!strncmp(plain, span, strlen(span)) &&
		   import_begins(SAY_ABSENT, plain + strlen(span))) {
		if (at && import_says(SAY_IS, document->lines[at - 1].text))
			fix = import_span(import->arena, document->lines[at - 1].text, 0);
		add_forbid(import, span, fix);
	}
}

static void read_line(struct import *import, const struct import_document *document, size_t at)
{
	const struct import_line *line = &document->lines[at];

	if (line->code || line->blank)
		return;
	if (line->heading && !line->indent) {
		const char *text = line->heading->text;

		/* "T-30 min: Freeze writes" is a step */
		if (import_says(SAY_FREEZE, text) &&
		    !(line->unit && line->unit->role == ROLE_STEP))
			read_freeze(import, document, at);
		if (import_says(SAY_DEPRECATION, text))
			read_deprecation(import, document, at);
		if (import_says(SAY_GROWS, text))
			import_push(import->arena, &import->append_only,
				    arena_printf(import->arena, "%s#%s",
						 import_glob(import->arena, document->path),
						 heading_pattern(import->arena, text)));
	}
	if (import_says(SAY_ALL_GROWS, import_plain(import->arena, line->text)))
		import_push(import->arena, &import->append_only,
			    import_glob(import->arena, document->path));
	read_log(import, line);
	read_forbid(import, document, at);
	if (import_says(SAY_RESTORE, line->text))
		import->restore = true;
	if (strstr(line->text, "failed=0") && import->run.count &&
	    !strcmp(import->run.items[0], "ansible-playbook"))
		import->recap = true;
}

/* What says that it is a log, a record or made by others stays that. */
static void name_document(struct import *import, const struct import_document *document)
{
	enum document_class class = class_of_path(document->path);

	if (document->outline.step_count && !document->about &&
	    (class == CLASS_OTHER || class == CLASS_GUIDE))
		import_push(import->arena, &import->listing,
			    import_glob(import->arena, document->path));
}

void import_policies(struct import *import, const struct import_document *documents,
		     size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < documents[i].count; j++)
			read_line(import, &documents[i], j);
	for (size_t i = 0; i < import->step_count && !import->checkpoint; i++)
		for (size_t j = 0; j < import->steps[i].checkpoints.count; j++)
			if (text_begins(import->steps[i].checkpoints.items[j],
					"docs/checkpoints/"))
				import->checkpoint =
					"docs/checkpoints/${{ date }}-${{ step.id }}/";
	/* Rendered marks go back to where they came from: one document, or none. Of several the runbook says
	 * that they are of its steps. */
	if (count == 1)
		import->runbook = documents[0].path;
	else
		for (size_t i = 0; i < count; i++)
			name_document(import, &documents[i]);
	for (size_t i = 0; i < import->freeze_count; i++)
		import->freezes[i].pattern = arena_printf(
			import->arena, "%s/*%s*",
			import->playbooks ? import_glob(import->arena, import->playbooks)
					  : "**",
			import->freezes[i].id);
}
