/* coverage.h - what a gate promises to show, and the worst result of the checks that cover it. */
#ifndef REPORT_COVERAGE_H
#define REPORT_COVERAGE_H

#include "report/result.h"

struct covered {
	const char *id;
	enum check_verdict worst;
};

/* What a check covers, the one that it uses included. */
struct words coverage_of(const struct gate_result *gate, const struct check *check);
/* The gate's own first, then what only checks name. */
void coverage_read(const struct gate_result *gate, struct arena *a, struct covered **ret,
		   size_t *ret_count);

#endif
