// Small numeric kernels: checksums, casts and transposes. All are total: they read and write exactly
// the counts given.
#pragma once
#include <stddef.h>
#include <stdint.h>

// CRC-32C (Castagnoli), continuing from `crc` (0 to start).
// Uses the processor's instruction where there is one: about 20 GB/s for bytes in its cache.
uint32_t zoo_crc32c(uint32_t crc, const void *bytes, size_t count);

// The same from tables only, to which the other is compared.
uint32_t zoo_crc32c_portable(uint32_t crc, const void *bytes, size_t count);

// Copies elements of `width` bytes (1, 2, 4, 8 or 16) through `rank` nested loops, outermost first.
// Strides are in elements. Every position reached from `source` and `target` must be valid.
void zoo_gather(void *target, const void *source, size_t width, size_t rank, const int64_t *extents,
                const int64_t *target_strides, const int64_t *source_strides);

// Reverses the bytes of each number of `width` bytes in place; a rest of fewer bytes stays as it is.
void zoo_swap_bytes(void *bytes, size_t count, size_t width);

typedef enum { ZOO_F16, ZOO_BF16, ZOO_F32, ZOO_F64 } zoo_float;

// Converts `count` floating-point numbers, rounding to nearest even. Infinities and NaNs are kept
// (a NaN stays a NaN); values too large become infinities. Returns how many finite values did so.
size_t zoo_cast(void *target, zoo_float target_type, const void *source, zoo_float source_type,
                size_t count);

// Blocks of 32 numbers that share a scale, in the layouts of ggml.
typedef enum { ZOO_Q4_0, ZOO_Q4_1, ZOO_Q5_0, ZOO_Q5_1, ZOO_Q8_0 } zoo_block;

// Reads blocks of 18, 20, 22, 24 or 34 bytes as 32 numbers each, bit for bit as ggml does.
void zoo_dequantize(float *target, const void *source, zoo_block type, size_t block_count);

// Asks the system to begin writing a range of a file to the disk; a hint that may do nothing.
void zoo_start_writeback(int descriptor, int64_t offset, int64_t count);

// Exchanges two paths atomically. Returns 0, or an errno value (ENOSYS where the system cannot).
int zoo_exchange_paths(const char *first, const char *second);
