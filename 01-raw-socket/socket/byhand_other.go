//go:build !unix

package socket

import (
	"context"
	"errors"
	"io"
)

// ByHand needs a Unix system; elsewhere it says so.
func ByHand(context.Context, io.Writer) error {
	return errors.New("syscalls: made by hand on Unix systems only; net.Listen works here too")
}
