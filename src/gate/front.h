/*
 * front.h - what hooks/front.c, the file at a door, and whoever installs it both know.
 */
#ifndef GATE_FRONT_H
#define GATE_FRONT_H

#define FRONT_PROGRAM "git-mcade"
#define FRONT_HEAD                                                                          \
	"# git mcade: made by 'git mcade hooks install'; not to be edited. A hook of your " \
	"own\n"                                                                             \
	"# goes into "
/* What it is found by, and read by people who look into it. */
#define FRONT_MARK "\n" FRONT_HEAD "<hook>.mcade-prev\n"

/* Within the file, written at install. Texts end with a NUL, but for the sum. */
struct front_record {
	char mark[sizeof(FRONT_MARK)];
	char sum[64];  /* SHA-256 of the file in which this is zeros, in hex */
	char hook[24]; /* "pre-commit" */
	char program[4096];
};

#endif
