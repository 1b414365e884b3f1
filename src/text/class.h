/*
 * class.h - what a document is, by its place and by what it says: pure, the same for lint and for
 * the rules that look at history. What a runbook says of a document goes before all this.
 *
 *	class_of("docs/deployments/2026-01-28.md", text)		CLASS_LOG
 *	class_of("docs/deployments/README.md", text)			CLASS_GUIDE
 *	class_of("qa/test-results/2026-01-28-smoke.md", text)		CLASS_RECORD
 */
#ifndef TEXT_CLASS_H
#define TEXT_CLASS_H

#include "base/arena.h"
#include "base/bytes.h"

/*
 *	CLASS(TAG, word, operational, what it is)
 *
 * operational: it says what is done or was done, so that there is something to judge.
 */
#define CLASSES(CLASS)                                                                      \
	CLASS(OTHER, "other", false, "none of the others")                                  \
	CLASS(RUNBOOK, "runbook", true, "steps in their order, with marks")                 \
	CLASS(CHECKLIST, "checklist", true, "boxes to tick")                                \
	CLASS(BOARD, "board", true, "a table with a status column")                         \
	CLASS(PROCEDURE, "procedure", true, "steps without marks: a form, no state")        \
	CLASS(LOG, "log", true, "dated entries, which grow at one end")                     \
	CLASS(RECORD, "record", true, "dated evidence, written once")                       \
	CLASS(MANIFEST, "manifest", true, "what is or will be deployed")                    \
	CLASS(GUIDE, "guide", false, "about something: README, index, changelog, decision") \
	CLASS(VENDORED, "vendored", false, "made by others, and kept here")

enum document_class {
#define CLASS(tag, ...) CLASS_##tag,
	CLASSES(CLASS)
#undef CLASS
		CLASS_COUNT
};

struct document_kind {
	const char *word, *is;
	bool operational;
};
extern const struct document_kind document_kinds[CLASS_COUNT];
/* CLASS_COUNT: no class has that word. */
enum document_class class_find(const char *word);

/* By the path alone; CLASS_OTHER where the text decides. */
enum document_class class_of_path(const char *path);
/*
 * The class of what is judged by its history: a record or a log, else what the path says.
 * *ret_reason (may be NULL): why, a constant.
 */
enum document_class class_of(const char *path, struct bytes text, const char **ret_reason);

/*
 * What a document without a class is by the steps that it lists; CLASS_OTHER: it lists none.
 * *ret_reason (may be NULL): why, a constant.
 */
struct outline;
enum document_class class_of_steps(const char *path, const struct outline *o,
				   const char **ret_reason);
/* Has a document of this class steps? */
bool class_has_steps(enum document_class class);
/* Is a document called so that it says how something is done: "deploy.md", "Rollback"? */
bool class_is_work(const char *text);

/* A guide that steps may be taken of all the same: a template, a how-to. */
bool class_is_form(const char *path);
/* Does its text matter to class_of()? Of most files the path says all. */
bool class_asks_text(const char *path);
/* Is it one by its place or name, if its text is? */
bool class_may_be_record(const char *path);
/* Is it Markdown? */
bool class_is_markdown(const char *path);
/* Is it YAML? */
bool class_is_yaml(const char *path);
/* And one that somebody here keeps: no record, no vault, nothing of others, no form that a program fills in, and of a
 * size that people write. */
bool class_is_read_yaml(const char *path, struct bytes text);
/* What people write documents in that is not Markdown: "AsciiDoc". Read as Markdown they would seem to
 * hold half of what they do. NULL: none of these. */
const char *class_other_markup(const char *path);
/* A form to be filled in by a program: Helm, Jinja. By place or text. */
bool class_is_template(const char *path, struct bytes text);
/* Is it an item, where it lies in a folder for deprecated ones: code that could be run, or a document
 * that says so? Owners, licences, pictures and guides are none. */
bool class_is_item(const char *path, struct bytes text);
/*
 * What a record is part of: "docs/checkpoints/2026-01-28-APP/" of all that stands in there, the path
 * itself of a single file. Lives in the arena.
 */
const char *class_record_of(const char *path, struct arena *arena);

/* Does the line begin an entry: a heading, a list item or a row that begins with a date? */
bool class_dated(struct bytes line);
/* Does data that no class has otherwise name versions, where teams keep what is deployed? */
bool class_is_manifest(const char *path, struct bytes text);
/* The same by the place alone: the text may be asked. */
bool class_keeps_manifests(const char *path);
/* A date as 2026-01-28, 20260128 or 2026/01/28 somewhere in the text, of a year from 1990 on. */
bool class_has_date(struct bytes text);

#endif
