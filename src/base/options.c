#include "base/options.h"
#include "base/texts.h"

static size_t table_size(const struct option *table)
{
	size_t n = 0;

	while (table && table[n].kind != OPTION_END)
		n++;
	return n;
}

/* Edit distance of two short names, capped: for "did you mean". */
static size_t distance(const char *a, const char *b)
{
	size_t row[64], la = strlen(a), lb = strlen(b);

	if (la > 60 || lb > 60)
		return 60;
	for (size_t k = 0; k <= lb; k++)
		row[k] = k;
	for (size_t i = 1; i <= la; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t k = 1; k <= lb; k++) {
			size_t up = row[k], best = diagonal + (a[i - 1] != b[k - 1]);

			if (up + 1 < best)
				best = up + 1;
			if (row[k - 1] + 1 < best)
				best = row[k - 1] + 1;
			diagonal = up;
			row[k] = best;
		}
	}
	return row[lb];
}

const char *nearest_word(const char *word, const char *const *words, size_t count)
{
	const char *nearest = NULL;
	size_t best = strlen(word) / 3 + 2;

	for (size_t i = 0; i < count; i++) {
		size_t d = distance(word, words[i]);

		if (d < best) {
			best = d;
			nearest = words[i];
		}
	}
	return nearest;
}

static int unknown(const struct option *table, const char *name, struct err *err)
{
	const char *names[64];
	const char *nearest;
	size_t n = table_size(table), count = 0;

	for (size_t i = 0; i < n && count < ARRAY_SIZE(names); i++)
		names[count++] = table[i].name;
	nearest = nearest_word(name, names, count);
	if (nearest)
		return err_set(err, ERR_USAGE, "unknown option '--%s'; did you mean '--%s'?",
			       name, nearest);
	return err_set(err, ERR_USAGE, "unknown option '--%s'", name);
}

struct parser {
	const struct option *table;
	size_t size;
	int argc, at;
	const char *const *argv;
	struct arena *arena;
	struct option_values *values;
	struct err *err;
};

/* given: the value that stood with the option, or NULL. */
static int take(struct parser *p, size_t index, const char *given)
{
	const struct option *option = &p->table[index];
	struct option_value *value = &p->values->values[index];

	if (option->kind == OPTION_FLAG) {
		if (given)
			return err_set(p->err, ERR_USAGE, "option '--%s' takes no value",
				       option->name);
		given = "yes";
	} else if (!given) {
		if (p->at >= p->argc)
			return err_set(p->err, ERR_USAGE, "option '--%s' needs a value: %s",
				       option->name, option->value);
		given = p->argv[p->at++];
	}
	if (option->kind != OPTION_LIST)
		value->count = 0;
	*ARENA_PUSH(p->arena, value->items, value->count) = given;
	return 0;
}

static int parse_long(struct parser *p, const char *text)
{
	const char *equals = strchr(text, '=');
	size_t len = equals ? (size_t)(equals - text) : strlen(text);
	const char *name = arena_strndup(p->arena, text, len);

	for (size_t i = 0; i < p->size; i++) {
		if (!strcmp(p->table[i].name, name))
			return take(p, i, equals ? equals + 1 : NULL);
		if (p->table[i].kind == OPTION_FLAG && text_begins(name, "no-") && !equals &&
		    !strcmp(p->table[i].name, name + 3)) {
			p->values->values[i].count = 0;
			return 0;
		}
	}
	return unknown(p->table, name, p->err);
}

/* "-mTEXT", "-m TEXT", flags together. */
static int parse_short(struct parser *p, const char *text)
{
	for (; *text; text++) {
		size_t i = 0;

		while (i < p->size && p->table[i].letter != *text)
			i++;
		if (i == p->size)
			return err_set(p->err, ERR_USAGE, "unknown option '-%c'", *text);
		if (p->table[i].kind != OPTION_FLAG)
			return take(p, i, text[1] ? text + 1 : NULL);
		if (take(p, i, NULL) < 0)
			return -1;
	}
	return 0;
}

int options_parse(const struct option *table, int argc, const char *const *argv,
		  struct arena *a, struct option_values *ret, struct err *err)
{
	struct option_values values = {.table = table};
	struct parser p = {.table = table,
			   .size = table_size(table),
			   .argc = argc,
			   .argv = argv,
			   .arena = a,
			   .values = &values,
			   .err = err};
	bool options = true;

	values.values = arena_array(a, p.size + 1, sizeof(*values.values));
	while (p.at < argc) {
		const char *text = argv[p.at++];

		if (!options || text[0] != '-' || !text[1]) {
			*ARENA_PUSH(a, values.operands, values.operand_count) = text;
			continue;
		}
		if (!strcmp(text, "--"))
			options = false;
		else if (text[1] == '-' ? parse_long(&p, text + 2) < 0
					: parse_short(&p, text + 1) < 0)
			return -1;
	}
	*ret = values;
	return 0;
}

static const struct option_value *find(const struct option_values *values, const char *name)
{
	size_t n = table_size(values->table);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(values->table[i].name, name))
			return &values->values[i];
	return NULL;
}

bool option_flag(const struct option_values *values, const char *name)
{
	const struct option_value *value = find(values, name);

	return value && value->count;
}

const char *option_text(const struct option_values *values, const char *name)
{
	const struct option_value *value = find(values, name);

	return value && value->count ? value->items[value->count - 1] : NULL;
}

const char **option_list(const struct option_values *values, const char *name,
			 size_t *ret_count)
{
	const struct option_value *value = find(values, name);

	*ret_count = value ? value->count : 0;
	return value ? value->items : NULL;
}

void options_usage(const struct option *table, struct strbuf *out)
{
	size_t n = table_size(table);

	for (size_t i = 0; i < n; i++) {
		const struct option *o = &table[i];
		size_t start = out->len, used;

		strbuf_addstr(out, "    ");
		if (o->letter)
			strbuf_addf(out, "-%c, ", o->letter);
		strbuf_addf(out, "--%s%s%s", o->name, o->value ? " " : "",
			    o->value ? o->value : "");
		used = out->len - start;
		strbuf_addf(out, "%*s%s\n", used < 30 ? (int)(30 - used) : 1, "", o->help);
	}
}
