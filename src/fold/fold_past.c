/* What was ever pinned and sealed: lines that only grow, read when somebody asks. */
#include "fold/fold_internal.h"

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/texts.h"

static void add_line(struct fold_past *past, struct strbuf *line)
{
	do
		strbuf_addch(line, '\n');
	while (line->len % 8);
	grown_add(&past->lines, line->buf, line->len);
}

void fold_note_newest(struct fold *f, const char *environment, const char *pin,
		      uint64_t sequence, bool rollback)
{
	const char *equals = strchr(pin, '=');
	struct held_pin newest = {.environment = arena_strdup(f->arena, environment),
				  .sequence = sequence,
				  .rollback = rollback};
	const char *key;
	uintptr_t at;

	if (!equals)
		return;
	newest.path = arena_strndup(f->arena, pin, (size_t)(equals - pin));
	newest.value = arena_strdup(f->arena, equals + 1);
	key = arena_printf(f->arena, "%s %s", environment, newest.path);
	at = (uintptr_t)strmap_get(&f->newest_places, key);
	if (at) {
		f->newest[at - 1] = newest;
		return;
	}
	*ARENA_PUSH(f->arena, f->newest, f->newest_count) = newest;
	strmap_put(&f->newest_places, key, (void *)f->newest_count);
}

/* "<sequence> <0|1> <environment> <path>=<value>" */
void fold_note_pin(struct fold *f, const char *environment, const char *pin, uint64_t sequence,
		   bool rollback)
{
	CLEANUP(strbuf_free) struct strbuf line = STRBUF_INIT;

	strbuf_addf(&line, "%" PRIu64 " %d %s %s", sequence, rollback, environment, pin);
	add_line(&f->pins, &line);
	fold_note_newest(f, environment, pin, sequence, rollback);
}

/* Those of what was taken back stay: too many are looked at, none is missed. */
void fold_note_seal_parent(struct fold *f, const char *parent)
{
	if (texts_have(f->seal_parents, f->seal_parent_count, parent))
		return;
	*ARENA_PUSH(f->arena, f->seal_parents, f->seal_parent_count) = arena_strdup(f->arena,
										    parent);
}

/* "<sequence> <directory>", and "<sequence> <directory>/" where that was taken back. */
void fold_note_seal(struct fold *f, const char *directory, uint64_t sequence, bool sealed)
{
	const char *slash = strrchr(directory, '/');
	CLEANUP(strbuf_free) struct strbuf line = STRBUF_INIT;

	strbuf_addf(&line, "%" PRIu64 " %s%s", sequence, directory, sealed ? "" : "/");
	add_line(&f->seals, &line);
	fold_note_seal_parent(
		f,
		slash ? arena_strndup(f->arena, directory, (size_t)(slash - directory)) : "");
}

void fold_keep(struct fold *f, enum kept_as as, const char *path, uint64_t sequence)
{
	for (size_t i = 0; i < f->kept_count; i++)
		if (f->kept[i].as == as && !strcmp(f->kept[i].path, path))
			return;
	*ARENA_PUSH(f->arena, f->kept, f->kept_count) = (struct fold_kept){
		as, arena_strdup(f->arena, path), sequence};
}

static bool cut(struct fold_past *past, size_t len)
{
	if (len == grown_len(&past->lines))
		return false;
	grown_cut(&past->lines, len);
	past->items = NULL;
	past->count = past->read = 0;
	return true;
}

/* What was the newest is told from what is left. */
static void renew(struct fold *f)
{
	size_t count;
	const struct held_pin *pins = fold_pins(f, &count);

	f->newest = NULL;
	f->newest_count = 0;
	f->newest_places = (struct strmap){.arena = f->arena};
	for (size_t i = 0; i < count; i++)
		fold_note_newest(f, pins[i].environment,
				 arena_printf(f->arena, "%s=%s", pins[i].path, pins[i].value),
				 pins[i].sequence, pins[i].rollback);
}

void fold_cut_past(struct fold *f, size_t pins, size_t seals)
{
	if (cut(&f->pins, pins))
		renew(f);
	cut(&f->seals, seals);
}

void fold_copy_past(struct fold *to, const struct fold *from)
{
	grown_copy(&to->pins.lines, &from->pins.lines);
	grown_copy(&to->seals.lines, &from->seals.lines);
	for (size_t i = 0; i < from->seal_parent_count; i++)
		fold_note_seal_parent(to, from->seal_parents[i]);
	for (size_t i = 0; i < from->kept_count; i++)
		fold_keep(to, from->kept[i].as, from->kept[i].path, from->kept[i].sequence);
	for (size_t i = 0; i < from->newest_count; i++)
		fold_note_newest(to, from->newest[i].environment,
				 arena_printf(to->arena, "%s=%s", from->newest[i].path,
					      from->newest[i].value),
				 from->newest[i].sequence, from->newest[i].rollback);
}

/* -- damage -------------------------------------------------------------------------------------- */

/* Costs time, never truth: everything is folded again, and what was remembered is replaced. */
static void mend(void *context)
{
	struct fold *f = context, *whole = NULL;
	struct err err;

	if (f->help.again && f->help.again(f->help.context, &whole, &err) >= 0 && whole &&
	    event_index_mend(f->index, whole->index) &&
	    grown_mend(&f->pins.lines, &whole->pins.lines) &&
	    grown_mend(&f->seals.lines, &whole->seals.lines))
		return;
	memory_lost("mcade: what was remembered of the ledger is damaged, and its "
		    "chain cannot be read\n");
}

void fold_watch(struct fold *f)
{
	event_index_on_damage(f->index, mend, f);
}

/* Those behind an event, which are the last ones, are cut off. */
static bool bound(struct fold *f, struct fold_past *past, uint64_t sequence)
{
	size_t len = grown_len(&past->lines), base = past->lines.base_len;

	if (!grown_is_good(&past->lines))
		mend(f);
	while (len) {
		size_t from = len > base ? base : 0, end = len;
		const char *text = grown_at(&past->lines, from), *before;

		while (end > from && text[end - from - 1] == '\n')
			end--;
		before = memrchr(text, '\n', end - from);
		if (end > from && strtoull(before ? before + 1 : text, NULL, 10) <= sequence)
			break;
		len = before ? (size_t)(before + 1 - text) + from : from;
	}
	return cut(past, len);
}

void fold_bound_past(struct fold *f, uint64_t sequence)
{
	if (bound(f, &f->pins, sequence))
		renew(f);
	bound(f, &f->seals, sequence);
	while (f->kept_count && f->kept[f->kept_count - 1].sequence > sequence)
		f->kept_count--;
}

/* -- lists --------------------------------------------------------------------------------------- */

/* The next line that is not read yet; false at the end. */
static bool next_line(struct fold *f, struct fold_past *past, char **ret)
{
	size_t len = grown_len(&past->lines), base = past->lines.base_len;

	if (!grown_is_good(&past->lines))
		mend(f);
	while (past->read < len) {
		const char *at = grown_at(&past->lines, past->read);
		size_t end = past->read < base ? base : len;
		const char *stop = memchr(at, '\n', end - past->read);
		size_t size = stop ? (size_t)(stop - at) : end - past->read;

		past->read += size + 1;
		if (!size)
			continue; /* filling */
		*ret = arena_strndup(f->arena, at, size);
		return true;
	}
	return false;
}

const struct held_pin *fold_newest_pins(const struct fold *f, size_t *ret_count)
{
	*ret_count = f->newest_count;
	return f->newest;
}

const char *const *fold_seal_parents(const struct fold *f, size_t *ret_count)
{
	*ret_count = f->seal_parent_count;
	return f->seal_parents;
}

const struct fold_kept *fold_kept(const struct fold *f, size_t *ret_count)
{
	*ret_count = f->kept_count;
	return f->kept;
}

/* Is what stands before `at` the rest of a pin's line: "<sequence> <0|1>"? */
static bool is_line(const char *text, const char *at, struct held_pin *ret)
{
	const char *begin = memrchr(text, '\n', (size_t)(at - text)), *end;

	begin = begin ? begin + 1 : text;
	ret->sequence = 0;
	for (end = begin; end < at && *end >= '0' && *end <= '9'; end++)
		ret->sequence = ret->sequence * 10 + (uint64_t)(*end - '0');
	if (end == begin || end + 2 != at || end[0] != ' ')
		return false;
	ret->rollback = end[1] == '1';
	return true;
}

/* The last line of a text that has it, before an event (0: at all). */
static bool find_held(const char *text, size_t len, const struct strbuf *want, uint64_t before,
		      struct held_pin *ret)
{
	const char *at = text, *end = text + len;
	struct held_pin pin;
	bool found = false;

	while (at < end && (at = memmem(at, (size_t)(end - at), want->buf, want->len))) {
		if (is_line(text, at, &pin) && (!before || pin.sequence < before)) {
			ret->sequence = pin.sequence;
			ret->rollback = pin.rollback;
			found = true;
		}
		at++;
	}
	return found;
}

bool fold_held(struct fold *f, const char *environment, const char *path, const char *value,
	       uint64_t before, struct held_pin *ret)
{
	CLEANUP(strbuf_free) struct strbuf want = STRBUF_INIT;
	const struct grown *lines = &f->pins.lines;
	uintptr_t at;

	strbuf_addf(&want, "%s %s", environment, path);
	at = (uintptr_t)strmap_get(&f->newest_places, want.buf);
	if (at && !before && (!value || !strcmp(value, f->newest[at - 1].value))) {
		*ret = f->newest[at - 1];
		return true;
	}
	if (!value)
		return false;
	if (!grown_is_good(&f->pins.lines))
		mend(f);
	strbuf_setlen(&want, 0);
	strbuf_addf(&want, " %s %s=%s\n", environment, path, value);
	*ret = (struct held_pin){.environment = environment, .path = path, .value = value};
	return find_held(lines->tail.buf, lines->tail.len, &want, before, ret) ||
	       find_held((const char *)lines->base, lines->base_len, &want, before, ret);
}

static bool has_seal(const char *text, size_t len, const struct strbuf *want)
{
	const char *at = text, *end = text + len;

	for (; at < end && (at = memmem(at, (size_t)(end - at), want->buf, want->len)); at++) {
		const char *begin = at;

		while (begin > text && begin[-1] >= '0' && begin[-1] <= '9')
			begin--;
		if (begin < at && (begin == text || begin[-1] == '\n'))
			return true;
	}
	return false;
}

static bool has_line(struct fold *f, const char *directory, const char *end)
{
	CLEANUP(strbuf_free) struct strbuf want = STRBUF_INIT;
	const struct grown *lines = &f->seals.lines;

	if (!grown_is_good(&f->seals.lines))
		mend(f);
	strbuf_addf(&want, " %s%s\n", directory, end);
	return has_seal(lines->tail.buf, lines->tail.len, &want) ||
	       has_seal((const char *)lines->base, lines->base_len, &want);
}

bool fold_sealed(struct fold *f, const char *directory)
{
	return has_line(f, directory, "") && !has_line(f, directory, "/");
}

bool fold_unsealed(struct fold *f, const char *directory)
{
	return has_line(f, directory, "/");
}

/* A name is sealed once, and taken back once. */
static void take_back(struct fold_past *past, const char *directory)
{
	struct fold_seal *seals = past->items;
	size_t len = strlen(directory) - 1, kept = 0;

	for (size_t i = 0; i < past->count; i++)
		if (strncmp(seals[i].directory, directory, len) != 0 || seals[i].directory[len])
			seals[kept++] = seals[i];
	past->count = kept;
}

const struct held_pin *fold_pins(struct fold *f, size_t *ret_count)
{
	struct held_pin *pins = f->pins.items;
	char *line;

	while (next_line(f, &f->pins, &line)) {
		struct held_pin pin = {.sequence = strtoull(line, &line, 10)};
		char *blank, *value;

		if (strlen(line) < 3 || !(blank = strchr(line + 3, ' ')) ||
		    !(value = strchr(blank, '=')))
			continue;
		*blank = *value = '\0';
		pin.rollback = line[1] == '1';
		pin.environment = line + 3;
		pin.path = blank + 1;
		pin.value = value + 1;
		*ARENA_PUSH(f->arena, pins, f->pins.count) = pin;
	}
	f->pins.items = pins;
	*ret_count = f->pins.count;
	return pins;
}

const struct fold_seal *fold_seals(struct fold *f, size_t *ret_count)
{
	struct fold_seal *seals = f->seals.items;
	char *line;

	while (next_line(f, &f->seals, &line)) {
		uint64_t sequence = strtoull(line, &line, 10);

		f->seals.items = seals;
		if (*line != ' ')
			continue; /* not as we write them */
		if (line[strlen(line) - 1] == '/')
			take_back(&f->seals, line + 1);
		else
			*ARENA_PUSH(f->arena, seals,
				    f->seals.count) = (struct fold_seal){line + 1, sequence};
	}
	f->seals.items = seals;
	*ret_count = f->seals.count;
	return seals;
}
