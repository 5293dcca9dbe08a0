package contracts

import (
	"context"
	"errors"

	"example.com/ohlcv/internal/models"
)

// ErrGapNotFound means that a gap was never recorded, or is filled already.
var ErrGapNotFound = errors.New("gap not found")

// GapStorage keeps the gaps that are still open.
type GapStorage interface {
	// Record stores a gap; a gap that is known already is left as it is.
	Record(ctx context.Context, gap models.Gap) error
	// Open returns the open gaps of a pair, ordered by their start.
	Open(ctx context.Context, pair string) ([]models.Gap, error)
	// MarkFilled removes a gap.
	MarkFilled(ctx context.Context, gap models.Gap) error
}
