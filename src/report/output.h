/*
 * output.h - where results go: data on stdout in one piece, words on stderr, errors in the shape of
 * the contract.
 */
#ifndef REPORT_OUTPUT_H
#define REPORT_OUTPUT_H

#include "base/err.h"
#include "base/strbuf.h"

/* Writes all of it; ERR_IO when stdout is closed or full. */
int output_data(const struct strbuf *out, struct err *err);
/* Words for the person at the terminal. */
void output_words(const struct strbuf *out);
void output_note(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* "mcade: <place>: <text>" and "  next: <command>" on stderr. */
void output_err(const struct err *err);

#endif
