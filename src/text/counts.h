/*
 * counts.h - numbers as people write them in words, by language: "|" parts one from two, a blank the words for
 * one of them, "_" is a blank in a word. Each row has an example and what it counts. No include guard:
 * included with COUNT() defined. Figures of any script and Chinese numerals are read by outline_counted.c.
 */
/* clang-format off */
COUNT("en", "one first|two second|three third|four fourth|five fifth|six sixth|seven seventh|eight eighth|nine ninth|ten tenth|eleven eleventh|twelve twelfth", "Step Two: stop", 2)
COUNT("en", "last final", "Final step: tell", 99)
COUNT("de", "eins erster erste erstes|zwei zweiter zweite|drei dritter dritte|vier vierter vierte|fünf fünfter fünfte|sechs sechster sechste|sieben siebter siebte|acht achter achte|neun neunter neunte|zehn zehnter zehnte|elf elfter elfte|zwölf zwölfter zwölfte", "Erster Schritt: Anhalten", 1)
COUNT("de", "letzter letzte", "Letzter Schritt: Melden", 99)
COUNT("fr", "un une premier première|deux deuxième second seconde|trois troisième|quatre quatrième|cinq cinquième|six sixième|sept septième|huit huitième|neuf neuvième|dix dixième|onze onzième|douze douzième", "Première étape : arrêter", 1)
COUNT("fr", "dernier dernière", "Dernière étape : prévenir", 99)
COUNT("es", "uno una primer primero primera|dos segundo segunda|tres tercer tercero tercera|cuatro cuarto cuarta|cinco quinto quinta|seis sexto sexta|siete séptimo séptima|ocho octavo octava|nueve noveno novena|diez décimo décima|once|doce", "Primer paso: parar", 1)
COUNT("es pt", "último última", "Último paso: avisar", 99)
COUNT("pt", "um uma primeiro primeira|dois duas|três terceiro terceira|quatro quarto quarta|cinco quinto quinta|seis sexto sexta|sete sétimo sétima|oito oitavo oitava|nove nono nona|dez décimo décima|onze|doze", "Passo três: avisar", 3)
COUNT("it", "uno una primo prima|due secondo seconda|tre terzo terza|quattro quarto quarta|cinque quinto quinta|sei sesto sesta|sette settimo settima|otto ottavo ottava|nove nono nona|dieci decimo decima|undici|dodici", "Passo due: fermare", 2)
COUNT("it", "ultimo ultima", "Ultima fase: avvisare", 99)
COUNT("nl", "een één eerste|twee tweede|drie derde|vier vierde|vijf vijfde|zes zesde|zeven zevende|acht achtste|negen negende|tien tiende|elf elfde|twaalf twaalfde", "Eerste stap: stoppen", 1)
COUNT("ru", "один одна первый первая первое|два две второй вторая|три третий третья|четыре четвёртый четвертый четвёртая четвертая|пять пятый пятая|шесть шестой шестая|семь седьмой седьмая|восемь восьмой восьмая|девять девятый девятая|десять десятый десятая|одиннадцать одиннадцатый|двенадцать двенадцатый", "Шаг первый: остановить", 1)
COUNT("ru", "последний", "Последний шаг: сообщить", 99)
COUNT("uk", "один перший перша|два другий друга|три третій третя|чотири четвертий четверта|п'ять п'ятий п'ята|шість шостий шоста|сім сьомий сьома|вісім восьмий восьма|дев'ять дев'ятий|десять десятий", "Перший крок: зупинити", 1)
COUNT("pl", "jeden pierwszy pierwsza|dwa drugi druga|trzy trzeci trzecia|cztery czwarty czwarta|pięć piąty piąta|sześć szósty szósta|siedem siódmy siódma|osiem ósmy ósma|dziewięć dziewiąty|dziesięć dziesiąty", "Krok drugi: zatrzymać", 2)
COUNT("cs", "jedna první|dva druhý druhá|tři třetí|čtyři čtvrtý čtvrtá|pět pátý pátá|šest šestý šestá|sedm sedmý sedmá|osm osmý osmá|devět devátý|deset desátý", "První krok: zastavit", 1)
COUNT("sv no da", "ett en første första|två andra to andre anden|tre tredje|fyra fjärde fire fjerde|fem femte|sex sjätte seks sjette|sju sjunde syv sjuende|åtta åttonde åtte otte åttende|nio nionde ni niende|tio tionde ti tiende", "Første trinn: stopp", 1)
COUNT("fi", "yksi ensimmäinen|kaksi toinen|kolme kolmas|neljä neljäs|viisi viides|kuusi kuudes", "Vaihe kaksi: pysäytä", 2)
COUNT("tr", "bir birinci ilk|iki ikinci|üç üçüncü|dört dördüncü|beş beşinci|altı altıncı|yedi yedinci|sekiz sekizinci|dokuz dokuzuncu|on onuncu", "Birinci adım: durdur", 1)
COUNT("ro hu", "unu prima első|doi doua második|trei treia harmadik|patru patra negyedik|cinci cincea ötödik", "Első lépés: állj", 1)
COUNT("el", "ένα πρώτο|δύο δεύτερο|τρία τρίτο|τέσσερα τέταρτο|πέντε πέμπτο", "Πρώτο βήμα: στοπ", 1)
COUNT("vi", "một nhất thứ_nhất đầu_tiên|hai thứ_hai|ba thứ_ba|bốn tư thứ_tư|năm thứ_năm|sáu thứ_sáu|bảy|tám|chín|mười", "Bước hai: dừng", 2)
COUNT("id", "satu pertama|dua kedua|tiga ketiga|empat keempat|lima kelima|enam keenam", "Langkah pertama: henti", 1)
COUNT("ko", "하나 첫째 첫_번째|둘 둘째 두_번째|셋 셋째 세_번째|넷 넷째 네_번째|다섯 다섯째 다섯_번째|여섯 여섯째 여섯_번째|일곱_번째|여덟_번째|아홉_번째|열_번째", "두 번째 단계: 중지", 2)
COUNT("ko", "마지막", "마지막 단계: 알림", 99)
COUNT("ja", "最初の 一番目の|次の 二番目の|三番目の|四番目の|五番目の", "最初の手順: 停止", 1)
COUNT("ja", "最後の", "最後のステップ: 連絡", 99)
COUNT("ar", "الأول الأولى واحد|الثاني الثانية|الثالث الثالثة|الرابع الرابعة|الخامس الخامسة|السادس السادسة|السابع السابعة|الثامن الثامنة", "الخطوة الأولى: أوقف", 1)
COUNT("he", "ראשון אחת|שני שניים|שלישי שלוש|רביעי ארבע|חמישי חמש", "שלב ראשון: עצור", 1)
COUNT("hi", "एक पहला|दो दूसरा|तीन तीसरा|चार चौथा|पाँच पाँचवाँ", "चरण दो: रोकें", 2)
/* clang-format on */
