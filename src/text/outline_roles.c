/* outline_roles.c - lists of conditions, and where commands stand. */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/texts.h"
#include "base/utf8.h"

/* "ALLOW_PROD=1 ./restore.sh": behind what is set for it. */
static const char *behind_variables(const char *text)
{
	for (;;) {
		size_t name = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
		const char *next;

		if (!name || text[name] != '=' || (*text >= '0' && *text <= '9'))
			return text;
		next = text + strcspn(text, " \t\n");
		if (!*next)
			return text;
		text = next + strspn(next, " \t\n");
	}
}

bool outline_is_command(const char *text)
{
	const char *at = behind_variables(text + strspn(text, " \t$"));
	size_t word = 0;

	if (text_begins(at, "./") || text_begins(at, "../"))
		return true;
	while (ascii_is_name(at[word]) || at[word] == '/' || at[word] == '~')
		word++;
	/* a word of small letters, and what it is told; no "status: ok", no "GET /x" */
	return word && (at[word] == ' ' || at[word] == '\t') && at[word + 1] &&
	       !(at[word + 1] == '=' || at[word + 1] == ':' || at[word + 1] == '|') &&
	       ((*at >= 'a' && *at <= 'z') || *at == '/' || *at == '~');
}

static bool holds_command(const struct md_block *block)
{
	for (size_t i = 0; i < block->span_count; i++)
		if (block->spans[i].kind == MD_SPAN_CODE &&
		    outline_is_command(block->spans[i].text))
			return true;
	return false;
}

/* Of a language that a shell reads, or of none that is said; without a fence it may be anything. */
static bool is_shell(const struct md_block *block)
{
	static const char *const shells[] = {
		"sh",	    "bash", "shell",	  "console", "zsh", "ksh", "shell-session",
		"terminal", "cmd",  "powershell", "ps1"};
	size_t len = block->info ? strcspn(block->info, " \t{") : 0;

	if (!block->fenced)
		return outline_is_typed(block->text);
	if (!len) /* nobody says: by its first line */
		return outline_is_command(block->text);
	for (size_t i = 0; i < ARRAY_SIZE(shells); i++)
		if (strlen(shells[i]) == len && !strncmp(block->info, shells[i], len))
			return true;
	return false;
}

static bool is_next(const char *text, size_t len)
{
	char said[LEGEND_LONGEST];
	size_t begin = 0, size;
	uint32_t code;

	/* a sign before it is decoration */
	while ((size = utf8_decode(bytes_of(text, len), begin, &code)) && !md_is_letter(code))
		begin += size;
	text += begin;
	len = len - begin < sizeof(said) ? len - begin : sizeof(said) - 1;
	memcpy(said, text, len);
	said[len] = '\0';
	/* a dot in its first word is one of a name */
	return said[strcspn(said, ". ")] != '.' && outline_word(WORD_NEXT, said, WORD_BEGINS);
}

bool outline_is_next(const char *heading)
{
	for (size_t len; *heading; heading += len + (heading[len] == '/')) {
		len = strcspn(heading, "/");
		if (is_next(heading, len))
			return true;
	}
	return false;
}

bool outline_is_shell(const struct md_block *block)
{
	return is_shell(block);
}

/* Code right below an item, or a line "Step A.", is part of it, also where nobody moved it in. */
static size_t item_above(const struct outliner *o, size_t unit)
{
	size_t at = unit - 1;

	if (o->units[at].kind == UNIT_LINE && o->units[at].stepped)
		return at;
	if (o->units[at].kind != UNIT_ITEM && o->units[at].parent == OUTLINE_NONE)
		return OUTLINE_NONE;
	while (o->units[at].parent != OUTLINE_NONE)
		at = o->units[at].parent;
	return o->units[at].kind == UNIT_ITEM ? at : OUTLINE_NONE;
}

static void find_commands(struct outliner *o)
{
	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];

		if (u->kind == UNIT_CODE && u->parent == OUTLINE_NONE && i)
			u->parent = item_above(o, i);
		if (u->kind == UNIT_CODE && is_shell(u->block) && *u->block->text &&
		    (u->block->fenced || !i || o->units[i - 1].kind != UNIT_LINE ||
		     !outline_prints(o->units[i - 1].text))) {
			if (u->parent == OUTLINE_NONE && u->heading != OUTLINE_NONE)
				o->units[u->heading].fenced = true;
			u->commands = true;
		} else if (u->kind != UNIT_CODE && holds_command(u->block)) {
			u->commands = true;
			if (u->kind == UNIT_ITEM && u->heading != OUTLINE_NONE &&
			    o->units[u->heading].level > 2 &&
			    outline_word(WORD_ROLLBACK, o->units[u->heading].text, WORD_HELD))
				o->units[u->heading].fenced = true;
		}
		for (size_t at = u->parent; u->commands && at != OUTLINE_NONE;
		     at = o->units[at].parent)
			o->units[at].commands = true;
	}
}

/* Does a heading, or one that it stands below, hold such a word? */
static bool below(const struct outliner *o, size_t heading, enum outline_word what)
{
	for (; heading != OUTLINE_NONE; heading = o->units[heading].heading)
		if (outline_word(what, o->units[heading].text, WORD_HELD))
			return true;
	return false;
}

/* "1.2.0", "[1.2.0] - 2025-01-02", "v3.1": of a list of changes. */
static bool is_version(const char *text)
{
	size_t len;

	text += *text == '[';
	text += *text == 'v';
	len = strspn(text, "0123456789.");
	return len > 2 && *text >= '0' && *text <= '9' && memchr(text, '.', len) &&
	       text[len - 1] != '.' && (!text[len] || strchr("] (-", text[len])) &&
	       (text[len] != ' ' || strchr("-(\xe2", text[len + 1]) || !text[len + 1]);
}

bool outline_explains(const struct outline_unit *heading)
{
	return outline_word(WORD_EXPLAINS, heading->title, WORD_WHOLE) ||
	       outline_word(WORD_RECORDS, heading->title, WORD_BEGINS) ||
	       is_version(heading->text);
}

/* "Roll back when one of the following occurs:" above a list. */
static bool is_condition(const struct outline_unit *above)
{
	return outline_word(WORD_ROLLBACK, above->text, WORD_HELD) &&
	       outline_word(WORD_CONDITION, above->text, WORD_HELD) &&
	       !outline_word(WORD_NOT, above->text, WORD_HELD);
}

/* The first heading, where no list stands before and no other of its level follows, is the document's
 * title: all its steps are of that. */
static size_t title_of(const struct outliner *o)
{
	size_t title = OUTLINE_NONE;

	for (size_t i = 0; i < o->count; i++) {
		if (title == OUTLINE_NONE && o->units[i].kind == UNIT_ITEM)
			return OUTLINE_NONE;
		if (o->units[i].kind != UNIT_HEADING)
			continue;
		if (title != OUTLINE_NONE && o->units[i].level <= o->units[title].level)
			return OUTLINE_NONE;
		title = title == OUTLINE_NONE ? i : title;
	}
	return title;
}

/* "Rollback", "Rollback plan", "If it fails: undo it", "Recovery"; no "Test the rollback". */
static bool is_back(const struct outline_unit *u)
{
	return u->mark == OUTLINE_NONE && !u->id && !u->stepped &&
	       (outline_word(WORD_ROLLBACK, u->text, WORD_HELD) ||
		outline_word(WORD_BACK, u->title, WORD_WHOLE)) &&
	       !outline_word(WORD_DRILL, u->text, WORD_HELD) &&
	       !outline_word(WORD_VERIFY, u->text, WORD_HELD) &&
	       !outline_word(WORD_NOT, u->text, WORD_HELD) &&
	       !outline_word(WORD_PREPARES, u->text, WORD_HELD);
}

/* The heading of a rollback that a unit stands below, at whatever depth. */
static size_t back_above(const struct outliner *o, size_t unit, size_t title)
{
	for (size_t at = o->units[unit].heading; at != OUTLINE_NONE;
	     at = o->units[at].heading) {
		if (at != title && is_back(&o->units[at]))
			return at;
		/* "When rollback is NOT sufficient" */
		if (outline_word(WORD_ROLLBACK, o->units[at].text, WORD_HELD))
			return OUTLINE_NONE;
	}
	return OUTLINE_NONE;
}

/* "If it fails:" alone above a list says the same. */
static bool leads_back(const struct outline_unit *u)
{
	size_t len = strlen(u->text);
	struct outline_unit said = *u;
	char label[80];

	while (len && u->text[len - 1] == ' ')
		len--;
	if (u->kind != UNIT_LINE || u->depth || u->role != ROLE_TEXT || len < 2 ||
	    len >= sizeof(label) || u->text[len - 1] != ':')
		return false;
	for (len--; len && u->text[len - 1] == ' ';)
		len--;
	memcpy(label, u->text, len);
	label[len] = '\0';
	said.text = said.title = label;
	return (is_back(&said) || outline_word(WORD_FAILS, label, WORD_WHOLE)) &&
	       !is_condition(u);
}

static void find_led_back(struct outliner *o)
{
	size_t above = OUTLINE_NONE;

	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];

		if (u->kind == UNIT_LINE && !u->depth)
			above = leads_back(u) ? i : OUTLINE_NONE;
		else if (u->kind != UNIT_ITEM && u->kind != UNIT_CODE && u->kind != UNIT_LINE)
			above = OUTLINE_NONE;
		if (u->kind != UNIT_ITEM || above == OUTLINE_NONE || u->role != ROLE_TEXT ||
		    u->id)
			continue;
		u->role = ROLE_BACK;
		if (u->parent == OUTLINE_NONE)
			u->parent = above;
		o->units[above].role = ROLE_ROLLBACK;
	}
}

/* What is shown on its own: "**Database rollback:** restore it - expect ..." of a list of checks, and what
 * stands in it. */
static bool is_check(const struct outliner *o, const struct outline_unit *u)
{
	if (u->strong && !u->ordered && !u->boxed)
		return true;
	return u->parent != OUTLINE_NONE && o->units[u->parent].kind == UNIT_ITEM &&
	       o->units[u->parent].role != ROLE_BACK;
}

/* A list below such a heading is no list of steps, whatever stands in it; what has an id is one. */
static void find_back(struct outliner *o)
{
	size_t title = title_of(o);

	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];
		bool listed = u->kind == UNIT_ITEM || u->kind == UNIT_ROW ||
			      (u->kind == UNIT_LINE &&
			       (u->stepped || u->mark != OUTLINE_NONE)) ||
			      (u->kind == UNIT_HEADING && (u->stepped || u->ordinal));
		bool when = u->role == ROLE_TRIGGER;
		size_t heading;

		if (!when && (!listed || u->id || is_check(o, u) ||
			      (u->role != ROLE_TEXT && u->role != ROLE_HEADING &&
			       u->role != ROLE_ROLLBACK)))
			continue;
		heading = back_above(o, i, title);
		if (heading == OUTLINE_NONE)
			continue;
		u->role = when ? ROLE_TRIGGER : ROLE_BACK;
		if (o->units[heading].role == ROLE_HEADING)
			o->units[heading].role = ROLE_ROLLBACK;
	}
}

/* Where nothing else is a step, to go back is what the document is for. */
bool outline_take_back(struct outliner *o)
{
	bool any = false;

	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];

		if (u->role == ROLE_BACK)
			u->role = u->kind == UNIT_HEADING ? ROLE_HEADING : ROLE_TEXT;
		else if (u->role == ROLE_ROLLBACK && !u->fenced)
			u->role = u->kind == UNIT_HEADING ? ROLE_HEADING : ROLE_TEXT;
		else
			continue;
		any = true;
	}
	return any;
}

void outline_find_roles(struct outliner *o)
{
	const struct outline_unit *above = NULL; /* a list */

	find_commands(o);
	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];

		if (u->kind != UNIT_ITEM)
			above = u->kind == UNIT_LINE || u->kind == UNIT_HEADING ? u : NULL;
		if (u->kind == UNIT_HEADING && u->fenced && u->mark == OUTLINE_NONE && !u->id &&
		    below(o, i, WORD_ROLLBACK) && !below(o, i, WORD_DRILL))
			u->role = ROLE_ROLLBACK;
		if (u->kind == UNIT_ITEM && u->depth == 1 && u->mark == OUTLINE_NONE &&
		    !u->id && u->heading != OUTLINE_NONE && below(o, u->heading, WORD_DRILL) &&
		    outline_word(WORD_DRILL, u->text, WORD_HELD))
			u->role = ROLE_DRILL;
		if (u->kind == UNIT_LINE && outline_take_stop(o, u))
			continue;
		if ((u->kind == UNIT_LINE || (u->kind == UNIT_ITEM && !u->ordered)) &&
		    u->role == ROLE_TEXT && u->depth == (u->kind == UNIT_ITEM) && !u->boxed &&
		    u->mark == OUTLINE_NONE && !u->id && !u->hidden &&
		    outline_says_when(o->arena, u->text))
			u->role = ROLE_TRIGGER;
		if (u->kind != UNIT_ITEM || outline_take_stop(o, u) || u->role != ROLE_TEXT ||
		    u->boxed || u->ordered || u->mark != OUTLINE_NONE || u->id)
			continue;
		if ((u->heading != OUTLINE_NONE && u->depth == 1 &&
		     outline_word(WORD_STOP, o->units[u->heading].text, WORD_HELD)) ||
		    (above && u->depth == 1 && outline_leads_to_stop(above)))
			u->role = ROLE_STOP;
		else if (above && u->depth == 1 && is_condition(above))
			u->role = ROLE_TRIGGER;
	}
	find_back(o);
	find_led_back(o);
	outline_find_given(o);
}
