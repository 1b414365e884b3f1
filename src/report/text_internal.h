/* text_internal.h - one function a kind of result, for text.c. */
#ifndef REPORT_TEXT_INTERNAL_H
#define REPORT_TEXT_INTERNAL_H

#include "report/format.h"

#define RESULT(TAG, name) \
	void text_##name(struct strbuf *out, const struct name##_result *result);
#include "report/results.h"
#undef RESULT

#endif
