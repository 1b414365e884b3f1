/*
 * legend_denials.h - what before a word of the same language says that a step is not done, and so open:
 * rows of legend_words.c. No include guard: included with DENIAL() defined.
 *
 *	DENIAL(languages, word, folded, example)
 *
 * What denies by an ending or within its word, and what says that it failed, are words of their own.
 */
/* clang-format off */
DENIAL("en", "not", "not", "| REL_01 | stop the queue | not complete |")
DENIAL("en", "not yet", "not yet", "| REL_01 | stop the queue | not yet done |")
DENIAL("en", "never", "never", "| REL_01 | stop the queue | never completed |")
DENIAL("de", "nicht", "nicht", "| REL_01 | Dienst anhalten | nicht fertig |")
DENIAL("de", "noch nicht", "noch nicht", "| REL_01 | Dienst anhalten | noch nicht erledigt |")
DENIAL("fr", "pas", "pas", "| REL_01 | arrêter le service | pas terminé |")
DENIAL("fr", "pas encore", "pas encore", "| REL_01 | arrêter le service | pas encore fait |")
DENIAL("fr it", "non", "non", "| REL_01 | arrêter le service | non terminé |")
DENIAL("it", "non ancora", "non ancora", "| REL_01 | fermare il servizio | non ancora fatto |")
DENIAL("es", "no", "no", "| REL_01 | parar el servicio | no completado |")
DENIAL("es", "aún no", "aun no", "| REL_01 | parar el servicio | aún no hecho |")
DENIAL("es", "todavía no", "todavia no", "| REL_01 | parar el servicio | todavía no terminado |")
DENIAL("pt es", "não", "nao", "| REL_01 | parar o serviço | não concluído |")
DENIAL("pt es", "ainda não", "ainda nao", "| REL_01 | parar o serviço | ainda não feito |")
DENIAL("nl", "niet", "niet", "| REL_01 | dienst stoppen | niet klaar |")
DENIAL("nl", "nog niet", "nog niet", "| REL_01 | dienst stoppen | nog niet gedaan |")
DENIAL("pl", "nie", "nie", "| REL_01 | zatrzymać usługę | nie zrobione |")
DENIAL("pl", "jeszcze nie", "jeszcze nie", "| REL_01 | zatrzymać usługę | jeszcze nie gotowe |")
DENIAL("cs", "není", "neni", "| REL_01 | zastavit službu | není hotovo |")
DENIAL("sv", "inte", "inte", "| REL_01 | stoppa tjänsten | inte klar |")
DENIAL("sv", "ej", "ej", "| REL_01 | stoppa tjänsten | ej klar |")
DENIAL("ru uk", "не", "he", "| REL_01 | остановить службу | не выполнено |")
DENIAL("ru", "ещё не", "eщe he", "| REL_01 | остановить службу | ещё не готово |")
DENIAL("uk", "ще не", "щe he", "| REL_01 | зупинити службу | ще не виконано |")
DENIAL("zh ja", "未", "未", "| REL_01 | サービスを停止 | 未済 |")
DENIAL("zh", "没有", "没有", "| REL_01 | 停止服务 | 没有完成 |")
DENIAL("zh", "没", "没", "| REL_01 | 停止服务 | 没完成 |")
DENIAL("zh", "尚未", "尚未", "| REL_01 | 停止服务 | 尚未完成 |")
DENIAL("zh", "还没有", "还没有", "| REL_01 | 停止服务 | 还没有完成 |")
DENIAL("zh", "还没", "还没", "| REL_01 | 停止服务 | 还没完成 |")
DENIAL("zh", "还未", "还未", "| REL_01 | 停止服务 | 还未完成 |")
DENIAL("ar", "غير", "غير", "| REL_01 | إيقاف الخدمة | غير مكتمل |")
