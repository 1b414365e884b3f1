/*
 * shape.h - what a value of a document must be, where it goes, and what else is asked of it: the
 * tables of keys.c and claims.c, by which one walk validates and binds.
 *
 *	static const struct key SECTION_KEYS[] = {
 *		{"id", &ID, KEY_REQUIRED, INTO(section, id)},
 *		{"title", &LINE, KEY_WORDS, INTO(section, title)},
 *	};
 *
 * The same is published for editors, schemas/runbook.yaml; t/unit/keys.c holds the two against
 * each other.
 */
#ifndef RUNBOOK_SHAPE_H
#define RUNBOOK_SHAPE_H

#include "runbook/runbook.h"

struct binder;

/* What a key says of itself. No effect noted: it is obeyed. */
enum {
	KEY_REQUIRED = 1,
	KEY_ONE = 2,   /* exactly one of these must stand there */
	KEY_WORDS = 4, /* for people; promises nothing */
	KEY_LATER = 8, /* would promise what nothing keeps yet: never adopted */
};

struct key {
	const char *name;
	const struct shape *shape;
	unsigned flags;
	size_t at; /* in the struct of its mapping */
};
#define INTO(type, field) offsetof(struct type, field)
#define NOWHERE SIZE_MAX /* validated, and not kept */

#define TYPE(type) (1u << (type))
#define ANY_TYPE \
	TYPE(DOC_NULL) | TYPE(DOC_BOOL) | TYPE(DOC_INT) | TYPE(DOC_FLOAT) | TYPE(DOC_STRING)

/* One for all kinds of node that the types allow: shell text, or a list of arguments. */
struct shape {
	const char *title; /* what a fault says is expected; NULL: its types */
	unsigned types;	   /* TYPE()s, joined; DOC_INT alone takes 2.0, too */

	const char *const *words; /* the only texts that it may be; NULL ends them */
	const char *pattern;	  /* what fits() asks, as the published schema has it */
	bool (*fits)(const char *text);
	size_t shortest, longest; /* characters; 0: any number */
	int64_t least, most;	  /* of a number; most 0: any */

	const struct shape *item;  /* of a list; NULL: anything */
	size_t fewest, most_items; /* items (of a mapping: keys); 0: any number */
	bool unique;

	const struct key *keys; /* the only ones of a mapping, where `others` is NULL */
	size_t key_count;
	const char *first[2];	   /* keys that are read before the others, in this order */
	const struct shape *names; /* of keys, as values; NULL: anything */
	const struct shape
		*others; /* of keys that are not listed; NULL, without keys: anything */

	/* Where it goes; `to` is never NULL. A list is two members, items and their number. */
	size_t size; /* as an item */
	bool boxed;  /* as an item: in memory of its own, the list holds pointers */
	void (*begin)(struct binder *b, const struct doc_node *node, void *to);
	void (*store)(struct binder *b, const struct doc_node *node, void *to);
	/* What is asked of a text (also of a key) beyond its shape. */
	void (*grammar)(struct binder *b, const struct doc_node *node);
};
#define KEYS(table) .keys = (table), .key_count = ARRAY_SIZE(table)

/* Faults go to the binder; `to` NULL: nothing is kept. */
void shape_walk(struct binder *b, const struct shape *shape, const struct doc_node *node,
		void *to);

/* Readers of one value. */
void store_text(struct binder *b, const struct doc_node *node, void *to);  /* const char * */
void store_flag(struct binder *b, const struct doc_node *node, void *to);  /* bool */
void store_count(struct binder *b, const struct doc_node *node, void *to); /* unsigned */
void store_node(struct binder *b, const struct doc_node *node, void *to);  /* the node itself */
void store_word(struct binder *b, const struct doc_node *node, void *to);  /* which, an enum */
/* The second of two words: a bool. */
void store_second(struct binder *b, const struct doc_node *node, void *to);
void store_duration(struct binder *b, const struct doc_node *node,
		    void *to); /* int64_t, seconds */
void store_values(struct binder *b, const struct doc_node *node,
		  void *to); /* struct name_values */

extern const struct shape RUNBOOK, STEP; /* keys.c */
extern const struct shape CLAIMS;	 /* claims.c */
extern const struct shape ID, SOME_TEXT, ANY_TEXT;

#endif
