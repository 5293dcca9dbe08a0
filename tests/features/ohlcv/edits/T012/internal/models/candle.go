// Package models holds the values that the collector works with.
package models

import (
	"errors"
	"fmt"
	"time"
)

// ErrInvalidCandle is wrapped by every error of Candle.Validate.
var ErrInvalidCandle = errors.New("invalid candle")

// Candle is what a market did during one interval.
type Candle struct {
	Pair     string        `json:"pair"`
	Interval time.Duration `json:"interval"`
	OpenTime time.Time     `json:"open_time"`
	Open     float64       `json:"open"`
	High     float64       `json:"high"`
	Low      float64       `json:"low"`
	Close    float64       `json:"close"`
	Volume   float64       `json:"volume"`
}

// CloseTime is the first moment after the candle.
func (c Candle) CloseTime() time.Time {
	return c.OpenTime.Add(c.Interval)
}

// Validate reports the first rule that the candle breaks.
func (c Candle) Validate() error {
	rules := []struct {
		broken bool
		text   string
	}{
		{c.Pair == "", "no pair"},
		{c.Interval <= 0, "no interval"},
		{c.OpenTime.IsZero(), "no opening time"},
		{c.Interval > 0 && !c.OpenTime.Equal(c.OpenTime.Truncate(c.Interval)), "opening time between two intervals"},
		{c.Low <= 0, "a price that is not positive"},
		{c.High < max(c.Open, c.Close), "a high below open or close"},
		{c.Low > min(c.Open, c.Close), "a low above open or close"},
		{c.Volume < 0, "a negative volume"},
	}
	for _, rule := range rules {
		if rule.broken {
			return fmt.Errorf("%w: %s at %s has %s", ErrInvalidCandle, c.Pair, c.OpenTime.Format(time.RFC3339), rule.text)
		}
	}
	return nil
}
