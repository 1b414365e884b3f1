/* append_two.h - a merge of two texts that grew from one. */
#ifndef T_UNIT_APPEND_TWO_H
#define T_UNIT_APPEND_TWO_H

#include "text/append.h"

static bool append_two(struct bytes base, const struct bytes both[2], struct bytes now,
		       struct append_fault *ret_fault)
{
	static const size_t the_base = 0;
	const struct merge_bases one = {&the_base, 1}, pairs[] = {one, one, one, one};

	return append_only_sides(&(struct append_sides){both, &base, 2, 1, pairs}, now,
				 APPEND_UNKNOWN, ret_fault);
}

#endif
