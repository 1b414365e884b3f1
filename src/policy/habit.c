/* habit.c - where nothing is adopted: what a change touches is told by what documents are. */
#include "policy/habit.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/path.h"
#include "base/texts.h"
#include "policy/readings.h"

#define ASSEMBLED_WITHIN 3600 /* seconds in which who began a record may put it together */

bool habit_rules(const struct facts *facts)
{
	return facts->door == DOOR_LINT && !facts->adopted;
}

/* What stood there before: of a merge, where some parent has it. */
static const struct version *before(const struct facts *facts, const struct change *change)
{
	for (size_t i = 0; i < facts->parents; i++)
		if (version_is_file(&change->was[i]))
			return &change->was[i];
	return NULL;
}

int habit_class(const struct facts *facts, const struct change *change,
		enum document_class *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct version *was = before(facts, change);
	struct bytes text = {"", 0};

	*ret = runbook_class(facts->runbook, change->path);
	if (*ret != CLASS_COUNT)
		return 0;
	*ret = CLASS_OTHER;
	if (!was)
		return 0;
	if (class_asks_text(change->path) && facts_text(facts, was, &scratch, &text, err) < 0)
		return -1;
	*ret = class_of(change->path, text, NULL);
	return 0;
}

/* "s1 ", "db-copy: ", where a line or a cell begins, behind a box or a mark and a blank. */
static bool begins_name(const char *data, size_t len, size_t at)
{
	size_t before = at, end = at, digits = 0, joins = 0;

	while (before && data[before - 1] == ' ')
		before--;
	if (!before || !(strchr("]-*+.)|#:", data[before - 1]) || (data[before - 1] & 0x80)))
		return false;
	for (; end < len && (ascii_is_alnum(data[end]) || data[end] == '-'); end++) {
		if (ascii_is_capital(data[end]))
			return false;
		digits += ascii_is_digit(data[end]);
		joins += data[end] == '-';
	}
	return end < len && ((joins && data[end] == ':') ||
			     (!joins && digits && end - at < 8 && strchr(" :).", data[end])));
}

/* "REL-01", "R5-1", "WP3.1", "PLAT_08C", "site_06.A": a sign within a word that begins with a letter; or "S1", "S2", "s1", "s2". */
static bool has_names(struct bytes text)
{
	const char *data = text.data;
	bool named = false; /* the word begins with a letter */
	size_t brief = 0;

	for (size_t i = 0; i + 1 < text.len; i++) {
		char c = data[i], next = data[i + 1];

		if (!i || !ascii_is_name(data[i - 1]))
			named = ascii_is_letter(c);
		if (ascii_is_capital(c) && ascii_is_digit(next))
			brief++;
		else if (c >= 'a' && c <= 'z' && i && data[i - 1] == ' ' &&
			 begins_name(data, text.len, i))
			brief++;
		if (i && named && ascii_is_alnum(data[i - 1]) &&
		    ((c == '_' && ascii_is_alnum(next)) ||
		     ((c == '-' || c == '.') && ascii_is_digit(next))))
			return true;
	}
	return brief > 1;
}

/* Names, or a table whose rows have one under a head: cheaper than to read the document. */
static bool may_name_steps(struct bytes text)
{
	return text.len && (has_names(text) || (memchr(text.data, '|', text.len) &&
						memmem(text.data, text.len, "--", 2)));
}

/* By what the runbook says of the path, else by this version's text. */
static int version_marks(const struct facts *facts, const char *path,
			 const struct version *version, bool *ret, struct err *err)
{
	static const bool says[] = {false, true};
	enum document_class class = runbook_class(facts->runbook, path);
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct reading reading;
	struct bytes text;

	if (class != CLASS_COUNT) {
		*ret = *ret || class_has_steps(class);
		return 0;
	}
	if (*ret || !class_is_markdown(path) || deprecation_path(path, NULL) ||
	    class_of_path(path) != CLASS_OTHER)
		return 0;
	reading = reading_of(facts, version, arena_printf(&scratch, "habit %s", path),
			     &scratch);
	if (!reading.value) {
		if (facts_text(facts, version, &scratch, &text, err) < 0)
			return -1;
		reading.value = &says[may_name_steps(text) &&
				      class_of(path, text, NULL) == CLASS_OTHER];
		reading_keep(facts, &reading, (void *)(uintptr_t)reading.value, 0);
	}
	*ret = *(const bool *)reading.value;
	return 0;
}

int habit_marks(const struct facts *facts, const struct change *change, bool *ret,
		struct err *err)
{
	return version_marks(facts, change->path, &change->now, ret, err);
}

int habit_had_steps(const struct facts *facts, const struct change *change, bool *ret,
		    struct err *err)
{
	const struct version *was = before(facts, change);
	struct marks_place place;

	*ret = false;
	if (!was)
		return 0;
	if (marks_place(facts, change->path, &place, err) < 0)
		return -1;
	*ret = place.named; /* whatever its steps are called there */
	return version_marks(facts, change->path, was, ret, err);
}

/* Is it still being put together, by who began it? */
bool habit_is_assembled(const struct facts *facts, const char *path)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *author;
	int64_t time;

	return facts->begun &&
	       facts->begun(facts->ctx, class_record_of(path, &scratch), &author, &time) &&
	       !strcmp(author, facts->author) && facts->time >= time &&
	       facts->time - time <= ASSEMBLED_WITHIN;
}

int habit_moved(const struct facts *facts, const struct change *change, bool *ret,
		struct err *err)
{
	const struct version *was = before(facts, change);

	*ret = false;
	for (const char *at = strchr(change->path, '/'); was && at; at = strchr(at + 1, '/')) {
		struct version original = {0};

		/* a nested copy goes, and what it is a copy of stays */
		if (facts->look(facts->ctx, at + 1, &original, err) < 0)
			return -1;
		*ret = *ret || (version_is_file(&original) && !strcmp(original.id, was->id));
	}
	for (size_t i = 0; was && !*ret && i < facts->change_count; i++) {
		const struct change *other = &facts->changes[i];

		*ret = other != change && version_is_file(&other->now) && other->now.id &&
		       !strcmp(other->now.id, was->id);
	}
	return 0;
}
