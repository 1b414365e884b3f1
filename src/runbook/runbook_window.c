/* runbook_window.c - the window of a freeze, read. */
#include "base/time.h"
#include "runbook/runbook_internal.h"
#include "runbook/window.h"

static bool read_moment(const char *text, int64_t day_end, int64_t *ret)
{
	if (time_parse(text, ret))
		return true;
	if (!time_parse_date(text, ret))
		return false;
	*ret += day_end;
	return true;
}

bool fits_moment(const char *text)
{
	int64_t ignored;

	return read_moment(text, 0, &ignored);
}

bool fits_hours(const char *text)
{
	int begin, end;

	return window_hours(text, &begin, &end);
}

bool fits_zone(const char *text)
{
	int east;

	return window_zone(text, &east);
}

void begin_window(struct binder *b UNUSED, const struct doc_node *node UNUSED, void *to)
{
	*(struct window *)to = (struct window){.given = true, .to = INT64_MAX};
}

void store_from(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	read_moment(node->text, 0, to);
}

/* A day is in it to its end. */
void store_to(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	read_moment(node->text, 86399, to);
}

void store_days(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	static const char *const days[] = {WINDOW_DAYS};
	struct window *w = to;

	for (size_t i = 0; i < node->count; i++)
		for (size_t k = 0; k < ARRAY_SIZE(days); k++)
			if (!strcmp(node->items[i]->text, days[k]))
				w->days |= 1u << k;
}

void store_hours(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	struct window *w = to;

	w->has_hours = window_hours(node->text, &w->begin, &w->end);
}

void store_zone(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	window_zone(node->text, to);
}

/* A stretch, or what comes again each week; never both, and never nothing. */
void store_window(struct binder *b, const struct doc_node *node, void *to)
{
	const struct window *w = to;
	bool stretch = doc_get(node, "from") || doc_get(node, "to");
	bool again = w->days || w->has_hours;

	if (stretch == again)
		bind_fault(b, node->at,
			   "a window has 'from' and 'to', or 'days' and 'hours': %s",
			   again ? "it has both" : "it has neither");
	else if (doc_get(node, "zone") && !again)
		bind_fault(b, node->at, "'zone' needs 'days' or 'hours'");
	else if (w->from > w->to)
		bind_fault(b, node->at, "the window ends before it begins");
}
