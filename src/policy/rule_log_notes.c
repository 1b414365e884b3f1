/* rule_log_notes.c - drift of deployment logs: what stands there and no event wrote. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "model/logentry.h"
#include "text/log_shown.h"

/* What stands in one version of a log that no event wrote. */
struct foreign {
	struct log_shown shown;
	struct marks marks; /* of the notes */
	struct byteset said,
		lies;  /* sorted: of headings and tags; of what is called complete */
	size_t hidden; /* entries that a reader does not see */
};

int log_notes(const struct facts *facts, struct bytes text, struct arena *a, struct bytes *ret,
	      size_t *ret_entries, struct err *err)
{
	char *notes = text.len ? arena_memdup(a, text.data, text.len) : NULL;
	struct logentry entry = {0};
	size_t at = 0;

	for (*ret_entries = 0; logentry_next(text, &at, &entry); ++*ret_entries) {
		size_t start = (size_t)((const char *)entry.text.data -
					(const char *)text.data);
		struct bytes held;
		int64_t time;
		bool known;

		if (held_entry(facts, entry.id, &held, &time, &known, err) < 0)
			return -1;
		for (size_t i = 0; known && log_keeps_entry(entry.text, held) && i < held.len &&
				   start + i < text.len;
		     i++)
			if (notes[start + i] != '\n')
				notes[start + i] = ' ';
	}
	*ret = bytes_of(notes, text.len);
	return 0;
}

static const char *claim_of(const struct mark_line *line, struct arena *a)
{
	return arena_printf(a, "%.*s %.*s", (int)line->step.len, (const char *)line->step.data,
			    (int)line->title.len, (const char *)line->title.data);
}

static bool is_claim(const struct mark_line *line)
{
	return line->mark == MARK_DONE && line->step.len;
}

static int read_foreign(const struct facts *facts, const struct change *change,
			const struct version *version, struct arena *a, struct foreign *ret,
			struct err *err)
{
	const struct legend legend = runbook_legend(facts->runbook, a);
	struct bytes text, notes;
	const struct strmap *ids;
	size_t entries;

	if (marks_ids(facts, &ids, err) < 0 || facts_text(facts, version, a, &text, err) < 0 ||
	    log_shown(text, change->path, a, &ret->shown, err) < 0 ||
	    log_notes(facts, text, a, &notes, &entries, err) < 0 ||
	    marks_read(
		    notes, change->path,
		    &(struct marks_steps){.has = marks_in_map, .steps = ids, .legend = &legend},
		    a, &ret->marks, err) < 0)
		return -1;
	ret->hidden = entries > ret->shown.entries ? entries - ret->shown.entries : 0;
	for (size_t i = 0; i < ret->shown.heading_count; i++)
		*ARENA_PUSH(a, ret->said.items,
			    ret->said.count) = bytes_text(ret->shown.headings[i].said);
	for (size_t i = 0; i < ret->shown.markup_count; i++)
		*ARENA_PUSH(a, ret->said.items,
			    ret->said.count) = bytes_text(ret->shown.markup[i].said);
	for (size_t i = 0; i < ret->marks.count; i++)
		if (is_claim(&ret->marks.items[i]))
			*ARENA_PUSH(a, ret->lies.items, ret->lies.count) = bytes_text(
				claim_of(&ret->marks.items[i], a));
	byteset_sort(&ret->said);
	byteset_sort(&ret->lies);
	return 0;
}

static bool was_there(const struct facts *facts, const struct foreign *was, const char *said)
{
	for (size_t p = 0; p < facts->parents; p++)
		if (byteset_has(&was[p].said, bytes_text(said)) ||
		    byteset_has(&was[p].lies, bytes_text(said)))
			return true;
	return false;
}

/* Is the step complete somewhere, or claimed to be? A heading that says so is an entry's, even then. */
static int is_true(const struct facts *facts, const struct foreign *now,
		   const struct mark_line *line, bool *ret, struct err *err)
{
	const struct runbook *rb = facts->runbook;

	*ret = false;
	for (size_t i = 0; i < now->shown.heading_count; i++)
		if (now->shown.headings[i].line == line->line)
			return 0;
	for (size_t i = 0; i < rb->environment_count && !*ret; i++)
		if (mark_holds(facts, line, rb->environments[i].id, line->step.data, ret, NULL,
			       err) < 0)
			return -1;
	return 0;
}

static int judge_claims(const struct facts *facts, const struct change *change,
			const struct foreign *now, const struct foreign *was,
			struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	size_t before = found->count;
	struct logentry at = {0};
	bool holds;

	for (size_t i = 0; i < now->marks.count && found->count - before < LOG_HITS_MAX; i++) {
		const struct mark_line *line = &now->marks.items[i];

		at.line = line->line;
		if (!is_claim(line) || was_there(facts, was, claim_of(line, &scratch)))
			continue;
		if (is_true(facts, now, line, &holds, err) < 0)
			return -1;
		if (!holds)
			log_refuse(facts, change, &at, "an entry that an event wrote",
				   arena_printf(found->arena, "'%.*s', called complete",
						(int)line->step.len,
						(const char *)line->step.data),
				   "is not of an event in the ledger", found);
	}
	return 0;
}

static int judge_foreign(const struct facts *facts, const struct change *change,
			 const struct foreign *now, const struct foreign *was,
			 struct findings *found, struct err *err)
{
	static const char disputed[] = "disputed said with";
	size_t before = found->count, hidden = 0;
	bool open = now->shown.open;
	struct logentry at = {0};

	for (size_t i = 0; i < now->shown.heading_count && found->count - before < LOG_HITS_MAX;
	     i++) {
		const struct log_heading *line = &now->shown.headings[i];

		at.line = line->line;
		if (!strncmp(line->said, disputed, strlen(disputed)) &&
		    !was_there(facts, was, line->said))
			log_refuse(facts, change, &at, "an entry that an event wrote",
				   "a heading like one", "is not of an event in the ledger",
				   found);
	}
	if (judge_claims(facts, change, now, was, found, err) < 0)
		return -1;
	for (size_t i = 0; i < now->shown.markup_count && found->count - before < LOG_HITS_MAX;
	     i++) {
		const struct log_heading *tag = &now->shown.markup[i];

		if (!was_there(facts, was, tag->said))
			log_refuse_line(facts, change, tag->line, "text that hides nothing",
					arena_strdup(found->arena, tag->said),
					"HTML that can hide the entries after it", found);
	}
	for (size_t p = 0; p < facts->parents; p++) {
		open = open && !was[p].shown.open;
		hidden = was[p].hidden > hidden ? was[p].hidden : hidden;
	}
	if (open)
		log_refuse_line(facts, change, 0, "an end of what was begun",
				"a fence, a comment or an element that is open",
				"the next entry would not be shown as one", found);
	if (now->hidden > hidden)
		log_refuse_line(facts, change, 0, "every entry as it is",
				"one inside a fence, a list, a quote or an element",
				"an entry is not shown as one", found);
	return 0;
}

/* 1: no reader could tell what it shows, for the reason in *err. */
static int read_or_not(const struct facts *facts, const struct change *change,
		       const struct version *version, struct arena *a, struct foreign *ret,
		       struct err *err)
{
	*ret = (struct foreign){0};
	if (read_foreign(facts, change, version, a, ret, err) == 0)
		return 0;
	return err->code == ERR_LIMIT || err->code == ERR_FORMAT ? 1 : -1;
}

/*
 * A log that grew beyond what is parsed, by nothing but the ledger's entries, byte for byte as an act
 * appends them: of no event is what was, and that could be read and had an end.
 */
static int grew_by_entries(const struct facts *facts, const struct change *change,
			   struct arena *a, bool *ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf want = STRBUF_INIT;
	struct logentry entry = {0};
	struct bytes was, now, held;
	int64_t time;
	size_t at;
	bool known = true;

	*ret = false;
	if (facts_text(facts, &change->now, a, &now, err) < 0)
		return err->code == ERR_LIMIT ? 0 : -1;
	if (facts_text(facts, &change->was[0], a, &was, err) < 0)
		return -1;
	if (!bytes_begins(now, was))
		return 0;
	strbuf_add(&want, was.data, was.len);
	for (at = was.len; known && logentry_next(now, &at, &entry);) {
		if (held_entry(facts, entry.id, &held, &time, &known, err) < 0)
			return -1;
		if (known)
			logentry_append(&want, held.data, held.len);
		if (want.len && want.buf[want.len - 1] != '\n')
			strbuf_addch(&want, '\n');
	}
	*ret = known && bytes_equal(bytes_of(want.buf, want.len), now);
	return 0;
}

/* What came with this change, is of no event, and looks like it or hides it. */
int log_notes_check(const struct facts *facts, const struct change *change,
		    struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct foreign now, *was = arena_array(&scratch, facts->parents, sizeof(*was));
	bool unreadable = false, grew = false;
	const char *why;
	int rc;

	for (size_t i = 0; i < facts->parents; i++) {
		rc = read_or_not(facts, change, &change->was[i], &scratch, &was[i], err);
		if (rc < 0)
			return -1;
		unreadable = unreadable || rc;
	}
	rc = read_or_not(facts, change, &change->now, &scratch, &now, err);
	if (rc < 0)
		return -1;
	if (!rc)
		return judge_foreign(facts, change, &now, was, found, err);
	why = arena_strdup(found->arena, err->text);
	if (!unreadable && facts->parents == 1 && !was[0].shown.open &&
	    grew_by_entries(facts, change, &scratch, &grew, err) < 0)
		return -1;
	if (!unreadable && !grew)
		log_refuse_line(facts, change, 0, "a text that can be read", why,
				"what the log shows cannot be told", found);
	*err = (struct err){0};
	return 0;
}
