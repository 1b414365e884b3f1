/* class_steps.c - what a document is by the steps that it lists. */
#include "text/class.h"

#include "base/ascii.h"
#include "text/marks.h"
#include "text/outline.h"

bool class_is_work(const char *text)
{
	static const char *const words[] = {
		"deploy",   "release",	 "runbook", "playbook",	 "procedure", "rollback",
		"cutover",  "cut-over",	 "migrat",  "incident",	 "on-call",   "oncall",
		"operat",   "ops",	 "mainten", "upgrade",	 "go-live",   "golive",
		"go-no-go", "checklist", "switch",  "backup",	 "restore",   "failover",
		"drill",    "recovery",	 "launch",  "preflight", "rollout",   "ablauf",
		"betrieb",  "freigabe",	 "mise-en", "puesta",	 "runbuch"};
	char low[512];
	size_t len = strlen(text) < sizeof(low) ? strlen(text) : sizeof(low);

	for (size_t i = 0; i < len; i++)
		low[i] = text[i] == ' ' || text[i] == '_' ? '-' : ascii_lower(text[i]);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (memmem(low, len, words[i], strlen(words[i])))
			return true;
	return false;
}

/* How the steps of a document are told. */
struct steps {
	size_t steps, marked, boxed, ids, rows, below, commands, stepped;
	bool titled; /* its first heading says that it is about work */
};

static struct steps count_steps(const struct outline *o)
{
	struct steps s = {0};
	bool first = true;

	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];

		if (u->kind == UNIT_HEADING && first) {
			s.titled = u->title && class_is_work(u->title);
			first = false;
		}
		if (u->role != ROLE_STEP)
			continue;
		s.steps++;
		s.boxed += u->boxed;
		s.ids += u->id != NULL;
		s.commands += u->commands;
		s.stepped += u->stepped && u->kind == UNIT_HEADING;
		s.rows += u->kind == UNIT_ROW && u->table && u->table->tracks;
		s.below += u->kind == UNIT_ITEM && u->below != MARK_NONE;
	}
	for (size_t i = 0; i < o->mark_count; i++)
		s.marked += o->marks[i].step != OUTLINE_NONE;
	return s;
}

static enum document_class by_steps(const struct steps *s, const char *path,
				    const char **ret_reason)
{
	if (s->rows) {
		*ret_reason = "a table with a status column";
		return CLASS_BOARD;
	}
	if (s->below * 2 > s->steps) {
		*ret_reason = "lists below headings that are a status";
		return CLASS_BOARD;
	}
	if (s->boxed && s->boxed * 2 >= s->steps) {
		*ret_reason = "boxes to tick";
		return CLASS_CHECKLIST;
	}
	if (s->marked) {
		*ret_reason = "steps in their order, with marks";
		return CLASS_RUNBOOK;
	}
	if (s->steps && (s->ids || s->commands || s->titled || s->stepped * 2 > s->steps ||
			 class_is_work(path))) {
		*ret_reason = "steps without marks";
		return CLASS_PROCEDURE;
	}
	*ret_reason = s->steps ? "a list, and nothing tells that it is one of steps"
			       : "no list of steps, no status, no dated entries";
	return CLASS_OTHER;
}

enum document_class class_of_steps(const char *path, const struct outline *o,
				   const char **ret_reason)
{
	struct steps steps = count_steps(o);
	const char *ignored;
	enum document_class class = by_steps(&steps, path, ret_reason ? ret_reason : &ignored);

	if (class != CLASS_OTHER || !marks_path(path))
		return class;
	if (ret_reason)
		*ret_reason = "its name says so";
	return CLASS_RUNBOOK;
}

bool class_has_steps(enum document_class class)
{
	return class == CLASS_RUNBOOK || class == CLASS_CHECKLIST || class == CLASS_BOARD ||
	       class == CLASS_PROCEDURE;
}
