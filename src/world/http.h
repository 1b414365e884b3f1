/*
 * http.h - the request of an `http` check, as curl reads it: its configuration file, twice. What is
 * sent holds the values of variables and goes to curl's stdin alone: no argument, no file, no
 * evidence has it. What is shown says $NAME where they stand, so that it can be repeated:
 *
 *	curl -q --config - <<EOF
 *	...
 *	EOF
 */
#ifndef WORLD_HTTP_H
#define WORLD_HTTP_H

#include "world/probe.h"

struct http_request {
	const char *method, *url;
	struct bytes sent;
	const char *shown;
};

/*
 * Templates are resolved; in headers, bodies and `basic`, $NAME and ${NAME} stand for the value of a
 * secret or of a variable that is passed on, everything else for itself. ERR_FORMAT at its place: no
 * HTTP URL, a header with a line break; ERR_NOT_FOUND: a variable that is not handed to the check.
 */
#define HTTP_SAID "%{stderr}\\nmcade %{http_code}\\n%{header_json}\\n"
int http_request(const struct world *world, const struct check *check, struct http_request *ret,
		 struct err *err);

/*
 * The text with the values of variables that the runbook hands on. What a template brings in is data: an
 * answer that was captured and says "$NAME" gets no value for it. ERR_NOT_FOUND: one that is not set, which
 * would be sent as its name.
 */
int http_values(const struct world *world, const struct doc_node *node, const char **ret,
		struct err *err);
/* The two values that `basic` names; none where it is NULL. ERR_NOT_FOUND: one that is not set. */
int http_credentials(const struct world *world, const struct doc_node *basic,
		     const char *ret[2], struct err *err);

/*
 * Asks, and sees the answer: look_fn of world/probe.h. The body is judged as it came; what has no
 * answer (refused, no such host, a certificate, the check's timeout) is ERR_IO with curl's reason.
 */
int http_look(struct world *world, const struct check *check, struct attempt *t,
	      struct err *err);

#endif
