#include "act/internal.h"

#include "act/alive.h"
#include "base/hex.h"
#include "base/time.h"
#include "fold/event_index.h"
#include "fold/fold.h"
#include "ledger/chain.h"
#include "ledger/person.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* NULL: there is no such place. */
const char *pending_folder(const struct ledger *l, enum pending_place place)
{
	switch (place) {
	case PENDING_STATE:
		return memory_file(l->memory, l->view->id, "pending");
	case PENDING_GIT:
		return arena_printf(l->arena, "%s/mcade/pending", repo_common_dir(l->repo));
	default:
		return alive_folder(l);
	}
}

/* -- keeping ------------------------------------------------------------------------------------- */

static int keep_at(const struct ledger *l, enum pending_place place,
		   const struct intent *finish, const char *occurred, struct pending *ret,
		   struct err *err)
{
	const char *folder = pending_folder(l, place);

	if (!folder)
		return memory_needed(l->memory, err);
	ret->place = place;
	ret->path = arena_printf(l->arena, "%s/%s", folder,
				 event_get(&finish->event, FIELD_RUN));
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return err_errno(err, "cannot make folder '%s'", folder);
	return pending_write(l, ret->path, finish, occurred, err);
}

int pending_keep(const struct ledger *l, const struct intent *finish, struct pending *ret,
		 struct err *err)
{
	const char *occurred = TIME_TEXT(time_now());

	*ret = (struct pending){.intent = *finish};
	return keep_at(l, PENDING_STATE, finish, occurred, ret, err) < 0 &&
			       keep_at(l, PENDING_GIT, finish, occurred, ret, err) < 0
		       ? -1
		       : 0;
}

void pending_drop(const struct pending *pending)
{
	if (pending->path)
		unlink(pending->path);
}

/* -- finding ------------------------------------------------------------------------------------- */

static bool knows(const struct ledger *l, const char *id)
{
	uint64_t sequence;

	return event_index_find(fold_index(l->view->fold), id, &sequence);
}

static bool is_recorded(const struct ledger *l, const struct intent *finish)
{
	return knows(l, event_get(&finish->event, FIELD_ID));
}

/* Another clone has starts of its own that are not published: no word of theirs here. */
static bool is_of_clone(const struct ledger *l, const char *repository)
{
	return repository && !strcmp(repository, repo_common_dir(l->repo));
}

/* What is damaged keeps nobody from his work: it is told. */
static void add_file(const struct ledger *l, enum pending_place place, const char *name,
		     struct pending **all, size_t *count)
{
	const char *repository = NULL;
	struct err fault;
	struct pending p = {
		.place = place,
		.path = arena_printf(l->arena, "%s/%s", pending_folder(l, place), name),
		.refused = {.arena = l->arena}};

	p.run = arena_strdup(l->arena, name);
	if (alive_of(l, name) == ALIVE_HERE)
		return;
	if (pending_read(p.path, l->arena, &p.intent, &repository, &fault) < 0 ||
	    (strcmp(event_get(&p.intent.event, FIELD_RUN), name) != 0 &&
	     pending_damaged(p.path, &fault))) {
		p.intent = (struct intent){0};
		p.why = arena_strdup(l->arena, fault.text);
	}
	if (!p.why && place == PENDING_STATE && !is_of_clone(l, repository) && !knows(l, name))
		return;
	/* whoever recorded it had no time to take it away */
	if (!p.why && is_recorded(l, &p.intent))
		pending_drop(&p);
	else
		*ARENA_PUSH(l->arena, *all, *count) = p;
}

static int list_place(const struct ledger *l, enum pending_place place, struct pending **all,
		      size_t *count, struct err *err)
{
	const char *folder = pending_folder(l, place);
	DIR *dir = folder ? opendir(folder) : NULL;
	int status = 0;

	if (!folder)
		return 0;
	if (!dir)
		return errno == ENOENT ? 0 : err_errno(err, "cannot read '%s'", folder);
	for (struct dirent *e = readdir(dir); e && !status; e = readdir(dir)) {
		if (!hex_is(e->d_name, 32)) /* what a killed writer left */
			continue;
		if (place == PENDING_LOST)
			status = lost_add(l, e->d_name, all, count, err);
		else
			add_file(l, place, e->d_name, all, count);
	}
	closedir(dir);
	return status;
}

int pending_list(const struct ledger *l, struct pending **ret, size_t *ret_count,
		 struct err *err)
{
	*ret = NULL;
	*ret_count = 0;
	return list_place(l, PENDING_STATE, ret, ret_count, err) < 0 ||
			       list_place(l, PENDING_GIT, ret, ret_count, err) < 0
		       ? -1
		       : list_place(l, PENDING_LOST, ret, ret_count, err);
}

/* -- recording ----------------------------------------------------------------------------------- */

static bool is_ours_alone(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
	       !(st.st_mode & 077);
}

/* Whose start is it, and where was it? */
static int check_start(const struct ledger *l, struct pending *p, struct err *err)
{
	struct event_index *index = fold_index(l->view->fold);
	const char *run = event_get(&p->intent.event, FIELD_RUN), *host;
	const struct principal *me;
	struct event_origin origin;
	struct event start;
	uint64_t sequence;

	if (!event_index_find(index, run, &sequence)) {
		p->why = "its start is not in the ledger";
		return 0;
	}
	if (person_principal(l, &me, err) < 0 ||
	    chain_event(l->repo, l->view, sequence, l->arena, &start, &origin, NULL, err) < 0)
		return -1;
	host = event_get(&start, FIELD_HOST);
	if (start.word != EVENT_START)
		p->why = "what it names is not a start";
	else if (!me || strcmp(event_index_principal(index, event_index_at(index, sequence)),
			       me->id) != 0)
		p->why = "another person started it";
	else if (!host || strcmp(host, alive_host(l->arena)) != 0)
		p->why = "it was started on another host";
	return 0;
}

/* Another process, or the abandon of a person, was first: then nothing is left to refuse. */
static int look_again(struct ledger *l, struct pending *p, struct err *err)
{
	bool open;

	if (ledger_open(l, &l->view, err) < 0 ||
	    lost_is_open(l, &p->intent.event, p->run, &open, err) < 0)
		return -1;
	if (open)
		return 0;
	p->refused.count = 0;
	pending_drop(p);
	return 0;
}

static int record(struct ledger *l, struct pending *p, struct err *err)
{
	int verdict;

	if (p->why)
		return 0;
	if (!is_ours_alone(p->path))
		p->why = "its file can be written or read by others";
	else if (check_start(l, p, err) < 0)
		return -1;
	if (p->why)
		return 0;
	verdict = record_event(l, &p->intent, &p->receipt, &p->refused, err);
	if (verdict < 0)
		return -1;
	if (verdict && p->place == PENDING_LOST)
		return look_again(l, p, err);
	if (!verdict)
		l->view = p->receipt.view;
	if (!verdict || p->receipt.aside)
		pending_drop(p);
	if (!verdict)
		alive_end(l, p->run);
	return 0;
}

int pending_record(const struct ledger *l, enum pending_place place, struct pending **ret,
		   size_t *ret_count, const struct ledger_view **ret_view, struct err *err)
{
	struct ledger here = *l;

	*ret = NULL;
	*ret_count = 0;
	*ret_view = l->view;
	if (!l->view->confirmed)
		return 0;
	if (list_place(l, place, ret, ret_count, err) < 0)
		return -1;
	for (size_t i = 0; i < *ret_count; i++)
		if (record(&here, &(*ret)[i], err) < 0)
			return -1;
	*ret_view = here.view;
	return 0;
}
