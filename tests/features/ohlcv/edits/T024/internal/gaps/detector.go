// Package gaps finds and fills holes in what was collected.
package gaps

import (
	"time"

	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/models"
)

// Detect returns the gaps that the candles, which are in order, leave in the range of the query.
func Detect(query contracts.CandleQuery, candles []models.Candle) []models.Gap {
	var found []models.Gap
	expected := query.Start
	note := func(until time.Time) {
		if until.Sub(expected) >= query.Interval {
			found = append(found, models.Gap{Pair: query.Pair, Interval: query.Interval, Start: expected, End: until})
		}
	}
	for _, candle := range candles {
		note(candle.OpenTime)
		expected = candle.CloseTime()
	}
	note(query.End)
	return found
}
