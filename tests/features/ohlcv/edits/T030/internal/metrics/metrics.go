// Package metrics counts what the collector does.
package metrics

import (
	"fmt"
	"io"
	"sync"

	"example.com/ohlcv/internal/contracts"
)

// Metrics are totals since the start, safe for concurrent use.
type Metrics struct {
	mutex    sync.Mutex
	total    contracts.Summary
	failures int
}

// Add counts one update.
func (m *Metrics) Add(summary contracts.Summary, err error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.total = m.total.Plus(summary)
	if err != nil {
		m.failures++
	}
}

// Write prints the totals, one name and number a line.
func (m *Metrics) Write(out io.Writer) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	_, err := fmt.Fprintf(out, "candles_stored %d\ncandles_rejected %d\ngaps_found %d\nupdates_failed %d\n",
		m.total.Stored, m.total.Rejected, m.total.Gaps, m.failures)
	return err
}
