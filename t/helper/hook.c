/* hook.c - a program of nothing but what git calls, for t0005: what it is linked of is what counts. */
#include "cmd/command.h"

int main(void)
{
	struct err err;

	return cmd_hook(NULL, NULL, NULL, &err) < 0;
}
