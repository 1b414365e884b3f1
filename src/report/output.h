/*
 * output.h - where results go: data on stdout in one piece, words on stderr, errors in the shape of
 * the contract.
 */
#ifndef REPORT_OUTPUT_H
#define REPORT_OUTPUT_H

#include "base/err.h"
#include "base/strbuf.h"
#include "json/write.h"

/* Writes all of it; ERR_IO when stdout is closed or full. */
int output_data(const struct strbuf *out, struct err *err);
/* Words for the person at the terminal. */
void output_words(const struct strbuf *out);
void output_note(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* "mcade: <place>: <text>" and "  next: <command>" on stderr. */
void output_err(const struct err *err);

/* Opens an object with "schema": "mcade/<command>/1"; end it with output_json_end(). */
void output_json_begin(struct json_writer *w, struct strbuf *out, const char *command);
int output_json_end(struct json_writer *w, struct strbuf *out, struct err *err);

#endif
