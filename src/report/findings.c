#include "report/findings.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/time.h"
#include "report/advice.h"
#include "report/internal.h"
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

const char *finding_fix(const struct finding *f)
{
	return f->fix || f->allow || f->severity != FINDING_ERROR || !*rules[f->rule].fix
		       ? f->fix
		       : rules[f->rule].fix;
}

/* A command, or words that say of themselves that they are none. */
static void add_way(struct strbuf *out, const char *label, const char *way)
{
	char lead[16];

	if (!way)
		return;
	snprintf(lead, sizeof(lead), "  %-9s ", label);
	advice_add(out, way, lead, "  hint:     ");
	strbuf_addch(out, '\n');
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
	add_way(out, "fix:", finding_fix(f));
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
