/*
 * commands.h - the list of subcommands, in the order of the manual. No include guard: included
 * with COMMAND() defined.
 */
COMMAND(init)
COMMAND(join)
COMMAND(trust)
COMMAND(import)
COMMAND(adopt)
COMMAND(retip)
COMMAND(hooks)

COMMAND(status)
COMMAND(next)
COMMAND(show)
COMMAND(run)
COMMAND(verify)
COMMAND(abandon)
COMMAND(pin)
COMMAND(complete)
COMMAND(checkpoint)
COMMAND(block)
COMMAND(unblock)
COMMAND(skip)
COMMAND(reopen)
COMMAND(lock)
COMMAND(unlock)
COMMAND(freeze)
COMMAND(thaw)

COMMAND(log)
COMMAND(lint)
COMMAND(audit)
COMMAND(render)
COMMAND(check)
COMMAND(explain)

COMMAND(sync)

COMMAND(hook)

COMMAND(help)
