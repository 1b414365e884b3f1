/*
 * nonet.c - stands in for the network members of a statically linked libgit2, which this program
 * never uses: fetch and push are git's. Without them a process starts in a sixth of the time,
 * since no TLS library reads its certificates and no SSH library starts. The linker takes these
 * (libgit2.mk names one of them as wanted) before it meets the archive's own.
 */
#include "base/compat.h"

#ifdef MCADE_LIBGIT2_STATIC

bool git_http__expect_continue;

#define NEVER(name)        \
	int name(void);    \
	int name(void)     \
	{                  \
		return -1; \
	}
#define NOTHING(name)     \
	int name(void);   \
	int name(void)    \
	{                 \
		return 0; \
	}

NOTHING(git_mbedtls_stream_global_init)
NOTHING(git_openssl_stream_global_init)
NOTHING(git_transport_ssh_global_init)
NEVER(git_http_auth_negotiate)
NEVER(git_smart_subtransport_http)
NEVER(git_smart_subtransport_ssh)
NEVER(git_transport_ssh_with_paths)
NEVER(git_mbedtls__set_cert_location)
NEVER(git_mbedtls_stream_new)
NEVER(git_mbedtls_stream_wrap)
NEVER(git_openssl__set_cert_location)
NEVER(git_openssl_stream_new)

#endif
