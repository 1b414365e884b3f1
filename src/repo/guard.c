/*
 * guard.c - a libgit2 object backend for loose objects that cannot hang or overflow. It stands
 * in the place of libgit2's own, which is never added: there is nothing to fall back to, so a
 * damaged object is an error and stays one.
 */
#include "repo/internal.h"

#include "base/memory.h"
#include "repo/loose.h"

#include <git2/errors.h>
#if __has_include(<git2/sys/errors.h>) /* where libgit2 1.9 has git_error_set_str() */
#include <git2/sys/errors.h>
#endif
#include <git2/sys/odb_backend.h>

#include <dirent.h>
#include <pthread.h>
#include <sys/stat.h>

struct guard {
	git_odb_backend parent;
	char *objects_dir;
	/*
	 * The file whose header was asked for last: whoever asks how large an object is reads it
	 * next, and opening a file costs more than reading a small one whole. Used once.
	 */
	pthread_mutex_t mutex;
	struct oid kept_id;
	struct strbuf kept; /* empty: none */
};

#define KEEP_MAX ((size_t)16 << 10) /* bytes of a file; larger ones are read twice */

static struct strbuf take(struct strbuf *from)
{
	struct strbuf taken = *from;

	*from = (struct strbuf)STRBUF_INIT;
	return taken;
}

static int report(const struct err *err)
{
	if (err->code == ERR_NOT_FOUND)
		return GIT_ENOTFOUND;
	git_error_set_str(GIT_ERROR_ODB, err->text);
	return GIT_ERROR;
}

static void id_of(const git_oid *from, struct oid *ret)
{
	memcpy(ret->id, from->id, OID_SIZE);
}

static void keep(struct guard *guard, const struct oid *id, struct strbuf *file)
{
	struct strbuf old;

	pthread_mutex_lock(&guard->mutex);
	old = guard->kept;
	guard->kept = take(file);
	guard->kept_id = *id;
	pthread_mutex_unlock(&guard->mutex);
	strbuf_free(&old);
}

/* The whole file: the one that was kept, else from disk. */
static int whole_file(struct guard *guard, const struct oid *id, struct strbuf *ret,
		      struct err *err)
{
	pthread_mutex_lock(&guard->mutex);
	if (guard->kept.len && oid_equal(&guard->kept_id, id))
		*ret = take(&guard->kept);
	pthread_mutex_unlock(&guard->mutex);
	return ret->len ? 0 : loose_file(guard->objects_dir, id, SIZE_MAX, ret, err);
}

static int guard_read(void **ret_data, size_t *ret_size, git_object_t *ret_type,
		      git_odb_backend *backend, const git_oid *oid)
{
	struct guard *guard = (struct guard *)backend;
	CLEANUP(strbuf_free) struct strbuf file = STRBUF_INIT;
	struct loose_header header;
	struct err err = {0};
	struct oid id;
	char *data;

	id_of(oid, &id);
	if (whole_file(guard, &id, &file, &err) < 0 ||
	    loose_header(bytes_of(file.buf, file.len), &header, &err) < 0)
		return report(&err);
	data = git_odb_backend_data_alloc(backend, header.size + 1);
	if (!data)
		return GIT_ERROR;
	if (loose_body(bytes_of(file.buf, file.len), &header, data, &err) < 0) {
		git_odb_backend_data_free(backend, data);
		return report(&err);
	}
	data[header.size] = '\0'; /* libgit2's own parsers count on it */
	*ret_data = data;
	*ret_size = header.size;
	*ret_type = (git_object_t)header.type;
	return 0;
}

static int guard_read_header(size_t *ret_size, git_object_t *ret_type, git_odb_backend *backend,
			     const git_oid *oid)
{
	struct guard *guard = (struct guard *)backend;
	CLEANUP(strbuf_free) struct strbuf file = STRBUF_INIT;
	struct loose_header header;
	struct err err = {0};
	struct oid id;

	id_of(oid, &id);
	if (loose_file(guard->objects_dir, &id, KEEP_MAX, &file, &err) < 0 ||
	    loose_header(bytes_of(file.buf, file.len), &header, &err) < 0)
		return report(&err);
	if (file.len < KEEP_MAX)
		keep(guard, &id, &file);
	*ret_size = header.size;
	*ret_type = (git_object_t)header.type;
	return 0;
}

static int guard_exists(git_odb_backend *backend, const git_oid *oid)
{
	struct guard *guard = (struct guard *)backend;
	char path[PATH_MAX];
	struct err err;
	struct oid id;
	struct stat st;

	id_of(oid, &id);
	return loose_path(guard->objects_dir, &id, path, &err) == 0 && stat(path, &st) == 0 &&
	       S_ISREG(st.st_mode);
}

/* The one object whose name begins with the first `digits` of a short id. */
static int guard_exists_prefix(git_oid *ret, git_odb_backend *backend, const git_oid *start,
			       size_t digits)
{
	struct guard *guard = (struct guard *)backend;
	char path[PATH_MAX], prefix[OID_HEX_SIZE], name[OID_HEX_SIZE];
	struct oid id, found = OID_ZERO;
	struct dirent *entry;
	size_t count = 0;
	DIR *dir;

	id_of(start, &id);
	oid_hex(&id, prefix);
	if (digits < 2 || digits >= OID_HEX_SIZE ||
	    (size_t)snprintf(path, sizeof(path), "%s/%.2s", guard->objects_dir, prefix) >=
		    sizeof(path))
		return GIT_ENOTFOUND;
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		if (strlen(entry->d_name) != OID_HEX_SIZE - 3)
			continue;
		snprintf(name, sizeof(name), "%.2s%.38s", prefix, entry->d_name);
		if (!strncmp(name, prefix, digits) && oid_parse(name, &found))
			count++;
	}
	if (dir)
		closedir(dir);
	if (count > 1)
		return GIT_EAMBIGUOUS;
	if (!count)
		return GIT_ENOTFOUND;
	*ret = *git_oid_of(&found);
	return 0;
}

static int guard_read_prefix(git_oid *ret, void **ret_data, size_t *ret_size,
			     git_object_t *ret_type, git_odb_backend *backend,
			     const git_oid *start, size_t digits)
{
	int status = guard_exists_prefix(ret, backend, start, digits);

	return status < 0 ? status : guard_read(ret_data, ret_size, ret_type, backend, ret);
}

static void guard_free(git_odb_backend *backend)
{
	struct guard *guard = (struct guard *)backend;

	strbuf_free(&guard->kept);
	pthread_mutex_destroy(&guard->mutex);
	free(guard->objects_dir);
	free(guard);
}

int guard_new(const char *objects_dir, git_odb_backend **ret)
{
	struct guard *guard = xmalloc(sizeof(*guard));

	memset(guard, 0, sizeof(*guard));
	if (git_odb_init_backend(&guard->parent, GIT_ODB_BACKEND_VERSION) < 0) {
		free(guard);
		return -1;
	}
	guard->objects_dir = xstrdup_(objects_dir);
	guard->kept = (struct strbuf)STRBUF_INIT;
	pthread_mutex_init(&guard->mutex, NULL);
	guard->parent.read = guard_read;
	guard->parent.read_header = guard_read_header;
	guard->parent.exists = guard_exists;
	guard->parent.exists_prefix = guard_exists_prefix;
	guard->parent.read_prefix = guard_read_prefix;
	guard->parent.free = guard_free;
	*ret = &guard->parent;
	return 0;
}
