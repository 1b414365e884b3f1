/* memory_place.c - where it is, what a repository is called there, and how a file is kept. */
#include "ledger/memory_internal.h"

#include "base/file.h"
#include "base/hex.h"
#include "repo/shared.h"
#include "sign/digest.h"

#include <fcntl.h>
#include <sys/stat.h>

#define FILE_MAX ((size_t)64 << 20)

/* -- small files --------------------------------------------------------------------------------- */

/* Paths are NULL where there is no place: then nothing was ever seen. */
int memory_read(const char *path, struct arena *a, struct bytes *ret, bool *ret_found,
		struct err *err)
{
	*ret_found = false;
	if (!path)
		return 0;
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

int memory_try_write(struct memory *m, const char *path, struct bytes data, struct err *err)
{
	if (!path)
		return memory_needed(m, err);
	if (file_write(path, 0600, 0, data, err) == 0)
		return 0;
	if (err->code != ERR_NOT_FOUND || make_parents(m, path, err) < 0)
		return -1;
	return file_write(path, 0600, 0, data, err);
}

static int unkept(struct memory *m, const struct err *err)
{
	if (!m->unkept)
		m->unkept = arena_strdup(m->arena, err->text);
	return -1;
}

int memory_write(struct memory *m, const char *path, struct bytes data, struct err *err)
{
	return memory_try_write(m, path, data, err) < 0 ? unkept(m, err) : 0;
}

int memory_make_folder(struct memory *m, const char *path, struct err *err)
{
	return make_parents(m, path, err) < 0 ? unkept(m, err) : 0;
}

/* -- where --------------------------------------------------------------------------------------- */

static const char *find_root(struct arena *a)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");

	if (state && state[0] == '/')
		return arena_printf(a, "%s/git-mcade", state);
	return home && home[0] == '/' ? arena_printf(a, "%s/.local/state/git-mcade", home)
				      : NULL;
}

struct memory *memory_open(struct repo *repo, struct arena *a)
{
	struct memory *m = arena_alloc(a, sizeof(*m));

	*m = (struct memory){.arena = a, .root = find_root(a), .repo = repo};
	return m;
}

/* What it is, where that is no place. */
static const char *relative_state(void)
{
	const char *state = getenv("XDG_STATE_HOME");

	return state && *state && *state != '/' ? state : NULL;
}

int memory_needed(const struct memory *m, struct err *err)
{
	const char *relative = relative_state();

	if (m->root)
		return 0;
	if (m->left)
		return err_set(err, ERR_IO, "%s", m->left);
	if (relative)
		return err_set(err, ERR_IO,
			       "XDG_STATE_HOME is '%s', expected an absolute path, and HOME is "
			       "not set: nowhere to remember ledgers",
			       relative);
	return err_set(err, ERR_IO,
		       "XDG_STATE_HOME and HOME are not set: nowhere to remember ledgers");
}

const char *memory_misplaced(const struct memory *m)
{
	const char *relative = relative_state();

	if (!relative)
		return NULL;
	return m->root ? arena_printf(m->arena,
				      "XDG_STATE_HOME is '%s', expected an absolute path; "
				      "ledgers are remembered in '%s'",
				      relative, m->root)
		       : arena_printf(m->arena,
				      "XDG_STATE_HOME is '%s', expected an absolute path; "
				      "nothing is remembered",
				      relative);
}

const char *memory_unkept(const struct memory *m)
{
	return m->unkept;
}

/* The file's number stands for this copy of the repository: another copy of it has another. */
static const char *name_of(struct memory *m, const char *path, struct bytes text)
{
	struct stat st;

	if (text.len != 33 || ((const char *)text.data)[32] != '\n' ||
	    !hex_is(arena_strndup(m->arena, text.data, 32), 32) || stat(path, &st) < 0)
		return NULL;
	return arena_printf(m->arena, "%.32s-%" PRIu64, (const char *)text.data,
			    (uint64_t)st.st_ino);
}

/* Everybody who works in the repository has the same name for it. */
static int write_name(struct memory *m, const char *path, struct bytes text, struct err *err)
{
	const char *folder = arena_printf(m->arena, "%s/mcade", repo_common_dir(m->repo));

	return folder_make(folder, 0777, err) < 0 || repo_share(m->repo, folder, err) < 0 ||
			       file_write(path, 0666, 0, text, err) < 0
		       ? -1
		       : repo_share(m->repo, path, err);
}

int memory_find_repository(struct memory *m, bool make, struct err *err)
{
	const char *path = arena_printf(m->arena, "%s/mcade/id", repo_common_dir(m->repo));
	uint8_t random[16];
	struct bytes text;
	char id[34];
	bool found;

	if (m->repository)
		return 0;
	if (memory_read(path, m->arena, &text, &found, err) < 0)
		return -1;
	m->repository = found ? name_of(m, path, text) : NULL;
	if (m->repository || !make)
		return 0;
	random_bytes(random, sizeof(random));
	hex_encode(random, sizeof(random), id);
	memcpy(id + 32, "\n", 2);
	if (write_name(m, path, bytes_of(id, 33), err) < 0)
		return unkept(m, err);
	m->repository = name_of(m, path, bytes_of(id, 33));
	return m->repository ? 0 : err_set(err, ERR_IO, "cannot look at '%s'", path);
}

const char *memory_below(struct memory *m, const char *path)
{
	return m->root ? arena_printf(m->arena, "%s/%s", m->root, path) : NULL;
}
