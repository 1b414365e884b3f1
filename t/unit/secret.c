/* Credentials in plain text: what is one, and what only looks so. No value here is anybody's. */
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "text/secret.h"

#include "../t/unit/tap.h"

#define LONG "MIIEowIBAAKCAQEAu3Vh7q2m9Zk1TdLw0cXyBnRfGs5PjHe8"
#define SHAPE "a token of a well-known shape"
#define KEY "a private key"
#define ENCODED "a private key in base64"
#define ADDRESS "a password in an address"
#define SETTING "a value that its key calls a secret"

/* "WHAT LINE:COLUMN" of the first; "-": none. */
static void holds(const char *path, const char *text, const char *what, unsigned line,
		  unsigned column)
{
	CLEANUP(strbuf_free) struct strbuf found = STRBUF_INIT, expected = STRBUF_INIT;
	struct secret secret;
	unsigned number = 0;
	size_t at = 0;

	strbuf_addstr(&found, "-");
	if (secret_next(path, bytes_text(text), &at, &number, &secret)) {
		strbuf_setlen(&found, 0);
		strbuf_addf(&found, "%s %u:%u", secret.what, secret.line, secret.column);
	}
	strbuf_addstr(&expected, "-");
	if (what) {
		strbuf_setlen(&expected, 0);
		strbuf_addf(&expected, "%s %u:%u", what, line, column);
	}
	is_str(found.buf, expected.buf, path);
}

static void none(const char *path, const char *text)
{
	holds(path, text, NULL, 0, 0);
}

static void test_shapes(void)
{
	holds("a.c",
	      "x = \"AKIA"
	      "J7XQ2KMW4PLR5TZV\";\n",
	      SHAPE, 1, 6);
	holds("a.c",
	      "\n\nAKIA"
	      "J7XQ2KMW4PLR5TZV",
	      SHAPE, 3, 1);
	none("a.c", "xAKIA"
		    "J7XQ2KMW4PLR5TZV\n");
	none("a.c", "AKIA"
		    "J7XQ2KMW4PEXAMPLE\n");
	none("a.c", "AKIA"
		    "J7XQ2K\n");
	holds("a.pem",
	      "-----BEGIN RSA PRIVATE "
	      "KEY-----\n" LONG "\n",
	      KEY, 1, 1);
	holds("a.js",
	      "k = \"-----BEGIN "
	      "PRIVATE KEY-----\\n" LONG "\\n\"",
	      KEY, 1, 6);
	none("a.md", "-----BEGIN RSA PRIVATE "
		     "KEY-----\n...\n-----END RSA PRIVATE KEY-----\n");
	none("a.pem", "-----BEGIN PUBLIC KEY-----\n" LONG "\n");
	holds("a.yml",
	      "tls.key: LS0tLS1CRUdJTi"
	      "BSU0EgUFJJVkFURSBLRV" LONG "\n",
	      ENCODED, 1, 10);
	holds("a.yml",
	      "x: LS0tLS1CRUdJTi== LS0tLS1CRUdJTi"
	      "BPUEVOU1NIIFBSSVZBVEUgS0VZ" LONG "\n",
	      ENCODED, 1, 21);
	none("a.yml", "tls.crt: LS0tLS1CRUdJTi"
		      "BDRVJUSUZJQ0FURS" LONG "\n");
	none("a.yml", "tls.key: LS0tLS1CRUdJTi"
		      "BSU0EgUFJJVkFURSBLRV\n");
	none("a.yml", "tls.key: LS0tLS1CRUdJTi"
		      "BSU0Eg\n");
}

static void test_addresses(void)
{
	holds("a.c", "git clone https://bot:s3cRet_Xy@host/x", ADDRESS, 1, 23);
	holds("a.c", "https://host/ and postgres://u:hk4Jw_93Lq@db", ADDRESS, 1, 32);
	holds("a.c", "amqp://u:kdjehrtwqpld9283@mq", ADDRESS, 1, 10);
	holds("a.c", "amqp://u:KDJEHRTWQPLD9283@mq", ADDRESS, 1, 10);
	holds("a.c", "x://u:aB3dEfGh1JkLmN0pQrStUvWxYz2345aB@h", ADDRESS, 1, 7);
	none("a.c", "amqp://u:kdjehrtwqpldkdje@mq");
	none("a.c", "amqp://u:4711081512345678@mq");
	none("a.c", "amqp://u:kdjehrtwqpldkd9e@mq");
	none("a.c", "https://host/a:s3cRet_Xy@x");
	none("a.c", "https://host \"x:s3cRet_Xy@x");
	none("a.c", "https://u:\"s3cRet_Xy@x");
	none("a.c", "https://u:'s3cRet_Xy@x");
	none("a.c", "<https://u:s3c>Ret_Xy@x");
	none("a.c", "`https://u:s3c`Ret_Xy@x");
	none("a.c", "https://u:s3 cRet_Xy@x");
	none("a.c", "https://u@host");
	none("a.c", "https://u:s3cRet_Xy");
	none("a.c", "https://u:s3cR!@host");
	none("a.c", "https://u:Password@host");
	none("a.c", "https://u:correcthorse@host");
	none("a.c", "https://u:s3cRet_EXAMPLE@host");
	/* what is put in later */
	none("a.c", "https://u:${S3cret}@host");
	none("a.c", "https://u:{S3cret}@host");
	none("a.c", "https://u:<S3cret@host");
	none("a.c", "https://u:S3cret***@host");
	none("a.c", "https://u:%S3cret%@host");
	none("a.c", "https://u:(S3cret)@host");
	none("a.c", "https://u:[S3cret]@host");
}

static void test_settings(void)
{
	static const char *const kinds[] = {"a.yml",	   "x/a.json", "a.tfvars", ".env",
					    "x/.env.prod", "a.md",     ".netrc"};
	static const char *const others[] = {"a.c", "a.py", "env", "x.env/a", "yml"};
	static const char *const plain[] = {"password: \"Xk29 dkLmq\"",
					    "password: Xk29dkL",
					    "password: /Xk29dkLmq",
					    "password: !Xk29dkLmq",
					    "password: &Xk29dkLmq",
					    "password: .Xk29dkLmq",
					    "password: ~Xk29dkLmq",
					    "password: x://Xk29dkLmq",
					    "password: ANSIBLE_VAULT1x",
					    "password: $Xk29dkLmq",
					    "password: CHANGEME",
					    "password: 'Xk29dkLmq",
					    "password:",
					    "password: ",
					    "password",
					    "password: longword",
					    "password; Xk29dkLmq",
					    "token_id: Xk29dkLmq",
					    "secret_name: Xk29dkLmq",
					    "password_file: Xk29dkLmq",
					    ": Xk29dkLmq",
					    "\": Xk29dkLmq",
					    "user: Xk29dkLmq",
					    "password: Xk29,dkLmq",
					    "a=password b: Xk29dkLmq",
					    "password = module.db1.Password",
					    "password b = Xk29dkLmq"};
	static const char *const found[] = {
		"db_password: Xk29dkLmq",     "password: Xk29.dkLmq",
		"Password = Xk29dkLmq",	      "db_password  = \"Xk29.dkLmq\"",
		"token\t= 'Xk29.dkLmq'",      "\"token\" : \"Xk29dkLmq\"",
		"password == Xk29dkLmq",      "\"api-key\": \"Xk29dkLmq\"",
		"'api.key': 'Xk29dkLmq'",     "AUTH_TOKEN=Xk29dkLmq",
		"x=1 secret=Xk29dkLmq,y=2",   "password:\tXk29dkLmq # see",
		"kennwort: Xk29!dkl",	      "password: Xk29.,dkLmq.ABC;x=1 token=Xk29dkLmq",
		"private_key: \"Xk29;dkLmq\""};
	CLEANUP(strbuf_free) struct strbuf large = STRBUF_INIT, name = STRBUF_INIT;
	struct secret secret;

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		holds(kinds[i], "a\nsecret: Xk29dkLmq\n", SETTING, 2, 9);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		none(others[i], "secret: Xk29dkLmq\n");
	for (size_t i = 0; i < ARRAY_SIZE(plain); i++) {
		unsigned line = 0;
		size_t at = 0;

		ok(!secret_next("a.yml", bytes_text(plain[i]), &at, &line, &secret), "none: %s",
		   plain[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(found); i++) {
		unsigned line = 0;
		size_t at = 0;

		ok(secret_next("a.yml", bytes_text(found[i]), &at, &line, &secret) &&
			   !strncmp(found[i] + secret.column - 1, "Xk29", 4),
		   "one: %s", found[i]);
	}
	strbuf_addstr(&large, "password: Xk29dkLmq");
	for (int i = 0; i < 513; i++)
		strbuf_addch(&large, 'a');
	none("a.yml", large.buf);
	for (int i = 0; i < 80; i++)
		strbuf_addch(&name, 'a');
	strbuf_addstr(&name, "_password: Xk29dkLmq");
	none("a.yml", name.buf);
}

static void test_files(void)
{
	static const char binary[] = "\0\npassword: Xk29dkLmq\n";
	static const char two[] = "token: Xk29dkLmq\nx\ntoken: Yk29dkLmq";
	struct secret secret;
	unsigned line = 0;
	size_t at = 0;

	ok(!secret_next("a.yml", bytes_of(binary, sizeof(binary) - 1), &at, &line, &secret),
	   "a binary file");
	none("a.yml", "$ANSIBLE_VAULT;1.1;AES256\npassword: Xk29dkLmq\n");
	none("a.yml", "");
	at = line = 0;
	ok(secret_next("a.yml", bytes_text(two), &at, &line, &secret) && secret.line == 1 &&
		   secret_next("a.yml", bytes_text(two), &at, &line, &secret) &&
		   secret.line == 3 &&
		   bytes_equal(secret.text, bytes_text("token: Yk29dkLmq")) &&
		   !secret_next("a.yml", bytes_text(two), &at, &line, &secret),
	   "one after the other");
}

int main(void)
{
	test_shapes();
	test_addresses();
	test_settings();
	test_files();
	return done();
}
