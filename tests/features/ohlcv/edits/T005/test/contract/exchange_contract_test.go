package contract_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/exchange"
)

var exchangeStart = time.Date(2025, 1, 15, 0, 0, 0, 0, time.UTC)

func newExchange() contracts.ExchangeAdapter {
	return exchange.NewSimulated("BTC-USD", "ETH-USD")
}

func hoursOf(pair string, hours int) contracts.FetchRequest {
	return contracts.FetchRequest{
		Pair:     pair,
		Interval: time.Hour,
		Start:    exchangeStart,
		End:      exchangeStart.Add(time.Duration(hours) * time.Hour),
	}
}

func TestExchangeReturnsEveryIntervalOnceInOrder(t *testing.T) {
	candles, err := newExchange().FetchCandles(context.Background(), hoursOf("BTC-USD", 24))
	if err != nil {
		t.Fatalf("FetchCandles: %v", err)
	}
	if len(candles) != 24 {
		t.Fatalf("got %d candles, want 24", len(candles))
	}
	for i, candle := range candles {
		want := exchangeStart.Add(time.Duration(i) * time.Hour)
		if !candle.OpenTime.Equal(want) {
			t.Errorf("candle %d opens at %s, want %s", i, candle.OpenTime, want)
		}
	}
}

func TestExchangeCandlesAreValidAndLabelled(t *testing.T) {
	candles, err := newExchange().FetchCandles(context.Background(), hoursOf("ETH-USD", 12))
	if err != nil {
		t.Fatalf("FetchCandles: %v", err)
	}
	if len(candles) == 0 {
		t.Fatal("got no candles")
	}
	for _, candle := range candles {
		if err := candle.Validate(); err != nil {
			t.Errorf("candle at %s: %v", candle.OpenTime, err)
		}
		if candle.Pair != "ETH-USD" || candle.Interval != time.Hour {
			t.Errorf("candle is labelled %s/%s", candle.Pair, candle.Interval)
		}
	}
}

func TestExchangeAlignsTheStartToTheInterval(t *testing.T) {
	request := hoursOf("BTC-USD", 2)
	request.Start = request.Start.Add(10 * time.Minute)

	candles, err := newExchange().FetchCandles(context.Background(), request)
	if err != nil {
		t.Fatalf("FetchCandles: %v", err)
	}
	if len(candles) != 1 || !candles[0].OpenTime.Equal(exchangeStart.Add(time.Hour)) {
		t.Errorf("got %v, want only the candle of the next full hour", candles)
	}
}

func TestExchangeObeysTheLimit(t *testing.T) {
	request := hoursOf("BTC-USD", 24)
	request.Limit = 5

	candles, err := newExchange().FetchCandles(context.Background(), request)
	if err != nil {
		t.Fatalf("FetchCandles: %v", err)
	}
	if len(candles) != 5 || !candles[0].OpenTime.Equal(exchangeStart) {
		t.Errorf("got %d candles, want the first 5", len(candles))
	}
}

func TestExchangeRefusesWhatItCannotAnswer(t *testing.T) {
	cases := map[string]struct {
		request contracts.FetchRequest
		want    error
	}{
		"unknown pair":     {hoursOf("DOGE-USD", 1), contracts.ErrUnknownPair},
		"empty range":      {hoursOf("BTC-USD", 0), contracts.ErrInvalidRange},
		"backwards":        {hoursOf("BTC-USD", -3), contracts.ErrInvalidRange},
		"without interval": {contracts.FetchRequest{Pair: "BTC-USD", End: exchangeStart}, contracts.ErrInvalidRange},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := newExchange().FetchCandles(context.Background(), c.request); !errors.Is(err, c.want) {
				t.Errorf("got error %v, want %v", err, c.want)
			}
		})
	}
}

func TestExchangeStopsWhenTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()

	if _, err := newExchange().FetchCandles(ctx, hoursOf("BTC-USD", 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
}

func TestExchangeGivesTheSameAnswerTwice(t *testing.T) {
	adapter := newExchange()
	first, err := adapter.FetchCandles(context.Background(), hoursOf("BTC-USD", 6))
	if err != nil {
		t.Fatalf("FetchCandles: %v", err)
	}
	second, err := adapter.FetchCandles(context.Background(), hoursOf("BTC-USD", 6))
	if err != nil {
		t.Fatalf("FetchCandles again: %v", err)
	}
	if !reflect.DeepEqual(first, second) {
		t.Errorf("got %v, then %v", first, second)
	}
}
