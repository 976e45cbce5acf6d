package mask

import (
	"fmt"
	"testing"
)

func BenchmarkMask(b *testing.B) {
	for _, size := range []int{16, 1024, 65536} {
		p := make([]byte, size)
		key := NewKey()
		for name, f := range map[string]func([]byte, [4]byte, int) int{"plain": Plain, "fast": XOR} {
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				b.SetBytes(int64(size))
				for b.Loop() {
					f(p, key, 0)
				}
			})
		}
	}
}
