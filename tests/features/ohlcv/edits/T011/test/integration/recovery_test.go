package integration_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"example.com/ohlcv/internal/collector"
	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/exchange"
	"example.com/ohlcv/internal/models"
	"example.com/ohlcv/internal/storage"
)

// flakyExchange fails with err as often as failures says, then answers.
type flakyExchange struct {
	contracts.ExchangeAdapter
	failures int
	err      error
}

func (e *flakyExchange) FetchCandles(ctx context.Context, request contracts.FetchRequest) ([]models.Candle, error) {
	if e.failures > 0 {
		e.failures--
		return nil, e.err
	}
	return e.ExchangeAdapter.FetchCandles(ctx, request)
}

func collectFrom(flaky *flakyExchange) (contracts.Summary, *storage.Candles, error) {
	start := time.Date(2025, 1, 15, 0, 0, 0, 0, time.UTC)
	candles := storage.NewCandles()
	service := collector.New(flaky, candles, storage.NewGaps())
	service.Backoff = time.Millisecond
	summary, err := service.Collect(context.Background(), contracts.CollectRequest{
		Pair: "BTC-USD", Interval: time.Hour, Start: start, End: start.Add(5 * time.Hour),
	})
	return summary, candles, err
}

func TestARateLimitIsWaitedFor(t *testing.T) {
	flaky := &flakyExchange{exchange.NewSimulated("BTC-USD"), 2, contracts.ErrRateLimited}

	summary, _, err := collectFrom(flaky)

	if err != nil || summary.Stored != 5 {
		t.Errorf("got %+v and error %v, want 5 stored candles", summary, err)
	}
}

func TestARateLimitThatNeverEndsIsAnError(t *testing.T) {
	flaky := &flakyExchange{exchange.NewSimulated("BTC-USD"), 1000, contracts.ErrRateLimited}

	_, candles, err := collectFrom(flaky)

	if !errors.Is(err, contracts.ErrRateLimited) {
		t.Errorf("got error %v, want %v", err, contracts.ErrRateLimited)
	}
	if _, found, _ := candles.Latest(context.Background(), "BTC-USD", time.Hour); found {
		t.Error("something was stored")
	}
}

func TestAnyOtherErrorIsPassedOnAtOnce(t *testing.T) {
	broken := errors.New("connection reset")
	flaky := &flakyExchange{exchange.NewSimulated("BTC-USD"), 1, broken}

	_, _, err := collectFrom(flaky)

	if !errors.Is(err, broken) {
		t.Errorf("got error %v, want %v", err, broken)
	}
	if flaky.failures != 0 {
		t.Error("the exchange was not asked")
	}
}
