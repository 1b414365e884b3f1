/* text.c - for people. */
#include "report/text_internal.h"

const struct report_format report_text = {
	.name = "text",
#define RESULT(TAG, name) .name = text_##name,
#include "report/results.h"
#undef RESULT
};
