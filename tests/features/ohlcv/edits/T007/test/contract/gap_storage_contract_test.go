package contract_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/models"
	"example.com/ohlcv/internal/storage"
)

var gapStart = time.Date(2025, 1, 15, 0, 0, 0, 0, time.UTC)

func newGapStorage() contracts.GapStorage {
	return storage.NewGaps()
}

func gapOf(pair string, fromHour, toHour int) models.Gap {
	return models.Gap{
		Pair:     pair,
		Interval: time.Hour,
		Start:    gapStart.Add(time.Duration(fromHour) * time.Hour),
		End:      gapStart.Add(time.Duration(toHour) * time.Hour),
	}
}

func mustRecord(t *testing.T, gaps contracts.GapStorage, recorded ...models.Gap) {
	t.Helper()
	for _, gap := range recorded {
		if err := gaps.Record(context.Background(), gap); err != nil {
			t.Fatalf("Record: %v", err)
		}
	}
}

func openGaps(t *testing.T, gaps contracts.GapStorage, pair string) []models.Gap {
	t.Helper()
	found, err := gaps.Open(context.Background(), pair)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return found
}

func TestGapStorageReturnsOpenGapsOfAPairInOrder(t *testing.T) {
	gaps := newGapStorage()
	mustRecord(t, gaps, gapOf("BTC-USD", 8, 9), gapOf("BTC-USD", 2, 4), gapOf("ETH-USD", 1, 2))

	found := openGaps(t, gaps, "BTC-USD")

	if len(found) != 2 || found[0] != gapOf("BTC-USD", 2, 4) || found[1] != gapOf("BTC-USD", 8, 9) {
		t.Errorf("got %v, want the gaps from hours 2 and 8", found)
	}
}

func TestGapStorageRecordsAGapOnce(t *testing.T) {
	gaps := newGapStorage()
	mustRecord(t, gaps, gapOf("BTC-USD", 2, 4), gapOf("BTC-USD", 2, 4))

	if found := openGaps(t, gaps, "BTC-USD"); len(found) != 1 {
		t.Errorf("got %v, want one gap", found)
	}
}

func TestGapStorageForgetsFilledGaps(t *testing.T) {
	gaps := newGapStorage()
	mustRecord(t, gaps, gapOf("BTC-USD", 2, 4), gapOf("BTC-USD", 8, 9))

	if err := gaps.MarkFilled(context.Background(), gapOf("BTC-USD", 2, 4)); err != nil {
		t.Fatalf("MarkFilled: %v", err)
	}

	if found := openGaps(t, gaps, "BTC-USD"); len(found) != 1 || found[0] != gapOf("BTC-USD", 8, 9) {
		t.Errorf("got %v, want only the gap from hour 8", found)
	}
}

func TestGapStorageCannotFillWhatItDoesNotKnow(t *testing.T) {
	err := newGapStorage().MarkFilled(context.Background(), gapOf("BTC-USD", 2, 4))

	if !errors.Is(err, contracts.ErrGapNotFound) {
		t.Errorf("got error %v, want %v", err, contracts.ErrGapNotFound)
	}
}

func TestGapStorageRefusesAnInvalidGap(t *testing.T) {
	gaps := newGapStorage()

	err := gaps.Record(context.Background(), gapOf("BTC-USD", 4, 2))

	if !errors.Is(err, models.ErrInvalidGap) {
		t.Errorf("got error %v, want %v", err, models.ErrInvalidGap)
	}
	if found := openGaps(t, gaps, "BTC-USD"); len(found) != 0 {
		t.Errorf("got %v, want nothing recorded", found)
	}
}
