package storage

import (
	"context"
	"testing"
	"time"

	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/models"
)

func TestARangeExcludesItsEnd(t *testing.T) {
	start := time.Date(2025, 1, 15, 0, 0, 0, 0, time.UTC)
	candles := NewCandles()
	for i := range 3 {
		candle := models.Candle{Pair: "BTC-USD", Interval: time.Hour, OpenTime: start.Add(time.Duration(i) * time.Hour), Open: 1, High: 1, Low: 1, Close: 1}
		if err := candles.Save(context.Background(), []models.Candle{candle}); err != nil {
			t.Fatalf("Save: %v", err)
		}
	}
	cases := map[string]struct {
		from, to, want int
	}{
		"all":          {0, 3, 3},
		"without end":  {0, 2, 2},
		"later start":  {1, 3, 2},
		"empty":        {1, 1, 0},
		"before start": {-5, 0, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			found, err := candles.Query(context.Background(), contracts.CandleQuery{
				Pair:     "BTC-USD",
				Interval: time.Hour,
				Start:    start.Add(time.Duration(c.from) * time.Hour),
				End:      start.Add(time.Duration(c.to) * time.Hour),
			})
			if err != nil || len(found) != c.want {
				t.Errorf("got %d candles and error %v, want %d", len(found), err, c.want)
			}
		})
	}
}
