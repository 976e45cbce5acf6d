package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// A book is what the pages have in common.
type book struct {
	chapters  []string // their folders
	exercises []exercise
	claims    []claim
	sections  map[string]string // titles by "RFC 6455 §5.2"
}

// An exercise, as its own page introduces it.
type exercise struct {
	folder, name, title, kind string
	minutes                   int
}

func open(ctx context.Context) (*book, error) {
	b := new(book)
	var err error
	if b.chapters, err = filepath.Glob("0*"); err != nil {
		return nil, err
	}
	if b.sections, err = sections(); err != nil {
		return nil, err
	}
	if b.claims, err = claims(b.chapters); err != nil {
		return nil, err
	}
	b.exercises, err = exercises()
	return b, err
}

// files are those that belong to pages and are made whole.
func (b *book) files() map[string]string { return make(map[string]string) }

// made returns what stands between <!-- made: what --> and <!-- /made -->.
func (b *book) made(what, page, text string) (string, error) {
	switch what {
	case "claims":
		return b.claimed(), nil
	case "chapters":
		return b.chapterTable()
	case "foot":
		return b.foot(filepath.Dir(page), text)
	}
	return "", fmt.Errorf("made: nothing is called %q; there are claims, chapters, foot", what)
}

var heading = regexp.MustCompile(`(?s)^# (\w+) · (.*?)\n\n(\w+) · (\d+) minutes`)

// exercises reads the heads of their pages.
func exercises() ([]exercise, error) {
	names, _ := filepath.Glob("exercises/0*/README.md")
	var all []exercise
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		m := heading.FindStringSubmatch(string(text))
		if m == nil {
			return nil, fmt.Errorf("%s: no title, kind and minutes at its head", name)
		}
		e := exercise{folder: filepath.ToSlash(filepath.Dir(name)), name: m[1], title: m[2], kind: m[3]}
		fmt.Sscan(m[4], &e.minutes)
		all = append(all, e)
	}
	return all, nil
}

// of returns the exercises of a chapter, and their minutes.
func (b *book) of(chapter string) (all []exercise, minutes int) {
	for _, e := range b.exercises {
		if strings.HasPrefix(e.name, chapter[:2]) {
			all = append(all, e)
			minutes += e.minutes
		}
	}
	return all, minutes
}
