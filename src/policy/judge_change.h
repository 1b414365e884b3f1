/*
 * judge_change.h - the one judge of changes: the rules of model/rules.h that stand at a door, asked of
 * facts. Adding a rule about changes: a row in RULES there, a function
 *
 *	int rule_<tag>(const struct facts *facts, struct findings *found, struct err *err);
 *
 * that it names as CHANGE(rule_<tag>), with an accept and a reject case under t/rules/<id>/.
 */
#ifndef POLICY_JUDGE_CHANGE_H
#define POLICY_JUDGE_CHANGE_H

#include "policy/facts.h"

/*
 * Asks every rule that stands at facts->door; findings are added in the order of the table.
 * 0, whatever was found; -1 when a rule could not tell.
 */
int judge_change(const struct facts *facts, struct findings *found, struct err *err);

#endif
