package models

import (
	"errors"
	"testing"
	"time"
)

func validCandle() Candle {
	return Candle{
		Pair:     "BTC-USD",
		Interval: time.Hour,
		OpenTime: time.Date(2025, 1, 15, 10, 0, 0, 0, time.UTC),
		Open:     100,
		High:     110,
		Low:      90,
		Close:    105,
		Volume:   3,
	}
}

func TestAValidCandleBreaksNoRule(t *testing.T) {
	if err := validCandle().Validate(); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestEveryRuleOfACandleIsChecked(t *testing.T) {
	breaks := map[string]func(*Candle){
		"pair":            func(c *Candle) { c.Pair = "" },
		"interval":        func(c *Candle) { c.Interval = 0 },
		"opening time":    func(c *Candle) { c.OpenTime = time.Time{} },
		"alignment":       func(c *Candle) { c.OpenTime = c.OpenTime.Add(time.Minute) },
		"positive prices": func(c *Candle) { c.Low = 0 },
		"high":            func(c *Candle) { c.High = 104 },
		"low":             func(c *Candle) { c.Low = 101 },
		"volume":          func(c *Candle) { c.Volume = -1 },
	}
	for name, break_ := range breaks {
		t.Run(name, func(t *testing.T) {
			candle := validCandle()
			break_(&candle)
			if err := candle.Validate(); !errors.Is(err, ErrInvalidCandle) {
				t.Errorf("got %v, want %v", err, ErrInvalidCandle)
			}
		})
	}
}

func TestACandleClosesWhenTheNextOneOpens(t *testing.T) {
	if got := validCandle().CloseTime(); !got.Equal(time.Date(2025, 1, 15, 11, 0, 0, 0, time.UTC)) {
		t.Errorf("got %s", got)
	}
}
