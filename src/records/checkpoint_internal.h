/* What the files of checkpoint share: the record of one step, gathered once. */
#ifndef RECORDS_CHECKPOINT_INTERNAL_H
#define RECORDS_CHECKPOINT_INTERNAL_H

#include "records/checkpoint.h"

struct gathered {
	const struct ledger *l;
	const struct checkpoint_request *request;
	struct checkpoint *c;
	struct readiness readiness;
	const struct step_view *view;
	/* The events after the step's state; the kind is EVENT_KIND_COUNT where there is none. */
	struct verified_event start, finish, verify, complete;
	const char **pins; /* "path=value" now */
	size_t pin_count;
	const char *signer;	/* principal whose key signs; NULL: nobody's key */
	const char *author;	/* name of the person whose key signs; NULL: nobody's */
	const char *series;	/* "prod/PLAT_08D"; kept when a step is renamed */
	const char *supersedes; /* id of the one before; NULL */
};

bool gathered_has(const struct verified_event *event);
/* "- name: value" as Markdown; NULL: nothing. */
void checkpoint_add_text(struct strbuf *out, const char *name, const char *value);

/* Reads people's files: regular ones, not through a link, within limits, with names of their own. */
int checkpoint_add_files(struct gathered *g, struct findings *refused, struct err *err);
void checkpoint_add_file(struct gathered *g, const char *name, const struct strbuf *text);

/* README.md, ROLLBACK.md, HANDOFF.md */
void checkpoint_readme(const struct gathered *g, struct strbuf *out);
void checkpoint_rollback(const struct gathered *g, struct strbuf *out);
void checkpoint_handoff(const struct gathered *g, struct strbuf *out);
/* VERIFY.md */
int checkpoint_verify(const struct gathered *g, struct strbuf *out, struct err *err);
/* CHECKPOINT.yaml, of all files gathered so far */
void checkpoint_yaml(const struct gathered *g, struct strbuf *out);

/* One piece of evidence as Markdown (world/evidence.h): pure. */
void evidence_markdown(struct bytes text, struct arena *a, struct strbuf *out);

#endif
