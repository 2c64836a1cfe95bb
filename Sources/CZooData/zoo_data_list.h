// Written by Scripts/embed-data; do not edit.
static const uint8_t f0[] = {
#embed "../../Registry/architectures/bert.yaml"
};
static const zoo_data_file files[] = {
    {"Registry/architectures/bert.yaml", f0, sizeof f0},
};
