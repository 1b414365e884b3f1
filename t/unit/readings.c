/* What was read of documents is there again, of the same bytes, of the same kind, by the same runbook. */
#include "base/cleanup.h"
#include "base/limits.h"
#include "policy/readings.h"
#include "text/outline.h"
#include "text/references.h"
#include "../t/unit/tap.h"

#define KEY "0123456789abcdef0123456789abcdef01234567"

static const struct version version = {MODE_FILE, KEY}, other = {MODE_FILE, "1" KEY},
			    link = {MODE_LINK, KEY}, absent = {MODE_ABSENT, NULL};

static const char page[] = "# Go\n\n- [x] REL-01 stop, see [how](b.md)\n";
static size_t reads, reads_len = sizeof(page) - 1;

static int give(void *ctx, const struct version *asked, struct arena *a, struct bytes *ret,
		struct err *err)
{
	char *text = arena_alloc(a, reads_len + 1);

	(void)ctx, (void)asked, (void)err;
	reads++;
	memset(text, '\n', reads_len);
	memcpy(text, page, sizeof(page) - 1);
	*ret = bytes_of(text, reads_len);
	return 0;
}

static struct opened *opened(const struct facts *facts, const char *path,
			     const struct version *of, struct arena *own)
{
	struct opened *o = NULL;
	struct err err;

	ok(opened_of(facts, path, of, own, &o, &err) == 0, "%s is opened", path);
	return o;
}

/* A document is read and parsed once, for this change and the next ones, and not for ever. */
static void test_opened(void)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	CLEANUP(readings_free) struct readings readings = {0};
	struct runbook *rb = arena_alloc(&arena, sizeof(*rb));
	struct facts facts = {.readings = &readings, .runbook = rb, .read = give};
	static const char *const own[] = {"done!"};
	struct opened *o, *twin, *nothing;

	readings_begin(&readings, rb);
	o = opened(&facts, "docs/a.md", &version, &arena);
	ok(o->parsed.is && opened_outline(&facts, o, false)->step_count == 1 &&
		   opened_links(o)->count == 1 && anchors_have(opened_anchors(o), "go", &arena),
	   "its steps, links and anchors");
	ok(opened_outline(&facts, o, true) == opened_outline(&facts, o, false),
	   "without marks of its own a runbook makes nothing else of it");
	rb->marks.complete = (struct words){own, 1};
	ok(opened_outline(&facts, o, true) != opened_outline(&facts, o, false),
	   "with such marks it does");
	ok(opened(&facts, "docs/a.md", &version, &arena) == o && reads == 1,
	   "whoever is next finds it");
	twin = opened(&facts, "a.md", &version, &arena);
	ok(twin != o && !strcmp(opened_links(twin)->items[0].target, "b.md") &&
		   !strcmp(opened_links(o)->items[0].target, "docs/b.md"),
	   "elsewhere the same words lead elsewhere");
	readings_begin(&readings, rb);
	ok(opened(&facts, "docs/a.md", &version, &arena) == o && reads == 2,
	   "so does the next change");
	nothing = opened(&facts, "docs/a.md", &absent, &arena);
	ok(!nothing->parsed.text.len && nothing->arena == &arena &&
		   opened(&facts, "docs/a.md", &link, &arena) != nothing && reads == 2,
	   "of what is not there, and of a link, nothing is kept");

	reads_len = LIMIT_OPENED;
	opened(&facts, "docs/a.md", &other, &arena);
	reads = 0;
	ok(opened(&facts, "more.md", &other, &arena)->arena == &arena &&
		   opened(&facts, "more.md", &other, &arena)->arena == &arena && reads == 2,
	   "no more is kept of one change");
	readings_begin(&readings, rb);
	ok(opened(&facts, "docs/a.md", &version, &arena) == o && reads == 2,
	   "of the next changes there is room, and what was kept is still there");
	opened(&facts, "more.md", &other, &arena);
	readings_begin(&readings, rb);
	opened(&facts, "docs/a.md", &version, &arena);
	ok(reads == 4, "until that, too, is used up");
}

int main(void)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	CLEANUP(readings_free) struct readings readings = {0};
	const struct runbook *one = arena_alloc(&arena, 1), *two = arena_alloc(&arena, 1);
	struct facts facts = {.readings = &readings};
	struct reading reading;
	char value;

	readings_begin(&readings, one);
	reading = reading_of(&facts, &version, "steps", &arena);
	ok(!reading.value && reading.arena == &readings.arena, "it was not read yet");
	reading_keep(&facts, &reading, &value, 1);
	readings_begin(&readings, one);
	ok(reading_of(&facts, &version, "steps", &arena).value == &value, "the next finds it");
	ok(!reading_of(&facts, &version, "marks", &arena).value, "as that only");
	ok(!reading_of(&facts, &other, "steps", &arena).value, "of these bytes only");
	reading = reading_of(&facts, &link, "steps", &arena);
	ok(!reading.value && reading.arena == &arena, "no link is a document");
	reading_keep(&facts, &reading, &value, 1);
	ok(!reading_of(&facts, &absent, "steps", &arena).value, "nor is what is not there");

	reading = reading_of(&facts, &other, "steps", &arena);
	reading_keep(&facts, &reading, &value, LIMIT_READINGS);
	ok(reading_of(&facts, &version, "steps", &arena).value == &value,
	   "until the change is judged it is there");
	reading = reading_of(&facts, &version, "more", &arena);
	ok(reading.arena == &arena, "no more is kept of one change");
	reading_keep(&facts, &reading, &value, 1);
	ok(!reading_of(&facts, &version, "more", &arena).value, "nor is it found");
	readings_begin(&readings, one);
	reading = reading_of(&facts, &version, "steps", &arena);
	ok(!reading.value && reading.arena == &readings.arena, "then all begins anew");

	reading_keep(&facts, &reading, &value, 1);
	readings_begin(&readings, two);
	ok(!reading_of(&facts, &version, "steps", &arena).value,
	   "what another runbook read is forgotten");
	test_opened();
	return done();
}
