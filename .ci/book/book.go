package main

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"example/websocket/.ci/picture"
)

// A book is what the pages have in common.
type book struct {
	chapters  []string // their folders
	exercises []exercise
	claims    []claim
	sections  map[string]string // titles by "RFC 6455 §5.2"
	pictures  []picture.Picture
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
	if b.exercises, err = exercises(); err != nil {
		return nil, err
	}
	b.pictures, err = picture.All(ctx)
	return b, err
}

// files are those that belong to pages and are made whole: the pictures.
func (b *book) files(ctx context.Context) (map[string]string, error) {
	files := make(map[string]string)
	for _, p := range b.pictures {
		files[p.Path] = p.SVG
	}
	return files, photograph(ctx, files)
}

// made returns what stands between <!-- made: what --> and <!-- /made -->. Text is
// the page above it.
func (b *book) made(what, page, text string) (string, error) {
	switch what {
	case "claims":
		return b.claimed(), nil
	case "chapters":
		return b.chapterTable()
	case "foot":
		return b.foot(filepath.Dir(page), text)
	case "screenshot":
		png, err := screenshot()
		return fmt.Sprintf("![%s](%s)\n", itsAbout, relative(filepath.Dir(page), png)), err
	}
	for _, p := range b.pictures {
		if "picture "+path.Base(p.Path) == what+".svg" {
			return shown(p, filepath.Dir(page)), nil
		}
	}
	return "", fmt.Errorf("made: nothing is called %q; there are claims, chapters, foot, screenshot, and picture NAME", what)
}

// shown is a picture on a page, and the same for those who do not see it.
func shown(p picture.Picture, folder string) string {
	return fmt.Sprintf("![%s](%s)\n\n<details><summary>The same as text</summary>\n\n```text\n%s```\n\n</details>\n", p.About, relative(folder, p.Path), p.Text)
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
