#include "zoo_kernels.h"
#include <string.h>

#define TILE 16

// Two innermost loops where one side runs along the other's columns: copied tile by tile, so that
// both sides stay in the cache.
#define DEFINE_PLANE(WIDTH)                                                                         \
  static void plane##WIDTH(uint8_t *t, const uint8_t *s, int64_t n0, int64_t n1, int64_t t0,        \
                           int64_t t1, int64_t s0, int64_t s1) {                                    \
    for (int64_t a = 0; a < n0; a += TILE) {                                                        \
      int64_t ae = a + TILE < n0 ? a + TILE : n0;                                                   \
      for (int64_t b = 0; b < n1; b += TILE) {                                                      \
        int64_t be = b + TILE < n1 ? b + TILE : n1;                                                 \
        for (int64_t i = a; i < ae; i++)                                                            \
          for (int64_t j = b; j < be; j++)                                                          \
            memcpy(t + (i * t0 + j * t1) * WIDTH, s + (i * s0 + j * s1) * WIDTH, WIDTH);            \
      }                                                                                             \
    }                                                                                               \
  }

DEFINE_PLANE(1)
DEFINE_PLANE(2)
DEFINE_PLANE(4)
DEFINE_PLANE(8)
DEFINE_PLANE(16)

static void plane(uint8_t *t, const uint8_t *s, size_t width, int64_t n0, int64_t n1, int64_t t0,
                  int64_t t1, int64_t s0, int64_t s1) {
  if (t1 == 1 && s1 == 1) {
    for (int64_t i = 0; i < n0; i++)
      memcpy(t + (size_t)(i * t0) * width, s + (size_t)(i * s0) * width, (size_t)n1 * width);
    return;
  }
  switch (width) {
  case 1: plane1(t, s, n0, n1, t0, t1, s0, s1); break;
  case 2: plane2(t, s, n0, n1, t0, t1, s0, s1); break;
  case 4: plane4(t, s, n0, n1, t0, t1, s0, s1); break;
  case 8: plane8(t, s, n0, n1, t0, t1, s0, s1); break;
  default: plane16(t, s, n0, n1, t0, t1, s0, s1); break;
  }
}

void zoo_gather(void *target, const void *source, size_t width, size_t rank, const int64_t *extents,
                const int64_t *target_strides, const int64_t *source_strides) {
  uint8_t *t = target;
  const uint8_t *s = source;
  if (rank == 0) {
    memcpy(t, s, width);
  } else if (rank == 1) {
    plane(t, s, width, 1, extents[0], 0, target_strides[0], 0, source_strides[0]);
  } else if (rank == 2) {
    plane(t, s, width, extents[0], extents[1], target_strides[0], target_strides[1],
          source_strides[0], source_strides[1]);
  } else {
    for (int64_t i = 0; i < extents[0]; i++)
      zoo_gather(t + (ptrdiff_t)(i * target_strides[0]) * (ptrdiff_t)width,
                 s + (ptrdiff_t)(i * source_strides[0]) * (ptrdiff_t)width, width, rank - 1,
                 extents + 1, target_strides + 1, source_strides + 1);
  }
}
