// Command collector keeps OHLCV candles up to date.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"example.com/ohlcv/internal/collector"
	"example.com/ohlcv/internal/config"
	"example.com/ohlcv/internal/contracts"
	"example.com/ohlcv/internal/exchange"
	"example.com/ohlcv/internal/logging"
	"example.com/ohlcv/internal/metrics"
	"example.com/ohlcv/internal/scheduler"
	"example.com/ohlcv/internal/storage"
)

func main() {
	path := flag.String("config", "configs/collector.json", "settings file")
	once := flag.Bool("once", false, "update once and print the totals")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *path, *once); err != nil {
		fmt.Fprintln(os.Stderr, "collector:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, path string, once bool) error {
	settings, err := config.Load(path)
	if err != nil {
		return err
	}
	log, totals := logging.New(os.Stderr), &metrics.Metrics{}
	report := func(summary contracts.Summary, err error) {
		logging.Update(log, summary, err)
		totals.Add(summary, err)
	}
	schedule := newScheduler(settings)
	report(schedule.Update(ctx, time.Now().UTC()))
	if !once {
		ticker := time.NewTicker(settings.Poll)
		defer ticker.Stop()
		schedule.Run(ctx, ticker.C, report)
	}
	return totals.Write(os.Stdout)
}

func newScheduler(settings config.Config) *scheduler.Scheduler {
	candles := storage.NewCandles()
	service := collector.New(exchange.NewSimulated(settings.Pairs...), candles, storage.NewGaps())
	var jobs []scheduler.Job
	for _, pair := range settings.Pairs {
		jobs = append(jobs, scheduler.Job{Pair: pair, Interval: settings.Interval})
	}
	return scheduler.New(service, candles, settings.History, jobs...)
}
