/* evidence_commit.c - the one spelling of a commit on an evidence branch. */
#include "repo/evidence.h"

#include "base/cleanup.h"

#define MESSAGE "evidence\n"
#define SIGNATURE "gpgsig "

static void add_person(struct strbuf *out, const char *key,
		       const struct evidence_commit *commit)
{
	strbuf_addf(out, "%s %s <%s> %" PRId64 " +0000\n", key, commit->name, commit->email,
		    commit->time);
}

void evidence_commit_build(const struct evidence_commit *commit, bool with_armor,
			   struct strbuf *out)
{
	char hex[OID_HEX_SIZE];

	oid_hex(&commit->tree, hex);
	strbuf_addf(out, "tree %s\n", hex);
	for (size_t i = 0; i < commit->parent_count; i++) {
		oid_hex(&commit->parents[i], hex);
		strbuf_addf(out, "parent %s\n", hex);
	}
	add_person(out, "author", commit);
	add_person(out, "committer", commit);
	if (with_armor) {
		strbuf_addstr(out, SIGNATURE);
		for (const char *at = commit->armor; *at; at++) {
			strbuf_addch(out, *at);
			if (*at == '\n') /* a line that continues begins with one blank */
				strbuf_addch(out, ' ');
		}
		strbuf_addch(out, '\n');
	}
	strbuf_addstr(out, "\n" MESSAGE);
}

/* The armour of the gpgsig header, its lines joined; NULL: there is none. */
static const char *armor_of(struct bytes headers, struct arena *arena)
{
	const char *text = arena_strndup(arena, headers.data, headers.len);
	const char *at = strstr(text, "\n" SIGNATURE);
	CLEANUP(strbuf_free) struct strbuf armor = STRBUF_INIT;

	if (!at)
		return NULL;
	for (at += 1 + strlen(SIGNATURE); *at; at++) {
		if (*at == '\n' && at[1] != ' ')
			break;
		strbuf_addch(&armor, *at);
		at += *at == '\n';
	}
	return arena_strndup(arena, armor.buf, armor.len);
}

int evidence_commit_parse(struct bytes raw, struct arena *arena, struct evidence_commit *ret,
			  struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf again = STRBUF_INIT;
	struct evidence_commit parsed;
	struct commit commit;

	if (commit_parse(raw, arena, &commit, err) < 0)
		return -1;
	parsed = (struct evidence_commit){
		.tree = commit.tree,
		.parents = commit.parents,
		.parent_count = commit.parent_count,
		.name = arena_strndup(arena, commit.author.name.data, commit.author.name.len),
		.email = arena_strndup(arena, commit.author.email.data,
				       commit.author.email.len),
		.time = commit.author.time,
		.armor = armor_of(commit.headers, arena)};
	if (!parsed.armor)
		return err_set(err, ERR_FORMAT, "it is not signed");
	evidence_commit_build(&parsed, true, &again);
	if (parsed.parent_count > 2 || !bytes_equal(raw, bytes_of(again.buf, again.len)))
		return err_set(err, ERR_FORMAT, "it is not as this program writes it");
	*ret = parsed;
	return 0;
}
