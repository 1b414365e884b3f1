/*
 * secret.h - does a file hold a credential in plain text? Known shapes (keys of clouds and forges, web
 * tokens, private keys, also in base64), a user and password in an address, and a value of a key that is called a
 * password, where files keep settings. An encrypted vault, a variable, a template and a placeholder
 * are none.
 *
 *	struct secret s;
 *	size_t at = 0;
 *	unsigned line = 0;
 *	while (secret_next("group_vars/all.yml", text, &at, &line, &s))
 *		printf("%u: %s\n", s.line, s.what);	// never the value
 */
#ifndef TEXT_SECRET_H
#define TEXT_SECRET_H

#include "base/bytes.h"

struct secret {
	unsigned line, column;
	const char *what;  /* "a private key": a constant */
	struct bytes text; /* the line; never shown */
};

/* The next line at or behind *at, which is moved behind it; false: none. */
bool secret_next(const char *path, struct bytes text, size_t *at, unsigned *line,
		 struct secret *ret);

#endif
