#ifndef CFUZZER_H
#define CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/// The loop of libFuzzer ("Using libFuzzer as a library"): it never returns while it finds nothing.
int LLVMFuzzerRunDriver(int *_Nonnull argc, char *_Nullable *_Nonnull *_Nonnull argv,
                        int (*_Nonnull callback)(const uint8_t *_Nonnull data, size_t size));

/// One input; the name is the one that libFuzzer looks for.
int LLVMFuzzerTestOneInput(const uint8_t *_Nonnull data, size_t size);

#endif
