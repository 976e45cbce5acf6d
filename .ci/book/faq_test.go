package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A question of the FAQ is a heading, with its answer below it.
type question struct{ heading, answer string }

// questions returns them; the contents are what stands above the first.
func questions(text string) (contents string, all []question) {
	headings := regexp.MustCompile(`(?m)^#{2,3} (.*)\n`).FindAllStringSubmatchIndex(text, -1)
	for i, m := range headings {
		end := len(text)
		if i+1 < len(headings) {
			end = headings[i+1][0]
		}
		if answer := strings.TrimSpace(text[m[1]:end]); answer != "" { // else it heads other questions
			all = append(all, question{text[m[2]:m[3]], answer})
		}
	}
	return text[:headings[0][0]], all
}

// faults returns what is wrong with an answer: no command; or one that talks to a
// server of which a reader is not told, just before, how to start it.
func (q question) faults() (faults []string) {
	if !strings.Contains(q.answer, "```console\n$ ") {
		faults = append(faults, "is answered without a command")
	}
	served := false
	for _, part := range regexp.MustCompile("(?ms)^```.*?^```$|^<!-- serve: .*? -->$").FindAllStringIndex(q.answer, -1) {
		what := q.answer[part[0]:part[1]]
		if m := comments.FindStringSubmatch(what); m != nil {
			served = true
			above := strings.Split(strings.TrimSpace(q.answer[:part[0]]), "\n\n")
			if !strings.Contains(strings.Join(strings.Fields(above[len(above)-1]), " "), "`go run ./"+m[2]+"`") {
				faults = append(faults, fmt.Sprintf("the text above it does not say `go run ./%s`", m[2]))
			}
		} else if !served && strings.Contains(what, usual) {
			faults = append(faults, "talks to "+usual+", and nothing serves there")
		}
	}
	return faults
}

// The FAQ answers each of the questions that people ask with a command, and whoever
// looks for one finds it at the top.
func TestEveryQuestionHasACommand(t *testing.T) {
	contents, all := questions(read(t, "exercises/FAQ.md"))
	for n := 1; n <= 20; n++ {
		if !slices.ContainsFunc(all, func(q question) bool { return strings.HasPrefix(q.heading, fmt.Sprintf("%d. ", n)) }) {
			t.Errorf("question %d is missing", n)
		}
	}
	if len(all) < 37 {
		t.Errorf("%d questions; want 37 or more", len(all))
	}
	for _, q := range all {
		for _, fault := range q.faults() {
			t.Errorf("exercises/FAQ.md: %s: %s", q.heading, fault)
		}
		if anchor := anchors("## " + q.heading + "\n")[0]; !strings.Contains(contents, "](#"+anchor+")") {
			t.Errorf("exercises/FAQ.md: the contents do not link to %s", q.heading)
		}
	}
	if readme := read(t, "README.md"); !strings.Contains(readme, "(exercises/FAQ.md)") || !strings.Contains(readme, "(exercises/GLOSSARY.md)") {
		t.Error("README.md does not link to the FAQ and the glossary: the way to an answer is longer than one click")
	}
}

// A poor answer is found out.
func TestAnswersAreLookedAt(t *testing.T) {
	contents, all := questions("# Q\n- top\n## 1. Why?\nSo.\n## More\n\n### How?\nThus.\n")
	if contents != "# Q\n- top\n" || !slices.Equal(all, []question{{"1. Why?", "So."}, {"How?", "Thus."}}) {
		t.Errorf("contents %q, questions %q", contents, all)
	}
	command := "```console\n$ curl http://127.0.0.1:15000/\n```\n"
	for answer, want := range map[string]int{
		"To `go run\n./02-tcp-echo -max 1`:\n\n<!-- serve: 02-tcp-echo -max 1 -->\n" + command: 0,
		"```console\n$ true\n```\n": 0,
		"So it is.":                 1,
		command:                     1, // and nothing serves
		"To `go run ./02-tcp-echo`:\n\n<!-- serve: 02-tcp-echo -max 1 -->\n" + command:        1, // says another
		"To `go run ./02-tcp-echo`:\n\nAnd:\n\n<!-- serve: 02-tcp-echo -->\n" + command:       1, // says it too early
		"Here:\n\n<!-- serve: 02-tcp-echo -->\n" + command + "To `go run ./02-tcp-echo`.\n\n": 1, // says it too late
	} {
		if faults := (question{"Why?", answer}).faults(); len(faults) != want {
			t.Errorf("%q: faults %q, want %d", answer, faults, want)
		}
	}
}
