/* text_internal.h - one function a kind of result, for text.c, and what they share. */
#ifndef REPORT_TEXT_INTERNAL_H
#define REPORT_TEXT_INTERNAL_H

#include "report/advice.h"
#include "report/internal.h"

#define RESULT(TAG, name) \
	void text_##name(struct report *out, const struct name##_result *result);
#include "report/results.h"
#undef RESULT

/* What would be promoted there now, or what is against it. */
void text_promotion(struct strbuf *out, const struct promoting *p, bool brief);
/* After a rollback: what a run does with what was promoted. Nothing where none was made, or it is over. */
void text_again(struct strbuf *out, const struct environment_status *e);
/* A line for each gate of the environment. */
void text_fails(struct strbuf *out, const struct environment_status *e);
void text_rollbacks(struct strbuf *out, const struct environment_status *e);
/* "no check of SHIP has looked since" */
void text_unlooked(struct strbuf *out, const struct unlooked *u);
void text_drills(struct strbuf *out, const struct drill_due *list, size_t count,
		 bool only_overdue);
void text_gates(struct strbuf *out, const struct environment_status *e);
/* An event: its line, and below it what else it says. */
void text_event_line(struct strbuf *out, const struct ledger_view *ledger,
		     const struct verified_event *event);
/* NULL: none. */
const char *text_standing_colour(const struct step_view *view);
/* It failed, is blocked, or no longer holds. */
bool text_standing_is_bad(const struct step_view *view);
/* Where it stands, and what else is to be known of it. */
void text_marks(struct strbuf *out, const struct step_view *view);
/* A reason is worth a line where somebody has to act; a long plan waits quietly. */
bool text_reasons_count(const struct step_view *view);
/* A line for all that stand alike, and below it each reason once. */
void text_brief_steps(struct strbuf *out, const struct readiness *r);
/* "S_01 to S_16, S_20": in the runbook's order. */
void text_steps_named(struct strbuf *out, const struct step *const *list, size_t count);
/* The same words but for the steps that they name. */
bool text_alike(const struct runbook *rb, const char *a, const char *b);
/* NULL: it names none. */
const struct step *text_first_named(const struct runbook *rb, const char *text);
/* Lines from there on; and no more of them than that, the last of which says how many are left out. */
size_t text_lines(const struct strbuf *out, size_t begin);
void text_clip(struct strbuf *out, size_t begin, size_t most, bool say);
/* What a branch, the ledger or the remote lacks; what is contested, what was set aside. */
void text_unrecorded(struct strbuf *out, const struct status_result *r);
/* A patch, made harmless. */
void text_patch(struct strbuf *out, const char *patch);
/* "  ~ changed steps CACHE (run, verify)" */
void text_runbook_change(struct strbuf *out, const struct runbook_change *change);
/* How many columns a text takes, as near as can be told: one a letter, colours none. */
size_t text_columns(const char *text);
/* How many bytes of it take at most that many columns. */
size_t text_cut(const char *text, size_t columns);
/* "1 error, 0 warnings, 2 notes" */
const char *text_counts(const struct findings *found, struct arena *a);
/* A line of words for the person. */
void text_note(struct report *report, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* A line for each. */
void text_exceptions(struct strbuf *out, struct state *record, const struct exception *list,
		     size_t count);

#endif
