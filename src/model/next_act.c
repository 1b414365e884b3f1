#include "model/next_act.h"

#include "base/texts.h"

#define BEGIN "git mcade "
#define ENVIRONMENT " --env "

const char *next_act_text(const struct next_act *act, struct arena *a)
{
	return arena_printf(a, BEGIN "%s %s" ENVIRONMENT "%s%s%s",
			    event_info(act->word)->command, act->step, act->environment,
			    act->arguments ? " " : "", act->arguments ? act->arguments : "");
}

/* The word whose command stands there; EVENT_COUNT: none. */
static enum event_word word_at(const char *command)
{
	size_t len = strcspn(command, " ");

	for (int w = 0; w < EVENT_COUNT; w++) {
		const char *is = event_info((enum event_word)w)->command;

		if (is && strlen(is) == len && !strncmp(is, command, len))
			return (enum event_word)w;
	}
	return EVENT_COUNT;
}

bool next_act_read(const char *text, struct arena *a, struct next_act *ret)
{
	const char *step, *environment, *more;
	struct next_act act = {0};

	if (!text || !text_begins(text, BEGIN))
		return false;
	act.word = word_at(text + strlen(BEGIN));
	step = strchr(text + strlen(BEGIN), ' ');
	environment = step ? strchr(step + 1, ' ') : NULL;
	if (act.word == EVENT_COUNT || !environment || !text_begins(environment, ENVIRONMENT) ||
	    step[1] == '-')
		return false;
	act.step = arena_strndup(a, step + 1, (size_t)(environment - step - 1));
	environment += strlen(ENVIRONMENT);
	more = strchr(environment, ' ');
	act.environment = arena_strndup(a, environment, strcspn(environment, " "));
	act.arguments = more ? arena_strdup(a, more + 1) : NULL;
	*ret = act;
	return true;
}

bool next_act_is(const char *text, enum event_word word)
{
	return text && text_begins(text, BEGIN) && word_at(text + strlen(BEGIN)) == word;
}
