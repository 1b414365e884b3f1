/*
 * stages.h - the environments that a document names, and of which one a mark is: the column of a table that is
 * headed so, the row, the box of a step, the heading above. One reading for import, for the rules and for
 * render.
 *
 *	| Id     | Staging | Production |		two marks of one step
 *	## Staging					all that stands below it
 *	| Id | Environment | Status |			each row is of one
 */
#ifndef TEXT_STAGES_H
#define TEXT_STAGES_H

#include "text/outline.h"

/* What a word says: "staging", "Production", "本番". */
struct stage {
	const char *id; /* NULL: no environment is called so */
	bool live;
	bool ordinary; /* it is also a word of other things, and names one only among others */
	bool apart;    /* one of several that one word is said of: "Production (EU)" */
};
struct stage_row {
	const char *language, *word, *id;
	bool live, ordinary;
	const char *example;
};
extern const struct stage_row stage_rows[];
extern const size_t stage_row_count;

/* An environment of the team. */
struct stage_own {
	const char *id, *title; /* title NULL: none */
	bool live;
};
struct stages {
	const struct stage_own *items;
	size_t count;
};

/* `own` (may be NULL): what the team calls its environments goes before what others do. */
struct stage stage_of(const struct stages *own, const char *text);
/* The only one that a text names, and where. */
struct stage stage_in(const struct stages *own, const char *text, size_t *ret_at,
		      size_t *ret_len);
/* Does what stands in that one (not live) name the live one, too: "Now in production"? `says`: where it names that
 * one itself, any other: "Staging (and dev)". */
bool stage_names_other(const struct stages *own, const char *of, const char *text, bool says);
/* What one of several is called that one word is said of: "production-eu"; as the word where nothing is added that
 * an id can hold. `numbers`: these tell them apart, too. */
const char *stage_apart(struct arena *arena, struct stage stage, const char *text,
			bool numbers);
/* By cell of a table's head; a column of marks may have a name of its own: "prod-eu". */
const struct stage *stage_columns(const struct stages *own, struct arena *arena,
				  const struct outline_unit *head);
/* "Staging (100 %)", "Environment: staging": one, and nothing else but what stands in brackets. */
struct stage stage_said(const struct stages *own, struct arena *arena, const char *title);
/* The id of the one that the documents call so: "Production" is their live one. NULL: the team has none. */
const char *stages_id(const struct stages *own, struct stage stage);
/* By unit, of each that is a heading of one: "Staging", "Deploy to staging" beside "Deploy to prod". */
const struct stage *stage_headings(const struct stages *own, struct arena *arena,
				   const struct outline *outline);

/* Where the lines of a document stand. */
struct stages_where {
	const struct stages *own;
	const struct outline *outline;
	struct arena *arena;
	const char **lines; /* by line, from 1: its environment; NULL: none is said */
	size_t count;	    /* so many lines */
	bool *opens;	    /* by unit: a heading that names one */
	const struct stages_head **heads; /* by unit, of a row: what stands above it */
};
/* `lines`: so many has the document. Lives in the arena, as `own` and `outline` must. */
struct stages_where stages_where(const struct stages *own, const struct outline *outline,
				 size_t lines, struct arena *arena);
/* The environment of a line, of a row's cell, of a mark; NULL: none is said. */
const char *stages_line(const struct stages_where *where, size_t line);
const char *stages_cell(const struct stages_where *where, size_t row, unsigned column);
const char *stages_mark(const struct stages_where *where, const struct outline_mark *mark);
/* Does a cell stand in a column beside those of environments, and is of none? The head of that column; else NULL. */
const char *stages_beside(const struct stages_where *where, size_t row, unsigned column);
/* The environment that a part of a step names, "- [x] staging"; NULL: none. */
const char *stages_part(const struct stages_where *where, size_t unit);

#endif
