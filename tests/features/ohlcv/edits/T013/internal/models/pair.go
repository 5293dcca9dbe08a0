package models

import (
	"errors"
	"fmt"
	"strings"
)

// ErrInvalidPair is wrapped by every error of ParsePair.
var ErrInvalidPair = errors.New("invalid trading pair")

// Pair is what is traded and what it is paid with.
type Pair struct {
	Base  string `json:"base"`
	Quote string `json:"quote"`
}

// ParsePair reads a pair in the form BTC-USD.
func ParsePair(text string) (Pair, error) {
	base, quote, found := strings.Cut(text, "-")
	if !found || !isSymbol(base) || !isSymbol(quote) {
		return Pair{}, fmt.Errorf("%w: %q is not of the form BTC-USD", ErrInvalidPair, text)
	}
	return Pair{Base: base, Quote: quote}, nil
}

// String is the form that ParsePair reads.
func (p Pair) String() string {
	return p.Base + "-" + p.Quote
}

func isSymbol(text string) bool {
	if len(text) < 2 || len(text) > 10 {
		return false
	}
	for _, letter := range text {
		if (letter < 'A' || letter > 'Z') && (letter < '0' || letter > '9') {
			return false
		}
	}
	return true
}
