// Package collector brings candles from an exchange into storage.
package collector

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/exchange"
	"example.com/ohlcv/internal/gaps"
	"example.com/ohlcv/internal/models"
	"example.com/ohlcv/internal/validator"
)

const attempts = 4

// Collector fetches page by page, checks, stores, and records what is missing.
type Collector struct {
	// Backoff is the first pause after a rate limit; each further one is twice as long.
	Backoff time.Duration

	exchange  contracts.ExchangeAdapter
	candles   contracts.CandleStorage
	open      contracts.GapStorage
	validator validator.Validator
}

// New returns a collector with a validator and a pause of its own.
func New(adapter contracts.ExchangeAdapter, candles contracts.CandleStorage, open contracts.GapStorage) *Collector {
	return &Collector{
		Backoff:   200 * time.Millisecond,
		exchange:  adapter,
		candles:   candles,
		open:      open,
		validator: validator.New(),
	}
}

// Collect stores the candles of the range and records the gaps that remain in it.
func (c *Collector) Collect(ctx context.Context, request contracts.CollectRequest) (contracts.Summary, error) {
	fetched, err := exchange.FetchAll(ctx, c.fetch, contracts.FetchRequest{
		Pair: request.Pair, Interval: request.Interval, Start: request.Start, End: request.End,
	})
	if err != nil {
		return contracts.Summary{}, fmt.Errorf("collect %s: %w", request.Pair, err)
	}
	kept, rejected := c.validator.Sort(fetched)
	if err := c.candles.Save(ctx, kept); err != nil {
		return contracts.Summary{}, fmt.Errorf("store %s: %w", request.Pair, err)
	}
	missing := gaps.Detect(contracts.CandleQuery(request), kept)
	for _, gap := range missing {
		if err := c.open.Record(ctx, gap); err != nil {
			return contracts.Summary{}, fmt.Errorf("record a gap of %s: %w", request.Pair, err)
		}
	}
	return contracts.Summary{Stored: len(kept), Rejected: len(rejected), Gaps: len(missing)}, nil
}

// fetch asks again after a rate limit.
func (c *Collector) fetch(ctx context.Context, request contracts.FetchRequest) ([]models.Candle, error) {
	pause := c.Backoff
	for attempt := 1; ; attempt++ {
		page, err := c.exchange.FetchCandles(ctx, request)
		if !errors.Is(err, contracts.ErrRateLimited) || attempt == attempts {
			return page, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
			pause *= 2
		}
	}
}
