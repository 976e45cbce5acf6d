// This is what it looks like when each byte of the key is counted on by itself.
// In a number, what runs over at the end of one byte goes into the one before.

package page

func Premask(key [4]byte, want string) []byte {
	b := []byte(want)
	for i := range b {
		b[i] ^= key[i%4]
	}
	return b
}

func NextKey(history [][4]byte) (next [4]byte) {
	last, before := history[len(history)-1], history[len(history)-2]
	for i := range next {
		next[i] = last[i] + (last[i] - before[i])
	}
	return next
}
