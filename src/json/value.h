/*
 * value.h - JSON in: text to a tree in an arena. Duplicate keys, trailing text, NUL, depth over
 * LIMIT_JSON_DEPTH and size over LIMIT_JSON are refused with line and column.
 */
#ifndef JSON_VALUE_H
#define JSON_VALUE_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"

enum json_kind {
	JSON_VALUE_NULL,
	JSON_VALUE_BOOL,
	JSON_VALUE_INT,
	JSON_VALUE_FLOAT,
	JSON_VALUE_STRING,
	JSON_VALUE_ARRAY,
	JSON_VALUE_OBJECT,
};

/* Lives in the arena. */
struct json_value {
	enum json_kind kind;
	bool boolean;
	int64_t integer;
	double number;	  /* JSON_VALUE_FLOAT, and JSON_VALUE_INT as a double */
	const char *text; /* JSON_VALUE_STRING */
	size_t len;
	size_t count;
	const char *const *names;	       /* JSON_VALUE_OBJECT */
	const struct json_value *const *items; /* members or elements */
};

/* `name` stands in messages for the text's file or command. */
int json_value_parse(struct bytes text, const char *name, struct arena *a,
		     const struct json_value **ret_value, struct err *err);
/* NULL when there is none. */
const struct json_value *json_value_get(const struct json_value *object, const char *name);
/* As one line of JSON, for messages. Lives in the arena. */
const char *json_value_text(const struct json_value *value, struct arena *a);

/* A place in a document, and the path that names it alone. */
struct json_place {
	const struct json_value *value;
	const char *path;
};

/*
 * Every place that a path (match/jsonpath.h) names, in document order; none is not an error,
 * an ill-formed path is.
 */
int json_value_select(const struct json_value *root, const char *path, struct arena *a,
		      const struct json_place **ret_found, size_t *ret_count, struct err *err);

#endif
