#include "fold/meant.h"

#include "fold/content.h"

unsigned meant_parts(enum event_word word)
{
	switch (word) {
	case EVENT_START:
	case EVENT_DRILL:
		return MEANS_ALL;
	case EVENT_ROLLBACK: /* nothing else is asked of it */
		return MEANS_RUN | MEANS_SHOWN;
	case EVENT_VERIFY:
	case EVENT_GATE:
		return MEANS_SHOWN;
	default:
		return 0;
	}
}

int meant_in(struct repo *repo, const struct oid *commit, const struct meaning_asked *asked,
	     const struct snapshot *files, struct strmap *read, struct arena *a,
	     struct meaning *ret, struct err *err)
{
	struct runbook all = *asked->runbook;
	const char *content;

	if (meaning_of(asked, files, read, a, ret, err) < 0)
		return -1;
	if (!ret->unknown)
		return 0;
	/* what is called may stand outside of the part that is released */
	all.content.count = 0;
	if (content_of(repo, commit, &all, a, &content, err) < 0)
		return -1;
	meaning_add(ret, arena_printf(a, "%s " MEANING_CONTENT, content), a);
	return 0;
}

const char *meant_name(const struct meaning *is, const char *part, struct arena *a)
{
	if (strcmp(part, MEANING_CONTENT) != 0)
		return part;
	return is->unknown ? arena_printf(a, "a file that '%s' in %s may stand for",
					  is->unknown, is->unknown_in)
			   : "a file that it may call";
}
