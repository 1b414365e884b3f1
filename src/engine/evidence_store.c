/* Bodies of evidence: which of those that the events name are here. */
#include "base/limits.h"
#include "engine/citations.h"
#include "repo/evidence.h"
#include "sign/digest.h"

int evidence_count(struct session *s, const struct verified_event *event, uint64_t *named,
		   uint64_t *absent, struct findings *findings, struct err *err)
{
	const struct event_values *evidence = &event->event.fields[FIELD_EVIDENCE];

	for (size_t i = 0; i < evidence->count; i++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		char sha256[DIGEST_HEX], found[DIGEST_HEX];
		struct bytes body;

		(*named)++;
		memcpy(sha256, evidence->items[i] + strlen("sha256:"), 64);
		sha256[64] = '\0';
		if (!s->evidence && evidence_store_open(s->repo, &s->evidence, err) < 0)
			return -1;
		if (evidence_find(s->evidence, sha256, LIMIT_BLOB, &scratch, &body, err) < 0) {
			if (err->code != ERR_NOT_FOUND)
				return -1;
			(*absent)++;
			continue;
		}
		digest_sha256_hex(body.data, body.len, found);
		if (strcmp(found, sha256) != 0)
			finding_add(findings, RULE_EVIDENCE, FINDING_ERROR,
				    (struct finding){.sequence = event->sequence,
						     .has_sequence = true,
						     .expected = sha256,
						     .found = found,
						     .fix = "fetch the evidence branches from "
							    "another clone"},
				    "event %" PRIu64
				    ": a body of evidence has other bytes than were "
				    "signed",
				    event->sequence);
	}
	return 0;
}
