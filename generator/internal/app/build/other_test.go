//go:build !unix

package build_test

import (
	"errors"
	"time"
)

func makePipe(string) error { return errors.ErrUnsupported }

func peakBytes() int64 { return 0 }

func processorTime() time.Duration { return 0 }

func limitFiles(int64) error { return errors.ErrUnsupported }
