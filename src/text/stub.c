#include "text/stub.h"

#include "base/texts.h"
#include "text/legend.h"
#include "text/lines.h"

#define LINES_MAX 5 /* what is longer says something */
#define STUB_LONGEST 200

/* Below, a line is a language's words. */
/* clang-format off */
const struct stub_row stub_rows[] = {
	{STUB_WHOLE, "en", "todo|tbd|fixme|wip|placeholder|to be written|to be filled in|coming soon|...", "# REL_02 - TODO\n"},
	{STUB_WHOLE, "de", "folgt|wird nachgetragen|noch zu schreiben", "# Ablauf\n\nwird nachgetragen\n"},
	{STUB_WHOLE, "fr", "a completer|a venir", "# Plan\n\nà compléter\n"},
	{STUB_WHOLE, "es pt", "por completar|pendiente de escribir|a preencher", "# Plan\n\npor completar\n"},
	{STUB_BRACKET, "en", "goes here|insert|paste|fill in|updated|verbatim|lossless|placeholder|your text", "[Verbatim session text goes here]\n"},
	{STUB_BRACKET, "de", "hier einfugen|einzufugen", "[Text hier einfügen]\n"},
	{STUB_BRACKET, "fr", "inserer|a completer", "[Insérer le texte]\n"},
	{STUB_BRACKET, "es pt", "aqui va|insertar|inserir", "[Aquí va el texto]\n"},
	{STUB_END, "en", "(unchanged)|(same as before)|(no change)", "PASS checkpoint (unchanged).\n"},
	{STUB_END, "de", "(unverandert)", "Prüfpunkt (unverändert).\n"},
};
/* clang-format on */
const size_t stub_row_count = ARRAY_SIZE(stub_rows);

static bool has_word(enum stub_shape shape, const char *folded)
{
	for (size_t i = 0; i < stub_row_count; i++)
		for (const char *word = stub_rows[i].shape == shape ? stub_rows[i].words : "";
		     *word;) {
			size_t len = strcspn(word, "|"), all = strlen(folded);

			if (shape == STUB_BRACKET ? memmem(folded, all, word, len) != NULL
			    : all < len		  ? false
			    : shape == STUB_WHOLE ? all == len && !memcmp(folded, word, len)
						  : !memcmp(folded + all - len, word, len))
				return true;
			word += len + (word[len] == '|');
		}
	return false;
}

/* Without signs around it: what is folded keeps letters, brackets and blanks between. */
static const char *fold(struct bytes line, char ret[STUB_LONGEST])
{
	size_t len;

	legend_fold(line, ret, STUB_LONGEST);
	len = strlen(ret);
	while (len && strchr(" .!:*_`", ret[len - 1]) && strcmp(ret, "...") != 0)
		ret[--len] = '\0';
	return ret + strspn(ret, " *_`#>-");
}

static bool is_bracketed(struct bytes line)
{
	const char *data = line.data;

	return line.len > 4 && ((data[0] == '[' && data[line.len - 1] == ']') ||
				(data[0] == '<' && data[1] == '<' &&
				 data[line.len - 1] == '>' && data[line.len - 2] == '>'));
}

static struct bytes trim(struct bytes line)
{
	const char *data = line.data;
	size_t from = 0, to = line.len;

	while (from < to && strchr(" \t\r", data[from]))
		from++;
	while (to > from && strchr(" \t\r", data[to - 1]))
		to--;
	return bytes_of(data + from, to - from);
}

/* The last word of a heading, behind a sign: "# REL_02 - TODO". */
static bool ends_open(const char *folded)
{
	const char *last = strrchr(folded, ' ');

	return last && last > folded && has_word(STUB_WHOLE, last + 1);
}

unsigned stub_line(struct bytes text)
{
	struct lines lines = lines_shown(text);
	unsigned stub = 0, open = 0, headings = 0;
	struct bytes line;
	size_t count = 0;

	while (lines_next_full(&lines, &line)) {
		char room[STUB_LONGEST];
		const char *folded;

		line = trim(line);
		if (++count > LINES_MAX || line.len >= STUB_LONGEST)
			return 0;
		folded = fold(line, room);
		if (((const char *)line.data)[0] == '#') {
			headings++;
			open = ends_open(folded) ? lines.line : open;
		} else if (has_word(STUB_WHOLE, folded) || has_word(STUB_END, folded) ||
			   (is_bracketed(line) && has_word(STUB_BRACKET, folded))) {
			stub = lines.line;
		} else {
			return 0; /* it says something */
		}
	}
	return stub ? stub : headings == count ? open : 0;
}
