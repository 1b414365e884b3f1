#include "world/evidence.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/time.h"
#include "json/write.h"
#include "text/redact.h"

#define FOUND_LONGEST 400 /* bytes of an expectation's line; the output stands below it */

/* One line of ours: whatever the value holds, it stays on its line. */
static void field(struct strbuf *out, const char *name, const char *value)
{
	if (!value)
		return;
	strbuf_addf(out, "%s: ", name);
	printable_addstr(out, value);
	strbuf_addch(out, '\n');
}

static void moment(struct strbuf *out, const char *name, int64_t when)
{
	field(out, name, TIME_TEXT(when));
}

static void command(struct strbuf *out, const char *const *argv)
{
	struct json_writer w;

	strbuf_addstr(out, "command: ");
	jw_init(&w, out);
	jw_array(&w);
	for (; *argv; argv++)
		jw_string(&w, *argv);
	jw_end(&w);
	strbuf_addch(out, '\n');
}

/* Foreign text: each line behind a tab, so that none can be taken for a field. */
static void block(struct strbuf *out, struct bytes text)
{
	const char *from = text.data;

	for (size_t at = 0; at < text.len;) {
		const char *eol = memchr(from + at, '\n', text.len - at);
		size_t len = eol ? (size_t)(eol - (from + at)) : text.len - at;

		strbuf_addch(out, '\t');
		strbuf_add(out, from + at, len);
		strbuf_addch(out, '\n');
		at += len + 1;
	}
}

static void stream(struct strbuf *out, const char *name, const struct capture *c,
		   uint64_t masked, struct arena *a)
{
	strbuf_addf(out, "%s: %" PRIu64 " bytes, %" PRIu64 " left out, %" PRIu64 " masked\n",
		    name, c->total, capture_missing(c), masked);
	block(out, capture_text(c, a));
}

static void names(struct strbuf *out, const char *const *list)
{
	strbuf_addstr(out, "variables:");
	for (; *list; list++)
		strbuf_addf(out, " %s", *list);
	strbuf_addch(out, '\n');
}

static void expectation(struct strbuf *out, const struct expect_item *item)
{
	const char *parts[] = {item->pass      ? "pass"
			       : item->unknown ? "unknown"
					       : "fail",
			       item->what, item->expected, item->found};

	strbuf_addstr(out, "expect: ");
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		size_t len = parts[i] ? strlen(parts[i]) : 0;

		if (i)
			strbuf_addstr(out, " | ");
		printable_add(out,
			      bytes_of(parts[i], len < FOUND_LONGEST ? len : FOUND_LONGEST),
			      PRINTABLE_LINE);
	}
	strbuf_addch(out, '\n');
}

static void write_facts(struct strbuf *out, const struct evidence_facts *f, struct arena *a)
{
	strbuf_addstr(out, "mcade-evidence 1\n");
	field(out, "name", f->name);
	field(out, "step", f->step);
	field(out, "environment", f->environment);
	field(out, "target", f->target);
	field(out, "directory", f->cwd);
	if (f->argv)
		command(out, f->argv);
	field(out, "probe", f->probe);
	if (f->env_names)
		names(out, f->env_names);
	for (size_t i = 0; i < f->passed_count; i++)
		field(out, "passed", f->passed[i]);
	if (f->process) {
		moment(out, "start", f->process->start);
		moment(out, "end", f->process->end);
		strbuf_addf(out, "milliseconds: %" PRId64 "\n", f->process->milliseconds);
		field(out, "outcome", proc_describe(f->process, a));
		if (f->process->spared)
			strbuf_addf(out, "left running: %u\n", f->process->spared);
		if (f->process->survivors_killed)
			strbuf_addf(out, "ended by us: %u\n", f->process->survivors_killed);
		if (f->process->left)
			strbuf_addf(out, "could not be ended: %u\n", f->process->left);
	}
	if (f->attempts)
		strbuf_addf(out, "attempts: %u\n", f->attempts);
	field(out, "captured", f->captured);
	for (size_t i = 0; i < f->expectation_count; i++)
		expectation(out, &f->expectations[i]);
	field(out, "result", f->result);
	field(out, "reason", f->reason);
	if (f->script) {
		strbuf_addstr(out, "script:\n");
		block(out, bytes_text(f->script));
	}
	if (f->process) {
		stream(out, "stdout", &f->process->out, f->process->redactions[0], a);
		stream(out, "stderr", &f->process->err, f->process->redactions[1], a);
	}
}

void evidence_add(struct evidence_items *list, const struct evidence_facts *facts,
		  const struct redactor *secrets)
{
	CLEANUP(strbuf_free) struct strbuf plain = STRBUF_INIT, masked = STRBUF_INIT;
	struct evidence_item *item;
	struct arena *a = list->arena;

	write_facts(&plain, facts, a);
	redact_text(secrets, bytes_of(plain.buf, plain.len), &masked);
	item = ARENA_PUSH(a, list->items, list->count);
	*item = (struct evidence_item){
		.name = arena_strdup(a, facts->name),
		.bytes = bytes_of(arena_memdup(a, masked.buf, masked.len), masked.len),
		.exit = facts->process ? proc_describe(facts->process, a) : NULL,
		.result = facts->result ? arena_strdup(a, facts->result) : NULL,
	};
}
