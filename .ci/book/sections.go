package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The sections of the RFCs that the repository cites, each with its title.
//
//go:embed sections.txt
var sectionList string

// sections returns the titles by "RFC 6455 §5.2".
func sections() (map[string]string, error) {
	all := make(map[string]string)
	rfc := ""
	for line := range strings.Lines(sectionList) {
		line = strings.TrimSpace(line)
		number, title, ok := strings.Cut(line, " ")
		switch {
		case line == "":
		case number == "RFC":
			rfc = line
		case !ok || rfc == "":
			return nil, fmt.Errorf("sections.txt: %q has no number and title, or no RFC above it", line)
		default:
			all[rfc+" §"+number] = title
		}
	}
	return all, nil
}

var citation = regexp.MustCompile(`(?:RFC\s+(\d+)\s+)?§(\d+(?:\.\d+)*)`)

// A cite is a section that a text names: "RFC 7692 §7.1". Without an RFC it is that
// of the cite just before, as in "RFC 7692 §7.1, §7.2", and else "".
type cite struct {
	rfc, at string
	offset  int
}

func cites(text string) (all []cite) {
	end := -1
	for _, m := range citation.FindAllStringSubmatchIndex(text, -1) {
		c := cite{at: text[m[4]:m[5]], offset: m[0]}
		if m[2] >= 0 {
			c.rfc = text[m[2]:m[3]]
		} else if end >= 0 && also.MatchString(text[end:m[0]]) {
			c.rfc = all[len(all)-1].rfc
		}
		all = append(all, c)
		end = m[1]
	}
	return all
}

var also = regexp.MustCompile(`^(?:,|,? and|,? or|;)\s+$`)

// cited returns the sections that a text cites, in order, each once. Without an RFC
// it is RFC 6455's.
func (b *book) cited(text string) ([]string, error) {
	var all []string
	for _, c := range cites(text) {
		section := "RFC " + cmp.Or(c.rfc, "6455") + " §" + c.at
		if _, ok := b.sections[section]; !ok {
			return nil, fmt.Errorf("%s is not in sections.txt", section)
		}
		if !slices.Contains(all, section) {
			all = append(all, section)
		}
	}
	slices.SortFunc(all, compareSections)
	return all, nil
}

// compareSections puts §5.2 before §5.10.
func compareSections(a, b string) int {
	numbers := func(s string) []int {
		var all []int
		for _, word := range regexp.MustCompile(`\d+`).FindAllString(s, -1) {
			n := 0
			fmt.Sscan(word, &n)
			all = append(all, n)
		}
		return all
	}
	return slices.Compare(numbers(a), numbers(b))
}
