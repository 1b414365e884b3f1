#include "act/pending.h"

#include "act/alive.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/number.h"
#include "base/texts.h"
#include "base/time.h"
#include "fold/event_index.h"
#include "fold/fold.h"
#include "ledger/chain.h"
#include "ledger/person.h"
#include "model/canon.h"
#include "sign/digest.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "mcade pending 1 "
#define FILE_LIMIT ((size_t)256 << 20)

/* NULL: there is no such place. */
static const char *folder_of(const struct ledger *l, enum pending_place place)
{
	return place == PENDING_STATE
		       ? memory_file(l->memory, l->view->id, "pending")
		       : arena_printf(l->arena, "%s/mcade/pending", repo_common_dir(l->repo));
}

/* -- the file ------------------------------------------------------------------------------------ */

static void write_head(const struct ledger *l, const struct intent *finish,
		       const char *occurred, struct strbuf *out)
{
	struct arena *a = l->arena;
	const char **evidence = arena_array(a, finish->evidence_count, sizeof(*evidence));

	canon_put(out, 0, "repository", repo_common_dir(l->repo));
	canon_put(out, 0, "occurred", occurred);
	canon_put(out, 0, "seen", finish->seen);
	canon_open(out, 0, "fields");
	for (enum event_field f = 0; f < FIELD_COUNT; f++) {
		const struct event_values *v = &finish->event.fields[f];

		canon_put_list(out, 1, event_field_word(f), v->items, v->count);
	}
	for (size_t i = 0; i < finish->evidence_count; i++) {
		const struct evidence *e = &finish->evidence[i];

		evidence[i] = arena_printf(a, "%s %zu %s",
					   SHA256_HEX(e->data.data, e->data.len), e->data.len,
					   e->name);
	}
	canon_put_list(out, 0, "evidence", evidence, finish->evidence_count);
}

static int write_file(const struct ledger *l, const char *path, const struct intent *finish,
		      const char *occurred, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf head = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	write_head(l, finish, occurred, &head);
	strbuf_addf(&out, HEAD "%zu\n", head.len);
	strbuf_add(&out, head.buf, head.len);
	for (size_t i = 0; i < finish->evidence_count; i++)
		strbuf_add(&out, finish->evidence[i].data.data, finish->evidence[i].data.len);
	return file_write(path, 0600, FILE_SYNC, bytes_of(out.buf, out.len), err);
}

static int damaged(const char *path, struct err *err)
{
	return err_set(err, ERR_FORMAT, "'%s' is not the end of a run as it was kept", path);
}

static int read_fields(const struct canon *fields, const char *path, struct arena *a,
		       struct event *ret, struct err *err)
{
	for (size_t i = 0; fields && i < fields->count; i++) {
		enum event_field f = 0;
		const char **items;
		size_t count;

		while (f < FIELD_COUNT &&
		       strcmp(event_field_word(f), fields->children[i].key) != 0)
			f++;
		items = canon_list(fields, fields->children[i].key, a, &count);
		if (f == FIELD_COUNT || !items)
			return damaged(path, err);
		for (size_t k = 0; k < count; k++)
			event_add(ret, a, f, items[k]);
	}
	return event_get(ret, FIELD_RUN) && event_get(ret, FIELD_ID) ? 0 : damaged(path, err);
}

/*
 * What a finish may hold, each value of its syntax, and nothing that whoever records it says: a file in a
 * repository may come from anybody, and is shown before it is recorded.
 */
static bool is_finish(const struct intent *kept, struct arena *a)
{
	static const enum event_field said[] = {FIELD_FILE, FIELD_EVIDENCE, FIELD_CONTESTED,
						FIELD_DISPUTES};
	static const enum event_field bound[] = {FIELD_LEDGER, FIELD_PREVIOUS};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct event whole = kept->event;
	struct err ignored;

	for (size_t i = 0; i < ARRAY_SIZE(said); i++)
		if (whole.fields[said[i]].count)
			return false;
	event_set(&whole, a, FIELD_FORMAT, "1");
	event_set(&whole, a, FIELD_EVENT, event_info(whole.word)->word);
	event_set(&whole, a, FIELD_SEQUENCE, "1");
	event_set(&whole, a, FIELD_SEEN, kept->seen);
	for (size_t i = 0; i < ARRAY_SIZE(bound); i++)
		event_set(&whole, a, bound[i], arena_printf(a, "sha256:%064d", 0));
	return event_encode(&whole, &out, &ignored) == 0;
}

/* "<sha256> <size> <name>", and so many of the bytes that are left. */
static int read_body(const char *line, const char *path, struct bytes *left, struct arena *a,
		     struct evidence *ret, struct err *err)
{
	const char *size = strchr(line, ' '), *name = size ? strchr(size + 1, ' ') : NULL;
	uint64_t len;

	if (!name || !number_parse(arena_strndup(a, size + 1, (size_t)(name - size - 1)),
				   left->len, &len))
		return damaged(path, err);
	ret->name = name + 1;
	ret->data = bytes_of(left->data, (size_t)len);
	*left = bytes_of((const char *)left->data + len, left->len - (size_t)len);
	return !strncmp(line, SHA256_HEX(ret->data.data, ret->data.len), 64)
		       ? 0
		       : damaged(path, err);
}

static int read_evidence(const struct canon *root, const char *path, struct bytes left,
			 struct arena *a, struct intent *ret, struct err *err)
{
	size_t count;
	const char **lines = canon_list(root, "evidence", a, &count);

	ret->evidence = arena_array(a, count, sizeof(*ret->evidence));
	ret->evidence_count = count;
	for (size_t i = 0; i < count; i++)
		if (read_body(lines[i], path, &left, a, &ret->evidence[i], err) < 0)
			return -1;
	return left.len ? damaged(path, err) : 0;
}

static int read_file(const char *path, struct arena *a, struct intent *ret,
		     const char **ret_repository, struct err *err)
{
	struct bytes text;
	struct canon root;
	const char *line_end, *number;
	uint64_t head;

	if (file_read_at(AT_FDCWD, path, path, FILE_LIMIT, a, &text, err) < 0)
		return -1;
	line_end = memchr(text.data, '\n', text.len);
	if (!line_end || !text_begins(text.data, HEAD))
		return damaged(path, err);
	number = (const char *)text.data + strlen(HEAD);
	text.len -= (size_t)(line_end + 1 - (const char *)text.data);
	if (!number_parse(arena_strndup(a, number, (size_t)(line_end - number)), text.len,
			  &head))
		return damaged(path, err);
	*ret = (struct intent){.event = {.word = EVENT_FINISH}, .keep = true};
	if (canon_parse(bytes_of(line_end + 1, (size_t)head), path, a, &root, err) < 0 ||
	    read_fields(canon_child(&root, "fields"), path, a, &ret->event, err) < 0)
		return damaged(path, err);
	ret->seen = canon_text(&root, "seen");
	*ret_repository = canon_text(&root, "repository");
	if (!ret->seen || !canon_text(&root, "occurred"))
		return damaged(path, err);
	event_set(&ret->event, a, FIELD_OCCURRED, canon_text(&root, "occurred"));
	if (!is_finish(ret, a))
		return damaged(path, err);
	return read_evidence(&root, path,
			     bytes_of(line_end + 1 + head, text.len - (size_t)head), a, ret,
			     err);
}

/* -- keeping ------------------------------------------------------------------------------------- */

static int keep_at(const struct ledger *l, enum pending_place place,
		   const struct intent *finish, const char *occurred, struct pending *ret,
		   struct err *err)
{
	const char *folder = folder_of(l, place);

	if (!folder)
		return memory_needed(l->memory, err);
	ret->place = place;
	ret->path = arena_printf(l->arena, "%s/%s", folder,
				 event_get(&finish->event, FIELD_RUN));
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return err_errno(err, "cannot make folder '%s'", folder);
	return write_file(l, ret->path, finish, occurred, err);
}

int pending_keep(const struct ledger *l, const struct intent *finish, struct pending *ret,
		 struct err *err)
{
	const char *occurred = TIME_TEXT(time_now());

	*ret = (struct pending){.intent = *finish};
	return keep_at(l, PENDING_STATE, finish, occurred, ret, err) < 0 &&
			       keep_at(l, PENDING_GIT, finish, occurred, ret, err) < 0
		       ? -1
		       : 0;
}

void pending_drop(const struct pending *pending)
{
	if (pending->path)
		unlink(pending->path);
}

/* -- finding ------------------------------------------------------------------------------------- */

static bool knows(const struct ledger *l, const char *id)
{
	uint64_t sequence;

	return event_index_find(fold_index(l->view->fold), id, &sequence);
}

static bool is_recorded(const struct ledger *l, const struct intent *finish)
{
	return knows(l, event_get(&finish->event, FIELD_ID));
}

/* Another clone has starts of its own that are not published: no word of theirs here. */
static bool is_of_clone(const struct ledger *l, const char *repository)
{
	return repository && !strcmp(repository, repo_common_dir(l->repo));
}

/* What is damaged keeps nobody from his work: it is told. */
static void add_file(const struct ledger *l, enum pending_place place, const char *name,
		     struct pending **all, size_t *count)
{
	const char *repository = NULL;
	struct err fault;
	struct pending p = {.place = place,
			    .path = arena_printf(l->arena, "%s/%s", folder_of(l, place), name),
			    .refused = {.arena = l->arena}};

	p.run = arena_strdup(l->arena, name);
	if (alive_is(l, name))
		return;
	if (read_file(p.path, l->arena, &p.intent, &repository, &fault) < 0 ||
	    (strcmp(event_get(&p.intent.event, FIELD_RUN), name) != 0 &&
	     damaged(p.path, &fault))) {
		p.intent = (struct intent){0};
		p.why = arena_strdup(l->arena, fault.text);
	}
	if (!p.why && place == PENDING_STATE && !is_of_clone(l, repository) && !knows(l, name))
		return;
	/* whoever recorded it had no time to take it away */
	if (!p.why && is_recorded(l, &p.intent))
		pending_drop(&p);
	else
		*ARENA_PUSH(l->arena, *all, *count) = p;
}

static int list_place(const struct ledger *l, enum pending_place place, struct pending **all,
		      size_t *count, struct err *err)
{
	const char *folder = folder_of(l, place);
	DIR *dir = folder ? opendir(folder) : NULL;

	if (!folder)
		return 0;
	if (!dir)
		return errno == ENOENT ? 0 : err_errno(err, "cannot read '%s'", folder);
	for (struct dirent *e = readdir(dir); e; e = readdir(dir))
		if (hex_is(e->d_name, 32)) /* nothing that a killed writer left */
			add_file(l, place, e->d_name, all, count);
	closedir(dir);
	return 0;
}

int pending_list(const struct ledger *l, struct pending **ret, size_t *ret_count,
		 struct err *err)
{
	*ret = NULL;
	*ret_count = 0;
	return list_place(l, PENDING_STATE, ret, ret_count, err) < 0
		       ? -1
		       : list_place(l, PENDING_GIT, ret, ret_count, err);
}

/* -- recording ----------------------------------------------------------------------------------- */

static bool is_ours_alone(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
	       !(st.st_mode & 077);
}

/* Whose start is it, and where was it? */
static int check_start(const struct ledger *l, struct pending *p, struct err *err)
{
	struct event_index *index = fold_index(l->view->fold);
	const char *run = event_get(&p->intent.event, FIELD_RUN), *host;
	const struct principal *me;
	struct event_origin origin;
	struct event start;
	uint64_t sequence;

	if (!event_index_find(index, run, &sequence)) {
		p->why = "its start is not in the ledger";
		return 0;
	}
	if (person_principal(l, &me, err) < 0 ||
	    chain_event(l->repo, l->view, sequence, l->arena, &start, &origin, NULL, err) < 0)
		return -1;
	host = event_get(&start, FIELD_HOST);
	if (start.word != EVENT_START)
		p->why = "what it names is not a start";
	else if (!me || strcmp(event_index_principal(index, event_index_at(index, sequence)),
			       me->id) != 0)
		p->why = "another person started it";
	else if (!host || strcmp(host, alive_host(l->arena)) != 0)
		p->why = "it was started on another host";
	return 0;
}

static int record(struct ledger *l, struct pending *p, struct err *err)
{
	int verdict;

	if (p->why)
		return 0;
	if (!is_ours_alone(p->path))
		p->why = "its file can be written or read by others";
	else if (check_start(l, p, err) < 0)
		return -1;
	if (p->why)
		return 0;
	verdict = record_event(l, &p->intent, &p->receipt, &p->refused, err);
	if (verdict < 0)
		return -1;
	if (!verdict)
		l->view = p->receipt.view;
	if (!verdict || p->receipt.aside)
		pending_drop(p);
	return 0;
}

int pending_record(const struct ledger *l, enum pending_place place, struct pending **ret,
		   size_t *ret_count, const struct ledger_view **ret_view, struct err *err)
{
	struct ledger here = *l;

	*ret = NULL;
	*ret_count = 0;
	*ret_view = l->view;
	if (!l->view->confirmed)
		return 0;
	if (list_place(l, place, ret, ret_count, err) < 0)
		return -1;
	for (size_t i = 0; i < *ret_count; i++)
		if (record(&here, &(*ret)[i], err) < 0)
			return -1;
	*ret_view = here.view;
	return 0;
}
