#include "report/json_internal.h"
#include "runbook/claims.h"

static void add_commands(struct json_writer *w, const struct import_command *commands,
			 size_t count)
{
	for (size_t i = 0; i < count; i++) {
		jw_object(w);
		jw_field_string(w, "key", commands[i].verify ? "verify" : "run");
		jw_field_string(w, "text", commands[i].text);
		jw_field_string(w, "expected", commands[i].expect);
		jw_field_string(w, "language", commands[i].language);
		jw_field_string(w, "path", commands[i].path);
		jw_field_int(w, "line", commands[i].line);
		jw_end(w);
	}
}

static void add_explained(struct json_writer *w, const struct import *import)
{
	jw_field_array(w, "explained");
	for (size_t i = 0; i < import->explained_count; i++) {
		const struct import_explained *e = &import->explained[i];

		jw_object(w);
		jw_field_string(w, "path", e->path);
		jw_field_int(w, "line", e->line);
		jw_field_string(w, "became", e->became);
		jw_field_string(w, "step", e->step);
		jw_field_string(w, "reason", e->reason);
		jw_end(w);
	}
	jw_end(w);
}

static void add_step(struct json_writer *w, const struct import_step *step)
{
	jw_object(w);
	jw_field_string(w, "id", step->id);
	if (step->ordinal)
		jw_field_int(w, "ordinal", (int64_t)step->ordinal);
	jw_field_string(w, "title", step->title);
	jw_field_string(w, "section", step->section);
	jw_field_string(w, "uses", step->uses);
	jw_field_string(w, "repo", step->repo);
	jw_field_bool(w, "optional", step->optional);
	jw_field_bool(w, "generated", step->generated);
	jw_field_string(w, "path", step->path);
	jw_field_int(w, "line", step->line);
	jw_field_string(w, "raw", step->raw);
	jw_field_array(w, "parts");
	for (size_t i = 0; i < step->part_count; i++) {
		jw_object(w);
		jw_field_string(w, "title", step->parts[i].title);
		jw_field_string(w, "mark", step->parts[i].mark);
		jw_field_int(w, "line", step->parts[i].line);
		jw_end(w);
	}
	jw_end(w);
	jw_field_array(w, "commands");
	add_commands(w, step->commands, step->command_count);
	jw_end(w);
	jw_end(w);
}

static void add_claim(struct json_writer *w, const struct claim *claim)
{
	jw_object(w);
	jw_field_string(w, "step", claim->step);
	jw_field_string(w, "environment", claim->environment);
	jw_field_string(w, "claim", claim_word(claim->kind));
	jw_field_string(w, "path", claim->path);
	jw_field_int(w, "line", claim->line);
	jw_field_string(w, "raw", claim->raw);
	jw_field_string(w, "date", claim->date);
	jw_end(w);
}

void json_import(struct report *out, const struct import_result *r)
{
	const struct import *import = &r->import;
	struct json_writer w;

	json_begin(&w, &out->data, "import");
	jw_field_string(&w, "environment", import->environment);
	jw_field_bool(&w, "written", !r->refused && !r->empty && !r->explain);
	jw_field_array(&w, "steps");
	for (size_t i = 0; i < import->step_count; i++)
		add_step(&w, &import->steps[i]);
	jw_end(&w);
	jw_field_array(&w, "claims");
	for (size_t i = 0; i < import->claim_count; i++)
		add_claim(&w, &import->claims[i]);
	jw_end(&w);
	if (r->explain)
		add_explained(&w, import);
	json_findings(&w, &r->findings);
	json_end(&w);
}

void json_render(struct report *out, const struct render_result *r)
{
	struct json_writer w;

	json_begin(&w, &out->data, "render");
	jw_field_bool(&w, "check", r->done->check);
	jw_field_string(&w, "commit", r->commit.id);
	jw_field_string(&w, "branch", r->commit.branch);
	jw_field_string(&w, "next", r->next);
	jw_field_array(&w, "records");
	for (size_t i = 0; i < r->done->count; i++) {
		const struct rendered_item *item = &r->done->items[i];

		jw_object(&w);
		jw_field_string(&w, "path", item->path);
		jw_field_string(&w, "outcome", outcome_word(item->outcome));
		jw_field_string(&w, "detail", item->detail);
		jw_field_string(&w, "fix", item->fix);
		jw_end(&w);
	}
	jw_end(&w);
	json_end(&w);
}
