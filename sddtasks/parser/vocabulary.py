"""The words, in nine languages, by which kinds of tasks are told apart.

Texts are compared in lower case: that is several times faster than ignoring case. In the lists
below words are separated by white space, and `_` stands for a space.
"""

from __future__ import annotations

import re


def _pattern(words: str) -> str:
    return "|".join(words.split()).replace("_", " ")


def _anywhere(words: str, stems: str = "") -> re.Pattern[str]:
    """`words` between word boundaries; `stems` as they are, for scripts without such boundaries."""
    return re.compile(rf"\b(?:{_pattern(words)})\b" + (f"|{_pattern(stems)}" if stems else ""))


def _first(words: str, stems: str = "") -> re.Pattern[str]:
    """The same at the beginning of a text."""
    alternatives = rf"(?:{_pattern(words)})\b" + (f"|{_pattern(stems)}" if stems else "")
    return re.compile(rf"\W*(?:{alternatives})")


# --- what a phase is for ---

_CHECKING = (
    r"|(?:^|[&,/] |and )(?:verification|validation|quality|performance)\b"
    r"(?= (?:gates?|checks?|phase)|\W*(?:&|and\b|,|$))"
)
FINAL_PHASE = re.compile(
    _anywhere(
        r"""polish\w* final\w* cross-?cutting documentation docs? clean-?up hardening release\w*
        wrap-?up non-functional""",
        """完善 优化 收尾 打磨 文档 验证 仕上げ ポリッシュ ドキュメント 品質
        최종 마무리 검증 문서 다듬기 финал полиров шлифов документ завершен
        pulid refinamiento documentaci documentaç polimento finaliza
        finition nettoyage dokumentation abschluss feinschliff""",
    ).pattern
    + _CHECKING
)
SETUP_PHASE = _anywhere(
    r"set-?_?up initiali[sz]\w* preparation bootstrap\w* scaffold\w*",
    """设置 准备 搭建 初始化 脚手架 セットアップ 準備 설정 준비 подготов настройк
    configura preparaci preparaç préparation einrichtung vorbereitung""",
)
RESEARCH_PHASE = _first(
    r"research(?=\W*(?:$|&|and\b|phase))",
    "调研 研究 リサーチ 調査 조사 исследован investigaci recherche",
)
INTEGRATION_PHASE = _anywhere(
    "integration(?!_tests?) wiring",
    """(?:集成|統合|结合|통합)(?!_?(?:测试|テスト|테스트))
    интеграци integraci integraç intégration""",
)
_NO_TESTS = r"(?!.*(?:\b(?:implement\w*|core\w*|no (?:tdd|tests?))\b|实现|実装|구현|реализ))"
TEST_PHASE = re.compile(
    rf"^{_NO_TESTS}(?:\W*(?:\w+\W+){{0,4}}?(?:tests?|testing|tdd)\b"
    r"(?! (?:infrastructure|setup|environment))"
    r"|.*(?:测试|テスト|테스트|тест|prueba|testes\b))"
    r"|^\W*test implementation"
)
VERIFICATION_SECTION = _anywhere("verification validation", "检验 验证 検証 검증 проверк")
TEST_LABEL = _anywhere("tests? red tdd-red", "测试 テスト тест")

# --- what a task does ---

_RUNS_AT_END = (
    r"|.*(?:検証|確認|照合|検出|実施|검증|확인|실행)(?:する|できる状態にする|한다|하기)?\W*$"
)
RUNS = re.compile(
    _first(
        r"""(?:re-?)?run execute verif(?:y|ies) validates? confirm check perform walk measure
        benchmark exercise dogfood assert prove demonstrate inspect manual(?:ly)?
        test_(?:that|with|against)
        smoke[-_]?test regression_check sanity (?:\w+_)?checkpoint
        final_(?:check|validation|verification|review|test)
        ensure_(?:all|that_all|existing|the_(?:full|whole))
        (?:review|audit|compare|diff)_(?:the|all|every|each|existing|that|our|any|whether|code)""",
        """运行 执行 验证 确认 检查 校验 動作確認 実行 確認 検証 실행 검증 확인
        запустить проверить выполнить прогнать убедиться
        ejecutar verificar validar comprobar executar
        exécuter vérifier valider ausführen prüfen verifizieren""",
    ).pattern
    + _RUNS_AT_END
)
STARTS_RED = _first("red(?=_?[:：]|$)")
READS_EXISTING = _first(
    r"""(?:read|review|study|audit|analy[sz]e|examine)_(?:the_|all_)?(?:existing|current|previous)"""
)
READS = _first(
    """read study explore understand familiari[sz]e investigate research analy[sz]e examine
    evaluate""",
    """调研 阅读 (?:研究|分析|调查)现有 изучить исследовать проанализировать
    analizar investigar analyser analysieren""",
)
INVENTORIES = _first(
    r"(?:review|audit|inspect)\b.{0,80}\b(?:categori[sz]e|classify|catalog\w*|inventory|identify)"
)
REVIEWS = _first("review inspect audit")
GENERATES = _anywhere(
    "install update upgrade generate migrate init add sync tidy codegen get restore mkdir create"
)
CHECK_COMMANDS = _anywhere("test check lint vet verify pytest jest vitest mypy ruff tsc build")

TEST_STEMS = tuple(
    "test spec coverage fixture regression 测试 テスト 検証 테스트 тест провер чек prueba".split()
)
"""A text without any of them says nothing about tests; looking for them is quick."""
_TESTED = _pattern(
    """unit integration contract e2e end-to-end regression performance load smoke acceptance
    property(?:-based)? snapshot component golden stress functional security parity system api ui
    fuzz failing boundary edge[-_]case isolation migration accessibility visual widget compatibility
    conformance"""
)
NAMES_TESTS = re.compile(
    rf"\b(?:{_TESTED})(?:[\s/+&-]+(?:and\s+)?(?:{_TESTED}))*[\s-]+(?:tests?|specs?|coverage)\b"
    r"|\b(?:test )?fixtures?\b"
    r"|\b(?:write|add|create|extend|author|update|expand)\b(?: [\w'-]+){0,3} tests\b"
    r"|(?:契约|集成|单元|端到端|性能|回归)测试"
    r"|(?:単体|結合|統合|契約|e2e|ユニット|コントラクト|パフォーマンス|回帰)テスト"
    r"|(?:단위|통합|계약) ?테스트"
    r"|(?:модульн|интеграцион|контрактн|юнит|unit|e2e|регресс|smoke)\w*[- ]*тест"
    r"|(?:pruebas?|tests?) (?:unitari|de |para )|testes? (?:unit|de |para )"
    r"|tests? (?:unitaires|d')|(?:unit|integrations|vertrags)tests?\b|tests? für"
)
WRITES_TESTS = re.compile(
    r"^\W*(?:red:?\s+)?tests?\b(?!\s*(?:setup|infrastructure|environment|runner|framework|helper"
    r"|util))"
    r"|\btests?\s+(?:for|of|that|cases?|suite|scenarios?|covering|asserting|verifying|to verify"
    r"|class|file)\b"
    r"|\b(?:write|add|create|extend|author|implement|update|rewrite|expand|fix|mirror)\b"
    r"(?:\W+\w+){0,6}?\W+(?:tests?|specs|test (?:case|suite|coverage|fixture|data)s?)\b"
    r"|\btest[- ](?:data|doubles?|mocks?)\b|\bregression (?:case|coverage)s?\b"
    r"|(?:编写|添加|创建|补充|实现).*测试|测试(?:用例|数据|夹具)|^测试|(?:测试|テスト|테스트)\W*$"
    r"|(?:テスト|検証)(?:を|の)?(?:作成|追加|実装|更新)|테스트(?:를)? ?(?:작성|추가)"
    r"|тест\w* (?:для|на)\b"
    r"|(?:добав|созда|напис|реализ|подготов|обнов)\w*.{0,40}(?:тест|проверк\w+ сценари|чек-?лист)"
)
TEST_TOOLS = re.compile(
    r"\b(?:configure|install|set ?up|initiali[sz]e|enable)\b(?:\W+\w+){0,7}?\W+"
    r"(?:tests?|testing|pytest|vitest)\b"
    r"|\btest(?:ing)? (?:framework|targets?\b|runner|infrastructure|environment|dependenc|project"
    r"|director|folder|structure|config|harness|tooling|scaffolding|database)"
    r"|测试(?:环境|框架|目录|配置|依赖|基础设施)|テスト(?:環境|フレームワーク|基盤)"
    r"|тестов\w* (?:окружени|фреймворк)"
)
SETS_UP = _first("configure", "配置 設定 설정 настро configurar configurer")
CONFIGURES = _first(
    "configure install set_?up initiali[sz]e scaffold create_director(?:y|ies) delete remove"
)

DOCUMENTS = _anywhere(
    r"""document(?:ation|ing)? readme changelog docs docstrings? release_notes tutorials?
    (?:user|developer|migration|usage|upgrade|contributor|troubleshooting|api)_(?:guide|manual|docs?)
    code_comments jsdoc xml_comments""",
    """文档 说明书 使用指南 更新日志 ドキュメント 説明書 使用例 トラブルシューティング ガイドライン
    문서 документаци инструкци documentaci documentação dokumentation""",
)
DOCUMENTS_FIRST = _first(
    r"""document update_(?:the_)?(?:docs|documentation|readme|changelog)
    add_(?:\w+_){0,2}docs? write_(?:\w+_){0,2}(?:docs?|documentation|guide)""",
    "ドキュメント 文档 문서 документ documentaci documentaç",
)
CLEANS = _first(
    """clean_?up lint format polish tidy bump tag release publish deprecate commit
    code_(?:review|cleanup) performance_(?:tuning|optimi[sz]ation)
    (?:open|create)_(?:a_)?(?:pr|pull_request)""",
    "清理 发布 コードクリーンアップ очист limpiar nettoyer aufräumen",
)

INSTALLS = _first(
    r"""install scaffold bootstrap add_(?:\w+_){0,3}dependenc(?:y|ies)
    initiali[sz]e_(?:the_|a_)?(?:project|repo|repository|package|workspace|module)"""
)
SKELETON = _anywhere(
    r"""skeleton scaffold\w* boilerplate
    (?:project|directory|folder|workspace|solution)_(?:structure|layout)
    (?:development|dev|build)_environment
    (?:empty|placeholder|stub)_(?:files?|modules?|packages?|classes|director\w+|templates?|pages?)""",
    r"""(?:项目|目录)(?:目录)?结构 ディレクトリ構造 디렉터?토?리_구조 структур\w+_(?:проект|каталог)
    estructura_(?:del|de)_(?:proyecto|directorio) estrutura_d[eo]_(?:projeto|diretório)""",
)
PREPARES = _anywhere(
    r"""install initiali[sz]e init set_?up bootstrap scaffold\w* skeleton baseline
    research_(?:and|best|options|approach\w*|spike|findings|how|librar\w+|decisions?) investigat\w*
    (?:project|directory|folder|package|repository|module|solution|workspace)_(?:structure|layout)
    create\b.{0,60}\b(?:director(?:y|ies)|folders?) feature_branch new_branch
    dependencies(?!_(?:graph|resol|check|order|between|of)) gitignore
    (?:add|install|update|bump)\b.{0,30}\bdependency(?!_(?:injection|graph)) lint(?:ing|er)? eslint
    prettier formatter tsconfig type_checker pre-?commit docker(?:file|_compose)?
    containeri[sz]ation tool_?chain environment_variables? packages?_to nuget npm_package
    configure_(?:\w+_)?(?:build|ci|env\w*|tools?|package\w*|typescript|tests?)
    (?:review|study|read|audit)_(?:the_)?existing""",
    r"""^\W*(?:初始化|安装|搭建|配置|セットアップ|初期化|インストール|설치|초기화|установ|инициализ|настро)
    (?:项目|目录)(?:目录)?结构 依赖(?:安装|包) 開発環境 (?:設定|環境|配置場所)確認 ディレクトリ構造
    (?:创建|新建).{0,20}(?:目录|文件夹) 脚手架 初期設定 초기_설정
    選定 調査 リサーチ 프로젝트_구조 структур\w+_(?:проект|каталог) исследов
    instalar inicializar estructura_(?:del|de)_(?:proyecto|directorio) estrutura initialiser
    einrichten""",
)

JOINS_FIRST = _first(
    "register wire integrate connect hook mount plug expose bind link inject route export",
    """集成 注册 接入 连接 挂载 登録 統合 接続 組み込 연결 등록 통합 подключ интегр зарегистр
    integrar registrar conectar intégrer enregistrer connecter integrier registrier verbinde""",
)
JOINS = _anywhere(
    r"""integrat(?:e|es|ion)_(?:with|into|of|between|layer)
    integration(?!_(?:tests?|suite|scenario|coverage|branch|fixture)) wir(?:e|ing)_(?:up|into|in)
    regist(?:er|ration)_(?:in|the|of|with|it|command|route|handler) middleware_(?:to|into)
    (?:add|configure|define|set_?up|mount)\b(?:_[\w/]+){0,4}_routes?
    ci(?:/cd)? github_actions? dependency_injection di_(?:container|registration) entry_?points?
    hook_(?:up|into) nav(?:igation)?_(?:links?|menu|items?|entry|bar) to_(?:the_)?navigation
    external_(?:service|api)s? webhooks? barrel""",
    """集成 路由注册 注册路由 統合 組み込み 통합 интеграци подключ
    (?:ツール|ハンドラー?|コマンド|ルート|サービス|プロバイダー?|プラグイン)(?:の|を)?登録""",
)
DEFINES = _first(
    r"(?:create|implement|define|add)\b.{0,40}\b(?:class|struct|model|entity|enum|dataclass)"
)
IMPLEMENTS = _first("implement", "实现 実装 구현 реализ implementar implémenter implementier")
BUILDS = _first(
    """implement add create build introduce support extend fix handle write make enable provide
    enhance""",
    r"""实现 创建 添加 修复 実装 追加 作成 구현 추가 реализ добав созда
    implementar crear añadir criar implémenter ajouter créer implementier erstell
    .*(?:を|を新規に)(?:追加|実装|作成)(?:する)?\W*$ .*(?:추가|구현|작성)(?:한다|하기)?\W*$""",
)
