/* Which phrases stand in a text, and which theme gathers the most words: `PhraseLookup` in phrase_lookup.py, text by
   text. The themes people see come first (`shown_themes`), then the phrases that only promotion uses. */

#ifndef LEADLINE_PHRASES_H
#define LEADLINE_PHRASES_H

#include "tokens.h"

/* A slot or theme belongs to the present text where its stamp is the text's: nothing is cleared between texts. */
typedef struct {
    uint32_t stamp;
    uint32_t *slot_stamps, *theme_stamps;
    int32_t *filled, *points;
    int32_t filled_count;
} Board;

typedef struct {
    int32_t theme, promotions;
} Met;

static int make_board(Board *board, const Tables *tables) {
    board->stamp = 0;
    board->slot_stamps = calloc((size_t)tables->slot_count, sizeof(uint32_t));
    board->theme_stamps = calloc((size_t)tables->theme_count, sizeof(uint32_t));
    board->filled = calloc((size_t)tables->slot_count, sizeof(int32_t));
    board->points = calloc((size_t)tables->theme_count, sizeof(int32_t));
    return board->slot_stamps && board->theme_stamps && board->filled && board->points;
}

static void free_board(Board *board) {
    free(board->slot_stamps);
    free(board->theme_stamps);
    free(board->filled);
    free(board->points);
}

static void fill_slots(const Tables *tables, Board *board, uint64_t hash, uint32_t length) {
    const Lookup *options = &tables->options;
    for (size_t at = next_place(options, hash); options->entries[at].value; at = (at + 1) & options->mask) {
        const Entry *entry = &options->entries[at];
        if (entry->hash != hash || entry->length != length) continue;
        uint32_t option = entry->value - 1;
        for (int32_t i = tables->option_starts[option]; i < tables->option_starts[option + 1]; i++) {
            int32_t slot = tables->option_slots[i];
            if (board->slot_stamps[slot] == board->stamp) continue;
            board->slot_stamps[slot] = board->stamp;
            board->filled[board->filled_count++] = slot;
        }
    }
}

static int is_met(const Tables *tables, const Board *board, int32_t phrase) {
    for (int place = 1; place < MOST_SLOTS; place++) {
        int32_t slot = tables->needs[phrase * MOST_SLOTS + place];
        if (slot && board->slot_stamps[slot] != board->stamp) return 0;
    }
    return 1;
}

/* Points of each theme that the filled slots give; a theme earlier in the order wins a draw. */
static Met count_points(const Tables *tables, Board *board) {
    Met met = {-1, 0};
    int32_t most = 0;
    for (int32_t i = 0; i < board->filled_count; i++) {
        int32_t slot = board->filled[i];
        for (int32_t j = tables->of_slot_starts[slot]; j < tables->of_slot_starts[slot + 1]; j++) {
            int32_t phrase = tables->of_slot[j], theme = tables->theme_of[phrase];
            if (!is_met(tables, board, phrase)) continue;
            if (board->theme_stamps[theme] != board->stamp) {
                board->theme_stamps[theme] = board->stamp;
                board->points[theme] = 0;
                met.promotions += theme >= tables->shown_themes;
            }
            int32_t points = board->points[theme] += tables->worth[phrase];
            if (theme >= tables->shown_themes) continue;
            if (points > most || (points == most && theme < met.theme)) most = points, met.theme = theme;
        }
    }
    return met;
}

static Met find_phrases(const Tables *tables, const Tokens *tokens, Board *board) {
    board->stamp++;
    board->filled_count = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        uint64_t run = tokens->stems[i];
        for (uint32_t length = 1;; length++) {
            if (may_hold(&tables->options.sieve, run)) fill_slots(tables, board, run, length);
            if (length == LONGEST_PHRASE || i + length >= tokens->count) break;
            if (!may_hold(&tables->beginnings, run)) break;
            run = mix(run + mix(tokens->stems[i + length]));
        }
    }
    return count_points(tables, board);
}

#endif
