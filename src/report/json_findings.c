#include "report/json_internal.h"

#include "base/cleanup.h"
#include "base/time.h"
#include "report/advice.h"

/* The path inside the repository of a place in the index (":path") or a commit ("<id>:path"). */
static const char *path_of(const char *file)
{
	const char *colon = file ? strchr(file, ':') : NULL;
	size_t len = colon ? (size_t)(colon - file) : 1;

	if (!len || ((len == 40 || len == 64) && strspn(file, "0123456789abcdef") == len))
		return colon + 1;
	return file;
}

/* line and column are those of `path`: a place in another file is named whole, as `at`. */
static void put_place(struct json_writer *w, const struct finding *f)
{
	CLEANUP(strbuf_free) struct strbuf at = STRBUF_INIT;
	const char *file = path_of(f->at.file);

	jw_field_string(w, "path", f->path ? f->path : file);
	if (!file || !f->at.line)
		return;
	if (!f->path || !strcmp(f->path, file)) {
		jw_field_int(w, "line", f->at.line);
		if (f->at.column)
			jw_field_int(w, "column", f->at.column);
		return;
	}
	strbuf_addf(&at, "%s:%u:%u", file, f->at.line, f->at.column);
	jw_field_string(w, "at", at.buf);
}

static void put_way(struct json_writer *w, const char *name, const char *way)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	if (!way)
		return;
	if (!advice_is_command(way) && !strchr(way, '\n')) /* lines are text to paste */
		strbuf_addstr(&text, ADVICE_HINT);
	strbuf_addstr(&text, advice_words(way));
	jw_field_string(w, name, text.buf);
}

void json_finding(struct json_writer *w, const struct finding *f)
{
	jw_object(w);
	jw_field_string(w, "rule", rule_word(f->rule));
	jw_field_string(w, "severity", finding_severity_word(f->severity));
	jw_field_string(w, "message", f->message);
	jw_field_string(w, "commit", f->commit);
	jw_field_string(w, "author", f->author);
	if (f->time)
		jw_field_string(w, "time", TIME_TEXT(f->time));
	jw_field_string(w, "ref", f->ref);
	put_place(w, f);
	jw_field_string(w, "step", f->step);
	jw_field_string(w, "environment", f->environment);
	if (f->has_sequence)
		jw_field_int(w, "sequence", (int64_t)f->sequence);
	jw_field_string(w, "expected", f->expected);
	jw_field_string(w, "found", f->found);
	put_way(w, "fix", finding_fix(f));
	put_way(w, "allow", f->allow);
	jw_end(w);
}

void json_findings(struct json_writer *w, const struct findings *findings)
{
	jw_field_array(w, "findings");
	for (size_t i = 0; i < findings->count; i++)
		json_finding(w, &findings->items[i]);
	jw_end(w);
}
