// Package scheduler keeps collected series up to date.
package scheduler

import (
	"context"
	"errors"
	"time"

	"example.com/ohlcv/internal/contracts"
)

// Job is one series to keep up to date.
type Job struct {
	Pair     string
	Interval time.Duration
}

// Scheduler collects what has been completed since the last time.
type Scheduler struct {
	collector contracts.Collector
	candles   contracts.CandleStorage
	history   time.Duration
	jobs      []Job
}

// New returns a scheduler that begins a new series with the given history.
func New(collector contracts.Collector, candles contracts.CandleStorage, history time.Duration, jobs ...Job) *Scheduler {
	return &Scheduler{collector, candles, history, jobs}
}

// Update collects every job once. A job that fails does not keep the others from their turn.
func (s *Scheduler) Update(ctx context.Context, now time.Time) (contracts.Summary, error) {
	var total contracts.Summary
	var failures []error
	for _, job := range s.jobs {
		summary, err := s.update(ctx, job, now)
		total = total.Plus(summary)
		failures = append(failures, err)
	}
	return total, errors.Join(failures...)
}

// Run updates at each tick until the context ends.
func (s *Scheduler) Run(ctx context.Context, ticks <-chan time.Time, report func(contracts.Summary, error)) {
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticks:
			report(s.Update(ctx, now))
		}
	}
}

func (s *Scheduler) update(ctx context.Context, job Job, now time.Time) (contracts.Summary, error) {
	end := now.Truncate(job.Interval)
	start := end.Add(-s.history)
	latest, found, err := s.candles.Latest(ctx, job.Pair, job.Interval)
	if err != nil {
		return contracts.Summary{}, err
	}
	if found {
		start = latest.CloseTime()
	}
	if !start.Before(end) {
		return contracts.Summary{}, nil
	}
	return s.collector.Collect(ctx, contracts.CollectRequest{
		Pair: job.Pair, Interval: job.Interval, Start: start, End: end,
	})
}
