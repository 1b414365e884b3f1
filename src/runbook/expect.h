/*
 * expect.h - what was observed against what is expected, pure: git-mcade-runbook(5), "expect".
 *
 *	struct observation seen = {.has_exit = true, .exit = 0, .stdout_text = bytes_text("PONG\n")};
 *	struct expect_result result;
 *
 *	if (expect_judge(check->expect, &seen, &ctx, arena, &result, err))
 *		return -1;		// cannot tell: a pattern reached its limit, a bad comparand
 *	if (!result.pass)
 *		...result.items[i].what, .expected, .found
 *
 * A scalar means equality, a mapping holds operators, `any` a list of alternatives. Where no
 * `exit` is named and a command ran, exit 0 is demanded; likewise a status of 200 to 299 of a
 * response, that a file exists and that a variable is set. stdout and stderr compare without
 * their one final newline. Several JSON matches must all hold; none is a failure. Operators at
 * the top name what the probe is about: stdout, body, the variable's value.
 */
#ifndef RUNBOOK_EXPECT_H
#define RUNBOOK_EXPECT_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "runbook/recap.h"
#include "yaml/doc.h"

/* One value found by a JSON path. */
struct expect_json {
	enum doc_type type;		 /* DOC_NULL, DOC_BOOL, ... DOC_LIST, DOC_MAP */
	const char *text;		 /* a string's text; else its JSON */
	double number;			 /* DOC_INT, DOC_FLOAT */
	size_t count;			 /* of a list or mapping */
	const struct expect_json *items; /* of a list: its elements */
	const char *path;		 /* that names it alone; not of an element of a list */
};

struct name_text {
	const char *name;
	const char *text;
};

/* What a probe saw. What it did not look at is left out (has_..., NULL data). */
struct observation {
	bool said; /* not seen: what a finish says of its run, exit and recap; the rest holds */
	bool has_exit;
	int exit; /* exit status, or 128 + signal */
	struct bytes stdout_text, stderr_text;
	bool has_status;
	int status;	   /* HTTP */
	struct bytes body; /* HTTP body, or a file's content */
	const struct name_text *headers, *cookies;
	size_t header_count, cookie_count;
	bool has_file;
	bool exists;
	uint64_t size;
	const char *mode; /* "0644" */
	int64_t age;	  /* seconds since it was changed */
	const struct recap *recap;
	const char *created; /* path of the file that appeared; NULL: none did */
	bool has_value;
	const char *value;	       /* of a variable (NULL: not set) */
	const struct name_text *names; /* of variables that a file must set: env_file.h */
	size_t name_count;
	const struct name_text *captures; /* of this check, by name */
	size_t capture_count;
};

/* What was recorded to be compared with. */
struct expect_baseline {
	const char *why; /* why nobody can compare with it; NULL: it is known */
	double number;	 /* at that path; 0 where nothing was */
};

struct expect_context {
	/* JSON of stdout or body: every value that a path names. May be NULL (then ERR_UNSUPPORTED
	 * where `json` is expected). ERR_FORMAT from it means "no JSON": the item fails. */
	int (*json)(void *ctx, struct bytes text, const char *path, struct arena *a,
		    const struct expect_json **ret, size_t *ret_count, struct err *err);
	/* A comparand with its templates resolved; NULL: taken as written. */
	int (*resolve)(void *ctx, const char *text, struct arena *a, const char **ret,
		       struct err *err);
	/* The baseline of that id, at a path that names one place. May be NULL: none is known.
	 * ERR_FORMAT: no number is there. */
	int (*baseline)(void *ctx, const char *id, const char *path, struct arena *a,
			struct expect_baseline *ret, struct err *err);
	void *ctx;
};

struct expect_item {
	const char *what;     /* "exit", "stdout", "json $.status", "any" */
	const char *expected; /* "0", "contains 'PONG'", "ge 1" */
	const char *found;    /* cut to a line; "(nothing)" */
	bool pass;
	bool unknown; /* it did not, since nobody can tell: what it is compared with is not known */
};
#define EXPECT_CUT "... (" /* what stands where `found` was cut; the bytes of all follow */

struct expect_result {
	bool pass, unknown; /* unknown: nothing fails, and of something nobody can tell */
	const struct expect_item *items;
	size_t count;
};

/* `expect` may be NULL: the default alone. Lives in the arena. */
int expect_judge(const struct doc_node *expect, const struct observation *seen,
		 const struct expect_context *ctx, struct arena *a, struct expect_result *ret,
		 struct err *err);
/* A step's `recap` (its `format` aside) over the recap of its run. */
int expect_recap(const struct doc_node *recap, const struct observation *seen,
		 const struct expect_context *ctx, struct arena *a, struct expect_result *ret,
		 struct err *err);
/*
 * One value against one expectation (a scalar or operators): what `when` is made of. text NULL:
 * not set.
 */
int expect_value(const struct doc_node *expected, const char *what, const char *text,
		 const struct expect_context *ctx, struct arena *a, struct expect_item *ret,
		 struct err *err);

#endif
