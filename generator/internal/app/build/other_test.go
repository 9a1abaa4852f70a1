//go:build !unix

package build_test

import "errors"

func makePipe(string) error { return errors.ErrUnsupported }

func peakBytes() int64 { return 0 }

func limitFiles(int64) error { return errors.ErrUnsupported }
