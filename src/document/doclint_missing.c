#include "base/cleanup.h"
#include "base/limits.h"
#include "document/doclint_parts.h"
#include "document/importable.h"
#include "act/inputs.h"
#include "meaning/meaning.h"
#include "ledger/starter.h"
#include "runbook/runbook.h"
#include "repo/worktree.h"
#include "yaml/doc.h"

static const char restore_lines[] = "restore: {match: 'Restore path: ([^\"\\s]+)'}";
static const char verify_lines[] =
	"verify:\n  - {id: up, run: systemctl is-active NAME, expect: {stdout: active}}";

static const struct {
	unsigned lack;
	const char *name, *lines;
} lacks[] = {
	{STEP_LACKS_RUN, "run", "run: [ansible-playbook, '${{ step.uses }}']"},
	{STEP_LACKS_VERIFY, "verify", verify_lines},
	{STEP_LACKS_RESTORE, "restore", restore_lines},
	{STEP_LACKS_PINS, "pins",
	 "pins: [] # or paths into the manifest, as platform.redis.image"},
};

static void lacking(struct findings *found, const char *step, struct srcpos at,
		    const char *expected, const char *fix, const char *message)
{
	finding_add(found, RULE_COMPLETION, FINDING_ERROR,
		    (struct finding){.at = at,
				     .path = "runbook.yaml",
				     .step = step,
				     .expected = expected,
				     .found = "nothing",
				     .fix = fix},
		    "%s", message);
}

/* All that some environment would ask of the step. */
static unsigned lacks_of(const struct runbook *rb, const struct step *step)
{
	unsigned all = 0;

	for (size_t i = 0; i < rb->environment_count; i++)
		if (step_in(step, rb->environments[i].id))
			all |= step_lacks(rb, &rb->environments[i], step);
	return all;
}

static void judge_step(struct findings *found, const struct runbook *rb,
		       const struct step *step)
{
	CLEANUP(strbuf_free) struct strbuf names = STRBUF_INIT, lines = STRBUF_INIT;
	unsigned lack = lacks_of(rb, step);

	if (step->dormant)
		return;
	strbuf_addf(&lines, "- id: %s", step->id);
	for (size_t i = 0; i < ARRAY_SIZE(lacks); i++) {
		if (!(lack & lacks[i].lack))
			continue;
		strbuf_addf(&names, "%s'%s'", names.len ? ", " : "", lacks[i].name);
		strbuf_addf(&lines, "\n  %s", lacks[i].lines);
	}
	if (names.len)
		lacking(found, step->id, step->at, names.buf, lines.buf,
			arena_printf(found->arena, "step '%s' cannot be completed: no %s",
				     step->id, names.buf));
	else if (lack & STEP_LACKS_MANIFEST)
		lacking(found, step->id, step->at, "a manifest", "manifest: releases/NAME.yaml",
			arena_printf(found->arena,
				     "step '%s' cannot be completed: it has pins, and an "
				     "environment has no 'manifest'",
				     step->id));
	if (lack & STEP_LACKS_ANSWER)
		lacking(found, step->id, step->at,
			"a check that applies wherever the step runs",
			"hint: add a check for the other environments, or name its own: "
			"environments: [ID]",
			arena_printf(found->arena,
				     "step '%s' cannot be completed in an environment: each of "
				     "its checks is for another one",
				     step->id));
	if (lack & STEP_LACKS_CHECKPOINT)
		lacking(found, step->id, step->at, "'records.checkpoint'",
			"records: {checkpoint: 'docs/checkpoints/${{ date }}-${{ step.id "
			"}}/'}",
			arena_printf(found->arena,
				     "step '%s' cannot be completed: it is a checkpoint, and "
				     "no 'records.checkpoint' says where",
				     step->id));
}

int doclint_missing(const struct ledger *l, struct findings *found, size_t *ret_steps,
		    struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *files = NULL;
	const struct runbook *runbook;
	struct bytes text;

	if (worktree_read(l->repo, "runbook.yaml", LIMIT_YAML, l->arena, &text, err) < 0)
		return err_next(err, "%s", importable_way(l->repo, l->arena));
	if (runbook_is_blank(text)) {
		err_set(err, ERR_NOT_FOUND, "'runbook.yaml' has only comments");
		return err_next(err, STARTER_HINT);
	}
	if (runbook_parse(text, "runbook.yaml", l->arena, &runbook, err) < 0)
		return -1;
	for (size_t i = 0; i < runbook->step_count; i++)
		judge_step(found, runbook, step_at(runbook, i));
	*ret_steps = runbook->step_count;
	return snapshot_of_worktree(l->repo, &files, err) < 0
		       ? -1
		       : meaning_judge(runbook, files, l->arena, found, err);
}

/* The work tree's, as whoever edits it sees it; HEAD's where there is none. 0: neither. */
static int read_specification(struct linting *lint, struct bytes *ret, struct err *err)
{
	struct repo *repo = lint->l->repo;
	bool found;

	if (!repo_work_tree(repo)) {
		if (snapshot_read(lint->head, "runbook.yaml", lint->arena, ret, &found, err) <
		    0)
			return -1;
		return found;
	}
	if (worktree_read(repo, "runbook.yaml", LIMIT_YAML, lint->arena, ret, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	return 1;
}

static int judge_document(const struct linting *lint, const struct snapshot *files,
			  const char *path, struct err *err)
{
	struct oid id;
	uint32_t mode;

	if (snapshot_entry(files, path, &mode, &id, err) < 0)
		return -1;
	if (!mode)
		finding_add(lint->found, RULE_REFERENCE, FINDING_WARN,
			    (struct finding){.path = "runbook.yaml",
					     .expected = path,
					     .found = "no such file",
					     .fix = "hint: name the path that it has now in "
						    "runbook.yaml, then: git mcade adopt"},
			    "document '%s' is missing: nothing judges its marks elsewhere",
			    path);
	return 0;
}

/* The documents that it names by their paths. */
static int judge_documents(const struct linting *lint, const struct runbook *rb,
			   const struct snapshot *files, struct err *err)
{
	if (rb->records.runbook && judge_document(lint, files, rb->records.runbook, err) < 0)
		return -1;
	for (size_t i = 0; i < rb->document_count; i++)
		if (class_has_steps(class_find(rb->documents[i].kind)) &&
		    !strpbrk(rb->documents[i].path, "*?[\\") &&
		    judge_document(lint, files, rb->documents[i].path, err) < 0)
			return -1;
	return 0;
}

/* Its inputs are looked for where it was read. */
static int judge_specification(struct linting *lint, struct bytes text,
			       const struct doc_node *root, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *files = NULL;
	const struct ledger *l = lint->l;
	size_t before = lint->found->count;
	const struct runbook *rb = runbook_check(root, lint->found);

	lint->runbook = rb;
	if (lint->found->count > before)
		return 0;
	lint->sound = text;
	runbook_remarks(rb, lint->found);
	if (repo_work_tree(l->repo) && snapshot_of_worktree(l->repo, &files, err) < 0)
		return -1;
	return judge_documents(lint, rb, files ? files : lint->head, err) < 0 ||
			       inputs_judge(l, rb, files ? files : lint->head, lint->found,
					    err) < 0
		       ? -1
		       : meaning_judge(rb, files ? files : lint->head, lint->arena, lint->found,
				       err);
}

int doclint_specification(struct linting *lint, struct err *err)
{
	const struct doc_node *root;
	struct bytes text;
	struct err fault;
	int there = read_specification(lint, &text, err);

	if (there <= 0 || runbook_is_blank(text))
		return there < 0 ? -1 : 0;
	if (!doc_parse(text, "runbook.yaml", lint->arena, &root, &fault))
		return judge_specification(lint, text, root, err);
	if (fault.code != ERR_FORMAT && fault.code != ERR_LIMIT) {
		err_copy(err, &fault);
		return -1;
	}
	finding_add(lint->found, RULE_DOCUMENT, FINDING_ERROR,
		    (struct finding){.at = fault.at, .path = "runbook.yaml"},
		    "'runbook.yaml' cannot be read: %s", fault.text);
	return 0;
}
