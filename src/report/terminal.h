/* terminal.h - where data goes: a terminal, its width and its colours, or a pager in between; as git
 * decides it. */
#ifndef REPORT_TERMINAL_H
#define REPORT_TERMINAL_H

#include "base/err.h"
#include "base/strbuf.h"
#include "repo/repo.h"

/* Columns; 0: nobody counts them. */
unsigned terminal_width(void);
/* color.mcade, color.ui; where they leave it open, on a terminal that is not dumb, without NO_COLOR.
 * repo NULL: none was opened. */
bool terminal_has_colour(const struct repo *repo);
/* GIT_PAGER, core.pager, PAGER, less; NULL: none, or pager.mcade says no, or git is paging already. */
const char *terminal_pager(const struct repo *repo);

#endif
