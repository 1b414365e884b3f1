#include "report/findings.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/time.h"
#include "report/advice.h"
#include "report/output.h"

static void add_line(struct strbuf *out, const char *name, const char *text)
{
	if (!text)
		return;
	strbuf_addf(out, "  %-9s ", name);
	printable_addstr(out, text);
	strbuf_addch(out, '\n');
}

static void add_place(struct strbuf *out, const struct finding *f)
{
	char date[DATE_TEXT_SIZE];

	if (f->at.file && f->at.line) {
		strbuf_addstr(out, "  at:       ");
		printable_addstr(out, f->at.file);
		strbuf_addf(out, ":%u", f->at.line);
		if (f->at.column)
			strbuf_addf(out, ":%u", f->at.column);
		strbuf_addch(out, '\n');
	}
	add_line(out, "ref:", f->ref);
	if (f->commit) {
		strbuf_addf(out, "  commit:   %.12s", f->commit);
		if (f->author) {
			strbuf_addstr(out, ", ");
			printable_addstr(out, f->author);
		}
		if (f->time) {
			time_format_date(f->time, date);
			strbuf_addf(out, ", %s", date);
		}
		strbuf_addch(out, '\n');
	}
}

/* No refusal is without a word of what to do: where the finding knows none, the rule's own. */
static const char *fix_of(const struct finding *f)
{
	return f->fix || f->allow || f->severity != FINDING_ERROR || !*rules[f->rule].fix
		       ? f->fix
		       : rules[f->rule].fix;
}

/* A command, or words that say of themselves that they are none. */
static void add_way(struct strbuf *out, const char *label, const char *way)
{
	if (way)
		add_line(out, advice_is_command(way) ? label : "hint:", advice_words(way));
}

/*
 * One finding. Line 1 carries everything: "<lead> [<rule>] <path>: <message>"; then, indented, where
 * it stands, expected and found, fix, allow, see. lead: "mcade: refused", "mcade: warning".
 */
static void report_finding(struct strbuf *out, const struct finding *f, const char *lead)
{
	strbuf_addf(out, "%s [%s] ", lead, rule_word(f->rule));
	if (f->path) {
		printable_addstr(out, f->path);
		strbuf_addstr(out, ": ");
	} else if (f->ref) {
		printable_addstr(out, f->ref);
		strbuf_addstr(out, ": ");
	}
	printable_addstr(out, f->message);
	strbuf_addch(out, '\n');
	add_place(out, f);
	add_line(out, "expected:", f->expected);
	add_line(out, "found:", f->found);
	add_way(out, "fix:", fix_of(f));
	add_way(out, "allow:", f->allow);
	strbuf_addf(out, "  see:      git mcade explain %s\n", rule_word(f->rule));
}

void report_findings(struct strbuf *out, struct findings *findings)
{
	static const char *const leads[] = {"mcade: note", "mcade: warning", "mcade: refused"};

	findings_sort(findings); /* the rule that says most on line 1 */
	for (size_t i = 0; i < findings->count; i++) {
		if (i == REPORT_FINDINGS_MAX) {
			strbuf_addf(out, "and %zu more\n", findings->count - i);
			break;
		}
		report_finding(out, &findings->items[i], leads[findings->items[i].severity]);
	}
}

void report_say(struct findings *findings)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	report_findings(&out, findings);
	output_words(&out);
}

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

void report_finding_json(struct json_writer *w, const struct finding *f)
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
	put_way(w, "fix", fix_of(f));
	put_way(w, "allow", f->allow);
	jw_end(w);
}

void report_findings_json(struct json_writer *w, const struct findings *findings)
{
	jw_field_array(w, "findings");
	for (size_t i = 0; i < findings->count; i++)
		report_finding_json(w, &findings->items[i]);
	jw_end(w);
}
