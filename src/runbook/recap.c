#include "base/texts.h"
#include "runbook/recap.h"

/* ESC [ ... letter, as ansible colours its recap. */
static size_t skip_colour(const char *p, size_t len)
{
	size_t i = 2;

	if (len < 3 || p[0] != '\x1b' || p[1] != '[')
		return 0;
	while (i < len && ((p[i] >= '0' && p[i] <= '9') || p[i] == ';'))
		i++;
	return i < len ? i + 1 : 0;
}

/* One line without colours, cut to what a recap's line can be. */
static size_t clean(const char *p, size_t len, char *ret, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < len && used + 1 < size;) {
		size_t colour = skip_colour(p + i, len - i);

		if (!colour)
			ret[used++] = p[i];
		i += colour ? colour : 1;
	}
	while (used && (ret[used - 1] == ' ' || ret[used - 1] == '\r'))
		used--;
	ret[used] = '\0';
	return used;
}

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

void recap_ansible(struct bytes output, struct recap *ret)
{
	const char *data = output.data;
	struct recap recap = {0};
	char line[1024];

	for (size_t at = 0; at < output.len;) {
		const char *end = memchr(data + at, '\n', output.len - at);
		size_t len = end ? (size_t)(end - data) - at : output.len - at;

		clean(data + at, len, line, sizeof(line));
		if (text_begins(line, "PLAY RECAP *"))
			recap = (struct recap){.found = true};
		else if (recap.found && *line)
			add_host(line, &recap);
		at += len + 1;
	}
	*ret = recap;
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
