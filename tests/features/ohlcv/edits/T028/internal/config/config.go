// Package config reads the settings of the collector.
package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"example.com/ohlcv/internal/models"
)

// Config is a settings file after every value has been checked.
type Config struct {
	Pairs    []string
	Interval time.Duration
	History  time.Duration
	Poll     time.Duration
}

type file struct {
	Pairs    []string `json:"pairs"`
	Interval string   `json:"interval"`
	History  string   `json:"history"`
	Poll     string   `json:"poll"`
}

// Load reads a settings file in JSON.
func Load(path string) (Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Config{}, err
	}
	var raw file
	if err := json.Unmarshal(data, &raw); err != nil {
		return Config{}, fmt.Errorf("%s: %w", path, err)
	}
	config, err := raw.check()
	if err != nil {
		return Config{}, fmt.Errorf("%s: %w", path, err)
	}
	return config, nil
}

func (f file) check() (Config, error) {
	interval, intervalErr := models.ParseInterval(f.Interval)
	history, historyErr := time.ParseDuration(f.History)
	poll, pollErr := time.ParseDuration(f.Poll)
	problems := []error{intervalErr, historyErr, pollErr}
	if len(f.Pairs) == 0 {
		problems = append(problems, errors.New("no pairs"))
	}
	for _, pair := range f.Pairs {
		_, err := models.ParsePair(pair)
		problems = append(problems, err)
	}
	return Config{f.Pairs, interval, history, poll}, errors.Join(problems...)
}
