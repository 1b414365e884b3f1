/*
 * results.h - the kinds of results, by the name of their schema in schemas/output/. No include guard:
 * included with RESULT() defined. A new one is a row here, a struct in result.h, and a function in
 * text_*.c and json_*.c each: the compiler asks for them.
 */
RESULT(ACT, act)       /* of the state machine: recorded, refused, or only planned */
RESULT(STATUS, status) /* every step of an environment */
RESULT(NEXT, next)     /* the step whose turn it is */
RESULT(SHOW, show)     /* one step */
