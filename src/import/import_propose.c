/*
 * import_propose.c - what a document shows and a person must accept: commands as `run`, what is to
 * be seen as `verify`, conditions, rollbacks, drills. Each stands as a comment where its key would,
 * with its place, so that uncommenting is accepting; a key that this version does not obey stays one.
 */
#include "import/import_parts.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/texts.h"
#include "runbook/runbook.h"
#include "yaml/emit.h"

struct proposal {
	struct strbuf *out;
	const char *indent;
	bool key; /* no comment */
};

static void begin(struct proposal *p)
{
	strbuf_addf(p->out, "%s%s", p->indent, p->key ? "" : "# ");
}

/* What is written means itself: "${{" begins a template everywhere. */
static void add_text(struct proposal *p, const char *text)
{
	for (; *text; text++) {
		strbuf_addch(p->out, *text);
		if (text_begins(text, "${{"))
			strbuf_addch(p->out, ' ');
	}
}

static void key(struct proposal *p, const char *blanks, const char *name, const char *value)
{
	begin(p);
	strbuf_addf(p->out, "%s%s:", blanks, name);
	if (value) {
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

		for (const char *c = value; *c; c++) {
			strbuf_addch(&text, *c);
			if (text_begins(c, "${{"))
				strbuf_addch(&text, ' ');
		}
		strbuf_addch(p->out, ' ');
		emit_scalar(p->out, text.buf, text.len);
	}
}

static void place(struct proposal *p, const char *path, unsigned line)
{
	strbuf_addstr(p->out, " # ");
	printable_addstr(p->out, path);
	strbuf_addf(p->out, ":%u", line);
}

static void end(struct proposal *p)
{
	strbuf_addch(p->out, '\n');
}

/* The lines of a command below "run: |". */
static void block(struct proposal *p, const char *blanks, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		CLEANUP(strbuf_free) struct strbuf line = STRBUF_INIT;

		strbuf_add(&line, text, len);
		begin(p);
		strbuf_addf(p->out, "%s  ", blanks);
		add_text(p, line.buf);
		end(p);
		text += len + (text[len] == '\n');
	}
}

/* What is to be seen of a command that is no check stays a remark whatever is accepted. */
static void expected(struct proposal *p, const char *blanks,
		     const struct import_command *command)
{
	struct proposal remark = {p->out, p->indent, false};

	begin(&remark);
	strbuf_addstr(p->out, blanks);
	printable_addstr(p->out, command->expect);
	place(p, command->path, command->line);
	end(p);
}

static void runs(struct proposal *p, const char *blanks, const struct import_command *commands,
		 size_t count)
{
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if (commands[i].verify || commands[i].language)
			continue;
		if (!any) {
			begin(p);
			strbuf_addf(p->out, "%srun: |", blanks);
			place(p, commands[i].path, commands[i].line);
			end(p);
		}
		block(p, blanks, commands[i].text);
		any = true;
	}
	for (size_t i = 0; i < count; i++)
		if (!commands[i].verify && !commands[i].language && commands[i].expect)
			expected(p, blanks, &commands[i]);
}

/* "PONG" of "returns PONG": one word beyond doubt, that the output must hold. */
static const char *word_of(struct strbuf *out, const char *expect)
{
	const char *at = expect;
	size_t len;

	strbuf_setlen(out, 0);
	for (; *at; at += len + (at[len] != '\0')) {
		len = strcspn(at, " ,.;:()[]{}\"'`");
		if (len < 3 || strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") < len)
			continue;
		if (out->len)
			return NULL;
		strbuf_add(out, at, len);
	}
	return out->len && strcmp(out->buf, "JSON") && strcmp(out->buf, "HTTP") &&
			       strcmp(out->buf, "CSV")
		       ? out->buf
		       : NULL;
}

static void check(struct proposal *p, const struct import_command *command, size_t number)
{
	CLEANUP(strbuf_free) struct strbuf word = STRBUF_INIT;
	const char *seen = command->expect ? word_of(&word, command->expect) : NULL;

	begin(p);
	strbuf_addf(p->out, "- id: check_%zu", number);
	place(p, command->path, command->line);
	end(p);
	begin(p);
	strbuf_addstr(p->out, "  run: |\n");
	block(p, "  ", command->text);
	begin(p);
	strbuf_addf(p->out, "  expect: {exit: 0%s%s%s}", seen ? ", stdout: {matches: " : "",
		    seen ? seen : "", seen ? "}" : "");
	if (command->expect) {
		strbuf_addstr(p->out, " # ");
		for (const char *c = command->expect; *c; c++)
			if (*c != '`')
				strbuf_addch(p->out, *c);
	}
	end(p);
}

static bool is_check(const struct import_command *command)
{
	return command->verify && !command->language;
}

static void checks(struct proposal *p, const struct import_command *commands, size_t count)
{
	size_t number = 0;

	for (size_t i = 0; i < count; i++) {
		if (!is_check(&commands[i]))
			continue;
		if (!number) {
			key(p, "", "verify", NULL);
			end(p);
		}
		check(p, &commands[i], ++number);
	}
}

/* What no shell reads stays a remark whatever is accepted. */
static void remarks(struct proposal *p, const struct import_command *commands, size_t count)
{
	struct proposal remark = {p->out, p->indent, false};

	for (size_t i = 0; i < count; i++) {
		if (!commands[i].language)
			continue;
		begin(&remark);
		strbuf_addf(p->out, "%s:", commands[i].language);
		place(&remark, commands[i].path, commands[i].line);
		end(&remark);
		block(&remark, "", commands[i].text);
	}
}

bool import_is_gate(const struct import_step *step)
{
	return strstr(step->plain, "(Gate)");
}

bool import_has_checks(const struct import_step *step)
{
	bool found = false;

	for (size_t i = 0; !found && i < step->command_count; i++)
		found = is_check(&step->commands[i]);
	return found;
}

/* A gate runs nothing: what its document has it run stays a remark. */
void import_propose_step(struct emit *e, const struct import_step *step, bool accept)
{
	struct proposal p = {e->out, "  ", accept};
	struct proposal run = {e->out, "  ", accept && !step->uses && !import_is_gate(step)};

	runs(&run, "", step->commands, step->command_count);
	checks(&p, step->commands, step->command_count);
	remarks(&p, step->commands, step->command_count);
}

/* --- of the document as a whole --------------------------------------------------------- */

static void conditions(struct proposal *p, const char *blanks, const char *name,
		       const struct import_condition *items, size_t count,
		       const struct import_procedure *below)
{
	size_t number = 0;

	for (size_t i = 0; i < count; i++) {
		if (items[i].below != below)
			continue;
		if (!number) {
			key(p, blanks, name, NULL);
			end(p);
		}
		begin(p);
		strbuf_addf(p->out, "%s- id: %s_%zu", blanks, name, ++number);
		place(p, items[i].path, items[i].line);
		end(p);
		begin(p);
		strbuf_addf(p->out, "%s  ", blanks);
		strbuf_addstr(p->out, "manual: ");
		emit_scalar(p->out, items[i].text, strlen(items[i].text));
		end(p);
	}
}

static void heading(struct proposal *p, const char *name)
{
	if (!p->key)
		strbuf_addf(p->out,
			    "\n# '%s' is not obeyed by this version: adopt refuses it\n", name);
	key(p, "", name, NULL);
	end(p);
}

/* A trigger is looked at with nobody there: words are a remark until somebody makes a check of them. */
static void procedure(struct proposal *p, const struct import_procedure *it,
		      const struct import *import)
{
	struct proposal remark = {p->out, p->indent, false};

	begin(p);
	strbuf_addstr(p->out, "- id: ");
	emit_scalar(p->out, it->id, strlen(it->id));
	place(p, it->path, it->line);
	end(p);
	key(p, "  ", "title", it->title);
	end(p);
	for (size_t i = 0; i < it->lines.count; i++) {
		begin(&remark);
		strbuf_addstr(p->out, "  ");
		printable_addstr(p->out, it->lines.items[i]);
		end(&remark);
	}
	runs(p, "  ", it->commands, it->command_count);
	remarks(p, it->commands, it->command_count);
	conditions(&remark, "  ", "triggers", import->triggers, import->trigger_count, it);
}

static bool has_work(const struct import *import, const struct import_procedure *it)
{
	for (size_t i = 0; i < import->trigger_count; i++)
		if (import->triggers[i].below == it)
			return true;
	return it->command_count || it->lines.count;
}

static void procedures(struct strbuf *out, const struct import *import, const char *name,
		       struct import_procedure **items, size_t count, bool always)
{
	struct proposal p = {out, "", runbook_obeys(name)};
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if (!always && !has_work(import, items[i]))
			continue;
		if (!any)
			heading(&p, name);
		any = true;
		procedure(&p, items[i], import);
	}
}

static void stops(struct strbuf *out, const struct import *import)
{
	struct proposal p = {out, "", false};

	if (!import->stop_count)
		return;
	strbuf_addstr(
		out,
		"\n# Conditions under which nothing goes on: 'defaults', for every step\n");
	key(&p, "", "defaults", NULL);
	end(&p);
	conditions(&p, "  ", "stop", import->stops, import->stop_count, NULL);
}

void import_propose(struct emit *e, const struct import *import)
{
	struct proposal p = {e->out, "", false};

	stops(e->out, import);
	procedures(e->out, import, "rollbacks", import->rollbacks, import->rollback_count,
		   false);
	procedures(e->out, import, "drills", import->drills, import->drill_count, true);
	if (!import->command_count)
		return;
	strbuf_addstr(e->out, "\n# Commands of no step\n");
	for (size_t i = 0; i < import->command_count; i++) {
		begin(&p);
		printable_addstr(p.out, import->commands[i].path);
		strbuf_addf(p.out, ":%u", import->commands[i].line);
		end(&p);
		block(&p, "", import->commands[i].text);
	}
}
