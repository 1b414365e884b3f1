#include "text/placeholder.h"

#include "base/ascii.h"
#include "text/outline_internal.h"

/* clang-format off */
const struct placeholder_row placeholder_rows[] = {
	{"en", "placeholder", "Digest: placeholder"},
	{"en", "replace", "Digest: Replace with the digest"},
	{"en", "to be replaced", "Digest: to be replaced"},
	{"en", "replace-me", "Image: replace-me"},
	{"en", "todo", "Commit: TODO"},
	{"en", "tbd", "Image: TBD"},
	{"en", "fixme", "Version: FIXME"},
	{"en", "example", "Digest: example"},
	{"en", "dummy", "Digest: dummy"},
	{"en", "change me", "Digest: change me"},
	{"en", "change-me", "Digest: change-me"},
	{"en", "changeme", "Digest: CHANGEME"},
	{"en", "fill in", "Digest: fill in"},
	{"de", "platzhalter", "Prüfsumme: Platzhalter"},
	{"de", "ersetzen", "Digest: ersetzen"},
	{"de", "noch einzutragen", "Digest: noch einzutragen"},
	{"fr", "à remplacer", "Version : à remplacer"},
	{"fr", "remplacer", "Image : remplacer par l'empreinte"},
	{"fr", "à compléter", "Image : à compléter"},
	{"es", "reemplazar", "Imagen: reemplazar con el resumen"},
	{"es", "sustituir", "Imagen: sustituir"},
	{"es pt", "marcador de posición", "Imagen: marcador de posición"},
	{"pt", "substituir", "Imagem: substituir pelo resumo"},
	{"pt", "a preencher", "Imagem: a preencher"},
	{"ru", "заменить", "Образ: заменить"},
	{"ru", "заглушка", "Образ: заглушка"},
	{"zh", "占位", "镜像：占位符"},
	{"zh", "待填", "镜像：待填写"},
	{"zh", "替换为", "镜像：替换为摘要"},
	{"ja", "プレースホルダ", "イメージ：プレースホルダー"},
	{"ja", "未記入", "イメージ：未記入"},
	{"ja", "置き換え", "ダイジェスト：置き換えること"},
};
/* clang-format on */
const size_t placeholder_row_count = ARRAY_SIZE(placeholder_rows);

static const char *fold_word(const struct placeholder_row *row, char folded[LEGEND_LONGEST])
{
	return legend_fold(bytes_text(row->word), folded, LEGEND_LONGEST) ? folded : row->word;
}

bool placeholder_held(struct bytes comment)
{
	char low[128], word[LEGEND_LONGEST];

	legend_fold(comment, low, sizeof(low));
	for (size_t i = 0; i < placeholder_row_count; i++)
		if (strstr(low, fold_word(&placeholder_rows[i], word)))
			return true;
	return false;
}

/* A name may go on, "example.com", "dummy-app"; a sentence, and REPLACE_WITH_DIGEST, does not. */
static bool ends_word(const char *at, const char *word)
{
	return ((unsigned char)*word & 0x80) || !*at ||
	       (!ascii_is_alnum(*at) && !strchr("/:@-.", *at)) ||
	       (*at == '.' && !ascii_is_alnum(at[1]));
}

/* "<digest>"; a link is none. */
static bool is_gap(const char *text)
{
	size_t len = strcspn(text, ">/:.@");

	return *text == '<' && text[len] == '>' && len > 1;
}

bool placeholder_value(struct bytes value)
{
	char folded[128], word[LEGEND_LONGEST];
	const char *at = folded;

	legend_fold(value, folded, sizeof(folded));
	at += strspn(at, " *_`\"'([");
	if (is_gap(at))
		return true;
	at += strspn(at, "<{$ ");
	for (size_t i = 0; i < placeholder_row_count; i++) {
		const char *is = fold_word(&placeholder_rows[i], word);

		if (!strncmp(at, is, strlen(is)) && ends_word(at + strlen(is), is))
			return true;
	}
	return false;
}

bool placeholder_digits(struct bytes digits)
{
	const char *at = digits.data;

	for (size_t period = 1; digits.len >= 40 && period <= 16; period++) {
		size_t i = period;

		while (i < digits.len && at[i] == at[i - period])
			i++;
		if (i == digits.len)
			return true;
	}
	return false;
}

/* What ends a label, or a cell; 0: none does. */
static size_t ends_label(const char *at, const char *end)
{
	static const char wide[] = "\xef\xbc\x9a";

	return *at == ':' || *at == '=' || *at == '|'		  ? 1
	       : end - at >= 3 && !memcmp(at, wide, strlen(wide)) ? 3
								  : 0;
}

/* "Image", "Container image (web)": a few words, one of which is of what is pinned. */
static bool is_label(const char *text, size_t len)
{
	char label[LEGEND_LONGEST];

	if (!len || len >= sizeof(label))
		return false;
	memcpy(label, text, len);
	label[len] = '\0';
	return outline_word(WORD_PINNED, label, WORD_HELD);
}

struct bytes placeholder_in(struct bytes line)
{
	const char *begin = line.data, *end = begin + line.len, *from = begin;

	for (const char *at = begin; at < end; at++) {
		size_t len = ends_label(at, end);
		const char *value = at + len, *last;

		if (!len)
			continue;
		if (is_label(from, (size_t)(at - from))) {
			while (value < end && (*value == ' ' || *value == '*'))
				value++;
			last = memchr(value, '|', (size_t)(end - value));
			last = last ? last : end;
			if (placeholder_value(bytes_of(value, (size_t)(last - value))))
				return bytes_of(value, (size_t)(last - value));
		}
		from = at + len;
	}
	return bytes_of("", 0);
}
