package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"example/websocket/.ci/picture"
)

// tracked returns the files of the repository, of those that are there, whose names
// end in one of suffixes.
func tracked(t *testing.T, suffixes ...string) []string {
	t.Helper()
	out, err := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"), func(name string) bool {
		_, err := os.Stat(name)
		return err != nil || !slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(name, s) })
	})
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// Every link inside the repository leads to a file that is there, and to a heading
// that is in it.
func TestLinksResolve(t *testing.T) {
	for _, name := range tracked(t, ".md") {
		text := read(t, name)
		for _, code := range []*regexp.Regexp{fences, inCode} {
			text = code.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("\n", strings.Count(s, "\n")) })
		}
		links := link.FindAllStringSubmatchIndex(text, -1)
		for _, m := range links {
			if fault := follow(t, name, text[m[2]:m[3]]); fault != "" {
				t.Errorf("%s:%d: links to %s: %s", name, lineOf(text, m[0]), text[m[2]:m[3]], fault)
			}
		}
		if n := strings.Count(text, "](") + strings.Count(text, "][") + strings.Count(text, "<a ") + strings.Count(text, "<img "); n != len(links) {
			t.Errorf("%s: has %d links, of which %d are [TEXT](WHERE): others nobody follows", name, n, len(links))
		}
	}
}

func follow(t *testing.T, from, to string) (fault string) {
	if m := regexp.MustCompile(`/rfc(\d+)#section-([\d.]+)$`).FindStringSubmatch(to); m != nil {
		if all, err := sections(); err != nil || all["RFC "+m[1]+" §"+m[2]] == "" {
			return "that section is not in .ci/book/sections.txt"
		}
	}
	if strings.Contains(to, "://") {
		return ""
	}
	file, anchor, ok := strings.Cut(to, "#")
	target := from
	if file != "" {
		target = filepath.Join(filepath.Dir(from), file)
	}
	if info, err := os.Stat(target); err != nil {
		return "there is no such file"
	} else if ok && info.IsDir() {
		target = filepath.Join(target, "README.md")
	}
	if ok && !slices.Contains(anchors(read(t, target)), anchor) {
		return fmt.Sprintf("%s has no such heading; it has %q", target, anchors(read(t, target)))
	}
	return ""
}

// anchors returns those that GitHub makes of a page's headings: in small letters,
// blanks as hyphens, nothing but letters, digits and hyphens; a second one of the
// same name gets "-1".
func anchors(text string) (all []string) {
	text = regexp.MustCompile("(?ms)^```.*?^```$").ReplaceAllString(text, "")
	seen := make(map[string]int)
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		heading := regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`).ReplaceAllString(m[1], "$1")
		anchor := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, heading)
		if n := seen[anchor]; n > 0 {
			all = append(all, fmt.Sprintf("%s-%d", anchor, n))
		} else {
			all = append(all, anchor)
		}
		seen[anchor]++
	}
	return all
}

func TestCites(t *testing.T) {
	var got []string
	for _, c := range cites("RFC 7692 §7.1, §7.2 and §5; then §1.3 (RFC\n6455 §10.2).") {
		got = append(got, c.rfc+" §"+c.at)
	}
	want := []string{"7692 §7.1", "7692 §7.2", "7692 §5", " §1.3", "6455 §10.2"}
	if !slices.Equal(got, want) {
		t.Errorf("cites %q, want %q", got, want)
	}
}

func TestAnchorsAreGitHubs(t *testing.T) {
	got := anchors("# 04 · Frames\n## So we're done? Not quite\n```\n# no heading\n```\n### 1. `Read` and [write](x.md)\n## Run it\n## Run it\n")
	want := []string{"04--frames", "so-were-done-not-quite", "1-read-and-write", "run-it", "run-it-1"}
	if !slices.Equal(got, want) {
		t.Errorf("anchors %q, want %q", got, want)
	}
}

// Every section of an RFC that somebody cites is in the list, with its title; and
// the list has no other. A § without an RFC is RFC 6455's, or, where compression is
// made, perhaps RFC 7692's.
func TestCitedSectionsExist(t *testing.T) {
	all, err := sections()
	if err != nil {
		t.Fatal(err)
	}
	used := make(map[string]bool)
	for _, name := range tracked(t, ".md", ".go") {
		if strings.HasPrefix(name, ".ci/book/") {
			continue // examples of citations
		}
		text := regexp.MustCompile(`\n[ \t]*// ?`).ReplaceAllString(read(t, name), "\n")
		for _, c := range cites(text) {
			rfcs := []string{c.rfc}
			if c.rfc == "" {
				rfcs[0] = "6455"
				if strings.Contains(name, "deflate") || strings.Contains(name, "compress") {
					rfcs = append(rfcs, "7692")
				}
			}
			i := slices.IndexFunc(rfcs, func(rfc string) bool { return all["RFC "+rfc+" §"+c.at] != "" })
			if i < 0 {
				t.Errorf("%s:%d: cites RFC %s §%s, which is not in .ci/book/sections.txt", name, 1+strings.Count(text[:c.offset], "\n"), strings.Join(rfcs, " or "), c.at)
				continue
			}
			used["RFC "+rfcs[i]+" §"+c.at] = true
		}
	}
	for section := range all {
		if !used[section] {
			t.Errorf(".ci/book/sections.txt: nobody cites %s %s", section, all[section])
		}
	}
}

// Every picture has a text for those who do not see it, and an SVG is one that the
// repository draws.
func TestPicturesHaveWords(t *testing.T) {
	images := make(map[string]bool)
	for _, name := range tracked(t, ".md") {
		for _, m := range regexp.MustCompile(`!\[([^\]]*)\]\(([^)]*)\)`).FindAllStringSubmatch(read(t, name), -1) {
			images[filepath.Join(filepath.Dir(name), m[2])] = true
			if len(m[1]) < 40 {
				t.Errorf("%s: the picture %s has the alternative text %q; say what it shows", name, m[2], m[1])
			}
		}
	}
	pictures, err := picture.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range tracked(t, ".svg", ".png") {
		if !images[name] {
			t.Errorf("%s: no page shows it", name)
		}
		drawn := slices.ContainsFunc(pictures, func(p picture.Picture) bool { return p.Path == name })
		if strings.HasSuffix(name, ".svg") && !drawn {
			t.Errorf("%s: .ci/picture does not draw it", name)
		}
	}
	for _, p := range pictures {
		if !images[p.Path] {
			t.Errorf("%s: no page shows it", p.Path)
		}
	}
}

// What the tables of the claims name are tests, and a lesson's foot names those of
// its chapter.
func TestClaimsAndTestsNameEachOther(t *testing.T) {
	chapters, _ := filepath.Glob("0*")
	all, err := claims(chapters)
	if err != nil {
		t.Fatal(err)
	}
	readme := read(t, "README.md")
	for _, c := range all {
		for _, test := range c.tests {
			if !strings.Contains(readme, "[`"+test.name+"`]("+test.file+")") {
				t.Errorf("%s: README.md does not name %s of %s", c.id, test.name, test.file)
			}
			if lesson := test.chapter + "/README.md"; !strings.Contains(read(t, lesson), "[`"+test.name+"`]") {
				t.Errorf("%s: %s does not name %s", c.id, lesson, test.name)
			}
		}
	}
	for _, m := range regexp.MustCompile("\\[`(Test\\w+)`\\]").FindAllStringSubmatch(readme, -1) {
		if !slices.ContainsFunc(all, func(c claim) bool {
			return slices.ContainsFunc(c.tests, func(x test) bool { return x.name == m[1] })
		}) {
			t.Errorf("README.md names %s, which names no claim", m[1])
		}
	}
}
