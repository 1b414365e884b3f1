/* One piece of evidence, from its own text (world/evidence.h) to something a person can repeat. */
#include "records/checkpoint_internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/quote.h"
#include "base/texts.h"
#include "text/markup.h"
#include "json/value.h"

struct piece {
	const char *command, *directory;
	struct strbuf script, out, err;
	struct strbuf *block; /* where lines behind a tab go */
	const char *out_head, *err_head;
};

static bool field(const char *line, const char *name, const char **ret_value)
{
	size_t len = strlen(name);

	if (strncmp(line, name, len) != 0 || !text_begins(line + len, ": "))
		return false;
	*ret_value = line + len + 2;
	return true;
}

/* Facts that a person reads; the others stand in the block to repeat, or say nothing here. */
static void add_fact(const char *line, struct strbuf *list)
{
	static const char *const names[] = {"target", "probe",	"start",  "end",     "outcome",
					    "expect", "result", "reason", "attempts"};
	const char *value;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (field(line, names[i], &value)) {
			strbuf_addf(list, "- %s: ", names[i]);
			markup_text(list, value);
			strbuf_addch(list, '\n');
		}
}

static void read_line(struct piece *p, const char *line, struct strbuf *list)
{
	if (*line == '\t') {
		if (p->block) {
			strbuf_addstr(p->block, line + 1);
			strbuf_addch(p->block, '\n');
		}
		return;
	}
	p->block = NULL;
	if (!strcmp(line, "script:"))
		p->block = &p->script;
	else if (field(line, "stdout", &p->out_head))
		p->block = &p->out;
	else if (field(line, "stderr", &p->err_head))
		p->block = &p->err;
	else if (!field(line, "command", &p->command) &&
		 !field(line, "directory", &p->directory))
		add_fact(line, list);
}

/* The argument vector as a line for a shell; what is no vector stays as it is. */
static void add_command(const char *json, struct arena *a, struct strbuf *out)
{
	const struct json_value *argv;
	struct err ignored;

	if (json_value_parse(bytes_text(json), "command", a, &argv, &ignored) < 0 ||
	    argv->kind != JSON_VALUE_ARRAY) {
		strbuf_addstr(out, json);
		return;
	}
	for (size_t i = 0; i < argv->count; i++) {
		const struct json_value *word = argv->items[i];

		if (i)
			strbuf_addch(out, ' ');
		strbuf_addstr(out, word->kind == JSON_VALUE_STRING ? shell_quote(word->text, a)
								   : "?");
	}
}

static void add_repeat(const struct piece *p, struct arena *a, struct strbuf *out)
{
	CLEANUP(strbuf_free) struct strbuf shell = STRBUF_INIT;

	if (!p->command)
		return;
	if (p->directory)
		strbuf_addf(&shell, "cd %s && ", shell_quote(p->directory, a));
	add_command(p->command, a, &shell);
	if (p->script.len)
		strbuf_addf(&shell, " <<'MCADE'\n%sMCADE", p->script.buf);
	strbuf_addch(&shell, '\n');
	strbuf_addstr(out, "\nTo repeat it:\n\n");
	markup_block(out, bytes_of(shell.buf, shell.len), SIZE_MAX);
}

static void add_output(const char *name, const char *head, const struct strbuf *text,
		       struct strbuf *out)
{
	if (!head)
		return;
	strbuf_addf(out, "\n%s (", name);
	markup_text(out, head);
	strbuf_addstr(out, text->len ? "):\n\n" : ")\n");
	markup_block(out, bytes_of(text->buf, text->len), LIMIT_EVIDENCE_LINES);
}

void evidence_markdown(struct bytes text, struct arena *a, struct strbuf *out)
{
	CLEANUP(strbuf_free) struct strbuf list = STRBUF_INIT;
	struct piece p = {.script = STRBUF_INIT, .out = STRBUF_INIT, .err = STRBUF_INIT};
	const char *at = text.data, *end = at + text.len;

	while (at < end) {
		const char *eol = memchr(at, '\n', (size_t)(end - at));

		if (!eol)
			eol = end;
		read_line(&p, arena_strndup(a, at, (size_t)(eol - at)), &list);
		at = eol + 1;
	}
	strbuf_add(out, list.buf, list.len);
	add_repeat(&p, a, out);
	add_output("Output", p.out_head, &p.out, out);
	add_output("Errors", p.err_head, &p.err, out);
	strbuf_free(&p.script);
	strbuf_free(&p.out);
	strbuf_free(&p.err);
}
