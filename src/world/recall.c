#include "world/recall.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "json/value.h"
#include "text/redact.h"
#include "world/heard.h"
#include "world/resolve.h"

/* -- one piece ----------------------------------------------------------------------------------- */

/* world/evidence.c writes it. */
struct piece {
	const char *outcome, *captured;
	struct strbuf streams[2];
	bool whole[2]; /* nothing of it is masked or left out */
	struct strbuf *block;
};

static void end_block(struct piece *p, const char *head)
{
	struct strbuf *s = p->block;
	unsigned long long total, lacks, masked;

	if (!s || sscanf(head, "%llu bytes, %llu left out, %llu masked", &total, &lacks,
			 &masked) != 3)
		return;
	if (s->len == total + 1) /* its last line had no end */
		strbuf_setlen(s, total);
	p->whole[s - p->streams] = !lacks && !masked && s->len == total;
}

static void read_piece(struct bytes text, struct arena *a, struct piece *p)
{
	static const char *const heads[] = {"stdout: ", "stderr: "};
	const char *at = text.data, *end = at + text.len, *head = "";

	while (at < end) {
		const char *eol = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((eol ? eol : end) - at);
		const char *line = arena_strndup(a, at, len);

		if (*line == '\t' && p->block) {
			strbuf_add(p->block, at + 1, len - 1);
			strbuf_addch(p->block, '\n');
		} else if (*line != '\t') {
			end_block(p, head);
			p->block = NULL;
		}
		for (int i = 0; i < 2; i++)
			if (text_begins(line, heads[i])) {
				p->block = &p->streams[i];
				head = line + strlen(heads[i]);
			}
		if (text_begins(line, "outcome: "))
			p->outcome = line + strlen("outcome: ");
		if (text_begins(line, "captured: "))
			p->captured = line + strlen("captured: ");
		at += len + 1;
	}
	end_block(p, head);
}

/* As it was heard then. What is not whole can be asked for its exit alone. */
static void recall_output(struct world *world, const char *id, const struct piece *p)
{
	static const char exited[] = "exit status ";
	struct recorded recorded = {.id = id, .process = {.how = PROC_EXITED}};
	struct capture *streams[] = {&recorded.out, &recorded.err};
	struct heard *heard;

	if (!p->outcome || !text_begins(p->outcome, exited))
		return;
	recorded.process.code = (int)strtol(p->outcome + strlen(exited), NULL, 10);
	heard = heard_open(NULL);
	for (int i = 0; i < 2; i++)
		heard_piece(heard, i + 1, bytes_of(p->streams[i].buf, p->streams[i].len));
	heard_close(heard, world->arena, &recorded);
	for (int i = 0; i < 2; i++)
		streams[i]->total += !p->whole[i];
	recorded.partial = !p->whole[0] || !p->whole[1];
	*ARENA_PUSH(world->arena, world->recorded, world->recorded_count) = recorded;
}

static void recall_captures(struct world *world, const char *id, const char *json)
{
	const struct json_value *captured;
	struct err unreadable; /* then nothing is known of it */

	if (!json ||
	    json_value_parse(bytes_text(json), id, world->arena, &captured, &unreadable) < 0)
		return;
	for (size_t i = 0; i < captured->count; i++) {
		const char *text = captured->items[i]->text;

		if (text && !strstr(text, REDACT_MASK))
			world_capture(world, id, captured->names[i], text);
	}
}

static void recall_piece(struct world *world, const char *id, const struct remembered *of)
{
	struct piece p = {.streams = {STRBUF_INIT, STRBUF_INIT}};

	read_piece(of->text, world->arena, &p);
	recall_output(world, id, &p);
	recall_captures(world, id, p.captured);
	for (int i = 0; i < 2; i++)
		strbuf_free(&p.streams[i]);
}

/* Whose output and captures that piece has; NULL: nobody's, as of checks that are asked again. */
static const char *id_of(const char *name, bool twice)
{
	static const char *const lists[] = {"guard.", "stop.", "before."};

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (text_begins(name, lists[i]))
			return name + strlen(lists[i]);
	return !strcmp(name, twice ? "run.2" : "run") ? "step" : NULL;
}

/* -- what is asked of it ------------------------------------------------------------------------- */

/* Captures that the run had, and nobody has recorded. */
static void find_lost(struct world *world, const struct recalling *checks,
		      struct captured **ret, size_t *ret_count)
{
	struct arena *a = world->arena;

	for (size_t i = 0; i < ARRAY_SIZE(checks->before); i++)
		for (size_t k = 0; checks->before[i] && k < checks->before[i]->count; k++) {
			const struct check *check = checks->before[i]->items[k];
			struct check used;

			if (!runbook_used(world->runbook, world->step, check, &used))
				continue;
			for (size_t n = 0; n < used.capture.count; n++) {
				const char *name = used.capture.items[n].name;
				const char *full = arena_printf(a, "checks.%s.%s", check->id,
								name);

				if (!template_value(&world->scope, full))
					*ARENA_PUSH(a, *ret, *ret_count) = (struct captured){
						check->id, name, arena_printf(a, "<%s>", full)};
			}
		}
}

/* An empty variable is no value: a command that names it could hold by that. */
static bool names_lost(const struct command *command, const struct captured *lost, size_t count,
		       struct arena *a)
{
	bool named = false;

	for (size_t i = 0; !named && i < count; i++) {
		const char *name = template_variable(lost[i].check, lost[i].name, a);

		named = command->shell && strstr(command->shell, name);
		for (size_t k = 0; !named && k < command->argv.count; k++)
			named = strstr(command->argv.items[k], name);
	}
	return named;
}

/* Of what a check of this list found, this very verification knows. */
static bool is_asked(const struct checks *list, const char *id)
{
	bool asked = false;

	for (size_t i = 0; !asked && i < list->count; i++)
		asked = !strcmp(list->items[i]->id, id);
	return asked;
}

static bool lacks_output(const struct world *world, const struct checks *verify,
			 const struct check *check)
{
	const struct recorded *known = NULL;

	if (check->probe != PROBE_OUTPUT_OF || is_asked(verify, check->subject))
		return false;
	for (size_t i = 0; i < world->recorded_count; i++)
		if (!strcmp(world->recorded[i].id, check->subject))
			known = &world->recorded[i];
	return !known || (known->partial && check->capture.count) ||
	       world_is_cut(known, check->expect, check->capture);
}

static bool is_unknown(struct world *world, const struct checks *verify,
		       const struct check *check, const struct captured *lost, size_t count)
{
	struct check used;
	struct err unknown;

	return runbook_used(world->runbook, world->step, check, &used) &&
	       (lacks_output(world, verify, &used) ||
		names_lost(&used.run, lost, count, world->arena) ||
		resolve_check(world, check, &unknown) < 0);
}

int recall(struct world *world, const struct remembered *list, size_t count,
	   const struct recalling *checks, size_t *ret_known, struct err *err)
{
	struct captured *lost = NULL;
	size_t known, lost_count = 0;
	bool twice = false;

	for (size_t i = 0; i < count; i++)
		twice = twice || !strcmp(list[i].name, "run.2");
	for (size_t i = 0; i < count; i++) {
		const char *id = id_of(list[i].name, twice);

		if (id && list[i].text.data)
			recall_piece(world, id, &list[i]);
	}
	known = world->captured_count;
	find_lost(world, checks, &lost, &lost_count);
	for (size_t i = 0; i < lost_count; i++)
		world_capture(world, lost[i].check, lost[i].name, lost[i].value);
	if (resolve_checks(world, checks->verify, err) < 0)
		return -1;
	world->captured_count = world->scope.captured_count = known;
	for (size_t i = 0; i < checks->verify->count; i++)
		if (is_unknown(world, checks->verify, checks->verify->items[i], lost,
			       lost_count))
			*ARENA_PUSH(world->arena, world->unknown,
				    world->unknown_count) = checks->verify->items[i]->id;
	*ret_known = known;
	return 0;
}
