#include "model/finding.h"

#include "base/texts.h"

static const char *copied(struct arena *arena, const char *text)
{
	return text ? arena_strdup(arena, text) : NULL;
}

struct finding *finding_add(struct findings *list, enum rule_id rule,
			    enum finding_severity severity, struct finding with,
			    const char *fmt, ...)
{
	struct arena *a = list->arena;
	struct finding *item;
	char *message;
	va_list ap;

	va_start(ap, fmt);
	message = arena_vprintf(a, fmt, ap);
	va_end(ap);
	item = ARENA_PUSH(a, list->items, list->count);
	*item = with;
	item->rule = rule;
	item->severity = severity;
	item->message = message;
	item->at.file = copied(a, with.at.file);
	item->path = copied(a, with.path);
	item->commit = copied(a, with.commit);
	item->author = copied(a, with.author);
	item->ref = copied(a, with.ref);
	item->step = copied(a, with.step);
	item->listed = copied(a, with.listed);
	item->environment = copied(a, with.environment);
	item->expected = copied(a, with.expected);
	item->found = copied(a, with.found);
	item->need = copied(a, with.need);
	item->fix = copied(a, with.fix);
	item->allow = copied(a, with.allow);
	return item;
}

enum finding_severity findings_worst(const struct findings *list)
{
	enum finding_severity worst = FINDING_NOTE;

	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].severity > worst)
			worst = list->items[i].severity;
	return worst;
}

bool findings_wait(const struct findings *list)
{
	bool any = false;

	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].severity != FINDING_ERROR)
			continue;
		if (!list->items[i].waits)
			return false;
		any = true;
	}
	return any;
}

size_t findings_count(const struct findings *list, enum finding_severity severity)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		count += list->items[i].severity == severity;
	return count;
}

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

bool findings_have(const struct findings *list, const struct finding *said)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct finding *one = &list->items[i];

		if (one->rule == said->rule && one->at.line == said->at.line &&
		    one->severity >= said->severity && text_is(one->path, said->path) &&
		    !compare_text(one->commit, said->commit))
			return true;
	}
	return false;
}

static int compare(const struct finding *a, const struct finding *b)
{
	int order;

	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	if (a->later != b->later)
		return b->later ? -1 : 1;
	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	if ((order = compare_text(a->path, b->path)))
		return order;
	if (a->at.line != b->at.line)
		return a->at.line < b->at.line ? -1 : 1;
	if (a->at.column != b->at.column)
		return a->at.column < b->at.column ? -1 : 1;
	return 0;
}

/* Merge sort: stable, so that findings of one place stay in the order in which they were made.
 */
static void sort(struct finding *items, struct finding *spare, size_t count)
{
	size_t half = count / 2, left = 0, right = half, out = 0;

	if (count < 2)
		return;
	sort(items, spare, half);
	sort(items + half, spare, count - half);
	while (left < half || right < count) {
		if (right == count ||
		    (left < half && compare(&items[left], &items[right]) <= 0))
			spare[out++] = items[left++];
		else
			spare[out++] = items[right++];
	}
	memcpy(items, spare, count * sizeof(*items));
}

void findings_sort(struct findings *list)
{
	struct finding *spare;

	if (list->count < 2)
		return;
	spare = arena_array(list->arena, list->count, sizeof(*spare));
	sort(list->items, spare, list->count);
}

const char *finding_severity_word(enum finding_severity severity)
{
	static const char *const words[] = {"note", "warn", "error"};

	return words[severity];
}
