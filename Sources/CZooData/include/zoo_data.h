#ifndef ZOO_DATA_H
#define ZOO_DATA_H

#include <stddef.h>
#include <stdint.h>

#if defined(__has_feature)
#if __has_feature(nullability)
#define ZOO_DATA_NONNULL _Nonnull
#endif
#endif
#ifndef ZOO_DATA_NONNULL
#define ZOO_DATA_NONNULL
#endif

/// A file of this repository that is part of the program.
typedef struct {
  /// Its path from the root of the repository, with '/', in ASCII.
  const char *ZOO_DATA_NONNULL path;
  /// Its bytes, which are never freed.
  const uint8_t *ZOO_DATA_NONNULL bytes;
  /// The number of bytes.
  size_t count;
} zoo_data_file;

/// The number of embedded files.
size_t zoo_data_count(void);

/// An embedded file; they are sorted by the bytes of their paths.
zoo_data_file zoo_data_at(size_t index);

#endif
