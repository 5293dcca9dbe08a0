// Package storage keeps candles and gaps in memory.
package storage

import (
	"context"
	"slices"
	"sync"
	"time"

	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/models"
)

type series struct {
	pair     string
	interval time.Duration
}

// Candles is a CandleStorage in memory, safe for concurrent use.
type Candles struct {
	mutex  sync.RWMutex
	series map[series]map[int64]models.Candle
}

// NewCandles returns an empty storage.
func NewCandles() *Candles {
	return &Candles{series: map[series]map[int64]models.Candle{}}
}

// Save stores all candles, or none if one of them is invalid.
func (s *Candles) Save(_ context.Context, candles []models.Candle) error {
	for _, candle := range candles {
		if err := candle.Validate(); err != nil {
			return err
		}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, candle := range candles {
		key := series{candle.Pair, candle.Interval}
		if s.series[key] == nil {
			s.series[key] = map[int64]models.Candle{}
		}
		s.series[key][candle.OpenTime.UnixNano()] = candle
	}
	return nil
}

// Query returns the selected candles in order.
func (s *Candles) Query(_ context.Context, query contracts.CandleQuery) ([]models.Candle, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	var found []models.Candle
	for _, candle := range s.series[series{query.Pair, query.Interval}] {
		if !candle.OpenTime.Before(query.Start) && candle.OpenTime.Before(query.End) {
			found = append(found, candle)
		}
	}
	slices.SortFunc(found, func(a, b models.Candle) int { return a.OpenTime.Compare(b.OpenTime) })
	return found, nil
}

// Latest returns the last candle of a series, if there is one.
func (s *Candles) Latest(_ context.Context, pair string, interval time.Duration) (models.Candle, bool, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	var latest models.Candle
	for _, candle := range s.series[series{pair, interval}] {
		if candle.OpenTime.After(latest.OpenTime) {
			latest = candle
		}
	}
	return latest, !latest.OpenTime.IsZero(), nil
}
