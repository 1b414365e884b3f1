/* report/progress: what the line says; and that it keeps silent where nobody would see it. */
#include "report/progress.h"

#include "base/cleanup.h"

#include <fcntl.h>
#include <unistd.h>

#include "../t/unit/tap.h"

static void says(uint64_t done, uint64_t total, int64_t elapsed, const char *expected)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	progress_text("verifying events", done, total, elapsed, &out);
	is_str(out.buf, expected, expected);
}

int main(void)
{
	struct progress_line line;
	int null = open("/dev/null", O_WRONLY);

	says(41000, 100000, 4100,
	     "verifying events: 41,000 of 100,000 (41%), 10,000/s, 6 s left");
	says(999, 1000, 1000, "verifying events: 999 of 1,000 (100%), 999/s, 1 s left");
	says(1000, 1000, 1000, "verifying events: 1,000 of 1,000 (100%), 1,000/s");
	says(0, 1000, 900, "verifying events: 0 of 1,000 (0%)");
	says(1, 4, 10000, "verifying events: 1 of 4 (25%), 1/s, 30 s left");
	says(1234567, 0, 1000, "verifying events: 1,234,567, 1,234,567/s");
	setenv("TERM", "xterm", 1);
	ok(dup2(null, 2) == 2 && !progress_line_open(&line),
	   "nothing where stderr is not a terminal");
	progress_step(NULL, "nobody looks", 1, 2);
	progress_done(NULL);
	return done();
}
