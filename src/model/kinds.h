/*
 * kinds.h - the fourteen kinds of event: what has code, fields and state. No include guard: it is
 * included with KIND() defined. Everything that people do is a word of one of these (words.h).
 *
 *	KIND(tag, nature)	file_<tag>() of model/file_*.c puts its facts into the state
 *
 * nature: INTEGRITY: of the chain itself. Whoever signs next rests on it, so that it is in force
 * whatever the judge finds; all that he asks of one is an id and a time of its own, and what it says
 * of others. FACT: it happened, whether legal or not. CHOICE: all others.
 */
KIND(INIT, INTEGRITY)	 /* the ledger begins: one root */
KIND(TRUST, INTEGRITY)	 /* who may: the whole trust.yaml */
KIND(RECOVER, INTEGRITY) /* what was pushed on the ledger is rejected */
KIND(FORMAT, INTEGRITY)	 /* a later format begins */
KIND(ADOPT, CHOICE)	 /* the runbook in force, the tips from which it binds */
KIND(START, FACT)	 /* something began */
KIND(FINISH, FACT)	 /* and how it ended */
KIND(VERDICT, CHOICE)	 /* yes or no */
KIND(PIN, CHOICE)	 /* it holds this value */
KIND(COMPLETE, CHOICE)	 /* all five criteria */
KIND(HOLD, CHOICE)	 /* not until */
KIND(LIFT, CHOICE)	 /* no longer */
KIND(WAIVE, CHOICE)	 /* except */
KIND(SEAL, CHOICE)	 /* a folder that nobody changes any more */
