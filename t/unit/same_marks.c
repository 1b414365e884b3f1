/*
 * What import reads as a claim the doors judge, and nothing else: each word of the legend, wherever a mark may stand
 * beside an id, says the same of the step to outline_read() and to marks_read().
 */
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "runbook/titles.h"
#include "text/outline.h"
#include "../t/unit/tap.h"

static struct arena arena = ARENA_INIT;

static const char runbook_text[] = "version: 1\nname: net\ngoverned: "
				   "[refs/heads/main]\nenvironments: [{id: prod}]\nsteps:\n"
				   "- {id: NET-01, title: Cabling}\n- {id: NET-02, title: "
				   "Routing}\n- {id: NET_02, title: Routes}\n";

/* Where a mark stands: before %1 (the word) and %2 (the id). must: each word is read there, whatever it is. */
struct place {
	const char *before, *between, *behind;
	bool word_first, must;
};

static const struct place places[] = {
	{"- [", "] ", " Routing", true, true},
	{"- (", ") ", " Routing", true, true},
	{"- \xe3\x80\x90", "\xe3\x80\x91", " Routing", true, true},
	{"- \xe3\x80\x90", "\xe3\x80\x91 ", " Routing", true, true},
	{"- \xef\xbc\x88", "\xef\xbc\x89", " Routing", true, true},
	{"- \xef\xbc\xbb", "\xef\xbc\xbd", " Routing", true, true},
	{"1. [", "] ", " Routing", true, true},
	{"1. (", ") ", " Routing", true, true},
	{"### [", "] ", " Routing", true, true},
	{"- [", "]: ", " Routing", true, false},
	{"- **", "** ", " Routing", true, false},
	{"- **[", "]** ", " Routing", true, true},
	{"- `", "` ", " Routing", true, false},
	{"- ", " ", " Routing", true, false},
	{"1. ", " ", " Routing", true, false},
	{"- ", ": ", " Routing", true, false},
	{"- ", " - ", " Routing", true, false},
	{"- ", " \xe2\x80\x94 ", " Routing", true, false},
	{"- ", "\xef\xbc\x9a", " Routing", true, false},
	{"- ", " Routing (", ")", false, true},
	{"- ", " Routing [", "]", false, true},
	{"- ", " Routing - ", "", false, true},
	{"- ", " Routing \xe2\x80\x94 ", "", false, true},
	{"- ", " Routing: ", "", false, true},
	{"- ", ": ", "", false, true},
	{"- ", " Routing *", "*", false, false},
	{"- ", " ", "", false, false},
	{"- ", " (", ") Routing", false, false},
	{"- ", " [", "] Routing", false, false},
	{"- ", " Routing \xe3\x80\x90", "\xe3\x80\x91", false, true},
	{"- ", " Routing\xef\xbc\x88", "\xef\xbc\x89", false, true},
	{"### ", " Routing (", ")", false, true},
	{"### ", " Routing - ", "", false, true},
	{"| ID | Task | Status |\n|---|---|---|\n| NET-01 | Cabling | ok |\n| ",
	 " | Routing | ", " |", false, true},
	{"| Status | ID | Task |\n|---|---|---|\n| ok | NET-01 | Cabling |\n| ", " | ",
	 " | Routing |", true, true},
	{"| ID | Task |\n|---|---|\n| NET-01 | Cabling (ok) |\n| ", " | Routing (", ") |",
	 false, false},
};

static bool is_step(const void *rb, const char *id)
{
	return runbook_place(rb, id) != SIZE_MAX;
}

/* By bits: the marks that import reads of the step, and those that doors judge. */
static unsigned claimed(const char *text, const char *id)
{
	struct outline outline;
	struct err err;
	unsigned bits = 0;

	if (outline_read(bytes_text(text), "a.md", NULL, &arena, &outline, &err) < 0)
		return ~0u;
	for (size_t i = 0; i < outline.count; i++) {
		const struct outline_unit *u = &outline.units[i];

		if (u->role == ROLE_STEP && u->id && !strcmp(u->id, id) &&
		    u->mark != OUTLINE_NONE)
			bits |= 1u << outline.marks[u->mark].mark;
	}
	return bits;
}

static unsigned judged(const struct runbook *rb, const char *text, const char *id)
{
	const struct titles titles = titles_of(rb, &arena);
	const struct marks_steps steps = {
		.has = is_step, .steps = rb, .titled = titles_steps, .titles = &titles};
	struct marks marks = {0};
	struct err err;
	unsigned bits = 0;

	if (marks_read(bytes_text(text), "a.md", &steps, &arena, &marks, &err) < 0)
		return ~0u;
	for (size_t i = 0; i < marks.count; i++)
		if (marks.items[i].step.len == strlen(id) &&
		    !memcmp(marks.items[i].step.data, id, strlen(id)))
			bits |= 1u << marks.items[i].mark;
	return bits;
}

/* "Done", "DONE" of "done" */
static const char *spelled(const struct legend_row *row, int how)
{
	char *text = arena_strdup(&arena, row->word);

	for (size_t i = 0; how && text[i] && (how == 2 || !i); i++)
		if (text[i] >= 'a' && text[i] <= 'z')
			text[i] = (char)(text[i] - 32);
	return text;
}

static bool is_capital(const char *word)
{
	for (; *word; word++)
		if (*word >= 'A' && *word <= 'Z')
			return true;
	return false;
}

static void word_at(const struct runbook *rb, const struct legend_row *row,
		    const struct place *place, const char *id, int how, size_t *count)
{
	const char *word = spelled(row, how);
	const char *text = arena_printf(
		&arena, "# Readiness\n\n%s%s%s%s%s%s\n",
		!strncmp(place->before, "- ", 2)    ? "- NET-01 Cabling\n"
		: !strncmp(place->before, "1. ", 3) ? "1. NET-01 Cabling\n"
						    : "",
		place->before, place->word_first ? word : id, place->between,
		place->word_first ? id : word, place->behind);
	unsigned claims = claimed(text, id), judges = judged(rb, text, id);

	++*count;
	if (claims != judges)
		ok(false, "%s is %x to import and %x to the doors", text, claims, judges);
	/* in small letters it may be another word of running text, and some have no others */
	else if (place->must && (!row->strict || (how == 2 && is_capital(word))) &&
		 claims != 1u << row->mark)
		ok(false, "%s is read as %x", text, claims);
}

int main(void)
{
	static const char *const ids[] = {"NET-02", "NET_02"};
	const struct runbook *rb;
	struct err err;
	size_t count = 0;

	ok(runbook_parse(bytes_text(runbook_text), "runbook.yaml", &arena, &rb, &err) == 0,
	   "a runbook");
	for (size_t row = 0; row < legend_row_count; row++)
		for (size_t place = 0; place < ARRAY_SIZE(places); place++)
			for (int how = 0; how < 3; how++)
				word_at(rb, &legend_rows[row], &places[place],
					ids[(row + place + (size_t)how) % ARRAY_SIZE(ids)], how,
					&count);
	ok(count > 50000, "%zu documents", count);
	return done();
}
