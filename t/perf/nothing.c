/* nothing.c - the cheapest hook there is: what a hook costs before it does anything. */
int main(void)
{
	return 0;
}
