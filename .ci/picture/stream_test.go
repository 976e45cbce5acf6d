package picture

import (
	"context"
	"slices"
	"testing"
	"time"
)

func TestReadsAreNotWrites(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for size, want := range map[int][]string{
		3:  {"one", "two", "thr", "ee"},
		4:  {"onet", "woth", "ree"},
		64: {"onetwothree"},
	} {
		got, err := passed(ctx, []string{"one", "two", "three"}, size)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("reads of %d bring %q, %v; want %q: all had come before the first", size, got, err, want)
		}
	}
}
