#include "json/value.h"

#include <jansson.h>

#include "base/limits.h"
#include "json/write.h"

static int convert(const json_t *from, unsigned depth, struct arena *a,
		   const struct json_value **ret, const char *name, struct err *err);

static int convert_array(const json_t *from, unsigned depth, struct arena *a,
			 struct json_value *to, const char *name, struct err *err)
{
	const struct json_value **items;

	to->kind = JSON_VALUE_ARRAY;
	to->count = json_array_size(from);
	items = arena_array(a, to->count, sizeof(*items));
	for (size_t i = 0; i < to->count; i++)
		if (convert(json_array_get(from, i), depth + 1, a, &items[i], name, err))
			return -1;
	to->items = items;
	return 0;
}

static int convert_object(json_t *from, unsigned depth, struct arena *a, struct json_value *to,
			  const char *name, struct err *err)
{
	const struct json_value **items;
	const char **names, *key;
	size_t i = 0;
	json_t *value;

	to->kind = JSON_VALUE_OBJECT;
	to->count = json_object_size(from);
	items = arena_array(a, to->count, sizeof(*items));
	names = arena_array(a, to->count, sizeof(*names));
	json_object_foreach(from, key, value)
	{
		names[i] = arena_strdup(a, key);
		if (convert(value, depth + 1, a, &items[i++], name, err))
			return -1;
	}
	to->items = items;
	to->names = names;
	return 0;
}

static int convert(const json_t *from, unsigned depth, struct arena *a,
		   const struct json_value **ret, const char *name, struct err *err)
{
	struct json_value *to = arena_alloc(a, sizeof(*to));

	if (depth > LIMIT_JSON_DEPTH)
		return err_set(err, ERR_LIMIT, "JSON of '%s' is nested more than %d deep", name,
			       LIMIT_JSON_DEPTH);
	*ret = to;
	switch (json_typeof(from)) {
	case JSON_OBJECT: {
		json_t *object = json_incref((json_t *)(uintptr_t)from);
		int result = convert_object(object, depth, a, to, name, err);

		json_decref(object);
		return result;
	}
	case JSON_ARRAY:
		return convert_array(from, depth, a, to, name, err);
	case JSON_STRING:
		to->kind = JSON_VALUE_STRING;
		to->len = json_string_length(from);
		to->text = arena_memdup(a, json_string_value(from), to->len);
		return 0;
	case JSON_INTEGER:
		to->kind = JSON_VALUE_INT;
		to->integer = json_integer_value(from);
		to->number = (double)to->integer;
		return 0;
	case JSON_REAL:
		to->kind = JSON_VALUE_FLOAT;
		to->number = json_real_value(from);
		return 0;
	case JSON_TRUE:
	case JSON_FALSE:
		to->kind = JSON_VALUE_BOOL;
		to->boolean = json_is_true(from);
		return 0;
	default:
		to->kind = JSON_VALUE_NULL;
		return 0;
	}
}

int json_value_parse(struct bytes text, const char *name, struct arena *a,
		     const struct json_value **ret_value, struct err *err)
{
	const struct json_value *value = NULL;
	json_error_t fault;
	json_t *root;
	int result;

	if (text.len > LIMIT_JSON)
		return err_set(err, ERR_LIMIT,
			       "JSON of '%s' has %zu bytes, at most %zu are read", name,
			       text.len, LIMIT_JSON);
	root = json_loadb(text.len ? text.data : "", text.len,
			  JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fault);
	if (!root)
		return err_at(err, ERR_FORMAT,
			      (struct srcpos){name, fault.line > 0 ? (unsigned)fault.line : 0,
					      fault.column > 0 ? (unsigned)fault.column : 0},
			      "not JSON: %s", fault.text);
	result = convert(root, 1, a, &value, name, err);
	json_decref(root);
	if (!result)
		*ret_value = value;
	return result;
}

const struct json_value *json_value_get(const struct json_value *object, const char *name)
{
	if (!object || object->kind != JSON_VALUE_OBJECT)
		return NULL;
	for (size_t i = 0; i < object->count; i++)
		if (!strcmp(object->names[i], name))
			return object->items[i];
	return NULL;
}

static void write_value(struct json_writer *w, const struct json_value *value)
{
	switch (value->kind) {
	case JSON_VALUE_NULL:
		jw_null(w);
		break;
	case JSON_VALUE_BOOL:
		jw_bool(w, value->boolean);
		break;
	case JSON_VALUE_INT:
		jw_int(w, value->integer);
		break;
	case JSON_VALUE_FLOAT:
		jw_number(w, value->number);
		break;
	case JSON_VALUE_STRING:
		jw_bytes(w, bytes_of(value->text, value->len));
		break;
	case JSON_VALUE_ARRAY:
	case JSON_VALUE_OBJECT:
		if (value->kind == JSON_VALUE_ARRAY)
			jw_array(w);
		else
			jw_object(w);
		for (size_t i = 0; i < value->count; i++) {
			if (value->kind == JSON_VALUE_OBJECT)
				jw_key(w, value->names[i]);
			write_value(w, value->items[i]);
		}
		jw_end(w);
		break;
	}
}

const char *json_value_text(const struct json_value *value, struct arena *a)
{
	struct strbuf out = STRBUF_INIT;
	struct json_writer w;
	const char *text;

	jw_init(&w, &out);
	write_value(&w, value);
	text = arena_strdup(a, out.buf);
	strbuf_free(&out);
	return text;
}
