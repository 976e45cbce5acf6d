package main

import (
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// inCode is what a page has in code between its words.
var inCode = regexp.MustCompile("`([^`]+)`")

// What a lesson, the FAQ or the engine's page names in code is there: files, and
// Go's names.
func TestNamesInCodeAreThere(t *testing.T) {
	files := tracked(t, ".go", ".html", ".md", ".svg")
	// Others' names: a browser's, and net/http's.
	known := map[string]bool{"readyState": true, "TimeoutHandler": true, "ListenAndServeTLS": true}
	for _, name := range tracked(t, ".go") {
		if strings.Contains(name, "/testdata/") || strings.HasPrefix(name, ".ci/book/") {
			continue
		}
		for _, word := range regexp.MustCompile(`\w+`).FindAllString(read(t, name), -1) {
			known[word] = true
		}
	}
	file := regexp.MustCompile(`^[\w./-]+\.(go|html|md|svg)$`)
	name := regexp.MustCompile(`^[\w.]*([a-z][A-Z]|\b[A-Z][a-z])\w*$`)
	for _, page := range append(lessons(t), "06-full-websocket/websocket/README.md", "exercises/FAQ.md", "README.md") {
		text := read(t, page)
		blank := fences.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("\n", strings.Count(s, "\n")) })
		for _, m := range inCode.FindAllStringSubmatchIndex(blank, -1) {
			s := strings.Join(strings.Fields(blank[m[2]:m[3]]), " ")
			last := s[strings.LastIndex(s, ".")+1:]
			switch {
			case file.MatchString(s):
				here := func(f string) bool { return f == path.Join(path.Dir(page), s) || strings.HasSuffix(f, "/"+s) }
				if !slices.ContainsFunc(files, here) {
					t.Errorf("%s:%d: names %s, and there is no such file", page, lineOf(blank, m[0]), s)
				}
			case name.MatchString(s) && !known[last] && !known["Benchmark"+last] && !strings.Contains(text, last+"("): // or its own block has it
				t.Errorf("%s:%d: names %s, and nothing in Go's files is called so", page, lineOf(blank, m[0]), s)
			}
		}
	}
}

// A function of the engine that its page names by a small word is there, too.
func TestTheMapNamesTheEngine(t *testing.T) {
	const page = "06-full-websocket/websocket/README.md"
	declared := make(map[string]bool)
	for _, pattern := range []string{"06-full-websocket/websocket/*.go", "02-tcp-echo/buffer/*.go"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			code := regexp.MustCompile(`//.*`).ReplaceAllString(read(t, file), "")
			for _, word := range regexp.MustCompile(`\w+`).FindAllString(code, -1) {
				declared[word] = true
			}
		}
	}
	_, off, ok := strings.Cut(read(t, page), "\n## Off the path\n")
	if !ok {
		t.Fatalf("%s has no such section", page)
	}
	off, _, _ = strings.Cut(off, "\n## ")
	for _, m := range inCode.FindAllStringSubmatch(fences.ReplaceAllString(off, ""), -1) {
		if regexp.MustCompile(`^[a-z]\w+$`).MatchString(m[1]) && !declared[m[1]] {
			t.Errorf("%s: names %s, and the engine has nothing of that name", page, m[1])
		}
	}
}

// The limits that the engine's page lists are those that its documentation gives.
// (TestDefaultLimit and its neighbours hold that.)
func TestTheMapTellsTheDefaults(t *testing.T) {
	docs := read(t, "06-full-websocket/websocket/options.go") + read(t, "06-full-websocket/websocket/group.go")
	_, table, _ := strings.Cut(read(t, "06-full-websocket/websocket/README.md"), "\n| `Options` | default |")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := 0
	for _, m := range regexp.MustCompile("(?m)^\\| (`[^|]*) \\| ([^|]*) \\|").FindAllStringSubmatch(table, -1) {
		values := strings.Split(m[2], ", ")
		for i, name := range inCode.FindAllStringSubmatch(m[1], -1) {
			rows++
			field := strings.TrimPrefix(name[1], "Group.")
			declared := regexp.MustCompile(`(?m)(?:^\t//.*\n)*^\t` + field + ` +[\w.]+.*$`).FindString(docs)
			if !strings.Contains(declared, "0 is "+values[min(i, len(values)-1)]) {
				t.Errorf("the engine's page says that %s is %s by default, and its documentation: %s", name[1], m[2], declared)
			}
		}
	}
	if rows < 8 {
		t.Errorf("the table has %d limits, want 8 or more", rows)
	}
}

// Blocks are of a kind that somebody makes or reads, and one that shows a prompt is
// run; a fold has an end.
func TestBlocksAreOfAKind(t *testing.T) {
	for _, page := range tracked(t, ".md") {
		for _, f := range kindFaults(read(t, page)) {
			t.Errorf("%s:%s", page, f)
		}
	}
}

func kindFaults(text string) (faults []string) {
	in := ""
	for i, line := range strings.Split(text, "\n") {
		fence, ok := strings.CutPrefix(strings.TrimLeft(line, " >"), "```")
		switch {
		case ok && in == "":
			if in = fence + "."; !slices.Contains([]string{"console", "text", "go", "diff", "sh", "nginx"}, fence) || fence == "console" && line[0] != '`' {
				faults = append(faults, fmt.Sprintf("%d: a block of %q, or one that is not at the left: nobody makes it", i+1, fence))
			}
		case ok:
			in = ""
		case in != "" && in != "console." && strings.HasPrefix(strings.TrimSpace(line), "$ "):
			faults = append(faults, fmt.Sprintf("%d: a command and its output in a block of %q: nobody runs it", i+1, strings.TrimSuffix(in, ".")))
		}
	}
	if a, b := strings.Count(text, "<details>"), strings.Count(text, "</details>"); a != b {
		faults = append(faults, fmt.Sprintf("1: %d folds begin, and %d end", a, b))
	}
	return faults
}

func TestKindsOfBlocksAreLookedAt(t *testing.T) {
	if faults := kindFaults("```sh\nls\n```\n<details>\n\n```console\n$ ls\n```\n</details>\n"); faults != nil {
		t.Errorf("faults where there are none: %q", faults)
	}
	for _, text := range []string{"```\nx\n```\n", "  ```console\n  $ ls\n  ```\n", "```bash\n```\n", "```text\n$ ls\nx\n```\n", "<details>\n"} {
		if kindFaults(text) == nil {
			t.Errorf("no fault found in %q", text)
		}
	}
}
