"""The kind of a task by what it says, not by where it stands."""

from __future__ import annotations

import pytest

from sddtasks.model.plan import Kind
from sddtasks.parser import parse

SETUP, STORY, CORE, LAST = "Setup", "User Story 1 - Orders", "Core", "Polish"


@pytest.mark.parametrize(
    ("phase", "title", "kind"),
    [
        (SETUP, "Create project structure per implementation plan", Kind.SETUP),
        (SETUP, "Initialize the project with FastAPI dependencies", Kind.SETUP),
        (SETUP, "[P] Configure linting and formatting tools", Kind.SETUP),
        (SETUP, "Read existing handlers in src/handlers.py", Kind.SETUP),
        (SETUP, "Run the test suite to record a baseline", Kind.SETUP),
        (SETUP, "Configure the test runner in vitest.config.ts", Kind.SETUP),
        (SETUP, "Implement the event bus in src/bus.py", Kind.CODE),
        (CORE, "Install the mailer", Kind.SETUP),
        (CORE, "Create test fixtures in tests/conftest.py", Kind.SETUP),
        ("Tests First", "[P] Shared fixtures for all tests in tests/conftest.py", Kind.SETUP),
        (LAST, "Write test helpers in spec/spec_helper.rb", Kind.SETUP),
        ("Tests First", "Test of the cart in tests/conftest.py, tests/test_cart.py", Kind.TEST),
        (CORE, "Run `npm install`", Kind.SETUP),
        (CORE, "RED: `test_total_of_an_empty_order`", Kind.TEST),
        (SETUP, "Create project structure: src/app.py, src/shop.py", Kind.SETUP),
        (SETUP, "Configure secrets in src/config.py", Kind.SETUP),
        (SETUP, "Review `src/app.py` against the new model", Kind.SETUP),
        (SETUP, "创建目录结构 src/app.py", Kind.SETUP),
        (CORE, "Configure the build target in libs/shop/project.json", Kind.SETUP),
        (CORE, "Audit all scripts and categorize them", Kind.SETUP),
        ("Integration Testing", "Create cluster test 01-order.yaml for orders", Kind.TEST),
        (CORE, "Create `ApiConfig` class for external APIs", Kind.CODE),
        (CORE, "`src/index.js` にツール登録を追加", Kind.INTEGRATE),
        (LAST, "`src/app.js` に構造化ログを追加", Kind.CODE),
        (STORY, "Add an answer to troubleshooting.md", Kind.POLISH),
        (SETUP, "Create `tests/orders/` directory for tests of orders", Kind.SETUP),
        (CORE, "Add the mailer to Shop.Tests.csproj", Kind.SETUP),
        (CORE, "Switch to the research mode and look at the list", Kind.CODE),
        ("项目脚手架", "在 `src/shop/` 下创建子目录 `models/`", Kind.SETUP),
        ("Research", "Compare two mailers", Kind.SETUP),
        ("Checks and verification", "Format and lint code", Kind.POLISH),
        (CORE, "Contract test POST /orders in tests/contract/test_orders.py", Kind.TEST),
        (CORE, "Write failing tests for the cart", Kind.TEST),
        (CORE, "Order total in tests/unit/test_total.py", Kind.TEST),
        (CORE, "Unit tests for the slug in src/slug.rs", Kind.TEST),
        (CORE, "Create fixture orders in tests/fixtures/orders.json", Kind.TEST),
        (CORE, "Order model in src/models/order.py", Kind.CODE),
        (CORE, "Implement `cli test` command in cmd/test_cmd/main.go", Kind.CODE),
        (CORE, "Register the routes in src/routes.py", Kind.INTEGRATE),
        (CORE, "Wire up the mailer in src/app.py", Kind.INTEGRATE),
        (CORE, "Add the GitHub Actions workflow", Kind.INTEGRATE),
        (STORY, "Verify that an order can be cancelled", Kind.TEST),
        (STORY, "Implement OrderService in src/services/orders.py", Kind.CODE),
        (STORY, "Update README.md with the new command", Kind.POLISH),
        (LAST, "Unit tests for validation in tests/unit/test_validation.py", Kind.TEST),
        (LAST, "Run quickstart.md validation", Kind.POLISH),
        (LAST, "Code cleanup and refactoring", Kind.POLISH),
        (LAST, "Add a retention job in src/jobs/retention.py", Kind.CODE),
        (LAST, "Documentation updates in docs/", Kind.POLISH),
        ("Integration", "Connect the service to the database", Kind.INTEGRATE),
        ("阶段 3.1：设置", "初始化项目结构", Kind.SETUP),
        ("阶段 3.3：核心实现", "实现订单服务", Kind.CODE),
        ("阶段 3.2：测试优先", "订单接口契约测试", Kind.TEST),
        ("阶段 3.5：优化与文档", "更新 README.md", Kind.POLISH),
        ("フェーズ2: 実装", "注文クラスを実装する", Kind.CODE),
        ("フェーズ3: テスト", "注文の単体テストを追加する", Kind.TEST),
        ("フェーズ2: 実装", "注文が保存されることを確認する", Kind.TEST),
        ("Фаза 2: Реализация", "Добавить модульные тесты в tests/unit/test_a.py", Kind.TEST),
        ("Фаза 1: Подготовка", "Установить зависимости", Kind.SETUP),
        ("2단계: 구현", "주문 서비스 구현 src/order.ts", Kind.CODE),
        ("Fase 2: Código", "Implementar el servicio en src/pedidos.py", Kind.CODE),
        ("Phase 4: Finition", "Mettre à jour README.md", Kind.POLISH),
        ("Phase 1: Vorbereitung", "Projekt einrichten", Kind.SETUP),
    ],
)
def test_kind(phase: str, title: str, kind: Kind) -> None:
    heading = phase if ":" in phase else f"Phase 2: {phase}"
    plan = parse(f"# T\n## {heading}\n- [ ] T001 {title}\n".encode())
    assert plan.tasks[0].kind is kind
