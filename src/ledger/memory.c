#include "ledger/memory_internal.h"

#include "base/hex.h"
#include "base/strbuf.h"
#include "model/canon.h"
#include "sign/digest.h"

#include <unistd.h>

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
	if (memory_read(path, m->arena, &text, &found, err) < 0)
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

	return memory_write(m, path, bytes_text(line), err);
}

static const char *pin_path(struct memory *m, const char *ledger)
{
	return memory_below(m, arena_printf(m->arena, "%s/pin", ledger));
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

static const char *head_below(struct memory *m, const char *ledger, const char *remote)
{
	return memory_below(
		m, arena_printf(m->arena, "%s/heads/%s/%s", ledger, m->repository, remote));
}

/* make: so that something can be kept there; else NULL where nothing can be. */
static int head_path(struct memory *m, bool make, const char *ledger, const char *remote,
		     const char **ret, struct err *err)
{
	*ret = NULL;
	if (memory_find_repository(m, make && m->root, err) < 0)
		return -1;
	if (m->repository)
		*ret = head_below(m, ledger, remote);
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

	if (memory_read(path, m->arena, &text, ret_found, err) < 0)
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

	if (head_path(m, false, ledger, remote, &path, err) < 0)
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
	result = memory_write(m, path, bytes_of(text.buf, text.len), err);
	strbuf_free(&text);
	return result;
}

int memory_remember(struct memory *m, const char *ledger, const char *remote,
		    const struct remembered_head *head, struct err *err)
{
	const char *path;

	if (head_path(m, true, ledger, remote, &path, err) < 0)
		return -1;
	return write_head(m, path, head, err);
}

int memory_beside(struct memory *m, const char *ledger, const char *remote, const char *suffix,
		  const char **ret_path, struct err *err)
{
	const char *path;

	if (memory_needed(m, err) < 0 || head_path(m, true, ledger, remote, &path, err) < 0)
		return -1;
	*ret_path = arena_printf(m->arena, "%s%s", path, suffix);
	return memory_make_folder(m, *ret_path, err);
}

bool memory_recall(const char *path, struct arena *a, struct bytes *ret)
{
	struct err ignored;
	bool found;

	return !memory_read(path, a, ret, &found, &ignored) && found;
}

int memory_keep(struct memory *m, const char *path, struct bytes data, struct err *err)
{
	return memory_write(m, path, data, err);
}

/* -- which ledger was here ----------------------------------------------------------------------- */

static int repository_path(struct memory *m, bool make, const char **ret, struct err *err)
{
	*ret = NULL;
	if (memory_find_repository(m, make && m->root, err) < 0)
		return -1;
	if (m->repository)
		*ret = memory_below(m,
				    arena_printf(m->arena, "repositories/%s", m->repository));
	return 0;
}

int memory_repository_ledger(struct memory *m, char ret_ledger[65], struct err *err)
{
	const char *path;

	if (repository_path(m, false, &path, err) < 0)
		return -1;
	return read_line(m, path, ret_ledger, err);
}

int memory_note_repository(struct memory *m, const char *ledger, struct err *err)
{
	const char *path;

	if (repository_path(m, true, &path, err) < 0)
		return -1;
	return write_line(m, path, ledger, err);
}

void memory_leave_damaged(struct memory *m)
{
	struct remembered_head head;
	char ledger[65], pin[65];
	struct err err = {0};
	bool found;

	if (memory_repository_ledger(m, ledger, &err) == 0 &&
	    (!ledger[0] || (read_line(m, pin_path(m, ledger), pin, &err) == 0 &&
			    memory_head(m, ledger, "local", &head, &found, &err) == 0)))
		return;
	if (err.code != ERR_FORMAT)
		return;
	m->left = arena_printf(m->arena, "%s (" MEMORY_MENDED_BY " repairs it)", err.text);
	m->root = m->repository = NULL;
}

static const char *url_path(struct memory *m, const char *url)
{
	return memory_below(m,
			    arena_printf(m->arena, "remotes/%s", SHA256_HEX(url, strlen(url))));
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
	return memory_below(m, arena_printf(m->arena, "%s/addresses/%s", ledger,
					    SHA256_HEX(url, strlen(url))));
}

int memory_forget(struct memory *m, const char *ledger, const char *remote, const char *url,
		  struct err *err)
{
	const char *path = url ? address_path(m, ledger, url) : head_below(m, ledger, remote);

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
	return memory_recall(
		memory_below(m, arena_printf(m->arena, "%s/cache/%s", ledger, name)), a, ret);
}

void memory_cache_write(struct memory *m, const char *ledger, const char *name,
			struct bytes data)
{
	struct err ignored;

	memory_try_write(m,
			 memory_below(m, arena_printf(m->arena, "%s/cache/%s", ledger, name)),
			 data, &ignored);
}

const char *memory_file(struct memory *m, const char *ledger, const char *name)
{
	return memory_below(m, arena_printf(m->arena, "%s/%s", ledger, name));
}

const char *memory_file_here(struct memory *m, const char *ledger, const char *name)
{
	struct err unseen;

	return memory_find_repository(m, false, &unseen) < 0 || !m->repository
		       ? NULL
		       : memory_file(m, ledger,
				     arena_printf(m->arena, "%s/%s", name, m->repository));
}
