#include "analysis/scan_state.h"

/* clang-format off */
#define SAME(c) [c] = c
#define LOWER(c) [c] = c + ('a' - 'A'), [c + ('a' - 'A')] = c + ('a' - 'A')
const unsigned char nd_scan_steps[256] = {
    ['\''] = ND_STEP_APOSTROPHE, ['`'] = ND_STEP_APOSTROPHE, ['"'] = ND_STEP_JOINER, ['-'] = ND_STEP_JOINER, [':'] = ND_STEP_JOINER, ['*'] = ND_STEP_JOINER,
    ['_'] = ND_STEP_JOINER, ['/'] = ND_STEP_JOINER, ['.'] = ND_STEP_JOINER, ['('] = ND_STEP_JOINER,
    SAME('0'), SAME('1'), SAME('2'), SAME('3'), SAME('4'), SAME('5'), SAME('6'), SAME('7'), SAME('8'), SAME('9'),
    LOWER('A'), LOWER('B'), LOWER('C'), LOWER('D'), LOWER('E'), LOWER('F'), LOWER('G'), LOWER('H'), LOWER('I'),
    LOWER('J'), LOWER('K'), LOWER('L'), LOWER('M'), LOWER('N'), LOWER('O'), LOWER('P'), LOWER('Q'), LOWER('R'),
    LOWER('S'), LOWER('T'), LOWER('U'), LOWER('V'), LOWER('W'), LOWER('X'), LOWER('Y'), LOWER('Z'),
#define MB4(c) [c] = ND_STEP_MULTIBYTE, [c + 1] = ND_STEP_MULTIBYTE, [c + 2] = ND_STEP_MULTIBYTE, [c + 3] = ND_STEP_MULTIBYTE
#define MB16(c) MB4(c), MB4(c + 4), MB4(c + 8), MB4(c + 12)
    MB16(0x80), MB16(0x90), MB16(0xA0), MB16(0xB0), MB16(0xC0), MB16(0xD0), MB16(0xE0), MB16(0xF0),
};
/* clang-format on */
