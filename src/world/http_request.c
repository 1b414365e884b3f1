#include "world/http.h"

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "json/write.h"
#include "yaml/doc.h"

#include <errno.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define REDIRECTS_MOST 10

/* Both texts at once: they differ in values only. */
struct request {
	const struct world *world;
	struct strbuf sent, shown;
};

/* -- curl's configuration ------------------------------------------------------------------------ */

static void quoted(struct strbuf *out, const char *text)
{
	static const char from[] = "\"\\\t\n\r\v", to[] = "\"\\tnrv";

	strbuf_addch(out, '"');
	for (; *text; text++) {
		const char *special = strchr(from, *text);

		if (special)
			strbuf_addch(out, '\\');
		strbuf_addch(out, special ? to[special - from] : *text);
	}
	strbuf_addstr(out, "\"\n");
}

static void option(struct request *r, const char *name, const char *sent, const char *shown)
{
	strbuf_addf(&r->sent, "%s = ", name);
	quoted(&r->sent, sent);
	strbuf_addf(&r->shown, "%s = ", name);
	quoted(&r->shown, shown);
}

static void option_same(struct request *r, const char *name, const char *value)
{
	option(r, name, value, value);
}

static void option_flag(struct request *r, const char *name)
{
	strbuf_addf(&r->sent, "%s\n", name);
	strbuf_addf(&r->shown, "%s\n", name);
}

static int resolve(const struct request *r, const struct doc_node *node, const char **ret,
		   struct err *err)
{
	return template_resolve(&r->world->scope, node->text, node->at, r->world->arena, ret,
				err);
}

/* -- what is asked ------------------------------------------------------------------------------- */

static int add_url(struct request *r, const struct doc_node *node, const char **ret,
		   struct err *err)
{
	if (resolve(r, node, ret, err) < 0)
		return -1;
	if (!text_begins(*ret, "http://") && !text_begins(*ret, "https://"))
		return err_at(err, ERR_FORMAT, node->at, "'%s' is not an HTTP URL", *ret);
	option_same(r, "url", *ret);
	return 0;
}

/* A break would begin another header. */
static int add_header(struct request *r, const char *name, const struct doc_node *value,
		      struct err *err)
{
	struct arena *a = r->world->arena;
	const char *shown, *sent;

	if (resolve(r, value, &shown, err) < 0 || http_values(r->world, value, &sent, err) < 0)
		return -1;
	if (strpbrk(name, "\r\n:") || strpbrk(sent, "\r\n"))
		return err_at(err, ERR_FORMAT, value->at,
			      "header '%s' holds a line break or a colon in its name", name);
	/* "X;" is how curl is told to send an empty one */
	option(r, "header", arena_printf(a, *sent ? "%s: %s" : "%s;%s", name, sent),
	       arena_printf(a, *shown ? "%s: %s" : "%s;%s", name, shown));
	return 0;
}

static int add_headers(struct request *r, const struct doc_node *headers, struct err *err)
{
	for (size_t i = 0; headers && i < headers->count; i++)
		if (add_header(r, headers->pairs[i].key->text, headers->pairs[i].value, err) <
		    0)
			return -1;
	return 0;
}

static int add_basic(struct request *r, const struct doc_node *basic, struct err *err)
{
	struct arena *a = r->world->arena;
	const char *values[2];

	if (!basic)
		return 0;
	if (http_credentials(r->world, basic, values, err) < 0)
		return -1;
	if (strchr(values[0], ':'))
		return err_at(err, ERR_FORMAT, basic->at, "the name in '%s' holds a colon",
			      basic->items[0]->text);
	option(r, "user", arena_printf(a, "%s:%s", values[0], values[1]),
	       arena_printf(a, "$%s:$%s", basic->items[0]->text, basic->items[1]->text));
	return 0;
}

static bool has_header(const struct doc_node *headers, const char *name)
{
	for (size_t i = 0; headers && i < headers->count; i++)
		if (!strcasecmp(headers->pairs[i].key->text, name))
			return true;
	return false;
}

static bool has_body(const struct doc_node *http)
{
	return doc_get(http, "json") || doc_get(http, "text") || doc_get(http, "file");
}

static bool method_is(const struct doc_node *http, const char *method)
{
	const struct doc_node *node = doc_get(http, "method");

	return node && !strcmp(node->text, method);
}

/* -- the body ------------------------------------------------------------------------------------ */

/* The core schema: 10, +10, 0o10, 0x10; "010" is ten. */
static bool put_int(struct json_writer *w, const char *text)
{
	bool octal = text_begins(text, "0o"), hex = text_begins(text, "0x");
	int64_t value;

	errno = 0;
	value = strtoll(octal || hex ? text + 2 : text, NULL, octal ? 8 : hex ? 16 : 10);
	if (!errno)
		jw_int(w, value);
	return !errno;
}

/* JSON has no infinity and nothing that is not a number; strtod() takes ".inf" for nothing. */
static bool put_float(struct json_writer *w, const char *text)
{
	char *end;
	double value = strtod(text, &end);

	if (*end || value - value != 0)
		return false;
	jw_number(w, value);
	return true;
}

static int put_number(const struct doc_node *node, struct json_writer *w, struct err *err)
{
	if (doc_type(node) == DOC_INT ? put_int(w, node->text) : put_float(w, node->text))
		return 0;
	return err_at(err, ERR_FORMAT, node->at,
		      "'%s' cannot be sent as a JSON number: quote it to send text",
		      node->text);
}

static int put_json(const struct request *r, const struct doc_node *node, bool values,
		    struct json_writer *w, struct err *err)
{
	const char *text;

	if (w->depth == JSON_WRITER_DEPTH)
		return err_at(err, ERR_LIMIT, node->at, "'json' is more than %d deep",
			      JSON_WRITER_DEPTH);
	switch (doc_type(node)) {
	case DOC_NULL:
		jw_null(w);
		return 0;
	case DOC_BOOL:
		jw_bool(w, node->text[0] == 't' || node->text[0] == 'T');
		return 0;
	case DOC_INT:
	case DOC_FLOAT:
		return put_number(node, w, err);
	case DOC_LIST:
		jw_array(w);
		for (size_t i = 0; i < node->count; i++)
			if (put_json(r, node->items[i], values, w, err) < 0)
				return -1;
		jw_end(w);
		return 0;
	case DOC_MAP:
		jw_object(w);
		for (size_t i = 0; i < node->count; i++) {
			jw_key(w, node->pairs[i].key->text);
			if (put_json(r, node->pairs[i].value, values, w, err) < 0)
				return -1;
		}
		jw_end(w);
		return 0;
	default:
		if ((values ? http_values(r->world, node, &text, err)
			    : resolve(r, node, &text, err)) < 0)
			return -1;
		jw_string(w, text);
		return 0;
	}
}

static int json_text(const struct request *r, const struct doc_node *node, bool values,
		     const char **ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct json_writer w;

	jw_init(&w, &out);
	if (put_json(r, node, values, &w, err) < 0)
		return -1;
	*ret = arena_strdup(r->world->arena, out.buf);
	return 0;
}

/* curl itself sends nothing for a file that is not there, and is content. */
static int add_file(struct request *r, const struct doc_node *file, struct err *err)
{
	struct arena *a = r->world->arena;
	const char *shown, *path;
	struct stat st;

	if (resolve(r, file, &shown, err) < 0)
		return -1;
	path = arena_printf(a, "%s/%s", r->world->root, shown);
	if (access(path, R_OK) || stat(path, &st) || !S_ISREG(st.st_mode))
		return err_at(err, ERR_IO, file->at,
			      "'%s', which is to be sent, is not a file that can be read",
			      shown);
	option(r, "data-binary", arena_printf(a, "@%s", path), arena_printf(a, "@%s", shown));
	return 0;
}

static int add_body(struct request *r, const struct doc_node *http, struct err *err)
{
	const struct doc_node *json = doc_get(http, "json"), *text = doc_get(http, "text"),
			      *file = doc_get(http, "file"),
			      *headers = doc_get(http, "headers");
	const char *sent, *shown,
		*type = json ? "application/json" : "text/plain; charset=utf-8";

	if (!json && !text && !file) {
		if (method_is(http, "POST")) { /* with the length of nothing, and no type */
			option_same(r, "data-raw", "");
			option_same(r, "header", "Content-Type:");
		}
		return 0;
	}
	if (!has_header(headers, "content-type"))
		option_same(r, "header",
			    arena_printf(r->world->arena, "Content-Type: %s",
					 file ? "application/octet-stream" : type));
	if (file)
		return add_file(r, file, err);
	if (json ? json_text(r, json, true, &sent, err) < 0 ||
			    json_text(r, json, false, &shown, err) < 0
		 : http_values(r->world, text, &sent, err) < 0 ||
			    resolve(r, text, &shown, err) < 0)
		return -1;
	option(r, "data-raw", sent, shown);
	return 0;
}

/* Only what curl would not take by itself: another method stands for every redirect, too. */
static void add_method(struct request *r, const struct doc_node *http, const char **ret)
{
	const struct doc_node *method = doc_get(http, "method");
	const char *of_itself = has_body(http) ? "POST" : "GET";

	*ret = method ? method->text : of_itself;
	if (!strcmp(*ret, "HEAD"))
		option_flag(r, "head");
	else if (strcmp(*ret, of_itself) != 0 && strcmp(*ret, "POST") != 0)
		option_same(r, "request", *ret);
}

static int build(struct request *r, const struct check *check, struct http_request *ret,
		 struct err *err)
{
	const struct doc_node *http = doc_get(check->node, "http"),
			      *follow = doc_get(http, "follow"),
			      *url = http->kind == DOC_SCALAR ? http : doc_get(http, "url");

	option_flag(r, "silent");
	option_flag(r, "show-error");
	option_flag(r, "globoff");
	option_same(r, "proto", "=http,https");
	option_same(r, "max-time", arena_printf(r->world->arena, "%" PRId64, check->timeout));
	add_method(r, http, &ret->method);
	if (follow && !strcmp(follow->text, "true")) {
		option_flag(r, "location");
		option_same(r, "proto-redir", "=http,https");
		option_same(r, "max-redirs",
			    arena_printf(r->world->arena, "%d", REDIRECTS_MOST));
	}
	if (add_url(r, url, &ret->url, err) < 0 ||
	    add_headers(r, doc_get(http, "headers"), err) < 0 ||
	    add_basic(r, doc_get(http, "basic"), err) < 0 || add_body(r, http, err) < 0)
		return -1;
	strbuf_addstr(&r->sent, "write-out = \"" HTTP_SAID "\"\n");
	return 0;
}

int http_request(const struct world *world, const struct check *check, struct http_request *ret,
		 struct err *err)
{
	struct request r = {world, STRBUF_INIT, STRBUF_INIT};
	int status = build(&r, check, ret, err);

	ret->sent = bytes_of(arena_memdup(world->arena, r.sent.buf, r.sent.len), r.sent.len);
	ret->shown = arena_strdup(world->arena, r.shown.buf ? r.shown.buf : "");
	strbuf_free(&r.sent);
	strbuf_free(&r.shown);
	return status;
}
