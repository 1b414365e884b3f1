/*
 * ids.h - names that stand in paths, subjects and trailers: steps, environments, principals,
 * roles, freezes, checkpoints. One grammar, so that a name means the same wherever it is
 * written:
 *
 *	id = ( letter / digit ) *( letter / digit / "." / "_" / "-" )	at most LIMIT_ID bytes
 *
 * without ".." in it and not ending in ".", ".yaml" or ".lock". Files whose names begin with
 * "_" are therefore never a step's.
 */
#ifndef MODEL_IDS_H
#define MODEL_IDS_H

#include "base/arena.h"

bool id_is_valid(const char *text);
/* A fit id for a person: "ada.l+x@example.com" gives "ada.l-x". Lives in the arena. */
const char *id_from_email(const char *email, struct arena *a);
/* What id_is_valid() demands, for error messages. */
#define ID_GRAMMAR "letters, digits, '.', '_' and '-', beginning with a letter or digit"

#endif
