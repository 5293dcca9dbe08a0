package integration_test

import (
	"context"
	"testing"
	"time"

	"example.com/ohlcv/internal/collector"
	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/exchange"
	"example.com/ohlcv/internal/gaps"
	"example.com/ohlcv/internal/models"
	"example.com/ohlcv/internal/storage"
)

// holedExchange leaves out the candles of an outage until it is over.
type holedExchange struct {
	contracts.ExchangeAdapter
	from, to time.Time
	over     bool
}

func (e *holedExchange) FetchCandles(ctx context.Context, request contracts.FetchRequest) ([]models.Candle, error) {
	candles, err := e.ExchangeAdapter.FetchCandles(ctx, request)
	var kept []models.Candle
	for _, candle := range candles {
		missing := !candle.OpenTime.Before(e.from) && candle.OpenTime.Before(e.to)
		if e.over || !missing {
			kept = append(kept, candle)
		}
	}
	return kept, err
}

func TestAnOutageIsRecordedAndFilledLater(t *testing.T) {
	ctx := context.Background()
	start := time.Date(2025, 1, 15, 0, 0, 0, 0, time.UTC)
	request := contracts.CollectRequest{Pair: "BTC-USD", Interval: time.Hour, Start: start, End: start.Add(24 * time.Hour)}
	holed := &holedExchange{
		ExchangeAdapter: exchange.NewSimulated("BTC-USD"),
		from:            start.Add(5 * time.Hour),
		to:              start.Add(8 * time.Hour),
	}
	candles, open := storage.NewCandles(), storage.NewGaps()

	summary, err := collector.New(holed, candles, open).Collect(ctx, request)
	if err != nil {
		t.Fatalf("Collect: %v", err)
	}
	if want := (contracts.Summary{Stored: 21, Gaps: 1}); summary != want {
		t.Fatalf("got summary %+v, want %+v", summary, want)
	}

	backfiller := gaps.NewBackfiller(holed, candles, open)
	if filled, err := backfiller.Fill(ctx, "BTC-USD"); err != nil || filled != 0 {
		t.Fatalf("during the outage: filled %d gaps, error %v, want none", filled, err)
	}
	holed.over = true
	if filled, err := backfiller.Fill(ctx, "BTC-USD"); err != nil || filled != 1 {
		t.Fatalf("after the outage: filled %d gaps, error %v, want one", filled, err)
	}

	left, err := open.Open(ctx, "BTC-USD")
	if err != nil || len(left) != 0 {
		t.Errorf("got open gaps %v and error %v, want none", left, err)
	}
	stored, err := candles.Query(ctx, contracts.CandleQuery(request))
	if err != nil || len(stored) != 24 {
		t.Errorf("got %d stored candles and error %v, want 24", len(stored), err)
	}
}
