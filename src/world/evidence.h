/*
 * evidence.h - what a command or a check did, as one text that anybody can read and whose
 * SHA-256 and size an event signs. Format: git-mcade-records(5), "evidence".
 *
 *	mcade-evidence 1
 *	name: check.ready
 *	command: ["ssh","web","sh","-s"]
 *	...
 *	end: 2026-01-28T10:00:03Z
 *	outcome: exit status 0
 *	expect: pass | stdout | contains 'PONG' | PONG
 *	stdout: 5 bytes, 0 left out, 0 masked
 *		PONG
 *
 * Everything that came from outside stands after a tab or in JSON, so that no output can look
 * like a field. Secrets are masked in the whole text before it leaves this file.
 */
#ifndef WORLD_EVIDENCE_H
#define WORLD_EVIDENCE_H

#include "base/arena.h"
#include "base/bytes.h"
#include "runbook/expect.h"
#include "proc/proc.h"

/* One piece of evidence, in the order in which it came to be. Lives in the list's arena. */
struct evidence_item {
	const char *name;   /* "run", "run.2", "guard.ID", "before.ID", "check.ID" */
	struct bytes bytes; /* the text */
	const char *exit;   /* "exit status 0"; NULL: no command ran */
	const char *result; /* "pass", "fail", ...; of a command: "ok", "failed" */
};

struct evidence_items {
	struct arena *arena;
	struct evidence_item *items;
	size_t count;
};

/* What is known of one command or probe; NULL and 0 are left out of the text. */
struct evidence_facts {
	const char *name;
	const char *step, *environment;
	const char *const *argv; /* NULL-terminated */
	const char *script;	 /* shell text, or what went to a target's stdin */
	const char *target;
	const char *cwd;
	const char *probe;	      /* "file /etc/redis.conf", "env ALLOW_PROD" */
	const char *const *env_names; /* NULL-terminated */
	const char *const *passed;    /* "NAME=value" of the caller's that were handed on */
	size_t passed_count;
	unsigned attempts;
	const char *captured; /* what later checks were told of it: a JSON object */
	const struct proc_result *process;
	const struct expect_item *expectations;
	size_t expectation_count;
	const char *result, *reason;
};

/* Appends one piece; its bytes are masked. */
void evidence_add(struct evidence_items *list, const struct evidence_facts *facts,
		  const struct redactor *secrets);

#endif
