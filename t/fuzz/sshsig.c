/* Any armour: no crash, and nothing verifies that is not the one spelling. */
#include "sign/digest.h"
#include "sign/sshsig.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char last[] = "-----END SSH SIGNATURE-----";
	struct public_key key;
	struct err err;

	if (!sshsig_verify(bytes_text("content\n"), (const char *)data, size, "git", &key,
			   &err) &&
	    (size < strlen(last) ||
	     memcmp(data + size - strlen(last), last, strlen(last)) != 0))
		abort();
	return 0;
}
