/* runbook/window: when a freeze binds. 2026-01-28 is a Wednesday. */
#include "base/time.h"
#include "runbook/runbook.h"

#include "../t/unit/tap.h"

static const struct {
	const char *window, *time;
	bool open;
} cases[] = {
	{"from: 2026-01-28, to: 2026-01-29", "2026-01-27T23:59:59Z", false},
	{"from: 2026-01-28, to: 2026-01-29", "2026-01-28T00:00:00Z", true},
	{"from: 2026-01-28, to: 2026-01-29", "2026-01-29T23:59:59Z", true},
	{"from: 2026-01-28, to: 2026-01-29", "2026-01-30T00:00:00Z", false},
	{"from: '2026-01-28T10:00:00Z'", "2026-01-28T09:59:59Z", false},
	{"from: '2026-01-28T10:00:00Z'", "2036-01-28T10:00:00Z", true},
	{"to: '2026-01-28T10:00:00Z'", "2026-01-28T10:00:00Z", true},
	{"to: '2026-01-28T10:00:00Z'", "2026-01-28T10:00:01Z", false},
	{"days: [wed]", "2026-01-28T00:00:00Z", true},
	{"days: [wed]", "2026-01-28T23:59:59Z", true},
	{"days: [wed]", "2026-01-29T00:00:00Z", false},
	{"days: [wed], zone: '+02:00'", "2026-01-27T22:00:00Z", true},
	{"days: [wed], zone: '+02:00'", "2026-01-28T22:00:00Z", false},
	{"days: [wed], zone: '-02:00'", "2026-01-28T01:59:59Z", false},
	{"days: [wed], zone: '-02:00'", "2026-01-29T01:59:59Z", true},
	{"hours: '09:00-17:00'", "2026-01-28T08:59:59Z", false},
	{"hours: '09:00-17:00'", "2026-01-28T09:00:00Z", true},
	{"hours: '09:00-17:00'", "2026-01-28T16:59:59Z", true},
	{"hours: '09:00-17:00'", "2026-01-28T17:00:00Z", false},
	{"hours: '09:00-24:00'", "2026-01-28T23:59:59Z", true},
	{"hours: '09:00-24:00'", "2026-01-28T00:00:00Z", false},
	{"hours: '09:00-17:00', zone: '+05:30'", "2026-01-28T03:30:00Z", true},
	{"hours: '09:00-17:00', zone: '+05:30'", "2026-01-28T11:30:00Z", false},
	{"days: [fri], hours: '22:00-06:00'", "2026-01-30T21:59:59Z", false},
	{"days: [fri], hours: '22:00-06:00'", "2026-01-30T22:00:00Z", true},
	{"days: [fri], hours: '22:00-06:00'", "2026-01-31T05:59:59Z", true},
	{"days: [fri], hours: '22:00-06:00'", "2026-01-31T06:00:00Z", false},
	{"days: [fri], hours: '22:00-06:00'", "2026-01-30T05:59:59Z", false},
	{"days: [sun], hours: '22:00-06:00'", "2026-02-02T05:00:00Z", true},
	{"days: [mon, sun]", "2026-02-01T12:00:00Z", true},
	{"days: [thu]", "1970-01-01T00:00:00Z", true},
	{"days: [thu], zone: '-01:00'", "1970-01-01T00:30:00Z", false},
};

int main(void)
{
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *text = arena_printf(&a,
						"version: 1\nname: n\nenvironments: [{id: e}]\n"
						"steps: [{id: A}]\nfreezes: [{id: f, reason: "
						"r, paths: [a], window: {%s}}]\n",
						cases[i].window);
		const struct runbook *rb;
		struct err err = {0};
		int64_t time = -1;

		if (!ok(!runbook_parse(bytes_text(text), "r", &a, &rb, &err) &&
				time_parse(cases[i].time, &time),
			"%s can be read %s", cases[i].window, err.text))
			continue;
		ok(window_is_open(&rb->freezes[0].window, time) == cases[i].open, "%s at %s",
		   cases[i].window, cases[i].time);
	}
	arena_free(&a);
	return done();
}
