/* outline_internal.h - what the files of the outline share; no other file includes this. */
#ifndef TEXT_OUTLINE_INTERNAL_H
#define TEXT_OUTLINE_INTERNAL_H

#include "text/marks_internal.h"
#include "text/outline.h"
#include "text/words.h"

#define OUTLINE_TRIES_MAX 200 /* places of one text that are looked at for a status word */

/* outline_words.c */
enum outline_word {
	WORD_NUMBER,
	WORD_ID,
	WORD_STEP,
	WORD_COUNTED, /* what else is counted as steps are: "Task 3" */
	WORD_BECOMES, /* before a status that is to be said or seen: "set it to DONE" */
	WORD_GIVEN, /* what must be so before, or why something is not so: nothing to be done */
	WORD_BIDS,  /* a status that before a name tells to do it: "Complete REL_01" */
	WORD_URGES, /* a status that also tells to do something: "GO" */
	WORD_TASK,
	WORD_STATUS,
	WORD_STATE,  /* a status, and nothing else */
	WORD_TRACKS, /* the same, as all that heads a column */
	WORD_DONE,
	WORD_OWNER,
	WORD_DATE,
	WORD_EVIDENCE,
	WORD_COMMAND,
	WORD_EXPECT,
	WORD_MARK,
	WORD_MEANING,
	WORD_LEGEND,
	WORD_STOP,
	WORD_STOP_IF, /* begins a sentence */
	WORD_ROLLBACK,
	WORD_CONDITION,
	WORD_DRILL,
	WORD_VERIFY,
	WORD_REMOVES, /* that something goes */
	WORD_NOT,
	WORD_GIVES,
	WORD_EXPLAINS,
	WORD_RECORDS,
	WORD_TELLS, /* a title of what is about something, and of nothing else */
	WORD_HOURS,
	WORD_OPEN,
	WORD_LISTS,
	WORD_YES,
	WORD_NO,
	WORD_WHY,      /* behind "blocked" */
	WORD_BACK,     /* a heading that is no more than that */
	WORD_FAILS,    /* a line above a list of what is done then */
	WORD_PREPARES, /* a rollback before it is needed */
	WORD_NEXT,     /* a heading over what comes next */
	WORD_AFTER,    /* and over what follows when all is done */
	WORD_PROGRESS, /* how far something is */
	WORD_MEASURED, /* of what else there are shares, and what is only meant to be */
	WORD_FIELD,    /* what an interface has, by name or number */
	WORD_TYPE,     /* and of which sort it is */
	WORD_LATER,    /* in a text: it is for another time */
	WORD_FILLER,   /* stands in any title, and says nothing of it */
	WORD_PRESENT,  /* before those who met */
	WORD_ROUTE,    /* of a service's interface */
	WORD_METHOD,
	WORD_PLACE,  /* where something is rolled out */
	WORD_RANKS,  /* of places the first of which is right */
	WORD_IF,     /* in a sentence */
	WORD_OUTPUT, /* what a command prints */
	WORD_ORDER,  /* what follows is done one after the other */
	WORD_PHASE,  /* of several steps, where such stand in it */
	WORD_ENVIRONMENT,
	WORD_ROLE,
	WORD_PEOPLE, /* heads of a table that names who does something, and how to reach them */
	WORD_DUTY,   /* who is called first, and next */
	WORD_PERIOD, /* a time for which somebody is */
	WORD_DESCRIBES, /* what is not to be done, but called so */
	WORD_WORK,	/* what is done to something that runs */
	WORD_OF,	/* between a number and how many there are */
	WORD_PERCENT,
	WORD_ON,      /* before the day on which something was done */
	WORD_BY,      /* and before who did it */
	WORD_SEEN,    /* in the head of a column: what is to be seen when all is well */
	WORD_WAVE,    /* of several parts in which something is rolled out */
	WORD_ROLLS,   /* what is rolled out by shares */
	WORD_PUBLIC,  /* and to whom */
	WORD_PINNED,  /* what a digest or a commit is of, or is called */
	WORD_TOWARDS, /* before a share that shall be */
	/* said_words.h */
	WORD_SAID_LEAD,
	WORD_SAID_BETWEEN,
	WORD_SAID_FORM,
	WORD_SAID_PARTICLE,
	WORD_SAID_BY,
	WORD_SAID_IN,
	WORD_SAID_LAST,
	OUTLINE_WORD_COUNT,
};

enum word_place { WORD_WHOLE, WORD_BEGINS, WORD_HELD };
/* Is the text such a word, does it begin with one, does it hold one? */
bool outline_word(enum outline_word what, const char *text, enum word_place where);
/* Which of all of them: who asks for several folds the text once. */
struct word_set outline_words(const char *text, enum word_place where);
static inline bool outline_has(struct word_set words, enum outline_word what)
{
	return word_set_meet(words, word_set_of(what));
}
/* "Status (prod): done": where the value begins. */
bool outline_label(enum outline_word what, const char *text, size_t *ret_value);

/* legend_own.c: what a document says that its marks mean, and where. */
struct legend_lines {
	bool *has; /* by line, from 1 */
	size_t count;
};
void legend_read(const struct md_doc *doc, const struct legend *over, struct arena *arena,
		 struct legend *ret, struct legend_lines *lines);

/* What a group of units has in common: a list, a table, the headings of a level. */
struct outline_group {
	enum unit_kind kind;
	size_t count, ordered, boxed, marked, named, both, strong, commands, steps, numbered;
	size_t below, struck, over; /* over boxes: these stand in its items */
	bool tracks, checks;	    /* a table whose head has a status, a command */
	bool phased;		    /* below "Phase 3" */
	unsigned list, level;	    /* of the document; of headings, or depth of a list */
	const struct outline_table *table;
	uint64_t last; /* ordinal */
	bool broken;   /* headings: one does not count on from the one before */
};

/* A sign that no legend knows, and that stands where a mark does. */
struct outline_sign {
	const struct md_block *block;
	size_t at, len;
};

struct outliner {
	struct arena *arena;
	struct outline *out;
	struct outline_unit *units;
	size_t count;
	struct outline_mark *marks;
	size_t mark_count;
	struct outline_group *groups;
	size_t group_count;
	size_t heading;	  /* unit; OUTLINE_NONE */
	size_t levels[7]; /* by level: the last heading, above which no other has begun */
	size_t level_groups[7], line_group; /* of headings, of lines; OUTLINE_NONE */
	size_t *open;			    /* by depth: the item that is open */
	unsigned open_room;
	bool lettered;	 /* the lines that are read count with letters */
	size_t numbered; /* the last numbered item outside of others; OUTLINE_NONE */
	size_t counted;	 /* the last line that counts a step, of this heading; OUTLINE_NONE */
	struct bytes source;
	const size_t *lines; /* where each begins in the source */
	size_t line_count;
	struct legend_lines legend; /* that explain marks */
	struct outline_sign *signs; /* in the order of the text */
	size_t sign_count;
};

/* outline_counted.c: "Step 3", "Étape n° 1", "First step", "第一步" at a byte: what it ends with, and whether
 * a sign stands there; 0: it is none. */
size_t outline_step(struct bytes text, size_t at, uint64_t *ret_ordinal, bool *ret_sign);
/* A sign that ends what is counted: "Step 3:", "Step 3 -". */
bool outline_has_sign(struct bytes text, size_t at);
/* Behind it and the blanks around it; where no sign is, behind the blanks. */
size_t outline_skip_sign(struct bytes text, size_t at);
/* "A" to "Z", "I" to "XXXIX": how long it is; 0: a word. */
size_t outline_letters(struct bytes text, size_t at, uint64_t *ret);
/* "a) ", "II. " at a byte: behind it; 0: it is none. */
size_t outline_lettered(struct bytes text, size_t at, uint64_t *ret);

/* outline_marks.c, outline_name.c: the marks of a text, its id and title. */
struct outline_name {
	const char *id, *title;
	uint64_t ordinal;
	bool step;  /* "Step 3", "T-30 min" */
	bool weak;  /* so it is where it has a mark: no sign stands behind */
	bool phase; /* "Phase 3" */
	bool inner; /* "3.1", of a heading */
};
/*
 * Adds the marks that stand in unit `unit`'s block; `from` to `to` are bytes of its text. A status
 * word counts too, in a `status` cell whatever it says.
 */
void outline_read_marks(struct outliner *o, size_t unit, const struct md_block *block,
			size_t from, size_t to, bool status);
struct outline_name outline_read_name(struct outliner *o, const struct md_block *block,
				      size_t from, size_t to, bool heading);
/* The line that a byte of a block's text stands on. */
unsigned outline_line(const struct md_block *block, size_t at);
bool outline_in_code(const struct md_block *block, size_t at);
/* Behind blanks and what shows nothing. */
size_t outline_skip(struct bytes text, size_t at);
/* "7. ", "7) ", "7: ": how long it is with the blanks behind it; 0: none. */
size_t outline_number(struct bytes text, size_t at, uint64_t *ret);
/* The glyph that stands at a byte and is no code, and no part of a word. */
bool outline_glyph(const struct outliner *o, const struct md_block *block, struct bytes text,
		   size_t at, struct glyph *ret);
/* outline_signs.c: finds the signs that stand among marks; how long one is that does so at a byte; 0: none does. */
void outline_find_signs(struct outliner *o);
size_t outline_sign(const struct outliner *o, const struct md_block *block, size_t at);
/* "a) ", "(iv) ", "C. ": how long it is with the blanks behind it, whatever stands there; 0: none. */
size_t outline_letters_off(struct bytes text, size_t at, uint64_t *ret);
/* The same before a mark: how long it is with the blanks behind it; 0: none is there. */
size_t outline_letter(const struct outliner *o, const struct md_block *block, struct bytes text,
		      size_t at, uint64_t *ret);
/* "3. ", "Step 3", before a mark "a) ": what may stand before one; how long it is. */
size_t outline_counted(const struct outliner *o, const struct md_block *block,
		       struct bytes text, size_t at);
/* Behind the last byte of a line that is more than a sign, a blank or a mark. */
size_t outline_tail(const struct outliner *o, const struct md_block *block, struct bytes text,
		    size_t at);
/* outline_share.c: "80 %", "3/5 done": the mark that a status is which says how much; MARK_NONE: it does not. */
enum mark outline_share(const struct legend *legend, struct bytes text, size_t from,
			size_t *ret_len);
/* Does what follows a word that says "done" make it uncertain: "Done?", "done (not verified)"? */
bool outline_takes_back(const struct legend *legend, struct bytes text, size_t at);
/* outline_said.c: a date, a name in brackets, a comma: what may stand behind a status without making it a sentence. */
bool outline_may_follow(struct bytes text, size_t at);
/* outline_title.c: "stop the queue ✅", "stop - ✅ COMPLETE": the end of a title, without what says how far it is. */
size_t outline_without_marks(const struct outliner *o, const struct md_block *block,
			     struct bytes text, size_t from);
/* outline_said.c: of words; a blank, or what only colours or joins what is beside it. */
bool outline_read_behind(struct outliner *o, size_t unit, const struct md_block *block,
			 struct bytes text, size_t from);
/* Does a word stand there that its letters set off from what is before it: "stop *done*", no "set it to *done*"? */
bool outline_is_stressed(const struct md_block *block, size_t at);
bool outline_is_nothing(uint32_t code);
/* Does it begin with a word that before a name is no status, but tells to do it: "Complete REL_01"? */
bool outline_bids(const char *text);
/* outline_status.c: what a status says: a word of a legend that begins it, or one in capitals within it. */
void outline_read_status(struct outliner *o, size_t unit, const struct md_block *block,
			 struct bytes text, size_t from);
/* Of a picture that nothing stands for nobody knows what it says. */
void outline_read_picture(struct outliner *o, size_t unit, const struct md_block *block);
/* What says nothing in a cell: "-". */
bool outline_is_dash(const char *text);
void outline_add_word(struct outliner *o, size_t unit, const struct md_block *block, size_t at,
		      size_t len, enum mark mark);
struct outline_said {
	enum mark mark;
	size_t at, len;
};
/* "DONE REL_01", "[done] stop", "TODO: go": where what follows begins; 0: no status is there. Behind a box
 * also "(n/a) stop" and "Cancelled: go". */
size_t outline_word_before(const struct outliner *o, const struct md_block *block,
			   struct bytes text, size_t from, bool boxed,
			   struct outline_said *ret);
/* Such a word behind an open box: it is not open. */
bool outline_read_held(struct outliner *o, size_t unit, const struct md_block *block,
		       struct bytes text, size_t from);

/* outline_rows.c: the table whose first block is doc.blocks[at]; returns the block behind it. */
size_t outline_read_table(struct outliner *o, size_t at);
void outline_read_cells(struct outliner *o, const struct md_block *cells, size_t count);
/* outline_columns.c: are nearly all cells of a column a status? Does another one say what is to be done? */
bool outline_tells(const struct outliner *o, const struct md_block *cells, size_t count,
		   unsigned column);
bool outline_is_beside_steps(const struct md_block *cells, size_t count,
			     const enum column *columns, unsigned column);
/* outline_roles.c: conditions, and which headings stand over commands. */
void outline_find_roles(struct outliner *o);
/* Makes of the lists below rollbacks ordinary ones; false: there is none. */
bool outline_take_back(struct outliner *o);
/* Does a heading only explain: "Changelog", "Agenda", "1.2.0"? */
bool outline_explains(const struct outline_unit *heading);
/* outline_boards.c: headings that are columns; the marks that stand around steps */
void outline_find_boards(struct outliner *o);
void outline_read_around(struct outliner *o);
/* outline_styles.c: "Status: done" is of the step that it stands in, or below */
size_t outline_step_of(const struct outliner *o, size_t unit);
/* outline_groups.c */
void outline_make_groups(struct outliner *o);
/* outline_sections.c: "Environments", "On-call": what is listed below it, and is no box, is only named. */
bool outline_names(const struct outline_unit *heading);
/* Of a heading that counts as a step, whether others stand in it. */
void outline_find_sections(struct outliner *o);
/* outline_sections.c: do the words announce what must be so before, or why something is: "Requires:"? */
bool outline_gives(const char *text);
/* Which items only say that. */
void outline_find_given(struct outliner *o);
/* outline_stops.c: makes it a condition under which nothing goes on, where it is one; does a list of them follow? */
bool outline_take_stop(struct outliner *o, struct outline_unit *u);
bool outline_leads_to_stop(const struct outline_unit *above);
/* outline_triggers.c: is it a sentence that says when to go back? */
bool outline_says_when(struct arena *arena, const char *text);
/* outline_typed.c: is each line of it one that people type? */
bool outline_is_typed(const char *text);
/* outline_short.c: "R1", "R2", "a7", "db-copy:", by the habit of a list; before steps are found, of headings that
 * have marks. */
void outline_find_short(struct outliner *o);
void outline_name_headings(struct outliner *o);
/* May such a name in small letters begin here? */
bool outline_may_be_short(const char *text);
/* outline_named.c: a line that names a step by its number or title alone says how far that one is */
void outline_find_named(struct outliner *o);
/* outline_order.c: which of them are to be done one after the other. */
void outline_find_order(struct outliner *o);
/* outline_styles.c: which units are steps. */
void outline_find_steps(struct outliner *o);

struct outline_unit *outline_add(struct outliner *o, const struct md_block *block,
				 enum unit_kind kind);

#endif
