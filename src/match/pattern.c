#include "match/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/limits.h"
#include "base/memory.h"

#define HEAP_KIBIBYTES 16384 /* of one search */

struct pattern {
	pcre2_code *code;
	pcre2_match_context *context;
	unsigned groups;
};

static void message_of(int code, char *ret_text, size_t size)
{
	PCRE2_UCHAR text[256];

	if (pcre2_get_error_message(code, text, sizeof(text)) < 0)
		snprintf((char *)text, sizeof(text), "fault %d", code);
	snprintf(ret_text, size, "%s", (const char *)text);
}

static int compile(const char *source, struct srcpos at, uint32_t options,
		   struct pattern **ret_pattern, struct err *err)
{
	struct pattern *pattern;
	PCRE2_SIZE where = 0;
	char text[256];
	pcre2_code *code;
	uint32_t groups = 0;
	int fault = 0;

	if (strlen(source) > LIMIT_FIELD)
		return err_at(err, ERR_LIMIT, at, "pattern has %zu bytes, at most %zu are read",
			      strlen(source), LIMIT_FIELD);
	code = pcre2_compile((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED,
			     options | PCRE2_UTF | PCRE2_MATCH_INVALID_UTF |
				     PCRE2_NEVER_BACKSLASH_C,
			     &fault, &where, NULL);
	if (!code) {
		message_of(fault, text, sizeof(text));
		return err_at(err, ERR_FORMAT, at, "pattern '%s': %s, at character %zu", source,
			      text, (size_t)where + 1);
	}
	pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
	pattern = xmalloc(sizeof(*pattern));
	pattern->code = code;
	pattern->groups = groups < PATTERN_GROUPS ? (unsigned)groups : PATTERN_GROUPS - 1;
	pattern->context = pcre2_match_context_create(NULL);
	if (!pattern->context)
		memory_exhausted();
	pcre2_set_match_limit(pattern->context, LIMIT_PATTERN_STEPS);
	pcre2_set_depth_limit(pattern->context, LIMIT_PATTERN_STEPS);
	pcre2_set_heap_limit(pattern->context, HEAP_KIBIBYTES);
	*ret_pattern = pattern;
	return 0;
}

int pattern_compile(const char *source, struct srcpos at, struct pattern **ret_pattern,
		    struct err *err)
{
	return compile(source, at, PCRE2_MULTILINE, ret_pattern, err);
}

int pattern_compile_text(const char *source, struct srcpos at, struct pattern **ret_pattern,
			 struct err *err)
{
	return compile(source, at, PCRE2_DOLLAR_ENDONLY, ret_pattern, err);
}

void pattern_free(struct pattern *pattern)
{
	if (!pattern)
		return;
	pcre2_match_context_free(pattern->context);
	pcre2_code_free(pattern->code);
	free(pattern);
}

unsigned pattern_groups(const struct pattern *pattern)
{
	return pattern->groups;
}

static void take_groups(struct bytes text, const PCRE2_SIZE *offsets, uint32_t count,
			struct pattern_match *ret)
{
	const char *data = text.data;

	for (uint32_t i = 0; i < count && i < PATTERN_GROUPS; i++) {
		PCRE2_SIZE begin = offsets[2 * i], end = offsets[2 * i + 1];

		if (begin != PCRE2_UNSET && end != PCRE2_UNSET && begin <= end)
			ret->group[i] = bytes_of(data + begin, end - begin);
	}
}

int pattern_search(const struct pattern *pattern, struct bytes text, size_t start,
		   struct pattern_match *ret_match, struct err *err)
{
	struct pattern_match match = {0};
	PCRE2_SPTR subject = text.len ? text.data : (PCRE2_SPTR) "";
	pcre2_match_data *data;
	char reason[256];
	int count;

	if (start > text.len) {
		*ret_match = match;
		return 0;
	}
	data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
	if (!data)
		memory_exhausted();
	count = pcre2_match(pattern->code, subject, text.len, start, 0, data, pattern->context);
	if (count > 0) {
		const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(data);

		match.found = true;
		match.begin = offsets[0];
		match.end = offsets[1] < offsets[0] ? offsets[0]
						    : offsets[1]; /* \K in a look-ahead */
		take_groups(bytes_of(subject, text.len), offsets, (uint32_t)count, &match);
	}
	pcre2_match_data_free(data);
	if (count <= 0 && count != PCRE2_ERROR_NOMATCH) {
		message_of(count, reason, sizeof(reason));
		return err_set(err, ERR_LIMIT, "cannot tell whether a pattern matches: %s",
			       reason);
	}
	*ret_match = match;
	return 0;
}
