/* object.c - read and write whole objects. */
#include "repo/internal.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "repo/loose.h"
#include "repo/object_kept.h"
#include "repo/shared.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Cloned with a filter: *err is then what brings the rest. */
static bool is_partial(struct repo *repo, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char **names;
	size_t count;

	repo_remotes(repo, &scratch, &names, &count);
	for (size_t i = 0; i < count; i++) {
		bool promisor;

		if (repo_config_get_bool(repo,
					 arena_printf(&scratch, "remote.%s.promisor", names[i]),
					 false, &promisor, err) < 0 ||
		    !promisor)
			continue;
		err_set(err, ERR_NOT_FOUND, "the clone is partial");
		err_next(err, "git fetch --refetch --no-filter %s", names[i]);
		return true;
	}
	return false;
}

static int cannot_read(struct repo *repo, const struct oid *id, int status, struct err *err)
{
	char hex[OID_HEX_SIZE];

	oid_hex(id, hex);
	if (status == GIT_ENOTFOUND && is_partial(repo, err)) {
		err_prefix(err, "object '%s' is missing", hex);
		return -1;
	}
	if (status == GIT_ENOTFOUND && repo_is_shallow(repo)) {
		err_set(err, ERR_NOT_FOUND, "object '%s' is missing: the clone is shallow",
			hex);
		err_next(err, "git fetch --unshallow");
		return -1;
	}
	if (status == GIT_ENOTFOUND)
		return err_set(err, ERR_NOT_FOUND, "object '%s' is missing", hex);
	if (status == GIT_EMISMATCH)
		return err_set(err, ERR_UNTRUSTED, "object '%s' holds other bytes: %s", hex,
			       git_message());
	return git_failed(err, status, "cannot read object '%s'", hex);
}

int object_stat(struct repo *repo, const struct oid *id, enum object_type *ret_type,
		size_t *ret_size, struct err *err)
{
	git_object_t type;
	size_t size;
	int status = git_odb_read_header(&size, &type, repo->odb, git_oid_of(id));

	if (status < 0)
		return cannot_read(repo, id, status, err);
	*ret_type = (enum object_type)type;
	*ret_size = size;
	return 0;
}

static int read_stored(struct repo *repo, const struct oid *id, enum object_type type,
		       size_t limit, struct arena *arena, struct bytes *ret, struct err *err)
{
	CLEANUP(git_odb_object_freep) git_odb_object *object = NULL;
	char hex[OID_HEX_SIZE];
	enum object_type found = OBJECT_BLOB;
	size_t size = 0;
	int status;

	if (object_stat(repo, id, &found, &size, err) < 0)
		return -1;
	oid_hex(id, hex);
	if (size > limit)
		return err_set(err, ERR_LIMIT, "%s '%s' has %zu bytes, at most %zu are read",
			       object_type_name(found), hex, size, limit);
	status = git_odb_read(&object, repo->odb, git_oid_of(id));
	if (status < 0)
		return cannot_read(repo, id, status, err);
	if (git_odb_object_type(object) != (git_object_t)found ||
	    git_odb_object_size(object) != size)
		return err_set(err, ERR_UNTRUSTED, "object '%s' changed while it was read",
			       hex);
	/* Only now: a header alone is no word of the object that has this id. */
	if (found != type)
		return err_set(err, ERR_FORMAT, "object '%s' is a %s, expected a %s", hex,
			       object_type_name(found), object_type_name(type));
	*ret = bytes_of(arena_memdup(arena, git_odb_object_data(object), size), size);
	return 0;
}

void repo_keep_objects(struct repo *repo)
{
	if (repo->kept)
		return;
	repo->kept = xmalloc(sizeof(*repo->kept));
	*repo->kept = (struct kept_objects){{.arena = ARENA_INIT}, {.arena = ARENA_INIT}};
}

int object_read(struct repo *repo, const struct oid *id, enum object_type type, size_t limit,
		struct arena *arena, struct bytes *ret, struct err *err)
{
	const struct kept_object *kept = repo->kept ? kept_find(repo->kept, id) : NULL;

	if (kept && kept->type == type && kept->bytes.len <= limit) {
		*ret = bytes_of(arena_memdup(arena, kept->bytes.data, kept->bytes.len),
				kept->bytes.len);
		return 0;
	}
	if (read_stored(repo, id, type, limit, arena, ret, err) < 0)
		return -1;
	if (repo->kept)
		kept_put(repo->kept, id, type, *ret);
	return 0;
}

int object_exists(struct repo *repo, const struct oid *id, bool *ret, struct err *err)
{
	enum object_type type;
	size_t size;
	int status = object_stat(repo, id, &type, &size, err);

	if (status < 0 && err->code != ERR_NOT_FOUND)
		return -1;
	*ret = status == 0;
	return 0;
}

int object_is_commit(struct repo *repo, const struct oid *id, bool *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	enum object_type type = OBJECT_COMMIT;
	struct bytes ignored;
	size_t size;

	*ret = object_stat(repo, id, &type, &size, err) == 0;
	if (!*ret)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	if (type == OBJECT_COMMIT)
		return 0;
	/* Read, since a header alone is no word of what has this id. Only a pack has larger ones. */
	*ret = false;
	return object_read(repo, id, type, LIMIT_LOOSE, &scratch, &ignored, err) < 0 &&
			       err->code != ERR_LIMIT
		       ? -1
		       : 0;
}

void object_hash(enum object_type type, struct bytes bytes, struct oid *ret)
{
	git_oid id;

	/* fails only for an unknown type or without memory */
	if (git_odb_hash(&id, bytes.data ? bytes.data : "", bytes.len, (git_object_t)type) < 0)
		abort();
	oid_of_git(&id, ret);
}

/* True when the loose file is there and holds exactly these bytes; renews its age. */
static bool is_stored(struct repo *repo, const char *path, const struct oid *id,
		      enum object_type type, struct bytes bytes)
{
	CLEANUP(strbuf_free) struct strbuf file = STRBUF_INIT, body = STRBUF_INIT;
	struct loose_header header;
	struct err ignored;

	if (loose_file(repo->objects_dir, id, SIZE_MAX, &file, &ignored) < 0 ||
	    loose_header(bytes_of(file.buf, file.len), &header, &ignored) < 0 ||
	    header.type != type || header.size != bytes.len)
		return false;
	strbuf_add(&body, bytes.data, bytes.len); /* room of the right size */
	if (loose_body(bytes_of(file.buf, file.len), &header, body.buf, &ignored) < 0 ||
	    !bytes_equal(bytes_of(body.buf, body.len), bytes))
		return false;
	return utimensat(AT_FDCWD, path, NULL, 0) == 0;
}

static int store(const struct repo *repo, const char *path, struct bytes file, struct err *err)
{
	char dir[PATH_MAX];

	if (file_write(path, 0444, FILE_OBJECT, file, err) == 0)
		return repo_share(repo, path, err);
	if (err->code != ERR_NOT_FOUND)
		return -1;
	/* the fan-out directory comes with its first object */
	snprintf(dir, sizeof(dir), "%.*s", (int)(strrchr(path, '/') - path), path);
	if (mkdir(dir, 0777) < 0 && errno != EEXIST)
		return err_errno(err, "cannot make directory '%s'", dir);
	if (repo_share(repo, dir, err) < 0 ||
	    file_write(path, 0444, FILE_OBJECT, file, err) < 0)
		return -1;
	return repo_share(repo, path, err);
}

int object_write(struct repo *repo, enum object_type type, struct bytes bytes, struct oid *ret,
		 struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf file = STRBUF_INIT;
	char path[PATH_MAX];
	struct oid id;

	if (repo_may_write(repo, err) < 0)
		return -1;
	object_hash(type, bytes, &id);
	if (loose_path(repo->objects_dir, &id, path, err) < 0)
		return -1;
	if (!is_stored(repo, path, &id, type, bytes) &&
	    (loose_encode(type, bytes, &file, err) < 0 ||
	     store(repo, path, bytes_of(file.buf, file.len), err) < 0))
		return err_prefix(err, "cannot store a %s", object_type_name(type));
	*ret = id;
	return 0;
}
