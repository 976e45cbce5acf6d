package main

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const glossaryPage = "exercises/GLOSSARY.md"

// A term of the glossary. An everyday one may be used before it is introduced.
type term struct {
	name     string
	everyday bool
	pages    []string // that introduce it
}

// glossary reads the two tables: the terms, and spellings that are not ours.
func glossary(text string) (terms []term, spellings []string) {
	own, others, _ := strings.Cut(text, "\n## ")
	for _, m := range regexp.MustCompile(`(?m)^\| ([^|]+?)( °)? \|.*\| ([^|]*) \|$`).FindAllStringSubmatch(own, -1) {
		if m[1] == "term" {
			continue
		}
		t := term{name: m[1], everyday: m[2] != ""}
		for _, l := range link.FindAllStringSubmatch(m[3], -1) {
			t.pages = append(t.pages, path.Join(path.Dir(glossaryPage), l[1], "README.md"))
		}
		terms = append(terms, t)
	}
	for _, m := range regexp.MustCompile(`(?m)^\| ([^|]+?) \|`).FindAllStringSubmatch(others, -1) {
		if m[1] != "you may read" {
			spellings = append(spellings, strings.Split(m[1], ", ")...)
		}
	}
	return terms, spellings
}

// prose is what a page says in words: headings, code, comments and the targets of
// links are blanks, and lines stay lines.
func prose(text string) string {
	for _, what := range []string{`(?s)<!-- made: .*?<!-- /made -->`, "(?ms)^```.*?^```$", `(?s)<!--.*?-->`, "`[^`]*`", `(?m)^#.*$`, `\]\([^)]*\)`, `<[^>]*>`} {
		text = regexp.MustCompile(what).ReplaceAllStringFunc(text, func(s string) string {
			return regexp.MustCompile(`[^\n]`).ReplaceAllString(s, " ")
		})
	}
	return text
}

func lineOf(text string, offset int) int { return 1 + strings.Count(text[:offset], "\n") }

// uses finds a term, or more than one of it, in small letters or capitals, perhaps
// broken between two lines.
func uses(name string) *regexp.Regexp {
	words := strings.Fields(regexp.QuoteMeta(name))
	return regexp.MustCompile(`(?i)(\*?)\b` + strings.Join(words, `\s+`) + `(?:s|es)?\b(\*?)`)
}

// early returns where a page uses a term before it has put it in italics; introduced
// says whether it ever does.
func early(name, text string) (line int, introduced bool) {
	text = prose(text)
	for _, m := range uses(name).FindAllStringSubmatchIndex(text, -1) {
		if m[2] != m[3] && m[4] != m[5] {
			return line, true
		}
		if line == 0 {
			line = lineOf(text, m[0])
		}
	}
	return line, false
}

func TestGlossary(t *testing.T) {
	terms, _ := glossary(read(t, glossaryPage))
	if len(terms) < 40 {
		t.Fatalf("%s has %d terms; want 40 or more", glossaryPage, len(terms))
	}
	for i, x := range terms {
		if i > 0 && strings.ToLower(terms[i-1].name) >= strings.ToLower(x.name) {
			t.Errorf("%s: %q stands behind %q", glossaryPage, x.name, terms[i-1].name)
		}
		if len(x.pages) == 0 {
			t.Errorf("%s: no page introduces %q", glossaryPage, x.name)
		}
		for _, page := range x.pages {
			line, introduced := early(x.name, read(t, page))
			if !introduced {
				t.Errorf("%s: introduces %q, says the glossary, and has it nowhere in *italics*", page, x.name)
			} else if line > 0 && !x.everyday {
				t.Errorf("%s:%d: uses %q before it is introduced; explain it here, in *italics*", page, line, x.name)
			}
		}
		for _, lesson := range lessons(t) {
			if x.everyday || len(x.pages) == 0 || lesson >= x.pages[0] {
				continue
			}
			if line, _ := early(x.name, read(t, lesson)); line > 0 {
				t.Errorf("%s:%d: uses %q, which %s introduces", lesson, line, x.name, x.pages[0])
			}
		}
	}
}

// misspelt returns where a page spells a term as others do, perhaps with a capital,
// or broken between two lines.
func misspelt(text string, spellings []string) (faults []string) {
	text = prose(regexp.MustCompile(`(?m)^#+ `).ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat(" ", len(s)) }))
	for _, s := range spellings {
		words := strings.Join(strings.Fields(regexp.QuoteMeta(s)), `\s+`)
		if first := words[:1]; strings.ToLower(first) == first {
			words = "(?i:" + first + ")" + words[1:]
		}
		for _, m := range regexp.MustCompile(`\b`+words+`s?\b`).FindAllStringIndex(text, -1) {
			faults = append(faults, fmt.Sprintf("%d: %q", lineOf(text, m[0]), s))
		}
	}
	return faults
}

func TestTermsAreSpelledAsInTheGlossary(t *testing.T) {
	_, spellings := glossary(read(t, glossaryPage))
	if !slices.Contains(spellings, "mask key") {
		t.Fatalf("%s: other spellings %q", glossaryPage, spellings)
	}
	for _, name := range tracked(t, ".md") {
		if name == glossaryPage {
			continue
		}
		for _, fault := range misspelt(read(t, name), spellings) {
			t.Errorf("%s:%s is spelled otherwise in the glossary", name, fault)
		}
	}
}

func TestUsesAreFound(t *testing.T) {
	for _, c := range []struct {
		text       string
		line       int
		introduced bool
	}{
		{"A *masking key*. The masking key.", 0, true},
		{"The *masking\nkeys* are new.", 0, true},
		{"A Masking key.\nThe *masking key*.", 1, true},
		{"\nA masking\nkey.", 2, false},
		{"`masking key` and\n```text\nmasking key\n```\n[x](masking key)", 0, false},
		{"an unmasking keyboard", 0, false},
	} {
		if line, introduced := early("masking key", c.text); line != c.line || introduced != c.introduced {
			t.Errorf("%q: used early in line %d, introduced: %v; want %d, %v", c.text, line, introduced, c.line, c.introduced)
		}
	}
	terms, spellings := glossary("| term | what | rule | introduced in |\n|---|---|---|---|\n| port ° | x | §1 | [01](../01-raw-socket/) |\n\n## Else\n\n| you may read | here | why |\n|---|---|---|\n| mask key, op code | y | z |\n")
	if len(terms) != 1 || terms[0].name != "port" || !terms[0].everyday || !slices.Equal(terms[0].pages, []string{"01-raw-socket/README.md"}) || !slices.Contains(spellings, "op code") {
		t.Errorf("terms %+v, spellings %q", terms, spellings)
	}
	if faults := misspelt("The mask key.\n`mask key`\n# Mask keys\nA mask\nkey.\n```text\nmask key\n```\n", spellings); len(faults) != 3 {
		t.Errorf("misspelt: %q, want three", faults)
	}
}
