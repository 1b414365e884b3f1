/*
 * events.h - events for tests: every field has a sample value, and what stands in every event
 * and what its word demands is filled in.
 *
 *	struct event e = sample_event(a, EVENT_SKIP, 7, "because");
 *	event_set(&e, a, FIELD_STEP, "B");
 */
#ifndef T_UNIT_EVENTS_H
#define T_UNIT_EVENTS_H

#include "model/event.h"

#define SHA "1111111111111111111111111111111111111111111111111111111111111111"
#define SHA2 "2222222222222222222222222222222222222222222222222222222222222222"
#define GIT_ID "0123456789012345678901234567890123456789"
#define RANDOM_ID "00000000000000000000000000000000"
#define KEY_A "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define KEY_B "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"

UNUSED static const char *const sample_values[FIELD_COUNT] = {
	[FIELD_FORMAT] = "1",
	[FIELD_LEDGER] = "sha256:" SHA,
	[FIELD_NONCE] = RANDOM_ID,
	[FIELD_ID] = RANDOM_ID,
	[FIELD_SEQUENCE] = "1",
	[FIELD_PREVIOUS] = "sha256:" SHA,
	[FIELD_EVENT] = "skip",
	[FIELD_ENVIRONMENT] = "prod",
	[FIELD_STEP] = "A",
	[FIELD_SUBJECT] = "gate:G",
	[FIELD_SEEN] = "sha256:" SHA,
	[FIELD_OCCURRED] = "2026-01-28T10:00:00Z",
	[FIELD_TIP] = GIT_ID " refs/heads/main",
	[FIELD_CONTESTED] = "locked",
	[FIELD_DISPUTES] = RANDOM_ID " order",
	[FIELD_RULES] = "1",
	[FIELD_PRINCIPAL] = "ada",
	[FIELD_NAME] = "Ada Lovelace",
	[FIELD_EMAIL] = "ada@example.com",
	[FIELD_KEY] = KEY_A,
	[FIELD_REVOKED] = KEY_B,
	[FIELD_MAY] = "legal waive in prod",
	[FIELD_RECOVERY] = KEY_B,
	[FIELD_REJECTS] = GIT_ID,
	[FIELD_RUNBOOK] = "sha256:" SHA,
	[FIELD_GOVERNED] = "refs/heads/main",
	[FIELD_RENAME] = "OLD prod A",
	[FIELD_CLAIM] = "A prod complete",
	[FIELD_CONTRADICTED] = "B prod planned",
	[FIELD_SINCE] = GIT_ID " 2026-01-28",
	[FIELD_REWRITTEN] = GIT_ID " refs/heads/main",
	[FIELD_RUN] = RANDOM_ID,
	[FIELD_VERDICT] = "pass",
	[FIELD_CODE] = GIT_ID,
	[FIELD_REPOSITORY] = "motorcade.vip",
	[FIELD_CONTENT] = "sha256:" SHA,
	[FIELD_CANDIDATE] = "sha256:" SHA,
	[FIELD_DEFINITION] = "sha256:" SHA,
	[FIELD_SETTINGS] = "sha256:" SHA,
	[FIELD_CHECKS] = "sha256:" SHA,
	[FIELD_USES] = "sha256:" SHA " ansible/playbooks/a.yml",
	[FIELD_INPUT] = "sha256:" SHA " ansible/roles/a/main.yml",
	[FIELD_ARGUMENT] = "--limit=web",
	[FIELD_VALUE] = "colour=green",
	[FIELD_MEANING] = "sha256:" SHA " Makefile:deploy",
	[FIELD_HOST] = "web-01",
	[FIELD_OFFLINE] = "the link is down",
	[FIELD_ACCEPTED] = "ansible/roles/a/main.yml",
	[FIELD_DIRTY] = "yes",
	[FIELD_WAIVED] = "order",
	[FIELD_INCIDENT] = RANDOM_ID,
	[FIELD_RESTORED_TO] = "3",
	[FIELD_LEFT] = "sha256:" SHA,
	[FIELD_RESULT] = "ok",
	[FIELD_EXIT] = "exit status 0",
	[FIELD_OUTCOME] = "ok",
	[FIELD_RECAP] = "web-01 ok=3 changed=1 failed=0",
	[FIELD_RESTORE] = "/var/backups/a.tar",
	[FIELD_CHECK] = "ready pass",
	[FIELD_BASELINE] = "normal sha256:" SHA " sha256:" SHA,
	[FIELD_FIELD] = "redis_version=7.2",
	[FIELD_COVERS] = "the shop answers",
	[FIELD_CRITERION] = "restore",
	[FIELD_ACT] = RANDOM_ID " sha256:" SHA,
	[FIELD_RULE] = "order",
	[FIELD_REF] = "refs/heads/main",
	[FIELD_FOR] = "Lea Legal <lea@example.com>",
	[FIELD_ROLE] = "operator",
	[FIELD_PIN] = "web.image=redis@sha256:" SHA,
	[FIELD_SOURCE] = "lab",
	[FIELD_LOG] = "docs/deployments/2026-01-28.md",
	[FIELD_WITHOUT] = "restore",
	[FIELD_HOLD] = "proxy",
	[FIELD_PATH] = "ansible/*nginx*",
	[FIELD_EXCEPT] = "ansible/nginx_80.yml",
	[FIELD_UNTIL] = "the vendor answers",
	[FIELD_REPLACEMENT] = "B",
	[FIELD_OF] = "block:A",
	[FIELD_EXPIRES] = "2036-01-28T10:00:00Z",
	[FIELD_FOLLOW_UP] = "ticket 12",
	[FIELD_BODY] = "sha256:" SHA,
	[FIELD_DIRECTORY] = "docs/checkpoints/2026-01-28-A",
	[FIELD_EVIDENCE] = "sha256:" SHA " 12 stdout",
	[FIELD_FILE] = "sha256:" SHA " state/prod/A.yaml",
};

/* Of the first type that the word may speak of, and where that needs it, in prod. */
UNUSED static void sample_subject(struct event *e, struct arena *a, enum subject_type type)
{
	static const char *const subjects[SUBJECT_COUNT] = {
		[SUBJECT_GATE] = "gate:G",
		[SUBJECT_ROLLBACK] = "rollback:R",
		[SUBJECT_DRILL] = "drill:D",
		[SUBJECT_PATH] = "path:docs/a.md",
		[SUBJECT_EVENT] = "event:" RANDOM_ID,
	};

	e->fields[FIELD_STEP].count = e->fields[FIELD_SUBJECT].count = 0;
	e->fields[FIELD_ENVIRONMENT].count = 0;
	if (type == SUBJECT_STEP)
		event_set(e, a, FIELD_STEP, "A");
	else if (subjects[type])
		event_set(e, a, FIELD_SUBJECT, subjects[type]);
	if (type != SUBJECT_NONE && type != SUBJECT_PATH && type != SUBJECT_EVENT)
		event_set(e, a, FIELD_ENVIRONMENT, "prod");
}

/* Every field that the word demands, a reason where it is given or demanded, an id of the
 * sequence's. */
UNUSED static struct event sample_event(struct arena *a, enum event_word word,
					uint64_t sequence, const char *reason)
{
	const struct event_info *info = event_info(word);
	struct event e = {.word = word, .reason = reason};
	int type = 0;

	for (int f = 0; f < FIELD_COUNT; f++)
		if (event_demands(word, (enum event_field)f))
			event_set(&e, a, (enum event_field)f, sample_values[f]);
	while (!(info->subjects & (1u << type)))
		type++;
	sample_subject(&e, a, (enum subject_type)type);
	if (word == EVENT_INIT) {
		event_set(&e, a, FIELD_NONCE, sample_values[FIELD_NONCE]);
	} else {
		event_set(&e, a, FIELD_LEDGER, sample_values[FIELD_LEDGER]);
		event_set(&e, a, FIELD_PREVIOUS, sample_values[FIELD_PREVIOUS]);
		event_set(&e, a, FIELD_SEEN, sample_values[FIELD_SEEN]);
	}
	event_set(&e, a, FIELD_FORMAT, "1");
	event_set(&e, a, FIELD_EVENT, info->word);
	event_set(&e, a, FIELD_ID, arena_printf(a, "%032" PRIx64, sequence));
	event_set(&e, a, FIELD_SEQUENCE, arena_printf(a, "%" PRIu64, sequence));
	if (!reason && event_demands(word, FIELD_SAYS))
		e.reason = "because it is so";
	return e;
}

#endif
