package websocket

import "example/websocket/04-frames/frame"

// An Opcode says what a frame is; chapter 04 has them.
type Opcode = frame.Opcode
