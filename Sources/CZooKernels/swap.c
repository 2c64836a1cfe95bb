#include "zoo_kernels.h"
#include <string.h>

#define DEFINE_SWAP(BITS, WIDTH)                                                                    \
  static void swap##BITS(uint8_t *b, size_t count) {                                                \
    for (size_t i = 0; i + WIDTH <= count; i += WIDTH) {                                            \
      uint##BITS##_t v;                                                                             \
      memcpy(&v, b + i, WIDTH);                                                                     \
      v = __builtin_bswap##BITS(v);                                                                 \
      memcpy(b + i, &v, WIDTH);                                                                     \
    }                                                                                               \
  }

DEFINE_SWAP(16, 2)
DEFINE_SWAP(32, 4)
DEFINE_SWAP(64, 8)

void zoo_swap_bytes(void *bytes, size_t count, size_t width) {
  uint8_t *b = bytes;
  switch (width) {
  case 0:
  case 1: return;
  case 2: swap16(b, count); return;
  case 4: swap32(b, count); return;
  case 8: swap64(b, count); return;
  default:
    for (size_t i = 0; i + width <= count; i += width) {
      for (size_t low = i, high = i + width - 1; low < high; low++, high--) {
        uint8_t byte = b[low];
        b[low] = b[high];
        b[high] = byte;
      }
    }
  }
}
