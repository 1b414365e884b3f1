/* class_text.c - what a text says of itself: dates, entries. */
#include "text/class_internal.h"

#include "base/ascii.h"
#include "base/path.h"
#include "base/texts.h"
#include "text/lines.h"
#include "text/outline.h"

#define HEAD_LINES 20 /* where a document says of which day it is */

static bool digits(const char *at, const char *end, size_t count, unsigned *ret)
{
	*ret = 0;
	for (size_t i = 0; i < count; i++) {
		if (at + i >= end || at[i] < '0' || at[i] > '9')
			return false;
		*ret = *ret * 10 + (unsigned)(at[i] - '0');
	}
	return true;
}

/* "2026-01-28", "2026/01/28", "2026.01.28", "20260128", "2026-01": how long; 0: none. */
static size_t date_at(const char *at, const char *end)
{
	unsigned year, month, day;
	size_t sep;
	char by;

	if (!digits(at, end, 4, &year) || year < 1990 || year > 2199 || at + 6 > end)
		return 0;
	by = at[4];
	sep = by == '-' || by == '/' || by == '.' || by == '_';
	if (!digits(at + 4 + sep, end, 2, &month) || month < 1 || month > 12)
		return 0;
	if (at + 6 + sep < end && (!sep || at[6 + sep] == by) &&
	    digits(at + 6 + 2 * sep, end, 2, &day) && day >= 1 && day <= 31 &&
	    (at + 8 + 2 * sep == end || at[8 + 2 * sep] < '0' || at[8 + 2 * sep] > '9'))
		return 8 + 2 * sep;
	return by == '-' && (at + 7 == end || at[7] < '0' || at[7] > '9') ? 7 : 0;
}

bool class_has_date(struct bytes text)
{
	const char *from = text.data, *end = from + text.len;

	for (const char *at = from; at + 6 < end; at++)
		if ((*at == '1' || *at == '2') &&
		    (at == from || at[-1] < '0' || at[-1] > '9') && date_at(at, end))
			return true;
	return false;
}

bool class_says_when(struct bytes text)
{
	struct lines lines = lines_shown(text);
	struct bytes line;

	while (lines_next(&lines, &line) && lines.line <= HEAD_LINES)
		if (class_has_date(line))
			return true;
	return false;
}

/* Near its top stands who met: what is ticked there was agreed on, and nobody follows it. */
static bool is_meeting(struct lines lines)
{
	struct bytes line;
	char said[256];

	while (lines_next(&lines, &line) && lines.line <= HEAD_LINES) {
		if (line.len >= sizeof(said))
			continue;
		memcpy(said, line.data, line.len);
		said[line.len] = '\0';
		if (outline_is_meeting(said))
			return true;
	}
	return false;
}

/* The first heading, behind what is written for programs in front of it. */
bool class_is_about(struct bytes text)
{
	struct lines lines = lines_shown(text);
	struct bytes line;
	char title[256];
	bool front = false, bar;

	do {
		if (!lines_next_full(&lines, &line))
			return false; /* empty, or nothing stands behind it */
		bar = line.len >= 3 && !memcmp(line.data, "---", 3) &&
		      (front || lines.line == 1);
		front = bar != front;
	} while (bar || front);
	if (line.len < 3 || line.len - 2 >= sizeof(title) || memcmp(line.data, "# ", 2) != 0)
		return false;
	memcpy(title, (const char *)line.data + 2, line.len - 2);
	title[line.len - 2] = '\0';
	return outline_is_about(title + strspn(title, " ")) ||
	       (!outline_is_work(title) && is_meeting(lines));
}

/* What stands before a date that begins an entry: "## ", "- **", "| ", "### [". */
static bool is_signs(const char *at, const char *end)
{
	for (; at < end; at++)
		if (!memchr(" \t#*-+|>[`_(", *at, 12))
			return false;
	return true;
}

bool class_dated(struct bytes line)
{
	const char *from = line.data, *end = from + line.len, *at = from;

	while (at < end && !(*at >= '0' && *at <= '9'))
		at++;
	if (at == end || !date_at(at, end))
		return false;
	if (is_signs(from, at))
		return at > from;
	/* "## Deployment 2026-01-28" */
	return *from == '#' && (at[-1] == ' ' || at[-1] == '(' || at[-1] == '[');
}

static bool has_word(const char *low, size_t len, const char *word)
{
	return memmem(low, len, word, strlen(word)) != NULL;
}

/* What teams write of what they did to something that runs. */
static bool is_about_work(struct bytes text)
{
	static const char *const words[] = {
		"deploy",  "rollout",  "rolled",   "rollback",	     "result",
		"outcome", "downtime", "incident", "prod",	     "staging",
		"migrat",  "restart",  "success",  "fehlgeschlagen", "erfolg",
		"image",   "restored", "backup",   "maintenance"};
	char low[4096];
	size_t len = text.len < sizeof(low) ? text.len : sizeof(low);
	unsigned hits = 0;

	for (size_t i = 0; i < len; i++)
		low[i] = ascii_lower(((const char *)text.data)[i]);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		hits += has_word(low, len, words[i]);
	return hits >= 2;
}

/* "docs/deployments/2026-01-28.md", "ops/deploy-log.md". */
static bool is_named_log(const char *path, bool *ret_dated)
{
	static const char *const names[] = {
		"deployments",	   "deployment-log", "deploy-log", "deployment-logs",
		"deploy-logs",	   "deployment_log", "deploy_log", "journal",
		"logbook",	   "runlog",	     "oplog",	   "ops-log",
		"change-log-prod", "operations-log"};
	char low[512];
	size_t len = strlen(path);

	*ret_dated = class_has_date(bytes_text(path_last(path)));
	if (len >= sizeof(low))
		return false;
	for (size_t i = 0; i <= len; i++)
		low[i] = ascii_lower(path[i]);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (has_word(low, len, names[i]))
			return true;
	return !strcmp(path_last(low), "log.md") || !strcmp(path_last(low), "log.txt");
}

bool class_is_prose(const char *path)
{
	return class_is_markdown(path) || text_ends(path, ".txt") || text_ends(path, ".log") ||
	       text_ends(path, ".rst") || text_ends(path, ".adoc");
}

bool class_is_log(const char *path, struct bytes text, const char **ret_reason)
{
	struct lines lines = lines_shown(text);
	size_t entries = 0, headings = 0;
	struct bytes line;
	bool dated, named;

	if (!class_is_prose(path))
		return false;
	named = is_named_log(path, &dated);
	if (text_begins(path, "docs/deployments/") && !strchr(path + 17, '/')) {
		*ret_reason = "it stands where deployments are logged";
		return true;
	}
	if (named && dated) {
		*ret_reason = "its name says that it is the log of a day";
		return true;
	}
	if (!named && !class_has_date(text))
		return false;
	while (lines_next(&lines, &line)) {
		entries += class_dated(line);
		headings += line.len > 1 && *(const char *)line.data == '#';
	}
	/* most of what it is divided into has a date */
	*ret_reason = named ? "its name says so, and its entries are dated"
			    : "its entries are dated, and say what was done";
	return named ? entries > 0
		     : entries >= 2 && entries * 2 >= headings && is_about_work(text);
}
