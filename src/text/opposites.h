/* opposites.h - does one title do what the other undoes: "enable", "disable"? */
#ifndef TEXT_OPPOSITES_H
#define TEXT_OPPOSITES_H

#include <stdbool.h>
#include <stddef.h>

struct opposite {
	const char *language, *one, *other, *one_example, *other_example;
};

extern const struct opposite opposites[];
extern const size_t opposite_count;

/* Both as legend_fold() has them. What does both, "stop the old one, start the new", is no opposite. */
bool opposites_are(const char *a, const char *b);

#endif
