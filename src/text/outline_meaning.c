/* outline_meaning.c - what a listed step does, by which it is told from another of its id. */
#include "base/ascii.h"
#include "base/texts.h"
#include "text/legend.h"
#include "text/outline.h"

#define MEANING_LONGEST 200

/* "PLAT_05_people_api.yml" of PLAT_05 -> "people_api"; NULL: no file is named so. */
static const char *file_of(const char *id, const char *text, struct arena *a)
{
	size_t len = strlen(id);

	for (const char *at = text; (at = strstr(at, id)); at += len) {
		const char *name = at + len, *end = name, *dot = NULL;

		for (; ascii_is_name(*end); end++)
			dot = *end == '.' ? end : dot;
		if ((*name == '_' || *name == '-') && dot && dot > name + 1 && end > dot + 1 &&
		    ascii_is_letter(dot[1]))
			return arena_strndup(a, name + 1, (size_t)(dot - name) - 1);
	}
	return NULL;
}

const char *outline_meaning(const struct outline_unit *unit, struct arena *a, bool *ret_file)
{
	const char *file = file_of(unit->id, unit->text, a), *title = unit->title;
	char folded[MEANING_LONGEST];

	if (ret_file)
		*ret_file = file != NULL;
	if (file)
		return file;
	if (unit->kind == UNIT_ROW && unit->task)
		title = unit->task;
	if (text_begins(title, unit->id))
		title += strlen(unit->id);
	while (*title && (unsigned char)*title < 0x80 && !ascii_is_alnum(*title))
		title++;
	legend_fold(bytes_text(title), folded, sizeof(folded));
	return *folded ? arena_strdup(a, folded) : NULL;
}

const char *outline_work(const struct outline_unit *unit)
{
	return unit->kind == UNIT_ROW || unit->strong ? unit->task : unit->title;
}

bool outline_is_of_place(const struct outline *outline, size_t mark)
{
	const struct outline_unit *unit = &outline->units[outline->marks[mark].unit];

	return unit->table && unit->table->spread && unit->mark != mark;
}

/* A run of ASCII letters and digits, else one character of another script. */
static struct bytes word_of(const char *at)
{
	size_t len = 0;

	if ((unsigned char)*at >= 0x80) {
		for (len = 1; ((unsigned char)at[len] & 0xc0) == 0x80;)
			len++;
		return bytes_of(at, len);
	}
	while (ascii_is_alnum(at[len]))
		len++;
	return bytes_of(at, len);
}

static bool has_word(const char *text, struct bytes word)
{
	while (*text) {
		struct bytes here = word_of(text);

		if (here.len && bytes_equal(here, word))
			return true;
		text += here.len ? here.len : 1;
	}
	return false;
}

/* Filler words ("the") count: what is doubted is another wording. */
bool outline_means_alike(const char *a, const char *b)
{
	while (*a) {
		struct bytes word = word_of(a);

		if (word.len && has_word(b, word))
			return true;
		a += word.len ? word.len : 1;
	}
	return false;
}
