package gaps

import (
	"context"
	"fmt"

	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/models"
)

// Backfiller asks for the candles of recorded gaps again.
type Backfiller struct {
	exchange contracts.ExchangeAdapter
	candles  contracts.CandleStorage
	open     contracts.GapStorage
}

// NewBackfiller returns a backfiller for the gaps in open.
func NewBackfiller(exchange contracts.ExchangeAdapter, candles contracts.CandleStorage, open contracts.GapStorage) *Backfiller {
	return &Backfiller{exchange, candles, open}
}

// Fill tries every open gap of a pair and returns how many of them were filled completely.
func (b *Backfiller) Fill(ctx context.Context, pair string) (int, error) {
	open, err := b.open.Open(ctx, pair)
	if err != nil {
		return 0, err
	}
	filled := 0
	for _, gap := range open {
		complete, err := b.fill(ctx, gap)
		if err != nil {
			return filled, fmt.Errorf("fill a gap of %s: %w", pair, err)
		}
		if complete {
			filled++
		}
	}
	return filled, nil
}

func (b *Backfiller) fill(ctx context.Context, gap models.Gap) (bool, error) {
	var found []models.Candle
	for start := gap.Start; start.Before(gap.End); {
		page, err := b.exchange.FetchCandles(ctx, contracts.FetchRequest{
			Pair: gap.Pair, Interval: gap.Interval, Start: start, End: gap.End,
		})
		if err != nil {
			return false, err
		}
		if len(page) == 0 {
			break
		}
		found = append(found, page...)
		start = page[len(page)-1].CloseTime()
	}
	if err := b.candles.Save(ctx, found); err != nil {
		return false, err
	}
	if len(found) < gap.Missing() {
		return false, nil
	}
	return true, b.open.MarkFilled(ctx, gap)
}
