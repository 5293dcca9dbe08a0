package integration_test

import (
	"context"
	"testing"
	"time"

	"example.com/ohlcv/internal/collector"
	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/exchange"
	"example.com/ohlcv/internal/storage"
)

func TestHistoryLongerThanOnePageIsCollectedCompletely(t *testing.T) {
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	request := contracts.CollectRequest{
		Pair:     "BTC-USD",
		Interval: time.Hour,
		Start:    start,
		End:      start.Add(40 * 24 * time.Hour),
	}
	candles := storage.NewCandles()

	summary, err := collector.New(exchange.NewSimulated("BTC-USD"), candles, storage.NewGaps()).
		Collect(context.Background(), request)
	if err != nil {
		t.Fatalf("Collect: %v", err)
	}

	if want := (contracts.Summary{Stored: 960}); summary != want {
		t.Errorf("got summary %+v, want %+v", summary, want)
	}
	stored, err := candles.Query(context.Background(), contracts.CandleQuery(request))
	if err != nil {
		t.Fatalf("Query: %v", err)
	}
	if len(stored) != 960 {
		t.Errorf("got %d stored candles, want 960", len(stored))
	}
}

func TestCollectingTheSameHistoryTwiceStoresItOnce(t *testing.T) {
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	request := contracts.CollectRequest{Pair: "BTC-USD", Interval: time.Hour, Start: start, End: start.Add(10 * time.Hour)}
	candles := storage.NewCandles()
	service := collector.New(exchange.NewSimulated("BTC-USD"), candles, storage.NewGaps())

	for range 2 {
		if _, err := service.Collect(context.Background(), request); err != nil {
			t.Fatalf("Collect: %v", err)
		}
	}

	stored, err := candles.Query(context.Background(), contracts.CandleQuery(request))
	if err != nil || len(stored) != 10 {
		t.Errorf("got %d stored candles and error %v, want 10", len(stored), err)
	}
}
