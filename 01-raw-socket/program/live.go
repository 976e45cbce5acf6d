package program

import "os"

// Live reports whether standard output is a terminal that may be coloured and
// redrawn: not where NO_COLOR is set, or TERM is dumb.
func Live() bool {
	return terminal(os.Stdout) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// terminal reports whether f is one.
func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
