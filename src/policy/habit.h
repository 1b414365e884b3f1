/*
 * habit.h - where no runbook is in force, what teams do by habit: a document is a log, a record or an
 * item by its place and its text (text/class.h), or as a runbook.yaml that nobody has adopted says.
 */
#ifndef POLICY_HABIT_H
#define POLICY_HABIT_H

#include "policy/internal.h"
#include "text/class.h"

/* Does this change have no other rules? At the door of lint, before anything is adopted. */
bool habit_rules(const struct facts *facts);
/* A record, a log or another by what stood there before the change; CLASS_OTHER where nothing did. */
int habit_class(const struct facts *facts, const struct change *change,
		enum document_class *ret, struct err *err);
/* May a document hold the marks of steps: by its class, and where nothing says it by a look at it? */
int habit_marks(const struct facts *facts, const struct change *change, bool *ret,
		struct err *err);
/* Might what stood there before, in some parent, list steps with ids? */
int habit_had_steps(const struct facts *facts, const struct change *change, bool *ret,
		    struct err *err);
/* Is this record still being put together: by who began it, within the hour? */
bool habit_is_assembled(const struct facts *facts, const char *path);
/* Does what stood there stand elsewhere now, byte for byte? */
int habit_moved(const struct facts *facts, const struct change *change, bool *ret,
		struct err *err);

#endif
