/* import_parts.h - what the files of import share; no other file includes this. */
#ifndef IMPORT_IMPORT_PARTS_H
#define IMPORT_IMPORT_PARTS_H

#include "import/import.h"
#include "markdown/markdown.h"
#include "text/marks.h"
#include "text/outline.h"
#include "text/stages.h"

/* One line of a document, repaired. */
struct import_line {
	const char *raw;  /* as in the source, without newline; UTF-8 or not */
	const char *text; /* repaired */
	unsigned number;
	unsigned indent; /* leading blanks, a tab counts 4 */
	bool blank, code;
	const struct md_block *heading;	 /* that begins here; NULL: none */
	const struct outline_unit *unit; /* that begins here; NULL: none */
	bool numbered;			 /* "7." or "7)" begins it */
	uint64_t ordinal;
	const char *rest; /* what follows number or bullet */
	bool bullet;
};

struct import_document {
	const char *path;
	struct import_line *lines;
	size_t count;
	struct outline outline;
	size_t *steps;		   /* by unit: the step that it became; SIZE_MAX: none */
	bool about;		   /* no step is taken of it */
	struct stages_where where; /* its lines stand */
};

/* A listing of a step that has been listed before. */
struct import_again {
	size_t step;
	const char *path, *title;
	unsigned line;
};

/* "steps 28–38", "REL_01..REL_05": which it is can be told when all steps are known. */
struct import_range {
	size_t step; /* that speaks of it */
	uint64_t from, to;
	const char *first, *last; /* ids; NULL: numbers */
	const char *path;
	unsigned line;
};

struct emit;
struct doc_node;

/* A step of the runbook that is there already. */
struct kept {
	const struct doc_node *node;
	const char *id, *was, *uses, *slug, *title;
	size_t import; /* the step of the documents that it is; SIZE_MAX: none */
};

struct again {
	const struct import *import;
	struct arena *arena;
	struct findings *found;
	const char *file;
	struct kept *kept;
	size_t count;
	size_t *of;			 /* for each imported step: its kept one, or SIZE_MAX */
	const struct doc_node *sections; /* of the file; NULL: it has none */
};

/* What is gathered while documents are read. */
struct import_reading {
	struct import *import;
	struct findings *found;
	struct import_again *again;
	size_t again_count;
	struct import_again
		*details; /* lines below a heading that names a step listed before */
	size_t detail_count;
	struct import_range *ranges;
	size_t range_count;
	/* every id that a numbered or marked line defines, and what stands before a letter of one */
	struct strmap ids, groups;
	/* by document and title: which step that of the first environment is; by environment too: how many */
	struct strmap placed;
	struct strmap
		numbered; /* of an id that several would have: the last number given, unsigned */
};

/* import_lines.c */
/* Text that YAML can hold. */
const char *import_line_text(struct arena *arena, const char *data, size_t len);
int import_open(const struct import_source *source, const struct legend *legend,
		struct arena *arena, struct import_document *ret, struct findings *found,
		struct err *err);
/* Text without *, ` and **; blanks at the ends gone. */
const char *import_plain(struct arena *arena, const char *text);
/* The code span or bold text number `index` of a line; NULL: none. */
const char *import_span(struct arena *arena, const char *text, size_t index);
void import_push(struct arena *arena, struct import_list *list, const char *text);
bool import_has(const struct import_list *list, const char *text);

/* import_say.c: words, by language */
enum import_say {
	SAY_PLAYBOOK, /* "Playbook: ..." */
	SAY_STATUS,   /* "Status: ..." */
	SAY_VERIFIED, /* "Verified: ...", "(verified)" */
	SAY_NEXT,     /* "Proceed next to: ..." */
	SAY_DEPLOYED, /* "Deploy ref: ..." */
	SAY_TAG,      /* "tag `v1`" */
	SAY_COMMIT,   /* "SHA" */
	SAY_NOT,      /* takes a status back */
	SAY_OPTIONAL, /* "(optional)" */
	SAY_UNMADE,   /* "to be created" */
	SAY_PASSED,   /* "(QA PASS)" */
	SAY_IS,	      /* "PLAT_01 is BLOCKED" */
	SAY_BLOCKED,  /* in a heading beside an id */
	SAY_DEFERRED,
	SAY_ENVIRONMENTS, /* a heading above a list of them */
	SAY_LIVE,	  /* of one of them */
	SAY_FREEZE,	  /* a heading: what nobody changes for a time */
	SAY_ALLOWED,	  /* but for this */
	SAY_DEPRECATION,  /* a heading: how things are put aside */
	SAY_KEEP,	  /* "do not delete" */
	SAY_APPEND,	  /* a line that names the log */
	SAY_GROWS,	  /* a heading: "(append-only)" */
	SAY_ALL_GROWS,	  /* a line: "Change policy: Append-only", of the document */
	SAY_UNUSED,	  /* "Do not use `--x`" */
	SAY_ABSENT,	  /* "`x` does not exist" */
	SAY_RESTORE,	  /* a run says what leads back */
	SAY_STEPS,	  /* "steps 3-7" */
	SAY_UNLIVE,	  /* and what is nearly called so */
	SAY_TOLD,	  /* before a command that is to be typed */
	SAY_LITTLE,	  /* words that an id made of a title does without */
	SAY_RESULT,	  /* right before what a command gives */
	SAY_AND,	  /* a title of two things: "Back up and deploy" */
};
struct import_row {
	enum import_say what;
	const char *language, *words;
	bool exact; /* capitals are part of it */
	const char *example;
};
struct import_status {
	const char *word; /* in capitals */
	enum claim_kind kind;
	bool heading_only;
};
extern const struct import_row import_rows[];
extern const struct import_status import_statuses[];
extern const size_t import_row_count, import_status_count;
/* Where the text says it first; NULL: it does not. */
const char *import_says(enum import_say what, const char *text);
/* Behind the words where the text begins with them; NULL. */
const char *import_begins(enum import_say what, const char *text);
/* Does it begin with them and a colon? */
bool import_label(enum import_say what, const char *text);

/* In running text a command is one that the text tells to run: "Run `x`", "as follows: `x`". */
bool import_is_told(const char *before);

/* import_words.c */
/* The status that a heading's whole text says: "Completed", "Active / Next". */
bool import_heading_status(const char *text, enum claim_kind *ret);
/* The next word in capitals that is a status, in running text. */
bool import_status_word(const char **at, enum claim_kind *ret);
/* The step id at or behind *at, as a word of its own; NULL: none. Moves *at behind it. */
const char *import_find_id(struct arena *arena, const char **at);
bool import_contains_word(const char *text, const char *word); /* case matters not */
/* "Website (temporary WordPress)" -> "website"; lower case, digits and '_'. */
const char *import_key(struct arena *arena, const char *title, size_t words);
/* The first three words that say something: "Back up the database" -> "back_up_database". */
const char *import_short(struct arena *arena, const char *title);
/* A title from its first word that an id may begin with: no time, number, address or remark before it. */
const char *import_lead(struct arena *arena, const char *title);
bool import_is_little(const char *word, size_t len);
/* import_id.c */
const char *import_make_id(struct import_reading *reading, const char *title, uint64_t ordinal);
/* What the document calls a step that it gives no id, beside it. */
void import_keep_name(struct import *import, struct import_step *step,
		      const struct outline_unit *unit);
/* Is it the name of a file that a step runs? */
bool import_is_playbook(const char *name);
/* import_latin.c */
const char *import_latin(struct arena *arena, const char *title);
/* "step_1f0c52ab": of a title that has no letter which an id may have. */
const char *import_nameless(struct arena *arena, const char *kind, const char *title);
/* "ansible/playbooks/PLAT_06_people_api.yml" -> "people_api"; NULL: nothing beside the id. */
const char *import_slug(struct arena *arena, const char *playbook);

/* import_steps.c */
int import_walk(struct import_reading *reading, const struct import_document *document,
		struct err *err);
/* `environment`: NULL: that of its line */
void import_claim_in(struct import *import, const char *environment, const char *step,
		     enum claim_kind kind, const char *path, unsigned line, const char *raw);
void import_claim(struct import *import, const char *step, enum claim_kind kind,
		  const char *path, unsigned line, const char *raw);
/* import_marks.c */
void import_marks(struct import_reading *reading, const struct import_document *document);
/* What a mark says of that step; `environment`: NULL: that of its line */
void import_claim_as(struct import_reading *reading, const struct import_document *document,
		     const struct outline_mark *mark, const char *environment, size_t step);
/* import_listed.c: titles listed below a status */
void import_listed(struct import_reading *reading, const struct import_document *document);
/* import_gather.c */
void import_gather(struct import_reading *reading, const struct import_document *document);
/* import_effect.c: what commands do, the worse the later */
enum import_effect {
	EFFECT_LOOKS,
	EFFECT_TRIES, /* only in a row: all of it is UNTOLD */
	EFFECT_UNTOLD,
	EFFECT_WRITES,
	EFFECT_DESTROYS,
	EFFECT_COUNT,
};
struct import_effect_row {
	enum import_effect effect;
	const char *words, *example;
};
extern const struct import_effect_row import_effects[];
extern const size_t import_effect_count;
enum import_effect import_effect(const char *text);
/* `named`: the document's own words call it the check; `expected`: they say what it gives. */
bool import_may_check(const char *text, bool named, bool expected);
/* import_expect.c */
/* Does what stands before a command call it the check: "How to verify:"? */
bool import_is_named(const char *before);
/* Does it lead to what is to be seen, and no command: "Expected: "? */
bool import_is_shown(const char *before);
/* Is it a check? Nobody is asked before one runs: what it may write is told. */
void import_call(struct import_reading *reading, struct import_command *command, bool named,
		 bool expected);
void import_expected(struct import *import, const struct import_document *document);
/* import_explain.c */
void import_explain(struct import_reading *reading, const struct import_document *document);
/* import_propose.c */
bool import_is_gate(const struct import_step *step);
bool import_has_checks(const struct import_step *step); /* commands that only look */
void import_propose_step(struct emit *e, const struct import_step *step, bool accept);
void import_propose(struct emit *e, const struct import *import);
/* import_body.c */
void import_body_line(struct import_reading *reading, struct import_step *step,
		      const struct import_document *document, const struct import_line *line);
void import_other_line(struct import_reading *reading, const struct import_document *document,
		       const struct import_line *line, const enum claim_kind *status);
/* What stands in brackets behind a title: repo, optional, to be created. */
void import_title_words(struct import_reading *reading, struct import_step *step,
			const struct import_document *document, const struct import_line *line);

/* import_ranges.c: steps that a line of a step speaks of by a range, and what they are called */
void import_range_line(struct import_reading *reading, size_t step,
		       const struct import_document *document, const struct import_line *line);
void import_ranges(struct import_reading *reading);

/* import_stages.c: the environments that a document names */
void import_stages(struct import *import, const struct import_document *document);
/* import_where.c */
void import_where(struct import *import, struct import_document *document);
/* NULL: it does not say; "": one that the documents have not, or none that can be told */
const char *import_where_line(const struct import *import, const char *path, unsigned line);
const char *import_where_mark(const struct import *import,
			      const struct import_document *document,
			      const struct outline_mark *mark);
/* Does it stand in a column beside those of environments, and is of none? The head of that column; else NULL. */
const char *import_where_beside(const struct import_document *document,
				const struct outline_mark *mark);
/* import_dates.c: what stands below a dated heading is said of that day */
void import_dates(struct import *import, const struct import_document *documents, size_t count);

/* import_facts.c: what a table of environments says twice */
void import_facts(struct import_reading *reading, const struct import_document *document);
/* import_policy.c: what the document states beside its steps */
void import_environments(struct import *import, const struct import_document *documents,
			 size_t count);
void import_policies(struct import *import, const struct import_document *documents,
		     size_t count);
/* import_place.c: where playbooks stand and how they run */
void import_places(struct import_reading *reading, const struct import_document *documents,
		   size_t count);
/* import_tidy.c: what the runbook's reader would not take */
void import_tidy_places(struct import_reading *reading);
void import_tidy_policies(struct import_reading *reading);
/* Text as a pattern of paths that matches just it. */
const char *import_glob(struct arena *arena, const char *text);
/* import_changes.c: what the documents say otherwise than this text of runbook.yaml */
int import_changes(const struct import *import, struct bytes now, const char *file,
		   struct findings *found, struct err *err);
/* import_pair.c */
bool import_same(const char *a, const char *b); /* NULL is like nothing */
/* A title without the id that it begins with, this one or one of other numbers. */
const char *import_does(const char *title, const char *id);
/* What a step does is in its file's name; two names that differ are two meanings. */
bool import_contradict(const struct kept *kept, const struct import_step *step);
bool import_is_recorded(const struct again *a, const struct kept *kept);
/* True: of steps of one title it cannot be told which it is that something is recorded of. */
bool import_pair(struct again *a);
/* import_alike.c */
enum alike {
	ALIKE_NOT,
	ALIKE_WORD, /* they have a word in common */
	ALIKE_SURE, /* one says what the other does, and no more than details beside it */
};
enum alike import_alike(struct arena *arena, const char *one, const char *other);
/* As the doors and adopt ask it of what is recorded. */
bool import_is_another(struct arena *arena, const char *one, const char *other);
/* import_reword.c */
/* Has a step that was found another id in the documents? Then an id says nothing of the others. */
bool import_is_shifted(const struct again *a);
void import_reword(struct again *a);
/* Of a step that is there and was not found. */
void import_tell_lost(const struct again *a, size_t kept);
/* import_again.c */
/* End of the line that holds byte `at`. */
size_t import_line_end(struct bytes text, size_t at);
/* import_rename.c: the ids of the documents, and what the steps were called */
/* The id that the step at `kept` will have in the file. */
const char *import_id_there(const struct again *a, size_t kept);
/* Would two have one id? Then it is told. */
bool import_is_twice(const struct again *a, size_t kept);
int import_rename(struct again *a, struct bytes text, struct strbuf *out, struct err *err);
/* import_odd.c: what stands among counted steps and is none */
void import_odd(struct import_reading *reading, const struct import_document *document);
/* import_judge.c */
void import_judge(struct import_reading *reading);
/* import_emit.c */
void import_emit(const struct import *import, struct strbuf *out);
void import_emit_step(struct emit *e, const struct import_step *step, bool accept);

#endif
