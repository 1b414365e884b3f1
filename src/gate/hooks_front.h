/*
 * hooks_front.h - the file that stands at a door: hooks/front.c with the hook and the program in it, or
 * the same as a few lines of shell. Whoever writes over it writes over that and nothing else. Where
 * the program is gone it refuses and says so; git would pass over a link that leads nowhere in silence.
 */
#ifndef GATE_HOOKS_FRONT_H
#define GATE_HOOKS_FRONT_H

#include "gate/hooks.h"

/*
 * What stands at `path`, the door of `hook`. Ours is what front_write() would write, byte for byte:
 * a file that was edited is another program's.
 */
int front_look(const char *path, const char *hook, struct arena *a, enum hook_state *ret,
	       struct err *err);
/* Does a file begin as ours do, or can that not be told? It may not be kept: it would run itself. */
bool front_is_edited(const char *path, struct arena *a);
/* Makes or replaces it; a link is replaced, not followed. program: absolute. */
int front_write(const char *path, const char *hook, const char *program, struct arena *a,
		struct err *err);

#endif
