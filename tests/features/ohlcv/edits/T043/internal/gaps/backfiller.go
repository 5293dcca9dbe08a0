package gaps

import (
	"context"
	"fmt"

	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/exchange"
	"example.com/ohlcv/internal/models"
)

// Backfiller asks for the candles of recorded gaps again.
type Backfiller struct {
	exchange contracts.ExchangeAdapter
	candles  contracts.CandleStorage
	open     contracts.GapStorage
}

// NewBackfiller returns a backfiller for the gaps in open.
func NewBackfiller(adapter contracts.ExchangeAdapter, candles contracts.CandleStorage, open contracts.GapStorage) *Backfiller {
	return &Backfiller{adapter, candles, open}
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
	found, err := exchange.FetchAll(ctx, b.exchange.FetchCandles, contracts.FetchRequest{
		Pair: gap.Pair, Interval: gap.Interval, Start: gap.Start, End: gap.End,
	})
	if err != nil {
		return false, err
	}
	if err := b.candles.Save(ctx, found); err != nil {
		return false, err
	}
	if len(found) < gap.Missing() {
		return false, nil
	}
	return true, b.open.MarkFilled(ctx, gap)
}
