package dissect

import (
	"context"
	"fmt"

	"example/websocket/01-raw-socket/program"
)

// Run prints the frames that these words of hex are, and says so if they are
// none: it is the verb decode.
func Run(_ context.Context, words []string) error {
	b, err := program.ParseHex(words)
	fmt.Print(Frames(b))
	return err
}
