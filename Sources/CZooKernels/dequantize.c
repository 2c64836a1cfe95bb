#include "zoo_kernels.h"

// A product and a sum must be rounded one after the other, as the reference does; an instruction that
// fuses both would give other bits.
#pragma STDC FP_CONTRACT OFF

static inline float half_at(const uint8_t *bytes) {
  uint16_t half = (uint16_t)(bytes[0] | bytes[1] << 8);
  float value;
  zoo_cast(&value, ZOO_F32, &half, ZOO_F16, 1);
  return value;
}

// The fifth bits of the first and the second half of a block.
static inline uint32_t high_bits(const uint8_t *bytes) {
  return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
         (uint32_t)bytes[3] << 24;
}

static inline void block_8(float *t, const uint8_t *b) {
  float d = half_at(b);
  for (int i = 0; i < 32; i++) t[i] = d * (float)(int8_t)b[2 + i];
}

// Sixteen bytes hold two numbers each: the low halves are the first sixteen numbers.
static inline void block_4(float *t, const uint8_t *b, int has_minimum) {
  float d = half_at(b), m = has_minimum ? half_at(b + 2) : 0;
  const uint8_t *q = b + (has_minimum ? 4 : 2);
  for (int i = 0; i < 16; i++) {
    int low = q[i] & 15, high = q[i] >> 4;
    if (has_minimum) {
      float first = d * (float)low, second = d * (float)high;
      t[i] = first + m;
      t[i + 16] = second + m;
    } else {
      t[i] = d * (float)(low - 8);
      t[i + 16] = d * (float)(high - 8);
    }
  }
}

static inline void block_5(float *t, const uint8_t *b, int has_minimum) {
  float d = half_at(b), m = has_minimum ? half_at(b + 2) : 0;
  const uint8_t *h = b + (has_minimum ? 4 : 2), *q = h + 4;
  uint32_t bits = high_bits(h);
  for (int i = 0; i < 16; i++) {
    int low = (q[i] & 15) | (int)(bits >> i & 1) << 4;
    int high = q[i] >> 4 | (int)(bits >> (i + 16) & 1) << 4;
    if (has_minimum) {
      float first = d * (float)low, second = d * (float)high;
      t[i] = first + m;
      t[i + 16] = second + m;
    } else {
      t[i] = d * (float)(low - 16);
      t[i + 16] = d * (float)(high - 16);
    }
  }
}

void zoo_dequantize(float *target, const void *source, zoo_block type, size_t block_count) {
  static const size_t widths[] = {18, 20, 22, 24, 34};
  const uint8_t *b = source;
  for (size_t i = 0; i < block_count; i++, b += widths[type], target += 32) {
    switch (type) {
    case ZOO_Q4_0: block_4(target, b, 0); break;
    case ZOO_Q4_1: block_4(target, b, 1); break;
    case ZOO_Q5_0: block_5(target, b, 0); break;
    case ZOO_Q5_1: block_5(target, b, 1); break;
    default: block_8(target, b); break;
    }
  }
}
