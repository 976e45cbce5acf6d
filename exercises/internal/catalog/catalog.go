// Package catalog knows the exercises by reading their folders. What there is to
// say of one stands in its README, once:
//
//	# 03b · The proof
//
//	fill · 10 minutes · edit [`key.go`](key.go) · rebuilds [`03-http-upgrade/handshake/key.go`](…)
//
// and the hints in three folds: <details>, a summary, the text, </details>.
package catalog

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// An Exercise is one folder. Paths are relative to the repository's root, with
// slashes.
type Exercise struct {
	Name     string // the folder's: "03b-accept-key"
	Title    string
	Kind     string // predict, fill, fix, break or catch
	Minutes  int
	File     string // to be edited: "exercises/03b-accept-key/key.go"
	Stub     string // File as it was shipped
	Solution string // the chapter's own file, if Rebuilds
	Rebuilds bool   // whether the solution is a file of a chapter
	Hints    []string
	Wrong    []Wrong
}

// A Wrong is a solution that the check has to reject.
type Wrong struct {
	Name string // "M12-hex-digest"
	Slip string // what it looks like, in a sentence or two
	Path string
}

// ID is the number and the letter: "03b".
func (e Exercise) ID() string { return e.Name[:3] }

// Folder is the exercise's, from the root: "exercises/03b-accept-key".
func (e Exercise) Folder() string { return "exercises/" + e.Name }

// Mistake returns the number of the common mistake that w makes, such as "M12",
// or "" if it has none.
func (w Wrong) Mistake() string {
	return regexp.MustCompile(`^(M\d\d)-|$`).FindStringSubmatch(w.Name)[1]
}

// Root returns the root of the repository that holds the working directory.
func Root() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "exercises", "internal", "catalog")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s is not inside the repository of these exercises", start)
		}
	}
}

// Load reads all the exercises, in their order.
func Load(root string) ([]Exercise, error) {
	folders, err := filepath.Glob(filepath.Join(root, "exercises", "0[0-9][a-z]-*"))
	if err != nil {
		return nil, err
	}
	slices.Sort(folders)
	var all []Exercise
	for _, folder := range folders {
		e, err := load(root, filepath.Base(folder))
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

var (
	heading = regexp.MustCompile(`^# (0\d[a-z]) · (.+)\n\n(predict|fill|fix|break|catch) · (\d+) minutes · edit \[` + "`([^`]+)`" + `\]\([^)]+\)(?: · rebuilds \[` + "`([^`]+)`" + `\])?`)
	fold    = regexp.MustCompile(`(?s)<details>\s*<summary>[^<]*</summary>(.*?)</details>`)
	slip    = regexp.MustCompile(`\A((?://.*\n)+)\n*package `)
)

func load(root, name string) (Exercise, error) {
	e := Exercise{Name: name}
	text, err := read(root, e.Folder()+"/README.md")
	if err != nil {
		return e, err
	}
	m := heading.FindStringSubmatch(text)
	if m == nil || m[1] != e.ID() {
		return e, fmt.Errorf("%s/README.md does not begin with its number, title, kind, minutes and file", e.Folder())
	}
	e.Title, e.Kind = m[2], m[3]
	e.Minutes, _ = strconv.Atoi(m[4])
	e.File, e.Stub = e.Folder()+"/"+m[5], e.Folder()+"/testdata/stub.go"
	e.Solution, e.Rebuilds = e.Folder()+"/testdata/solution.go", m[6] != ""
	if e.Rebuilds {
		e.Solution = m[6]
	}
	for _, m := range fold.FindAllStringSubmatch(text, -1) {
		e.Hints = append(e.Hints, strings.TrimSpace(m[1]))
	}
	paths, _ := filepath.Glob(filepath.Join(root, e.Folder(), "testdata", "wrong", "*.go"))
	slices.Sort(paths)
	for _, path := range paths {
		w := Wrong{Name: strings.TrimSuffix(filepath.Base(path), ".go")}
		w.Path = e.Folder() + "/testdata/wrong/" + w.Name + ".go"
		if text, err = read(root, w.Path); err != nil {
			return e, err
		}
		m := slip.FindStringSubmatch(text)
		if m == nil {
			return e, fmt.Errorf("%s does not begin with a comment that says what it looks like", w.Path)
		}
		w.Slip = strings.Join(strings.Fields(strings.ReplaceAll(m[1], "//", "")), " ")
		e.Wrong = append(e.Wrong, w)
	}
	return e, nil
}

// read reads a file with its lines ended as on Unix.
func read(root, path string) (string, error) {
	b, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(path)))
	return strings.ReplaceAll(string(b), "\r\n", "\n"), err
}

// Find returns the exercises that name means: a whole name, an id like 03b or 3B, a
// chapter like 03, any beginning of a name, or a path into the folder of one.
func Find(all []Exercise, name string) ([]Exercise, error) {
	short := strings.TrimPrefix(strings.ToLower(filepath.ToSlash(name)), "./")
	if _, inside, ok := strings.Cut(short, "exercises/"); ok {
		short = inside
	}
	short, _, _ = strings.Cut(short, "/")
	var found []Exercise
	for _, e := range all {
		if short != "" && (strings.HasPrefix(e.Name, short) || strings.HasPrefix(e.Name, "0"+short)) {
			found = append(found, e)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("no exercise is called %q: go run ./exercises lists them", name)
	}
	return found, nil
}
