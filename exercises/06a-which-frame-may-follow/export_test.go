package websocket

// Sequence lets the check reach sequence.
type Sequence = sequence

// Op returns the opcode that s tells the engine.
func (s *Sequence) Op() Opcode { return s.op }
