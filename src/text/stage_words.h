/*
 * stage_words.h - what teams call their environments, by language; a line is a word. No include guard: included
 * with STAGE() defined. `id`: what it becomes where an id cannot be written so; `ordinary`: it is also a word of
 * other things ("Test", "Full backup"), and names an environment only among others. The example is a line that
 * names it.
 */
/* clang-format off */
/*    language, word, id, live, ordinary, example */
STAGE("en", "prod", NULL, true, false, "Deploy to prod")
STAGE("en", "production", NULL, true, false, "Production")
STAGE("en", "live", NULL, true, true, "Live")
STAGE("en", "staging", NULL, false, false, "Staging (2 nodes)")
STAGE("en", "stage", NULL, false, true, "Stage")
STAGE("en", "stg", NULL, false, false, "Roll out to stg")
STAGE("en", "dev", NULL, false, false, "Dev")
STAGE("en", "development", NULL, false, true, "Development")
STAGE("en", "test", NULL, false, true, "Test")
STAGE("en", "testing", NULL, false, true, "Testing")
STAGE("en", "qa", NULL, false, false, "Status (QA)")
STAGE("en", "uat", NULL, false, false, "UAT")
STAGE("en", "preprod", NULL, false, false, "Deploy to preprod")
STAGE("en", "pre-production", "preproduction", false, false, "Pre-production")
STAGE("en", "sandbox", NULL, false, true, "Sandbox")
STAGE("en", "preview", NULL, false, true, "Preview")
STAGE("en", "shadow", NULL, false, true, "Shadow")
STAGE("en", "canary", NULL, false, true, "Canary")
STAGE("en", "full", NULL, true, true, "Full")
STAGE("en", "pilot", NULL, false, true, "Pilot")
STAGE("en", "dr", NULL, false, true, "DR")
STAGE("de", "produktion", NULL, true, false, "Ausrollen in Produktion")
STAGE("de", "entwicklung", NULL, false, true, "Entwicklung")
STAGE("de", "abnahme", NULL, false, true, "Abnahme")
STAGE("fr", "préproduction", "preproduction", false, false, "Déployer en préproduction")
STAGE("fr", "recette", NULL, false, true, "Recette")
STAGE("es", "producción", "produccion", true, false, "Desplegar en producción")
STAGE("es", "pruebas", NULL, false, true, "Pruebas")
STAGE("es", "desarrollo", NULL, false, true, "Desarrollo")
STAGE("pt", "produção", "producao", true, false, "Implantar em produção")
STAGE("pt", "homologação", "homologacao", false, false, "Homologação")
STAGE("ru", "прод", "prod", true, false, "Прод")
STAGE("ru", "тест", "test", false, true, "Тест")
STAGE("zh", "生产", "prod", true, true, "生产")
STAGE("zh", "生产环境", "prod", true, false, "生产环境")
STAGE("zh", "测试", "test", false, true, "测试")
STAGE("zh", "测试环境", "test", false, false, "测试环境")
STAGE("zh", "预发", "staging", false, false, "预发")
STAGE("ja", "本番", "prod", true, false, "本番")
STAGE("ja", "本番環境", "prod", true, false, "本番環境")
STAGE("ja", "検証", "staging", false, true, "検証")
STAGE("ja", "ステージング", "staging", false, false, "ステージング")
STAGE("ja", "開発", "dev", false, true, "開発")
#undef STAGE
/* clang-format on */
