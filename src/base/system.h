/*
 * system.h - what only some systems can tell: system_linux.c, and system_posix.c for all others.
 * With sync_*.c of repo/ and sweep_*.c of proc/ these are the files that a port looks at.
 */
#ifndef BASE_SYSTEM_H
#define BASE_SYSTEM_H

#include "base/compat.h"

/* main() says under which name it was started; POSIX knows no other way to find the program. */
void system_started_as(const char *argv0);
/* The program that is running: absolute, links resolved, PATH_MAX bytes; -1 with errno. */
int system_program(char *ret_path);

/*
 * The arguments of a process, with blanks between; "" when it has ended. False: it runs, and
 * what it was started with cannot be seen here.
 */
bool system_command(uint64_t pid, char *ret_text, size_t size);

/*
 * Of which numbers of processes those here are: "<boot> <namespace>". What was written down under another
 * boot has ended; of another namespace nobody here can tell. "" where the system does not say.
 */
void system_processes(char *ret_text, size_t size);

/*
 * Opens a directory below `parent`, to look names up in it: -1 with errno. flags: O_NOFOLLOW or 0.
 * Linux asks for the right to search it, others may ask for the right to list it, too.
 */
int system_open_directory(int parent, const char *name, int flags);

#endif
