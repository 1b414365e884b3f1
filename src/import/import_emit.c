#include "base/texts.h"
#include "base/utf8.h"
#include "import/import_parts.h"

#include "yaml/emit.h"

static void list(struct emit *e, const char *key, const struct import_list *items)
{
	if (!items->count)
		return;
	emit_key(e, key), emit_flow_sequence(e);
	for (size_t i = 0; i < items->count; i++)
		emit_string(e, items->items[i]);
	emit_end(e);
}

static void text(struct emit *e, const char *key, const char *value)
{
	if (value)
		emit_key(e, key), emit_string(e, value);
}

static void flag(struct emit *e, const char *key, bool value)
{
	if (value)
		emit_key(e, key), emit_bool(e, true);
}

static void one(struct emit *e, const char *key, const char *value)
{
	emit_key(e, key), emit_flow_sequence(e);
	emit_string(e, value);
	emit_end(e);
}

/* Longer lists stand one item a line. */
static void lines(struct emit *e, const char *key, const struct import_list *items)
{
	if (!items->count)
		return;
	emit_key(e, key), emit_sequence(e);
	for (size_t i = 0; i < items->count; i++)
		emit_string(e, items->items[i]);
	emit_end(e);
}

static const char *kind_of(const struct import_step *step)
{
	if (import_is_gate(step))
		return "gate";
	if (step->generated && !step->playbook && text_begins(step->id, "CHECKPOINT_"))
		return "checkpoint";
	return NULL;
}

/* Whom its document leaves to decide, decides; without a check nothing ever would be GO. */
static void decided(struct emit *e, const struct import_step *step)
{
	emit_key(e, "verify"), emit_sequence(e), emit_flow_mapping(e);
	text(e, "id", "decided");
	text(e, "manual", step->plain);
	emit_end(e), emit_end(e);
}

void import_emit_step(struct emit *e, const struct import_step *step, bool accept)
{
	emit_mapping(e);
	text(e, "id", step->id);
	text(e, "title", *step->plain ? step->plain : NULL);
	text(e, "kind", kind_of(step));
	text(e, "section", step->section);
	text(e, "repo", step->repo);
	text(e, "uses", step->uses);
	text(e, "next", step->next);
	if (step->needs)
		one(e, "needs", step->needs);
	flag(e, "optional", step->optional);
	flag(e, "dormant", step->dormant);
	lines(e, "checkpoints", &step->checkpoints);
	lines(e, "notes", &step->notes);
	if (import_is_gate(step) && !(accept && import_has_checks(step)))
		decided(e, step);
	emit_end(e);
	import_propose_step(e, step, accept);
}

static void head(struct emit *e, const struct import *import)
{
	const struct import_options *options = import->options;

	emit_key(e, "version"), emit_int(e, 1);
	text(e, "ledger", options->ledger);
	text(e, "name", options->name ? options->name : "runbook");
	one(e, "governed", options->branch ? options->branch : "refs/heads/main");
	if (import->repos.count) {
		emit_key(e, "repos"), emit_mapping(e);
		for (size_t i = 0; i < import->repos.count; i++) {
			emit_key(e, import->repos.items[i]), emit_flow_mapping(e);
			emit_end(e);
		}
		emit_end(e);
	}
	emit_key(e, "environments"), emit_sequence(e);
	for (size_t i = 0; i < import->environment_count; i++) {
		const struct import_environment *environment = &import->environments[i];

		emit_flow_mapping(e);
		text(e, "id", environment->id);
		text(e, "title", environment->title);
		flag(e, "live", environment->live);
		text(e, "manifest", environment->manifest);
		if (environment->inventory) {
			emit_key(e, "vars"), emit_flow_mapping(e);
			text(e, "inventory", environment->inventory);
			emit_end(e);
		}
		emit_end(e);
	}
	emit_end(e);
}

/* "print restore path": what a run that changes something must print. */
static void restore(struct emit *e, const struct import *import)
{
	if (!import->restore)
		return;
	emit_key(e, "changes_state"), emit_bool(e, true);
	emit_key(e, "restore"), emit_flow_mapping(e);
	text(e, "match", "Restore path: ([^\"\\s]+)");
	emit_end(e);
}

/* "exits `failed=0`"; a play that matches no host is no success. */
static void recap(struct emit *e, const struct import *import)
{
	if (!import->recap)
		return;
	emit_key(e, "recap"), emit_flow_mapping(e);
	text(e, "format", "ansible");
	emit_key(e, "hosts"), emit_flow_mapping(e);
	emit_key(e, "ge"), emit_int(e, 1);
	emit_end(e);
	emit_key(e, "failed"), emit_int(e, 0);
	emit_key(e, "unreachable"), emit_int(e, 0);
	emit_end(e);
}

static void marks(struct emit *e, const struct import *import)
{
	static const struct {
		enum mark mark;
		const char *key;
	} keys[] = {{MARK_DONE, "complete"},
		    {MARK_PLANNED, "planned"},
		    {MARK_BLOCKED, "blocked"},
		    {MARK_SKIPPED, "skipped"}};

	if (!import->mark_count)
		return;
	emit_key(e, "marks"), emit_mapping(e);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		struct import_list glyphs = {NULL, 0};

		for (size_t j = 0; j < import->mark_count; j++) {
			char glyph[5] = "";

			if (import->marks[j].mark != keys[i].mark)
				continue;
			utf8_put(import->marks[j].code, (unsigned char *)glyph);
			import_push(import->arena, &glyphs, arena_strdup(import->arena, glyph));
		}
		list(e, keys[i].key, &glyphs);
	}
	emit_end(e);
}

static void documents(struct emit *e, const struct import *import)
{
	if (!import->listing.count)
		return;
	emit_key(e, "documents"), emit_sequence(e);
	for (size_t i = 0; i < import->listing.count; i++) {
		emit_flow_mapping(e);
		text(e, "path", import->listing.items[i]);
		text(e, "kind", "runbook");
		emit_end(e);
	}
	emit_end(e);
}

static void records(struct emit *e, const struct import *import)
{
	if (import->log || import->checkpoint || import->runbook) {
		emit_key(e, "records"), emit_mapping(e);
		text(e, "log", import->log);
		text(e, "checkpoint", import->checkpoint);
		text(e, "runbook", import->runbook);
		emit_end(e);
	}
	marks(e, import);
	documents(e, import);
	if (import->cwd || import->run.count || import->restore || import->recap) {
		emit_key(e, "defaults"), emit_mapping(e);
		text(e, "cwd", import->cwd);
		list(e, "run", &import->run);
		flag(e, "interactive", import->interactive);
		restore(e, import);
		recap(e, import);
		emit_end(e);
	}
}

static void steps(struct emit *e, const struct import *import)
{
	if (import->section_count) {
		emit_key(e, "sections"), emit_sequence(e);
		for (size_t i = 0; i < import->section_count; i++) {
			emit_flow_mapping(e);
			text(e, "id", import->sections[i].id);
			text(e, "title", import->sections[i].title);
			emit_end(e);
		}
		emit_end(e);
	}
	emit_key(e, "steps"), emit_sequence(e);
	for (size_t i = 0; i < import->step_count; i++)
		import_emit_step(e, &import->steps[i], import->options->accept);
	emit_end(e);
}

static void freezes(struct emit *e, const struct import *import)
{
	if (!import->freeze_count)
		return;
	emit_key(e, "freezes"), emit_sequence(e);
	for (size_t i = 0; i < import->freeze_count; i++) {
		const struct import_freeze *freeze = &import->freezes[i];

		emit_mapping(e);
		text(e, "id", freeze->id);
		text(e, "reason", freeze->reason ? freeze->reason : "frozen");
		one(e, "paths", freeze->pattern);
		list(e, "except", &freeze->except);
		emit_end(e);
	}
	emit_end(e);
}

static void deprecation(struct emit *e, const struct import *import)
{
	if (!import->deprecated)
		return;
	emit_key(e, "deprecation"), emit_mapping(e);
	text(e, "path", import->deprecated);
	if (import->banner) {
		emit_key(e, "banner"), emit_flow_sequence(e);
		emit_string(e, import->banner);
		emit_string(e, "Reason:");
		emit_string(e, "Date:");
		emit_string(e, "Replacement:");
		emit_end(e);
	}
	emit_end(e);
}

/* Everything in a folder, as a pattern. */
static const char *below(const struct import *import, const char *folder)
{
	size_t len = strlen(folder);

	while (len && folder[len - 1] == '/')
		len--;
	return arena_printf(
		import->arena, "%s/**",
		import_glob(import->arena, arena_strndup(import->arena, folder, len)));
}

static void policies(struct emit *e, const struct import *import)
{
	bool keep = import->keep && import->playbooks;

	if (!import->append_only.count && !keep && !import->forbid_count)
		return;
	emit_key(e, "policies"), emit_sequence(e);
	for (size_t i = 0; i < import->append_only.count; i++) {
		emit_flow_mapping(e);
		text(e, "id",
		     i ? arena_printf(import->arena, "append_only_%zu", i + 1) : "log_append");
		one(e, "append_only", import->append_only.items[i]);
		emit_end(e);
	}
	if (keep) {
		emit_flow_mapping(e);
		text(e, "id", "keep_playbooks");
		one(e, "no_delete", below(import, import->playbooks));
		emit_end(e);
	}
	for (size_t i = 0; i < import->forbid_count; i++) {
		const struct import_forbid *forbid = &import->forbids[i];

		emit_flow_mapping(e);
		text(e, "id", forbid->id);
		text(e, "forbid", forbid->pattern);
		one(e, "paths", import->cwd ? below(import, import->cwd) : "**");
		flag(e, "code_only", true);
		text(e, "fix", forbid->fix);
		emit_end(e);
	}
	emit_end(e);
}

void import_emit(const struct import *import, struct strbuf *out)
{
	struct emit e;

	emit_init(&e, out);
	emit_mapping(&e);
	head(&e, import);
	records(&e, import);
	steps(&e, import);
	freezes(&e, import);
	deprecation(&e, import);
	policies(&e, import);
	emit_end(&e);
	import_propose(&e, import);
}
