#include "import/import_parts.h"

#include "base/texts.h"
#include "base/time.h"

#include "model/ids.h"

/* The sub-line's text: bullet and signs gone. */
static const char *plain_rest(struct arena *arena, const struct import_line *line)
{
	return import_plain(arena, line->rest);
}

static bool is_negated(const char *text, const char *word_end)
{
	const char *not = import_says(SAY_NOT, text);

	return not &&not < word_end;
}

/* Statuses in capitals, one claim each. */
static void word_claims(struct import *import, const struct import_step *step,
			const struct import_document *document, const struct import_line *line,
			const char *text, bool done_too)
{
	const char *at = text;
	enum claim_kind kind;

	while (import_status_word(&at, &kind)) {
		if (is_negated(text, at))
			continue;
		if (!done_too &&
		    (kind == CLAIM_COMPLETE || kind == CLAIM_VERIFIED || kind == CLAIM_PLANNED))
			continue;
		import_claim(import, step->id, kind, document->path, line->number, line->raw);
	}
}

static void status_line(struct import *import, const struct import_step *step,
			const struct import_document *document, const struct import_line *line,
			const char *text)
{
	word_claims(import, step, document, line, text, true);
	if (import_says(SAY_VERIFIED, text) && strstr(text, "("))
		import_claim(import, step->id, CLAIM_VERIFIED, document->path, line->number,
			     line->raw);
}

/* A released tag moves; only the commit it stood at says what was deployed. */
static void deploy_ref(struct import_reading *reading, const struct import_step *step,
		       const struct import_document *document, const struct import_line *line,
		       const char *text)
{
	const char *tag = import_span(reading->import->arena, line->text, 0);

	if (!tag || !import_says(SAY_TAG, text) || import_says(SAY_COMMIT, text))
		return;
	finding_add(reading->found, RULE_UNPINNED, FINDING_WARN,
		    (struct finding){.at = {document->path, line->number, 1},
				     .path = document->path,
				     .step = step->id,
				     .environment = reading->import->environment,
				     .expected = "tag and full commit id",
				     .found = tag,
				     .fix = "write the commit of the tag: (SHA: `...`)"},
		    "step '%s' uses tag '%s' without its commit", step->id, tag);
}

/* Of two that differ nobody can tell which one belongs to which. */
static void say_once(const char **said, const char *text)
{
	*said = !*said || !strcmp(*said, text) ? text : "";
}

/* "Verified: 2026-01-28": a day alone, whatever stands behind it. */
static void verified_on(struct arena *arena, struct import_step *step,
			const struct import_line *line, const char *text)
{
	const char *date = strchr(text, ':') + 1;
	int64_t when;

	date = arena_strndup(arena, date + strspn(date, " "), strlen("2026-01-28"));
	if (time_parse_date(date, &when)) {
		say_once(&step->verified, date);
		step->verified_line = line->number;
	}
}

/* The code span that is a whole commit id. */
static void deployed_as(struct arena *arena, struct import_step *step,
			const struct import_line *line)
{
	const char *span;

	for (size_t i = 0; (span = import_span(arena, line->text, i)); i++)
		if (strlen(span) == 40 && strspn(span, "0123456789abcdef") == 40)
			say_once(&step->deployed, span);
}

static void checkpoints(struct arena *arena, struct import_step *step,
			const struct import_line *line)
{
	const char *span;

	for (size_t i = 0; (span = import_span(arena, line->text, i)); i++)
		if (strstr(span, "checkpoints/") && !strpbrk(span, "<>*") &&
		    !import_has(&step->checkpoints, span))
			import_push(arena, &step->checkpoints, span);
}

void import_body_line(struct import_reading *reading, struct import_step *step,
		      const struct import_document *document, const struct import_line *line)
{
	struct import *import = reading->import;
	struct arena *arena = import->arena;
	const char *text = plain_rest(arena, line), *span = import_span(arena, line->text, 0);

	if (line->code || !*text)
		return;
	checkpoints(arena, step, line);
	if (import_label(SAY_PLAYBOOK, text) && span) {
		if (!step->playbook)
			step->playbook = span;
	} else if (import_label(SAY_STATUS, text)) {
		status_line(import, step, document, line, text);
	} else if (import_label(SAY_VERIFIED, text)) {
		import_claim(import, step->id, CLAIM_VERIFIED, document->path, line->number,
			     line->raw);
		verified_on(arena, step, line, text);
	} else if (import_label(SAY_NEXT, text) && span) {
		struct bytes id = marks_step(bytes_text(span));

		if (id.len)
			step->next = arena_strndup(arena, id.data, id.len);
	} else if (import_begins(SAY_DEPLOYED, text)) {
		deploy_ref(reading, step, document, line, text);
		deployed_as(arena, step, line);
	} else if (text_begins(line->rest, "**")) {
		word_claims(import, step, document, line, text, false);
	}
	import_push(arena, &step->notes, text);
}

/* `repo: \`a\` + \`b\`` : one repository is where the step runs; of several it cannot be told. */
static void read_repos(struct import *import, struct import_step *step, const char *title)
{
	const char *at = strstr(title, "repo: "), *name;
	size_t count = 0;

	if (!at)
		return;
	for (; (name = import_span(import->arena, at, count)); count++) {
		if (!id_is_valid(name))
			return;
		if (!import_has(&import->repos, name))
			import_push(import->arena, &import->repos, name);
		step->repo = count ? NULL : name;
	}
}

void import_title_words(struct import_reading *reading, struct import_step *step,
			const struct import_document *document, const struct import_line *line)
{
	struct import *import = reading->import;
	const char *text = line->text;

	if (!step->repo)
		read_repos(import, step, text);
	if (import_says(SAY_OPTIONAL, text))
		step->optional = true;
	if (import_says(SAY_UNMADE, text))
		import_claim(import, step->id, CLAIM_TO_BE_CREATED, document->path,
			     line->number, line->raw);
	if (import_says(SAY_PASSED, text))
		import_claim(import, step->id, CLAIM_VERIFIED, document->path, line->number,
			     line->raw);
}

/* "PLAT_08C is BLOCKED until ..."; in a heading "PLAT_08C Redis Bring-Up Blocked". */
static void sentence_claims(struct import_reading *reading,
			    const struct import_document *document,
			    const struct import_line *line, const char *text)
{
	struct arena *arena = reading->import->arena;
	const char *at = text, *id;
	enum claim_kind kind = CLAIM_COUNT;

	id = import_find_id(arena, &at);
	if (!id || !strmap_get(&reading->ids, id))
		return;
	if (import_begins(SAY_IS, at)) {
		const char *word = at;

		if (!import_status_word(&word, &kind) || is_negated(at, word))
			return;
	} else if (line->heading && import_says(SAY_BLOCKED, at)) {
		kind = CLAIM_BLOCKED;
	} else if (line->heading && import_says(SAY_DEFERRED, at)) {
		kind = CLAIM_DEFERRED;
	} else {
		return;
	}
	import_claim(reading->import, id, kind, document->path, line->number, line->raw);
}

void import_other_line(struct import_reading *reading, const struct import_document *document,
		       const struct import_line *line, const enum claim_kind *status)
{
	struct arena *arena = reading->import->arena;
	const char *text = plain_rest(arena, line), *at = text, *id;

	if (line->code)
		return;
	if (status && line->bullet && !line->indent) {
		id = import_find_id(arena, &at);
		if (id && text_begins(text, id) && strmap_get(&reading->ids, id))
			import_claim(reading->import, id, *status, document->path, line->number,
				     line->raw);
	}
	sentence_claims(reading, document, line, text);
}
