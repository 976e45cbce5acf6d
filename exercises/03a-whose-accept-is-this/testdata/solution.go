package autopsy

// Which slip made which value.
const (
	First  = EmptyKey    // Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=
	Second = TrailingCR  // zvnId+CMmoYWpbuFiCx6kU/bpAw=
	Third  = HexDigest   // YjM3YTRmMmNjMDYyNGYxNjkwZjY0NjA2Y2YzODU5NDViMmJlYzRlYQ==
	Fourth = DecodedKey  // BXhwxM0SZasKmCD9S4BfpPmCnEw=
	Fifth  = WrappedGUID // 9IZAeK9wO5ZSe7JgQ7zGFoDfes0=

	SameForEveryKey = EmptyKey // the slip that gives one value, whatever the key is
)
