/*
 * heard.h - what a command writes, as it is judged: the true text, as a terminal shows it
 * (text/plain.h). Masking is for what people see and what is stored (proc/proc.h,
 * world/evidence.h); a judgement of masked output would depend on which secrets there are.
 *
 *	struct heard *h = heard_open(&watches);
 *	spec.on_written = heard_piece, spec.judge = h;
 *	heard_close(h, arena, &recorded);	// also where the command could not be started
 */
#ifndef WORLD_HEARD_H
#define WORLD_HEARD_H

#include "world/check.h"
#include "world/watch.h"

struct heard;

/* watches: what is looked for in standard output; NULL: nothing. */
struct heard *heard_open(const struct watches *watches);
proc_output_fn heard_piece;
void heard_close(struct heard *h, struct arena *a, struct recorded *ret);

#endif
