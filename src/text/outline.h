/*
 * outline.h - a document as steps, in whatever style it lists them, and every status mark that it
 * shows: what import, lint and who counts marks read. It stands on the same blocks, glyphs and
 * words as marks_read().
 *
 *	struct outline outline;
 *
 *	if (outline_read(text, "docs/release.md", NULL, &arena, &outline, err) < 0)
 *		return -1;
 *	for (size_t i = 0; i < outline.count; i++)
 *		if (outline.units[i].role == ROLE_STEP)
 *			printf("%u: %s\n", outline.units[i].line, outline.units[i].title);
 *
 * Every mark in is a mark out: outline.marks has each glyph, box and status word that stands where
 * a mark does, whether it belongs to a step, is understood, or neither. Glyphs in running text, in
 * code, in comments and in a legend are none.
 */
#ifndef TEXT_OUTLINE_H
#define TEXT_OUTLINE_H

#include "markdown/markdown.h"
#include "text/legend.h"

#define OUTLINE_NONE SIZE_MAX

enum unit_kind {
	UNIT_HEADING,
	UNIT_ITEM, /* of a list: its first paragraph */
	UNIT_ROW,  /* of a table */
	UNIT_LINE, /* of a paragraph that begins with a mark, or a paragraph */
	UNIT_CODE,
	UNIT_OTHER, /* HTML, a rule */
};

enum unit_role {
	ROLE_TEXT,
	ROLE_HEADING,
	ROLE_STEP,
	ROLE_PART,     /* a box or a step below a step */
	ROLE_STOP,     /* a condition under which to stop */
	ROLE_TRIGGER,  /* a condition under which to go back */
	ROLE_ROLLBACK, /* a heading over commands or a list that go back */
	ROLE_BACK,     /* in such a list: what is done to go back */
	ROLE_DRILL,    /* an exercise */
	ROLE_LEGEND,   /* explains marks */
	ROLE_HEAD,     /* of a table */
	ROLE_STATUS,   /* "Status: done": of the step that it stands below */
};

/* One line or block that says one thing. */
struct outline_unit {
	enum unit_kind kind;
	enum unit_role role;
	const char *style; /* of a step: the name of its row in outline_styles */
	unsigned line, end_line;
	unsigned level;	  /* of a heading */
	unsigned depth;	  /* how many list items it stands in; an item counts itself */
	uint64_t ordinal; /* its number; 0: none */
	bool ordered, boxed, strong; /* a numbered item, a box, a bold lead-in */
	bool stepped;		     /* "Step 3" */
	bool phased;		     /* "Phase 3" */
	bool inner;		     /* a heading: "3.1" */
	bool counted;	 /* a step that the document numbers, or says is done in turn */
	bool headed;	 /* begins with a sign that makes it a heading */
	bool fenced;	 /* a heading: code for a shell stands below it */
	bool commands;	 /* it, or what stands in it, holds a command */
	bool hidden;	 /* nobody sees it: a comment */
	bool holds;	 /* no step, and steps stand in it */
	bool explains;	 /* a heading: what stands below it describes, or is a record */
	bool given;	 /* an item: what must be so before, or why something is, and no step */
	bool names;	 /* a heading: people, roles or places are listed below it */
	enum mark below; /* what the column of a board says, of a heading and its items */
	unsigned list;	 /* of the document, of an item */
	const char *id;	 /* as the document writes it; NULL: none */
	const char *title; /* as it is shown, without number and marks */
	const char *text;  /* all that is shown; a row's cells are joined by " | " */
	const char *task;  /* of a row: the cell that says what is to be done; else title */
	size_t parent;	   /* the item that it stands in, or the step; OUTLINE_NONE */
	size_t heading;	   /* the heading above; OUTLINE_NONE */
	size_t group;	   /* its list or table, or the headings of its level */
	size_t mark;	   /* the first of its marks that says how far it is; OUTLINE_NONE */
	const struct md_block *block; /* its text; of a row the cell of its task */
	const struct md_block *cells; /* of a row: so many */
	size_t block_count;
	const struct outline_table *table;
};

/* What a column of a table is, by the words of its head. */
enum column {
	COLUMN_OTHER,
	COLUMN_NUMBER,
	COLUMN_ID,
	COLUMN_STEP,
	COLUMN_TASK,
	COLUMN_STATUS,
	COLUMN_OWNER,
	COLUMN_DATE,
	COLUMN_EVIDENCE,
	COLUMN_COMMAND,
	COLUMN_EXPECT,
	COLUMN_MARK,
	COLUMN_MEANING,
};

struct outline_table {
	const enum column *columns; /* by column, from 1 */
	const bool *answers;	    /* by column: whether it is done, with yes and no */
	unsigned count;
	bool tracks, checks, legend; /* has a status, a command, a meaning */
	bool spread;		     /* says how far a row is in several places */
	bool names;  /* of people or places, and how they are: nothing to be done */
	bool places; /* of these, environments */
};

struct outline_mark {
	enum mark mark;
	enum mark_form form;
	unsigned line, column;
	const char *text; /* as it is shown */
	size_t unit;	  /* where it stands */
	size_t step;	  /* the step that it is of; OUTLINE_NONE */
	unsigned cell;	  /* of a row: its column, from 1; 0: none */
};

struct outline {
	struct md_doc doc;
	struct legend legend;		  /* the document's own over the one that was given */
	const struct outline_unit *units; /* in the order of the text */
	size_t count;
	const struct outline_mark *marks;
	size_t mark_count;
	size_t step_count;
};

/*
 * Reads a document. `legend` (may be NULL) lies over the built-in one and over the document's own.
 * ERR_LIMIT for what is too large to be read, ERR_FORMAT for what is not text.
 */
int outline_read(struct bytes text, const char *file, const struct legend *legend,
		 struct arena *arena, struct outline *ret, struct err *err);
/* The same of a text that md_parse() has read, and that holds no NUL. */
void outline_of(struct bytes text, const struct md_doc *doc, const struct legend *legend,
		struct arena *arena, struct outline *ret);

/*
 * Is certain, without reading it as steps, that nothing in a document can have an id, be it a step or a
 * mark? Of what holds tables or HTML it never is.
 */
bool outline_is_unnamed(const struct md_doc *doc);

/* Are these words a command that a person types? Is this code for a shell? */
bool outline_is_command(const char *text);
bool outline_is_shell(const struct md_block *block);
/* Does a line of it begin with "$ "? Then the others are what it prints. */
bool outline_has_prompt(const char *text);
/* Do these words announce what is printed, "Expected output:"? */
bool outline_prints(const char *text);

/* Do these words announce a check, or say what is to be seen? */
bool outline_verifies(const char *text);
bool outline_expects(const char *text);
/* Do they only name what follows, a list of things to do: "Checklist"? */
bool outline_lists(const char *text);
/* Is it a heading over what comes next: "Active / Next"; and no "Next.js"? */
bool outline_is_next(const char *heading);
/* Is it one over what remains when all is done: "Action items", "Follow-up"? */
bool outline_is_after(const char *heading);
/* Is it the title of what is about something: "Changelog", "Meeting notes 2025-02-03"; and no checklist? */
bool outline_is_about(const char *title);
/* Is what it asks for put off to another time: "Dark mode: moved to 2.2"? */
bool outline_is_later(const char *text);
/* Does a line say who met: "Attendees: Ana, Bo"? */
bool outline_is_meeting(const char *line);
/* Does a heading say that something is done below it: "Release checklist", "Cutover"? */
bool outline_is_work(const char *heading);
/* Does the line say how far all is, "Overall status: done"? *ret_value (may be NULL): what it says. */
bool outline_is_state(const char *text, const char **ret_value);
/* Is it a heading over conditions under which nothing goes on? */
bool outline_is_stop(const char *heading);
/* Does it say that something is not so? */
bool outline_denies(const char *text);
/* Does it say that something is to go? */
bool outline_removes(const char *text);
/* Which words it has that turn what it says: denied, undone, removed, tried, prepared, looked at. */
uint64_t outline_turn(const char *title);
/* Does it tell of progress? */
bool outline_is_progress(const char *text);
/* Or of something else that is counted, or shall be so far: "Coverage: 80 %", "until 100 % are done"? */
bool outline_is_measured(const char *text);
/* Are they all that stands before what a command gives: "Expected", "returns"? */
bool outline_announces(const char *text);
/* Do these words announce places, the first of which is right: "Source of truth order"? */
bool outline_ranks(const char *text);

/* The ways to list steps; a row more is a style more. The example holds as many steps. */
struct outline_style {
	const char *name, *example;
	const char *ids;   /* of the example's steps; "-": none */
	const char *marks; /* x done, o open, b blocked, s skipped, - none */
};
extern const struct outline_style outline_styles[];
extern const size_t outline_style_count;

/* The id of any shape that begins a text: how many bytes; 0: none. */
size_t outline_id(struct bytes text);
/* What a step with an id does: a file's name behind the id (*ret_file, may be NULL), else its title, folded.
 * NULL: nothing is said. Lives in the arena. */
const char *outline_meaning(const struct outline_unit *unit, struct arena *a, bool *ret_file);
/* What a listed line says is to be done, by which a step that has no id is known. */
const char *outline_work(const struct outline_unit *unit);
/* Of a row that is done here and not there one mark says how far it is: is this one that says where? */
bool outline_is_of_place(const struct outline *outline, size_t mark);
/* Is an item or a row struck out, but for a remark behind? */
bool outline_is_struck(const struct outline_unit *unit);
/* May two such texts mean one thing, in other words? They share a word, or a character of another script. */
bool outline_means_alike(const char *a, const char *b);
/* Does the word stand in any title, and say nothing of it: "the"? */
bool outline_is_filler(const char *word);
/* outline_subject.c: does each say something, and nothing that the other does? "The" says nothing; words that end
 * otherwise, or with one letter wrong, say the same; of scripts without blanks two signs in a row are compared.
 * What the one undoes the other does ("enable", "disable") is another, too. Both in small letters. */
bool outline_is_another(const char *a, const char *b);
/* "T-30 min: ", "T+0: ", "H-2h ": how long before or behind the hour something is due, with the sign and the
 * blanks behind it; 0: nothing is said of that. */
size_t outline_time(struct bytes text, size_t at);

/* Does it say "Environment": of a column, or over a list? */
bool outline_is_environment(const char *head);
/* Is it "of", "de", "von"? */
bool outline_is_of(const char *word);
/* What the word of a table's head says of its column. */
enum column outline_column(const char *head);

/* Behind "Expected: ": what is to be seen; NULL: it says nothing of that. */
const char *outline_expected(const char *text);
/* Does it begin as what counts steps does: "Step", "Étape"? */
bool outline_begins_step(const char *text);
/* Numbers in words, of counts.h. */
struct outline_count {
	const char *language, *words, *example;
	uint64_t is; /* that the example counts */
};
const struct outline_count *outline_counts(size_t *ret_count);

#endif
