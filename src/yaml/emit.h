/*
 * emit.h - YAML for people: block style, two blanks of indentation, lists at the level of their
 * key, quotes only where they are needed. What is written reads back as the same tree
 * (doc_parse()), so that nothing changes its type on the way: a string that looks like a number
 * or a word of YAML 1.1 (`on`, `no`) is quoted.
 *
 *	struct emit e;
 *
 *	emit_init(&e, &out);
 *	emit_mapping(&e);
 *	emit_key(&e, "version"), emit_int(&e, 1);
 *	emit_key(&e, "steps"), emit_sequence(&e);
 *	emit_flow_mapping(&e);
 *	emit_key(&e, "id"), emit_string(&e, "WP_01");
 *	emit_end(&e);
 *	emit_end(&e);
 *	emit_end(&e);
 *
 * gives
 *
 *	version: 1
 *	steps:
 *	- {id: WP_01}
 *
 * Text must be UTF-8 without characters that doc_parse() refuses; what is not is replaced by
 * U+FFFD, so the output always parses. Not for the ledger's own files: those have a closed
 * grammar of their own.
 */
#ifndef YAML_EMIT_H
#define YAML_EMIT_H

#include "base/bytes.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "yaml/doc.h"

struct emit_level {
	bool sequence, flow, empty;
	unsigned indent;
};

struct emit {
	struct strbuf *out;
	unsigned depth;
	bool after_key;
	struct emit_level level[LIMIT_YAML_DEPTH + 1];
};

void emit_init(struct emit *e, struct strbuf *out);
void emit_mapping(struct emit *e);
void emit_sequence(struct emit *e);
void emit_flow_mapping(struct emit *e); /* everything inside is flow too */
void emit_flow_sequence(struct emit *e);
void emit_end(struct emit *e);

void emit_key(struct emit *e, const char *key);
void emit_string(struct emit *e, const char *text);
void emit_int(struct emit *e, int64_t value);
void emit_bool(struct emit *e, bool value);
void emit_node(struct emit *e, const struct doc_node *node); /* a whole tree */

/* How emit_string() would write one scalar inside a flow collection; never on two lines. */
void emit_scalar(struct strbuf *out, const char *text, size_t len);

#endif
