package contract_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/models"
	"example.com/ohlcv/internal/storage"
)

var storageStart = time.Date(2025, 1, 15, 0, 0, 0, 0, time.UTC)

func newCandleStorage() contracts.CandleStorage {
	return storage.NewCandles()
}

func storedCandle(pair string, hour int, price float64) models.Candle {
	return models.Candle{
		Pair:     pair,
		Interval: time.Hour,
		OpenTime: storageStart.Add(time.Duration(hour) * time.Hour),
		Open:     price,
		High:     price + 2,
		Low:      price - 2,
		Close:    price + 1,
		Volume:   10,
	}
}

func dayOf(pair string) contracts.CandleQuery {
	return contracts.CandleQuery{
		Pair:     pair,
		Interval: time.Hour,
		Start:    storageStart,
		End:      storageStart.Add(24 * time.Hour),
	}
}

func mustSave(t *testing.T, candles contracts.CandleStorage, batch ...models.Candle) {
	t.Helper()
	if err := candles.Save(context.Background(), batch); err != nil {
		t.Fatalf("Save: %v", err)
	}
}

func mustQuery(t *testing.T, candles contracts.CandleStorage, query contracts.CandleQuery) []models.Candle {
	t.Helper()
	found, err := candles.Query(context.Background(), query)
	if err != nil {
		t.Fatalf("Query: %v", err)
	}
	return found
}

func TestCandleStorageReturnsARangeInOrder(t *testing.T) {
	candles := newCandleStorage()
	mustSave(t, candles, storedCandle("BTC-USD", 2, 102), storedCandle("BTC-USD", 0, 100), storedCandle("BTC-USD", 1, 101))
	query := dayOf("BTC-USD")
	query.End = storageStart.Add(2 * time.Hour)

	found := mustQuery(t, candles, query)

	if len(found) != 2 || found[0].Open != 100 || found[1].Open != 101 {
		t.Errorf("got %v, want the candles of hours 0 and 1", found)
	}
}

func TestCandleStorageReplacesACandleOfTheSameTime(t *testing.T) {
	candles := newCandleStorage()
	mustSave(t, candles, storedCandle("BTC-USD", 0, 100))
	mustSave(t, candles, storedCandle("BTC-USD", 0, 150))

	found := mustQuery(t, candles, dayOf("BTC-USD"))

	if len(found) != 1 || found[0].Open != 150 {
		t.Errorf("got %v, want only the second candle", found)
	}
}

func TestCandleStorageKeepsPairsAndIntervalsApart(t *testing.T) {
	candles := newCandleStorage()
	daily := storedCandle("BTC-USD", 0, 200)
	daily.Interval = 24 * time.Hour
	mustSave(t, candles, storedCandle("BTC-USD", 0, 100), storedCandle("ETH-USD", 0, 50), daily)

	found := mustQuery(t, candles, dayOf("BTC-USD"))

	if len(found) != 1 || found[0].Open != 100 {
		t.Errorf("got %v, want only the hourly candle of BTC-USD", found)
	}
}

func TestCandleStorageStoresNothingOfABatchWithAnInvalidCandle(t *testing.T) {
	candles := newCandleStorage()
	broken := storedCandle("BTC-USD", 1, 100)
	broken.High = broken.Low - 1

	err := candles.Save(context.Background(), []models.Candle{storedCandle("BTC-USD", 0, 100), broken})

	if !errors.Is(err, models.ErrInvalidCandle) {
		t.Errorf("got error %v, want %v", err, models.ErrInvalidCandle)
	}
	if found := mustQuery(t, candles, dayOf("BTC-USD")); len(found) != 0 {
		t.Errorf("got %v, want nothing stored", found)
	}
}

func TestCandleStorageKnowsTheLatestCandle(t *testing.T) {
	candles := newCandleStorage()
	if _, found, err := candles.Latest(context.Background(), "BTC-USD", time.Hour); err != nil || found {
		t.Fatalf("empty storage: found %t, error %v", found, err)
	}
	mustSave(t, candles, storedCandle("BTC-USD", 3, 103), storedCandle("BTC-USD", 1, 101))

	latest, found, err := candles.Latest(context.Background(), "BTC-USD", time.Hour)

	if err != nil || !found || latest.Open != 103 {
		t.Errorf("got %v, %t, %v, want the candle of hour 3", latest, found, err)
	}
}

func TestCandleStorageTakesConcurrentSaves(t *testing.T) {
	candles := newCandleStorage()
	var group sync.WaitGroup
	for hour := range 24 {
		group.Add(1)
		go func() {
			defer group.Done()
			if err := candles.Save(context.Background(), []models.Candle{storedCandle("BTC-USD", hour, 100)}); err != nil {
				t.Errorf("Save: %v", err)
			}
		}()
	}
	group.Wait()

	if found := mustQuery(t, candles, dayOf("BTC-USD")); len(found) != 24 {
		t.Errorf("got %d candles, want 24", len(found))
	}
}
