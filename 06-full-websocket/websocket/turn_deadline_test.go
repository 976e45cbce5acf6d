package websocket_test

import (
	"errors"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

// The write deadline bounds the wait for another message's end, too; one that
// passes there has cost nothing.
func TestWriteDeadlineBoundsTheWaitForATurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := pair(t)
		defer client.Close()
		defer server.Close()
		go client.ReadMessage(nil)
		out, err := server.NextWriter(text)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		server.SetWriteDeadline(start.Add(time.Second))
		err = server.WriteMessage(text, []byte("too early"))
		if took := time.Since(start); !errors.Is(err, os.ErrDeadlineExceeded) || took != time.Second {
			t.Errorf("after %v: %v, want the deadline after 1s", took, err)
		}
		server.SetWriteDeadline(time.Time{})
		if err := out.Close(); err != nil {
			t.Error(err)
		}
	})
}
