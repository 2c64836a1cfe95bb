#include "zoo_kernels.h"
#include <string.h>

#if defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(__aarch64__)
#include <arm_acle.h>
#if defined(__linux__)
#include <sys/auxv.h>
#endif
#endif

// Three runs of this many bytes are summed side by side, because the instruction takes three cycles
// but may start one in each; then the sums are joined.
enum { LONG_RUN = 4096, SHORT_RUN = 256 };

// table[k][b]: what byte b contributes when k more bytes follow it in its group of eight.
static uint32_t table[8][256];
// shift_*[k][b]: byte k of a sum, having value b, moved past a run of zeros.
static uint32_t shift_long[4][256];
static uint32_t shift_short[4][256];

static void make_shift(uint32_t shift[4][256], size_t zeros) {
  for (int bit = 0; bit < 32; bit++) {
    uint32_t sum = 1u << bit;
    for (size_t n = 0; n < zeros; n++) sum = table[0][sum & 0xff] ^ (sum >> 8);
    shift[bit / 8][1 << bit % 8] = sum;
  }
  // Moving is linear: the rest are sums of the single bits.
  for (int byte = 0; byte < 4; byte++)
    for (int value = 1; value < 256; value++) {
      int low = value & -value;
      shift[byte][value] = shift[byte][low] ^ shift[byte][value ^ low];
    }
}

// Doubles the run: moving twice is moving by the double.
static void double_shift(uint32_t to[4][256], uint32_t from[4][256]) {
  for (int byte = 0; byte < 4; byte++)
    for (int value = 0; value < 256; value++) {
      uint32_t sum = from[byte][value];
      to[byte][value] = from[0][sum & 0xff] ^ from[1][(sum >> 8) & 0xff] ^
                        from[2][(sum >> 16) & 0xff] ^ from[3][sum >> 24];
    }
}

__attribute__((constructor)) static void make_tables(void) {
  for (uint32_t n = 0; n < 256; n++) {
    uint32_t c = n;
    for (int k = 0; k < 8; k++) c = c & 1 ? 0x82f63b78u ^ (c >> 1) : c >> 1;
    table[0][n] = c;
  }
  for (uint32_t n = 0; n < 256; n++)
    for (int k = 1; k < 8; k++)
      table[k][n] = table[0][table[k - 1][n] & 0xff] ^ (table[k - 1][n] >> 8);
  make_shift(shift_short, SHORT_RUN);
  double_shift(shift_long, shift_short);
  for (size_t run = 2 * SHORT_RUN; run < LONG_RUN; run *= 2) {
    uint32_t copy[4][256];
    memcpy(copy, shift_long, sizeof copy);
    double_shift(shift_long, copy);
  }
}

static inline uint32_t moved(uint32_t shift[4][256], uint32_t sum) {
  return shift[0][sum & 0xff] ^ shift[1][(sum >> 8) & 0xff] ^ shift[2][(sum >> 16) & 0xff] ^
         shift[3][sum >> 24];
}

static inline uint64_t load(const uint8_t *p) {
  uint64_t v;
  memcpy(&v, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  v = __builtin_bswap64(v);
#endif
  return v;
}

static uint32_t crc_portable(uint32_t crc, const uint8_t *p, size_t n) {
  while (n >= 8) {
    uint64_t v = load(p) ^ crc;
    crc = table[7][v & 0xff] ^ table[6][(v >> 8) & 0xff] ^ table[5][(v >> 16) & 0xff] ^
          table[4][(v >> 24) & 0xff] ^ table[3][(v >> 32) & 0xff] ^ table[2][(v >> 40) & 0xff] ^
          table[1][(v >> 48) & 0xff] ^ table[0][v >> 56];
    p += 8;
    n -= 8;
  }
  while (n--) crc = table[0][(crc ^ *p++) & 0xff] ^ (crc >> 8);
  return crc;
}

// The body for a processor with a CRC-32C instruction: STEP8 sums eight bytes, STEP1 one.
#define CRC_BODY(STEP8, STEP1)                                                        \
  for (; n > 0 && ((uintptr_t)p & 7) != 0; n--) crc = STEP1(crc, *p++);               \
  for (int pass = 0; pass < 2; pass++) {                                              \
    const size_t run = pass == 0 ? LONG_RUN : SHORT_RUN;                              \
    uint32_t(*shift)[256] = pass == 0 ? shift_long : shift_short;                     \
    for (; n >= 3 * run; n -= 3 * run) {                                              \
      uint32_t a = crc, b = 0, c = 0;                                                 \
      for (const uint8_t *end = p + run; p < end; p += 8) {                           \
        a = (uint32_t)STEP8(a, load(p));                                              \
        b = (uint32_t)STEP8(b, load(p + run));                                        \
        c = (uint32_t)STEP8(c, load(p + 2 * run));                                    \
      }                                                                               \
      crc = moved(shift, moved(shift, a) ^ b) ^ c;                                    \
      p += 2 * run;                                                                   \
    }                                                                                 \
  }                                                                                   \
  for (; n >= 8; n -= 8, p += 8) crc = (uint32_t)STEP8(crc, load(p));                 \
  while (n--) crc = STEP1(crc, *p++);                                                 \
  return crc

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t crc_hardware(uint32_t crc, const uint8_t *p,
                                                               size_t n) {
  CRC_BODY(_mm_crc32_u64, _mm_crc32_u8);
}

static int has_instruction(void) { return __builtin_cpu_supports("sse4.2"); }
#elif defined(__aarch64__) && (defined(__ARM_FEATURE_CRC32) || defined(__linux__))
#if !defined(__ARM_FEATURE_CRC32)
__attribute__((target("crc")))
#endif
static uint32_t crc_hardware(uint32_t crc, const uint8_t *p, size_t n) {
  CRC_BODY(__crc32cd, __crc32cb);
}

static int has_instruction(void) {
#if defined(__ARM_FEATURE_CRC32)
  return 1;
#else
  return (getauxval(AT_HWCAP) & (1ul << 7)) != 0;  // HWCAP_CRC32
#endif
}
#else
static uint32_t crc_hardware(uint32_t crc, const uint8_t *p, size_t n) {
  return crc_portable(crc, p, n);
}

static int has_instruction(void) { return 0; }
#endif

uint32_t zoo_crc32c(uint32_t crc, const void *bytes, size_t count) {
  return ~(has_instruction() ? crc_hardware : crc_portable)(~crc, bytes, count);
}

uint32_t zoo_crc32c_portable(uint32_t crc, const void *bytes, size_t count) {
  return ~crc_portable(~crc, bytes, count);
}
