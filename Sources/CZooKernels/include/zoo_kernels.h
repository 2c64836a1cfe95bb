// Small numeric kernels: checksums, casts and transposes. All are total: they read and write exactly
// the counts given.
#pragma once
#include <stddef.h>
#include <stdint.h>

// CRC-32C (Castagnoli), continuing from `crc` (0 to start).
uint32_t zoo_crc32c(uint32_t crc, const void *bytes, size_t count);
