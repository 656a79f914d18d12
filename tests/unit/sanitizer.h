/* Whether a sanitizer watches the tests: it has an allocator of its own, and needs memory and time. */
#ifndef UNIT_SANITIZER_H
#define UNIT_SANITIZER_H

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

#endif
