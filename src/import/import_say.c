/*
 * import_say.c - what documents say in words beside their steps, by language: a row is a thing that is
 * said, with an example that t/unit/import.c reads. No code of import knows a word that is not here.
 */
#include "import/import_parts.h"

#include "base/ascii.h"

#include <strings.h>

/* Below, a line is a language's words for one thing; EXACT: capitals are part of them. */
/* clang-format off */

enum { EXACT = 1 };

const struct import_row import_rows[] = {
	{SAY_PLAYBOOK, "en", "playbook|script|runbook task", 0, "Playbook: `a.yml`"},
	{SAY_PLAYBOOK, "de", "skript", 0, "Skript: `a.sh`"},
	{SAY_PLAYBOOK, "ru", "плейбук|Плейбук|скрипт|Скрипт", 0, "Плейбук: `a.yml`"},
	{SAY_PLAYBOOK, "zh", "剧本|脚本", 0, "剧本: `a.yml`"},
	{SAY_STATUS, "en de", "status|state", 0, "Status: COMPLETE"},
	{SAY_STATUS, "fr", "statut|état|État", 0, "Statut: BLOQUÉ"},
	{SAY_STATUS, "es pt", "estado|situação", 0, "Estado: BLOQUEADO"},
	{SAY_STATUS, "ru", "статус|Статус", 0, "Статус: ЗАБЛОКИРОВАНО"},
	{SAY_STATUS, "zh ja", "状态|状態|ステータス", 0, "状态: BLOCKED"},
	{SAY_VERIFIED, "en", "verified", 0, "Verified: 2026-01-28"},
	{SAY_VERIFIED, "de", "verifiziert|geprüft", 0, "Geprüft: gestern"},
	{SAY_VERIFIED, "fr", "vérifié|Vérifié", 0, "Vérifié: hier"},
	{SAY_VERIFIED, "es pt", "verificado", 0, "Verificado: ayer"},
	{SAY_VERIFIED, "ru", "проверено|Проверено", 0, "Проверено: вчера"},
	{SAY_VERIFIED, "zh", "已验证", 0, "已验证: 昨天"},
	{SAY_NEXT, "en", "proceed next to|next step|continue with", 0, "Proceed next to: `REL_02`"},
	{SAY_NEXT, "de", "weiter mit|nächster Schritt", 0, "Weiter mit: `REL_02`"},
	{SAY_NEXT, "fr", "étape suivante|Étape suivante", 0, "Étape suivante: `REL_02`"},
	{SAY_NEXT, "es", "siguiente paso", 0, "Siguiente paso: `REL_02`"},
	{SAY_DEPLOYED, "en", "deploy ref|deployed ref|deployed tag", 0, "Deploy ref: tag `v1`"},
	{SAY_DEPLOYED, "de", "ausgerollt", 0, "Ausgerollt: Tag `v1`"},
	{SAY_TAG, "en de fr", "tag", 0, "tag `v1`"},
	{SAY_TAG, "es pt", "etiqueta", 0, "etiqueta `v1`"},
	{SAY_TAG, "ru", "тег", 0, "тег `v1`"},
	{SAY_COMMIT, "en", "SHA|commit", EXACT, "(SHA: `0123`)"},
	{SAY_NOT, "en", "NOT", EXACT, "is NOT COMPLETE"},
	{SAY_NOT, "de", "NICHT", EXACT, "ist NICHT FERTIG"},
	{SAY_NOT, "fr", "PAS", EXACT, "n'est PAS TERMINÉ"},
	{SAY_NOT, "es pt", "NO|NÃO", EXACT, "NO COMPLETADO"},
	{SAY_NOT, "ru", "НЕ", EXACT, "НЕ ГОТОВО"},
	{SAY_OPTIONAL, "en", "(optional)", 0, "stop (optional)"},
	{SAY_OPTIONAL, "fr", "(facultatif)|(optionnel)", 0, "arrêter (facultatif)"},
	{SAY_OPTIONAL, "es pt", "(opcional)", 0, "parar (opcional)"},
	{SAY_OPTIONAL, "ru", "(необязательно)|(опционально)", 0, "остановить (необязательно)"},
	{SAY_OPTIONAL, "zh ja", "（可选）|(可选)|(任意)|（任意）", 0, "停止（可选）"},
	{SAY_UNMADE, "en", "to be created", 0, "`a.yml` (to be created)"},
	{SAY_UNMADE, "de", "noch anzulegen|wird noch erstellt", 0, "`a.yml` (noch anzulegen)"},
	{SAY_UNMADE, "fr", "à créer", 0, "`a.yml` (à créer)"},
	{SAY_UNMADE, "es pt", "por crear|a criar", 0, "`a.yml` (por crear)"},
	{SAY_PASSED, "en", "PASS)", EXACT, "smoke test (QA PASS)"},
	{SAY_PASSED, "de", "BESTANDEN)", EXACT, "Rauchtest (BESTANDEN)"},
	{SAY_IS, "en", " is ", 0, " is BLOCKED until Monday"},
	{SAY_IS, "de", " ist ", 0, " ist BLOCKIERT"},
	{SAY_IS, "fr", " est ", 0, " est BLOQUÉ"},
	{SAY_IS, "es pt", " está ", 0, " está BLOQUEADO"},
	{SAY_BLOCKED, "en", "blocked", 0, "Bring-Up Blocked"},
	{SAY_BLOCKED, "de", "blockiert|gesperrt", 0, "Aufbau blockiert"},
	{SAY_BLOCKED, "fr", "bloqué|bloquée", 0, "Montée bloquée"},
	{SAY_BLOCKED, "es pt", "bloqueado|bloqueada", 0, "Subida bloqueada"},
	{SAY_DEFERRED, "en", "deferred|postponed", 0, "Bring-Up Deferred"},
	{SAY_DEFERRED, "de", "verschoben|zurückgestellt", 0, "Aufbau verschoben"},
	{SAY_DEFERRED, "fr", "reporté|reportée", 0, "Montée reportée"},
	{SAY_DEFERRED, "es pt", "aplazado|aplazada|adiado|adiada", 0, "Subida aplazada"},
	{SAY_ENVIRONMENTS, "en", "environments", 0, "Environments"},
	{SAY_ENVIRONMENTS, "de", "umgebungen", 0, "Umgebungen"},
	{SAY_ENVIRONMENTS, "fr", "environnements", 0, "Environnements"},
	{SAY_ENVIRONMENTS, "es", "entornos", 0, "Entornos"},
	{SAY_ENVIRONMENTS, "pt", "ambientes", 0, "Ambientes"},
	{SAY_ENVIRONMENTS, "it nl pl tr", "ambienti|omgevingen|środowiska|ortamlar", 0, "Ambienti"},
	{SAY_ENVIRONMENTS, "ru", "окружения|Окружения|среды|Среды", 0, "Окружения"},
	{SAY_ENVIRONMENTS, "zh ja", "环境|環境", 0, "环境"},
	{SAY_LIVE, "en", "live|production", 0, "live client-facing"},
	{SAY_LIVE, "fr it nl", "en ligne|en service|produzione|productie", 0, "en ligne"},
	{SAY_LIVE, "de", "produktion|produktiv", 0, "Produktion"},
	{SAY_LIVE, "es", "producción", 0, "en producción"},
	{SAY_LIVE, "pt", "produção", 0, "em produção"},
	{SAY_LIVE, "ru", "боевое|продакшен|продакшн", 0, "боевое окружение"},
	{SAY_LIVE, "zh ja", "生产|本番", 0, "生产环境"},
	{SAY_FREEZE, "en", "freeze", 0, "Nginx Freeze Reminder"},
	{SAY_FREEZE, "fr", "gel", 0, "Gel nginx"},
	{SAY_FREEZE, "es pt", "congelamiento|congelamento", 0, "Congelamiento nginx"},
	{SAY_ALLOWED, "en", "allowed", 0, "allowed: `a/b.yml`"},
	{SAY_ALLOWED, "de", "erlaubt", 0, "erlaubt: `a/b.yml`"},
	{SAY_ALLOWED, "fr", "autorisé|permis", 0, "autorisé: `a/b.yml`"},
	{SAY_ALLOWED, "es pt", "permitido", 0, "permitido: `a/b.yml`"},
	{SAY_DEPRECATION, "en", "deprecation policy|policy for deprecation", 0, "Deprecation policy"},
	{SAY_DEPRECATION, "fr", "politique de dépréciation", 0, "Politique de dépréciation"},
	{SAY_DEPRECATION, "es", "política de obsolescencia", 0, "Política de obsolescencia"},
	{SAY_KEEP, "en", "do not delete|never delete", 0, "Do not delete anything"},
	{SAY_KEEP, "de", "nicht löschen|nichts löschen", 0, "Bitte nichts löschen"},
	{SAY_KEEP, "fr", "ne pas supprimer", 0, "Ne pas supprimer"},
	{SAY_KEEP, "es", "no borrar|no eliminar", 0, "No borrar"},
	{SAY_KEEP, "pt", "não apagar", 0, "não apagar"},
	{SAY_KEEP, "ru", "не удалять", 0, "не удалять"},
	{SAY_APPEND, "en", "append", 0, "append to `docs/YYYY-MM-DD.md`"},
	{SAY_APPEND, "de", "anhängen|ergänzen", 0, "anhängen an `docs/YYYY-MM-DD.md`"},
	{SAY_APPEND, "fr", "ajouter", 0, "ajouter à `docs/YYYY-MM-DD.md`"},
	{SAY_APPEND, "es", "añadir|agregar", 0, "añadir a `docs/YYYY-MM-DD.md`"},
	{SAY_GROWS, "en", "(append-only)", 0, "Log (append-only)"},
	{SAY_GROWS, "de", "(nur anhängen)", 0, "Protokoll (nur anhängen)"},
	{SAY_ALL_GROWS, "en", "change policy: append-only|change policy: append only", 0, "Change policy: Append-only"},
	{SAY_ALL_GROWS, "de", "änderungen: nur anhängen|Änderungen: nur anhängen", 0, "Änderungen: nur anhängen"},
	{SAY_UNUSED, "en", "do not use|never use", 0, "Do not use `--x`"},
	{SAY_UNUSED, "de", "nicht verwenden", 0, "Nicht verwenden `--x`"},
	{SAY_UNUSED, "fr", "ne pas utiliser", 0, "Ne pas utiliser `--x`"},
	{SAY_UNUSED, "es", "no usar", 0, "No usar `--x`"},
	{SAY_ABSENT, "en", " does not exist", 0, " does not exist"},
	{SAY_ABSENT, "de", " gibt es nicht|existiert nicht", 0, " gibt es nicht"},
	{SAY_ABSENT, "fr", " n'existe pas", 0, " n'existe pas"},
	{SAY_ABSENT, "es pt", " no existe| não existe", 0, " no existe"},
	{SAY_RESTORE, "en", "print restore path|restore path printed|prints the restore path", 0, "print restore path"},
	{SAY_STEPS, "en", "steps|step", 0, "steps 3-7"},
	{SAY_STEPS, "de", "schritte|schritten", 0, "Schritte 3-7"},
	{SAY_STEPS, "fr", "étapes", 0, "étapes 3-7"},
	{SAY_STEPS, "es pt", "pasos|passos|etapas", 0, "pasos 3-7"},
	{SAY_STEPS, "ru", "шаги|шагов|шагам", 0, "шаги 3-7"},
	{SAY_RESTORE, "de", "Wiederherstellungspfad ausgeben", 0, "Wiederherstellungspfad ausgeben"},
	{SAY_UNLIVE, "en", "pre-production|preproduction|pre-prod|preprod|non-production|non-prod|not live|nonprod", 0, "a pre-production lane"},
	{SAY_UNLIVE, "fr es pt it", "préproduction|pré-production|préprod|hors production|preproducción|pré-produção|pré-prod|homologação|preproduzione", 0, "en préproduction"},
	{SAY_UNLIVE, "de nl", "vorproduktion|vor-produktion|preproductie|nicht produktiv", 0, "die Vorproduktion"},
	{SAY_UNLIVE, "ru zh ja", "предпрод|предпродакшен|препрод|预生产|預生產|本番前|非生产", 0, "预生产环境"},
	{SAY_TOLD, "en", "run|execute|call|start|with|then|invoke|launch|type|issue", 0, "Run `make x`"},
	{SAY_TOLD, "de nl", "führe|starte|ausführen|ruf|voer|start|draai", 0, "Starte `make x`"},
	{SAY_TOLD, "fr", "lancer|lancez|exécuter|exécutez|Exécuter|Exécutez|tapez", 0, "Lancer `make x`"},
	{SAY_TOLD, "es pt it", "ejecute|ejecutar|ejecuta|lanzar|executar|execute|rode|rodar|eseguire|esegui|lanciare|lancia", 0, "Ejecutar `make x`"},
	{SAY_TOLD, "ru uk", "запустить|запустите|Запустить|Запустите|выполнить|выполните|Выполнить|Выполните|запустіть|Запустіть|виконайте|Виконайте", 0, "Запустите `make x`"},
	{SAY_TOLD, "pl cs sv tr", "uruchom|wykonaj|spusť|spusťte|kör|kjør|çalıştır", 0, "Uruchom `make x`"},
	{SAY_TOLD, "zh ja ko", "运行|执行|運行|執行|実行|실행", 0, "执行 `make x`"},
	{SAY_LITTLE, "en", "the|a|an|is|are|and|or|of|to|in|on|for|if|no|be|by|it|its|has|with|been|that|this|any", 0, "Lift the freeze"},
	{SAY_LITTLE, "de nl", "der|die|das|den|dem|ein|eine|de|het|een", 0, "Den Dienst anhalten"},
	{SAY_LITTLE, "fr", "le|la|les|de|du|des|un|une", 0, "Arrêter le service"},
	{SAY_LITTLE, "es pt it", "el|los|las|o|os|as|um|uma|da|do|il|lo|gli|una", 0, "Parar el servicio"},
	{SAY_RESULT, "en", "expected|result|results|outcome|output|you should see|should see|should print|should show|should return|should read", 0, "Expected output of it: `all well`"},
	{SAY_RESULT, "de", "erwartet|erwartetes ergebnis|erwartete ausgabe|ergebnis|resultat|ausgabe|soll|sie sehen", 0, "Ergebnis: `alles gut`"},
	{SAY_RESULT, "fr", "attendu|résultat|résultat attendu|sortie|doit afficher|vous devez voir", 0, "Résultat : `tout va bien`"},
	{SAY_RESULT, "es pt it", "esperado|esperada|resultado|salida|debe mostrar|saída|deve mostrar|atteso|risultato|esito|output atteso", 0, "Resultado esperado: `todo bien`"},
	{SAY_RESULT, "ru uk", "ожидается|Ожидается|ожидаемый|Ожидаемый|результат|Результат|вывод|Вывод|очікується|Очікується", 0, "Ожидается: `all well`"},
	{SAY_RESULT, "nl pl cs sv tr", "verwacht|resultaat|uitvoer|wynik|oczekiwane|výsledek|výstup|očekáváno|förväntat|utdata|beklenen|sonuç|çıktı", 0, "Verwacht: `all well`"},
	{SAY_RESULT, "zh ja ko", "预期|期望|结果|输出|期待|想定|結果|出力|예상|결과|출력", 0, "预期输出：`all well`"},
	{SAY_AND, "en", " and | then |, |; | & | + | / ", 0, "Back up and deploy"},
	{SAY_AND, "de nl", " und | dann | en ", 0, "Sichern und ausrollen"},
	{SAY_AND, "fr", " et | puis ", 0, "Sauvegarder et déployer"},
	{SAY_AND, "es pt it", " y | e | luego | poi ", 0, "Respaldar y desplegar"},
	{SAY_AND, "ru uk", " и | затем | та | і ", 0, "Сохранить и выкатить"},
	{SAY_AND, "pl cs", " oraz | i ", 0, "Zapisz i wdróż"},
	{SAY_AND, "sv tr", " och | ve ", 0, "Spara och rulla ut"},
	{SAY_AND, "zh ja ko", "并|及|および|と| 및 ", 0, "备份并发布"},
};

/* What teams write for a status. In running text only capitals count: "blocked" is prose. */
const struct import_status import_statuses[] = {
	{"COMPLETED", CLAIM_COMPLETE, false}, {"COMPLETE", CLAIM_COMPLETE, false},
	{"DONE", CLAIM_COMPLETE, true},	      {"VERIFIED", CLAIM_VERIFIED, false},
	{"BLOCKED", CLAIM_BLOCKED, false},    {"DORMANT", CLAIM_DORMANT, false},
	{"DEFERRED", CLAIM_DEFERRED, false},  {"SUPERSEDED", CLAIM_SUPERSEDED, false},
	{"LOCKED", CLAIM_LOCKED, false},      {"FROZEN", CLAIM_FROZEN, false},
	{"PLANNED", CLAIM_PLANNED, false},    {"ACTIVE", CLAIM_ACTIVE, true},
	{"NEXT", CLAIM_ACTIVE, true},	      {"IN PROGRESS", CLAIM_ACTIVE, true},
	/* de */
	{"ERLEDIGT", CLAIM_COMPLETE, false},  {"ABGESCHLOSSEN", CLAIM_COMPLETE, false},
	{"VERIFIZIERT", CLAIM_VERIFIED, false}, {"BLOCKIERT", CLAIM_BLOCKED, false},
	{"GESPERRT", CLAIM_LOCKED, false},    {"EINGEFROREN", CLAIM_FROZEN, false},
	{"VERSCHOBEN", CLAIM_DEFERRED, false}, {"GEPLANT", CLAIM_PLANNED, false},
	{"IN ARBEIT", CLAIM_ACTIVE, true},
	/* fr */
	{"TERMINÉ", CLAIM_COMPLETE, false},   {"VÉRIFIÉ", CLAIM_VERIFIED, false},
	{"BLOQUÉ", CLAIM_BLOCKED, false},     {"REPORTÉ", CLAIM_DEFERRED, false},
	{"PRÉVU", CLAIM_PLANNED, false},      {"EN COURS", CLAIM_ACTIVE, true},
	/* es, pt */
	{"COMPLETADO", CLAIM_COMPLETE, false}, {"CONCLUÍDO", CLAIM_COMPLETE, false},
	{"VERIFICADO", CLAIM_VERIFIED, false}, {"BLOQUEADO", CLAIM_BLOCKED, false},
	{"APLAZADO", CLAIM_DEFERRED, false},  {"ADIADO", CLAIM_DEFERRED, false},
	{"PLANIFICADO", CLAIM_PLANNED, false}, {"PLANEJADO", CLAIM_PLANNED, false},
	/* ru */
	{"ГОТОВО", CLAIM_COMPLETE, false},    {"ПРОВЕРЕНО", CLAIM_VERIFIED, false},
	{"ЗАБЛОКИРОВАНО", CLAIM_BLOCKED, false}, {"ОТЛОЖЕНО", CLAIM_DEFERRED, false},
	{"ЗАПЛАНИРОВАНО", CLAIM_PLANNED, false},
};
/* clang-format on */
const size_t import_row_count = ARRAY_SIZE(import_rows);
const size_t import_status_count = ARRAY_SIZE(import_statuses);

static bool is_word(char c)
{
	return ascii_is_alnum(c) || c == '_';
}

/* Letters of ASCII have an edge, and what stands between signs has one of its own. */
static bool stands(const char *text, const char *at, size_t len)
{
	return !(is_word(*at) && at > text && is_word(at[-1])) &&
	       !(is_word(at[len - 1]) && is_word(at[len]));
}

static const char *find(const struct import_row *row, const char *text, bool begins,
			const char **ret_end)
{
	for (const char *word = row->words; *word;) {
		size_t len = strcspn(word, "|");

		for (const char *at = text; *at; at++) {
			if (ascii_lower(*at) == ascii_lower(*word) &&
			    !(row->exact ? strncmp(at, word, len)
					 : strncasecmp(at, word, len)) &&
			    stands(text, at, len)) {
				*ret_end = at + len;
				return at;
			}
			if (begins)
				break;
		}
		word += len + (word[len] == '|');
	}
	return NULL;
}

const char *import_says(enum import_say what, const char *text)
{
	const char *end, *at = NULL;

	for (size_t i = 0; i < import_row_count && !at; i++)
		if (import_rows[i].what == what)
			at = find(&import_rows[i], text, false, &end);
	return at;
}

bool import_is_little(const char *word, size_t len)
{
	const char *end;
	char text[8];

	if (len >= sizeof(text))
		return false;
	memcpy(text, word, len);
	text[len] = '\0';
	for (size_t i = 0; i < import_row_count; i++)
		if (import_rows[i].what == SAY_LITTLE &&
		    find(&import_rows[i], text, true, &end) && !*end)
			return true;
	return false;
}

const char *import_begins(enum import_say what, const char *text)
{
	const char *end = NULL;

	for (size_t i = 0; i < import_row_count; i++)
		if (import_rows[i].what == what && find(&import_rows[i], text, true, &end))
			return end;
	return NULL;
}

bool import_label(enum import_say what, const char *text)
{
	const char *end = import_begins(what, text);

	return end && *end == ':';
}

bool import_is_told(const char *before)
{
	size_t len = strlen(before), start;
	const char *end;

	while (len && strchr(" \n", before[len - 1]))
		len--;
	if (!len || before[len - 1] == ':')
		return true;
	for (start = len; start && !strchr(" \n", before[start - 1]);)
		start--;
	end = import_begins(SAY_TOLD, before + start);
	return end && end == before + len;
}
