#include "report/json_internal.h"

#include "base/cleanup.h"
#include "report/judged.h"

static void add_exemptions(struct json_writer *w, const struct tip_past *past)
{
	jw_field_array(w, "exemptions");
	for (size_t i = 0; i < past->exemption_count; i++) {
		const struct exemption *e = &past->exemptions[i];

		jw_object(w);
		jw_field_int(w, "sequence", (int64_t)e->sequence);
		jw_field_string(w, "event", e->word);
		jw_field_string(w, "principal", e->principal);
		jw_field_string(w, "reason", e->reason);
		jw_field_bool(w, "counts", e->counts);
		if (e->has_commits)
			jw_field_int(w, "commits", (int64_t)e->commits);
		else if (e->uncounted)
			jw_field_bool(w, "uncounted", true);
		jw_end(w);
	}
	jw_end(w);
}

void json_audit(struct report *out, const struct audit_result *r)
{
	const struct review *review = &r->review;
	struct json_writer w;

	json_begin(&w, &out->data, "audit");
	jw_field_string(&w, "verdict", r->verdict);
	jw_field_string(&w, "summary", r->summary);
	jw_field_bool(&w, "confirmed", review->view && review->view->confirmed);
	if (review->view) {
		jw_field_string(&w, "ledger", review->view->id);
		jw_field_int(&w, "sequence", (int64_t)review->view->sequence);
	}
	jw_field_int(&w, "events", (int64_t)review->events);
	jw_field_int(&w, "evidence_absent", (int64_t)review->evidence_absent);
	jw_field_int(&w, "evidence_expunged", (int64_t)review->evidence_expunged);
	jw_field_int(&w, "objects_absent", (int64_t)review->objects_absent);
	add_exemptions(&w, &r->past);
	json_findings(&w, &review->findings);
	json_end(&w);
}

static const char *verdict_of(const struct findings *findings)
{
	static const char *const words[] = {
		[FINDING_NOTE] = "accept", [FINDING_WARN] = "warn", [FINDING_ERROR] = "reject"};

	return words[findings->count ? findings_worst(findings) : FINDING_NOTE];
}

static void add_commits(struct json_writer *w, const struct check_result *r)
{
	jw_field_array(w, "commits");
	for (size_t i = 0; i < r->count; i++) {
		if (!r->commits[i].commit)
			continue;
		jw_object(w);
		jw_field_string(w, "commit", r->commits[i].commit);
		jw_field_string(w, "verdict", verdict_of(&r->commits[i].findings));
		json_findings(w, &r->commits[i].findings);
		jw_end(w);
	}
	jw_end(w);
}

void json_check(struct report *out, const struct check_result *r)
{
	static const char *const verdicts[] = {"pass", "fail", "inconclusive", "untrusted"};
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct json_writer w;

	json_begin(&w, &out->data, "check");
	jw_field_string(&w, "verdict", verdicts[check_status(r)]);
	jw_field_string(&w, "summary", check_summary(r, &scratch));
	jw_field_int(&w, "judged", (int64_t)r->count);
	jw_key(&w, "counts");
	jw_object(&w);
	jw_field_int(&w, "commits", (int64_t)check_commit_count(r));
	jw_field_int(&w, "files", (int64_t)r->files);
	jw_end(&w);
	jw_field_bool(&w, "confirmed", r->confirmed);
	jw_field_string(&w, "ledger", r->ledger);
	jw_field_string(&w, "forge", r->forge);
	jw_field_string(&w, "ref", r->ref);
	jw_field_string(&w, "base", r->base);
	jw_field_string(&w, "tip", r->tip);
	if (r->unseen)
		jw_field_int(&w, "unseen", (int64_t)r->unseen);
	jw_field_array(&w, "findings");
	for (size_t i = 0; i < r->about.count; i++)
		json_finding(&w, &r->about.items[i]);
	for (size_t i = 0; i < r->count; i++)
		for (size_t f = 0; f < r->commits[i].findings.count; f++)
			json_finding(&w, &r->commits[i].findings.items[f]);
	jw_end(&w);
	add_commits(&w, r);
	json_end(&w);
}

static void add_counts(struct json_writer *w, const struct doclint_counts *n)
{
	jw_key(w, "counts");
	jw_object(w);
	jw_field_int(w, "commits", (int64_t)n->commits);
	jw_field_int(w, "files", (int64_t)n->files);
	jw_field_int(w, "documents", (int64_t)n->documents);
	jw_field_int(w, "operational", (int64_t)n->operational);
	jw_field_int(w, "marks", (int64_t)n->marks);
	jw_field_int(w, "records", (int64_t)n->records);
	jw_field_int(w, "manifests", (int64_t)n->manifests);
	jw_end(w);
}

static void add_document(struct json_writer *w, const struct document *d)
{
	jw_object(w);
	jw_field_string(w, "path", d->path);
	jw_field_string(w, "kind", document_kinds[d->class].word);
	jw_field_string(w, "reason", d->reason);
	jw_field_int(w, "steps", (int64_t)d->steps);
	jw_field_int(w, "marks", (int64_t)d->marks);
	jw_end(w);
}

#define NEAREST 5

/* All of them; where nothing can be said those that came nearest. */
static void add_documents(struct json_writer *w, const struct lint_result *r)
{
	const struct documents *all = &r->lint->documents;
	const struct document *nearest[NEAREST];
	size_t count = r->lint->nothing && !r->documents
			       ? documents_nearest(all, nearest, NEAREST)
			       : 0;

	jw_field_array(w, "documents");
	for (size_t i = 0; r->documents && i < all->count; i++)
		add_document(w, &all->items[i]);
	for (size_t i = 0; i < count; i++)
		add_document(w, nearest[i]);
	jw_end(w);
}

void json_lint(struct report *out, const struct lint_result *r)
{
	static const char *const verdicts[] = {"pass", "fail", "inconclusive"};
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct json_writer w;

	json_begin(&w, &out->data, "lint");
	jw_field_string(&w, "verdict", verdicts[lint_status(r)]);
	jw_field_string(&w, "summary",
			!r->lint ? r->summary
			: r->lint->nothing && lint_status(r) == 2
				? r->lint->nothing
				: doclint_summary(r->lint, ", ", &scratch));
	if (r->lint) {
		add_counts(&w, &r->lint->counts);
		jw_field_int(&w, "accepted", (int64_t)r->lint->accepted);
		add_documents(&w, r);
	}
	json_findings(&w, r->findings);
	json_end(&w);
}
