#include "zoo_kernels.h"
#include <math.h>
#include <string.h>

static inline uint32_t bits_of(float f) {
  uint32_t u;
  memcpy(&u, &f, 4);
  return u;
}

static inline float float_of(uint32_t u) {
  float f;
  memcpy(&f, &u, 4);
  return f;
}

static inline float widen_half(uint16_t h) {
  uint32_t sign = (uint32_t)(h & 0x8000) << 16;
  uint32_t exponent = (h >> 10) & 0x1f;
  uint32_t fraction = h & 0x3ff;
  if (exponent == 31) return float_of(sign | 0x7f800000u | fraction << 13);
  if (exponent) return float_of(sign | (exponent + 112) << 23 | fraction << 13);
  float value = (float)fraction * 0x1p-24f;
  return sign ? -value : value;
}

// Rounds a double to the nearest multiple of the target's last place, ties to even. The result is
// exact in double, so that no value is rounded twice.
static inline uint16_t narrow_half(double d) {
  uint64_t u;
  memcpy(&u, &d, 8);
  uint16_t sign = (uint16_t)(u >> 48) & 0x8000;
  uint64_t rest = u & 0x7fffffffffffffffull;
  if (rest > 0x7ff0000000000000ull)
    return (uint16_t)(sign | 0x7e00 | ((rest >> 42) & 0x1ff));
  double magnitude = fabs(d);
  if (magnitude >= 65520.0) return sign | 0x7c00;
  if (magnitude < 0x1p-14) return (uint16_t)(sign | (uint16_t)nearbyint(magnitude * 0x1p24));
  uint64_t shifted = rest + 0x1ffffffffffull + ((rest >> 42) & 1);
  return (uint16_t)(sign | (uint16_t)((shifted >> 42) - ((1023ull - 15ull) << 10)));
}

static inline uint16_t narrow_bfloat(float f) {
  uint32_t u = bits_of(f);
  if ((u & 0x7fffffffu) > 0x7f800000u) return (uint16_t)(u >> 16) | 0x40;
  return (uint16_t)((u + 0x7fffu + ((u >> 16) & 1)) >> 16);
}

// The float towards zero, with its last bit set if anything was cut off ("rounding to odd").
// Rounding that to fewer digits gives what rounding the double at once would have given.
static inline float round_to_odd(double d) {
  float f = (float)d;
  if (isnan(d) || (double)f == d) return f;
  uint32_t u = bits_of(f);
  return float_of((fabs((double)f) > fabs(d) ? u - 1 : u) | 1);
}

#if defined(__x86_64__)
#include <immintrin.h>
__attribute__((target("f16c,avx"))) static size_t half_from_float(uint16_t *t, const float *s,
                                                                 size_t n, size_t *lost) {
  size_t i = 0;
  const __m256 limit = _mm256_set1_ps(65520.0f), infinity = _mm256_set1_ps(INFINITY);
  const __m256 mask = _mm256_castsi256_ps(_mm256_set1_epi32(0x7fffffff));
  for (; i + 8 <= n; i += 8) {
    __m256 v = _mm256_loadu_ps(s + i), a = _mm256_and_ps(v, mask);
    __m256 over = _mm256_and_ps(_mm256_cmp_ps(a, limit, _CMP_GE_OQ),
                                _mm256_cmp_ps(a, infinity, _CMP_LT_OQ));
    *lost += (size_t)__builtin_popcount((unsigned)_mm256_movemask_ps(over));
    _mm_storeu_si128((__m128i *)(t + i), _mm256_cvtps_ph(v, _MM_FROUND_TO_NEAREST_INT));
  }
  return i;
}
__attribute__((target("f16c,avx"))) static size_t float_from_half(float *t, const uint16_t *s,
                                                                 size_t n) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8)
    _mm256_storeu_ps(t + i, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(s + i))));
  return i;
}
#endif

size_t zoo_cast(void *target, zoo_float to, const void *source, zoo_float from, size_t count) {
  size_t lost = 0, i = 0;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("f16c") && __builtin_cpu_supports("avx")) {
    if (from == ZOO_F32 && to == ZOO_F16) i = half_from_float(target, source, count, &lost);
    if (from == ZOO_F16 && to == ZOO_F32) i = float_from_half(target, source, count);
  }
#endif
  for (; i < count; i++) {
    double exact;
    float single;
    uint16_t small;
    switch (from) {
    case ZOO_F64: memcpy(&exact, (const uint8_t *)source + 8 * i, 8); break;
    case ZOO_F32:
      memcpy(&single, (const uint8_t *)source + 4 * i, 4);
      exact = single;
      break;
    case ZOO_F16:
      memcpy(&small, (const uint8_t *)source + 2 * i, 2);
      exact = widen_half(small);
      break;
    default:
      memcpy(&small, (const uint8_t *)source + 2 * i, 2);
      exact = float_of((uint32_t)small << 16);
      break;
    }
    int overflowed = 0;
    switch (to) {
    case ZOO_F64: memcpy((uint8_t *)target + 8 * i, &exact, 8); break;
    case ZOO_F32:
      single = (float)exact;
      overflowed = isinf(single);
      memcpy((uint8_t *)target + 4 * i, &single, 4);
      break;
    case ZOO_F16:
      small = narrow_half(exact);
      overflowed = (small & 0x7fff) == 0x7c00;
      memcpy((uint8_t *)target + 2 * i, &small, 2);
      break;
    default:
      small = narrow_bfloat(from == ZOO_F64 ? round_to_odd(exact) : (float)exact);
      overflowed = (small & 0x7fff) == 0x7f80;
      memcpy((uint8_t *)target + 2 * i, &small, 2);
      break;
    }
    lost += overflowed && isfinite(exact);
  }
  return lost;
}
