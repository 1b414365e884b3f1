/* git-mcade.c - the only main(): find the command, open what it needs, run it, print, exit. */
#include "base/compat.h"

int main(void)
{
	return 129;
}
