/*
 * tries.h - what explore.c tries in every state and walks.c says at random, and what both look at:
 * whether files and memory agree, what is known beside the record.
 */
#ifndef T_UNIT_TRIES_H
#define T_UNIT_TRIES_H

#include "fold/fold_internal.h"

#include "../t/unit/honest.h"

/* Those before the gap lead on to new states. */
static const char *const tries[] = {"start",
				    "finish",
				    "finish:bad",
				    "verify",
				    "verify:fail",
				    "pin",
				    "complete",
				    "reopen",
				    "lock",
				    "unlock",
				    NULL,
				    "start:dirty",
				    "finish:norestore",
				    "finish:fail",
				    "pin:other",
				    "skip",
				    "adopt:claim",
				    "start:lie",
				    "start=carl",
				    "finish:none",
				    "finish:other",
				    "abandon",
				    "abandon:other",
				    "verify:dirty",
				    "verify:none",
				    "verify:lie",
				    "verify:unsure",
				    "pin:latest",
				    "pin:conflict",
				    "unpin",
				    "promote",
				    "complete:nopins",
				    "complete:elsewhere",
				    "complete=carl",
				    "block",
				    "defer",
				    "dormant",
				    "deprecate",
				    "supersede",
				    "freeze",
				    "halt",
				    "unblock",
				    "activate",
				    "thaw",
				    "resume",
				    "incident-open",
				    "incident-close",
				    "waive",
				    "skip:lie",
				    "purge",
				    "expunge",
				    "approve=rita",
				    "attest",
				    "attest:whole",
				    "attest:last",
				    "attest:last=olga",
				    "attest:last-other",
				    "gate",
				    "rollback",
				    "drill",
				    "checkpoint",
				    "checkpoint:elsewhere",
				    "unseal",
				    "unseal:elsewhere",
				    "adopt",
				    "adopt:other",
				    "adopt:contradicted",
				    "adopt:dropped",
				    "adopt:renamed",
				    "adopt:broken",
				    "adopt:nolog",
				    "retip",
				    "trust",
				    "trust:again",
				    "trust=olga",
				    "recover",
				    "recover=otto",
				    "format",
				    "init"};

/* What a state has in memory is what its files say. */
UNUSED static const char *fault_of_memory(struct world *w)
{
	static const char *const paths[] = {
		"state/lab/A.yaml", "state/lab/Z.yaml", "state/lab/_environment.yaml",
		STATE_PATHS,	    STATE_ADOPTED,	STATE_ACTS};

	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
		struct bytes file = {"", 0};
		const struct subject *subject;
		struct err err;
		bool found;

		if (state_subject(fold_record(w->fold), paths[i], &subject, &err) < 0 ||
		    fold_read(w->fold, paths[i], w->a, &file, &found, &err) < 0)
			return "a subject cannot be read";
		subject_write(subject, &text);
		if (!bytes_equal(bytes_of(text.buf, text.len), file))
			return "the record and its files are two things";
	}
	return NULL;
}

/* What is known beside the record: what does not count, what was ever pinned and sealed, who had
 * seen what. */
UNUSED static const char *remembered(struct world *w)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct fold *f = w->fold;
	size_t count;
	const struct held_pin *pins = fold_pins(w->fold, &count);

	strbuf_addf(&out, "clock %" PRId64 " unseen %" PRIu64 "\n", f->clock, f->unseen);
	for (size_t i = 0; i < count; i++)
		strbuf_addf(&out, "pin %s %s=%s %" PRIu64 " %d\n", pins[i].environment,
			    pins[i].path, pins[i].value, pins[i].sequence, pins[i].rollback);
	for (size_t i = 0; i < f->dispute_count; i++)
		strbuf_addf(&out, "dispute %" PRIu64 " %s %s %d%d\n", f->disputes[i].sequence,
			    f->disputes[i].id, rule_word(f->disputes[i].rule),
			    f->disputes[i].contested, f->disputes[i].attested);
	for (size_t i = 0; i < f->seen_by_count; i++)
		strbuf_addf(&out, "seen %s %" PRIu64 "\n", f->seen_by[i].principal,
			    f->seen_by[i].sequence);
	for (uint64_t i = 0; i < event_index_count(f->index); i++)
		strbuf_addf(&out, "%d", event_index_at(f->index, i)->counts);
	fold_seals(w->fold, &count);
	strbuf_addf(&out, " seals %zu\n", count);
	return arena_strdup(w->a, out.buf);
}

#endif
