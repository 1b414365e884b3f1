/*
 * import_expect.c - which commands are proposed as checks, and what is to be seen of them, also where that stands on a
 * line below: there only of a command that looks, as nobody repeats another to look.
 */
#include "import/import_parts.h"

#include "base/cleanup.h"
#include "base/texts.h"

#define LINES_BETWEEN 3 /* the end of a fence, a blank line */

struct nearest {
	const char *path;
	unsigned line;
	struct import_command *command;
};

/* Without what joins it to what follows; was that a colon? */
static bool cut_colon(struct strbuf *said)
{
	static const char wide[] = "\xef\xbc\x9a";
	bool found = false;

	while (said->len) {
		bool full = said->len >= 3 && !memcmp(said->buf + said->len - 3, wide, 3);

		if (!full && !strchr(" :\n", said->buf[said->len - 1]))
			break;
		found = found || full || said->buf[said->len - 1] == ':';
		strbuf_setlen(said, said->len - (full ? 3 : 1));
	}
	return found;
}

/* Behind the last sign that ends one, also of full width, or joins it to what was before. */
static const char *last_clause(const char *text)
{
	static const char *const ends[] = {".",
					   ";",
					   ":",
					   ",",
					   "(",
					   ")",
					   "\n",
					   "\xe3\x80\x82",
					   "\xe3\x80\x81",
					   "\xef\xbc\x9b",
					   "\xef\xbc\x9a",
					   "\xef\xbc\x88",
					   "\xef\xbc\x8c",
					   "\xe2\x86\x92",
					   "\xe2\x80\x94",
					   "\xe2\x80\x93"};
	const char *clause = text;

	for (const char *at = text; *at; at++)
		for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
			if (text_begins(at, ends[i]))
				clause = at + strlen(ends[i]);
	return clause + strspn(clause, " -*_");
}

/* The last clause says it, and nothing else that is done: no "Verify the dump, then run `x`". */
bool import_is_named(const char *before)
{
	CLEANUP(strbuf_free) struct strbuf said = STRBUF_INIT;
	size_t len = strlen(before), from;

	while (len && strchr(" \n", before[len - 1]))
		len--;
	for (from = len; from && !strchr(".;\n", before[from - 1]);)
		from--;
	strbuf_add(&said, before + from, len - from);
	strbuf_addch(&said, ' ');
	return outline_verifies(said.buf) && !import_says(SAY_AND, said.buf);
}

/* Is it all that is said? */
static bool is_result(const char *text)
{
	const char *end = import_begins(SAY_RESULT, text);

	return outline_announces(text) || (end && !end[strspn(end, " ")]);
}

/*
 * Is what is shown next what a command gives, and no command: "Expected: ", "Ergebnis：", "it prints "? With a colon its
 * clause says nothing else; "Check that it returns 200: " leads to a command.
 */
bool import_is_shown(const char *before)
{
	CLEANUP(strbuf_free) struct strbuf said = STRBUF_INIT;
	const char *clause, *word;
	bool colon;

	strbuf_addstr(&said, before);
	colon = cut_colon(&said);
	clause = last_clause(said.buf);
	if (is_result(clause) ||
	    (colon && import_begins(SAY_RESULT, clause) && !outline_verifies(clause)))
		return true;
	for (word = strchr(clause, ' '); !colon && word; word = strchr(word + 1, ' '))
		if (is_result(word + 1))
			return true;
	return false;
}

/* Is it a check? Nobody is asked before one runs: what it may write is said. */
void import_call(struct import_reading *reading, struct import_command *command, bool named,
		 bool expected)
{
	enum import_effect effect = import_effect(command->text);

	command->verify = import_may_check(command->text, named, expected);
	if (command->language || !command->verify || effect == EFFECT_LOOKS ||
	    (effect == EFFECT_UNTOLD && named))
		return;
	finding_add(reading->found, RULE_DOCUMENT, FINDING_NOTE,
		    (struct finding){.at = {command->path, command->line, 1},
				     .path = command->path,
				     .fix = "read it before the proposal is accepted"},
		    effect == EFFECT_WRITES
			    ? "the document calls this a check, and it writes: %.*s"
			    : "proposed as a check, and it cannot be told whether it writes: "
			      "%.*s",
		    (int)strcspn(command->text, "\n"), command->text);
}

static void look(struct nearest *n, struct import_command *commands, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct import_command *c = &commands[i];

		if (!strcmp(c->path, n->path) && c->end_line < n->line &&
		    c->end_line + LINES_BETWEEN >= n->line && !c->expect && !c->language &&
		    (c->verify || import_effect(c->text) == EFFECT_LOOKS) &&
		    (!n->command || c->end_line >= n->command->end_line))
			n->command = c;
	}
}

void import_expected(struct import *import, const struct import_document *document)
{
	for (size_t i = 0; i < document->outline.count; i++) {
		const struct outline_unit *u = &document->outline.units[i];
		struct nearest n = {.path = document->path, .line = u->line};
		const char *value;

		if ((u->kind != UNIT_LINE && u->kind != UNIT_ITEM) || u->role == ROLE_STEP ||
		    u->hidden || !(value = outline_expected(u->text)))
			continue;
		for (size_t j = 0; j < import->step_count; j++)
			look(&n, import->steps[j].commands, import->steps[j].command_count);
		if (!n.command)
			continue;
		n.command->verify = true;
		n.command->expect = import_line_text(import->arena, value, strlen(value));
		n.command->end_line = u->end_line;
	}
}
