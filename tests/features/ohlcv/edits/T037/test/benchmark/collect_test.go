package benchmark_test

import (
	"context"
	"testing"
	"time"

	"example.com/ohlcv/internal/collector"
	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/exchange"
	"example.com/ohlcv/internal/storage"
)

const candles = 10_000

func collect(t testing.TB) {
	t.Helper()
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	service := collector.New(exchange.NewSimulated("BTC-USD"), storage.NewCandles(), storage.NewGaps())
	summary, err := service.Collect(context.Background(), contracts.CollectRequest{
		Pair: "BTC-USD", Interval: time.Minute, Start: start, End: start.Add(candles * time.Minute),
	})
	if err != nil || summary.Stored != candles {
		t.Fatalf("got %+v and error %v, want %d stored candles", summary, err, candles)
	}
}

func TestTenThousandCandlesTakeLessThanASecond(t *testing.T) {
	began := time.Now()
	collect(t)
	if took := time.Since(began); took > time.Second {
		t.Errorf("took %s", took)
	}
}

func BenchmarkCollect(b *testing.B) {
	for range b.N {
		collect(b)
	}
}
