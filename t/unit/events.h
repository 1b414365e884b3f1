/*
 * events.h - events for tests: every field has a sample value, and what stands in every event
 * is filled in.
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
	[FIELD_SEEN] = "sha256:" SHA,
	[FIELD_OCCURRED] = "2026-01-28T10:00:00Z",
	[FIELD_TIP] = GIT_ID " refs/heads/main",
	[FIELD_PRINCIPAL] = "ada",
	[FIELD_NAME] = "Ada Lovelace",
	[FIELD_EMAIL] = "ada@example.com",
	[FIELD_KEY] = KEY_A,
	[FIELD_ROLE] = "operator",
	[FIELD_RECOVERY] = KEY_B,
	[FIELD_RUNBOOK] = "sha256:" SHA,
	[FIELD_RENAME] = "OLD prod A",
	[FIELD_CLAIM] = "A prod complete",
	[FIELD_DISPUTED] = "B prod planned",
	[FIELD_RUN] = RANDOM_ID,
	[FIELD_CODE] = GIT_ID,
	[FIELD_REPOSITORY] = "motorcade.vip",
	[FIELD_DEFINITION] = "sha256:" SHA,
	[FIELD_USES] = "sha256:" SHA " ansible/playbooks/a.yml",
	[FIELD_INPUT] = "sha256:" SHA " ansible/roles/a/main.yml",
	[FIELD_HOST] = "web-01",
	[FIELD_OFFLINE] = "the link is down",
	[FIELD_ACCEPTED] = "ansible/roles/a/main.yml",
	[FIELD_DIRTY] = "yes",
	[FIELD_RESULT] = "ok",
	[FIELD_EXIT] = "0",
	[FIELD_RECAP] = "web-01 ok=3 changed=1 failed=0",
	[FIELD_RESTORE] = "/var/backups/a.tar",
	[FIELD_VERIFY] = "pass",
	[FIELD_CHECK] = "ready pass",
	[FIELD_PIN] = "web.image=redis@sha256:" SHA,
	[FIELD_LOG] = "docs/deployments/2026-01-28.md",
	[FIELD_UNTIL] = "the vendor answers",
	[FIELD_FREEZE] = "nginx",
	[FIELD_SCOPE] = "ansible/*nginx*",
	[FIELD_EXCEPT] = "ansible/nginx_80.yml",
	[FIELD_CHECKPOINT] = "2026-01-28-A",
	[FIELD_DIRECTORY] = "docs/checkpoints/2026-01-28-A",
	[FIELD_EVIDENCE] = "sha256:" SHA " 12 stdout",
	[FIELD_FILE] = "sha256:" SHA " state/prod/A.yaml",
};

/* Every field that the kind demands, the reason where it is given, and an id of the sequence's. */
UNUSED static struct event sample_event(struct arena *a, enum event_kind kind,
					uint64_t sequence, const char *reason)
{
	const struct event_kind_info *info = event_kind_info(kind);
	struct event e = {.kind = kind, .reason = reason};

	for (int f = 0; f < FIELD_COUNT; f++)
		if (info->must & ((uint64_t)1 << f))
			event_set(&e, a, (enum event_field)f, sample_values[f]);
	if (kind != EVENT_INIT) {
		event_set(&e, a, FIELD_LEDGER, sample_values[FIELD_LEDGER]);
		event_set(&e, a, FIELD_PREVIOUS, sample_values[FIELD_PREVIOUS]);
		event_set(&e, a, FIELD_SEEN, sample_values[FIELD_SEEN]);
	}
	event_set(&e, a, FIELD_FORMAT, "1");
	event_set(&e, a, FIELD_EVENT, info->word);
	event_set(&e, a, FIELD_ID, arena_printf(a, "%032" PRIx64, sequence));
	event_set(&e, a, FIELD_SEQUENCE, arena_printf(a, "%" PRIu64, sequence));
	if (!reason && (info->must & EVENT_SAYS))
		e.reason = "because it is so";
	return e;
}

#endif
