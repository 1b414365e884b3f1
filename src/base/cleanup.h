/*
 * cleanup.h - handles that close themselves when their variable leaves scope.
 *
 *	CLEANUP(git_tree_freep) git_tree *tree = NULL;
 *	...
 *	*ret_tree = MOVE(tree);		// handed over: the clean-up sees NULL
 *
 * FN takes a pointer to the variable. Memory that outlives a call lives in an arena instead.
 */
#ifndef BASE_CLEANUP_H
#define BASE_CLEANUP_H

#define CLEANUP(fn) __attribute__((cleanup(fn)))

/* Hand over a pointer: evaluates to its value and leaves NULL behind. */
#define MOVE(ptr)                                          \
	(__extension__({                                   \
		__typeof__(ptr) *move_from_ = &(ptr);      \
		__typeof__(ptr) move_value_ = *move_from_; \
		*move_from_ = NULL;                        \
		move_value_;                               \
	}))

/* Defines fn##p(T **), for CLEANUP(), from a function void fn(T *). */
#define CLEANUP_POINTER(type, fn)            \
	static inline void fn##p(type **ptr) \
	{                                    \
		if (*ptr)                    \
			fn(*ptr);            \
	}

#endif
