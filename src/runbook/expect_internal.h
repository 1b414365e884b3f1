/*
 * expect_internal.h - what expect.c (which values are there) and expect_value.c (what is
 * demanded of one) share.
 */
#ifndef RUNBOOK_EXPECT_INTERNAL_H
#define RUNBOOK_EXPECT_INTERNAL_H

#include "runbook/expect.h"

struct judge {
	const struct expect_context *ctx; /* NULL: templates are taken as written */
	struct arena *arena;
	struct expect_item *items;
	size_t count;
	bool pass;
};

/* A comparand: its text with templates resolved, and what type was written. */
struct operand {
	const char *text;
	size_t len;
	enum doc_type type;
	bool resolved;	     /* came out of a template: its type says nothing */
	const char *shown;   /* of a baseline: what the limit is made of; NULL */
	const char *unknown; /* of a baseline: why there is no limit; NULL */
};

/* One value: text, and what JSON says about it. */
struct subject {
	const char *what;
	bool present;
	struct bytes text;
	const struct expect_json *json; /* NULL: plain text */
	const char *absent;		/* what is shown when it is not there */
	bool may_be_unset;		/* a variable: not to be set is a value of its own */
};

struct expect_item *judge_add(struct judge *j, const char *what, const char *expected,
			      const char *found, bool pass);
struct expect_result judge_result(const struct judge *j);
/* `{baseline: ID, factor: N, floor: N}`: the limit for that value. */
int judge_baseline(struct judge *j, const struct doc_node *node, const struct subject *s,
		   struct operand *ret, struct err *err);
/* A scalar or operators over one value; adds one item for each demand. */
int judge_value(struct judge *j, const struct doc_node *expected, const struct subject *s,
		struct err *err);
int judge_operator(struct judge *j, const char *word, const struct doc_node *operand,
		   const struct subject *s, struct err *err);
bool judge_is_operator(const char *word);
struct subject judge_number(struct judge *j, const char *what, int64_t number);

#endif
