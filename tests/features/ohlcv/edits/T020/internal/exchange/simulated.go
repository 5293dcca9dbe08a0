// Package exchange holds the adapters to exchanges.
package exchange

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"time"

	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/models"
)

const pageSize = 300

// Simulated is an exchange without a network: its prices are a function of pair and time.
type Simulated struct {
	pairs []string
}

// NewSimulated returns an exchange that trades the given pairs.
func NewSimulated(pairs ...string) *Simulated {
	return &Simulated{pairs: pairs}
}

// FetchCandles returns at most one page of candles.
func (s *Simulated) FetchCandles(ctx context.Context, request contracts.FetchRequest) ([]models.Candle, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !slices.Contains(s.pairs, request.Pair) {
		return nil, fmt.Errorf("%w: %s", contracts.ErrUnknownPair, request.Pair)
	}
	if request.Interval <= 0 || !request.Start.Before(request.End) {
		return nil, fmt.Errorf("%w: %s to %s", contracts.ErrInvalidRange, request.Start, request.End)
	}
	limit := pageSize
	if request.Limit > 0 {
		limit = min(limit, request.Limit)
	}
	var candles []models.Candle
	for t := ceil(request.Start, request.Interval); t.Before(request.End) && len(candles) < limit; t = t.Add(request.Interval) {
		candles = append(candles, candleAt(request.Pair, request.Interval, t))
	}
	return candles, nil
}

func candleAt(pair string, interval time.Duration, t time.Time) models.Candle {
	first, last := price(pair, t), price(pair, t.Add(interval))
	return models.Candle{
		Pair:     pair,
		Interval: interval,
		OpenTime: t,
		Open:     first,
		High:     max(first, last) * 1.001,
		Low:      min(first, last) * 0.999,
		Close:    last,
		Volume:   10 + 5*math.Sin(float64(t.Unix())/3600),
	}
}

// price swings around a level of the pair's own, once a day.
func price(pair string, t time.Time) float64 {
	hash := fnv.New32a()
	hash.Write([]byte(pair))
	level := 100 + float64(hash.Sum32()%1000)
	return level * (1 + 0.05*math.Sin(2*math.Pi*float64(t.Unix())/86400))
}

func ceil(t time.Time, interval time.Duration) time.Time {
	if floor := t.Truncate(interval); floor.Before(t) {
		return floor.Add(interval)
	}
	return t
}
