package validator

import (
	"testing"
	"time"

	"example.com/ohlcv/internal/models"
)

func hourly(prices ...float64) []models.Candle {
	var candles []models.Candle
	for i, price := range prices {
		candles = append(candles, models.Candle{
			Pair:     "BTC-USD",
			Interval: time.Hour,
			OpenTime: time.Date(2025, 1, 15, i, 0, 0, 0, time.UTC),
			Open:     price,
			High:     price,
			Low:      price,
			Close:    price,
		})
	}
	return candles
}

func TestJumpsAreRejected(t *testing.T) {
	cases := map[string]struct {
		prices   []float64
		rejected int
	}{
		"steady":      {[]float64{100, 101, 99}, 0},
		"tripled":     {[]float64{100, 300}, 0},
		"spike":       {[]float64{100, 301, 100}, 1},
		"crash":       {[]float64{300, 99, 300}, 1},
		"two in turn": {[]float64{100, 1000, 1000, 100}, 2},
		"nothing":     {nil, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			kept, rejected := New().Sort(hourly(c.prices...))
			if len(rejected) != c.rejected || len(kept)+len(rejected) != len(c.prices) {
				t.Errorf("kept %d and rejected %d of %d, want %d rejected", len(kept), len(rejected), len(c.prices), c.rejected)
			}
		})
	}
}

func TestInvalidCandlesAreRejectedWithTheirReason(t *testing.T) {
	candles := hourly(100, 100)
	candles[1].Volume = -1

	kept, rejected := New().Sort(candles)

	if len(kept) != 1 || len(rejected) != 1 || rejected[0].Reason == "" {
		t.Errorf("kept %v and rejected %v", kept, rejected)
	}
}
