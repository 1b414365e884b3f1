/* What the files of render share. */
#ifndef ENGINE_RENDER_INTERNAL_H
#define ENGINE_RENDER_INTERNAL_H

#include "engine/render.h"

/* A record that is left alone; `done` may be NULL. Strings live in the session's arena. */
void rendered_left(struct session *session, struct rendered *done, const char *path,
		   const char *fix, const char *detail);

/* Writes and stages one record (or says that it differs) and notes it. */
int render_file(struct session *session, struct rendered *done, const char *path,
		struct bytes text, const char *detail, struct err *err);

/* A file of the work tree; *ret_found false and no bytes when it is not there. */
int render_read(struct session *session, const char *path, struct bytes *ret, bool *ret_found,
		struct err *err);

#endif
