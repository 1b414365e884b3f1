#include "text/plain.h"

#include "base/memory.h"

enum where {
	IN_TEXT,
	BEHIND_ESC,
	IN_ESC,	   /* behind its first intermediate byte: ESC ( B */
	IN_CSI,	   /* ESC [ ... letter */
	IN_STRING, /* ESC ] ... BEL, or ST: titles, links, device control */
	ESC_IN_STRING,
};

struct plain {
	struct strbuf line; /* not ended yet */
	size_t cursor;	    /* bytes from its start; never inside a character */
	enum where where;
	char digit; /* the first byte behind ESC [ */
};

struct plain *plain_open(void)
{
	struct plain *p = xmalloc(sizeof(*p));

	*p = (struct plain){.line = STRBUF_INIT};
	return p;
}

static void show(struct plain *p, struct strbuf *out)
{
	strbuf_add(out, p->line.buf, p->line.len);
	strbuf_setlen(&p->line, 0);
	p->cursor = 0;
}

static bool continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t character_end(const struct plain *p, size_t at)
{
	for (at++; at < p->line.len && continues(p->line.buf[at]); at++)
		;
	return at;
}

/* Takes [from, to) out of the line. */
static void cut(struct plain *p, size_t from, size_t to)
{
	memmove(p->line.buf + from, p->line.buf + to, p->line.len - to);
	strbuf_setlen(&p->line, p->line.len - (to - from));
}

/* The first byte of a character takes the place of the one below the cursor. */
static void write_byte(struct plain *p, char c)
{
	if (p->cursor < p->line.len) {
		if (!continues(c))
			cut(p, p->cursor + 1, character_end(p, p->cursor));
		else
			strbuf_addch(&p->line, 0);
		if (continues(c))
			memmove(p->line.buf + p->cursor + 1, p->line.buf + p->cursor,
				p->line.len - 1 - p->cursor);
		p->line.buf[p->cursor] = c;
	} else {
		strbuf_addch(&p->line, c);
	}
	p->cursor++;
}

static void back(struct plain *p)
{
	while (p->cursor && continues(p->line.buf[--p->cursor]))
		;
}

/* ESC [ K: to the end of the line; 1: up to the cursor, which blanks it; 2: all of it. */
static void erase(struct plain *p)
{
	if (p->digit == '1' || p->digit == '2')
		for (size_t at = 0; at < p->cursor; at++)
			p->line.buf[at] = ' ';
	if (p->digit != '1')
		strbuf_setlen(&p->line, p->cursor);
}

static void control(struct plain *p, char c, struct strbuf *out)
{
	if (c == '\n') {
		strbuf_addch(&p->line, c);
		show(p, out);
	} else if (c == '\r') {
		p->cursor = 0;
	} else if (c == '\b') {
		back(p);
	} else if (c == 033) {
		p->where = BEHIND_ESC;
	} else if (c == '\t' || c == '\v' || c == '\f') {
		write_byte(p, c);
	}
}

/* One byte of a sequence; false: it is none, and stands for itself. */
static bool sequence(struct plain *p, char c)
{
	if (c == '\n' || c == 030 || c == 032) { /* CAN and SUB break a sequence off */
		p->where = IN_TEXT;
		return false;
	}
	switch (p->where) {
	case BEHIND_ESC:
		p->digit = '\0';
		p->where = c == '['		     ? IN_CSI
			   : c && strchr("]PX^_", c) ? IN_STRING
			   : c >= 0x20 && c < 0x30   ? IN_ESC
			   : c == 033		     ? BEHIND_ESC
						     : IN_TEXT;
		break;
	case IN_ESC:
		if (c < 0x20 || c >= 0x30)
			p->where = IN_TEXT;
		break;
	case IN_CSI:
		if (!p->digit)
			p->digit = c;
		if (c == 033) {
			p->where = BEHIND_ESC;
		} else if ((unsigned char)c >= 0x40) {
			p->where = IN_TEXT;
			if (c == 'K')
				erase(p);
		}
		break;
	case ESC_IN_STRING:
		p->where = c == '\\' ? IN_TEXT : IN_STRING;
		break;
	default:
		p->where = c == '\a' ? IN_TEXT : c == 033 ? ESC_IN_STRING : IN_STRING;
	}
	return true;
}

static bool is_plain(char c)
{
	return (unsigned char)c >= 0x20 && c != 0x7f;
}

void plain_feed(struct plain *p, struct bytes piece, struct strbuf *out)
{
	const char *from = piece.data;

	for (size_t at = 0, end; at < piece.len; at = end) {
		end = at + 1;
		if (p->where != IN_TEXT && sequence(p, from[at]))
			continue;
		if (!is_plain(from[at])) {
			control(p, from[at], out);
			continue;
		}
		if (p->cursor < p->line.len) {
			write_byte(p, from[at]);
			continue;
		}
		while (end < piece.len && is_plain(from[end]))
			end++;
		strbuf_add(&p->line, from + at, end - at);
		p->cursor = p->line.len;
		if (p->line.len >= PLAIN_LINE)
			show(p, out);
	}
}

void plain_close(struct plain *p, struct strbuf *out)
{
	show(p, out);
	strbuf_free(&p->line);
	free(p);
}
