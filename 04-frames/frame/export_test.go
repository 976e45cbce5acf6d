package frame

// Sound is what both forms of the check say of a frame's first two bytes.
func Sound(b []byte, r Rules) (sound bool, broken []Breach) {
	h, _ := Parse(b)
	return r.sound(h, b[1]&0x7f), r.firstTwo(h, b[1]&0x7f)
}
