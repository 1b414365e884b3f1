/*
 * internal.h - what several files of sign/ share and nobody else sees.
 */
#ifndef SIGN_INTERNAL_H
#define SIGN_INTERNAL_H

#include "base/bytes.h"
#include "base/compat.h"
#include "base/err.h"
#include "sign/pubkey.h"
#include "sign/signer.h"

/* The type by its name on the wire; ERR_UNSUPPORTED for those that we know and refuse. */
int key_type_find(struct bytes name, enum key_type *ret_type, struct err *err);

/* Memory for a secret: locked, guarded, wiped by sodium_free(). Never NULL. */
void *secret_alloc(size_t size);

#define KEYFILE_TEXT ((size_t)2048) /* bytes: the longest text of keyfile_format() */

/*
 * Text of an unencrypted "openssh-key-v1" file, as ssh-keygen writes it, without a NUL; the
 * room at ret_text is sodium_malloc() memory. `check` is any number (it shows a wrong
 * passphrase, where there is one).
 */
int keyfile_format(const uint8_t secret[64], uint32_t check, const char *comment,
		   char ret_text[KEYFILE_TEXT], size_t *ret_len, struct err *err);

#endif
