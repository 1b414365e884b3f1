/* refers.h - does a text name a file? Told of its bytes alone, whatever language they are in. */
#ifndef TEXT_REFERS_H
#define TEXT_REFERS_H

#include "base/bytes.h"

/*
 * Is there a word in it that is the path, its end from some folder on ("old/a.yml", "a.yml", and
 * "../old/a.yml"), or what ends with it (an address)? Another file of the same name in another folder
 * is another file; of a folder that is not told ("$OLD/a.yml") it may be this one. A word among bytes
 * that are no text is one too.
 */
bool text_refers(struct bytes text, const char *path);
/* The same of the whole path alone. */
bool text_lists(struct bytes text, const char *path);

#endif
