package contracts

import (
	"context"
	"time"
)

// CollectRequest asks for the candles that open from Start up to, not including, End.
type CollectRequest struct {
	Pair     string
	Interval time.Duration
	Start    time.Time
	End      time.Time
}

// Summary counts what one collection did.
type Summary struct {
	Stored   int
	Rejected int
	Gaps     int
}

// Plus is the sum of two summaries.
func (s Summary) Plus(other Summary) Summary {
	return Summary{s.Stored + other.Stored, s.Rejected + other.Rejected, s.Gaps + other.Gaps}
}

// Collector brings candles from an exchange into storage.
type Collector interface {
	Collect(ctx context.Context, request CollectRequest) (Summary, error)
}
