#define _GNU_SOURCE
#include "zoo_kernels.h"
#include <fcntl.h>

void zoo_start_writeback(int descriptor, int64_t offset, int64_t count) {
#if defined(__linux__) && defined(SYNC_FILE_RANGE_WRITE)
  (void)sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
#else
  (void)descriptor, (void)offset, (void)count;
#endif
}
