/* said.h - what an event did, in words: one line, and what else there is to say of it. */
#ifndef REPORT_SAID_H
#define REPORT_SAID_H

#include "model/event.h"

struct said {
	const char *line;	/* "pin platform.redis.image = redis:7.2 in prod" */
	bool told[FIELD_COUNT]; /* is in the line, whole */
};

/* Lives in the arena. Not yet made harmless for a terminal. */
void event_say(const struct event *event, struct arena *a, struct said *ret);

/*
 * The same for a chat: "prod #42 otto: pin platform.redis.image = redis:7.2 (reason)". One line of
 * harmless text; whoever posts it quotes what that chat takes for markup.
 */
const char *event_chat_line(const struct event *event, uint64_t sequence, const char *principal,
			    struct arena *a);

#endif
