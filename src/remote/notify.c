#include "remote/notify.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "fold/fold.h"
#include "ledger/past.h"
#include "ledger/person.h"
#include "proc/env.h"
#include "proc/proc.h"
#include "repo/ledger.h"

#define TOLD "told" /* derived: the sequence of the first event that nobody was told of */
#define SECONDS 30
#define LOCK_SECONDS 10

extern char **environ;

const char *notify_command(const struct ledger *l)
{
	const char *command = repo_config_get_own(l->repo, "mcade.notify");

	return command && *command ? command : NULL;
}

/* Behind the last event that was seen at the remote and is in the chain here; 0: none was. */
static int published(const struct ledger *l, uint64_t *ret, struct err *err)
{
	const struct indexed_event *event;
	struct remembered_head last;
	bool found = false;

	*ret = 0;
	if (l->remote && memory_head(l->memory, l->view->id, l->remote, &last, &found, err) < 0)
		return -1;
	event = found ? event_index_at(fold_index(l->view->fold), last.sequence) : NULL;
	if (event && event_index_is_of(event, last.sha256))
		*ret = last.sequence + 1;
	return 0;
}

static bool read_told(const struct ledger *l, uint64_t *ret)
{
	struct bytes text;

	return memory_cache_read(l->memory, l->view->id, TOLD, l->arena, &text) &&
	       number_parse(arena_strndup(l->arena, text.data, text.len), UINT32_MAX, ret);
}

static void write_told(const struct ledger *l, uint64_t next)
{
	const char *text = arena_printf(l->arena, "%" PRIu64, next);

	memory_cache_write(l->memory, l->view->id, TOLD, bytes_text(text));
}

void notify_begin(const struct ledger *l)
{
	uint64_t next;
	struct err ignored;

	if (l->view && notify_command(l) && !read_told(l, &next) &&
	    published(l, &next, &ignored) == 0)
		write_told(l, next);
}

int notify_due(const struct ledger *l, struct verified_event **ret, size_t *ret_count,
	       struct err *err)
{
	CLEANUP(ledger_unlockp)
	struct ledger_lock *lock = NULL; /* an event is one process's to tell */
	struct event_index *index = fold_index(l->view->fold);
	struct verified_event *list = NULL;
	const struct principal *me;
	uint64_t from = 0, upto;
	struct err no_key;

	*ret_count = 0;
	if (ledger_lock(l->repo, LOCK_SECONDS, &lock, err) < 0 || published(l, &upto, err) < 0)
		return -1;
	if (person_owner(l, &me, &no_key) < 0)
		me = NULL; /* whoever has no key here has signed nothing */
	if (!read_told(l, &from))
		from = upto; /* nobody has said from where on */
	for (uint64_t i = from; me && i < upto; i++) {
		const char *who = event_index_principal(index, event_index_at(index, i));

		if (who && !strcmp(who, me->id) &&
		    past_event(l, l->view, i, l->arena, ARENA_PUSH(l->arena, list, *ret_count),
			       err) < 0)
			return -1;
	}
	if (upto > from)
		write_told(l, upto);
	*ret = list;
	return 0;
}

int notify_run(const struct ledger *l, const char *command, struct bytes text, struct err *err)
{
	const char *const argv[] = {"/bin/sh", "-c", command, NULL};
	struct env *env = env_new(l->arena);
	struct proc_spec spec = {
		.argv = argv, .cwd = "/", .stdin_data = text, .timeout_seconds = SECONDS};
	struct proc_result result;

	env_inherit_all_but_git(env, environ);
	spec.env = env_list(env);
	if (proc_run(&spec, l->arena, &result, err) < 0)
		return -1;
	if (result.how == PROC_EXITED && !result.code)
		return 0;
	return err_set(err, ERR_IO, "'%s' ended with %s", command,
		       proc_describe(&result, l->arena));
}
