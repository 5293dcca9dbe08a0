"""The words, in nine languages, by which kinds of tasks are told apart.

Texts are compared in lower case: that is several times faster than ignoring case.
"""

from __future__ import annotations

import re


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


def _path(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


FINAL_PHASE = _words(
    r"\bpolish|\bfinal|cross-?cutting|documentation|\bdocs?\b|clean-?up|hardening|\brelease|wrap-?up",
    r"non-functional|(?:^|[&,/]|\band\b)\W*(?:quality|verification|validation|performance)\b(?= (?:gates?|checks?|phase)"
    r"|\W*(?:&|and\b|,|$|\())",
    "完善|优化|收尾|打磨|文档|验证|仕上げ|ポリッシュ|ドキュメント|品質|최종|마무리|검증|문서|다듬기",
    "финал|полиров|шлифов|документ|завершен|pulid|refinamiento|documenta[cç]|polimento|finaliza",
    "finition|nettoyage|dokumentation|abschluss|feinschliff",
)
SETUP_PHASE = _words(
    r"set-?\s?up|initiali[sz]|preparation|bootstrap|scaffold",
    "设置|准备|搭建|初始化|セットアップ|準備|설정|준비|подготов|настройк",
    "configura|preparaci|preparaç|préparation|einrichtung|vorbereitung",
)
RESEARCH_PHASE = _words("research|调研|研究|リサーチ|調査|조사|исследован|investigaci|recherche")
INTEGRATION_PHASE = _words(
    r"\bintegration\b(?! tests?)|\bwiring\b|(?:集成|統合|结合|통합)(?! ?(?:测试|テスト|테스트))|интеграци|integraci[oó]n|integraç|intégration"
)
TEST_PHASE = _words(
    r"^(?!.*\b(?:(?:implement|core)\w*|no (?:tdd|tests?))\b)\W*(?:[\w.]+\W+){0,3}?(?:tests?|testing|tdd)\b"
    r"(?! (?:infrastructure|setup|environment))|^\W*test implementation",
    "^(?!.*(?:实现|実装|구현|реализ)).*(?:测试|テスト|테스트|тест|prueba|testes\\b)",
)
TEST_LABEL = _words(r"\b(?:test|red|tdd-red|tests)\b|测试|テスト|тест")

RUNS = _words(
    r"(?:\W*(?:manual(?:ly)?|final(?:ly)?|fully?|quickly|re-?)\W+)?"
    r"\W*(?:re-?)?(?:run|execute|verif(?:y|ies)|validat(?:e|es)|confirm|check|ensure (?:all|that all|existing|the (?:full|whole))|test that|perform|walk"
    r"|measure|benchmark|smoke[- ]?test|manual(?:ly)?|exercise|dogfood|assert|prove|demonstrate|sanity"
    r"|quality checkpoint|checkpoint|final (?:check|validation|verification|review|test)|regression check"
    r"|(?:review|audit|compare|diff) (?:the|all|every|each|existing|that|our|any|whether|code|final)|inspect)\b",
    r".*(?:検証|確認|照合|検出|実施|검증|확인|실행)(?:する|できる状態にする|한다|하기)?\W*$",
    r"\W*(?:运行|执行|验证|确认|检查|校验|実行|確認|検証|실행|검증|확인|запустить|проверить|выполнить|прогнать|убедиться"
    r"|ejecutar|verificar|validar|comprobar|executar|exécuter|vérifier|valider|ausführen|prüfen|verifizieren)",
)
_KINDS_OF_TEST = (
    r"unit|integration|contract|e2e|end-to-end|regression|performance|load|smoke|acceptance|property"
    r"(?:-based)?|snapshot|component|golden|stress|functional|security|parity|system|api|ui|fuzz|failing"
    r"|boundary|edge[- ]case|isolation|migration|accessibility|visual|widget|compatibility|conformance"
)
NAMES_TESTS = _words(
    rf"\b(?:{_KINDS_OF_TEST})(?:[\s/+&-]+(?:and\s+)?(?:{_KINDS_OF_TEST}))*[\s-]+(?:tests?|specs?|coverage)\b",
    r"\b(?:test )?fixtures?\b",
    r"\b(?:write|add|create|extend|author|update|expand)\b(?: [\w'-]+){0,3} tests\b",
    "(?:契约|集成|单元|端到端|性能|回归)测试|(?:単体|結合|統合|契約|e2e|ユニット|コントラクト|パフォーマンス|回帰)テスト",
    "(?:단위|통합|계약) ?테스트|(?:модульн|интеграцион|контрактн|юнит|unit|e2e|регресс|smoke)\\w*[- ]*тест",
    r"(?:pruebas?|tests?) (?:unitari|de |para )|testes? (?:unit|de |para )|tests? (?:unitaires|d')",
    r"(?:unit|integrations|vertrags)tests?\b|tests? für",
)
WRITES_TESTS = _words(
    r"^\W*(?:red:?\s+)?tests?\b(?!\s*(?:setup|infrastructure|environment|runner|framework|helper|util))",
    r"\btests?\s+(?:for|of|that|cases?|suite|scenarios?|covering|asserting|verifying|to verify|class|file)\b",
    r"\b(?:write|add|create|extend|author|implement|update|rewrite|expand|fix|mirror)\b"
    r"(?:\W+[\w'-]+){0,6}?\W+(?:tests?|specs|test (?:case|suite|coverage|fixture|data)s?)\b",
    r"\btest[- ](?:fixtures?|data|doubles?|mocks?)\b|\bregression (?:case|coverage)s?\b",
    "(?:编写|添加|创建|补充|实现).*测试|测试(?:用例|数据|夹具)|^测试|(?:测试|テスト|테스트)\\W*$",
    "(?:テスト|検証)(?:を|の)?(?:作成|追加|実装|更新)|테스트(?:를)? ?(?:작성|추가)",
    r"тест\w* (?:для|на)\b",
    r"(?:добав|созда|напис|реализ|подготов|обнов)\w*.{0,40}(?:тест|проверк\w+ сценари|чек-?лист)",
)
TEST_TOOLS = _words(
    r"\b(?:configure|install|set ?up|initiali[sz]e|enable)\b(?:\W+[\w'/-]+){0,5}?\W+"
    r"(?:tests?|testing|pytest|jest|vitest|playwright|cypress|junit|xunit|mocha)\b",
    r"\btest(?:ing)? (?:framework|runner|infrastructure|environment|dependenc|project|director|folder"
    r"|structure|config|harness|tooling|scaffolding|database)",
    "测试(?:环境|框架|目录|配置|依赖|基础设施)|テスト(?:環境|フレームワーク|基盤)|тестов\\w* (?:окружени|фреймворк)",
)
CONFIGURES = _words(
    r"\W*(?:configure|install|set ?up|initiali[sz]e|scaffold|create director|delete|remove)\b"
)

DOCUMENTS = _words(
    r"\bdocument(?:ation|ing)?\b|\breadme\b|\bchangelog\b|\bdocs\b|\bdocstrings?\b|\brelease notes\b"
    r"|\b(?:user|developer|migration|usage|upgrade|contributor|troubleshooting|api) (?:guide|manual|docs?)\b"
    r"|\btutorials?\b|\bcode comments\b|\bjsdoc\b|\bxml comments\b",
    "文档|说明书|使用指南|更新日志|ドキュメント|説明書|使用例|トラブルシューティング|ガイドライン|문서|документаци|инструкци",
    "documentaci[oó]n|documentação|dokumentation",
)
DOCUMENTS_FIRST = _words(
    r"\W*(?:document|update (?:the )?(?:docs|documentation|readme|changelog)|add (?:\w+ ){0,2}docs?"
    r"|write (?:\w+ ){0,2}(?:docs?|documentation|guide))\b"
)
CLEANS = _words(
    r"\W*(?:clean ?up|lint|format|polish|tidy|bump|tag|release|publish|deprecate"
    r"|code (?:review|cleanup)|performance (?:tun|optimi)|commit|open (?:a )?pr|create (?:a )?(?:pr|pull request))\b",
    r"\W*(?:清理|发布|コードクリーンアップ|очист|limpiar"
    r"|nettoyer|aufräumen)",
)

INSTALLS = _words(
    r"\W*(?:install|scaffold|bootstrap|initiali[sz]e (?:the |a )?(?:project|repo|package|workspace|module)"
    r"|add (?:\w+ ){0,3}dependenc)\b"
)
SKELETON = _words(
    r"\bskeleton\b|\bscaffold|\bboilerplate\b",
    r"\b(?:empty|placeholder|stub) (?:files?|modules?|packages?|classes|director|templates?|pages?|components?)",
)
READS = _words(
    r"\W*(?:read|study|explore|understand|familiari[sz]e|investigate|research|analy[sz]e|examine|evaluate"
    r"|review (?:the )?existing)\b",
    r"\W*(?:调研|研究|阅读|分析|调查|изучить|исследовать|проанализировать|analizar|investigar|analyser|analysieren)",
)
GENERATES = _words(
    r"\b(?:install|update|upgrade|generate|migrate|init|add|sync|tidy|codegen|get|restore|mkdir|create)\b"
)
CHECK_COMMANDS = _words(
    r"\b(?:test|check|lint|vet|verify|pytest|jest|vitest|mypy|ruff|tsc|build)\b"
)
VERIFICATION_SECTION = _words("verification|validation|检验|验证|検証|검증|проверк")
PREPARES = _words(
    r"\binstall\b|\binitiali[sz]e\b|\binit\b|\bset ?up\b|\bbootstrap\b|\bscaffold",
    r"\b(?:project|directory|folder|package|repository|module|solution|workspace) (?:structure|layout|skeleton)",
    r"\bcreate\b.{0,60}\b(?:director(?:y|ies)|folders?)\b|\bfeature branch\b|\bnew branch\b",
    r"\bdependenc(?:y|ies)\b(?! (?:injection|graph|resol|check|order))|\bgitignore\b|\blint(?:ing|er)?\b",
    r"\beslint\b|\bprettier\b|\bformatter\b|\btsconfig\b|\btype checker\b|\bpre-?commit\b|\bdocker(?:file| compose)?\b",
    r"\bcontaineri[sz]ation\b|\btool ?chain\b|\bskeleton\b|\bresearch\b|\binvestigat|\bbaseline\b",
    r"\bconfigure (?:\w+ )?(?:build|ci|env|tool|package|typescript|test)|\benvironment variables?\b",
    r"\b(?:review|study|read|audit) (?:the )?existing\b|\bpackages? to\b|\bnuget\b|\bnpm package\b",
    r"^\W*(?:初始化|安装|搭建|配置|セットアップ|初期化|インストール|설치|초기화|установ|инициализ|настро)",
    "(?:项目|目录)(?:目录)?结构|依赖(?:安装|包)|開発環境|(?:設定|環境|配置場所)確認|ディレクトリ構造|選定|調査|リサーチ|프로젝트 구조",
    r"структур\w+ (?:проект|каталог)|исследов",
    "instalar|inicializar|estructura (?:del|de) (?:proyecto|directorio)|estrutura|initialiser|einrichten",
)

JOINS_FIRST = _words(
    r"\W*(?:register|wire|integrate|connect|hook|mount|plug|expose|bind|link|inject|route|export)\b",
    r"\W*(?:集成|注册|接入|连接|挂载|対接|登録|統合|接続|組み込|연결|등록|통합|подключ|интегр|зарегистр|integrar|registrar"
    r"|conectar|intégrer|enregistrer|connecter|integrier|registrier|verbinde)",
)
JOINS = _words(
    r"\bintegrat(?:e|es|ion) (?:with|into|of|between|layer)\b|\bintegration\b(?! (?:tests?|suite|scenario|coverage|branch|fixture))|\bwir(?:e|ing) (?:up|into|in)\b",
    r"\bregist(?:er|ration) (?:in|the|of|with|it|command|route|handler)\b|\b(?:add|configure|define|set ?up|mount)\b(?: [\w/]+){0,4} routes?\b|\bmiddleware (?:to|into)\b",
    r"\bci(?:/cd)?\b(?: (?:workflow|pipeline|job))?|\bgithub actions?\b|\bdependency injection\b|\bdi (?:container|registration)",
    r"\bentry ?point|\bhook (?:up|into)\b|\bnav(?:igation)? (?:links?|menu|items?|entry|bar)\b|to (?:the )?navigation\b|\bexternal (?:service|api)|\bwebhooks?\b|\bbarrel\b",
    "集成|路由注册|注册路由|統合|組み込み|통합|интеграци|подключ",
)
IMPLEMENTS = _words(
    r"\W*implement\b|\W*(?:实现|実装|구현|реализ|implementar|implémenter|implementier)"
)
BUILDS = _words(
    r"\W*(?:implement|add|create|build|introduce|support|extend|fix|handle|write|make|enable|provide)\b",
    r"\W*(?:实现|创建|添加|修复|実装|追加|作成|구현|추가|реализ|добав|созда|implementar|crear|añadir|criar|implémenter"
    r"|ajouter|créer|implementier|erstell)",
)

TEST_PATH = _path(
    r"(?:^|/)(?:tests?(?:[.-][\w.]+)?|__tests__|spec|e2e|testdata|fixtures|__mocks__|[\w.]+[._-]?tests)/",
    r"(?:^|/)(?:test_[\w.]+|[\w.-]+[._-]tests?\.\w+|[\w.-]+\.(?:spec|test|bats|cy)\.?\w*|[\w]+Tests?\.\w+"
    r"|conftest\.py|test[-_][\w.-]+)$",
)
PROGRAM_PATH = _path(r"^tests?/(?:[\w.-]+/)*src/")
DOCUMENT_PATH = _path(
    r"(?:^|/)(?-i:README|CHANGELOG|CONTRIBUTING|CLAUDE|AGENTS|GEMINI|MIGRATION|UPGRAD\w+|LICENSE|SECURITY"
    r"|ARCHITECTURE|HISTORY|NEWS|[Qq]uickstart)(?:[.-]\w+)*$|^(?:[\w.-]+/)*(?:docs?|documentation|wiki|guides?)/.*|\.(?:rst|adoc)$",
)
CONFIGURATION_PATH = _path(
    r"(?:^|/)(?:package(?:-lock)?\.json|pyproject\.toml|setup\.(?:py|cfg)|requirements[\w.-]*\.txt|go\.(?:mod|sum)"
    r"|Cargo\.(?:toml|lock)|tsconfig[\w.-]*\.json|Gemfile|pom\.xml|build\.gradle\w*|settings\.gradle\w*|Makefile"
    r"|(?:docker-)?compose[\w.-]*\.ya?ml|Dockerfile[\w.-]*|\.(?:gitignore|dockerignore|env|nvmrc|npmrc|editorconfig)"
    r"[\w.-]*|\.?(?:eslint|prettier|stylelint|babel|jest|vite|vitest|webpack|rollup|playwright|tailwind|postcss|next"
    r"|biome|turbo|nx|mypy|ruff|flake8|pytest|tox|golangci|pre-commit-config)[\w.-]*"
    r"|[\w.-]+\.(?:csproj|sln|slnx|fsproj|props))$|(?:^|/)\.(?:vscode|husky)/",
)
