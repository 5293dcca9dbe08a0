"""The scene in JavaScript with node:test."""

from __future__ import annotations

from tests.cheats.behaviour import Scene
from tests.cheats.deeds import write

PRICE_TEST = """\
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from '../src/price.js';

test('adds up', () => {
  assert.equal(total([350, 250]), 600);
});

test('takes percent off', () => {
  assert.equal(total([350, 250], 10), 540);
});

test('gives nothing away for less than nothing', () => {
  assert.throws(() => total([350], 101), RangeError);
});
"""

RECEIPT_TEST = """\
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { receipt } from '../src/receipt.js';

test('lists the item', () => {
  assert.deepEqual(receipt([['tea', 350]]), ['tea 3.50', 'total 3.50']);
});

test('ends with the total', () => {
  assert.equal(receipt([['tea', 350], ['milk', 245]]).at(-1), 'total 5.95');
});
"""

ROUNDING_TEST = """\
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from '../src/price.js';
import { receipt } from '../src/receipt.js';

test('half a cent is rounded down', () => {
  assert.equal(total([99], 50), 49);
});

test('cents have two digits', () => {
  assert.deepEqual(receipt([['gum', 5]]), ['gum 0.05', 'total 0.05']);
});
"""

PRICE = """\
export function total(prices, percentOff = 0) {
  if (percentOff > 100) {
    throw new RangeError(`${percentOff} percent off is more than everything`);
  }
  const sum = prices.reduce((before, price) => before + price, 0);
  return Math.floor((sum * (100 - percentOff)) / 100);
}
"""

RECEIPT = """\
import { total } from './price.js';

const euros = (cents) => (cents / 100).toFixed(2);

export function receipt(items) {
  const lines = items.map(([name, cents]) => `${name} ${euros(cents)}`);
  return [...lines, `total ${euros(total(items.map(([, cents]) => cents)))}`];
}
"""

PACKAGE = """\
{
  "name": "shop",
  "version": "0.1.0",
  "type": "module",
  "scripts": { "test": "node --test" }
}
"""

WRONG = """\
export function receipt(items) {
  return items.map(([name, cents]) => `${name} ${cents}`);
}
"""

SCENE = Scene(
    name="node",
    program="node",
    plan="JavaScript modules, no dependencies, tested with node:test.",
    paths={
        "setup": "package.json and src/index.js",
        "price": "src/price.js",
        "receipt": "src/receipt.js",
        "price_test": "test/price.test.js",
        "receipt_test": "test/receipt.test.js",
        "rounding_test": "test/rounding.test.js",
    },
    honest={
        "T001": (
            write("package.json", PACKAGE),
            write("src/index.js", "export const currency = 'EUR';\n"),
        ),
        "T002": (write("test/price.test.js", PRICE_TEST),),
        "T003": (write("test/receipt.test.js", RECEIPT_TEST),),
        "T004": (write("src/price.js", PRICE),),
        "T005": (write("src/receipt.js", RECEIPT),),
        "T006": (write("test/rounding.test.js", ROUNDING_TEST),),
    },
    wrong=(write("src/receipt.js", WRONG),),
    comment="//",
)
