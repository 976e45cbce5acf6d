package buffer

// Held is how large a buffer r holds. Only r's goroutine may ask.
func Held(r *Reader) int { return cap(r.buf) }
