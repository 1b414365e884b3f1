/* What is deprecated, and what it lacks to be purged. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/time.h"
#include "report/colour.h"

static void add_against(struct strbuf *out, const struct purgeable *item,
			const struct finding *f)
{
	const char *where = f->path && strcmp(f->path, item->path) != 0 ? f->path : NULL;

	if (f->severity != FINDING_ERROR)
		return;
	strbuf_addstr(out, "  ");
	if (where) {
		printable_addstr(out, where);
		strbuf_addstr(out, ": ");
	}
	printable_addstr(out, f->message);
	if (!where && f->expected && f->found) {
		strbuf_addstr(out, " (");
		printable_addstr(out, f->expected);
		strbuf_addstr(out, ": ");
		printable_addstr(out, f->found);
		strbuf_addch(out, ')');
	}
	strbuf_addch(out, '\n');
}

static void add_item(struct strbuf *out, const struct purgeable *item)
{
	bool may = findings_worst(&item->against) != FINDING_ERROR;

	strbuf_addstr(out, COLOUR_TITLE);
	printable_addstr(out, item->path);
	strbuf_addstr(out, COLOUR_END ": ");
	if (item->purged)
		strbuf_addf(out, "may be deleted until %s, by event %" PRIu64,
			    TIME_TEXT(item->until), item->purged);
	else
		strbuf_addstr(out, may ? "may be purged" : "stays");
	if (item->replacement) {
		strbuf_addstr(out, "; replacement ");
		printable_addstr(out, item->replacement);
	}
	strbuf_addch(out, '\n');
	for (size_t i = 0; !item->purged && i < item->against.count; i++)
		add_against(out, item, &item->against.items[i]);
	if (!item->next)
		return;
	advice_add(out, item->next, "  next: ", "  hint: ");
	strbuf_addch(out, '\n');
}

void text_purge(struct report *report, const struct purge_result *result)
{
	for (size_t i = 0; i < result->count; i++)
		add_item(&report->data, &result->items[i]);
	if (!result->count)
		text_note(report, "mcade: no governed branch has a deprecated item");
}
