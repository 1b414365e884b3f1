/* What was read of documents is there again, of the same bytes, of the same kind, by the same runbook. */
#include "base/cleanup.h"
#include "base/limits.h"
#include "policy/readings.h"
#include "../t/unit/tap.h"

#define KEY "0123456789abcdef0123456789abcdef01234567"

static const struct version version = {MODE_FILE, KEY}, other = {MODE_FILE, "1" KEY},
			    link = {MODE_LINK, KEY}, absent = {MODE_ABSENT, NULL};

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
	return done();
}
