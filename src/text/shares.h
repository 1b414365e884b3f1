/*
 * shares.h - a percentage in a text, and of what it is one: "Preparation (100 %)" says how far its boxes are,
 * "Canary (5 %)" and "100 % of users" how far something is rolled out, which is a part of the name.
 */
#ifndef TEXT_SHARES_H
#define TEXT_SHARES_H

#include "text/outline.h"

/* "(50 %)", "95%": the first percentage of a text; -1: none. */
int share_in(const char *text);
/* By unit: is what it is headed with a share of something else than what stands below it? NULL: none has one. */
const bool *shares_elsewhere(const struct outline *outline, struct arena *arena);

#endif
