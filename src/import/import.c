#include "import/import.h"

#include "base/cleanup.h"
#include "import/import_parts.h"
#include "model/ids.h"
#include "text/contradictions.h"

static const char *names(const struct import *import)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < import->environment_count; i++)
		strbuf_addf(&out, "%s'%s'", i ? ", " : "", import->environments[i].id);
	return arena_strndup(import->arena, out.buf, out.len);
}

static int listed(const struct import *import, const char *id)
{
	for (size_t i = 0; i < import->environment_count; i++)
		if (!strcmp(import->environments[i].id, id))
			return 1;
	return 0;
}

/*
 * The environment that the marks speak of: as asked for, the live one, or the only one. Where
 * several are named and none of this tells it is the first for now: marks that say nothing but
 * "not yet" say it of all.
 */
static int choose_environment(struct import *import, struct err *err)
{
	const char *wanted = import->options->environment, *live = NULL;
	size_t lives = 0;

	for (size_t i = 0; i < import->environment_count; i++)
		if (import->environments[i].live) {
			live = import->environments[i].id;
			lives++;
		}
	if (wanted && !id_is_valid(wanted))
		return err_set(err, ERR_USAGE, "'%s' is not a valid name of an environment: %s",
			       wanted, ID_GRAMMAR);
	if (wanted && import->environment_count && !listed(import, wanted))
		return err_set(err, ERR_USAGE,
			       "the document has no environment '%s'; it lists %s", wanted,
			       names(import));
	if (!import->environment_count)
		*ARENA_PUSH(import->arena, import->environments,
			    import->environment_count) = (struct import_environment){
			.id = wanted ? wanted : "prod"};
	import->doubt = !wanted && lives != 1 && import->environment_count > 1 &&
			!import->options->any_environment;
	import->environment = wanted ? wanted : lives == 1 ? live : import->environments[0].id;
	return 0;
}

static int refuse_doubt(const struct import *import, struct err *err)
{
	err_set(err, ERR_USAGE,
		"which environment do the marks describe? the document lists %s",
		names(import));
	return err_next(err, "git mcade import --env %s FILE...", import->environments[0].id);
}

/* Of several explanations in one document the last is it. */
static bool is_last(const struct legend *legend, size_t item)
{
	for (size_t i = item + 1; i < legend->count; i++)
		if (legend->items[i].line && legend->items[i].code == legend->items[item].code)
			return false;
	return true;
}

/* What the documents say that their marks mean: the runbook says it for them from then on. */
static void take_marks(struct import *import, const struct import_document *documents,
		       size_t count)
{
	struct legend_item *items = NULL;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < documents[i].outline.legend.count; j++) {
			const struct legend *legend = &documents[i].outline.legend;
			const struct legend_item *item = &legend->items[j];
			size_t k = 0;

			while (k < import->mark_count && items[k].code != item->code)
				k++;
			if (item->line && item->code && item->mark != MARK_UNKNOWN &&
			    item->mark != legend_glyph(NULL, item->code) &&
			    k == import->mark_count && is_last(legend, j))
				*ARENA_PUSH(import->arena, items, import->mark_count) = *item;
		}
	import->marks = items;
}

/* A reader of the document takes its marks as it says, and all else by the runbook. */
static void tell_legend(struct findings *found, const struct import_document *document,
			struct arena *arena)
{
	struct contradictions all = contradictions_of_legend(&document->outline, arena);

	for (size_t i = 0; i < all.count; i++)
		finding_add(found, RULE_CONTRADICTION, FINDING_ERROR,
			    (struct finding){.at = {document->path, all.items[i].line, 1},
					     .path = document->path,
					     .expected = all.items[i].expected,
					     .found = all.items[i].found,
					     .fix = CONTRADICTION_FIX},
			    "line %u says %s", all.items[i].line, all.items[i].says);
}

/* A claim moves before those of its document that stand further down. */
static void settle(struct claim *claims, size_t start, size_t at, struct claim claim)
{
	for (; at > start && !strcmp(claims[at - 1].path, claim.path) &&
	       (claims[at - 1].line > claim.line ||
		(claims[at - 1].line == claim.line && claims[at - 1].kind > claim.kind));
	     at--)
		claims[at] = claims[at - 1];
	claims[at] = claim;
}

/* By step as listed, then by place: the same however the lines were met. Of no step: of none. */
static void sort_claims(struct import *import)
{
	struct claim *sorted = arena_array(import->arena, import->claim_count + 1,
					   sizeof(*sorted));
	size_t *ends = arena_array(import->arena, import->step_count + 1, sizeof(*ends));

	for (size_t i = 0; i < import->claim_count; i++)
		ends[(uintptr_t)strmap_get(&import->by_id, import->claims[i].step)]++;
	ends[0] = 0;
	for (size_t i = 0; i < import->step_count; i++) {
		import->steps[i].claims = ends[i];
		import->steps[i].claim_count = ends[i + 1];
		ends[i + 1] += ends[i];
	}
	for (size_t i = 0; i < import->step_count; i++)
		ends[i + 1] = import->steps[i].claims;
	for (size_t i = 0; i < import->claim_count; i++) {
		size_t step = (uintptr_t)strmap_get(&import->by_id, import->claims[i].step);

		if (step)
			settle(sorted, import->steps[step - 1].claims, ends[step]++,
			       import->claims[i]);
	}
	import->claims = sorted;
	import->claim_count =
		import->step_count ? import->steps[import->step_count - 1].claims +
					     import->steps[import->step_count - 1].claim_count
				   : 0;
}

int import_read(const struct import_source *sources, size_t count,
		const struct import_options *options, struct arena *arena, struct import *ret,
		struct findings *found, struct err *err)
{
	struct import import = {.arena = arena,
				.options = options,
				.by_id = {.arena = arena},
				.claimed = {.arena = arena}};
	struct import_reading reading = {.import = &import,
					 .found = found,
					 .ids = {.arena = arena},
					 .groups = {.arena = arena},
					 .placed = {.arena = arena},
					 .numbered = {.arena = arena}};
	struct import_document *documents = arena_array(arena, count, sizeof(*documents));

	for (size_t i = 0; i < count; i++)
		if (import_open(&sources[i], options->legend, arena, &documents[i], found,
				err) < 0)
			return -1;
	for (size_t i = 0; i < count; i++)
		tell_legend(found, &documents[i], arena);
	take_marks(&import, documents, count);
	import_environments(&import, documents, count);
	if (choose_environment(&import, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		import_where(&import, &documents[i]);
	for (size_t i = 0; i < count; i++)
		if (import_walk(&reading, &documents[i], err) < 0)
			return -1;
	for (size_t i = 0; i < count; i++)
		import_facts(&reading, &documents[i]);
	for (size_t i = 0; i < count; i++)
		import_marks(&reading, &documents[i]);
	for (size_t i = 0; i < count; i++)
		import_listed(&reading, &documents[i]);
	for (size_t i = 0; i < count; i++)
		import_gather(&reading, &documents[i]);
	for (size_t i = 0; i < count; i++)
		import_expected(&import, &documents[i]);
	if (import.doubtful && import.step_count)
		return refuse_doubt(&import, err);
	import_places(&reading, documents, count);
	import_tidy_places(&reading);
	import_policies(&import, documents, count);
	import_tidy_policies(&reading);
	import_dates(&import, documents, count);
	sort_claims(&import);
	for (size_t i = 0; i < count; i++)
		import_odd(&reading, &documents[i]);
	import_judge(&reading);
	for (size_t i = 0; i < count; i++)
		import_explain(&reading, &documents[i]);
	*ret = import;
	return 0;
}
