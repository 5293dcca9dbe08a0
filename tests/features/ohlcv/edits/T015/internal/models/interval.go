package models

import (
	"errors"
	"fmt"
	"time"
)

// ErrUnknownInterval is wrapped by the errors of ParseInterval.
var ErrUnknownInterval = errors.New("unknown interval")

var intervals = map[string]time.Duration{
	"1m":  time.Minute,
	"5m":  5 * time.Minute,
	"15m": 15 * time.Minute,
	"1h":  time.Hour,
	"1d":  24 * time.Hour,
}

// ParseInterval reads one of the intervals that exchanges offer, such as 1h.
func ParseInterval(name string) (time.Duration, error) {
	interval, known := intervals[name]
	if !known {
		return 0, fmt.Errorf("%w: %q", ErrUnknownInterval, name)
	}
	return interval, nil
}
