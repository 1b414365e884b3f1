/* git mcade render: the records, from the ledger back to the work tree. */
#include "records/render.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "cmd/command.h"
#include "report/output.h"

static const struct option options[] = {
	{OPTION_FLAG, 0, "check", NULL, "write nothing; exit status 1 when something differs"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static const char *const words[] = {
	[RENDER_WRITTEN] = "wrote",
	[RENDER_DIFFERS] = "differs",
	[RENDER_LEFT] = "left alone",
	[RENDER_ABSENT] = "left alone",
};

static void add_words(struct strbuf *out, const struct rendered_item *item)
{
	strbuf_addf(out, "%s ", words[item->outcome]);
	printable_addstr(out, item->path);
	strbuf_addstr(out, ": ");
	printable_addstr(out, item->detail);
	strbuf_addch(out, '\n');
	if (item->fix) {
		strbuf_addstr(out, "  fix: ");
		printable_addstr(out, item->fix);
		strbuf_addch(out, '\n');
	}
}

static void add_json(struct json_writer *w, const struct rendered_item *item)
{
	jw_object(w);
	jw_field_string(w, "path", item->path);
	jw_field_string(w, "outcome", words[item->outcome]);
	jw_field_string(w, "detail", item->detail);
	jw_field_string(w, "fix", item->fix);
	jw_end(w);
}

static int show(const struct rendered *done, bool json, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct json_writer w;

	if (!json) {
		for (size_t i = 0; i < done->count; i++)
			add_words(&out, &done->items[i]);
		return output_data(&out, err);
	}
	output_json_begin(&w, &out, "render");
	jw_field_bool(&w, "check", done->check);
	jw_field_array(&w, "records");
	for (size_t i = 0; i < done->count; i++)
		add_json(&w, &done->items[i]);
	jw_end(&w);
	return output_json_end(&w, &out, err);
}

static int run(struct session *s, const struct option_values *o, struct err *err)
{
	struct rendered done = RENDERED_INIT;
	bool differs = false;

	if (o->operand_count)
		return err_set(err, ERR_USAGE, "expected no operand, found '%s'",
			       o->operands[0]);
	if (!repo_work_tree(s->ledger.repo))
		return err_set(err, ERR_NOT_FOUND, "a bare repository has no records to write");
	done.check = option_flag(o, "check");
	if (render_all(&s->ledger, &done, err) < 0 ||
	    show(&done, option_flag(o, "json"), err) < 0)
		return -1;
	for (size_t i = 0; i < done.count; i++)
		differs = differs || done.items[i].outcome != RENDER_WRITTEN;
	return differs ? 1 : 0;
}

const struct subcommand cmd_render = {
	.name = "render",
	.group = GROUP_REVIEW,
	.usage = "[--check]",
	.summary = "write the records (marks, manifests, logs, checkpoints) to the work tree",
	.options = options,
	.needs = NEEDS_REPO | NEEDS_LEDGER,
	.said = run,
};
