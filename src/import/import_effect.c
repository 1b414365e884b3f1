/*
 * import_effect.c - what a command of a document does, and whether it may be proposed as a check: nobody is asked
 * before a check runs, so what writes is one only where the document's own words call it so, what destroys never.
 * It is read as a shell would read it, and the worst of its parts is what it does.
 */
#include "import/import_parts.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/texts.h"

#include <strings.h>

#define DEPTH_MAX 16 /* of a command in a command */

const struct import_effect_row import_effects[] = {
#define EFFECT(effect, ...) {EFFECT_##effect, __VA_ARGS__},
#include "import/effects.h"
};
const size_t import_effect_count = ARRAY_SIZE(import_effects);

/* The words of one program, without quotes, each with its NUL. */
struct typed {
	struct strbuf *words;
	bool open;    /* the last has no end yet */
	bool is_told; /* another program's output is what it reads, or runs */
};

static const char *next_word(const struct typed *t, const char *word)
{
	const char *next = word + strlen(word) + 1;

	return next < t->words->buf + t->words->len ? next : NULL;
}

static enum import_effect worse(enum import_effect a, enum import_effect b)
{
	return a > b ? a : b;
}

/* "deploy" of "./bin/deploy-all.sh" */
static bool has_part(const char *word, const char *part)
{
	size_t len;

	for (; *word; word += len) {
		for (len = 0; ascii_is_alnum(word[len]);)
			len++;
		if (len == strlen(part) && !strncasecmp(word, part, len))
			return true;
		len += !len;
	}
	return false;
}

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
	const char *slash = strrchr(word, '/');

	return texts_have(words, count, slash ? slash + 1 : word);
}

/* Behind "sudo", "timeout 5", "A=1": what is run; the last word where nothing is. */
static const char *program_of(const struct typed *t)
{
	static const char *const before[] = {"command", "env",	"exec",	   "nice",  "nohup",
					     "sudo",	"time", "timeout", "watch", "xargs"};
	const char *word = t->words->buf, *next;
	bool led = false;

	while ((next = next_word(t, word))) {
		if (is_one_of(word, before, ARRAY_SIZE(before)))
			led = true;
		else if (!(led && (*word == '-' || ascii_is_digit(*word))) &&
			 !(ascii_is_name(*word) && strchr(word, '=')))
			break;
		word = next;
	}
	return word;
}

/* Where the next word of a row stands; `near`: with nothing but options before it. NULL: nowhere. */
static const char *behind(const struct typed *t, const char *word, const char *says, size_t len,
			  bool near)
{
	bool option = false; /* it may have a value */

	while ((word = next_word(t, word))) {
		if (!strncmp(word, says, len) && !ascii_is_alnum(word[len]))
			return word;
		if (near && *word != '-' && !option)
			return NULL;
		option = *word == '-' && !strchr(word, '=');
	}
	return NULL;
}

static bool is_row(const struct typed *t, const char *program,
		   const struct import_effect_row *row)
{
	const char *slash = strrchr(program, '/'), *says = row->words;
	size_t len = strcspn(says, " ");

	program = slash ? slash + 1 : program;
	if (strlen(program) != len || strncmp(program, says, len) != 0)
		return false;
	while (says[len] && program) {
		says += len + 1;
		len = strcspn(says, " ");
		program = behind(t, program, says, len, row->effect == EFFECT_LOOKS);
	}
	return program;
}

/* Of a program that no row knows: by what its words are called. */
static enum import_effect called(const struct typed *t, const char *word)
{
	enum import_effect all = EFFECT_UNTOLD;
	bool tries = false;

	for (; word; word = next_word(t, word)) {
		enum import_effect effect = EFFECT_LOOKS;
		bool asks = false;

		for (size_t i = 0; i < import_effect_count; i++) {
			const struct import_effect_row *row = &import_effects[i];

			if (*row->words != '*' || !has_part(word, row->words + 2))
				continue;
			tries = tries || row->effect == EFFECT_TRIES;
			asks = asks || row->effect == EFFECT_UNTOLD;
			effect = worse(effect, row->effect);
		}
		all = worse(all, asks && effect == EFFECT_WRITES ? EFFECT_UNTOLD : effect);
	}
	return tries ? EFFECT_UNTOLD : all;
}

/* "-sXPOST", "-o file", "--data=x": what curl is told to do. */
static enum import_effect fetches(const struct typed *t, const char *word)
{
	static const char *const sends[] = {"--data", "--form", "--json", "--upload-file"};
	const char *method = NULL, *to = NULL, *at;
	bool data = false, get = false;

	while ((word = next_word(t, word))) {
		const char *value = strchr(word, '=') ? strchr(word, '=') + 1
						      : next_word(t, word);

		for (size_t i = 0; i < ARRAY_SIZE(sends); i++)
			data = data || text_begins(word, sends[i]);
		get = get || text_is(word, "--get") || text_is(word, "--head");
		if (text_begins(word, "--request"))
			method = value;
		else if (text_begins(word, "--output"))
			to = value;
		else if (text_begins(word, "--remote-name"))
			to = word;
		if (*word != '-' || word[1] == '-')
			continue;
		/* letters up to the first that has a value */
		at = word + 1 + strcspn(word + 1, "XdFToOGIHuAbcemwxEKrtyYzCPQDU");
		get = get || *at == 'G' || *at == 'I';
		data = data || (*at && strchr("dFT", *at));
		value = *at && at[1] ? at + 1 : next_word(t, word);
		method = *at == 'X' ? value : method;
		to = *at == 'o' ? value : *at == 'O' ? word : to;
	}
	if (method && !strcasecmp(method, "DELETE"))
		return EFFECT_DESTROYS;
	if (method ? strcasecmp(method, "GET") && strcasecmp(method, "HEAD") &&
			     strcasecmp(method, "OPTIONS")
		   : data && !get)
		return EFFECT_WRITES;
	return to && strcmp(to, "/dev/null") && strcmp(to, "-") ? EFFECT_WRITES : EFFECT_LOOKS;
}

/* Does it run what it reads? Then nobody knows what that is. */
static bool obeys(const struct typed *t, const char *program)
{
	static const char *const shells[] = {"bash", "sh", "zsh",  "ksh",   "dash",
					     "fish", ".",  "eval", "source"};
	static const char *const others[] = {"node",   "perl",	  "php",
					     "python", "python3", "ruby"};
	const char *second = next_word(t, program);

	if (is_one_of(program, others, ARRAY_SIZE(others)) && (!second || text_is(second, "-")))
		return true;
	for (; program; program = next_word(t, program))
		if (is_one_of(program, shells, ARRAY_SIZE(shells)))
			return true;
	return false;
}

static void blank(struct typed *t)
{
	if (t->open)
		strbuf_addch(t->words, '\0');
	t->open = false;
}

/* What was typed so far is one program with its words. */
static enum import_effect end(struct typed *t)
{
	enum import_effect effect = EFFECT_COUNT;
	const char *program;

	blank(t);
	if (!t->words->len)
		return EFFECT_LOOKS;
	program = program_of(t);
	for (size_t i = 0; i < import_effect_count; i++)
		if (is_row(t, program, &import_effects[i]))
			effect = effect == EFFECT_COUNT
					 ? import_effects[i].effect
					 : worse(effect, import_effects[i].effect);
	if (effect == EFFECT_LOOKS && is_one_of(program, (const char *const[]){"curl"}, 1))
		effect = fetches(t, program);
	else if (effect == EFFECT_COUNT)
		effect = t->is_told && obeys(t, program) ? EFFECT_DESTROYS : called(t, program);
	strbuf_setlen(t->words, 0);
	t->is_told = false;
	return effect;
}

static void type(struct typed *t, const char *text, size_t len)
{
	strbuf_add(t->words, text, len);
	t->open = true;
}

/* Behind ">": a file is written, but for the one that holds nothing, and another number of the same. */
static bool writes(const char **at)
{
	const char *to = *at + 1 + strspn(*at + 1, ">|");
	bool same = *to == '&' && (ascii_is_digit(to[1]) || to[1] == '-');
	size_t len;

	to += strspn(to, "& \t");
	len = strcspn(to, " \t\n;&|()`");
	*at = to + len;
	return !same && !(len == strlen("/dev/null") && text_begins(to, "/dev/null"));
}

static enum import_effect read_until(const char **text, char close, unsigned depth);

/* "$(x)", "`x`", "<(x)": what it prints is read by what stands around it. */
static enum import_effect read_inner(struct typed *t, const char **at, unsigned depth)
{
	char close = **at == '`' ? '`' : ')';
	enum import_effect effect;

	*at += close == '`' ? 1 : 2;
	t->is_told = true;
	type(t, "", 0);
	effect = read_until(at, close, depth + 1);
	*at += **at == close;
	return effect;
}

static enum import_effect read_quoted(struct typed *t, const char **at, unsigned depth)
{
	enum import_effect effect = EFFECT_LOOKS;
	char quote = *(*at)++;

	type(t, "", 0);
	while (**at && **at != quote) {
		if (quote == '"' && (text_begins(*at, "$(") || **at == '`')) {
			effect = worse(effect, read_inner(t, at, depth));
			continue;
		}
		*at += quote == '"' && **at == '\\' && (*at)[1];
		type(t, (*at)++, 1);
	}
	*at += **at == quote;
	return effect;
}

static enum import_effect read_until(const char **text, char close, unsigned depth)
{
	CLEANUP(strbuf_free) struct strbuf words = STRBUF_INIT;
	struct typed t = {.words = &words};
	enum import_effect all = depth < DEPTH_MAX ? EFFECT_LOOKS : EFFECT_DESTROYS;
	const char *at = *text;

	while (*at && *at != close && depth < DEPTH_MAX) {
		enum import_effect effect = EFFECT_LOOKS;

		if (*at == '\'' || *at == '"') {
			effect = read_quoted(&t, &at, depth);
		} else if (text_begins(at, "$(") || text_begins(at, "<(") || *at == '`') {
			effect = read_inner(&t, &at, depth);
		} else if (*at == '>' || text_begins(at, "&>")) {
			at += *at == '&';
			effect = writes(&at) ? EFFECT_WRITES : EFFECT_LOOKS;
		} else if (strchr("|;&()\n", *at)) {
			effect = end(&t);
			t.is_told = *at == '|' && at[1] != '|';
			at += text_begins(at, "||") ? 2 : 1;
		} else if (*at == '#' && !t.open) {
			at += strcspn(at, "\n");
		} else if (strchr(" \t<", *at)) {
			blank(&t);
			at++;
		} else {
			at += *at == '\\' && at[1];
			type(&t, at++, 1);
		}
		all = worse(all, effect);
	}
	all = worse(all, end(&t));
	*text = at;
	return all;
}

enum import_effect import_effect(const char *text)
{
	return read_until(&text, '\0', 0);
}

/* `named`: the document's own words call it the check; `expected`: they say what it gives. */
bool import_may_check(const char *text, bool named, bool expected)
{
	enum import_effect effect = import_effect(text);

	return effect == EFFECT_WRITES ? named : effect < EFFECT_WRITES && (named || expected);
}
