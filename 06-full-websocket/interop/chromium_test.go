package interop

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example/websocket/01-raw-socket/program/programtest"
)

// shared is what the tests of this package use together.
var shared struct {
	dir      string // for programs and the browser's profile
	programs func() error
	browser  func() (*devtools, error)
	stop     []func()
}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "interop")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	shared.dir = dir
	shared.programs = sync.OnceValue(buildPrograms)
	shared.browser = sync.OnceValues(startChromium)
	status := m.Run()
	for _, stop := range shared.stop {
		stop()
	}
	os.RemoveAll(dir)
	os.Exit(status)
}

var chapters = []string{"01-raw-socket", "02-tcp-echo", "03-http-upgrade", "04-frames", "05-masking", "06-full-websocket"}

func buildPrograms() error {
	args := []string{"build", "-o", shared.dir + string(filepath.Separator)}
	for _, chapter := range chapters {
		args = append(args, "../../"+chapter)
	}
	out, err := exec.Command("go", args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

// start runs a chapter's program on a free port.
func start(t *testing.T, chapter string) (p *programtest.Process, addr string) {
	t.Helper()
	if err := shared.programs(); err != nil {
		t.Fatal(err)
	}
	p = programtest.StartCommand(t, exec.Command(filepath.Join(shared.dir, chapter), "-addr", "127.0.0.1:0"))
	return p, p.Addr()
}

// chromium returns the browser that all tests share.
func chromium(t *testing.T) *devtools {
	t.Helper()
	d, err := shared.browser()
	if errors.Is(err, exec.ErrNotFound) {
		missing(t, "Chromium", "apt-get install chromium")
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// missing skips a test for want of a peer, or fails it under REQUIRE_PEERS=1.
func missing(t *testing.T, peer, install string) {
	t.Helper()
	if os.Getenv("REQUIRE_PEERS") == "1" {
		t.Fatalf("%s is not installed, and REQUIRE_PEERS=1 is set: %s", peer, install)
	}
	t.Skipf("%s is not installed: %s", peer, install)
}

func startChromium() (*devtools, error) {
	path, err := find("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chromium-headless-shell",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage",
		"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--window-size=900,760", "--user-data-dir="+filepath.Join(shared.dir, "profile"),
		"--remote-debugging-port=0", "about:blank")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	shared.stop = append(shared.stop, func() { cmd.Process.Kill(); cmd.Wait() })

	url := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(stderr)
		for lines.Scan() {
			if u, ok := strings.CutPrefix(lines.Text(), "DevTools listening on "); ok {
				url <- u
			}
		}
		close(url)
	}()
	select {
	case u, ok := <-url:
		if !ok {
			return nil, fmt.Errorf("%s ended without offering DevTools", path)
		}
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		return dialDevtools(ctx, u)
	case <-time.After(patience):
		return nil, fmt.Errorf("%s offered no DevTools within %v", path, patience)
	}
}

func find(names ...string) (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", exec.ErrNotFound
}

// picture saves a screenshot as name in the folder that SCREENSHOTS names, if
// it names one.
func (b *tab) picture(name string) {
	b.t.Helper()
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		return
	}
	var shot struct{ Data string }
	clip := map[string]any{"x": 0, "y": 0, "width": 900, "height": 590, "scale": 1}
	b.call("Page.captureScreenshot", map[string]any{"format": "png", "clip": clip}, &shot)
	png, err := base64.StdEncoding.DecodeString(shot.Data)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name), png, 0o644)
	}
	if err != nil {
		b.t.Error(err)
	}
}
