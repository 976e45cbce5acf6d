package conformance

import (
	"errors"
	"io"
	"os"
	"sync"
	"time"
)

// inboxMax is how many bytes may lie unread: far more than any case asks for.
const inboxMax = 64 << 20

var errFlood = errors.New("more than 64 MiB that nobody asked for")

// An inbox takes in what the peer sends as it comes, so that the peer never
// waits for the judge to read while the judge is still sending.
type inbox struct {
	patience time.Duration // of one Read

	mu     sync.Mutex
	chunks [][]byte
	size   int           // of all chunks
	err    error         // why no more will come
	more   chan struct{} // closed, and made anew, when something has come
}

func newInbox(patience time.Duration) *inbox {
	return &inbox{patience: patience, more: make(chan struct{})}
}

// fill reads r to its end.
func (in *inbox) fill(r io.Reader) {
	for {
		b := make([]byte, 32<<10)
		n, err := r.Read(b)
		in.mu.Lock()
		if n > 0 {
			in.chunks = append(in.chunks, b[:n:n])
			in.size += n
		}
		if err == nil && in.size > inboxMax {
			err = errFlood
		}
		in.err = err
		close(in.more)
		in.more = make(chan struct{})
		in.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// wait waits for a byte, or the end, and reports whether either has come.
func (in *inbox) wait(patience time.Duration) bool {
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	for {
		in.mu.Lock()
		there, more := len(in.chunks) > 0 || in.err != nil, in.more
		in.mu.Unlock()
		if there {
			return true
		}
		select {
		case <-more:
		case <-timeout.C:
			return false
		}
	}
}

// Read waits for a byte, or the end, or until its patience is over:
// os.ErrDeadlineExceeded.
func (in *inbox) Read(p []byte) (int, error) {
	if !in.wait(in.patience) {
		return 0, os.ErrDeadlineExceeded
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if len(in.chunks) == 0 {
		return 0, in.err
	}
	n := copy(p, in.chunks[0])
	if in.chunks[0] = in.chunks[0][n:]; len(in.chunks[0]) == 0 {
		in.chunks = in.chunks[1:]
	}
	in.size -= n
	return n, nil
}
