/* git mcade import: Markdown runbooks become data; every contradiction is listed. */
#include "base/cleanup.h"
#include "base/printable.h"
#include "cmd/command.h"
#include "import/import_files.h"
#include "report/advice.h"
#include "report/findings.h"
#include "report/output.h"

static const struct option options[] = {
	{OPTION_TEXT, 0, "env", "ENV", "the environment that the marks speak of"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static void claim_counts(const struct import *import, struct strbuf *out)
{
	bool any = false;

	for (enum claim_kind kind = 0; kind < CLAIM_COUNT; kind++) {
		size_t steps = 0;

		for (size_t i = 0; i < import->step_count; i++)
			for (size_t j = 0; j < import->claim_count; j++)
				if (import->claims[j].kind == kind &&
				    !strcmp(import->claims[j].step, import->steps[i].id)) {
					steps++;
					break;
				}
		if (!steps)
			continue;
		strbuf_addf(out, "%s%zu %s", any ? ", " : "", steps, claim_word(kind));
		any = true;
	}
	if (!any)
		strbuf_addstr(out, "none");
}

/* One line each, all of them: contradictions are what an import is read for. */
static void show_findings(const struct findings *found, struct strbuf *out)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->items[i];

		strbuf_addf(out, "%s [%s] ", finding_severity_word(f->severity),
			    rule_word(f->rule));
		if (f->at.file)
			printable_addstr(out, f->at.file);
		if (f->at.line)
			strbuf_addf(out, ":%u", f->at.line);
		strbuf_addstr(out, ": ");
		printable_addstr(out, f->message);
		strbuf_addch(out, '\n');
		if (f->fix && f->severity != FINDING_NOTE) {
			strbuf_addstr(out, advice_is_command(f->fix) ? "  fix: " : "  hint: ");
			printable_addstr(out, advice_words(f->fix));
			strbuf_addch(out, '\n');
		}
	}
}

static int show_text(const struct import_result *r, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct import *import = &r->import;

	show_findings(&r->findings, &out);
	strbuf_addf(&out,
		    "%zu steps in %zu sections, %zu environments, %zu repositories; the marks "
		    "speak of '%s'\n",
		    import->step_count, import->section_count, import->environment_count,
		    import->repos.count, import->environment);
	strbuf_addstr(&out, "claimed: ");
	claim_counts(import, &out);
	strbuf_addf(&out, "\n%zu errors, %zu warnings, %zu notes\n",
		    findings_count(&r->findings, FINDING_ERROR),
		    findings_count(&r->findings, FINDING_WARN),
		    findings_count(&r->findings, FINDING_NOTE));
	strbuf_addstr(&out, r->refused	 ? "nothing was written\n"
			    : r->changed ? "wrote " IMPORT_RUNBOOK " and " IMPORT_CLAIMS "\n"
					 : IMPORT_RUNBOOK " and " IMPORT_CLAIMS
							  " are as they were\n");
	if (!r->refused)
		strbuf_addstr(&out, "next: git mcade lint --missing\n");
	return output_data(&out, err);
}

static void step_json(struct json_writer *w, const struct import_step *step)
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
	jw_end(w);
}

static int show_json(const struct import_result *r, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct import *import = &r->import;
	struct json_writer w;

	output_json_begin(&w, &out, "import");
	jw_field_string(&w, "environment", import->environment);
	jw_field_bool(&w, "written", !r->refused);
	jw_field_array(&w, "steps");
	for (size_t i = 0; i < import->step_count; i++)
		step_json(&w, &import->steps[i]);
	jw_end(&w);
	jw_field_array(&w, "claims");
	for (size_t i = 0; i < import->claim_count; i++) {
		const struct claim *claim = &import->claims[i];

		jw_object(&w);
		jw_field_string(&w, "step", claim->step);
		jw_field_string(&w, "environment", claim->environment);
		jw_field_string(&w, "claim", claim_word(claim->kind));
		jw_field_string(&w, "path", claim->path);
		jw_field_int(&w, "line", claim->line);
		jw_field_string(&w, "raw", claim->raw);
		jw_end(&w);
	}
	jw_end(&w);
	report_findings_json(&w, &r->findings);
	return output_json_end(&w, &out, err);
}

static int run(struct session *s, const struct option_values *o, struct err *err)
{
	struct import_result result;

	if (!o->operand_count)
		return err_set(err, ERR_USAGE, "import which document?"),
		       err_next(err, "git mcade import docs/RUNBOOK.md");
	if (import_files(&s->ledger, o->operands, o->operand_count, option_text(o, "env"),
			 &result, err) < 0 ||
	    (option_flag(o, "json") ? show_json(&result, err) : show_text(&result, err)) < 0)
		return -1;
	return findings_worst(&result.findings) == FINDING_ERROR;
}

const struct subcommand cmd_import = {
	.name = "import",
	.group = GROUP_SETUP,
	.everyday = true,
	.usage = "FILE...",
	.summary = "Markdown runbooks become runbook.yaml; contradictions are listed",
	.options = options,
	.needs = NEEDS_REPO,
	.said = run,
};
