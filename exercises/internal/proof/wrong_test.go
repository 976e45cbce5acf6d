package proof

import (
	"maps"
	"testing"

	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/diagnosis"
	"example/websocket/exercises/internal/trial"
)

// The wrong solutions are run in rounds, each with one of every exercise.
func TestWrongSolutionsFailAndAreToldApart(t *testing.T) {
	root, all := load(t)
	stored := make(map[string]map[string]diagnosis.Print)
	for _, e := range all {
		prints, err := diagnosis.Load(root, e)
		if err != nil {
			t.Fatal(err)
		}
		stored[e.Name] = prints
	}
	found := make(map[string]map[string]diagnosis.Print)
	total := 0
	for i := 0; ; i++ {
		pick := func(e catalog.Exercise) string {
			if i < len(e.Wrong) {
				return e.Wrong[i].Path
			}
			return ""
		}
		results := round(t, root, all, pick)
		if len(results) == 0 {
			break
		}
		var again []map[string]*trial.Result
		if *update {
			for range 3 {
				again = append(again, round(t, root, all, pick, "-count=1"))
			}
		}
		for _, e := range all {
			r := results[e.Name]
			if r == nil {
				continue
			}
			total++
			w, p := e.Wrong[i], diagnosis.Of(r)
			if r.State != trial.Failed || len(p) == 0 {
				t.Errorf("%s: %s, want that it fails by a named case\n%s", w.Path, r.State, r.Output)
				continue
			}
			for _, other := range again {
				steady(p, diagnosis.Of(other[e.Name]))
			}
			if found[e.Name] == nil {
				found[e.Name] = make(map[string]diagnosis.Print)
			}
			found[e.Name][w.Name] = p
			if *update {
				continue
			}
			named, _, err := diagnosis.Name(root, e, r)
			if err != nil || named.Name != w.Name {
				t.Errorf("%s: the diagnosis is %q (%v); its fingerprint is\n%v\nand stored is\n%v", w.Path, named.Name, err, p, stored[e.Name][w.Name])
			}
		}
	}
	t.Logf("%d exercises, %d wrong solutions", len(all), total)
	for _, e := range all {
		prints := stored[e.Name]
		if *update {
			prints = found[e.Name]
			if err := diagnosis.Store(root, e, prints); err != nil {
				t.Fatal(err)
			}
		}
		apart(t, e, prints)
	}
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
