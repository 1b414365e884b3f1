/* Many steps in few lines: what stands alike is one line, and a reason is said once. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/printable.h"

#define NAMED_MOST 6 /* steps, or stretches of them, in one line */

/* -- which steps --------------------------------------------------------------------------------- */

void text_steps_named(struct strbuf *out, const struct step *const *list, size_t count)
{
	const char *between = "";

	for (size_t i = 0, named = 0, end; i < count; i = end) {
		for (end = i + 1; end < count; end++)
			if (list[end]->index != list[end - 1]->index + 1)
				break;
		if (named++ == NAMED_MOST) {
			strbuf_addf(out, " and %zu more", count - i);
			return;
		}
		if (end - i < 3)
			end = i + 1;
		strbuf_addf(out, "%s%s", between, list[i]->id);
		if (end - i > 1)
			strbuf_addf(out, " to %s", list[end - 1]->id);
		between = ", ";
	}
}

/* The step that a word names, "'S_02'" too; NULL: none. */
static const struct step *named_by(const struct runbook *rb, const char *word, size_t len)
{
	static const char around[] = "'\",.:;()";
	char id[LIMIT_ID + 1];

	while (len && strchr(around, word[len - 1]))
		len--;
	for (; len && strchr(around, *word); len--)
		word++;
	if (!len || len > LIMIT_ID)
		return NULL;
	memcpy(id, word, len);
	id[len] = '\0';
	return runbook_step(rb, id);
}

const struct step *text_first_named(const struct runbook *rb, const char *text)
{
	const struct step *found = NULL;

	while (*text && !found) {
		size_t len = strcspn(text, " ");

		found = named_by(rb, text, len);
		text += len + (text[len] != '\0');
	}
	return found;
}

bool text_alike(const struct runbook *rb, const char *a, const char *b)
{
	while (*a && *b) {
		size_t a_len = strcspn(a, " "), b_len = strcspn(b, " ");

		if ((a_len != b_len || strncmp(a, b, a_len) != 0) &&
		    !(named_by(rb, a, a_len) && named_by(rb, b, b_len)))
			return false;
		a += a_len + (a[a_len] != '\0');
		b += b_len + (b[b_len] != '\0');
	}
	return !*a && !*b;
}

/* -- steps --------------------------------------------------------------------------------------- */

struct alike {
	const struct readiness *r;
	struct arena *a;
	const char **marks; /* of each step; NULL: it was shown */
};

/* Each reason of those that stand alike, with the steps that have it. */
static void add_reasons(struct strbuf *out, const struct alike *all,
			const struct step_view *const *list, size_t count)
{
	const struct runbook *rb = all->r->runbook;
	const char **said = NULL;
	size_t said_count = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < list[i]->reason_count; k++) {
			const char *reason = list[i]->reasons[k];
			const struct step **have = NULL;
			size_t have_count = 0, s = 0;

			while (s < said_count && !text_alike(rb, said[s], reason))
				s++;
			if (s < said_count || !text_reasons_count(list[i]))
				continue;
			*ARENA_PUSH(all->a, said, said_count) = reason;
			for (size_t n = i; n < count; n++)
				for (size_t m = 0; m < list[n]->reason_count; m++)
					if (text_alike(rb, reason, list[n]->reasons[m])) {
						*ARENA_PUSH(all->a, have,
							    have_count) = list[n]->step;
						break;
					}
			strbuf_addstr(out, "                     ");
			printable_addstr(out, reason);
			if (have_count < count || (count > 1 && text_first_named(rb, reason))) {
				strbuf_addf(out, " (%zu: ", have_count);
				text_steps_named(out, have, have_count);
				strbuf_addch(out, ')');
			}
			strbuf_addch(out, '\n');
		}
}

static void add_alike(struct strbuf *out, struct alike *all, size_t from)
{
	const struct step_view **list = NULL;
	const struct step **steps = NULL;
	size_t count = 0, step_count = 0;
	const char *marks = all->marks[from];

	for (size_t i = from; i < all->r->count; i++) {
		if (!all->marks[i] || strcmp(all->marks[i], marks) != 0)
			continue;
		*ARENA_PUSH(all->a, list, count) = &all->r->steps[i];
		*ARENA_PUSH(all->a, steps, step_count) = all->r->steps[i].step;
		all->marks[i] = NULL;
	}
	strbuf_addf(out, "  %s  %zu: ", marks, count);
	text_steps_named(out, steps, count);
	strbuf_addch(out, '\n');
	add_reasons(out, all, list, count);
}

void text_brief_steps(struct strbuf *out, const struct readiness *r)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct alike all = {r, &scratch, arena_array(&scratch, r->count + 1, sizeof(char *))};

	for (size_t i = 0; i < r->count; i++) {
		CLEANUP(strbuf_free) struct strbuf marks = STRBUF_INIT;

		text_marks(&marks, &r->steps[i]);
		all.marks[i] = arena_strdup(&scratch, marks.buf);
	}
	/* what is wrong stands where it is not cut */
	for (int wrong = 1; wrong >= 0; wrong--)
		for (size_t i = 0; i < r->count; i++)
			if (all.marks[i] && (!wrong || text_standing_is_bad(&r->steps[i])))
				add_alike(out, &all, i);
}

/* -- lines --------------------------------------------------------------------------------------- */

size_t text_lines(const struct strbuf *out, size_t begin)
{
	size_t lines = 0;

	for (size_t i = begin; i < out->len; i++)
		lines += out->buf[i] == '\n';
	return lines;
}

void text_clip(struct strbuf *out, size_t begin, size_t most, bool say)
{
	size_t lines = text_lines(out, begin), end = begin;

	if (lines <= most)
		return;
	for (size_t i = say; i < most; i++)
		end += strcspn(out->buf + end, "\n") + 1;
	strbuf_setlen(out, end);
	if (say)
		strbuf_addf(out, "  ... and %zu lines more\n", lines - most + 1);
}
