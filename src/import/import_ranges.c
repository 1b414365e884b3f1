/*
 * import_ranges.c - "supersedes steps 28–38", "needs REL_01..REL_05": which steps are meant. Numbers are those
 * of the list as it stands today, and move with it; so the steps are told by their ids, to be written
 * down, and nothing is made of them.
 */
#include "import/import_parts.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/texts.h"

#include <strings.h>

#define RANGES_MAX 1000 /* each is looked for among all steps */
#define NAMED_MAX 64

/* Between the ends; a hyphen between ids belongs to them or to a title. */
static size_t between(const char *text, bool numbers)
{
	static const char *const words[] = {"...",	    "..",   "\xe2\x80\xa6",
					    "\xe2\x80\x93", " to ", " through ",
					    " bis ",	    " a ",  " \xc3\xa0 "};
	static const char *const signs[] = {"-", "\xe2\x80\x93", "\xe2\x80\x94",
					    "\xe2\x80\x91"};
	size_t blanks = strspn(text, " ");

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strncasecmp(text, words[i], strlen(words[i])))
			return strlen(words[i]);
	for (size_t i = 0; numbers && i < ARRAY_SIZE(signs); i++)
		if (text_begins(text + blanks, signs[i])) {
			blanks += strlen(signs[i]);
			return blanks + strspn(text + blanks, " ");
		}
	return 0;
}

static size_t number_at(const char *text, uint64_t *ret)
{
	size_t len = 0;

	for (*ret = 0; ascii_is_digit(text[len]) && len < 6; len++)
		*ret = *ret * 10 + (uint64_t)(text[len] - '0');
	/* "3.2", "28a", "10 %" are none of the list */
	return ascii_is_alnum(text[len]) || (text[len] == '.' && ascii_is_digit(text[len + 1]))
		       ? 0
		       : len;
}

/* "28–38" behind "steps". */
static bool read_numbers(const char *text, struct import_range *ret)
{
	size_t len, gap;

	text += strspn(text, " ");
	len = number_at(text, &ret->from);
	gap = len ? between(text + len, true) : 0;
	return gap && number_at(text + len + gap, &ret->to) && ret->from < ret->to;
}

/* The word there: of a long line no more is looked at. */
static struct bytes word_at(const char *text)
{
	size_t len = 0;

	while (ascii_is_name(text[len]))
		len++;
	return bytes_of(text, len);
}

/* "REL_01..REL_05": two ids that the documents define. */
static bool read_ids(struct import_reading *reading, const char *text, struct import_range *ret)
{
	struct arena *arena = reading->import->arena;
	struct bytes one = marks_step(word_at(text)), two;
	size_t gap = one.len ? between(text + one.len, false) : 0;

	if (!gap)
		return false;
	text += one.len + gap;
	two = marks_step(word_at(text));
	if (!two.len || ascii_is_name(text[two.len]))
		return false;
	ret->first = arena_strndup(arena, one.data, one.len);
	ret->last = arena_strndup(arena, two.data, two.len);
	return strmap_get(&reading->ids, ret->first) && strmap_get(&reading->ids, ret->last);
}

void import_range_line(struct import_reading *reading, size_t step,
		       const struct import_document *document, const struct import_line *line)
{
	struct import_range range = {
		.step = step, .path = document->path, .line = line->number};
	const char *text = import_plain(reading->import->arena, line->text);

	for (const char *at = text; *at && reading->range_count < RANGES_MAX; at++) {
		const char *said;

		if (at > text && ascii_is_name(at[-1]))
			continue;
		said = import_begins(SAY_STEPS, at);
		if ((said && read_numbers(said, &range)) || read_ids(reading, at, &range)) {
			*ARENA_PUSH(reading->import->arena, reading->ranges,
				    reading->range_count) = range;
			return;
		}
	}
}

static bool is_in(const struct import *import, const struct import_range *range, size_t at)
{
	const struct import_step *of = &import->steps[range->step], *step = &import->steps[at];

	if (at == range->step) /* no step is one of those that it speaks of */
		return false;
	if (range->first)
		return at + 1 >= (uintptr_t)strmap_get(&import->by_id, range->first) &&
		       at + 1 <= (uintptr_t)strmap_get(&import->by_id, range->last);
	return step->ordinal >= range->from && step->ordinal <= range->to &&
	       step->run == of->run && !strcmp(step->path, range->path);
}

static void judge(struct import_reading *reading, const struct import_range *range)
{
	CLEANUP(strbuf_free) struct strbuf ids = STRBUF_INIT;
	const struct import *import = reading->import;
	size_t count = 0;

	for (size_t i = 0; i < import->step_count; i++)
		if (is_in(import, range, i) && ++count <= NAMED_MAX)
			strbuf_addf(&ids, "%s%s", ids.len ? ", " : "", import->steps[i].id);
	if (count > NAMED_MAX)
		strbuf_addf(&ids, " and %zu more", count - NAMED_MAX);
	if (!count)
		return; /* of another document */
	finding_add(reading->found, RULE_IDENTITY, FINDING_NOTE,
		    (struct finding){.at = {range->path, range->line, 1},
				     .path = range->path,
				     .step = import->steps[range->step].id,
				     .expected = "ids",
				     .found = arena_strndup(import->arena, ids.buf, ids.len),
				     .fix = "name them by their ids: numbers move"},
		    "step '%s' names %zu steps by a range: %s", import->steps[range->step].id,
		    count, ids.buf);
}

void import_ranges(struct import_reading *reading)
{
	for (size_t i = 0; i < reading->range_count; i++)
		judge(reading, &reading->ranges[i]);
}
