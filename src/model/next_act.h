/*
 * next_act.h - an act on a step that leads on: a value that the judge makes and others compare, and the
 * only place where it becomes a command, or is taken out of one.
 *
 *	next_act_text(&(struct next_act){EVENT_START, "CACHE", "lab", NULL}, a)
 *		// git mcade run CACHE --env lab
 */
#ifndef MODEL_NEXT_ACT_H
#define MODEL_NEXT_ACT_H

#include "base/arena.h"
#include "model/event.h"

struct next_act {
	enum event_word word; /* one with a command */
	const char *step, *environment;
	const char *arguments; /* "-m REASON"; NULL: none */
};

/* As it is typed. Lives in the arena. */
const char *next_act_text(const struct next_act *act, struct arena *a);
/* False: the text is another command, or words. *ret lives in the arena. */
bool next_act_read(const char *text, struct arena *a, struct next_act *ret);
/* Is the text that act, on whatever step? NULL is none. */
bool next_act_is(const char *text, enum event_word word);

#endif
