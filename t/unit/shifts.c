/*
 * A document whose steps move: what is recorded of an id goes to the step that it is recorded of, under
 * `was` where that has another name, or the update is refused. A table of shifts, then such that are drawn,
 * where what was drawn says which step is which. SHIFTS_SEED=N begins elsewhere; a failure names the seed
 * of its document.
 */
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "import/import.h"
#include "yaml/doc.h"
#include "../t/unit/tap.h"

#define SHIFTS 3000

/* "REL_01 Back up*" is recorded; "|" parts steps. */
struct shift {
	const char *name, *before, *after;
	/* "REL_02<REL_01": the step at this place, and what it was; "no:" the steps that are refused */
	const char *expected;
};

static const struct shift shifts[] = {
	{"nothing", "R_1 Freeze|R_2 Back up*|R_3 Deploy", "R_1 Freeze|R_2 Back up|R_3 Deploy",
	 "R_1 R_2 R_3"},
	{"insert at front", "R_1 Freeze*|R_2 Back up|R_3 Deploy",
	 "R_1 Call|R_2 Freeze|R_3 Back up|R_4 Deploy", "R_1 R_2<R_1 R_3<R_2 R_4<R_3"},
	{"insert in the middle", "R_1 Freeze|R_2 Back up*|R_3 Deploy*",
	 "R_1 Freeze|R_2 Back up|R_3 Wait|R_4 Deploy", "R_1 R_2 R_3 R_4<R_3"},
	{"insert at the end", "R_1 Freeze|R_2 Back up*", "R_1 Freeze|R_2 Back up|R_3 Deploy",
	 "R_1 R_2 R_3"},
	{"insert two", "R_1 Freeze*|R_2 Deploy*", "R_1 Call|R_2 Freeze|R_3 Wait|R_4 Deploy",
	 "R_1 R_2<R_1 R_3 R_4<R_2"},
	{"swap", "R_1 Freeze*|R_2 Back up", "R_1 Back up|R_2 Freeze", "R_2<R_1 R_1<R_2"},
	{"delete the first", "R_1 Freeze*|R_2 Back up|R_3 Deploy", "R_1 Back up|R_2 Deploy",
	 "no: R_1"},
	{"delete the middle", "R_1 Freeze|R_2 Back up*|R_3 Deploy", "R_1 Freeze|R_2 Deploy",
	 "no: R_2"},
	{"delete and insert", "R_1 Freeze|R_2 Back up*|R_3 Deploy",
	 "R_1 Freeze|R_2 Tell customers|R_3 Deploy", "no: R_2"},
	{"reword one, nothing recorded", "R_1 Freeze|R_2 Back up|R_3 Deploy",
	 "R_1 Freeze|R_2 Save all data|R_3 Deploy", "R_1 R_2 R_3"},
	{"reword one, recorded", "R_1 Freeze|R_2 Back up*|R_3 Deploy",
	 "R_1 Freeze|R_2 Save all data|R_3 Deploy", "no: R_2"},
	{"more words, recorded", "R_1 Freeze|R_2 Back up*|R_3 Deploy",
	 "R_1 Freeze|R_2 Back up the database|R_3 Deploy", "R_1 R_2 R_3"},
	{"fewer words, recorded", "R_1 Freeze|R_2 Back up the database*|R_3 Deploy",
	 "R_1 Freeze|R_2 Back up|R_3 Deploy", "R_1 R_2 R_3"},
	{"a slip of the pen, recorded", "R_1 Mirgate the tables*|R_2 Deploy",
	 "R_1 Migrate the table|R_2 Deploy", "R_1 R_2"},
	{"other case and signs, recorded", "R_1 back up*|R_2 Deploy", "R_1 Back up.|R_2 Deploy",
	 "R_1 R_2"},
	{"insert at front, reword", "R_1 Back up*|R_2 Deploy|R_3 Watch",
	 "R_1 Freeze|R_2 Save all data|R_3 Deploy|R_4 Watch", "no: R_1"},
	{"insert at front, reword, nothing recorded", "R_1 Back up|R_2 Deploy|R_3 Watch",
	 "R_1 Freeze|R_2 Save all data|R_3 Deploy|R_4 Watch", "no: R_1"},
	{"two that are like it", "R_1 Back up*|R_2 Deploy",
	 "R_1 Back up the disk|R_2 Back up the tables|R_3 Deploy", "no: R_1"},
	{"insert at front, more words", "R_1 Back up*|R_2 Deploy|R_3 Watch",
	 "R_1 Freeze|R_2 Back up the data|R_3 Deploy|R_4 Watch", "R_1 R_2<R_1 R_3<R_2 R_4<R_3"},
	{"insert at front, reword another", "R_1 Back up*|R_2 Deploy it|R_3 Watch",
	 "R_1 Freeze|R_2 Back up|R_3 Deploy all|R_4 Watch", "R_1 R_2<R_1 R_3<R_2 R_4<R_3"},
	{"insert at front, reword another altogether", "R_1 Back up*|R_2 Deploy|R_3 Watch",
	 "R_1 Freeze|R_2 Back up|R_3 Roll out|R_4 Watch", "no: R_2"},
	{"insert at front, reword the last", "R_1 Back up|R_2 Deploy|R_3 Watch*",
	 "R_1 Freeze|R_2 Back up|R_3 Deploy|R_4 Look around", "no: R_3"},
	{"reword two, nothing recorded", "R_1 Back up|R_2 Deploy|R_3 Watch",
	 "R_1 Save|R_2 Roll out|R_3 Watch", "R_1 R_2 R_3"},
	{"reword two, recorded", "R_1 Back up*|R_2 Deploy*|R_3 Watch",
	 "R_1 Save|R_2 Roll out|R_3 Watch", "no: R_1 R_2"},
	{"insert at front, reword two", "R_1 Back up*|R_2 Deploy*|R_3 Watch",
	 "R_1 Freeze|R_2 Save|R_3 Roll out|R_4 Watch", "no: R_1 R_2"},
	{"split", "R_1 Back up and deploy*|R_2 Watch", "R_1 Back up|R_2 Deploy|R_3 Watch",
	 "no: R_1"},
	{"merge", "R_1 Back up*|R_2 Deploy|R_3 Watch", "R_1 Back up and deploy|R_2 Watch",
	 "no: R_1 R_2"},
	{"another place", "R_1 Deploy to EU*|R_2 Watch", "R_1 Deploy to US|R_2 Watch",
	 "no: R_1"},
	{"another number", "R_1 Restart node 1*|R_2 Watch", "R_1 Restart node 2|R_2 Watch",
	 "no: R_1"},
	{"more to do", "R_1 Back up*|R_2 Watch", "R_1 Back up and deploy|R_2 Watch", "no: R_1"},
	{"the same thing undone", "R_1 Deploy*|R_2 Watch", "R_1 Undo deploy|R_2 Watch",
	 "no: R_1"},
	{"swap, reword the third", "R_1 Back up|R_2 Deploy|R_3 Watch it*",
	 "R_1 Deploy|R_2 Back up|R_3 Watch", "R_2<R_1 R_1<R_2 R_3"},
	{"move the last to the front", "R_1 Back up*|R_2 Deploy|R_3 Watch*",
	 "R_1 Watch|R_2 Back up|R_3 Deploy", "R_2<R_1 R_3<R_2 R_1<R_3"},
	{"one title twice, insert before", "R_1 Stop|R_2 Check*|R_3 Start|R_4 Check",
	 "R_1 Call|R_2 Stop|R_3 Check|R_4 Start|R_5 Check",
	 "R_1 R_2<R_1 R_3<R_2 R_4<R_3 R_5<R_4"},
	{"one title twice, another of it before", "R_1 Stop|R_2 Check*|R_3 Start|R_4 Check",
	 "R_1 Call|R_2 Check|R_3 Stop|R_4 Check|R_5 Start|R_6 Check",
	 "R_1 R_2 R_3<R_1 R_4<R_2 R_5<R_3 R_6<R_4"},
	{"one title twice, one more beside it", "R_1 Stop|R_2 Check*|R_3 Start",
	 "R_1 Stop|R_2 Check|R_3 Check|R_4 Start", "no: R_2"},
	{"one title twice, one is gone", "R_1 Stop|R_2 Check*|R_3 Start|R_4 Check",
	 "R_1 Stop|R_2 Start|R_3 Check", "no: R_2"},
	{"no ids: insert at front, reword", "Back up*|Deploy|Watch",
	 "Freeze|Save all data|Deploy|Watch", "no: BACK_UP"},
	{"no ids: insert at front, more words", "Back up*|Deploy|Watch",
	 "Freeze|Back up the data|Deploy|Watch", "FREEZE BACK_UP DEPLOY WATCH"},
	{"no ids: another step", "Freeze|Back up*|Watch", "Freeze|Tell all|Watch",
	 "no: BACK_UP"},
	{"one file for two, swapped",
	 "R_1 Deploy EU `playbooks/go.yml`*|R_2 Deploy US `playbooks/go.yml`|R_3 Watch",
	 "R_1 Deploy US `playbooks/go.yml`|R_2 Deploy EU `playbooks/go.yml`|R_3 Watch",
	 "R_2<R_1 R_1<R_2 R_3"},
	{"one file for two, the first is gone",
	 "R_1 Deploy EU `playbooks/go.yml`*|R_2 Deploy US `playbooks/go.yml`|R_3 Watch",
	 "R_1 Deploy US `playbooks/go.yml`|R_2 Watch", "no: R_1"},
	{"one file for two, the first is another",
	 "R_1 Deploy EU `playbooks/go.yml`*|R_2 Deploy US `playbooks/go.yml`|R_3 Watch",
	 "R_1 Deploy Asia `playbooks/go.yml`|R_2 Deploy US `playbooks/go.yml`|R_3 Watch",
	 "no: R_1"},
	{"one file, inserted before", "R_1 Deploy EU `playbooks/go.yml`*|R_2 Watch",
	 "R_1 Deploy US `playbooks/go.yml`|R_2 Deploy EU `playbooks/go.yml`|R_3 Watch",
	 "R_1 R_2<R_1 R_3<R_2"},
	{"one file, more words", "R_1 Deploy EU `playbooks/go.yml`*|R_2 Watch",
	 "R_1 Deploy EU now `playbooks/go.yml`|R_2 Watch", "R_1 R_2"},
	{"its file is another step's now", "R_1 Deploy `playbooks/go.yml`*|R_2 Watch",
	 "R_1 Deploy|R_2 Tell them `playbooks/go.yml`|R_3 Watch", "R_1 R_2 R_3<R_2"},
	{"a command that only looks", "R_1 Restart web `kubectl get pods`*|R_2 Watch",
	 "R_1 Empty the queue `kubectl get pods`|R_2 Watch", "no: R_1"},
	{"a part of its command", "R_1 Back up `make release-all`*|R_2 Watch",
	 "R_1 Tell customers `make release`|R_2 Watch", "no: R_1"},
	{"no ids: a part of its command", "Freeze|Back up `make release-all`|Watch",
	 "Freeze|Tell customers `make release`|Watch", "no: BACK_UP"},
	{"no ids: all of its command", "Freeze|Back up `make release`|Watch",
	 "Freeze|Tell customers `make release`|Watch", "FREEZE BACK_UP WATCH"},
	{"a number more", "R_1 Restart node*|R_2 Watch", "R_1 Restart node 2|R_2 Watch",
	 "no: R_1"},
	{"a number less", "R_1 Restart node 2*|R_2 Watch", "R_1 Restart node|R_2 Watch",
	 "no: R_1"},
	{"undone in more words", "R_1 Deploy*|R_2 Watch", "R_1 Deploy rollback|R_2 Watch",
	 "no: R_1"},
	{"denied in more words", "R_1 Deploy*|R_2 Watch", "R_1 Deploy not|R_2 Watch",
	 "no: R_1"},
	{"an exercise of it", "R_1 Restore drill*|R_2 Watch", "R_1 Restore|R_2 Watch",
	 "no: R_1"},
	{"swap, insert, reword, delete at once",
	 "R_1 Freeze writes*|R_2 Back up the data*|R_3 Deploy the app|R_4 Watch graphs*|R_5 "
	 "Tell all",
	 "R_1 Call|R_2 Back up the data|R_3 Freeze writes|R_4 Watch graphs closely|R_5 Inform "
	 "people",
	 "no: R_3 R_5"},
	{"swap, insert, reword another altogether, delete at once",
	 "R_1 Freeze writes|R_2 Back up the data*|R_3 Deploy the app*|R_4 Watch graphs",
	 "R_1 Call|R_2 Deploy the app|R_3 Save everything|R_4 Watch graphs", "no: R_1 R_2"},
	{"written as one word", "R_1 Back up*|R_2 Watch", "R_1 Backup|R_2 Watch", "R_1 R_2"},
	{"a longer word", "R_1 Deploy*|R_2 Watch", "R_1 Deployment|R_2 Watch", "R_1 R_2"},
	{"what undoes it", "R_1 Enable alerts*|R_2 Watch", "R_1 Disable alerts|R_2 Watch",
	 "no: R_1"},
	{"by its command, under its id, which the doors refuse",
	 "R_1 Back up `pg_dump x`*|R_2 Watch", "R_1 Save all data `pg_dump x`|R_2 Watch",
	 "no: R_1"},
	{"by its command", "R_1 Back up `pg_dump x`*|R_2 Watch",
	 "R_1 Freeze|R_2 Save all data `pg_dump x`|R_3 Watch", "R_1 R_2<R_1 R_3<R_2"},
};

static void stop(const struct err *err)
{
	printf("Bail out! %s\n", err->text);
	exit(1);
}

struct records {
	struct arena *arena;
	struct strmap ids;
};

static bool recorded(void *ctx, const char *step)
{
	struct records *records = ctx;

	return strmap_get(&records->ids, step);
}

/* Into steps of a list: "- [ ] REL_01 Back up", a command of it below; how many. */
static size_t write_steps(struct strbuf *out, const char *text)
{
	size_t count = 0;

	strbuf_addstr(out, "# Release\n\n");
	for (; *text; count++) {
		size_t len = strcspn(text, "|"), title = strcspn(text, "|*`");

		strbuf_addf(out, "- [ ] %.*s\n", (int)title, text);
		if (text[title] == '`')
			strbuf_addf(out, "  - %s%.*s\n",
				    text_begins(text + title, "`playbooks/") ? "Playbook: "
									     : "",
				    (int)strcspn(text + title, "|*"), text + title);
		text += len + (text[len] == '|');
	}
	return count;
}

static void read_document(struct arena *arena, const char *text, struct import_options *options,
			  struct import *ret, struct findings *found)
{
	struct import_source source = {.path = "R.md", .text = bytes_text(text)};
	struct err err;

	if (import_read(&source, 1, options, arena, ret, found, &err) < 0)
		stop(&err);
}

/* The runbook of the first document, what of the second becomes of it; false: it is refused. */
static bool update(struct arena *arena, const char *before, const char *after,
		   struct import_options *options, struct findings *found, struct strbuf *ret)
{
	CLEANUP(strbuf_free)
	struct strbuf old = STRBUF_INIT, first = STRBUF_INIT, second = STRBUF_INIT;
	struct import_options plain = {.name = "x", .accept = true};
	struct records *records = options->ctx;
	struct findings ignored = FINDINGS_INIT(arena);
	struct import import;
	struct bytes text;
	struct err err;
	bool refused;

	write_steps(&first, before);
	write_steps(&second, after);
	read_document(arena, arena_strdup(arena, first.buf), &plain, &import, &ignored);
	if (import_runbook(&import, NULL, &old, &refused, &ignored, &err) < 0)
		stop(&err);
	for (size_t i = 0; i < import.step_count; i++) {
		const char *end = before + strcspn(before, "|");

		if (end > before && end[-1] == '*')
			strmap_put(&records->ids, import.steps[i].id, records);
		before = *end ? end + 1 : end;
	}
	text = bytes_of(arena_strdup(arena, old.buf), old.len);
	read_document(arena, arena_strdup(arena, second.buf), options, &import, found);
	if (import_runbook(&import, &text, ret, &refused, found, &err) < 0)
		stop(&err);
	return !refused;
}

static const struct doc_node *steps_of(struct arena *arena, const struct strbuf *text)
{
	const struct doc_node *root;
	struct err err;

	if (doc_parse(bytes_of(arena_strdup(arena, text->buf), text->len), "x", arena, &root,
		      &err) < 0)
		stop(&err);
	return doc_get(root, "steps");
}

static const char *value(const struct doc_node *step, const char *key)
{
	const struct doc_node *node = doc_get(step, key);

	return node ? node->text : NULL;
}

static const char *outcome(struct arena *arena, bool taken, const struct strbuf *text,
			   const struct findings *found)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct doc_node *steps = taken ? steps_of(arena, text) : NULL;

	if (!taken) {
		strbuf_addstr(&out, "no:");
		for (size_t i = 0; i < found->count; i++)
			if (found->items[i].severity == FINDING_ERROR)
				strbuf_addf(&out, " %s", found->items[i].step);
	}
	for (size_t i = 0; steps && i < steps->count; i++) {
		const char *was = value(steps->items[i], "was");

		strbuf_addf(&out, "%s%s%s%s", i ? " " : "", value(steps->items[i], "id"),
			    was ? "<" : "", was ? was : "");
	}
	return arena_strdup(arena, out.buf);
}

static void test_table(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(shifts); i++) {
		CLEANUP(arena_free) struct arena arena = ARENA_INIT;
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
		struct records records = {&arena, {.arena = &arena}};
		struct import_options options = {.name = "x",
						 .update = true,
						 .rename = true,
						 .recorded = recorded,
						 .ctx = &records};
		struct findings found = FINDINGS_INIT(&arena);
		bool taken = update(&arena, shifts[i].before, shifts[i].after, &options, &found,
				    &text);

		is_str(outcome(&arena, taken, &text, &found), shifts[i].expected,
		       shifts[i].name);
	}
}

/* --- drawn ------------------------------------------------------------------------------- */

static const char *const titles[] = {"Freeze writes",	      "Back up the database",
				     "Migrate the database",  "Deploy the service",
				     "Deploy the worker",     "Restart node 1",
				     "Restart node 2",	      "Watch the graphs",
				     "Tell the customers",    "Lift the freeze",
				     "Rotate the keys",	      "Drain the queue",
				     "Compare the checksums", "Close the window",
				     "Сделать копию",	      "数据库备份",
				     "Prüfsummen vergleichen"};

#define MOST 12

struct drawn {
	struct arena *arena;
	uint64_t state;
	const char *before[MOST], *after[2 * MOST];
	size_t before_count, after_count;
	size_t of[2 * MOST];   /* which it was before; SIZE_MAX: none */
	bool done[MOST], kept; /* kept: only steps that came or moved */
};

static uint32_t draw(struct drawn *d, uint32_t below)
{
	d->state = d->state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(d->state >> 33) % below;
}

static void insert(struct drawn *d, size_t at, const char *title, size_t of)
{
	memmove(d->after + at + 1, d->after + at, (d->after_count - at) * sizeof(*d->after));
	memmove(d->of + at + 1, d->of + at, (d->after_count - at) * sizeof(*d->of));
	d->after[at] = title;
	d->of[at] = of;
	d->after_count++;
}

static void take_out(struct drawn *d, size_t at)
{
	d->after_count--;
	memmove(d->after + at, d->after + at + 1, (d->after_count - at) * sizeof(*d->after));
	memmove(d->of + at, d->of + at + 1, (d->after_count - at) * sizeof(*d->of));
}

static void change(struct drawn *d, const char *const *fresh, size_t *used)
{
	size_t at = draw(d, (uint32_t)d->after_count), of = d->of[at];
	const char *title = d->after[at];
	uint32_t what = draw(d, 8);

	d->kept = d->kept && what < 3;
	switch (what) {
	case 0:
	case 1:
		insert(d, at, fresh[(*used)++], SIZE_MAX);
		break;
	case 2: /* moved */
		take_out(d, at);
		insert(d, draw(d, (uint32_t)d->after_count + 1), title, of);
		break;
	case 3: /* gone, another at its place or not */
		take_out(d, at);
		if (draw(d, 2) || !d->after_count)
			insert(d, at, fresh[(*used)++], SIZE_MAX);
		break;
	case 4:
		d->after[at] = fresh[(*used)++]; /* reworded beyond recognition */
		break;
	case 5:
		d->after[at] = arena_printf(d->arena, "%s once more", title);
		break;
	case 6: /* split: neither is what it was */
		d->after[at] = arena_printf(d->arena, "Begin to %s", title);
		d->of[at] = SIZE_MAX;
		insert(d, at + 1, fresh[(*used)++], SIZE_MAX);
		break;
	default: /* merged */
		if (at + 1 == d->after_count)
			break;
		d->after[at] = arena_printf(d->arena, "%s and %s", title, d->after[at + 1]);
		d->of[at] = SIZE_MAX;
		take_out(d, at + 1);
	}
}

static void shuffled(struct drawn *d, const char **ret)
{
	for (size_t i = 0; i < ARRAY_SIZE(titles); i++) {
		size_t at = draw(d, (uint32_t)i + 1);

		ret[i] = ret[at];
		ret[at] = titles[i];
	}
}

static const char *listed(struct drawn *d, const char *const *list, size_t count, bool ids,
			  bool done)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < count; i++) {
		strbuf_addstr(&out, i ? "|" : "");
		if (ids)
			strbuf_addf(&out, "REL_%02zu ", i + 1);
		strbuf_addf(&out, "%s%s", list[i], done && d->done[i] ? "*" : "");
	}
	return arena_strdup(d->arena, out.buf);
}

/* The step that has the history of this id now. */
static const struct doc_node *heir(const struct doc_node *steps, const char *id)
{
	const struct doc_node *same = NULL;

	for (size_t i = 0; i < steps->count; i++) {
		const char *was = value(steps->items[i], "was");

		if (was && !strcmp(was, id))
			return steps->items[i];
		if (!was && !strcmp(value(steps->items[i], "id"), id))
			same = steps->items[i];
	}
	return same;
}

/* Is each history where it belongs? */
static bool right(struct drawn *d, const struct doc_node *steps, const struct doc_node *old)
{
	for (size_t i = 0; i < d->before_count; i++) {
		const struct doc_node *is = heir(steps, value(old->items[i], "id"));
		const char *title = is ? value(is, "title") : NULL;
		size_t at = 0;

		while (at < d->after_count && d->of[at] != i)
			at++;
		if (d->done[i] &&
		    (!title || at == d->after_count || !text_ends(title, d->after[at])))
			return false;
	}
	return true;
}

static void test_drawn(uint64_t seed, size_t *ret_taken, size_t *ret_wrong, size_t *ret_lost)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	CLEANUP(strbuf_free)
	struct strbuf text = STRBUF_INIT, doc = STRBUF_INIT, old = STRBUF_INIT;
	struct drawn d = {.arena = &arena, .state = seed * 2 + 1, .kept = true};
	struct records records = {&arena, {.arena = &arena}};
	struct import_options options = {.name = "x",
					 .update = true,
					 .rename = draw(&d, 3) > 0,
					 .recorded = recorded,
					 .ctx = &records};
	struct findings found = FINDINGS_INIT(&arena), ignored = FINDINGS_INIT(&arena);
	const char *order[ARRAY_SIZE(titles)], *before, *after;
	struct import import;
	struct err err;
	size_t used;
	bool ids = draw(&d, 3), taken, refused;

	draw(&d, 2);
	shuffled(&d, order);
	used = d.before_count = 3 + draw(&d, MOST - 6);
	for (size_t i = 0; i < d.before_count; i++) {
		d.before[i] = order[i];
		d.done[i] = draw(&d, 2);
		insert(&d, i, order[i], i);
	}
	for (uint32_t n = 1 + draw(&d, 4); n; n--)
		change(&d, order, &used);
	before = listed(&d, d.before, d.before_count, ids, true);
	after = listed(&d, d.after, d.after_count, ids, false);
	taken = update(&arena, before, after, &options, &found, &text);
	write_steps(&doc, before);
	options = (struct import_options){.name = "x"};
	read_document(&arena, doc.buf, &options, &import, &ignored);
	if (import_runbook(&import, NULL, &old, &refused, &ignored, &err) < 0)
		stop(&err);
	*ret_taken += taken;
	if (taken && !right(&d, steps_of(&arena, &text), steps_of(&arena, &old))) {
		printf("# SHIFTS_SEED=%llu: %s -> %s\n# %s\n", (unsigned long long)seed, before,
		       after, outcome(&arena, taken, &text, &found));
		++*ret_wrong;
	}
	if (!taken && d.kept) {
		printf("# SHIFTS_SEED=%llu: %s -> %s\n# %s\n", (unsigned long long)seed, before,
		       after, outcome(&arena, taken, &text, &found));
		++*ret_lost;
	}
}

int main(void)
{
	const char *wanted = getenv("SHIFTS_SEED");
	uint64_t seed = wanted ? strtoull(wanted, NULL, 10) : 20261129;
	size_t taken = 0, wrong = 0, lost = 0;

	test_table();
	for (size_t i = 0; i < SHIFTS; i++)
		test_drawn(seed + i, &taken, &wrong, &lost);
	printf("# %zu of %d shifts are taken\n", taken, SHIFTS);
	ok(!wrong, "what is recorded stays with its step, or the update is refused");
	ok(!lost, "where steps came and moved, and none has other words, nothing is refused");
	ok(taken > SHIFTS / 4, "many are taken");
	return done();
}
