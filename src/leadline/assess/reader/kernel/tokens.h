/* A stream's tokens, and the rows of the model's tables that its features stand for: `tokenise` in tokens.py and
   `featurise` in features.py, text by text. */

#ifndef LEADLINE_TOKENS_H
#define LEADLINE_TOKENS_H

#include "stream.h"

enum { MANNERS = 6, SCOPE = 4, NO_TOKEN = 99 };

/* `word_rows` begins with the rows of single tokens, one per token. */
typedef struct {
    size_t count, words, shouted, symbols, links, word_row_count, piece_row_count;
    uint64_t hashes[LONGEST_TEXT];
    uint64_t stems[LONGEST_TEXT];
    uint64_t said[LONGEST_TEXT];   /* the hashes of words alone */
    uint64_t sums[LONGEST_TEXT + 1];   /* of the characters of one token */
    uint32_t word_rows[4 * LONGEST_TEXT + MANNERS];
    uint32_t piece_rows[3 * (LONGEST_TEXT + 2)];
} Tokens;

static inline uint32_t row_of(uint64_t hash) {
    return (uint32_t)(hash >> 46);
}

/* The weights of a row are asked for as soon as it is known: they come from far while the next rows are found. */
static inline uint32_t fetched(const Tables *tables, uint32_t row) {
    const Heads *heads = &tables->reading;
    __builtin_prefetch((const char *)heads->table + row * heads->row_bytes);
    return row;
}

static inline uint32_t fetched_for_both(const Tables *tables, uint32_t row) {
    const Heads *heads = &tables->language;
    __builtin_prefetch((const char *)heads->table + (row & heads->mask) * heads->row_bytes);
    return fetched(tables, row);
}

static size_t cut(const uint32_t *points, size_t size, const char *ending, size_t length) {
    if (size < length + 3) return size;
    for (size_t i = 0; i < length; i++)
        if (points[size - length + i] != (unsigned char)ending[i]) return size;
    return size - length;
}

/* How much of a token stays once its endings are cut; see `_stem_ends`. */
static size_t stem_size(const uint32_t *points, size_t size) {
    if (size < 4) return size;
    size = cut(points, size, "ies", 3);
    if (size >= 4 && points[size - 1] == 's' && points[size - 2] != 's' && points[size - 2] != 'u') size--;
    size = cut(points, size, "ing", 3);
    size = cut(points, size, "ed", 2);
    size = cut(points, size, "e", 1);
    size = cut(points, size, "y", 1);
    return size - (size > 3 && points[size - 1] == points[size - 2]);
}

/* Where the token that begins at `first` ends; `sums[n]` becomes the sum of its first n characters. */
static size_t add_token(const Tables *tables, const Stream *stream, size_t first, uint64_t *sums) {
    const uint64_t *mixed = stream->mixed + first;
    const uint8_t *kinds = stream->kinds + first;
    size_t size = 0;
    uint64_t sum = 0;
    do {
        sum += mixed[size] * tables->powers[size];
        sums[++size] = sum;
    } while (kinds[size] == kinds[0] && kinds[0] != SYMBOL);
    return first + size;
}

static int is_shouted(const Stream *stream, size_t first, size_t end) {
    if (end - first < 2) return 0;
    for (size_t i = first; i < end; i++)
        if (!stream->upper[i]) return 0;
    return 1;
}

/* Runs of one kind, but each symbol for itself. */
static void tokenise(const Tables *tables, const Stream *stream, Tokens *tokens) {
    tokens->count = tokens->words = tokens->shouted = tokens->symbols = tokens->links = 0;
    for (size_t i = 1, end; i <= stream->size; i = end) {
        int kind = stream->kinds[i];
        end = i + 1;
        if (kind == SPACE) continue;
        end = add_token(tables, stream, i, tokens->sums);
        tokens->hashes[tokens->count] = mix(tokens->sums[end - i]);
        tokens->stems[tokens->count] = mix(tokens->sums[stem_size(stream->points + i, end - i)]);
        if (kind == LETTER) tokens->said[tokens->words] = tokens->hashes[tokens->count];
        tokens->count++;
        tokens->words += kind == LETTER;
        tokens->shouted += kind == LETTER && is_shouted(stream, i, end);
        tokens->symbols += kind == SYMBOL;
        tokens->links += stream->points[i] == LINK;
    }
}

static uint64_t level(size_t count, uint64_t kind) {
    uint64_t bits = 0;
    for (; count; count >>= 1) bits++;
    return mix(bits + (kind << 8));
}

/* How the text is written: its length, what is shouted or stretched, its first and last tokens. */
static void add_manner(const Stream *stream, const Tokens *tokens, uint32_t *rows) {
    size_t count = tokens->count;
    uint64_t head = count > 0 ? tokens->hashes[0] : NO_TOKEN, second = count > 1 ? tokens->hashes[1] : NO_TOKEN;
    uint64_t tail = count > 0 ? tokens->hashes[count - 1] : NO_TOKEN;
    rows[0] = row_of(level(tokens->words, 11));
    rows[1] = row_of(level(tokens->shouted, 12));
    rows[2] = row_of(level((size_t)stream->stretched, 13));
    rows[3] = row_of(mix(head ^ 0xF1));
    rows[4] = row_of(mix(head + mix(second) + 3));
    rows[5] = row_of(mix(tail ^ 0x1A));
}

/* Single tokens, pairs, triples, manner, rated words. */
static void word_rows(const Tables *tables, const Stream *stream, Tokens *tokens) {
    const uint64_t *hashes = tokens->hashes;
    uint32_t *single = tokens->word_rows, *more = single + tokens->count;
    size_t count = tokens->count;
    ptrdiff_t last_negator = -1 - SCOPE, last_end = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t marks = value_of(&tables->known, hashes[i]);
        ptrdiff_t place = (ptrdiff_t)i;
        if (marks & NEGATOR) last_negator = place;
        if (marks & SCOPE_END) last_end = place;
        int negated = place - last_negator <= SCOPE && place != last_negator && !(marks & SCOPE_END)
            && last_negator >= last_end;
        single[i] = fetched_for_both(tables, row_of(negated ? mix(hashes[i] ^ 0x5EED) : hashes[i]));
        if (marks & STEP) *more++ = HASHED_ROWS + (marks & STEP) - 1 + (negated ? STEPS : 0);
        if (i + 1 < count) {
            uint64_t pair = mix(hashes[i] + mix(hashes[i + 1]));
            *more++ = fetched(tables, row_of(pair));
            if (i + 2 < count) *more++ = fetched(tables, row_of(mix(pair + mix(hashes[i + 2]))));
        }
    }
    add_manner(stream, tokens, more);
    tokens->word_row_count = (size_t)(more + MANNERS - single);
}

/* Runs of 3, 4 and 5 characters inside a word, or with the space before or behind it. What follows `i` in the stream
   ends with a border, which is a space: no run goes beyond it. */
static void piece_rows(const Tables *tables, const Stream *stream, Tokens *tokens) {
    const uint64_t *mixed = stream->mixed, *powers = tables->powers;
    const uint8_t *kinds = stream->kinds;
    uint32_t *rows = tokens->piece_rows;
    for (size_t i = 0; i < stream->size; i++) {
        if (kinds[i + 1] == SPACE) continue;
        uint64_t hash = mixed[i] + mixed[i + 1] * powers[1] + mixed[i + 2] * powers[2];
        *rows++ = fetched_for_both(tables, row_of(mix(hash)));
        if (kinds[i + 2] == SPACE) continue;
        hash += mixed[i + 3] * powers[3];
        *rows++ = fetched_for_both(tables, row_of(mix(hash)));
        if (kinds[i + 3] == SPACE) continue;
        hash += mixed[i + 4] * powers[4];
        *rows++ = fetched_for_both(tables, row_of(mix(hash)));
    }
    tokens->piece_row_count = (size_t)(rows - tokens->piece_rows);
}

#endif
