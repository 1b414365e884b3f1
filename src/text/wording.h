/* wording.h - are two words one, written otherwise: a slip of the pen, a longer word that holds it? */
#ifndef TEXT_WORDING_H
#define TEXT_WORDING_H

#include <stdbool.h>
#include <stddef.h>

/*
 * "bakcup" and "backup", "deploy" and "deployment", "sicherung" and "datensicherung"; not "node1" and "node2", nor
 * "install" and "uninstall". Both folded, so many bytes long.
 */
bool wording_is_one(const char *a, size_t a_len, const char *b, size_t b_len);

#endif
