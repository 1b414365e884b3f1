/*
 * format.h - the ways in which results are shown: one struct of functions each. Another one (a page,
 * SARIF) is another struct; what it has no function for cannot be asked of it.
 */
#ifndef REPORT_FORMAT_H
#define REPORT_FORMAT_H

#include "base/strbuf.h"
#include "report/result.h"

/* What a result becomes: a format's functions append to it. */
struct report {
	struct strbuf data;  /* for stdout */
	struct strbuf words; /* for the person, on stderr before it */
	unsigned width;	     /* columns of the terminal that data goes to; 0: to none */
	bool colour;	     /* and it shows them: colour.h */
};

#define REPORT_INIT                                       \
	{                                                 \
		.data = STRBUF_INIT, .words = STRBUF_INIT \
	}

void report_free(struct report *report);

struct report_format {
	const char *name;
#define RESULT(TAG, name) void (*name)(struct report * out, const struct name##_result *result);
#include "report/results.h"
#undef RESULT
	bool for_people; /* its data may be paged, and has colours */
	/* Of what could not be done; what the person reads on stderr is the same in each. NULL: nothing. */
	void (*error)(struct strbuf *out, const struct err *err);
};

extern const struct report_format report_text, report_json;

/* ERR_UNSUPPORTED where the format has no function for it. */
int report_result(const struct report_format *format, const struct result *result,
		  struct report *out, struct err *err);

#endif
