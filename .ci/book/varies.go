package main

import (
	"fmt"
	"regexp"
)

// varies are the kinds of thing that may differ from run to run. A page names those
// of a block, with <!-- varies: … -->; all else has to be equal. What matches in a
// first group stays.
var varies = map[string]*regexp.Regexp{
	"ports":        regexp.MustCompile(`(127\.0\.0\.\d+|\[::1\]|localhost):\d+`),
	"keys":         regexp.MustCompile(`(Sec-WebSocket-(?:Key|Accept): )\S+`),
	"masks":        regexp.MustCompile(`(?m)([08][0-9a-f] [89a-f][0-9a-f]) [0-9a-f][0-9a-f …]+|^[ =^]+[0-9a-f …]+(KEY|payload on the wire|the key, repeated)`),
	"descriptors":  regexp.MustCompile(`fd \d+|\(\d+[,)]| += (?:\d+,)?|file descriptor.*`),
	"times":        regexp.MustCompile(`\d+(?:\.\d+)?(?:ns|µs|ms|s)\b`),
	"dates":        regexp.MustCompile(`(Date: ).*`),
	"fingerprints": regexp.MustCompile(`SHA-256 \S+`),
	"rates":        regexp.MustCompile(`(?m) +\d+ +(?:[\d.]+ µs|unknown)$`), // what cost measures: a second, CPU
	"numbers":      regexp.MustCompile(` *\d[\d,.]*`),
}

// keep returns what a block shows from now on: what it has shown, if that differs
// from what is so only in what varies.
func keep(old, fresh string, kinds []string) (string, error) {
	a, b := old, fresh
	for _, kind := range kinds {
		what := varies[kind]
		if what == nil {
			return "", fmt.Errorf("varies: %q is none of the kinds in varies.go", kind)
		}
		a, b = what.ReplaceAllString(a, "$1#"), what.ReplaceAllString(b, "$1#")
	}
	if a == b {
		return old, nil
	}
	return fresh, nil
}
