/* json.c - for programs: one object a command, by the schemas in schemas/output/. */
#include "report/json_internal.h"

#include "report/advice.h"

static void json_error(struct strbuf *out, const struct err *err)
{
	static const char *const codes[] = {
		[ERR_NONE] = "none",	       [ERR_IO] = "io",
		[ERR_FORMAT] = "format",       [ERR_NOT_FOUND] = "not-found",
		[ERR_CONFLICT] = "conflict",   [ERR_LIMIT] = "limit",
		[ERR_TIMEOUT] = "timeout",     [ERR_UNSUPPORTED] = "unsupported",
		[ERR_UNTRUSTED] = "untrusted", [ERR_WAITING] = "waiting",
		[ERR_USAGE] = "usage",	       [ERR_RACE] = "race",
	};
	struct json_writer w;

	json_begin(&w, out, "error");
	jw_field_string(&w, "code", codes[err->code]);
	jw_field_string(&w, "message", err->text);
	jw_field_string(&w, "path", err->at.file);
	if (err->at.line)
		jw_field_int(&w, "line", err->at.line);
	if (err->at.column)
		jw_field_int(&w, "column", err->at.column);
	json_advice(&w, "next", err->next[0] ? err->next : NULL);
	json_end(&w);
}

const struct report_format report_json = {
	.name = "JSON",
#define RESULT(TAG, name) .name = json_##name,
#include "report/results.h"
#undef RESULT
	.error = json_error,
};

void json_begin(struct json_writer *w, struct strbuf *out, const char *schema)
{
	char text[80];

	snprintf(text, sizeof(text), "mcade/%s/1", schema);
	jw_init(w, out);
	jw_object(w);
	jw_field_string(w, "schema", text);
}

void json_end(struct json_writer *w)
{
	jw_end(w);
	strbuf_addch(w->out, '\n');
}

void json_advice(struct json_writer *w, const char *command, const char *text)
{
	if (text)
		jw_field_string(w, advice_is_command(text) ? command : "hint",
				advice_words(text));
}
