/* judged.h - what `check` came to: the same for its exit status and in every format. */
#ifndef REPORT_JUDGED_H
#define REPORT_JUDGED_H

#include "report/result.h"

/* The contract of exit statuses: 1 a no, 2 cannot be told yet, 3 not to be trusted. */
int check_status(const struct check_result *result);
/* 0 nothing untrue, 1 an error, 2 nothing was there to judge. Of --documents: 0 or 2. */
int lint_status(const struct lint_result *r);
/* Those that were judged one by one. */
size_t check_commit_count(const struct check_result *result);
/* "3 judged, 1 refused, 2 errors, 0 warnings" */
const char *check_summary(const struct check_result *result, struct arena *a);

#endif
