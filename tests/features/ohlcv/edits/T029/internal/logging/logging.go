// Package logging sets up the log of the collector.
package logging

import (
	"io"
	"log/slog"

	"example.com/ohlcv/internal/contracts"
)

// New returns a log that writes one JSON object a line.
func New(out io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(out, nil))
}

// Update logs what one update did.
func Update(log *slog.Logger, summary contracts.Summary, err error) {
	attributes := []any{"stored", summary.Stored, "rejected", summary.Rejected, "gaps", summary.Gaps}
	if err != nil {
		log.Error("update failed", append(attributes, "error", err.Error())...)
		return
	}
	log.Info("updated", attributes...)
}
