package mask

import "testing"

// Masking hides nothing: four known bytes give the key away, wherever they
// stand in the payload.
//
// Claim C7.
func TestFourKnownBytesGiveTheKey(t *testing.T) {
	for at := range 8 {
		p := []byte("xxxxxxxx"[:at] + "pay 10 to Bob")
		key := NewKey()
		Plain(p, key, 0)

		var found [4]byte
		for i, known := range []byte("pay ") {
			found[(at+i)%4] = p[at+i] ^ known
		}
		if found != key {
			t.Errorf("known bytes at %d: found key % x, want % x", at, found, key)
		}
	}
}

// Nor does it protect anything from being changed: whoever knows what stands
// somewhere can put something else there, without the key.
//
// Claim C7.
func TestAMaskedPayloadCanBeChangedWithoutTheKey(t *testing.T) {
	p := []byte("pay 10 to Bob")
	key := NewKey()
	Plain(p, key, 0)

	for i := range "10" {
		p[len("pay ")+i] ^= "10"[i] ^ "99"[i]
	}
	Plain(p, key, 0)
	if got, want := string(p), "pay 99 to Bob"; got != want {
		t.Errorf("after the change: %q, want %q", got, want)
	}
}
