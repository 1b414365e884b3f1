#include "base/cleanup.h"
#include "base/printable.h"
#include "base/texts.h"
#include "base/time.h"
#include "match/pattern.h"
#include "runbook/expect_internal.h"

#define FOUND_MAX 200 /* bytes of a value that are shown */

struct expect_item *judge_add(struct judge *j, const char *what, const char *expected,
			      const char *found, bool pass)
{
	struct expect_item *item = ARENA_PUSH(j->arena, j->items, j->count);

	*item = (struct expect_item){what, expected, found, pass, false};
	j->pass &= pass;
	return item;
}

/* Nobody can tell whether it holds. */
static void add_unknown(struct judge *j, const char *what, const char *expected,
			const char *found)
{
	*ARENA_PUSH(j->arena, j->items, j->count) = (struct expect_item){what, expected, found,
									 false, true};
	j->pass = false;
}

struct expect_result judge_result(const struct judge *j)
{
	struct expect_result result = {j->pass, !j->pass, j->items, j->count};

	for (size_t i = 0; i < j->count; i++)
		if (!j->items[i].pass && !j->items[i].unknown)
			result.unknown = false;
	return result;
}

struct subject judge_number(struct judge *j, const char *what, int64_t number)
{
	return (struct subject){
		.what = what,
		.present = true,
		.text = bytes_text(arena_printf(j->arena, "%" PRId64, number)),
	};
}

static const char *shown(struct judge *j, const struct subject *s)
{
	struct strbuf out = STRBUF_INIT;
	size_t len = s->text.len < FOUND_MAX ? s->text.len : FOUND_MAX;
	const char *text;

	if (!s->present)
		return s->absent ? s->absent : "(nothing)";
	if (!s->text.len)
		return "(empty)";
	printable_add(&out, bytes_of(s->text.data, len), PRINTABLE_LINE);
	if (len < s->text.len)
		strbuf_addf(&out, EXPECT_CUT "%zu bytes)", s->text.len);
	text = arena_strdup(j->arena, out.buf);
	strbuf_free(&out);
	return text;
}

static int read_operand(struct judge *j, const struct doc_node *node, struct operand *ret,
			struct err *err)
{
	if (node->kind != DOC_SCALAR)
		return err_at(err, ERR_FORMAT, node->at, "expected a single value");
	*ret = (struct operand){.text = node->text, .len = node->len, .type = doc_type(node)};
	if (!strstr(node->text, "${{") || !j->ctx || !j->ctx->resolve)
		return 0;
	if (j->ctx->resolve(j->ctx->ctx, node->text, j->arena, &ret->text, err))
		return -1;
	ret->len = strlen(ret->text);
	ret->resolved = true;
	return 0;
}

static bool text_number(struct judge *j, struct bytes text, double *ret)
{
	struct doc_node node = {.kind = DOC_SCALAR, .style = DOC_PLAIN, .len = text.len};
	const char *p = text.data;
	size_t len = text.len;

	while (len && (p[len - 1] == '\n' || p[len - 1] == ' '))
		len--;
	while (len && *p == ' ')
		p++, len--;
	node.text = arena_memdup(j->arena, p, len < 64 ? len : 0);
	return doc_number(&node, ret);
}

static bool subject_number(struct judge *j, const struct subject *s, double *ret)
{
	if (!s->present)
		return false;
	if (s->json && (s->json->type == DOC_INT || s->json->type == DOC_FLOAT)) {
		*ret = s->json->number;
		return true;
	}
	if (s->json && s->json->type != DOC_STRING)
		return false;
	return text_number(j, s->text, ret);
}

/* Equality: JSON by type (an unquoted 5 is a number, '5' a string), text by its characters. */
static bool equals(struct judge *j, const struct operand *o, const struct subject *s)
{
	bool same_text = s->present && o->len == s->text.len &&
			 !memcmp(o->text, s->text.data, o->len);
	double x, y;

	if (!s->present)
		return o->type == DOC_NULL && !o->resolved && s->may_be_unset;
	if (o->type == DOC_INT || o->type == DOC_FLOAT || (o->resolved && !same_text)) {
		if (s->json && s->json->type == DOC_STRING && !o->resolved)
			return false;
		if (text_number(j, bytes_of(o->text, o->len), &x) && subject_number(j, s, &y))
			return !(x < y) && !(x > y);
		return same_text;
	}
	if (!s->json)
		return o->type == DOC_NULL ? !s->text.len : same_text;
	if (o->type == DOC_NULL)
		return s->json->type == DOC_NULL;
	return same_text && (o->resolved || s->json->type == o->type);
}

static struct subject element(const struct subject *s, const struct expect_json *json)
{
	return (struct subject){s->what, true, bytes_text(json->text), json, NULL, false};
}

/* A line of text, an element of a list: NULL data behind the last. */
static bool next_part(const struct subject *s, size_t *at, struct subject *ret)
{
	const char *data = s->text.data, *end;
	size_t len;

	if (s->json && s->json->type == DOC_LIST) {
		if (*at >= s->json->count || !s->json->items)
			return false;
		*ret = element(s, &s->json->items[(*at)++]);
		return true;
	}
	if (!s->present || *at >= s->text.len)
		return false;
	end = memchr(data + *at, '\n', s->text.len - *at);
	len = end ? (size_t)(end - data) - *at : s->text.len - *at;
	*ret = (struct subject){s->what, true, bytes_of(data + *at, len), NULL, NULL, false};
	*at += len + 1;
	return true;
}

static int64_t count_parts(const struct subject *s, bool filled_only)
{
	struct subject part;
	int64_t count = 0;
	size_t at = 0;

	if (s->json && (s->json->type == DOC_LIST || s->json->type == DOC_MAP))
		return (int64_t)s->json->count;
	while (next_part(s, &at, &part))
		count += part.text.len || !filled_only;
	return count;
}

static bool contains(struct judge *j, const struct operand *o, const struct subject *s)
{
	struct subject part;
	size_t at = 0;

	if (!s->present)
		return false;
	if (!s->json || s->json->type == DOC_STRING)
		return !o->len || (s->text.len >= o->len &&
				   memmem(s->text.data, s->text.len, o->text, o->len));
	while (next_part(s, &at, &part))
		if (equals(j, o, &part))
			return true;
	return false;
}

static bool same_set(struct judge *j, const struct operand *list, size_t count,
		     const struct subject *s)
{
	bool *met = arena_array(j->arena, count, sizeof(*met));
	struct subject part;
	size_t at = 0;

	while (next_part(s, &at, &part)) {
		bool known = false;

		for (size_t i = 0; i < count; i++)
			if (equals(j, &list[i], &part))
				met[i] = known = true;
		if (!known)
			return false;
	}
	for (size_t i = 0; i < count; i++)
		if (!met[i])
			return false;
	return true;
}

static int judge_list(struct judge *j, const char *word, const struct doc_node *node,
		      const struct subject *s, struct err *err)
{
	struct operand *list = arena_array(j->arena, node->count, sizeof(*list));
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	bool any = false, all = true;

	strbuf_addf(&text, "%s ", word);
	for (size_t i = 0; i < node->count; i++) {
		if (read_operand(j, node->items[i], &list[i], err))
			return -1;
		strbuf_addf(&text, "%s'%s'", i ? ", " : "", list[i].text);
		any |= equals(j, &list[i], s);
		all &= contains(j, &list[i], s);
	}
	judge_add(j, s->what, arena_strdup(j->arena, text.buf), shown(j, s),
		  !strcmp(word, "in") ? any
		  : !strcmp(word, "contains_all")
			  ? s->present && all
			  : s->present && same_set(j, list, node->count, s));
	return 0;
}

static int judge_order(struct judge *j, const char *word, const struct operand *o,
		       const struct doc_node *node, const struct subject *s, struct err *err)
{
	double x, y;
	int64_t seconds;
	bool pass = false;

	if (!text_number(j, bytes_of(o->text, o->len), &y)) {
		if (!time_parse_duration(o->text, &seconds))
			return err_at(err, ERR_FORMAT, node->at,
				      "'%s' compares numbers, and '%s' is not a number", word,
				      o->text);
		y = (double)seconds;
	}
	if (subject_number(j, s, &x))
		pass = word[0] == 'l' ? (word[1] == 't' ? x < y : x <= y)
				      : (word[1] == 't' ? x > y : x >= y);
	judge_add(j, s->what,
		  arena_printf(j->arena, "%s %s", word, o->shown ? o->shown : o->text),
		  shown(j, s), pass);
	return 0;
}

static int judge_match(struct judge *j, bool wanted, const struct operand *o,
		       const struct doc_node *node, const struct subject *s, struct err *err)
{
	CLEANUP(pattern_freep) struct pattern *pattern = NULL;
	struct pattern_match match = {0};

	if (pattern_compile(o->text, node->at, &pattern, err))
		return -1;
	if (s->present && pattern_search(pattern, s->text, 0, &match, err))
		return -1;
	judge_add(
		j, s->what,
		arena_printf(j->arena, "%s '%s'", wanted ? "matches" : "not_matches", o->text),
		shown(j, s), s->present && match.found == wanted);
	return 0;
}

static bool has_type(const char *word, const struct subject *s)
{
	static const struct {
		const char *word;
		unsigned types;
	} words[] = {
		{"string", 1u << DOC_STRING}, {"number", 1u << DOC_INT | 1u << DOC_FLOAT},
		{"integer", 1u << DOC_INT},   {"int", 1u << DOC_INT},
		{"boolean", 1u << DOC_BOOL},  {"bool", 1u << DOC_BOOL},
		{"null", 1u << DOC_NULL},     {"array", 1u << DOC_LIST},
		{"list", 1u << DOC_LIST},     {"object", 1u << DOC_MAP},
		{"map", 1u << DOC_MAP},
	};
	enum doc_type type = s->json ? s->json->type : DOC_STRING;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i].word, word))
			return s->present && words[i].types & 1u << type;
	return false;
}

static bool is_empty(const struct subject *s)
{
	if (s->json && (s->json->type == DOC_LIST || s->json->type == DOC_MAP))
		return !s->json->count;
	return s->json && s->json->type == DOC_NULL ? true : !s->text.len;
}

static int judge_nested(struct judge *j, const char *word, const struct doc_node *node,
			const struct subject *s, struct err *err)
{
	struct subject count;

	if (!strcmp(word, "age")) {
		count = *s;
		count.what = arena_printf(j->arena, "%s age", s->what);
		return judge_value(j, node, &count, err);
	}
	count = judge_number(j, arena_printf(j->arena, "%s %s", s->what, word),
			     count_parts(s, !strcmp(word, "rows")));
	count.present = s->present;
	return judge_value(j, node, &count, err);
}

static int judge_flag(struct judge *j, const char *word, const struct doc_node *node,
		      const struct subject *s, struct err *err)
{
	bool wanted;

	if (!doc_bool(node, &wanted))
		return err_at(err, ERR_FORMAT, node->at, "'%s' is true or false", word);
	judge_add(j, s->what, arena_printf(j->arena, "%s %s", word, wanted ? "true" : "false"),
		  shown(j, s),
		  !strcmp(word, "exists") ? s->present == wanted
					  : s->present && is_empty(s) == wanted);
	return 0;
}

static const char *const operators[] = {
	"eq",	 "ne",	     "lt",	     "le",	"gt",	       "ge",
	"in",	 "contains", "contains_all", "matches", "not_matches", "exists",
	"empty", "type",     "lines",	     "rows",	"set_eq",      "age",
};

bool judge_is_operator(const char *word)
{
	return texts_have(operators, ARRAY_SIZE(operators), word);
}

int judge_operator(struct judge *j, const char *word, const struct doc_node *operand,
		   const struct subject *s, struct err *err)
{
	struct operand o;

	if (!strcmp(word, "exists") || !strcmp(word, "empty"))
		return judge_flag(j, word, operand, s, err);
	if (!strcmp(word, "lines") || !strcmp(word, "rows") || !strcmp(word, "age"))
		return judge_nested(j, word, operand, s, err);
	if (operand->kind == DOC_SEQUENCE)
		return judge_list(j, word, operand, s, err);
	if ((operand->kind == DOC_MAPPING ? judge_baseline(j, operand, s, &o, err)
					  : read_operand(j, operand, &o, err)))
		return -1;
	if (o.unknown) {
		add_unknown(j, s->what, arena_printf(j->arena, "%s %s", word, o.unknown),
			    shown(j, s));
		return 0;
	}
	if (!strcmp(word, "matches") || !strcmp(word, "not_matches"))
		return judge_match(j, word[0] == 'm', &o, operand, s, err);
	if (word[0] == 'l' || word[0] == 'g')
		return judge_order(j, word, &o, operand, s, err);
	if (!strcmp(word, "type"))
		judge_add(j, s->what, arena_printf(j->arena, "type %s", o.text), shown(j, s),
			  has_type(o.text, s));
	else if (!strcmp(word, "contains"))
		judge_add(j, s->what, arena_printf(j->arena, "contains '%s'", o.text),
			  shown(j, s), contains(j, &o, s));
	else if (!strcmp(word, "ne"))
		judge_add(j, s->what,
			  arena_printf(j->arena, "ne '%s'", o.shown ? o.shown : o.text),
			  shown(j, s), (s->present || s->may_be_unset) && !equals(j, &o, s));
	else if (!strcmp(word, "eq"))
		judge_add(j, s->what,
			  arena_printf(j->arena, "'%s'", o.shown ? o.shown : o.text),
			  shown(j, s), equals(j, &o, s));
	else
		return err_at(err, ERR_FORMAT, operand->at, "unknown operator '%s'", word);
	return 0;
}

int judge_value(struct judge *j, const struct doc_node *expected, const struct subject *s,
		struct err *err)
{
	if (expected->kind == DOC_SCALAR)
		return judge_operator(j, "eq", expected, s, err);
	if (expected->kind != DOC_MAPPING)
		return err_at(err, ERR_FORMAT, expected->at, "expected a value or operators");
	for (size_t i = 0; i < expected->count; i++)
		if (judge_operator(j, expected->pairs[i].key->text, expected->pairs[i].value, s,
				   err))
			return -1;
	return 0;
}
