/* env_file.h - what a file of variables sets, without its values. */
#ifndef WORLD_ENV_FILE_H
#define WORLD_ENV_FILE_H

#include "runbook/expect.h"
#include "runbook/runbook.h"

/*
 * "NAME=value" lines, as shells and dotenv read them: "export " may stand before, '#' begins a comment,
 * a quoted value may go on for lines; the last assignment counts. ret: one for each name, in their order:
 * text NULL where it is not set, "" where it is set to nothing, else "(set)".
 */
void env_file_read(struct bytes file, const struct words *names, struct name_text *ret);

#endif
