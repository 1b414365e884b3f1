/*
 * kinds.h - the fourteen kinds of event: what has code, fields and state. No include guard: it is
 * included with KIND() defined. Everything that people do is a word of one of these (words.h).
 *
 *	KIND(tag)		file_<tag>() of model/file_*.c puts its facts into the state
 */
KIND(INIT)     /* the ledger begins: one root */
KIND(TRUST)    /* who may: the whole trust.yaml */
KIND(RECOVER)  /* what was pushed upon the ledger is rejected */
KIND(FORMAT)   /* a later format begins */
KIND(ADOPT)    /* the runbook in force, the tips from which it binds */
KIND(START)    /* something began */
KIND(FINISH)   /* and how it ended */
KIND(VERDICT)  /* yes or no */
KIND(PIN)      /* it holds this value */
KIND(COMPLETE) /* all five criteria */
KIND(HOLD)     /* not until */
KIND(LIFT)     /* no longer */
KIND(WAIVE)    /* except */
KIND(SEAL)     /* a folder that nobody changes any more */
