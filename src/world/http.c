#include "world/http.h"

#include "base/strbuf.h"
#include "base/texts.h"
#include "base/utf8.h"
#include "json/value.h"

#define GRACE 2 /* seconds: curl keeps the time itself, and says what it waited for */

/* As it was written: a body is no terminal's text. */
struct answer {
	struct keeper body, said;
};

static void keep(void *context, int stream, struct bytes piece)
{
	struct answer *answer = context;

	keeper_add(stream == 1 ? &answer->body : &answer->said, piece);
}

static int run_curl(struct world *world, const struct http_request *request, int64_t timeout,
		    struct recorded *ret, struct err *err)
{
	static const char *const argv[] = {"curl", "-q", "--config", "-", NULL};
	struct answer answer = {keeper_of(LIMIT_CAPTURE), keeper_of(LIMIT_CAPTURE)};
	const struct proc_spec spec = {
		.argv = argv,
		.cwd = world->root,
		.env = env_list(world->env),
		.stdin_data = request->sent,
		.timeout_seconds = timeout < LIMIT_TIMEOUT_MAX - GRACE ? timeout + GRACE
								       : timeout,
		.secrets = world->secrets,
		.on_written = keep,
		.judge = &answer,
	};
	int status = proc_run(&spec, world->arena, &ret->process, err);

	keeper_end(&answer.body, world->arena, &ret->out);
	keeper_end(&answer.said, world->arena, &ret->err);
	return status;
}

/* "Set-Cookie: csrf_token=abc; Path=/" */
static void add_cookie(const char *text, struct arena *a, struct name_text **list,
		       size_t *count)
{
	size_t name = strcspn(text, "=;"), value = text[name] == '=' ? name + 1 : name;

	*ARENA_PUSH(a, *list, *count) = (struct name_text){
		arena_strndup(a, text, name),
		arena_strndup(a, text + value, strcspn(text + value, ";"))};
}

/* {"content-type":["text/html"],"set-cookie":["a=1","b=2"]} */
static void read_headers(const struct json_value *json, struct arena *a,
			 struct observation *seen)
{
	struct name_text *headers = NULL, *cookies = NULL;

	for (size_t i = 0; i < json->count; i++)
		for (size_t k = 0; k < json->items[i]->count; k++) {
			const char *text = json->items[i]->items[k]->text;

			if (!text)
				continue;
			*ARENA_PUSH(a, headers, seen->header_count) = (struct name_text){
				json->names[i], text};
			if (!strcmp(json->names[i], "set-cookie"))
				add_cookie(text, a, &cookies, &seen->cookie_count);
		}
	seen->headers = headers;
	seen->cookies = cookies;
}

/* Behind the last line of curl's own: "mcade 200", and the headers (HTTP_SAID). */
static int read_said(struct bytes said, struct arena *a, struct observation *seen,
		     struct err *err)
{
	const char *text = arena_strndup(a, said.data, said.len), *at = NULL;
	const struct json_value *headers;

	for (const char *next = text; (next = strstr(next, "\nmcade ")); next++)
		at = next;
	if (!at)
		return err_set(err, ERR_IO, "curl does not say what the status was");
	seen->has_status = true;
	seen->status = (int)strtol(at + strlen("\nmcade "), NULL, 10);
	at = strchr(at + 1, '\n');
	if (json_value_parse(bytes_text(at ? at : ""), "headers", a, &headers, err) < 0)
		return -1;
	read_headers(headers, a, seen);
	return 0;
}

/* "curl: (7) Failed to connect to ..." */
static int no_answer(const struct recorded *recorded, struct arena *a, struct err *err)
{
	const char *said = (const char *)capture_text(&recorded->err, a).data;
	size_t len = strcspn(said, "\n");

	if (recorded->process.how != PROC_EXITED || !len)
		return err_set(err, ERR_IO, "no answer: curl: %s",
			       proc_describe(&recorded->process, a));
	return err_set(err, ERR_IO, "no answer: %.*s", (int)len, said);
}

int http_look(struct world *world, const struct check *check, struct attempt *t,
	      struct err *err)
{
	static const char *const argv[] = {"curl", "-q", "--config", "-", NULL};
	struct http_request request;

	if (http_request(world, check, &request, err) < 0)
		return -1;
	t->probe = arena_printf(world->arena, "http %s %s", request.method, request.url);
	t->command = (struct resolved_command){.argv = argv,
					       .script = request.shown,
					       .script_on_stdin = true,
					       .cwd = world->root};
	if (run_curl(world, &request, check->timeout, &t->recorded, err) < 0)
		return -1;
	t->has_process = true;
	if (t->recorded.process.interrupted)
		world->interrupted = t->recorded.process.interrupted;
	if (t->recorded.process.how != PROC_EXITED || t->recorded.process.code)
		return no_answer(&t->recorded, world->arena, err);
	t->seen.body = capture_text(&t->recorded.out, world->arena);
	return read_said(capture_text(&t->recorded.err, world->arena), world->arena, &t->seen,
			 err);
}
