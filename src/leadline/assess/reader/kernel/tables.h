/* What the kernel looks things up in: Python builds it once (`tables_of` in __init__.py) and hands it over as buffers.

   Everything that is used as an index is checked here, once, so that no text can lead beyond a buffer. */

#ifndef LEADLINE_TABLES_H
#define LEADLINE_TABLES_H

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    LONGEST_TEXT = 4000,
    ALPHABET = 1 << 17,
    UNICODE = 0x110000,
    HASHED_ROWS = 1 << 18,
    STEPS = 9,
    MOST_LABELS = 64,
    LONGEST_PHRASE = 5,
    MOST_SLOTS = 4,
    MOST_PHRASES = 1 << 24,
    MOST_BUFFERS = 16,
};
enum { SPACE, LETTER, DIGIT, MARK, SYMBOL };
enum { IS_WORD = 1, IS_SPACE = 2 };
enum { STEP = 15, NEGATOR = 16, SCOPE_END = 32 };

static inline uint64_t mix(uint64_t value) {
    value *= 0x9E3779B97F4A7C15u;
    value ^= value >> 29;
    return value * 0xD6E8FEB86659FD93u;
}

/* Which hashes may be among some: each sets two bits of one word (a blocked Bloom filter, Putze et al. 2007). Most words
   of a message do not pass, and what passes in vain costs no more than a look. */
enum { SIEVE_BITS = 12 };
typedef struct {
    uint64_t words[1 << SIEVE_BITS];
} Sieve;

static inline uint64_t sieve_bits(uint64_t hash) {
    return (uint64_t)1 << ((hash >> 46) & 63) | (uint64_t)1 << ((hash >> 40) & 63);
}

static inline void put_into(Sieve *sieve, uint64_t hash) {
    sieve->words[hash >> (64 - SIEVE_BITS)] |= sieve_bits(hash);
}

static inline int may_hold(const Sieve *sieve, uint64_t hash) {
    uint64_t bits = sieve_bits(hash);
    return (sieve->words[hash >> (64 - SIEVE_BITS)] & bits) == bits;
}

/* Hashes with a value each, open addressing, behind a sieve. A value of 0 marks an empty place. */
typedef struct {
    uint64_t hash;
    uint32_t length;
    uint32_t value;
} Entry;

typedef struct {
    Sieve sieve;
    Entry *entries;
    size_t mask;
    int shift;
} Lookup;

/* Linear heads: a row holds the weights of all labels, padded with zeros to `width`, of `bytes` bytes each; a short whole
   number holds the sum of any `short_rows` rows. */
typedef struct {
    const void *table;
    uint32_t mask;
    int bytes, width, labels, short_rows;
    size_t row_bytes;
} Heads;

typedef struct {
    Py_buffer held[MOST_BUFFERS];
    int held_count;
    const uint32_t *lower;   /* of each code point below ALPHABET */
    const uint8_t *kinds;    /* likewise */
    const uint64_t *mixed;   /* likewise */
    const uint8_t *facts;    /* IS_WORD and IS_SPACE of each code point */
    uint64_t powers[LONGEST_TEXT + 1];
    Lookup known;            /* rated words, negators, ends of a negation's scope */
    Lookup options;          /* runs of stems; a value is the number of the option plus one */
    Sieve beginnings;        /* runs with which a longer option begins */
    const int32_t *option_starts, *option_slots;
    const int32_t *needs, *worth, *theme_of;
    int32_t *of_slot_starts, *of_slot;   /* the phrases whose first part is this slot */
    int32_t slot_count, phrase_count, theme_count, shown_themes;
    Heads reading, language;
} Tables;

static inline uint32_t next_place(const Lookup *lookup, uint64_t hash) {
    return (uint32_t)(hash >> lookup->shift);
}

/* The value of a hash, or 0. */
static inline uint32_t value_of(const Lookup *lookup, uint64_t hash) {
    if (!may_hold(&lookup->sieve, hash)) return 0;
    for (size_t at = next_place(lookup, hash);; at = (at + 1) & lookup->mask) {
        const Entry *entry = &lookup->entries[at];
        if (!entry->value || entry->hash == hash) return entry->value;
    }
}

static int make_lookup(Lookup *lookup, const uint64_t *hashes, const int32_t *lengths, const uint16_t *values,
                       size_t count) {
    int bits = 4;
    while (((size_t)1 << bits) < 2 * count + 1) bits++;
    lookup->mask = ((size_t)1 << bits) - 1;
    lookup->shift = 64 - bits;
    lookup->entries = calloc((size_t)1 << bits, sizeof(Entry));
    if (!lookup->entries) return 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = hashes[i];
        size_t at = next_place(lookup, hash);
        while (lookup->entries[at].value) at = (at + 1) & lookup->mask;
        lookup->entries[at] = (Entry){hash, lengths ? (uint32_t)lengths[i] : 1, values ? values[i] : (uint32_t)i + 1};
        put_into(&lookup->sieve, hash);
    }
    return 1;
}

/* The phrases in the order of their first slot. */
static int order_phrases(Tables *tables) {
    int32_t *starts = calloc((size_t)tables->slot_count + 2, sizeof(int32_t));
    int32_t *order = calloc((size_t)tables->phrase_count + 1, sizeof(int32_t));
    tables->of_slot_starts = starts;
    tables->of_slot = order;
    if (!starts || !order) return 0;
    for (int32_t p = 0; p < tables->phrase_count; p++) starts[tables->needs[p * MOST_SLOTS] + 2]++;
    for (int32_t s = 2; s < tables->slot_count + 2; s++) starts[s] += starts[s - 1];
    for (int32_t p = 0; p < tables->phrase_count; p++) order[starts[tables->needs[p * MOST_SLOTS] + 1]++] = p;
    return 1;
}

static void free_tables(Tables *tables) {
    for (int i = 0; i < tables->held_count; i++) PyBuffer_Release(&tables->held[i]);
    free(tables->known.entries);
    free(tables->options.entries);
    free(tables->of_slot_starts);
    free(tables->of_slot);
    free(tables);
}

static void free_capsule(PyObject *capsule) {
    Tables *tables = PyCapsule_GetPointer(capsule, "leadline.tables");
    if (tables) free_tables(tables);
}

static int all_within(const int32_t *values, size_t count, int32_t low, int32_t high) {
    for (size_t i = 0; i < count; i++)
        if (values[i] < low || values[i] >= high) return 0;
    return 1;
}

static int is_alphabet_sound(const Tables *tables) {
    for (size_t i = 0; i < ALPHABET; i++)
        if (tables->lower[i] >= ALPHABET || tables->kinds[i] > SYMBOL) return 0;
    return tables->kinds[0] == SPACE;
}

static int are_options_sound(const Tables *tables, const int32_t *lengths, size_t options, size_t slots) {
    const int32_t *starts = tables->option_starts;
    if (starts[0] != 0 || (size_t)starts[options] != slots) return 0;
    for (size_t i = 0; i < options; i++)
        if (starts[i] > starts[i + 1]) return 0;
    return all_within(lengths, options, 1, LONGEST_PHRASE + 1)
        && all_within(tables->option_slots, slots, 1, tables->slot_count);
}

static int are_phrases_sound(const Tables *tables) {
    for (int32_t p = 0; p < tables->phrase_count; p++)
        if (tables->needs[p * MOST_SLOTS] < 1) return 0;
    return tables->slot_count - 1 <= tables->phrase_count * MOST_SLOTS && tables->theme_count <= tables->phrase_count
        && all_within(tables->worth, (size_t)tables->phrase_count, 1, MOST_SLOTS * LONGEST_PHRASE + 1)
        && all_within(tables->needs, (size_t)tables->phrase_count * MOST_SLOTS, 0, tables->slot_count)
        && all_within(tables->theme_of, (size_t)tables->phrase_count, 0, tables->theme_count)
        && tables->shown_themes >= 0 && tables->shown_themes <= tables->theme_count;
}

static int are_heads_sound(const Heads *heads, Py_ssize_t length, size_t rows) {
    return (heads->bytes == 1 || heads->bytes == 2) && heads->width > 0 && heads->width % 8 == 0
        && heads->labels > 0 && heads->labels <= heads->width && heads->width <= MOST_LABELS
        && (size_t)length / (size_t)(heads->bytes * heads->width) >= rows;
}

static int short_rows(const Heads *heads, Py_ssize_t length) {
    int largest = 1;
    for (Py_ssize_t i = 0; i < length / heads->bytes; i++) {
        int weight = heads->bytes == 2 ? ((const int16_t *)heads->table)[i] : ((const int8_t *)heads->table)[i];
        int size = weight < 0 ? -weight : weight;
        if (size > largest) largest = size;
    }
    return largest > INT16_MAX ? 1 : INT16_MAX / largest;
}

/* Each buffer begins where a number of its kind may stand. */
static int are_aligned(const Tables *tables) {
    const size_t sizes[] = {4, 1, 8, 1, 8, 2, 2, 2, 8, 4, 4, 4, 8, 4, 4, 4};
    for (int i = 0; i < tables->held_count; i++)
        if ((uintptr_t)tables->held[i].buf % sizes[i]) return 0;
    return 1;
}

static int are_marks_sound(const uint16_t *marks, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!marks[i] || marks[i] > (STEP | NEGATOR | SCOPE_END) || (marks[i] & STEP) > STEPS) return 0;
    return 1;
}

/* tables(alphabet, known words, heads, options, phrases) -> capsule; see `tables_of` for what each buffer holds. They
   stand in one row: of tuples within tuples PyArg_ParseTuple keeps more buffers than it has made room for. */
static PyObject *make_tables(PyObject *Py_UNUSED(self), PyObject *args) {
    Tables *tables = calloc(1, sizeof(Tables));
    if (!tables) return PyErr_NoMemory();
    Py_buffer *held = tables->held;
    Heads *reading = &tables->reading, *language = &tables->language;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*y*iiiy*iiiIy*y*y*y*y*y*y*y*iii", &held[0], &held[1], &held[2],
                          &held[3], &held[4], &held[5], &held[6], &reading->bytes, &reading->width, &reading->labels,
                          &held[7], &language->bytes, &language->width, &language->labels, &language->mask, &held[8],
                          &held[9], &held[10], &held[11], &held[12], &held[13], &held[14], &held[15],
                          &tables->slot_count, &tables->theme_count, &tables->shown_themes)) {
        free(tables);
        return NULL;
    }
    tables->held_count = 16;
    reading->mask = UINT32_MAX;
    tables->lower = held[0].buf, tables->kinds = held[1].buf, tables->mixed = held[2].buf, tables->facts = held[3].buf;
    reading->table = held[6].buf, language->table = held[7].buf;
    tables->option_starts = held[10].buf, tables->option_slots = held[11].buf;
    tables->needs = held[13].buf, tables->worth = held[14].buf, tables->theme_of = held[15].buf;
    size_t known = (size_t)held[4].len / 8, options = (size_t)held[8].len / 8, slots = (size_t)held[11].len / 4;
    tables->phrase_count = (int32_t)(held[14].len / 4 < MOST_PHRASES ? held[14].len / 4 : MOST_PHRASES);
    int sound = are_aligned(tables) && held[14].len / 4 < MOST_PHRASES && held[0].len == ALPHABET * 4 && held[1].len == ALPHABET && held[2].len == ALPHABET * 8
        && held[3].len == UNICODE && held[5].len == (Py_ssize_t)known * 2 && held[9].len == (Py_ssize_t)options * 4
        && held[10].len == (Py_ssize_t)(options + 1) * 4 && held[15].len == held[14].len
        && held[13].len == held[14].len * MOST_SLOTS && tables->slot_count > 0 && tables->theme_count > 0
        && is_alphabet_sound(tables) && are_marks_sound(held[5].buf, known)
        && are_heads_sound(reading, held[6].len, HASHED_ROWS + 2 * STEPS)
        && are_heads_sound(language, held[7].len, (size_t)language->mask + 1)
        && are_options_sound(tables, held[9].buf, options, slots) && are_phrases_sound(tables);
    if (!sound) {
        free_tables(tables);
        PyErr_SetString(PyExc_ValueError, "The kernel's tables do not fit together.");
        return NULL;
    }
    reading->row_bytes = (size_t)(reading->bytes * reading->width);
    language->row_bytes = (size_t)(language->bytes * language->width);
    reading->short_rows = short_rows(reading, held[6].len), language->short_rows = short_rows(language, held[7].len);
    tables->powers[0] = 1;
    for (int i = 1; i <= LONGEST_TEXT; i++) tables->powers[i] = tables->powers[i - 1] * 0x9E3779B97F4A7C15u;
    const uint64_t *beginnings = held[12].buf;
    for (size_t i = 0; i < (size_t)held[12].len / 8; i++) put_into(&tables->beginnings, beginnings[i]);
    PyObject *capsule = NULL;
    if (make_lookup(&tables->known, held[4].buf, NULL, held[5].buf, known)
        && make_lookup(&tables->options, held[8].buf, held[9].buf, NULL, options) && order_phrases(tables))
        capsule = PyCapsule_New(tables, "leadline.tables", free_capsule);
    else
        PyErr_NoMemory();
    if (!capsule) free_tables(tables);
    return capsule;
}

#endif
