package gaps

import (
	"reflect"
	"testing"
	"time"

	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/models"
)

func hour(number int) time.Time {
	return time.Date(2025, 1, 15, number, 0, 0, 0, time.UTC)
}

func gap(from, to int) models.Gap {
	return models.Gap{Pair: "BTC-USD", Interval: time.Hour, Start: hour(from), End: hour(to)}
}

func TestGapsAreFoundAtEveryPlace(t *testing.T) {
	cases := map[string]struct {
		known []int
		want  []models.Gap
	}{
		"none":       {[]int{0, 1, 2, 3}, nil},
		"beginning":  {[]int{2, 3}, []models.Gap{gap(0, 2)}},
		"middle":     {[]int{0, 3}, []models.Gap{gap(1, 3)}},
		"end":        {[]int{0, 1}, []models.Gap{gap(2, 4)}},
		"everything": {nil, []models.Gap{gap(0, 4)}},
		"several":    {[]int{1, 3}, []models.Gap{gap(0, 1), gap(2, 3)}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var candles []models.Candle
			for _, number := range c.known {
				candles = append(candles, models.Candle{Interval: time.Hour, OpenTime: hour(number)})
			}
			query := contracts.CandleQuery{Pair: "BTC-USD", Interval: time.Hour, Start: hour(0), End: hour(4)}
			if got := Detect(query, candles); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
