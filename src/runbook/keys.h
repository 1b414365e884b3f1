/*
 * keys.h - what the tables of keys have in common: keys_value.c (texts, numbers, lists, names),
 * keys_check.c (checks, and what is expected) and keys.c (steps, and all the rest).
 */
#ifndef RUNBOOK_KEYS_H
#define RUNBOOK_KEYS_H

#include "base/limits.h"
#include "runbook/runbook_internal.h"
#include "runbook/shape.h"

#define TEXT TYPE(DOC_STRING)
#define LIST TYPE(DOC_LIST)
#define MAP TYPE(DOC_MAP)
#define TEXT_AT .size = sizeof(const char *), .store = store_text
#define WORD(...)                                     \
	.types = TEXT, .words = (const char *const[]) \
	{                                             \
		__VA_ARGS__, NULL                     \
	}

/* keys_value.c */
extern const struct shape ID, LINE, VARIABLE, VARIABLES, DURATION, PERIOD, PATH, GLOB, PATTERN,
	SOME_TEXT, ANY_TEXT, SCALAR, FLAG, COMMAND, IDS, LINES, PINS, REFS, VALUES, TARGETS,
	REPOS;
/* keys_check.c */
extern const struct shape EXPECT, RECAP, CHECKS, APPROVAL, EVIDENCE;

#endif
