#include "policy/facts.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/strbuf.h"
#include "match/glob.h"
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

bool change_is_taken(const struct facts *facts, const struct change *change)
{
	for (size_t i = 0; facts->parents > 1 && i < facts->parents; i++)
		if (version_equal(&change->now, &change->was[i]))
			return true;
	return false;
}

bool change_deletes(const struct facts *facts, const struct change *change)
{
	bool had = false;

	if (version_is_file(&change->now))
		return false;
	for (size_t i = 0; i < facts->parents; i++) {
		if (version_is_file(&change->was[i]))
			had = true;
		else if (facts->parents > 1 && version_is_file(&change->base))
			return false; /* one side deleted it, and was judged there */
	}
	return had;
}

const struct change *facts_change(const struct facts *facts, const char *path)
{
	for (size_t i = 0; i < facts->change_count; i++)
		if (!strcmp(facts->changes[i].path, path))
			return &facts->changes[i];
	return NULL;
}

bool words_match(const struct fact_words *patterns, const char *path, const char **ret_pattern)
{
	for (size_t i = 0; i < patterns->count; i++)
		if (glob_match(patterns->items[i], path)) {
			if (ret_pattern)
				*ret_pattern = patterns->items[i];
			return true;
		}
	return false;
}

bool policy_binds(const struct facts *facts, const struct fact_policy *policy,
		  enum fact_policy_kind kind)
{
	return policy->kind == kind && (!policy->since || facts->time >= policy->since);
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

enum finding_severity adopted(const struct facts *facts, enum finding_severity severity)
{
	return !facts->adopted && severity > FINDING_WARN ? FINDING_WARN : severity;
}

enum finding_severity protection(const struct facts *facts)
{
	return facts->governed ? adopted(facts, FINDING_ERROR) : FINDING_WARN;
}

const char *quote_path(const char *path, struct arena *arena)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	bool plain = *path != '\0' && *path != '-';

	for (const char *c = path; *c; c++)
		plain = plain && ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
				  (*c >= '0' && *c <= '9') || strchr("._-/+,@%", *c));
	if (plain)
		return path;
	strbuf_addch(&out, '\'');
	for (const char *c = path; *c; c++)
		if (*c == '\'')
			strbuf_addstr(&out, "'\\''");
		else
			strbuf_addch(&out, *c);
	strbuf_addch(&out, '\'');
	return arena_strdup(arena, out.buf);
}

const char *restore_command(const struct facts *facts, const char *path, struct arena *arena)
{
	const char *file = quote_path(path, arena);

	if (!facts->commit)
		return arena_printf(
			arena, "git restore --source=HEAD --staged --worktree -- %s", file);
	/* stops at the commit, mends it, goes on; the hook lets an unpublished commit be amended */
	return arena_printf(
		arena,
		"GIT_SEQUENCE_EDITOR=\"sed -i '1s/^pick/edit/'\" git rebase -i "
		"%.12s~ && git restore --source=HEAD~ --staged --worktree -- %s && "
		"git commit --amend --allow-empty --no-edit && git rebase --continue",
		facts->commit, file);
}

const char *owner_command(const struct facts *facts, struct arena *arena, const char *fmt, ...)
{
	va_list ap;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

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

	while (len && (text[len - 1] == '\r' || text[len - 1] == '\n'))
		len--;
	if (len > QUOTE_MAX) {
		len = QUOTE_MAX;
		while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
			len--; /* not in the middle of a character */
	}
	printable_add(&out, bytes_of(text, len), PRINTABLE_LINE);
	if (len == QUOTE_MAX)
		strbuf_addstr(&out, "...");
	return arena_strdup(arena, out.buf);
}

const struct fact_step *ledger_step(const struct facts *facts, const char *environment,
				    const char *step)
{
	const struct facts_ledger *ledger = facts->ledger;

	for (size_t i = 0; ledger && i < ledger->step_count; i++)
		if (!strcmp(ledger->steps[i].step, step) &&
		    !strcmp(ledger->steps[i].environment, environment))
			return &ledger->steps[i];
	return NULL;
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
