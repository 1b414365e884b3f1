/*
 * write.h - JSON out, as a stream: RFC 8259, UTF-8, no blanks, keys in the order given.
 *
 *	struct json_writer w;
 *
 *	jw_init(&w, &out);
 *	jw_object(&w);
 *	jw_field_string(&w, "schema", "mcade/status/1");
 *	jw_key(&w, "steps"), jw_array(&w);
 *	...
 *	jw_end(&w);
 *	jw_end(&w);
 *
 * Commas and closing brackets come by themselves. Whatever bytes a string holds, the output is
 * valid: what is not UTF-8 becomes U+FFFD; controls, DEL, C1 and bidi controls are escaped, so
 * that the text is harmless on a terminal too.
 */
#ifndef JSON_WRITE_H
#define JSON_WRITE_H

#include "base/bytes.h"
#include "base/strbuf.h"

#define JSON_WRITER_DEPTH 64

struct json_writer {
	struct strbuf *out;
	unsigned depth;
	bool after_key;
	struct {
		bool array, empty;
	} level[JSON_WRITER_DEPTH + 1];
};

void jw_init(struct json_writer *w, struct strbuf *out);
void jw_object(struct json_writer *w);
void jw_array(struct json_writer *w);
void jw_end(struct json_writer *w); /* the innermost open object or array */

void jw_key(struct json_writer *w, const char *key);
void jw_string(struct json_writer *w, const char *text);
void jw_bytes(struct json_writer *w, struct bytes text);
void jw_int(struct json_writer *w, int64_t value);
void jw_number(struct json_writer *w, double value); /* null where JSON has no such number */
void jw_bool(struct json_writer *w, bool value);
void jw_null(struct json_writer *w);

/* A key and its value; a NULL text leaves both out ("other keys without a value"). */
void jw_field_string(struct json_writer *w, const char *key, const char *text);
void jw_field_int(struct json_writer *w, const char *key, int64_t value);
void jw_field_bool(struct json_writer *w, const char *key, bool value);
/* Opens a list under a key. */
void jw_field_array(struct json_writer *w, const char *key);
/* A list of strings, [] when there are none: lists are always present. */
void jw_field_list(struct json_writer *w, const char *key, const char *const *items,
		   size_t count);

#endif
