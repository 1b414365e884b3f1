/* doclint_conflicts.c - what documents of now say otherwise of one thing: an image, a tag, a step. */
#include "document/doclint_parts.h"

#include "base/ascii.h"
#include "base/path.h"
#include "base/texts.h"
#include "repo/repo.h"
#include "runbook/across.h"
#include "text/deprecation.h"
#include "text/lines.h"
#include "text/named_pins.h"
#include "text/stages.h"

#define SCHEME_LEAST 2 /* so many steps must agree before another that does not is told */

static int read_text(struct linting *lint, const char *path, struct arena *a, struct bytes *ret,
		     struct err *err)
{
	bool found;

	*ret = bytes_of("", 0);
	return snapshot_read(lint->head, path, a, ret, &found, err);
}

/* --- images ---------------------------------------------------------------------------- */

static int judge_images(struct linting *lint, const char *path, const struct named_pins *pinned,
			struct err *err)
{
	const struct named_pin *pin, *other = NULL;
	struct named_pins said = {0};
	struct bytes text;

	if (read_text(lint, path, lint->arena, &text, err) < 0)
		return -1;
	named_pins_add(&said, text, 1, lint->arena);
	pin = named_pins_against(&said, pinned, &other);
	if (pin)
		finding_add(lint->found, RULE_PIN_CONFLICT, FINDING_ERROR,
			    (struct finding){
				    .at = {path, pin->line, 1},
				    .path = path,
				    .expected = arena_printf(lint->arena, "sha256:%.*s",
							     (int)other->digest.len,
							     (const char *)other->digest.data),
				    .found = arena_printf(lint->arena, "sha256:%.*s",
							  (int)pin->digest.len,
							  (const char *)pin->digest.data),
				    .fix = "hint: say everywhere the one that is meant"},
			    "line %u names '%.*s' by another digest than the manifests pin",
			    pin->line, (int)pin->name.len, (const char *)pin->name.data);
	return 0;
}

static int find_images(struct linting *lint, struct err *err)
{
	struct named_pins pinned = {0};

	for (size_t i = 0; i < lint->documents.count; i++) {
		const struct document *d = &lint->documents.items[i];
		struct bytes text;

		if (d->class != CLASS_MANIFEST || deprecation_path(d->path, NULL))
			continue;
		if (read_text(lint, d->path, lint->arena, &text, err) < 0)
			return -1;
		named_pins_add(&pinned, text, 1, lint->arena);
	}
	for (size_t i = 0; pinned.count && i < lint->documents.count; i++) {
		const struct document *d = &lint->documents.items[i];

		if (document_has_steps(d) && !deprecation_path(d->path, NULL) &&
		    judge_images(lint, d->path, &pinned, err) < 0)
			return -1;
	}
	for (size_t i = 0; pinned.count && i < lint->file_count; i++) {
		const char *path = lint->files[i].path;
		const struct document *d = documents_find(&lint->documents, path);

		if (named_pins_default(path) && !deprecation_path(path, NULL) &&
		    !(d && d->class == CLASS_MANIFEST) &&
		    class_of_path(path) != CLASS_VENDORED &&
		    judge_images(lint, path, &pinned, err) < 0)
			return -1;
	}
	return 0;
}

/* --- tags ------------------------------------------------------------------------------ */

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* The one full commit id of a line, and the one tag in a code span: else it says no such thing. */
static bool reads_tag(struct bytes line, char ret_tag[64], char ret_commit[41])
{
	const char *data = line.data, *end = data + line.len;
	size_t tags = 0, commits = 0;

	for (const char *at = data; at < end; at++) {
		size_t len = 0;

		while (at + len < end && is_hex(at[len]))
			len++;
		if (len == 40 && (at == data || !ascii_is_name(at[-1])) &&
		    (at + len == end || !ascii_is_name(at[len])) && ++commits)
			memcpy(ret_commit, at, len);
		at += len ? len - 1 : 0;
	}
	for (const char *at = data; (at = memchr(at, '`', (size_t)(end - at))); at++) {
		const char *to = memchr(at + 1, '`', (size_t)(end - at - 1));
		size_t len = to ? (size_t)(to - at - 1) : 0;

		if (!to)
			break;
		if (len > 2 && len < 64 && memchr(at + 1, '.', len) &&
		    (at[1] == 'v' || (at[1] >= '0' && at[1] <= '9')) && ++tags) {
			memcpy(ret_tag, at + 1, len);
			ret_tag[len] = '\0';
		}
		at = to;
	}
	ret_commit[40] = '\0';
	return tags == 1 && commits == 1;
}

/* A tag of this repository; of another one nobody can tell, and no commit of it is here. */
static int judge_tags(struct linting *lint, const char *path, struct err *err)
{
	char tag[64], commit[41];
	struct lines lines;
	struct bytes text, line;

	if (read_text(lint, path, &lint->scratch, &text, err) < 0)
		return -1;
	for (lines = lines_of(text); lines_next(&lines, &line);) {
		struct oid said, is;
		struct err none;

		if (!reads_tag(line, tag, commit) || !oid_parse(commit, &said) ||
		    repo_resolve_commit(lint->l->repo, commit, &said, &none) < 0 ||
		    repo_resolve_commit(lint->l->repo,
					arena_printf(lint->arena, "refs/tags/%s", tag), &is,
					&none) < 0 ||
		    oid_equal(&said, &is))
			continue;
		finding_add(lint->found, RULE_PIN_CONFLICT, FINDING_ERROR,
			    (struct finding){.at = {path, lines.line, 1},
					     .path = path,
					     .expected = arena_strdup(lint->arena, commit),
					     .found = arena_strdup(lint->arena, OID_HEX(&is)),
					     .fix = "hint: a tag that moved names nothing; say "
						    "which commit is meant"},
			    "line %u gives tag '%s' a commit that it is not at", lines.line,
			    tag);
	}
	return 0;
}

/* --- steps ------------------------------------------------------------------------------ */

struct listed_step {
	const char *id, *means, *path;
	unsigned line;
	bool file; /* a file's name says what it does */
	enum mark mark;
};

struct listing {
	const char *path, *title;
	const struct listed_step **steps; /* whose words say what they do */
	size_t count;
	struct strmap by_id; /* all of them */
};

/* Of a row that has one for each environment none is the step's. */
static enum mark mark_of(const struct outline *o, const struct outline_unit *unit)
{
	return unit->mark == OUTLINE_NONE || (unit->table && unit->table->spread)
		       ? MARK_NONE
		       : o->marks[unit->mark].mark;
}

static int read_listing(struct linting *lint, const char *path, struct listing *ret,
			struct err *err)
{
	struct outline outline;
	struct bytes text;

	*ret = (struct listing){.path = path, .by_id = {.arena = lint->arena}};
	if (read_text(lint, path, &lint->scratch, &text, err) < 0)
		return -1;
	if (outline_read(text, path, NULL, &lint->scratch, &outline, err) < 0)
		return err->code == ERR_FORMAT || err->code == ERR_LIMIT ? 0 : -1;
	for (size_t i = 0; i < outline.count; i++) {
		const struct outline_unit *unit = &outline.units[i];
		struct listed_step step = {.id = unit->id,
					   .path = path,
					   .line = unit->line,
					   .mark = mark_of(&outline, unit)};

		struct listed_step *kept;

		if (unit->kind == UNIT_HEADING && !ret->title && unit->text)
			ret->title = arena_strdup(lint->arena, unit->text);
		if (unit->role != ROLE_STEP || !unit->id || strmap_get(&ret->by_id, unit->id))
			continue;
		step.id = arena_strdup(lint->arena, unit->id);
		step.means = outline_meaning(unit, lint->arena, &step.file);
		kept = arena_memdup(lint->arena, &step, sizeof(step));
		strmap_put(&ret->by_id, kept->id, kept);
		if (step.means)
			*ARENA_PUSH(lint->arena, ret->steps, ret->count) = kept;
	}
	return 0;
}

static const struct listed_step *same_id(const struct listing *in, const char *id)
{
	const struct listed_step *step = strmap_get(&in->by_id, id);

	return step && step->means ? step : NULL;
}

/* "release-1.2.md" and "release-1.3.md", "Staging" and "Production": the same is done again. */
static bool is_another(const char *one, const char *two)
{
	struct stage here, there;
	size_t at, len;

	if (!one || !two || !strcmp(one, two))
		return false;
	here = stage_in(NULL, one, &at, &len);
	there = stage_in(NULL, two, &at, &len);
	if (here.id || there.id)
		return true;
	while (*one || *two) {
		one += strspn(one, "0123456789");
		two += strspn(two, "0123456789");
		if (*one != *two)
			return false;
		one += *one != '\0';
		two += *two != '\0';
	}
	return true;
}

static bool are_copies(const struct listing *one, const struct listing *two)
{
	return is_another(one->path, two->path) || is_another(one->title, two->title);
}

static bool is_open(enum mark mark)
{
	return mark == MARK_PLANNED || mark == MARK_BLOCKED;
}

/* Before a runbook names them nobody says that both are kept: doclint_across() is told then. */
static void compare_marks(struct linting *lint, const struct listing *one,
			  const struct listing *two)
{
	for (size_t i = 0; i < two->count; i++) {
		const struct listed_step *here = two->steps[i], *there = same_id(one, here->id);
		const struct listed_step *done;

		if (!there || strcmp(there->means, here->means) != 0 ||
		    !((here->mark == MARK_DONE && is_open(there->mark)) ||
		      (is_open(here->mark) && there->mark == MARK_DONE)))
			continue;
		done = here->mark == MARK_DONE ? here : there;
		there = done == here ? there : here;
		finding_add(lint->found, RULE_CONTRADICTION, FINDING_WARN,
			    (struct finding){.at = {done->path, done->line, 1},
					     .path = done->path,
					     .step = done->id,
					     .expected = arena_printf(lint->arena, "%s (%s:%u)",
								      mark_word(there->mark),
								      there->path, there->line),
					     .found = arena_printf(lint->arena, "%s (%s:%u)",
								   mark_word(done->mark),
								   done->path, done->line),
					     .fix = ACROSS_FIX},
			    "'%s' is %s on line %u, and %s in %s:%u", done->id,
			    mark_word(done->mark), done->line, mark_word(there->mark),
			    there->path, there->line);
	}
}

/*
 * Two documents number their steps each for itself, unless files are named by the ids, or most of what
 * both list is the same in both.
 */
static void compare(struct linting *lint, const struct listing *one, const struct listing *two)
{
	size_t agree = 0, differ = 0;

	for (size_t i = 0; i < two->count; i++) {
		const struct listed_step *there = same_id(one, two->steps[i]->id);

		if (there && !strcmp(there->means, two->steps[i]->means))
			agree++;
		else
			differ += there != NULL;
	}
	if (!lint->runbook && agree >= SCHEME_LEAST && agree > differ && !are_copies(one, two))
		compare_marks(lint, one, two);
	for (size_t i = 0; i < two->count; i++) {
		const struct listed_step *here = two->steps[i], *there = same_id(one, here->id);
		bool files = there && there->file && here->file;

		if (!there || !strcmp(there->means, here->means) || there->file != here->file ||
		    !(files || (agree >= SCHEME_LEAST && agree > differ)))
			continue;
		finding_add(
			lint->found, RULE_IDENTITY, files ? FINDING_ERROR : FINDING_WARN,
			(struct finding){.at = {here->path, here->line, 1},
					 .path = here->path,
					 .step = here->id,
					 .expected = arena_printf(lint->arena, "%s (%s:%u)",
								  there->means, there->path,
								  there->line),
					 .found = here->means,
					 .fix = "hint: give one of the two an id of its own"},
			"'%s' names another step in '%s'", here->id, there->path);
	}
}

static int find_steps(struct linting *lint, struct err *err)
{
	struct listing *all = NULL;
	size_t count = 0;

	for (size_t i = 0; i < lint->documents.count; i++) {
		const struct document *d = &lint->documents.items[i];
		struct listing *listing;

		if (!document_has_steps(d) || d->unnamed || doclint_is_aside(lint, d->path))
			continue;
		listing = ARENA_PUSH(lint->arena, all, count);
		if (read_listing(lint, d->path, listing, err) < 0)
			return -1;
		arena_reset(&lint->scratch);
		for (size_t k = 0; k + 1 < count && listing->count; k++)
			compare(lint, &all[k], listing);
	}
	return 0;
}

int doclint_conflicts(struct linting *lint, struct err *err)
{
	for (size_t i = 0; i < lint->documents.count; i++) {
		if (document_has_steps(&lint->documents.items[i]) &&
		    judge_tags(lint, lint->documents.items[i].path, err) < 0)
			return -1;
		arena_reset(&lint->scratch);
	}
	return find_images(lint, err) < 0 || find_steps(lint, err) < 0
		       ? -1
		       : doclint_across(lint, err);
}
