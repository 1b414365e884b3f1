#include "cmd/stream.h"

#include "base/time.h"
#include "remote/sync.h"
#include "report/output.h"

#define WINDOW 256 /* events that are in memory at a time */

struct stream {
	struct stream_options options;
	struct session *first; /* the command's own */
	struct session now;    /* of the last look; its view is what is shown */
	bool open, silent;     /* it is; the remote did not answer the last time */
	struct arena arena;    /* of the events that are shown */
	struct log_event *events;
	size_t count;
	struct log_result shown;
	uint64_t next;	  /* the first event that was not shown */
	uint8_t last[32]; /* SHA-256 of the commit of the one before */
	bool has_last;
};

/* -- a look at the ledger ------------------------------------------------------------------------ */

static int view_of_remote(struct stream *s, struct err *err)
{
	struct ledger *l = &s->now.ledger;
	struct sync_state state;
	bool joined;

	if (ledger_open_to_read(l, &l->view, &joined, err) < 0)
		return -1;
	if (!joined || !l->remote)
		return 0;
	if (sync_fetch(l, false, &state, err) < 0)
		return -1;
	if (state.relation == SYNC_UNREACHABLE && !s->silent)
		output_note("mcade: warning: remote '%s' did not answer (%s): waiting for it",
			    l->remote, state.reason);
	s->silent = state.relation == SYNC_UNREACHABLE;
	l->view = state.remote; /* NULL: nothing is known of it now */
	return 0;
}

/* Is what was shown still there? A chain that ends before it has lost it. */
static int check_last(struct stream *s, struct err *err)
{
	const struct ledger_view *view = s->now.ledger.view;
	const struct indexed_event *event;

	if (!view || !s->has_last)
		return 0;
	event = event_index_at(fold_index(view->fold), s->next - 1);
	if (event && !memcmp(event->sha256, s->last, sizeof(s->last)))
		return 0;
	err_set(err, ERR_UNTRUSTED,
		"event %" PRIu64 " is not the one that was shown: the ledger was rewritten",
		s->next - 1);
	return err_next(err, "git mcade audit");
}

/* A session of its own, so that whoever follows for a year needs no more memory than for a minute. */
static int look(struct stream *s, struct err *err)
{
	if (s->open)
		session_close(&s->now);
	s->now = (struct session){0};
	s->open = true;
	return session_begin(&s->now, NEEDS_REPO, err) < 0 || view_of_remote(s, err) < 0
		       ? -1
		       : check_last(s, err);
}

/* -- what is shown ------------------------------------------------------------------------------- */

static int keep(const struct verified_event *event, void *context, struct err *err UNUSED)
{
	struct stream *s = context;

	past_keep(event, &s->arena, &ARENA_PUSH(&s->arena, s->events, s->count)->event);
	return 0;
}

static void turn_round(struct log_event *events, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct log_event swap = events[i];

		events[i] = events[count - 1 - i];
		events[count - 1 - i] = swap;
	}
}

static int read_window(struct stream *s, const struct ledger *l, struct err *err)
{
	uint64_t end = l->view->sequence + 1;

	s->options.wanted.from = s->next;
	s->options.wanted.upto = end - s->next < WINDOW ? end : s->next + WINDOW;
	if (past_events(l, l->view, &s->options.wanted, keep, s, err) < 0 ||
	    state_trust(l->view->state, &s->shown.trust, err) < 0)
		return -1;
	s->next = s->options.wanted.upto;
	memcpy(s->last, event_index_at(fold_index(l->view->fold), s->next - 1)->sha256,
	       sizeof(s->last));
	s->has_last = true;
	turn_round(s->events, s->count);
	s->shown.ledger = l->view;
	s->shown.events = s->events;
	s->shown.count = s->count;
	return 0;
}

static int more(struct result *ret, struct err *err)
{
	struct stream *s = ret->context;
	const struct ledger *l = s->open ? &s->now.ledger : &s->first->ledger;

	arena_reset(&s->arena);
	s->events = NULL;
	s->count = 0;
	while (!s->count) {
		if (l->view && s->next <= l->view->sequence) {
			if (read_window(s, l, err) < 0)
				return -1;
			continue;
		}
		if (!s->options.follow) {
			*ret = (struct result){0};
			return 0;
		}
		time_pause_ms(s->options.every * 1000);
		if (look(s, err) < 0)
			return -1;
	}
	result_is_log(ret, &s->shown);
	return 0;
}

int stream_begin(struct session *session, const struct stream_options *options,
		 struct result *ret, struct err *err)
{
	struct stream *s = arena_alloc(&session->arena, sizeof(*s));

	*s = (struct stream){.options = *options,
			     .first = session,
			     .arena = ARENA_INIT,
			     .next = options->wanted.from,
			     .shown = {.stream = true}};
	ret->again = more;
	ret->context = s;
	/* what is here alone may be signed again: whoever follows sees what has gone out */
	if (options->follow && look(s, err) < 0)
		return -1;
	return more(ret, err);
}
