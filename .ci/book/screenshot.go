package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The page that the README shows, and the test that photographs it.
const (
	thePage  = "06-full-websocket/page/page.html"
	itsTest  = "TestBrowserTalksToChapter06"
	itsAbout = "The page of chapter 06 in a browser: it has connected, sent a text and three bytes, " +
		"got both back, and said goodbye with code 4001."
)

// screenshot returns where the photograph of the page is. Two machines draw no two
// alike, so its name says which page it shows: the first digits of its SHA-256.
func screenshot() (string, error) {
	html, err := os.ReadFile(thePage)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(html)
	return fmt.Sprintf("%s-%x.png", strings.TrimSuffix(thePage, ".html"), sum[:4]), nil
}

// photograph takes it, unless the page is the one that the last one shows.
func photograph(ctx context.Context, files map[string]string) error {
	name, err := screenshot()
	if err != nil {
		return err
	}
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	dir, err := os.MkdirTemp("", "book")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	cmd := exec.CommandContext(ctx, "go", "test", "-count=1", "-run", "^"+itsTest+"$", "./06-full-websocket/interop")
	cmd.Env = append(os.Environ(), "SCREENSHOTS="+dir, "REQUIRE_PEERS=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %v\n%s", itsTest, err, out)
	}
	png, err := os.ReadFile(filepath.Join(dir, "06.png"))
	files[name] = string(png)
	return err
}
