/*
 * requirement_words.h - what documents say of requirements, a language a row: two languages have no words to share.
 * Parts of words, small and without accents, as legend_fold() gives them: what announces a list of them; what
 * names those that are defined elsewhere; what else stands below such a heading; words that are in every
 * text. No include guard: included with REQUIREMENTS() defined; each row has a heading as example.
 */
/* clang-format off */
REQUIREMENTS("en", "requirement", "mapping|coverage|traceab|matrix", "test|verif|acceptance|question|risk|change|history|status|review|evidence|estimate|ration|out of|non-goal|removed|open|deferred", "must|shall|should|will|with|that|this|when|from|each|every|have|into|only|also|they|them|then|than|system|user|users|need|needs|able|allow|allows|require|requires|required|requirement", "Functional requirements")
REQUIREMENTS("de", "anforderung", "abdeckung|zuordnung|nachverfolg|matrix", "test|prüf|abnahme|frage|risik|änderung|historie|status|nachweis|schätzung|begründung|gestrichen|offene", "muss|soll|nicht|jede|jeder|werden|kann|wird|eine|einen|oder|nach|beim|über", "Funktionale Anforderungen")
REQUIREMENTS("fr", "exigence", "couverture|traçab|matrice|correspondance", "test|vérif|recette|question|risque|changement|historique|statut|preuve|estimation|hors périmètre|supprimé", "dans|pour|avec|doit|doivent|être|chaque|sont|système|utilisateur", "Exigences fonctionnelles")
REQUIREMENTS("es", "requisito", "cobertura|trazab|matriz", "prueba|verific|aceptación|pregunta|riesgo|cambio|historial|estado|evidencia|estimación|eliminado", "para|cada|debe|deben|todos|sistema|usuario", "Requisitos funcionales")
REQUIREMENTS("pt", "requisito", "cobertura|rastreab|matriz", "teste|verific|aceitação|pergunta|risco|mudança|histórico|estado|evidência|estimativa|removido", "para|cada|deve|devem|todos|sistema|usuário", "Requisitos não funcionais")
REQUIREMENTS("it", "requisit", "copertura|tracciab|matrice", "test|verific|accettazione|domand|rischi|modific|storico|stato|prova|stima|rimoss", "deve|devono|ogni|della|sistema|utente", "Requisiti funzionali")
REQUIREMENTS("nl", "vereiste|eisen", "dekking|traceer|matrix", "test|verif|acceptatie|vraag|risico|wijziging|historie|status|bewijs|schatting|vervallen", "moet|moeten|voor|elke|wordt|systeem|gebruiker", "Functionele eisen")
REQUIREMENTS("ru", "требован", "покрыти|трассир|матриц|соответств", "тест|провер|приёмк|приемк|вопрос|риск|изменени|истори|статус|доказат|оценк|удалён", "должен|должна|должны|может|каждый|система|пользователь", "Функциональные требования")
REQUIREMENTS("uk", "вимог", "покритт|трасув|матриц|відповідн", "тест|перевір|питан|ризик|змін|істор|статус|доказ|оцінк", "повинен|повинна|може|кожен|система", "Функціональні вимоги")
REQUIREMENTS("pl", "wymagani|wymagań", "pokryci|śledzen|macierz", "test|weryfik|akceptac|pytan|ryzyk|zmian|histori|status|dowód|szacunk|usunięt", "musi|powinien|każdy|system|użytkownik", "Wymagania funkcjonalne")
REQUIREMENTS("cs", "požadav", "pokryt|sledovat|matice", "test|ověř|akceptač|otázk|rizik|změn|histor|stav|důkaz|odhad", "musí|každý|systém|uživatel", "Funkční požadavky")
REQUIREMENTS("sv", "krav", "täckning|spårbar|matris", "test|verifi|acceptans|fråg|risk|ändring|histori|status|bevis|uppskattn", "ska|måste|varje|systemet|användare", "Funktionella krav")
REQUIREMENTS("tr", "gereksinim", "kapsam|izlenebilir|matris", "test|doğrula|kabul|soru|risk|değişiklik|geçmiş|durum|kanıt|tahmin", "olmalı|gerekir|sistem|kullanıcı", "İşlevsel gereksinimler")
REQUIREMENTS("zh", "需求|要求", "覆盖|映射|追溯|矩阵", "测试|验证|验收|问题|风险|变更|历史|状态|评审|证据|估算", "必须|应当|系统|用户", "功能需求")
REQUIREMENTS("ja", "要件|要求", "対応表|カバレッジ|トレーサ|マトリ", "テスト|検証|受入|質問|課題|リスク|変更|履歴|状況|証跡|見積", "必要|システム|ユーザー", "機能要件")
REQUIREMENTS("ko", "요구사항|요구 사항", "커버리지|추적|매트릭스|매핑", "테스트|검증|질문|위험|리스크|변경|이력|상태|증거|추정", "해야|시스템|사용자", "기능 요구사항")
REQUIREMENTS("ar", "متطلبات|المتطلبات", "تغطية|تتبع|مصفوفة", "اختبار|تحقق|سؤال|مخاطر|تغيير|حالة|دليل", "يجب|النظام|المستخدم", "المتطلبات الوظيفية")
/* clang-format on */
