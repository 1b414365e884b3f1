/* check_capture.c - what a check captures of its output. */
#include "world/probe.h"

#include "base/cleanup.h"
#include "base/utf8.h"
#include "json/write.h"
#include "text/redact.h"

int check_open_watches(struct world *world, const struct check *check, struct watches *ret,
		       struct err *err)
{
	for (size_t i = 0; i < check->capture.count; i++) {
		const struct name_value *c = &check->capture.items[i];
		struct watch *w;

		if (watch_open(c->value, c->at, WATCH_FIRST, &w, err) < 0)
			return -1;
		*ARENA_PUSH(world->arena, ret->items, ret->count) = w;
	}
	return 0;
}

void check_close_watches(struct watches *all)
{
	struct err ignored;

	for (size_t i = 0; i < all->count; i++)
		if (all->items[i])
			(void)watch_close(all->items[i], NULL, NULL, &ignored);
}

int check_capture(struct world *world, const struct check *check, struct attempt *t,
		  struct err *err)
{
	struct observation *seen = &t->seen;
	struct bytes text = seen->body.data ? seen->body : seen->stdout_text;
	struct name_text *list = arena_array(world->arena, check->capture.count, sizeof(*list));

	if (t->watches.count && !t->watched && t->has_process &&
	    capture_missing(&t->recorded.out))
		return err_set(err, ERR_LIMIT, WORLD_IS_CUT);
	if (seen->has_value && seen->value)
		text = bytes_text(seen->value);
	if (!t->watched)
		watches_feed(&t->watches, text);
	for (size_t i = 0; i < t->watches.count; i++) {
		struct watch *w = t->watches.items[i];

		list[i].name = check->capture.items[i].name;
		t->watches.items[i] = NULL;
		if (watch_close(w, world->arena, &list[i].text, err) < 0)
			return -1;
	}
	seen->captures = list;
	seen->capture_count = check->capture.count;
	return 0;
}

const char *check_captured(const struct world *world, const struct check *check)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct arena *a = world->arena;
	struct json_writer w;
	bool any = false;

	jw_init(&w, &out);
	jw_object(&w);
	for (size_t i = 0; i < check->capture.count; i++) {
		CLEANUP(strbuf_free) struct strbuf masked = STRBUF_INIT;
		const char *name = check->capture.items[i].name;
		const char *value = template_value(
			&world->scope, arena_printf(a, "checks.%s.%s", check->id, name));

		/* other bytes JSON would not give back as they are */
		if (!value || !utf8_valid(bytes_text(value), NULL))
			continue;
		redact_text(world->secrets, bytes_text(value), &masked);
		jw_field_string(&w, name, masked.len ? masked.buf : "");
		any = true;
	}
	jw_end(&w);
	return any ? arena_strdup(a, out.buf) : NULL;
}
