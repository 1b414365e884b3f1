#include "ledger/memory.h"

#include "base/file.h"
#include "base/hex.h"
#include "base/strbuf.h"
#include "model/canon.h"
#include "sign/digest.h"

#include <fcntl.h>
#include <unistd.h>

#define FILE_MAX ((size_t)64 << 20)

struct memory {
	struct arena *arena;
	const char *root;	/* <state>/git-mcade */
	const char *repository; /* random id of the repository; NULL without one */
	const char *common_dir;
};

/* -- small files --------------------------------------------------------------------------------- */

static int read_file(const char *path, struct arena *a, struct bytes *ret, bool *ret_found,
		     struct err *err)
{
	*ret_found = file_read_at(AT_FDCWD, path, path, FILE_MAX, a, ret, err) == 0;
	if (*ret_found || err->code == ERR_NOT_FOUND)
		return 0;
	err->code =
		ERR_IO; /* what stands there is damaged, not a ledger that cannot be trusted */
	return -1;
}

static int make_parents(struct memory *m, const char *path, struct err *err)
{
	size_t len = (size_t)(strrchr(path, '/') - path);

	return folder_make(arena_strndup(m->arena, path, len), 0700, err);
}

static int write_file(struct memory *m, const char *path, struct bytes data, struct err *err)
{
	if (file_write(path, 0600, 0, data, err) == 0)
		return 0;
	if (err->code != ERR_NOT_FOUND || make_parents(m, path, err) < 0)
		return -1;
	return file_write(path, 0600, 0, data, err);
}

/* -- where --------------------------------------------------------------------------------------- */

static int find_root(struct arena *a, const char **ret, struct err *err)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");

	if (state && state[0] == '/')
		*ret = arena_printf(a, "%s/git-mcade", state);
	else if (home && home[0] == '/')
		*ret = arena_printf(a, "%s/.local/state/git-mcade", home);
	else
		return err_set(err, ERR_IO,
			       "XDG_STATE_HOME and HOME are not set: nowhere to "
			       "remember ledgers");
	return 0;
}

/* The repository's own name, made on first use: what we remember belongs to this copy of it. */
static int repository_id(struct memory *m, struct err *err)
{
	const char *path = arena_printf(m->arena, "%s/mcade/id", m->common_dir);
	uint8_t random[16];
	struct bytes text;
	char *id;
	bool found;

	if (m->repository)
		return 0;
	if (read_file(path, m->arena, &text, &found, err) < 0)
		return -1;
	if (found && text.len == 33 && ((const char *)text.data)[32] == '\n') {
		id = arena_strndup(m->arena, text.data, 32);
		if (hex_is(id, 32)) {
			m->repository = id;
			return 0;
		}
	}
	random_bytes(random, sizeof(random));
	id = arena_alloc(m->arena, 34);
	hex_encode(random, sizeof(random), id);
	id[32] = '\n';
	if (write_file(m, path, bytes_of(id, 33), err) < 0)
		return -1;
	id[32] = '\0';
	m->repository = id;
	return 0;
}

int memory_open(struct repo *repo, struct arena *a, struct memory **ret, struct err *err)
{
	struct memory *m = arena_alloc(a, sizeof(*m));

	m->arena = a;
	m->common_dir = repo ? repo_common_dir(repo) : NULL;
	if (find_root(a, &m->root, err) < 0)
		return -1;
	*ret = m;
	return 0;
}

/* -- pins ---------------------------------------------------------------------------------------- */

static int damaged(const char *path, struct err *err)
{
	err_set(err, ERR_FORMAT, "what was remembered is damaged: '%s' holds no ledger id",
		path);
	return err_next(err, MEMORY_MENDED_BY);
}

static int read_line(struct memory *m, const char *path, char ret_ledger[65], struct err *err)
{
	struct bytes text;
	bool found;

	ret_ledger[0] = '\0';
	if (read_file(path, m->arena, &text, &found, err) < 0)
		return -1;
	if (!found)
		return 0;
	if (text.len != 65 || ((const char *)text.data)[64] != '\n')
		return damaged(path, err);
	memcpy(ret_ledger, text.data, 64);
	ret_ledger[64] = '\0';
	return hex_is(ret_ledger, 64) ? 0 : damaged(path, err);
}

static int write_line(struct memory *m, const char *path, const char *ledger, struct err *err)
{
	const char *line = arena_printf(m->arena, "%s\n", ledger);

	return write_file(m, path, bytes_text(line), err);
}

static const char *pin_path(struct memory *m, const char *ledger)
{
	return arena_printf(m->arena, "%s/%s/pin", m->root, ledger);
}

int memory_is_pinned(struct memory *m, const char *ledger, bool *ret, struct err *err)
{
	char held[65];

	*ret = false;
	if (read_line(m, pin_path(m, ledger), held, err) < 0) /* then nothing is confirmed */
		return err->code == ERR_FORMAT ? 0 : -1;
	if (held[0] && strcmp(held, ledger) != 0)
		return err_set(err, ERR_UNTRUSTED, "the pin of ledger %s names ledger %s",
			       ledger, held);
	*ret = held[0] != '\0';
	return 0;
}

int memory_pin(struct memory *m, const char *ledger, struct err *err)
{
	return write_line(m, pin_path(m, ledger), ledger, err);
}

/* -- heads --------------------------------------------------------------------------------------- */

static int head_path(struct memory *m, const char *ledger, const char *remote, const char **ret,
		     struct err *err)
{
	if (repository_id(m, err) < 0)
		return -1;
	*ret = arena_printf(m->arena, "%s/%s/heads/%s/%s", m->root, ledger, m->repository,
			    remote);
	return 0;
}

static int parse_head(struct memory *m, struct bytes text, const char *path,
		      struct remembered_head *ret, struct err *err)
{
	const char *tip, *sha256;
	uint64_t verifier;
	struct canon root;

	if (canon_parse(text, path, m->arena, &root, err) < 0 ||
	    canon_number(&root, "sequence", &ret->sequence, err) < 0 ||
	    canon_number(&root, "verifier", &verifier, err) < 0)
		return -1;
	tip = canon_text(&root, "tip");
	sha256 = canon_text(&root, "sha256");
	if (!tip || !oid_parse(tip, &ret->tip) || !sha256 || !hex_is(sha256, 64))
		return err_set(err, ERR_FORMAT, "'%s' holds no remembered head", path);
	memcpy(ret->sha256, sha256, 65);
	ret->verifier = (unsigned)verifier;
	return 0;
}

static int read_head(struct memory *m, const char *path, const char *whose,
		     struct remembered_head *ret, bool *ret_found, struct err *err)
{
	struct remembered_head head = {0};
	struct bytes text;

	if (read_file(path, m->arena, &text, ret_found, err) < 0)
		return -1;
	if (!*ret_found)
		return 0;
	if (parse_head(m, text, path, &head, err) < 0) {
		err->code = ERR_FORMAT;
		err_next(err, MEMORY_MENDED_BY);
		return err_prefix(err, "what was remembered of '%s' is damaged", whose);
	}
	*ret = head;
	return 0;
}

int memory_head(struct memory *m, const char *ledger, const char *remote,
		struct remembered_head *ret, bool *ret_found, struct err *err)
{
	const char *path;

	if (head_path(m, ledger, remote, &path, err) < 0)
		return -1;
	return read_head(m, path, remote, ret, ret_found, err);
}

static int write_head(struct memory *m, const char *path, const struct remembered_head *head,
		      struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	char tip[OID_HEX_SIZE];
	int result;

	oid_hex(&head->tip, tip);
	canon_put(&text, 0, "tip", tip);
	canon_put(&text, 0, "sha256", head->sha256);
	canon_put_number(&text, 0, "sequence", head->sequence);
	canon_put_number(&text, 0, "verifier", head->verifier);
	result = write_file(m, path, bytes_of(text.buf, text.len), err);
	strbuf_free(&text);
	return result;
}

int memory_remember(struct memory *m, const char *ledger, const char *remote,
		    const struct remembered_head *head, struct err *err)
{
	const char *path;

	if (head_path(m, ledger, remote, &path, err) < 0)
		return -1;
	return write_head(m, path, head, err);
}

int memory_beside(struct memory *m, const char *ledger, const char *remote, const char *suffix,
		  const char **ret_path, struct err *err)
{
	const char *path;

	if (head_path(m, ledger, remote, &path, err) < 0)
		return -1;
	*ret_path = arena_printf(m->arena, "%s%s", path, suffix);
	return make_parents(m, *ret_path, err);
}

bool memory_recall(const char *path, struct arena *a, struct bytes *ret)
{
	struct err ignored;
	bool found;

	return !read_file(path, a, ret, &found, &ignored) && found;
}

int memory_keep(struct memory *m, const char *path, struct bytes data, struct err *err)
{
	return write_file(m, path, data, err);
}

/* -- which ledger was here ----------------------------------------------------------------------- */

static int repository_path(struct memory *m, const char **ret, struct err *err)
{
	if (repository_id(m, err) < 0)
		return -1;
	*ret = arena_printf(m->arena, "%s/repositories/%s", m->root, m->repository);
	return 0;
}

int memory_repository_ledger(struct memory *m, char ret_ledger[65], struct err *err)
{
	const char *path;

	if (repository_path(m, &path, err) < 0)
		return -1;
	return read_line(m, path, ret_ledger, err);
}

int memory_note_repository(struct memory *m, const char *ledger, struct err *err)
{
	const char *path;

	if (repository_path(m, &path, err) < 0)
		return -1;
	return write_line(m, path, ledger, err);
}

static const char *url_path(struct memory *m, const char *url)
{
	return arena_printf(m->arena, "%s/remotes/%s", m->root, SHA256_HEX(url, strlen(url)));
}

int memory_url_ledger(struct memory *m, const char *url, char ret_ledger[65], struct err *err)
{
	return read_line(m, url_path(m, url), ret_ledger, err);
}

int memory_note_url(struct memory *m, const char *url, const char *ledger, struct err *err)
{
	return write_line(m, url_path(m, url), ledger, err);
}

static const char *address_path(struct memory *m, const char *ledger, const char *url)
{
	return arena_printf(m->arena, "%s/%s/addresses/%s", m->root, ledger,
			    SHA256_HEX(url, strlen(url)));
}

int memory_forget(struct memory *m, const char *ledger, const char *remote, const char *url,
		  struct err *err)
{
	const char *path = url ? address_path(m, ledger, url) : NULL;

	if (!path && head_path(m, ledger, remote, &path, err) < 0)
		return -1;
	return unlink(path) < 0 ? err_errno(err, "cannot remove '%s'", path) : 0;
}

int memory_url_head(struct memory *m, const char *ledger, const char *url,
		    struct remembered_head *ret, bool *ret_found, struct err *err)
{
	return read_head(m, address_path(m, ledger, url), url, ret, ret_found, err);
}

int memory_remember_url(struct memory *m, const char *ledger, const char *url,
			const struct remembered_head *head, struct err *err)
{
	return write_head(m, address_path(m, ledger, url), head, err);
}

/* -- cache --------------------------------------------------------------------------------------- */

bool memory_cache_read(struct memory *m, const char *ledger, const char *name, struct arena *a,
		       struct bytes *ret)
{
	return memory_recall(arena_printf(m->arena, "%s/%s/cache/%s", m->root, ledger, name), a,
			     ret);
}

void memory_cache_write(struct memory *m, const char *ledger, const char *name,
			struct bytes data)
{
	struct err ignored;

	write_file(m, arena_printf(m->arena, "%s/%s/cache/%s", m->root, ledger, name), data,
		   &ignored);
}

const char *memory_file(struct memory *m, const char *ledger, const char *name)
{
	return arena_printf(m->arena, "%s/%s/%s", m->root, ledger, name);
}
