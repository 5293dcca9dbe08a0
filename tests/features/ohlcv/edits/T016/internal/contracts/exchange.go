// Package contracts names what the parts of the collector expect of each other.
package contracts

import (
	"context"
	"errors"
	"time"

	"example.com/ohlcv/internal/models"
)

var (
	ErrUnknownPair  = errors.New("unknown trading pair")
	ErrInvalidRange = errors.New("invalid time range")
	ErrRateLimited  = errors.New("rate limited")
)

// FetchRequest asks for the candles that open from Start up to, not including, End.
// A Limit of zero leaves the size of the answer to the exchange.
type FetchRequest struct {
	Pair     string
	Interval time.Duration
	Start    time.Time
	End      time.Time
	Limit    int
}

// ExchangeAdapter fetches candles from one exchange.
type ExchangeAdapter interface {
	// FetchCandles returns the first candles of the requested range, in order.
	FetchCandles(ctx context.Context, request FetchRequest) ([]models.Candle, error)
}
