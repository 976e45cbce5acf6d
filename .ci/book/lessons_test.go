package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestMain runs the tests at the top of the repository.
func TestMain(m *testing.M) {
	if err := os.Chdir("../.."); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func lessons(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("0*/README.md")
	if err != nil || len(names) != 6 {
		t.Fatalf("lessons: %v, %v; want 6", names, err)
	}
	return names
}

// bones are the headings of a lesson, in their order. One in parentheses is not in
// every lesson, and there may be others before "Read the code".
var bones = []string{
	"What you stand on", "Run it", "Predict", "How it works", "The bytes",
	"Read the code", "So we're done", "(What has changed)",
	"What you have shown", "Exercises", "(The rules)",
}

func TestLessonsHaveTheirBones(t *testing.T) {
	for _, name := range lessons(t) {
		for _, fault := range boneFaults(read(t, name)) {
			t.Errorf("%s: %s", name, fault)
		}
		// Chapter 01 has nothing before it that could have changed.
		if !strings.Contains(read(t, name), "\n## What has changed\n") && name[:2] != "01" {
			t.Errorf("%s: has no \"What has changed\"", name)
		}
	}
}

func boneFaults(text string) (faults []string) {
	add := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if !atItsEnd.MatchString(text) {
		add("does not begin with one sentence: At the end of this chapter …")
	}
	at := 0
	for _, m := range regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(text, -1) {
		for i, bone := range bones[at:] {
			name := strings.Trim(bone, "()")
			if !strings.HasPrefix(m[1], name) {
				continue
			}
			for _, skipped := range bones[at : at+i] {
				if skipped[0] != '(' {
					add("%q stands where %q should", m[1], skipped)
				}
			}
			at += i + 1
			break
		}
	}
	for _, bone := range bones[at:] {
		if bone[0] != '(' {
			add("has no %q, or not in its place", bone)
		}
	}
	predict, _, _ := strings.Cut(text[strings.Index(text, "\n## Predict")+1:], "\n## How it works")
	if !strings.Contains(predict, "<details>") {
		add("\"Predict\" gives its answer without a fold")
	}
	if !strings.Contains(text, "<!-- made: foot -->") {
		add("its foot is not made")
	}
	return faults
}

// A step ends in something seen, or says that there is nothing to see.
func TestStepsShowSomething(t *testing.T) {
	for _, name := range lessons(t) {
		_, steps, _ := strings.Cut(read(t, name), "\n## How it works\n")
		steps, _, _ = strings.Cut(steps, "\n## ")
		for _, step := range strings.Split(steps, "\n### ")[1:] {
			title, _, _ := strings.Cut(step, "\n")
			seen := strings.Contains(step, "```console") || strings.Contains(step, "```text")
			told := regexp.MustCompile(`[Yy]ou\s+have\s+(seen|made)|[Nn]othing\s+to\s+see`).MatchString(step)
			if !seen && !told {
				t.Errorf("%s: step %q ends in nothing seen; say \"nothing to see yet\", or show it", name, title)
			}
		}
	}
}

func TestLessonsAreShort(t *testing.T) {
	for _, name := range lessons(t) {
		most := 1500
		if strings.HasPrefix(name, "06") {
			most = 2500
		}
		n := len(words(read(t, name)))
		t.Logf("%s: %d words, %d minutes", name, n, reading(read(t, name)))
		if n < 800 || n > most {
			t.Errorf("%s has %d words, 800 to %d allowed", name, n, most)
		}
	}
}

// Code in a lesson is 72 columns wide at most, what a program prints 80, and both are
// made by the book. (The engine's page, which is no lesson, has a program to copy:
// .ci/house builds it.)
func TestBlocksAreNarrowAndMade(t *testing.T) {
	names := append(lessons(t), "README.md", "exercises/FAQ.md")
	for _, name := range names {
		for _, fault := range blockFaults(read(t, name)) {
			t.Errorf("%s:%s", name, fault)
		}
	}
}

func blockFaults(text string) (faults []string) {
	language, before := "", "" // of the block; the last comment that says what is made
	for i, line := range strings.Split(text, "\n") {
		if m := comments.FindStringSubmatch(line); m != nil && m[1] != "varies" && m[1] != "serve" {
			before = m[1]
		}
		if strings.HasPrefix(line, "```") {
			if language == "" {
				language = strings.TrimPrefix(line, "```")
				want := map[string][]string{"go": {"code", "signature"}, "diff": {"diff"}}[language]
				if want != nil && !slices.Contains(want, before) {
					faults = append(faults, fmt.Sprintf("%d: a block of %s without a comment %q above it", i+1, language, want))
				}
			} else {
				language, before = "", ""
			}
			continue
		}
		wide := map[string]int{"": 10_000, "go": 72, "diff": 73, "sh": 72}[language]
		if wide == 0 {
			wide = 80
		}
		if n := utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    ")); n > wide {
			faults = append(faults, fmt.Sprintf("%d: %d columns in a block of %s, at most %d allowed: %s", i+1, n, language, wide, line))
		}
	}
	return faults
}

// A wrong lesson is found out.
func TestBonesAreLookedAt(t *testing.T) {
	good := "# 04 · Frames\n\nAt the end of this chapter you know.\n\n## What you stand on\n## Run it\n## Predict\n<details>\n## How it works\n## The bytes\n## Read the code\n## So we're done? Not quite\n## What has changed\n<!-- made: foot -->\n## What you have shown\n## Exercises\n## The rules\n"
	if faults := boneFaults(good); faults != nil {
		t.Fatalf("a lesson without a fault: %q", faults)
	}
	for _, cut := range []string{"At the end", "## Run it\n", "<details>\n", "## The bytes\n", "## Exercises\n", "<!-- made: foot -->\n"} {
		if boneFaults(strings.Replace(good, cut, "", 1)) == nil {
			t.Errorf("a lesson without %q has no fault", cut)
		}
	}
	swapped := strings.NewReplacer("## Run it", "## Predict", "## Predict", "## Run it").Replace(good)
	if boneFaults(swapped) == nil {
		t.Error("a lesson whose prediction comes before its run has no fault")
	}
	for _, block := range []string{"```go\nx := 1\n```\n", "<!-- code: x y -->\n```go\n" + strings.Repeat("x", 73) + "\n```\n", "```diff\n+ x\n```\n", "```text\n" + strings.Repeat("é", 81) + "\n```\n"} {
		if blockFaults(block) == nil {
			t.Errorf("no fault found in %q", block)
		}
	}
	if faults := blockFaults("<!-- code: x y -->\n```go\n\tx := 1\n```\n```text\n" + strings.Repeat("é", 80) + "\n```\n"); faults != nil {
		t.Errorf("blocks without a fault: %q", faults)
	}
}
