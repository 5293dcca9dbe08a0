// Package health answers whether the collector is alive.
package health

import (
	"net/http"
	"sync/atomic"

	"example.com/ohlcv/internal/metrics"
)

// Health remembers how the last update ended.
type Health struct {
	failed atomic.Bool
}

// Observe takes note of an update.
func (h *Health) Observe(err error) {
	h.failed.Store(err != nil)
}

// Handler serves /healthz and /metrics.
func (h *Health) Handler(totals *metrics.Metrics) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(answer http.ResponseWriter, _ *http.Request) {
		if h.failed.Load() {
			http.Error(answer, "the last update failed", http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("GET /metrics", func(answer http.ResponseWriter, _ *http.Request) {
		if err := totals.Write(answer); err != nil {
			http.Error(answer, err.Error(), http.StatusInternalServerError)
		}
	})
	return mux
}
