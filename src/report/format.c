#include "report/format.h"

const char *result_name(enum result_kind kind)
{
	static const char *const names[] = {
#define RESULT(TAG, name) [RESULT_##TAG] = #name,
#include "report/results.h"
#undef RESULT
	};

	return names[kind];
}

int report_result(const struct report_format *format, const struct result *result,
		  struct strbuf *out, struct err *err)
{
	switch (result->kind) {
#define RESULT(TAG, name)                        \
	case RESULT_##TAG:                       \
		if (!format->name)               \
			break;                   \
		format->name(out, result->data); \
		return 0;
#include "report/results.h"
#undef RESULT
	default:
		return 0;
	}
	return err_set(err, ERR_UNSUPPORTED, "'%s' is not shown as %s",
		       result_name(result->kind), format->name);
}
