/*
 * heading.h - a heading that says of what stands below it that it is done: "Preparation COMPLETE",
 * "ПОДГОТОВКА ЗАВЕРШЕНА", "准备工作已完成": a word of the legend at its end, in capitals where its script
 * has any.
 */
#ifndef TEXT_HEADING_H
#define TEXT_HEADING_H

#include <stdbool.h>

/* text may be NULL. */
bool heading_says_complete(const char *text);

#endif
