/* outline_name.c - the number, the id and the title of a unit. */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "base/texts.h"
#include "base/utf8.h"

static bool is_file(struct bytes word)
{
	static const char *const ends[] = {".yml", ".yaml", ".sh", ".py",  ".md",  ".json",
					   ".sql", ".ts",   ".js", ".tf",  ".ini", ".conf",
					   ".txt", ".log",  ".go", ".php", ".html"};
	char text[128];

	if (word.len >= sizeof(text))
		return true;
	if (!word.len || !memchr(word.data, '.', word.len))
		return false;
	memcpy(text, word.data, word.len);
	text[word.len] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (text_ends(text, ends[i]))
			return true;
	return false;
}

/* "UTF-8", "SHA-256": names of other things. */
static bool is_standard(const char *text, size_t len)
{
	static const char *const names[] = {
		"UTF", "SHA", "ISO",  "RFC", "TLS", "SSL", "HTTP",  "HTTPS", "IPV",
		"CVE", "MD",  "AES",  "RSA", "ES",  "PEP", "COVID", "TCP",   "UDP",
		"PHP", "AL",  "EL",   "US",  "EU",  "AP",  "CA",    "GPT",   "USB",
		"PCI", "SOC", "NIST", "X",   "ED",  "TLSV"};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strlen(names[i]) == len && !strncmp(text, names[i], len))
			return true;
	return false;
}

/* "NET.20", "Admin-AI_01", "site_06.A"; not "k8s-prod", "Python-3.11". */
static bool is_shaped(const char *text, size_t len)
{
	size_t first = 0, part = 0, parts = 0;
	bool digits = false, joined = false, capitals = true, last = false;

	if (!ascii_is_letter(*text) || len > LIMIT_ID)
		return false;
	while (first < len && ascii_is_alnum(text[first])) {
		capitals = capitals &&
			   (ascii_is_capital(text[first]) || ascii_is_digit(text[first]));
		first++;
	}
	for (size_t i = first; i < len; i++) {
		if (ascii_is_alnum(text[i])) {
			/* "01", "06", "A": the parts that count */
			digits = digits || (i == part + 1 && ascii_is_digit(text[i]));
			last = i == part + 1 && i + 1 == len && ascii_is_capital(text[i]);
			continue;
		}
		if (i == part + 1 && parts)
			return false; /* ".." */
		joined = joined || text[i] == '_';
		part = i;
		parts++;
	}
	return parts && parts < 6 && digits + last && (joined || capitals) &&
	       (digits || last) && !is_standard(text, first);
}

size_t outline_id(struct bytes text)
{
	const char *data = text.data;
	struct bytes step = marks_step(text);
	size_t len = 0;
	char next;

	while (len < text.len && ascii_is_name(data[len]))
		len++;
	while (len && strchr("._-", data[len - 1]))
		len--;
	if (!len || step.len > LIMIT_ID ||
	    (len < text.len && (unsigned char)data[len] >= 0x80 &&
	     (unsigned char)data[len] != 0xc2 && (unsigned char)data[len] != 0xe2 &&
	     (unsigned char)data[len] != 0xe3 && (unsigned char)data[len] != 0xef &&
	     (unsigned char)data[len] != 0xf0))
		return 0;
	if (is_file(bytes_of(data, len)))
		return step.len;
	next = step.len < len ? data[step.len] : '\0';
	if (step.len && (!next || next == '_'))
		return step.len;
	if (step.len && next == '-' && len - step.len > 4)
		return step.len;
	return is_shaped(data, len) ? len : 0;
}

/* What stands before a name: marks, and a sign behind them. */
static size_t skip_marks(const struct outliner *o, const struct md_block *block,
			 struct bytes text, size_t from)
{
	const char *data = text.data;
	size_t at = outline_skip(text, from), size;
	struct glyph glyph;
	uint32_t code;

	while ((size = utf8_decode(text, at, &code))) {
		bool sign = code == ':' || code == '-' || code == '|' || code == '.' ||
			    code == ')' || code == 0x2014 || code == 0x2013 || code == 0xb7;

		if (outline_glyph(o, block, text, at, &glyph))
			at = outline_skip(text, at + glyph.len);
		else if (sign && at > from && (at + size == text.len || data[at + size] == ' '))
			at = outline_skip(text, at + size);
		else
			break;
	}
	return at;
}

/* "6.1 ", "6.1. ": the number of a heading below others, and its last part; 0: none. */
static size_t dotted(struct bytes text, size_t at, uint64_t *ret)
{
	const char *data = text.data;
	size_t len = 0, dots = 0, last = 0;

	for (; at + len < text.len && (ascii_is_digit(data[at + len]) || data[at + len] == '.');
	     len++)
		if (data[at + len] == '.' && len && at + len + 1 < text.len &&
		    ascii_is_digit(data[at + len + 1])) {
			last = at + len + 1;
			dots++;
		}
	if (!dots || at + len >= text.len || data[at + len] != ' ')
		return 0;
	*ret = strtoull(data + last, NULL, 10);
	return len;
}

/* Behind the folders of "ansible/playbooks/PLAT_01_base.yml": where its name begins. */
static size_t folders(struct bytes text, size_t at)
{
	const char *data = text.data;
	size_t len = 0, slash = 0;

	for (; at + len < text.len && (ascii_is_name(data[at + len]) || data[at + len] == '/');
	     len++)
		slash = data[at + len] == '/' ? len + 1 : slash;
	return slash && is_file(bytes_of(data + at + slash, len - slash)) ? at + slash : at;
}

/* "PLAT_08C is blocked until ...": something is said of the step, it is not listed. */
static bool is_sentence(struct bytes text, size_t at)
{
	static const char *const verbs[] = {"is",   "was",  "are",  "were",  "has",  "must",
					    "will", "can",  "may",  "needs", "does", "should",
					    "ist",  "wird", "muss", "war",   "est",  "doit",
					    "es",   "está", "debe", "deve"};
	const char *data = text.data;
	size_t len = 0;

	if (at >= text.len || data[at] != ' ')
		return false;
	at++;
	while (at + len < text.len && data[at + len] != ' ' && data[at + len] != ':')
		len++;
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
		if (strlen(verbs[i]) == len && !memcmp(verbs[i], data + at, len))
			return true;
	return false;
}

bool outline_has_sign(struct bytes text, size_t at)
{
	const char *data = text.data;
	size_t past = outline_skip(text, at), size;
	uint32_t code;

	size = utf8_decode(text, past, &code);
	return size && (code == ':' || code == 0xff1a || code == '|' || code == 0x3001 ||
			code == 0x3002 || code == 0xff0e ||
			((code == '.' || code == ')') &&
			 (past + 1 == text.len || data[past + 1] == ' ')) ||
			(past > at && (code == '-' || code == 0x2013 || code == 0x2014)));
}

size_t outline_skip_sign(struct bytes text, size_t at)
{
	bool sign = outline_has_sign(text, at);
	uint32_t code;

	at = outline_skip(text, at);
	return sign ? outline_skip(text, at + utf8_decode(text, at, &code)) : at;
}

/* "A" to "Z", "I" to "XXXIX": how long it is; 0: a word. */
size_t outline_letters(struct bytes text, size_t at, uint64_t *ret)
{
	static const char roman[] = "IVX";
	static const uint64_t worth[] = {1, 5, 10};
	const char *data = text.data, *sign;
	uint64_t value = 0, last = 0;
	size_t len = 0;

	while (at + len < text.len && len < 7 && (sign = memchr(roman, data[at + len], 3))) {
		uint64_t now = worth[sign - roman];

		value += now > last ? now - 2 * last : now;
		last = now;
		len++;
	}
	if (!len && at < text.len && ascii_is_capital(data[at])) {
		value = (uint64_t)(data[at] - 'A' + 1);
		len = 1;
	}
	if (at + len < text.len && (ascii_is_name(data[at + len]) && data[at + len] != '.'))
		return 0;
	*ret = value;
	return len;
}

/* "2.1 ", "2.1. ": the number behind the dot. */
static size_t second_of(struct bytes text, size_t at, uint64_t *ret)
{
	const char *data = text.data;
	size_t first = strspn(data + at, "0123456789"), second;

	if (first > 3 || data[at + first] != '.')
		return 0;
	at += first + 1;
	second = strspn(data + at, "0123456789");
	*ret = strtoull(data + at, NULL, 10);
	at += second;
	at += strchr(".):", data[at]) && data[at];
	return second && second <= 3 && data[at] == ' ' ? at + 1 : 0;
}

size_t outline_lettered(struct bytes text, size_t at, uint64_t *ret)
{
	const char *data = text.data;
	uint64_t value = 0;
	size_t len = 0;

	if (at >= text.len)
		return 0;
	if (data[at] >= 'a' && data[at] <= 'z') {
		value = (uint64_t)(data[at] - 'a' + 1);
		len = 1;
	} else if (memchr("IVX", data[at], 3)) {
		len = outline_letters(text, at, &value);
	} else if (ascii_is_digit(data[at])) {
		return second_of(text, at, ret);
	}
	if (!len || at + len + 1 >= text.len || data[at + len + 1] != ' ' ||
	    (data[at + len] != ')' && (data[at + len] != '.' || data[at] >= 'a')))
		return 0;
	*ret = value;
	return at + len + 2;
}

/* As many as a plan counts with: "30", "1:30", "00:15". */
static size_t count_of(struct bytes text, size_t at, bool *ret_clock)
{
	const char *data = text.data;
	size_t end = at;

	while (end < text.len && end - at < 4 && ascii_is_digit(data[end]))
		end++;
	*ret_clock = end > at && end + 2 < text.len && data[end] == ':' &&
		     ascii_is_digit(data[end + 1]) && ascii_is_digit(data[end + 2]);
	return *ret_clock ? end + 3 : end;
}

size_t outline_time(struct bytes text, size_t from)
{
	const char *data = text.data;
	size_t at = from, end, len = 0;
	bool clock, plus;
	uint32_t code;
	char unit[24];

	if (at >= text.len || !memchr("TDHJEL", data[at], 6))
		return 0;
	at = outline_skip(text, at + 1);
	end = utf8_decode(text, at, &code);
	plus = code == '+' || code == 0xb1;
	if (!end || (!plus && code != '-' && code != 0x2212 && code != 0x2013))
		return 0;
	at = outline_skip(text, at + end);
	end = count_of(text, at, &clock);
	if (end == at)
		return 0;
	at = outline_skip(text, end);
	while (at + len < text.len && len < sizeof(unit) - 1 && data[at + len] != ' ' &&
	       !strchr(":.,)|-", data[at + len]))
		len++;
	memcpy(unit, data + at, len);
	unit[len] = '\0';
	if (len && outline_word(WORD_HOURS, unit, WORD_WHOLE))
		end = at + len;
	else if (!plus && !clock) /* "T-30" alone may be what somebody calls it */
		return 0;
	else if (end < text.len && data[end] != ' ' && !outline_has_sign(text, end))
		return 0;
	return outline_skip_sign(text, end) - from;
}

/* "[DB-7] copy", "(NET.3) check": the bracket before an id. */
static size_t bracketed(struct bytes text, size_t at)
{
	const char *data = text.data;
	size_t len;

	if (at + 1 >= text.len || (data[at] != '[' && data[at] != '('))
		return 0;
	len = outline_id(bytes_of(data + at + 1, text.len - at - 1));
	return len && data[at + 1 + len] == (data[at] == '[' ? ']' : ')') ? 1 : 0;
}

struct outline_name outline_read_name(struct outliner *o, const struct md_block *block,
				      size_t from, size_t to, bool heading)
{
	struct bytes text = bytes_of(block->text, to);
	const char *data = text.data;
	struct outline_name name = {0};
	size_t at = skip_marks(o, block, text, from), len, file, line, letter;
	struct outline_said said;
	bool sign, boxed, time = outline_time(text, at);
	struct glyph box;

	len = outline_step(text, at, &name.ordinal, &sign);
	name.step = time || (len && (heading || sign));
	name.weak = len && !name.step;
	name.phase = name.step && !time && outline_word(WORD_PHASE, data + at, WORD_BEGINS);
	if (!len && o->lettered)
		len = outline_lettered(text, at, &name.ordinal);
	letter = len || heading ? 0 : outline_letter(o, block, text, at, &name.ordinal);
	len = letter ? at + letter : len;
	if (name.weak)
		name.ordinal = 0;
	else if (len)
		at = skip_marks(o, block, text, outline_skip_sign(text, len));
	len = heading && !name.step ? dotted(text, at, &name.ordinal) : 0;
	name.inner = len;
	at = outline_skip(text, at + len);
	if (!name.step && !name.inner && (len = outline_number(text, at, &name.ordinal)))
		at = skip_marks(o, block, text, at + len);
	boxed = outline_glyph(o, block, text, outline_skip(text, from), &box) &&
		box.form == FORM_BOX && box.mark == MARK_PLANNED;
	len = outline_word_before(o, block, text, at, boxed, &said);
	at = len ? len : at;
	file = folders(text, at);
	file += bracketed(text, file);
	len = outline_id(bytes_of(data + file, to - file));
	if (len && !time && !is_sentence(text, at + len) &&
	    !(outline_in_code(block, at) && data[file] >= 'a' && data[file] <= 'z'))
		name.id = arena_strndup(o->arena, data + file, len);
	line = at + strcspn(data + at, "\n");
	/* what goes on below, or after its mark, is more about it */
	if (line < to &&
	    (name.id || outline_without_marks(o, block, bytes_of(data, line), at) < line))
		to = line;
	to = outline_without_marks(o, block, bytes_of(data, to), at);
	while (to > at && strchr(" \t\n", data[to - 1]))
		to--;
	name.title = arena_strndup(o->arena, data + at, to - at);
	return name;
}
