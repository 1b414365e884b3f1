/*
 * mojibake.h - repairs UTF-8 that was once read as Windows-1252 or Windows-1254 (or Latin-1)
 * and written again: "ğŸŸ©" and "ðŸŸ©" were a green square, "â€”" a dash.
 *
 *	struct mojibake report;
 *	struct bytes text = mojibake_repair(raw, &arena, &report);
 *
 * Only what cannot be anything else is touched: a token is repaired when its characters are the
 * bytes of an emoji, of punctuation or of an accented letter, and stand where no correct text
 * has them. Turkish, French or Swedish text stays as it is. Repairing twice changes nothing.
 * Lines stay lines: line numbers of the result are those of the source.
 */
#ifndef TEXT_MOJIBAKE_H
#define TEXT_MOJIBAKE_H

#include "base/arena.h"
#include "base/bytes.h"

enum mojibake_kind {
	MOJIBAKE_REPAIRED, /* every byte was there */
	MOJIBAKE_GUESSED,  /* a byte had been lost; the only likely one was put in its place */
	MOJIBAKE_LEFT,	   /* damaged, and not to be told what it was: unchanged */
};

struct mojibake_hit {
	enum mojibake_kind kind;
	struct bytes was;      /* in the source */
	struct bytes now;      /* what stands there instead; as `was` when left */
	unsigned line, column; /* of `was` in the source, from 1; column in bytes */
};

struct mojibake {
	const struct mojibake_hit *hits; /* of the first pass, in order of place */
	size_t count;
	size_t repaired, guessed, left; /* how many of each */
};

/*
 * The repaired text: the source itself when nothing is damaged, else in the arena. What is not
 * valid UTF-8 is copied as it is. ret_report may be NULL; its hits live in the arena.
 */
struct bytes mojibake_repair(struct bytes text, struct arena *arena,
			     struct mojibake *ret_report);

#endif
