#include "base/cleanup.h"
#include "base/limits.h"
#include "document/doclint.h"
#include "model/runbook.h"
#include "repo/worktree.h"

/* What one step lacks: the words for the message, and the lines to paste. */
struct lack {
	struct strbuf names, lines;
};

static void lacks(struct lack *lack, const char *name, const char *lines)
{
	strbuf_addf(&lack->names, "%s'%s'", lack->names.len ? ", " : "", name);
	strbuf_addf(&lack->lines, "\n  %s", lines);
}

static bool has_run(const struct step *step)
{
	return step->run.shell || step->run.argv.count;
}

static void judge_step(struct findings *found, const struct step *step)
{
	struct lack lack = {STRBUF_INIT, STRBUF_INIT};

	if (step->kind != STEP_RUN || step->dormant)
		return;
	strbuf_addf(&lack.lines, "- id: %s", step->id);
	if (!has_run(step))
		lacks(&lack, "run", "run: [ansible-playbook, '${{ step.uses }}']");
	else if (!step->uses && !step->run.shell)
		lacks(&lack, "uses", "uses: playbooks/NAME.yml");
	if (!step->verify.count)
		lacks(&lack, "verify",
		      "verify:\n  - {id: up, run: systemctl is-active NAME, expect: {stdout: "
		      "active}}");
	if (step->changes_state && !step->restore && !step->restore_created)
		lacks(&lack, "restore", "restore: {match: 'Restore path: ([^\"\\s]+)'}");
	if (!step->has_pins)
		lacks(&lack, "pins",
		      "pins: [] # or paths into the manifest, as platform.redis.image");
	if (lack.names.len)
		finding_add(found, RULE_COMPLETION, FINDING_WARN,
			    (struct finding){.at = step->at,
					     .path = "runbook.yaml",
					     .step = step->id,
					     .expected = lack.names.buf,
					     .found = "nothing",
					     .fix = lack.lines.buf},
			    "step '%s' cannot be completed: no %s", step->id, lack.names.buf);
	strbuf_free(&lack.names);
	strbuf_free(&lack.lines);
}

int doclint_missing(struct session *session, struct findings *found, size_t *ret_steps,
		    struct err *err)
{
	const struct runbook *runbook;
	struct bytes text;

	if (worktree_read(session->repo, "runbook.yaml", LIMIT_YAML, &session->arena, &text,
			  err) < 0)
		return err_next(err, "git mcade import docs/RUNBOOK.md");
	if (runbook_parse(text, "runbook.yaml", &session->arena, &runbook, err) < 0)
		return -1;
	for (size_t i = 0; i < runbook->step_count; i++)
		judge_step(found, &runbook->steps[i]);
	*ret_steps = runbook->step_count;
	return 0;
}
