#include "base/number.h"
#include "model/finding.h"
#include "report/judged.h"

struct totals {
	size_t errors, warnings, rejected;
};

static struct totals count(const struct check_result *result)
{
	struct totals totals = {.errors = findings_count(&result->about, FINDING_ERROR),
				.warnings = findings_count(&result->about, FINDING_WARN)};

	for (size_t i = 0; i < result->count; i++) {
		size_t errors = findings_count(&result->commits[i].findings, FINDING_ERROR);

		totals.errors += errors;
		totals.warnings += findings_count(&result->commits[i].findings, FINDING_WARN);
		totals.rejected += errors > 0;
	}
	return totals;
}

int check_status(const struct check_result *result)
{
	if (result->untrusted)
		return 3;
	if (count(result).errors)
		return 1;
	return result->confirmed && result->count && !result->unseen ? 0 : 2;
}

int lint_status(const struct lint_result *r)
{
	if (r->documents)
		return r->lint->documents.operational ? 0 : 2;
	if (findings_worst(r->findings) == FINDING_ERROR)
		return 1;
	return r->lint && r->lint->nothing ? 2 : 0;
}

size_t check_commit_count(const struct check_result *result)
{
	size_t count = 0;

	for (size_t i = 0; i < result->count; i++)
		count += result->commits[i].commit != NULL;
	return count;
}

const char *check_summary(const struct check_result *result, struct arena *a)
{
	struct totals totals = count(result);

	return arena_printf(a, "%zu judged, %zu refused, %s, %s", result->count,
			    totals.rejected, number_of(totals.errors, "error", NULL, a),
			    number_of(totals.warnings, "warning", NULL, a));
}
