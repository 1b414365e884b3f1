#include "sign/allowed.h"

#include "base/cleanup.h"
#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool principal_is_plain(const char *name)
{
	if (!*name)
		return false;
	for (const char *c = name; *c; c++)
		if ((unsigned char)*c <= ' ' || *c == 0x7f || strchr(",\"'*?!#\\", *c))
			return false;
	return true;
}

int allowed_format(const struct allowed_signer *signers, size_t count, struct strbuf *out,
		   struct err *err)
{
	size_t before = out->len;

	for (size_t i = 0; i < count; i++) {
		if (!principal_is_plain(signers[i].principal)) {
			strbuf_setlen(out, before);
			return err_set(err, ERR_FORMAT,
				       "'%s' cannot be a principal of an allowed-signers file",
				       signers[i].principal);
		}
		strbuf_addf(out, "%s namespaces=\"git\" ", signers[i].principal);
		public_key_format(&signers[i].key, out);
		strbuf_addch(out, '\n');
	}
	return 0;
}

int allowed_write(const char *path, const struct allowed_signer *signers, size_t count,
		  struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf beside = STRBUF_INIT;
	int fd;

	if (allowed_format(signers, count, &text, err))
		return -1;
	strbuf_addf(&beside, "%s.XXXXXX", path);
	fd = mkstemp(beside.buf);
	if (fd < 0)
		return err_errno(err, "cannot write beside '%s'", path);
	if (fd_write(fd, text.buf, text.len) || fchmod(fd, 0644) || fsync(fd)) {
		err_errno(err, "cannot write '%s'", beside.buf);
		close(fd);
		unlink(beside.buf);
		return -1;
	}
	close(fd);
	if (rename(beside.buf, path)) {
		err_errno(err, "cannot replace '%s'", path);
		unlink(beside.buf);
		return -1;
	}
	return 0;
}
