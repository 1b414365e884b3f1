/*
 * outline_words.c - the words that say what a column, a label or a heading is, by language. A word
 * of a label counts where it is all of it or begins it; t/unit/outline.c reads each row.
 */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/utf8.h"

/* Below, a line is a word. */
/* clang-format off */

static const struct {
	enum outline_word what;
	const char *words; /* of one language, or several that have it */
} rows[] = {
	{WORD_NUMBER, "#|no|no.|nr|nr.|num|number|nummer|numero|numéro|n°|nº|№|номер|编号|序号|番号|lp.|nº.|č.|sıra|번호|순번|رقم"},
	{WORD_ID, "id|ids|key|ticket|ref|kennung|identifiant|identificador|идентификатор|标识|识别码|kimlik|식별자|아이디|المعرف|معرف|ідентифікатор"},
	{WORD_STEP, "step|steps|phase|stage|schritt|étape|paso|etapa|passo|шаг|этап|步骤|手順|ステップ|fase|stap|krok|faza|steg|adım|крок|단계|절차|خطوة|المرحلة"},
	{WORD_TASK, "task|what|action|activity|item|title|description|name|check|aufgabe|was|beschreibung|tätigkeit|prüfung|tâche|quoi|tarea|acción|descripción|tarefa|ação|descrição|задача|действие|описание|任务|内容|说明|操作|作業|タスク|項目|attività|azione|descrizione|cosa|taak|actie|omschrijving|wat|zadanie|czynność|opis|úkol|činnost|popis|uppgift|åtgärd|görev|iş|açıklama|завдання|дія|опис|작업|내용|설명|항목|المهمة|مهمة|الوصف"},
	{WORD_STATUS, "decision|overall status|overall progress|overall result|gesamtstatus|statut global|état global|avancement global|estado general|estado global|status geral|общий статус|整体状态|总体状态|總體狀態|总体进度|整体进度|全体状況|全体進捗|stato generale|전체 상태|verdict|go/no-go|go / no-go|sign-off|entscheidung|freigabe|décision|decisión|decisão|решение|决定|判定|status|state|progress|result|outcome|phase|stand|zustand|ergebnis|statut|état|avancement|résultat|estado|resultado|situação|статус|состояние|результат|状态|进度|结果|状況|状態|進捗|ステータス|結果|stato|esito|toestand|voortgang|resultaat|stan|wynik|stav|výsledek|läge|resultat|durum|sonuç|стан|상태|진행|진행 상태|결과|الحالة|حالة|النتيجة|overall state|release status|estado geral|全体ステータス"},
	{WORD_STATE, "status|state|zustand|statut|état|estado|situação|статус|состояние|状态|状況|状態|ステータス|stato|toestand|stav|läge|durum|стан|상태|الحالة|حالة|overall status|overall state|release status|gesamtstatus|statut global|estado general|estado geral|общий статус|总体状态|整体状态|全体ステータス|stato generale|état global|estado global|status geral|全体状況|전체 상태"},
	{WORD_DONE, "sign-off|sign off|freigabe|freigegeben|signed off|signed-off|signed off?|signed|approved|approved?|approval|signoff|genehmigt|genehmigung|approuvé|approbation|aprobado|aprobación|aprovado|aprovação|согласовано|утверждено|批准|审批|審批|签字|签核|承認|承認済|approvato|approvazione|goedgekeurd|akkoord|승인|done|done?|ready|ready?|bereit|prêt|prête|listo|pronto|pronta|complete|completed|finished|erledigt|fertig|terminé|fait|hecho|feito|готово|完成|完了|fatto|klaar|gedaan|gotowe|zrobione|hotovo|klart|tamamlandı|виконано|완료|مكتمل"},
	{WORD_OWNER, "approved by|signed by|signed off by|reviewed by|reviewer|approver|genehmigt von|geprüft von|approuvé par|aprobado por|aprovado por|审批人|批准人|承認者|owner|who|responsible|assignee|by|assigned to|verantwortlich|wer|zuständig|responsable|qui|propriétaire|responsável|dueño|ответственный|кто|исполнитель|负责人|責任者|担当|担当者|responsabile|chi|verantwoordelijke|wie|odpowiedzialny|kto|odpovědný|kdo|ansvarig|vem|sorumlu|kim|відповідальний|хто|담당자|담당|المسؤول"},
	{WORD_DATE, "date|when|due|due date|deadline|time|datum|wann|termin|frist|échéance|quand|fecha|cuándo|plazo|data|quando|prazo|дата|срок|когда|日期|时间|期限|日付|日時|scadenza|wanneer|termijn|kiedy|kdy|termín|när|tarih|ne zaman|коли|термін|날짜|일시|기한|التاريخ"},
	{WORD_EVIDENCE, "evidence|proof|notes|note|comment|comments|link|log|remarks|nachweis|beleg|bemerkung|anmerkung|preuve|remarque|commentaire|prueba|evidencia|nota|notas|evidência|comentário|доказательство|примечание|комментарий|证据|备注|証跡|証拠|備考|prova|commento|bewijs|opmerking|opmerkingen|dowód|uwagi|důkaz|poznámka|bevis|anmärkning|kanıt|notlar|доказ|примітка|증거|비고|الدليل|ملاحظات"},
	{WORD_COMMAND, "command|commands|run|how|how to verify|cmd|befehl|kommando|commande|comando|команда|命令|コマンド|commando|polecenie|komenda|příkaz|komut|명령|명령어|الأمر"},
	{WORD_EXPECT, "expected|expect|expectation|pass criteria|criteria|success criteria|expected result|expected output|pass|erwartet|erwartung|kriterium|attendu|résultat attendu|critère|esperado|resultado esperado|критерий|ожидается|ожидаемый результат|预期|预期结果|期待|期待値|期待結果|atteso|risultato atteso|verwacht|verwacht resultaat|oczekiwany wynik|oczekiwane|očekáváno|očekávaný výsledek|förväntat|förväntat resultat|beklenen|beklenen sonuç|очікується|очікуваний результат|예상 결과|기대 결과|المتوقع"},
	{WORD_MARK, "mark|marks|symbol|icon|emoji|sign|glyph|colour|color|zeichen|farbe|symbole|couleur|símbolo|icono|cor|знак|символ|цвет|标记|符号|图标|記号|マーク|simbolo|colore|symbool|kleur|znak|kolor|barva|färg|sembol|renk|колір|기호|색상|رمز"},
	{WORD_MEANING, "meaning|means|stands for|bedeutung|signification|sens|significado|значение|含义|意义|意味|significato|betekenis|znaczenie|význam|betydelse|anlam|anlamı|значення|의미|المعنى"},
	{WORD_LEGEND, "legend|legende|légende|leyenda|legenda|key|marks|status key|status legend|symbols|zeichenerklärung|легенда|обозначения|图例|凡例|teckenförklaring|vysvětlivky|gösterge|умовні позначення|범례|مفتاح الرموز"},
	{WORD_STOP, "stop conditions|stop condition|explicit stop conditions|stop if|stop when|abort conditions|abort criteria|abort if|no-go criteria|abbruchbedingungen|abbruchkriterien|conditions d'arrêt|critères d'arrêt|condiciones de parada|criterios de parada|condições de parada|условия остановки|停止条件|中止条件|condizioni di arresto|stopcondities|warunki zatrzymania|podmínky zastavení|stoppvillkor|durdurma koşulları|умови зупинки|중지 조건|중단 조건|شروط التوقف"},
	{WORD_STOP_IF, "stop if|stop when|stop as soon as|abort if|abort when|halt if|halt when|do not go on if|do not continue if|do not proceed if|abbrechen wenn|abbrechen, wenn|abbruch wenn|abbruch, wenn|stopp wenn|stopp, wenn|nicht weiter wenn|nicht weiter, wenn|arrêter si|arrêtez si|arrêt si|ne pas continuer si|parar si|detener si|detenerse si|no continuar si|parar se|pare se|interromper se|não continuar se|остановить если|остановить, если|остановитесь, если|не продолжать, если|fermarsi se|interrompere se|stoppen als|przerwij, jeśli"},
	{WORD_ROLLBACK, "rollback|roll back|rolling back|rolled back|back-out|backout|back out|backing out|revert|reverting|undo|undoing|zurückrollen|zurücksetzen|rückgängig|rückfall|retour arrière|revenir en arrière|revertir|reverter|reversión|reversão|откат|откатить|回滚|切り戻し|切戻し|ロールバック|ripristino|terugdraaien|wycofanie|vrácení|återställning|geri alma|відкат|롤백|التراجع"},
	{WORD_CONDITION, "when|if|conditions|condition|triggers|trigger|criteria|wenn|sobald|bedingungen|conditions|quand|cuando|condiciones|quando|condições|если|когда|условия|条件|当|se|condizioni|als|wanneer|voorwaarden|jeśli|gdy|warunki|pokud|podmínky|om|när|villkor|eğer|koşullar|якщо|умови|조건|الشروط"},
	{WORD_DRILL, "drill|drills|game day|fire drill|übung|exercice|simulacro|simulado|учения|演练|訓練"},
	{WORD_GIVES, "expect|expected|expects|returns|return|shows|show|prints|should|must|matches|exits|reports|gives|file exists|pass criteria|erwartet|liefert|zeigt|soll|retourne|affiche|doit|attendu|devuelve|muestra|debe|esperado|retorna|mostra|deve|возвращает|показывает|ожидается|返回|显示|应|預期|预期|返す|表示|期待"},
	{WORD_EXPLAINS, "agenda|alternatives|api|attendees|background|changed|added|consequences|considered options|context|contributors|decision|decisions|discussion|errors|faq|features|fixed|glossary|goals|introduction|licence|license|motivation|non-goals|options considered|overview|parameters|participants|principles|rationale|references|removed|response|responses|roadmap|rules|summary|unreleased|what's new|hintergrund|entscheidung|teilnehmer|änderungen|überblick|contexte|décision|contexto|decisión|participantes|decisão|контекст|решение|участники|повестка|背景|决定|参加者"},
	{WORD_RECORDS, "adr|architecture decision|changelog|change log|release notes|meeting notes|meeting minutes|minutes|retrospective|api reference|api documentation|code of conduct|contributing|security policy|request for comments|rfc|protokoll|compte rendu|acta|ata da|протокол|变更日志|会议记录|議事録|verbale|notulen|protokół|zápis|mötesanteckningar|toplantı notları|протокол наради|회의록|محضر الاجتماع"},
	{WORD_TELLS, "changelog|change log|release notes|meeting notes|meeting minutes|minutes of|adr|architecture decision|retrospective|code of conduct|besprechungsprotokoll|sitzungsprotokoll|besprechungsnotizen|änderungsprotokoll|versionshinweise|retrospektive|compte rendu de réunion|compte-rendu de réunion|notes de réunion|journal des modifications|notes de version|rétrospective|acta de reunión|acta de la reunión|notas de la reunión|registro de cambios|notas de la versión|ata da reunião|ata de reunião|notas da reunião|registro de alterações|notas de versão|verbale di riunione|verbale della riunione|note di rilascio|notulen|vergadernotities|протокол встречи|протокол совещания|заметки о встрече|список изменений|история изменений|protokół ze spotkania|notatki ze spotkania|dziennik zmian|zápis z|会议记录|会议纪要|變更日誌|变更日志|更新日志|发布说明|議事録|会議メモ|変更履歴|リリースノート|회의록|변경 로그|변경 이력|릴리스 노트|toplantı notları|toplantı tutanağı|değişiklik günlüğü|sürüm notları|محضر الاجتماع|سجل التغييرات"},
	{WORD_HOURS, "s|sec|secs|seconds|m|min|mins|minute|minutes|h|hr|hrs|hour|hours|d|day|days|w|week|weeks|minuten|std|stunde|stunden|tag|tage|heure|heures|jour|jours|minuto|minutos|hora|horas|día|días|dia|dias|мин|минут|ч|час|часа|часов|день|дней|分|分钟|小时|天|分前|時間|日|minuti|ore|giorni|uur|dagen|godz|dni|hod|hodin|dní|timmar|dagar|saat|gün|хв|год|분|시간|일|دقيقة|ساعة|يوم"},
	{WORD_LISTS, "checklist|check list|tasks|task list|to do|to-do|todo|todos|action items|actions|acceptance criteria|definition of done|criteria|requirements|steps|prerequisites|verification|checks|checkliste|aufgaben|schritte|liste de contrôle|tâches|étapes|lista de verificación|tareas|pasos|lista de verificação|tarefas|passos|чек-лист|задачи|шаги|检查单|检查清单|任务|步骤|チェックリスト|手順|タスク"},
	{WORD_OPEN, "backlog|doing|ready|in review|review|in test|testing|up next|upcoming|remaining|in bearbeitung|rückstand|à venir|en attente|pendientes|en revisión|a fazer|em revisão|бэклог|待办|やること|da fare"},
	{WORD_YES, "y|yes|j|ja|o|oui|s|si|sim|д|да|t|tak|e|evet|a|ano|是|はい|예|نعم|так"},
	{WORD_NO, "n|no|nein|non|não|н|нет|nie|h|hayır|ne|否|いいえ|아니오|لا|ні|nee|nej"},
	{WORD_WHY, "by|for|in|für|pour|para|для|per|voor|dla|för|until|till|on|because|due|since|pending|awaiting|waiting|durch|von|bis|wegen|weil|seit|par|jusqu|jusqu'à|à cause|en attente|por|hasta|até|porque|из-за|до|пока|da|fino|door|tot|wegens|przez|do|kvůli|av|tills|yüzünden"},
	{WORD_BACK, "recovery|recovery plan|recovery steps|recovery procedure|restore|undo|fallback|fall back|fallback plan|contingency|contingency plan|plan b|wiederherstellung|rückfallplan|fallback-plan|notfallplan|rücknahme|rétablissement|restauration|repli|plan de repli|annulation|recuperación|restauración|deshacer|plan de contingencia|vuelta atrás|marcha atrás|recuperação|restauração|desfazer|plano de contingência|восстановление|отмена|план отката|恢复|回退|撤销|復旧|復元|復旧手順|戻し手順|recupero|annullamento|herstel|terugval|przywrócenie|przywracanie|obnovení|kurtarma|відновлення|복구|복원|الاستعادة"},
	{WORD_FAILS, "if it fails|if this fails|if anything fails|if something fails|if something goes wrong|if anything goes wrong|on failure|in case of failure|im fehlerfall|bei fehlern|wenn es fehlschlägt|wenn etwas schiefgeht|en cas d'échec|en cas d'erreur|en cas de problème|si falla|si algo falla|en caso de fallo|en caso de error|em caso de falha|em caso de erro|se falhar|при сбое|при ошибке|如果失败|失败时|失敗した場合|失敗時|in caso di errore|bij fouten|w razie błędu|při chybě"},
	{WORD_PREPARES, "prepare|prepares|prepared|preparing|preparation|readiness|rehearse|rehearsal|practise|practice|review|vorbereiten|vorbereitung|proben|préparer|préparation|preparar|preparación|preparação|подготовить|подготовка|准备|準備"},
	{WORD_NEXT, "next|up next|what's next|what is next|nächste schritte|nächster schritt|als nächstes|prochaines étapes|prochaine étape|étape suivante|próximos pasos|próximo paso|siguientes pasos|siguiente paso|próximos passos|próximo passo|prossimi passi|prossimo passo|volgende stappen|volgende stap|następne kroki|następny krok|další kroky|nästa steg|sonraki adımlar|sonraki adım|следующие шаги|следующий шаг|наступні кроки|下一步|次のステップ|다음 단계|الخطوات التالية"},
	{WORD_AFTER, "action items|action item|follow-up|follow-ups|follow up|followup|followups|post-release|future work|maßnahmen|nacharbeiten|folgeaufgaben|actions de suivi|suites à donner|acciones de seguimiento|seguimiento|ações de acompanhamento|последующие действия|后续|后续行动|今後の対応|azioni successive|vervolgacties|next steps|after the release|later|nice to have|lessons learned|preventive measures|folgemaßnahmen|nächste schritte|prochaines étapes|próximos pasos|próximos passos|следующие шаги|改进措施|下一步|再発防止策|次のステップ|prossimi passi|후속 조치"},
	{WORD_PROGRESS, "progress|passed|bestanden|通过|complete|completed|completion|done|finished|status|fortschritt|fertig|erledigt|abgeschlossen|avancement|progression|terminé|terminée|progreso|avance|completado|completada|completados|completadas|terminés|terminées|concluídos|concluídas|completati|completate|progresso|andamento|concluído|concluída|прогресс|выполнено|готово|进度|完成|已完成|進捗|完了|達成|進行|avanzamento|completato|voortgang|voltooid|postęp|ukończono|průběh|hotovo|framsteg|klart|ilerleme|tamamlandı|прогрес|виконано|진행|진행률|완료"},
	{WORD_MEASURED, "coverage|test|tests|pods|nodes|replicas|hosts|servers|instances|traffic|cpu|disk|memory|error|errors|canary|users|slo|uptime|load|rollout|capacity|rate|target|goal|expected|until|wait|when|if|after|must|should|abdeckung|ziel|speicher|bis|wenn|nach|soll|muss|couverture|objectif|quand|après|doit|cobertura|objetivo|cuando|después|debe|quando|depois|deve|покрытие|цель|когда|после|должно|覆盖率|目标|应|目標|まで|たら|すれば|后|後|直到|超过|至少"},
	{WORD_ROUTE, "endpoint|endpoints|route|path|url|uri|resource|parameter|endpunkt|pfad|chemin|ruta|rota|маршрут|接口|エンドポイント|엔드포인트"},
	{WORD_METHOD, "method|http method|verb|methode|méthode|método|метод|方法|请求方法|メソッド|메서드"},
	{WORD_PLACE, "dev|development|test|testing|qa|uat|int|integration|sandbox|staging|stage|preprod|pre-prod|pre-production|preproduction|prod|production|live|canary|shadow|full|dr|built|tested|reviewed|merged|produktion|entwicklung|recette|préprod|pré-production|desarrollo|preproducción|producción|homologação|produção|тест|стейдж|прод|测试|测试环境|预发|预发布|预生产|生产|生产环境|テスト|検証|検証環境|本番|本番環境|produzione|collaudo|productie|acceptatie|테스트|스테이징|운영"},
	{WORD_RANKS, "source of truth|sources of truth|truth order|authority order|order of authority|order of precedence|precedence|rangfolge|reihenfolge der quellen|source de vérité|ordre de priorité|fuente de verdad|orden de precedencia|fonte da verdade|ordem de precedência|fonte di verità|ordine di precedenza|bron van waarheid|źródło prawdy|источник истины|порядок приоритета|джерело істини|优先顺序|優先順位|우선순위"},
	{WORD_IF, "if|when|in case|as soon as|wenn|falls|sobald|si|quand|en cas|cuando|en caso|em caso|если|когда|при|如果|若|一旦|場合|wanneer|indien|zodra|jeśli|gdy|w razie|pokud|když|när|eğer|якщо|коли|만약|إذا|عند"},
	{WORD_OUTPUT, "output|prints|printed|sample|example|ausgabe|beispiel|sortie|exemple|salida|ejemplo|saída|exemplo|вывод|пример|输出|示例|出力|例|esempio|uitvoer|voorbeeld|wynik|przykład|výstup|příklad|utdata|çıktı|örnek|출력|예시|الناتج"},
	{WORD_ORDER, "in order|in this order|in the order|in sequence|sequentially|one after the other|one after another|order matters|in der reihenfolge|in dieser reihenfolge|in folgender reihenfolge|der reihe nach|nacheinander|dans l'ordre|dans cet ordre|l'un après l'autre|en orden|en este orden|en el orden|uno tras otro|na ordem|nesta ordem|em ordem|em sequência|по порядку|в этом порядке|в следующем порядке|последовательно|按顺序|按以下顺序|按照顺序|依次|順番に|順に|この順序で|次の順序で|in ordine|in quest'ordine|nell'ordine|in volgorde|in deze volgorde|op volgorde|w kolejności|po kolei|w tej kolejności|v pořadí|v tomto pořadí|postupně|i ordning|i denna ordning|sırayla|sırasıyla|şu sırayla|순서대로|차례로|차례대로|بالترتيب|по черзі|у такому порядку"},
	{WORD_PHASE, "phase|phases|phasen|stage|stages|fase|fases|fasi|fasen|faza|fazy|etap|этап|этапы|阶段|階段|フェーズ|ステージ"},
	{WORD_ENVIRONMENT, "environment|environments|env|envs|umgebung|umgebungen|environnement|environnements|entorno|entornos|ambiente|ambientes|ambienti|окружение|окружения|среда|среды|环境|環境|omgeving|omgevingen|środowisko|środowiska|prostředí|miljö|ortam|ortamlar|середовище|оточення|환경|البيئة"},
	{WORD_ROLE, "role|roles|rolle|rollen|rôle|rôles|rol|função|papel|papéis|роль|роли|角色|职责|役割|役職|ruolo|ruoli|rola|funkcja|roll|역할|직책|الدور"},
	{WORD_PEOPLE, "contact|contacts|contact details|phone|phone number|telephone|tel|mobile|email|e-mail|slack|pager|pagerduty|on-call|oncall|on call|primary on-call|secondary on-call|escalation|escalation level|availability|kontakt|kontakte|telefon|telefonnummer|handy|bereitschaft|rufbereitschaft|eskalation|eskalationsstufe|erreichbarkeit|téléphone|courriel|astreinte|escalade|contacto|contactos|teléfono|correo|guardia|escalamiento|escalado|contato|contatos|telefone|celular|plantão|escalonamento|контакт|контакты|телефон|почта|дежурный|эскалация|联系人|联系方式|电话|手机|邮箱|值班|值班人|升级|連絡先|電話|電話番号|メール|当番|オンコール|エスカレーション|contatto|contatti|telefono|cellulare|reperibilità|contactpersoon|telefoonnummer|dyżur|eskalacja|iletişim|nöbetçi|e-posta|연락처|전화|전화번호|이메일|당직|온콜|에스컬레이션|الهاتف|جهة الاتصال"},
	{WORD_DESCRIBES, "name|names|title|description|beschreibung|nom|nombre|nome|descripción|descrição|имя|фио|описание|名称|姓名|名字|说明|氏名|名前|名|説明|naam|omschrijving|descrizione|imię|imię i nazwisko|opis|jméno|popis|namn|ad|isim|açıklama|ім'я|опис|이름|성명|설명|الاسم|الوصف"},
	{WORD_WORK, "runbook|runbooks|playbook|release|releases|release steps|deploy|deployment|deployments|rollout|roll-out|rollback|go-live|golive|go live|launch|cutover|cut-over|switchover|migration|migrations|upgrade|maintenance|preflight|pre-flight|pre-release|failover|disaster recovery|restore|backup|backups|drill|incident|handover|sign-off|signoff|bereitstellung|inbetriebnahme|umstellung|wartung|freigabe|auslieferung|sicherung|déploiement|mise en production|mise en service|bascule|mep|livraison|despliegue|puesta en producción|publicación|lanzamiento|migración|mantenimiento|implantação|lançamento|publicação|migração|manutenção|релиз|выкладка|развёртывание|развертывание|миграция|переключение|обслуживание|发布|上线|部署|迁移|切换|回滚|リリース|デプロイ|移行|切替|切り替え|本番反映|rilascio|messa in produzione|migrazione|manutenzione|uitrol|ingebruikname|migratie|onderhoud|wdrożenie|wydanie|migracja|nasazení|vydání|driftsättning|utrullning|yayın|dağıtım|geçiş|розгортання|реліз|міграція|배포|릴리스|이관|마이그레이션|النشر|الإطلاق|الترحيل"},
	{WORD_NOT, "not|never|nicht|nie|ne pas|no|não|nunca|не|不|ない|niet|nooit|inte|değil|안|아닌|لا|لم|ليس"},
	{WORD_VERIFY, "how to verify|verify|verified by|verification|check|test|validate|prüfen|prüfung|vérifier|vérification|verificar|verificación|verificação|проверить|проверка|验证|检查|確認|検証|verifica|verificare|controle|controleren|sprawdzenie|sprawdź|ověření|ověřit|kontroll|verifiera|doğrula|doğrulama|перевірка|перевірити|확인|검증|التحقق"},
};

/* clang-format on */

static bool is_edge(const char *folded, size_t at)
{
	unsigned char c = (unsigned char)folded[at];

	return c >= 0x80 || !ascii_is_alnum((char)c);
}

/* Words of ASCII are written as they are folded. */
static void fold_word(const char *text, size_t len, char ret[LEGEND_LONGEST])
{
	size_t plain = 0;

	while (plain < len && plain < LEGEND_LONGEST - 1 && (unsigned char)text[plain] < 0x80) {
		ret[plain] = text[plain];
		plain++;
	}
	ret[plain] = '\0';
	if (plain < len)
		legend_fold(bytes_of(text, len), ret, LEGEND_LONGEST);
}

/* A text as it is folded, and which bytes it has: of most words it lacks the first. */
struct searched {
	char folded[256];
	bool has[256];
};

static void fold_text(const char *text, struct searched *ret)
{
	memset(ret->has, 0, sizeof(ret->has));
	legend_fold(bytes_text(text), ret->folded, sizeof(ret->folded));
	for (const char *at = ret->folded; *at; at++)
		ret->has[(unsigned char)*at] = true;
}

/* May it stand there, or at its beginning? Most do not, and need no folding. */
static bool may_stand(const char *word, const struct searched *s, enum word_place where)
{
	unsigned char put[4];
	uint32_t code;

	if ((unsigned char)*word < 0x80)
		*put = (unsigned char)*word;
	else if (!utf8_decode(bytes_text(word), 0, &code))
		return true;
	else
		utf8_put(legend_fold_code(code), put);
	return where == WORD_HELD ? s->has[*put] : (unsigned char)*s->folded == *put;
}

/* Where one of the words stands in the folded text, as `where` wants it. */
static bool find(enum outline_word what, const char *text, enum word_place where,
		 size_t *ret_len)
{
	struct searched s;
	char word[LEGEND_LONGEST];
	size_t row = 0, len;

	*ret_len = 0;
	fold_text(text, &s);
	while (row < ARRAY_SIZE(rows) && rows[row].what != what)
		row++;
	for (const char *at = row < ARRAY_SIZE(rows) ? rows[row].words : ""; *at;
	     at += len + (at[len] == '|')) {
		const char *hit = s.folded;
		size_t size;

		len = strcspn(at, "|");
		if (!may_stand(at, &s, where))
			continue;
		fold_word(at, len, word);
		size = strlen(word);
		if (where != WORD_HELD) {
			if (!strncmp(hit, word, size) &&
			    (where == WORD_WHOLE ? !hit[size] : is_edge(hit, size)) &&
			    size > *ret_len)
				*ret_len = size;
			continue;
		}
		for (; (hit = strstr(hit, word)); hit++)
			if ((hit == s.folded ||
			     is_edge(s.folded, (size_t)(hit - s.folded) - 1) ||
			     (unsigned char)*word >= 0x80) &&
			    is_edge(hit, size))
				*ret_len = size;
	}
	return *ret_len > 0;
}

bool outline_word(enum outline_word what, const char *text, enum word_place where)
{
	size_t len;

	return find(what, text, where, &len);
}

/* In the order in which a head is asked: "Expected result" is no status. */
enum column outline_column(const char *head)
{
	static const struct {
		enum outline_word what;
		enum column column;
	} columns[] = {
		{WORD_EXPECT, COLUMN_EXPECT},	  {WORD_COMMAND, COLUMN_COMMAND},
		{WORD_STATUS, COLUMN_STATUS},	  {WORD_DONE, COLUMN_STATUS},
		{WORD_NUMBER, COLUMN_NUMBER},	  {WORD_ID, COLUMN_ID},
		{WORD_STEP, COLUMN_STEP},	  {WORD_TASK, COLUMN_TASK},
		{WORD_OWNER, COLUMN_OWNER},	  {WORD_DATE, COLUMN_DATE},
		{WORD_EVIDENCE, COLUMN_EVIDENCE}, {WORD_MARK, COLUMN_MARK},
		{WORD_MEANING, COLUMN_MEANING},
	};

	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		if (outline_word(columns[i].what, head, WORD_WHOLE))
			return columns[i].column;
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		if (columns[i].column != COLUMN_TASK &&
		    outline_word(columns[i].what, head, WORD_BEGINS))
			return columns[i].column;
	return COLUMN_OTHER;
}

bool outline_label(enum outline_word what, const char *text, size_t *ret_value)
{
	size_t colon = strcspn(text, ":=\n");
	char label[LEGEND_LONGEST];

	if (!text[colon] || text[colon] == '\n' || colon >= sizeof(label)) {
		const char *wide = strstr(text, "\xef\xbc\x9a"); /* of full width */

		if (!wide || (size_t)(wide - text) >= sizeof(label))
			return false;
		colon = (size_t)(wide - text);
		*ret_value = colon + 3;
	} else {
		*ret_value = colon + 1;
	}
	memcpy(label, text, colon);
	label[colon] = '\0';
	/* "Status (prod)", "Current status"; not "Expected status" */
	return outline_word(what, label, WORD_WHOLE) ||
	       (outline_word(what, label, WORD_BEGINS) && strchr(label, '(')) ||
	       (what == WORD_STATUS && !strncmp(label, "Current ", 8) &&
		outline_word(what, label + 8, WORD_BEGINS));
}

bool outline_verifies(const char *text)
{
	return outline_word(WORD_VERIFY, text, WORD_HELD);
}

bool outline_lists(const char *text)
{
	return outline_word(WORD_LISTS, text, WORD_WHOLE);
}

bool outline_is_work(const char *heading)
{
	return outline_word(WORD_WORK, heading, WORD_HELD) ||
	       outline_word(WORD_LISTS, heading, WORD_HELD);
}

bool outline_is_after(const char *heading)
{
	return outline_word(WORD_AFTER, heading, WORD_BEGINS);
}

bool outline_is_about(const char *title)
{
	return outline_word(WORD_TELLS, title, WORD_BEGINS) &&
	       !outline_word(WORD_LISTS, title, WORD_HELD);
}

bool outline_is_environment(const char *head)
{
	return outline_word(WORD_ENVIRONMENT, head, WORD_WHOLE);
}

bool outline_denies(const char *text)
{
	return outline_word(WORD_NOT, text, WORD_HELD);
}

bool outline_is_progress(const char *text)
{
	return outline_word(WORD_PROGRESS, text, WORD_HELD);
}

bool outline_is_measured(const char *text)
{
	return outline_word(WORD_MEASURED, text, WORD_HELD);
}

bool outline_prints(const char *text)
{
	return outline_word(WORD_OUTPUT, text, WORD_HELD) ||
	       outline_word(WORD_GIVES, text, WORD_HELD);
}

bool outline_ranks(const char *text)
{
	return outline_word(WORD_RANKS, text, WORD_HELD);
}

bool outline_expects(const char *text)
{
	return outline_word(WORD_GIVES, text, WORD_HELD);
}

bool outline_is_state(const char *text, const char **ret_value)
{
	size_t value;
	bool is = outline_label(WORD_STATE, text, &value);

	if (is && ret_value)
		*ret_value = text + value;
	return is;
}
