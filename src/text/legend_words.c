/*
 * legend_words.c - the built-in legend: what a word says of a step, by language. A row more is a mark
 * more, everywhere; its example is tested (t/unit/outline.c).
 */
#include "text/legend.h"

#define WORD(...) {__VA_ARGS__},

const struct legend_row legend_rows[] = {
#include "text/legend_done.h"
#include "text/legend_planned.h"
#include "text/legend_held.h"
};
const size_t legend_row_count = ARRAY_SIZE(legend_rows);

#define DENIAL(...) {__VA_ARGS__},

const struct legend_denial legend_denials[] = {
#include "text/legend_denials.h"
};
const size_t legend_denial_count = ARRAY_SIZE(legend_denials);
