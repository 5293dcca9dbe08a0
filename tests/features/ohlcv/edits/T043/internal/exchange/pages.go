package exchange

import (
	"context"

	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/models"
)

// Fetch is FetchCandles of an adapter, or something around it.
type Fetch func(ctx context.Context, request contracts.FetchRequest) ([]models.Candle, error)

// FetchAll asks page by page until the range is covered or the exchange has no more.
func FetchAll(ctx context.Context, fetch Fetch, request contracts.FetchRequest) ([]models.Candle, error) {
	var all []models.Candle
	for request.Start.Before(request.End) {
		page, err := fetch(ctx, request)
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			break
		}
		all = append(all, page...)
		request.Start = page[len(page)-1].CloseTime()
	}
	return all, nil
}
