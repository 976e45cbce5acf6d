package check

import (
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// mostStacks is of how many goroutines the stacks are worth the time: code that
// starts them without end has millions.
const mostStacks = 10_000

// stacks returns the stacks of all goroutines, or nil if there are too many.
func stacks() []string {
	if runtime.NumGoroutine() > mostStacks {
		return nil
	}
	text := make([]byte, 4<<20)
	return strings.Split(string(text[:runtime.Stack(text, true)]), "\n\n")
}

var frame = regexp.MustCompile(`exercises/internal/check\.\S+\(`)

// waiting returns where the learner's function is that a case has called and that
// does not return; "" if it is not known, for a goroutine of the case may wait for
// another.
func waiting(stacks []string) string {
	return places(stacks, func(stack string) bool {
		own, _, _ := strings.Cut(stack, "\ncreated by ")
		return frame.MatchString(own)
	})
}

var bubble = regexp.MustCompile(`^goroutine \d+ \[.*synctest bubble (\d+)`)

// stuck returns where the learner's goroutines are that are left in the newest
// bubble.
func stuck(stacks []string) string {
	newest := ""
	number := func(stack string) string {
		if m := bubble.FindStringSubmatch(stack); m != nil {
			return m[1]
		}
		return ""
	}
	for _, stack := range stacks {
		if n := number(stack); len(n) > len(newest) || len(n) == len(newest) && n > newest {
			newest = n
		}
	}
	return places(stacks, func(stack string) bool { return newest != "" && number(stack) == newest })
}

// places returns of each stack that is asked for the learner's innermost line.
func places(stacks []string, asked func(stack string) bool) string {
	var found []string
	for _, stack := range stacks {
		if !asked(stack) {
			continue
		}
		place, _, _ := strings.Cut(trace([]byte(stack)), "\n")
		if place != "" && !slices.Contains(found, place) {
			found = append(found, place)
		}
	}
	return strings.Join(found, "\n")
}

// trace keeps of a stack the frames in the exercises' folders: they are the
// learner's.
func trace(stack []byte) string {
	var mine []string
	for line := range strings.Lines(string(stack)) {
		place, _, _ := strings.Cut(strings.TrimSpace(line), " +0x")
		place = filepath.ToSlash(place)
		const folder = "/exercises/"
		i := strings.LastIndex(place, folder) // the repository may stand in another of that name
		if i < 0 {
			continue
		}
		inside := place[i+len(folder):]
		if strings.Contains(inside, ".go:") && !strings.HasPrefix(inside, "internal/") && !strings.Contains(inside, "_test.go") {
			mine = append(mine, "exercises/"+inside)
		}
	}
	return strings.Join(mine, "\n")
}
