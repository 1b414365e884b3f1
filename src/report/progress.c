#include "report/progress.h"

#include "base/cleanup.h"
#include "base/time.h"

#include <unistd.h>

#define PATIENCE 700 /* milliseconds before anything is shown: most work has ended by then */
#define BETWEEN 200  /* and from one picture to the next */
#define STEPS 16     /* for each look at the clock */

/* With a comma for every three digits. */
static void add_number(struct strbuf *out, uint64_t number)
{
	char text[24];
	int len = snprintf(text, sizeof(text), "%" PRIu64, number);

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			strbuf_addch(out, ',');
		strbuf_addch(out, text[i]);
	}
}

void progress_text(const char *what, uint64_t done, uint64_t total, int64_t elapsed,
		   struct strbuf *out)
{
	double rate = (double)done * 1000 / (double)elapsed;

	strbuf_addf(out, "%s: ", what);
	add_number(out, done);
	if (total) {
		strbuf_addstr(out, " of ");
		add_number(out, total);
		strbuf_addf(out, " (%.0f%%)", (double)done * 100 / (double)total);
	}
	if (!done)
		return;
	strbuf_addstr(out, ", ");
	add_number(out, rate < 1 ? 1 : (uint64_t)rate);
	strbuf_addstr(out, "/s");
	if (total > done)
		strbuf_addf(out, ", %.0f s left", (double)(total - done) / rate + 0.5);
}

/* One write, so that nothing stands between its parts. */
static void show(const struct strbuf *text)
{
	fwrite(text->buf, 1, text->len, stderr);
	fflush(stderr);
}

static void end(struct progress_line *line)
{
	static const struct strbuf clear = {.buf = (char *)(uintptr_t) "\r\033[K", .len = 4};

	if (line->shown)
		show(&clear);
	line->what = NULL;
	line->shown = 0;
}

static void step(struct progress *progress, const char *what, uint64_t done, uint64_t total)
{
	struct progress_line *line = (struct progress_line *)progress;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	int64_t now;

	if (!what || (line->what && strcmp(line->what, what) != 0))
		end(line);
	if (!what)
		return;
	if (line->what && ++line->skipped % STEPS)
		return;
	now = time_monotonic_ms();
	if (!line->what) {
		line->what = what;
		line->began = now;
	}
	if (now - line->began < PATIENCE || now - line->shown < BETWEEN)
		return;
	line->shown = now;
	strbuf_addch(&text, '\r');
	progress_text(what, done, total, now - line->began, &text);
	strbuf_addstr(&text, "\033[K");
	show(&text);
}

struct progress *progress_line_open(struct progress_line *line)
{
	const char *term = getenv("TERM");

	*line = (struct progress_line){.progress = {step}};
	return isatty(2) && term && strcmp(term, "dumb") != 0 ? &line->progress : NULL;
}
