package contracts

import (
	"context"
	"time"

	"example.com/ohlcv/internal/models"
)

// CandleQuery selects the candles that open from Start up to, not including, End.
type CandleQuery struct {
	Pair     string
	Interval time.Duration
	Start    time.Time
	End      time.Time
}

// CandleStorage keeps candles, one for each pair, interval and opening time.
type CandleStorage interface {
	// Save stores all candles, replacing those of the same time, or none if one is invalid.
	Save(ctx context.Context, candles []models.Candle) error
	// Query returns the selected candles in order.
	Query(ctx context.Context, query CandleQuery) ([]models.Candle, error)
	// Latest returns the last candle, if there is one.
	Latest(ctx context.Context, pair string, interval time.Duration) (models.Candle, bool, error)
}
