/* rule_document.c - document: the files that every other rule reads can be read. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "base/utf8.h"
#include "match/glob.h"
#include "runbook/runbook.h"

static void refuse(const struct facts *facts, struct srcpos at, const char *path,
		   const char *expected, const char *fix, const char *message,
		   struct findings *found)
{
	struct finding with = finding_of(facts, path, at.line, at.column);

	with.expected = expected;
	with.fix = fix	     ? fix
		   : at.line ? arena_printf(found->arena, "hint: fix line %u", at.line)
			     : "hint: fix the file";
	/* severity: refused before the first adopt too, since nothing can be judged by it */
	finding_add(found, RULE_DOCUMENT, FINDING_ERROR, with, "%s", message);
}

/* All its faults at once, and the keys that promise what nothing keeps yet. */
static void check_runbook(const struct facts *facts, const char *path,
			  const struct doc_node *root, struct findings *found)
{
	struct findings faults = FINDINGS_INIT(found->arena);
	const struct runbook *rb = runbook_check(root, &faults);
	/* what only has no effect: adopt refuses it, and until then nobody is kept from writing on */
	bool whole = rb != NULL;

	for (size_t i = 0; i < faults.count; i++) {
		refuse(facts, faults.items[i].at, path,
		       faults.items[i].expected ? faults.items[i].expected
						: "a runbook, see git-mcade-runbook(5)",
		       faults.items[i].fix, faults.items[i].message, found);
		if (whole)
			found->items[found->count - 1].severity = adopted(facts, FINDING_ERROR);
	}
}

static int check(const struct facts *facts, const struct change *change, bool is_runbook,
		 struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct doc_node *root;
	struct err fault = {0};
	struct bytes text;
	int rc;

	if (is_runbook) {
		if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
			return -1;
		if (!facts->adopted && runbook_is_blank(text))
			return 0; /* as init left it */
		if (text.len && bytes_equal(text, facts->sound.text))
			return 0; /* the same bytes have the same faults */
		rc = doc_parse(text, change->path, &scratch, &root, &fault);
	} else {
		rc = manifest_of(facts, &change->now, change->path, &root, &fault);
	}
	if (rc == 0) {
		if (is_runbook)
			check_runbook(facts, change->path, root, found);
		return 0;
	}
	if (fault.code != ERR_FORMAT && fault.code != ERR_LIMIT) {
		err_copy(err, &fault);
		return -1;
	}
	refuse(facts, fault.at, change->path,
	       is_runbook ? "a runbook, see git-mcade-runbook(5)" : "readable YAML", NULL,
	       fault.text, found);
	return 0;
}

/* The ledger that a version of runbook.yaml names; NULL: none; "": nobody can read the file. */
static int ledger_of(const struct facts *facts, const struct version *version, struct arena *a,
		     const char **ret, struct err *err)
{
	const struct doc_node *root, *ledger;
	struct err unreadable;
	struct bytes text;

	*ret = NULL;
	if (!version_is_file(version))
		return 0;
	if (facts_text(facts, version, a, &text, err) < 0)
		return -1;
	*ret = "";
	if (doc_parse(text, "runbook.yaml", a, &root, &unreadable) < 0 ||
	    root->kind != DOC_MAPPING)
		return 0;
	ledger = doc_get(root, "ledger");
	*ret = ledger && ledger->kind == DOC_SCALAR ? ledger->text : NULL;
	return 0;
}

/* By this line a clone knows that it is bound at all: who takes it out judges nothing any more. */
static int check_marker(const struct facts *facts, const struct change *change,
			struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *now, *was;

	if (ledger_of(facts, &change->now, &scratch, &now, err) < 0)
		return -1;
	if (now && !*now) /* refused as what it is */
		return 0;
	for (size_t i = 0; i < facts->parents; i++) {
		if (ledger_of(facts, &change->was[i], &scratch, &was, err) < 0)
			return -1;
		if (!was || !*was || (now && !strcmp(now, was)))
			continue;
		refuse(facts, (struct srcpos){0}, change->path,
		       arena_printf(found->arena, "ledger: %s", was),
		       restore_command(facts, change->path, found->arena),
		       now ? "names another ledger" : "no longer names its ledger", found);
		break;
	}
	return 0;
}

/* A text that is read line by line: a log, whatever only grows, the managed document. */
static bool is_governed_text(const struct facts *facts, const char *path, struct arena *a)
{
	const struct runbook *rb = facts->runbook;

	if (facts_is_log(facts, path, NULL) ||
	    (rb->records.runbook && !strcmp(rb->records.runbook, path)))
		return true;
	for (size_t p = 0; p < rb->policy_count; p++) {
		const struct words *paths = &rb->policies[p].subjects;

		for (size_t i = 0; policy_binds(facts, &rb->policies[p], RUNBOOK_APPEND_ONLY) &&
				   i < paths->count;
		     i++)
			if (glob_match(arena_strndup(a, paths->items[i],
						     strcspn(paths->items[i], "#")),
				       path))
				return true;
	}
	return false;
}

/* Why some reader sees other lines in these bytes than we do; NULL: nobody does. */
static const char *encoding_fault(struct bytes text)
{
	if (bytes_begins(text, bytes_text("\xef\xbb\xbf")))
		return "a byte order mark";
	if (bytes_begins(text, bytes_text("version https://git-lfs.github.com/spec/")))
		return "a pointer to a file elsewhere";
	if (!utf8_valid(text, NULL))
		return "another encoding";
	return text.len && memchr(text.data, '\0', text.len) ? "a NUL" : NULL;
}

/* What no rule can read is judged by none. What was so before the rules came may stay. */
static int check_encoding(const struct facts *facts, const struct change *change,
			  struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct finding with = finding_whole(facts, change->path);
	const char *fault, *before;
	struct bytes text;

	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	fault = encoding_fault(text);
	for (size_t i = 0; fault && i < facts->parents; i++) {
		if (facts_text(facts, &change->was[i], &scratch, &text, err) < 0)
			return -1;
		before = encoding_fault(text);
		fault = before && !strcmp(before, fault) ? NULL : fault;
	}
	if (!fault)
		return 0;
	with.expected = "UTF-8 without a byte order mark";
	with.found = fault;
	with.fix = restore_command(facts, change->path, found->arena);
	finding_add(found, RULE_DOCUMENT, adopted(facts, FINDING_ERROR), with,
		    "is not text that all programs read alike");
	return 0;
}

int rule_document(const struct facts *facts, struct findings *found, struct err *err)
{
	if (places_check(facts, found, err) < 0 || coupled_check(facts, found, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		bool manifest = false, runbook = !strcmp(change->path, "runbook.yaml");

		for (size_t e = 0; e < facts->runbook->environment_count; e++) {
			const char *path = facts->runbook->environments[e].manifest;

			manifest = manifest || (path && !strcmp(path, change->path));
		}
		if (runbook && facts->adopted && !change_is_taken(facts, change) &&
		    check_marker(facts, change, found, err) < 0)
			return -1;
		if (is_governed_text(facts, change->path, found->arena) &&
		    !change_is_taken(facts, change) &&
		    check_encoding(facts, change, found, err) < 0)
			return -1;
		if (version_is_file(&change->now) && (runbook || manifest) &&
		    !change_is_taken(facts, change) &&
		    check(facts, change, runbook, found, err) < 0)
			return -1;
		if (!runbook && !manifest && !change_is_taken(facts, change) &&
		    keys_check(facts, change, found, err) < 0)
			return -1;
	}
	return attributes_check(facts, found, err);
}
