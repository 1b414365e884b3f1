/*
 * named_pins.h - images that a text names by what they are: "registry/app:1.4@sha256:<64 digits>". What
 * several texts name of one image can be held against each other.
 */
#ifndef TEXT_NAMED_PINS_H
#define TEXT_NAMED_PINS_H

#include "base/arena.h"
#include "base/bytes.h"

struct named_pin {
	struct bytes name;   /* "registry/app": without tag and digest */
	struct bytes digest; /* 64 digits */
	unsigned line;
};

struct named_pins {
	struct named_pin *items;
	size_t count;
};

/* Adds those of a text whose first line has that number; what they hold is the text's. */
void named_pins_add(struct named_pins *pins, struct bytes text, unsigned line,
		    struct arena *arena);
/*
 * The first pin whose image the others name too, by another digest alone. NULL: there is none, and where
 * one of the same name is among both, nothing is said against the rest of that name. *ret_other: what
 * they name.
 */
const struct named_pin *named_pins_against(const struct named_pins *said,
					   const struct named_pins *pinned,
					   const struct named_pin **ret_other);

/* Has a playbook there a value that nobody gives it? */
bool named_pins_default(const char *path);

#endif
