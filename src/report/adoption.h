/* adoption.h - what comes into force with an adopt: shown before it is signed, and by --dry-run. */
#ifndef REPORT_ADOPTION_H
#define REPORT_ADOPTION_H

#include "act/adopt.h"
#include "base/strbuf.h"

void adoption_text(const struct adoption *adoption, struct strbuf *out);

#endif
