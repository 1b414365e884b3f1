#include "yaml/doc.h"

#include "base/texts.h"

#include <errno.h>

static int compare_key(const struct doc_node *key, const char *text, size_t len)
{
	int order;

	if (key->kind != DOC_SCALAR)
		return -1;
	order = memcmp(key->text, text, key->len < len ? key->len : len);
	return order ? order : (key->len > len) - (key->len < len);
}

static const struct doc_node *get_len(const struct doc_node *map, const char *key, size_t len)
{
	size_t low = 0, high;

	if (!map || map->kind != DOC_MAPPING)
		return NULL;
	if (!map->sorted) {
		for (size_t i = 0; i < map->count; i++)
			if (!compare_key(map->pairs[i].key, key, len))
				return map->pairs[i].value;
		return NULL;
	}
	for (high = map->sorted_count; low < high;) { /* the first of them, of equal ones */
		size_t middle = low + (high - low) / 2;

		if (compare_key(map->sorted[middle]->key, key, len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < map->sorted_count && !compare_key(map->sorted[low]->key, key, len))
		return map->sorted[low]->value;
	return NULL;
}

const struct doc_node *doc_get(const struct doc_node *map, const char *key)
{
	return get_len(map, key, strlen(key));
}

const struct doc_node *doc_get_path(const struct doc_node *root, const char *path)
{
	while (root) {
		size_t len = strcspn(path, ".");

		root = get_len(root, path, len);
		if (!path[len])
			return root;
		path += len + 1;
	}
	return NULL;
}

static const char *skip_digits(const char *text)
{
	return text + strspn(text, "0123456789");
}

/* [-+]? [0-9]+ | 0o [0-7]+ | 0x [0-9a-fA-F]+ */
static bool is_int(const char *t)
{
	const char *digits = t;

	if (t[0] == '0' && t[1] == 'o')
		return t[2] && !t[2 + strspn(t + 2, "01234567")];
	if (t[0] == '0' && t[1] == 'x')
		return t[2] && !t[2 + strspn(t + 2, "0123456789abcdefABCDEF")];
	if (*digits == '-' || *digits == '+')
		digits++;
	return *digits && !*skip_digits(digits);
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?, .inf, .nan */
static bool is_float(const char *t)
{
	static const char *const words[] = {".inf",  ".Inf",  ".INF",  "+.inf",
					    "+.Inf", "+.INF", "-.inf", "-.Inf",
					    "-.INF", ".nan",  ".NaN",  ".NAN"};
	const char *end;

	if (texts_have(words, ARRAY_SIZE(words), t))
		return true;
	if (*t == '-' || *t == '+')
		t++;
	end = skip_digits(t);
	if (*end == '.') {
		const char *fraction = end + 1;

		if (end == t && skip_digits(fraction) == fraction)
			return false;
		end = skip_digits(fraction);
	} else if (end == t) {
		return false;
	}
	if (*end == 'e' || *end == 'E') {
		end++;
		if (*end == '-' || *end == '+')
			end++;
		if (skip_digits(end) == end)
			return false;
		end = skip_digits(end);
	}
	return !*end;
}

enum doc_type doc_type(const struct doc_node *node)
{
	static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
	static const char *const bools[] = {"true", "True", "TRUE", "false", "False", "FALSE"};

	if (node->kind == DOC_SEQUENCE)
		return DOC_LIST;
	if (node->kind == DOC_MAPPING)
		return DOC_MAP;
	if (node->kind == DOC_ALIAS)
		return DOC_OTHER;
	if (node->style != DOC_PLAIN || node->tag ||
	    (node->text[0] && !strchr("~nNtTfF.+-0123456789", node->text[0])))
		return DOC_STRING;
	if (texts_have(nulls, ARRAY_SIZE(nulls), node->text))
		return DOC_NULL;
	if (texts_have(bools, ARRAY_SIZE(bools), node->text))
		return DOC_BOOL;
	if (is_int(node->text))
		return DOC_INT;
	return is_float(node->text) ? DOC_FLOAT : DOC_STRING;
}

const char *doc_type_name(enum doc_type type)
{
	static const char *const names[] = {"null",   "boolean", "integer", "number",
					    "string", "list",	 "mapping", "alias"};

	return names[type];
}

bool doc_null(const struct doc_node *node)
{
	return doc_type(node) == DOC_NULL;
}

bool doc_bool(const struct doc_node *node, bool *ret_value)
{
	if (doc_type(node) != DOC_BOOL)
		return false;
	*ret_value = node->text[0] == 't' || node->text[0] == 'T';
	return true;
}

bool doc_int(const struct doc_node *node, int64_t *ret_value)
{
	const char *text = node->text;
	long long value;
	int base = 10;

	if (doc_type(node) != DOC_INT)
		return false;
	if (text[0] == '0' && (text[1] == 'o' || text[1] == 'x')) {
		base = text[1] == 'o' ? 8 : 16;
		text += 2;
	}
	errno = 0;
	value = strtoll(text, NULL, base);
	if (errno)
		return false;
	*ret_value = value;
	return true;
}

bool doc_number(const struct doc_node *node, double *ret_value)
{
	enum doc_type type = doc_type(node);
	const char *text = node->text;
	int64_t whole;

	if (type == DOC_INT && doc_int(node, &whole)) {
		*ret_value = (double)whole;
		return true;
	}
	if (type != DOC_INT && type != DOC_FLOAT)
		return false;
	if (text[0] == '.' && (text[1] == 'n' || text[1] == 'N'))
		return false; /* not a number: nothing can be compared with it */
	if (strpbrk(text, "iI"))
		*ret_value = text[0] == '-' ? -__builtin_inf() : __builtin_inf();
	else
		*ret_value = strtod(text, NULL); /* the C locale is never changed */
	return true;
}

static bool same_text(const struct doc_node *a, const struct doc_node *b)
{
	return !a->text || (a->len == b->len && !memcmp(a->text, b->text, a->len));
}

/* A key is its text, whether or not it would be a number as a value. */
static bool same_key(const struct doc_node *a, const struct doc_node *b)
{
	return a->kind == DOC_SCALAR && b->kind == DOC_SCALAR ? same_text(a, b)
							      : doc_equal(a, b);
}

bool doc_equal(const struct doc_node *a, const struct doc_node *b)
{
	if (a->kind != b->kind || a->count != b->count || doc_type(a) != doc_type(b))
		return false;
	if (doc_type(a) == DOC_NULL)
		return true; /* `~` and nothing at all are the same */
	if (!same_text(a, b))
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (a->kind == DOC_SEQUENCE && !doc_equal(a->items[i], b->items[i]))
			return false;
		if (a->kind == DOC_MAPPING &&
		    (!same_key(a->pairs[i].key, b->pairs[i].key) ||
		     !doc_equal(a->pairs[i].value, b->pairs[i].value)))
			return false;
	}
	return true;
}
