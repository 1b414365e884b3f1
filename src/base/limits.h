/*
 * limits.h - the largest of everything that is read from outside. Each limit is far above
 * honest use; what is beyond it is refused by name, never cut silently (captured output
 * excepted: that is cut in the middle, and says so).
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#define LIMIT_COMMIT ((size_t)1 << 20)	     /* bytes of one ledger commit object */
#define LIMIT_BLOB ((size_t)16 << 20)	     /* bytes of one document or attachment */
#define LIMIT_TREE ((size_t)64 << 20)	     /* bytes of one tree object */
#define LIMIT_COMMIT_CODE ((size_t)16 << 20) /* bytes of a commit of code */
#define LIMIT_LEDGER ((size_t)1 << 24)	     /* commits of one ledger */
#define LIMIT_HISTORY ((size_t)1 << 23) /* commits that one question about history may read */
#define LIMIT_WALK_CACHE ((size_t)96 << 20)  /* bytes of commits kept during a walk */
#define LIMIT_LOOSE ((size_t)64 << 20)	     /* bytes of a loose object, packed or not */
#define LIMIT_IMAGE_DEPTH 64		     /* directories below each other in a ledger */
#define LIMIT_ALTERNATES 64		     /* objects directories of one repository */
#define LIMIT_OWN_SINCE 16		     /* acts of a signer that had seen less */
#define LIMIT_MESSAGE ((size_t)64 << 10)     /* free paragraph of an event */
#define LIMIT_FIELD ((size_t)4096)	     /* one trailer's value */
#define LIMIT_LIST ((size_t)4096)	     /* trailers of one event */
#define LIMIT_GOVERNED 1000		     /* governed branches: an event names each */
#define LIMIT_YAML ((size_t)8 << 20)	     /* bytes of a YAML document */
#define LIMIT_YAML_DEPTH 32		     /* nesting */
#define LIMIT_YAML_NODES ((size_t)1000000)   /* scalars and collections */
#define LIMIT_JSON ((size_t)8 << 20)	     /* bytes of a JSON document */
#define LIMIT_JSON_DEPTH 64		     /* nesting */
#define LIMIT_MARKDOWN ((size_t)8 << 20)     /* bytes of a Markdown document */
#define LIMIT_MARKDOWN_DEPTH 100	     /* containers that one line opens */
#define LIMIT_MARKDOWN_MARKS ((size_t)20000) /* brackets, stars, ... of one paragraph */
#define LIMIT_MARKDOWN_CELLS 500000	     /* of one table: lines by columns */
#define LIMIT_MARKS 500000		     /* status marks of one document */
#define LIMIT_CAPTURE ((size_t)1 << 20)	  /* bytes kept of one output stream, head and tail */
#define LIMIT_PATH ((size_t)4096)	  /* bytes of a path */
#define LIMIT_ID ((size_t)64)		  /* bytes of a step or environment id */
#define LIMIT_KEY_FILE ((size_t)64 << 10) /* bytes of a key file */
#define LIMIT_AGENT_REPLY ((size_t)256 << 10)  /* bytes of one agent answer */
#define LIMIT_PATTERN_STEPS 1000000	       /* PCRE2 match limit */
#define LIMIT_TIMEOUT_MAX ((int64_t)7 * 86400) /* seconds: nothing waits longer */

#define LIMIT_CHECKPOINT \
	((size_t)16 << 20)	  /* bytes of the files people add to one checkpoint */
#define LIMIT_CHECKPOINT_FILES 64 /* their number */
#define LIMIT_EVIDENCE_LINES 200  /* of one piece of evidence in a checkpoint: head and tail */

#define LIMIT_INDEX ((size_t)2 << 30) /* bytes of Git's index */
#define LIMIT_PARENTS 32     /* of one commit, those aside that are ancestors of others */
#define LIMIT_MERGE_BASES 64 /* of all parents of one merge together */
#define LIMIT_TREE_CACHE \
	((size_t)64 << 20) /* bytes of directories kept while paths are looked up */
#define LIMIT_READINGS \
	((size_t)64 << 20) /* bytes of what is kept of documents that were read */
#define LIMIT_OPENED \
	((size_t)256 << 10) /* bytes of documents, after which fewer are kept parsed */
#define LIMIT_CHANGES ((size_t)1 << 20) /* paths that one commit changes */
#define LIMIT_FILES ((size_t)8000000)	/* paths of one snapshot */
#define LIMIT_TREE_DEPTH 512		/* directories below each other */

#endif
