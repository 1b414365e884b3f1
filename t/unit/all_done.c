/* Sentences that say that all is done, in each language of the table, and those that do not. */
#include "text/all_done.h"

#include "base/texts.h"
#include "text/legend.h"
#include "../t/unit/tap.h"

static const char *const others[] = {
	"All steps must be complete.",
	"Once all steps are complete, go on.",
	"All steps are complete except DNS.",
	"Not all steps are done.",
	"Are all steps complete?",
	"All steps complete: tell Ada",
	"All steps completed when the box is ticked.",
	"All done items are below.",
	"Allstepsaredone",
	"Alle Schritte müssen erledigt sein.",
	"Toutes les étapes doivent être terminées.",
	"所有步骤未完成。",
	"Все шаги ещё не выполнены.",
	"모든 단계 미완료.",
	"모든 단계를 확인하세요.",
	"",
};

int main(void)
{
	for (size_t i = 0; i < all_word_count; i++) {
		char word[LEGEND_LONGEST], example[256];

		ok(all_done(all_words[i].example), "%s: %s", all_words[i].language,
		   all_words[i].example);
		legend_fold(bytes_text(all_words[i].word), word, sizeof(word));
		legend_fold(bytes_text(all_words[i].example), example, sizeof(example));
		ok(strstr(example, word) != NULL, "  it holds '%s'", all_words[i].word);
	}
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		ok(!all_done(others[i]), "says another thing: '%s'", others[i]);
	for (int len = 159; len <= 160; len++) {
		char text[161];

		snprintf(text, sizeof(text), "All steps%*s", len - 9, "are complete");
		ok(all_done(text) == (len < 160), "%d bytes, however they are filled", len);
	}
	return done();
}
