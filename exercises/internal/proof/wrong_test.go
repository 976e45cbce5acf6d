package proof

import (
	"errors"
	"maps"
	"sync"
	"testing"

	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/diagnosis"
	"example/websocket/exercises/internal/trial"
)

// The wrong solutions are run in rounds, each with one of every exercise.
func TestWrongSolutionsFailAndAreToldApart(t *testing.T) {
	root, all := load(t)
	times := 1
	if *update {
		times = 4 // to see what differs from run to run
	}
	tried := rounds(t, root, all, times)
	total := 0
	for _, e := range all {
		prints := make(map[string]diagnosis.Print)
		for i, w := range e.Wrong {
			total++
			if p := fingerprint(t, root, e, w, tried[i]); p != nil {
				prints[w.Name] = p
			}
		}
		stored, err := diagnosis.Load(root, e)
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			stored = prints
			if err := diagnosis.Store(root, e, prints); err != nil {
				t.Fatal(err)
			}
		}
		apart(t, e, stored)
	}
	t.Logf("%d exercises, %d wrong solutions", len(all), total)
}

// rounds runs the first wrong solution of every exercise, the second of every one,
// and so on, so many times each, a few rounds side by side: some wait for what
// never comes.
func rounds(t *testing.T, root string, all []catalog.Exercise, times int) [][]map[string]*trial.Result {
	t.Helper()
	most := 0
	for _, e := range all {
		most = max(most, len(e.Wrong))
	}
	results := make([][]map[string]*trial.Result, most)
	errs := make([]error, most)
	turns := make(chan bool, 3)
	var under sync.WaitGroup
	for i := range results {
		under.Go(func() {
			turns <- true
			defer func() { <-turns }()
			for range times {
				r, err := round(t, root, all, func(e catalog.Exercise) string {
					if i < len(e.Wrong) {
						return e.Wrong[i].Path
					}
					return ""
				}, "-count=1")
				results[i], errs[i] = append(results[i], r), errors.Join(errs[i], err)
			}
		})
	}
	under.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	return results
}

// fingerprint returns the fingerprint of w, one of the wrong solutions of e, from what
// came of it in each run, and holds that it fails by a named case and that its
// diagnosis is the one that comes out.
func fingerprint(t *testing.T, root string, e catalog.Exercise, w catalog.Wrong, runs []map[string]*trial.Result) diagnosis.Print {
	t.Helper()
	r := runs[0][e.Name]
	p := diagnosis.Of(r)
	if r.State != trial.Failed || len(p) == 0 {
		t.Errorf("%s: %s, want that it fails by a named case\n%s", w.Path, r.State, r.Output)
		return nil
	}
	for _, other := range runs[1:] {
		steady(p, diagnosis.Of(other[e.Name]))
	}
	if *update {
		return p
	}
	named, _, err := diagnosis.Name(root, e, r)
	if err != nil || named.Name != w.Name {
		t.Errorf("%s: the diagnosis is %q (%v); its fingerprint is\n%v", w.Path, named.Name, err, p)
	}
	return p
}

// steady makes p vary where q, of another run, differs. A case that fails in some
// runs only makes no fingerprint.
func steady(p, q diagnosis.Print) {
	for name := range p {
		if got, ok := q[name]; !ok {
			delete(p, name)
		} else if got != p[name] {
			p[name] = diagnosis.Varies
		}
	}
}

// apart holds that no two slips of an exercise have one fingerprint, and that none
// is stored whose solution is gone.
func apart(t *testing.T, e catalog.Exercise, prints map[string]diagnosis.Print) {
	t.Helper()
	left := maps.Clone(prints)
	for i, w := range e.Wrong {
		delete(left, w.Name)
		for _, other := range e.Wrong[:i] {
			if prints[w.Name].Matches(prints[other.Name]) {
				t.Errorf("%s: %s and %s have one fingerprint: %v", e.Name, other.Name, w.Name, prints[w.Name])
			}
		}
	}
	for name := range left {
		t.Errorf("%s: a fingerprint of %s is stored, and there is no such wrong solution", e.Name, name)
	}
}
