package integration_test

import (
	"context"
	"testing"
	"time"

	"example.com/ohlcv/internal/collector"
	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/exchange"
	"example.com/ohlcv/internal/models"
	"example.com/ohlcv/internal/scheduler"
	"example.com/ohlcv/internal/storage"
)

// countingExchange remembers the requests that it passes on.
type countingExchange struct {
	contracts.ExchangeAdapter
	requests []contracts.FetchRequest
}

func (e *countingExchange) FetchCandles(ctx context.Context, request contracts.FetchRequest) ([]models.Candle, error) {
	e.requests = append(e.requests, request)
	return e.ExchangeAdapter.FetchCandles(ctx, request)
}

func newSchedule() (*scheduler.Scheduler, *countingExchange) {
	counting := &countingExchange{ExchangeAdapter: exchange.NewSimulated("BTC-USD")}
	candles := storage.NewCandles()
	service := collector.New(counting, candles, storage.NewGaps())
	job := scheduler.Job{Pair: "BTC-USD", Interval: time.Hour}
	return scheduler.New(service, candles, 6*time.Hour, job), counting
}

func TestTheFirstUpdateCollectsTheConfiguredHistory(t *testing.T) {
	schedule, _ := newSchedule()
	now := time.Date(2025, 1, 15, 12, 20, 0, 0, time.UTC)

	summary, err := schedule.Update(context.Background(), now)

	if err != nil || summary.Stored != 6 {
		t.Errorf("got %+v and error %v, want 6 stored candles", summary, err)
	}
}

func TestTheNextUpdateAsksOnlyForWhatIsNew(t *testing.T) {
	schedule, counting := newSchedule()
	now := time.Date(2025, 1, 15, 12, 20, 0, 0, time.UTC)
	if _, err := schedule.Update(context.Background(), now); err != nil {
		t.Fatalf("first Update: %v", err)
	}
	counting.requests = nil

	summary, err := schedule.Update(context.Background(), now.Add(2*time.Hour))

	if err != nil || summary.Stored != 2 {
		t.Errorf("got %+v and error %v, want 2 stored candles", summary, err)
	}
	noon := time.Date(2025, 1, 15, 12, 0, 0, 0, time.UTC)
	if len(counting.requests) != 1 || !counting.requests[0].Start.Equal(noon) {
		t.Errorf("got requests %v, want one from %s", counting.requests, noon)
	}
}

func TestAnUpdateWithinTheSameIntervalAsksNothing(t *testing.T) {
	schedule, counting := newSchedule()
	now := time.Date(2025, 1, 15, 12, 20, 0, 0, time.UTC)
	if _, err := schedule.Update(context.Background(), now); err != nil {
		t.Fatalf("first Update: %v", err)
	}
	counting.requests = nil

	summary, err := schedule.Update(context.Background(), now.Add(10*time.Minute))

	if err != nil || summary != (contracts.Summary{}) || len(counting.requests) != 0 {
		t.Errorf("got %+v, error %v and requests %v, want nothing done", summary, err, counting.requests)
	}
}
