package storage

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/models"
)

// Gaps is a GapStorage in memory, safe for concurrent use.
type Gaps struct {
	mutex sync.Mutex
	open  []models.Gap
}

// NewGaps returns an empty storage.
func NewGaps() *Gaps {
	return &Gaps{}
}

// Record stores a gap unless it is known already.
func (s *Gaps) Record(_ context.Context, gap models.Gap) error {
	if err := gap.Validate(); err != nil {
		return err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.find(gap) < 0 {
		s.open = append(s.open, gap)
	}
	return nil
}

// Open returns the open gaps of a pair, ordered by their start.
func (s *Gaps) Open(_ context.Context, pair string) ([]models.Gap, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var found []models.Gap
	for _, gap := range s.open {
		if gap.Pair == pair {
			found = append(found, gap)
		}
	}
	slices.SortFunc(found, func(a, b models.Gap) int { return a.Start.Compare(b.Start) })
	return found, nil
}

// MarkFilled removes a gap.
func (s *Gaps) MarkFilled(_ context.Context, gap models.Gap) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	place := s.find(gap)
	if place < 0 {
		return fmt.Errorf("%w: %s from %s", contracts.ErrGapNotFound, gap.Pair, gap.Start.Format(time.RFC3339))
	}
	s.open = slices.Delete(s.open, place, place+1)
	return nil
}

func (s *Gaps) find(gap models.Gap) int {
	return slices.IndexFunc(s.open, func(other models.Gap) bool {
		return other.Pair == gap.Pair && other.Interval == gap.Interval &&
			other.Start.Equal(gap.Start) && other.End.Equal(gap.End)
	})
}
