#include "text/all_done.h"

#include <string.h>

#include "base/ascii.h"
#include "base/bytes.h"
#include "base/texts.h"
#include "text/legend.h"

#define SENTENCE 160 /* bytes: what is longer says more */

/* Without accents, as legend_fold() writes them. */
const struct all_word all_words[] = {
	{"en", "all", "All steps are complete."},
	{"en", "every", "Every step is done."},
	{"en", "everything", "Everything is done!"},
	{"de", "alle", "Alle Schritte sind erledigt."},
	{"de", "alles", "Alles ist erledigt."},
	{"de", "saemtliche", "Saemtliche Punkte wurden abgeschlossen."},
	{"de", "samtliche", "Sämtliche Aufgaben erledigt"},
	{"fr", "tous", "Tous les points sont terminés."},
	{"fr", "toutes", "Toutes les étapes ont été réalisées."},
	{"fr", "tout", "Tout est terminé."},
	{"es", "todos", "Todos los pasos están completados."},
	{"es", "todas", "Todas las tareas han sido completadas."},
	{"es", "todo", "Todo está hecho."},
	{"pt", "todos", "Todos os passos foram concluídos."},
	{"pt", "todas", "Todas as tarefas estão concluídas."},
	{"pt", "tudo", "Tudo concluído."},
	{"it", "tutti", "Tutti i passi sono completati."},
	{"it", "tutte", "Tutte le attività sono state completate."},
	{"nl", "alle", "Alle stappen zijn voltooid."},
	{"ru", "все", "Все шаги выполнены."},
	{"zh", "所有", "所有步骤已完成。"},
	{"zh", "全部", "全部步骤均已完成。"},
	{"ja", "すべての", "すべての手順が完了しました。"},
	{"ja", "全ての", "全ての作業は完了。"},
};
const size_t all_word_count = ARRAY_SIZE(all_words);

/* What may stand between: what is done, and that it is. */
static const char *const between[] = {
	"of",	    "the",	"these",    "those",  "steps",	  "step",	"tasks",
	"task",	    "items",	"item",	    "boxes",  "checks",	  "points",	"work",
	"are",	    "is",	"have",	    "has",    "been",	  "now",	"were",
	"was",	    "schritte", "aufgaben", "punkte", "arbeiten", "die",	"sind",
	"ist",	    "wurden",	"worden",   "les",    "etapes",	  "taches",	"points",
	"sont",	    "est",	"ont",	    "a",      "ete",	  "maintenant", "los",
	"las",	    "pasos",	"tareas",   "puntos", "estan",	  "esta",	"han",
	"sido",	    "fueron",	"os",	    "as",     "passos",	  "tarefas",	"etapas",
	"foram",    "estao",	"sao",	    "i",      "le",	  "gli",	"passi",
	"passaggi", "attivita", "punti",    "sono",   "stati",	  "state",	"stappen",
	"taken",    "punten",	"zijn",	    "шаги",   "задачи",	  "пункты",	"этапы",
	"были",	    "步骤",	"任务",	    "项目",   "工作",	  "均",		"都",
	"已",	    "已经",	"手順",	    "作業",   "項目",	  "ステップ",	"が",
	"は",
};

/* Forms of the words of a legend that stand in sentences alone. */
static const char *const ends[] = {
	"realisees",  "realises",     "terminees", "termines",	     "achevees",
	"acheves",    "faites",	      "faits",	   "completadas",    "completados",
	"terminadas", "terminados",   "hechas",	   "hechos",	     "concluidas",
	"concluidos", "feitas",	      "feitos",	   "completati",     "completate",
	"completi",   "fatti",	      "fatte",	   "terminati",	     "terminate",
	"voltooid",   "afgerond",     "выполнены", "завершены",	     "сделаны",
	"готовы",     "完了しました", "完了した",  "完了しています", "完成了",
	"已经完成",
};

/* The words of a script without blanks end where the next begins. */
static bool ends_here(const char *at)
{
	return !ascii_is_alnum(*at) &&
	       (!((unsigned char)*at & 0x80) || ((unsigned char)at[-1] & 0x80));
}

/* Letters beyond ASCII are compared as a legend does. */
static size_t word_at(const char *at, const char *word)
{
	char folded[LEGEND_LONGEST];
	size_t len;

	if ((unsigned char)*word & 0x80)
		word = legend_fold(bytes_text(word), folded, sizeof(folded)) ? folded : word;
	len = strlen(word);
	return !strncmp(at, word, len) && ends_here(at + len) ? len : 0;
}

/* One more of those between; the longest. */
static size_t next_between(const char *at)
{
	size_t longest = 0;

	for (size_t i = 0; i < ARRAY_SIZE(between); i++) {
		size_t len = word_at(at, between[i]);

		longest = len > longest ? len : longest;
	}
	return longest;
}

static bool is_end(const char *at)
{
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		size_t len = word_at(at, ends[i]);

		if (len && !at[len])
			return true;
	}
	return legend_word(NULL, at) == MARK_DONE;
}

/* The first sentence; false: it is too long, or asks. */
static bool sentence(const char *text, char *ret)
{
	static const char *const stops[] = {". ", "! ",		  ".\n",	 "!\n",
					    "\n", "\xe3\x80\x82", "\xef\xbc\x81"};
	size_t len = strlen(text);
	struct bytes first;

	for (size_t i = 0; i < ARRAY_SIZE(stops); i++) {
		const char *stop = strstr(text, stops[i]);

		len = stop && (size_t)(stop - text) < len ? (size_t)(stop - text) : len;
	}
	while (len && strchr(".! ", text[len - 1]))
		len--;
	first = bytes_of(text, len);
	return len && len < SENTENCE && legend_fold(first, ret, SENTENCE);
}

bool all_done(const char *text)
{
	char said[SENTENCE];

	if (!sentence(text, said))
		return false;
	for (size_t i = 0; i < all_word_count; i++) {
		const char *at = said;
		size_t len = word_at(at, all_words[i].all);

		while (len) {
			at += len;
			at += strspn(at, " ");
			if (is_end(at))
				return true;
			len = next_between(at);
		}
	}
	return false;
}
