#include "policy/facts.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/printable.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "match/glob.h"
#include "model/ids.h"
#include "policy/internal.h"

#define QUOTE_MAX 120 /* bytes of a line shown in a finding */

int facts_text(const struct facts *facts, const struct version *version, struct arena *arena,
	       struct bytes *ret_text, struct err *err)
{
	if (!version_is_file(version)) {
		*ret_text = bytes_of("", 0);
		return 0;
	}
	return facts->read(facts->ctx, version, arena, ret_text, err);
}

/*
 * Of a merge: something that holds after it (a version, a line, an absence) is taken over when
 * one parent has it and no other parent gave it up, that is, had it in any of their merge bases
 * and has it no more. Which parents and which bases have it is given; `nothing`: whether the
 * empty tree has it. False where there is one parent.
 */
static bool takes_over(const struct facts *facts, const bool *was, const bool *bases,
		       bool nothing)
{
	size_t n = facts->parents;

	for (size_t i = 0; n > 1 && i < n; i++) {
		bool taken = was[i];

		for (size_t j = 0; taken && j < n; j++) {
			const struct merge_bases *pair = &facts->pairs[i * n + j];

			if (was[j])
				continue;
			taken = pair->count || !nothing;
			for (size_t b = 0; taken && b < pair->count; b++)
				taken = !bases[pair->items[b]];
		}
		if (taken)
			return true;
	}
	return false;
}

bool facts_had(const struct facts *facts, const bool *was, const bool *bases)
{
	bool all = true;

	for (size_t i = 0; i < facts->parents; i++)
		all = all && was[i];
	return all || takes_over(facts, was, bases, false);
}

bool change_makes_file(const struct facts *facts, const struct change *change)
{
	bool was[LIMIT_PARENTS], bases[LIMIT_MERGE_BASES];

	for (size_t i = 0; i < facts->parents; i++)
		was[i] = version_is_file(&change->was[i]);
	for (size_t i = 0; i < facts->base_count; i++)
		bases[i] = version_is_file(&change->bases[i]);
	return version_is_file(&change->now) && !facts_had(facts, was, bases);
}

bool change_was_there(const struct facts *facts, const struct change *change)
{
	for (size_t i = 0; i < facts->parents; i++)
		if (change->was[i].mode != MODE_ABSENT)
			return true;
	return false;
}

bool change_makes_executable(const struct facts *facts, const struct change *change)
{
	bool any = false, all = true;

	for (size_t i = 0; i < facts->parents; i++)
		if (version_is_file(&change->was[i])) {
			any = true;
			all = all && change->was[i].mode == MODE_EXECUTABLE;
		}
	return change->now.mode == MODE_EXECUTABLE && any && !all;
}

bool change_is_taken(const struct facts *facts, const struct change *change)
{
	bool was[LIMIT_PARENTS], bases[LIMIT_MERGE_BASES];

	for (size_t i = 0; i < facts->parents; i++)
		was[i] = version_equal(&change->now, &change->was[i]);
	for (size_t i = 0; i < facts->base_count; i++)
		bases[i] = version_equal(&change->now, &change->bases[i]);
	return takes_over(facts, was, bases, change->now.mode == MODE_ABSENT);
}

/* Has parent j left the path as all merge bases of i and j have it? */
static bool is_untouched(const struct facts *facts, const struct change *change, size_t i,
			 size_t j)
{
	const struct merge_bases *pair = &facts->pairs[i * facts->parents + j];

	for (size_t b = 0; b < pair->count; b++)
		if (!version_equal(&change->was[j], &change->bases[pair->items[b]]))
			return false;
	return pair->count || change->was[j].mode == MODE_ABSENT;
}

bool change_is_trivial(const struct facts *facts, const struct change *change)
{
	size_t n = facts->parents;

	for (size_t i = 0; n > 1 && i < n; i++) {
		bool trivial = version_equal(&change->now, &change->was[i]);

		for (size_t j = 0; trivial && j < n; j++)
			trivial = version_equal(&change->now, &change->was[j]) ||
				  is_untouched(facts, change, i, j);
		if (trivial)
			return true;
	}
	return false;
}

bool change_deletes(const struct facts *facts, const struct change *change)
{
	bool was[LIMIT_PARENTS], bases[LIMIT_MERGE_BASES], had = false;

	if (version_is_file(&change->now))
		return false;
	for (size_t i = 0; i < facts->parents; i++) {
		was[i] = !version_is_file(&change->was[i]);
		had = had || !was[i];
	}
	for (size_t i = 0; i < facts->base_count; i++)
		bases[i] = !version_is_file(&change->bases[i]);
	return had && !takes_over(facts, was, bases, true);
}

const struct change *facts_change(const struct facts *facts, const char *path)
{
	size_t at = texts_seek(facts->changes, facts->change_count, sizeof(*facts->changes),
			       path);

	return at < facts->change_count && !strcmp(facts->changes[at].path, path)
		       ? &facts->changes[at]
		       : NULL;
}

bool words_match(const struct words *patterns, const char *path, const char **ret_pattern)
{
	for (size_t i = 0; i < patterns->count; i++)
		if (glob_match(patterns->items[i], path)) {
			if (ret_pattern)
				*ret_pattern = patterns->items[i];
			return true;
		}
	return false;
}

bool facts_is_log(const struct facts *facts, const char *path, const char **ret_pattern)
{
	const struct words now = {&facts->log, facts->log != NULL};

	return words_match(&now, path, ret_pattern) ||
	       words_match(&facts->kept.logs, path, ret_pattern);
}

bool facts_later(const struct facts *facts, const char *since)
{
	return since && facts->later(facts->ctx, since);
}

bool policy_binds(const struct facts *facts, const struct runbook_policy *policy,
		  enum runbook_policy_kind kind)
{
	return policy->kind == kind && !facts_later(facts, policy->since);
}

int held_step(const struct facts *facts, const char *environment, const char *step,
	      const struct step_state **ret, struct err *err)
{
	*ret = NULL;
	return facts->record && id_is_valid(step)
		       ? state_step(facts->record->state, environment, step, ret, err)
		       : 0;
}

int held_steps(const struct facts *facts, const struct step_name **ret, size_t *ret_count,
	       struct err *err)
{
	const struct facts_record *record = facts->record;

	*ret_count = 0;
	return record ? record->steps(record->context, ret, ret_count, err) : 0;
}

int held_seal(const struct facts *facts, const char *path, const char **ret_folder,
	      const char **ret_sha256, struct err *err)
{
	const struct facts_record *record = facts->record;

	*ret_folder = *ret_sha256 = NULL;
	return record ? record->sealed(record->context, path, ret_folder, ret_sha256, err) : 0;
}

bool was_unsealed(const struct facts *facts, const char *path)
{
	const struct facts_record *record = facts->record;

	return record && record->unsealed(record->context, path);
}

int held_entry(const struct facts *facts, const char *event, struct bytes *ret_text,
	       int64_t *ret_time, bool *ret_found, struct err *err)
{
	const struct facts_record *record = facts->record;

	*ret_found = false;
	return record && *event ? record->entry(record->context, event, ret_text, ret_time,
						ret_found, err)
				: 0;
}

struct finding finding_of(const struct facts *facts, const char *path, unsigned line,
			  unsigned column)
{
	struct finding finding = {
		.path = path,
		.commit = facts->commit,
		.ref = facts->ref,
	};

	if (facts->commit) {
		finding.author = facts->author;
		finding.time = facts->time;
	}
	if (line)
		finding.at = (struct srcpos){path, line, column};
	return finding;
}

struct finding finding_whole(const struct facts *facts, const char *path)
{
	return finding_of(facts, path, 0, 0);
}

enum finding_severity adopted(const struct facts *facts, enum finding_severity severity)
{
	bool warns = !facts->adopted && facts->door != DOOR_LINT;

	return warns && severity > FINDING_WARN ? FINDING_WARN : severity;
}

enum finding_severity protection(const struct facts *facts)
{
	return facts->governed ? adopted(facts, FINDING_ERROR) : FINDING_WARN;
}

/* Is it in no parent? Then no commit has it, and nobody gets it back once it is gone. */
static bool is_new(const struct facts *facts, const char *path)
{
	const struct change *change = facts_change(facts, path);

	return change && !change_was_there(facts, change);
}

static bool is_gone(const struct facts *facts, const char *path)
{
	const struct change *change = facts_change(facts, path);

	return change && change->now.mode == MODE_ABSENT;
}

const char *restore_command(const struct facts *facts, const char *path, struct arena *arena)
{
	const char *file = shell_quote(path, arena);

	if (!facts->commit && facts->parents == 1 && is_new(facts, path))
		return arena_printf(arena, "git restore --staged -- %s", file);
	if (!facts->commit && facts->parents > 1) /* of a log the merge driver makes one */
		return facts_is_log(facts, path, NULL)
			       ? arena_printf(arena,
					      "git mcade hooks install && git checkout -m -- "
					      "%s && git add -- %s",
					      file, file)
			       : "git merge --abort";
	if (!facts->commit)
		return arena_printf(
			arena, "git restore --source=HEAD --staged --worktree -- %s", file);
	if (facts->door == DOOR_LINT && facts->parents == 1 && is_gone(facts, path))
		return arena_printf(arena, "git checkout %.12s~ -- %s", facts->commit, file);
	if (facts->door == DOOR_LINT) /* nothing that came after is lost by it */
		return arena_printf(arena,
				    "hint: correct it in a new commit; 'git show %.12s~:%s' is "
				    "what it was before",
				    facts->commit, file);
	/* there is one such line of each file: it says the same wherever it stands in the row */
	if (facts->may_undo(facts->ctx))
		return arena_printf(arena,
				    "git reset -q --soft %.12s~ && git restore --staged "
				    "--worktree -- %s && git commit --allow-empty -C %.12s",
				    facts->commit, file, facts->commit);
	if (facts->door == DOOR_AUDIT) /* others have it: nothing is taken back */
		return arena_printf(
			arena,
			"hint: correct it in a new commit; %.12s is reported until a root "
			"exempts it, and then listed for ever: git mcade retip -m REASON",
			facts->commit);
	return arena_printf(
		arena,
		"hint: it came with commit %.12s; as long as it is not published, 'git reset "
		"--soft %.12s~' takes it and what came after back into the index",
		facts->commit, facts->commit);
}

const char *record_command(const struct facts *facts, const char *path, struct arena *arena)
{
	const char *base = facts->commit && !facts->may_undo(facts->ctx)
				   ? facts->unpublished(facts->ctx)
				   : NULL;

	return base ? arena_printf(arena,
				   "git mcade render && git reset -q --soft %s && "
				   "git commit -a -C ORIG_HEAD",
				   base)
		    : restore_command(facts, path, arena);
}

const char *owner_command(const struct facts *facts, struct arena *arena, const char *fmt, ...)
{
	va_list ap;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	strbuf_addstr(&out, "hint: "); /* it names a reason, or somebody else */
	if (facts->ask_owner)
		strbuf_addstr(&out, facts->ask_owner);
	va_start(ap, fmt);
	strbuf_vaddf(&out, fmt, ap);
	va_end(ap);
	return arena_strdup(arena, out.buf);
}

const char *quote_line(struct bytes line, struct arena *arena)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	size_t len = line.len;
	const char *text = line.data;
	bool cut;

	while (len && (text[len - 1] == '\r' || text[len - 1] == '\n'))
		len--;
	cut = len > QUOTE_MAX;
	if (cut) {
		len = QUOTE_MAX;
		while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
			len--; /* not in the middle of a character */
	}
	printable_add(&out, bytes_of(text, len), PRINTABLE_LINE);
	if (cut)
		strbuf_addstr(&out, "...");
	return arena_strdup(arena, out.buf);
}

void place_of(struct bytes text, size_t offset, unsigned *ret_line, unsigned *ret_column)
{
	const char *at = text.data, *start = at, *end = at + offset;

	*ret_line = 1;
	for (; at < end; at++)
		if (*at == '\n') {
			(*ret_line)++;
			start = at + 1;
		}
	*ret_column = (unsigned)(end - start) + 1;
}
