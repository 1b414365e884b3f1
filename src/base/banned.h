/*
 * banned.h - functions whose ordinary use is a bug in a program that reads hostile input.
 * Using one is a compile error; the comment says what to use instead.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#ifdef __GNUC__
#undef sprintf /* clang meets macros of that name where checks are compiled in */
#undef vsprintf
/* strbuf.h, or memcpy with a checked length */
#pragma GCC poison strcpy strcat strncpy strncat
/* snprintf, strbuf_addf() */
#pragma GCC poison sprintf vsprintf
/* no bound; hidden state */
#pragma GCC poison gets strtok
/* base/time.h: UTC only, no static buffer (ctime() is left out: libgit2 has a field of that name) */
#pragma GCC poison gmtime localtime asctime
/* base/number.h: whole text or nothing */
#pragma GCC poison atoi atol atoll atof
/* proc/proc.h: an argument vector and a deadline */
#pragma GCC poison system popen
/* a race; mkstemp() */
#pragma GCC poison tmpnam mktemp tempnam
#endif

#endif
