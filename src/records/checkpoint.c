#include "records/checkpoint.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/path.h"
#include "base/time.h"
#include "records/checkpoint_internal.h"
#include "ledger/governed.h"
#include "fold/fold.h"
#include "model/canon.h"
#include "model/ids.h"
#include "runbook/runbook.h"
#include "repo/snapshot.h"
#include "repo/worktree.h"
#include "ledger/person.h"

#include <errno.h>

#define NAMES_A_DAY 1000

/* -- the record ----------------------------------------------------------------------------------- */

/* The events behind the state: the run that counts, the verification that counts, the completion. */
static int take_event(const struct verified_event *event, void *context, struct err *err UNUSED)
{
	struct gathered *g = context;
	const struct step_state *state = g->view->state;
	const char *run = event_get(&event->event, FIELD_RUN);
	struct verified_event *place = NULL;

	switch (event->event.word) {
	case EVENT_START:
		if (state->run && !strcmp(state->run, event_get(&event->event, FIELD_ID)))
			place = &g->start;
		break;
	case EVENT_FINISH:
		if (state->run && run && !strcmp(state->run, run))
			place = &g->finish;
		break;
	case EVENT_ATTEST: /* that of a manual step is both */
		if (state->by_hand && state->started == event->sequence)
			place = &g->verify;
		break;
	case EVENT_VERIFY:
		if (state->verified == event->sequence)
			place = &g->verify;
		break;
	case EVENT_COMPLETE:
		if (state->completed == event->sequence)
			place = &g->complete;
		break;
	default:
		break;
	}
	if (place)
		past_keep(event, g->l->arena, place);
	return (event->event.word == EVENT_START || event->event.word == EVENT_ATTEST) &&
	       place; /* older ones speak of older runs */
}

static int take_pins(struct gathered *g, struct err *err)
{
	const struct step_state *state = g->view->state;
	const struct words *paths = &g->view->step->pins;
	struct arena *a = g->l->arena;

	if (state->pin_count) {
		g->pins = (const char **)(uintptr_t)state->pins;
		g->pin_count = state->pin_count;
	}
	for (size_t i = 0; !state->pin_count && i < paths->count; i++) {
		const char *value;

		if (state_pin(g->l->view->state, g->request->environment, paths->items[i],
			      &value, err) < 0)
			return -1;
		if (value)
			*ARENA_PUSH(a, g->pins, g->pin_count) = arena_printf(
				a, "%s=%s", paths->items[i], value);
	}
	return 0;
}

/* A series goes on when its step gets another id: its name is the first one's. */
static int take_series(struct gathered *g, struct err *err)
{
	struct arena *a = g->l->arena;
	const char *path;
	struct bytes text;
	struct canon root;
	bool found;

	g->series = arena_printf(a, "%s/%s", g->request->environment, g->request->step);
	path = g->view->state->checkpoint_directory;
	if (!path)
		return 0;
	path = state_checkpoint_path(path, a);
	g->supersedes = arena_strndup(
		a, strrchr(arena_strndup(a, path, strlen(path) - 1), '/') + 1, strlen(path));
	path = arena_printf(a, "%sCHECKPOINT.yaml", path);
	if (fold_read(g->l->view->fold, path, g->l->arena, &text, &found, err) < 0)
		return -1;
	if (found && !canon_parse(text, path, a, &root, err) && canon_text(&root, "series"))
		g->series = canon_text(&root, "series");
	return 0;
}

static int take_author(struct gathered *g, struct err *err)
{
	const struct principal *principal;

	if (person_principal(g->l, &principal, err) < 0)
		return -1;
	g->signer = principal ? principal->id : NULL;
	g->author = principal ? principal->name : NULL;
	return 0;
}

/* -- where it stands ------------------------------------------------------------------------------ */

/* Does anything stand there, in the work tree or in the commit that is checked out? */
static int is_there(const struct ledger *l, const char *directory, bool *ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct arena *a = l->arena;
	const char *path = arena_strndup(a, directory, strlen(directory) - 1);
	struct oid commit, id;
	uint32_t mode = 0;

	*ret = false;
	if (!repo_work_tree(l->repo))
		return 0;
	if (file_exists(arena_printf(a, "%s/%s", repo_work_tree(l->repo), path), ret, err) < 0)
		return -1;
	if (*ret || repo_head_commit(l->repo, &commit, err) < 0)
		return *ret || err->code == ERR_NOT_FOUND ? 0 : -1;
	if (snapshot_of_commit(l->repo, &commit, &head, err) < 0 ||
	    snapshot_entry(head, path, &mode, &id, err) < 0)
		return -1;
	*ret = mode != 0;
	return 0;
}

static int check_place(const struct runbook *rb, const char *directory, const char *id,
		       struct err *err)
{
	struct bytes path = bytes_of(directory, strlen(directory) - 1);
	char date[DATE_TEXT_SIZE];
	int64_t day;

	if (path_check(path, err) < 0)
		return err_prefix(err, "'records.checkpoint'");
	snprintf(date, sizeof(date), "%.10s", id);
	if (id_is_valid(id) && time_parse_date(date, &day))
		return 0;
	err_at(err, ERR_FORMAT, (struct srcpos){rb->root->at.file, 1, 1},
	       "'records.checkpoint' makes '%s': its last folder must begin with a date", id);
	return err_next(err, "checkpoint: 'docs/checkpoints/${{ date }}-${{ step.id }}/'");
}

/* The first name of the day that no checkpoint has. */
static int find_place(struct gathered *g, struct err *err)
{
	const struct runbook *rb = g->readiness.runbook;
	struct arena *a = g->l->arena;
	const char *first = runbook_checkpoint_directory(rb, g->request->step, g->l->now, a);

	if (!first)
		return 0; /* the judge says so */
	for (unsigned n = 1; n <= NAMES_A_DAY; n++) {
		const char *path = arena_strndup(a, first, strlen(first) - 1);
		struct oid sealed;

		if (n > 1)
			path = arena_printf(a, "%s-%u", path, n);
		g->c->id = path_last(path);
		g->c->directory = arena_printf(a, "%s/", path);
		if (check_place(rb, g->c->directory, g->c->id, err) < 0)
			return -1;
		path = state_checkpoint_path(g->c->id, a);
		if (tree_image_directory(g->l->view->image,
					 arena_strndup(a, path, strlen(path) - 1), &sealed,
					 err) < 0)
			return -1;
		if (oid_is_zero(&sealed))
			return 0;
	}
	return err_set(err, ERR_LIMIT, "'%s' has %d checkpoints of today", g->request->step,
		       NAMES_A_DAY);
}

static int check_free(struct gathered *g, struct findings *refused, struct err *err)
{
	bool there;

	if (is_there(g->l, g->c->directory, &there, err) < 0)
		return -1;
	if (there)
		finding_add(refused, RULE_SEALED, FINDING_ERROR,
			    (struct finding){.path = g->c->directory,
					     .step = g->request->step,
					     .environment = g->request->environment,
					     .expected = "nothing there",
					     .found = "files that no event recorded",
					     .fix = "move them away; --add FILE takes them in"},
			    "the checkpoint's folder is taken");
	return 0;
}

/* -- the whole ------------------------------------------------------------------------------------ */

/* The state's own judgement, before anything is asked of disk or key. */
static int judge(struct gathered *g, struct findings *refused, struct err *err)
{
	struct arena *a = g->l->arena;
	struct event event = {.word = EVENT_CHECKPOINT};
	const struct event_origin origin = {.time = g->l->now};
	const struct act_facts act = {.event = &event,
				      .origin = &origin,
				      .asked = true,
				      .reader = g->readiness.reader,
				      .ahead = ACT_AHEAD};

	event_set(&event, a, FIELD_STEP, g->request->step);
	event_set(&event, a, FIELD_ENVIRONMENT, g->request->environment);
	/* what is done by it is done of what HEAD has: else it is of nothing that was promoted */
	if (g->view && g->view->step->kind == STEP_CHECKPOINT &&
	    readiness_bind(g->l, &g->readiness, g->view, g->readiness.code, false, &event,
			   err) < 0)
		return -1;
	if (g->c->directory)
		event_set(&event, a, FIELD_DIRECTORY,
			  arena_strndup(a, g->c->directory, strlen(g->c->directory) - 1));
	return fold_asks(g->l->view->fold, &act, refused, err);
}

static int write_files(struct gathered *g, struct findings *refused, struct err *err)
{
	static const struct {
		const char *name;
		void (*write)(const struct gathered *g, struct strbuf *out);
	} texts[] = {{"README.md", checkpoint_readme},
		     {"ROLLBACK.md", checkpoint_rollback},
		     {"HANDOFF.md", checkpoint_handoff}};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		strbuf_setlen(&out, 0);
		texts[i].write(g, &out);
		checkpoint_add_file(g, texts[i].name, &out);
	}
	strbuf_setlen(&out, 0);
	if (checkpoint_verify(g, &out, err) < 0)
		return -1;
	checkpoint_add_file(g, "VERIFY.md", &out);
	if (checkpoint_add_files(g, refused, err) < 0)
		return -1;
	strbuf_setlen(&out, 0);
	checkpoint_yaml(g, &out);
	checkpoint_add_file(g, "CHECKPOINT.yaml", &out);
	return 0;
}

int checkpoint_prepare(const struct ledger *l, const struct checkpoint_request *request,
		       struct checkpoint *ret, struct findings *refused, struct err *err)
{
	const struct past_wanted of_the_step = {.kinds = 1u << KIND_START | 1u << KIND_FINISH |
							 1u << KIND_VERDICT |
							 1u << KIND_COMPLETE,
						.environment = request->environment,
						.step = request->step};
	struct gathered g = {.l = l, .request = request, .c = ret};
	struct verified_event none = {.event = {.word = EVENT_COUNT}};

	*ret = (struct checkpoint){.event = record_new_id(l), .head = l->view->head};
	g.start = g.finish = g.verify = g.complete = none;
	if (readiness_compute(l, request->environment, false, &g.readiness, err) < 0)
		return -1;
	g.view = readiness_step(&g.readiness, request->step);
	if (find_place(&g, err) < 0 || judge(&g, refused, err) < 0)
		return -1;
	if (refused->count)
		return 0;
	if (check_free(&g, refused, err) < 0 || take_author(&g, err) < 0 ||
	    record_seen(l, l->view, g.signer, &ret->seen, err) < 0 ||
	    past_events(l, l->view, &of_the_step, take_event, &g, err) < 0 ||
	    take_pins(&g, err) < 0 || take_series(&g, err) < 0 ||
	    write_files(&g, refused, err) < 0)
		return -1;
	ret->tips = (struct event){.word = EVENT_CHECKPOINT};
	return governed_tips(l, &ret->tips, err);
}

void checkpoint_intend(const struct ledger *l, const struct checkpoint *c,
		       struct intent *intent)
{
	struct arena *a = l->arena;
	const char *folder = state_checkpoint_path(c->id, a);
	const struct event_values *tips = &c->tips.fields[FIELD_TIP];

	event_set(&intent->event, a, FIELD_ID, c->event);
	event_set(&intent->event, a, FIELD_RESULT, "ok");
	event_set(&intent->event, a, FIELD_DIRECTORY,
		  arena_strndup(a, c->directory, strlen(c->directory) - 1));
	for (size_t i = 0; i < tips->count; i++)
		event_add(&intent->event, a, FIELD_TIP, tips->items[i]);
	intent->only_on = c->head;
	for (size_t i = 0; i < c->files.count; i++)
		*ARENA_PUSH(a, intent->attachments,
			    intent->attachment_count) = (struct attachment){
			arena_printf(a, "%s%s", folder, c->files.items[i].name),
			c->files.items[i].data};
}

const char *checkpoint_newest(const struct ledger *l, const char *word)
{
	const char *newest = NULL;
	size_t count;
	const struct fold_seal *seals = fold_seals(l->view->fold, &count);

	for (size_t i = 0; i < count; i++)
		if (strcasestr(path_last(seals[i].directory), word))
			newest = seals[i].directory;
	return newest;
}

int checkpoint_write(const struct ledger *l, const struct checkpoint *c, struct err *err)
{
	struct arena *a = l->arena;
	const char **paths = arena_array(a, c->files.count, sizeof(*paths));

	if (!repo_work_tree(l->repo))
		return 0;
	for (size_t i = 0; i < c->files.count; i++) {
		paths[i] = arena_printf(a, "%s%s", c->directory, c->files.items[i].name);
		if (worktree_write(l->repo, paths[i], c->files.items[i].data, err) < 0)
			return -1;
	}
	return stage_files(l, paths, c->files.count, err);
}
