/* A text's fingerprint, equal for texts that say nearly the same: the same numbers as fingerprints.py. */

#ifndef LEADLINE_PRINTS_H
#define LEADLINE_PRINTS_H

#include "tokens.h"

enum { LEAST_WORDS = 4, LONG_TEXT = 8, KEPT = 4 };

/* The smallest hashes so far, in order, none twice. */
static size_t keep_small(uint64_t *kept, size_t count, uint64_t value) {
    size_t place = count;
    while (place && kept[place - 1] > value) place--;
    if (place == KEPT || (place && kept[place - 1] == value)) return count;
    if (count < KEPT) count++;
    for (size_t i = count - 1; i > place; i--) kept[i] = kept[i - 1];
    kept[place] = value;
    return count;
}

static uint64_t wording(const uint64_t *words, size_t count) {
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += mix(words[i] ^ mix(i));
    return sum;
}

static uint64_t likeness(const uint64_t *words, size_t count) {
    uint64_t kept[KEPT], sum = 0;
    size_t held = 0;
    for (size_t i = 0; i + 1 < count; i++) held = keep_small(kept, held, mix(words[i] + mix(words[i + 1])));
    for (size_t i = 0; i < held; i++) sum += mix(kept[i] + i);
    return sum;
}

static int64_t fingerprint(const Tables *tables, const Tokens *tokens) {
    uint64_t passed_on = mix(tables->mixed['r'] + tables->mixed['t'] * tables->powers[1]);
    int is_passed_on = tokens->words && tokens->said[0] == passed_on;
    const uint64_t *said = tokens->said + is_passed_on;
    size_t count = tokens->words - (size_t)is_passed_on;
    if (count < LEAST_WORDS) return 0;
    uint64_t told = count < LONG_TEXT ? wording(said, count) : likeness(said, count);
    int64_t positive = (int64_t)(told >> 1 | 1);
    return count < LONG_TEXT ? -positive : positive;
}

#endif
