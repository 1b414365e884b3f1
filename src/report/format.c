#include "report/format.h"

#include "report/colour.h"
#include "report/findings.h"

void report_free(struct report *report)
{
	strbuf_free(&report->data);
	strbuf_free(&report->words);
}

const char *result_name(enum result_kind kind)
{
	static const char *const names[] = {
#define RESULT(TAG, name) [RESULT_##TAG] = #name,
#include "report/results.h"
#undef RESULT
	};

	return names[kind];
}

bool result_is_paged(enum result_kind kind)
{
	switch (kind) {
	case RESULT_LOG:
	case RESULT_SHOW:
	case RESULT_DIFF:
	case RESULT_STATUS:
	case RESULT_EXPLAIN:
		return true;
	default:
		return false;
	}
}

static int unsupported(const struct report_format *format, const struct result *result,
		       struct err *err)
{
	return err_set(err, ERR_UNSUPPORTED, "'%s' is not shown as %s",
		       result_name(result->kind), format->name);
}

int report_result(const struct report_format *format, const struct result *result,
		  struct report *out, struct err *err)
{
	if (result->said)
		report_findings(&out->words, result->said);
	if (result->after)
		strbuf_addf(&out->words, "%s\n", result->after);
	if (result->plain.len)
		strbuf_add(&out->data, result->plain.data, result->plain.len);
	switch (result->kind) {
#define RESULT(TAG, name)                                        \
	case RESULT_##TAG:                                       \
		if (!format->name)                               \
			return unsupported(format, result, err); \
		format->name(out, result->data);                 \
		break;
#include "report/results.h"
#undef RESULT
	default:
		return 0;
	}
	if (format->for_people && !out->colour) {
		colour_strip(&out->data);
		colour_strip(&out->words);
	}
	return 0;
}
