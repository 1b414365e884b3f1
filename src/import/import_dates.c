/*
 * import_dates.c - "## APPEND — 2026-01-25 — PLAT_08C blocked": what is said below is what was so on that day.
 * A claim keeps it, so that an entry of a later day can be told from a contradiction.
 */
#include "import/import_parts.h"

#include "base/ascii.h"
#include "base/time.h"

/* The one date of a heading, a word of its own; "2026-01-23-11" and "2026-01-20-PLAT_04A" are names. NULL. */
static const char *date_of(const char *text, struct arena *a)
{
	const char *date = NULL;

	for (const char *at = text; *at;) {
		size_t len = 0;
		int64_t when;

		while (ascii_is_name(at[len]))
			len++;
		if (len == 10 && time_parse_date(arena_strndup(a, at, len), &when)) {
			if (date)
				return NULL; /* from one to another: of no one day */
			date = arena_strndup(a, at, len);
		}
		at += len ? len : 1;
	}
	return date;
}

/* By line: the date of the nearest heading with one that it stands below; NULL: none. */
static const char **dates_of(const struct import_document *document, struct arena *a)
{
	const char **dates = arena_array(a, document->count + 1, sizeof(*dates)), *date = NULL;
	unsigned level = 0;

	for (size_t i = 0; i < document->count; i++) {
		const struct md_block *heading = document->lines[i].heading;

		if (heading && !heading->depth && !heading->quoted) {
			const char *own = date_of(heading->text, a);

			if (own || heading->level <= level) {
				date = own;
				level = own ? heading->level : 0;
			}
		}
		dates[i + 1] = date;
	}
	return dates;
}

void import_dates(struct import *import, const struct import_document *documents, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char **dates = dates_of(&documents[i], import->arena);

		for (size_t k = 0; k < import->claim_count; k++)
			if (!strcmp(import->claims[k].path, documents[i].path) &&
			    import->claims[k].line <= documents[i].count)
				import->claims[k].date = dates[import->claims[k].line];
	}
}
