/*
 * manifest_internal.h - what pin.c (one value) and manifest.c (a document of them) share.
 */
#ifndef RUNBOOK_MANIFEST_INTERNAL_H
#define RUNBOOK_MANIFEST_INTERNAL_H

#include "base/compat.h"

bool pin_is_commit(const char *text); /* 40 or 64 digits */
bool pin_is_sha256(const char *text); /* 64 digits, "sha256:" before them or not */

#endif
