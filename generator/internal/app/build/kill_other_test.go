//go:build !(linux && amd64)

package build_test

func beginMark() {}
