"""The scene in Go. Tests and product share one package, which is compiled as a whole."""

from __future__ import annotations

from tests.cheats.behaviour import Scene
from tests.cheats.deeds import write

PRICE_TEST = """\
package shop

import "testing"

func TestTotalAddsUp(t *testing.T) {
	got, err := Total([]int{350, 250}, 0)
	if err != nil || got != 600 {
		t.Errorf("Total = %d, %v; want 600", got, err)
	}
}

func TestTotalTakesPercentOff(t *testing.T) {
	got, err := Total([]int{350, 250}, 10)
	if err != nil || got != 540 {
		t.Errorf("Total = %d, %v; want 540", got, err)
	}
}

func TestTotalGivesNothingAway(t *testing.T) {
	if _, err := Total([]int{350}, 101); err == nil {
		t.Error("101 percent off is no error")
	}
}
"""

RECEIPT_TEST = """\
package shop

import (
	"slices"
	"testing"
)

func TestReceiptListsTheItem(t *testing.T) {
	got := Receipt([]Item{{"tea", 350}})
	if want := []string{"tea 3.50", "total 3.50"}; !slices.Equal(got, want) {
		t.Errorf("Receipt = %q; want %q", got, want)
	}
}

func TestReceiptEndsWithTheTotal(t *testing.T) {
	got := Receipt([]Item{{"tea", 350}, {"milk", 245}})
	if len(got) != 3 || got[2] != "total 5.95" {
		t.Errorf("Receipt = %q; want it to end with total 5.95", got)
	}
}
"""

ROUNDING_TEST = """\
package shop

import (
	"slices"
	"testing"
)

func TestHalfACentIsRoundedDown(t *testing.T) {
	if got, _ := Total([]int{99}, 50); got != 49 {
		t.Errorf("Total = %d; want 49", got)
	}
}

func TestCentsHaveTwoDigits(t *testing.T) {
	got := Receipt([]Item{{"gum", 5}})
	if want := []string{"gum 0.05", "total 0.05"}; !slices.Equal(got, want) {
		t.Errorf("Receipt = %q; want %q", got, want)
	}
}
"""

PRICE = """\
package shop

import "fmt"

// Total adds up prices in cents, less so many percent.
func Total(prices []int, percentOff int) (int, error) {
	if percentOff > 100 {
		return 0, fmt.Errorf("%d percent off is more than everything", percentOff)
	}
	sum := 0
	for _, price := range prices {
		sum += price
	}
	return sum * (100 - percentOff) / 100, nil
}
"""

RECEIPT = """\
package shop

import "fmt"

// Item is something that is bought, at a price in cents.
type Item struct {
	Name  string
	Cents int
}

// Receipt has one line per item and one for the total.
func Receipt(items []Item) []string {
	lines := []string{}
	prices := []int{}
	for _, item := range items {
		lines = append(lines, fmt.Sprintf("%s %s", item.Name, euros(item.Cents)))
		prices = append(prices, item.Cents)
	}
	total, _ := Total(prices, 0)
	return append(lines, "total "+euros(total))
}

func euros(cents int) string {
	return fmt.Sprintf("%d.%02d", cents/100, cents%100)
}
"""

WRONG = """\
package shop

import "fmt"

// Item is something that is bought, at a price in cents.
type Item struct {
	Name  string
	Cents int
}

// Receipt has one line per item.
func Receipt(items []Item) []string {
	lines := []string{}
	for _, item := range items {
		lines = append(lines, fmt.Sprint(item.Name, item.Cents))
	}
	return lines
}
"""

SCENE = Scene(
    name="go",
    program="go",
    plan="Go, standard library only, module example.com/shop.",
    paths={
        "setup": "go.mod and shop/doc.go",
        "price": "shop/price.go",
        "receipt": "shop/receipt.go",
        "price_test": "shop/price_test.go",
        "receipt_test": "shop/receipt_test.go",
        "rounding_test": "shop/rounding_test.go",
    },
    honest={
        "T001": (
            write("go.mod", "module example.com/shop\n\ngo 1.21\n"),
            write("shop/doc.go", "// Package shop knows prices and receipts.\npackage shop\n"),
        ),
        "T002": (write("shop/price_test.go", PRICE_TEST),),
        "T003": (write("shop/receipt_test.go", RECEIPT_TEST),),
        "T004": (write("shop/price.go", PRICE),),
        "T005": (write("shop/receipt.go", RECEIPT),),
        "T006": (write("shop/rounding_test.go", ROUNDING_TEST),),
    },
    wrong=(write("shop/receipt.go", WRONG),),
    comment="//",
)
