package handshake

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
)

// Autopsy says which slip turns key into the Sec-WebSocket-Accept that a
// server sent, by making each known slip and comparing.
func Autopsy(key, got string) string {
	decoded, _ := base64.StdEncoding.DecodeString(key)
	digest, _ := base64.StdEncoding.DecodeString(AcceptKey(key))
	for _, slip := range []struct{ accept, text string }{
		{AcceptKey(key), "it is correct"},
		{AcceptKey(""),
			"this is what you get when the key is empty: the server did not find the header"},
		{hashed(key + "258EAFA5-E914-47DA- 95CA-C5AB0DC85B11"),
			"this is what you get when the GUID is copied with the space of the RFC's line wrap"},
		{AcceptKey(string(decoded)),
			"this is what you get when the key is base64-decoded first: it is used as it was sent"},
		{base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(digest))),
			"this is the base64 of the SHA-1 in hex: it has to be of the 20 bytes themselves"},
		{hex.EncodeToString(digest), "this is the SHA-1 in hex: it has to be in base64"},
		{hashed(key + "258eafa5-e914-47da-95ca-c5ab0dc85b11"),
			"this is what you get when the GUID is in lower case"},
		{AcceptKey(key + "\r"), `this is what you get when the key still ends in \r`},
		{AcceptKey(key + "\r\n"), `this is what you get when the key still ends in \r\n`},
		{AcceptKey(" " + key), "this is what you get when the space before the key is kept"},
		{hashed(key), "this is what you get when the GUID is left out"},
		{hashed("258EAFA5-E914-47DA-95CA-C5AB0DC85B11" + key),
			"this is what you get when the GUID stands before the key, not behind it"},
		{hashed(""), "this is the SHA-1 of nothing: neither key nor GUID reached it"},
		{AcceptKey("dGhlIHNhbXBsZSBub25jZQ=="),
			"this is the answer to the RFC's sample key, not to yours"},
		{key, "this is the key itself, sent back"},
	} {
		if got == slip.accept {
			return slip.text
		}
	}
	return "no known slip gives this value (is the GUID right?)"
}

// hashed returns the SHA-1 of s, 20 bytes, in base64.
func hashed(s string) string {
	sum := sha1.Sum([]byte(s))
	return base64.StdEncoding.EncodeToString(sum[:])
}
