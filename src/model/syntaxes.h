/*
 * syntaxes.h - what a trailer's value may look like: one spelling per value. No include guard:
 * included with SYNTAX() defined.
 *
 *	SYNTAX(tag, holds)
 *
 * holds: the function of event_syntax.c that takes a text and says whether it is one.
 */
SYNTAX(NUMBER, is_number)     /* decimal */
SYNTAX(DIGEST, is_digest)     /* sha256:<64 hex> */
SYNTAX(CONTENT, is_content)   /* the same, or "none": a deletion is approved */
SYNTAX(RANDOM, is_random)     /* 32 hex: 128 random bits */
SYNTAX(NAME, id_is_valid)     /* an id of model/ids.h */
SYNTAX(SUBJECT, is_subject)   /* gate:G, rollback:R, drill:D, path:P, event:<32 hex> */
SYNTAX(TIME, is_time)	      /* 2026-01-28T10:00:00Z */
SYNTAX(TIP, is_tip)	      /* <40 or 64 hex> <full ref name> */
SYNTAX(REF, is_ref)	      /* <full ref name> */
SYNTAX(SINCE, is_since)	      /* <40 or 64 hex> <date> */
SYNTAX(OBJECT, hex_is_object) /* <40 or 64 hex> */
SYNTAX(LINE, is_line)	      /* printable UTF-8, no blank at either end */
SYNTAX(PERSON, is_person)     /* a line without '<' and '>' */
SYNTAX(ADDRESS, is_address)   /* the same, without blanks */
SYNTAX(SOMEBODY, is_somebody) /* <person> <<address>>, who has no key */
SYNTAX(PATH, is_path)	      /* a path inside the repository */
SYNTAX(FILE, is_file)	      /* sha256:<hex> <path> */
SYNTAX(EVIDENCE, is_evidence) /* sha256:<hex> <bytes> <name> */
SYNTAX(KEY, is_key)	      /* ssh-ed25519 <base64>, sk-ssh-ed25519@openssh.com <base64> */
SYNTAX(PIN, is_pin)	      /* <dotted path>=<value> */
SYNTAX(CLAIM, is_claim) /* <step> <environment> <word>; a rename: <old> <environment> <new> */
SYNTAX(BASELINE, is_baseline) /* <id> sha256:<hex> sha256:<hex> */
SYNTAX(CHECK, is_check)	      /* <id> pass|warn|fail|inconclusive|error|not-applicable */
SYNTAX(RESULT, is_result)     /* ok|failed|cancelled|lost */
SYNTAX(VERDICT, is_verdict)   /* pass|fail|inconclusive */
SYNTAX(RULE, is_rule)	      /* the id of a rule */
SYNTAX(DISPUTE, is_dispute)   /* <32 hex> <rule> */
SYNTAX(ACT, is_act)	      /* <32 hex> sha256:<hex>: an event, and its commit's bytes */
SYNTAX(HOLD, is_hold)	      /* <word that holds>:<id> */
SYNTAX(YES, is_yes)	      /* yes: the field is absent otherwise */
