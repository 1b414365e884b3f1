#include "cmd/minimum.h"

#include "base/number.h"
#include "base/time.h"

int options_minimum(const struct option_values *o, struct review_minimum *ret, struct err *err)
{
	const char *sequence = option_text(o, "min-sequence"), *age = option_text(o, "max-age");

	*ret = (struct review_minimum){0};
	if (sequence && !number_parse(sequence, UINT64_MAX, &ret->sequence))
		return err_set(err, ERR_USAGE, "--min-sequence '%s' is not a number", sequence);
	if (age && !time_parse_duration(age, &ret->max_age))
		return err_set(err, ERR_USAGE,
			       "--max-age '%s' is not a duration (30s, 5m, 24h, 7d)", age);
	return 0;
}
