/* opened.c - a document as a change has it, made Markdown and steps of once, whichever rule asks. */
#include "policy/readings.h"

#include "base/limits.h"
#include "policy/internal.h"
#include "text/outline.h"
#include "text/references.h"

static struct opened *find(const struct readings *readings, const char *key)
{
	struct opened *found = strmap_get(&readings->opened[0].found, key);

	return found ? found : strmap_get(&readings->opened[1].found, key);
}

int opened_of(const struct facts *facts, const char *path, const struct version *version,
	      struct arena *own, struct opened **ret, struct err *err)
{
	struct readings *readings = facts->readings;
	struct readings_opened *room = &readings->opened[readings->turn];
	const char *key = arena_printf(own, "%s %s", version->id ? version->id : "", path);
	bool named = version_is_file(version) && version->id, kept;
	struct opened *o = named ? find(readings, key) : NULL;

	*ret = o;
	if (o)
		return 0;
	/* of a change that brings every document that there is, few live longer than a rule asks */
	kept = named && room->bytes < LIMIT_OPENED;
	own = kept ? &room->arena : own;
	*ret = o = arena_alloc(own, sizeof(*o));
	o->arena = own;
	if (facts_text(facts, version, own, &o->parsed.text, err) < 0)
		return -1;
	parsed_read(&o->parsed, path, own);
	o->path = arena_strdup(own, path);
	if (kept) {
		room->found.arena = own;
		strmap_put(&room->found, arena_strdup(own, key), o);
		room->bytes += o->parsed.text.len;
	}
	return 0;
}

const struct outline *opened_outline(const struct facts *facts, struct opened *o, bool own)
{
	const struct bytes text = o->parsed.text;
	struct legend legend = {0};
	struct outline *made;

	if (own)
		legend = runbook_legend(facts->runbook, o->arena);
	own = legend.count > 0;
	if (o->outlines[own] || !o->parsed.read ||
	    (text.len && memchr(text.data, '\0', text.len)))
		return o->outlines[own];
	o->outlines[own] = made = arena_alloc(o->arena, sizeof(*made));
	outline_of(text, &o->parsed.doc, &legend, o->arena, made);
	return made;
}

const struct anchors *opened_anchors(struct opened *o)
{
	if (!o->anchors)
		o->anchors = anchors_of(o->parsed.read ? &o->parsed.doc : NULL, o->arena);
	return o->anchors;
}

const struct references *opened_links(struct opened *o)
{
	struct references *made;

	if (o->links)
		return o->links;
	o->links = made = arena_alloc(o->arena, sizeof(*made));
	if (o->parsed.read)
		*made = references_of(&o->parsed.doc, o->path, o->arena);
	return made;
}
