#include "records/secrets.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/limits.h"
#include "ledger/in_force.h"
#include "runbook/runbook.h"

#include <fcntl.h>

int secrets_open(const struct runbook *runbook, struct redactor **ret, struct err *err)
{
	CLEANUP(redactor_freep) struct redactor *secrets = redactor_new();
	const struct words *names = &runbook->secrets;

	for (size_t i = 0; i < names->count; i++)
		if (redactor_add(secrets, names->items[i], getenv(names->items[i]), err) < 0)
			return -1;
	*ret = MOVE(secrets);
	return 0;
}

static bool holds_one(const struct redactor *secrets, struct bytes data)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	return redact_text(secrets, data, &out) > 0;
}

int secrets_read_file(const struct redactor *secrets, const char *path, size_t *total,
		      struct arena *a, struct bytes *ret, struct findings *refused,
		      struct err *err)
{
	if (file_read_at(AT_FDCWD, path, path, LIMIT_CHECKPOINT - *total, a, ret, err) < 0) {
		if (err->code == ERR_LIMIT)
			return err_set(err, ERR_LIMIT,
				       "'%s' is too large: the files that are added may have "
				       "%zu bytes in all",
				       path, LIMIT_CHECKPOINT);
		if (err->code != ERR_IO)
			err->code = ERR_USAGE;
		return -1;
	}
	*total += ret->len;
	if (holds_one(secrets, *ret))
		finding_add(refused, RULE_SECRET, FINDING_ERROR,
			    (struct finding){.path = path,
					     .expected = "no plaintext credential",
					     .found = "what looks like one",
					     .fix = "take it out of the file, or add another"},
			    "would be sealed with a credential in it");
	return 0;
}

static void check_text(const struct redactor *secrets, const struct event *event,
		       const char *what, const char *text, struct findings *refused)
{
	if (text && holds_one(secrets, bytes_text(text)))
		finding_add(refused, RULE_SECRET, FINDING_ERROR,
			    (struct finding){
				    .step = event_get(event, FIELD_STEP),
				    .environment = event_get(event, FIELD_ENVIRONMENT),
				    .expected = "no plaintext credential",
				    .found = "what looks like one",
				    .fix = "hint: say it without, and change the credential "
					   "where others can read what was typed"},
			    "%s: its %s has a credential in it", event_info(event->word)->word,
			    what);
}

int secrets_in_act(const struct ledger *l, const struct event *event, struct findings *refused,
		   struct err *err)
{
	CLEANUP(redactor_freep) struct redactor *secrets = NULL;
	static const struct runbook none;
	const struct runbook *runbook = &none;
	struct err absent;

	if (event->word == EVENT_FINISH)
		return 0;
	if (l->view && ledger_runbook(l, &runbook, &absent) < 0)
		runbook = &none; /* before the first adopt there are shapes only */
	if (secrets_open(runbook, &secrets, err) < 0)
		return -1;
	check_text(secrets, event, "reason", event->reason, refused);
	for (enum event_field f = 0; f < FIELD_COUNT; f++)
		for (size_t i = 0; i < event->fields[f].count; i++)
			check_text(secrets, event, event_field_word(f),
				   event->fields[f].items[i], refused);
	return 0;
}
