//go:build !unix

package build_test

import (
	"errors"
	"time"
)

func makePipe(string) error { return errors.ErrUnsupported }

func sameTimes(a, b string) bool { return false }

func peakBytes() int64 { return 0 }

func processorTime() time.Duration { return 0 }

func limitFiles(int64) error { return errors.ErrUnsupported }
