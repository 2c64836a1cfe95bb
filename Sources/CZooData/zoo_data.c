#include "zoo_data.h"

#include <stdlib.h>

// Written by Scripts/embed-data: `f0`, `f1`, … and the table `files`.
#include "zoo_data_list.h"

size_t zoo_data_count(void) { return sizeof files / sizeof files[0]; }

zoo_data_file zoo_data_at(size_t index) {
  if (index >= zoo_data_count()) abort();
  return files[index];
}
