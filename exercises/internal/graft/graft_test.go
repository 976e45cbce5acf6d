package graft

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"example/websocket/06-full-websocket/conformance"
	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/catalog/catalogtest"
)

// parts returns the exercises that rebuild a file of a chapter.
func parts(t *testing.T) (root string, all []catalog.Exercise) {
	t.Helper()
	root, all = catalogtest.Load(t)
	return root, slices.DeleteFunc(all, func(e catalog.Exercise) bool { return !e.Rebuilds })
}

// groups are where the conformance suite looks at the pieces; of the whole suite
// the judge in chapter 06's own tests makes use.
var groups = map[string]string{
	"01d": "late", "03b": "handshake", "03c": "handshake", "04c": "lengths", "05b": "masking", "06a": "fragmentation", "06e": "UTF-8",
}

func cases(group string) []conformance.Case {
	if group == "late" {
		return []conformance.Case{conformance.Late(late)}
	}
	return slices.DeleteFunc(conformance.Cases(), func(c conformance.Case) bool {
		return c.Group != group || c.Heavy || c.Side == conformance.Clients || c.ID == "10.4/half-a-request" // which takes as long as a server waits
	})
}

// failure returns the first case that fails, "" if none does. The server of a
// wrong piece may well fall over.
func failure(t *testing.T, binary string, cases []conformance.Case) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	failed := ""
	err := Judge(ctx, binary, cases, conformance.Options{}, func(r conformance.Result) {
		if r.Verdict == conformance.Failed && failed == "" {
			failed = r.ID
			cancel()
		}
	})
	if err != nil && failed == "" {
		return err.Error()
	}
	return failed
}

// A piece of which no wrong solution makes the suite fail would be one that the
// engine does not use.
func TestTheSuiteNoticesAWrongPiece(t *testing.T) {
	root, all := parts(t)
	for _, e := range all {
		t.Run(e.Name, func(t *testing.T) {
			group, ok := groups[e.ID()]
			if !ok {
				t.Fatalf("no group of the suite is named for %s", e.Name)
			}
			for _, w := range e.Wrong {
				binary, err := Build(t.Context(), root, t.TempDir(), Pieces{e.Solution: w.Path})
				if err != nil {
					t.Fatalf("%s: %v", w.Name, err)
				}
				if found := failure(t, binary, cases(group)); found != "" {
					t.Logf("%s in the place of %s: %s", w.Name, e.Solution, found)
					return
				}
			}
			t.Errorf("the suite is content with each wrong solution of %s in the place of %s", e.Name, e.Solution)
		})
	}
}

// All the solutions at once, each as a learner's file, serve a browser's page and
// pass.
func TestRightPiecesServe(t *testing.T) {
	root, all := parts(t)
	dir := t.TempDir()
	overlay := make(map[string]string)
	for _, e := range all {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(e.Solution)))
		if err != nil {
			t.Fatal(err)
		}
		yours := filepath.Join(dir, e.Name+".go")
		if err := os.WriteFile(yours, append(text, "\n// Written by a learner.\n"...), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay[e.File] = yours
	}
	var list strings.Builder
	pieces, err := passed(t.Context(), &list, root, all, overlay)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if pieces[e.Solution] != overlay[e.File] || !strings.Contains(list.String(), "yours             "+e.ID()+", passed\n") {
			t.Errorf("%s is not in:\n%s", e.Name, &list)
		}
	}
	binary, err := Build(t.Context(), root, dir, pieces)
	if err != nil {
		t.Fatal(err)
	}
	var tried []conformance.Case
	for _, e := range all {
		tried = append(tried, cases(groups[e.ID()])...)
	}
	if found := failure(t, binary, tried); found != "" {
		t.Errorf("%s fails", found)
	}

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := serve(ctx, in, binary, "127.0.0.1:0")
		in.CloseWithError(io.EOF)
		ended <- err
	}()
	said := new(bytes.Buffer)
	for !strings.Contains(said.String(), "Ctrl-C ends it.") {
		if _, err := io.CopyN(said, out, 1); err != nil {
			t.Fatalf("%v, %v; it said:\n%s", err, <-ended, said)
		}
	}
	go io.Copy(io.Discard, out)
	_, url, _ := strings.Cut(said.String(), "open ")
	url, _, _ = strings.Cut(url, " ")
	client := http.Client{Timeout: time.Minute}
	page, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	page.Body.Close()
	if page.StatusCode != 200 || !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") {
		t.Errorf("%s: %s, %s", url, page.Status, page.Header.Get("Content-Type"))
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("after an interrupt: %v", err)
	}
}

// Whoever has passed nothing yet is told what to begin with.
func TestNothingToGraft(t *testing.T) {
	root, all := parts(t)
	overlay := make(map[string]string)
	for _, e := range all {
		overlay[e.File] = e.Stub
	}
	var list strings.Builder
	pieces, err := passed(t.Context(), &list, root, all, overlay)
	if err == nil || !strings.Contains(err.Error(), "has passed yet: ") || !strings.Contains(err.Error(), "03b-accept-key") {
		t.Errorf("%v, %v\n%s", pieces, err, &list)
	}
	if n := strings.Count(list.String(), "the chapter's own"); n != len(all) {
		t.Errorf("%d pieces of %d are the chapter's:\n%s", n, len(all), &list)
	}
}

// An address in use is told of before anything is built: for that there is no time
// here.
func TestAnAddressInUseIsToldOfFirst(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	addr := l.Addr().String()
	if err := run(ctx, addr); err == nil || !strings.HasPrefix(err.Error(), addr+" is in use: another chapter may still be running") {
		t.Errorf("%v, want that %s is in use", err, addr)
	}
	if err := run(ctx, "127.0.0.1:0"); !errors.Is(err, context.Canceled) {
		t.Errorf("with an address that is free: %v, want %v: it goes on to the next", err, context.Canceled)
	}
}

// A file that passes its check may still not fit among its neighbours.
func TestAPieceThatDoesNotFitIsToldApart(t *testing.T) {
	root, all := parts(t)
	e := all[slices.IndexFunc(all, func(e catalog.Exercise) bool { return e.ID() == "03b" })]
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(e.Solution)))
	if err != nil {
		t.Fatal(err)
	}
	for helper, want := range map[string]string{
		"func HasToken() {}":           "HasToken redeclared",
		"var accept = inAnotherFile()": "undefined: inAnotherFile",
	} {
		yours := filepath.Join(t.TempDir(), "key.go")
		if err := os.WriteFile(yours, append(slices.Clone(text), "\n"+helper+"\n"...), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = Build(t.Context(), root, t.TempDir(), Pieces{e.Solution: yours})
		if err == nil || !strings.Contains(err.Error(), "does a helper stand in another file") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", helper, err)
		}
	}
}
