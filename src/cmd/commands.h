/*
 * commands.h - the list of subcommands, in the order of the manual. No include guard: included with
 * COMMAND() defined.
 */
