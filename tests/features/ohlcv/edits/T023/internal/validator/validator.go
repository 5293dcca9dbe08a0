// Package validator finds candles that are not to be trusted.
package validator

import (
	"fmt"

	"example.com/ohlcv/internal/models"
)

// Rejection is a candle with the reason why it is left out.
type Rejection struct {
	Candle models.Candle
	Reason string
}

// Validator sorts candles out: invalid ones, and those whose price jumps.
type Validator struct {
	// MaxJump is the largest believable ratio between two closing prices that follow each other.
	MaxJump float64
}

// New returns a validator that believes a price that triples.
func New() Validator {
	return Validator{MaxJump: 3}
}

// Sort divides candles, which are in order, into those to keep and those to reject.
func (v Validator) Sort(candles []models.Candle) (kept []models.Candle, rejected []Rejection) {
	for _, candle := range candles {
		if reason := v.reason(candle, kept); reason != "" {
			rejected = append(rejected, Rejection{candle, reason})
			continue
		}
		kept = append(kept, candle)
	}
	return kept, rejected
}

func (v Validator) reason(candle models.Candle, kept []models.Candle) string {
	if err := candle.Validate(); err != nil {
		return err.Error()
	}
	if len(kept) == 0 {
		return ""
	}
	before := kept[len(kept)-1].Close
	if candle.Close > before*v.MaxJump || candle.Close < before/v.MaxJump {
		return fmt.Sprintf("the price jumps from %g to %g", before, candle.Close)
	}
	return ""
}
