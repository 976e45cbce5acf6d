package main

import (
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

// A citation is "RFC 7692 §7.1"; after "RFC 6455", or nothing, also "§5.2".
var citation = regexp.MustCompile(`(?:RFC\s+(\d+)\s+)?§(\d+(?:\.\d+)*)`)

// cited returns the sections that a text cites, in order, each once.
func (b *book) cited(text string) ([]string, error) {
	var all []string
	for _, m := range citation.FindAllStringSubmatch(text, -1) {
		rfc := m[1]
		if rfc == "" {
			rfc = "6455"
		}
		section := "RFC " + rfc + " §" + m[2]
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
