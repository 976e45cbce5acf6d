package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// foot is how a lesson ends: what it has proved, what to build, and by which rules.
func (b *book) foot(chapter, text string) (string, error) {
	var s strings.Builder
	s.WriteString("## What you have shown\n\n")
	verdicts := ""
	for _, c := range b.claims {
		var by []string
		for _, t := range c.tests {
			if t.chapter == chapter {
				by = append(by, fmt.Sprintf("[`%s`](%s)", t.name, relative(chapter, t.file)))
			}
		}
		if len(by) > 0 {
			fmt.Fprintf(&s, "- **%s** *%s.* %s.\n  Shown by %s.\n", c.id, c.says, capital(c.verdict), strings.Join(by, ", "))
			verdicts += c.verdict + "\n"
		}
	}
	if verdicts == "" {
		s.WriteString("None of the article's claims by itself: the chapters to come stand on it.\n")
	}
	fmt.Fprintf(&s, "\nAll of the chapter's tests: `go test ./%s/...`\n\n", chapter)

	todo, minutes := b.of(chapter)
	s.WriteString("## Exercises\n\n| minutes | | kind |\n|---|---|---|\n")
	for _, e := range todo {
		fmt.Fprintf(&s, "| %d | [%s](../%s/) %s | %s |\n", e.minutes, e.name, e.folder, e.title, e.kind)
	}
	fmt.Fprintf(&s, "\n%d minutes in all, and about %d for the lesson. `go run ./exercises %s` checks them.\n\n", minutes, reading(text), chapter[:2])

	cited, err := b.cited(own(text) + verdicts)
	if err != nil {
		return "", err
	}
	s.WriteString("## The rules\n\n")
	for _, section := range cited {
		number, at, _ := strings.Cut(strings.TrimPrefix(section, "RFC "), " §")
		fmt.Fprintf(&s, "- [%s](https://www.rfc-editor.org/rfc/rfc%s#section-%s) %s\n", section, number, at, b.sections[section])
	}
	return s.String(), nil
}

// capital begins a sentence.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func relative(from, to string) string {
	path, err := filepath.Rel(from, to)
	if err != nil {
		return to
	}
	return filepath.ToSlash(path)
}

// chapterTable is the map of the chapters, with minutes.
func (b *book) chapterTable() (string, error) {
	var s strings.Builder
	s.WriteString("| chapter | at its end | read | exercises |\n|---|---|---|---|\n")
	lessons, all := 0, 0
	for _, chapter := range b.chapters {
		text, err := os.ReadFile(chapter + "/README.md")
		if err != nil {
			return "", err
		}
		title := strings.TrimPrefix(strings.SplitN(string(text), "\n", 2)[0], "# ")
		m := atItsEnd.FindStringSubmatch(string(text))
		if m == nil {
			return "", fmt.Errorf("%s/README.md does not begin with what you have at its end", chapter)
		}
		_, minutes := b.of(chapter)
		end := strings.TrimSuffix(strings.Join(strings.Fields(m[1]), " "), ".")
		fmt.Fprintf(&s, "| [%s](%s/) | %s | %d min | %d min |\n", title, chapter, end, reading(string(text)), minutes)
		lessons += reading(string(text))
		all += minutes
	}
	fmt.Fprintf(&s, "| | | **%d min** | **%d min** |\n", lessons, all)
	return s.String(), nil
}

var atItsEnd = regexp.MustCompile(`(?s)\n\nAt the end of this chapter (.*?\.)\s`)

// own is what somebody wrote on a page: nothing that is made as a whole.
func own(text string) string {
	return regexp.MustCompile(`(?s)<!-- made: .*?<!-- /made -->`).ReplaceAllString(text, "")
}

// words is the prose of a page, without code and comments.
func words(text string) []string {
	text = own(text)
	for _, what := range []string{"(?ms)^```.*?^```$", `(?s)<!--.*?-->`} {
		text = regexp.MustCompile(what).ReplaceAllString(text, "")
	}
	return strings.Fields(text)
}

// reading is how many minutes a lesson takes: a hundred words a minute, and three
// for every four blocks to run or to look at. Readers with two terminals took that
// long.
func reading(text string) int {
	blocks := strings.Count(own(text), "\n```") / 2
	return len(words(text))/100 + blocks*3/4
}
