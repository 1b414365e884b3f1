#include "world/watch.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "match/pattern.h"

#define LOOK_BEHIND 256 /* what a pattern may want to see before its match */

struct watch {
	struct pattern *pattern;
	enum watch_which which;
	struct strbuf window; /* not searched yet, and a little before it */
	size_t at;	      /* where the next match may begin */
	bool matched, found, failed;
	struct strbuf text;
	struct err err;
};

int watch_open(const char *pattern, struct srcpos at, enum watch_which which,
	       struct watch **ret, struct err *err)
{
	struct watch *w = xmalloc(sizeof(*w));

	*w = (struct watch){.which = which, .window = STRBUF_INIT, .text = STRBUF_INIT};
	if (pattern_compile(pattern, at, &w->pattern, err) < 0) {
		free(w);
		return -1;
	}
	*ret = w;
	return 0;
}

static bool decided(const struct watch *w)
{
	return w->failed || (w->matched && w->which == WATCH_FIRST);
}

static void take(struct watch *w, const struct pattern_match *m)
{
	struct bytes found = pattern_groups(w->pattern) ? m->group[1] : m->group[0];

	if (w->which == WATCH_LAST_PATH && (!found.len || found.len > LIMIT_PATH))
		return;
	w->matched = true;
	if (!found.data)
		return;
	w->found = true;
	strbuf_setlen(&w->text, 0);
	strbuf_add(&w->text, found.data, found.len);
}

/* Every match of the first `len` bytes; one that ends with them may still grow. */
static void search(struct watch *w, size_t len, bool final)
{
	struct bytes text = bytes_of(w->window.buf, len);
	struct pattern_match m;

	while (!decided(w) && w->at <= len) {
		if (pattern_search(w->pattern, text, w->at, &m, &w->err) < 0) {
			w->failed = true;
			return;
		}
		if (!m.found && !final && len > WATCH_OVERLAP && w->at < len - WATCH_OVERLAP)
			w->at = len - WATCH_OVERLAP;
		if (!m.found)
			return;
		if (!final && m.end == len && len - m.begin < WATCH_OVERLAP) {
			w->at = m.begin;
			return;
		}
		take(w, &m);
		w->at = m.end > w->at ? m.end : w->at + 1;
	}
}

/* Up to the last line break, so that no line is judged by its first half. */
static size_t whole_lines(const struct watch *w)
{
	const char *last = memrchr(w->window.buf + w->at, '\n', w->window.len - w->at);

	return last ? (size_t)(last + 1 - w->window.buf) : w->window.len;
}

void watch_feed(struct watch *w, struct bytes piece)
{
	size_t gone;

	if (decided(w))
		return;
	strbuf_add(&w->window, piece.data, piece.len);
	if (w->window.len <= LIMIT_CAPTURE + WATCH_OVERLAP)
		return;
	search(w, whole_lines(w), false);
	gone = w->at > LOOK_BEHIND ? w->at - LOOK_BEHIND : 0;
	memmove(w->window.buf, w->window.buf + gone, w->window.len - gone);
	strbuf_setlen(&w->window, w->window.len - gone);
	w->at -= gone;
}

int watch_close(struct watch *w, struct arena *a, const char **ret_text, struct err *err)
{
	int status = 0;

	if (ret_text) {
		search(w, w->window.len, true);
		status = w->failed ? -1 : 0;
		if (w->failed)
			*err = w->err;
		else
			*ret_text = w->found ? arena_strndup(a, w->text.buf, w->text.len)
					     : NULL;
	}
	pattern_free(w->pattern);
	strbuf_free(&w->window);
	strbuf_free(&w->text);
	free(w);
	return status;
}

void watches_feed(const struct watches *all, struct bytes piece)
{
	for (size_t i = 0; i < all->count; i++)
		watch_feed(all->items[i], piece);
}
