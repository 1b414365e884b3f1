/* The record as text, for remembering it beside the verified head. */
#include "fold/fold_internal.h"

#include "base/number.h"
#include "runbook/runbook.h"
#include "sign/digest.h"

#define VERSION 14 /* of this text and of what is folded into it */

/* Oldest first, as they are read. */
static void print_tips(const struct fold *f, struct strbuf *out)
{
	const struct fold_tip **list = NULL;
	size_t count = 0;

	strbuf_addf(out, "tips %zu %" PRIu64 "\n", f->tip_limit, f->tips_since);
	for (const struct fold_tip *tip = f->tips; tip; tip = tip->before)
		*ARENA_PUSH(f->arena, list, count) = tip;
	while (count--)
		strbuf_addf(out, "tip %" PRIu64 " %s %s\n", list[count]->sequence,
			    list[count]->commit, list[count]->ref);
}

static void print_body(const struct fold *f, struct strbuf *out)
{
	size_t count;
	const char *const *principals = event_index_principals(f->index, &count);

	strbuf_addf(
		out, "count %" PRIu64 " %" PRIx64 "\nclock %" PRId64 "\nunseen %" PRIu64 "\n",
		event_index_count(f->index), event_index_sum(f->index), f->clock, f->unseen);
	strbuf_addf(out, "pins %zu %" PRIx64 "\nseals %zu %" PRIx64 "\n",
		    grown_len(&f->pins.lines), grown_sum(&f->pins.lines),
		    grown_len(&f->seals.lines), grown_sum(&f->seals.lines));
	if (f->image.sha256)
		strbuf_addf(out, "runbook %zu %" PRIx64 " %s\n", f->image.len, f->image.sum,
			    f->image.sha256);
	for (size_t i = 0; i < count; i++)
		strbuf_addf(out, "principal %s\n", principals[i]);
	for (size_t i = 0; i < f->seen_by_count; i++)
		strbuf_addf(out, "seen %" PRIu64 " %s\n", f->seen_by[i].sequence,
			    f->seen_by[i].principal);
	for (size_t i = 0; i < f->dispute_count; i++)
		strbuf_addf(out, "dispute %" PRIu64 " %s %s %d %d\n", f->disputes[i].sequence,
			    f->disputes[i].id, rule_word(f->disputes[i].rule),
			    f->disputes[i].contested, f->disputes[i].attested);
	for (size_t i = 0; i < f->seal_parent_count; i++)
		strbuf_addf(out, "sealed-in %s\n", f->seal_parents[i]);
	for (size_t i = 0; i < f->kept_count; i++)
		strbuf_addf(out, "kept %d %" PRIu64 " %s\n", f->kept[i].as, f->kept[i].sequence,
			    f->kept[i].path);
	for (size_t i = 0; i < f->newest_count; i++)
		strbuf_addf(out, "newest %" PRIu64 " %d %s %s=%s\n", f->newest[i].sequence,
			    f->newest[i].rollback, f->newest[i].environment, f->newest[i].path,
			    f->newest[i].value);
	print_tips(f, out);
	for (size_t i = 0; i < f->overlay_count; i++) {
		const struct different *d = f->overlay[i];

		if (!d->differs)
			continue;
		if (d->data.data) {
			strbuf_addf(out, "file %zu %s\n", d->data.len, d->path);
			strbuf_add(out, d->data.data, d->data.len);
		} else {
			strbuf_addf(out, "none %s", d->path);
		}
		strbuf_addch(out, '\n');
	}
}

static void fold_print(const struct fold *f, struct strbuf *out)
{
	struct strbuf body = STRBUF_INIT;
	char hex[DIGEST_HEX];

	print_body(f, &body);
	strbuf_addf(out, "record %d %d %s\n", VERSION, LEDGER_RULES,
		    digest_fast_hex(body.buf, body.len, hex));
	strbuf_add(out, body.buf, body.len);
	strbuf_free(&body);
}

/* Once for each that comes into force: it is not there yet, and was read whole. */
static int save_runbook(struct fold *f, const char *stem, struct err *err)
{
	struct grown file = {.tail = STRBUF_INIT, .saved = SIZE_MAX};
	int result = 0;

	if (!f->runbook_text.data || !f->runbook ||
	    (f->image.sha256 && !strcmp(f->image.sha256, f->runbook_sha256)))
		return 0;
	f->image.path = arena_printf(f->arena, "%s.runbook", stem);
	if (runbook_remember(f->runbook, f->runbook_text, &file.tail)) {
		result = grown_save(&file, f->image.path, err);
		f->image.sha256 = f->runbook_sha256;
		f->image.len = grown_len(&file);
		f->image.sum = grown_sum(&file);
	}
	grown_close(&file);
	return result;
}

bool fold_recall_runbook(struct fold *f, const char *sha256)
{
	const struct runbook *runbook;
	struct grown file;
	bool good = false;

	if (!f->image.sha256 || strcmp(f->image.sha256, sha256) != 0)
		return false;
	if (grown_open(&file, f->image.path, f->image.len, f->image.sum)) {
		good = grown_is_good(&file) &&
		       runbook_recall(bytes_of(grown_at(&file, 0), f->image.len),
				      "adopted runbook.yaml", f->arena, &runbook);
		grown_close(&file);
	}
	if (good) {
		f->runbook = runbook;
		f->runbook_sha256 = f->image.sha256;
		f->runbook_text = bytes_of(NULL, 0);
	}
	f->image.sha256 = good ? f->image.sha256 : NULL; /* to be written anew */
	return good;
}

int fold_save(struct fold *f, const char *stem, struct strbuf *out, struct err *err)
{
	if (event_index_save(f->index, stem, err) < 0 ||
	    grown_save(&f->pins.lines, arena_printf(f->arena, "%s.pins", stem), err) < 0 ||
	    grown_save(&f->seals.lines, arena_printf(f->arena, "%s.seals", stem), err) < 0 ||
	    save_runbook(f, stem, err) < 0)
		return -1;
	fold_print(f, out);
	return 0;
}

struct parsing {
	struct fold *fold;
	const char *at, *end;
	struct arena *a;
	const char *stem;
	uint64_t count, sum;
	const char **principals;
	size_t principal_count;
};

/* The next line, cut off; NULL at the end. */
static char *next_line(struct parsing *p)
{
	const char *stop = p->at < p->end ? memchr(p->at, '\n', (size_t)(p->end - p->at))
					  : NULL;
	char *line;

	if (!stop)
		return NULL;
	line = arena_strndup(p->a, p->at, (size_t)(stop - p->at));
	p->at = stop + 1;
	return line;
}

static const char *behind(const char *line, const char *word)
{
	size_t len = strlen(word);

	return !strncmp(line, word, len) && line[len] == ' ' ? line + len + 1 : NULL;
}

static bool parse_runbook(struct parsing *p, const char *text)
{
	struct fold *f = p->fold;
	char sha256[65];

	if (sscanf(text, "%zu %" SCNx64 " %64s", &f->image.len, &f->image.sum, sha256) != 3)
		return false;
	f->image.path = arena_printf(p->a, "%s.runbook", p->stem);
	f->image.sha256 = arena_strdup(p->a, sha256);
	return true;
}

static bool parse_dispute(struct parsing *p, const char *text)
{
	char id[33], rule[32];
	unsigned long long sequence;
	int contested, attested;
	enum rule_id broken;

	if (sscanf(text, "%llu %32s %31s %d %d", &sequence, id, rule, &contested, &attested) !=
		    5 ||
	    (broken = rule_find(rule)) == RULE_COUNT)
		return false;
	*ARENA_PUSH(p->a, p->fold->disputes, p->fold->dispute_count) = (struct fold_dispute){
		.sequence = sequence,
		.id = arena_strdup(p->a, id),
		.rule = broken,
		.contested = contested != 0,
		.attested = attested != 0};
	return true;
}

/* "<sequence> <0|1> <environment> <path>=<value>" */
static bool parse_newest(struct parsing *p, const char *text)
{
	char *rest, *blank;
	uint64_t sequence = strtoull(text, &rest, 10);

	if (rest[0] != ' ' || (rest[1] != '0' && rest[1] != '1') || rest[2] != ' ' ||
	    !(blank = strchr(rest + 3, ' ')) || !strchr(blank, '='))
		return false;
	fold_note_newest(p->fold, arena_strndup(p->a, rest + 3, (size_t)(blank - rest) - 3),
			 blank + 1, sequence, rest[1] == '1');
	return true;
}

/* "<as> <sequence> <path>" */
static bool parse_kept(struct parsing *p, const char *text)
{
	int as, path = 0;
	uint64_t sequence;

	if (sscanf(text, "%d %" SCNu64 " %n", &as, &sequence, &path) != 2 || !path ||
	    as < KEPT_LOG || as > KEPT_RAN)
		return false;
	fold_keep(p->fold, (enum kept_as)as, text + path, sequence);
	return true;
}

/* "<sequence> <commit> <ref>" */
static bool parse_tip(struct parsing *p, const char *text)
{
	const char *rest, *hex, *ref, *number;
	uint64_t sequence;

	if (!event_pair_parts(text, p->a, &number, &rest) ||
	    !event_pair_parts(rest, p->a, &hex, &ref) ||
	    !number_parse(number, UINT64_MAX, &sequence))
		return false;
	fold_note_tip(p->fold, ref, hex, sequence);
	return true;
}

/* "<length> <sum>": what lies in a file of its own. */
static bool parse_past(struct parsing *p, const char *text, const char *name,
		       struct fold_past *past)
{
	uint64_t sum;
	size_t len;

	return sscanf(text, "%zu %" SCNx64, &len, &sum) == 2 &&
	       grown_open(&past->lines, arena_printf(p->a, "%s.%s", p->stem, name), len, sum);
}

static bool parse_file(struct parsing *p, const char *text)
{
	const char *path = strchr(text, ' ');
	uint64_t len;

	if (!path ||
	    !number_parse(arena_strndup(p->a, text, (size_t)(path - text)), SIZE_MAX, &len) ||
	    len >= (uint64_t)(p->end - p->at) || p->at[len] != '\n')
		return false;
	fold_differ(p->fold, path + 1,
		    bytes_of(arena_memdup(p->a, p->at, (size_t)len), (size_t)len));
	p->at += len + 1;
	return true;
}

static bool parse_line(struct parsing *p, const char *line)
{
	struct fold *f = p->fold;
	const char *rest;

	if ((rest = behind(line, "count")))
		return sscanf(rest, "%" SCNu64 " %" SCNx64, &p->count, &p->sum) == 2;
	if ((rest = behind(line, "clock"))) {
		f->clock = strtoll(rest, NULL, 10);
		return true;
	}
	if ((rest = behind(line, "unseen")))
		return number_parse(rest, UINT64_MAX, &f->unseen);
	if ((rest = behind(line, "principal"))) {
		*ARENA_PUSH(p->a, p->principals, p->principal_count) = rest;
		return true;
	}
	if ((rest = behind(line, "seen"))) {
		*ARENA_PUSH(p->a, f->seen_by, f->seen_by_count) = (struct seen_by){
			.principal = strchr(rest, ' ') ? strchr(rest, ' ') + 1 : "",
			.sequence = strtoull(rest, NULL, 10)};
		return true;
	}
	if ((rest = behind(line, "pins")))
		return parse_past(p, rest, "pins", &f->pins);
	if ((rest = behind(line, "sealed-in"))) {
		fold_note_seal_parent(f, rest);
		return true;
	}
	if ((rest = behind(line, "kept")))
		return parse_kept(p, rest);
	if ((rest = behind(line, "newest")))
		return parse_newest(p, rest);
	if ((rest = behind(line, "tips")))
		return sscanf(rest, "%zu %" SCNu64, &f->tip_limit, &f->tips_since) == 2;
	if ((rest = behind(line, "tip")))
		return parse_tip(p, rest);
	if ((rest = behind(line, "runbook")))
		return parse_runbook(p, rest);
	if ((rest = behind(line, "seals")))
		return parse_past(p, rest, "seals", &f->seals);
	if ((rest = behind(line, "dispute")))
		return parse_dispute(p, rest);
	if ((rest = behind(line, "file")))
		return parse_file(p, rest);
	if ((rest = behind(line, "none"))) {
		fold_differ(f, rest, (struct bytes){NULL, 0});
		return true;
	}
	return false;
}

static bool parse_all(struct parsing *p)
{
	struct event_index *index;
	const char *line;

	while ((line = next_line(p)))
		if (!parse_line(p, line))
			return false;
	if (p->at != p->end || !event_index_open(p->a, p->stem, p->count, p->sum, p->principals,
						 p->principal_count, &index))
		return false;
	event_index_close(p->fold->index);
	p->fold->index = index;
	fold_watch(p->fold);
	return true;
}

bool fold_parse(struct bytes text, const char *stem, struct arena *a, struct fold_tree tree,
		struct fold_help help, struct fold **ret)
{
	struct parsing p = {.at = text.data,
			    .end = (const char *)text.data + text.len,
			    .a = a,
			    .stem = stem};
	const char *line = next_line(&p), *want;
	char hex[DIGEST_HEX];

	if (!line)
		return false;
	want = arena_printf(a, "record %d %d %s", VERSION, LEDGER_RULES,
			    digest_fast_hex(p.at, (size_t)(p.end - p.at), hex));
	if (strcmp(line, want) != 0)
		return false;
	p.fold = fold_new(a, tree, help);
	if (!parse_all(&p)) {
		fold_close(p.fold);
		return false;
	}
	*ret = p.fold;
	return true;
}
