#include "fold/objects_internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "fold/content.h"
#include "match/glob.h"
#include "model/event.h"
#include "model/finding.h"
#include "model/state.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/repo.h"
#include "repo/snapshot.h"
#include "runbook/shown.h"
#include "sign/digest.h"

void objects_differ(struct looking *l, const char *path, const char *expected, const char *have)
{
	const struct event *event = l->act->event;

	finding_add(l->found, RULE_EVIDENCE, FINDING_ERROR,
		    (struct finding){.path = path,
				     .step = event_get(event, FIELD_STEP),
				     .environment = event_get(event, FIELD_ENVIRONMENT),
				     .expected = expected,
				     .found = have},
		    "the event names other bytes of '%s' than its commit has", path);
}

struct oid objects_id(const char *hex)
{
	struct oid id;

	return oid_parse(hex, &id) ? id : OID_ZERO;
}

int objects_missing(struct looking *l)
{
	const struct event *event = l->act->event;

	if (l->err->code == ERR_FORMAT)
		finding_add(
			l->found, RULE_EVIDENCE, FINDING_ERROR,
			(struct finding){.step = event_get(event, FIELD_STEP),
					 .environment = event_get(event, FIELD_ENVIRONMENT),
					 .expected = "a commit",
					 .found = arena_strdup(l->found->arena, l->err->text)},
			"the event names an object that is not a commit");
	else if (l->err->code != ERR_NOT_FOUND && l->err->code != ERR_LIMIT)
		return -1;
	l->unseen = arena_strdup(l->found->arena, l->err->text);
	*l->err = (struct err){0};
	return 0;
}

static bool is_file(uint32_t mode)
{
	return mode == TREE_FILE || mode == TREE_EXECUTABLE || mode == TREE_FILE_OLD;
}

int objects_file(struct looking *l, const char *value, const char **ret_other)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	char said[65], hex[OID_HEX_SIZE];
	const char *path, *is;
	struct bytes data;
	struct oid blob;
	uint32_t mode;

	*ret_other = NULL;
	event_file_parts(value, &path, said);
	if (tree_cache_lookup(l->trees, l->repo, &l->tree, path, &mode, &blob, l->err) < 0)
		return objects_missing(l);
	if (!is_file(mode)) {
		*ret_other = "none";
		return 0;
	}
	oid_hex(&blob, hex);
	is = strmap_get(&l->digests, hex); /* many branches have the same file */
	if (!is) {
		if (object_read(l->repo, &blob, OBJECT_BLOB, LIMIT_BLOB, &scratch, &data,
				l->err) < 0)
			return objects_missing(l);
		is = arena_strdup(l->digests.arena, SHA256_HEX(data.data, data.len));
		strmap_put(&l->digests, arena_strdup(l->digests.arena, hex), (void *)is);
	}
	if (strcmp(said, is) != 0)
		*ret_other = is;
	return 0;
}

int objects_look_at_file(struct looking *l, const char *value)
{
	char said[65];
	const char *path, *is;

	if (objects_file(l, value, &is) < 0)
		return -1;
	event_file_parts(value, &path, said);
	if (is && !strcmp(is, "none"))
		objects_differ(l, path, "a file", is);
	else if (is)
		objects_differ(l, path, is, said);
	return 0;
}

static int look_at_content(struct looking *l, const struct oid *code)
{
	const char *said = event_get(l->act->event, FIELD_CONTENT), *is;

	/* of what is gone back to, the event that brought it was looked at */
	if (!said || !l->act->runbook || event_get(l->act->event, FIELD_RESTORED_TO))
		return 0;
	if (content_of(l->repo, code, l->act->runbook, l->found->arena, &is, l->err) < 0)
		return objects_missing(l);
	if (strcmp(said, is) != 0)
		objects_differ(l, "the whole tree", is, said);
	return 0;
}

const struct step *objects_step(const struct looking *l)
{
	return l->act->runbook
		       ? runbook_step(l->act->runbook, event_get(l->act->event, FIELD_STEP))
		       : NULL;
}

static int look_at_files(struct looking *l, const struct event *event)
{
	const struct event_values *inputs = &event->fields[FIELD_INPUT];

	if (event_get(event, FIELD_USES) &&
	    objects_look_at_file(l, event_get(event, FIELD_USES)) < 0)
		return -1;
	for (size_t i = 0; i < inputs->count; i++)
		if (objects_look_at_file(l, inputs->items[i]) < 0)
			return -1;
	return 0;
}

/* Every file of the commit that the step declares as an input is named. */
static int look_at_inputs(struct looking *l, const struct oid *code)
{
	const struct event *event = l->act->event;
	const struct step *step = objects_step(l);
	CLEANUP(snapshot_freep) struct snapshot *commit = NULL;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	if (!step || !step->inputs.count)
		return 0;
	if (snapshot_of_commit(l->repo, code, &commit, l->err) < 0)
		return objects_missing(l);
	for (size_t i = 0; i < step->inputs.count; i++) {
		const char *pattern = step_path(step, step->inputs.items[i], &scratch);
		const char *prefix = arena_strndup(&scratch, pattern,
						   glob_literal_prefix(pattern));
		struct snapshot_file *files;
		size_t count;

		if (snapshot_list(commit, &(struct prefix_set){&prefix, 1}, &scratch, &files,
				  &count, l->err) < 0)
			return objects_missing(l);
		for (size_t k = 0; k < count; k++)
			if (is_file(files[k].mode) && glob_match(pattern, files[k].path) &&
			    !event_names(event, FIELD_INPUT, files[k].path))
				objects_differ(l, files[k].path, "an input", "not named");
	}
	return 0;
}

/* Does the tip have the commit, and of a start its files? *ret_seen false: it, or the commit, is
 * not here. */
static int look_at_tip(struct looking *l, const struct oid *code, const struct oid *tip,
		       bool *ret_has, bool *ret_seen)
{
	size_t before = l->found->count;

	*ret_has = *ret_seen = false;
	if (commit_tree(l->repo, tip, &l->tree, l->err) < 0 ||
	    history_is_ancestor(l->repo, code, tip, ret_has, l->err) < 0) {
		*ret_seen = l->err->code == ERR_FORMAT;
		return objects_missing(l);
	}
	if (l->act->event->word == EVENT_START && look_at_files(l, l->act->event) < 0)
		return -1;
	*ret_has = *ret_has && l->found->count == before;
	*ret_seen = true;
	return 0;
}

/*
 * In a live environment only what a governed branch has runs, and is verified: one of the tips that the
 * event names has the commit that was checked out, and the files.
 */
static int look_at_live(struct looking *l)
{
	const struct event *event = l->act->event;
	const struct event_values *tips = &event->fields[FIELD_TIP];
	size_t before = l->found->count;
	bool unseen = false;
	const char *said = event_get(event, FIELD_CODE);
	struct oid code;

	if (!(event_info(event->word)->tips & TIPS_RUN) || !said)
		return 0;
	code = objects_id(said);
	for (size_t i = 0; i < tips->count; i++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		const char *hex, *ref;
		struct oid tip;
		bool has, seen;

		l->found->count = before;
		event_pair_parts(tips->items[i], &scratch, &hex, &ref);
		if (!oid_parse(hex, &tip))
			continue; /* no branch of this repository is there */
		if (look_at_tip(l, &code, &tip, &has, &seen) < 0)
			return -1;
		if (has)
			return 0;
		unseen = unseen || !seen;
	}
	l->found->count = before;
	if (unseen)
		return 0;
	finding_add(l->found, RULE_DRIFT, FINDING_ERROR,
		    (struct finding){.step = event_get(event, FIELD_STEP),
				     .environment = event_get(event, FIELD_ENVIRONMENT),
				     .expected = "a commit of a governed branch, and its bytes",
				     .found = tips->count ? said : "no tip"},
		    "what ran is not on a governed branch");
	return 0;
}

/*
 * A branch goes on: whoever comes later rests on the commit that it had for somebody else, or on what
 * came of it. Else the bytes of yesterday, which were mended since, run and are completed today.
 */
static int look_at_newest(struct looking *l)
{
	const struct event *event = l->act->event;
	const struct event_values *tips = &event->fields[FIELD_TIP];

	for (size_t i = 0; l->act->newest && i < tips->count; i++) {
		const char *hex, *ref, *is;
		struct oid tip, newest;
		bool here = true, goes_on;

		event_pair_parts(tips->items[i], l->found->arena, &hex, &ref);
		is = !l->act->runbook || runbook_governs(l->act->runbook, ref)
			     ? l->act->newest(l->act->context, event, ref)
			     : NULL; /* adopted anew, wherever it went meanwhile */
		tip = objects_id(hex);
		if (!is && object_is_commit(l->repo, &tip, &here, l->err) < 0)
			return -1;
		if (!here)
			l->unseen = arena_printf(l->found->arena, "'%s' of '%s' is missing",
						 hex, ref); /* nobody could go on from it */
		if (!is || !strcmp(is, hex))
			continue;
		newest = objects_id(is);
		if (history_is_ancestor(l->repo, &newest, &tip, &goes_on, l->err) < 0) {
			if (objects_missing(l) < 0)
				return -1;
			continue;
		}
		if (!goes_on)
			finding_add(l->found, RULE_EVIDENCE, FINDING_ERROR,
				    (struct finding){
					    .step = event_get(event, FIELD_STEP),
					    .environment = event_get(event, FIELD_ENVIRONMENT),
					    .ref = ref,
					    .expected = is,
					    .found = hex,
					    .allow = "a root runs 'git mcade retip -m REASON' "
						     "where the branch was rewritten"},
				    "the event names an older '%s' than an earlier event", ref);
	}
	return 0;
}

/*
 * Of an event that nobody has written yet: what its writer makes of these objects will be right; what earlier
 * events and the branches of others have is not his. No tip is named: nobody knows them.
 */
static int look_asked(struct looking *l)
{
	const struct event *event = l->act->event;
	const char *hex = event_get(event, FIELD_CODE);
	struct oid code;

	if (!event->fields[FIELD_TIP].count)
		return 0;
	if ((event->word == EVENT_COMPLETE && objects_look_at_completed(l) < 0) ||
	    (event->word == EVENT_PURGE && objects_look_at_purged(l) < 0) ||
	    (event_rests_on_tips(event, l->act->runbook) && look_at_newest(l) < 0))
		return -1;
	if (event->word != EVENT_PROMOTE || !hex)
		return 0;
	code = objects_id(hex);
	if (commit_tree(l->repo, &code, &l->tree, l->err) < 0)
		return objects_missing(l);
	return objects_look_at_promoted(l, &code);
}

int objects_look(struct repo *repo, const struct act_facts *act, struct findings *found,
		 const char **ret_unseen, struct err *err)
{
	CLEANUP(tree_cache_free) struct tree_cache trees = {0};
	struct looking l = {.repo = repo,
			    .act = act,
			    .found = found,
			    .trees = &trees,
			    .digests.arena = found->arena,
			    .err = err};
	const struct event *event = act->event;
	const char *hex = event_get(event, FIELD_CODE);
	struct oid code;

	*ret_unseen = NULL;
	if (act->asked) {
		if (look_asked(&l) < 0)
			return -1;
		*ret_unseen = l.unseen;
		return 0;
	}
	if ((event->word == EVENT_ADOPT && objects_look_at_adopted(&l) < 0) ||
	    (event->word == EVENT_COMPLETE && objects_look_at_completed(&l) < 0) ||
	    (event->word == EVENT_PURGE && objects_look_at_purged(&l) < 0) ||
	    objects_look_at_drills(&l) < 0 ||
	    (event_rests_on_tips(act->event, act->runbook) &&
	     (look_at_live(&l) < 0 || look_at_newest(&l) < 0)))
		return -1;
	*ret_unseen = l.unseen;
	/* another repository's commit, or files of no commit: nothing here says what they are */
	if (!hex && event_get(event, FIELD_CONTENT) && event_get(event, FIELD_ENVIRONMENT))
		*ret_unseen = "the commit of that content";
	if (!hex || event_get(event, FIELD_REPOSITORY) || event_get(event, FIELD_DIRTY))
		return 0;
	code = objects_id(hex);
	if (commit_tree(repo, &code, &l.tree, err) < 0) {
		if (objects_missing(&l) < 0)
			return -1;
		*ret_unseen = l.unseen;
		return 0;
	}
	if (look_at_files(&l, event) < 0 || look_at_content(&l, &code) < 0 ||
	    objects_look_at_meaning(&l, &code) < 0 || objects_look_at_settings(&l, &code) < 0 ||
	    (event->word == EVENT_START && look_at_inputs(&l, &code) < 0) ||
	    (event->word == EVENT_PROMOTE && objects_look_at_promoted(&l, &code) < 0))
		return -1;
	*ret_unseen = l.unseen;
	return 0;
}
