/* class_internal.h - what the files of class.h share; nobody else includes this. */
#ifndef TEXT_CLASS_INTERNAL_H
#define TEXT_CLASS_INTERNAL_H

#include "text/class.h"

#define NAME_FOLDED 128 /* bytes of a name that are compared */

/* A text that people write. */
bool class_is_prose(const char *path);
/* A line near the top that says on which day this was. */
bool class_says_when(struct bytes text);
/* Its title says that it is about something: "# Changelog". */
bool class_is_about(struct bytes text);
/* Dated entries about what was done to something that runs. */
bool class_is_log(const char *path, struct bytes text, const char **ret_reason);

#endif
