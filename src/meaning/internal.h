/* internal.h - one command that is read for the files that it names. */
#ifndef MEANING_INTERNAL_H
#define MEANING_INTERNAL_H

#include "base/strmap.h"
#include "meaning/meaning.h"

/* How far a step is followed: foreign text is long. */
enum {
	MEANING_FOLDERS = 16,	 /* that a document leads to */
	MEANING_MOST = 256,	 /* targets and scripts */
	MEANING_BESIDE = 64,	 /* files of a package or a role */
	MEANING_DEPTH = 64,	 /* commands that stand in each other */
	MEANING_SHOWN = 60,	 /* bytes of a word of which nobody can tell what it is */
	MEANING_LOOK = 2048,	 /* so dear is a look for a file: trees are read for it */
	MEANING_WORK = 64 << 20, /* bytes that are looked at, and what is as dear as they */
};

/* What a program takes of a folder. */
enum takes {
	TAKES_HERE,	 /* all that lies there */
	TAKES_SOURCES,	 /* of one language, and what these embed */
	TAKES_COMMITTED, /* nothing that is in no commit */
};

#define MEANING_TOP '\001' /* before a path: from the root, wherever the command runs */

/* A file as it was read, once for all steps. */
struct meaning_text {
	struct bytes text;
	char **lines;	   /* NULL: not asked for yet */
	unsigned *numbers; /* of the lines: one may go on over many */
	size_t count;
};

/* What one shell reads, and holds in its variables. */
struct meaning_scope {
	struct strmap values;	 /* name: what it was given, "" where nobody can tell */
	struct strmap given;	 /* names that its texts may give a value, and how often */
	struct strmap functions; /* name: struct meaning_pipe of what it prints */
	const char *script;	 /* "$0", as it was called; NULL: no file */
	const struct meaning_scope *outer; /* of who called it */
};

/* The files of the commit, listed once for all that is asked of a step. */
struct meaning_list {
	struct snapshot_file *files;
	size_t count;
	struct strmap
		names; /* of them, and of their folders; without an arena: not asked for yet */
};

struct project;

/* What the commands of a shell text have read so far, and hand on: handed.c. */
struct meaning_pipe {
	struct handed *items;
	size_t count;
	unsigned depth;	      /* of groups and loops; one more in what another text calls */
	size_t inputs;	      /* words of the command that stood behind "<", at its end */
	bool writes;	      /* the command's output goes to a file */
	bool asks;	      /* whether a block runs */
	bool closed;	      /* ")" ended the one before */
	bool assigns;	      /* it only gives variables a value */
	bool acts;	      /* it does more than to print what it reads */
	bool piped;	      /* "|" ended the one before */
	bool fed;	      /* "<(": all that is printed there goes to a program that acts */
	const char *function; /* whose text is read; NULL: none */
	unsigned function_depth; /* around it */
	bool within, works;	 /* in its text; a command of that acts */
};

struct naming {
	const struct step *step; /* NULL: of a document, where nothing is declared */
	const struct snapshot *files;
	const char *cwd; /* NULL: the root; a `cd` changes it */
	bool lost;	 /* a `cd` led to where nobody knows: what follows is not read */
	struct arena *a;
	const char **paths; /* from the root, in the order in which they are named */
	size_t count;
	struct strmap seen;  /* those paths; "FILE TARGET" that was followed */
	unsigned followed;   /* how many */
	size_t *spent;	     /* of MEANING_WORK, in all that is asked of a step */
	struct strmap *read; /* path: struct meaning_text */
	unsigned depth;	     /* 0: the text itself; else what it calls */
	const size_t
		*at; /* where each word of the command begins in the text; NULL: not told */
	struct meaning_call *calls; /* of the text itself */
	size_t call_count;
	struct meaning *meant; /* what it means is kept there; NULL: only what it names */
	bool strict; /* by rules 2: what nobody can tell is held as what can be told */
	bool heard;  /* it may be no command: a file that it would look for may be missing */
	bool keeps_links; /* it takes links as they are, and does not go where they lead */
	enum takes takes; /* what the program takes of the folders that it is told */
	bool elsewhere;	  /* what runs there is given no variable of the runbook */
	const char *file; /* whose text is read; NULL: the runbook's */
	const char *self; /* the same as it was called */
	struct meaning_list *all;
	const struct project
		*project;	     /* whose text is read, in whatever language; NULL: none */
	bool builds;		     /* what it is told to do builds images */
	struct meaning_scope *scope; /* of the shell that reads it; NULL: none yet */
	struct meaning_pipe *pipe;   /* the same */
	const struct runbook *runbook;	       /* beside that: what variables hold */
	const struct environment *environment; /* the same */
	struct err *err;
};

/* "<FILE" without a program, and of "exec": what stands there in place of one. */
#define SHELL_READS "<"
#define SHELL_OPENS "exec<"

/* shell.c */
/* Shell text as it is read, a word after the other. */
struct shell {
	const char *text, *at;
	char *end;	   /* where the next word is kept */
	char ended;	   /* what the command ended with; '\0': it goes on */
	const char *until; /* of a here-document that is to come; NULL: none */
	size_t starts;
	bool whole; /* "$(...)" is a word */
	bool exact; /* what is written to is no command */
};

struct shell_command {
	char **words;
	size_t *starts, count; /* where each word begins */
	size_t inputs;	       /* of these stood behind "<": the last ones */
	char ended;
	bool twice;	       /* "&&", "||" */
	bool writes;	       /* ">" to a file */
	struct bytes document; /* what the one before was told by "<<" */
};

struct shell shell_of(const struct naming *n, const char *text);
bool shell_next(struct shell *s, struct arena *a, struct shell_command *ret);
/* Behind "$(": how long it is up to its ")"; all that is left where nobody reads so deep. */
size_t shell_inside(const char *text);
/* Every command of a shell text. */
int meaning_text(struct naming *n, const char *text);
/* meaning.c: a text or words, as the runbook has them */
int meaning_run(struct naming *n, const struct command *run);
/* shell.c: the same of what a command calls: a shell of its own, begun where this one stands. */
int meaning_called(struct naming *n, const char *text);
/* By the same shell: "$(...)"; eval, which stays where it leads. */
int meaning_within(struct naming *n, const char *text, bool stays);
/* Each that stands in a word: "$(make -s version)"; "$((1 + 1))" is none. */
int meaning_inside(struct naming *n, const char *word);
/* The text of a file, called by that word. */
int meaning_script(struct naming *n, const char *text, const char *path, const char *word,
		   bool sourced);

/* scope.c */
/* How often what stands around a command lets it be passed over. */
struct shell_place {
	unsigned depth; /* if, for, case, functions */
	bool waits;	/* behind "&&", "||", "|" */
	bool pattern;	/* of a "case" */
};

/* A text that this shell reads: the script, and those that are sourced. */
void scope_read(struct naming *n, const char *text);
/* May a text of this shell, or of one that called it, give it a value? */
bool scope_gives(const struct naming *n, const char *name, size_t len);
/* What is known of variables and places is put in. */
const char *scope_filled(struct naming *n, const char *word);
/* The same of a command, which may be an assignment. apart: in a shell of its own. */
int scope_command(struct naming *n, struct shell_place *place, struct shell_command *c,
		  bool apart);

/* command.c */
int meaning_command(struct naming *n, char *const *words, size_t count);
/* prefix.c: past "X=1", "then", "env -C web". moved: where it leads holds for that command alone. */
int meaning_prefix(struct naming *n, char *const **words, size_t *count, bool *ret_moved);
/* "env", "sudo": what they are told of decides where and as whom the rest runs. */
bool meaning_launches(const char *program);
/* environment.c: a variable that commands are given */
int meaning_environment(struct naming *n, const char *name, const char *value);
/* A file that another one names: what it says, and what it calls or names in turn. */
int meaning_loaded(struct naming *n, const char *path, bool runs);

/* mentioned.c: files that a program in another language than the shell's names */
int meaning_mentioned(struct naming *n, const char *path, struct bytes text);
/* The same of code that stands in the command. end: of its modules, ".py"; NULL: whatever language it is. */
int meaning_code(struct naming *n, const char *text, const char *end);
/* command.c */
/* It looks at files, and does not do what they say. */
bool meaning_is_reader(const char *program);
/* What is copied is run by another name. */
bool meaning_is_copier(const char *program);
/* Does it leave alone what it is told, or is what it does with that read elsewhere? */
bool meaning_only_reads(const char *program);
/* Notes a call of the text itself. */
void meaning_call(struct naming *n, const char *what, const char *name, const char *file,
		  enum meaning_there there);

/* folder.c */
/* All of the commit; none where that is too much. */
int meaning_files(struct naming *n, struct snapshot_file **ret, size_t *ret_count);
/* Is something called so, wherever it stands? */
int meaning_is_named(struct naming *n, const char *name, bool *ret);
/* Its files, each below it; none where that is too much. */
int meaning_below(struct naming *n, const char *path, struct snapshot_file **ret,
		  size_t *ret_count);
/* All of a folder, and what it calls in turn: a package, a role, the variables of hosts. */
int meaning_folder(struct naming *n, const char *path);
/* A folder that a program is told, as one part: what stands in it, however much. */
int meaning_tree(struct naming *n, const char *path);

/* package.c */
int meaning_package(struct naming *n, char *const *words, size_t count);
/* Is it a program that runs several scripts of a package? */
bool meaning_runs_scripts(const char *program);
int meaning_several(struct naming *n, char *const *words, size_t count);
/* workflow.c */
int meaning_workflow(struct naming *n, char *const *words, size_t count);
/* project_rows.c: programs that look for files by themselves */
#define PROJECT_WORDS 10

/* Where it looks when no option says it. */
enum looks {
	LOOKS_HERE,
	LOOKS_ABOVE, /* in the nearest folder above that has one, too */
	LOOKS_ROUND, /* and in all below the topmost that has one */
	LOOKS_MAYBE, /* here, and does without */
	LOOKS_TOLD,  /* only in folders that are words of the command */
};

struct project {
	const char *programs[3];
	enum looks looks;
	const char *names[PROJECT_WORDS];  /* patterns; a folder stands for all in it */
	const char *folders[4], *files[4]; /* options that say where, and which */
	const char *away[2];		   /* those that say: of nobody's commit */
	const char *builds[4];		   /* words by which it builds what "context:" names */
};

/* NULL: it looks for none. */
const struct project *project_of(const char *program);
bool project_has(const struct project *p, const char *name);
bool project_is_of_many(const char *program);
bool project_builds(const struct project *p, char *const *words, size_t count);
bool project_is_away(const struct project *p, const char *option);
/* projects.c: what a program looks for by itself */
int meaning_project(struct naming *n, char *const *words, size_t count);
/* Does it need one? */
bool meaning_looks(char *const *words, size_t count);
bool meaning_is_run(char *const *words, size_t count, size_t at);
/* A folder that a text of that kind names. whole: all of it where nothing of that kind stands there. */
int meaning_included(struct naming *n, const char *path, bool whole);
/* made.c: files by names that a program puts together. end: of its modules; NULL: no such language. heard: and
 * the commands that it has. */
int meaning_made(struct naming *n, const char *text, const char *folder, const char *end,
		 bool heard);
/* heard.c: commands that such a text has */
int meaning_heard(struct naming *n, const char *text, const char *folder);
/* programs.c: what a program reads that no word of its command names as a file */
int meaning_read_by(struct naming *n, char *const *words, size_t count);
/* takes.c: what a program takes as a whole */
int meaning_takes(struct naming *n, char *const *words, size_t count);
/* The folders that images of a project's file are built of: "build: .", "context: ../web". */
int meaning_contexts(struct naming *n, const char *path);
/* That folder ("": all), by that word. */
int meaning_take(struct naming *n, const char *word, const char *folder);
/* "src/?.py": of the folder that it is filled in from. */
const char *meaning_before_pattern(const struct naming *n, const char *word);

/* handed.c */
/* A command, past what stands before it: what it reads is kept; what is kept goes to a program that acts. */
int meaning_hands(struct naming *n, char *const *words, size_t count);
/* After what it calls was read: what all of it printed, where it is written to a file. */
int meaning_written(struct naming *n);
/* What stands behind "<<EOF" of the line before. */
int meaning_document(struct naming *n, struct bytes text);
/* A command, before it is read; depth: of groups around it. */
void meaning_begins(struct naming *n, const struct shell_command *c, unsigned depth);
/* A function of that name follows. */
void meaning_function(struct naming *n, const char *name, unsigned depth);
/* A command is over. feeds: "<(" follows. */
void meaning_piped(struct naming *n, const struct shell_command *c, bool feeds);
/* What a text printed goes into the pipe of the command that calls it. */
void meaning_prints(struct naming *n, const struct meaning_pipe *inner);

/* reads.c */
/* Does it print what it reads, or look at it, and nothing else? */
bool reads_only(char *const *words, size_t count);
/* Of what it reads, names of files: "xargs". */
bool reads_names(const char *program);
/* By what it says other commands run, or do not. */
bool reads_to_decide(const char *program);
/* Where it is told of no file it lists the folder in which it is. */
bool reads_here(char *const *words, size_t count);
/* Does it go where links lead that are in a folder? */
bool reads_links(char *const *words, size_t count);
/* Of git: files of no commit, too. */
bool reads_others(char *const *words, size_t count);
/* How many of its words are no files, before those that are. */
size_t reads_passed(char *const *words, size_t count);

/* files.c */
/* A word as a path from the root; "": the root itself; NULL: it leads out of it, has variables, or is too much. */
const char *meaning_path(struct naming *n, const char *folder, const char *word);
int meaning_mode(struct naming *n, const char *path, uint32_t *ret);
/* Notes it where it is a file, and not declared. *ret (may be NULL): its path, where it is a file. */
int meaning_file(struct naming *n, const char *folder, const char *word, const char **ret);
/* The same of what a command runs or is told by: it is a part of its meaning. */
int meaning_told(struct naming *n, const char *folder, const char *word);
/* A link: what is behind it nobody can tell. */
int meaning_linked(struct naming *n, const char *word);
bool meaning_is_declared(const struct naming *n, const char *path);
/* Are files of the commit that end so declared, each that is there? */
bool meaning_is_among(struct naming *n, const char *tail);
/* Empty where it is too big to be read. */
int meaning_read(struct naming *n, const char *path, struct meaning_text **ret);
/* The first time, and while there are not too many. */
bool meaning_follow(struct naming *n, const char *path, const char *target);
bool meaning_is_followed(const struct naming *n, const char *path);
/* From here on the commands run in that folder; where nobody knows it, nowhere. */
void meaning_enter(struct naming *n, const char *path);
int meaning_go(struct naming *n, const char *to);

/* meant.c: what of the files it means */
/* The word of which nobody can tell. NULL: there is none so far. */
const char *meaning_untold(const struct naming *n);
/* What was untold since stands in that file, which is read as a part of the text that calls it. */
void meaning_stands(struct naming *n, const char *untold, const char *path);
/* A part of a file, as it is: name is the file's, with a target behind it. */
void meaning_part(struct naming *n, const char *name, struct bytes text, const char *file,
		  unsigned line);
/* That file says what is done, and is not only read. */
void meaning_program(struct naming *n, const char *path);
/* All of a file, where the step does not declare it; of the records only what is run. */
int meaning_whole(struct naming *n, const char *path, bool runs);
/* Nobody can tell what this word is: any file of the commit, where the step does not declare those that it
 * may be. */
void meaning_unknown(struct naming *n, const char *word);
/* A folder that a program takes, beside its part. */
void meaning_taken(struct naming *n, const char *path);
/* Every file of the commit is taken, by that word. */
void meaning_all(struct naming *n, const char *word);
/*
 * Whoever may push writes what is read here, and servers read it. May so much more be looked at? What is beyond
 * that nobody can tell, whatever the step declares.
 */
bool meaning_may(struct naming *n, size_t work);
/* The same of what stands deeper than it is read. */
void meaning_too_much(struct naming *n);
/* Has it something that only whoever runs it knows? */
bool meaning_is_open(const char *word);
/* What the runbook says of variables is put in; those that it does not know stay. */
const char *meaning_filled(struct naming *n, const char *text);
/* The value of the variable x, that is MCADE_VAR_x; NULL: there is none. */
const char *meaning_variable(const struct naming *n, const char *name, size_t len);
/* given.c: each variable that a file reads is a part, by its value. */
void meaning_given(struct naming *n, const char *path, struct bytes text);
/* The same of what the runbook runs. */
void meaning_given_run(struct naming *n, const char *text);
/* Each that there is: "env", "printenv", "set". */
void meaning_given_all(struct naming *n);
/* Does the command print all variables? before: words of the shell in front of it, "env" with what it is told. */
bool reads_variables(char *const *words, size_t count, size_t before);
/* The value of MCADE_VAR_x and others; NULL: the runbook does not say. */
const char *meaning_value(const struct naming *n, const char *name, size_t len);

/* makefile.c: one, and those that it includes, as text */
#define INCLUDED_MOST 16 /* makefiles that one includes */

struct making {
	struct naming *n;
	const char *path;
	const struct meaning_text *files[INCLUDED_MOST];
	const char *paths[INCLUDED_MOST];
	size_t count;
	bool more; /* rules that nobody sees: included from elsewhere, or made of variables */
	struct strmap variables; /* name: what it holds, "" where nobody can tell */
	const char **needed;	 /* targets that the one asked for needs, and itself */
	size_t needed_count;
	bool all; /* which these are nobody can tell */
};

int makefile_read(struct making *m, const char *path);
/* May all of them be looked at once more? */
bool makefile_may(const struct making *m);
/* environment.c */
int makefile_environment(const struct making *m);
/* Where the names of a rule end; 0: the line is none. */
size_t makefile_names(const char *line);
/* Is the target one of the names of a line? NULL: the first target of a file. */
enum meaning_there makefile_has(struct arena *a, const char *line, const char *target);
enum meaning_there makefile_lists(struct arena *a, const char *names, size_t len,
				  const char *target);
/* With the variables that have one value, and what the rule makes (NULL: not told). */
const char *makefile_filled(const struct making *m, const char *text, const char *target);

/* make.c: what a call of make names. */
int meaning_make(struct naming *n, char *const *words, size_t count);
/* makefile_part.c: each file as far as a target rests on it. */
void makefile_mean(struct making *m, const char *target);

#endif
