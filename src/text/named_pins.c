#include "text/named_pins.h"

#include "base/ascii.h"
#include "base/texts.h"

#define MARK "@sha256:"
#define DIGITS 64

static bool is_of_name(char c)
{
	return ascii_is_name(c) || c == '/' || c == ':';
}

static size_t digits(const char *at, const char *end)
{
	size_t len = 0;

	while (at + len < end && len <= DIGITS &&
	       ((at[len] >= '0' && at[len] <= '9') || (at[len] >= 'a' && at[len] <= 'f')))
		len++;
	return len;
}

/* "registry:5000/app:1.4": a colon behind the last slash begins the tag. */
static struct bytes without_tag(const char *from, const char *to)
{
	const char *end = to;

	for (const char *c = to; c > from && c[-1] != '/'; c--)
		if (c[-1] == ':')
			end = c - 1;
	return bytes_of(from, (size_t)(end - from));
}

void named_pins_add(struct named_pins *pins, struct bytes text, unsigned line,
		    struct arena *arena)
{
	const char *start = text.data, *end = start + text.len, *at = start, *counted = start;

	while (text.len && (at = memmem(at, (size_t)(end - at), MARK, strlen(MARK)))) {
		const char *from = at, *hash = at + strlen(MARK);

		for (; counted < at; counted++)
			line += *counted == '\n';
		while (from > start && is_of_name(from[-1]))
			from--;
		if (digits(hash, end) == DIGITS && without_tag(from, at).len)
			*ARENA_PUSH(arena, pins->items, pins->count) = (struct named_pin){
				without_tag(from, at), bytes_of(hash, DIGITS), line};
		at = hash;
	}
}

static bool has(const struct named_pins *pins, const struct named_pin *pin, bool digest)
{
	for (size_t i = 0; i < pins->count; i++)
		if (bytes_equal(pins->items[i].name, pin->name) &&
		    (!digest || bytes_equal(pins->items[i].digest, pin->digest)))
			return true;
	return false;
}

const struct named_pin *named_pins_against(const struct named_pins *said,
					   const struct named_pins *pinned,
					   const struct named_pin **ret_other)
{
	for (size_t i = 0; i < said->count; i++) {
		const struct named_pin *pin = &said->items[i];
		bool agrees = false;

		if (!has(pinned, pin, false))
			continue;
		/* "from ... to ...": one of them is what stands */
		for (size_t k = 0; k < said->count; k++)
			agrees = agrees || (bytes_equal(said->items[k].name, pin->name) &&
					    has(pinned, &said->items[k], true));
		for (size_t k = 0; !agrees && k < pinned->count; k++)
			if (bytes_equal(pinned->items[k].name, pin->name)) {
				*ret_other = &pinned->items[k];
				return pin;
			}
	}
	return NULL;
}

bool named_pins_default(const char *path)
{
	return (text_ends(path, ".yml") || text_ends(path, ".yaml")) &&
	       (strstr(path, "/defaults/") || strstr(path, "group_vars/") ||
		strstr(path, "playbooks/"));
}
