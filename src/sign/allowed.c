#include "sign/allowed.h"

#include "base/cleanup.h"
#include "base/file.h"

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

	if (allowed_format(signers, count, &text, err))
		return -1;
	return file_write(path, 0644, FILE_SYNC, bytes_of(text.buf, text.len), err);
}
