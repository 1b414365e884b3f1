#include "text/outcomes.h"

#include <string.h>

#include "base/ascii.h"
#include "base/memory.h"

#define PART true
#define WHOLE false

const struct outcome_row outcome_rows[] = {
#define OUTCOME(how, ...) {OUTCOME_##how, __VA_ARGS__},
#include "text/outcome_words.h"
#undef OUTCOME
};
const size_t outcome_row_count = ARRAY_SIZE(outcome_rows);

static bool has_word(struct bytes low, const struct outcome_row *row)
{
	const char *begin = low.data, *end = begin + low.len, *at = begin, *after;
	size_t len = strlen(row->word);

	for (; (at = memmem(at, (size_t)(end - at), row->word, len)); at++) {
		after = at + len;
		if (row->part || ((at == begin || !ascii_is_alnum(at[-1])) &&
				  (after == end || !ascii_is_alnum(*after))))
			return true;
	}
	return false;
}

static bool says(struct bytes line, unsigned any)
{
	char low[256];
	size_t len = line.len < sizeof(low) ? line.len : sizeof(low);

	for (size_t i = 0; i < len; i++)
		low[i] = ascii_lower(((const char *)line.data)[i]);
	for (size_t i = 0; i < outcome_row_count; i++)
		if ((outcome_rows[i].how & any) &&
		    has_word(bytes_of(low, len), &outcome_rows[i]))
			return true;
	return false;
}

bool says_success(struct bytes line)
{
	return says(line, OUTCOME_WELL) && !says(line, OUTCOME_WRONG | OUTCOME_DENIED);
}

bool went_well(struct bytes line)
{
	return says(line, OUTCOME_WELL | OUTCOME_GOOD) && !went_wrong(line);
}

bool went_wrong(struct bytes line)
{
	return says(line, OUTCOME_WRONG | OUTCOME_BAD);
}
