/* steps_of.c - is a document one of steps, and which: as the runbook says of it, else by its class and text. */
#include "policy/internal.h"

#include "policy/readings.h"
#include "text/class.h"
#include "text/outline.h"

const struct outline *steps_of(const struct facts *facts, struct opened *o)
{
	const char *managed = facts->runbook->records.runbook;
	enum document_class class = runbook_class(facts->runbook, o->path);
	bool said = class_has_steps(class) || (managed && !strcmp(managed, o->path));
	const struct bytes text = o->parsed.text;
	const struct outline *outline;

	if (class == CLASS_COUNT)
		class = class_of(o->path, text, NULL);
	if (!text.len || (!said && (class != CLASS_OTHER || class_is_template(o->path, text))))
		return NULL;
	outline = opened_outline(facts, o, true);
	return outline && (said || class_has_steps(class_of_steps(o->path, outline, NULL)))
		       ? outline
		       : NULL;
}
