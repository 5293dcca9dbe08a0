package models

import (
	"errors"
	"fmt"
	"time"
)

// ErrInvalidGap is wrapped by every error of Gap.Validate.
var ErrInvalidGap = errors.New("invalid gap")

// Gap is a range of time, end not included, of which no candle is known.
type Gap struct {
	Pair     string        `json:"pair"`
	Interval time.Duration `json:"interval"`
	Start    time.Time     `json:"start"`
	End      time.Time     `json:"end"`
}

// Missing is the number of candles that would fill the gap.
func (g Gap) Missing() int {
	return int(g.End.Sub(g.Start) / g.Interval)
}

// Validate reports the first rule that the gap breaks.
func (g Gap) Validate() error {
	switch {
	case g.Pair == "":
		return fmt.Errorf("%w: no pair", ErrInvalidGap)
	case g.Interval <= 0:
		return fmt.Errorf("%w: %s has no interval", ErrInvalidGap, g.Pair)
	case g.End.Sub(g.Start) < g.Interval:
		return fmt.Errorf("%w: %s ends before one interval has passed", ErrInvalidGap, g.Pair)
	}
	return nil
}
