#include "base/texts.h"
#include "runbook/recap.h"

static bool add_field(const char *name, size_t len, uint64_t value, struct recap *sum)
{
	const struct {
		const char *name;
		uint64_t *sum;
	} fields[] = {
		{"hosts", &sum->hosts},	    {"ok", &sum->ok},
		{"changed", &sum->changed}, {"unreachable", &sum->unreachable},
		{"failed", &sum->failed},   {"skipped", &sum->skipped},
		{"rescued", &sum->rescued}, {"ignored", &sum->ignored},
	};

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if (strlen(fields[i].name) == len && !memcmp(fields[i].name, name, len)) {
			*fields[i].sum += value;
			return true;
		}
	return false;
}

/* "ok=5 changed=2 ...": nothing but counts, and at least one that is known. */
static bool add_counts(const char *p, struct recap *sum)
{
	struct recap with = *sum;
	bool any = false;

	while (*p) {
		size_t name = strcspn(p, "="), digits;
		uint64_t value = 0;

		if (!p[name])
			return false;
		digits = strspn(p + name + 1, "0123456789");
		if (!digits || digits > 9)
			return false;
		for (size_t i = 0; i < digits; i++)
			value = value * 10 + (uint64_t)(p[name + 1 + i] - '0');
		any |= add_field(p, name, value, &with);
		p += name + 1 + digits;
		if (*p && *p != ' ')
			return false;
		while (*p == ' ')
			p++;
	}
	if (any)
		*sum = with;
	return any;
}

/* "web : ok=5 changed=2 ..." */
static void add_host(const char *line, struct recap *sum)
{
	const char *p = strstr(line, " :");
	uint64_t hosts = sum->hosts;

	if (!p || p == line || *line == ' ')
		return;
	for (p += 2; *p == ' ' || *p == '\t';)
		p++;
	if (add_counts(p, sum))
		sum->hosts = hosts + 1;
}

/*
 * How the stdout callbacks of ansible that print no recap begin a line, or end one. Their output
 * has no counts that could be told from what a task printed.
 */
static const char *callback_of(const char *line, bool first)
{
	static const struct {
		const char *callback, *says;
	} all[] = {
		{"minimal", " | SUCCESS => {"},	 {"minimal", " | CHANGED => {"},
		{"minimal", " | FAILED! => {"},	 {"minimal", " | UNREACHABLE! => {"},
		{"minimal", " | CHANGED | rc="}, {"minimal", " | FAILED | rc="},
		{"minimal", " | SUCCESS | rc="}, {"oneline", " | SUCCESS => "},
		{"oneline", " | CHANGED => "},	 {"oneline", " | UNREACHABLE!: "},
		{"unixy", "- Play recap -"},
	};

	if (first && (!strcmp(line, "{") || text_begins(line, "{\"")))
		return "json";
	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		if (strstr(line, all[i].says))
			return all[i].callback;
	return NULL;
}

static void end_block(struct recap_reader *r)
{
	r->empty |= r->within && !r->hosts;
	r->within = false;
}

static void read_line(struct recap_reader *r)
{
	struct recap *sum = &r->sum;
	uint64_t before = sum->hosts;

	while (r->len && (r->line[r->len - 1] == ' ' || r->line[r->len - 1] == '\r'))
		r->len--;
	r->line[r->len] = '\0';
	if (text_begins(r->line, "PLAY RECAP *")) {
		end_block(r);
		sum->found = r->within = true;
		r->hosts = 0;
	} else if (r->within && !*r->line) {
		end_block(r);
	} else if (r->within) {
		add_host(r->line, sum);
		r->hosts += sum->hosts - before;
	} else if (!sum->callback) {
		sum->callback = callback_of(r->line, !r->lines);
	}
	r->lines += *r->line != '\0';
	r->len = 0;
}

void recap_feed(struct recap_reader *r, struct bytes piece)
{
	const char *from = piece.data;

	for (size_t at = 0; at < piece.len;) {
		const char *end = memchr(from + at, '\n', piece.len - at);
		size_t len = end ? (size_t)(end - from) - at : piece.len - at;
		size_t fits = sizeof(r->line) - 1 - r->len;

		if (fits > len)
			fits = len;
		memcpy(r->line + r->len, from + at, fits);
		r->len += fits;
		if (end)
			read_line(r);
		at += len + 1;
	}
}

void recap_end(struct recap_reader *r, struct recap *ret)
{
	read_line(r);
	end_block(r);
	*ret = r->sum;
	if (r->empty)
		ret->hosts = 0;
	if (ret->found)
		ret->callback = NULL;
}

void recap_ansible(struct bytes output, struct recap *ret)
{
	struct recap_reader r = {.len = 0};

	recap_feed(&r, output);
	recap_end(&r, ret);
}

const char *recap_line(const struct recap *r, struct arena *a)
{
	return arena_printf(a,
			    "hosts=%" PRIu64 " ok=%" PRIu64 " changed=%" PRIu64
			    " unreachable=%" PRIu64 " failed=%" PRIu64 " skipped=%" PRIu64
			    " rescued=%" PRIu64 " ignored=%" PRIu64,
			    r->hosts, r->ok, r->changed, r->unreachable, r->failed, r->skipped,
			    r->rescued, r->ignored);
}

void recap_read(const char *line, struct recap *ret)
{
	struct recap recap = {0};

	recap.found = line && add_counts(line, &recap);
	*ret = recap;
}
